//! Laws of a login's machine that hold however facts come, and however late.

mod login;

use std::time::Duration;

use domain::Timestamp;
use domain::signup::{Fact, Listed, Look, Obstacle, Signup, Snag, Stage, Step, Task, WayOn};
use login::{at, finish, fresh, look, registered, snag, target};
use meta::WabaId;
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

fn any_fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        3 => came().prop_map(Fact::Exchanged),
        3 => came().prop_map(|came| Fact::Proven(came.map(|()| target()))),
        3 => came().prop_map(Fact::Subscribed),
        4 => any_number().prop_map(|number| look(vec![number], 0)),
        6 => Just(Fact::Calling),
        4 => came().prop_map(Fact::Registered),
        3 => came().prop_map(Fact::WasRead),
        1 => Just(Fact::Told(finish())),
        1 => (0_i64..10_000, any::<bool>()).prop_map(|(second, is_about_name)| Fact::Webhook {
            received_at: at(second),
            is_about_name
        }),
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
        if before.is_finished() {
            assert_eq!(before, after, "what is finished stays");
        }
        let steps: Vec<Step> = after.done.iter().map(|done| done.step).collect();
        assert!(Step::ALL.starts_with(&steps), "steps come in order, once: {steps:?}");
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
            Stage::Ended { .. } => prop_assert!(false, "nobody ended it"),
        }
    }
}
