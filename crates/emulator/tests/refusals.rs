//! Control names the field that is wrong, and answers a change with what it made; Graph takes no
//! subscription to what it does not have.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use emulator::{Emulator, OpenError, Settings};
use serde_json::{Value, json};
use stand::{APP, BRASIL, COBRANCA, Callback, Stand, VERIFY_TOKEN};

const MARINA: &str = "5511955550301";

/// The field that a refusal names.
async fn field(stand: &Stand, path: &str, body: Value) -> String {
    let answer = stand.control(path, body).await;
    assert!(answer.status.is_client_error(), "{path}: {}", answer.text);
    answer.json()["error"]["field"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_a_body_names_and_is_not_there_is_refused_by_its_own_key() {
    let stand = Stand::new();
    let of = |edge: &str| format!("users/{MARINA}/{edge}");
    for (path, body, wanted) in [
        (of("messages"), json!({"to": "1", "text": "a"}), "to"),
        (of("calls"), json!({"to": "1"}), "to"),
        (of("preferences"), json!({"to": "1", "marketing": "stop"}), "to"),
        ("sends".to_owned(), json!({"from": "1", "users": 1}), "from"),
        ("sends".to_owned(), json!({"from": COBRANCA, "users": 1, "template": "x"}), "template"),
        ("sends".to_owned(), json!({"from": COBRANCA, "to": [MARINA], "skip": "x"}), "skip"),
        ("codes".to_owned(), json!({"waba": "1"}), "waba"),
        ("templates".to_owned(), json!({"waba": "1", "name": "x"}), "waba"),
        (of("messages"), json!({"to": COBRANCA, "type": "contacts", "contacts": [1]}), "contacts"),
        ("numbers/1".to_owned(), json!({}), "id"),
    ] {
        assert_eq!(field(&stand, &path, body.clone()).await, wanted, "{path} {body}");
    }
}

#[tokio::test]
async fn a_change_is_answered_by_what_it_made() {
    let stand = Stand::new();
    for (ban, wanted) in [("DISABLE", "BLOCKED"), ("REINSTATE", "AVAILABLE")] {
        let answer = stand.set(&format!("wabas/{BRASIL}"), json!({"ban_state": ban})).await;
        assert_eq!(answer["can_send_message"], wanted, "{ban}");
    }
}

#[tokio::test]
async fn an_app_subscribes_to_metas_objects_alone() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    for (object, status) in [("whatsapp_business_account", 200), ("page", 200), ("foo", 400)] {
        let path = format!(
            "/v25.0/{APP}/subscriptions?object={object}&callback_url={}\
             &verify_token={VERIFY_TOKEN}&fields=messages",
            callback.url
        );
        let answer = stand.graph_as(&stand.app_token(), "POST", &path).await;
        assert_eq!(answer.status, status, "{object}: {}", answer.text);
    }
}

#[tokio::test]
async fn the_clock_is_turned_as_far_as_anything_can_be_and_no_farther() {
    let stand = Stand::new();
    for wrong in [json!(-1), json!(10_000_000_000_000_i64), json!(i64::MAX), json!("a day")] {
        assert_eq!(
            field(&stand, "clock", json!({"advance_seconds": wrong})).await,
            "advance_seconds"
        );
    }
    // Ten years at a time, up to 2100; then Graph still answers.
    while stand.control("clock", json!({"advance_seconds": 315_360_000})).await.status == 200 {}
    stand.emulator.customer_writes(MARINA, COBRANCA, "Oi").unwrap();
    stand.read(&format!("/{COBRANCA}?fields=status,health_status")).await;
    let text = "messaging_product=whatsapp&type=text&text=%7B%22body%22%3A%22Oi%22%7D";
    let sent = stand.graph("POST", &format!("/{COBRANCA}/messages?to={MARINA}&{text}")).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    let mut state: Value = serde_json::from_slice(&stand.emulator.export().unwrap()).unwrap();
    state["offset_ms"] = json!(i64::MAX);
    assert!(stand.emulator.import(state.to_string().as_bytes()).is_err());
}

#[test]
fn a_callback_that_is_no_address_is_refused_at_the_start() {
    for wrong in ["nope", "ftp://127.0.0.1/", "http://"] {
        let settings = Settings { callback_url: Some(wrong.to_owned()), ..Settings::default() };
        let refused = Emulator::open(settings).err().unwrap();
        assert!(matches!(&refused, OpenError::Callback(url) if url == wrong), "{refused}");
        assert!(refused.to_string().contains(wrong));
    }
}

#[tokio::test]
async fn a_first_contact_may_be_written_as_an_empty_object() {
    let stand = Stand::new();
    for body in [
        json!({"type": "request_welcome"}),
        json!({"type": "request_welcome", "request_welcome": {}}),
    ] {
        let mut body = body;
        body["to"] = json!(COBRANCA);
        stand.set(&format!("users/{MARINA}/messages"), body).await;
    }
}
