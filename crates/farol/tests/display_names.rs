//! A display name asked for through the console: what Meta ends up with, what the page says of it at
//! each answer, and when the number is registered for it, how often and by which PIN.

mod console;
mod middleman;
mod visitor;

use std::time::Duration;

use domain::audit::Action;
use domain::role::Role;
use domain::{How, NodeKind};
use emulator::Emulator;
use farol::app::App;
use middleman::{Middleman, Way, between, control};
use serde_json::{Map, json};
use store::{AuditFilter, ChangeFilter, PersonId};
use visitor::{Answer, Visitor};

const WABA: &str = "102290129340398";
const ATENDIMENTO: &str = "105230984417756";
const NEW: &str = "Casa Ipê Atendimento";
const PIN: &str = "840317";

/// A console whose requests for names go by a middleman.
async fn asking() -> (App, Emulator, Middleman) {
    between(WABA, ATENDIMENTO).await
}

/// A console whose registrations go by a middleman, where Meta approved another name.
async fn approved() -> (App, Emulator, Middleman) {
    let (app, emulator, middleman) = between(WABA, "/register").await;
    let at = format!("numbers/{ATENDIMENTO}");
    control(&emulator, &at, json!({"new_display_name": NEW})).await;
    control(&emulator, &at, json!({"name_status": "APPROVED"})).await;
    read_again(&app).await;
    (app, emulator, middleman)
}

async fn read_again(app: &App) {
    farol::work::refresh::ask(app, console::scope("one")).await.expect("asked");
    console::refresh_all(app).await;
}

async fn ask(visitor: &Visitor, name: &str, seen: &str) -> Answer {
    let path = format!("/profile/{ATENDIMENTO}/name");
    visitor.form(&path, &[("name", name), ("seen", seen)]).await
}

async fn register(visitor: &Visitor, pin: &str) -> Answer {
    visitor.form(&format!("/profile/{ATENDIMENTO}/register"), &[("pin", pin)]).await
}

async fn page(visitor: &Visitor) -> String {
    visitor.get(&format!("/profile?number={ATENDIMENTO}")).await.text
}

/// Where the page says that the name stands.
async fn stage(visitor: &Visitor) -> String {
    let page = page(visitor).await;
    let (_, rest) = page.split_once("data-stage=\"").expect("a stage");
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The name in review that Meta shows, as the page has it with its marks.
async fn in_review(visitor: &Visitor) -> String {
    let page = page(visitor).await;
    let (_, rest) =
        page.split_once("data-field=\"new_display_name\" data-value=\"").unwrap_or_default();
    rest.split('"').next().unwrap_or_default().to_owned()
}

async fn audited(app: &App, action: Action) -> usize {
    let scope = console::scope("one");
    let filter = AuditFilter { action: Some(action), ..AuditFilter::default() };
    let read = app.store.ledger.read(move |read| read.audits(&scope, &filter, 20)).await;
    read.expect("read").len()
}

async fn kept_pin(app: &App) -> Option<String> {
    let scope = console::scope("one");
    let name = format!("pin/{ATENDIMENTO}");
    let read = app.store.ledger.read(move |read| read.secret(&scope, &name)).await;
    read.expect("read").map(|secret| secret.expose().to_owned())
}

#[tokio::test]
async fn a_name_is_asked_for_reviewed_approved_registered_and_settled() {
    let (app, emulator, _middleman) = asking().await;
    let operator = Visitor::of(&app, "one", Role::Operator).await;
    let owner = Visitor::owner(&app, "one").await;
    assert_eq!(stage(&operator).await, "approved");
    let answer = ask(&operator, &format!("  {NEW} "), "").await;
    let to = format!("/profile?number={ATENDIMENTO}#display-name-title");
    assert_eq!(answer.leads(), (303, Some(&*to)));
    assert_eq!(in_review(&owner).await, NEW, "without what stood around it");
    assert_eq!(stage(&operator).await, "in-review");
    let scope = console::scope("one");
    let fields = Some(vec![(NodeKind::PhoneNumber, "new_display_name")]);
    let filter = ChangeFilter { fields, ..ChangeFilter::default() };
    let changes = app.store.ledger.read(move |read| read.changes_where(&scope, &filter, 9)).await;
    let changes = changes.expect("read");
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!(change.change.how, How::Operator);
    assert!(change.by.is_some(), "told as that person's doing");
    assert_eq!(audited(&app, Action::NameRequested).await, 1);
    // Not before Meta says yes: it would have no effect, and count.
    assert_eq!(register(&owner, PIN).await.status, 409);

    control(&emulator, &format!("numbers/{ATENDIMENTO}"), json!({"name_status": "APPROVED"})).await;
    read_again(&app).await;
    assert_eq!(stage(&owner).await, "register");
    let refused = register(&operator, PIN).await;
    assert_eq!(refused.status, 403, "an operator connects nothing");
    assert!(page(&operator).await.contains("Who owns or administers this account"));
    assert_eq!(register(&owner, &format!(" {PIN} ")).await.leads(), (303, Some(&*to)));
    assert_eq!(stage(&owner).await, "registered");
    assert_eq!(audited(&app, Action::RegisteredAgain).await, 1);
    assert_eq!(kept_pin(&app).await.as_deref(), Some(PIN), "sealed for the next time");
    assert!(!page(&owner).await.contains(PIN));
    assert_eq!(register(&owner, PIN).await.status, 409, "it is done");
}

#[tokio::test]
async fn what_is_not_a_name_to_send_is_told_and_nothing_is_sent() {
    let (app, _emulator, middleman) = asking().await;
    let owner = Visitor::owner(&app, "one").await;
    for (name, sentence) in [
        ("   ", "Escreva o nome"),
        ("Casa\nIpê", "de uma linha só"),
        ("Atendimento", "Este já é o nome do número"),
    ] {
        let answer = ask(&owner, name, "").await;
        assert_eq!(answer.status, 422, "{name:?}");
        assert!(answer.text.contains(sentence), "{name:?}");
    }
    assert_eq!(middleman.writes(), 0);
}

#[tokio::test]
async fn each_answer_of_metas_is_told_as_what_it_is() {
    for (way, status, stage_after, sentence) in [
        (Way::AnswerLost, 303, "in-review", ""),
        (Way::RequestLost, 502, "asked", "não se sabe se aceitou o pedido"),
        (Way::Refused, 502, "approved", "A Meta recusou o pedido"),
        (Way::Ignored, 409, "asked", "ainda mostra outro nome"),
    ] {
        let (app, _emulator, middleman) = asking().await;
        let owner = Visitor::owner(&app, "one").await;
        middleman.let_writes(way);
        let answer = ask(&owner, NEW, "").await;
        assert_eq!(answer.status, status, "{stage_after}");
        assert!(answer.text.contains(sentence), "{sentence}");
        if status != 303 {
            assert!(answer.text.contains(&format!("value=\"{NEW}\"")), "what was typed is kept");
        }
        assert_eq!(stage(&owner).await, stage_after, "{sentence}");
        let asked = usize::from(status == 303);
        assert_eq!(audited(&app, Action::NameRequested).await, asked, "{sentence}");
    }
}

#[tokio::test]
async fn a_request_that_meta_never_shows_is_forgotten_and_one_that_it_shows_late_is_not() {
    let (app, _emulator, middleman) = asking().await;
    let owner = Visitor::owner(&app, "one").await;
    middleman.let_writes(Way::RequestLost);
    assert_eq!(ask(&owner, NEW, "").await.status, 502);
    assert!(page(&owner).await.contains("foi pedido por "), "who, and when");
    middleman.hands.turn(Duration::from_secs(130));
    read_again(&app).await;
    assert_eq!(stage(&owner).await, "approved", "of the name that holds");
    middleman.let_writes(Way::Through);
    assert_eq!(ask(&owner, NEW, "").await.status, 303);
    assert_eq!(stage(&owner).await, "in-review");
    assert_eq!(ask(&owner, NEW, NEW).await.status, 303, "asked for already");
    assert_eq!(middleman.writes(), 2, "and not sent again");
}

#[tokio::test]
async fn somebody_elses_request_is_never_replaced_unseen() {
    let (app, emulator, middleman) = asking().await;
    let owner = Visitor::owner(&app, "one").await;
    let other = json!({"new_display_name": "Ipê Oficina"});
    control(&emulator, &format!("numbers/{ATENDIMENTO}"), other).await;
    let answer = ask(&owner, NEW, "").await;
    assert_eq!(answer.status, 409);
    assert!(answer.text.contains("Outro nome foi pedido enquanto você escrevia"));
    assert!(answer.text.contains("name=\"seen\" value=\"Ipê Oficina\""), "seen from here on");
    assert_eq!(middleman.writes(), 0);
    assert_eq!(ask(&owner, NEW, "Ipê Oficina").await.status, 303);
    assert_eq!(in_review(&owner).await, NEW);
}

#[tokio::test]
async fn a_declined_name_says_why_and_another_can_be_asked_for() {
    let (app, emulator, _middleman) = asking().await;
    let owner = Visitor::owner(&app, "one").await;
    assert_eq!(ask(&owner, NEW, "").await.status, 303);
    let declined = json!({"name_status": "DECLINED"});
    control(&emulator, &format!("numbers/{ATENDIMENTO}"), declined).await;
    read_again(&app).await;
    assert_eq!(stage(&owner).await, "declined");
    assert_eq!(ask(&owner, "Ipê Atendimento", NEW).await.status, 303);
    assert_eq!(stage(&owner).await, "in-review");
}

#[tokio::test]
async fn a_number_of_the_app_is_neither_renamed_nor_registered_here() {
    let (app, emulator, middleman) = asking().await;
    let owner = Visitor::owner(&app, "one").await;
    // Not read yet: what the page knows is older than what Meta says.
    let at = format!("numbers/{ATENDIMENTO}");
    control(&emulator, &at, json!({"is_on_biz_app": true})).await;
    let answer = ask(&owner, NEW, "").await;
    assert_eq!(answer.status, 403);
    assert!(answer.text.contains("o nome é do app"), "and where to go instead");
    assert!(!answer.text.contains("id=\"ask-name\""));
    assert!(answer.text.contains("altere no app"), "the card says what the app keeps");
    assert_eq!(ask(&owner, NEW, "").await.status, 403, "known by now");
    assert_eq!(register(&owner, PIN).await.status, 409);
    assert_eq!(middleman.writes(), 0);
    let number = owner.get(&format!("/numbers/{ATENDIMENTO}")).await.text;
    assert!(number.contains("Só leitura no Farol"));
}

#[tokio::test]
async fn the_pin_is_asked_for_when_none_is_kept_and_dropped_when_it_is_another() {
    let (app, _emulator, middleman) = approved().await;
    let owner = Visitor::owner(&app, "one").await;
    for (pin, sentence) in [("", "Falta o PIN do número"), ("12 34", "O PIN tem seis dígitos")] {
        let answer = register(&owner, pin).await;
        assert_eq!(answer.status, 422, "{pin:?}");
        assert!(answer.text.contains(sentence), "{pin:?}");
    }
    assert_eq!(middleman.writes(), 0);
    let answer = register(&owner, "111111").await;
    assert_eq!(answer.status, 502);
    assert!(answer.text.contains("O PIN não é o deste número") && answer.text.contains("133005"));
    assert!(!answer.text.contains("111111"), "no PIN comes back");
    assert_eq!(kept_pin(&app).await, None, "it is not kept");

    let scope = console::scope("one");
    let wrong = store::Secret::new("222222".to_owned());
    let seal = app
        .store
        .ledger
        .transact(move |tx| tx.save_secret(&scope, &format!("pin/{ATENDIMENTO}"), &wrong));
    seal.await.expect("kept");
    assert!(!page(&owner).await.contains("id=\"register-pin\""), "one is kept");
    assert_eq!(register(&owner, "").await.status, 502);
    assert_eq!(kept_pin(&app).await, None, "it is known to be wrong");
    assert!(page(&owner).await.contains("id=\"register-pin\""));
    assert_eq!(register(&owner, PIN).await.status, 303);
}

#[tokio::test]
async fn a_pin_in_doubt_that_takes_the_place_of_a_wrong_one_stays_in_doubt_until_meta_says_yes() {
    let (app, _emulator, _middleman) = approved().await;
    let owner = Visitor::owner(&app, "one").await;
    // A wrong one is kept, and two were sent without an answer; the first of them is the number's.
    let (scope, now) = (console::scope("one"), app.clock.now());
    let seal = app.store.ledger.transact(move |tx| {
        let number = meta::PhoneNumberId::new(ATENDIMENTO);
        let asked = format!("{PIN} {0}\n333333 {0}\n", now.as_millis());
        let name = format!("pin/{ATENDIMENTO}");
        tx.save_secret(&scope, &name, &store::Secret::new("222222"))?;
        tx.save_secret(&scope, &format!("{name}/asked"), &store::Secret::new(asked))?;
        let notes = ["pin_taken", "pin_asked"].map(|note| (note.to_owned(), json!(true)));
        tx.note_profile_write(&scope, &number, &Map::from_iter(notes), &PersonId::new("asker"), now)
    });
    seal.await.expect("kept");
    let of_pin = format!("/profile/{ATENDIMENTO}/pin");
    for next in ["333333", PIN] {
        let answer = register(&owner, "").await;
        assert_eq!(answer.status, 502);
        assert!(answer.text.contains("a próxima tentativa usa esse"), "{}", answer.text);
        assert_eq!(kept_pin(&app).await.as_deref(), Some(next));
        let shown = owner.get(&of_pin).await.text;
        assert!(shown.contains("Em dúvida") && !shown.contains("É o do número"), "{shown}");
        assert_eq!(audited(&app, Action::PinChanged).await, 0, "Meta has not said yes to any");
    }
    assert_eq!(register(&owner, "").await.status, 303);
    assert!(owner.get(&of_pin).await.text.contains("É o do número"));
    assert_eq!(audited(&app, Action::PinChanged).await, 1, "by now it is known");
}

#[tokio::test]
async fn a_kill_after_a_registration_went_out_leaves_the_pin_that_was_given_sealed() {
    let (app, _emulator, middleman) = approved().await;
    let owner = Visitor::owner(&app, "one").await;
    middleman.let_writes(Way::Silent);
    tokio::select! {
        answer = register(&owner, PIN) => panic!("answered: {answer:?}"),
        () = async { while middleman.writes() == 0 { tokio::task::yield_now().await } } => {}
    }
    let scope = console::scope("one");
    let name = format!("pin/{ATENDIMENTO}/asked");
    let asked = app.store.ledger.read(move |read| read.secret(&scope, &name)).await.expect("read");
    assert!(asked.expect("sealed").expose().starts_with(PIN));
}

#[tokio::test]
async fn no_eleventh_registration_in_72_hours_is_asked_for() {
    let (app, _emulator, middleman) = approved().await;
    let owner = Visitor::owner(&app, "one").await;
    middleman.let_writes(Way::RequestLost);
    for nth in 0..10 {
        let answer = register(&owner, PIN).await;
        assert_eq!(answer.status, 502, "{nth}");
        assert!(answer.text.contains("A Meta não confirmou o registro"), "{nth}");
    }
    let answer = register(&owner, PIN).await;
    assert_eq!(answer.status, 429);
    assert!(answer.text.contains("Há lugar para mais um em"));
    assert_eq!(middleman.writes(), 10);
    assert_eq!(kept_pin(&app).await, None, "no answer took it");
    middleman.let_writes(Way::Through);
    middleman.hands.turn(Duration::from_secs(72 * 3600 + 60));
    assert_eq!(register(&owner, PIN).await.status, 303);
    assert_eq!(stage(&owner).await, "registered");
}

#[tokio::test]
async fn a_registration_that_meta_refuses_leaves_the_name_waiting() {
    let (app, emulator, _middleman) = approved().await;
    let owner = Visitor::owner(&app, "one").await;
    let at = format!("numbers/{ATENDIMENTO}");
    control(&emulator, &at, json!({"registration_error": "2388001"})).await;
    let answer = register(&owner, PIN).await;
    assert_eq!(answer.status, 502);
    assert!(answer.text.contains("A Meta não registrou o número"));
    assert!(answer.text.contains("100/2388001"), "the catalogue's code");
    assert_eq!(stage(&owner).await, "register");
    assert_eq!(audited(&app, Action::RegisteredAgain).await, 0);
}
