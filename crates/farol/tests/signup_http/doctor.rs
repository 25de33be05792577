//! The doctor on a connected account: green on a healthy world; each defect of issue 7's point 7,
//! planted alone, is named alone, mended where a call can, and green again.

use domain::doctor::{Check, Finding, Fix, Person, Snapshot, State, Why, judge, ways};
use farol::doctor::{Asker, Done, Wish, held, mend, request, stamp};
use serde_json::{Value, json};
use store::PersonId;

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, finish};
use crate::visitor::Visitor;

pub const ELSEWHERE: &str = "https://outro.example/whatsapp";

pub async fn connected() -> Desk {
    let desk = Desk::at_address().await;
    let callback = desk.own_callback();
    farol::callback::subscribe(&desk.app, &callback, None).await.expect("Meta agrees");
    desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk
}

pub async fn look(desk: &Desk) -> Snapshot {
    let scope = console::scope("one");
    let held = desk.app.store.ledger.read(move |read| held(read, &scope, None)).await;
    Asker::of(&desk.app).look(held.expect("read")).await.expect("read")
}

pub fn in_state(found: &[Finding], state: State) -> Vec<(Check, Why)> {
    let of_state = found.iter().filter(|finding| finding.state == state);
    of_state.map(|finding| (finding.check, finding.why)).collect()
}

/// Looks, and finds exactly this defect.
pub async fn named(desk: &Desk, expected: (Check, Why)) -> Finding {
    let found = judge(&look(desk).await);
    assert_eq!(in_state(&found, State::Defect), [expected], "{found:#?}");
    assert_eq!(in_state(&found, State::Doubtful), [], "{found:#?}");
    found.into_iter().find(|finding| finding.state == State::Defect).expect("a line")
}

pub async fn is_green(desk: &Desk) {
    let found = judge(&look(desk).await);
    assert!(found.iter().all(|finding| finding.state == State::Good), "{found:#?}");
}

pub fn wish(desk: &Desk, finding: &Finding) -> Wish {
    let Some(Fix::Call(call)) = &finding.fix else { panic!("{finding:?}") };
    let shown = request(call);
    Wish {
        check: finding.check,
        id: finding.node.id.clone(),
        waba: finding.waba.as_ref().map(ToString::to_string),
        stamp: stamp(&desk.app.graph, &shown, finding),
        may_change_app: true,
    }
}

pub async fn mended(desk: &Desk, wish: &Wish) -> Done {
    let person = PersonId::new("one");
    let done = mend(&desk.app, &console::scope("one"), &person, wish).await;
    done.expect("kept").0
}

/// Names the planted defect, mends it by the call that is shown, and is green.
pub async fn named_and_mended(desk: &Desk, expected: (Check, Why), call: &str) {
    let finding = named(desk, expected).await;
    let before = desk.changes().await.len();
    assert_eq!(mended(desk, &wish(desk, &finding)).await, Done::Mended);
    let made = desk.changes().await.split_off(before);
    assert_eq!(made, [call], "the call that was shown, and no other");
    is_green(desk).await;
}

pub async fn plant(desk: &Desk, of: &str, body: Value) {
    let app = desk.emulator.app().id;
    let path = match of {
        "app" => format!("apps/{app}"),
        "waba" => format!("wabas/{WABA}"),
        "number" => format!("numbers/{NUMBER}"),
        other => other.to_owned(),
    };
    desk.control(&path, &body).await;
}

#[tokio::test]
async fn a_healthy_world_is_green_and_looking_changes_nothing() {
    let desk = connected().await;
    let before = desk.changes().await;
    is_green(&desk).await;
    assert_eq!(desk.changes().await, before);
    let way = ways(&look(&desk).await).remove(0);
    assert!(way.is_here, "{way:?}");
}

#[tokio::test]
async fn the_apps_callback_and_its_fields_are_named_and_mended() {
    let desk = connected().await;
    let app = desk.emulator.app().id;
    let call = format!("POST {app}/subscriptions");
    plant(&desk, "app", json!({ "callback_url": ELSEWHERE })).await;
    named_and_mended(&desk, (Check::Callback, Why::Elsewhere), &call).await;
    plant(&desk, "app", json!({ "active": false })).await;
    named_and_mended(&desk, (Check::Callback, Why::Inactive), &call).await;
    plant(&desk, "app", json!({ "callback_url": null })).await;
    named_and_mended(&desk, (Check::Callback, Why::NotSet), &call).await;
    plant(&desk, "app", json!({ "fields": ["messages"] })).await;
    named_and_mended(&desk, (Check::Fields, Why::Missing), &call).await;
}

#[tokio::test]
async fn the_accounts_subscription_and_overrides_are_named_and_mended() {
    let desk = connected().await;
    let subscribe = format!("POST {WABA}/subscribed_apps");
    plant(&desk, "waba", json!({ "subscribed_apps": [] })).await;
    named_and_mended(&desk, (Check::Subscription, Why::Missing), &subscribe).await;
    plant(&desk, "waba", json!({ "override_callback_uri": ELSEWHERE })).await;
    named_and_mended(&desk, (Check::Override, Why::Elsewhere), &subscribe).await;
    plant(&desk, "number", json!({ "override_callback_uri": ELSEWHERE })).await;
    let call = format!("POST {NUMBER}");
    named_and_mended(&desk, (Check::Route, Why::Elsewhere), &call).await;
}

#[tokio::test]
async fn a_foreign_app_is_a_doubt_on_the_map() {
    let desk = connected().await;
    let other = json!({"name": "Outro painel", "callback_url": ELSEWHERE, "wabas": [WABA]});
    desk.control("apps", &other).await;
    let found = judge(&look(&desk).await);
    assert_eq!(in_state(&found, State::Defect), [], "{found:#?}");
    assert_eq!(in_state(&found, State::Doubtful), [(Check::Foreign, Why::Others)]);
}

#[tokio::test]
async fn a_secret_that_was_reset_is_one_defect() {
    let desk = connected().await;
    plant(&desk, "app", json!({ "secret": "0123456789abcdef0123456789abcdef" })).await;
    let finding = named(&desk, (Check::Secret, Why::Refused)).await;
    assert_eq!(finding.fix, Some(Fix::Person(Person::Secret)));
}

#[tokio::test]
async fn what_is_wrong_with_a_token_is_named_as_what_it_is() {
    let desk = connected().await;
    plant(&desk, "tokens/business", json!({ "subcode": 467 })).await;
    let finding = named(&desk, (Check::Token, Why::Dead)).await;
    assert_eq!(finding.fix, Some(Fix::Person(Person::LogIn)));
    let page = desk.owner.get("/connect/doctor?again=1").await.text;
    assert!(page.contains("(190/467) Error validating access token"), "Meta is quoted: {page}");
    assert!(!page.contains("Some(") && !page.contains("is no longer valid"), "and alone: {page}");
    plant(&desk, "tokens/business", json!({ "subcode": null })).await;
    is_green(&desk).await;
    plant(&desk, "tokens/business", json!({ "expires_in": 3_600 })).await;
    named(&desk, (Check::Expiry, Why::Soon)).await;
    plant(&desk, "tokens/business", json!({ "expires_in": 0 })).await;
    let scopes = json!({ "scopes": ["whatsapp_business_management"] });
    plant(&desk, "tokens/business", scopes).await;
    named(&desk, (Check::Scopes, Why::Missing)).await;
}

/// Gives the account a person's token in the place of its own.
async fn give_token(desk: &Desk, lives_s: i64) {
    let wish = json!({"kind": "user", "wabas": [WABA], "expires_in": lives_s});
    let made = desk.control("tokens", &wish).await;
    let token = store::Secret::new(made["token"].as_str().expect("a token"));
    let scope = console::scope("one");
    let read = desk.app.store.ledger.read(move |read| read.connections(&scope)).await;
    let held = read.expect("read").remove(0);
    let new = store::NewConnection {
        tenant: held.tenant,
        waba: held.waba,
        business: held.business,
        app: held.app,
        token,
        at: desk.app.clock.now(),
    };
    desk.app.store.ledger.transact(move |tx| tx.bind(&new)).await.expect("bound");
}

#[tokio::test]
async fn a_test_token_is_told_from_a_persons_that_merely_ends_soon() {
    const DAY_S: i64 = 86_400;
    let desk = connected().await;
    give_token(&desk, DAY_S).await;
    let finding = named(&desk, (Check::Expiry, Why::ForADay)).await;
    assert_eq!(finding.fix, Some(Fix::Person(Person::LogIn)));
    let page = desk.owner.get("/connect/doctor").await.text;
    assert!(page.contains("É um token de teste, que vive 24 horas."), "{page}");
    give_token(&desk, 30 * DAY_S).await;
    desk.hands.turn(std::time::Duration::from_secs(29 * 86_400 + 3_600));
    named(&desk, (Check::Expiry, Why::Soon)).await;
    let page = desk.owner.get("/connect/doctor?again=1").await.text;
    assert!(
        page.contains("O token, ou o acesso a dados por ele, acaba em breve.")
            && !page.contains("token de teste"),
        "{page}"
    );
}

#[tokio::test]
async fn an_address_that_this_farol_had_before_is_named_as_its_own_and_taken_from_nobody() {
    let desk = connected().await;
    farol::callback::see_to(&desk.app).await.expect("kept");
    let app_id = desk.app.graph.app_id().clone();
    let (before, now) = (desk.own_callback(), desk.app.clock.now());
    let url = before.clone();
    let noted = desk.app.store.ledger.transact(move |tx| tx.note_callback(&app_id, &url, now));
    noted.await.expect("noted");
    // The console moves: the same program at another address.
    let moved = Desk { app: console::at_address(desk.app.clone()).await, ..desk };
    let finding = named(&moved, (Check::Callback, Why::Moved)).await;
    assert_eq!((&finding.saw, &finding.wanted), (&vec![before], &vec![moved.own_callback()]));
    let page = Visitor::owner(&moved.app, "one").await.get("/connect/doctor").await.text;
    assert!(page.contains("o endereço que este Farol tinha antes"), "{page}");
    assert!(page.contains("O endereço visto era dele mesmo: ninguém deixa de receber."), "{page}");
    assert_eq!(mended(&moved, &wish(&moved, &finding)).await, Done::Mended);
    is_green(&moved).await;
    let (_, word) = farol::callback::kept(&moved.app).await.expect("read");
    assert_eq!(word, None, "nobody had to agree");
}

#[tokio::test]
async fn an_account_that_was_taken_from_the_token_is_named() {
    let desk = connected().await;
    plant(&desk, "waba", json!({ "account_event": "PARTNER_REMOVED" })).await;
    let found = judge(&look(&desk).await);
    assert_eq!(in_state(&found, State::Defect), [(Check::Scopes, Why::NotGranted)], "{found:#?}");
    assert_eq!(in_state(&found, State::Doubtful), [], "{found:#?}");
}

#[tokio::test]
async fn payment_registration_name_and_quota_are_named() {
    let desk = connected().await;
    plant(&desk, "waba", json!({ "primary_funding_id": null })).await;
    named(&desk, (Check::Payment, Why::Failing)).await;
    plant(&desk, "waba", json!({ "primary_funding_id": "777" })).await;
    is_green(&desk).await;
    plant(&desk, "number", json!({ "registered": false })).await;
    named(&desk, (Check::Registration, Why::NotRegistered)).await;
    plant(&desk, "number", json!({ "registered": true, "name_status": "DECLINED" })).await;
    named(&desk, (Check::Name, Why::Declined)).await;
    plant(&desk, "number", json!({ "name_status": "APPROVED" })).await;
    is_green(&desk).await;
    plant(&desk, "waba", json!({ "usage_percent": 100 })).await;
    named(&desk, (Check::Quota, Why::UsedUp)).await;
}

#[tokio::test]
async fn an_address_that_does_not_know_the_verify_token_is_named() {
    let desk = connected().await;
    let meta = farol::app::MetaApp {
        secret: desk.app.meta.secret.clone(),
        verify_token: store::Secret::new("another-verify-token"),
        reaches: None,
    };
    let app = farol::app::App { meta: std::sync::Arc::new(meta), ..desk.app.clone() };
    let scope = console::scope("one");
    let held = app.store.ledger.read(move |read| held(read, &scope, None)).await;
    let found = judge(&Asker::of(&app).look(held.expect("read")).await.expect("read"));
    assert_eq!(in_state(&found, State::Defect), [(Check::Handshake, Why::Refused)], "{found:#?}");
    assert_eq!(in_state(&found, State::Doubtful), [], "{found:#?}");
}

#[tokio::test]
async fn a_deaf_webhook_is_named_from_what_no_webhook_told() {
    let desk = connected().await;
    let scope = console::scope("one");
    let untold = store::Untold {
        waba: meta::WabaId::new(WABA),
        field: "message_template_status_update".to_owned(),
        change_seq: 1,
        since: desk.app.clock.now(),
        found_at: desk.app.clock.now(),
    };
    let noted = desk.app.store.ledger.transact(move |tx| tx.note_untold(&scope, &untold)).await;
    noted.expect("noted");
    let found = judge(&look(&desk).await);
    assert_eq!(in_state(&found, State::Doubtful), [(Check::Deaf, Why::Pending)], "{found:#?}");
    desk.hands.turn(domain::deaf::GRACE * 2);
    farol::work::deaf::step(&desk.app).await.expect("looked");
    named(&desk, (Check::Deaf, Why::Untold)).await;
}

#[tokio::test]
async fn nothing_is_sent_but_the_call_that_was_shown_to_who_may() {
    let desk = connected().await;
    plant(&desk, "app", json!({ "callback_url": ELSEWHERE })).await;
    let finding = named(&desk, (Check::Callback, Why::Elsewhere)).await;
    let before = desk.changes().await;
    let shown = wish(&desk, &finding);
    let not_yours = Wish { may_change_app: false, ..shown.clone() };
    assert_eq!(mended(&desk, &not_yours).await, Done::NotYours);
    let other = Wish { stamp: "0".repeat(64), ..shown };
    assert_eq!(mended(&desk, &other).await, Done::Changed);
    assert_eq!(desk.changes().await, before);
}

/// A hidden value of the form of a line.
pub fn hidden(page: &str, check: &str, name: &str) -> String {
    let line = page.split_once(&format!("data-check=\"{check}\"")).expect("the line").1;
    let value = line.split_once(&format!("name=\"{name}\" value=\"")).expect("the form").1;
    value.split_once('"').expect("whole").0.to_owned()
}

#[tokio::test]
async fn the_page_shows_the_call_and_makes_it_on_consent() {
    let desk = connected().await;
    plant(&desk, "number", json!({ "override_callback_uri": ELSEWHERE })).await;
    let before = desk.changes().await;
    let page = desk.owner.get("/connect/doctor").await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains(&format!("POST /v25.0/{NUMBER}\n")), "{}", page.text);
    assert!(page.text.contains(ELSEWHERE));
    assert!(!page.text.contains(&desk.emulator.app().verify_token), "no secret is on a page");
    assert_eq!(desk.changes().await, before, "looking changes nothing");
    let form = |name| hidden(&page.text, "route", name);
    let (check, id, waba, stamp) = (form("check"), form("id"), form("waba"), form("stamp"));
    let body = [("check", check.as_str()), ("id", &id), ("waba", &waba), ("stamp", &stamp)];
    let answer = desk.owner.form("/connect/doctor", &body).await;
    assert_eq!(answer.leads(), (303, Some("/connect/doctor")));
    is_green(&desk).await;
    let page = desk.owner.get("/connect/doctor").await;
    assert!(page.text.contains("Feito, e a Meta já mostra assim."), "{}", page.text);
    let other = Visitor::owner(&desk.app, "one").await.get("/connect/doctor?did=mended").await;
    assert!(!other.text.contains("Feito, e a Meta já mostra assim."), "it was not theirs");
    let again = desk.owner.form("/connect/doctor", &body).await;
    assert_eq!(again.leads(), (303, Some("/connect/doctor")));
    let said = |page: &str| page.contains("Feito, e a Meta já mostra assim.");
    let page = desk.owner.get("/connect/doctor?did=mended").await;
    assert!(!said(&page.text), "the last one changed nothing: an address is not believed");
    assert!(!page.text.contains("data-state=\"defect\""), "{}", page.text);
}

#[tokio::test]
async fn what_belongs_to_the_installation_is_not_a_tenants_to_mend() {
    let desk = connected().await;
    plant(&desk, "app", json!({ "fields": ["messages"] })).await;
    let page = desk.owner.get("/connect/doctor").await;
    assert!(page.text.contains("data-check=\"fields\""));
    assert!(!page.text.contains("action=\"/connect/doctor\""), "{}", page.text);
}

#[tokio::test]
async fn a_call_that_no_reading_asks_for_any_more_is_not_sent() {
    let desk = connected().await;
    plant(&desk, "number", json!({ "override_callback_uri": ELSEWHERE })).await;
    let page = desk.owner.get("/connect/doctor").await;
    let form = |name| hidden(&page.text, "route", name);
    let (check, id, waba, stamp) = (form("check"), form("id"), form("waba"), form("stamp"));
    let body = [("check", check.as_str()), ("id", &id), ("waba", &waba), ("stamp", &stamp)];
    let scopes = json!({ "scopes": ["whatsapp_business_messaging"] });
    plant(&desk, "tokens/business", scopes).await;
    let answer = desk.owner.form("/connect/doctor", &body).await;
    // Without the scope the line can't be judged any more, so nothing is sent.
    assert_eq!(answer.leads(), (303, Some("/connect/doctor")));
}
