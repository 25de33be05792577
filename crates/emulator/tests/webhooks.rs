//! Webhooks' contract: handshake, gate, routing, signature, retries, and which change sends what.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use std::time::Duration;

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use stand::{
    APP, ATACADO, Answer, BRASIL, CASA_IPE, COBRANCA, Callback, Stand, VERIFY_TOKEN, eventually,
};

const CUSTOMER: &str = "users/5511955550301/messages";

async fn put_callback(stand: &Stand, callback: &Callback, verify_token: &str) -> Answer {
    let body = json!({
        "object": "whatsapp_business_account",
        "callback_url": callback.url,
        "verify_token": verify_token,
        "fields": "messages,account_update",
    });
    let request = Request::post(format!("/v25.0/{APP}/subscriptions"))
        .header("authorization", format!("Bearer {}", stand.app_token()))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    stand.ask(request).await
}

#[tokio::test]
async fn a_callback_is_kept_only_after_its_handshake() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    let path = format!("/v25.0/{APP}/subscriptions");
    for (token, lies) in [("wrong", false), (VERIFY_TOKEN, true)] {
        if lies {
            callback.lie();
        }
        let refused = put_callback(&stand, &callback, token).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (400, 2200));
    }
    let app = stand.app_token();
    let none = stand.graph_as(&app, "GET", &path).await;
    assert_eq!(none.json(), json!({"data": []}));

    let callback = Callback::open().await;
    let kept = put_callback(&stand, &callback, VERIFY_TOKEN).await;
    assert_eq!(kept.json(), json!({"success": true}));
    let listed = stand.graph_as(&app, "GET", &path).await.json();
    assert_eq!(listed["data"][0]["callback_url"], callback.url);
    assert_eq!(listed["data"][0]["fields"][1]["name"], "messages");
    assert_eq!(stand.emulator.world()["app"]["callback_url"], callback.url.as_str());

    let user = stand.graph("GET", &path).await;
    assert_eq!(user.code(), 15);
    stand.graph_as(&app, "DELETE", &path).await;
    assert_eq!(stand.graph_as(&app, "GET", &path).await.json(), json!({"data": []}));
}

#[tokio::test]
async fn a_customers_message_arrives_signed_and_escaped() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages").await;
    let running = stand.run();
    let text = "Olá! Até amanhã 🌳";
    stand.set(CUSTOMER, json!({"to": COBRANCA, "text": text})).await;
    let arrived = callback.wait_for(1).await.remove(0);
    assert!(arrived.body.is_ascii());
    let secret = stand.emulator.app().secret;
    assert!(meta_signature_holds(&secret, &arrived.signature, &arrived.body));
    let body: Value = serde_json::from_str(&arrived.body).unwrap();
    assert_eq!(body["object"], "whatsapp_business_account");
    assert_eq!(body["entry"][0]["id"], BRASIL);
    assert!(body["entry"][0].get("time").is_none());
    let value = &arrived.change()["value"];
    assert_eq!(value["metadata"]["phone_number_id"], COBRANCA);
    assert_eq!(value["metadata"]["display_phone_number"], "5521955550164");
    assert_eq!(value["messages"][0]["text"]["body"], text);
    assert!(value["messages"][0]["timestamp"].is_string());
    assert_eq!(value["contacts"][0]["profile"]["name"], "Marina Prado");
    running.stop().await;
}

#[tokio::test]
async fn a_program_can_have_a_customer_write_as_control_does() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages").await;
    let running = stand.run();
    stand.emulator.customer_writes("5511987654321", COBRANCA, "Olá!").unwrap();
    let value = callback.wait_for(1).await.remove(0).change()["value"].clone();
    assert_eq!(value["messages"][0]["from"], "5511987654321");
    assert_eq!(value["messages"][0]["text"]["body"], "Olá!");
    assert_eq!(value["metadata"]["phone_number_id"], COBRANCA);
    let nowhere = stand.emulator.customer_writes("5511987654321", "42", "Olá!");
    assert_eq!(nowhere, Err("there is no number 42".to_owned()));
    assert!(stand.emulator.customer_writes("nobody", COBRANCA, "Olá!").is_err());
    running.stop().await;
    assert_eq!(callback.arrived().len(), 1);
}

fn meta_signature_holds(secret: &str, signature: &str, body: &str) -> bool {
    use hmac::{Hmac, KeyInit as _, Mac as _};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    let bytes = mac.finalize().into_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    signature == format!("sha256={hex}")
}

#[tokio::test]
async fn a_refused_webhook_is_tried_again_until_its_200() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages").await;
    callback.refuse(3);
    let running = stand.run();
    stand.set(CUSTOMER, json!({"to": COBRANCA, "text": "oi"})).await;
    callback.wait_for(1).await;
    // Turning the clock makes the retry due, however far away it was.
    for count in 2..=4 {
        wait_for_log(&stand, count - 1).await;
        stand.set("clock", json!({"advance_seconds": 3600})).await;
        callback.wait_for(count).await;
    }
    eventually(|| stand.emulator.pending_webhooks() == 0).await;
    let bodies: Vec<String> = callback.arrived().into_iter().map(|a| a.body).collect();
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    let log = log(&stand).await;
    let tries: Vec<(i64, i64)> = log
        .iter()
        .map(|try_| (try_["attempt"].as_i64().unwrap(), try_["http_status"].as_i64().unwrap()))
        .collect();
    assert_eq!(tries, [(1, 503), (2, 503), (3, 503), (4, 200)]);
    assert!(log.iter().all(|try_| try_["id"] == log[0]["id"]));
    running.stop().await;
}

/// The attempt is over for the emulator only when it is in its log.
async fn wait_for_log(stand: &Stand, count: usize) {
    let polling = async {
        while log(stand).await.len() < count {
            tokio::task::yield_now().await;
        }
    };
    let held = tokio::time::timeout(Duration::from_secs(10), polling).await;
    assert!(held.is_ok(), "the log never held {count} attempts");
}

async fn log(stand: &Stand) -> Vec<Value> {
    let request = Request::get("/_control/webhooks").body(Body::empty()).unwrap();
    let log = stand.ask(request).await.json();
    log["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn without_both_subscriptions_nothing_is_sent() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    let write = json!({"to": COBRANCA, "text": "oi"});
    stand.set(CUSTOMER, write.clone()).await;
    put_callback(&stand, &callback, VERIFY_TOKEN).await;
    stand.set(CUSTOMER, write.clone()).await;
    assert_eq!(stand.emulator.pending_webhooks(), 0);

    let apps = format!("/{BRASIL}/subscribed_apps");
    stand.graph("POST", &apps).await;
    let listed = stand.read(&apps).await;
    assert_eq!(listed["data"][0]["whatsapp_business_api_data"]["id"], APP);
    stand.set(CUSTOMER, write.clone()).await;
    assert_eq!(stand.emulator.pending_webhooks(), 1);
    // The app did not subscribe to this field.
    let name = json!({"name_status": "DECLINED"});
    stand.set(&format!("numbers/{COBRANCA}"), name).await;
    assert_eq!(stand.emulator.pending_webhooks(), 1);
    stand.graph("DELETE", &apps).await;
    stand.set(CUSTOMER, write).await;
    assert_eq!(stand.emulator.pending_webhooks(), 1);
}

#[tokio::test]
async fn messages_follow_overrides_and_other_fields_do_not() {
    let stand = Stand::new();
    let (app, waba, number) =
        (Callback::open().await, Callback::open().await, Callback::open().await);
    stand.subscribe(&app, "messages,business_capability_update").await;
    let uri = format!(
        "/{BRASIL}/subscribed_apps?override_callback_uri={}&verify_token={VERIFY_TOKEN}",
        waba.url
    );
    assert_eq!(stand.graph("POST", &uri).await.status, 200);
    let configuration = json!({"override_callback_uri": number.url, "verify_token": VERIFY_TOKEN});
    let request = Request::post(format!("/{COBRANCA}"))
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "application/json")
        .body(Body::from(json!({"webhook_configuration": configuration}).to_string()))
        .unwrap();
    assert_eq!(stand.ask(request).await.status, 200);
    let configured = stand
        .read(&format!("/{COBRANCA}?fields=webhook_configuration"))
        .await["webhook_configuration"]
        .clone();
    assert_eq!(configured["phone_number"], number.url.as_str());
    assert_eq!(configured["whatsapp_business_account"], waba.url.as_str());
    assert_eq!(configured["application"], app.url.as_str());

    let running = stand.run();
    for to in [COBRANCA, "104857736119203"] {
        stand.set(CUSTOMER, json!({"to": to, "text": "oi"})).await;
    }
    let limit = json!({"whatsapp_business_manager_messaging_limit": "TIER_100K"});
    stand.set(&format!("businesses/{CASA_IPE}"), limit).await;
    number.wait_for(1).await;
    waba.wait_for(1).await;
    let told = app.wait_for(1).await.remove(0).change();
    assert_eq!(told["field"], "business_capability_update");
    assert_eq!(told["value"]["max_daily_conversations_per_business"], 100_000);
    running.stop().await;
    assert_eq!((app.arrived().len(), waba.arrived().len(), number.arrived().len()), (1, 1, 1));
}

#[tokio::test]
async fn a_change_sends_what_its_rule_set_sends() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    let fields = "phone_number_quality_update,phone_number_name_update,messages";
    stand.subscribe(&callback, fields).await;
    let apps = format!("/{ATACADO}/subscribed_apps");
    stand.graph("POST", &apps).await;
    let running = stand.run();
    let legacy = format!("numbers/{COBRANCA}");
    for silent in [
        json!({"quality": "RED", "reasons": ["SPAM"]}),
        json!({"status": "RESTRICTED"}),
        json!({"can_send_message": "BLOCKED", "errors": []}),
    ] {
        stand.set(&legacy, silent).await;
    }
    let portfolio = json!({"status": "FLAGGED"});
    stand.set("numbers/109264715830046", portfolio).await;
    let steps = [
        (json!({"status": "FLAGGED"}), "event", "FLAGGED"),
        (json!({"status": "CONNECTED"}), "event", "UNFLAGGED"),
        (json!({"messaging_limit_tier": "TIER_2K"}), "event", "DOWNGRADE"),
        (json!({"name_status": "DECLINED"}), "decision", "REJECTED"),
    ];
    for (nth, (change, key, wanted)) in steps.into_iter().enumerate() {
        stand.set(&legacy, change).await;
        let told = callback.wait_for(nth + 1).await[nth].change();
        assert_eq!(told["value"][key], wanted);
        assert_eq!(told["value"]["display_phone_number"], "5521955550164");
    }
    running.stop().await;
    assert_eq!(callback.arrived().len(), 4);
    let tier = stand.read(&format!("/v25.0/{COBRANCA}?fields=messaging_limit_tier")).await;
    assert_eq!(tier["messaging_limit_tier"], "TIER_2K");
}

#[tokio::test]
async fn a_raw_webhook_is_sent_as_it_was_written() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    let raw = json!({"field": "novelty", "value": {"z": 1.50, "a": "é", "id": 9_007_199_254_740_993_u64}});
    let nowhere = stand.control("webhooks", raw.clone()).await;
    assert_eq!(nowhere.status, 400);
    put_callback(&stand, &callback, VERIFY_TOKEN).await;
    let running = stand.run();
    let sent = stand.set("webhooks", raw.clone()).await;
    let arrived = callback.wait_for(1).await.remove(0);
    assert_eq!(sent["body"], arrived.body.as_str());
    assert_eq!(arrived.change(), raw);
    running.stop().await;
}

#[tokio::test]
async fn a_send_is_told_as_sent_delivered_and_read_with_its_price() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages").await;
    let running = stand.run();
    let send = json!({"from": COBRANCA, "to": ["5511955550301", "5511955559999"]});
    let sent = stand.set("sends", send).await;
    assert_eq!(sent["messages"].as_array().unwrap().len(), 2);
    let many = json!({"from": COBRANCA, "users": 1000, "category": "utility"});
    stand.set("sends", many).await;
    let arrived = callback.wait_for(6 + 30).await;
    let mut told: Vec<Value> = Vec::new();
    for one in &arrived {
        told.extend(one.change()["value"]["statuses"].as_array().unwrap().clone());
    }
    assert_eq!(told.len(), 3 * 1002);
    let priced = told
        .iter()
        .find(|status| status["status"] == "sent" && status["id"] == sent["messages"][0]["id"]);
    assert_eq!(
        priced.unwrap()["pricing"],
        json!({"billable": true, "pricing_model": "PMP", "type": "regular", "category": "marketing"})
    );
    running.stop().await;
}
