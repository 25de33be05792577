//! Changes of a node by hand: which keys each kind takes, and where each of them lands.
//!
//! Values are open, as Meta's are; only their JSON type is checked. Nothing is changed unless the
//! whole body is right.

use serde_json::{Map, Value, json};

use super::refusal::{Refusal, unknown_key};
use crate::graph::node_types::PORTFOLIO_LIMIT;
use crate::state::State;
use crate::webhooks::{self, alert, news};
use crate::world::{Health, Kind, Node, document, health, judge, legacy, limit, seed, template};

enum Shape {
    Text,
    Texts,
    Objects,
    Object,
    Rules,
    /// Null, or an error code in digits.
    ErrorCode,
    Switch,
    /// Six digits.
    Pin,
}

type Keys = &'static [(&'static str, Shape)];

const NUMBER_KEYS: Keys = &[
    ("status", Shape::Text),
    ("quality", Shape::Text),
    ("reasons", Shape::Texts),
    ("messaging_limit_tier", Shape::Text),
    ("verified_name", Shape::Text),
    ("name_status", Shape::Text),
    ("rejection_reason", Shape::Text),
    ("alert", Shape::Object),
    ("new_display_name", Shape::Text),
    ("username", Shape::Text),
    ("username_status", Shape::Text),
    ("display_phone_number", Shape::Text),
    ("throughput_level", Shape::Text),
    ("can_send_message", Shape::Text),
    ("errors", Shape::Objects),
    ("additional_info", Shape::Texts),
    ("profile", Shape::Object),
    ("registration_error", Shape::ErrorCode),
    ("username_error", Shape::ErrorCode),
    ("is_official_business_account", Shape::Switch),
    ("is_on_biz_app", Shape::Switch),
    ("pin", Shape::Pin),
    ("security", Shape::Text),
];

const BUSINESS_KEYS: Keys = &[
    ("name", Shape::Text),
    (PORTFOLIO_LIMIT, Shape::Text),
    ("alert", Shape::Object),
    ("verification_status", Shape::Text),
    ("can_send_message", Shape::Text),
    ("errors", Shape::Objects),
    ("additional_info", Shape::Texts),
];

const WABA_KEYS: Keys = &[
    ("name", Shape::Text),
    ("rules", Shape::Rules),
    ("account_review_status", Shape::Text),
    ("alert", Shape::Object),
    ("can_send_message", Shape::Text),
    ("errors", Shape::Objects),
    ("additional_info", Shape::Texts),
];

const TEMPLATE_KEYS: Keys = &[
    ("status", Shape::Text),
    ("category", Shape::Text),
    ("quality", Shape::Text),
    ("rejected_reason", Shape::Text),
    ("pause", Shape::Text),
    ("components", Shape::Objects),
    ("can_send_message", Shape::Text),
    ("errors", Shape::Objects),
    ("additional_info", Shape::Texts),
];

const APP_KEYS: Keys = &[
    ("name", Shape::Text),
    ("can_send_message", Shape::Text),
    ("errors", Shape::Objects),
    ("additional_info", Shape::Texts),
];

/// Changes one node and tells what Meta would tell; answers the node with the keys that were set.
pub fn apply(
    state: &mut State,
    kind: Kind,
    id: &str,
    given: &Map<String, Value>,
    now_ms: i64,
) -> Result<Value, Refusal> {
    check(kind, given)?;
    let before =
        state.world.node(kind, id).ok_or_else(|| Refusal::not_found(kind_name(kind), id))?.clone();
    let mut after = before.clone();
    make(&mut after, given, now_ms.div_euclid(1000));
    review_new_name(&mut after, given);
    if kind == Kind::Template {
        template::follow(&before, &mut after, given, now_ms);
    }
    let deferred = match kind {
        Kind::Number => {
            legacy::follow(&before, &mut after, now_ms);
            None
        }
        Kind::Business => limit::verify(&state.world, &before, &mut after),
        Kind::Waba | Kind::Template | Kind::App => None,
    };
    let answer = after.clone();
    state.world.nodes.insert(id.to_owned(), after);
    judge::notice(&mut state.world, id, now_ms);
    let mut told = news::of_change(&state.world, &before, now_ms.div_euclid(1000));
    told.extend(given.get("security").and_then(|event| news::security(&state.world, id, event)));
    let said = given.get("alert").map(|said| alert::of_node(&before, said));
    told.extend(
        deferred.into_iter().chain(said).flat_map(|said| alert::news(&state.world, id, &said)),
    );
    webhooks::announce(state, told, now_ms);
    let mut document = document::of_node(&state.world, &answer);
    for (key, value) in given {
        if document.get(key).is_none() {
            document[key] = value.clone();
        }
    }
    Ok(document)
}

/// Whether a kind of node has this key.
pub fn takes(kind: Kind, key: &str) -> bool {
    keys(kind).iter().any(|(known, _)| *known == key)
}

pub fn check(kind: Kind, given: &Map<String, Value>) -> Result<(), Refusal> {
    for (key, value) in given {
        check_inside(key, value)?;
        let (_, shape) =
            keys(kind).iter().find(|(known, _)| known == key).ok_or_else(|| unknown_key(key))?;
        let all = |is: fn(&Value) -> bool| value.as_array().is_some_and(|list| list.iter().all(is));
        let (is_right, wanted) = match shape {
            Shape::Text => (value.is_string(), "a string"),
            Shape::Texts => (all(Value::is_string), "a list of strings"),
            Shape::Objects => (all(Value::is_object), "a list of objects"),
            Shape::Object => (value.is_object(), "an object"),
            Shape::ErrorCode => (is_error_code(value), "null or an error code in digits"),
            Shape::Switch => (value.is_boolean(), "true or false"),
            Shape::Pin => (is_pin(value), "a string of six digits"),
            Shape::Rules => {
                (value.as_str().and_then(seed::rules).is_some(), "\"portfolio\" or \"legacy\"")
            }
        };
        if !is_right {
            return Err(Refusal::bad(key, format!("{key} must be {wanted}")));
        }
    }
    Ok(())
}

/// Keys of the objects that stand inside a key.
const INSIDE: &[(&str, &[&str])] = &[
    ("errors", &["error_code", "error_description", "possible_solution"]),
    ("alert", &["alert_type", "alert_severity", "alert_status", "alert_description"]),
    (
        "profile",
        &[
            "messaging_product",
            "about",
            "address",
            "description",
            "email",
            "profile_picture_url",
            "websites",
            "vertical",
        ],
    ),
];

/// Refuses a key that is unknown further inside, by its whole path.
fn check_inside(key: &str, value: &Value) -> Result<(), Refusal> {
    let Some((_, known)) = INSIDE.iter().find(|(name, _)| *name == key) else { return Ok(()) };
    let objects: Vec<(String, &Value)> = match value {
        Value::Array(list) => {
            list.iter().enumerate().map(|(n, item)| (format!("{key}[{n}]"), item)).collect()
        }
        one => vec![(key.to_owned(), one)],
    };
    for (path, object) in objects {
        let unknown = object
            .as_object()
            .and_then(|fields| fields.keys().find(|field| !known.contains(&field.as_str())));
        if let Some(field) = unknown {
            return Err(unknown_key(&format!("{path}.{field}")));
        }
    }
    Ok(())
}

/// Makes a change that was checked.
pub fn make(node: &mut Node, given: &Map<String, Value>, now_s: i64) {
    // A number that is merely said to be available follows its new status again.
    if given.contains_key("status") && node.health.as_ref().is_some_and(Health::is_available) {
        node.health = None;
    }
    for (key, value) in given {
        match key.as_str() {
            "quality" | "reasons" | "can_send_message" | "errors" | "additional_info" | "alert"
            | "pause" => {}
            "rejection_reason" => node.name_rejection = value.as_str().map(str::to_owned),
            "throughput_level" => node.set("throughput", json!({"level": value})),
            "registration_error" => {
                node.registration.error = value.as_str().map(str::to_owned);
            }
            "username_error" => {
                node.username_error = value.as_str().and_then(|code| code.parse().ok());
            }
            // As somebody sets it in Business Suite.
            "pin" => node.pin = value.as_str().map(str::to_owned),
            // Only a reset that went through takes the PIN off.
            "security" => {
                if value == "PIN_REQUEST_SUCCESS" || value == "PIN_RESET_SUCCESS" {
                    node.pin = None;
                    node.set("is_pin_enabled", false);
                }
            }
            // A name that is taken away is not there, rather than empty.
            "username" if value == "" => {
                node.fields.remove("username");
            }
            "rules" => {
                node.rules = value.as_str().and_then(seed::rules).unwrap_or(node.rules);
            }
            "profile" => {
                for (field, value) in value.as_object().into_iter().flatten() {
                    set_profile(node, field, value);
                }
            }
            field => node.set(field, value.clone()),
        }
    }
    set_quality(node, given, now_s);
    set_health(node, given);
}

/// Null or an empty text or list clears: Graph omits what is not set.
fn set_profile(node: &mut Node, field: &str, value: &Value) {
    if [json!(null), json!(""), json!([])].contains(value) {
        node.profile.remove(field);
    } else {
        node.profile.insert(field.to_owned(), value.clone());
    }
}

/// A new name waits until `name_status` decides on it too; once approved it is the number's name.
fn review_new_name(node: &mut Node, given: &Map<String, Value>) {
    let wished = node.text("new_display_name").to_owned();
    if wished.is_empty() {
        return;
    }
    if given.contains_key("new_display_name") {
        node.set("new_name_status", "PENDING_REVIEW");
    }
    let Some(status) = given.get("name_status") else { return };
    node.set("new_name_status", status.clone());
    if matches!(status.as_str(), Some("APPROVED" | "AVAILABLE_WITHOUT_REVIEW")) {
        node.set("verified_name", wished);
        node.fields.remove("new_display_name");
    }
}

fn is_pin(value: &Value) -> bool {
    value.as_str().is_some_and(|pin| pin.len() == 6 && pin.bytes().all(|b| b.is_ascii_digit()))
}

fn is_error_code(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|code| code.parse::<u32>().is_ok())
}

fn set_quality(node: &mut Node, given: &Map<String, Value>, now_s: i64) {
    let (quality, reasons) = (given.get("quality"), given.get("reasons"));
    if quality.is_none() && reasons.is_none() {
        return;
    }
    let mut score = match node.fields.remove("quality_score") {
        Some(Value::Object(score)) => score,
        _ => Map::new(),
    };
    if let Some(quality) = quality {
        score.insert("score".to_owned(), quality.clone());
        score.insert("date".to_owned(), json!(now_s));
        if node.kind == Kind::Number {
            node.set("quality_rating", quality.clone());
        }
        // Reasons are those of the people who blocked; a number that is well has none.
        if matches!(quality.as_str(), Some("GREEN" | "UNKNOWN")) {
            score.remove("reasons");
        }
    }
    match reasons {
        Some(Value::Array(list)) if list.is_empty() => {
            score.remove("reasons");
        }
        Some(reasons) => {
            score.insert("reasons".to_owned(), reasons.clone());
        }
        None => {}
    }
    node.set("quality_score", Value::Object(score));
}

/// Errors without a word on sending block, additional information limits; available without
/// errors clears both.
fn set_health(node: &mut Node, given: &Map<String, Value>) {
    let list = |key: &str| given.get(key).and_then(Value::as_array).cloned();
    let said = given.get("can_send_message").and_then(Value::as_str);
    let (errors, additional_info) = (list("errors"), list("additional_info"));
    if said.is_none() && errors.is_none() && additional_info.is_none() {
        return;
    }
    let mut health = health::of_node(node);
    if said == Some("AVAILABLE") {
        health = Health::available();
    } else if said.is_some() && said != Some(health.can_send_message.as_str()) {
        health.errors.clear();
        health.additional_info.clear();
    }
    if let Some(errors) = errors {
        health.errors = errors;
    }
    if let Some(info) = additional_info {
        health.additional_info = info;
    }
    match said {
        Some(said) => health.can_send_message = said.to_owned(),
        None if health.can_send_message != "AVAILABLE" => {}
        None if !health.errors.is_empty() => health.can_send_message = "BLOCKED".to_owned(),
        None if !health.additional_info.is_empty() => {
            health.can_send_message = "LIMITED".to_owned();
        }
        None => {}
    }
    node.health = Some(health);
}

fn keys(kind: Kind) -> Keys {
    match kind {
        Kind::Number => NUMBER_KEYS,
        Kind::Template => TEMPLATE_KEYS,
        Kind::Waba => WABA_KEYS,
        Kind::Business => BUSINESS_KEYS,
        Kind::App => APP_KEYS,
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "number",
        Kind::Template => "template",
        Kind::Waba => "WABA",
        Kind::Business => "business",
        Kind::App => "app",
    }
}
