//! A number that stays in the WhatsApp Business app, however late Meta says so: the popup's word alone
//! keeps Farol from registering it, and from asking for another number.

mod login;

use domain::signup::{
    Fact, Listed, Obstacle, Routed, Signup, Skipped, Stage, Step, Synced, Task, WayOn,
};
use login::{at, fresh, look, registered, snag, target};
use meta::signup::Event;
use meta::{PhoneNumberId, WabaId};
use proptest::prelude::*;

fn onboarded(number: Option<&str>) -> Event {
    let (waba_id, phone_number_id) = (WabaId::new("102"), number.map(PhoneNumberId::new));
    Event::FinishWhatsappBusinessAppOnboarding { waba_id, business_id: None, phone_number_id }
}

fn at_find(told: Option<Event>) -> Signup {
    bound(Signup::with_code(told, at(0)))
}

fn bound(mut signup: Signup) -> Signup {
    signup.apply(Fact::Exchanged(Ok(())), at(3));
    signup.apply(Fact::Proven(Ok(target())), at(3));
    signup.apply(Fact::Subscribing { was_there: false }, at(3));
    signup.apply(Fact::Subscribed(Ok(())), at(3));
    assert_eq!(signup.next(at(3)), Some(Task::Find));
    signup
}

fn obstacle(signup: &Signup) -> Option<&Obstacle> {
    signup.snag().map(|snag| &snag.obstacle)
}

fn in_app(number: Listed) -> Listed {
    Listed { is_on_biz_app: true, ..number }
}

#[test]
fn a_number_that_meta_does_not_show_in_the_app_yet_is_waited_for() {
    for told in [onboarded(None), onboarded(Some("106"))] {
        for shown in [fresh("106"), registered("106")] {
            let mut signup = at_find(Some(told.clone()));
            signup.apply(look(vec![shown], 4), at(4));
            assert_eq!(obstacle(&signup), Some(&Obstacle::AppNotShown), "{told:?}");
            assert_eq!((signup.due_at(), signup.register_by()), (Some(at(6)), None));
            signup.apply(look(vec![in_app(registered("106"))], 6), at(6));
            let done = signup.done.iter().find(|done| done.step == Step::Register);
            assert_eq!(done.and_then(|done| done.skipped), Some(Skipped::InTheApp));
            assert_eq!(signup.next(at(6)), Some(Task::Route));
        }
    }
}

#[test]
fn where_the_message_is_lost_what_the_popup_was_opened_for_counts() {
    let mut lost = bound(Signup::with_code(None, at(0)).for_app());
    let mut unknown = at_find(None);
    for signup in [&mut lost, &mut unknown] {
        signup.apply(look(vec![fresh("106")], 4), at(4));
    }
    assert_eq!(obstacle(&lost), Some(&Obstacle::AppNotShown));
    assert_eq!(unknown.next(at(4)), Some(Task::Register), "nothing said that it is in the app");
    let told = Event::Finish {
        phone_number_id: PhoneNumberId::new("106"),
        waba_id: WabaId::new("102"),
        business_id: None,
    };
    let mut told = bound(Signup::with_code(Some(told), at(0)).for_app());
    told.apply(look(vec![fresh("106")], 4), at(4));
    assert_eq!(told.next(at(4)), Some(Task::Register), "the message counts before that");
}

/// One of a number in the app, and which has seen where its messages go.
fn routed(to: Routed) -> Signup {
    let mut signup = at_find(Some(onboarded(None)));
    signup.apply(look(vec![in_app(registered("106"))], 4), at(4));
    signup.apply(Fact::Routed(Ok(to)), at(5));
    signup
}

fn skipped(signup: &Signup) -> Option<Skipped> {
    let done = signup.done.iter().find(|done| done.step == Step::Sync);
    done.unwrap_or_else(|| panic!("{signup:?}")).skipped
}

#[test]
fn what_is_sent_once_is_asked_for_only_where_it_comes_here_or_a_person_says_so() {
    assert_eq!(routed(Routed::Here).next(at(5)), Some(Task::SyncAppState));
    for to in [Routed::Overridden, Routed::AddressUnknown] {
        let mut signup = routed(to);
        assert_eq!(skipped(&signup), Some(Skipped::SyncUnasked));
        assert_eq!((signup.next(at(5)), signup.may_sync(at(5))), (Some(Task::Read), false));
        signup.apply(Fact::WasRead(Ok(())), at(6));
        assert!(signup.may_sync(at(7)) && !signup.may_sync(signup.sync_by()));
        let names_number = true;
        let webhook = Fact::Webhook { received_at: at(8), names_number, is_about_name: false };
        signup.apply(webhook, at(8));
        assert_eq!(signup.stage, Stage::Connected, "nothing waits for it");
        signup.apply(Fact::SyncWanted, at(9));
        assert_eq!(signup.next(at(9)), Some(Task::SyncAppState));
        signup.apply(Fact::Synced(Ok(Synced::Asked)), at(10));
        signup.apply(Fact::Synced(Ok(Synced::Asked)), at(11));
        assert_eq!((&signup.stage, skipped(&signup)), (&Stage::Connected, None));
        let steps: Vec<Step> = signup.done.iter().map(|done| done.step).collect();
        assert!(steps.is_sorted_by(|a, b| a < b), "{steps:?}");
        let before = signup.clone();
        signup.apply(Fact::SyncWanted, at(12));
        assert_eq!(signup, before, "it is asked for once");
    }
}

#[test]
fn a_refusal_of_the_apps_data_is_kept_and_the_login_goes_on() {
    for (refusal, tries) in
        [(Obstacle::Refused, 1), (Obstacle::TokenDead, 1), (Obstacle::Trouble, 6)]
    {
        let mut signup = routed(Routed::Here);
        for nth in 0..tries {
            assert_eq!(signup.task(), Some(Task::SyncAppState), "{refusal:?} {nth}");
            signup.apply(Fact::Synced(Err(snag(refusal.clone()))), at(6));
        }
        assert_eq!(
            (signup.next(at(6)), skipped(&signup)),
            (Some(Task::Read), Some(Skipped::SyncRefused))
        );
        assert_eq!(signup.sync_refused().map(|snag| &snag.obstacle), Some(&refusal));
        signup.apply(Fact::WasRead(Ok(())), at(7));
        signup.apply(Fact::SyncWanted, at(8));
        assert_eq!((signup.next(at(8)), signup.sync_refused()), (Some(Task::SyncAppState), None));
        signup.apply(Fact::Synced(Ok(Synced::Already)), at(9));
        signup.apply(Fact::Synced(Ok(Synced::TooLate)), at(9));
        assert_eq!(
            (&signup.stage, skipped(&signup)),
            (&Stage::Awaiting, Some(Skipped::SyncTooLate))
        );
    }
}

/// What the popup may have told.
fn any_event() -> impl Strategy<Value = Option<Event>> {
    let (waba_id, business_id) = (WabaId::new("102"), None);
    let phone_number_id = PhoneNumberId::new("106");
    prop_oneof![
        Just(None),
        Just(Some(Event::Other { event: "NEW".to_owned() })),
        Just(Some(Event::Cancel { current_step: None })),
        Just(Some(Event::FinishOnlyWaba { waba_id: waba_id.clone(), business_id: None })),
        Just(Some(Event::Finish { phone_number_id, waba_id, business_id })),
        Just(Some(onboarded(None))),
        Just(Some(onboarded(Some("106")))),
        Just(Some(onboarded(Some("999")))),
    ]
}

/// A number of the account in whatever state Meta may list it.
fn any_listed() -> impl Strategy<Value = Listed> {
    let word = |words: &'static [&'static str]| {
        prop::sample::select(words).prop_map(|word| Some(word.to_owned()))
    };
    let id = prop::sample::select(&["106", "107", "108"][..]);
    let status = word(&["PENDING", "UNVERIFIED", "CONNECTED", "DISCONNECTED", "NEW"]);
    let platform = word(&["CLOUD_API", "NOT_APPLICABLE", "ON_PREMISE"]);
    let proven = word(&["VERIFIED", "NOT_VERIFIED", "EXPIRED"]);
    let time = word(&["2026-11-22T10:00:00+0000", "2026-11-23T10:00:00+0000"]);
    (id, status, platform, proven, time, prop::collection::vec(any::<bool>(), 5)).prop_map(
        |(id, status, platform_type, code_verification_status, last_onboarded_time, is)| Listed {
            status,
            platform_type,
            code_verification_status,
            last_onboarded_time,
            is_pin_enabled: is[0],
            is_pin_known: is[1],
            is_on_biz_app: is[2],
            is_held_elsewhere: is[3],
            is_seen_to: is[4],
            ..fresh(id)
        },
    )
}

/// Answers whatever the login asks for, so that it goes as far as it can.
fn answer(signup: &mut Signup, task: Task, second: i64) {
    let fact = match task {
        Task::Route => Fact::Routed(Ok(Routed::Here)),
        Task::SyncAppState | Task::SyncHistory => Fact::Synced(Ok(Synced::Asked)),
        Task::Read => Fact::WasRead(Ok(())),
        Task::Exchange | Task::Prove | Task::Subscribe => return,
        Task::Find | Task::Register | Task::Undo(_) => return,
    };
    signup.apply(fact, at(second));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_meta_lists_a_number_of_the_app_is_never_registered_and_no_other_asked_for(
        told in any_event(),
        is_begun_for_app in any::<bool>(),
        looks in prop::collection::vec(prop::collection::vec(any_listed(), 0..4), 1..6),
    ) {
        let begun = Signup::with_code(told, at(0));
        let mut signup = bound(if is_begun_for_app { begun.for_app() } else { begun });
        let is_for_app = signup.is_for_app();
        for (second, numbers) in (4..).step_by(10).zip(looks) {
            // A person presses whatever there is, seen or not.
            for fact in [Fact::TryAgain, Fact::LookForNumber, Fact::PinGiven, Fact::SyncWanted] {
                signup.apply(fact, at(second));
            }
            signup.apply(look(numbers, second), at(second));
            while let Some(task) = signup.next(at(second)) {
                let before = signup.clone();
                answer(&mut signup, task, second);
                if before == signup {
                    break;
                }
            }
            let done = signup.done.iter().find(|done| done.step == Step::Register);
            let skipped = done.map(|done| done.skipped);
            if is_for_app {
                prop_assert!(signup.task() != Some(Task::Register), "{:?}", signup);
                prop_assert!(matches!(skipped, None | Some(Some(Skipped::InTheApp))), "{:?}", skipped);
                prop_assert!(!signup.wants_number() && !signup.wants_pin());
                prop_assert_eq!(signup.register_by(), None);
            }
            if let Stage::Stopped { snag, .. } = &signup.stage {
                let is_known = matches!(
                    snag.obstacle,
                    Obstacle::NumberHeldElsewhere | Obstacle::NumberNotInAccount
                );
                prop_assert!(!is_for_app || is_known, "{:?}", snag);
                prop_assert!(!is_known || snag.obstacle.way_on() == WayOn::LogInAgain);
            }
        }
    }
}
