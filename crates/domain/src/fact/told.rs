//! What each webhook field means: news that no read can give, and what to read because of it.
//!
//! A webhook's own words on a name, a template or an alert are kept under the webhook field's name,
//! so that the newest ones replace all of the older.

use meta::open::{SecurityEvent, TemplateEvent};
use meta::webhook::{
    AccountAlert, AccountUpdate, BusinessCapabilityUpdate, Item, NameUpdate, News as Told,
    TemplateStatusUpdate,
};
use serde_json::{Value, json};

use super::{Hint, Meaning, News, NumberNews, digits};
use crate::node::{Node, NodeKind};
use crate::pin;
use crate::replica::{Heard, How};
use crate::time::Timestamp;

/// The field of a number, of a name's review as Meta told it.
const NAME: &str = "phone_number_name_update";
/// The webhook on what was done to a number's PIN in Business Suite.
const SECURITY: &str = "security";
/// The field of a template, of what Meta told beside its status.
const TEMPLATE: &str = "message_template_status_update";
/// The field of a business, an account or a number, of the last alert.
const ALERT: &str = "account_alerts";

pub(super) fn of_item(item: &Item, at: Timestamp) -> Meaning {
    match &item.news {
        // Messages and preferences are counted, not joined.
        Told::Message(_) | Told::Status(_) | Told::Preference(_) => Meaning::default(),
        Told::QualityUpdate(update) => only(vec![by_digits(item, &update.display_phone_number)]),
        Told::AccountUpdate(update) => account_update(item, update, at),
        Told::BusinessCapabilityUpdate(update) => capability(item, update, at),
        Told::NameUpdate(update) => name(item, update, at),
        Told::TemplateStatus(update) => template(update, at),
        Told::TemplateQuality(update) => only(vec![Hint::Template(update.template.to_string())]),
        // The account's own node says what became of the review.
        Told::AccountReview(_) => only(account(item)),
        Told::AccountAlert(update) => alert(item, update, at),
        Told::Other { value, .. } if item.field == SECURITY => security(item, value, at),
        Told::Other { value, .. } => only(other_hints(item, value)),
    }
}

fn only(hints: Vec<Hint>) -> Meaning {
    Meaning { hints, ..Meaning::default() }
}

fn account(item: &Item) -> Vec<Hint> {
    item.waba.iter().map(|waba| Hint::Account(waba.to_string())).collect()
}

fn heard(value: Value, at: Timestamp) -> Heard {
    Heard { value, at, how: How::Webhook }
}

/// A field of the item's own account.
fn of_account(item: &Item, field: &str, value: Value, at: Timestamp) -> Option<News> {
    let node = Node::waba(item.waba.as_ref()?.as_str());
    Some(News { node, field: field.to_owned(), heard: heard(value, at) })
}

/// The parts of an `account_update` that no read gives.
fn account_update(item: &Item, update: &AccountUpdate, at: Timestamp) -> Meaning {
    let parts = ["ban_info", "restriction_info", "violation_info"].into_iter();
    let news = parts.filter_map(|part| {
        let value = update.value.get(part)?.clone();
        of_account(item, part, value, at)
    });
    Meaning { news: news.collect(), hints: account(item), ..Meaning::default() }
}

/// The limit itself is read; how many numbers are allowed is not.
fn capability(item: &Item, update: &BusinessCapabilityUpdate, at: Timestamp) -> Meaning {
    let most = [
        ("max_phone_numbers_per_waba", update.max_phone_numbers_per_waba),
        ("max_phone_numbers_per_business", update.max_phone_numbers_per_business),
    ];
    let news = most.into_iter().filter_map(|(field, most)| {
        let most = most?;
        of_account(item, field, most.into(), at)
    });
    Meaning { news: news.collect(), hints: account(item), ..Meaning::default() }
}

/// A decision on a name; why it was rejected is said nowhere else.
fn name(item: &Item, update: &NameUpdate, at: Timestamp) -> Meaning {
    let value = json!({
        "decision": update.decision,
        "requested_verified_name": update.requested_verified_name,
        "rejection_reason": update.rejection_reason,
    });
    let news = NumberNews {
        digits: digits(&update.display_phone_number),
        field: NAME.to_owned(),
        heard: heard(value, at),
    };
    Meaning {
        of_numbers: vec![news],
        hints: vec![by_digits(item, &update.display_phone_number)],
        ..Meaning::default()
    }
}

/// What was done to a number's PIN in Business Suite: no read tells it. Who asked for it is the id of
/// a person, which nobody here needs.
fn security(item: &Item, value: &Value, at: Timestamp) -> Meaning {
    let text = |part: &str| value.get(part).and_then(Value::as_str);
    let (Some(number), Some(event)) = (text("display_phone_number"), text("event")) else {
        return only(other_hints(item, value));
    };
    let news = NumberNews {
        digits: digits(number),
        field: pin::field_of(&SecurityEvent::from(event)).to_owned(),
        heard: heard(json!({ "event": event }), at),
    };
    Meaning { of_numbers: vec![news], hints: vec![by_digits(item, number)], ..Meaning::default() }
}

/// Which pause, until when, why and what to do: a read gives the status alone.
fn template(update: &TemplateStatusUpdate, at: Timestamp) -> Meaning {
    let id = update.template.to_string();
    let has = |part: &str| update.told.get(part).is_some_and(|part| !part.is_null());
    let says_more = ["other_info", "disable_info", "rejection_info"].into_iter().any(has)
        || is_no_status(&update.event);
    let news = says_more.then(|| News {
        node: Node::new(NodeKind::MessageTemplate, id.clone()),
        field: TEMPLATE.to_owned(),
        heard: heard(update.told.clone(), at),
    });
    Meaning {
        news: news.into_iter().collect(),
        hints: vec![Hint::Template(id)],
        ..Meaning::default()
    }
}

/// Events that name no status of their own (META 9): after them a read shows some other one.
fn is_no_status(event: &TemplateEvent) -> bool {
    match event {
        TemplateEvent::Unarchived
        | TemplateEvent::Flagged
        | TemplateEvent::Locked
        | TemplateEvent::Reinstated => true,
        // Of an event of tomorrow nobody knows whether a read shows it.
        TemplateEvent::Other(_) => true,
        TemplateEvent::Approved
        | TemplateEvent::Archived
        | TemplateEvent::Deleted
        | TemplateEvent::Disabled
        | TemplateEvent::InAppeal
        | TemplateEvent::LimitExceeded
        | TemplateEvent::Paused
        | TemplateEvent::Pending
        | TemplateEvent::PendingDeletion
        | TemplateEvent::Rejected => false,
    }
}

/// An alert stands on what it is about, as far as it says; else on the account.
fn alert(item: &Item, update: &AccountAlert, at: Timestamp) -> Meaning {
    let kind = match update.entity_type.as_deref() {
        Some("BUSINESS") => Some(NodeKind::Business),
        Some("PHONE_NUMBER") => Some(NodeKind::PhoneNumber),
        Some(_) | None => None,
    };
    let about = kind.zip(update.entity_id.as_ref()).map(|(kind, id)| Node::new(kind, id.as_str()));
    let own = || item.waba.as_ref().map(|waba| Node::waba(waba.as_str()));
    let mut value = update.alert.clone();
    if let (Some(kind), Some(id)) = (&update.entity_type, &update.entity_id) {
        value["entity_type"] = json!(kind);
        value["entity_id"] = json!(id);
    }
    let node = about.clone().or_else(own);
    let news = node.map(|node| News { node, field: ALERT.to_owned(), heard: heard(value, at) });
    let hints = about.into_iter().chain(own()).map(Hint::Node).collect();
    Meaning { news: news.into_iter().collect(), hints, ..Meaning::default() }
}

/// A field that is only recorded still points at what to read: its number, its template, else its
/// account.
fn other_hints(item: &Item, value: &Value) -> Vec<Hint> {
    // Traffic, and people: nothing of theirs can be read.
    if ["messages", "user_preferences"].contains(&item.field.as_str()) {
        return Vec::new();
    }
    let template = value.get("message_template_id").and_then(Value::as_u64);
    match (value.get("display_phone_number").and_then(Value::as_str), template) {
        // Its own edge says how the name stands.
        (Some(number), _) if item.field == "business_username_update" => {
            vec![Hint::UsernameOf { digits: digits(number) }]
        }
        (Some(number), _) => vec![by_digits(item, number)],
        (None, Some(template)) => vec![Hint::Template(template.to_string())],
        (None, None) => {
            item.waba.iter().map(|waba| Hint::Node(Node::waba(waba.as_str()))).collect()
        }
    }
}

fn by_digits(item: &Item, number: &str) -> Hint {
    Hint::Digits { digits: digits(number), waba: item.waba.as_ref().map(ToString::to_string) }
}
