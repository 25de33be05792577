//! What a person does to an app at Facebook is posted to it, signed, as Meta does.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::extract::Form;
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;
use stand::Stand;

/// An app that answers with what it was posted.
async fn app() -> String {
    let echo = |Form(form): Form<Map<String, Value>>| async move { Json(form) };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/callback", listener.local_addr().unwrap());
    let router = Router::new().route("/callback", post(echo));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn a_request_is_posted_with_the_apps_signature_over_the_payload_as_it_stands() {
    let (stand, url) = (Stand::new(), app().await);
    for kind in ["deauthorize", "data_deletion"] {
        let given = json!({"kind": kind, "callback_url": url, "user_id": "218471"});
        let told = stand.set("signed_requests", given).await;
        assert_eq!((&told["http_status"], &told["kind"]), (&json!(200), &json!(kind)));
        let posted: Value = serde_json::from_str(told["body"].as_str().unwrap()).unwrap();
        assert_eq!(posted["signed_request"], told["signed_request"]);

        let request = told["signed_request"].as_str().unwrap();
        let (signature, payload) = request.split_once('.').unwrap();
        let secret = stand.emulator.app().secret;
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(payload.as_bytes());
        mac.verify_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
        let payload: Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
        assert_eq!(payload["algorithm"], "HMAC-SHA256");
        assert_eq!(payload["user_id"], "218471");
        assert!(payload["issued_at"].is_i64());
    }
}

#[tokio::test]
async fn nobody_is_there_and_that_is_said() {
    let stand = Stand::new();
    let given = json!({"kind": "deauthorize", "callback_url": "http://127.0.0.1:9/"});
    let told = stand.set("signed_requests", given.clone()).await;
    assert_eq!(told["http_status"], Value::Null);
    let again = stand.set("signed_requests", given).await;
    assert_eq!(told["user_id"], again["user_id"], "the same person without a name");
}
