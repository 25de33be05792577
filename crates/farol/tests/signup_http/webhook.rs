//! The first webhook: a signed one, of this account, received after subscribing.

use std::time::Duration;

use axum::http::Method;
use bytes::Bytes;
use domain::Timestamp;
use domain::signup::{Obstacle, Stage, Step};
use serde_json::{Value, json};
use store::SignupId;

use crate::console::{self, project_all};
use crate::desk::{BIG_WABA, Desk, NUMBER, UNREGISTERED, WABA, finish, message};
use crate::program::sign;
use crate::visitor::Visitor;

/// A message of a customer.
pub fn text(waba: &str, number: &str, id: &str) -> Value {
    let value = json!({"metadata": {"phone_number_id": number}, "messages": [
        {"id": id, "from": "5511955550301", "timestamp": "1795338640", "type": "text"}]});
    of(waba, "messages", &value)
}

pub fn of(waba: &str, field: &str, value: &Value) -> Value {
    json!({"object": "whatsapp_business_account", "entry": [
        {"id": waba, "changes": [{"field": field, "value": value}]}]})
}

/// Posts a webhook as Meta does, and goes on until nothing is left to do now.
pub async fn post(desk: &Desk, webhook: &Value) {
    let body = webhook.to_string().into_bytes();
    let signature = sign(&desk.emulator.app().secret, &body);
    assert_eq!(post_signed(desk, body, &signature).await, 200);
    project_all(&desk.app).await;
    console::carry_on(&desk.app).await;
}

async fn post_signed(desk: &Desk, body: Vec<u8>, signature: &str) -> u16 {
    let meta = Visitor::stranger(&desk.app);
    let headers = [("content-type", "application/json"), ("x-hub-signature-256", signature)];
    meta.ask(Method::POST, "/webhooks/meta", &headers, body).await.status
}

/// A login that waits for its first webhook, a moment after it subscribed.
async fn awaiting() -> (Desk, SignupId) {
    let desk = Desk::open().await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    desk.hands.turn(Duration::from_secs(1));
    (desk, id)
}

async fn append(desk: &Desk, webhook: &Value, received_at: Timestamp) {
    let body = Bytes::from(webhook.to_string());
    desk.app.store.inbox.append(body, received_at).await.expect("appended");
    project_all(&desk.app).await;
}

#[tokio::test]
async fn a_signed_webhook_of_the_account_connects() {
    let (desk, id) = awaiting().await;
    post(&desk, &text(WABA, NUMBER, "wamid.a")).await;
    let signup = desk.signup(&id).await;
    assert_eq!(signup.stage, Stage::Connected);
    // Only a number of the WhatsApp Business app is synced.
    let all = Step::ALL.into_iter().filter(|step| *step != Step::Sync);
    assert!(all.into_iter().all(|step| signup.is_done(step)), "{signup:?}");
    // Another changes nothing more.
    post(&desk, &text(WABA, NUMBER, "wamid.b")).await;
    assert_eq!(desk.signup(&id).await, signup);
}

#[tokio::test]
async fn only_one_that_names_the_number_by_its_id_counts() {
    let (desk, id) = awaiting().await;
    let metadata = json!({"phone_number_id": NUMBER});
    let shared = json!({"event": "PARTNER_APP_INSTALLED", "waba_info": {"waba_id": WABA}});
    let name = json!({"display_phone_number": "551155550142", "decision": "APPROVED"});
    let opted_out = json!({"messaging_product": "whatsapp", "metadata": metadata,
        "user_preferences": [{"wa_id": "5511900000001", "category": "marketing_messages",
            "value": "stop", "timestamp": 1_790_000_000, "detail": "User requested"}]});
    for webhook in [
        text(WABA, UNREGISTERED, "wamid.sibling"),
        of(WABA, "account_update", &shared),
        of(WABA, "phone_number_name_update", &name),
        of(WABA, "a_field_of_next_year", &json!({"x": 1})),
        // These come here even when an override sends the number's messages elsewhere.
        of(WABA, "a_field_of_next_year", &json!({"metadata": metadata})),
        of(WABA, "user_preferences", &opted_out),
    ] {
        post(&desk, &webhook).await;
        assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting, "{webhook}");
    }
    post(&desk, &of(WABA, "calls", &json!({"metadata": metadata}))).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
}

#[tokio::test]
async fn any_of_the_account_counts_for_a_login_without_a_number() {
    let desk = Desk::open().await;
    let only_waba = message("FINISH_ONLY_WABA", &json!({"waba_id": WABA}));
    let id = desk.log_in(WABA, Some(&only_waba)).await;
    desk.hands.turn(Duration::from_secs(1));
    post(&desk, &of(WABA, "a_field_of_next_year", &json!({"x": 1}))).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
}

#[tokio::test]
async fn one_that_was_received_before_subscribing_does_not_connect() {
    let (desk, id) = awaiting().await;
    let signup = desk.signup(&id).await;
    let subscribed = signup.done.iter().find(|done| done.step == Step::Subscribe);
    let at = subscribed.expect("subscribed").at;
    for (early, nth) in [(at.as_millis() - 3_600_000, 1), (at.as_millis(), 2)] {
        let webhook = text(WABA, NUMBER, &format!("wamid.{nth}"));
        append(&desk, &webhook, Timestamp::from_millis(early)).await;
        assert_eq!(desk.signup(&id).await, signup, "{early}");
    }
    let after = Timestamp::from_millis(at.as_millis() + 1);
    append(&desk, &text(WABA, NUMBER, "wamid.3"), after).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
}

#[tokio::test]
async fn one_that_waited_for_the_binding_does_not_connect() {
    let desk = Desk::open().await;
    post(&desk, &text(WABA, NUMBER, "wamid.early")).await;
    desk.hands.turn(Duration::from_secs(1));
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    project_all(&desk.app).await;
    let waiting = desk.app.store.ledger.read(|read| read.waiting_count()).await;
    assert_eq!(waiting, Ok(0), "it was applied");
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn one_that_comes_while_the_number_is_registered_counts_at_the_end() {
    let desk = Desk::open().await;
    desk.control("faults", &json!({"fault": "http_503", "edge": "register"})).await;
    let id = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    desk.hands.turn(Duration::from_secs(1));
    post(&desk, &text(BIG_WABA, UNREGISTERED, "wamid.a")).await;
    assert!(matches!(desk.signup(&id).await.stage, Stage::Doing { .. }));
    desk.control("faults", &json!({"fault": null})).await;
    // Past the time in which the call without an answer may still take effect.
    desk.later(Duration::from_secs(60)).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
}

#[tokio::test]
async fn one_that_names_the_number_alone_counts_too() {
    let (desk, id) = awaiting().await;
    // Nobody has that account.
    post(&desk, &text("999999999999999", NUMBER, "wamid.a")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
}

#[tokio::test]
async fn one_of_another_account_does_not_connect() {
    let (desk, id) = awaiting().await;
    let other = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    desk.hands.turn(Duration::from_secs(1));
    post(&desk, &text("999999999999999", "888888888888888", "wamid.a")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    post(&desk, &text(BIG_WABA, UNREGISTERED, "wamid.b")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert_eq!(desk.signup(&other).await.stage, Stage::Connected, "and that one is");
}

#[tokio::test]
async fn a_forged_one_does_not_connect() {
    let (desk, id) = awaiting().await;
    let body = text(WABA, NUMBER, "wamid.a").to_string().into_bytes();
    for signature in [
        sign("another secret", &body),
        sign(&desk.emulator.app().verify_token, &body),
        sign(&desk.emulator.app().secret, b"another body"),
        "sha256=".to_owned(),
        String::new(),
    ] {
        assert_eq!(post_signed(&desk, body.clone(), &signature).await, 401, "{signature}");
    }
    project_all(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}

/// What Meta sends when it has decided about a number's name.
fn name_decided() -> Value {
    let value = json!({"display_phone_number": "5581955550119", "decision": "APPROVED",
        "requested_verified_name": "Loja Recife", "rejection_reason": null});
    of(BIG_WABA, "phone_number_name_update", &value)
}

#[tokio::test]
async fn word_of_the_name_wakes_a_login_that_waits_for_it() {
    let desk = Desk::open().await;
    let number = format!("numbers/{UNREGISTERED}");
    desk.control(&number, &json!({"registration_error": "2388001"})).await;
    let id = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    let waits = |signup: &domain::signup::Signup| {
        signup.snag().map(|snag| snag.obstacle.clone()) == Some(Obstacle::NameNotProcessed)
    };
    assert!(waits(&desk.signup(&id).await));
    desk.hands.turn(Duration::from_secs(5));
    let before = desk.signup(&id).await.due_at();
    post(&desk, &text(BIG_WABA, UNREGISTERED, "wamid.a")).await;
    let signup = desk.signup(&id).await;
    assert!(waits(&signup) && signup.due_at() == before, "other news wakes nothing: {signup:?}");
    let decided = json!({"registration_error": null, "name_status": "APPROVED"});
    desk.control(&number, &decided).await;
    post(&desk, &name_decided()).await;
    let signup = desk.signup(&id).await;
    assert_eq!(signup.stage, Stage::Connected, "its webhook came already: {signup:?}");
    assert_eq!(desk.count(&format!("POST {UNREGISTERED}/register")).await, 2);
}
