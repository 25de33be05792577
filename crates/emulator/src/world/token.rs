//! Tokens: of which app and kind they are, what they may do to which WABA, and how they die.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::World;

/// The scopes of Meta's that the emulator looks at.
pub const MANAGEMENT: &str = "whatsapp_business_management";
pub const MESSAGING: &str = "whatsapp_business_messaging";

/// What all tokens may be able to do at most.
pub const SCOPES: [&str; 3] = ["business_management", MANAGEMENT, MESSAGING];

/// The kinds that control names. A `user`'s is the test token of the app's dashboard.
pub const KINDS: [&str; 3] = ["system_user", "business", "user"];

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Token {
    /// One of [`KINDS`].
    pub kind: String,
    /// The app that it is of; the world's own when it is not said.
    #[serde(default)]
    pub app: Option<String>,
    pub user_id: String,
    pub scopes: BTreeSet<String>,
    /// The WABAs it was granted; absent when its scopes hold for all.
    pub target_ids: Option<Vec<String>>,
    /// The WABAs of single scopes that were granted for others than `target_ids`.
    #[serde(default)]
    pub granular: BTreeMap<String, Vec<String>>,
    pub issued_at: i64,
    /// Unix seconds; 0 never expires.
    pub expires_at: i64,
    /// Unix seconds; 0 never expires. It is told and has no effect here: an assumption.
    #[serde(default)]
    pub data_access_expires_at: i64,
    pub revoked: bool,
    /// By which subcode of 190 a revoked one is refused; 467 when it is not said.
    #[serde(default)]
    pub subcode: Option<u32>,
}

impl Token {
    /// The app that it is of.
    pub fn app<'t>(&'t self, world: &'t World) -> &'t str {
        self.app.as_deref().unwrap_or(&world.app.id)
    }

    /// The WABAs that a scope was granted for; `None` when it holds for all.
    pub fn targets(&self, scope: &str) -> Option<&[String]> {
        match self.granular.get(scope) {
            Some(ids) => Some(ids),
            None => self.target_ids.as_deref(),
        }
    }

    fn covers(&self, scope: &str, waba: &str) -> bool {
        let is_target = || self.targets(scope).is_none_or(|ids| ids.iter().any(|id| id == waba));
        self.scopes.contains(scope) && is_target()
    }
}

impl World {
    /// Whether a token may do what a scope allows to a WABA that its app still shares.
    pub fn reaches(&self, token: &Token, scope: &str, waba: &str) -> bool {
        !self.is_unshared(token.app(self), waba) && token.covers(scope, waba)
    }

    /// Whether a WABA was taken from an app.
    pub fn is_unshared(&self, app: &str, waba: &str) -> bool {
        self.hearing(app).is_some_and(|hearing| hearing.unshared.contains(waba))
    }

    /// Revokes all tokens of a kind; answers how many there are.
    pub fn revoke(&mut self, kind: &str) -> usize {
        let tokens = self.tokens.values_mut().filter(|token| token.kind == kind);
        tokens.map(|token| token.revoked = true).count()
    }
}
