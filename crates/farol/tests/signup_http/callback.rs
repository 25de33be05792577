//! The app's callback: taken where nobody has it, moved with the console's address, and taken from
//! another program only on the word of who runs the installation, about that very address.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use domain::preflight::{Check, Finding, Why, judge};
use farol::app::App;
use farol::callback::{self, Allowed, Came};
use farol::work::hook;
use serde_json::{Value, json};
use store::{AuditFilter, PersonId};

use crate::console::{self, Pace, at_address};
use crate::desk::Desk;
use crate::visitor::{FORM, Visitor};

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

/// What tells an address from any other, as the page's form carries it.
fn mark(desk: &Desk, url: &str) -> String {
    callback::mark(&desk.app.graph, url)
}

async fn allowed(desk: &Desk, url: &str) -> Allowed {
    callback::allow(&desk.app, None, &mark(desk, url)).await.expect("kept")
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
    let (app, mark) = (desk.emulator.app(), mark(&desk, &format!("{ELSEWHERE}?token=secret")));
    for shown in [
        format!("POST /{}/subscriptions", app.id),
        format!("callback_url={}", desk.own_callback()),
        format!("name=\"replaces\" value=\"{mark}\""),
        format!("<code class=\"wrap\" id=\"callback-now\">{ELSEWHERE}</code>"),
    ] {
        assert!(page.text.contains(&shown), "{shown}: {}", page.text);
    }
    assert!(!page.text.contains("token=secret") && !page.text.contains(&app.verify_token));
    assert_eq!(asked(&desk).await, 0, "looking changes nothing");
    let answer = desk.owner.form(PAGE, &[("replaces", mark.as_str())]).await;
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
    let word = callback::allow(&desk.app, person, &mark(&desk, ELSEWHERE)).await.expect("kept");
    assert!(matches!(word, Allowed::Kept));
    assert_eq!(asked(&desk).await, 0, "killed before the call");
    assert!(
        desk.owner.get(PAGE).await.text.contains("Owner of one"),
        "it is said whose word waits"
    );
    hook::step(&desk.app, &mut hook::Progress::default()).await.expect("kept");
    assert_eq!(callback_of(&desk.app).await, Some(desk.own_callback()));
    // Killed after the call, before it was noted: it is known as ours all the same.
    plant(&desk, json!(ELSEWHERE)).await;
    allowed(&desk, ELSEWHERE).await;
    callback::subscribe(&desk.app, &desk.own_callback(), None).await.expect("Meta agrees");
    assert!(matches!(seen_to(&desk.app).await, Came::Here));
    let (before, consent) = callback::kept(&desk.app).await.expect("read");
    assert_eq!((before, consent), (Some(desk.own_callback()), None));
}

/// Whether the page says that Meta shows another address than it showed before.
async fn says_changed(visitor: &Visitor) -> bool {
    let page = visitor.get(PAGE).await;
    assert_eq!(page.status, 200);
    page.text.contains("role=\"alert\"")
}

#[tokio::test]
async fn nobody_is_told_of_a_change_since_an_address_says_so() {
    let desk = desk().await;
    plant(&desk, json!(ELSEWHERE)).await;
    for address in ["?changed=1", "?changed=", "?changed=1&changed=2"] {
        let page = desk.owner.get(&format!("{PAGE}{address}")).await;
        assert_eq!(page.status, 200);
        assert!(!page.text.contains("role=\"alert\""), "{address}");
    }
}

#[tokio::test]
async fn a_word_about_another_address_than_metas_is_not_taken_and_asked_anew() {
    let desk = desk().await;
    plant(&desk, json!(ELSEWHERE)).await;
    allowed(&desk, ELSEWHERE).await;
    plant(&desk, json!(THIRD)).await;
    assert!(matches!(seen_to(&desk.app).await, Came::Elsewhere { url } if url == THIRD));
    plant(&desk, json!(ELSEWHERE)).await;
    assert!(matches!(seen_to(&desk.app).await, Came::Elsewhere { .. }), "that word is void");
    assert_eq!(asked(&desk).await, 0);
    let answer = desk.owner.form(PAGE, &[("replaces", &mark(&desk, THIRD))]).await;
    assert_eq!(answer.leads(), (303, Some(PAGE)));
    assert!(!says_changed(&Visitor::owner(&desk.app, "one").await).await, "another session's");
    let page = desk.owner.get(PAGE).await.text;
    assert!(page.contains("role=\"alert\"") && page.contains(ELSEWHERE));
    assert!(!says_changed(&desk.owner).await, "said once");
    // And one that Meta does not do within a day is void too.
    allowed(&desk, ELSEWHERE).await;
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
    let answer = desk.owner.form(PAGE, &[("replaces", &mark(&desk, ELSEWHERE))]).await;
    assert_eq!(answer.leads(), (303, Some(PAGE)));
    let (_, consent) = callback::kept(&desk.app).await.expect("read");
    assert_eq!(consent, None, "nothing is kept of what could not be looked at");
}

/// The console as another program on a copy of the data: at another address, with a memory of its own.
async fn copy_of(app: &App) -> App {
    at_address(App { callback: std::sync::Arc::default(), ..app.clone() }).await
}

#[tokio::test]
async fn a_copy_does_not_take_the_callback_of_the_program_that_it_was_copied_from() {
    let desk = desk().await;
    plant(&desk, Value::Null).await;
    assert!(matches!(seen_to(&desk.app).await, Came::Here));
    let copy = copy_of(&desk.app).await;
    let own = desk.own_callback();
    assert!(matches!(seen_to(&copy).await, Came::Elsewhere { url } if url == own));
    assert_eq!(of_callback(&copy).await.why, Why::Elsewhere);
    assert_eq!((asked(&desk).await, callback_of(&copy).await), (1, Some(own)));
    // Where nobody answers at the address of before, it is left, and the new one takes its place.
    let app = desk.emulator.app().id;
    let gone = "http://127.0.0.1:9/webhooks/meta";
    plant(&desk, json!(gone)).await;
    let (id, now) = (meta::AppId::new(app), copy.clock.now());
    let noted = copy.store.ledger.transact(move |tx| tx.note_callback(&id, gone, now)).await;
    noted.expect("noted");
    assert!(matches!(seen_to(&copy).await, Came::Here));
    assert_eq!(callback_of(&copy).await, farol::connect::own_callback(&copy));
}

#[tokio::test]
async fn what_was_restored_knows_of_no_callback_of_its_own() {
    let desk = desk().await;
    plant(&desk, Value::Null).await;
    assert!(matches!(seen_to(&desk.app).await, Came::Here));
    let at = desk.app.clock.now();
    let restored = store::Restored { made_at: at, at };
    let settled = desk.app.store.ledger.transact(move |tx| tx.settle_restored(restored)).await;
    settled.expect("settled");
    let moved = at_address(desk.app.clone()).await;
    assert!(matches!(seen_to(&moved).await, Came::Elsewhere { .. }), "though it leads here");
    assert_eq!(callback::kept(&moved).await.expect("read"), (None, None));
    assert_eq!(asked(&desk).await, 1);
}

#[tokio::test]
async fn a_word_is_acted_on_once_however_many_look_at_the_same_time() {
    let desk = desk().await;
    plant(&desk, json!(ELSEWHERE)).await;
    allowed(&desk, ELSEWHERE).await;
    let looks = (0..8).map(|_| seen_to(&desk.app));
    for came in futures_util::future::join_all(looks).await {
        assert!(matches!(came, Came::Here), "{came:?}");
    }
    assert_eq!(asked(&desk).await, 1);
}

#[tokio::test]
async fn an_address_that_differs_only_in_what_is_not_shown_is_another() {
    let desk = desk().await;
    plant(&desk, json!(format!("{ELSEWHERE}?tenant=a"))).await;
    let word = mark(&desk, &format!("{ELSEWHERE}?tenant=a"));
    plant(&desk, json!(format!("{ELSEWHERE}?tenant=b"))).await;
    let answer = desk.owner.form(PAGE, &[("replaces", &word)]).await;
    assert_eq!(answer.leads(), (303, Some(PAGE)));
    assert!(says_changed(&desk.owner).await);
    plant(&desk, json!(format!("{ELSEWHERE}?tenant=a"))).await;
    callback::allow(&desk.app, None, &word).await.expect("kept");
    plant(&desk, json!(format!("{ELSEWHERE}?tenant=b"))).await;
    assert!(matches!(seen_to(&desk.app).await, Came::Elsewhere { .. }));
    assert_eq!(asked(&desk).await, 0);
}

/// A Meta that for a while goes on showing the subscriptions that it showed before.
#[derive(Clone, Default)]
struct Late(std::sync::Arc<std::sync::Mutex<Option<axum::body::Bytes>>>);

async fn late(late: Late, request: Request, next: Next) -> axum::response::Response {
    let is_look =
        request.method() == Method::GET && request.uri().path().ends_with("/subscriptions");
    let shown = late.0.lock().expect("not poisoned").clone();
    match shown {
        Some(shown) if is_look => ([("content-type", "application/json")], shown).into_response(),
        _ => next.run(request).await,
    }
}

#[tokio::test]
async fn an_address_that_meta_shows_late_is_not_called_taken_back() {
    let shown = Late::default();
    let of_facade = shown.clone();
    let layer = from_fn(move |request: Request, next: Next| late(of_facade.clone(), request, next));
    let facade = |router: axum::Router| router.layer(layer);
    let (base, emulator, hands) =
        console::beside_facade(Default::default(), Pace::default(), facade).await;
    let app = at_address(base).await;
    let owner = Visitor::owner(&app, "one").await;
    let desk = Desk { app, emulator, hands, owner };
    plant(&desk, json!(ELSEWHERE)).await;
    allowed(&desk, ELSEWHERE).await;
    let before = json!({"data": [{
        "object": "whatsapp_business_account",
        "callback_url": ELSEWHERE,
        "active": true,
        "fields": [],
    }]});
    *shown.0.lock().expect("not poisoned") = Some(before.to_string().into());
    for _ in 0..3 {
        assert!(matches!(seen_to(&desk.app).await, Came::NotShown));
    }
    assert_eq!(asked(&desk).await, 1, "it is not asked for again and again");
    *shown.0.lock().expect("not poisoned") = None;
    assert!(matches!(seen_to(&desk.app).await, Came::Here));
    let (noted, word) = callback::kept(&desk.app).await.expect("read");
    assert_eq!((noted, word), (Some(desk.own_callback()), None));
    assert_eq!(audited(&desk.app).await, ["callback_taken", "callback_allowed"]);
    // What is shown for longer than that was taken back, and there is no fight over it.
    plant(&desk, json!(ELSEWHERE)).await;
    allowed(&desk, ELSEWHERE).await;
    *shown.0.lock().expect("not poisoned") = Some(before.to_string().into());
    assert!(matches!(seen_to(&desk.app).await, Came::NotShown));
    desk.hands.turn(domain::callback::SHOWS_LATE);
    assert!(matches!(seen_to(&desk.app).await, Came::Elsewhere { .. }));
    assert_eq!(asked(&desk).await, 2);
    assert_eq!(callback::kept(&desk.app).await.expect("read").1, None);
}
