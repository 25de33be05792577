//! The contract between the emulator and the `meta` crate, which were written apart: every webhook that
//! the emulator can send is read with nothing unread (issue 8).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use std::collections::BTreeSet;

use emulator::Settings;
use meta::open::{AccountEvent, MessageStatus, MessageType, SecurityEvent};
use meta::webhook::body::Webhook;
use serde_json::{Value, json};
use stand::people::every_type;
use stand::{ATACADO, BRASIL, CASA_IPE, COBRANCA, RECIFE, Stand};

const MARINA: &str = "5511955550301";
/// Meta's codes of sending are among these.
const CODES: [std::ops::Range<u32>; 3] = [130_429..130_500, 131_000..131_070, 132_000..132_070];

/// A world whose app hears of everything, and that nobody sends: its webhooks stay where they are.
fn deaf() -> Stand {
    let callback_url = Some("http://127.0.0.1:9/".to_owned());
    Stand::with(Settings { callback_url, ..Settings::default() })
}

/// What waits to be sent, as the exported state has it.
fn waiting(stand: &Stand) -> Vec<String> {
    let state: Value = serde_json::from_slice(&stand.emulator.export().unwrap()).unwrap();
    let queue = state["queue"].as_array().unwrap();
    queue.iter().map(|delivery| delivery["body"].as_str().unwrap().to_owned()).collect()
}

/// Reads each body with nothing unread; answers what was seen: fields, and what each says.
fn check(bodies: &[String]) -> BTreeSet<(String, String)> {
    let mut seen = BTreeSet::new();
    for body in bodies {
        let typed = Webhook::read(body.as_bytes()).unwrap_or_else(|why| panic!("{why}: {body}"));
        assert_eq!(typed.leftovers(), [""; 0], "{body}");
        let value: Value = serde_json::from_str(body).unwrap();
        assert_eq!(serde_json::to_value(&typed).unwrap(), value);
        let reading = meta::webhook::read(body.as_bytes());
        assert_eq!(reading.unread, [], "{body}");
        for change in value["entry"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|entry| entry["changes"].as_array().unwrap())
        {
            let field = change["field"].as_str().unwrap();
            for said in says(&change["value"]) {
                seen.insert((field.to_owned(), said));
            }
        }
    }
    seen
}

/// What a value says: events, decisions, types of messages and states.
fn says(value: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let told = ["event", "decision", "status"].iter().filter_map(|key| text(&value[*key]));
    let each = |list: &str, key: &str| -> Vec<String> {
        let all = value[list].as_array().into_iter().flatten();
        all.filter_map(|one| text(&one[key])).collect()
    };
    let mut said: Vec<String> = told.chain(each("messages", "type")).collect();
    said.extend(each("statuses", "status"));
    said.extend(each("user_preferences", "value"));
    said.push(String::new());
    said
}

async fn people(stand: &Stand) {
    for username in [json!(null), json!("marina.ipe")] {
        stand.set(&format!("users/{MARINA}"), json!({"username": username})).await;
        for (kind, object) in every_type() {
            let given = json!({"to": COBRANCA, "type": kind, kind: object});
            stand.set(&format!("users/{MARINA}/messages"), given).await;
        }
        let referral = json!({"source_url": "https://fb.me/x", "source_id": "1", "source_type": "ad",
            "headline": "Mesas", "body": "de ipê", "media_type": "image", "ctwa_clid": "x"});
        let given = json!({"to": COBRANCA, "text": "Oi", "referral": referral,
            "context": {"message_id": "wamid.x"}});
        stand.set(&format!("users/{MARINA}/messages"), given).await;
        let first = json!({"to": COBRANCA, "type": "request_welcome"});
        stand.set(&format!("users/{MARINA}/messages"), first).await;
        let call = json!({"to": COBRANCA, "seconds": 30});
        stand.set(&format!("users/{MARINA}/calls"), call).await;
        for wish in ["stop", "resume"] {
            let given = json!({"to": COBRANCA, "marketing": wish});
            stand.set(&format!("users/{MARINA}/preferences"), given).await;
        }
        stand.set("sends", json!({"from": COBRANCA, "to": [MARINA]})).await;
        voice(stand).await;
    }
    let mut failures = 0;
    for code in CODES.into_iter().flatten() {
        let given = json!({"from": COBRANCA, "to": [MARINA], "fail_code": code});
        failures += usize::from(stand.control("sends", given).await.status == 200);
    }
    assert!(failures >= 15, "{failures} codes");
}

/// A voice message, which is played.
async fn voice(stand: &Stand) {
    let message = json!({"messaging_product": "whatsapp", "to": MARINA, "type": "audio",
        "audio": {"link": "https://casaipe.example/a.ogg", "voice": true}});
    let request = http::Request::post(format!("/v25.0/{COBRANCA}/messages"))
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "application/json");
    let sent = stand.ask(request.body(axum::body::Body::from(message.to_string())).unwrap()).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
}

async fn accounts(stand: &Stand) {
    for event in ["PARTNER_APP_INSTALLED", "ACCOUNT_OFFBOARDED", "ACCOUNT_RECONNECTED"] {
        stand.set(&format!("wabas/{BRASIL}"), json!({"account_event": event})).await;
    }
    for given in [
        json!({"violation": {"violation_type": "SCAM", "remediation": "Appeal"}}),
        json!({"restrictions": [{"restriction_type": "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
            "expires_in": 86_400}]}),
        json!({"ban_state": "SCHEDULE_FOR_DISABLE"}),
        json!({"ban_state": "DISABLE"}),
        json!({"ban_state": "REINSTATE"}),
        json!({"account_review_status": "DEFERRED"}),
        json!({"alert": {"alert_type": "OBA_APPROVED", "alert_description": "Official"}}),
    ] {
        stand.set(&format!("wabas/{BRASIL}"), given).await;
    }
    for tier in ["TIER_250", "TIER_10K", "TIER_UNLIMITED", "TIER_OF_TOMORROW"] {
        let given = json!({"whatsapp_business_manager_messaging_limit": tier});
        stand.set(&format!("businesses/{CASA_IPE}"), given).await;
    }
}

async fn numbers(stand: &Stand) {
    for given in [
        json!({"name_status": "PENDING_REVIEW"}),
        json!({"name_status": "DECLINED"}),
        json!({"name_status": "DEFERRED"}),
        json!({"name_status": "APPROVED"}),
        json!({"username": "casaipe"}),
        json!({"username": ""}),
        json!({"throughput_level": "HIGH"}),
        json!({"pin": "112233"}),
        json!({"security": "PIN_RESET_REQUEST"}),
        json!({"security": "PIN_REQUEST_SUCCESS"}),
        json!({"alert": {"alert_type": "PROFILE_PICTURE_LOST"}}),
        json!({"is_on_biz_app": true}),
        json!({"contact": {"full_name": "Ana Prado", "phone_number": "5511955550309"}}),
        json!({"contact": {"phone_number": "5511955550309", "action": "remove"}}),
        json!({"echo": {"to": MARINA, "text": "Já vai"}}),
        json!({"sync": "smb_app_state_sync"}),
        json!({"sync": "history"}),
        json!({"shares_history": false}),
        json!({"sync": "history"}),
        json!({"disconnection": {"reason": "PRIMARY_INACTIVITY", "initiated_by": "SYSTEM"}}),
    ] {
        stand.set(&format!("numbers/{RECIFE}"), given).await;
    }
    // The older rules, which bring the older events.
    stand.set(&format!("wabas/{ATACADO}"), json!({"rules": "legacy"})).await;
    let numbers = stand.read(&format!("/{ATACADO}/phone_numbers?fields=id")).await;
    let number = format!("numbers/{}", numbers["data"][0]["id"].as_str().unwrap());
    for quality in ["RED", "GREEN", "RED"] {
        stand.set(&number, json!({"quality": quality})).await;
        stand.set("clock", json!({"advance_seconds": 8 * 86_400})).await;
    }
    for tier in ["TIER_100K", "TIER_10K"] {
        stand.set(&number, json!({"messaging_limit_tier": tier})).await;
    }
}

async fn templates(stand: &Stand) {
    let parts = |text: &str| {
        json!([{"type": "HEADER", "format": "TEXT", "text": "Oi"},
        {"type": "BODY", "text": text}, {"type": "FOOTER", "text": "Casa Ipê"}])
    };
    let made = json!({"waba": BRASIL, "name": "contrato", "language": "pt_BR",
        "category": "UTILITY", "components": parts("Olá")});
    let made = stand.set("templates", made).await;
    let template = format!("templates/{}", made["id"].as_str().unwrap());
    for given in [
        json!({"status": "REJECTED", "rejected_reason": "INVALID_FORMAT"}),
        json!({"status": "APPROVED"}),
        json!({"components": parts("Bom dia")}),
        json!({"category": "MARKETING"}),
        json!({"quality": "YELLOW"}),
        json!({"quality": "RED"}),
        json!({"status": "ARCHIVED"}),
        json!({"status": "APPROVED"}),
        json!({"status": "DISABLED"}),
        json!({"status": "PENDING_DELETION"}),
    ] {
        stand.set(&template, given).await;
    }
}

#[tokio::test]
async fn every_webhook_that_control_can_cause_is_read_with_nothing_unread() {
    let stand = deaf();
    people(&stand).await;
    accounts(&stand).await;
    numbers(&stand).await;
    templates(&stand).await;
    // Last, since they cut the account off.
    for event in ["PARTNER_APP_UNINSTALLED", "PARTNER_ADDED", "PARTNER_REMOVED"] {
        stand.set(&format!("wabas/{BRASIL}"), json!({"account_event": event})).await;
    }
    let seen = check(&waiting(&stand));
    let fields: BTreeSet<&str> = seen.iter().map(|(field, _)| field.as_str()).collect();
    let sent = [
        "account_alerts",
        "account_review_update",
        "account_update",
        "business_capability_update",
        "business_username_update",
        "calls",
        "history",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "messages",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
        "smb_app_state_sync",
        "smb_message_echoes",
        "template_category_update",
        "user_preferences",
    ];
    assert_eq!(fields, BTreeSet::from(sent));
    let has = |field: &str, said: &str| {
        assert!(seen.contains(&(field.to_owned(), said.to_owned())), "{field} {said}");
    };
    for kind in MessageType::KNOWN.iter().filter(|kind| **kind != MessageType::MediaPlaceholder) {
        has("messages", kind.as_str());
    }
    for status in MessageStatus::KNOWN {
        has("messages", status.as_str());
    }
    for event in [
        AccountEvent::AccountViolation,
        AccountEvent::AccountRestriction,
        AccountEvent::DisabledUpdate,
        AccountEvent::PartnerAdded,
        AccountEvent::PartnerRemoved,
        AccountEvent::PartnerAppInstalled,
        AccountEvent::PartnerAppUninstalled,
        AccountEvent::AccountOffboarded,
        AccountEvent::AccountReconnected,
    ] {
        has("account_update", event.as_str());
    }
    for event in ["FLAGGED", "UNFLAGGED", "DOWNGRADE", "UPGRADE", "THROUGHPUT_UPGRADE"] {
        has("phone_number_quality_update", event);
    }
    for event in [SecurityEvent::PinChanged, SecurityEvent::PinResetRequest] {
        has("security", event.as_str());
    }
}

#[tokio::test]
async fn every_webhook_of_every_scenario_is_read_with_nothing_unread() {
    let request = http::Request::get("/_control/scenarios").header("host", "127.0.0.1:8081");
    let listed = deaf().ask(request.body(axum::body::Body::empty()).unwrap()).await.json();
    let mut played = 0;
    for scenario in listed["data"].as_array().unwrap() {
        let name = scenario["name"].as_str().unwrap();
        // A storm says nothing new, a hundred thousand times; the story has no end.
        if ["storm", "story"].contains(&name) {
            continue;
        }
        let stand = deaf();
        let bodies = stand.emulator.play_at_once(name).unwrap();
        let bodies: Vec<String> = bodies.iter().map(Value::to_string).collect();
        check(&bodies);
        played += 1;
    }
    assert!(played >= 30, "{played}");
}
