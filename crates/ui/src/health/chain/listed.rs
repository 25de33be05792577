//! What the chain has already.

use std::collections::{HashMap, HashSet};

use meta::open::EntityType;

/// Entities by kind and id, asked once for each entity that any of a thousand healths names.
#[derive(Default)]
pub(super) struct Listed(HashMap<EntityType, HashSet<String>>);

impl Listed {
    /// Whether it is there.
    pub fn has(&self, kind: &EntityType, id: &str) -> bool {
        self.0.get(kind).is_some_and(|ids| ids.contains(id))
    }

    /// Adds it; whether it was not there before.
    pub fn insert(&mut self, kind: &EntityType, id: &str) -> bool {
        !self.has(kind, id) && self.0.entry(kind.clone()).or_default().insert(id.to_owned())
    }
}
