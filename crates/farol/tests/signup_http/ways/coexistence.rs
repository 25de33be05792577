//! A number that stays in the WhatsApp Business app: never registered, synced once.

use std::time::Duration;

use domain::signup::{Skipped, Stage, Step};
use serde_json::json;
use store::SignupId;

use crate::desk::{BIG_WABA, Desk, UNREGISTERED, message};
use crate::webhook;

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn in_the_app() -> Desk {
    let desk = Desk::open().await;
    let in_app = json!({"is_on_biz_app": true, "registered": true});
    desk.control(&format!("numbers/{UNREGISTERED}"), &in_app).await;
    desk
}

fn coexistence() -> String {
    message("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", &json!({"waba_id": BIG_WABA}))
}

async fn skipped(desk: &Desk, id: &SignupId, step: Step) -> Option<Skipped> {
    let signup = desk.signup(id).await;
    let done = signup.done.iter().find(|done| done.step == step);
    done.unwrap_or_else(|| panic!("{signup:?}")).skipped
}

fn syncs(calls: &[String]) -> usize {
    calls.iter().filter(|call| **call == format!("POST {UNREGISTERED}/smb_app_data")).count()
}

#[tokio::test]
async fn a_number_of_the_app_is_not_registered_and_asked_for_its_data_once() {
    let desk = in_the_app().await;
    let id = desk.log_in(BIG_WABA, Some(&coexistence())).await;
    let signup = desk.signup(&id).await;
    assert_eq!(signup.stage, Stage::Awaiting);
    assert_eq!(signup.number.map(|number| number.id.to_string()).as_deref(), Some(UNREGISTERED));
    assert_eq!(skipped(&desk, &id, Step::Register).await, Some(Skipped::InTheApp));
    assert_eq!(skipped(&desk, &id, Step::Sync).await, None);
    let calls = desk.changes().await;
    assert_eq!(syncs(&calls), 2, "its state, then its history");
    assert!(!calls.contains(&format!("POST {UNREGISTERED}/register")));
    // A second login finds that it was asked for.
    let again = desk.log_in(BIG_WABA, Some(&coexistence())).await;
    assert_eq!(skipped(&desk, &again, Step::Sync).await, None);
    assert_eq!(desk.signup(&again).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn a_day_later_meta_takes_it_no_more_and_the_login_goes_on() {
    let desk = in_the_app().await;
    desk.hands.turn(DAY);
    let id = desk.log_in(BIG_WABA, Some(&coexistence())).await;
    assert_eq!(skipped(&desk, &id, Step::Sync).await, Some(Skipped::SyncTooLate));
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("(2593108)"), "{page}");
}

#[tokio::test]
async fn trouble_while_the_app_is_asked_is_tried_again_and_asks_nothing_twice() {
    let desk = in_the_app().await;
    desk.control("faults", &json!({"fault": "answer_lost", "edge": "smb_app_data"})).await;
    let id = desk.log_in(BIG_WABA, Some(&coexistence())).await;
    assert_eq!(desk.signup(&id).await.step(), Some(Step::Sync));
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("24 horas depois do login"), "until when Meta takes it");
    desk.control("faults", &json!({"fault": null})).await;
    desk.later(Duration::from_secs(400)).await;
    assert_eq!(skipped(&desk, &id, Step::Sync).await, None, "asked for before counts as asked");
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn a_history_that_the_customer_does_not_share_is_said_and_hinders_nothing() {
    let desk = in_the_app().await;
    let id = desk.log_in(BIG_WABA, Some(&coexistence())).await;
    desk.hands.turn(Duration::from_secs(1));
    let declined = json!({"history": [{"errors": [{"code": 2_593_109}]}]});
    webhook::post(&desk, &webhook::of(BIG_WABA, "history", &declined)).await;
    let signup = desk.signup(&id).await;
    assert_eq!(signup.stage, Stage::Connected, "a signed webhook of the account");
    assert!(signup.is_history_declined());
    assert!(desk.owner.get("/connect").await.text.contains("(2593109)"));
}
