//! Pieces of logins that the tests of their machine share.
#![allow(dead_code, reason = "each test file uses its part")]

use domain::Timestamp;
use domain::signup::{
    Fact, Listed, Look, Obstacle, Said, Signup, Skipped, Snag, Step, Target, Task,
};
use meta::signup::Event;
use meta::{BusinessId, PhoneNumberId, WabaId};

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_800_000_000 + seconds)
}

pub fn finish() -> Event {
    Event::Finish {
        phone_number_id: PhoneNumberId::new("106"),
        waba_id: WabaId::new("102"),
        business_id: None,
    }
}

pub fn target() -> Target {
    let business = BusinessId::new("506");
    let (waba, waba_name) = (WabaId::new("102"), Some("Casa".to_owned()));
    Target { waba, waba_name, business, was_bound: false }
}

/// A number that came in by the popup: proven, without a PIN, not registered.
pub fn fresh(id: &str) -> Listed {
    Listed {
        id: PhoneNumberId::new(id),
        display_phone_number: "+55 11 95555-0142".to_owned(),
        verified_name: None,
        status: Some("PENDING".to_owned()),
        platform_type: Some("NOT_APPLICABLE".to_owned()),
        code_verification_status: Some("VERIFIED".to_owned()),
        is_pin_enabled: false,
        is_pin_known: false,
        is_held_elsewhere: false,
        is_seen_to: false,
        is_on_biz_app: false,
        last_onboarded_time: Some("2026-11-22T10:00:00+0000".to_owned()),
    }
}

pub fn registered(id: &str) -> Listed {
    let (status, platform) = ("CONNECTED".to_owned(), "CLOUD_API".to_owned());
    Listed { status: Some(status), platform_type: Some(platform), ..fresh(id) }
}

pub fn snag(obstacle: Obstacle) -> Snag {
    let said = Said { code: Some(1), subcode: None, message: "Meta's words".to_owned() };
    Snag { obstacle, said: Some(said) }
}

/// What a look at these numbers brings, asked for at that second.
pub fn look(numbers: Vec<Listed>, second: i64) -> Fact {
    Fact::Found(Ok(Look { asked_at: at(second), numbers }))
}

/// A login that has bound its account and comes to its number.
pub fn at_find(told: Event) -> Signup {
    let mut signup = Signup::with_code(Some(told), at(0));
    signup.apply(Fact::Exchanged(Ok(())), at(1));
    signup.apply(Fact::Proven(Ok(target())), at(2));
    signup.apply(Fact::Subscribing { was_there: false }, at(3));
    signup.apply(Fact::Subscribed(Ok(())), at(3));
    signup
}

/// One whose number is registered, and which comes to where its messages go.
pub fn at_route() -> Signup {
    let mut signup = at_find(finish());
    signup.apply(look(vec![registered("106")], 4), at(4));
    assert_eq!(signup.next(at(4)), Some(Task::Route));
    signup
}

/// Why a step was passed over.
pub fn skipped(signup: &Signup, step: Step) -> Option<Skipped> {
    signup.done.iter().find(|done| done.step == step).and_then(|done| done.skipped)
}
