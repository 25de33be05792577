//! `health_status` as Meta gave it: entities, each available, limited or blocked, with Meta's errors.
//!
//! Business and app have no health of their own to read; they stand as entities inside the health
//! of numbers and accounts, so the newest document that names them counts (META 5).

use std::collections::HashMap;

use meta::open::{CanSendMessage, EntityType};
use serde_json::Value;

use crate::replica::{Heard, How, Replica};
use crate::time::Timestamp;

/// One entity of a `health_status`, with when and how it was heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Meta's kind.
    pub kind: EntityType,
    /// Meta's id.
    pub id: String,
    /// Whether it can send; `None` when the document does not say.
    pub can_send: Option<CanSendMessage>,
    /// Whether it can receive calls by SIP; of numbers and apps only, and nothing to messages.
    pub can_receive_call_sip: Option<CanSendMessage>,
    /// Meta's errors, in Meta's order.
    pub errors: Vec<HealthError>,
    /// Meta's remarks on a limited entity.
    pub additional_info: Vec<String>,
    /// When the document counts from.
    pub at: Timestamp,
    /// How the document came.
    pub how: How,
}

/// An error of an entity, in Meta's own words. Codes are opaque and may be numbers or text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthError {
    /// `error_code`, as printed by Meta.
    pub code: String,
    /// `error_description`.
    pub description: String,
    /// `possible_solution`.
    pub solution: Option<String>,
}

/// Whether the node of this replica can send, all its entities taken together.
pub fn overall(replica: &Replica) -> Option<CanSendMessage> {
    let health = replica.get("health_status")?;
    Some(CanSendMessage::from(health.value.get("can_send_message")?.as_str()?))
}

/// The entities of a replica's `health_status`; empty when it was never heard.
pub fn entities(replica: &Replica) -> Vec<Entity> {
    raw_entities(replica).filter_map(|(entity, health)| read_entity(entity, health)).collect()
}

/// Kinds and ids of the same, which is less to read.
pub fn named(replica: &Replica) -> impl Iterator<Item = (EntityType, &str)> {
    raw_entities(replica).filter_map(|(entity, _)| name_of(entity))
}

fn raw_entities(replica: &Replica) -> impl Iterator<Item = (&Value, &Heard)> {
    replica.get("health_status").into_iter().flat_map(|health| {
        let listed = health.value.get("entities").and_then(Value::as_array);
        listed.into_iter().flatten().map(move |entity| (entity, health))
    })
}

/// The newest word on every entity that some replicas' health names: for who asks of many.
///
/// It points into the replicas and reads an entity when it is asked for: a thousand numbers name
/// four thousand, of which a page tells a few.
#[derive(Clone, Debug, Default)]
pub struct Newest<'a>(HashMap<(&'a str, &'a str), (&'a Value, &'a Heard)>);

impl<'a> Newest<'a> {
    /// Looks at each health once.
    pub fn of(replicas: impl IntoIterator<Item = &'a Replica>) -> Self {
        let mut newest = HashMap::new();
        for (entity, health) in replicas.into_iter().flat_map(raw_entities) {
            let Some(key) = key_of(entity) else { continue };
            let held = newest.entry(key).or_insert((entity, health));
            // Of two of one moment the later counts, as with `max_by_key`.
            if held.1.at <= health.at {
                *held = (entity, health);
            }
        }
        Self(newest)
    }

    /// The newest word on one of them.
    pub fn get(&self, kind: &EntityType, id: &str) -> Option<Entity> {
        let (entity, health) = self.0.get(&(kind.as_str(), id))?;
        read_entity(entity, health)
    }

    /// Whether it can send.
    pub fn can_send(&self, kind: &EntityType, id: &str) -> Option<CanSendMessage> {
        can_send(self.0.get(&(kind.as_str(), id))?.0)
    }

    /// The entities that a replica's health names, each with the newest word on it.
    pub fn named<'n>(&self, replica: &'n Replica) -> Vec<Named<'n>> {
        let of = |(kind, id)| Named { can_send: self.can_send(&kind, id), kind, id };
        named(replica).map(of).collect()
    }
}

/// An entity that a health names, with the newest word on whether it can send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// Meta's kind.
    pub kind: EntityType,
    /// Meta's id.
    pub id: &'a str,
    /// Whether it can send; `None` when nobody says so.
    pub can_send: Option<CanSendMessage>,
}

/// The newest word on one entity among several replicas' health.
pub fn newest<'a>(
    replicas: impl IntoIterator<Item = &'a Replica>,
    kind: &EntityType,
    id: &str,
) -> Option<Entity> {
    // Only what is asked for is read: the others are many where a thousand numbers are.
    let (entity, health) = replicas
        .into_iter()
        .flat_map(raw_entities)
        .filter(|(entity, _)| key_of(entity) == Some((kind.as_str(), id)))
        .max_by_key(|(_, health)| health.at)?;
    read_entity(entity, health)
}

/// Kind and id in Meta's spelling.
fn key_of(entity: &Value) -> Option<(&str, &str)> {
    let text = |key: &str| entity.get(key).and_then(Value::as_str);
    Some((text("entity_type")?, text("id")?))
}

fn name_of(entity: &Value) -> Option<(EntityType, &str)> {
    key_of(entity).map(|(kind, id)| (EntityType::from(kind), id))
}

fn can_send(entity: &Value) -> Option<CanSendMessage> {
    entity.get("can_send_message").and_then(Value::as_str).map(CanSendMessage::from)
}

fn read_entity(entity: &Value, health: &Heard) -> Option<Entity> {
    let text = |key: &str| entity.get(key).and_then(Value::as_str);
    let list = |key: &str| entity.get(key).and_then(Value::as_array).into_iter().flatten();
    let (kind, id) = name_of(entity)?;
    Some(Entity {
        kind,
        id: id.to_owned(),
        can_send: can_send(entity),
        can_receive_call_sip: text("can_receive_call_sip").map(CanSendMessage::from),
        errors: list("errors").map(read_error).collect(),
        additional_info: list("additional_info")
            .filter_map(|info| info.as_str().map(str::to_owned))
            .collect(),
        at: health.at,
        how: health.how,
    })
}

fn read_error(error: &Value) -> HealthError {
    let text = |key: &str| match error.get(key) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    HealthError {
        code: text("error_code").unwrap_or_default(),
        description: text("error_description").unwrap_or_default(),
        solution: text("possible_solution").filter(|solution| !solution.trim().is_empty()),
    }
}
