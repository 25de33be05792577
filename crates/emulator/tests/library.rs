//! The emulator as a library, without a socket: the guide's own example, and that the guide has it.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use axum::body::{Body, to_bytes};
use emulator::{Emulator, Settings};
use http::Request;
use serde_json::{Value, json};
use tower::ServiceExt as _;

#[tokio::test]
async fn a_customer_is_answered() {
    let meta = Emulator::open(Settings { seed: 7, ..Settings::default() }).unwrap();
    meta.customer_writes("5511955550301", "106540352242922", "Vocês abrem hoje?").unwrap();

    let message = json!({"messaging_product": "whatsapp", "to": "5511955550301",
        "type": "text", "text": {"body": "Sim, até as 19h."}});
    let request = Request::post("/v25.0/106540352242922/messages")
        .header("authorization", format!("Bearer {}", meta.system_user_token()))
        .header("content-type", "application/json")
        .body(Body::from(message.to_string()))
        .unwrap();
    let response = meta.router().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);

    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let answer: Value = serde_json::from_slice(&body).unwrap();
    let chat = meta.chat("5511955550301");
    assert_eq!(chat["data"][1]["id"], answer["messages"][0]["id"]);
    assert_eq!(chat["data"][1]["status"], "read");
}

#[test]
fn the_guide_has_this_very_test() {
    let guide = include_str!("../../../docs/emulator.md");
    let (_, rest) = guide.split_once("```rust\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    assert!(include_str!("library.rs").contains(example));
}
