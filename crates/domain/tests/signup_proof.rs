//! What proves a login, and what it says where nothing can: the number's messages go elsewhere.

mod login;

use domain::signup::{Fact, Obstacle, Routed, Signup, Snag, Stage, Step, Task, Unheard};
use login::{at, finish, look, registered, target};
use meta::WabaId;
use meta::signup::Event;

/// A login that comes to where its messages go, with a number or without.
fn at_route(told: Event) -> Signup {
    let mut signup = Signup::with_code(Some(told), at(0));
    signup.apply(Fact::Exchanged(Ok(())), at(1));
    signup.apply(Fact::Proven(Ok(target())), at(2));
    signup.apply(Fact::Subscribed(Ok(())), at(3));
    signup.apply(look(vec![registered("106"), registered("107")], 4), at(4));
    assert_eq!(signup.next(at(4)), Some(Task::Route));
    signup
}

fn routed(told: Event, to: Routed) -> Signup {
    let mut signup = at_route(told);
    signup.apply(Fact::Routed(Ok(to)), at(5));
    signup.apply(Fact::WasRead(Ok(())), at(6));
    assert_eq!(signup.stage, Stage::Awaiting);
    signup
}

fn only_waba() -> Event {
    Event::FinishOnlyWaba { waba_id: WabaId::new("102"), business_id: None }
}

fn left_elsewhere() -> Signup {
    let mut signup = at_route(finish());
    let url = "https://other.example/hook".to_owned();
    signup.apply(
        Fact::Routed(Err(Snag::of(Obstacle::RoutedElsewhere { url, is_callback_here: true }))),
        at(5),
    );
    signup.apply(Fact::RouteLeft, at(5));
    signup.apply(Fact::WasRead(Ok(())), at(6));
    signup
}

fn webhook(second: i64, names_number: bool) -> Fact {
    Fact::Webhook { received_at: at(second), names_number, is_about_name: false }
}

#[test]
fn only_a_webhook_that_names_the_number_proves_it() {
    for to in [Routed::Here, Routed::Overridden, Routed::AddressUnknown] {
        let mut signup = routed(finish(), to);
        signup.apply(webhook(10, false), at(10));
        assert_eq!((&signup.stage, signup.webhook_at), (&Stage::Awaiting, None), "{to:?}");
        signup.apply(webhook(11, true), at(11));
        assert_eq!((&signup.stage, signup.webhook_at), (&Stage::Connected, Some(at(11))));
    }
    let mut without = routed(only_waba(), Routed::Here);
    without.apply(webhook(10, false), at(10));
    assert_eq!(without.stage, Stage::Connected, "without a number the account's does");
}

#[test]
fn what_comes_before_the_number_is_known_proves_no_number() {
    let mut signup = Signup::with_code(Some(finish()), at(0));
    signup.apply(Fact::Exchanged(Ok(())), at(1));
    signup.apply(Fact::Proven(Ok(target())), at(2));
    signup.apply(Fact::Subscribed(Ok(())), at(3));
    signup.apply(webhook(4, false), at(4));
    signup.apply(look(vec![registered("106")], 5), at(5));
    signup.apply(Fact::Routed(Ok(Routed::Here)), at(6));
    signup.apply(Fact::WasRead(Ok(())), at(7));
    assert_eq!(signup.stage, Stage::Awaiting);
}

#[test]
fn where_no_webhook_is_to_come_the_login_says_so_and_may_be_put_aside() {
    for (signup, why) in [
        (left_elsewhere(), Unheard::Elsewhere),
        (routed(finish(), Routed::AddressUnknown), Unheard::AddressUnknown),
        (routed(only_waba(), Routed::WithoutNumber), Unheard::WithoutNumber),
    ] {
        assert_eq!(signup.unheard(), Some(why));
        assert!(signup.can_be_dismissed() && signup.can_be_left() && signup.is_open());
        assert_eq!(signup.wants_number(), why == Unheard::WithoutNumber);
    }
    for to in [Routed::Here, Routed::Overridden] {
        let signup = routed(finish(), to);
        assert!(signup.unheard().is_none() && !signup.can_be_dismissed(), "{to:?}");
    }
}

#[test]
fn the_route_is_taken_later_by_looking_once_more_and_seeing_whose_it_is() {
    let mut signup = left_elsewhere();
    signup.apply(Fact::TryAgain, at(50));
    assert_eq!((signup.next(at(50)), signup.takes_from()), (Some(Task::Route), None));
    let url = "https://third.example/hook".to_owned();
    signup.apply(
        Fact::Routed(Err(Snag::of(Obstacle::RoutedElsewhere { url, is_callback_here: true }))),
        at(51),
    );
    assert!(signup.wants_route(), "it is another's by now");
    signup.apply(Fact::RouteTaken { from: "https://third.example/hook".to_owned() }, at(52));
    signup.apply(Fact::Overriding, at(53));
    signup.apply(Fact::Routed(Ok(Routed::Overridden)), at(53));
    assert_eq!(signup.next(at(53)), Some(Task::Read));
    signup.apply(Fact::WasRead(Ok(())), at(54));
    assert_eq!((&signup.stage, signup.unheard()), (&Stage::Awaiting, None));
    let steps: Vec<Step> = signup.done.iter().map(|done| done.step).collect();
    assert!(steps.is_sorted_by(|a, b| a < b), "{steps:?}");
    signup.apply(webhook(60, true), at(60));
    assert_eq!(signup.stage, Stage::Connected);
}

#[test]
fn a_webhook_that_comes_all_the_same_proves_the_login() {
    let mut signup = left_elsewhere();
    signup.apply(webhook(10, true), at(10));
    assert_eq!((&signup.stage, signup.unheard()), (&Stage::Connected, None));
}
