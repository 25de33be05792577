//! Single meetings of two logins, or of a login and a person, that chance rarely brings about.

use std::collections::HashSet;
use std::time::Duration;

use domain::signup::{Ending, Fact, Signup, Stage, Step, Task};
use emulator::Settings;
use farol::app::App;
use farol::connect as logins;
use farol::work::connect;
use meta::signup::Event;
use meta::{PhoneNumberId, WabaId};
use serde_json::json;
use store::{PersonId, Secret, SignupId, TenantId};

use super::dice::Dice;
use super::facade::Facade;
use super::life::Life;
use crate::console::{Hands, beside_emulator_with, carry_on, scope, signup};

const WABA: &str = "102290129340398";
/// A number of the account that is verified, not registered, and has no PIN.
const NUMBER: &str = "107719460358814";

async fn open() -> (Life, Facade, Hands) {
    let (base, emulator, hands) = beside_emulator_with(Settings::default()).await;
    let facade = Facade::of(emulator, HashSet::new(), Dice::of(1, 1));
    let life = Life::begin(&base, &facade).await;
    (life, facade, hands)
}

async fn begin(app: &App, facade: &Facade) -> SignupId {
    let phone_number_id = PhoneNumberId::new(NUMBER);
    let waba_id = WabaId::new(WABA);
    begin_told(app, facade, Event::Finish { phone_number_id, waba_id, business_id: None }).await
}

async fn begin_without_number(app: &App, facade: &Facade) -> SignupId {
    let waba_id = WabaId::new(WABA);
    begin_told(app, facade, Event::FinishOnlyWaba { waba_id, business_id: None }).await
}

async fn begin_told(app: &App, facade: &Facade, told: Event) -> SignupId {
    let code = facade.emulator.preauthorised_code(WABA).expect("a code");
    let (code, person) = (Secret::new(code), PersonId::new("one"));
    let begun = logins::begin_preauthorised(app, scope("one"), person, code, Some(told)).await;
    begun.expect("begun")
}

/// Carries one login on up to a task of it, which is not done.
async fn up_to(app: &App, id: &SignupId, task: Task) {
    while signup(app, "one", id).await.next(app.clock.now()) != Some(task) {
        step(app, id).await;
    }
}

async fn step(app: &App, id: &SignupId) {
    connect::step(app, (TenantId::new("one"), id.clone())).await.expect("kept");
}

fn is_superseded(signup: &Signup) -> bool {
    signup.stage == Stage::Ended { ending: Ending::Superseded }
}

#[tokio::test]
async fn of_two_logins_that_are_found_at_once_one_goes_on() {
    let (life, facade, _) = open().await;
    let app = life.app;
    let first = begin_without_number(&app, &facade).await;
    let second = begin_without_number(&app, &facade).await;
    for id in [&first, &second] {
        up_to(&app, id, Task::Find).await;
    }
    tokio::join!(step(&app, &first), step(&app, &second));
    let (first, second) = (signup(&app, "one", &first).await, signup(&app, "one", &second).await);
    assert!(is_superseded(&first) != is_superseded(&second), "{first:?}\n{second:?}");
}

#[tokio::test]
async fn a_login_that_ended_takes_no_other_ones_place() {
    let (life, facade, _) = open().await;
    let app = life.app;
    let (aside, other) = (begin(&app, &facade).await, begin(&app, &facade).await);
    for id in [&aside, &other] {
        up_to(&app, id, Task::Find).await;
    }
    let dismissed = async {
        facade.slow_down("phone_numbers").await;
        let fact = Fact::Ended(Ending::Superseded);
        logins::tell(&app, scope("one"), aside.clone(), fact).await.expect("kept");
        facade.speed_up();
    };
    tokio::join!(step(&app, &aside), dismissed);
    let other = signup(&app, "one", &other).await;
    assert!(!is_superseded(&other), "{other:?}");
}

#[tokio::test]
async fn an_account_that_is_bound_is_subscribed_even_if_its_login_is_put_aside() {
    let (life, facade, _) = open().await;
    let app = life.app;
    let id = begin(&app, &facade).await;
    up_to(&app, &id, Task::Subscribe).await;
    let fact = Fact::Ended(Ending::Dismissed);
    logins::tell(&app, scope("one"), id, fact).await.expect("kept");
    carry_on(&app).await;
    let bound = app.store.ledger.read(|read| read.all_connections()).await.expect("read");
    let seen = facade.seen();
    let is_subscribed = seen.calls.iter().any(|call| call.path.ends_with("subscribed_apps"));
    assert!(bound.is_empty() || is_subscribed, "half-bound: {bound:?}");
}

#[tokio::test]
async fn an_account_whose_login_is_put_aside_before_it_is_subscribed_is_free_again() {
    let (life, facade, _) = open().await;
    let app = life.app;
    let id = begin(&app, &facade).await;
    up_to(&app, &id, Task::Subscribe).await;
    facade.control("faults", json!({"fault": "expired_token"})).await;
    step(&app, &id).await;
    assert!(matches!(signup(&app, "one", &id).await.stage, Stage::Stopped { .. }));
    let bound = || app.store.ledger.read(|read| Ok(read.all_connections()?.len()));
    assert_eq!(bound().await, Ok(1));
    let fact = Fact::Ended(Ending::Dismissed);
    logins::tell(&app, scope("one"), id, fact).await.expect("kept");
    assert_eq!(bound().await, Ok(0), "nobody would ever subscribe it");
}

#[tokio::test]
async fn a_pin_that_is_not_asked_for_does_not_take_the_place_of_the_one_that_registered() {
    let (life, facade, _) = open().await;
    let app = life.app;
    let id = begin(&app, &facade).await;
    up_to(&app, &id, Task::Read).await;
    facade.control("faults", json!({"fault": "expired_token"})).await;
    step(&app, &id).await;
    let stopped = signup(&app, "one", &id).await;
    assert!(stopped.is_done(Step::Register), "{stopped:?}");
    assert!(matches!(stopped.stage, Stage::Stopped { .. }), "{stopped:?}");
    let pin = || {
        let name = format!("pin/{NUMBER}");
        app.store.ledger.read(move |read| read.secret(&scope("one"), &name))
    };
    let sealed = pin().await.expect("read").expect("a PIN");
    let given = Secret::new("000000");
    logins::give_pin(&app, scope("one"), id, given).await.expect("kept");
    let held = pin().await.expect("read").expect("a PIN");
    assert_eq!(held.expose(), sealed.expose(), "the PIN that the number has at Meta");
}

#[tokio::test]
async fn a_second_login_does_not_register_what_meta_registered_while_it_looked() {
    let (life, facade, hands) = open().await;
    let app = life.app;
    let first = begin(&app, &facade).await;
    up_to(&app, &first, Task::Register).await;
    let looks = async {
        // The first login's call is noted, and not yet with Meta.
        facade.slow_down("register").await;
        hands.turn(Duration::from_secs(1));
        let second = begin(&app, &facade).await;
        up_to(&app, &second, Task::Find).await;
        let answered = async {
            facade.hold_up("phone_numbers").await;
            facade.speed_up();
            while signup(&app, "one", &first).await.task() == Some(Task::Find) {
                tokio::task::yield_now().await;
            }
            facade.let_come();
        };
        tokio::join!(step(&app, &second), answered);
        while signup(&app, "one", &second).await.next(app.clock.now()).is_some() {
            step(&app, &second).await;
        }
    };
    tokio::join!(step(&app, &first), looks);
    let seen = facade.seen();
    let again: Vec<_> = seen.calls.iter().filter(|call| call.is_again).collect();
    assert!(again.is_empty(), "double register: {again:?}");
}

#[tokio::test]
async fn a_second_login_does_not_register_while_the_first_ones_call_is_under_way() {
    let (life, facade, hands) = open().await;
    let app = life.app;
    let first = begin(&app, &facade).await;
    up_to(&app, &first, Task::Register).await;
    let meanwhile = async {
        facade.slow_down("register").await;
        // The call may take 20 seconds.
        hands.turn(Duration::from_secs(6));
        let second = begin(&app, &facade).await;
        for _ in 0..6 {
            step(&app, &second).await;
        }
        facade.speed_up();
    };
    tokio::join!(step(&app, &first), meanwhile);
    let seen = facade.seen();
    let again: Vec<_> = seen.calls.iter().filter(|call| call.is_again).collect();
    assert!(again.is_empty(), "double register: {again:?}");
}
