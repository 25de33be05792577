//! What a business sends by control's word, and webhooks that are made up by hand.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::customer;
use super::refusal::{Refusal, text};
use crate::state::State;
use crate::webhooks;
use crate::webhooks::messages;
use crate::webhooks::queue::{Queue, Receiver};
use crate::world::send::{self, Draft, Fate, Message, Sending};
use crate::world::{Kind, Node, World, failure};

const MOST_USERS: u64 = 200_000;

/// A customer writes a text; an unknown one is created.
pub fn customer_writes(
    state: &mut State,
    wa_id: &str,
    to: &str,
    text: &str,
    now_ms: i64,
) -> Result<Value, Refusal> {
    let given = Map::from_iter([("to".to_owned(), json!(to)), ("text".to_owned(), json!(text))]);
    customer::sends(state, wa_id, &given, "", now_ms)
}

/// The keys of a sending.
pub const SEND_KEYS: &[&str] =
    &["from", "to", "users", "skip", "category", "template", "fail_code", "fail_share"];

/// A business sends to people, as fast as Meta lets it; answers what became of each message.
///
/// What Meta refuses at once has no id and no webhook.
pub fn business_sends(
    state: &mut State,
    given: &Map<String, Value>,
    now_ms: i64,
) -> Result<Value, Refusal> {
    let number =
        number(&state.world, text(given, "from")?).map_err(|refusal| refusal.of("from"))?;
    let (category, template_refusal) = category(&state.world, &number, given)?;
    let told = told(given)?;
    let to = recipients(given)?;
    if let Some(code) = send::refusal(&state.world, &number).or(template_refusal) {
        let refused: Vec<Value> = to
            .iter()
            .map(|to| json!({"to": to, "status": "refused", "error": messages::error(code)}))
            .collect();
        return Ok(json!({"from": number.id, "category": category, "messages": refused}));
    }
    let mut sending = Sending::begin(&state.world, &number, now_ms);
    let sent: Vec<Message> = to
        .iter()
        .map(|wa_id| {
            let told = match told {
                Some((code, share)) => state.chance(share).then_some(code),
                None => state.send_fault(),
            };
            let draft = Draft {
                wa_id,
                category: &category,
                template: None,
                callback_data: None,
                is_voice: false,
                told,
            };
            let mut message = sending.send(&mut state.world, &draft);
            message.is_seen_at_once |= state.skips_delivered();
            message
        })
        .collect();
    if webhooks::is_heard(&state.world, &number) {
        let news = messages::statuses(&state.world, &number, &sent, now_ms.div_euclid(1000));
        webhooks::announce(state, news, now_ms);
    }
    sending.end(state);
    let answered: Vec<Value> = sent.iter().map(answer).collect();
    Ok(json!({"from": number.id, "category": category, "messages": answered}))
}

fn answer(message: &Message) -> Value {
    let (status, error) = match message.fate {
        Fate::Read { .. } => ("read", None),
        Fate::Failed(code) => ("failed", Some(messages::error(code))),
    };
    let mut answer = json!({"id": message.wamid, "to": message.wa_id, "status": status});
    if let Some(error) = error {
        answer["error"] = error;
    }
    answer
}

/// The category of a sending, and the code that its template is refused with.
fn category(
    world: &World,
    number: &Node,
    given: &Map<String, Value>,
) -> Result<(String, Option<u32>), Refusal> {
    let said = match given.get("category") {
        None => None,
        Some(_) => Some(text(given, "category")?),
    };
    if !given.contains_key("template") {
        return Ok((said.unwrap_or("marketing").to_owned(), None));
    }
    let wanted = text(given, "template")?;
    let template = world
        .waba_of(number)
        .and_then(|waba| {
            world.templates(waba).find(|one| one.id == wanted || one.text("name") == wanted)
        })
        .ok_or_else(|| Refusal::not_found("template", wanted).of("template"))?;
    let category = template.text("category").to_ascii_lowercase();
    match said {
        Some(said) if said != category => {
            Err(Refusal::bad("category", format!("{wanted} is of the category {category}")))
        }
        Some(_) | None => Ok((category, send::template_refusal(template))),
    }
}

/// The failure that control asks for, and the share of the messages that it strikes.
fn told(given: &Map<String, Value>) -> Result<Option<(u32, f64)>, Refusal> {
    let share = share(given, "fail_share")?;
    let Some(code) = given.get("fail_code") else { return Ok(None) };
    let known = code.as_u64().filter(|code| failure::is_known(*code));
    let code = known.and_then(|code| u32::try_from(code).ok()).ok_or_else(|| {
        Refusal::bad("fail_code", "fail_code must be the code of one of Meta's errors of sending")
    })?;
    Ok(Some((code, share)))
}

/// A share, all of it when it is not given.
pub fn share(given: &Map<String, Value>, key: &str) -> Result<f64, Refusal> {
    match given.get(key) {
        None => Ok(1.0),
        Some(share) => share
            .as_f64()
            .filter(|share| (0.0..=1.0).contains(share))
            .ok_or_else(|| Refusal::bad(key, format!("{key} must be a number from 0 to 1"))),
    }
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
    let receiver = Receiver::new(&state.world.app.id, &to);
    let nth = Queue::add(state, receiver, field.to_owned(), body.clone(), now_ms);
    Ok(json!({"id": webhooks::log::name(nth), "to": to, "field": field, "body": body}))
}

/// The people of `to`, or so many made-up ones: the same ones each time.
fn recipients(given: &Map<String, Value>) -> Result<Vec<String>, Refusal> {
    let skipped = skipped(given)?;
    match (given.get("to"), given.get("users")) {
        (Some(Value::Array(to)), None) => to
            .iter()
            .map(|wa_id| {
                let wa_id = wa_id
                    .as_str()
                    .ok_or_else(|| Refusal::bad("to", "to must be a list of strings"))?;
                check_wa_id("to", wa_id).map(|()| wa_id.to_owned())
            })
            .collect(),
        (Some(_), None) => Err(Refusal::bad("to", "to must be a list of strings")),
        (None, Some(users)) => {
            let count = users
                .as_u64()
                .filter(|count| *count <= MOST_USERS)
                .ok_or_else(|| Refusal::bad("users", "users must be a number up to 200000"))?;
            let people = skipped..skipped + count;
            Ok(people.map(|nth| format!("55119{:08}", 60_000_000 + nth)).collect())
        }
        _ => Err(Refusal::bad("to", "give either to or users")),
    }
}

/// How many of the made-up people are left out, from the first.
fn skipped(given: &Map<String, Value>) -> Result<u64, Refusal> {
    let Some(skip) = given.get("skip") else { return Ok(0) };
    skip.as_u64()
        .filter(|skip| *skip <= MOST_USERS)
        .ok_or_else(|| Refusal::bad("skip", "skip must be a number up to 200000"))
}

pub fn check_wa_id(field: &str, wa_id: &str) -> Result<(), Refusal> {
    let is_number = (5..=20).contains(&wa_id.len()) && wa_id.bytes().all(|b| b.is_ascii_digit());
    if is_number {
        Ok(())
    } else {
        Err(Refusal::bad(field, format!("{wa_id} is not a WhatsApp id: 5 to 20 digits")))
    }
}

pub fn number(world: &World, id: &str) -> Result<Node, Refusal> {
    world.node(Kind::Number, id).cloned().ok_or_else(|| Refusal::not_found("number", id))
}
