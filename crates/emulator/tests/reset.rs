//! A reset, as a console sees it that was connected through a code: it goes on working.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::popup::Popup;
use stand::{APP, ATACADO, BRASIL, COBRANCA, Stand};

async fn redeem(stand: &Stand, code: &str) -> Value {
    let secret = stand.emulator.app().secret;
    let path = format!("/oauth/access_token?client_id={APP}&client_secret={secret}&code={code}");
    stand.ask(Request::get(path).body(Body::empty()).unwrap()).await.json()
}

async fn token(stand: &Stand, code: &str) -> String {
    redeem(stand, code).await["access_token"].as_str().unwrap().to_owned()
}

async fn status(stand: &Stand, token: &str, id: &str) -> u16 {
    stand.graph_as(token, "GET", &format!("/v25.0/{id}")).await.status.as_u16()
}

async fn facts(stand: &Stand, token: &str) -> Value {
    let path = format!("/debug_token?input_token={token}");
    stand.graph_as(&stand.app_token(), "GET", &path).await.json()["data"].clone()
}

#[tokio::test]
async fn an_app_that_has_its_callback_from_the_start_has_it_again_with_every_field() {
    let own = "http://127.0.0.1:9/webhooks/meta";
    let settings = Settings { callback_url: Some(own.to_owned()), ..Settings::default() };
    let stand = Stand::with(settings);
    let subscription = async || {
        let path = format!("/{APP}/subscriptions");
        stand.graph_as(&stand.app_token(), "GET", &path).await.json()["data"][0].clone()
    };
    let before = subscription().await;
    let elsewhere = json!({"callback_url": "https://outro.example/", "fields": ["messages"]});
    stand.set(&format!("apps/{APP}"), elsewhere).await;
    assert_ne!(subscription().await, before);
    stand.set("reset", json!({})).await;
    assert_eq!(subscription().await, before);
    assert_eq!(before["callback_url"], own);
}

#[tokio::test]
async fn a_token_that_came_of_a_code_outlives_a_reset_even_when_it_was_revoked() {
    let stand = Stand::new();
    let waba = stand.emulator.preauthorised_code(ATACADO).unwrap();
    let first = token(&stand, &waba).await;
    stand.set("clock", json!({"advance_seconds": 86_400})).await;
    let waba = stand.emulator.preauthorised_code(BRASIL).unwrap();
    let both = token(&stand, &waba).await;
    stand.set("tokens/business/revoke", json!({})).await;
    assert_eq!(status(&stand, &first, ATACADO).await, 401);
    let world = stand.set("reset", json!({})).await;

    assert_eq!(status(&stand, &first, ATACADO).await, 200);
    assert_eq!(status(&stand, &first, BRASIL).await, 403);
    for id in [BRASIL, ATACADO, COBRANCA] {
        assert_eq!(status(&stand, &both, id).await, 200, "{id}");
    }
    // A second reset changes nothing more.
    stand.set("reset", json!({})).await;
    let facts = facts(&stand, &both).await;
    assert_eq!(facts["is_valid"], true);
    assert_eq!(facts["granular_scopes"][0]["target_ids"], json!([BRASIL, ATACADO]));
    // The clock went back, and what was issued is not in the future.
    assert!(facts["issued_at"].as_i64().unwrap() <= world["now"].as_i64().unwrap() + 5);
}

#[tokio::test]
async fn a_token_loses_what_the_popup_had_created_and_goes_with_the_last_of_it() {
    let stand = Stand::new();
    let mut popup = Popup::open(&stand, json!({})).await;
    popup.press("next", &[]).await.press("next", &[]).await;
    popup.press("next", &[("waba", "new"), ("waba_name", "Nova")]).await;
    popup.press("finish_without_number", &[]).await;
    let (message, code) = popup.end();
    let created = message["data"]["waba_id"].as_str().unwrap().to_owned();
    let alone = token(&stand, &code.unwrap()).await;
    let seeded = stand.emulator.preauthorised_code(BRASIL).unwrap();
    let both = token(&stand, &seeded).await;
    let targets = |facts: Value| facts["granular_scopes"][0]["target_ids"].clone();
    assert_eq!(targets(facts(&stand, &both).await), json!([BRASIL, created]));

    stand.set("reset", json!({})).await;
    assert_eq!(targets(facts(&stand, &both).await), json!([BRASIL]));
    assert_eq!(facts(&stand, &alone).await["is_valid"], false);
    // What the business shared is kept likewise, so that the next token reaches it too.
    let next = stand.emulator.preauthorised_code(ATACADO).unwrap();
    let next = token(&stand, &next).await;
    assert_eq!(targets(facts(&stand, &next).await), json!([ATACADO, BRASIL]));
}

#[tokio::test]
async fn codes_popups_and_their_order_are_forgotten_by_a_reset() {
    let stand = Stand::new();
    let code = stand.emulator.preauthorised_code(BRASIL).unwrap();
    stand.set("signup", json!({"order": "no_message"})).await;
    let popup = Popup::open(&stand, json!({})).await;
    stand.set("reset", json!({})).await;

    assert_eq!(redeem(&stand, &code).await["error"]["code"], 100);
    assert_eq!(stand.emulator.world()["signup"]["order"], "message_first");
    let form: Vec<String> = popup.form().iter().map(|(k, v)| format!("{k}={v}")).collect();
    let press = Request::post("/dialog/oauth")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form.join("&")));
    assert_eq!(stand.ask(press.unwrap()).await.status, 410);
    // A code of the new world is none of the old.
    assert_ne!(stand.emulator.preauthorised_code(BRASIL), Some(code));
}

/// What a console reads of the first account and its number.
async fn seen(stand: &Stand) -> Value {
    let apps = stand.read(&format!("/{BRASIL}/subscribed_apps")).await;
    let fields = "health_status,name_status,status,quality_rating";
    json!([apps, stand.read(&format!("/{COBRANCA}?fields={fields}")).await])
}

#[tokio::test]
async fn no_scenario_goes_on_in_the_world_that_a_reset_brings_back() {
    let stand = Stand::new();
    let running = stand.run();
    let before = seen(&stand).await;
    stand.set("scenarios/payment_missing", json!({})).await;
    let mut polls = 0;
    while seen(&stand).await == before {
        polls += 1;
        assert!(polls < 2_000, "it never began");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    stand.set("reset", json!({})).await;
    // Its first step is taken at once where it begins anew.
    for _ in 0..60 {
        assert_eq!(seen(&stand).await, before);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    running.stop().await;
}

#[tokio::test]
async fn an_account_whose_customer_uninstalled_the_app_is_heard_again_after_a_reset() {
    let callback_url = Some("http://127.0.0.1:9/".to_owned());
    let stand = Stand::with(Settings { callback_url, ..Settings::default() });
    let before = seen(&stand).await;
    stand.set("scenarios/token_revoked", json!({"at_once": true})).await;
    assert_ne!(seen(&stand).await, before);
    stand.set("reset", json!({})).await;
    assert_eq!(seen(&stand).await, before);
    stand.emulator.customer_writes("5511955550301", COBRANCA, "Oi").unwrap();
    assert_eq!(stand.emulator.pending_webhooks(), 1);
}
