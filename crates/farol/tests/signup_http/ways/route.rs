//! Where the number's messages go: an override only where the app's callback is elsewhere.

use domain::signup::{Obstacle, Skipped, Stage, Step, Unheard};
use serde_json::{Value, json};
use store::SignupId;

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, back_to, finish, message};

const ELSEWHERE: &str = "https://outro.example/whatsapp";

async fn skipped(desk: &Desk, id: &SignupId) -> Option<Skipped> {
    let signup = desk.signup(id).await;
    let done = signup.done.iter().find(|done| done.step == Step::Route);
    done.unwrap_or_else(|| panic!("{signup:?}")).skipped
}

async fn plant_callback(desk: &Desk, url: Value) {
    let app = desk.emulator.app().id;
    desk.control(&format!("apps/{app}"), &json!({ "callback_url": url })).await;
}

async fn log_in(desk: &Desk) -> SignupId {
    desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await
}

#[tokio::test]
async fn an_app_whose_callback_is_this_farol_gets_no_override() {
    let desk = Desk::at_address().await;
    plant_callback(&desk, json!(desk.own_callback())).await;
    let id = log_in(&desk).await;
    assert_eq!(skipped(&desk, &id).await, Some(Skipped::Here));
    assert_eq!(desk.route_of(NUMBER).await["phone_number"], Value::Null);
    assert!(!desk.changes().await.contains(&format!("POST {NUMBER}")));
}

#[tokio::test]
async fn an_app_without_a_callback_gets_this_farols() {
    let desk = Desk::at_address().await;
    plant_callback(&desk, Value::Null).await;
    let id = log_in(&desk).await;
    assert_eq!(skipped(&desk, &id).await, Some(Skipped::Here));
    assert_eq!(desk.route_of(NUMBER).await["application"], desk.own_callback());
}

#[tokio::test]
async fn an_app_whose_callback_is_elsewhere_keeps_it_and_the_number_is_overridden() {
    let desk = Desk::at_address().await;
    plant_callback(&desk, json!(ELSEWHERE)).await;
    let id = log_in(&desk).await;
    assert_eq!(skipped(&desk, &id).await, None);
    let route = desk.route_of(NUMBER).await;
    assert_eq!(route["phone_number"], desk.own_callback());
    assert_eq!(route["application"], ELSEWHERE, "another program's callback is not touched");
    assert_eq!(route["whatsapp_business_account"], Value::Null, "no other number is");
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    // It is read back, and the override of a second login is the first one's.
    let again = log_in(&desk).await;
    assert_eq!(skipped(&desk, &again).await, None);
    let sets = desk.changes().await.into_iter().filter(|call| *call == format!("POST {NUMBER}"));
    assert_eq!(sets.count(), 1);
}

#[tokio::test]
async fn somebody_elses_override_is_named_and_changed_only_when_a_person_says_so() {
    for (to, wanted, routed) in
        [("there", Some(Skipped::Elsewhere), ELSEWHERE), ("here", None, "this Farol's")]
    {
        let desk = Desk::at_address().await;
        plant_callback(&desk, json!(desk.own_callback())).await;
        let number = format!("numbers/{NUMBER}");
        let planted = json!({"override_callback_uri": format!("{ELSEWHERE}?token=secret")});
        desk.control(&number, &planted).await;
        let id = log_in(&desk).await;
        let url = ELSEWHERE.to_owned();
        let stopped = Obstacle::RoutedElsewhere { url: url.clone(), is_callback_here: true };
        assert_eq!(desk.stopped(&id).await, stopped, "without its query");
        let page = desk.owner.get("/connect").await.text;
        assert!(page.contains(ELSEWHERE) && !page.contains("token=secret"));
        let answer =
            desk.owner.form(&format!("/connect/{id}/route"), &[("to", to), ("from", &url)]).await;
        assert_eq!(answer.leads(), (303, Some(back_to(&id).as_str())));
        console::carry_on(&desk.app).await;
        assert_eq!(skipped(&desk, &id).await, wanted);
        let is_at = desk.route_of(NUMBER).await["phone_number"].as_str().map(str::to_owned);
        let own = desk.own_callback();
        let routed = if to == "here" { own.as_str() } else { routed };
        assert!(is_at.as_deref().is_some_and(|url| url.starts_with(routed)), "{is_at:?}");
        assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    }
}

#[tokio::test]
async fn an_address_that_meta_does_not_reach_is_said_and_tried_again_once_it_is() {
    let desk = Desk::at_address().await;
    plant_callback(&desk, json!(ELSEWHERE)).await;
    desk.control("faults", &json!({"fault": "handshake_failed"})).await;
    let id = log_in(&desk).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::NotReached);
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("#2200") && page.contains("base_url"), "Meta's words and the next step");
    desk.control("faults", &json!({"fault": null})).await;
    desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert_eq!(desk.route_of(NUMBER).await["phone_number"], desk.own_callback());
}

#[tokio::test]
async fn a_farol_that_does_not_know_its_address_says_so_and_sets_nothing() {
    let desk = Desk::open().await;
    plant_callback(&desk, json!(ELSEWHERE)).await;
    let id = log_in(&desk).await;
    assert_eq!(skipped(&desk, &id).await, Some(Skipped::AddressUnknown));
    assert_eq!(desk.route_of(NUMBER).await["phone_number"], Value::Null);
}

#[tokio::test]
async fn messages_that_were_left_elsewhere_are_said_and_taken_later_once_it_is_seen_whose_they_are()
{
    let desk = Desk::at_address().await;
    plant_callback(&desk, json!(desk.own_callback())).await;
    let number = format!("numbers/{NUMBER}");
    desk.control(&number, &json!({"override_callback_uri": ELSEWHERE})).await;
    let id = log_in(&desk).await;
    desk.owner.form(&format!("/connect/{id}/route"), &[("to", "there")]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.unheard(), Some(Unheard::Elsewhere));
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("data-stage=\"unheard\"") && page.contains("Concluído, sem prova"));
    // Another program took them meanwhile: it is shown before anything is set.
    let third = "https://terceiro.example/whatsapp";
    desk.control(&number, &json!({ "override_callback_uri": third })).await;
    desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    console::carry_on(&desk.app).await;
    let stopped = Obstacle::RoutedElsewhere { url: third.to_owned(), is_callback_here: true };
    assert_eq!(desk.stopped(&id).await, stopped);
    let route = format!("/connect/{id}/route");
    desk.owner.form(&route, &[("to", "here"), ("from", ELSEWHERE)]).await;
    assert_eq!(desk.stopped(&id).await, stopped, "the word was about another address");
    desk.owner.form(&route, &[("to", "here"), ("from", third)]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.route_of(NUMBER).await["phone_number"], desk.own_callback());
    desk.hands.turn(std::time::Duration::from_secs(1));
    crate::webhook::post(&desk, &crate::webhook::text(WABA, NUMBER, "wamid.here")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
}

#[tokio::test]
async fn a_login_of_which_nothing_can_come_says_why_and_looks_again_when_asked() {
    let desk = Desk::open().await;
    let unknown = log_in(&desk).await;
    assert_eq!(desk.signup(&unknown).await.unheard(), Some(Unheard::AddressUnknown));
    let desk = Desk::at_address().await;
    plant_callback(&desk, json!(ELSEWHERE)).await;
    let only_waba = message("FINISH_ONLY_WABA", &json!({"waba_id": WABA}));
    let id = desk.log_in(WABA, Some(&only_waba)).await;
    assert_eq!(desk.signup(&id).await.unheard(), Some(Unheard::WithoutNumber));
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("Concluído, sem número") && page.contains("Adicionar um número"));
    plant_callback(&desk, json!(desk.own_callback())).await;
    desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(skipped(&desk, &id).await, Some(Skipped::Here));
    assert_eq!(desk.signup(&id).await.unheard(), None);
}
