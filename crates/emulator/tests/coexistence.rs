//! Coexistence: a number that stays in the WhatsApp Business app, what is synchronised of it, and how
//! it leaves (META 1.4, 7.2, 11.16).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use stand::popup::Popup;
use stand::{Answer, BRASIL, COBRANCA, Callback, Stand, eventually};

const FIELDS: &str = "messages,account_update,history,smb_app_state_sync,smb_message_echoes";

/// A number that the popup left in the app, and the callback that hears of it.
async fn connected() -> (Stand, Callback, String) {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    let extras = json!({"featureType": "whatsapp_business_app_onboarding"});
    Popup::open(&stand, extras).await.walk().await.press("finish", &[]).await;
    stand.subscribe(&callback, FIELDS).await;
    let all = stand.read(&format!("/{BRASIL}/phone_numbers?fields=id,is_on_biz_app")).await;
    let number = all["data"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned();
    (stand, callback, number)
}

async fn sync(stand: &Stand, number: &str, what: &str) -> Answer {
    let body = format!("messaging_product=whatsapp&sync_type={what}");
    stand.graph("POST", &format!("/v25.0/{number}/smb_app_data?{body}")).await
}

fn subcode(answer: &Answer) -> i64 {
    answer.json()["error"]["error_subcode"].as_i64().unwrap()
}

async fn platform(stand: &Stand, number: &str) -> [Value; 3] {
    let read = stand.read(&format!("/{number}?fields=is_on_biz_app,platform_type,status")).await;
    ["is_on_biz_app", "platform_type", "status"].map(|field| read[field].clone())
}

#[tokio::test]
async fn the_contacts_and_the_history_come_once_and_out_of_order() {
    let (stand, callback, number) = connected().await;
    let running = stand.run();
    let asked = sync(&stand, &number, "smb_app_state_sync").await.json();
    assert_eq!(asked["messaging_product"], "whatsapp");
    assert!(asked["request_id"].is_string());
    let contacts = callback.wait_for(1).await.remove(0);
    let body: Value = serde_json::from_str(&contacts.body).unwrap();
    assert_eq!((&body["entry"][0]["id"], body["entry"][0].get("time")), (&json!(BRASIL), None));
    let change = contacts.change();
    assert_eq!(change["field"], "smb_app_state_sync");
    assert_eq!(change["value"]["metadata"]["phone_number_id"], number.as_str());
    let first = &change["value"]["state_sync"][0];
    assert_eq!((&first["type"], &first["action"]), (&json!("contact"), &json!("add")));
    assert!(
        first["contact"]["full_name"].is_string() && first["metadata"]["timestamp"].is_string()
    );

    assert_eq!(sync(&stand, &number, "history").await.status, 200);
    let told: Vec<Value> =
        callback.wait_for(7).await[1..].iter().map(|arrived| arrived.change()).collect();
    assert!(told.iter().all(|change| change["field"] == "history"));
    let chunks: BTreeSet<String> =
        told.iter().map(|change| change["value"]["history"][0]["metadata"].to_string()).collect();
    let expected: BTreeSet<String> = (0..6)
        .map(|nth| {
            let progress = (nth + 1) * 100 / 6;
            json!({"phase": nth / 2, "chunk_order": nth % 2 + 1, "progress": progress}).to_string()
        })
        .collect();
    assert_eq!(chunks, expected);
    let thread = &told[0]["value"]["history"][0]["threads"][0];
    let statuses: Vec<&Value> = thread["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| &message["history_context"]["status"])
        .collect();
    assert_eq!(statuses, ["READ", "DELIVERED"]);

    for what in ["smb_app_state_sync", "history"] {
        assert_eq!(subcode(&sync(&stand, &number, what).await), 2_593_107);
    }
    running.stop().await;
    assert_eq!(callback.arrived().len(), 7, "what was refused sends nothing");
}

#[tokio::test]
async fn an_owner_who_shares_no_history_is_told_of_by_the_webhook() {
    let (stand, callback, number) = connected().await;
    stand.set(&format!("numbers/{number}"), json!({"shares_history": false})).await;
    let running = stand.run();
    assert_eq!(sync(&stand, &number, "history").await.status, 200);
    let change = callback.wait_for(1).await.remove(0).change();
    assert_eq!(change["field"], "history");
    assert_eq!(change["value"]["history"][0]["errors"][0]["code"], 2_593_109);
    running.stop().await;
    assert_eq!(callback.arrived().len(), 1);
}

#[tokio::test]
async fn a_day_later_it_is_too_late_and_a_number_without_the_app_has_nothing_to_share() {
    let (stand, _callback, number) = connected().await;
    stand.set("clock", json!({"advance_seconds": 86_399})).await;
    assert_eq!(sync(&stand, &number, "smb_app_state_sync").await.status, 200);
    stand.set("clock", json!({"advance_seconds": 1})).await;
    assert_eq!(subcode(&sync(&stand, &number, "history").await), 2_593_108);
    assert_eq!(sync(&stand, COBRANCA, "history").await.code(), 100);
    // As control puts one there, its day begins.
    stand.set(&format!("numbers/{COBRANCA}"), json!({"is_on_biz_app": true})).await;
    assert_eq!(sync(&stand, COBRANCA, "history").await.status, 200);
}

#[tokio::test]
async fn what_is_done_on_the_phone_is_echoed() {
    let (stand, callback, number) = connected().await;
    let running = stand.run();
    let path = format!("numbers/{number}");
    stand.set(&path, json!({"echo": {"to": "5511955550301", "text": "Olá!"}})).await;
    let told = callback.wait_for(1).await[0].change();
    assert_eq!(told["field"], "smb_message_echoes");
    let echo = &told["value"]["message_echoes"][0];
    assert_eq!((&echo["to"], &echo["text"]["body"]), (&json!("5511955550301"), &json!("Olá!")));
    assert_eq!(echo["from"], told["value"]["metadata"]["display_phone_number"]);

    let gone = json!({"phone_number": "5511955550301", "action": "remove"});
    stand.set(&path, json!({"contact": gone})).await;
    let told = callback.wait_for(2).await[1].change();
    let contact = &told["value"]["state_sync"][0];
    assert_eq!(
        (&contact["action"], &contact["contact"]),
        (&json!("remove"), &json!({"phone_number": "5511955550301"}))
    );
    running.stop().await;
}

#[tokio::test]
async fn what_goes_by_the_app_opens_no_window() {
    let stand = Stand::new();
    let (marina, path) = ("5511955550301", format!("numbers/{COBRANCA}"));
    stand.set(&path, json!({"is_on_biz_app": true})).await;
    stand.set(&path, json!({"echo": {"to": marina, "text": "Já vai"}})).await;
    let asked = json!({"messaging_product": "whatsapp", "to": marina, "text": {"body": "Oi"}});
    for (writes, wanted) in [(false, "failed"), (true, "read")] {
        if writes {
            stand.emulator.customer_writes(marina, COBRANCA, "Oi").unwrap();
        }
        let request = http::Request::post(format!("/v25.0/{COBRANCA}/messages"))
            .header("authorization", format!("Bearer {}", stand.token))
            .header("content-type", "application/json");
        let sent = stand.ask(request.body(asked.to_string().into()).unwrap()).await;
        assert_eq!(sent.status, 200, "{}", sent.text);
        let chat = stand.emulator.chat(marina);
        let last = chat["data"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["status"], wanted, "{last}");
    }
}

#[tokio::test]
async fn a_phone_that_is_changed_takes_the_number_off_and_brings_it_back() {
    let (stand, callback, number) = connected().await;
    let running = stand.run();
    let on = [json!(true), json!("CLOUD_API"), json!("CONNECTED")];
    let off = [json!(true), json!("NOT_APPLICABLE"), json!("DISCONNECTED")];
    assert_eq!(platform(&stand, &number).await, on);
    for (nth, event, state) in [(1, "ACCOUNT_OFFBOARDED", &off), (2, "ACCOUNT_RECONNECTED", &on)] {
        stand.set(&format!("wabas/{BRASIL}"), json!({"account_event": event})).await;
        let told = callback.wait_for(nth).await[nth - 1].clone();
        let body: Value = serde_json::from_str(&told.body).unwrap();
        assert_eq!(body["entry"][0]["id"], BRASIL);
        assert_eq!(told.change(), json!({"field": "account_update", "value": {"event": event}}));
        assert_eq!(platform(&stand, &number).await, *state);
        assert_eq!(
            platform(&stand, COBRANCA).await[1],
            "CLOUD_API",
            "no number of the platform alone"
        );
    }
    running.stop().await;
}

#[tokio::test]
async fn a_customer_who_disconnects_the_number_is_told_of_with_the_reason() {
    let (stand, callback, number) = connected().await;
    let running = stand.run();
    let why = json!({"reason": "PRIMARY_INACTIVITY", "initiated_by": "SYSTEM"});
    stand.set(&format!("numbers/{number}"), json!({"disconnection": why})).await;
    let value = callback.wait_for(1).await[0].change()["value"].clone();
    assert_eq!((&value["event"], &value["disconnection_info"]), (&json!("PARTNER_REMOVED"), &why));
    assert_eq!(value["waba_info"]["waba_id"], BRASIL);
    let phone = stand.read(&format!("/{number}?fields=display_phone_number")).await;
    let digits: String = phone["display_phone_number"]
        .as_str()
        .unwrap()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    assert_eq!(value["phone_number"], digits);
    assert_eq!(platform(&stand, &number).await[1], "NOT_APPLICABLE");
    // The account itself is shared as before.
    stand.read(&format!("/{BRASIL}")).await;
    eventually(|| stand.emulator.pending_webhooks() == 0).await;
    running.stop().await;
}
