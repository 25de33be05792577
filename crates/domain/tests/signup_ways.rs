//! The ways of a login beside the straight one: overrides, coexistence, a number later, 14 days, a
//! lost message, and abandoning it.

mod login;

use domain::signup::{
    Ending, Fact, Listed, Number, Obstacle, Routed, Signup, Skipped, Snag, Stage, Step, Synced,
    Target, Task, Undo,
};
use login::{at, at_find, at_route, finish, fresh, look, registered, skipped, snag, target};
use meta::signup::Event;
use meta::{PhoneNumberId, WabaId};

const DAY: i64 = 24 * 3600;

/// A webhook of the account, received at that second, of the login's number or of another.
fn webhook(second: i64, names_number: bool) -> Fact {
    Fact::Webhook { received_at: at(second), names_number, is_about_name: false }
}

/// One of a number that lives in the app, and which comes to the app's state.
fn at_sync() -> Signup {
    let waba_id = WabaId::new("102");
    let mut signup = at_find(Event::FinishWhatsappBusinessAppOnboarding {
        waba_id,
        business_id: None,
        phone_number_id: None,
    });
    signup.apply(look(vec![Listed { is_on_biz_app: true, ..registered("106") }], 4), at(4));
    signup.apply(Fact::Routed(Ok(Routed::Here)), at(5));
    assert_eq!(signup.next(at(5)), Some(Task::SyncAppState));
    signup
}

/// One that came without a number, and has done what it can.
fn without_number() -> Signup {
    let waba_id = WabaId::new("102");
    let mut signup = at_find(Event::FinishOnlyWaba { waba_id, business_id: None });
    signup.apply(look(vec![registered("999")], 4), at(4));
    signup.apply(Fact::Routed(Ok(Routed::Here)), at(5));
    signup.apply(Fact::WasRead(Ok(())), at(6));
    assert_eq!(signup.stage, Stage::Awaiting);
    signup
}

fn obstacle(signup: &Signup) -> Option<&Obstacle> {
    signup.snag().map(|snag| &snag.obstacle)
}

#[test]
fn an_override_is_noted_before_it_is_set_and_undone_by_who_abandons_the_login() {
    let mut signup = at_route();
    assert!(!signup.has_override());
    signup.apply(Fact::Overriding, at(5));
    signup.apply(Fact::Routed(Ok(Routed::Overridden)), at(6));
    assert_eq!((skipped(&signup, Step::Route), signup.next(at(6))), (None, Some(Task::Read)));
    signup.apply(Fact::WasRead(Ok(())), at(7));
    let plan = signup.plan_of_leaving(false);
    assert_eq!(plan.undo, [Undo::Override, Undo::Subscription], "messages first");
}

fn elsewhere(url: &str) -> Fact {
    let url = url.to_owned();
    Fact::Routed(Err(Snag::of(Obstacle::RoutedElsewhere { url, is_callback_here: true })))
}

fn taken_from(url: &str) -> Fact {
    Fact::RouteTaken { from: url.to_owned() }
}

#[test]
fn somebody_elses_override_is_left_until_a_person_decides() {
    let url = "https://other.example/hook";
    let mut taken = at_route();
    taken.apply(elsewhere(url), at(5));
    assert!(taken.wants_route() && taken.due_at().is_none());
    let mut left = taken.clone();
    let stopped = taken.clone();
    taken.apply(taken_from("https://another.example/hook"), at(6));
    assert_eq!(taken, stopped, "the word was about another address");
    taken.apply(taken_from(url), at(6));
    assert_eq!((taken.next(at(6)), taken.takes_from()), (Some(Task::Route), Some(url)));
    taken.apply(elsewhere("https://third.example/hook"), at(7));
    assert!(taken.wants_route(), "a third program's address is asked about anew");
    left.apply(Fact::RouteLeft, at(6));
    assert_eq!(skipped(&left, Step::Route), Some(Skipped::Elsewhere));
    assert_eq!(left.next(at(6)), Some(Task::Read), "it goes on all the same");
    let before = left.clone();
    left.apply(taken_from(url), at(7));
    assert_eq!(left, before, "nobody is asked any more");
}

#[test]
fn what_meta_does_not_show_yet_is_looked_at_again() {
    let mut signup = at_route();
    signup.apply(Fact::Routed(Err(Snag::of(Obstacle::NotShown))), at(5));
    assert_eq!((signup.task(), signup.due_at()), (Some(Task::Route), Some(at(7))));
}

#[test]
fn a_number_of_the_app_is_never_registered_and_synced_once() {
    let mut signup = at_sync();
    assert_eq!(skipped(&signup, Step::Register), Some(Skipped::InTheApp));
    signup.apply(Fact::Synced(Ok(Synced::Asked)), at(6));
    assert_eq!(signup.next(at(6)), Some(Task::SyncHistory));
    // Its answer was lost: Meta says that it was asked for before.
    signup.apply(Fact::Synced(Ok(Synced::Already)), at(7));
    assert_eq!(signup.next(at(7)), Some(Task::Read));
    let before = signup.clone();
    signup.apply(Fact::Synced(Ok(Synced::Asked)), at(8));
    assert_eq!(signup, before);
    assert!(signup.registrations().is_empty());
    signup.apply(Fact::HistoryDeclined, at(9));
    assert!(signup.is_history_declined());
}

#[test]
fn after_a_day_the_app_is_not_synced_any_more_and_the_login_goes_on() {
    let mut told = at_sync();
    told.apply(Fact::Synced(Ok(Synced::TooLate)), at(6));
    let mut hindered = at_sync();
    hindered.apply(Fact::Synced(Err(snag(Obstacle::Trouble))), at(6));
    assert_eq!(hindered.due_at(), Some(at(7)));
    hindered.apply(Fact::Synced(Err(snag(Obstacle::Trouble))), at(DAY));
    for signup in [told, hindered] {
        assert_eq!(skipped(&signup, Step::Sync), Some(Skipped::SyncTooLate));
        assert_eq!(signup.task(), Some(Task::Read));
    }
}

#[test]
fn a_login_without_a_number_takes_one_later_connected_or_not() {
    for is_connected in [false, true] {
        let mut signup = without_number();
        if is_connected {
            // Without a number any webhook of the account proves it.
            signup.apply(webhook(10, false), at(10));
            assert_eq!(signup.stage, Stage::Connected);
        }
        signup.apply(Fact::NumberAdded(Err(snag(Obstacle::NumberNotAdded))), at(11));
        assert!(signup.wants_number() && signup.number_refused().is_some());
        let display_phone_number = "+55 1".to_owned();
        let id = PhoneNumberId::new("106");
        let number = Number { id, display_phone_number, verified_name: None };
        signup.apply(Fact::NumberAdded(Ok(number)), at(12));
        assert_eq!((signup.next(at(12)), signup.number_refused()), (Some(Task::Find), None));
        let status = Some("NOT_VERIFIED".to_owned());
        let unverified = Listed { code_verification_status: status, ..fresh("106") };
        signup.apply(look(vec![registered("999"), unverified], 12), at(12));
        assert_eq!(obstacle(&signup), Some(&Obstacle::NotVerified { is_code_sent: false }));
        signup.apply(Fact::CodeVerified(Ok(())), at(13));
        signup.apply(look(vec![registered("999"), fresh("106")], 13), at(13));
        assert_eq!(signup.next(at(13)), Some(Task::Register));
        signup.apply(Fact::Calling, at(13));
        signup.apply(Fact::Registered(Ok(())), at(14));
        signup.apply(Fact::Routed(Ok(Routed::Here)), at(14));
        signup.apply(Fact::WasRead(Ok(())), at(15));
        assert_eq!(signup.stage, Stage::Awaiting, "nothing proved this number yet");
        signup.apply(webhook(16, false), at(16));
        assert_eq!(signup.stage, Stage::Awaiting, "the traffic of another number proves nothing");
        signup.apply(webhook(17, true), at(17));
        assert_eq!((signup.stage, signup.webhook_at), (Stage::Connected, Some(at(17))));
    }
}

#[test]
fn a_number_that_was_added_elsewhere_is_looked_for_when_a_person_says_so() {
    let mut signup = without_number();
    signup.apply(Fact::LookForNumber, at(10));
    let newer = Some("2026-11-23T10:00:00+0000".to_owned());
    let newest = Listed { last_onboarded_time: newer, ..fresh("107") };
    signup.apply(look(vec![registered("999"), newest], 11), at(11));
    assert_eq!(signup.number.as_ref().map(|number| number.id.as_str()), Some("107"));
    assert_eq!(signup.next(at(11)), Some(Task::Register));
}

#[test]
fn after_fourteen_days_only_a_new_login_helps() {
    let mut signup = at_find(finish());
    let locked = Listed { is_pin_enabled: true, ..fresh("106") };
    signup.apply(look(vec![locked.clone()], 4), at(4));
    assert_eq!(obstacle(&signup), Some(&Obstacle::PinNeeded));
    assert_eq!((signup.register_by(), signup.due_at()), (Some(at(14 * DAY)), Some(at(14 * DAY))));
    assert_eq!(signup.next(at(14 * DAY - 1)), None, "it is the person's turn until then");
    assert_eq!(signup.next(at(14 * DAY)), Some(Task::Find));
    let (mut elsewhere, mut unanswered) = (signup.clone(), signup.clone());
    signup.apply(look(vec![locked], 14 * DAY), at(14 * DAY));
    unanswered.apply(Fact::Found(Err(snag(Obstacle::Trouble))), at(14 * DAY));
    for signup in [signup, unanswered] {
        assert_eq!(obstacle(&signup), Some(&Obstacle::WindowOver));
        assert_eq!((signup.due_at(), signup.is_open(), signup.register_by()), (None, false, None));
    }
    elsewhere.apply(look(vec![registered("106")], 14 * DAY), at(14 * DAY));
    assert_eq!(elsewhere.next(at(14 * DAY)), Some(Task::Route), "it was registered elsewhere");
}

#[test]
fn a_name_that_waits_longer_than_fourteen_days_ends_the_waiting() {
    let mut signup = at_find(finish());
    let mut now = 4;
    signup.apply(look(vec![fresh("106")], now), at(now));
    let mut looks = 0;
    while signup.next(at(now)) == Some(Task::Register) {
        looks += 1;
        signup.apply(Fact::Calling, at(now));
        signup.apply(Fact::Registered(Err(snag(Obstacle::NameNotProcessed))), at(now));
        now = signup.due_at().map_or(now, |due| due.as_millis() / 1000 - at(0).as_millis() / 1000);
        signup.apply(look(vec![fresh("106")], now), at(now));
    }
    assert_eq!(obstacle(&signup), Some(&Obstacle::WindowOver));
    assert!((15..40).contains(&looks), "{looks}");
}

#[test]
fn a_code_that_proves_the_number_begins_the_fourteen_days_again() {
    let mut signup = at_find(finish());
    let status = Some("NOT_VERIFIED".to_owned());
    let unverified = Listed { code_verification_status: status, ..fresh("106") };
    signup.apply(look(vec![unverified], 4), at(4));
    signup.apply(Fact::CodeVerified(Ok(())), at(13 * DAY));
    signup.apply(look(vec![fresh("106")], 15 * DAY), at(15 * DAY));
    assert_eq!(signup.next(at(15 * DAY)), Some(Task::Register));
}

#[test]
fn word_of_a_shared_account_is_kept_while_the_account_is_looked_for() {
    let added = |waba: &str| Fact::PartnerAdded { waba: WabaId::new(waba) };
    let mut signup = Signup::with_code(None, at(0));
    for waba in ["102", "103", "102"] {
        signup.apply(added(waba), at(1));
    }
    assert_eq!(signup.partner_added(), [WabaId::new("103"), WabaId::new("102")]);
    signup.apply(Fact::Exchanged(Ok(())), at(2));
    signup.apply(Fact::Proven(Ok(target())), at(3));
    signup.apply(added("104"), at(4));
    assert_eq!(signup.partner_added().len(), 2, "it has its account");
}

#[test]
fn a_login_whose_code_was_lost_hears_of_its_own_account_alone() {
    let mut signup = Signup::without_code(Some(finish()), Ending::NoCode, at(0));
    signup.apply(Fact::PartnerAdded { waba: WabaId::new("999") }, at(1));
    assert!(!signup.is_shared_at_meta() && signup.partner_added().is_empty(), "another tenant's");
    signup.apply(Fact::PartnerAdded { waba: WabaId::new("102") }, at(2));
    assert!(signup.is_shared_at_meta());
    let mut closed = Signup::without_code(None, Ending::Closed, at(0));
    closed.apply(Fact::PartnerAdded { waba: WabaId::new("102") }, at(1));
    assert!(closed.partner_added().is_empty());
}

#[test]
fn leaving_undoes_what_the_login_did_and_nothing_else() {
    let awaiting = |was_bound, was_there| {
        let mut signup = Signup::with_code(Some(finish()), at(0));
        signup.apply(Fact::Exchanged(Ok(())), at(1));
        signup.apply(Fact::Proven(Ok(Target { was_bound, ..target() })), at(2));
        signup.apply(Fact::Subscribing { was_there }, at(3));
        // A second try after a lost answer: what was there first counts.
        signup.apply(Fact::Subscribing { was_there: true }, at(3));
        signup.apply(Fact::Subscribed(Ok(())), at(3));
        signup.apply(look(vec![fresh("106")], 4), at(4));
        signup.apply(Fact::Calling, at(4));
        signup.apply(Fact::Registered(Err(snag(Obstacle::PinMismatch))), at(5));
        signup
    };
    let own = awaiting(false, false).plan_of_leaving(false);
    assert_eq!((own.undo, own.frees_account), (vec![Undo::Subscription], true));
    assert!(!own.was_registered);
    let shared = awaiting(false, false).plan_of_leaving(true);
    assert_eq!((shared.undo.len(), shared.frees_account), (0, false));
    let bound_before = awaiting(true, false).plan_of_leaving(false);
    assert_eq!((bound_before.undo.len(), bound_before.frees_account), (0, false));
    let another_programs = awaiting(false, true).plan_of_leaving(false);
    assert_eq!((another_programs.undo.len(), another_programs.frees_account), (0, true));
}

#[test]
fn what_meta_does_not_let_be_undone_is_left_and_said() {
    let mut signup = at_route();
    signup.apply(Fact::Overriding, at(5));
    signup.apply(Fact::Routed(Ok(Routed::Overridden)), at(6));
    signup.apply(Fact::WasRead(Ok(())), at(7));
    signup.apply(Fact::Left { is_shared: false }, at(8));
    assert_eq!(signup.next(at(8)), Some(Task::Undo(Undo::Override)));
    signup.apply(Fact::Ended(Ending::Superseded), at(8));
    assert!(signup.is_leaving(), "it goes its way to the end");
    signup.apply(Fact::Undone(Err(snag(Obstacle::Trouble))), at(9));
    assert_eq!(signup.due_at(), Some(at(10)));
    signup.apply(Fact::Undone(Ok(())), at(10));
    assert_eq!(signup.next(at(10)), Some(Task::Undo(Undo::Subscription)));
    signup.apply(Fact::Undone(Err(snag(Obstacle::TokenDead))), at(11));
    assert_eq!(signup.stage, Stage::Ended { ending: Ending::Abandoned });
    let left: Vec<bool> = signup.cleaned().iter().map(|c| c.left.is_some()).collect();
    assert_eq!(left, [false, true]);
}

#[test]
fn who_takes_a_logins_place_answers_for_what_it_did() {
    let mut old = at_route();
    old.apply(Fact::Overriding, at(5));
    let mut new = Signup::with_code(Some(finish()), at(10));
    new.apply(Fact::Exchanged(Ok(())), at(11));
    new.apply(Fact::Proven(Ok(Target { was_bound: true, ..target() })), at(12));
    new.apply(Fact::Subscribing { was_there: true }, at(13));
    new.apply(Fact::Subscribed(Ok(())), at(13));
    new.apply(look(vec![registered("106")], 14), at(14));
    assert!(!new.plan_of_leaving(false).frees_account);
    new.answer_for(&old);
    let plan = new.plan_of_leaving(false);
    assert_eq!((plan.undo.len(), plan.frees_account), (2, true));
}

#[test]
fn what_a_login_that_was_put_aside_half_way_did_is_answered_for_by_the_next() {
    let mut aside = at_find(finish());
    let locked = Listed { is_pin_enabled: true, ..fresh("106") };
    aside.apply(look(vec![locked], 4), at(4));
    aside.apply(Fact::Ended(Ending::Dismissed), at(5));
    assert!(aside.is_left_half_done(Some(at(2))) && !aside.counts_on_account(Some(at(2))));
    assert!(!aside.is_left_half_done(Some(at(50))), "the account was let go and bound anew");
    let mut done = at_route();
    done.apply(Fact::Routed(Ok(Routed::AddressUnknown)), at(5));
    done.apply(Fact::WasRead(Ok(())), at(6));
    done.apply(Fact::Ended(Ending::Dismissed), at(7));
    assert_eq!(done.stage, Stage::Ended { ending: Ending::Dismissed });
    assert!(!done.is_left_half_done(Some(at(2))) && done.counts_on_account(Some(at(2))));
}

#[test]
fn a_plan_has_a_word_of_its_own() {
    let mut signup = at_route();
    let mut words = vec![signup.plan_of_leaving(false).word()];
    words.push(signup.plan_of_leaving(true).word());
    signup.apply(Fact::Overriding, at(5));
    words.push(signup.plan_of_leaving(false).word());
    words.push(signup.plan_of_leaving(true).word());
    let all: std::collections::BTreeSet<&String> = words.iter().collect();
    assert_eq!(all.len(), words.len(), "{words:?}");
}

#[test]
fn what_was_kept_before_there_were_these_ways_is_still_read() {
    let mut kept = serde_json::to_value(at_route()).expect("JSON");
    let fields = kept.as_object_mut().expect("an object");
    for new in [
        "let_in_at",
        "partner_added",
        "takes_any_number",
        "is_begun_for_app",
        "number_refused",
        "was_subscribed",
        "has_override",
        "is_overriding",
        "takes_from",
        "is_history_declined",
        "wants_sync",
        "sync_refused",
        "cleaned",
        "frees_account",
    ] {
        assert!(fields.remove(new).is_some(), "{new}");
    }
    let signup: Signup = serde_json::from_value(kept).expect("a login");
    assert_eq!(signup.was_subscribed(), None);
    assert!(signup.plan_of_leaving(false).undo.is_empty(), "nobody knows whose they are");
}
