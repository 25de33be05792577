//! How webhooks are delivered when nobody takes them, and how large a body gets (META 11.8).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use std::collections::BTreeMap;
use std::io::Read as _;
use std::net::TcpListener;
use std::time::Duration;

use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{COBRANCA, Callback, Stand, eventually};

const MARINA: &str = "5511955550301";
const DAY_S: i64 = 86_400;
/// Meta's largest body.
const MOST: usize = 3_000_000;

/// What one person hears and says stays in its order, however many others are told of meanwhile.
#[tokio::test]
async fn without_a_fault_what_becomes_of_a_message_is_told_in_its_order() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages").await;
    let people: Vec<String> = (0..4).map(|nth| format!("551195555030{}", nth + 1)).collect();
    for who in &people {
        stand.emulator.customer_writes(who, COBRANCA, "Oi").unwrap();
        for _ in 0..10 {
            let sent = json!({"from": COBRANCA, "to": [who], "category": "service"});
            stand.set("sends", sent).await;
        }
    }
    let running = stand.run();
    let arrived = callback.wait_for(4 * (1 + 10 * 3)).await;
    let mut states: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in &arrived {
        let value = one.change()["value"].clone();
        for status in value["statuses"].as_array().into_iter().flatten() {
            let text = |key: &str| status[key].as_str().unwrap().to_owned();
            states.entry(text("id")).or_default().push(text("status"));
        }
    }
    assert_eq!(states.len(), 40);
    for (id, told) in states {
        assert_eq!(told, ["sent", "delivered", "read"], "{id}");
    }
    running.stop().await;
}

/// The attempts that the log knows, in their order, once there are so many: only then is one over.
async fn wait_for_attempts(stand: &Stand, count: usize) -> Vec<Value> {
    let polling = async {
        loop {
            let told = attempts(stand).await;
            if told.len() >= count {
                return told;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), polling).await.unwrap()
}

async fn attempts(stand: &Stand) -> Vec<Value> {
    let request = Request::get("/_control/webhooks").header("host", "127.0.0.1:8081");
    let log = stand.ask(request.body(axum::body::Body::empty()).unwrap()).await.json();
    log["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_webhook_that_is_refused_is_tried_for_seven_days_and_then_given_up() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages").await;
    let running = stand.run();
    callback.refuse(u64::MAX);
    stand.emulator.customer_writes(MARINA, COBRANCA, "Oi").unwrap();
    wait_for_attempts(&stand, 1).await;
    for day in 1..=6 {
        stand.set("clock", json!({"advance_seconds": DAY_S})).await;
        wait_for_attempts(&stand, day + 1).await;
        assert_eq!(stand.emulator.pending_webhooks(), 1, "day {day}");
    }
    stand.set("clock", json!({"advance_seconds": DAY_S})).await;
    eventually(|| stand.emulator.pending_webhooks() == 0).await;
    let arrived = callback.arrived();
    assert!(arrived.len() >= 8 && arrived.iter().all(|one| one.body == arrived[0].body));
    running.stop().await;
}

#[tokio::test]
async fn a_callback_that_never_answers_is_an_attempt_that_failed() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let webhook_timeout = Duration::from_millis(200);
    let settings = Settings { callback_url: Some(url), webhook_timeout, ..Settings::default() };
    let stand = Stand::with(settings);
    stand.emulator.customer_writes(MARINA, COBRANCA, "Oi").unwrap();
    let running = stand.run();
    let silent = tokio::task::spawn_blocking(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let read = socket.read(&mut [0; 1024]).unwrap();
        assert!(read > 0);
        (listener, socket)
    });
    let _kept = silent.await.unwrap();
    let told = wait_for_attempts(&stand, 1).await;
    let first = &told[0];
    assert_eq!((&first["attempt"], &first["http_status"]), (&json!(1), &Value::Null), "{first}");
    assert_eq!(stand.emulator.pending_webhooks(), 1, "it is tried again");
    running.stop().await;
}

#[tokio::test]
async fn a_batch_is_never_longer_than_three_megabytes_and_loses_nothing() {
    let callback_url = Some("http://127.0.0.1:9/".to_owned());
    let stand = Stand::with(Settings { callback_url, ..Settings::default() });
    stand.set("faults", json!({"fault": "webhooks_batched", "seconds": 3_600})).await;
    let words = "x".repeat(100_000);
    for nth in 0..70 {
        let text = format!("{nth} {words}");
        stand.emulator.customer_writes(MARINA, COBRANCA, &text).unwrap();
    }
    let state: Value = serde_json::from_slice(&stand.emulator.export().unwrap()).unwrap();
    let bodies: Vec<&str> = state["queue"]
        .as_array()
        .unwrap()
        .iter()
        .map(|delivery| delivery["body"].as_str().unwrap())
        .collect();
    assert!(bodies.iter().all(|body| body.len() <= MOST));
    assert_eq!(bodies.len(), 3);
    let entries = bodies.iter().map(|body| {
        let body: Value = serde_json::from_str(body).unwrap();
        body["entry"].as_array().unwrap().len()
    });
    assert_eq!(entries.sum::<usize>(), 70);
}
