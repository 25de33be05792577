//! Which JSON type each field of a node has, so that nothing is taken into a world which an answer
//! would then repeat or trip over: by a document, by control, or by a state from elsewhere.
//!
//! A pattern is an example: text, a whole number, true or false, a list of one, or an object. Keys that
//! it does not have are open.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::{Kind, Node, World};
use crate::graph::auth::PROOF_REQUIRED;
use crate::graph::node_types::{self, PORTFOLIO_LIMIT};
use crate::world::health::CALLS_BY_SIP;

/// What has another type than it should: the keys that lead there, and what belongs there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistyped {
    pub path: String,
    pub wanted: &'static str,
}

/// Fields that are no text; those that `node_types` knows and that are not here are.
static OTHERS: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "creation_time": 0,
        "is_enabled_for_insights": false,
        "is_shared_with_partners": false,
        "disable_marketing_messages_on_cloud_api": false,
        "template_auto_archival_enabled": false,
        "is_official_business_account": false,
        "is_pin_enabled": false,
        "is_on_biz_app": false,
        "is_preverified_number": false,
        "paced": false,
        PROOF_REQUIRED: false,
        CALLS_BY_SIP: "",
        "quality_score": {"score": "", "date": 0, "reasons": [""]},
        "throughput": {"level": ""},
        "conversational_automation": {
            "enable_welcome_message": false,
            "prompts": [""],
            "commands": [{"command_name": "", "command_description": ""}],
        },
        "settings": {},
        "components": [{"type": "", "format": "", "text": "", "buttons": [{"type": "", "text": ""}]}],
    })
});

/// Fields whose type Meta's own clients disagree about, or that are kept as they were given.
const OPEN: [&str; 15] = [
    "timezone_id",
    "owner_business",
    "owner_business_info",
    "on_behalf_of_business_info",
    "primary_page",
    "linked_commerce_account",
    "health_status",
    "auth_international_rate_eligibility",
    "service_pricing_policy",
    "webhook_configuration",
    "message_send_ttl_seconds",
    "library_template_name",
    "cta_url_link_tracking_opted_out",
    "degrees_of_freedom_spec",
    "analytics",
];

static PROFILE: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "messaging_product": "",
        "about": "",
        "address": "",
        "description": "",
        "email": "",
        "profile_picture_url": "",
        "websites": [""],
        "vertical": "",
    })
});

static ERROR: LazyLock<Value> =
    LazyLock::new(|| json!({"error_code": 0, "error_description": "", "possible_solution": ""}));

/// The first value of all nodes that has another type, by the keys that lead to it from the world.
pub fn of_world(world: &World) -> Option<Mistyped> {
    world.nodes.iter().find_map(|(id, node)| {
        let fault = of_node(node)?;
        Some(Mistyped { path: format!("nodes.{id}.{}", fault.path), ..fault })
    })
}

/// The first value of a node that has another type.
pub fn of_node(node: &Node) -> Option<Mistyped> {
    let fields = node.fields.iter().find_map(|(name, value)| field(node.kind, name, value));
    let errors = || {
        let health = node.health.as_ref()?;
        below("health.errors", health.errors.iter().enumerate(), &ERROR).or_else(|| {
            below("health.additional_info", health.additional_info.iter().enumerate(), &json!(""))
        })
    };
    let profile = || profile(&node.profile).map(|fault| fault.under("profile"));
    fields.map(|fault| fault.under("fields")).or_else(profile).or_else(errors)
}

fn field(kind: Kind, name: &str, value: &Value) -> Option<Mistyped> {
    let is_text = || {
        let is_known = name == PORTFOLIO_LIMIT || node_types::of(kind).fields.contains(&name);
        is_known && !OPEN.contains(&name)
    };
    let pattern = match OTHERS.get(name) {
        Some(pattern) => pattern.clone(),
        None if is_text() => json!(""),
        None => return None,
    };
    compare(value, &pattern).map(|fault| fault.under(name))
}

/// The first field of a profile that has another type.
pub fn profile(profile: &Map<String, Value>) -> Option<Mistyped> {
    let known = profile.iter().filter_map(|(name, value)| Some((name, value, PROFILE.get(name)?)));
    known.into_iter().find_map(|(name, value, like)| Some(compare(value, like)?.under(name)))
}

/// What is wrong with an error of `health_status`.
pub fn error(error: &Value) -> Option<Mistyped> {
    compare(error, &ERROR)
}

fn below<'v>(
    key: &str,
    values: impl Iterator<Item = (usize, &'v Value)>,
    like: &Value,
) -> Option<Mistyped> {
    let mut values = values;
    values.find_map(|(nth, value)| Some(compare(value, like)?.under(&nth.to_string()).under(key)))
}

/// The first place at which a value is not like its pattern.
fn compare(value: &Value, like: &Value) -> Option<Mistyped> {
    let wrong = |wanted| Some(Mistyped { path: String::new(), wanted });
    match (like, value) {
        (Value::String(_), Value::String(_))
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Null, _) => None,
        (Value::Number(_), Value::Number(number)) if number.is_i64() || number.is_u64() => None,
        (Value::Array(like), Value::Array(values)) => {
            let like = like.first()?;
            let mut values = values.iter().enumerate();
            values.find_map(|(nth, value)| Some(compare(value, like)?.under(&nth.to_string())))
        }
        (Value::Object(like), Value::Object(values)) => like.iter().find_map(|(key, like)| {
            let fault = compare(values.get(key)?, like)?;
            Some(fault.under(key))
        }),
        (Value::String(_), _) => wrong("a string"),
        (Value::Bool(_), _) => wrong("true or false"),
        (Value::Number(_), _) => wrong("a whole number"),
        (Value::Array(_), _) => wrong("a list"),
        (Value::Object(_), _) => wrong("an object"),
    }
}

impl Mistyped {
    /// The same, a step further up.
    fn under(self, key: &str) -> Mistyped {
        let path = match self.path.is_empty() {
            true => key.to_owned(),
            false => format!("{key}.{}", self.path),
        };
        Mistyped { path, ..self }
    }
}
