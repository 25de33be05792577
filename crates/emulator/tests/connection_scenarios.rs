//! The scenarios of connecting, each played to its end at once: what is told, and what Graph answers.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use emulator::Settings;
use serde_json::{Value, json};
use stand::{BRASIL, COBRANCA, RECIFE, Stand};

/// What a scenario told, as field and value, in its order.
fn play(scenario: &str) -> (Stand, Vec<(String, Value)>) {
    // Nobody answers there, and nothing is sent: the emulator does not run.
    let callback_url = Some("http://127.0.0.1:9/".to_owned());
    let stand = Stand::with(Settings { callback_url, ..Settings::default() });
    let told = stand.emulator.play_at_once(scenario).unwrap();
    let change = |body: &Value| body["entry"][0]["changes"][0].clone();
    let told = told
        .iter()
        .map(change)
        .map(|change| (change["field"].as_str().unwrap().to_owned(), change["value"].clone()));
    (stand, told.collect())
}

/// The values of a field.
fn each(told: &[(String, Value)], field: &str, pointer: &str) -> Vec<Value> {
    let of_field = told.iter().filter(|(name, _)| name == field);
    of_field.map(|(_, value)| value.pointer(pointer).cloned().unwrap_or(Value::Null)).collect()
}

async fn registered(stand: &Stand, pin: &str) -> Value {
    let path = format!("/v25.0/{RECIFE}/register?messaging_product=whatsapp&pin={pin}");
    let answer = stand.graph("POST", &path).await.json();
    match &answer["error"]["error_subcode"] {
        Value::Null if answer["success"] == true => json!("ok"),
        Value::Null => answer["error"]["code"].clone(),
        subcode => subcode.clone(),
    }
}

/// The first step of a scenario alone, by what it sets.
async fn begun(set: Value) -> Stand {
    let stand = Stand::new();
    stand.set(&format!("numbers/{RECIFE}"), set).await;
    stand
}

#[tokio::test]
async fn a_name_under_review_keeps_a_number_from_being_registered_until_it_is_approved() {
    let stand =
        begun(json!({"name_status": "PENDING_REVIEW", "registration_error": "2388001"})).await;
    assert_eq!(registered(&stand, "246810").await, 2_388_001);
    let (stand, told) = play("name_pending");
    assert_eq!(each(&told, "phone_number_name_update", "/decision"), ["APPROVED"]);
    assert_eq!(registered(&stand, "246810").await, "ok");
}

#[tokio::test]
async fn a_pin_that_nobody_told_is_reset_by_its_owner() {
    let stand = begun(json!({"pin": "903417"})).await;
    assert_eq!(registered(&stand, "246810").await, 133_005);
    assert_eq!(registered(&stand, "903417").await, "ok");
    let (stand, told) = play("pin_mismatch");
    let events = each(&told, "security", "/event");
    assert_eq!(events, ["PIN_CHANGED", "PIN_RESET_REQUEST", "PIN_REQUEST_SUCCESS"]);
    assert_eq!(registered(&stand, "246810").await, "ok");
}

#[tokio::test]
async fn a_pin_that_was_guessed_too_often_locks_the_number_for_a_while() {
    let stand = begun(json!({"pin": "903417", "registration_error": "133008"})).await;
    assert_eq!(registered(&stand, "903417").await, 133_008);
    let (stand, _) = play("pin_guess_limit");
    assert_eq!(registered(&stand, "246810").await, "ok");
}

#[tokio::test]
async fn without_a_payment_method_marketing_fails_until_there_is_one() {
    let (stand, told) = play("payment_missing");
    let failures = each(&told, "messages", "/statuses/0/errors/0/code");
    assert_eq!(failures, [json!(131_042), json!(131_042)]);
    let read = stand.read(&format!("/{BRASIL}?fields=primary_funding_id")).await;
    assert!(read["primary_funding_id"].is_string());
}

#[tokio::test]
async fn a_token_that_the_customer_revokes_is_told_of_and_dead() {
    let (stand, told) = play("token_revoked");
    assert_eq!(each(&told, "account_update", "/event"), ["PARTNER_APP_UNINSTALLED"]);
    let token = stand.emulator.waba_token(BRASIL).unwrap();
    let dead = stand.graph_as(&token, "GET", &format!("/{BRASIL}")).await;
    assert_eq!((dead.code(), &dead.json()["error"]["error_subcode"]), (190, &json!(458)));
}

#[tokio::test]
async fn a_permission_that_is_taken_comes_back() {
    let stand = Stand::new();
    let narrow = json!({"scopes": ["whatsapp_business_management"]});
    assert_eq!(stand.set("tokens/business", narrow).await["changed"], 5);
    let token = stand.emulator.waba_token(BRASIL).unwrap();
    let text =
        "messaging_product=whatsapp&to=5511955550301&type=text&text=%7B%22body%22:%22oi%22%7D";
    let send = format!("/{COBRANCA}/messages?{text}");
    let refused = stand.graph_as(&token, "POST", &send).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (403, 10));
    let (stand, told) = play("permission_removed");
    assert!(told.is_empty(), "Meta tells nobody");
    assert_eq!(stand.graph_as(&token, "POST", &send).await.status, 200);
}

#[tokio::test]
async fn a_partner_that_was_removed_reads_nothing_of_the_account() {
    let (stand, told) = play("partner_removed");
    assert_eq!(each(&told, "account_update", "/event"), ["PARTNER_REMOVED"]);
    let read = stand.graph("GET", &format!("/{COBRANCA}")).await;
    assert_eq!((read.status.as_u16(), read.code()), (403, 200));
    stand.set("reset", json!({})).await;
    stand.read(&format!("/{COBRANCA}")).await;
    let apps = stand.read(&format!("/{BRASIL}/subscribed_apps")).await;
    assert_eq!(apps["data"].as_array().unwrap().len(), 1, "a reset shares it again");
}

#[tokio::test]
async fn a_number_of_the_app_brings_its_contacts_and_chats_and_survives_a_new_phone() {
    let (stand, told) = play("coexistence_with_history");
    let fields: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
    let count = |field: &str| fields.iter().filter(|name| **name == field).count();
    assert_eq!(
        ["smb_app_state_sync", "history", "messages", "smb_message_echoes"].map(count),
        [2, 6, 1, 1]
    );
    let events = each(&told, "account_update", "/event");
    assert_eq!(events, ["ACCOUNT_OFFBOARDED", "ACCOUNT_RECONNECTED"]);
    let read = stand.read(&format!("/{RECIFE}?fields=is_on_biz_app,platform_type,status")).await;
    assert_eq!(
        read,
        json!({"is_on_biz_app": true, "platform_type": "CLOUD_API", "status": "CONNECTED", "id": RECIFE})
    );
}
