//! Faults on calls and on webhooks, one or several at once, for ever or for so many.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use std::collections::BTreeSet;

use axum::body::Body;
use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{APP, Arrived, BRASIL, COBRANCA, Callback, Stand, eventually};
use tower::ServiceExt as _;

fn numbers() -> String {
    format!("/v25.0/{BRASIL}/phone_numbers")
}

#[tokio::test]
async fn each_fault_of_a_call_has_its_status_and_code() {
    let stand = Stand::new();
    for (fault, status, code) in [
        ("http_500", 500, 1),
        ("http_503", 503, 2),
        ("http_429", 429, 4),
        ("code_1", 400, 1),
        ("code_2", 503, 2),
        ("code_4", 400, 4),
        ("code_190", 401, 190),
        ("code_80007", 400, 80_007),
        ("code_130429", 400, 130_429),
        ("error_in_200", 200, 1),
    ] {
        stand.set("faults", json!({"fault": fault})).await;
        let answer = stand.graph("GET", &numbers()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (status, code), "{fault}");
    }
    for (fault, status) in [("http_502", 502), ("http_504", 504)] {
        stand.set("faults", json!({"fault": fault})).await;
        let answer = stand.graph("GET", &numbers()).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (status, ""), "{fault}");
    }
}

#[tokio::test]
async fn a_fault_for_two_calls_is_gone_after_them_and_spares_other_edges() {
    let stand = Stand::new();
    let armed = stand
        .set("faults", json!({"fault": "http_500", "edge": "phone_numbers", "calls": 2}))
        .await;
    assert_eq!(armed["calls"], 2);
    stand.read(&format!("/v25.0/{BRASIL}")).await;
    for status in [500, 500, 200] {
        assert_eq!(stand.graph("GET", &numbers()).await.status, status);
    }
    assert_eq!(stand.read("/_control/faults").await, json!({"fault": null, "faults": []}));
}

#[tokio::test]
async fn several_faults_are_armed_at_once_and_the_first_that_is_meant_strikes() {
    let stand = Stand::new();
    let both = json!({"faults": [
        {"fault": "code_4", "edge": "phone_numbers", "calls": 1},
        {"fault": "http_503"},
    ]});
    stand.set("faults", both).await;
    assert_eq!(stand.graph("GET", &format!("/v25.0/{BRASIL}")).await.status, 503);
    assert_eq!(stand.graph("GET", &numbers()).await.code(), 4);
    assert_eq!(stand.graph("GET", &numbers()).await.status, 503);
    let shown = stand.read("/_control/faults").await;
    assert_eq!(
        (&shown["fault"], shown["faults"].as_array().unwrap().len()),
        (&json!("http_503"), 1)
    );
}

#[tokio::test]
async fn shares_strike_as_the_seed_says() {
    let course = async || {
        let stand = Stand::new();
        stand.set("faults", json!({"fault": "http_500", "share": 0.5})).await;
        let mut course = Vec::new();
        for _ in 0..40 {
            course.push(stand.graph("GET", &numbers()).await.status.as_u16());
        }
        course
    };
    let first = course().await;
    assert_eq!(first, course().await);
    let struck = first.iter().filter(|status| **status == 500).count();
    assert!((10..=30).contains(&struck), "{struck} of 40");
}

/// What a client on the wire gets: the status, and the body if it came to its end.
async fn over_the_wire(stand: &Stand, fault: Value) -> Result<(u16, String), String> {
    stand.set("faults", fault).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{}", listener.local_addr().unwrap(), numbers());
    let router = stand.emulator.router();
    let served = tokio::spawn(async move { axum::serve(listener, router).await });
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let asked = client.get(url).bearer_auth(&stand.token).send().await;
    let got = match asked {
        Err(error) => Err(error.to_string()),
        Ok(answer) => {
            let status = answer.status().as_u16();
            answer.text().await.map(|text| (status, text)).map_err(|error| error.to_string())
        }
    };
    served.abort();
    got
}

#[tokio::test]
async fn a_late_or_dripping_answer_is_whole_and_a_broken_one_is_an_error_of_the_connection() {
    let stand = Stand::new();
    let whole = stand.graph("GET", &numbers()).await.text;
    for fault in ["delay", "slow_drip"] {
        let got = over_the_wire(&stand, json!({"fault": fault, "seconds": 0.05})).await;
        assert_eq!(got, Ok((200, whole.clone())), "{fault}");
    }
    for fault in ["reset", "truncated"] {
        let got = over_the_wire(&stand, json!({"fault": fault})).await;
        assert!(got.is_err(), "{fault}: {got:?}");
    }
}

/// A subscribed emulator in which a customer writes so many times under these faults; what arrived
/// when nothing waits any more.
async fn written(faults: Value, count: usize) -> (Vec<Arrived>, String) {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    let running = stand.run();
    stand.subscribe(&callback, "messages").await;
    stand.set("faults", faults).await;
    for nth in 0..count {
        let body = json!({"to": COBRANCA, "text": format!("text {nth}")});
        stand.set("users/5511955550301/messages", body).await;
    }
    stand.set("clock", json!({"advance_seconds": 60})).await;
    eventually(|| stand.emulator.pending_webhooks() == 0).await;
    running.stop().await;
    (callback.arrived(), stand.emulator.app().secret)
}

fn texts(arrived: &[Arrived]) -> Vec<String> {
    let bodies = arrived.iter().map(|one| serde_json::from_str::<Value>(&one.body).unwrap());
    bodies
        .flat_map(|body| body["entry"].as_array().unwrap().clone())
        .map(|entry| entry["changes"][0]["value"]["messages"][0]["text"]["body"].clone())
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

#[tokio::test]
async fn webhooks_are_doubled_or_lost_by_the_share_that_was_armed() {
    let (doubled, _) = written(json!({"fault": "webhooks_doubled"}), 3).await;
    let twice = ["text 0", "text 0", "text 1", "text 1", "text 2", "text 2"];
    assert_eq!(sorted(texts(&doubled)), twice);
    let (lost, _) = written(json!({"fault": "webhooks_lost", "calls": 2}), 3).await;
    assert_eq!(texts(&lost), ["text 2"]);
}

#[tokio::test]
async fn webhooks_that_are_batched_come_in_one_body_that_is_signed_as_a_whole() {
    let (batched, secret) = written(json!({"fault": "webhooks_batched", "seconds": 30}), 5).await;
    assert_eq!(batched.len(), 1, "one body");
    assert_eq!(texts(&batched), ["text 0", "text 1", "text 2", "text 3", "text 4"]);
    assert_eq!(batched[0].signature, format!("sha256={}", signed(&secret, &batched[0].body)));
}

#[tokio::test]
async fn webhooks_that_are_reordered_all_come_and_not_in_their_order() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    let running = stand.run();
    stand.subscribe(&callback, "messages").await;
    stand.set("faults", json!({"fault": "webhooks_reordered", "seconds": 3600})).await;
    for nth in 0..12 {
        let body = json!({"to": COBRANCA, "text": format!("text {nth:02}")});
        stand.set("users/5511955550301/messages", body).await;
    }
    // A minute at a time, so that what is due together is little.
    for _ in 0..60 {
        stand.set("clock", json!({"advance_seconds": 61})).await;
        let due = || stand.emulator.pending_webhooks() + callback.arrived().len() >= 12;
        eventually(due).await;
        tokio::task::yield_now().await;
    }
    eventually(|| stand.emulator.pending_webhooks() == 0).await;
    running.stop().await;
    let came = texts(&callback.arrived());
    assert_ne!(came, sorted(came.clone()));
    assert_eq!(came.iter().collect::<BTreeSet<_>>().len(), 12);
}

#[tokio::test]
async fn a_late_webhook_waits_on_the_emulators_clock() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages").await;
    stand.set("faults", json!({"fault": "webhooks_late", "seconds": 7200, "calls": 1})).await;
    let write = async |text: &str| {
        let body = json!({"to": COBRANCA, "text": text});
        stand.set("users/5511955550301/messages", body).await;
    };
    write("late").await;
    write("at once").await;
    let running = stand.run();
    callback.wait_for(1).await;
    assert_eq!(texts(&callback.arrived()), ["at once"]);
    stand.set("clock", json!({"advance_seconds": 7201})).await;
    callback.wait_for(2).await;
    assert_eq!(texts(&callback.arrived()), ["at once", "late"]);
    running.stop().await;
}

#[tokio::test]
async fn a_badly_signed_webhook_is_signed_with_no_secret_of_the_app() {
    let (forged, secret) = written(json!({"fault": "webhooks_badly_signed", "calls": 1}), 2).await;
    let good = forged
        .iter()
        .filter(|one| one.signature == format!("sha256={}", signed(&secret, &one.body)));
    assert_eq!((forged.len(), good.count()), (2, 1));
}

fn signed(secret: &str, body: &str) -> String {
    use hmac::{Hmac, KeyInit as _, Mac as _};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_webhook_of_the_log_is_sent_again_as_its_next_attempt() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    let running = stand.run();
    stand.subscribe(&callback, "messages").await;
    let body = json!({"to": COBRANCA, "text": "again"});
    stand.set("users/5511955550301/messages", body).await;
    eventually(|| stand.emulator.pending_webhooks() == 0 && callback.arrived().len() == 1).await;
    let log = stand.read("/_control/webhooks").await;
    let id = log["data"][0]["id"].as_str().unwrap().to_owned();
    let again = stand.set(&format!("webhooks/{id}/redeliver"), json!({})).await;
    assert_eq!((&again["id"], &again["attempt"]), (&json!(id), &json!(2)));
    callback.wait_for(2).await;
    eventually(|| stand.emulator.pending_webhooks() == 0).await;
    running.stop().await;
    let arrived = callback.arrived();
    assert_eq!(arrived[0].body, arrived[1].body);
    let log = stand.read("/_control/webhooks?limit=1").await;
    assert_eq!((&log["data"][0]["id"], &log["data"][0]["attempt"]), (&json!(id), &json!(2)));
    assert_eq!(stand.control("webhooks/webhook-0/redeliver", json!({})).await.status, 404);
}

/// Asks Graph without waiting for what hangs, or reading what breaks.
async fn knock(stand: &Stand, method: &str, path: &str, token: &str, body: &str) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("file_offset", "0")
        .body(Body::from(body.to_owned()))
        .unwrap();
    let answer = stand.emulator.router().oneshot(request);
    let _ = tokio::time::timeout(std::time::Duration::from_millis(300), answer).await;
}

#[tokio::test]
async fn every_fault_that_control_takes_strikes_something_that_a_client_does() {
    let callback_url = Some("http://127.0.0.1:9/".to_owned());
    let stand = Stand::with(Settings { callback_url, ..Settings::default() });
    let (marina, app) = ("5511955550301", stand.app_token());
    stand.emulator.customer_writes(marina, COBRANCA, "Oi").unwrap();
    let session = format!("/v25.0/{APP}/uploads?file_length=4&file_type=image/png");
    let session = stand.graph("POST", &session).await.json()["id"].as_str().unwrap().to_owned();
    let message = json!({"messaging_product": "whatsapp", "to": marina, "text": {"body": "Oi"}});
    let hook = format!(
        "/v25.0/{APP}/subscriptions?object=whatsapp_business_account&fields=messages\
         &callback_url=http://127.0.0.1:9/&verify_token=x"
    );
    let description =
        stand.ask(Request::get("/_control/openapi.json").body(Body::empty()).unwrap());
    let description = description.await.json();
    let body = &description["paths"]["/_control/faults"]["post"]["requestBody"];
    let one = &body["content"]["application/json"]["schema"]["anyOf"][0];
    let names = &one["properties"]["fault"]["enum"];
    let names: Vec<&str> = names.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(names.len() >= 37, "{names:?}");
    for name in names {
        let armed = json!({"fault": name, "calls": 1, "seconds": 0.01});
        assert_eq!(stand.set("faults", armed).await["fault"], name);
        knock(&stand, "POST", &format!("/v25.0/{session}"), &stand.token, "abcd").await;
        knock(&stand, "POST", &hook, &app, "").await;
        let send = format!("/v25.0/{COBRANCA}/messages");
        knock(&stand, "POST", &send, &stand.token, &message.to_string()).await;
        stand.emulator.customer_writes(marina, COBRANCA, "Oi").unwrap();
        let left = stand.read("/_control/faults").await;
        assert_eq!(left["faults"], json!([]), "{name} never struck");
    }
}
