//! Disconnecting an account: shown first, undone at Meta, read back, then forgotten.

use std::time::Duration;

use domain::role::Role;
use domain::signup::Stage;
use serde_json::json;

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, finish};
use crate::visitor::{Answer, Visitor};
use crate::webhook::{post, text};

const ELSEWHERE: &str = "https://outro.example/whatsapp";

fn path(waba: &str) -> String {
    format!("/connect/accounts/{waba}/disconnect")
}

async fn disconnect(desk: &Desk) -> Answer {
    desk.owner.form(&path(WABA), &[]).await
}

/// An account that is connected, all the way.
async fn connected() -> Desk {
    let desk = Desk::at_address().await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk.hands.turn(Duration::from_secs(1));
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

#[tokio::test]
async fn what_an_earlier_connection_set_up_is_not_taken_for_this_ones() {
    let desk = Desk::at_address().await;
    let app = desk.emulator.app().id;
    desk.control(&format!("apps/{app}"), &json!({"callback_url": ELSEWHERE})).await;
    desk.control(&format!("wabas/{WABA}"), &json!({"subscribed_apps": []})).await;
    desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(disconnect(&desk).await.status, 200);
    assert!(!desk.is_subscribed(WABA).await && desk.route_of(NUMBER).await["phone_number"].is_null());
    // Somebody else sets the same up before it is connected again: that is theirs.
    desk.hands.turn(Duration::from_secs(60));
    desk.control(&format!("wabas/{WABA}"), &json!({"subscribed_apps": [app]})).await;
    let here = json!({"webhook_configuration": {
        "override_callback_uri": desk.own_callback(), "verify_token": desk.emulator.app().verify_token,
    }});
    desk.elsewhere(NUMBER, &here).await;
    desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    let shown = desk.owner.get(&path(WABA)).await.text;
    assert!(!shown.contains("data-undo"), "{shown}");
    assert_eq!(disconnect(&desk).await.status, 200);
    assert!(desk.is_subscribed(WABA).await, "it is not this connection's");
    assert_eq!(desk.route_of(NUMBER).await["phone_number"], desk.own_callback());
}
