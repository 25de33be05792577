//! Status de saúde as its page gets it: nothing connected, all well, everything at once, in trouble.

use std::time::Duration;

use domain::readiness::{self, Intervals, Scope};
use domain::{Change, How, Node, NodeKind, Replica, Timestamp};
use serde_json::{Value, json};
use ui::Language;
use ui::view::{Branch, Checked, Health};

use crate::world::{self, APP, BUSINESS, COBRANCA, NOW, WABA};

/// A second account, of another business.
pub const OTHER_WABA: &str = "113947260081536";
pub const OTHER_BUSINESS: &str = "611208845530917";
pub const PROMO: &str = "1204857736119218";

/// Everything that the page is given.
pub struct Chain {
    pub scope: Scope,
    pub branches: Vec<Branch>,
    pub may_refresh: bool,
    pub past: Vec<Change>,
    pub checked: Option<Checked>,
}

impl Chain {
    fn of(mut scope: Scope, branches: Vec<Branch>) -> Self {
        // What health says of an entity is kept with the entity too.
        let lists = [&mut scope.businesses, &mut scope.wabas, &mut scope.apps, &mut scope.numbers];
        for replica in lists.into_iter().flatten() {
            world::set(replica, "can_send_message", json!("AVAILABLE"), 12);
        }
        Self { scope, branches, may_refresh: true, past: Vec::new(), checked: None }
    }

    /// The account was blocked for two hours and a half, nine days ago, and Cobrança limited for two
    /// days before that; of the first days nothing is known.
    fn with_past(mut self) -> Self {
        const DAY: i64 = 24 * 3_600;
        let change = |node: &Node, field: &str, (before, after): (Value, Value), seconds| Change {
            node: node.clone(),
            field: field.to_owned(),
            before,
            after,
            at: world::ago(seconds),
            how: How::Read,
            evidence: None,
        };
        let errors = json!([{"error_code": 141_006, "error_description": "There was an error with your payment method. Please add a new payment method to the account."}]);
        let (account, cobranca) = (Node::waba(WABA), Node::phone_number(COBRANCA));
        let (free, blocked) = (json!("AVAILABLE"), json!("BLOCKED"));
        let turned = |node, before: &Value, after: &Value, seconds| {
            change(node, "can_send_message", (before.clone(), after.clone()), seconds)
        };
        self.past.extend([
            turned(&account, &free, &blocked, 9 * DAY),
            change(&account, "errors", (Value::Null, errors.clone()), 9 * DAY),
            turned(&account, &blocked, &free, 9 * DAY - 9_000),
            change(&account, "errors", (errors, Value::Null), 9 * DAY - 9_000),
            turned(&cobranca, &free, &json!("LIMITED"), 18 * DAY),
            turned(&cobranca, &json!("LIMITED"), &free, 16 * DAY),
        ]);
        for replica in self.scope.wabas.iter_mut().chain(&mut self.scope.numbers) {
            replica.first_read_at = Some(world::ago(27 * DAY));
        }
        self
    }

    pub fn page(&self, language: Language) -> String {
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        let intervals =
            Intervals { numbers: minutes(5), accounts: minutes(15), profiles: minutes(60) };
        let readiness = readiness::readiness(&self.scope, &intervals, NOW);
        let view = Health {
            scope: &self.scope,
            readiness: &readiness,
            intervals: &intervals,
            branches: &self.branches,
            webhooks: Some(true),
            past: &self.past,
            past_from: Timestamp::from_millis(i64::MIN),
            checked: self.checked.as_ref(),
            may_refresh: self.may_refresh,
        };
        ui::health(&world::frame(language, "/health", &self.scope), &view)
    }

    /// Sets what Meta says of one entity, in every health that names it.
    pub fn say(&mut self, kind: &str, id: &str, said: &Value) {
        let scope = &mut self.scope;
        let replicas = scope.wabas.iter_mut().chain(&mut scope.numbers).chain(&mut scope.templates);
        for replica in replicas {
            let Some(heard) = replica.fields.get_mut("health_status") else { continue };
            for entity in heard.value["entities"].as_array_mut().expect("a list") {
                if entity["entity_type"] == kind && entity["id"] == id {
                    for (key, value) in said.as_object().expect("an object") {
                        entity[key] = value.clone();
                    }
                }
            }
        }
    }
}

pub const STATES: [&str; 4] = ["empty", "typical", "full", "trouble"];

pub fn of_state(state: &str) -> Chain {
    match state {
        "empty" => empty(),
        "typical" => typical().with_past(),
        "full" => full().with_past(),
        _ => trouble().with_past(),
    }
}

fn empty() -> Chain {
    Chain::of(Scope::default(), Vec::new())
}

/// A template with its health.
fn template(id: &str, name: &str, status: &str, can: &str, errors: &Value) -> Replica {
    let mut entity = json!({"entity_type": "MESSAGE_TEMPLATE", "id": id, "can_send_message": can});
    if *errors != json!([]) {
        entity["errors"] = errors.clone();
    }
    let fields = json!({
        "name": name, "language": "pt_BR", "category": "MARKETING", "status": status,
        "quality_score": {"score": if can == "BLOCKED" { "RED" } else { "UNKNOWN" }},
        "health_status": {"can_send_message": can, "entities": [entity]},
    });
    world::replica(NodeKind::MessageTemplate, id, fields)
}

fn ids(replicas: &[Replica]) -> Vec<String> {
    replicas.iter().map(|replica| replica.node.id.clone()).collect()
}

/// One account where all is well.
pub fn typical() -> Chain {
    let mut scope = world::typical().scope;
    scope.templates = vec![
        template(PROMO, "promo_novembro", "APPROVED", "AVAILABLE", &json!([])),
        template("1215230984417763", "pedido_enviado", "APPROVED", "AVAILABLE", &json!([])),
    ];
    let branch = Branch {
        business: BUSINESS.to_owned(),
        waba: WABA.to_owned(),
        app: APP.to_owned(),
        numbers: ids(&scope.numbers),
        templates: ids(&scope.templates),
    };
    Chain::of(scope, vec![branch])
}

/// The account blocked, its business limited, a template paused, a reading that fails, values and
/// kinds that nobody knows.
pub fn trouble() -> Chain {
    let mut chain = typical();
    chain.may_refresh = false;
    chain.scope.numbers = world::trouble().scope.numbers;
    let payment = json!([{
        "error_code": 141_006,
        "error_description": "There is an error with the payment method. This will block business initiated conversations.",
        "possible_solution": "There was an error with your payment method. Please add a new payment method to the account.",
    }]);
    chain.say("WABA", WABA, &json!({"can_send_message": "BLOCKED", "errors": payment}));
    let unverified = json!([{"error_code": "141010", "error_description": "The Business has not passed business verification."}]);
    chain.say(
        "BUSINESS",
        BUSINESS,
        &json!({"can_send_message": "LIMITED", "errors": unverified, "additional_info": ["Something that Meta has never said before."]}),
    );
    chain.say(
        "APP",
        APP,
        &json!({"can_send_message": "SOMETIMES", "can_receive_call_sip": "BLOCKED"}),
    );
    let paused = json!([{"error_code": 132_015, "error_description": "Template is paused due to low quality.",
        "possible_solution": "Edit the template to improve its quality and try again after it is approved."}]);
    chain.scope.templates[0] = template(PROMO, "promo_novembro", "PAUSED", "BLOCKED", &paused);
    chain.scope.templates[1].fields.remove("health_status");
    let mut health = chain.scope.wabas[0].fields["health_status"].value.clone();
    health["entities"].as_array_mut().expect("a list").push(json!(
        {"entity_type": "SATELLITE", "id": "42", "can_send_message": "BLOCKED",
         "errors": [{"error_code": 7, "error_description": "Out of orbit."}]}));
    world::set(&mut chain.scope.wabas[0], "health_status", health, 12);
    chain
}

/// Two accounts of two businesses, thirty templates, every kind of trouble.
pub fn full() -> Chain {
    let mut chain = trouble();
    let rejected = json!([{"error_code": 141_002, "error_description": "Message templates can only be sent out if they are approved.",
        "possible_solution": "Edit or appeal the message template review decision."}]);
    for nth in 0..30 {
        let id = format!("13{nth:014}");
        let name = format!("modelo_{nth}");
        let made = if nth % 10 == 3 {
            template(&id, &name, "REJECTED", "BLOCKED", &rejected)
        } else {
            template(&id, &name, "APPROVED", "AVAILABLE", &json!([]))
        };
        chain.branches[0].templates.push(id);
        chain.scope.templates.push(made);
    }
    chain.scope.businesses.push(world::replica(
        NodeKind::Business,
        OTHER_BUSINESS,
        json!({"name": "Clínica Aurora"}),
    ));
    let health = json!({"can_send_message": "BLOCKED", "entities": [
        {"entity_type": "WABA", "id": OTHER_WABA, "can_send_message": "AVAILABLE"},
        {"entity_type": "BUSINESS", "id": OTHER_BUSINESS, "can_send_message": "BLOCKED",
         "errors": [{"error_code": 131_031, "error_description": "The business account has been locked.",
            "possible_solution": "Appeal the decision."}]},
    ]});
    chain.scope.wabas.push(world::replica(
        NodeKind::Waba,
        OTHER_WABA,
        json!({"name": "Clínica Aurora", "health_status": health}),
    ));
    chain.branches.push(Branch {
        business: OTHER_BUSINESS.to_owned(),
        waba: OTHER_WABA.to_owned(),
        app: APP.to_owned(),
        numbers: Vec::new(),
        templates: Vec::new(),
    });
    chain
}
