//! A login beside what others do: a number that comes later, a person's word to another login, and a
//! registration that no login asked for.

mod login;

use domain::signup::{Fact, Listed, Obstacle, Routed, Skipped, Step, Task};
use login::{at, at_find, at_route, finish, fresh, look, skipped, snag};
use meta::WabaId;
use meta::signup::Event;

#[test]
fn a_number_that_comes_after_a_popup_for_the_app_is_not_registered_by_a_guess() {
    let waba_id = WabaId::new("102");
    let told = Event::FinishOnlyWaba { waba_id, business_id: None };
    let mut signup = at_find(told).for_app();
    signup.apply(look(vec![], 4), at(4));
    signup.apply(Fact::Routed(Ok(Routed::Here)), at(5));
    signup.apply(Fact::WasRead(Ok(())), at(6));
    assert!(signup.wants_number());
    signup.apply(Fact::LookForNumber, at(7));
    // Meta does not show yet that it is in the app.
    signup.apply(look(vec![Listed { is_pin_known: true, ..fresh("106") }], 8), at(8));
    assert_ne!(signup.next(at(8)), Some(Task::Register));
    assert_eq!(skipped(&signup, Step::Register), Some(Skipped::NoNumber));
}

#[test]
fn a_persons_word_on_the_route_is_taken_over_with_the_login_that_it_was_given_to() {
    let elsewhere = || {
        let url = "https://outro.example/hook".to_owned();
        snag(Obstacle::RoutedElsewhere { url, is_callback_here: true })
    };
    let mut before = at_route();
    before.apply(Fact::Routed(Err(elsewhere())), at(5));
    let from = "https://outro.example/hook".to_owned();
    before.apply(Fact::RouteTaken { from: from.clone() }, at(6));
    let mut signup = at_route();
    assert_eq!(signup.takes_from(), None);
    signup.answer_for(&before);
    assert_eq!(signup.takes_from(), Some(from.as_str()));
    // Of another number it says nothing.
    let mut other = at_find(finish());
    other.answer_for(&before);
    assert_eq!(other.takes_from(), None);
}

#[test]
fn a_registration_that_a_person_asked_for_is_looked_for_before_another_goes_out() {
    let mut signup = at_find(finish());
    signup.apply(look(vec![fresh("106")], 4), at(4));
    assert_eq!(signup.next(at(4)), Some(Task::Register));
    // One that ended long before the look is over.
    signup.count_registrations(&[at(-60)], at(4));
    assert_eq!(signup.next(at(4)), Some(Task::Register));
    signup.count_registrations(&[at(-60), at(3)], at(5));
    assert_eq!((signup.task(), signup.due_at()), (Some(Task::Find), Some(at(28))));
    signup.apply(look(vec![fresh("106")], 28), at(28));
    assert_eq!(signup.next(at(28)), Some(Task::Register), "the look shows that it is not");
}
