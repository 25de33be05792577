//! A number that stays in the WhatsApp Business app: never registered, synced once.

use std::time::Duration;

use domain::signup::{Obstacle, Skipped, Stage, Step};
use serde_json::json;
use store::SignupId;

use crate::console;
use crate::desk::{BIG_WABA, Desk, UNREGISTERED, message};
use crate::webhook;

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn in_the_app() -> Desk {
    let desk = Desk::at_address().await;
    plant_callback(&desk, &desk.own_callback()).await;
    let in_app = json!({"is_on_biz_app": true, "registered": true});
    desk.control(&format!("numbers/{UNREGISTERED}"), &in_app).await;
    desk
}

async fn plant_callback(desk: &Desk, url: &str) {
    let app = desk.emulator.app().id;
    desk.control(&format!("apps/{app}"), &json!({ "callback_url": url })).await;
}

fn coexistence() -> String {
    message("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", &json!({"waba_id": BIG_WABA}))
}

/// The same, where Meta names the number too.
fn with_number() -> String {
    let data = json!({"waba_id": BIG_WABA, "phone_number_id": UNREGISTERED});
    message("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", &data)
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
    let metadata = json!({"phone_number_id": UNREGISTERED});
    let declined = json!({"metadata": metadata, "history": [{"errors": [{"code": 2_593_109}]}]});
    webhook::post(&desk, &webhook::of(BIG_WABA, "history", &declined)).await;
    let signup = desk.signup(&id).await;
    assert_eq!(signup.stage, Stage::Connected, "a signed webhook of the number");
    assert!(signup.is_history_declined());
    assert!(desk.owner.get("/connect").await.text.contains("(2593109)"));
}

#[tokio::test]
async fn a_number_that_meta_shows_in_the_app_only_later_is_waited_for_and_never_registered() {
    for told in [coexistence(), with_number()] {
        let desk = Desk::open().await;
        let id = desk.log_in(BIG_WABA, Some(&told)).await;
        let signup = desk.signup(&id).await;
        let snag = signup.snag().map(|snag| snag.obstacle.clone());
        assert_eq!(snag, Some(Obstacle::AppNotShown), "{signup:?}");
        let page = desk.owner.get("/connect").await.text;
        assert!(page.contains("continua no app WhatsApp Business, mas a Meta ainda não"));
        assert!(!page.contains("Adicionar um número") && !page.contains("14 dias"), "{page}");
        desk.later(Duration::from_secs(3_600)).await;
        let in_app = json!({"is_on_biz_app": true, "registered": true});
        desk.control(&format!("numbers/{UNREGISTERED}"), &in_app).await;
        desk.later(Duration::from_secs(3_601)).await;
        assert_eq!(skipped(&desk, &id, Step::Register).await, Some(Skipped::InTheApp));
        assert_eq!(desk.count(&format!("POST {UNREGISTERED}/register")).await, 0);
    }
}

#[tokio::test]
async fn where_another_program_has_the_callback_the_history_is_asked_for_only_on_a_persons_word() {
    let desk = in_the_app().await;
    plant_callback(&desk, "https://outro.example/whatsapp").await;
    let id = desk.log_in(BIG_WABA, Some(&coexistence())).await;
    assert_eq!(skipped(&desk, &id, Step::Sync).await, Some(Skipped::SyncUnasked));
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting, "nothing waits for it");
    assert_eq!(syncs(&desk.changes().await), 0);
    let page = desk.owner.get("/connect").await.text;
    assert!(
        page.contains("a Meta os envia uma vez só") && page.contains("24 horas depois do login")
    );
    desk.hands.turn(Duration::from_secs(1));
    webhook::post(&desk, &webhook::text(BIG_WABA, UNREGISTERED, "wamid.a")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    assert!(desk.owner.get("/connect").await.text.contains(&format!("/connect/{id}/sync")));
    desk.owner.form(&format!("/connect/{id}/sync"), &[]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(syncs(&desk.changes().await), 2);
    assert_eq!(skipped(&desk, &id, Step::Sync).await, None);
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
}

#[tokio::test]
async fn what_meta_says_against_it_stays_on_its_row_and_the_login_goes_on() {
    let desk = in_the_app().await;
    let fault = json!({"fault": "expired_token", "edge": "smb_app_data"});
    desk.control("faults", &fault).await;
    let id = desk.log_in(BIG_WABA, Some(&coexistence())).await;
    assert_eq!(skipped(&desk, &id, Step::Sync).await, Some(Skipped::SyncRefused));
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("O número funciona sem isso") && page.contains("Resposta da Meta"));
    desk.control("faults", &json!({"fault": null})).await;
}
