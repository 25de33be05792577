//! Messages of the simulated people: what a customer writes, and what a business sends.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::refusal::{Refusal, text};
use crate::state::State;
use crate::webhooks;
use crate::webhooks::messages::{self, Send};
use crate::world::{Kind, Node, User, World, mint};

const WINDOW_MS: i64 = 24 * 3_600_000;
const MOST_USERS: u64 = 200_000;

/// More sends than this share a webhook, as Meta batches busy numbers.
const BATCH: usize = 100;

/// A customer writes a text; an unknown one is created.
pub fn customer_writes(
    state: &mut State,
    wa_id: &str,
    to: &str,
    text: &str,
    now_ms: i64,
) -> Result<Value, Refusal> {
    check_wa_id("wa_id", wa_id)?;
    let number = number(&state.world, to)?;
    meet(&mut state.world, wa_id);
    if let Some(user) = state.world.users.get_mut(wa_id) {
        user.wrote_at_ms.insert(number.id.clone(), now_ms);
    }
    let now_s = now_ms.div_euclid(1000);
    let mut answer = json!({"wa_id": wa_id, "name": state.world.users[wa_id].name});
    if let Some((news, wamid)) = messages::incoming(&mut state.world, &number, wa_id, text, now_s) {
        answer["user_id"] = news.value["contacts"][0]["user_id"].clone();
        answer["message_id"] = json!(wamid);
        webhooks::announce(state, vec![news], now_ms);
    }
    Ok(answer)
}

/// A business sends to people; each send is told as sent, delivered and read.
pub fn business_sends(
    state: &mut State,
    given: &Map<String, Value>,
    now_ms: i64,
) -> Result<Value, Refusal> {
    let number = number(&state.world, text(given, "from")?)?;
    let category = match given.get("category") {
        None => "marketing",
        Some(_) => text(given, "category")?,
    };
    let sends: Vec<Send> = recipients(&mut state.world, given)?
        .into_iter()
        .map(|wa_id| send(&mut state.world, &number, wa_id, now_ms))
        .collect();
    let now_s = now_ms.div_euclid(1000);
    for batch in sends.chunks(if sends.len() > BATCH { BATCH } else { 1 }) {
        for status in ["sent", "delivered", "read"] {
            let news = messages::status(&state.world, &number, batch, status, category, now_s);
            webhooks::announce(state, news.into_iter().collect(), now_ms);
        }
    }
    let sent: Vec<Value> =
        sends.iter().map(|send| json!({"id": send.wamid, "to": send.wa_id})).collect();
    Ok(json!({"from": number.id, "category": category, "messages": sent}))
}

/// Sends any field with any value to the app's callback, whoever subscribed to what. The value is
/// passed on as the caller wrote it.
pub fn raw_webhook(state: &mut State, body: &[u8], now_ms: i64) -> Result<Value, Refusal> {
    let given = super::refusal::object(body, &["field", "value", "waba"])?;
    let field = text(&given, "field")?;
    let mut raw: BTreeMap<String, Box<serde_json::value::RawValue>> =
        serde_json::from_slice(body).map_err(|error| Refusal::bad("body", error.to_string()))?;
    let value = raw.remove("value").ok_or_else(|| Refusal::bad("value", "value is missing"))?;
    let first_waba = state.world.wabas().next().map(|waba| waba.id.clone());
    let waba = match given.get("waba") {
        Some(_) => text(&given, "waba")?.to_owned(),
        None => first_waba.unwrap_or_default(),
    };
    let callback = state.world.subscription().ok_or_else(|| {
        Refusal::bad("callback_url", "the app has no callback, so there is nowhere to send")
    })?;
    let to = callback.callback.url.clone();
    let body = webhooks::body(&waba, field, value.get(), now_ms);
    let nth =
        webhooks::queue::Queue::add(state, to.clone(), field.to_owned(), body.clone(), now_ms);
    Ok(json!({"id": webhooks::log::name(nth), "to": to, "field": field, "body": body}))
}

fn send(world: &mut World, number: &Node, wa_id: String, now_ms: i64) -> Send {
    let nth = world.next_mint();
    let wrote_at = |user: &User| user.wrote_at_ms.get(&number.id).copied();
    let is_in_window = world
        .users
        .get(&wa_id)
        .and_then(wrote_at)
        .is_some_and(|wrote_ms| now_ms < wrote_ms + WINDOW_MS);
    Send { wamid: mint::wamid(world.seed, nth), wa_id, is_in_window }
}

/// The people of `to`, or so many made-up ones: the same ones each time.
fn recipients(world: &mut World, given: &Map<String, Value>) -> Result<Vec<String>, Refusal> {
    let wa_ids: Vec<String> = match (given.get("to"), given.get("users")) {
        (Some(Value::Array(to)), None) => to
            .iter()
            .map(|wa_id| {
                let wa_id = wa_id
                    .as_str()
                    .ok_or_else(|| Refusal::bad("to", "to must be a list of strings"))?;
                check_wa_id("to", wa_id).map(|()| wa_id.to_owned())
            })
            .collect::<Result<_, Refusal>>()?,
        (Some(_), None) => return Err(Refusal::bad("to", "to must be a list of strings")),
        (None, Some(users)) => {
            let count = users
                .as_u64()
                .filter(|count| *count <= MOST_USERS)
                .ok_or_else(|| Refusal::bad("users", "users must be a number up to 200000"))?;
            (0..count).map(|nth| format!("55119{:08}", 60_000_000 + nth)).collect()
        }
        _ => return Err(Refusal::bad("to", "give either to or users")),
    };
    for wa_id in &wa_ids {
        meet(world, wa_id);
    }
    Ok(wa_ids)
}

fn meet(world: &mut World, wa_id: &str) {
    world.users.entry(wa_id.to_owned()).or_insert_with(|| {
        let tail = wa_id.len().saturating_sub(4);
        User { name: format!("Cliente {}", &wa_id[tail..]), wrote_at_ms: BTreeMap::new() }
    });
}

fn check_wa_id(field: &str, wa_id: &str) -> Result<(), Refusal> {
    let is_number = (5..=20).contains(&wa_id.len()) && wa_id.bytes().all(|b| b.is_ascii_digit());
    if is_number {
        Ok(())
    } else {
        Err(Refusal::bad(field, format!("{wa_id} is not a WhatsApp id: 5 to 20 digits")))
    }
}

fn number(world: &World, id: &str) -> Result<Node, Refusal> {
    world.node(Kind::Number, id).cloned().ok_or_else(|| Refusal::not_found("number", id))
}
