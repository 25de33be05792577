//! The app's callback: taken where nobody has it, moved with the console's address, and taken from
//! another program only on the word of who runs the installation, about that very address.

use domain::preflight::{Check, Finding, Why, judge};
use farol::app::App;
use farol::callback::{self, Allowed, Came};
use farol::work::hook;
use serde_json::{Value, json};
use store::{AuditFilter, PersonId};

use crate::console::at_address;
use crate::desk::Desk;
use crate::visitor::FORM;

const ELSEWHERE: &str = "https://outro.example/whatsapp";
const THIRD: &str = "https://terceiro.example/whatsapp";
const PAGE: &str = "/connect/callback";

async fn plant(desk: &Desk, url: Value) {
    let app = desk.emulator.app().id;
    desk.control(&format!("apps/{app}"), &json!({ "callback_url": url })).await;
}

/// Where Meta sends the app's webhooks.
async fn callback_of(app: &App) -> Option<String> {
    callback::look(&app.graph).await.expect("answered").and_then(|found| found.callback_url)
}

async fn seen_to(app: &App) -> Came {
    callback::see_to(app).await.expect("kept").expect("an address")
}

async fn of_callback(app: &App) -> Finding {
    let all = judge(&farol::preflight::look(app).await.expect("read"));
    all.into_iter().find(|found| found.check == Check::Callback).expect("a line")
}

/// How often Meta was asked to change the app's callback.
async fn asked(desk: &Desk) -> usize {
    let app = desk.emulator.app().id;
    desk.count(&format!("POST {app}/subscriptions")).await
}

async fn audited(app: &App) -> Vec<String> {
    let filter = AuditFilter::default();
    let rows = app.store.ledger.read(move |read| read.audits_of_installation(&filter, 100)).await;
    rows.expect("read").into_iter().map(|row| row.action).collect()
}

/// A console whose owner runs the installation.
async fn desk() -> Desk {
    let desk = Desk::at_address().await;
    let made =
        desk.app.store.ledger.transact(|tx| tx.make_installation_owner(&PersonId::new("one")));
    made.await.expect("made");
    desk
}

#[tokio::test]
async fn an_app_that_nobody_has_is_taken_at_the_start_and_left_alone_from_then_on() {
    let desk = desk().await;
    plant(&desk, Value::Null).await;
    for _ in 0..3 {
        hook::step(&desk.app, &mut hook::Progress::default()).await.expect("kept");
        assert_eq!(callback_of(&desk.app).await, Some(desk.own_callback()));
        assert!(desk.app.metrics.encode().expect("text").contains("farol_webhooks_subscribed 1"));
    }
    assert_eq!(asked(&desk).await, 1);
    assert!(audited(&desk.app).await.is_empty(), "nobody lost anything");
}

#[tokio::test]
async fn another_programs_callback_outlives_three_starts_and_is_said() {
    let desk = desk().await;
    plant(&desk, json!(format!("{ELSEWHERE}?token=secret"))).await;
    for _ in 0..3 {
        let mut progress = hook::Progress::default();
        hook::step(&desk.app, &mut progress).await.expect("kept");
        hook::step(&desk.app, &mut progress).await.expect("kept");
    }
    assert_eq!(asked(&desk).await, 0);
    let told = desk.app.metrics.encode().expect("text");
    assert!(told.contains("farol_webhooks_subscribed 0"), "{told}");
    assert!(told.contains("farol_webhooks_elsewhere 1"), "{told}");
    let found = of_callback(&desk.app).await;
    assert_eq!((found.why, found.saw[0].as_str()), (Why::Elsewhere, ELSEWHERE));
    let page = desk.owner.get("/connect/preflight").await.text;
    assert!(page.contains("href=\"/connect/callback\"") && !page.contains("token=secret"));
}

#[tokio::test]
async fn the_callback_moves_with_the_consoles_address_and_gets_fields_that_are_missing() {
    let desk = desk().await;
    plant(&desk, Value::Null).await;
    assert!(matches!(seen_to(&desk.app).await, Came::Here));
    let moved = at_address(desk.app.clone()).await;
    assert_eq!(of_callback(&moved).await.why, Why::Moved);
    assert!(matches!(seen_to(&moved).await, Came::Here));
    let own = farol::connect::own_callback(&moved).expect("an address");
    assert_eq!(callback_of(&moved).await.as_ref(), Some(&own));
    assert_eq!(audited(&moved).await, ["callback_taken"]);
    // What others subscribed stays, what Farol reads is added.
    let app = desk.emulator.app().id;
    desk.control(&format!("apps/{app}"), &json!({ "fields": ["messages", "flows"] })).await;
    assert!(matches!(seen_to(&moved).await, Came::Here));
    let fields =
        callback::look(&moved.graph).await.expect("answered").expect("a subscription").fields;
    assert!(fields.contains(&"flows".to_owned()) && fields.contains(&"account_update".to_owned()));
}

#[tokio::test]
async fn the_page_shows_the_call_and_who_loses_it_and_a_word_takes_it() {
    let desk = desk().await;
    plant(&desk, json!(format!("{ELSEWHERE}?token=secret"))).await;
    let page = desk.owner.get(PAGE).await;
    assert_eq!(page.status, 200);
    let app = desk.emulator.app();
    for shown in [
        format!("POST /{}/subscriptions", app.id),
        format!("callback_url={}", desk.own_callback()),
        format!("name=\"replaces\" value=\"{ELSEWHERE}\""),
    ] {
        assert!(page.text.contains(&shown), "{shown}: {}", page.text);
    }
    assert!(!page.text.contains("token=secret") && !page.text.contains(&app.verify_token));
    assert_eq!(asked(&desk).await, 0, "looking changes nothing");
    let answer = desk.owner.form(PAGE, &[("replaces", ELSEWHERE)]).await;
    assert_eq!(answer.leads(), (303, Some(PAGE)));
    assert_eq!(callback_of(&desk.app).await, Some(desk.own_callback()));
    assert_eq!(audited(&desk.app).await, ["callback_taken", "callback_allowed"]);
    assert!(!desk.owner.get(PAGE).await.text.contains("name=\"replaces\""), "it is done");
    // The word is spent: who takes it back keeps it.
    plant(&desk, json!(ELSEWHERE)).await;
    assert!(matches!(seen_to(&desk.app).await, Came::Elsewhere { .. }));
}

#[tokio::test]
async fn a_word_that_a_kill_left_undone_is_done_by_the_next_start() {
    let desk = desk().await;
    plant(&desk, json!(ELSEWHERE)).await;
    let person = Some(PersonId::new("one"));
    let allowed = callback::allow(&desk.app, person, ELSEWHERE).await.expect("kept");
    assert!(matches!(allowed, Allowed::Kept));
    assert_eq!(asked(&desk).await, 0, "killed before the call");
    assert!(
        desk.owner.get(PAGE).await.text.contains("Owner of one"),
        "it is said whose word waits"
    );
    hook::step(&desk.app, &mut hook::Progress::default()).await.expect("kept");
    assert_eq!(callback_of(&desk.app).await, Some(desk.own_callback()));
    // Killed after the call, before it was noted: it is known as ours all the same.
    plant(&desk, json!(ELSEWHERE)).await;
    callback::allow(&desk.app, None, ELSEWHERE).await.expect("kept");
    callback::subscribe(&desk.app, &desk.own_callback(), None).await.expect("Meta agrees");
    assert!(matches!(seen_to(&desk.app).await, Came::Here));
    let (before, consent) = callback::kept(&desk.app).await.expect("read");
    assert_eq!((before, consent), (Some(desk.own_callback()), None));
}

#[tokio::test]
async fn a_word_about_another_address_than_metas_is_not_taken_and_asked_anew() {
    let desk = desk().await;
    plant(&desk, json!(ELSEWHERE)).await;
    callback::allow(&desk.app, None, ELSEWHERE).await.expect("kept");
    plant(&desk, json!(THIRD)).await;
    assert!(matches!(seen_to(&desk.app).await, Came::Elsewhere { url } if url == THIRD));
    plant(&desk, json!(ELSEWHERE)).await;
    assert!(matches!(seen_to(&desk.app).await, Came::Elsewhere { .. }), "that word is void");
    assert_eq!(asked(&desk).await, 0);
    let answer = desk.owner.form(PAGE, &[("replaces", THIRD)]).await;
    assert_eq!(answer.leads(), (303, Some("/connect/callback?changed=1")));
    let page = desk.owner.get("/connect/callback?changed=1").await.text;
    assert!(page.contains("role=\"alert\"") && page.contains(ELSEWHERE));
    // And one that Meta does not do within a day is void too.
    callback::allow(&desk.app, None, ELSEWHERE).await.expect("kept");
    desk.control("faults", &json!({"fault": "handshake_failed"})).await;
    assert!(matches!(seen_to(&desk.app).await, Came::Refused(_)));
    assert!(desk.owner.get(PAGE).await.text.contains("#2200"), "Meta's words are shown");
    desk.control("faults", &json!({"fault": null})).await;
    desk.hands.turn(domain::callback::CONSENT_HOLDS);
    assert!(matches!(seen_to(&desk.app).await, Came::Elsewhere { .. }));
}

#[tokio::test]
async fn only_who_runs_the_installation_sees_the_page_and_only_from_here() {
    let desk = Desk::at_address().await;
    plant(&desk, json!(ELSEWHERE)).await;
    assert_eq!(desk.owner.get(PAGE).await.status, 403);
    assert_eq!(desk.owner.form(PAGE, &[("replaces", ELSEWHERE)]).await.status, 403);
    let made =
        desk.app.store.ledger.transact(|tx| tx.make_installation_owner(&PersonId::new("one")));
    made.await.expect("made");
    let body = format!("replaces={ELSEWHERE}").into_bytes();
    let from = [("content-type", FORM), ("sec-fetch-site", "cross-site")];
    let answer = desk.owner.ask(axum::http::Method::POST, PAGE, &from, body).await;
    assert_eq!(answer.status, 403, "{answer:?}");
    assert_eq!(asked(&desk).await, 0);
    let (_, consent) = callback::kept(&desk.app).await.expect("read");
    assert_eq!(consent, None);
}

#[tokio::test]
async fn when_meta_does_not_answer_the_page_says_so_and_asks_nothing() {
    let desk = desk().await;
    plant(&desk, json!(ELSEWHERE)).await;
    desk.control("faults", &json!({"fault": "http_500", "share": 1.0})).await;
    let page = desk.owner.get(PAGE).await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("name=\"replaces\""));
    let answer = desk.owner.form(PAGE, &[("replaces", ELSEWHERE)]).await;
    assert_eq!(answer.leads(), (303, Some(PAGE)));
    let (_, consent) = callback::kept(&desk.app).await.expect("read");
    assert_eq!(consent, None, "nothing is kept of what could not be looked at");
}
