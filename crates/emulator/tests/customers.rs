//! What simulated people send: every type of message that Meta tells by webhook.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use serde_json::{Value, json};
use stand::people::every_type;
use stand::{COBRANCA, Callback, Stand};

const MARINA: &str = "5511955550301";

#[tokio::test]
async fn every_type_reaches_the_callback_with_what_the_person_sent() {
    let stand = Stand::new();
    let callback = Callback::open().await;
    stand.subscribe(&callback, "messages").await;
    let running = stand.run();
    for (nth, (kind, object)) in every_type().into_iter().enumerate() {
        let given = json!({"to": COBRANCA, "type": kind, kind: object});
        let answer = stand.set(&format!("users/{MARINA}/messages"), given).await;
        let arrived = callback.wait_for(nth + 1).await.pop().unwrap();
        let value = arrived.change()["value"].clone();
        let message = &value["messages"][0];
        assert_eq!((&message["type"], &message["id"]), (&json!(kind), &answer["message_id"]));
        assert_eq!(value.get("contacts").is_some(), kind != "system");
        match &object {
            Value::String(text) => assert_eq!(message["text"]["body"], *text),
            Value::Object(map) => {
                for (key, value) in map.iter().filter(|(key, _)| *key != "data") {
                    assert_eq!(message[kind][key], *value, "{kind} {key}");
                }
            }
            other => assert_eq!(message[kind], *other),
        }
    }
    running.stop().await;
}

#[tokio::test]
async fn a_picture_that_a_person_sent_is_fetched_by_its_id_and_by_its_address_for_a_week() {
    let stand = Stand::new();
    let callback = Callback::open().await;
    stand.subscribe(&callback, "messages").await;
    let running = stand.run();
    let given = json!({"to": COBRANCA, "type": "image", "context": {"message_id": "wamid.own"}});
    stand.set(&format!("users/{MARINA}/messages"), given).await;
    let value = callback.wait_for(1).await[0].change()["value"].clone();
    let image = &value["messages"][0]["image"];
    assert_eq!(
        value["messages"][0]["context"],
        json!({"from": "5521955550164", "id": "wamid.own"})
    );
    let id = image["id"].as_str().unwrap();
    assert_eq!(stand.read(&format!("/v25.0/{id}")).await["mime_type"], image["mime_type"]);
    let url = image["url"].as_str().unwrap().strip_prefix("http://127.0.0.1:8081").unwrap();
    let request =
        http::Request::get(url).header("authorization", format!("Bearer {}", stand.token));
    let request = request.body(axum::body::Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(stand.emulator.router(), request).await.unwrap();
    assert_eq!(
        (answer.status(), &answer.headers()["content-type"]),
        (http::StatusCode::OK, &http::HeaderValue::from_static("image/png"))
    );
    stand.set("clock", json!({"advance_seconds": 7 * 86_400})).await;
    assert_eq!(stand.graph("GET", &format!("/{id}")).await.code(), 100);
    running.stop().await;
}

#[tokio::test]
async fn what_is_wrong_is_said_with_the_field() {
    let stand = Stand::new();
    for (given, field) in [
        (json!({"to": COBRANCA}), "text"),
        (json!({"to": COBRANCA, "type": "dance"}), "type"),
        (json!({"to": COBRANCA, "text": "a", "image": {}}), "image"),
        (json!({"to": COBRANCA, "type": "audio", "audio": {}}), "audio.data"),
        (json!({"to": COBRANCA, "type": "audio", "audio": {"data": "?"}}), "audio.data"),
        (
            json!({"to": COBRANCA, "type": "audio", "audio": {"data": "AAAA", "mime_type": "image/png"}}),
            "audio.mime_type",
        ),
        (json!({"to": COBRANCA, "type": "image", "image": {"colour": "red"}}), "image.colour"),
        (
            json!({"to": COBRANCA, "type": "location", "location": {"latitude": 1}}),
            "location.longitude",
        ),
        (
            json!({"to": COBRANCA, "type": "interactive", "interactive": {"type": "dance"}}),
            "interactive.type",
        ),
        (
            json!({"to": COBRANCA, "type": "interactive", "interactive": {"type": "list_reply"}}),
            "interactive.list_reply.id",
        ),
        (json!({"to": COBRANCA, "text": "a", "context": {}}), "context.message_id"),
        (json!({"to": COBRANCA, "text": "a", "referral": 1}), "referral"),
        (json!({"to": "1", "text": "a"}), "to"),
    ] {
        let answer = stand.control(&format!("users/{MARINA}/messages"), given.clone()).await;
        assert!(answer.status.is_client_error(), "{given}");
        assert_eq!(answer.json()["error"]["field"], field, "{given}");
    }
    assert_eq!(stand.emulator.chat(MARINA), json!({"data": []}));
}
