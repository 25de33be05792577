//! A number's PIN changed through the console: which one Farol keeps for the next registration
//! whatever becomes of the call, and that it is found nowhere.

mod console;
mod middleman;
mod visitor;

use domain::audit::Action;
use domain::role::Role;
use domain::{Node, Replica};
use emulator::Emulator;
use farol::app::App;
use middleman::{Way, between, control};
use serde_json::{Value, json};
use store::AuditFilter;
use visitor::{Answer, Visitor};

const WABA: &str = "102290129340398";
const VENDAS: &str = "104857736119203";
const PIN: &str = "730184";
const OTHER: &str = "518823";

fn page() -> String {
    format!("/profile/{VENDAS}/pin")
}

async fn change(visitor: &Visitor, pin: &str, again: &str) -> Answer {
    visitor.form(&page(), &[("pin", pin), ("again", again)]).await
}

/// The PINs that are kept: the number's, and those whose answer is not known.
async fn kept(app: &App) -> (Option<String>, Option<String>) {
    let scope = console::scope("one");
    let read = app.store.ledger.read(move |read| {
        let secret = |name: &str| {
            let found = read.secret(&scope, name)?;
            Ok::<_, store::StoreError>(found.map(|secret| secret.expose().to_owned()))
        };
        let asked = secret(&format!("pin/{VENDAS}/asked"))?.map(|lines| {
            let pins = lines.lines().filter_map(|line| line.split(' ').next());
            pins.collect::<Vec<_>>().join(" ")
        });
        Ok((secret(&format!("pin/{VENDAS}"))?, asked))
    });
    read.await.expect("read")
}

async fn at_meta(emulator: &Emulator) -> Value {
    let world = emulator.world();
    let numbers = world["businesses"].as_array().expect("a list").iter();
    let wabas = numbers.flat_map(|business| business["wabas"].as_array().expect("a list"));
    let mut numbers = wabas.flat_map(|waba| waba["phone_numbers"].as_array().expect("a list"));
    numbers.find(|number| number["id"] == VENDAS).expect("the number")["pin"].clone()
}

async fn audited(app: &App) -> usize {
    let scope = console::scope("one");
    let filter = AuditFilter { action: Some(Action::PinChanged), ..AuditFilter::default() };
    let read = app.store.ledger.read(move |read| read.audits(&scope, &filter, 10)).await;
    read.expect("read").len()
}

async fn number(app: &App) -> Replica {
    let (scope, node) = (console::scope("one"), Node::phone_number(VENDAS));
    let read = app.store.ledger.read(move |read| read.replica(&scope, &node)).await;
    read.expect("read").expect("held")
}

/// A webhook of what somebody did in Business Suite.
async fn business_suite(app: &App, event: &str) {
    let shown = number(app).await.text("display_phone_number").expect("read").to_owned();
    let digits = domain::fact::digits(&shown);
    let value =
        json!({"display_phone_number": digits, "event": event, "requester": "61555822107539"});
    let body = json!({"object": "whatsapp_business_account", "entry": [{"id": WABA,
        "time": app.clock.now().as_millis() / 1_000 + 1,
        "changes": [{"field": "security", "value": value}]}]});
    let body = body.to_string().into_bytes();
    app.store.inbox.append(body.into(), app.clock.now()).await.expect("appended");
    console::project_all(app).await;
}

#[tokio::test]
async fn a_pin_that_meta_takes_is_kept_for_the_next_registration() {
    let (app, emulator, _between) = between(WABA, VENDAS).await;
    let admin = Visitor::of(&app, "one", Role::Admin).await;
    let answer = change(&admin, "730 184", PIN).await;
    assert_eq!(answer.leads(), (303, Some(&*format!("{}?done=changed", page()))));
    assert_eq!(kept(&app).await, (Some(PIN.to_owned()), None));
    assert_eq!(at_meta(&emulator).await, PIN);
    assert_eq!(audited(&app).await, 1);
    console::refresh_all(&app).await;
    let shown = admin.get(&format!("/profile?number={VENDAS}")).await;
    assert!(shown.text.contains("It is the number’s"), "{}", shown.text);
}

#[tokio::test]
async fn what_is_not_six_digits_twice_is_not_sent_and_never_shown_again() {
    let (app, _emulator, between) = between(WABA, VENDAS).await;
    let owner = Visitor::owner(&app, "one").await;
    for (pin, again) in
        [("12345", "12345"), ("1234567", "1234567"), ("73018a", "73018a"), (PIN, OTHER)]
    {
        let answer = change(&owner, pin, again).await;
        assert_eq!(answer.status, 422, "{pin}");
        assert!(!answer.text.contains(pin) && !answer.text.contains(again), "{}", answer.text);
    }
    assert_eq!(between.writes(), 0);
    assert_eq!(kept(&app).await.1, None);
}

#[tokio::test]
async fn a_refusal_keeps_the_pin_before() {
    let (app, emulator, between) = between(WABA, VENDAS).await;
    let owner = Visitor::owner(&app, "one").await;
    assert_eq!(change(&owner, PIN, PIN).await.status, 303);
    between.let_writes(Way::Refused);
    let answer = change(&owner, OTHER, OTHER).await;
    assert_eq!(answer.status, 502);
    assert!(answer.text.contains("data-code=\"100\"") && !answer.text.contains(OTHER));
    assert_eq!(kept(&app).await, (Some(PIN.to_owned()), None));
    assert_eq!((at_meta(&emulator).await, audited(&app).await), (json!(PIN), 1));
}

#[tokio::test]
async fn without_an_answer_both_are_kept_until_the_new_one_is_sent_again() {
    for way in [Way::AnswerLost, Way::RequestLost] {
        let (app, emulator, between) = between(WABA, VENDAS).await;
        let owner = Visitor::owner(&app, "one").await;
        assert_eq!(change(&owner, PIN, PIN).await.status, 303);
        between.let_writes(way);
        let answer = change(&owner, OTHER, OTHER).await;
        assert_eq!(answer.status, 502);
        assert!(answer.text.contains(&format!("{}/again", page())) && !answer.text.contains(OTHER));
        assert_eq!(kept(&app).await, (Some(PIN.to_owned()), Some(OTHER.to_owned())));
        // A refusal of the second try says nothing of the first.
        between.let_writes(Way::Refused);
        let again = format!("{}/again", page());
        let refused = owner.form(&again, &[]).await;
        assert_eq!(refused.status, 502);
        assert!(refused.text.contains("só ela sabe"), "not that the one before still holds");
        assert_eq!(kept(&app).await, (Some(PIN.to_owned()), Some(OTHER.to_owned())));
        between.let_writes(Way::Through);
        assert_eq!(owner.form(&again, &[]).await.status, 303);
        assert_eq!(kept(&app).await, (Some(OTHER.to_owned()), None));
        assert_eq!(at_meta(&emulator).await, OTHER);
        assert_eq!(owner.form(&again, &[]).await.status, 409, "there is none in doubt any more");
    }
}

#[tokio::test]
async fn a_kill_between_sent_and_answered_leaves_both() {
    let (app, emulator, between) = between(WABA, VENDAS).await;
    let owner = Visitor::owner(&app, "one").await;
    assert_eq!(change(&owner, PIN, PIN).await.status, 303);
    between.let_writes(Way::Silent);
    // The request ends where a killed program would: after the call went out.
    tokio::select! {
        answer = change(&owner, OTHER, OTHER) => panic!("answered: {answer:?}"),
        () = async { while at_meta(&emulator).await != OTHER { tokio::task::yield_now().await } } => {}
    }
    assert_eq!(kept(&app).await, (Some(PIN.to_owned()), Some(OTHER.to_owned())));
    let shown = owner.get(&page()).await;
    assert!(
        shown.text.contains("Em dúvida") && shown.text.contains("/pin/again"),
        "{}",
        shown.text
    );
    assert_eq!(audited(&app).await, 1, "only what Meta took");
}

#[tokio::test]
async fn each_of_three_pins_of_which_one_counts_is_kept_and_tried_until_meta_says_which() {
    const THIRD: &str = "604417";
    let (app, emulator, between) = between(WABA, VENDAS).await;
    let owner = Visitor::owner(&app, "one").await;
    assert_eq!(change(&owner, PIN, PIN).await.status, 303);
    between.let_writes(Way::RequestLost);
    assert_eq!(change(&owner, OTHER, OTHER).await.status, 502);
    assert_eq!(change(&owner, THIRD, THIRD).await.status, 502);
    let all = (Some(PIN.to_owned()), Some(format!("{OTHER} {THIRD}")));
    assert_eq!(kept(&app).await, all);
    // The refusal of another, and of one of them once more, says nothing of these.
    between.let_writes(Way::Refused);
    assert_eq!(change(&owner, "111222", "111222").await.status, 502);
    assert_eq!(change(&owner, OTHER, OTHER).await.status, 502);
    assert_eq!(kept(&app).await, all);
    between.let_writes(Way::Through);
    assert_eq!(owner.form(&format!("{}/again", page()), &[]).await.status, 303);
    assert_eq!(kept(&app).await, (Some(THIRD.to_owned()), None));
    assert_eq!(at_meta(&emulator).await, THIRD);
}

#[tokio::test]
async fn an_eleventh_pin_in_a_row_is_not_sent_and_the_form_says_how_long_to_wait() {
    let (app, _emulator, between) = between(WABA, VENDAS).await;
    let owner = Visitor::owner(&app, "one").await;
    for _ in 0..10 {
        assert_eq!(change(&owner, PIN, PIN).await.status, 303);
    }
    // Whoever sends it, and however.
    let admin = Visitor::of(&app, "one", Role::Admin).await;
    let refused = change(&admin, OTHER, OTHER).await;
    assert_eq!(refused.status, 429);
    assert!(!refused.text.contains(OTHER), "{}", refused.text);
    let answer = change(&owner, OTHER, OTHER).await;
    assert!(answer.text.contains("Tentativas demais") && answer.text.contains("Nada foi enviado"));
    assert_eq!(between.writes(), 10);
    assert_eq!(kept(&app).await, (Some(PIN.to_owned()), None), "the one that Meta took");
    assert_eq!(change(&owner, "12345", "12345").await.status, 422, "a slip is told as one");
}

#[tokio::test]
async fn a_change_that_gets_no_turn_is_told_as_that_and_not_as_metas_refusal() {
    let (app, _emulator, between) = between(WABA, VENDAS).await;
    let owner = Visitor::owner(&app, "one").await;
    let of = |what: &str| format!("/profile/{VENDAS}{what}");
    let _turn = app.profile_turns.take(&meta::PhoneNumberId::new(VENDAS)).await;
    let (pin, name) = ([("pin", PIN), ("again", PIN)], [("name", "Ipê Móveis")]);
    let seen = serde_json::to_string(&domain::profile::Texts::default()).expect("JSON");
    let (username, texts) = ([("username", "casa.ipe")], [("seen", &*seen), ("about", "Outro.")]);
    let (to_pin, to_again, to_name) = (of("/pin"), of("/pin/again"), of("/name"));
    let (to_username, to_profile, to_register) = (of("/username"), of(""), of("/register"));
    let asked = [
        owner.form(&to_pin, &pin),
        owner.form(&to_again, &[]),
        owner.form(&to_name, &name),
        owner.form(&to_register, &[]),
        owner.form(&to_username, &username),
        owner.form(&to_profile, &texts),
    ];
    for answer in futures_util::future::join_all(asked).await {
        assert_eq!(answer.status, 409, "{}", answer.text);
        assert!(answer.text.contains("Outra alteração deste número está em andamento"));
        assert!(!answer.text.contains("A Meta recusou"), "{}", answer.text);
    }
    assert_eq!((between.writes(), kept(&app).await), (0, (None, None)));
}

#[tokio::test]
async fn what_business_suite_did_is_said_with_what_to_do_and_a_new_pin_settles_it() {
    let (app, _emulator, between) = between(WABA, VENDAS).await;
    let owner = Visitor::owner(&app, "one").await;
    assert_eq!(change(&owner, PIN, PIN).await.status, 303);
    business_suite(&app, "PIN_RESET_REQUEST").await;
    let shown = owner.get(&page()).await;
    assert!(shown.text.contains("para tirar o PIN") && shown.text.contains("É o do número"));
    business_suite(&app, "PIN_CHANGED").await;
    let shown = owner.get(&page()).await;
    assert!(shown.text.contains("Pode não ser mais o do número"), "{}", shown.text);
    let changed = number(&app).await;
    assert_eq!(changed.get("security").expect("told").value, json!({"event": "PIN_CHANGED"}));
    let list = owner.get("/activity").await;
    assert!(list.text.contains("PIN trocado no Business Suite"), "it is among the changes");
    // Farol's own change comes later by the clock than Meta's whole second.
    between.hands.turn(std::time::Duration::from_secs(60));
    assert_eq!(change(&owner, OTHER, OTHER).await.status, 303);
    assert!(owner.get(&page()).await.text.contains("É o do número"));
}

#[tokio::test]
async fn a_number_kept_in_the_app_is_only_looked_at_and_says_why() {
    let (app, emulator, between) = between(WABA, VENDAS).await;
    let owner = Visitor::owner(&app, "one").await;
    control(&emulator, &format!("numbers/{VENDAS}"), json!({"is_on_biz_app": true})).await;
    farol::work::refresh::ask(&app, console::scope("one")).await.expect("asked");
    console::refresh_all(&app).await;
    for what in ["pin", "username"] {
        let path = format!("/profile/{VENDAS}/{what}");
        let shown = owner.get(&path).await;
        assert!(
            shown.text.contains("coexistência")
                && !shown.text.contains("<form class=\"panel__body")
        );
        let form = [("pin", PIN), ("again", PIN), ("username", "casa.ipe")];
        assert_eq!(owner.form(&path, &form).await.status, 403, "{what}");
    }
    assert_eq!((between.writes(), kept(&app).await), (0, (None, None)));
}
