//! What a simulated person sends to a number: any type of message that Meta tells by webhook.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::refusal::{self, Refusal, text};
use super::traffic::{self, check_wa_id};
use crate::graph::media;
use crate::pictures;
use crate::state::State;
use crate::webhooks::{self, messages};
use crate::world::chat::Line;
use crate::world::entry_point::EntryPoint;
use crate::world::media::NewMedium;
use crate::world::{Node, send, volume};

/// The keys of a person's message: `to`, `type` and the object of that name, `context` with the id of
/// the message that is answered, and `referral` of an advertisement.
pub const KEYS: &[&str] = &[
    "to",
    "type",
    "context",
    "referral",
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
    "button",
    "order",
    "system",
    "edit",
    "revoke",
    "unsupported",
    "request_welcome",
];

/// A message that is an object with no other keys.
pub fn keys(message: &Value) -> Result<Map<String, Value>, Refusal> {
    refusal::object(message.to_string().as_bytes(), KEYS)
}

const MEDIA: [&str; 5] = ["image", "video", "audio", "document", "sticker"];
const MEDIUM_KEYS: [&str; 6] = ["data", "mime_type", "caption", "filename", "voice", "animated"];

/// A customer sends a message; an unknown one is created. `origin` is the emulator's own address.
pub fn sends(
    state: &mut State,
    wa_id: &str,
    given: &Map<String, Value>,
    origin: &str,
    now_ms: i64,
) -> Result<Value, Refusal> {
    check_wa_id("wa_id", wa_id)?;
    let number =
        traffic::number(&state.world, text(given, "to")?).map_err(|refusal| refusal.of("to"))?;
    let mut message = read(given)?;
    let mut answer = json!({"wa_id": wa_id});
    if MEDIA.contains(&kind(given)?) {
        let kind = kind(given)?;
        let (id, object) = medium(state, &number, kind, &message[kind], origin, now_ms)?;
        message.insert(kind.to_owned(), object);
        answer["media_id"] = json!(id);
    }
    if let Some(context) = context(state, &number, wa_id, given)? {
        message.insert("context".to_owned(), context);
    }
    send::meet(&mut state.world, wa_id);
    let now_s = now_ms.div_euclid(1000);
    if let Some(template) = pressed(state, &number, given) {
        state.world.priced.click(&template, now_s);
    }
    if kind(given)? != "system" {
        state.world.cap.forget(wa_id);
        if let Some(user) = state.world.users.get_mut(wa_id) {
            user.wrote_at_ms.insert(number.id.clone(), now_ms);
            if message.contains_key("referral") {
                user.entry_points.insert(number.id.clone(), EntryPoint::pressed(now_ms));
            }
        }
        state.world.volume.count(&number.id, wa_id, volume::INBOUND, false, now_s);
    }
    answer["name"] = json!(state.world.users[wa_id].name);
    // Nobody hears whom they blocked, and the person is not told.
    let is_heard =
        !state.world.users.get(wa_id).is_some_and(|user| user.blocked_by.contains(&number.id));
    let news = messages::incoming(&mut state.world, &number, wa_id, &message, now_s);
    if let Some((news, wamid)) = news.filter(|_| is_heard) {
        let business = state.world.business_of(&number).map_or("", |node| &node.id);
        answer["user_id"] = json!(state.world.user_id(business, wa_id));
        answer["message_id"] = json!(wamid);
        keep(state, &number, wa_id, wamid, message, now_s);
        webhooks::announce(state, vec![news], now_ms);
    }
    Ok(answer)
}

fn keep(
    state: &mut State,
    number: &Node,
    wa_id: &str,
    wamid: String,
    message: Map<String, Value>,
    at_s: i64,
) {
    state.world.chat.add(Line {
        wamid,
        number: number.id.clone(),
        wa_id: wa_id.to_owned(),
        is_incoming: true,
        at_s,
        message: Value::Object(message),
        status: "received".to_owned(),
    });
}

/// The message's type; one that is not said is a text.
fn kind(given: &Map<String, Value>) -> Result<&str, Refusal> {
    match given.get("type") {
        None => Ok("text"),
        Some(kind) => kind.as_str().filter(|kind| KEYS[4..].contains(kind)).ok_or_else(|| {
            Refusal::bad("type", format!("type must be one of {}", KEYS[4..].join(", ")))
        }),
    }
}

/// The message as webhooks have it, but for what the world adds.
fn read(given: &Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    let kind = kind(given)?;
    let foreign = given.keys().find(|key| KEYS[4..].contains(&key.as_str()) && *key != kind);
    if let Some(key) = foreign {
        return Err(Refusal::bad(key, format!("a message of the type {kind} has no {key}")));
    }
    let object = match (kind, given.get(kind)) {
        ("text", Some(Value::String(body))) => json!({"body": body}),
        ("image", None) => json!({}),
        ("request_welcome", None) => Value::Null,
        ("request_welcome", Some(Value::Object(nothing))) if nothing.is_empty() => Value::Null,
        ("unsupported", None) => json!({"type": "unknown"}),
        (_, Some(object)) => object.clone(),
        (_, None) => return Err(Refusal::bad(kind, format!("{kind} is missing"))),
    };
    check(kind, &object)?;
    let mut message = Map::new();
    message.insert("type".to_owned(), json!(kind));
    if !object.is_null() {
        message.insert(kind.to_owned(), object);
    }
    if kind == "unsupported" {
        message.insert("errors".to_owned(), json!([messages::error(131_051)]));
    }
    match given.get("referral") {
        None => {}
        Some(referral @ Value::Object(_)) => {
            message.insert("referral".to_owned(), referral.clone());
        }
        Some(_) => return Err(Refusal::bad("referral", "referral must be an object")),
    }
    Ok(message)
}

/// What each type needs, as Meta's webhooks always have it.
fn check(kind: &str, object: &Value) -> Result<(), Refusal> {
    let is_right = match kind {
        "contacts" => object.as_array().is_some_and(|cards| cards.iter().all(Value::is_object)),
        "request_welcome" => object.is_null(),
        _ => object.is_object(),
    };
    if !is_right {
        return Err(Refusal::bad(kind, format!("{kind} has another type")));
    }
    let needs: &[&str] = match kind {
        "text" => &["/body"],
        "reaction" => &["/message_id"],
        "button" => &["/payload", "/text"],
        "order" => &["/catalog_id", "/product_items"],
        "system" => &["/type"],
        "edit" => &["/original_message_id", "/message"],
        "revoke" => &["/original_message_id"],
        "location" => &["/latitude", "/longitude"],
        "interactive" => match object["type"].as_str() {
            Some("button_reply") => &["/button_reply/id", "/button_reply/title"],
            Some("list_reply") => &["/list_reply/id", "/list_reply/title"],
            Some("nfm_reply") => &["/nfm_reply/response_json"],
            Some("call_permission_reply") => &["/call_permission_reply/response"],
            _ => {
                let words = "interactive.type must be button_reply, list_reply, nfm_reply or \
                             call_permission_reply";
                return Err(Refusal::bad("interactive.type", words));
            }
        },
        _ => &[],
    };
    for path in needs {
        if object.pointer(path).is_none_or(Value::is_null) {
            let field = format!("{kind}{}", path.replace('/', "."));
            return Err(Refusal::bad(&field, format!("{field} is missing")));
        }
    }
    Ok(())
}

/// Keeps a medium's file; answers its id, and the object as the webhook has it.
fn medium(
    state: &mut State,
    number: &Node,
    kind: &str,
    given: &Value,
    origin: &str,
    now_ms: i64,
) -> Result<(String, Value), Refusal> {
    let given = given.as_object().cloned().unwrap_or_default();
    if let Some(key) = given.keys().find(|key| !MEDIUM_KEYS.contains(&key.as_str())) {
        return Err(Refusal::bad(&format!("{kind}.{key}"), format!("{kind} has no key {key}")));
    }
    let (mime_type, bytes) = file(kind, &given)?;
    let said = |key: &str| given.get(key).and_then(Value::as_str).map(str::to_owned);
    let new = NewMedium {
        number: number.id.clone(),
        is_received: true,
        mime_type,
        file_name: said("filename"),
        bytes,
    };
    let id = state.world.keep_medium(new, now_ms);
    let query = state.world.medium_query(&id, now_ms.div_euclid(1000));
    let mut object = Map::new();
    for key in ["caption", "filename", "voice", "animated"] {
        if let Some(value) = given.get(key) {
            object.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(kept) = state.world.medium(&id, now_ms) {
        object.insert("mime_type".to_owned(), json!(kept.mime_type));
        object.insert("sha256".to_owned(), json!(kept.sha256_base64()));
    }
    object.insert("id".to_owned(), json!(id));
    object.insert("url".to_owned(), json!(format!("{origin}{}?{query}", media::PATH)));
    Ok((id, Value::Object(object)))
}

/// The file's type and bytes; an image without any is the emulator's own picture.
fn file(kind: &str, given: &Map<String, Value>) -> Result<(String, Vec<u8>), Refusal> {
    let (type_field, data_field) = (format!("{kind}.mime_type"), format!("{kind}.data"));
    let Some(data) = given.get("data") else {
        return match kind {
            "image" => Ok(("image/png".to_owned(), pictures::IPE.to_vec())),
            _ => {
                Err(Refusal::bad(&data_field, format!("{data_field} is missing: a file as Base64")))
            }
        };
    };
    let bytes = data.as_str().and_then(|data| STANDARD.decode(data).ok());
    let bytes = bytes.filter(|bytes| !bytes.is_empty()).ok_or_else(|| {
        Refusal::bad(&data_field, format!("{data_field} must be a file as Base64"))
    })?;
    let mime_type = given.get("mime_type").and_then(Value::as_str);
    let mime_type = mime_type
        .ok_or_else(|| Refusal::bad(&type_field, format!("{type_field} must be a string")))?;
    if !media::fits(kind, mime_type) {
        let words = format!("{type_field} is none that a message of the type {kind} can have");
        return Err(Refusal::bad(&type_field, words));
    }
    Ok((mime_type.to_owned(), bytes))
}

/// The message that this one answers: one of the business's, unless the person wrote it.
fn context(
    state: &State,
    number: &Node,
    wa_id: &str,
    given: &Map<String, Value>,
) -> Result<Option<Value>, Refusal> {
    let Some(context) = given.get("context") else { return Ok(None) };
    let id = context["message_id"]
        .as_str()
        .ok_or_else(|| Refusal::bad("context.message_id", "context.message_id must be a string"))?;
    let own = state.world.chat.find(id).is_some_and(|line| line.is_incoming);
    let from = if own { wa_id.to_owned() } else { number.phone_digits() };
    Ok(Some(json!({"from": from, "id": id})))
}

/// The template whose button this message is the press of.
fn pressed(state: &State, number: &Node, given: &Map<String, Value>) -> Option<String> {
    given.get("button")?;
    let line = state.world.chat.find(given.get("context")?["message_id"].as_str()?)?;
    let template = &line.message["template"];
    let (name, language) = (template["name"].as_str()?, template["language"]["code"].as_str()?);
    let waba = state.world.waba_of(number)?;
    let mut own = state.world.templates(waba);
    let found = own.find(|one| one.text("name") == name && one.text("language") == language)?;
    Some(found.id.clone())
}
