//! `health_status`: what each entity on the way of a message says, and the worst of them.
//!
//! Health that was set by hand wins; otherwise it follows from a number's status and name, from a
//! template's status, from whether a WABA has a payment method, or a portfolio was verified.

use serde_json::{Map, Value, json};

use super::limit::VERIFIED;
use super::{Health, Kind, Node, World, mint, template};

/// The statuses in which a number is not connected to the platform.
const UNCONNECTED: [&str; 6] =
    ["PENDING", "UNVERIFIED", "DISCONNECTED", "BANNED", "DELETED", "MIGRATED"];

/// Whether calls come by SIP: no part of whether messages can be sent.
pub const CALLS_BY_SIP: &str = "can_receive_call_sip";
const NAME_NOT_APPROVED: &str = "Your display name has not been approved yet. \
     Your message limit will increase after the display name is approved.";

/// What one node says of itself.
pub fn of_node(node: &Node) -> Health {
    if let Some(health) = &node.health {
        return health.clone();
    }
    match node.kind {
        Kind::Number => number(node),
        Kind::Template => template::health(node),
        Kind::Waba if !node.fields.contains_key("primary_funding_id") => Health {
            can_send_message: "BLOCKED".to_owned(),
            errors: vec![payment_missing()],
            additional_info: Vec::new(),
        },
        Kind::Business if node.text("verification_status") != VERIFIED => Health {
            can_send_message: "LIMITED".to_owned(),
            errors: vec![not_verified()],
            additional_info: Vec::new(),
        },
        Kind::Business | Kind::Waba | Kind::App => Health::available(),
    }
}

impl World {
    /// Gives every account a payment method that has none.
    pub fn fund_all(&mut self) {
        let wabas = self.nodes.values_mut().filter(|node| node.kind == Kind::Waba);
        for (nth, waba) in (1..).zip(wabas) {
            let funding = || json!(mint::digits(nth, "funding", 16));
            waba.fields.entry("primary_funding_id").or_insert_with(funding);
        }
    }
}

/// Seen in the field, and not on Meta's page of health codes.
fn payment_missing() -> Value {
    json!({
        "error_code": 141_006,
        "error_description": "There is an error with the payment method. This will block business \
                              initiated conversations.",
        "possible_solution": "There was an error with your payment method. Please add a new \
                              payment method to the account.",
    })
}

/// Limited with an error, as it is seen in the field; Meta's page has errors of what is blocked alone.
fn not_verified() -> Value {
    json!({
        "error_code": 141_010,
        "error_description": "The Business has not passed business verification.",
        "possible_solution": "Visit business settings and start or resolve the business verification \
                              request.",
    })
}

fn number(node: &Node) -> Health {
    if UNCONNECTED.contains(&node.text("status")) {
        return Health {
            can_send_message: "BLOCKED".to_owned(),
            errors: vec![json!({
                "error_code": 141_000,
                "error_description": "The phone number is not connected to the WhatsApp Business Platform.",
                "possible_solution": "Register the phone number and try again.",
            })],
            additional_info: Vec::new(),
        };
    }
    if node.text("name_status") == "PENDING_REVIEW" {
        return Health {
            can_send_message: "LIMITED".to_owned(),
            errors: Vec::new(),
            additional_info: vec![json!(NAME_NOT_APPROVED)],
        };
    }
    Health::available()
}

/// The `health_status` field of a number, a template or a WABA, as this app reads it.
pub fn status(world: &World, app: &str, node: &Node) -> Value {
    let of_kind = |kind| (node.kind == kind).then_some(node);
    let chain = [
        ("PHONE_NUMBER", of_kind(Kind::Number)),
        ("MESSAGE_TEMPLATE", of_kind(Kind::Template)),
        ("WABA", world.waba_of(node)),
        ("BUSINESS", world.business_of(node)),
        ("APP", world.nodes.get(app)),
    ];
    let entities: Vec<(&str, &Node, Health)> = chain
        .into_iter()
        .filter_map(|(name, node)| node.map(|node| (name, node, of_node(node))))
        .collect();
    json!({
        "can_send_message": worst(entities.iter().map(|(_, _, health)| health)),
        "entities": entities.iter().map(|(name, node, health)| entity(name, node, health)).collect::<Vec<_>>(),
    })
}

/// Why no call comes by SIP, which says nothing of messages (META 5). The words are the emulator's.
fn no_sip(kind: Kind) -> Value {
    let (code, description, solution) = match kind {
        Kind::App => (
            138_025,
            "The app has no SIP server.",
            "Configure a SIP server of the app for the number.",
        ),
        _ => (
            138_024,
            "SIP is not enabled for the phone number.",
            "Enable SIP in its call settings.",
        ),
    };
    json!({"error_code": code, "error_description": description, "possible_solution": solution})
}

fn worst<'h>(all: impl Iterator<Item = &'h Health> + Clone) -> &'static str {
    let any = |value| all.clone().any(|health| health.can_send_message == value);
    if any("BLOCKED") {
        "BLOCKED"
    } else if any("LIMITED") {
        "LIMITED"
    } else {
        "AVAILABLE"
    }
}

fn entity(name: &str, node: &Node, health: &Health) -> Value {
    let mut entity = Map::new();
    entity.insert("entity_type".to_owned(), json!(name));
    entity.insert("id".to_owned(), json!(node.id));
    entity.insert("can_send_message".to_owned(), json!(health.can_send_message));
    let mut errors = health.errors.clone();
    if matches!(node.kind, Kind::Number | Kind::App) {
        let calls = match node.text(CALLS_BY_SIP) {
            "" => "AVAILABLE",
            said => said,
        };
        errors.extend((calls == "BLOCKED").then(|| no_sip(node.kind)));
        entity.insert(CALLS_BY_SIP.to_owned(), json!(calls));
    }
    if !errors.is_empty() {
        entity.insert("errors".to_owned(), json!(errors));
    }
    if !health.additional_info.is_empty() {
        entity.insert("additional_info".to_owned(), json!(health.additional_info));
    }
    Value::Object(entity)
}

impl Health {
    /// Nothing to say.
    pub fn available() -> Health {
        Health {
            can_send_message: "AVAILABLE".to_owned(),
            errors: Vec::new(),
            additional_info: Vec::new(),
        }
    }

    pub fn is_available(&self) -> bool {
        self == &Health::available()
    }
}
