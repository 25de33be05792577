//! The popup's message is lost, or its code is: Meta's webhook or the token tell the account.

use domain::signup::Stage;
use serde_json::{Value, json};

use crate::console;
use crate::desk::{BIG_WABA, Desk, FOREIGN_WABA, NUMBER, WABA, begun, finish};
use crate::webhook;

fn partner_added(waba: &str) -> Value {
    let info = json!({"waba_id": waba, "owner_business_id": "2729063490586005"});
    let value = json!({"event": "PARTNER_ADDED", "waba_info": info});
    // Its entry has the portfolio's id.
    webhook::of("506914307656634", "account_update", &value)
}

async fn target(desk: &Desk, id: &store::SignupId) -> Option<String> {
    desk.signup(id).await.target.map(|target| target.waba.to_string())
}

#[tokio::test]
async fn without_its_message_a_login_goes_by_the_newest_account_of_the_token() {
    let desk = Desk::open().await;
    let _ = desk.code(WABA);
    let id = desk.begin(&desk.code(BIG_WABA), None).await;
    desk.later(std::time::Duration::from_secs(3)).await;
    assert_eq!(target(&desk, &id).await.as_deref(), Some(BIG_WABA));
}

#[tokio::test]
async fn without_its_message_a_login_goes_by_the_account_that_a_webhook_names() {
    let desk = Desk::open().await;
    // The business shared both; the token lists the other one first.
    let _ = desk.code(WABA);
    let id = desk.begin(&desk.code(BIG_WABA), None).await;
    webhook::post(&desk, &partner_added(WABA)).await;
    desk.later(std::time::Duration::from_secs(3)).await;
    assert_eq!(target(&desk, &id).await.as_deref(), Some(WABA));
}

#[tokio::test]
async fn an_account_that_the_token_does_not_reach_is_nobodys_hint() {
    let desk = Desk::open().await;
    let id = desk.begin(&desk.code(BIG_WABA), None).await;
    webhook::post(&desk, &partner_added(FOREIGN_WABA)).await;
    desk.later(std::time::Duration::from_secs(3)).await;
    assert_eq!(target(&desk, &id).await.as_deref(), Some(BIG_WABA));
}

#[tokio::test]
async fn the_message_counts_before_any_webhook() {
    let desk = Desk::open().await;
    let _ = desk.code(BIG_WABA);
    let id = desk.begin(&desk.code(WABA), Some(&finish(WABA, NUMBER))).await;
    webhook::post(&desk, &partner_added(BIG_WABA)).await;
    console::carry_on(&desk.app).await;
    assert_eq!(target(&desk, &id).await.as_deref(), Some(WABA));
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn a_login_whose_code_was_lost_says_that_meta_shared_its_account_and_no_other() {
    let desk = Desk::open().await;
    let nonce = desk.nonce().await;
    let body = json!({"nonce": nonce, "message": finish(WABA, NUMBER)});
    let id = begun(&desk.owner.json("/connect/outcome", &body).await);
    webhook::post(&desk, &partner_added(FOREIGN_WABA)).await;
    let page = desk.owner.get("/connect").await.text;
    assert!(!page.contains(FOREIGN_WABA) && !page.contains("A Meta confirmou por webhook"));
    webhook::post(&desk, &partner_added(WABA)).await;
    assert!(desk.signup(&id).await.is_shared_at_meta());
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains(&format!("A Meta confirmou por webhook que a WABA {WABA}")));
}
