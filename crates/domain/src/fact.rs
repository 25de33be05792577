//! Facts into news: what a Graph document or a webhook item says of which node, from when.
//!
//! A read counts from the moment Farol asked. Of a webhook only what no read can give is news
//! (`entry.time` is the time of *sending*, and a late retry would lie); the rest is a hint to read.

use meta::open::EntityType;
use meta::webhook::{AccountUpdate, Item, News as Told};
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
    let kind = match EntityType::from(kind) {
        EntityType::PhoneNumber => NodeKind::PhoneNumber,
        EntityType::Waba => NodeKind::Waba,
        EntityType::Business => NodeKind::Business,
        EntityType::App => NodeKind::App,
        EntityType::MessageTemplate => NodeKind::MessageTemplate,
        EntityType::Other(_) => return Vec::new(),
    };
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
    /// Nodes to read soon, since the item says that something about them changed.
    pub hints: Vec<Hint>,
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
    /// The account, its business and all its numbers.
    Account(String),
}

/// What a webhook item says. `received_at` stands in where Meta gave no time.
pub fn of_item(item: &Item, received_at: Timestamp) -> Meaning {
    let at = item.sent_at.map_or(received_at, Timestamp::from_seconds);
    let account = || item.waba.iter().map(|waba| Hint::Account(waba.to_string()));
    let told = |field: &str, value: &Value| {
        item.waba.as_ref().map(|waba| News {
            node: Node::waba(waba.as_str()),
            field: field.to_owned(),
            heard: Heard { value: value.clone(), at, how: How::Webhook },
        })
    };
    match &item.news {
        Told::Message(_) | Told::Status(_) => Meaning::default(),
        Told::QualityUpdate(update) => {
            Meaning { news: Vec::new(), hints: vec![by_digits(item, &update.display_phone_number)] }
        }
        Told::AccountUpdate(update) => Meaning {
            news: account_news(update).into_iter().filter_map(|(f, v)| told(f, v)).collect(),
            hints: account().collect(),
        },
        Told::BusinessCapabilityUpdate(update) => Meaning {
            news: [
                ("max_phone_numbers_per_waba", update.max_phone_numbers_per_waba),
                ("max_phone_numbers_per_business", update.max_phone_numbers_per_business),
            ]
            .into_iter()
            .filter_map(|(field, max)| told(field, &max?.into()))
            .collect(),
            hints: account().collect(),
        },
        Told::Other { value, .. } => Meaning { news: Vec::new(), hints: other_hints(item, value) },
    }
}

/// The parts of an `account_update` that no read gives.
fn account_news(update: &AccountUpdate) -> Vec<(&'static str, &Value)> {
    ["ban_info", "restriction_info", "violation_info"]
        .into_iter()
        .filter_map(|part| Some((part, update.value.get(part)?)))
        .collect()
}

/// A field that is only recorded still points at what to read: its number, else its account.
fn other_hints(item: &Item, value: &Value) -> Vec<Hint> {
    if item.field == "messages" {
        return Vec::new();
    }
    match value.get("display_phone_number").and_then(Value::as_str) {
        Some(number) => vec![by_digits(item, number)],
        None => item.waba.iter().map(|waba| Hint::Node(Node::waba(waba.as_str()))).collect(),
    }
}

fn by_digits(item: &Item, number: &str) -> Hint {
    Hint::Digits { digits: digits(number), waba: item.waba.as_ref().map(ToString::to_string) }
}

/// The digits of a number: Graph prints "+55 11 95555-0142", webhooks "5511955550142".
pub fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}
