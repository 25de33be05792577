//! The state as one document: taken from one emulator, put into a fresh one, equal.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{ATACADO, BRASIL, COBRANCA, Callback, Stand};

async fn put(stand: &Stand, state: &str) -> stand::Answer {
    let request = Request::put("/_control/state").body(Body::from(state.to_owned())).unwrap();
    stand.ask(request).await
}

#[tokio::test]
async fn an_exported_state_goes_on_in_a_fresh_emulator_as_it_would_have_here() {
    let (here, callback) = (Stand::new(), Callback::open().await);
    here.subscribe(&callback, "messages,phone_number_quality_update").await;
    here.set(&format!("numbers/{COBRANCA}"), json!({"quality": "RED", "status": "FLAGGED"})).await;
    here.set("users/5511955550399/messages", json!({"to": COBRANCA, "text": "Olá"})).await;
    here.set("sends", json!({"from": COBRANCA, "users": 3})).await;
    here.set("clock", json!({"advance_seconds": 86_400})).await;
    let code = here.set("codes", json!({"waba": ATACADO})).await;
    assert!(code["code"].is_string());
    let exported = here.read("/_control/state").await;
    let there = Stand::with(Settings { seed: 7, ..Settings::default() });
    assert_ne!(there.emulator.app().secret, here.emulator.app().secret);
    assert_eq!(put(&there, &exported.to_string()).await.status, 200);
    assert_eq!(exported, there_reads(&there, &here.token).await);
    assert_eq!(there.emulator.pending_webhooks(), here.emulator.pending_webhooks());
    assert!(here.emulator.pending_webhooks() > 0);
    // The same fault strikes the same calls from here on.
    let course = async |stand: &Stand| {
        stand.set("faults", json!({"fault": "http_500", "share": 0.5})).await;
        let mut course = Vec::new();
        for _ in 0..20 {
            let answer = stand.graph_as(&here.token, "GET", &format!("/{BRASIL}")).await;
            course.push(answer.status.as_u16());
        }
        course
    };
    assert_eq!(course(&here).await, course(&there).await);
}

async fn there_reads(stand: &Stand, token: &str) -> Value {
    stand.graph_as(token, "GET", "/_control/state").await.json()
}

#[tokio::test]
async fn a_library_exports_and_imports_without_a_socket() {
    let (here, there) = (Stand::new(), Stand::new());
    here.set(&format!("numbers/{COBRANCA}"), json!({"quality": "YELLOW"})).await;
    there.emulator.import(&here.emulator.export().unwrap()).unwrap();
    assert_eq!(there.emulator.export().unwrap(), here.emulator.export().unwrap());
    assert_eq!(there.emulator.world()["businesses"], here.emulator.world()["businesses"]);
}

#[tokio::test]
async fn what_is_no_state_is_refused_and_changes_nothing() {
    let stand = Stand::new();
    let mut newer = stand.read("/_control/state").await;
    let before = stand.emulator.export().unwrap();
    newer["version"] = json!(9_999);
    for wrong in ["", "[]", "{}", "{\"version\": 4}", "no JSON", &newer.to_string()] {
        let answer = put(&stand, wrong).await;
        assert_eq!(answer.status, 400, "{wrong}");
        let is_newer = wrong.contains("9999");
        let field = if is_newer { "version" } else { "body" };
        assert_eq!(answer.json()["error"]["field"], field, "{wrong}");
        assert!(stand.emulator.import(wrong.as_bytes()).is_err());
    }
    let mut bent = stand.read("/_control/state").await;
    bent["world"]["nodes"]["106540352242922"]["pauses"] = json!({"many": true});
    let error = put(&stand, &bent.to_string()).await.json()["error"].clone();
    assert_eq!(error["field"], "world.nodes.106540352242922.pauses");
    assert!(error["message"].as_str().unwrap().contains("pauses"), "{error}");
    assert!(!error["message"].as_str().unwrap().contains("column"), "{error}");
    assert_eq!(stand.emulator.export().unwrap(), before);
}
