//! An account that is connected again: its login takes that account and no other.

use std::time::Duration;

use axum::http::Method;
use domain::signup::{Obstacle, Stage};
use meta::WabaId;
use serde_json::json;
use store::SignupId;

use crate::console;
use crate::desk::{BIG_WABA, Desk, FOREIGN_WABA, NUMBER, UNREGISTERED, WABA, begun, finish};
use crate::webhook::{post, text};

/// A desk with an account that is connected, and whose token Meta then takes back.
async fn lost() -> Desk {
    let desk = Desk::at_address().await;
    desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk.hands.turn(Duration::from_secs(1));
    post(&desk, &text(WABA, NUMBER, "wamid.a")).await;
    console::refresh_all(&desk.app).await;
    desk.control("tokens/business/revoke", &json!({"subcode": 458})).await;
    desk.hands.turn(Duration::from_secs(3600));
    console::refresh_all(&desk.app).await;
    desk
}

/// Logs in for the account that is to be connected again, as the page's script does.
async fn log_in_again(desk: &Desk, code_of: &str, message: Option<&str>) -> SignupId {
    let body = json!({
        "nonce": desk.nonce().await,
        "code": desk.code(code_of),
        "message": message,
        "again": WABA,
    });
    let id = begun(&desk.owner.json("/connect/code", &body).await);
    console::carry_on(&desk.app).await;
    // So long a login without the popup's message waits for it.
    desk.later(Duration::from_secs(3)).await;
    id
}

#[tokio::test]
async fn one_button_leads_to_a_login_of_the_same_account_which_brings_it_back() {
    let desk = lost().await;
    let page = desk.owner.get("/connect").await;
    assert!(page.text.contains("data-lost"), "{}", page.text);
    assert!(page.text.contains("accounts__numbers"), "its numbers are still shown");
    assert!(page.text.contains(&format!("href=\"/connect?again={WABA}#login\"")), "the button");
    assert!(page.text.contains(&format!("data-again=\"{WABA}\"")), "which opens the popup itself");
    let page = desk.owner.get(&format!("/connect?again={WABA}")).await;
    assert!(page.text.contains("id=\"again\""), "without a script the page says which");
    let id = log_in_again(&desk, WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(desk.signup(&id).await.expected(), Some(&WabaId::new(WABA)));
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting, "{:?}", desk.signup(&id).await);
    console::refresh_all(&desk.app).await;
    let page = desk.owner.get("/connect").await;
    assert!(!page.text.contains("data-lost"), "{}", page.text);
}

#[tokio::test]
async fn a_login_of_another_account_is_refused_and_binds_nothing() {
    let desk = lost().await;
    let other = finish(BIG_WABA, UNREGISTERED);
    // Whether the popup told which account it was or its message was lost.
    for (waba, message) in [(BIG_WABA, Some(other.as_str())), (FOREIGN_WABA, None)] {
        let id = log_in_again(&desk, waba, message).await;
        let (found, expected) = (WabaId::new(waba), WabaId::new(WABA));
        assert_eq!(desk.stopped(&id).await, Obstacle::AnotherAccount { found, expected });
        assert_eq!(desk.bound("one").await, [WABA]);
        assert_eq!(desk.count(&format!("POST {waba}/subscribed_apps")).await, 0);
        let kept = desk.secrets("one").await;
        assert!(!kept.iter().any(|name| name.contains("signup/")), "{kept:?}");
    }
    let page = desk.owner.get("/connect").await;
    assert!(page.text.contains("a que precisa ser reconectada"), "{}", page.text);
    assert!(page.text.contains("data-lost"), "it is still lost");
    let again = format!("<p><a href=\"/connect?again={WABA}#login\">");
    assert!(page.text.contains(&again), "and the way on keeps to it");
}

#[tokio::test]
async fn a_login_whose_message_was_lost_takes_the_account_that_it_is_for_if_its_token_reaches_it() {
    let desk = lost().await;
    // Another account of the same portfolio was chosen; the token reaches both.
    let id = log_in_again(&desk, BIG_WABA, None).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting, "{:?}", desk.signup(&id).await);
    assert_eq!(desk.bound("one").await, [WABA]);
}

#[tokio::test]
async fn an_account_that_the_tenant_does_not_have_is_not_offered_to_be_connected_again() {
    let desk = lost().await;
    for waba in [BIG_WABA, "1\"><script>", ""] {
        let path = format!("/connect?again={}", urlencoded(waba));
        let page = desk.owner.ask(Method::GET, &path, &[], Vec::new()).await;
        assert_eq!(page.status, 200);
        assert!(!page.text.contains("id=\"again\""), "{waba}");
    }
}

fn urlencoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn an_account_that_can_be_none_is_refused_and_no_login_begins_that_would_take_any() {
    let desk = Desk::at_address().await;
    for odd in ["", "abc", "1088319055442710000000000", "108831905544271 "] {
        let nonce = desk.nonce().await;
        let body = json!({"nonce": nonce, "code": desk.code(WABA), "again": odd});
        let answer = desk.owner.json("/connect/code", &body).await;
        assert_eq!(answer.status, 400, "{odd:?}: {answer:?}");
    }
    assert_eq!(desk.logins("one").await, 0);
}
