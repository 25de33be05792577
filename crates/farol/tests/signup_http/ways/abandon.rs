//! Abandoning a login: seen before, done, and read back.

use std::time::Duration;

use domain::signup::{Ending, Obstacle, Stage};
use serde_json::{Value, json};
use store::SignupId;

use crate::console;
use crate::desk::{BIG_WABA, Desk, NUMBER, UNREGISTERED, WABA, back_to, finish};

const ELSEWHERE: &str = "https://outro.example/whatsapp";

fn is_abandoned(stage: &Stage) -> bool {
    *stage == Stage::Ended { ending: Ending::Abandoned }
}

/// The plan that the page shows, as its form sends it.
async fn shown(desk: &Desk, id: &SignupId) -> String {
    let page = desk.owner.get(&format!("/connect/{id}/abandon")).await.text;
    let plan = page.split("name=\"plan\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    plan.unwrap_or_default().to_owned()
}

async fn abandon(desk: &Desk, id: &SignupId) {
    let plan = shown(desk, id).await;
    let answer = desk.owner.form(&format!("/connect/{id}/abandon"), &[("plan", &plan)]).await;
    assert_eq!(answer.leads(), (303, Some(back_to(id).as_str())));
    console::carry_on(&desk.app).await;
}

/// A login that waits for its first webhook, of an app whose callback is elsewhere.
async fn overridden() -> (Desk, SignupId) {
    let desk = Desk::at_address().await;
    let app = desk.emulator.app().id;
    desk.control(&format!("apps/{app}"), &json!({"callback_url": ELSEWHERE})).await;
    desk.control(&format!("wabas/{WABA}"), &json!({"subscribed_apps": []})).await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert!(desk.is_subscribed(WABA).await);
    assert_eq!(desk.route_of(NUMBER).await["phone_number"], desk.own_callback());
    (desk, id)
}

#[tokio::test]
async fn what_will_be_undone_is_shown_first_then_done_and_read_back() {
    let (desk, id) = overridden().await;
    let before = desk.calls().await;
    let preview = desk.owner.get(&format!("/connect/{id}/abandon")).await;
    assert_eq!(preview.status, 200);
    for shown in [
        format!("DELETE /{WABA}/subscribed_apps"),
        format!("POST /{NUMBER} "),
        "O token da WABA.".to_owned(),
    ] {
        assert!(preview.text.contains(&shown), "{shown}");
    }
    assert_eq!(desk.calls().await, before, "looking changes nothing");
    abandon(&desk, &id).await;
    let signup = desk.signup(&id).await;
    assert!(is_abandoned(&signup.stage), "{signup:?}");
    assert!(signup.cleaned().iter().all(|cleaned| cleaned.left.is_none()));
    assert_eq!(signup.cleaned().len(), 2);
    assert!(!desk.is_subscribed(WABA).await);
    let route = desk.route_of(NUMBER).await;
    assert_eq!((&route["phone_number"], &route["application"]), (&Value::Null, &json!(ELSEWHERE)));
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
    let changes = desk.changes().await;
    let last: Vec<&String> = changes.iter().rev().take(2).collect();
    assert_eq!(last, [&format!("DELETE {WABA}/subscribed_apps"), &format!("POST {NUMBER}")]);
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("Desfeito e conferido na Meta") && page.contains("A WABA foi liberada"));
    // It is free, for a new login too.
    let again = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(desk.signup(&again).await.stage, Stage::Awaiting);
    assert!(desk.is_subscribed(WABA).await);
}

#[tokio::test]
async fn a_subscription_that_was_there_before_stays() {
    let desk = Desk::open().await;
    let own = desk.emulator.app().id;
    desk.control(&format!("wabas/{WABA}"), &json!({"subscribed_apps": [own]})).await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    let preview = desk.owner.get(&format!("/connect/{id}/abandon")).await.text;
    assert!(!preview.contains("DELETE /"), "{preview}");
    assert!(preview.contains("ela já existia antes deste login"));
    abandon(&desk, &id).await;
    assert!(is_abandoned(&desk.signup(&id).await.stage));
    assert!(desk.is_subscribed(WABA).await, "it may serve another program");
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
}

#[tokio::test]
async fn an_account_that_is_connected_stays_when_a_second_login_of_it_is_abandoned() {
    let desk = Desk::open().await;
    let first = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk.hands.turn(Duration::from_secs(1));
    crate::webhook::post(&desk, &crate::webhook::text(WABA, NUMBER, "wamid.a")).await;
    assert_eq!(desk.signup(&first).await.stage, Stage::Connected);
    let second = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    let preview = desk.owner.get(&format!("/connect/{second}/abandon")).await.text;
    assert!(!preview.contains("DELETE /") && preview.contains("A WABA continua conectada"));
    abandon(&desk, &second).await;
    assert!(is_abandoned(&desk.signup(&second).await.stage));
    assert!(desk.is_subscribed(WABA).await);
    assert_eq!(desk.bound("one").await, [WABA]);
    // What is connected is not abandoned: it is disconnected, elsewhere.
    let answer = desk.owner.get(&format!("/connect/{first}/abandon")).await;
    assert_eq!(answer.leads(), (303, Some(back_to(&first).as_str())));
    abandon(&desk, &first).await;
    assert_eq!(desk.signup(&first).await.stage, Stage::Connected);
}

#[tokio::test]
async fn a_dead_token_leaves_what_it_can_not_undo_and_says_so() {
    let (desk, id) = overridden().await;
    desk.control("tokens/business/revoke", &json!({})).await;
    abandon(&desk, &id).await;
    let signup = desk.signup(&id).await;
    assert!(is_abandoned(&signup.stage), "{signup:?}");
    let left = signup.cleaned().iter().filter_map(|cleaned| cleaned.left.as_ref());
    let why: Vec<&Obstacle> = left.map(|snag| &snag.obstacle).collect();
    assert_eq!(why, [&Obstacle::TokenDead, &Obstacle::TokenDead]);
    assert!(desk.owner.get("/connect").await.text.contains("Ficou na Meta."));
    assert_eq!(desk.bound("one").await, Vec::<String>::new(), "abandoned all the same");
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_login_that_comes_while_another_is_abandoned_waits_for_it() {
    let (desk, id) = overridden().await;
    desk.control("faults", &json!({"fault": "http_500", "edge": "subscribed_apps"})).await;
    abandon(&desk, &id).await;
    assert!(desk.signup(&id).await.is_leaving());
    let next = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(desk.signup(&next).await.target, None, "nothing is bound that is being undone");
    desk.control("faults", &json!({"fault": null})).await;
    desk.later(Duration::from_secs(400)).await;
    assert!(is_abandoned(&desk.signup(&id).await.stage));
    desk.later(Duration::from_secs(400)).await;
    assert_eq!(desk.signup(&next).await.stage, Stage::Awaiting);
    assert!(desk.is_subscribed(WABA).await, "the new login's subscription came after");
}

#[tokio::test]
async fn no_pin_stays_sealed_and_that_is_said_before() {
    let desk = Desk::open().await;
    let id = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert_eq!(desk.secrets("one").await, [format!("pin/{UNREGISTERED}")]);
    let preview = desk.owner.get(&format!("/connect/{id}/abandon")).await.text;
    assert!(preview.contains("Só o Farol o sabe") && preview.contains("Gerenciador do WhatsApp"));
    abandon(&desk, &id).await;
    assert!(is_abandoned(&desk.signup(&id).await.stage));
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
    // It is registered still: a new login needs no PIN for it.
    let again = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    assert_eq!(desk.signup(&again).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn a_yes_counts_for_the_plan_that_was_shown_and_no_other() {
    let (desk, id) = overridden().await;
    let plan = shown(&desk, &id).await;
    // Another login of the account began meanwhile: less would be undone now.
    let other = desk.begin(&desk.code(WABA), Some(&finish(WABA, NUMBER))).await;
    for _ in 0..2 {
        let (due, _) = farol::work::connect::due(&desk.app, 0).await.expect("looked for");
        for login in due.into_iter().filter(|(_, due)| *due == other) {
            farol::work::connect::step(&desk.app, login).await.expect("carried on");
        }
    }
    let path = format!("/connect/{id}/abandon");
    for agreed in [plan.as_str(), "", "1"] {
        let answer = desk.owner.form(&path, &[("plan", agreed)]).await;
        assert_eq!(answer.leads(), (303, Some(path.as_str())), "{agreed}");
        assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    }
    let is_said = async |address: &str| {
        desk.owner.get(address).await.text.contains("mudou desde que esta página foi aberta")
    };
    assert!(is_said(&path).await);
    assert!(!is_said(&path).await, "said once");
    assert!(!is_said(&format!("{path}?changed=1")).await, "not since an address says so");
}

#[tokio::test]
async fn what_a_login_that_was_put_aside_did_is_undone_with_the_next_ones() {
    let desk = Desk::at_address().await;
    desk.control(&format!("wabas/{BIG_WABA}"), &json!({"subscribed_apps": []})).await;
    let number = format!("numbers/{UNREGISTERED}");
    desk.control(&number, &json!({"registration_error": "133005"})).await;
    let aside = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    assert_eq!(desk.stopped(&aside).await, Obstacle::PinMismatch);
    desk.owner.form(&format!("/connect/{aside}/dismiss"), &[]).await;
    assert_eq!(desk.bound("one").await, [BIG_WABA], "its subscription is there");
    let next = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    assert!(desk.signup(&next).await.can_be_left());
    abandon(&desk, &next).await;
    assert!(!desk.is_subscribed(BIG_WABA).await, "the first one subscribed");
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_login_of_another_tenant_can_neither_be_seen_nor_abandoned() {
    let (desk, id) = overridden().await;
    let other = crate::visitor::Visitor::owner(&desk.app, "two").await;
    assert_eq!(other.get(&format!("/connect/{id}/abandon")).await.status, 404);
    assert_eq!(other.form(&format!("/connect/{id}/abandon"), &[]).await.status, 404);
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}
