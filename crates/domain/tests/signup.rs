//! The machine of a login: the straight way, and each obstacle's way on.

mod login;

use domain::Timestamp;
use domain::signup::{Ending, Fact, Listed, Obstacle, Routed, Signup, Skipped, Stage, Step, Task};
use login::{at, finish, fresh, look, registered, snag, target};
use meta::signup::Event;
use meta::{PhoneNumberId, WabaId};

/// A login that has come to the look at its number, at second 3.
fn at_find() -> Signup {
    let mut signup = Signup::with_code(Some(finish()), at(0));
    signup.apply(Fact::Exchanged(Ok(())), at(1));
    signup.apply(Fact::Proven(Ok(target())), at(2));
    signup.apply(Fact::Subscribed(Ok(())), at(3));
    assert_eq!(signup.next(at(3)), Some(Task::Find));
    signup
}

/// A login whose registration went out at second 3.
fn at_call() -> Signup {
    let mut signup = at_find();
    signup.apply(look(vec![fresh("106")], 3), at(3));
    assert_eq!(signup.next(at(3)), Some(Task::Register));
    signup.apply(Fact::Calling, at(3));
    signup
}

fn webhook(received_at: Timestamp) -> Fact {
    Fact::Webhook { received_at, names_number: true, is_about_name: false }
}

fn stopped_by(signup: &Signup) -> Option<&Obstacle> {
    match &signup.stage {
        Stage::Stopped { snag, .. } => Some(&snag.obstacle),
        _ => None,
    }
}

#[test]
fn the_straight_way_ends_connected_only_when_a_webhook_arrived() {
    let mut signup = at_call();
    signup.apply(Fact::Registered(Ok(())), at(4));
    assert_eq!(signup.next(at(4)), Some(Task::Route));
    signup.apply(Fact::Routed(Ok(Routed::Here)), at(4));
    assert_eq!(signup.next(at(4)), Some(Task::Read));
    signup.apply(Fact::WasRead(Ok(())), at(5));
    assert_eq!(signup.stage, Stage::Awaiting);
    assert_eq!(signup.step(), Some(Step::Webhook));
    signup.apply(webhook(at(60)), at(60));
    assert_eq!(signup.stage, Stage::Connected);
    let steps: Vec<Step> = signup.done.iter().map(|done| done.step).collect();
    let all_but_sync: Vec<Step> = Step::ALL.into_iter().filter(|s| *s != Step::Sync).collect();
    assert_eq!(steps, all_but_sync);
    assert_eq!(signup.done.last().map(|done| done.took_ms), Some(55_000));
}

#[test]
fn a_webhook_that_came_while_the_number_was_read_connects_without_another() {
    let mut signup = at_call();
    signup.apply(webhook(at(4)), at(4));
    signup.apply(Fact::Registered(Ok(())), at(4));
    signup.apply(Fact::Routed(Ok(Routed::Here)), at(4));
    signup.apply(Fact::WasRead(Ok(())), at(5));
    assert_eq!(signup.stage, Stage::Connected);
}

#[test]
fn a_webhook_from_before_subscribing_connects_nothing() {
    let mut signup = at_call();
    signup.apply(Fact::Registered(Ok(())), at(4));
    signup.apply(Fact::Routed(Ok(Routed::Here)), at(4));
    signup.apply(Fact::WasRead(Ok(())), at(5));
    // Subscribed at second 3; the body was in the inbox before, and is projected now.
    signup.apply(webhook(at(2)), at(6));
    assert_eq!(signup.stage, Stage::Awaiting);
}

#[test]
fn a_code_without_its_message_waits_a_little_for_it() {
    let mut signup = Signup::with_code(None, at(0));
    signup.apply(Fact::Exchanged(Ok(())), at(0));
    assert_eq!((signup.next(at(0)), signup.due_at()), (None, Some(at(2))));
    signup.apply(Fact::Told(finish()), at(1));
    assert_eq!(signup.next(at(1)), Some(Task::Prove));
    assert_eq!(signup.hinted_waba(), Some(&WabaId::new("102")));
}

#[test]
fn a_message_after_the_proof_changes_nothing() {
    let mut signup = Signup::with_code(None, at(0));
    signup.apply(Fact::Exchanged(Ok(())), at(0));
    signup.apply(Fact::Proven(Ok(target())), at(2));
    let before = signup.clone();
    signup.apply(Fact::Told(finish()), at(3));
    assert_eq!(signup, before);
}

#[test]
fn trouble_at_the_exchange_is_tried_again_until_the_code_is_dead() {
    let mut signup = Signup::with_code(Some(finish()), at(0));
    signup.apply(Fact::Exchanged(Err(snag(Obstacle::Trouble))), at(1));
    assert_eq!(signup.due_at(), Some(at(2)));
    assert!(signup.wants_code());
    signup.apply(Fact::Exchanged(Err(snag(Obstacle::Trouble))), at(31));
    assert_eq!(stopped_by(&signup), Some(&Obstacle::CodeExpired));
    assert!(!signup.wants_code() && !signup.wants_token() && !signup.is_open());
}

#[test]
fn a_registration_without_an_answer_is_looked_for_before_another_goes_out() {
    let mut signup = at_call();
    // The process died here: once no call can be under way any more, it looks.
    assert_eq!((signup.next(at(4)), signup.due_at()), (None, Some(at(28))));
    assert_eq!(signup.next(at(28)), Some(Task::Find));
    let mut not_taken = signup.clone();
    signup.apply(look(vec![registered("106")], 28), at(28));
    assert_eq!(signup.next(at(28)), Some(Task::Route));
    assert_eq!(signup.done.last().and_then(|done| done.skipped), None, "it was Farol's own call");
    not_taken.apply(look(vec![fresh("106")], 28), at(28));
    assert_eq!(not_taken.next(at(28)), Some(Task::Register));
}

#[test]
fn after_trouble_with_an_answer_the_next_look_decides_and_after_silence_time_too() {
    for (obstacle, is_over) in [(Obstacle::Trouble, true), (Obstacle::Unanswered, false)] {
        let mut signup = at_call();
        signup.apply(Fact::Registered(Err(snag(obstacle))), at(4));
        assert_eq!(signup.due_at(), Some(at(5)));
        let mut taken = signup.clone();
        taken.apply(look(vec![registered("106")], 5), at(5));
        assert_eq!(taken.next(at(5)), Some(Task::Route), "it was taken all the same");
        signup.apply(look(vec![fresh("106")], 5), at(5));
        let next = signup.next(at(5));
        assert_eq!(next == Some(Task::Register), is_over, "{signup:?}");
    }
}

#[test]
fn registrations_that_no_login_asked_for_count_too() {
    let mut signup = at_find();
    signup.apply(look(vec![fresh("106")], 4), at(4));
    assert_eq!(signup.next(at(4)), Some(Task::Register));
    // All of them long enough ago that the look shows what became of them.
    let others: Vec<Timestamp> = (0..10).map(|second| at(second - 60)).collect();
    let mut with_room = signup.clone();
    with_room.count_registrations(&others[1..], at(4));
    assert_eq!(with_room.next(at(4)), Some(Task::Register), "nine leave room");
    signup.count_registrations(&others, at(4));
    assert_eq!(signup.next(at(4)), None);
    assert_eq!(signup.snag().map(|snag| &snag.obstacle), Some(&Obstacle::TooManyRegistrations));
    assert_eq!(signup.due_at(), Some(at(72 * 3600 - 60)), "when the first is counted no more");
}

#[test]
fn what_need_not_be_registered_is_not() {
    let cases = [
        (registered("106"), Skipped::Registered),
        (Listed { is_on_biz_app: true, ..fresh("106") }, Skipped::InTheApp),
    ];
    for (number, skipped) in cases {
        let mut signup = at_find();
        signup.apply(look(vec![number], 4), at(4));
        assert_eq!(signup.next(at(4)), Some(Task::Route));
        assert_eq!(signup.done.last().and_then(|done| done.skipped), Some(skipped));
    }
}

#[test]
fn a_pin_that_farol_does_not_know_is_asked_for_and_a_wrong_one_again() {
    let mut signup = at_find();
    let locked = Listed { is_pin_enabled: true, ..fresh("106") };
    signup.apply(look(vec![locked.clone()], 4), at(4));
    assert_eq!(stopped_by(&signup), Some(&Obstacle::PinNeeded));
    let known = Listed { is_pin_known: true, ..locked };
    for (second, came) in [(10, Err(snag(Obstacle::PinMismatch))), (20, Ok(()))] {
        signup.apply(Fact::PinGiven, at(second));
        signup.apply(look(vec![known.clone()], second), at(second));
        assert_eq!(signup.next(at(second)), Some(Task::Register));
        signup.apply(Fact::Calling, at(second));
        let is_right = came.is_ok();
        signup.apply(Fact::Registered(came), at(second));
        assert_eq!(signup.refuses_pin(), !is_right);
    }
    assert_eq!(signup.next(at(20)), Some(Task::Route));
}

#[test]
fn a_name_that_meta_has_not_processed_waits_and_wakes_on_its_webhook() {
    let mut signup = at_call();
    signup.apply(Fact::Registered(Err(snag(Obstacle::NameNotProcessed))), at(4));
    assert_eq!(signup.due_at(), Some(at(604)));
    signup.apply(webhook(at(10)), at(10));
    assert_eq!(signup.due_at(), Some(at(604)), "another webhook is no word of the name");
    let named = Fact::Webhook { received_at: at(20), names_number: false, is_about_name: true };
    signup.apply(named, at(20));
    assert_eq!(signup.next(at(20)), Some(Task::Find));
}

#[test]
fn each_wait_for_the_name_is_longer_since_each_look_costs_a_registration() {
    let mut signup = at_call();
    let mut waits = Vec::new();
    let mut now = at(4);
    for _ in 0..4 {
        signup.apply(Fact::Registered(Err(snag(Obstacle::NameNotProcessed))), now);
        let due = signup.due_at().expect("it is tried again");
        waits.push(due.since(now).as_secs());
        now = due;
        signup.apply(look(vec![fresh("106")], 0), now);
        signup.apply(Fact::Calling, now);
    }
    assert_eq!(waits, [600, 1_800, 3_600, 21_600]);
}

#[test]
fn a_number_of_another_account_is_never_registered() {
    let mut signup = at_find();
    signup.apply(look(vec![fresh("999")], 4), at(4));
    assert_eq!(stopped_by(&signup), Some(&Obstacle::NumberNotInAccount));
}

#[test]
fn a_registration_that_another_login_asked_for_after_the_look_is_looked_for() {
    let mut old = at_call();
    old.apply(Fact::Registered(Ok(())), at(6));
    let mut new = at_find();
    // Asked for before the old login's call, and answered after it was done.
    new.apply(look(vec![fresh("106")], 2), at(7));
    assert_eq!(new.next(at(7)), Some(Task::Register));
    new.inherit(&old, at(7));
    assert_eq!(new.next(at(7)), Some(Task::Find), "it has not seen what the other one did");
}

#[test]
fn a_registration_that_meta_did_while_another_login_looked_is_looked_for() {
    for answer in [Ok(()), Err(snag(Obstacle::Trouble))] {
        let mut old = at_call();
        let mut new = at_find();
        // Asked for after the old login's call, answered by Meta before it, and heard after both.
        old.apply(Fact::Registered(answer), at(6));
        new.apply(look(vec![fresh("106")], 4), at(7));
        assert_eq!(new.next(at(7)), Some(Task::Register));
        new.inherit(&old, at(7));
        assert_eq!(new.next(at(7)), Some(Task::Find), "it has not seen what Meta did");
        new.apply(look(vec![registered("106")], 7), at(8));
        assert_eq!(new.next(at(8)), Some(Task::Route));
    }
}

#[test]
fn a_look_that_took_long_does_not_settle_what_is_in_doubt() {
    // The call of second 3 may take effect until 28: after Meta looked, before that was heard.
    let mut own = at_call();
    own.apply(Fact::Registered(Err(snag(Obstacle::Unanswered))), at(20));
    own.apply(look(vec![fresh("106")], 21), at(35));
    assert_eq!(own.next(at(35)), Some(Task::Find));
    let mut new = at_find();
    new.apply(look(vec![fresh("106")], 21), at(35));
    new.inherit(&at_call(), at(35));
    assert_eq!(new.next(at(35)), Some(Task::Find));
    new.apply(look(vec![fresh("106")], 35), at(36));
    assert_eq!(new.next(at(36)), Some(Task::Register), "it was not taken");
}

#[test]
fn after_a_registration_other_steps_wait_by_their_own_tries() {
    let mut signup = at_call();
    signup.apply(Fact::Registered(Ok(())), at(4));
    signup.apply(Fact::Routed(Ok(Routed::Here)), at(4));
    let mut waits = Vec::new();
    let mut now = at(5);
    for _ in 0..4 {
        signup.apply(Fact::WasRead(Err(snag(Obstacle::Trouble))), now);
        let due = signup.due_at().expect("it is tried again");
        waits.push(due.since(now).as_secs());
        now = due;
    }
    assert_eq!(waits, [1, 2, 5, 15]);
}

#[test]
fn whatever_hinders_a_task_moves_the_login_on_or_puts_it_off() {
    let mut register = at_find();
    register.apply(look(vec![fresh("106")], 3), at(3));
    for obstacle in [Obstacle::Unkept, Obstacle::TokenDead, Obstacle::Trouble] {
        let mut signup = register.clone();
        signup.apply(Task::Register.hindered(snag(obstacle)), at(4));
        assert_eq!(signup.next(at(4)), None, "{signup:?}");
    }
}

#[test]
fn a_login_takes_no_place_of_one_that_began_later_or_is_about_another_number() {
    let mut found = at_find();
    found.apply(look(vec![fresh("106")], 3), at(3));
    let mut later = Signup::with_code(Some(finish()), at(1));
    later.apply(Fact::Exchanged(Ok(())), at(1));
    later.apply(Fact::Proven(Ok(target())), at(2));
    assert!(!found.supersedes(&later), "it began later");
    let other_number = Event::Finish {
        phone_number_id: PhoneNumberId::new("107"),
        waba_id: WabaId::new("102"),
        business_id: None,
    };
    let mut earlier = Signup::with_code(Some(other_number), at(-1));
    earlier.apply(Fact::Exchanged(Ok(())), at(-1));
    earlier.apply(Fact::Proven(Ok(target())), at(-1));
    assert!(!found.supersedes(&earlier), "the popup named another number");
}

#[test]
fn what_ended_or_waits_can_be_put_aside_but_not_what_is_under_way() {
    let mut under_way = at_call();
    under_way.apply(Fact::Ended(Ending::Dismissed), at(4));
    assert_eq!(under_way.due_at(), Some(at(28)));
    let mut waiting = at_call();
    waiting.apply(Fact::Registered(Err(snag(Obstacle::NameNotProcessed))), at(4));
    waiting.apply(Fact::Ended(Ending::Dismissed), at(5));
    assert!(waiting.can_be_left() && waiting.is_open(), "it is abandoned, with its clean-up");
    let mut refused = at_call();
    refused.apply(Fact::Registered(Err(snag(Obstacle::PinMismatch))), at(4));
    let left = Signup::without_code(None, Ending::Closed, at(0));
    for mut signup in [refused, left] {
        signup.apply(Fact::Ended(Ending::Dismissed), at(5));
        assert_eq!(signup.stage, Stage::Ended { ending: Ending::Dismissed });
    }
}

#[test]
fn a_later_login_takes_over_the_number_and_what_meta_counts_for_it() {
    let old = at_call();
    let mut new = at_find();
    new.apply(look(vec![fresh("106")], 5), at(5));
    assert_eq!(new.next(at(5)), Some(Task::Register));
    assert!(new.supersedes(&old));
    new.inherit(&old, at(5));
    assert_eq!((new.next(at(5)), new.due_at()), (None, Some(at(28))), "the old call is in doubt");
    let mut other = at_find();
    other.apply(look(vec![fresh("106"), fresh("107")], 5), at(5));
    other.number = other
        .number
        .map(|number| domain::signup::Number { id: PhoneNumberId::new("107"), ..number });
    assert!(!new.supersedes(&other), "another number of the account goes its own way");
}

#[test]
fn what_ended_is_not_begun_again() {
    let mut signup = Signup::without_code(None, Ending::Closed, at(0));
    let before = signup.clone();
    for fact in [Fact::TryAgain, Fact::Told(finish()), Fact::Ended(Ending::Superseded)] {
        signup.apply(fact, at(1));
        assert_eq!(signup, before);
    }
    assert_eq!((signup.due_at(), signup.is_open()), (None, false));
}

#[test]
fn after_the_clock_was_turned_back_nothing_waits_for_the_time_ahead() {
    let mut signup = at_call();
    signup.apply(Fact::Registered(Err(snag(Obstacle::NameNotProcessed))), at(4));
    signup.rewind(at(-90_000));
    assert_eq!(signup.next(at(-90_000)), Some(Task::Find));
    let mut in_doubt = at_call();
    in_doubt.rewind(at(-90_000));
    in_doubt.apply(look(vec![fresh("106")], -90_000), at(-90_000));
    assert_eq!(in_doubt.due_at(), Some(at(-90_000 + 25)), "as long as a call may be under way");
}
