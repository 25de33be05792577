//! Popups that brought no code: each ends by its name, and its nonce is used up.

use domain::signup::{Ending, Stage};
use serde_json::json;

use crate::desk::{Desk, NUMBER, WABA, assert_refused, back_to, begun, finish, message};

/// What a popup without a code told, and how the login then ended.
async fn check(told: Option<String>, expected: Ending) {
    let desk = Desk::open().await;
    let nonce = desk.nonce().await;
    let outcome = json!({"nonce": nonce, "message": told});
    let id = begun(&desk.owner.json("/connect/outcome", &outcome).await);
    assert_eq!(desk.signup(&id).await.stage, Stage::Ended { ending: expected });
    // An answer that was lost is asked for again.
    assert_eq!(begun(&desk.owner.json("/connect/outcome", &outcome).await), id);
    let code = desk.code(WABA);
    assert_refused(&desk.post_code(&nonce, &code, None).await, 409, &code);
    crate::console::carry_on(&desk.app).await;
    assert_eq!(desk.logins("one").await, 1);
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
    assert_eq!(desk.calls().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_cancelled_popup_ends_at_its_step() {
    let step = "PHONE_NUMBER_VERIFICATION";
    let ending = Ending::Cancelled { current_step: Some(step.to_owned()) };
    check(Some(message("CANCEL", &json!({"current_step": step}))), ending).await;
    check(Some(message("CANCEL", &json!({}))), Ending::Cancelled { current_step: None }).await;
}

#[tokio::test]
async fn a_reported_error_ends_in_metas_words() {
    let data = json!({"error_message": "Your name violates guidelines.", "error_id": "524126",
        "session_id": "f34b51dab5e0498", "timestamp": "1746041036"});
    let text = |key: &str| data[key].as_str().map(str::to_owned);
    let ending = Ending::Reported {
        error_message: text("error_message"),
        error_id: text("error_id"),
        session_id: text("session_id"),
    };
    check(Some(message("CANCEL", &data)), ending.clone()).await;
    check(Some(message("ERROR", &data)), ending).await;
}

#[tokio::test]
async fn a_popup_without_a_word_was_closed() {
    check(None, Ending::Closed).await;
}

#[tokio::test]
async fn a_popup_that_ends_by_an_event_of_tomorrow_is_told_by_its_word() {
    let event = "SOMETHING_NEW".to_owned();
    check(Some(message("SOMETHING_NEW", &json!({"a": 1}))), Ending::Untold { event }).await;
}

#[tokio::test]
async fn a_window_that_is_gone_is_not_said_to_have_been_closed_too_soon() {
    let desk = Desk::open().await;
    let outcome = json!({"nonce": desk.nonce().await, "lost": true});
    let id = begun(&desk.owner.json("/connect/outcome", &outcome).await);
    assert_eq!(desk.signup(&id).await.stage, Stage::Ended { ending: Ending::Lost });
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("Não se sabe se o login foi concluído."));
    // Its code may come all the same.
    let late = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(desk.signup(&late).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn a_finish_without_its_code_says_so() {
    check(Some(finish(WABA, NUMBER)), Ending::NoCode).await;
    let only = message("FINISH_ONLY_WABA", &json!({"waba_id": WABA}));
    check(Some(only), Ending::NoCode).await;
}

#[tokio::test]
async fn an_ended_login_is_carried_no_further() {
    let desk = Desk::open().await;
    let outcome = json!({"nonce": desk.nonce().await});
    let id = begun(&desk.owner.json("/connect/outcome", &outcome).await);
    let before = desk.signup(&id).await;
    let late = json!({"signup": id.as_str(), "message": finish(WABA, NUMBER)});
    assert_eq!(begun(&desk.owner.json("/connect/outcome", &late).await), id);
    for form in ["pin", "retry"] {
        let path = format!("/connect/{id}/{form}");
        let answer = desk.owner.form(&path, &[("pin", "123456")]).await;
        assert_eq!(answer.leads(), (303, Some(back_to(&id).as_str())), "{form}");
    }
    for form in ["request-code", "verify-code"] {
        let path = format!("/connect/{id}/{form}");
        assert_eq!(desk.owner.form(&path, &[("code", "123456")]).await.status, 404, "{form}");
    }
    assert_eq!(desk.signup(&id).await, before);
    desk.owner.form(&format!("/connect/{id}/dismiss"), &[]).await;
    let aside = Stage::Ended { ending: Ending::Dismissed };
    assert_eq!(desk.signup(&id).await.stage, aside, "it is put aside, and no more");
    assert_eq!(desk.calls().await, Vec::<String>::new());
}
