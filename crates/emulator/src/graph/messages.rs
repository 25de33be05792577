//! `POST /{phone}/messages`: one message to one person, checked in the order that Meta is known to
//! check, accepted, and told of by webhook.
//!
//! Text and templates are looked into. Every other type is taken as free-form when its object is
//! there: the emulator shows nobody anything. That a message without a `+` gets the country of its
//! sender is Meta's rule; digits that begin with that country are taken as they are.

use serde_json::{Map, Value, json};

use super::Step;
use super::auth::Caller;
use super::call::Call;
use super::error::GraphError;
use crate::state::State;
use crate::webhooks::{self, messages};
use crate::world::send::{self, Draft, Sending};
use crate::world::token::MESSAGING;
use crate::world::{Kind, Node, World, failure};

const FREE_FORM: [&str; 10] = [
    "text",
    "image",
    "video",
    "audio",
    "document",
    "sticker",
    "location",
    "contacts",
    "reaction",
    "interactive",
];

const LONGEST_TEXT: usize = 4_096;

/// Takes a message for sending, or a sign that one was read.
pub fn send(
    world: &World,
    number: &Node,
    caller: &Caller<'_>,
    call: &Call,
) -> Result<Step, GraphError> {
    let waba = number.parent.as_deref().unwrap_or_default();
    let may_send = matches!(caller, Caller::User(token) if world.reaches(token, MESSAGING, waba));
    if !may_send {
        let words = "(#10) Application does not have permission for this action";
        return Err(GraphError::new(403, 10, words));
    }
    let (id, body) = (number.id.clone(), body(call));
    Ok(Step::act(move |state, now_ms| accept(state, &id, &body, now_ms)))
}

/// The body with its objects, also where a form carried them as text.
fn body(call: &Call) -> Map<String, Value> {
    let read = |text: &str| match serde_json::from_str(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => value,
        _ => json!(text),
    };
    call.parameters
        .iter()
        .map(|(key, text)| (key.clone(), call.json.get(key).cloned().unwrap_or_else(|| read(text))))
        .collect()
}

fn accept(
    state: &mut State,
    id: &str,
    body: &Map<String, Value>,
    now_ms: i64,
) -> Result<Value, GraphError> {
    let unknown = || GraphError::unknown_node("post", id);
    let number = state.world.node(Kind::Number, id).cloned().ok_or_else(unknown)?;
    send::refusal(&state.world, &number).map_or(Ok(()), |code| Err(refused(code)))?;
    if number.clocks.maintenance_until_ms.is_some_and(|until_ms| now_ms < until_ms) {
        return Err(refused(131_057));
    }
    if text(body, "messaging_product") != "whatsapp" {
        return Err(GraphError::bad_parameter("The parameter messaging_product is required."));
    }
    if text(body, "status") == "read" {
        return read_receipt(body);
    }
    let to = recipient(&state.world, &number, body)?;
    let content = content(&state.world, &number, body, &to)?;
    state.pace.take(&number, &to.wa_id, now_ms).map_err(refused)?;
    let draft = Draft {
        wa_id: &to.wa_id,
        category: &content.category,
        callback_data: body.get("biz_opaque_callback_data").and_then(Value::as_str),
        told: state.send_fault(),
    };
    let mut sending = Sending::begin(&state.world, &number, now_ms);
    let message = sending.send(&mut state.world, &draft);
    let wamid = message.wamid.clone();
    let news = messages::statuses(&state.world, &number, &[message], now_ms.div_euclid(1000));
    webhooks::announce(state, news, now_ms);
    sending.end(state);
    Ok(accepted(&to, &wamid, content.is_template))
}

fn read_receipt(body: &Map<String, Value>) -> Result<Value, GraphError> {
    match text(body, "message_id") {
        "" => Err(detailed(131_008, "The parameter message_id is required.")),
        _ => Ok(json!({"success": true})),
    }
}

/// A 200 means no more than this.
fn accepted(to: &Recipient, wamid: &str, is_template: bool) -> Value {
    let mut contact = json!({"input": to.input});
    match (&to.user_id, &to.wa_id) {
        (Some(user_id), _) => contact["user_id"] = json!(user_id),
        (None, wa_id) => contact["wa_id"] = json!(wa_id),
    }
    let mut message = json!({"id": wamid});
    if is_template {
        message["message_status"] = json!("accepted");
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
    let (to, user_id) = (text(body, "to"), text(body, "recipient"));
    if to.is_empty() && user_id.is_empty() {
        return Err(detailed(131_008, "The parameter to is required."));
    }
    if to.is_empty() {
        let business = world.business_of(number).map_or("", |business| &business.id);
        let found = world.users.keys().find(|wa_id| world.user_id(business, wa_id) == user_id);
        // What Meta says of an id that nobody has is not documented.
        let wa_id = found
            .cloned()
            .ok_or_else(|| detailed(131_009, "The parameter recipient is not a valid user id."))?;
        let user_id = user_id.to_owned();
        return Ok(Recipient { input: user_id.clone(), wa_id, user_id: Some(user_id) });
    }
    let mut wa_id: String = to.chars().filter(char::is_ascii_digit).collect();
    let country = number.text("country_dial_code");
    if !to.starts_with('+') && !wa_id.starts_with(country) {
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
    is_template: bool,
}

fn content(
    world: &World,
    number: &Node,
    body: &Map<String, Value>,
    to: &Recipient,
) -> Result<Content, GraphError> {
    let kind = match text(body, "type") {
        "" => "text",
        kind => kind,
    };
    if kind == "template" {
        return template(world, number, body.get("template").unwrap_or(&Value::Null), to);
    }
    if !FREE_FORM.contains(&kind) {
        return Err(refused(131_051));
    }
    let Some(object) = body.get(kind).filter(|object| object.is_object() || object.is_array())
    else {
        return Err(detailed(131_008, &format!("The parameter {kind} is required.")));
    };
    if kind == "text" {
        let length = object["body"].as_str().map_or(0, |text| text.chars().count());
        if length == 0 {
            return Err(detailed(131_008, "The parameter text.body is required."));
        }
        if length > LONGEST_TEXT {
            let words = format!("text.body must be at most {LONGEST_TEXT} characters long.");
            return Err(detailed(131_009, &words));
        }
    }
    Ok(Content { category: "service".to_owned(), is_template: false })
}

fn template(
    world: &World,
    number: &Node,
    asked: &Value,
    to: &Recipient,
) -> Result<Content, GraphError> {
    let (name, language) = (asked["name"].as_str(), asked["language"]["code"].as_str());
    let (Some(name), Some(language)) = (name, language) else {
        return Err(detailed(131_008, "template.name and template.language.code are required."));
    };
    let found = world.waba_of(number).and_then(|waba| {
        world
            .templates(waba)
            .find(|one| one.text("name") == name && one.text("language") == language)
    });
    let template = found.ok_or_else(|| refused(132_001))?;
    send::template_refusal(template).map_or(Ok(()), |code| Err(refused(code)))?;
    if given_parameters(asked) != wanted_parameters(template) {
        return Err(refused(132_000));
    }
    if template.text("category") == "AUTHENTICATION" && to.user_id.is_some() {
        return Err(refused(131_062));
    }
    Ok(Content { category: template.text("category").to_ascii_lowercase(), is_template: true })
}

/// How many values the call gives for the template's body.
fn given_parameters(asked: &Value) -> usize {
    let parts = asked["components"].as_array();
    let body = parts.into_iter().flatten().find(|part| is_body(part));
    body.and_then(|part| part["parameters"].as_array()).map_or(0, Vec::len)
}

/// How many different places for a value the template's body has.
fn wanted_parameters(template: &Node) -> usize {
    let parts = template.fields.get("components").and_then(Value::as_array);
    let body = parts.into_iter().flatten().find(|part| is_body(part));
    let text = body.and_then(|part| part["text"].as_str()).unwrap_or_default();
    let mut places: Vec<&str> =
        text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0)).collect();
    places.sort_unstable();
    places.dedup();
    places.len()
}

fn is_body(part: &Value) -> bool {
    part["type"].as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("body"))
}

fn text<'b>(body: &'b Map<String, Value>, key: &str) -> &'b str {
    body.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn refused(code: u32) -> GraphError {
    detailed(code, failure::of(code).details)
}

fn detailed(code: u32, details: &str) -> GraphError {
    let failure = failure::of(code);
    GraphError {
        details: Some(details.to_owned()),
        ..GraphError::new(failure.http_status, code, format!("(#{code}) {}", failure.title))
    }
}
