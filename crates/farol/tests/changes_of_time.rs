//! The world's clock is turned a week forward and back: readings go on, and nobody is logged out.

mod program;

use program::{Demo, eventually};
use serde_json::{Value, json};

const NUMBER: &str = "106540352242922";
const WEEK: i64 = 7 * 24 * 60 * 60;

/// When a change of the number's quality to this value counts from, in milliseconds.
fn changed_at(demo: &Demo, quality: &str) -> Option<i64> {
    let changes = demo.changes();
    let is_it = |change: &&Value| {
        change["node"] == format!("phone_number:{NUMBER}")
            && change["field"] == "quality_rating"
            && change["after"] == quality
    };
    changes.iter().find(is_it)?["at"].as_i64()
}

async fn check_session(demo: &Demo, cookie: &str) {
    assert_eq!(demo.get("/numbers", Some(cookie)).await.status, 200, "the session stands");
}

#[tokio::test]
async fn a_clock_turned_a_week_forward_and_back_stops_no_reading_and_no_session() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let cookie = demo.owner().await;
    let turned = demo.control("clock", json!({"advance_seconds": WEEK})).await;
    let ahead_ms = turned["now"].as_i64().expect("the time") * 1_000;
    demo.control(&format!("numbers/{NUMBER}"), json!({"quality": "YELLOW"})).await;
    eventually("a reading of next week", async || {
        changed_at(&demo, "YELLOW").is_some_and(|at| at >= ahead_ms)
    })
    .await;
    // Nothing was read in the week that was turned over, and nothing is claimed of it.
    let unread = demo.changes().into_iter().find(|change| {
        change["node"] == format!("phone_number:{NUMBER}") && change["field"] == "unread"
    });
    let unread = unread.expect("the gap is told");
    assert_eq!(unread["how"], "computed");
    let week_ms = WEEK * 1_000;
    let length = unread["after"].as_i64().zip(unread["before"].as_i64()).map(|(a, b)| a - b);
    assert!(length.is_some_and(|length| length > week_ms - 60_000), "{unread}");
    check_session(&demo, &cookie).await;

    demo.control("reset", json!({})).await;
    demo.control(&format!("numbers/{NUMBER}"), json!({"quality": "RED"})).await;
    eventually("a reading of today", async || {
        changed_at(&demo, "RED").is_some_and(|at| at < ahead_ms)
    })
    .await;
    check_session(&demo, &cookie).await;
}

#[tokio::test]
async fn a_clock_turned_back_while_meta_fails_is_noticed_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    demo.control("faults", json!({"fault": "http_500", "share": 1.0})).await;
    let before = demo.graph_calls().await;
    demo.control("clock", json!({"advance_seconds": 3_600})).await;
    eventually("a reading failed", async || demo.graph_calls().await > before).await;
    // A reset ends the fault, too.
    demo.control("reset", json!({})).await;
    demo.control(&format!("numbers/{NUMBER}"), json!({"quality": "RED"})).await;
    eventually("a reading of now", async || changed_at(&demo, "RED").is_some()).await;
}
