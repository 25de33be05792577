//! The demonstration's world as the pages get it: empty, typical, and in trouble.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::readiness::{self, Intervals, Readiness, Scope};
use domain::{Change, Failure, Heard, How, Node, NodeKind, Replica, Timestamp};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use ui::Language;
use ui::view::{
    Asked, Bell, Filter, Frame, Listed, Meter, Numbers, Overview, TenantChoice, Told, Troubles,
    WabaChoice,
};

use crate::portfolios;

/// 17 November 2025, 14:32:20 in São Paulo.
pub const NOW: Timestamp = Timestamp::from_millis(1_763_400_740_000);
pub const BUSINESS: &str = "506914307656634";
pub const WABA: &str = "102290129340398";
pub const APP: &str = "634974688087057";
pub const COBRANCA: &str = "106540352242922";

/// A world with all that a page is given.
pub struct World {
    pub scope: Scope,
    pub changes: Vec<Change>,
    pub in_use: BTreeSet<String>,
    pub usage: BTreeMap<String, u64>,
    pub meters: Vec<Meter>,
    pub open: Vec<Told>,
    pub fallen: Vec<Told>,
    pub intervals: Intervals,
}

impl World {
    fn of(scope: Scope, changes: Vec<Change>) -> Self {
        let in_use = scope.numbers.iter().take(3).map(|number| number.node.id.clone()).collect();
        let usage = [3_904, 1_730, 778];
        let usage = scope.numbers.iter().zip(usage).map(|(n, count)| (n.node.id.clone(), count));
        let usage = usage.collect();
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        let intervals =
            Intervals { numbers: minutes(5), accounts: minutes(15), profiles: minutes(60) };
        let meters = portfolios::of(&scope);
        let (open, fallen) = (Vec::new(), Vec::new());
        Self { scope, changes, in_use, usage, meters, open, fallen, intervals }
    }

    pub fn readiness(&self) -> Readiness {
        readiness::readiness(&self.scope, &self.intervals, NOW)
    }

    pub fn overview(&self, language: Language) -> String {
        let view = Overview {
            scope: &self.scope,
            readiness: &self.readiness(),
            intervals: &self.intervals,
            meters: &self.meters,
            changes: &self.changes,
            open: &self.open,
            open_count: self.open.len() as u64,
            fallen: &self.fallen,
            names: &Scope::default(),
            quarantined: Some(u64::from(!self.changes.is_empty()) * 2),
            webhooks: Some(true),
        };
        ui::overview(&frame(language, "/overview", &self.scope), &view)
    }

    pub fn numbers(&self, language: Language) -> String {
        self.numbers_where(language, Filter::All, "")
    }

    pub fn numbers_where(&self, language: Language, filter: Filter, query: &str) -> String {
        self.numbers_asked(language, &Asked { filter, query: query.to_owned(), ..Asked::default() })
    }

    pub fn numbers_asked(&self, language: Language, asked: &Asked) -> String {
        let listed = Listed {
            scope: &self.scope,
            readiness: &self.readiness(),
            in_use: &self.in_use,
            usage: &self.usage,
            asked,
        };
        let view = Numbers { listed, meters: &self.meters, intervals: &self.intervals };
        ui::numbers(&frame(language, "/numbers", &self.scope), &view)
    }
}

/// Who looks, from where.
pub fn frame(language: Language, path: &str, scope: &Scope) -> Frame {
    let tenant = |id: &str, name: &str, is_current| TenantChoice {
        id: id.to_owned(),
        name: name.to_owned(),
        is_current,
    };
    let waba = |waba: &Replica| WabaChoice {
        id: waba.node.id.clone(),
        name: waba.text("name").unwrap_or(&waba.node.id).to_owned(),
        is_current: false,
    };
    Frame {
        is_guest: false,
        language,
        person: "Marina Tavares".to_owned(),
        tenant: "Casa Ipê".to_owned(),
        tenants: vec![tenant("t1", "Casa Ipê", true), tenant("t2", "Clínica Aurora", false)],
        wabas: scope.wabas.iter().map(waba).collect(),
        may_connect: true,
        may_refresh: true,
        troubles: Troubles::default(),
        bell: Bell::default(),
        sandbox_url: Some("http://127.0.0.1:8081/_control/".to_owned()),
        now: NOW,
        live: true,
        time_zone: TimeZone::get("America/Sao_Paulo").expect("a zone of the database"),
        path: path.to_owned(),
        version: "0.1.0",
        gap: None,
        unread: None,
    }
}

/// Nothing was connected yet.
pub fn empty() -> World {
    World::of(Scope::default(), Vec::new())
}

/// Three active numbers and a pending one; nothing is wrong.
pub fn typical() -> World {
    let numbers = vec![
        number("106540352242101", "Vendas", "+55 11 95555-0142", "CONNECTED", "GREEN"),
        number("106540352242202", "Atendimento", "+55 11 95555-0187", "CONNECTED", "GREEN"),
        number(COBRANCA, "Cobrança", "+55 21 95555-0164", "CONNECTED", "GREEN"),
        number("106540352242404", "Loja Recife", "+55 81 95555-0119", "PENDING", "UNKNOWN"),
    ];
    let limit = "whatsapp_business_manager_messaging_limit";
    let scope = Scope {
        businesses: vec![replica(
            NodeKind::Business,
            BUSINESS,
            json!({"name": "Casa Ipê Comércio", limit: "TIER_10K"}),
        )],
        wabas: vec![replica(
            NodeKind::Waba,
            WABA,
            json!({"name": "Casa Ipê Brasil", "health_status": health("AVAILABLE", &json!([]))}),
        )],
        apps: vec![replica(NodeKind::App, APP, json!({"name": "Integração Casa Ipê"}))],
        numbers,
        templates: Vec::new(),
        access: Vec::new(),
    };
    World::of(scope, Vec::new())
}

/// Cobrança flagged with reasons, the account blocked, a reading that fails, values nobody knows.
pub fn trouble() -> World {
    let mut world = typical().scope;
    let errors = json!([{
        "error_code": 141_006,
        "error_description": "There is an error with the payment method.",
        "possible_solution": "Add a valid payment method to your account."
    }]);
    set(&mut world.wabas[0], "health_status", health("BLOCKED", &errors), 11);
    set(&mut world.numbers[1], "quality_score", json!({"score": "YELLOW"}), 12);
    let cobranca = &mut world.numbers[2];
    set(cobranca, "status", json!("FLAGGED"), 12);
    let reasons = json!(["DID_NOT_SIGN_UP", "SPAM", "SOMETHING_NEW"]);
    set(cobranca, "quality_score", json!({"score": "RED", "reasons": reasons}), 12);
    let vendas = &mut world.numbers[0];
    for heard in vendas.fields.values_mut() {
        heard.at = ago(3 * 3600);
    }
    vendas.read_at = Some(ago(3 * 3600));
    vendas.failure = Some(Failure {
        since: ago(2 * 3600 + 1800),
        last: ago(60),
        reason: "unanswered".to_owned(),
        message: Some("(#4) Application request limit reached".to_owned()),
        code: Some(4),
        subcode: None,
    });
    let recife = &mut world.numbers[3];
    set(recife, "status", json!("IN_LIMBO"), 12);
    set(recife, "quality_score", json!({"score": "PURPLE"}), 12);
    set(recife, "name_status", json!("UNDER_A_TREE"), 12);
    set(recife, "throughput", json!({"level": "LUDICROUS"}), 12);
    set(recife, "messaging_limit_tier", json!("TIER_7M"), 12);
    World::of(world, changes())
}

/// Two accounts of two businesses, a number in each state with each quality, names as long as Meta
/// takes them, and a list of changes.
pub fn full() -> World {
    let mut scope = typical().scope;
    let qualities = ["GREEN", "YELLOW", "RED", "UNKNOWN"];
    for (nth, status) in meta::open::PhoneNumberStatus::KNOWN.iter().enumerate() {
        let name = format!("Filial {nth} da Casa Ipê Móveis e Decorações de Madeira Brasileira");
        let phone = format!("+55 11 95555-{:04}", 300 + nth);
        let id = format!("1065403522430{nth:02}");
        let quality = qualities[nth % qualities.len()];
        scope.numbers.push(number(&id, &name, &phone, status.as_str(), quality));
    }
    let limit = "whatsapp_business_manager_messaging_limit";
    let business = json!({"name": "Clínica Aurora", limit: "TIER_UNLIMITED"});
    scope.businesses.push(replica(NodeKind::Business, "611208845530917", business));
    let account = json!({"name": "Clínica Aurora", "health_status": {"can_send_message": "LIMITED",
        "entities": [{"entity_type": "WABA", "id": "113947260081536", "can_send_message": "LIMITED",
            "additional_info": ["The account is being reviewed."]},
            {"entity_type": "BUSINESS", "id": "611208845530917", "can_send_message": "AVAILABLE"}]}});
    scope.wabas.push(replica(NodeKind::Waba, "113947260081536", account));
    let changes = changes().into_iter().cycle().take(8).collect();
    World::of(scope, changes)
}

fn changes() -> Vec<Change> {
    let change = |node: Node, field: &str, before: Value, after: Value, seconds, how| Change {
        node,
        field: field.to_owned(),
        before,
        after,
        at: ago(seconds),
        how,
        evidence: None,
    };
    let limit = "whatsapp_business_manager_messaging_limit";
    let cobranca = Node::phone_number(COBRANCA);
    vec![
        change(cobranca.clone(), "status", json!("CONNECTED"), json!("FLAGGED"), 12, How::Webhook),
        change(cobranca, "quality_rating", json!("YELLOW"), json!("RED"), 2_400, How::Read),
        change(
            Node::waba(WABA),
            "can_send_message",
            json!("AVAILABLE"),
            json!("BLOCKED"),
            3 * 3600,
            How::Read,
        ),
        change(
            Node::new(NodeKind::Business, BUSINESS),
            limit,
            json!("TIER_2K"),
            json!("TIER_10K"),
            26 * 3600,
            How::Webhook,
        ),
        change(
            Node::phone_number("106540352242404"),
            "verified_name",
            Value::Null,
            json!("Loja Recife"),
            50 * 3600,
            How::Read,
        ),
    ]
}

pub fn number(id: &str, name: &str, phone: &str, status: &str, quality: &str) -> Replica {
    let is_pending = status == "PENDING";
    let fields = json!({
        "verified_name": name,
        "display_phone_number": phone,
        "status": status,
        "quality_rating": quality,
        "quality_score": {"score": quality},
        "name_status": if is_pending { "PENDING_REVIEW" } else { "APPROVED" },
        "throughput": {"level": if name == "Vendas" { "HIGH" } else { "STANDARD" }},
        "whatsapp_business_manager_messaging_limit": "TIER_10K",
        "is_pin_enabled": !is_pending,
        "is_official_business_account": name == "Vendas",
        "platform_type": "CLOUD_API",
        "code_verification_status": if is_pending { "NOT_VERIFIED" } else { "VERIFIED" },
        "health_status": {"can_send_message": "AVAILABLE", "entities": [
            {"entity_type": "PHONE_NUMBER", "id": id, "can_send_message": "AVAILABLE"},
            {"entity_type": "WABA", "id": WABA, "can_send_message": "AVAILABLE"},
        ]},
    });
    replica(NodeKind::PhoneNumber, id, fields)
}

/// The account's health, with the business and the app in it.
fn health(waba: &str, errors: &Value) -> Value {
    json!({"can_send_message": waba, "entities": [
        {"entity_type": "WABA", "id": WABA, "can_send_message": waba, "errors": errors},
        {"entity_type": "BUSINESS", "id": BUSINESS, "can_send_message": "AVAILABLE"},
        {"entity_type": "APP", "id": APP, "can_send_message": "AVAILABLE"},
    ]})
}

pub fn replica(kind: NodeKind, id: &str, fields: Value) -> Replica {
    let mut replica = Replica::unread(Node::new(kind, id));
    let Value::Object(fields) = fields else { unreachable!("fields are an object") };
    for (field, value) in fields {
        set(&mut replica, &field, value, 12);
    }
    replica.read_at = Some(ago(12));
    replica
}

/// Sets what was read of a field.
pub fn set(replica: &mut Replica, field: &str, value: Value, seconds: i64) {
    let heard = Heard { value, at: ago(seconds), how: How::Read };
    replica.fields.insert(field.to_owned(), heard);
}

pub fn ago(seconds: i64) -> Timestamp {
    Timestamp::from_millis(NOW.as_millis() - seconds * 1_000)
}
