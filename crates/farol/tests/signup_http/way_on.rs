//! Trying again and putting aside.

use std::time::Duration;

use domain::signup::{Ending, Obstacle, Stage};
use serde_json::json;

use crate::console;
use crate::desk::{BIG_WABA, Desk, FOREIGN_WABA, NUMBER, UNREGISTERED, WABA, back_to, finish};

#[tokio::test]
async fn what_meta_refused_is_done_again_when_a_person_asks() {
    let desk = Desk::open().await;
    let number = format!("numbers/{UNREGISTERED}");
    desk.control(&number, &json!({"registration_error": "133010"})).await;
    let id = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::Refused);
    desk.later(Duration::from_secs(24 * 3600)).await;
    let register = format!("POST {UNREGISTERED}/register");
    assert_eq!(desk.count(&register).await, 1, "not by itself");
    desk.control(&number, &json!({"registration_error": null})).await;
    let answer = desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    assert_eq!(answer.leads(), (303, Some(back_to(&id).as_str())));
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert_eq!(desk.count(&register).await, 2);
}

#[tokio::test]
async fn what_waits_for_its_next_try_is_tried_at_once_when_a_person_asks() {
    let desk = Desk::open().await;
    desk.control("faults", &json!({"fault": "http_500", "edge": "subscribed_apps"})).await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(desk.signup(&id).await.snag().map(|s| &s.obstacle), Some(&Obstacle::Trouble));
    desk.control("faults", &json!({"fault": null})).await;
    desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn what_needs_a_new_login_is_not_tried_again() {
    let desk = Desk::open().await;
    let id = desk.log_in(WABA, Some(&finish(FOREIGN_WABA, NUMBER))).await;
    let before = (desk.signup(&id).await, desk.calls().await);
    desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    console::carry_on(&desk.app).await;
    assert_eq!((desk.signup(&id).await, desk.calls().await), before);
}

/// A login that is hindered at an edge and then put aside; what it kept until then, with its id
/// taken out, and how often the edge was asked.
async fn put_aside_at(edge: &str) -> (Desk, Vec<String>, usize) {
    let desk = Desk::open().await;
    desk.control("faults", &json!({"fault": "http_500", "edge": edge})).await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    let kept = desk.secrets("one").await;
    let kept = kept.iter().map(|name| name.replace(id.as_str(), "ID")).collect();
    let answer = desk.owner.form(&format!("/connect/{id}/dismiss"), &[]).await;
    assert_eq!(answer.leads(), (303, Some("/connect")));
    let calls = desk.calls().await.len();
    desk.control("faults", &json!({"fault": null})).await;
    desk.later(Duration::from_secs(3600)).await;
    let stage = desk.signup(&id).await.stage;
    assert_eq!(stage, Stage::Ended { ending: Ending::Dismissed }, "{edge}");
    assert_eq!(desk.secrets("one").await, Vec::<String>::new(), "{edge}");
    assert_eq!(desk.bound("one").await, Vec::<String>::new(), "{edge}");
    let after = desk.calls().await.len() - calls;
    (desk, kept, after)
}

#[tokio::test]
async fn a_login_that_is_put_aside_forgets_its_secrets_and_is_carried_no_further() {
    for (edge, kept) in [
        ("oauth/access_token", vec!["signup/ID/code"]),
        ("debug_token", vec!["signup/ID/token"]),
        // Bound by then; but nothing of it would ever be heard.
        ("subscribed_apps", vec![]),
    ] {
        let (desk, held, calls) = put_aside_at(edge).await;
        assert_eq!(held, kept, "{edge}");
        assert_eq!(calls, 0, "{edge}");
        // The account is free for a new login.
        let again = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
        assert_eq!(desk.signup(&again).await.stage, Stage::Awaiting, "{edge}");
    }
}

#[tokio::test]
async fn a_login_that_goes_well_can_not_be_put_aside() {
    let desk = Desk::at_address().await;
    let id = desk.begin(&desk.code(WABA), Some(&finish(WABA, NUMBER))).await;
    let refused = desk.owner.form(&format!("/connect/{id}/dismiss"), &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text.contains("Este login não pode ser posto de lado"), "{}", refused.text);
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    desk.owner.form(&format!("/connect/{id}/dismiss"), &[]).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn a_connected_login_can_not_be_put_aside() {
    let desk = Desk::open().await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk.hands.turn(Duration::from_secs(1));
    crate::webhook::post(&desk, &crate::webhook::text(WABA, NUMBER, "wamid.a")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    desk.owner.form(&format!("/connect/{id}/dismiss"), &[]).await;
    desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    assert_eq!(desk.bound("one").await, [WABA]);
}

#[tokio::test]
async fn a_login_that_goes_on_by_itself_is_abandoned_and_not_put_aside() {
    let desk = Desk::at_address().await;
    let number = format!("numbers/{}", crate::desk::UNREGISTERED);
    desk.control(&number, &json!({"registration_error": "2494100"})).await;
    let told = finish(crate::desk::BIG_WABA, crate::desk::UNREGISTERED);
    let id = desk.log_in(crate::desk::BIG_WABA, Some(&told)).await;
    let waiting = desk.signup(&id).await;
    assert!(matches!(waiting.stage, Stage::Doing { .. }), "{waiting:?}");
    let answer = desk.owner.form(&format!("/connect/{id}/dismiss"), &[]).await;
    assert_eq!(answer.status, 409);
    assert_eq!(desk.signup(&id).await, waiting);
    let plan = desk.owner.get(&format!("/connect/{id}/abandon")).await.text;
    assert!(plan.contains("name=\"plan\"") && !plan.contains("/dismiss"), "{plan}");
    // Meta is done with its own: it registers by itself.
    desk.control(&number, &json!({"registration_error": null})).await;
    desk.later(Duration::from_secs(301)).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}
