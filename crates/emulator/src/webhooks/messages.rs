//! The values of the `messages` field: what a customer wrote, and how a send fared.

use serde_json::{Value, json};

use super::News;
use crate::world::{Node, World, mint};

/// A send, as its three statuses describe it.
pub struct Send {
    pub wa_id: String,
    pub wamid: String,
    pub is_in_window: bool,
}

/// A customer's text.
pub fn incoming(
    world: &mut World,
    number: &Node,
    wa_id: &str,
    text: &str,
    now_s: i64,
) -> Option<(News, String)> {
    let nth = world.next_mint();
    let wamid = mint::wamid(world.seed, nth);
    let contact = contact(world, number, wa_id);
    let message = json!({
        "from": wa_id,
        "from_user_id": contact["user_id"],
        "id": wamid,
        "timestamp": now_s.to_string(),
        "type": "text",
        "text": {"body": text},
    });
    let news = news(number, json!({"contacts": [contact], "messages": [message]}))?;
    Some((news, wamid))
}

/// One status of many sends, as one webhook.
pub fn status(
    world: &World,
    number: &Node,
    sends: &[Send],
    status: &str,
    category: &str,
    now_s: i64,
) -> Option<News> {
    let contacts: Vec<Value> =
        sends.iter().map(|send| contact(world, number, &send.wa_id)).collect();
    let statuses: Vec<Value> = sends
        .iter()
        .zip(&contacts)
        .map(|(send, contact)| {
            let mut one = json!({
                "id": send.wamid,
                "status": status,
                "timestamp": now_s.to_string(),
                "recipient_id": send.wa_id,
                "recipient_user_id": contact["user_id"],
            });
            // Meta prices `sent` and one of the two that may follow.
            if status != "read" {
                one["pricing"] = pricing(category, send.is_in_window);
            }
            one
        })
        .collect();
    news(number, json!({"contacts": contacts, "statuses": statuses}))
}

/// Inside a service window only marketing and authentication are billed.
fn pricing(category: &str, is_in_window: bool) -> Value {
    let is_free = is_in_window && matches!(category, "utility" | "service");
    let kind = if is_free { "free_customer_service" } else { "regular" };
    json!({"billable": !is_free, "pricing_model": "PMP", "type": kind, "category": category})
}

fn contact(world: &World, number: &Node, wa_id: &str) -> Value {
    let business = world.business_of(number).map_or("", |node| &node.id);
    let name = world.users.get(wa_id).map_or(wa_id, |user| &user.name);
    json!({
        "profile": {"name": name},
        "wa_id": wa_id,
        "user_id": world.user_id(business, wa_id),
    })
}

fn news(number: &Node, mut value: Value) -> Option<News> {
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
