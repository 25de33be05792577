//! Timelines as the page of activity gets them: empty, typical, one of everything, and in trouble.

use domain::field::FIELDS;
use domain::{Change, How, Node, NodeKind};
use serde_json::{Value, json};
use ui::Language;
use ui::view::{Activity, Entry, Frame, Narrowed};

use crate::world::{self, APP, BUSINESS, COBRANCA, WABA, World};

pub const VENDAS: &str = "106540352242101";
pub const PROMO: &str = "1689556908129832";
pub const PROMO_ES: &str = "1689556908129833";

/// A timeline with whose changes they are.
pub struct Timeline {
    pub world: World,
    pub entries: Vec<Entry>,
    pub next: Option<u64>,
    pub is_first: bool,
}

impl Timeline {
    /// The states of the goldens.
    pub const STATES: [&str; 4] = ["empty", "typical", "full", "trouble"];

    pub fn of_state(state: &str) -> Self {
        match state {
            "empty" => Self::of(world::empty(), Vec::new()),
            "typical" => typical(),
            "full" => full(),
            _ => trouble(),
        }
    }

    pub fn of(mut world: World, entries: Vec<Entry>) -> Self {
        let template = |id, fields| world::replica(NodeKind::MessageTemplate, id, fields);
        if !world.scope.wabas.is_empty() {
            world.scope.templates = vec![
                template(PROMO, json!({"name": "promo_novembro", "language": "pt_BR"})),
                template(PROMO_ES, json!({"name": "aviso_entrega", "language": "es"})),
            ];
        }
        Self { world, entries, next: None, is_first: true }
    }

    pub fn page(&self, language: Language) -> String {
        let frame = world::frame(language, "/activity", &self.world.scope);
        self.page_in(&frame, Narrowed::default())
    }

    pub fn page_where(&self, narrowed: Narrowed<'_>) -> String {
        let frame = world::frame(Language::PtBr, "/activity", &self.world.scope);
        self.page_in(&frame, narrowed)
    }

    pub fn page_in(&self, frame: &Frame, narrowed: Narrowed<'_>) -> String {
        let view = Activity {
            scope: &self.world.scope,
            intervals: &self.world.intervals,
            entries: &self.entries,
            narrowed,
            next: self.next,
            is_first: self.is_first,
        };
        ui::activity(frame, &view)
    }
}

/// A change of so many seconds ago, whose evidence is Meta's document.
pub fn entry(
    seq: u64,
    seconds: i64,
    node: Node,
    field: &str,
    (before, after): (Value, Value),
    how: How,
) -> Entry {
    let evidence = match how {
        How::Computed => None,
        How::Read | How::Webhook | How::Operator => Some(json!({ field: after }).to_string()),
    };
    let at = world::ago(seconds);
    let change = Change { node, field: field.to_owned(), before, after, at, how, evidence };
    Entry { seq, change, by: None }
}

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Seconds ago, whose, which field, before and after, how.
type Row = (i64, Node, &'static str, (Value, Value), How);

fn typical() -> Timeline {
    let about = "Móveis de madeira brasileira, feitos para durar. ".repeat(9);
    let (number, profile) = (Node::phone_number, Node::profile);
    let template = Node::new(NodeKind::MessageTemplate, PROMO);
    let business = Node::new(NodeKind::Business, BUSINESS);
    let motto = (json!("Móveis sob medida"), json!("Móveis de madeira, feitos para durar."));
    let low = json!({"score": "YELLOW", "reasons": ["NO_LONGER_NEEDED"]});
    let links = (
        json!(["https://casaipe.example"]),
        json!(["https://casaipe.example", "https://loja.casaipe.example"]),
    );
    let limit = "whatsapp_business_manager_messaging_limit";
    let recife = number("106540352242404");
    let rows: Vec<Row> = vec![
        (40 * 60, template, CAN, (json!("AVAILABLE"), json!("BLOCKED")), How::Read),
        (3 * HOUR, number(COBRANCA), SCORE, (json!({"score": "GREEN"}), low), How::Read),
        (4 * HOUR, profile(VENDAS), "about", motto, How::Operator),
        (
            4 * HOUR,
            profile(VENDAS),
            DESCRIPTION,
            (json!("Ipê"), json!(about.trim())),
            How::Operator,
        ),
        (DAY, business, limit, (json!("TIER_2K"), json!("TIER_10K")), How::Webhook),
        (DAY + HOUR, recife, NAME, (Value::Null, json!("PENDING_REVIEW")), How::Read),
        (2 * DAY, number(COBRANCA), STATUS, (json!("CONNECTED"), json!("FLAGGED")), How::Webhook),
        (330 * DAY, profile(VENDAS), "websites", links, How::Read),
    ];
    let entries = (121..129).rev().zip(rows).map(|(seq, (seconds, node, field, values, how))| {
        let by = (how == How::Operator).then(|| "Rafael Nunes".to_owned());
        Entry { by, ..entry(seq, seconds, node, field, values, how) }
    });
    Timeline { next: Some(121), ..Timeline::of(world::typical(), entries.collect()) }
}

const CAN: &str = "can_send_message";
const DESCRIPTION: &str = "description";
const NAME: &str = "name_status";
const SCORE: &str = "quality_score";
const STATUS: &str = "status";

/// One change of every field known.
fn full() -> Timeline {
    let node = |kind| match kind {
        NodeKind::Business => Node::new(kind, BUSINESS),
        NodeKind::Waba => Node::waba(WABA),
        NodeKind::App => Node::new(kind, APP),
        NodeKind::PhoneNumber => Node::phone_number(COBRANCA),
        NodeKind::MessageTemplate => Node::new(kind, PROMO),
        NodeKind::Profile => Node::profile(VENDAS),
        NodeKind::Username => Node::username(VENDAS),
    };
    let seqs = (1..=FIELDS.len() as u64).rev();
    let entries = FIELDS.iter().zip(seqs).enumerate().map(|(index, (field, seq))| {
        let how = if field.is_asked { How::Read } else { How::Webhook };
        let ago = 60 + 17 * 60 * i64::try_from(index).expect("a few fields");
        entry(seq, ago, node(field.kind), field.name, values(field.kind, field.name), how)
    });
    Timeline::of(world::typical(), entries.collect())
}

/// Plausible values of a field, before and after.
fn values(kind: NodeKind, field: &str) -> (Value, Value) {
    match field {
        "whatsapp_business_manager_messaging_limit" => (json!("TIER_10K"), json!("TIER_2K")),
        "messaging_limit_tier" => (json!("TIER_250"), json!("UNLIMITED")),
        "can_send_message" => (json!("AVAILABLE"), json!("LIMITED")),
        "health_status" => {
            (json!({"can_send_message": "BLOCKED"}), json!({"can_send_message": "AVAILABLE"}))
        }
        "verification_status" | "business_verification_status" => {
            (json!("pending_need_more_info"), json!("verified"))
        }
        "account_review_status" => (json!("PENDING"), json!("APPROVED")),
        "currency" => (json!("USD"), json!("BRL")),
        "country" => (Value::Null, json!("BR")),
        "timezone_id" => (json!("1"), json!("25")),
        "max_phone_numbers_per_waba" => (json!(2), json!(20)),
        "max_phone_numbers_per_business" => (Value::Null, json!(2)),
        "quality_rating" => (json!("RED"), json!("YELLOW")),
        "code_verification_status" => (json!("NOT_VERIFIED"), json!("VERIFIED")),
        "name_status" => (json!("PENDING_REVIEW"), json!("APPROVED")),
        "new_name_status" => (json!("PENDING_REVIEW"), json!("DECLINED")),
        "platform_type" => (json!("NOT_APPLICABLE"), json!("CLOUD_API")),
        "account_mode" => (json!("SANDBOX"), json!("LIVE")),
        "throughput" => (json!({"level": "STANDARD"}), json!({"level": "HIGH"})),
        "is_pin_enabled" => (json!(true), json!(false)),
        "is_official_business_account" | "is_on_biz_app" => (json!(false), json!(true)),
        "language" => (json!("pt_BR"), json!("es_MX")),
        "category" => (json!("UTILITY"), json!("MARKETING")),
        "rejected_reason" => (json!("NONE"), json!("PROMOTIONAL")),
        "status" => match kind {
            NodeKind::Waba => (json!("ACTIVE"), json!("RESTRICTED")),
            NodeKind::MessageTemplate => (json!("APPROVED"), json!("PAUSED")),
            NodeKind::Username => (json!("reserved"), json!("approved")),
            _ => (json!("RESTRICTED"), json!("CONNECTED")),
        },
        "profile_picture_url" => {
            (json!("https://a.example/1.jpg"), json!("https://a.example/2.jpg"))
        }
        "websites" => (json!(["https://a.example"]), json!(["https://b.example"])),
        "vertical" => (json!("OTHER"), json!("RETAIL")),
        "username" => (Value::Null, json!("casa.ipe")),
        "security" => (Value::Null, json!({"event": "PIN_CHANGED"})),
        "security_reset_request" => (Value::Null, json!({"event": "PIN_RESET_REQUEST"})),
        "primary_funding_id" => (Value::Null, json!("500012345678901")),
        "email" => (json!(""), json!("contato@casaipe.example")),
        "display_phone_number" => (json!("+55 21 95555-0164"), json!("+55 21 95555-0165")),
        "new_display_name" => (Value::Null, json!("Casa Ipê Cobrança")),
        "name" | "verified_name" | "about" | "address" | "description" => {
            (json!("Casa Ipê"), json!("Casa Ipê Móveis"))
        }
        _ => documents(kind, field),
    }
}

/// Plausible lists and objects of a field, before and after.
fn documents(kind: NodeKind, field: &str) -> (Value, Value) {
    let error = |code: u32, text: &str| json!({"error_code": code, "error_description": text});
    match field {
        "errors" => (
            json!([error(141_010, "The business is not verified.")]),
            json!([
                error(141_006, "There is an error with the payment method."),
                error(138_017, "The display name is not approved.")
            ]),
        ),
        "additional_info" => (json!(["Your display name has not been approved yet."]), Value::Null),
        "ban_info" => (
            json!({"waba_ban_state": "SCHEDULE_FOR_DISABLE", "waba_ban_date": "April 17, 2025"}),
            json!({"waba_ban_state": "REINSTATE"}),
        ),
        "restriction_info" => (
            Value::Null,
            json!([
                {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1_763_600_000},
                {"restriction_type": "RESTRICTED_ADD_PHONE_NUMBER_ACTION"},
            ]),
        ),
        "violation_info" => (
            Value::Null,
            json!({"violation_type": "SPAM", "remediation": "Send only what people asked for."}),
        ),
        "owner_business_info" => {
            (json!({"id": BUSINESS}), json!({"id": BUSINESS, "name": "Casa Ipê Comércio"}))
        }
        "quality_score" if kind == NodeKind::PhoneNumber => (
            json!({"score": "RED", "reasons": ["SPAM", "NO_REASON"]}),
            json!({"score": "RED", "reasons": ["SPAM", "DID_NOT_SIGN_UP"]}),
        ),
        "quality_score" => {
            (json!({"score": "UNKNOWN"}), json!({"score": "GREEN", "date": 1_763_300_000}))
        }
        other => told(other),
    }
}

/// The last words of a webhook, which stand under its field's name.
fn told(field: &str) -> (Value, Value) {
    match field {
        "phone_number_name_update" => (
            json!({"decision": "REJECTED", "requested_verified_name": "Ipê Promoções",
                "rejection_reason": "NAME_EMPLOYEE_FIRST_NAME"}),
            json!({"decision": "APPROVED", "requested_verified_name": "Casa Ipê Cobrança",
                "rejection_reason": null}),
        ),
        "message_template_status_update" => (
            Value::Null,
            json!({"event": "PAUSED", "other_info": {"title": "FIRST_PAUSE",
                "description": "Paused for 3 hours because of its quality."}}),
        ),
        "account_alerts" => (
            Value::Null,
            json!({"alert_type": "OBA_APPROVED", "alert_severity": "INFORMATIONAL",
                "alert_status": "NONE", "alert_description": "The account is official."}),
        ),
        other => panic!("no plausible value of {other}"),
    }
}

/// Unknown nodes, fields and values, documents that were cut, and forms that nobody expects.
fn trouble() -> Timeline {
    let cobranca = || Node::phone_number(COBRANCA);
    let long = "x".repeat(1_000);
    let rows: Vec<(Node, &str, (Value, Value), How)> = vec![
        (Node::phone_number("999"), "status", (json!("CONNECTED"), json!("IN_LIMBO")), How::Read),
        (cobranca(), "something_new", (json!({"a": 1}), json!(["b", {"c": null}])), How::Webhook),
        (cobranca(), "quality_rating", (json!("GREEN"), json!("PURPLE")), How::Read),
        (cobranca(), "quality_score", (json!({"score": "GREEN"}), json!({"date": 1})), How::Read),
        (cobranca(), "throughput", (json!({"level": "LUDICROUS"}), json!(7)), How::Read),
        (Node::waba(WABA), "errors", (json!("?"), json!([{"code": 1}, 2])), How::Read),
        (Node::waba(WABA), "status", (json!("ACTIVE"), json!("ASLEEP")), How::Read),
        (Node::waba(WABA), "ban_info", (Value::Null, json!({"until": "noon"})), How::Webhook),
        (Node::profile(VENDAS), "email", (json!(""), Value::Null), How::Read),
        (Node::profile(VENDAS), "description", (json!(long), json!("Curta")), How::Operator),
        (Node::new(NodeKind::MessageTemplate, "404"), "name", (json!("a"), json!("b")), How::Read),
        (cobranca(), "in_use", (json!(false), json!(true)), How::Computed),
    ];
    let mut seq = 50;
    let entries = rows.into_iter().map(|(node, field, values, how)| {
        seq -= 1;
        let mut entry =
            entry(seq, i64::try_from(60 - seq).expect("small") * 60, node, field, values, how);
        if field == "something_new" {
            let whole = format!("{{\"{field}\":\"{}\"}}", "y".repeat(3_000));
            entry.change.evidence = Some(whole[..Change::EVIDENCE_BYTES].to_owned());
        }
        entry
    });
    let entries = entries.collect();
    Timeline { next: None, is_first: false, ..Timeline::of(world::trouble(), entries) }
}
