//! What is used of a limit: what comes back, what fits, when it would be reached, what leads on.

use std::time::Duration;

use domain::Timestamp;
use domain::limit::{
    Answer, Coach, Forecast, Mark, Next, Point, Standing, Step, Usage, WhatIf, coach, forecast,
    what_if,
};
use domain::rule::RULES;
use meta::open::{MessagingLimit, PhoneNumberStatus, QualityRating};
use proptest::prelude::*;

const HOUR: Duration = Duration::from_secs(3_600);

fn now() -> Timestamp {
    Timestamp::from_seconds(1_795_338_640)
}

/// A portfolio watched for ten days that reached so many in each of the last hours.
fn usage(by_hour: &[u64]) -> Usage {
    let since = Timestamp::from_millis(now().as_millis() - 10 * 24 * 3_600_000);
    let mut usage = Usage::none(Some(since), now());
    usage.by_hour[..by_hour.len()].copy_from_slice(by_hour);
    usage.used = by_hour.iter().sum();
    usage.week = usage.used;
    usage
}

fn in_hours(hours: u32) -> Timestamp {
    now().plus(HOUR * hours)
}

#[test]
fn capacity_returns_in_the_order_in_which_it_was_used() {
    let returns = usage(&[5, 0, 7]).returns();
    assert_eq!((returns[23], returns[22], returns[21]), (5, 0, 7));
    assert_eq!(returns.iter().sum::<u64>(), 12);
}

#[test]
fn so_many_more_fit_now_or_from_an_hour_on_or_never() {
    let used = usage(&[100, 0, 0, 50]);
    assert_eq!(what_if(&used, Some(250), 100, now()), WhatIf::Fits { left: 0 });
    let later = WhatIf::Later { fits_now: 100, at: in_hours(21) };
    assert_eq!(what_if(&used, Some(250), 101, now()), later);
    assert_eq!(what_if(&used, Some(250), 150, now()), later);
    let last = WhatIf::Later { fits_now: 100, at: in_hours(24) };
    assert_eq!(what_if(&used, Some(250), 250, now()), last);
    assert_eq!(what_if(&used, Some(250), 251, now()), WhatIf::Never { most: 250 });
    assert_eq!(what_if(&used, None, 1_000_000, now()), WhatIf::Unlimited);
}

#[test]
fn a_limit_that_was_lowered_below_what_is_used_leaves_nothing() {
    let used = usage(&[300]);
    assert_eq!(used.left(250), 0);
    assert_eq!(used.percent(250), 120);
    let at = in_hours(24);
    assert_eq!(what_if(&used, Some(250), 1, now()), WhatIf::Later { fits_now: 0, at });
    let Forecast::Reached { frees_at, .. } = forecast(&used, Some(250), now()) else {
        panic!("it is reached")
    };
    assert_eq!(frees_at, at);
}

#[test]
fn without_sends_in_the_last_hours_no_limit_is_reached() {
    let mut by_hour = [0; 24];
    by_hour[5] = 200;
    assert!(matches!(forecast(&usage(&by_hour), Some(250), now()), Forecast::NotToday { .. }));
    assert_eq!(forecast(&usage(&by_hour), None, now()), Forecast::Unlimited);
}

#[test]
fn a_steady_stream_reaches_the_limit_when_its_rate_says() {
    // 100 an hour since three hours: 300 of 1,000 used, so in seven hours.
    let Forecast::At { earliest, expected, latest, points } =
        forecast(&usage(&[100, 100, 100]), Some(1_000), now())
    else {
        panic!("it is reached today")
    };
    assert_eq!(expected, Some(in_hours(7)));
    assert!(earliest < in_hours(7), "{earliest:?}");
    assert!(latest.is_some_and(|latest| latest > in_hours(7)), "{latest:?}");
    assert_eq!(points.len(), 25);
    let at = now();
    assert_eq!(points[0], Point { at, low: 300, expected: 300, high: 300 });
}

#[test]
fn the_same_sends_forever_use_what_a_day_of_them_uses() {
    let Forecast::NotToday { points } = forecast(&usage(&[10; 24]), Some(10_000), now()) else {
        panic!("it is far")
    };
    assert!(points.iter().all(|point| point.expected == 240), "{points:?}");
}

fn counts() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(0..2_000_u64, 24)
}

proptest! {
    #[test]
    fn a_forecast_is_in_order_whatever_was_sent(by_hour in counts(), limit in 1..30_000_u64) {
        let used = usage(&by_hour);
        match forecast(&used, Some(limit), now()) {
            Forecast::Unlimited => prop_assert!(false, "there is a limit"),
            Forecast::Reached { frees_at, points } => {
                prop_assert!(used.used >= limit);
                prop_assert!(frees_at > now() && frees_at <= in_hours(24));
                in_order(&points)?;
            }
            Forecast::NotToday { points } => {
                prop_assert!(points.iter().all(|point| point.high < limit));
                in_order(&points)?;
            }
            Forecast::At { earliest, expected, latest, points } => {
                prop_assert!(used.used < limit);
                prop_assert!(earliest >= now() && earliest <= in_hours(24));
                prop_assert!(expected.is_none_or(|expected| expected >= earliest));
                prop_assert!(latest.is_none_or(|latest| Some(latest) >= expected));
                in_order(&points)?;
            }
        }
    }

    #[test]
    fn what_fits_later_fits_at_that_hour_and_not_an_hour_before(
        by_hour in counts(),
        limit in 1..30_000_u64,
        asked in 0..30_000_u64,
    ) {
        let used = usage(&by_hour);
        let back = |hours: usize| used.returns().iter().take(hours).sum::<u64>();
        match what_if(&used, Some(limit), asked, now()) {
            WhatIf::Unlimited => prop_assert!(false, "there is a limit"),
            WhatIf::Fits { left } => prop_assert_eq!(used.used + asked + left, limit),
            WhatIf::Never { most } => prop_assert!(asked > most),
            WhatIf::Later { fits_now, at } => {
                prop_assert!(fits_now < asked);
                let hours = usize::try_from(at.since(now()).as_secs() / 3_600).expect("few");
                prop_assert!(used.used - back(hours) + asked <= limit);
                prop_assert!(used.used - back(hours - 1) + asked > limit);
            }
        }
    }
}

fn in_order(points: &[Point]) -> Result<(), TestCaseError> {
    for point in points {
        prop_assert!(point.low <= point.expected && point.expected <= point.high, "{:?}", point);
    }
    Ok(())
}

#[test]
fn four_fifths_and_nineteen_twentieths_of_a_limit_are_marks() {
    assert!(!Mark::Used80.is_reached(199, 250));
    assert!(Mark::Used80.is_reached(200, 250));
    assert!(!Mark::Used95.is_reached(237, 250));
    assert!(Mark::Used95.is_reached(238, 250));
    assert!(!Mark::Used80.is_reached(0, 0));
}

#[test]
fn a_mark_is_left_only_well_below_it() {
    assert!(!Mark::Used80.is_left(199, 250));
    assert!(!Mark::Used80.is_left(188, 250));
    assert!(Mark::Used80.is_left(187, 250));
    assert!(Mark::Used95.is_left(224, 250));
    assert!(Mark::Used80.is_left(0, 0));
}

/// A portfolio of 2,000 that has done all that the next limit asks.
fn ready() -> (Standing, Usage) {
    let standing = Standing {
        limit: Some(MessagingLimit::Tier2K),
        numbers: vec![(Some(PhoneNumberStatus::Connected), Some(QualityRating::Green))],
        templates: Some(vec![QualityRating::Green, QualityRating::Unknown]),
        is_verified: Some(true),
    };
    (standing, Usage { week: 1_000, ..usage(&[10]) })
}

/// How each step of the way stands, by the step's own name.
fn answers(standing: &Standing, usage: &Usage) -> Vec<(Step, Answer)> {
    match coach(standing, usage, now()) {
        Coach::All { tasks, .. } | Coach::AnyOf { tasks, .. } => {
            tasks.into_iter().map(|task| (task.step, task.answer)).collect()
        }
        Coach::Top | Coach::Unknown => Vec::new(),
    }
}

#[test]
fn half_of_the_limit_in_seven_days_with_high_quality_leads_to_the_next_one() {
    let (standing, usage) = ready();
    let Coach::All { next, tasks } = coach(&standing, &usage, now()) else { panic!("all") };
    assert_eq!(next, Next::Recipients(10_000));
    assert!(tasks.iter().all(|task| task.answer == Answer::Done), "{tasks:?}");
    let few = Usage { week: 999, ..usage };
    let half = (Step::HalfInAWeek { reached: 999, needed: 1_000 }, Answer::NotDone);
    assert_eq!(answers(&standing, &few)[0], half);
}

#[test]
fn a_number_that_is_flagged_or_of_medium_quality_stands_in_the_way() {
    let (mut standing, usage) = ready();
    standing.numbers.push((Some(PhoneNumberStatus::Flagged), Some(QualityRating::Yellow)));
    let answers = answers(&standing, &usage);
    assert!(answers.contains(&(Step::NumbersHigh { lower: 1 }, Answer::NotDone)), "{answers:?}");
    assert!(answers.contains(&(Step::NotFlagged { flagged: 1 }, Answer::NotDone)), "{answers:?}");
}

#[test]
fn what_was_not_read_or_not_watched_for_a_week_is_not_known() {
    let standing = Standing { limit: Some(MessagingLimit::Tier10K), ..Standing::default() };
    let usage = Usage { since: Some(now()), ..usage(&[10]) };
    for (step, answer) in answers(&standing, &usage) {
        assert_eq!(answer, Answer::Unknown, "{step:?}");
    }
    assert_eq!(coach(&Standing::default(), &usage, now()), Coach::Unknown);
}

#[test]
fn the_first_limit_is_left_by_verification_or_two_thousand_people() {
    let standing = Standing {
        limit: Some(MessagingLimit::Tier250),
        is_verified: Some(false),
        ..Standing::default()
    };
    let Coach::AnyOf { next, tasks } = coach(&standing, &usage(&[]), now()) else { panic!("any") };
    assert_eq!((next, tasks.len()), (Next::Recipients(2_000), 2));
    assert_eq!((tasks[0].step, tasks[0].answer), (Step::Verified, Answer::NotDone));
}

#[test]
fn every_step_names_rules_that_are_there_and_nothing_is_above_no_limit() {
    let (standing, usage) = ready();
    for limit in [MessagingLimit::Tier250, MessagingLimit::Tier2K, MessagingLimit::Tier100K] {
        let standing = Standing { limit: Some(limit), ..standing.clone() };
        let tasks = match coach(&standing, &usage, now()) {
            Coach::All { tasks, .. } | Coach::AnyOf { tasks, .. } => tasks,
            Coach::Top | Coach::Unknown => panic!("there is a way"),
        };
        for id in tasks.iter().flat_map(|task| task.rules) {
            assert!(RULES.iter().any(|rule| rule.id == *id), "{id}");
        }
    }
    let top = Standing { limit: Some(MessagingLimit::Unlimited), ..standing };
    assert_eq!(coach(&top, &usage, now()), Coach::Top);
}
