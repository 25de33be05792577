//! A disconnection: always ends, does the same again until it is heard, and is patient with Meta's
//! trouble alone.

use std::time::Duration;

use domain::Timestamp;
use domain::disconnection::{Disconnection, Next, Part, Plan};
use domain::signup::{Obstacle, Snag};
use meta::PhoneNumberId;

const BEGAN: Timestamp = Timestamp::from_millis(1_795_338_640_000);

fn of_number(id: &str) -> Part {
    Part::Override { number: PhoneNumberId::new(id) }
}

fn plan() -> Plan {
    Plan {
        undo: vec![of_number("1"), Part::Subscription],
        ends: vec!["a".to_owned()],
        closes: None,
    }
}

#[test]
fn each_part_is_done_in_order_and_then_all_is_forgotten() {
    let mut course = Disconnection::begin(plan(), BEGAN);
    assert_eq!(course.next(BEGAN), Some(Next::Undo(of_number("1"))));
    assert_eq!(course.next(BEGAN), Some(Next::Undo(of_number("1"))), "until it is heard");
    course.hear(&Part::Subscription, Ok(()), BEGAN);
    assert_eq!(course.next(BEGAN), Some(Next::Undo(of_number("1"))), "of another part");
    course.hear(&of_number("1"), Ok(()), BEGAN);
    course.hear(&of_number("1"), Ok(()), BEGAN);
    assert_eq!(course.next(BEGAN), Some(Next::Undo(Part::Subscription)), "what came twice");
    course.hear(&Part::Subscription, Err(Snag::of(Obstacle::Refused)), BEGAN);
    assert_eq!(course.next(BEGAN), Some(Next::Forget));
    assert_eq!(
        course.left().map(|(part, _)| part.clone()).collect::<Vec<_>>(),
        [Part::Subscription]
    );
    course.end(BEGAN);
    assert_eq!((course.next(BEGAN), course.due_at()), (None, None));
}

/// How long something is tried that this hinders each time.
fn tried_for(obstacle: &Obstacle) -> Duration {
    let mut course = Disconnection::begin(plan(), BEGAN);
    for _ in 0..10_000 {
        let at = course.due_at().expect("under way");
        match course.next(at) {
            Some(Next::Undo(part)) => course.hear(&part, Err(Snag::of(obstacle.clone())), at),
            Some(Next::Forget) => return at.since(BEGAN),
            None => unreachable!("it is due"),
        }
    }
    panic!("it never ends");
}

#[test]
fn it_always_ends_and_is_patient_with_trouble_alone() {
    let (hour, day) = (Duration::from_secs(3_600), Duration::from_secs(24 * 3_600));
    assert_eq!(tried_for(&Obstacle::TokenDead), Duration::ZERO);
    assert_eq!(tried_for(&Obstacle::Refused), Duration::ZERO);
    assert!(tried_for(&Obstacle::NotShown) < hour);
    for brief in [Obstacle::Trouble, Obstacle::Unanswered] {
        // Of each of the two parts.
        assert!((day..day * 3).contains(&tried_for(&brief)), "{:?}", tried_for(&brief));
    }
}

#[test]
fn whatever_changes_in_a_plan_changes_its_text() {
    let texts = [
        plan(),
        Plan { undo: vec![of_number("2"), Part::Subscription], ..plan() },
        Plan { undo: vec![of_number("1")], ..plan() },
        Plan { closes: Some(meta::AppId::new("7")), ..plan() },
        Plan { ends: Vec::new(), ..plan() },
        Plan { ends: vec!["b".to_owned()], ..plan() },
    ]
    .map(|plan| plan.text());
    for (nth, text) in texts.iter().enumerate() {
        assert!(!texts[..nth].contains(text), "{text}");
    }
}

#[test]
fn a_clock_that_is_turned_back_puts_nothing_off() {
    let mut course = Disconnection::begin(plan(), BEGAN);
    course.hear(&of_number("1"), Err(Snag::of(Obstacle::Trouble)), BEGAN);
    let earlier = Timestamp::from_millis(BEGAN.as_millis() - 3_600_000);
    assert_eq!(course.next(earlier), None);
    course.rewind(earlier);
    assert_eq!(course.next(earlier), Some(Next::Undo(of_number("1"))));
}
