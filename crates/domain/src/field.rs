//! The fields that Farol knows of each node: which are asked for, and what a change in one means.
//!
//! One static list. A field that it does not have is still recorded and shown raw, as quiet.

use serde_json::Value;

use crate::node::NodeKind;

/// What a change in a field means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Recorded, and may call for someone's attention.
    Watched,
    /// Recorded.
    Quiet,
    /// Kept, but its changes are told by the fields that are derived from it.
    Derived,
}

/// One field of a node.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Whose field.
    pub kind: NodeKind,
    /// Meta's name.
    pub name: &'static str,
    /// What a change means.
    pub weight: Weight,
    /// Whether a reading asks for it; else it comes by webhook or from another node's document.
    pub is_asked: bool,
}

const fn asked(kind: NodeKind, name: &'static str, weight: Weight) -> Field {
    Field { kind, name, weight, is_asked: true }
}

const fn told(kind: NodeKind, name: &'static str, weight: Weight) -> Field {
    Field { kind, name, weight, is_asked: false }
}

use NodeKind::{App, Business, MessageTemplate, PhoneNumber, Profile, Username, Waba};
use Weight::{Derived, Quiet, Watched};

/// Every field known here, by node (META 2.1 to 2.3, 3, 5, 6, 9).
pub const FIELDS: &[Field] = &[
    asked(Business, "name", Quiet),
    asked(Business, "verification_status", Watched),
    asked(Business, "whatsapp_business_manager_messaging_limit", Watched),
    told(Business, "can_send_message", Watched),
    told(Business, "errors", Quiet),
    told(Business, "additional_info", Quiet),
    asked(Waba, "name", Quiet),
    asked(Waba, "currency", Quiet),
    asked(Waba, "country", Quiet),
    asked(Waba, "timezone_id", Quiet),
    asked(Waba, "account_review_status", Watched),
    asked(Waba, "business_verification_status", Watched),
    asked(Waba, "status", Watched),
    asked(Waba, "owner_business_info", Quiet),
    asked(Waba, "whatsapp_business_manager_messaging_limit", Watched),
    asked(Waba, "primary_funding_id", Quiet),
    asked(Waba, "health_status", Derived),
    told(Waba, "can_send_message", Watched),
    told(Waba, "errors", Quiet),
    told(Waba, "additional_info", Quiet),
    told(Waba, "ban_info", Watched),
    told(Waba, "restriction_info", Watched),
    told(Waba, "violation_info", Watched),
    told(Waba, "max_phone_numbers_per_waba", Quiet),
    // Of the portfolio, but the webhook that tells it names only the account.
    told(Waba, "max_phone_numbers_per_business", Quiet),
    asked(App, "name", Quiet),
    told(App, "can_send_message", Watched),
    told(App, "errors", Quiet),
    told(App, "additional_info", Quiet),
    asked(PhoneNumber, "display_phone_number", Watched),
    asked(PhoneNumber, "verified_name", Watched),
    asked(PhoneNumber, "status", Watched),
    asked(PhoneNumber, "quality_rating", Watched),
    asked(PhoneNumber, "quality_score", Quiet),
    asked(PhoneNumber, "code_verification_status", Quiet),
    asked(PhoneNumber, "name_status", Watched),
    asked(PhoneNumber, "new_display_name", Quiet),
    asked(PhoneNumber, "new_name_status", Watched),
    asked(PhoneNumber, "platform_type", Quiet),
    asked(PhoneNumber, "throughput", Watched),
    asked(PhoneNumber, "whatsapp_business_manager_messaging_limit", Quiet),
    asked(PhoneNumber, "messaging_limit_tier", Quiet),
    asked(PhoneNumber, "account_mode", Quiet),
    asked(PhoneNumber, "is_official_business_account", Watched),
    asked(PhoneNumber, "is_pin_enabled", Watched),
    asked(PhoneNumber, "is_on_biz_app", Quiet),
    asked(PhoneNumber, "health_status", Derived),
    told(PhoneNumber, "can_send_message", Watched),
    told(PhoneNumber, "errors", Quiet),
    told(PhoneNumber, "additional_info", Quiet),
    // The last words of four webhooks, each under the webhook field's name.
    told(PhoneNumber, "phone_number_name_update", Watched),
    told(PhoneNumber, "security", Watched),
    told(PhoneNumber, "security_reset_request", Watched),
    told(MessageTemplate, "message_template_status_update", Watched),
    told(Business, "account_alerts", Watched),
    told(Waba, "account_alerts", Watched),
    told(PhoneNumber, "account_alerts", Watched),
    asked(MessageTemplate, "name", Quiet),
    asked(MessageTemplate, "language", Quiet),
    asked(MessageTemplate, "category", Watched),
    asked(MessageTemplate, "status", Watched),
    asked(MessageTemplate, "quality_score", Watched),
    asked(MessageTemplate, "rejected_reason", Quiet),
    asked(MessageTemplate, "health_status", Derived),
    told(MessageTemplate, "can_send_message", Watched),
    told(MessageTemplate, "errors", Quiet),
    told(MessageTemplate, "additional_info", Quiet),
    asked(Profile, "about", Quiet),
    asked(Profile, "address", Quiet),
    asked(Profile, "description", Quiet),
    asked(Profile, "email", Quiet),
    asked(Profile, "profile_picture_url", Quiet),
    asked(Profile, "websites", Quiet),
    asked(Profile, "vertical", Quiet),
    asked(Username, "username", Watched),
    asked(Username, "status", Watched),
];

/// The names that a reading of this kind of node asks for.
pub fn asked_of(kind: NodeKind) -> Vec<&'static str> {
    FIELDS.iter().filter(|field| field.kind == kind && field.is_asked).map(|f| f.name).collect()
}

/// What a change of this field means; quiet for a field that is not known.
pub fn weight(kind: NodeKind, name: &str) -> Weight {
    FIELDS
        .iter()
        .find(|field| field.kind == kind && field.name == name)
        .map_or(Weight::Quiet, |field| field.weight)
}

/// Whether two values of a field say the same. Lists are sets, since Meta gives no order to reasons
/// or entities; an address that Meta signs anew at each reading is the same picture while its path
/// is.
pub fn says_the_same(name: &str, one: &Value, other: &Value) -> bool {
    match (name, one.as_str(), other.as_str()) {
        ("profile_picture_url", Some(one), Some(other)) => picture(one) == picture(other),
        // Contacts see the two links in their order.
        ("websites", _, _) => one == other,
        _ => one == other || sorted(one) == sorted(other),
    }
}

/// The last part of an address's path: its host varies and its query is a signature.
pub(crate) fn picture(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or(path)
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(sorted).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), sorted(value))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
