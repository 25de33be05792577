//! Facts into news: what a Graph document or a webhook item says of which node, from when.
//!
//! A read counts from the moment Farol asked. Of a webhook only what no read can give is news
//! (`entry.time` is the time of *sending*, and a late retry would lie); the rest is a hint to read.

mod told;

use meta::open::EntityType;
use meta::webhook::{Item, News as Said};
use serde_json::{Map, Value};

use crate::node::{Node, NodeKind};
use crate::replica::{Heard, How};
use crate::time::Timestamp;

/// One field of one node, as reported.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// Which node.
    pub node: Node,
    /// Which field, in Meta's spelling.
    pub field: String,
    /// What, when and how.
    pub heard: Heard,
}

/// What a reading of `node` says: each field asked for (`null` when Meta left it out), any other
/// field that came with it, and what its health says of the entities inside.
pub fn of_read(
    node: &Node,
    asked: &[&str],
    document: &Map<String, Value>,
    asked_at: Timestamp,
) -> Vec<News> {
    let heard = |value: Value| Heard { value, at: asked_at, how: How::Read };
    let mut news: Vec<News> = asked
        .iter()
        .filter(|name| !document.contains_key(**name))
        .map(|name| News {
            node: node.clone(),
            field: (*name).to_owned(),
            heard: heard(Value::Null),
        })
        .collect();
    for (field, value) in document.iter().filter(|(field, _)| *field != "id") {
        news.push(News { node: node.clone(), field: field.clone(), heard: heard(value.clone()) });
    }
    if let Some(health) = document.get("health_status") {
        let entities = health.get("entities").and_then(Value::as_array);
        // A template's health names account, business and app too; the account's own reading,
        // which comes with it, says the same of them.
        let of_template = node.kind == NodeKind::MessageTemplate;
        for entity in entities.into_iter().flatten() {
            let said = of_entity(entity, &heard);
            news.extend(said.into_iter().filter(|said| !of_template || said.node == *node));
        }
    }
    news
}

/// What a health document says of one entity, as fields of that entity's own node.
fn of_entity(entity: &Value, heard: &impl Fn(Value) -> Heard) -> Vec<News> {
    let text = |key: &str| entity.get(key).and_then(Value::as_str);
    let (Some(kind), Some(id)) = (text("entity_type"), text("id")) else { return Vec::new() };
    let Some(kind) = NodeKind::of_entity(&EntityType::from(kind)) else { return Vec::new() };
    ["can_send_message", "errors", "additional_info"]
        .into_iter()
        .map(|field| News {
            node: Node::new(kind, id),
            field: field.to_owned(),
            heard: heard(entity.get(field).cloned().unwrap_or(Value::Null)),
        })
        .collect()
}

/// What a webhook item means beside being recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meaning {
    /// News that no read could give.
    pub news: Vec<News>,
    /// The same, of numbers that the item names by their digits only.
    pub of_numbers: Vec<NumberNews>,
    /// Nodes to read soon, since the item says that something about them changed.
    pub hints: Vec<Hint>,
}

/// One field of the number with these digits: such items carry no id.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberNews {
    /// The number's digits.
    pub digits: String,
    /// Which field, in Meta's spelling.
    pub field: String,
    /// What, when and how.
    pub heard: Heard,
}

/// A node to read soon.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    /// This node.
    Node(Node),
    /// The number with these digits, since such items carry no id; one that is not known yet is
    /// found by its account.
    Digits {
        /// The number's digits.
        digits: String,
        /// The account that the item names.
        waba: Option<String>,
    },
    /// The username of the number with these digits.
    UsernameOf {
        /// The number's digits.
        digits: String,
    },
    /// This message template, alone: its account may have thousands.
    Template(String),
    /// The account, its business and all its numbers.
    Account(String),
}

/// What a webhook item says. `received_at` stands in where Meta gave no time.
pub fn of_item(item: &Item, received_at: Timestamp) -> Meaning {
    told::of_item(item, item.sent_at.map_or(received_at, Timestamp::from_seconds))
}

/// Meta's code for a message that a token may not send: "permission is either not granted or has been
/// removed" (META 9).
const ACCESS_DENIED: i64 = 131_005;

/// Whether an item makes one doubt what its account's token may do: a message that was not sent for
/// want of a token or a permission (META 9), or word of who shares the account.
pub fn doubts_access(item: &Item) -> bool {
    match &item.news {
        Said::Status(status) => {
            let is_refusal = |code: &i64| matches!(code, 3 | 10 | 190 | 200..=299 | &ACCESS_DENIED);
            status.errors.iter().any(is_refusal)
        }
        Said::AccountUpdate(update) => update.event.as_str().starts_with("PARTNER_"),
        _ => false,
    }
}

/// The digits of a number: Graph prints "+55 11 95555-0142", webhooks "5511955550142".
pub fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}
