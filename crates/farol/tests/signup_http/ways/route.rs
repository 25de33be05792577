//! Where the number's messages go: an override only where the app's callback is elsewhere.

use domain::signup::{Obstacle, Skipped, Stage, Step};
use serde_json::{Value, json};
use store::SignupId;

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, back_to, finish};

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
        assert_eq!(desk.stopped(&id).await, Obstacle::RoutedElsewhere { url }, "without its query");
        let page = desk.owner.get("/connect").await.text;
        assert!(page.contains(ELSEWHERE) && !page.contains("token=secret"));
        let answer = desk.owner.form(&format!("/connect/{id}/route"), &[("to", to)]).await;
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
