//! An account that was lost is said within a minute of the first call or webhook that shows it, and its
//! numbers stay on the page. The only clock is the tests': nothing here waits.

use std::time::Duration;

use domain::signup::Stage;
use serde_json::{Value, json};

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, finish};
use crate::webhook::{of, post, text};

/// Long before the next readings, as all is read then.
const SOON: Duration = Duration::from_secs(20);
/// What the issue gives, less what is gone at [`SOON`].
const WITHIN_A_MINUTE: Duration = Duration::from_secs(30);

/// An account that is connected and read.
async fn connected() -> Desk {
    let desk = Desk::at_address().await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk.hands.turn(Duration::from_secs(1));
    post(&desk, &text(WABA, NUMBER, "wamid.a")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    console::refresh_all(&desk.app).await;
    desk.hands.turn(SOON);
    console::refresh_all(&desk.app).await;
    assert!(!page(&desk).await.contains("data-lost"));
    desk
}

async fn page(desk: &Desk) -> String {
    desk.owner.get("/connect").await.text
}

/// A call that reads nothing: a new PIN for the number.
async fn call(desk: &Desk) {
    let form = [("pin", "314159"), ("again", "314159")];
    let answer = desk.owner.form(&format!("/profile/{NUMBER}/pin"), &form).await;
    assert_ne!(answer.status, 404, "{answer:?}");
}

/// What the page says a minute after the call or webhook at the latest.
async fn said(desk: &Desk) -> String {
    console::refresh_all(&desk.app).await;
    desk.hands.turn(WITHIN_A_MINUTE);
    console::refresh_all(&desk.app).await;
    page(desk).await
}

fn assert_lost(page: &str, sentence: &str) {
    assert!(page.contains("data-lost"), "{page}");
    assert!(page.contains(sentence), "{sentence}: {page}");
    assert!(page.contains(&format!("data-again=\"{WABA}\"")), "one button");
    let numbers = page.split("accounts__numbers").nth(1).expect("its numbers are still shown");
    assert!(numbers.contains("<li>"));
}

/// `account_update` as Meta sends it.
async fn hear(desk: &Desk, value: Value) {
    post(desk, &of(WABA, "account_update", &value)).await;
}

#[tokio::test]
async fn any_call_that_meta_refuses_for_its_token_tells_that_the_account_is_lost() {
    let desk = connected().await;
    desk.control("tokens/business/revoke", &json!({"subcode": 463})).await;
    console::refresh_all(&desk.app).await;
    assert!(!page(&desk).await.contains("data-lost"), "nobody was told yet");
    call(&desk).await;
    assert_lost(&said(&desk).await, "A Meta não aceita mais o token");
}

#[tokio::test]
async fn any_call_that_meta_refuses_for_a_permission_tells_that_the_account_is_lost() {
    let desk = connected().await;
    desk.control("tokens/business", &json!({"scopes": [], "granular_scopes": {}})).await;
    call(&desk).await;
    assert_lost(&said(&desk).await, "não tem mais acesso");
}

#[tokio::test]
async fn a_call_that_is_refused_alone_loses_nothing_and_has_the_account_read_once_in_a_while() {
    let desk = connected().await;
    let scopes = json!({
        "scopes": ["whatsapp_business_management"],
        "granular_scopes": {"whatsapp_business_management": [WABA]},
    });
    desk.control("tokens/business", &scopes).await;
    let read = format!("GET {WABA}");
    let before = desk.count(&read).await;
    for _ in 0..5 {
        call(&desk).await;
        console::refresh_all(&desk.app).await;
    }
    assert!(desk.count(&read).await <= before + 1);
    assert!(!said(&desk).await.contains("data-lost"));
}

#[tokio::test]
async fn a_partner_that_was_removed_is_said_with_what_meta_told() {
    let desk = connected().await;
    desk.control(&format!("wabas/{WABA}"), &json!({"account_event": "PARTNER_REMOVED"})).await;
    let told = json!({"event": "PARTNER_REMOVED", "waba_info": {"waba_id": WABA}});
    hear(&desk, told).await;
    let before = page(&desk).await;
    assert_lost(&before, "não tem mais acesso");
    assert!(before.contains("PARTNER_REMOVED"), "before anything was read");
    assert_lost(&said(&desk).await, "não tem mais acesso");
}

#[tokio::test]
async fn an_account_that_its_app_left_is_said_until_its_number_is_back() {
    let desk = connected().await;
    desk.control(&format!("numbers/{NUMBER}"), &json!({"is_on_biz_app": true})).await;
    let happen = async |event: &str| {
        desk.control(&format!("wabas/{WABA}"), &json!({"account_event": event})).await;
        hear(&desk, json!({"event": event})).await;
    };
    happen("ACCOUNT_OFFBOARDED").await;
    let before = page(&desk).await;
    assert_lost(&before, "desligou esta WABA");
    assert!(before.contains("ACCOUNT_OFFBOARDED"));
    let after = said(&desk).await;
    assert_lost(&after, "desligou esta WABA");
    let flow = "data-feature-type=\"whatsapp_business_app_onboarding\"";
    assert!(after.contains(flow), "in the flow that takes the app's number: {after}");
    happen("ACCOUNT_RECONNECTED").await;
    assert!(!said(&desk).await.contains("data-lost"));
}

#[tokio::test]
async fn a_reading_that_failed_for_another_reason_does_not_hide_that_the_account_is_lost() {
    let desk = connected().await;
    desk.control("faults", &json!({"fault": "http_500"})).await;
    // Until the next try of a reading is far away.
    for _ in 0..3 {
        desk.hands.turn(Duration::from_secs(3_600));
        console::refresh_all(&desk.app).await;
    }
    desk.control("faults", &json!({"fault": null})).await;
    desk.control("tokens/business/revoke", &json!({"subcode": 463})).await;
    call(&desk).await;
    assert_lost(&said(&desk).await, "A Meta não aceita mais o token");
}
