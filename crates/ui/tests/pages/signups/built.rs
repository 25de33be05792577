//! The logins of the pages, built fact by fact as the program builds them.

use domain::Timestamp;
use domain::signup::{Ending, Fact, Listed, Look, Obstacle, Routed, Said, Signup, Snag, Target};
use meta::signup::Event;
use meta::{BusinessId, PhoneNumberId, WabaId};

use crate::world;

const NEW_NUMBER: &str = "106540352242505";

/// A minute ago, and so many milliseconds more.
fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millis(world::ago(60).as_millis() + milliseconds)
}

fn finish() -> Event {
    Event::Finish {
        phone_number_id: PhoneNumberId::new(NEW_NUMBER),
        waba_id: WabaId::new(world::WABA),
        business_id: Some(BusinessId::new(world::BUSINESS)),
    }
}

/// A login whose code just came.
pub fn begun() -> Signup {
    Signup::with_code(Some(finish()), at(0))
}

/// The account is bound and subscribed.
pub fn subscribed() -> Signup {
    begun_with(finish())
}

fn begun_with(told: Event) -> Signup {
    let mut signup = Signup::with_code(Some(told), at(0));
    let target = Target {
        was_bound: false,
        waba: WabaId::new(world::WABA),
        waba_name: Some("Casa Ipê Brasil".to_owned()),
        business: BusinessId::new(world::BUSINESS),
    };
    signup.apply(Fact::Exchanged(Ok(())), at(620));
    signup.apply(Fact::Proven(Ok(target)), at(1_030));
    signup.apply(Fact::Subscribing { was_there: false }, at(1_500));
    signup.apply(Fact::Subscribed(Ok(())), at(1_940));
    signup
}

pub fn hindered() -> Signup {
    let mut signup = begun();
    signup.apply(Fact::Exchanged(Ok(())), at(620));
    for nth in 0..6 {
        let message = "An unknown error occurred".to_owned();
        let said = Some(Said { code: Some(1), subcode: None, message });
        let snag = Snag { obstacle: Obstacle::Trouble, said };
        signup.apply(Fact::Proven(Err(snag)), at(59_000 + nth));
    }
    signup
}

/// The number as the account lists it.
pub fn listed() -> Listed {
    Listed {
        id: PhoneNumberId::new(NEW_NUMBER),
        display_phone_number: "+55 11 95555-0142".to_owned(),
        verified_name: Some("Vendas".to_owned()),
        status: Some("PENDING".to_owned()),
        platform_type: Some("NOT_APPLICABLE".to_owned()),
        code_verification_status: Some("VERIFIED".to_owned()),
        is_pin_enabled: false,
        is_pin_known: false,
        is_held_elsewhere: false,
        is_seen_to: false,
        is_on_biz_app: false,
        last_onboarded_time: None,
    }
}

fn calling() -> Signup {
    let mut signup = subscribed();
    signup.apply(found(listed()), at(2_400));
    signup.apply(Fact::Calling, at(2_500));
    signup
}

pub fn not_registered(obstacle: Obstacle, code: i64) -> Signup {
    let mut signup = calling();
    let message = match code {
        133_005 => "(#133005) Two step verification PIN Mismatch",
        _ => "(#100) Invalid parameter",
    };
    let said = if code > 1_000_000 {
        Said { code: Some(100), subcode: Some(code), message: message.to_owned() }
    } else {
        Said { code: Some(code), subcode: None, message: message.to_owned() }
    };
    signup.apply(Fact::Registered(Err(Snag { obstacle, said: Some(said) })), at(3_600));
    signup
}

pub fn unverified() -> Signup {
    let mut signup = subscribed();
    let number = Listed { code_verification_status: Some("NOT_VERIFIED".to_owned()), ..listed() };
    signup.apply(found(number), at(2_400));
    signup.apply(Fact::CodeRequested(Ok(())), at(9_000));
    signup
}

/// Everything is done but the first event.
pub fn awaiting() -> Signup {
    let mut signup = calling();
    signup.apply(Fact::Registered(Ok(())), at(3_600));
    signup.apply(Fact::Routed(Ok(Routed::Here)), at(3_800));
    signup.apply(Fact::WasRead(Ok(())), at(4_200));
    signup
}

/// Everything is done but the first event, in coexistence.
pub fn in_the_app() -> Signup {
    let mut signup = subscribed();
    signup.apply(found(Listed { is_on_biz_app: true, ..listed() }), at(2_400));
    signup.apply(Fact::Routed(Ok(Routed::Overridden)), at(2_600));
    signup.apply(Fact::WasRead(Ok(())), at(3_000));
    signup
}

/// The popup said that the number stays in the app, and Meta does not show it there yet.
pub fn not_in_app() -> Signup {
    let (waba_id, phone_number_id) = (WabaId::new(world::WABA), None);
    let mut signup = begun_with(Event::FinishWhatsappBusinessAppOnboarding {
        waba_id,
        business_id: None,
        phone_number_id,
    });
    signup.apply(found(listed()), at(2_400));
    signup
}

/// All is done that can be without a number, and Meta did not add the one that was given.
pub fn without_number() -> Signup {
    let mut signup =
        begun_with(Event::FinishOnlyWaba { waba_id: WabaId::new(world::WABA), business_id: None });
    signup.apply(found(listed()), at(2_400));
    signup.apply(Fact::Routed(Ok(Routed::WithoutNumber)), at(2_600));
    signup.apply(Fact::WasRead(Ok(())), at(3_000));
    let message = "(#100) Invalid parameter".to_owned();
    let said = Some(Said { code: Some(100), subcode: Some(2_388_012), message });
    let snag = Snag { obstacle: Obstacle::NumberNotAdded, said };
    signup.apply(Fact::NumberAdded(Err(snag)), at(5_000));
    signup
}

/// Somebody else's override sends the number's messages elsewhere.
pub fn routed_elsewhere() -> Signup {
    let mut signup = calling();
    signup.apply(Fact::Registered(Ok(())), at(3_600));
    let url = "https://outro.example/whatsapp".to_owned();
    let snag = Snag::of(Obstacle::RoutedElsewhere { url, is_callback_here: true });
    signup.apply(Fact::Routed(Err(snag)), at(3_800));
    signup
}

/// A person left the number's messages there.
pub fn unheard() -> Signup {
    let mut signup = routed_elsewhere();
    signup.apply(Fact::RouteLeft, at(3_900));
    signup.apply(Fact::WasRead(Ok(())), at(4_200));
    signup
}

/// It is being abandoned: the override is gone, and the subscription not yet.
pub fn leaving() -> Signup {
    let mut signup = calling();
    signup.apply(Fact::Registered(Ok(())), at(3_600));
    signup.apply(Fact::Overriding, at(3_700));
    signup.apply(Fact::Routed(Ok(Routed::Overridden)), at(3_800));
    signup.apply(Fact::WasRead(Ok(())), at(4_200));
    signup.apply(Fact::Left { is_shared: false }, at(30_000));
    signup.apply(Fact::Undone(Ok(())), at(31_000));
    signup
}

/// It was abandoned, and Meta kept the subscription.
pub fn abandoned() -> Signup {
    let mut signup = leaving();
    let message = "Error validating access token".to_owned();
    let said = Some(Said { code: Some(190), subcode: None, message });
    signup.apply(Fact::Undone(Err(Snag { obstacle: Obstacle::TokenDead, said })), at(32_000));
    signup
}

/// All of it, after twenty seconds.
pub fn connected() -> Signup {
    let mut signup = awaiting();
    let (names_number, is_about_name) = (true, false);
    let webhook = Fact::Webhook { received_at: at(24_000), names_number, is_about_name };
    signup.apply(webhook, at(24_050));
    signup
}

/// A login that brought no code.
pub fn ended(ending: Ending) -> Signup {
    Signup::without_code(None, ending, at(0))
}

/// What a look that finds this number brings.
fn found(number: Listed) -> Fact {
    Fact::Found(Ok(Look { asked_at: at(2_400), numbers: vec![number] }))
}
