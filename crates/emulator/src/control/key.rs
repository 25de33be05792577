//! Which keys control takes for each kind of node, and what their values look like.
//!
//! Values are open, as Meta's are; only their JSON type is checked. An unknown key is refused, also
//! further inside.

use reqwest::Url;
use serde_json::{Map, Value};

use super::refusal::{Refusal, unknown_key};
use crate::graph::auth::PROOF_REQUIRED;
use crate::graph::node_types::PORTFOLIO_LIMIT;
use crate::webhooks::standing::BAN_STATES;
use crate::world::health::CALLS_BY_SIP;
use crate::world::{Kind, seed, typed};

/// What a key's value is.
pub enum Shape {
    Text,
    /// Null, or text.
    TextOrNull,
    Texts,
    Objects,
    Object,
    Rules,
    /// Null, or an error code in digits.
    ErrorCode,
    Switch,
    /// Six digits.
    Pin,
    /// Null, or an address of HTTP.
    Address,
    /// Null, or a whole number from 0 to 100.
    Percent,
    /// One of these words.
    Word(&'static [&'static str]),
}

pub type Keys = &'static [(&'static str, Shape)];

/// What happens to an account and the app that it is shared with, as `account_update` names it.
pub const ACCOUNT_EVENTS: &[&str] = &[
    "PARTNER_ADDED",
    "PARTNER_REMOVED",
    "PARTNER_APP_INSTALLED",
    "PARTNER_APP_UNINSTALLED",
    "ACCOUNT_OFFBOARDED",
    "ACCOUNT_RECONNECTED",
];

/// What `smb_app_data` can be asked for.
pub const SYNCS: &[&str] = &["smb_app_state_sync", "history"];

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
    (CALLS_BY_SIP, Shape::Text),
    ("errors", Shape::Objects),
    ("additional_info", Shape::Texts),
    ("profile", Shape::Object),
    ("registration_error", Shape::ErrorCode),
    ("code_error", Shape::ErrorCode),
    ("migration_error", Shape::ErrorCode),
    ("username_error", Shape::ErrorCode),
    ("is_official_business_account", Shape::Switch),
    ("is_on_biz_app", Shape::Switch),
    ("pin", Shape::Pin),
    ("security", Shape::Text),
    ("registered", Shape::Switch),
    ("code_verification_status", Shape::Text),
    ("shares_history", Shape::Switch),
];

const BUSINESS_KEYS: Keys = &[
    ("name", Shape::Text),
    (PORTFOLIO_LIMIT, Shape::Text),
    ("alert", Shape::Object),
    ("verification_status", Shape::Text),
    ("paced", Shape::Switch),
    ("can_send_message", Shape::Text),
    ("errors", Shape::Objects),
    ("additional_info", Shape::Texts),
];

const WABA_KEYS: Keys = &[
    ("name", Shape::Text),
    ("rules", Shape::Rules),
    ("account_review_status", Shape::Text),
    ("primary_funding_id", Shape::TextOrNull),
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
    (PROOF_REQUIRED, Shape::Switch),
    ("can_send_message", Shape::Text),
    (CALLS_BY_SIP, Shape::Text),
    ("errors", Shape::Objects),
    ("additional_info", Shape::Texts),
];

/// What is about the apps around a node, or happens to it: no document of a world has these.
fn of_connection(kind: Kind) -> Keys {
    match kind {
        Kind::Number => &[
            ("app", Shape::Text),
            ("override_callback_uri", Shape::Address),
            ("disconnection", Shape::Object),
            ("sync", Shape::Word(SYNCS)),
            ("contact", Shape::Object),
            ("echo", Shape::Object),
        ],
        Kind::Waba => &[
            ("app", Shape::Text),
            ("subscribed_apps", Shape::Texts),
            ("override_callback_uri", Shape::Address),
            ("account_event", Shape::Word(ACCOUNT_EVENTS)),
            ("violation", Shape::Object),
            ("restrictions", Shape::Objects),
            ("ban_state", Shape::Word(BAN_STATES)),
            ("usage_percent", Shape::Percent),
        ],
        Kind::App => &[
            ("secret", Shape::Text),
            ("callback_url", Shape::Address),
            ("verify_token", Shape::Text),
            ("fields", Shape::Texts),
            ("active", Shape::Switch),
            ("usage_percent", Shape::Percent),
        ],
        Kind::Business | Kind::Template => &[],
    }
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
    ("disconnection", &["reason", "initiated_by"]),
    ("violation", &["violation_type", "remediation"]),
    ("restrictions", &["restriction_type", "expires_in"]),
    ("contact", &["full_name", "first_name", "phone_number", "action"]),
    ("echo", &["to", "text"]),
];

/// Whether a kind of node has this key for itself, so that a document of a world may have it too.
pub fn takes(kind: Kind, key: &str) -> bool {
    has(of_node(kind), key)
}

pub fn is_of_connection(kind: Kind, key: &str) -> bool {
    has(of_connection(kind), key)
}

fn has(keys: Keys, key: &str) -> bool {
    keys.iter().any(|(known, _)| *known == key)
}

/// Refuses a body that has a key or a value which this kind of node does not take.
pub fn check(kind: Kind, given: &Map<String, Value>) -> Result<(), Refusal> {
    for (key, value) in given {
        check_inside(key, value)?;
        let (_, shape) = of_node(kind)
            .iter()
            .chain(of_connection(kind))
            .find(|(known, _)| known == key)
            .ok_or_else(|| unknown_key(key))?;
        if !shape.is_of(value) {
            return Err(Refusal::bad(key, format!("{key} must be {}", shape.wanted())));
        }
    }
    Ok(())
}

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
        if let Some(fault) = mistyped(key, object) {
            let place = format!("{path}.{}", fault.path);
            return Err(Refusal::bad(&place, format!("{place} must be {}", fault.wanted)));
        }
    }
    Ok(())
}

/// What has another type inside a key that is kept. A null or an empty value clears a profile's field.
fn mistyped(key: &str, object: &Value) -> Option<typed::Mistyped> {
    match key {
        "errors" if object.is_object() => typed::error(object),
        "profile" => {
            let mut given = object.as_object()?.clone();
            given.retain(|_, value| {
                !value.is_null() && *value != "" && *value != Value::Array(Vec::new())
            });
            typed::profile(&given)
        }
        _ => None,
    }
}

impl Shape {
    fn is_of(&self, value: &Value) -> bool {
        let all = |is: fn(&Value) -> bool| value.as_array().is_some_and(|list| list.iter().all(is));
        let digits = |is: fn(&str) -> bool| value.as_str().is_some_and(is);
        match self {
            Shape::Text => value.is_string(),
            Shape::TextOrNull => value.is_null() || value.is_string(),
            Shape::Texts => all(Value::is_string),
            Shape::Objects => all(Value::is_object),
            Shape::Object => value.is_object(),
            Shape::Switch => value.is_boolean(),
            Shape::Rules => value.as_str().and_then(seed::rules).is_some(),
            Shape::ErrorCode => value.is_null() || digits(|code| code.parse::<u32>().is_ok()),
            Shape::Pin => digits(|pin| pin.len() == 6 && pin.bytes().all(|b| b.is_ascii_digit())),
            Shape::Address => value.is_null() || digits(is_address),
            Shape::Percent => value.is_null() || value.as_u64().is_some_and(|all| all <= 100),
            Shape::Word(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        }
    }

    fn wanted(&self) -> String {
        let wanted = match self {
            Shape::Text => "a string",
            Shape::TextOrNull => "null or a string",
            Shape::Texts => "a list of strings",
            Shape::Objects => "a list of objects",
            Shape::Object => "an object",
            Shape::Switch => "true or false",
            Shape::Rules => "\"portfolio\" or \"legacy\"",
            Shape::ErrorCode => "null or an error code in digits",
            Shape::Pin => "a string of six digits",
            Shape::Address => "null or an address that begins with http:// or https://",
            Shape::Percent => "null or a whole number from 0 to 100",
            Shape::Word(words) => return format!("one of {}", words.join(", ")),
        };
        wanted.to_owned()
    }
}

fn is_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn of_node(kind: Kind) -> Keys {
    match kind {
        Kind::Number => NUMBER_KEYS,
        Kind::Template => TEMPLATE_KEYS,
        Kind::Waba => WABA_KEYS,
        Kind::Business => BUSINESS_KEYS,
        Kind::App => APP_KEYS,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_published_description_has_every_key_and_no_other() {
        let described: Value = serde_json::from_str(include_str!("openapi.json")).unwrap();
        for (kind, path) in [
            (Kind::Number, "numbers"),
            (Kind::Template, "templates"),
            (Kind::Waba, "wabas"),
            (Kind::Business, "businesses"),
            (Kind::App, "apps"),
        ] {
            let body = &described["paths"][format!("/_control/{path}/{{id}}")]["post"];
            let schema = &body["requestBody"]["content"]["application/json"]["schema"];
            let told: BTreeSet<&str> =
                schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
            let taken = of_node(kind).iter().chain(of_connection(kind)).map(|(key, _)| *key);
            assert_eq!(told, taken.collect::<BTreeSet<&str>>(), "{path}");
        }
    }
}
