//! Coexistence: what the WhatsApp Business app on the phone shares with the Cloud API, as webhooks.
//!
//! Its contacts come at once (`smb_app_state_sync`), its chats of the last 180 days in three phases,
//! each in chunks that arrive out of order (`history`), and what somebody writes on the phone as an
//! echo (`smb_message_echoes`). An owner who shares no history is told of by error 2593109. Contacts
//! and chats are made up from the people of the world.

use serde_json::{Map, Value, json};

use super::News;
use crate::world::{Node, World, mint};

const DAY_S: i64 = 86_400;
/// The days before the request that each phase of a history goes back from.
const PHASES: [i64; 3] = [1, 30, 120];
/// The order in which the two chunks of a phase are sent: the second comes first.
const CHUNKS: [usize; 2] = [1, 0];

const HELLO: [(&str, &str); 3] = [
    ("Bom dia! Vocês abrem hoje?", "Bom dia! Sim, até as 19h."),
    ("Qual o prazo de entrega?", "Cinco dias úteis."),
    ("Ainda têm a mesa de ipê?", "Temos, sim. Quer que eu separe uma?"),
];

/// What Meta sends after the app asked for this sync.
pub fn of(world: &mut World, number: &Node, what: &str, now_s: i64) -> Vec<News> {
    match what {
        "history" if number.registration.keeps_history => declined(number).into_iter().collect(),
        "history" => history(world, number, now_s),
        _ => contacts(world, number, now_s).into_iter().collect(),
    }
}

/// Every person of the world is in the phone's contacts.
fn contacts(world: &World, number: &Node, now_s: i64) -> Option<News> {
    let all = world.users.iter().map(|(wa_id, user)| {
        let first = user.name.split(' ').next().unwrap_or_default();
        state_of(&user.name, first, wa_id, "add", now_s)
    });
    let value = json!({"state_sync": all.collect::<Vec<_>>()});
    news(number, "smb_app_state_sync", value)
}

/// A contact that was added on the phone, or removed there.
pub fn contact(number: &Node, given: &Map<String, Value>, now_s: i64) -> Option<News> {
    let text = |key: &str| given.get(key).and_then(Value::as_str);
    let phone = text("phone_number").unwrap_or_default();
    let full = text("full_name").unwrap_or(phone);
    let first = text("first_name").unwrap_or_else(|| full.split(' ').next().unwrap_or(full));
    let state = state_of(full, first, phone, text("action").unwrap_or("add"), now_s);
    news(number, "smb_app_state_sync", json!({"state_sync": [state]}))
}

fn state_of(full: &str, first: &str, phone: &str, action: &str, now_s: i64) -> Value {
    let mut contact = json!({"phone_number": phone});
    if action != "remove" {
        contact["full_name"] = json!(full);
        contact["first_name"] = json!(first);
    }
    json!({
        "type": "contact",
        "contact": contact,
        "action": action,
        "metadata": {"timestamp": now_s.to_string()},
    })
}

/// Two chunks a phase; progress counts what was made, not what arrived.
fn history(world: &mut World, number: &Node, now_s: i64) -> Vec<News> {
    let people: Vec<String> = world.users.keys().cloned().collect();
    let half = people.len().div_ceil(CHUNKS.len());
    let steps = PHASES.len() * CHUNKS.len();
    let mut told = Vec::new();
    for (phase, days) in PHASES.into_iter().enumerate() {
        for chunk in CHUNKS {
            let threads: Vec<Value> = people
                .iter()
                .skip(chunk * half)
                .take(half)
                .map(|wa_id| thread(world, number, wa_id, phase, now_s - days * DAY_S))
                .collect();
            let progress = (phase * CHUNKS.len() + chunk + 1) * 100 / steps;
            let metadata = json!({"phase": phase, "chunk_order": chunk + 1, "progress": progress});
            let value = json!({"history": [{"metadata": metadata, "threads": threads}]});
            told.extend(news(number, "history", value));
        }
    }
    told
}

/// What one person asked, and the answer.
fn thread(world: &mut World, number: &Node, wa_id: &str, phase: usize, at_s: i64) -> Value {
    let (asked, answered) = HELLO[phase % HELLO.len()];
    let own = number.phone_digits();
    let mut message = |from: &str, to: Option<&str>, at_s: i64, body: &str, status: &str| {
        let nth = world.next_mint();
        let mut message = json!({
            "from": from,
            "id": mint::wamid(world.seed, nth),
            "timestamp": at_s.to_string(),
            "type": "text",
            "text": {"body": body},
            "history_context": {"status": status},
        });
        if let Some(to) = to {
            message["to"] = json!(to);
        }
        message
    };
    let question = message(wa_id, None, at_s, asked, "READ");
    let answer = message(&own, Some(wa_id), at_s + 60, answered, "DELIVERED");
    json!({"id": wa_id, "messages": [question, answer]})
}

/// The owner chose not to share it. The words are an assumption, Meta publishes the code alone.
fn declined(number: &Node) -> Option<News> {
    let error = json!({
        "code": 2_593_109,
        "title": "History sync is turned off by the business from the WhatsApp Business App",
        "message": "History sync is turned off by the business from the WhatsApp Business App",
        "error_data": {
            "details": "History sharing is turned off by the business",
        },
    });
    news(number, "history", json!({"history": [{"errors": [error]}]}))
}

/// Somebody writes to a customer on the phone. It is free, opens no window and counts for no limit.
pub fn echo(
    world: &mut World,
    number: &Node,
    given: &Map<String, Value>,
    now_s: i64,
) -> Option<News> {
    let nth = world.next_mint();
    let text = |key: &str| given.get(key).and_then(Value::as_str).unwrap_or_default();
    let echo = json!({
        "from": number.phone_digits(),
        "to": text("to"),
        "id": mint::wamid(world.seed, nth),
        "timestamp": now_s.to_string(),
        "type": "text",
        "text": {"body": text("text")},
    });
    news(number, "smb_message_echoes", json!({"message_echoes": [echo]}))
}

fn news(number: &Node, field: &'static str, mut value: Value) -> Option<News> {
    value["messaging_product"] = json!("whatsapp");
    value["metadata"] = json!({
        "display_phone_number": number.phone_digits(),
        "phone_number_id": number.id,
    });
    let waba = number.parent.clone()?;
    Some(News { waba, number: Some(number.id.clone()), field, value })
}
