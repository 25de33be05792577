//! Webhooks that do not come: a reading finds what one should have told, and people hear of it.
//! The real program beside an emulator whose app is no longer among an account's subscribers.

mod program;

use std::path::Path;

use program::{Demo, eventually};
use reqwest::Method;
use serde_json::json;

/// Hears nothing in these tests.
const DEAF: &str = "102290129340398";
/// Of another tenant, and hears.
const HEARS: &str = "113947260081536";
const LIST: &str = "/activity/notices";
/// A little more than a webhook is waited for.
const GRACE_S: u64 = 11 * 60;

fn start(folder: &Path) -> Demo {
    Demo::start(folder, &["--no-story"])
}

/// Asks Meta as the app does, past Farol.
async fn subscribe(demo: &Demo, method: Method, waba: &str) {
    let world = demo.world().await;
    let token = world["tokens"]["system_user"].as_str().expect("a token");
    let url = format!("{}/v25.0/{waba}/subscribed_apps", demo.emulator);
    let answer = reqwest::Client::new().request(method, url).bearer_auth(token).send().await;
    assert_eq!(answer.expect("the emulator answers").status(), 200);
}

/// A change that readings found, in which both readings of it took part.
async fn read_twice(demo: &Demo, waba: &str) {
    let node = format!("waba:{waba}");
    let mut nth = 0;
    eventually("a change that no webhook tells is read", async || {
        nth += 1;
        demo.control(&format!("wabas/{waba}"), json!({"name": format!("Casa {nth}")})).await;
        demo.changes().iter().any(|change| change["node"] == *node && change["field"] == "name")
    })
    .await;
}

async fn review(demo: &Demo, waba: &str, status: &str) {
    demo.control(&format!("wabas/{waba}"), json!({"account_review_status": status})).await;
    let node = format!("waba:{waba}");
    eventually("the review is known", async || {
        demo.changes().iter().any(|change| change["node"] == *node && change["after"] == status)
    })
    .await;
}

async fn turn(demo: &Demo, seconds: u64) {
    demo.control("clock", json!({"advance_seconds": seconds})).await;
}

/// The notices of a tenant that are open and the ones that ended, as HTML.
async fn notices(demo: &Demo, cookie: &str) -> (String, String) {
    let page = demo.get(LIST, Some(cookie)).await.text;
    let (_, page) = page.split_once("id=\"notices-open\"").expect("what is open");
    let (open, ended) = page.split_once("id=\"notices-ended\"").expect("what ended");
    (open.to_owned(), ended.to_owned())
}

fn tells_of(part: &str, waba: &str) -> bool {
    part.contains(&format!("data-notice=\"webhook_deaf\" data-node=\"waba:{waba}\""))
}

async fn unread(demo: &Demo, cookie: &str) -> Option<u64> {
    let page = demo.get("/overview", Some(cookie)).await.text;
    let (_, rest) = page.split_once("data-unread=\"")?;
    rest.split('"').next()?.parse().ok()
}

#[tokio::test]
async fn webhooks_that_stop_coming_are_told_and_the_notice_ends_when_they_come_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = start(folder.path());
    let (owner, other) = (demo.owner().await, demo.other().await);
    read_twice(&demo, DEAF).await;
    read_twice(&demo, HEARS).await;
    subscribe(&demo, Method::DELETE, DEAF).await;
    review(&demo, DEAF, "REJECTED").await;
    review(&demo, HEARS, "REJECTED").await;
    assert!(!tells_of(&notices(&demo, &owner).await.0, DEAF), "a webhook may be late");
    turn(&demo, GRACE_S).await;
    eventually("a notice", async || tells_of(&notices(&demo, &owner).await.0, DEAF)).await;
    let (open, _) = notices(&demo, &owner).await;
    for words in ["Os webhooks não estão chegando", "account_review_update", "Recusada"] {
        assert!(open.contains(words), "{words} is not in {open}");
    }
    assert!(!open.contains(HEARS));
    let (elsewhere, _) = notices(&demo, &other).await;
    assert!(!elsewhere.contains("webhook_deaf"), "a webhook told of that account: {elsewhere}");
    assert_eq!((unread(&demo, &owner).await, unread(&demo, &other).await), (Some(1), Some(0)));

    subscribe(&demo, Method::POST, DEAF).await;
    review(&demo, DEAF, "PENDING").await;
    eventually("it ends", async || tells_of(&notices(&demo, &owner).await.1, DEAF)).await;
    assert!(!tells_of(&notices(&demo, &owner).await.0, DEAF));
    // Whoever did not look still may, and it is not opened once more.
    turn(&demo, GRACE_S).await;
    review(&demo, DEAF, "APPROVED").await;
    let (open, ended) = notices(&demo, &owner).await;
    assert!(!tells_of(&open, DEAF), "{open}");
    assert_eq!(ended.matches("data-notice=\"webhook_deaf\"").count(), 1);
}

#[tokio::test]
async fn a_webhook_that_is_only_late_is_not_missed() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = start(folder.path());
    let (owner, other) = (demo.owner().await, demo.other().await);
    read_twice(&demo, DEAF).await;
    read_twice(&demo, HEARS).await;
    for waba in [DEAF, HEARS] {
        subscribe(&demo, Method::DELETE, waba).await;
        review(&demo, waba, "REJECTED").await;
    }
    // The one comes after all, nine minutes late; the other never does.
    turn(&demo, 9 * 60).await;
    let value = json!({"decision": "REJECTED"});
    let late = json!({"field": "account_review_update", "value": value, "waba": HEARS});
    demo.control("webhooks", late).await;
    let heard =
        async || demo.export().iter().any(|row| row.to_string().contains("account_review_update"));
    eventually("the late webhook is kept", heard).await;
    eventually("and projected", async || demo.metric("farol_inbox_pending").await == 0).await;
    turn(&demo, 2 * 60).await;
    eventually("a notice", async || tells_of(&notices(&demo, &owner).await.0, DEAF)).await;
    // Whatever else is due by now is told before what comes due later.
    subscribe(&demo, Method::POST, DEAF).await;
    review(&demo, DEAF, "APPROVED").await;
    eventually("it ends", async || tells_of(&notices(&demo, &owner).await.1, DEAF)).await;
    let (open, ended) = notices(&demo, &other).await;
    assert!(!tells_of(&open, HEARS) && !tells_of(&ended, HEARS), "{open}{ended}");
}

#[tokio::test]
async fn what_was_missed_is_told_by_the_next_start_if_the_program_is_killed_meanwhile() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut demo = start(folder.path());
    read_twice(&demo, DEAF).await;
    subscribe(&demo, Method::DELETE, DEAF).await;
    review(&demo, DEAF, "REJECTED").await;
    demo.kill();
    let demo = start(folder.path());
    let owner = demo.owner().await;
    turn(&demo, GRACE_S).await;
    eventually("a notice", async || tells_of(&notices(&demo, &owner).await.0, DEAF)).await;
}
