//! `GET` and `POST /{phone}/settings`: calling, where messages are stored, and whether a person's new
//! identity is checked (META 3). They are kept and answered; nothing else follows from them.
//!
//! Assumptions: what was never set has Meta's defaults, and a key that is given replaces only what it has.

use serde_json::{Map, Value, json};

use super::Step;
use super::call::Call;
use super::error::GraphError;
use super::messages::body;
use crate::world::Node;

/// The field of a number's node that keeps them; Graph knows none of this name.
const KEPT: &str = "settings";
const KEYS: [&str; 4] =
    ["calling", "payload_encryption", "storage_configuration", "user_identity_change"];
/// What some keys can be, by their path.
const WORDS: [(&str, &[&str]); 6] = [
    ("/calling/status", &["ENABLED", "DISABLED"]),
    ("/calling/call_icon_visibility", &["DEFAULT", "DISABLE_ALL"]),
    ("/calling/callback_permission_status", &["ENABLED", "DISABLED"]),
    ("/calling/sip/status", &["ENABLED", "DISABLED"]),
    ("/payload_encryption/status", &["ENABLED", "DISABLED"]),
    (
        "/storage_configuration/status",
        &["DEFAULT", "IN_COUNTRY_STORAGE_ENABLED", "NO_STORAGE_ENABLED"],
    ),
];

/// The settings as they are.
pub fn read(number: &Node) -> Value {
    let mut settings = json!({
        "calling": {
            "status": "DISABLED",
            "call_icon_visibility": "DEFAULT",
            "callback_permission_status": "DISABLED",
        },
        "storage_configuration": {"status": "DEFAULT"},
        "user_identity_change": {"enable_identity_key_check": false},
    });
    if let Some(Value::Object(kept)) = number.fields.get(KEPT) {
        merge(&mut settings, kept);
    }
    settings
}

/// Sets what is given.
pub fn write(number: &Node, call: &Call) -> Result<Step, GraphError> {
    let mut given = body(call);
    given.remove("messaging_product");
    if given.is_empty() {
        return Err(GraphError::bad_parameter("At least one setting is required."));
    }
    for (key, value) in &given {
        if !KEYS.contains(&key.as_str()) {
            return Err(GraphError::bad_parameter(&format!("Unexpected key \"{key}\"")));
        }
        if !value.is_object() {
            return Err(GraphError::bad_parameter(&format!("Param {key} must be an object.")));
        }
    }
    let all = Value::Object(given.clone());
    for (path, words) in WORDS {
        let is_wrong = |value: &Value| !words.iter().any(|word| value == word);
        if all.pointer(path).is_some_and(is_wrong) {
            let (name, words) = (path[1..].replace('/', "."), words.join(", "));
            let what = format!("Param {name} must be one of {{{words}}}");
            return Err(GraphError::bad_parameter(&what));
        }
    }
    let check = all.pointer("/user_identity_change/enable_identity_key_check");
    if check.is_some_and(|value| !value.is_boolean()) {
        let what = "Param user_identity_change.enable_identity_key_check must be a boolean.";
        return Err(GraphError::bad_parameter(what));
    }
    let id = number.id.clone();
    Ok(Step::change(move |world| {
        let Some(number) = world.nodes.get_mut(&id) else { return };
        let mut kept = number.fields.get(KEPT).cloned().unwrap_or_else(|| json!({}));
        merge(&mut kept, &given);
        number.set(KEPT, kept);
    }))
}

/// Puts the keys of each setting over those that are there.
fn merge(settings: &mut Value, given: &Map<String, Value>) {
    for (key, value) in given {
        for (inner, value) in value.as_object().into_iter().flatten() {
            settings[key][inner] = value.clone();
        }
    }
}
