//! Which PIN of a number is kept through wrong guesses, locks and lost answers, and whose it is.

use domain::audit::Action;
use domain::signup::{Fact, Obstacle, Stage, Task};
use farol::work::connect;
use serde_json::json;
use store::AuditFilter;

use crate::console;
use crate::desk::{Desk, NUMBER, PIN, WABA};
use crate::pin::{WRONG, log_in_again, needs_pin, registrations};

/// Seals what is kept of the number's PIN: the number's, and lines of those in doubt.
async fn seal(desk: &Desk, held: Option<&str>, asked: String) {
    let held = held.map(str::to_owned);
    let sealed = desk.app.store.ledger.transact(move |tx| {
        let scope = console::scope("one");
        if let Some(held) = held {
            tx.save_secret(&scope, &format!("pin/{NUMBER}"), &store::Secret::new(held))?;
        }
        tx.save_secret(&scope, &format!("pin/{NUMBER}/asked"), &store::Secret::new(asked))
    });
    sealed.await.expect("kept");
}

/// The PIN that is kept.
async fn held(desk: &Desk) -> String {
    sealed(desk, &format!("pin/{NUMBER}")).await
}

/// What is sealed by this name.
async fn sealed(desk: &Desk, name: &str) -> String {
    let name = name.to_owned();
    let read = desk.app.store.ledger.read(move |read| read.secret(&console::scope("one"), &name));
    read.await.expect("read").expect("one is kept").expose().to_owned()
}

/// Who changed a PIN, as the audit log has it.
async fn changed_by(desk: &Desk) -> Vec<String> {
    let filter = AuditFilter { action: Some(Action::PinChanged), ..AuditFilter::default() };
    let read = move |read: &store::LedgerRead<'_>| read.audits(&console::scope("one"), &filter, 10);
    let rows = desk.app.store.ledger.read(read).await.expect("read");
    rows.iter().filter_map(|row| row.person.as_ref()).map(|by| by.as_str().to_owned()).collect()
}

#[tokio::test]
async fn the_pin_that_is_kept_outlives_a_wrong_one_that_is_given_while_meta_locks_it() {
    let (desk, id) = needs_pin().await;
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", PIN)]).await;
    console::carry_on(&desk.app).await;
    assert_eq!((desk.signup(&id).await.stage, held(&desk).await), (Stage::Awaiting, PIN.into()));
    desk.control(&format!("numbers/{NUMBER}"), &json!({"registration_error": "133008"})).await;
    let id = log_in_again(&desk).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::PinLocked);
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", WRONG)]).await;
    desk.control(&format!("numbers/{NUMBER}"), &json!({"registration_error": null})).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting, "with the one that was kept");
    assert_eq!(held(&desk).await, PIN);
    assert_eq!(desk.secrets("one").await, [format!("pin/{NUMBER}")]);
    assert_eq!(changed_by(&desk).await, Vec::<String>::new(), "nobody changed it");
}

#[tokio::test]
async fn the_one_in_doubt_is_tried_when_the_one_that_a_person_gives_is_not_it() {
    let desk = Desk::open().await;
    seal(&desk, None, format!("{PIN} {}\n", desk.app.clock.now().as_millis())).await;
    let id = log_in_again(&desk).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::PinNeeded);
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", WRONG)]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert_eq!((registrations(&desk, NUMBER).await, held(&desk).await), (2, PIN.into()));
}

#[tokio::test]
async fn of_two_who_changed_a_pin_without_an_answer_the_one_whose_it_is_is_written_down() {
    let desk = Desk::open().await;
    let at = desk.app.clock.now().as_millis();
    let asked = format!("{PIN} {at} ana changed\n{WRONG} {} bia changed\n", at + 1);
    seal(&desk, Some("111222"), asked).await;
    let id = log_in_again(&desk).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert_eq!((held(&desk).await, changed_by(&desk).await), (PIN.into(), vec!["ana".into()]));
}

#[tokio::test]
async fn of_two_pins_in_doubt_the_second_is_tried_when_the_first_is_not_the_one() {
    let (desk, id) = needs_pin().await;
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", PIN)]).await;
    console::carry_on(&desk.app).await;
    // A change was cut off: Meta took the new one, and Farol does not know.
    let asked = format!("{PIN} {}", desk.app.clock.now().as_millis());
    seal(&desk, Some(WRONG), asked).await;
    let id = log_in_again(&desk).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert_eq!(registrations(&desk, NUMBER).await, 3, "one with each of the two");
    assert_eq!(desk.secrets("one").await, [format!("pin/{NUMBER}")]);
}

#[tokio::test]
async fn guesses_while_meta_locks_it_are_dropped_and_the_proven_pin_outlives_any_number_of_them() {
    let (desk, id) = needs_pin().await;
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", PIN)]).await;
    console::carry_on(&desk.app).await;
    desk.control(&format!("numbers/{NUMBER}"), &json!({"registration_error": "133008"})).await;
    let id = log_in_again(&desk).await;
    for guess in ["111222", "222333", "333444", "444555", "555666"] {
        desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", guess)]).await;
        assert_eq!(held(&desk).await, guess, "until Meta has looked at it");
        console::carry_on(&desk.app).await;
        assert_eq!(desk.stopped(&id).await, Obstacle::PinLocked);
        assert_eq!(held(&desk).await, PIN);
        assert_eq!(desk.secrets("one").await, [format!("pin/{NUMBER}")], "the guess is gone");
    }
    desk.control(&format!("numbers/{NUMBER}"), &json!({"registration_error": null})).await;
    desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting, "with the one that was kept");
}

#[tokio::test]
async fn no_number_of_guesses_without_an_answer_puts_out_the_one_before_them() {
    let (desk, id) = needs_pin().await;
    let guesses = ["111222", "222333", "333444", "444555", "555666"];
    let at = desk.app.clock.now().as_millis();
    let asked = guesses.map(|guess| format!("{guess} {at} one given\n")).concat();
    seal(&desk, Some(PIN), asked).await;
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", WRONG)]).await;
    let asked = sealed(&desk, &format!("pin/{NUMBER}/asked")).await;
    let pins: Vec<&str> = asked.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(pins, [PIN, "222333", "333444", "444555", "555666", WRONG]);
}

#[tokio::test]
async fn a_pin_whose_answer_was_lost_is_the_numbers_once_meta_shows_it_registered() {
    let (desk, id) = needs_pin().await;
    let lost = json!({"fault": "answer_lost", "edge": "register"});
    desk.control("faults", &lost).await;
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", PIN)]).await;
    console::carry_on(&desk.app).await;
    desk.control("faults", &json!({"fault": null})).await;
    assert_eq!(desk.secrets("one").await.len(), 2, "in doubt");
    desk.later(std::time::Duration::from_secs(60)).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert_eq!((registrations(&desk, NUMBER).await, held(&desk).await), (1, PIN.into()));
    assert_eq!(desk.secrets("one").await, [format!("pin/{NUMBER}")], "in doubt no more");
}

#[tokio::test]
async fn what_meta_said_of_a_wrong_pin_takes_no_later_one_away() {
    let (desk, id) = needs_pin().await;
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", WRONG)]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::PinMismatch);
    // Another one is kept by now, and the login that stopped hears of something else.
    seal(&desk, Some(PIN), String::new()).await;
    let fact = Fact::PartnerAdded { waba: meta::WabaId::new(WABA) };
    let told = farol::connect::tell(&desk.app, console::scope("one"), id, fact).await;
    assert!(told.expect("told"));
    assert_eq!(held(&desk).await, PIN);
}

#[tokio::test]
async fn a_login_registers_in_the_numbers_turn_and_waits_while_another_pin_is_on_its_way() {
    let (desk, id) = needs_pin().await;
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", PIN)]).await;
    let next = async || desk.signup(&id).await.next(desk.app.clock.now());
    while next().await != Some(Task::Register) {
        one_step(&desk).await;
    }
    let turn = desk.app.profile_turns.take(&meta::PhoneNumberId::new(NUMBER)).await;
    let before = desk.signup(&id).await;
    one_step(&desk).await;
    assert_eq!((desk.signup(&id).await, registrations(&desk, NUMBER).await), (before, 0));
    drop(turn);
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}

/// Does one task of the login that is due.
async fn one_step(desk: &Desk) {
    let (due, _) = connect::due(&desk.app, 0).await.expect("looked for");
    for login in due {
        connect::step(&desk.app, login).await.expect("carried on");
    }
}

#[tokio::test]
async fn a_login_looks_again_before_it_registers_what_a_person_had_registered_meanwhile() {
    let (desk, id) = needs_pin().await;
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", PIN)]).await;
    let next = async || desk.signup(&id).await.next(desk.app.clock.now());
    while next().await != Some(Task::Register) {
        one_step(&desk).await;
    }
    // Asked for on the number's own page since, and Meta has not answered: it takes effect later.
    desk.hands.turn(std::time::Duration::from_secs(1));
    let now = desk.app.clock.now();
    let noted = desk.app.store.ledger.transact(move |tx| {
        let registrations = vec![now];
        let course = domain::display_name::Course { registrations, ..Default::default() };
        let course = [(domain::display_name::COURSE.to_owned(), json!(course))];
        let number = meta::PhoneNumberId::new(NUMBER);
        let person = store::PersonId::new("one");
        tx.note_profile_write(
            &console::scope("one"),
            &number,
            &course.into_iter().collect(),
            &person,
            now,
        )
    });
    noted.await.expect("noted");
    console::carry_on(&desk.app).await;
    assert_eq!(registrations(&desk, NUMBER).await, 0, "it waits for what becomes of that one");
    desk.elsewhere(
        &format!("{NUMBER}/register"),
        &json!({"messaging_product": "whatsapp", "pin": PIN}),
    )
    .await;
    desk.later(std::time::Duration::from_secs(30)).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert_eq!(registrations(&desk, NUMBER).await, 1, "the person's alone");
}
