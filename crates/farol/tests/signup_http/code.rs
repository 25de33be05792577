//! Codes that give no token: each by its name, and nothing of it is kept.

use std::time::Duration;

use domain::signup::{Obstacle, Stage};
use serde_json::json;

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, finish};

async fn assert_nothing_kept(desk: &Desk) {
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
    assert_eq!(desk.changes().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_code_older_than_thirty_seconds_has_expired() {
    let desk = Desk::open().await;
    let id = desk.begin(&desk.code(WABA), Some(&finish(WABA, NUMBER))).await;
    assert_eq!(desk.secrets("one").await, [format!("signup/{id}/code")]);
    desk.later(Duration::from_secs(31)).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::CodeExpired);
    assert_nothing_kept(&desk).await;
}

#[tokio::test]
async fn a_code_that_was_traded_elsewhere_is_used() {
    let desk = Desk::open().await;
    let code = desk.code(WABA);
    let first = desk.begin(&code, Some(&finish(WABA, NUMBER))).await;
    let second = desk.begin(&code, Some(&finish(WABA, NUMBER))).await;
    console::carry_on(&desk.app).await;
    let mut stages = Vec::new();
    for id in [&first, &second] {
        stages.push(desk.signup(id).await.stage);
    }
    let used = |stage: &Stage| matches!(stage, Stage::Stopped { snag, .. } if snag.obstacle == Obstacle::CodeUsed);
    assert_eq!(stages.iter().filter(|stage| used(stage)).count(), 1, "{stages:?}");
    assert!(stages.contains(&Stage::Awaiting), "{stages:?}");
    // The bound account's token is not among the named secrets; what is left is nothing.
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_code_that_meta_never_gave_is_refused() {
    let desk = Desk::open().await;
    let id = desk.begin("AQmade-up-code", Some(&finish(WABA, NUMBER))).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::CodeRefused);
    assert_nothing_kept(&desk).await;
}

#[tokio::test]
async fn trouble_at_the_exchange_is_tried_again_while_the_code_lives() {
    for fault in ["http_500", "html", "malformed", "empty"] {
        let desk = Desk::open().await;
        let armed = json!({"fault": fault, "edge": "oauth/access_token"});
        desk.control("faults", &armed).await;
        let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
        let signup = desk.signup(&id).await;
        let snag = signup.snag().expect("it was hindered");
        assert!(snag.obstacle.is_brief(), "{fault}: {signup:?}");
        assert_eq!(desk.secrets("one").await, [format!("signup/{id}/code")]);
        desk.control("faults", &json!({"fault": null})).await;
        desk.later(Duration::from_secs(2)).await;
        assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting, "{fault}");
        assert_eq!(desk.secrets("one").await, Vec::<String>::new(), "{fault}");
    }
}

#[tokio::test]
async fn trouble_until_the_code_is_dead_ends_as_an_expired_code() {
    let desk = Desk::open().await;
    desk.control("faults", &json!({"fault": "http_500", "edge": "oauth/access_token"})).await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    for _ in 0..12 {
        desk.later(Duration::from_secs(4)).await;
    }
    assert_eq!(desk.stopped(&id).await, Obstacle::CodeExpired);
    assert_nothing_kept(&desk).await;
    let tries = desk.count("GET oauth/access_token").await;
    assert!((2..=12).contains(&tries), "{tries}");
    desk.later(Duration::from_secs(3600)).await;
    assert_eq!(desk.count("GET oauth/access_token").await, tries, "and no more");
}
