//! A number's username through the console: what Meta ends up with, what the page says of every
//! refusal, and whose doing a change was.

mod console;
mod middleman;
mod visitor;

use std::time::Duration;

use axum::http::Method;
use domain::audit::Action;
use domain::role::Role;
use domain::{How, Node, NodeKind, Replica};
use farol::app::App;
use meta::PhoneNumberId;
use middleman::{Way, between, control};
use serde_json::{Map, Value, json};
use store::{AuditFilter, ChangeFilter, ListedChange, PersonId};
use visitor::{Answer, Visitor};

const WABA: &str = "102290129340398";
const VENDAS: &str = "104857736119203";
const COBRANCA: &str = "105230984417756";

fn page(number: &str) -> String {
    format!("/profile/{number}/username")
}

async fn held(app: &App, number: &str) -> Replica {
    let (scope, node) = (console::scope("one"), Node::username(number));
    let read = app.store.ledger.read(move |read| read.replica(&scope, &node)).await;
    read.expect("read").expect("held")
}

async fn name(app: &App, number: &str) -> Option<String> {
    held(app, number).await.text("username").map(str::to_owned)
}

async fn ask(visitor: &Visitor, number: &str, name: &str, more: &[(&str, &str)]) -> Answer {
    let form = [&[("username", name)], more].concat();
    visitor.form(&page(number), &form).await
}

async fn changes(app: &App) -> Vec<ListedChange> {
    let fields = Some(vec![(NodeKind::Username, "username")]);
    let filter = ChangeFilter { fields, ..ChangeFilter::default() };
    let scope = console::scope("one");
    let read = app.store.ledger.read(move |read| read.changes_where(&scope, &filter, 10)).await;
    read.expect("read")
}

async fn audited(app: &App, action: Action) -> usize {
    let scope = console::scope("one");
    let filter = AuditFilter { action: Some(action), ..AuditFilter::default() };
    let read = app.store.ledger.read(move |read| read.audits(&scope, &filter, 10)).await;
    read.expect("read").len()
}

#[tokio::test]
async fn a_name_is_asked_for_read_back_told_as_that_persons_doing_and_given_up() {
    let (app, _emulator, _between) = between(WABA, "/username").await;
    let operator = Visitor::of(&app, "one", Role::Operator).await;
    assert_eq!(name(&app, VENDAS).await, None, "a number without a name was read as one without");
    let shown = operator.get(&page(VENDAS)).await;
    assert!(shown.text.contains("data-fills="), "Meta's proposals: {}", shown.text);
    let claimed = operator.get(&format!("{}?done=approved", page(VENDAS))).await;
    assert!(!claimed.text.contains("id=\"outcome\""), "an address is not believed");
    let answer = ask(&operator, VENDAS, " @Casa.Ipe ", &[]).await;
    assert_eq!(answer.leads(), (303, Some(&*format!("{}?done=approved", page(VENDAS)))));
    assert_eq!(name(&app, VENDAS).await.as_deref(), Some("casa.ipe"));
    assert_eq!(held(&app, VENDAS).await.text("status"), Some("approved"));
    let told = changes(&app).await;
    assert_eq!(told[0].change.how, How::Operator);
    assert!(told[0].by.as_deref().is_some_and(|name| name.starts_with("Person ")), "{told:?}");
    assert_eq!(audited(&app, Action::UsernameChanged).await, 1);
    // Given up only by who says yes to what follows, and who saw the name of now.
    let delete = format!("{}/delete", page(VENDAS));
    let unsaid = vec![("username", "casa.ipe")];
    let unseen = vec![("username", "outro"), ("agreed", "1")];
    for (form, status) in [(unsaid, 422), (unseen, 409)] {
        assert_eq!(operator.form(&delete, &form).await.status, status, "{form:?}");
        assert_eq!(name(&app, VENDAS).await.as_deref(), Some("casa.ipe"));
    }
    let agreed = [("username", "casa.ipe"), ("agreed", "1")];
    let answer = operator.form(&delete, &agreed).await;
    assert_eq!(answer.leads(), (303, Some(&*format!("{}?done=given-back", page(VENDAS)))));
    assert_eq!(name(&app, VENDAS).await, None);
    assert_eq!(changes(&app).await[0].change.how, How::Operator);
    assert_eq!(audited(&app, Action::UsernameChanged).await, 2);
}

#[tokio::test]
async fn of_two_who_ask_at_once_the_second_takes_away_no_name_that_they_did_not_see() {
    let (app, emulator, between) = between(WABA, "/username").await;
    let owner = Visitor::owner(&app, "one").await;
    let operator = Visitor::of(&app, "one", Role::Operator).await;
    let (one, other) = tokio::join!(
        ask(&owner, VENDAS, "casa.ipe", &[]),
        ask(&operator, VENDAS, "casa.azul", &[])
    );
    let mut answers = [(one.status, "casa.ipe"), (other.status, "casa.azul")];
    answers.sort_unstable();
    assert_eq!(answers.map(|(status, _)| status), [303, 409]);
    assert_eq!(name(&app, VENDAS).await.as_deref(), Some(answers[0].1));
    assert_eq!(between.writes(), 1);
    // Who saw it replaces it; what was given at Meta meanwhile counts as well.
    control(&emulator, &format!("numbers/{VENDAS}"), json!({"username": "da.meta"})).await;
    let answer = ask(&owner, VENDAS, "casa.nova", &[("seen", answers[0].1)]).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text.contains("value=\"casa.nova\""), "what was typed stays: {}", answer.text);
    assert!(answer.text.contains("name=\"seen\" value=\"da.meta\""), "{}", answer.text);
    assert_eq!(ask(&owner, VENDAS, "casa.nova", &[("seen", "da.meta")]).await.status, 303);
    assert_eq!(name(&app, VENDAS).await.as_deref(), Some("casa.nova"));
}

#[tokio::test]
async fn what_breaks_a_rule_is_not_sent_and_each_rule_has_its_sentence() {
    let (app, _emulator, between) = between(WABA, "/username").await;
    let owner = Visitor::owner(&app, "one").await;
    for (typed, rule) in [
        ("ab", "too-short"),
        ("a234567890123456789012345678901234567890", "too-long"),
        ("casa-ipe", "characters"),
        ("1234", "no-letter"),
        (".casa", "period-at-edge"),
        ("ca..sa", "two-periods"),
        ("www.casa", "www"),
        ("casa.com", "domain"),
    ] {
        let answer = ask(&owner, VENDAS, typed, &[]).await;
        assert_eq!(answer.status, 422, "{typed}");
        let broken = format!("data-rule=\"{rule}\"");
        let line = answer.text.split("<li ").find(|line| line.starts_with(&broken)).expect(rule);
        assert!(line.split('>').next().expect("a tag").ends_with("data-broken"), "{line}");
        assert!(answer.text.contains(&format!("value=\"{typed}\"")), "what was typed stays");
    }
    assert_eq!(between.writes(), 0);
}

#[tokio::test]
async fn each_of_metas_refusals_is_said_in_the_catalogues_words_and_changes_nothing() {
    let (app, emulator, _between) = between(WABA, "/username").await;
    let owner = Visitor::owner(&app, "one").await;
    for code in ["10", "100", "133010", "147001", "147002", "147003", "147004"] {
        control(&emulator, &format!("numbers/{VENDAS}"), json!({"username_error": code})).await;
        let answer = ask(&owner, VENDAS, "casa.ipe", &[]).await;
        assert_eq!(answer.status, 502, "{code}");
        assert!(answer.text.contains(&format!("data-code=\"{code}\"")), "{code}: {}", answer.text);
        assert!(answer.text.contains("value=\"casa.ipe\""), "what was typed stays");
        assert_eq!(name(&app, VENDAS).await, None);
    }
    let scope = console::scope("one");
    let number = PhoneNumberId::new(VENDAS);
    let notes = app.store.ledger.read(move |read| read.profile_writes(&scope, &number)).await;
    assert!(notes.expect("read").iter().all(|note| note.field != "username"), "no note stays");
    assert_eq!(audited(&app, Action::UsernameChanged).await, 0);
}

#[tokio::test]
async fn a_name_is_taken_from_another_number_only_after_meta_said_so_and_the_person_agreed() {
    let (app, _emulator, between) = between(WABA, "/username").await;
    let owner = Visitor::owner(&app, "one").await;
    assert!(
        !owner.get(&page(COBRANCA)).await.text.contains("force_transfer"),
        "not offered before"
    );
    assert_eq!(ask(&owner, VENDAS, "casa.ipe", &[]).await.status, 303);
    let answer = ask(&owner, COBRANCA, "casa.ipe", &[]).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text.contains("value=\"force_transfer\"") && answer.text.contains("147005"));
    assert_eq!(name(&app, VENDAS).await.as_deref(), Some("casa.ipe"));
    let answer = ask(&owner, COBRANCA, "casa.ipe", &[("transfer", "force_transfer")]).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert_eq!(name(&app, COBRANCA).await.as_deref(), Some("casa.ipe"));
    assert_eq!(between.writes(), 3);
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_reading_and_a_lost_request_is_in_doubt() {
    let (app, _emulator, between) = between(WABA, "/username").await;
    let owner = Visitor::owner(&app, "one").await;
    between.let_writes(Way::RequestLost);
    let answer = ask(&owner, VENDAS, "casa.ipe", &[]).await;
    assert_eq!(answer.status, 502);
    assert!(!answer.text.contains("data-tone=\"ok\" role=\"status\""), "{}", answer.text);
    assert_eq!(name(&app, VENDAS).await, None);
    between.let_writes(Way::AnswerLost);
    let answer = ask(&owner, VENDAS, "casa.ipe", &[]).await;
    assert_eq!(answer.leads(), (303, Some(&*format!("{}?done=approved", page(VENDAS)))));
    assert_eq!(changes(&app).await[0].change.how, How::Operator);
}

#[tokio::test]
async fn what_no_reading_back_showed_is_read_again_soon_and_then_that_persons_doing() {
    let (app, emulator, between) = between(WABA, "/username").await;
    let owner = Visitor::owner(&app, "one").await;
    between.let_writes(Way::RequestLost);
    assert_eq!(ask(&owner, VENDAS, "casa.ipe", &[]).await.status, 502);
    control(&emulator, &format!("numbers/{VENDAS}"), json!({"username": "casa.ipe"})).await;
    between.hands.turn(Duration::from_secs(6));
    console::refresh_all(&app).await;
    assert_eq!(name(&app, VENDAS).await.as_deref(), Some("casa.ipe"));
    assert_eq!(changes(&app).await[0].change.how, How::Operator);
    assert_eq!(audited(&app, Action::UsernameChanged).await, 1);
}

#[tokio::test]
async fn a_page_that_re_asks_for_itself_asks_meta_for_no_proposals() {
    let (app, _emulator, _between) = between(WABA, "/username").await;
    let owner = Visitor::owner(&app, "one").await;
    let again = [("x-farol-fragment", "live")];
    let shown = owner.ask(Method::GET, &page(VENDAS), &again, Vec::new()).await;
    assert_eq!(shown.status, 200);
    assert!(!shown.text.contains("data-fills="), "{}", shown.text);
}

#[tokio::test]
async fn a_wish_that_a_kill_cut_off_is_still_that_persons_doing() {
    let (app, emulator, _between) = between(WABA, "/username").await;
    let (scope, number) = (console::scope("one"), PhoneNumberId::new(VENDAS));
    let fields = Map::from_iter([("username".to_owned(), Value::from("casa.ipe"))]);
    let now = app.clock.now();
    let noted = app.store.ledger.transact(move |tx| {
        tx.note_profile_write(&scope, &number, &fields, &PersonId::new("one"), now)
    });
    noted.await.expect("noted");
    control(&emulator, &format!("numbers/{VENDAS}"), json!({"username": "casa.ipe"})).await;
    farol::work::refresh::ask(&app, console::scope("one")).await.expect("asked");
    console::refresh_all(&app).await;
    let told = changes(&app).await;
    assert_eq!((told[0].change.how, told[0].by.as_deref()), (How::Operator, Some("Owner of one")));
    assert_eq!(audited(&app, Action::UsernameChanged).await, 1);
}

#[tokio::test]
async fn a_webhook_makes_the_name_read_and_a_refused_reading_keeps_it() {
    let (app, emulator, _between) = between(WABA, "/username").await;
    let said = json!({"display_phone_number": digits(&app).await, "username": "casa.ipe",
        "status": "approved"});
    control(&emulator, &format!("numbers/{VENDAS}"), json!({"username": "casa.ipe"})).await;
    let body = json!({"object": "whatsapp_business_account", "entry": [{"id": WABA,
        "time": app.clock.now().as_millis() / 1_000,
        "changes": [{"field": "business_username_update", "value": said}]}]});
    receive(&app, &body).await;
    console::refresh_all(&app).await;
    assert_eq!(name(&app, VENDAS).await.as_deref(), Some("casa.ipe"));
    assert_eq!(changes(&app).await[0].change.how, How::Read);
    // Meta refuses to read: what was read stays, and no notice is made of it.
    let fault = json!({"fault": "http_500", "share": 1.0, "edge": "username"});
    control(&emulator, "faults", fault).await;
    farol::work::refresh::ask(&app, console::scope("one")).await.expect("asked");
    console::refresh_all(&app).await;
    let kept = held(&app, VENDAS).await;
    assert!(kept.failure.is_some() && kept.text("username") == Some("casa.ipe"), "{kept:?}");
}

async fn digits(app: &App) -> String {
    let (scope, node) = (console::scope("one"), Node::phone_number(VENDAS));
    let read = app.store.ledger.read(move |read| read.replica(&scope, &node)).await;
    let number = read.expect("read").expect("held");
    domain::fact::digits(number.text("display_phone_number").expect("read"))
}

async fn receive(app: &App, body: &Value) {
    let body = body.to_string().into_bytes();
    app.store.inbox.append(body.into(), app.clock.now()).await.expect("appended");
    console::project_all(app).await;
}
