//! Disconnecting an account: shown first, undone at Meta, read back, then forgotten.

use domain::role::Role;
use domain::signup::Stage;
use serde_json::json;

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, finish};
use crate::visitor::Visitor;
use crate::webhook::{post, text};

fn path(waba: &str) -> String {
    format!("/connect/accounts/{waba}/disconnect")
}

/// An account that is connected, all the way.
async fn connected() -> Desk {
    let desk = Desk::at_address().await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk.hands.turn(std::time::Duration::from_secs(1));
    post(&desk, &text(WABA, NUMBER, "wamid.a")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    desk
}

#[tokio::test]
async fn what_will_be_undone_is_shown_first_and_nothing_is_done() {
    let desk = connected().await;
    let before = desk.changes().await;
    assert!(desk.owner.get("/connect").await.text.contains(&path(WABA)));
    let shown = desk.owner.get(&path(WABA)).await;
    assert_eq!(shown.status, 200, "{shown:?}");
    assert!(shown.text.contains(&format!("DELETE /{WABA}/subscribed_apps")), "{}", shown.text);
    assert_eq!(desk.changes().await, before);
    assert_eq!(desk.bound("one").await, [WABA]);
}

#[tokio::test]
async fn it_is_undone_read_back_and_forgotten() {
    let desk = connected().await;
    let done = desk.owner.form(&path(WABA), &[]).await;
    assert_eq!(done.status, 200, "{done:?}");
    assert!(!desk.is_subscribed(WABA).await, "undone at Meta");
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
    let audit = desk.owner.get("/settings/audit").await;
    assert!(audit.text.contains(WABA), "{}", audit.text);
    assert_eq!(desk.owner.form(&path(WABA), &[]).await.status, 404, "it is gone");
    // The same account can be connected again.
    console::connect_account(&desk.app, &desk.emulator, "one", WABA).await;
}

#[tokio::test]
async fn while_meta_gives_no_answer_nothing_is_forgotten() {
    let desk = connected().await;
    desk.control("faults", &json!({"fault": "http_500", "share": 1, "edge": "subscribed_apps"}))
        .await;
    assert_eq!(desk.owner.form(&path(WABA), &[]).await.status, 502);
    assert_eq!(desk.bound("one").await, [WABA]);
    desk.control("faults", &json!({"fault": null, "share": 1})).await;
    assert_eq!(desk.owner.form(&path(WABA), &[]).await.status, 200);
}

#[tokio::test]
async fn what_meta_does_not_let_be_undone_is_said_and_the_account_is_free() {
    let desk = connected().await;
    desk.control("tokens/business/revoke", &json!({})).await;
    let done = desk.owner.form(&path(WABA), &[]).await;
    assert_eq!(done.status, 200, "{done:?}");
    assert!(done.text.contains("data-left"), "{}", done.text);
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
}

#[tokio::test]
async fn nobody_else_disconnects_it() {
    let desk = connected().await;
    let stranger = Visitor::owner(&desk.app, "two").await;
    assert_eq!(stranger.get(&path(WABA)).await.status, 404);
    assert_eq!(stranger.form(&path(WABA), &[]).await.status, 404);
    let operator = Visitor::of(&desk.app, "one", Role::Operator).await;
    assert_eq!(operator.form(&path(WABA), &[]).await.status, 403);
    assert_eq!(desk.bound("one").await, [WABA]);
}
