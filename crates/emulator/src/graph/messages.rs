//! `POST /{phone}/messages`: one message to one person, checked in the order that Meta is known to
//! check, accepted, and told of by webhook.
//!
//! What each type needs is in `content`, `interactive` and `template_message`. That a message without
//! a `+` gets the country of its sender is Meta's rule; digits that begin with that country are taken
//! as they are.

use serde_json::{Map, Value, json};

use super::Step;
use super::auth::Caller;
use super::call::Call;
use super::content::{self, Place};
use super::error::GraphError;
use super::template_message;
use crate::state::State;
use crate::webhooks::{self, messages};
use crate::world::chat::Line;
use crate::world::pacing::{self, Held};
use crate::world::restriction;
use crate::world::send::{self, Draft, Fate, Sending};
use crate::world::token::MESSAGING;
use crate::world::{Kind, Node, World, failure, mint};

/// Which of Meta's two edges a message came by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// `/messages`
    Cloud,
    /// `/marketing_messages`: marketing templates alone.
    Marketing,
}

/// Takes a message for sending, or a sign that one was read.
pub fn send(
    world: &World,
    number: &Node,
    caller: &Caller<'_>,
    call: &Call,
    api: Api,
) -> Result<Step, GraphError> {
    let waba = number.parent.as_deref().unwrap_or_default();
    let may_send = matches!(caller, Caller::User(token) if world.reaches(token, MESSAGING, waba));
    if !may_send {
        let words = "(#10) Application does not have permission for this action";
        return Err(GraphError::new(403, 10, words));
    }
    let (id, body) = (number.id.clone(), body(call));
    Ok(Step::act(move |state, now_ms| accept(state, &id, &body, api, now_ms)))
}

/// The body with its objects, also where a form carried them as text. A number is a text, too: Graph
/// takes a parameter for what it is to be.
pub fn body(call: &Call) -> Map<String, Value> {
    let read = |text: &str| match serde_json::from_str(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => value,
        _ => json!(text),
    };
    call.parameters
        .iter()
        .map(|(key, text)| match call.json.get(key) {
            Some(Value::Number(number)) => (key.clone(), json!(number.to_string())),
            Some(value) => (key.clone(), value.clone()),
            None => (key.clone(), read(text)),
        })
        .collect()
}

fn accept(
    state: &mut State,
    id: &str,
    body: &Map<String, Value>,
    api: Api,
    now_ms: i64,
) -> Result<Value, GraphError> {
    let unknown = || GraphError::unknown_node("post", id);
    let number = state.world.node(Kind::Number, id).cloned().ok_or_else(unknown)?;
    send::refusal(&state.world, &number).map_or(Ok(()), |code| Err(refused(code)))?;
    if number.clocks.maintenance_until_ms.is_some_and(|until_ms| now_ms < until_ms) {
        return Err(refused(131_057));
    }
    match text(body, "messaging_product") {
        "whatsapp" => {}
        "" => {
            let words = "The parameter messaging_product is required.";
            return Err(GraphError::bad_parameter(words));
        }
        _ => {
            let words = "Param messaging_product must be one of {WHATSAPP}";
            return Err(GraphError::bad_parameter(words));
        }
    }
    if body.contains_key("status") && api == Api::Cloud {
        return read_receipt(state, body);
    }
    let to = recipient(&state.world, &number, body)?;
    let is_in_window =
        state.world.users.get(&to.wa_id).is_some_and(|user| user.has_open_window(id, now_ms));
    let waba = state.world.waba_of(&number);
    if waba.is_some_and(|waba| restriction::stops(waba, is_in_window)) {
        return Err(refused(368));
    }
    let content = content(Place { world: &state.world, number: &number, now_ms }, body, &to, api)?;
    state.pace.take(&number, &to.wa_id, now_ms).map_err(refused)?;
    if let Some(template) = content.template.clone()
        && pacing::holds(&mut state.world, &template)
    {
        return Ok(hold(state, &number, &to, content, body, now_ms));
    }
    let is_marketing = content.category.starts_with("marketing") && !is_in_window;
    let is_capped = is_marketing && state.world.cap.is_reached(&to.wa_id, now_ms);
    let told = content.told.or_else(|| state.send_fault()).or(is_capped.then_some(131_049));
    let draft = Draft {
        wa_id: &to.wa_id,
        category: &content.category,
        template: content.template.as_deref(),
        callback_data: body.get("biz_opaque_callback_data").and_then(Value::as_str),
        is_voice: body.get("audio").is_some_and(|audio| audio["voice"] == true),
        told,
    };
    let mut sending = Sending::begin(&state.world, &number, now_ms);
    let mut message = sending.send(&mut state.world, &draft);
    message.is_seen_at_once |= state.skips_delivered();
    if is_marketing && matches!(message.fate, Fate::Read { .. }) {
        state.world.cap.count(&to.wa_id, now_ms);
    }
    let wamid = message.wamid.clone();
    keep(state, &number, (&to.wa_id, &wamid, message.last_status()), body, now_ms);
    let news = messages::statuses(&state.world, &number, &[message], now_ms.div_euclid(1000));
    webhooks::announce(state, news, now_ms);
    sending.end(state);
    Ok(accepted(&to, &wamid, content.template.is_some().then_some("accepted")))
}

/// Holds a template message until its template is judged.
fn hold(
    state: &mut State,
    number: &Node,
    to: &Recipient,
    content: Content,
    body: &Map<String, Value>,
    now_ms: i64,
) -> Value {
    let nth = state.world.next_mint();
    let wamid = mint::wamid(state.world.seed, nth);
    let data = body.get("biz_opaque_callback_data").and_then(Value::as_str);
    let held = Held {
        wamid: wamid.clone(),
        number: number.id.clone(),
        wa_id: to.wa_id.clone(),
        category: content.category,
        callback_data: data.map(str::to_owned),
    };
    pacing::hold(&mut state.world, &content.template.unwrap_or_default(), held, now_ms);
    keep(state, number, (&to.wa_id, &wamid, "held"), body, now_ms);
    accepted(to, &wamid, Some("held_for_quality_assessment"))
}

/// Keeps a message for the chat: to whom it went, its id, and what became of it.
fn keep(
    state: &mut State,
    number: &Node,
    (wa_id, wamid, status): (&str, &str, &str),
    body: &Map<String, Value>,
    now_ms: i64,
) {
    let kind = kind(body);
    let mut kept = json!({"type": kind, kind: body.get(kind)});
    if let Some(context) = body.get("context") {
        kept["context"] = context.clone();
    }
    state.world.chat.add(Line {
        wamid: wamid.to_owned(),
        number: number.id.clone(),
        wa_id: wa_id.to_owned(),
        is_incoming: false,
        at_s: now_ms.div_euclid(1000),
        message: kept,
        status: status.to_owned(),
    });
}

/// A sign that a message was read, with or without one that an answer is being written.
fn read_receipt(state: &mut State, body: &Map<String, Value>) -> Result<Value, GraphError> {
    if text(body, "status") != "read" {
        return Err(invalid("status must be read."));
    }
    let wamid = text(body, "message_id");
    if wamid.is_empty() {
        return Err(missing("message_id"));
    }
    if !state.world.chat.may_have(wamid) {
        return Err(invalid("message_id is not the id of a message that was received."));
    }
    let indicator = body.get("typing_indicator");
    if indicator.is_some_and(|indicator| indicator["type"] != "text") {
        return Err(invalid("typing_indicator.type must be text."));
    }
    state.world.chat.read(wamid);
    Ok(json!({"success": true}))
}

/// A 200 means no more than this. Of templates it says whether they are held.
fn accepted(to: &Recipient, wamid: &str, status: Option<&str>) -> Value {
    let mut contact = json!({"input": to.input});
    match (&to.user_id, &to.wa_id) {
        (Some(user_id), _) => contact["user_id"] = json!(user_id),
        (None, wa_id) => contact["wa_id"] = json!(wa_id),
    }
    let mut message = json!({"id": wamid});
    if let Some(status) = status {
        message["message_status"] = json!(status);
    }
    json!({"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]})
}

struct Recipient {
    /// As the caller wrote it.
    input: String,
    wa_id: String,
    /// The business-scoped id, when it was written to.
    user_id: Option<String>,
}

/// `to` is a phone number, and wins over `recipient`, a business-scoped id.
fn recipient(
    world: &World,
    number: &Node,
    body: &Map<String, Value>,
) -> Result<Recipient, GraphError> {
    if !["", "individual"].contains(&text(body, "recipient_type")) {
        return Err(invalid("recipient_type must be individual: the emulator has no groups."));
    }
    let (to, user_id) = (text(body, "to"), text(body, "recipient"));
    if to.is_empty() && user_id.is_empty() {
        return Err(missing("to"));
    }
    if to.is_empty() {
        let business = world.business_of(number).map_or("", |business| &business.id);
        let found = send::by_user_id(world, business, user_id);
        // What Meta says of an id that nobody has is not documented.
        let wa_id = found
            .ok_or_else(|| detailed(131_009, "The parameter recipient is not a valid user id."))?;
        let user_id = user_id.to_owned();
        return Ok(Recipient { input: user_id.clone(), wa_id, user_id: Some(user_id) });
    }
    let mut wa_id: String = to.chars().filter(char::is_ascii_digit).collect();
    let country = number.text("country_dial_code");
    // Whom the world knows is meant by the id that webhooks told.
    let is_whole = to.starts_with('+') || wa_id.starts_with(country);
    if !is_whole && !world.users.contains_key(&wa_id) {
        wa_id.insert_str(0, country);
    }
    let is_phone = to.chars().all(|c| c.is_ascii_digit() || "+ -()".contains(c));
    if !is_phone || !(5..=20).contains(&wa_id.len()) {
        return Err(detailed(131_009, "The parameter to is not a valid phone number."));
    }
    if wa_id == number.phone_digits() {
        return Err(refused(131_021));
    }
    if number.text("account_mode") == "SANDBOX" && !world.users.contains_key(&wa_id) {
        return Err(refused(131_030));
    }
    Ok(Recipient { input: to.to_owned(), wa_id, user_id: None })
}

struct Content {
    category: String,
    /// The template's id, of a template message.
    template: Option<String>,
    /// The code that the message fails with once it was accepted.
    told: Option<u32>,
}

/// The message's type; one that is not said is a text.
fn kind(body: &Map<String, Value>) -> &str {
    match text(body, "type") {
        "" => "text",
        kind => kind,
    }
}

fn content(
    place: Place<'_>,
    body: &Map<String, Value>,
    to: &Recipient,
    api: Api,
) -> Result<Content, GraphError> {
    content::at_most(&json!(body), "biz_opaque_callback_data", "biz_opaque_callback_data", 512)?;
    let context = body.get("context").filter(|context| !context.is_null());
    if context.is_some_and(|context| !context.is_object()) {
        return Err(invalid("context must be an object."));
    }
    if context.is_some_and(|context| {
        let id = &context["message_id"];
        !id.is_null() && !id.is_string()
    }) {
        return Err(invalid("context.message_id must be a string."));
    }
    if context.is_some_and(|context| context["message_id"].as_str().is_none_or(str::is_empty)) {
        return Err(missing("context.message_id"));
    }
    let kind = kind(body);
    if kind == "template" {
        return template(place, body.get("template").unwrap_or(&Value::Null), to, api);
    }
    if api == Api::Marketing {
        return Err(refused(131_055));
    }
    let told = content::check(place, kind, body)?;
    Ok(Content { category: "service".to_owned(), template: None, told })
}

fn template(
    place: Place<'_>,
    asked: &Value,
    to: &Recipient,
    api: Api,
) -> Result<Content, GraphError> {
    let template = template_message::find(place, asked)?;
    let category = template.text("category").to_ascii_lowercase();
    if category == "authentication" && to.user_id.is_some() {
        return Err(refused(131_062));
    }
    let waba = place.world.waba_of(place.number);
    let is_closed = |waba: &Node| {
        waba.fields.get("disable_marketing_messages_on_cloud_api") == Some(&Value::Bool(true))
    };
    let category = match (api, category.as_str()) {
        (Api::Marketing, "marketing") => "marketing_lite".to_owned(),
        (Api::Marketing, _) => return Err(refused(131_055)),
        (Api::Cloud, "marketing") if waba.is_some_and(is_closed) => return Err(refused(131_063)),
        (Api::Cloud, _) => category,
    };
    let told = template_message::check(place, template, asked)?;
    Ok(Content { category, template: Some(template.id.clone()), told })
}

fn text<'b>(body: &'b Map<String, Value>, key: &str) -> &'b str {
    body.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A parameter that must be there.
pub fn missing(path: &str) -> GraphError {
    detailed(131_008, &format!("The parameter {path} is required."))
}

/// A parameter with a value that it cannot have.
pub fn invalid(details: &str) -> GraphError {
    detailed(131_009, details)
}

pub fn refused(code: u32) -> GraphError {
    detailed(code, failure::of(code).details)
}

/// One of Meta's errors of sending, with what exactly is wrong.
pub fn detailed(code: u32, details: &str) -> GraphError {
    let failure = failure::of(code);
    GraphError {
        details: Some(details.to_owned()),
        ..GraphError::new(failure.http_status, code, format!("(#{code}) {}", failure.title))
    }
}
