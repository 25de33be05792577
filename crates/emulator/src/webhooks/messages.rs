//! The values of the `messages` field: what a customer wrote, and how a send fared.

use serde_json::{Map, Value, json};

use super::News;
use crate::world::send::{Fate, Message};
use crate::world::{Node, World, entry_point, failure, mint};

/// More sends than this share a webhook, as Meta batches busy numbers.
const BATCH: usize = 100;

const HELP: &str = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";

/// What a customer sent: `message` has its type, the object of that name, and its context. A change of
/// the person's own number comes without `contacts`.
pub fn incoming(
    world: &mut World,
    number: &Node,
    wa_id: &str,
    message: &Map<String, Value>,
    now_s: i64,
) -> Option<(News, String)> {
    let nth = world.next_mint();
    let wamid = mint::wamid(world.seed, nth);
    let contact = contact(world, number, wa_id);
    let mut told = json!({
        "from": wa_id,
        "from_user_id": contact["user_id"],
        "id": wamid,
        "timestamp": now_s.to_string(),
    });
    for (key, value) in message {
        told[key] = value.clone();
    }
    let value = match told["type"].as_str() {
        Some("system") => json!({"messages": [told]}),
        _ => json!({"contacts": [contact], "messages": [told]}),
    };
    Some((news(number, value)?, wamid))
}

/// How messages of a number fared, in the order in which Meta tells it: sent, delivered, read and (of a
/// voice message) played, or failed. Who has the chat open reads at once, and Meta then tells no
/// `delivered` (META 7.1). Each message has webhooks of its own, unless there are many.
pub fn statuses(world: &World, number: &Node, messages: &[Message], now_s: i64) -> Vec<News> {
    let batch = if messages.len() > BATCH { BATCH } else { 1 };
    messages
        .chunks(batch)
        .flat_map(|batch| {
            ["sent", "delivered", "read", "played", "failed"]
                .into_iter()
                .filter_map(|status| one_status(world, number, batch, status, now_s))
        })
        .collect()
}

/// One status of those messages that have it, as one webhook.
fn one_status(
    world: &World,
    number: &Node,
    messages: &[Message],
    status: &str,
    now_s: i64,
) -> Option<News> {
    let (mut contacts, mut statuses) = (Vec::new(), Vec::new());
    for message in messages {
        let contact = contact(world, number, &message.wa_id);
        let mut one = json!({
            "id": message.wamid,
            "status": status,
            "timestamp": now_s.to_string(),
            "recipient_id": message.wa_id,
            "recipient_user_id": contact["user_id"],
        });
        match (message.fate, status) {
            (Fate::Failed(code), "failed") => one["errors"] = json!([error(code)]),
            (Fate::Read { .. }, "delivered") if message.is_seen_at_once => continue,
            (Fate::Read { .. }, "played") if message.is_voice => {}
            (Fate::Read { is_in_window }, "sent" | "delivered" | "read") => {
                // Meta prices `sent` and one of the two that may follow.
                if status != "read" || message.is_seen_at_once {
                    one["pricing"] = pricing(message, is_in_window);
                }
            }
            (Fate::Failed(_) | Fate::Read { .. }, _) => continue,
        }
        if let (Some(conversation), "sent" | "delivered" | "read") = (&message.conversation, status)
        {
            one["conversation"] = json!({
                "id": conversation.id,
                "origin": {"type": message.priced_category()},
            });
            if status == "sent" {
                one["conversation"]["expiration_timestamp"] =
                    json!(conversation.ends_s.to_string());
            }
        }
        if let Some(data) = &message.callback_data {
            one["biz_opaque_callback_data"] = json!(data);
        }
        statuses.push(one);
        // Meta's page has them with what was sent, delivered and read; clients read them of a failed
        // one too, so that they must be there.
        contacts.push(contact);
    }
    let value = json!({"statuses": statuses, "contacts": contacts});
    news(number, value).filter(|_| !statuses.is_empty())
}

/// A value as versions from v24 on have it: without conversations, but for those that began from an
/// advertisement.
pub fn from_v24(value: &Value) -> Value {
    let mut value = value.clone();
    for status in value.get_mut("statuses").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(status) = status.as_object_mut() {
            let is_free_entry = status
                .get("conversation")
                .is_some_and(|told| told["origin"]["type"] == entry_point::CATEGORY);
            if !is_free_entry {
                status.remove("conversation");
            }
        }
    }
    value
}

/// A failure as a status tells it.
pub fn error(code: u32) -> Value {
    let failure = failure::of(code);
    json!({
        "code": code,
        "title": failure.title,
        "message": failure.title,
        "error_data": {"details": failure.details},
        "href": HELP,
    })
}

fn pricing(message: &Message, is_in_window: bool) -> Value {
    let (kind, category) = (message.price(is_in_window), message.priced_category());
    let is_billed = kind == "regular";
    json!({"billable": is_billed, "pricing_model": "PMP", "type": kind, "category": category})
}

/// A person stops marketing messages, or takes them again.
pub fn preference(
    world: &World,
    number: &Node,
    wa_id: &str,
    wish: &str,
    now_s: i64,
) -> Option<News> {
    let contact = contact(world, number, wa_id);
    let told = json!({
        "wa_id": wa_id,
        "user_id": contact["user_id"],
        "detail": format!("User requested to {wish} marketing messages"),
        "category": "marketing_messages",
        "value": wish,
        "timestamp": now_s,
    });
    let news = news(number, json!({"contacts": [contact], "user_preferences": [told]}))?;
    // It follows no override.
    Some(News { number: None, field: "user_preferences", ..news })
}

/// A person, as the lists beside name it.
pub fn contact(world: &World, number: &Node, wa_id: &str) -> Value {
    let business = world.business_of(number).map_or("", |node| &node.id);
    let name = world.users.get(wa_id).map_or(wa_id, |user| &user.name);
    json!({
        "profile": {"name": name},
        "wa_id": wa_id,
        "user_id": world.user_id(business, wa_id),
    })
}

/// A value of a number, as the field `messages` has it.
pub fn news(number: &Node, mut value: Value) -> Option<News> {
    value["messaging_product"] = json!("whatsapp");
    value["metadata"] = json!({
        "display_phone_number": number.phone_digits(),
        "phone_number_id": number.id,
    });
    Some(News {
        waba: number.parent.clone()?,
        number: Some(number.id.clone()),
        field: "messages",
        value,
    })
}
