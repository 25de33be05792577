//! Laws of a login's machine that hold however facts come, and however late.

mod login;

use std::time::Duration;

use domain::Timestamp;
use domain::signup::{
    Ending, Fact, Listed, Look, Number, Obstacle, Routed, Signup, Snag, Stage, Step, Synced, Task,
    WayOn,
};
use login::{at, finish, fresh, look, registered, snag, target};
use meta::{PhoneNumberId, WabaId};
use proptest::prelude::*;

fn any_obstacle() -> impl Strategy<Value = Obstacle> {
    prop_oneof![
        4 => Just(Obstacle::Trouble),
        1 => Just(Obstacle::CodeUsed),
        1 => Just(Obstacle::TokenDead),
        1 => Just(Obstacle::AccountNotGranted { waba: WabaId::new("102") }),
        1 => Just(Obstacle::NotVerified { is_code_sent: false }),
        1 => Just(Obstacle::PinNeeded),
        1 => Just(Obstacle::PinMismatch),
        1 => Just(Obstacle::NameNotProcessed),
        1 => Just(Obstacle::TooManyRegistrations),
        1 => Just(Obstacle::Refused),
    ]
}

fn came() -> impl Strategy<Value = Result<(), Snag>> {
    prop_oneof![2 => Just(Ok(())), 1 => any_obstacle().prop_map(|obstacle| Err(snag(obstacle)))]
}

fn any_number() -> impl Strategy<Value = Listed> {
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(is_registered, is_pin_enabled, is_pin_known, is_verified)| {
            let number = if is_registered { registered("106") } else { fresh("106") };
            let status = if is_verified { "VERIFIED" } else { "NOT_VERIFIED" }.to_owned();
            Listed {
                is_pin_enabled,
                is_pin_known,
                code_verification_status: Some(status),
                ..number
            }
        },
    )
}

fn any_routed() -> impl Strategy<Value = Routed> {
    prop_oneof![
        Just(Routed::Here),
        Just(Routed::Overridden),
        Just(Routed::WithoutNumber),
        Just(Routed::AddressUnknown),
    ]
}

fn any_synced() -> impl Strategy<Value = Synced> {
    prop_oneof![Just(Synced::Asked), Just(Synced::Already), Just(Synced::TooLate)]
}

const ELSEWHERE: &str = "https://other.example/";

fn elsewhere() -> Obstacle {
    Obstacle::RoutedElsewhere { url: ELSEWHERE.to_owned(), is_callback_here: true }
}

fn number() -> Number {
    let display_phone_number = "+55 11 95555-0142".to_owned();
    Number { id: PhoneNumberId::new("106"), display_phone_number, verified_name: None }
}

/// A fact by which a person abandons the login, or what comes of that.
fn any_leaving() -> impl Strategy<Value = Fact> {
    prop_oneof![
        1 => any::<bool>().prop_map(|is_shared| Fact::Left { is_shared }),
        3 => came().prop_map(Fact::Undone),
        1 => Just(Fact::TryAgain),
    ]
}

fn any_fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        3 => came().prop_map(Fact::Exchanged),
        3 => came().prop_map(|came| Fact::Proven(came.map(|()| target()))),
        3 => came().prop_map(Fact::Subscribed),
        4 => any_number().prop_map(|number| look(vec![number], 0)),
        6 => Just(Fact::Calling),
        4 => came().prop_map(Fact::Registered),
        1 => any::<bool>().prop_map(|was_there| Fact::Subscribing { was_there }),
        1 => Just(Fact::Overriding),
        4 => (came(), any_routed()).prop_map(|(came, to)| Fact::Routed(came.map(|()| to))),
        1 => Just(Fact::Routed(Err(Snag::of(elsewhere())))),
        1 => Just(Fact::RouteTaken { from: ELSEWHERE.to_owned() }),
        1 => Just(Fact::RouteLeft),
        3 => (came(), any_synced()).prop_map(|(came, what)| Fact::Synced(came.map(|()| what))),
        1 => Just(Fact::HistoryDeclined),
        1 => Just(Fact::SyncWanted),
        1 => Just(Fact::PartnerAdded { waba: WabaId::new("102") }),
        1 => came().prop_map(|came| Fact::NumberAdded(came.map(|()| number()))),
        1 => Just(Fact::LookForNumber),
        3 => came().prop_map(Fact::WasRead),
        1 => Just(Fact::Told(finish())),
        1 => (0_i64..10_000, any::<bool>(), any::<bool>()).prop_map(
            |(second, names_number, is_about_name)| Fact::Webhook {
                received_at: at(second),
                names_number,
                is_about_name
            }
        ),
        2 => Just(Fact::PinGiven),
        1 => came().prop_map(Fact::CodeRequested),
        1 => came().prop_map(Fact::CodeVerified),
        2 => Just(Fact::TryAgain),
    ]
}

/// What a law is checked against: what was seen so far.
#[derive(Default)]
struct Seen {
    /// Whether the number was looked at since the last call went out.
    has_looked: bool,
    calls: Vec<Timestamp>,
    gave_up_code: bool,
    gave_up_token: bool,
}

impl Seen {
    fn check(&mut self, before: &Signup, fact: &Fact, after: &Signup, now: Timestamp) {
        let is_new_number = matches!(fact, Fact::NumberAdded(_) | Fact::LookForNumber);
        let is_sync = matches!(fact, Fact::SyncWanted) && before.may_sync(now);
        if before.is_finished() && !(is_new_number && before.wants_number()) && !is_sync {
            let mut after = after.clone();
            if matches!(fact, Fact::HistoryDeclined) {
                after.apply(Fact::HistoryDeclined, now);
                let mut told = before.clone();
                told.apply(Fact::HistoryDeclined, now);
                assert_eq!(told.stage, before.stage);
            } else {
                assert_eq!(*before, after, "what is finished stays");
            }
        }
        let steps: Vec<Step> = after.done.iter().map(|done| done.step).collect();
        assert!(steps.is_sorted_by(|a, b| a < b), "steps come in order, once: {steps:?}");
        let is_behind = |step: Step| steps.contains(&step);
        for (step, before) in [(Step::Read, Step::Route), (Step::Route, Step::Register)] {
            assert!(!is_behind(step) || is_behind(before), "none is left out: {steps:?}");
        }
        assert!(!is_behind(Step::Sync) || after.is_in_app(), "only the app is synced");
        if matches!(fact, Fact::Found(Ok(_))) {
            self.has_looked = true;
        }
        if matches!(fact, Fact::Calling) && before != after {
            assert!(std::mem::take(&mut self.has_looked), "no call without a look before it");
            self.calls.push(now);
        }
        let recent =
            self.calls.iter().filter(|at| now.since(**at) < Duration::from_secs(72 * 3600));
        assert!(recent.count() <= 10, "Meta takes ten in 72 hours");
        assert!(!(self.gave_up_code && after.wants_code()), "a code is wanted once");
        assert!(!(self.gave_up_token && after.wants_token()), "a token is wanted once");
        self.gave_up_code |= !after.wants_code();
        self.gave_up_token |= after.is_done(Step::Exchange) && !after.wants_token();
        assert!(!(after.wants_code() && after.wants_token()), "one is traded for the other");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_facts_come_the_laws_hold(facts in prop::collection::vec((any_fact(), 0_i64..4_000), 1..120)) {
        let mut signup = Signup::with_code(None, at(0));
        let mut seen = Seen::default();
        let mut now = at(0);
        for (fact, wait) in facts {
            // Small steps at first, hours later on: both kinds of waiting are met.
            now = now.plus(Duration::from_secs(u64::try_from(wait * wait / 4_000).unwrap_or(0)));
            let before = signup.clone();
            let fact = match fact {
                Fact::Found(Ok(look)) => Fact::Found(Ok(Look { asked_at: now, ..look })),
                other => other,
            };
            // A call goes out only when the machine asks for it.
            if matches!(fact, Fact::Calling) && before.next(now) != Some(Task::Register) {
                continue;
            }
            signup.apply(fact.clone(), now);
            seen.check(&before, &fact, &signup, now);
        }
        let text = serde_json::to_string(&signup).expect("it is kept as JSON");
        prop_assert_eq!(&signup, &serde_json::from_str::<Signup>(&text).expect("and read back"));
    }

    #[test]
    fn an_open_login_always_has_a_way_on(facts in prop::collection::vec(any_fact(), 0..60)) {
        let mut signup = Signup::with_code(None, at(0));
        for (second, fact) in (0..).zip(facts) {
            signup.apply(fact, at(second));
        }
        match &signup.stage {
            Stage::Doing { .. } => prop_assert!(signup.due_at().is_some()),
            Stage::Stopped { snag, .. } => {
                prop_assert_eq!(signup.is_open(), snag.obstacle.way_on() != WayOn::LogInAgain);
            }
            Stage::Awaiting | Stage::Connected => prop_assert!(signup.snag().is_none()),
            Stage::Leaving { .. } | Stage::Ended { .. } => prop_assert!(false, "nobody ended it"),
        }
    }

    #[test]
    fn whoever_abandons_a_login_gets_rid_of_it_however_meta_answers(
        facts in prop::collection::vec(any_fact(), 0..60),
        leaving in prop::collection::vec(any_leaving(), 60..61),
    ) {
        let mut signup = Signup::with_code(None, at(0));
        for (second, fact) in (0..).zip(facts) {
            signup.apply(fact, at(second));
        }
        let may_be_left = signup.can_be_left();
        let plan = signup.plan_of_leaving(false);
        signup.apply(Fact::Left { is_shared: false }, at(100));
        prop_assert_eq!(may_be_left, signup.is_leaving() || signup.frees_account().is_some());
        if !may_be_left {
            return Ok(());
        }
        for (second, fact) in (101..).zip(leaving) {
            signup.apply(fact, at(second));
        }
        for second in 200..240 {
            signup.apply(Fact::Undone(Err(snag(Obstacle::Trouble))), at(second));
        }
        prop_assert_eq!(&signup.stage, &Stage::Ended { ending: Ending::Abandoned });
        let cleaned: Vec<_> = signup.cleaned().iter().map(|cleaned| cleaned.what).collect();
        prop_assert_eq!(cleaned, plan.undo, "each is undone or said to be left, once");
        prop_assert!(!signup.wants_code() && !signup.wants_token());
    }
}
