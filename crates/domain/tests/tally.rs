//! The tally equals a naive count, whatever the order, the repeats and the clock do.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::Timestamp;
use domain::tally::Tally;
use domain::traffic::hour_of;
use proptest::prelude::*;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const START: i64 = 1_795_338_640;

/// What happens to a tally.
#[derive(Clone, Debug)]
enum Event {
    /// A message reached a user, told so many seconds after it did; before is the future's.
    Reached { user: u64, ago: i64 },
    /// Time goes on, or the clock is turned.
    Turned { by: i64 },
    /// A user's messages turn out not to count from this many seconds ago on.
    Revoked { user: u64, ago: i64 },
}

fn event() -> impl Strategy<Value = Event> {
    let span = prop_oneof![
        0..60_i64,
        0..2 * HOUR,
        0..3 * DAY,
        // Around the edges that are counted at.
        (0..25_i64, -2..3_i64).prop_map(|(hours, off)| hours * HOUR + off),
        (7 * DAY - 2)..(7 * DAY + 3),
    ];
    let turn = prop_oneof![5 => span.clone(), 1 => span.clone().prop_map(|by| -by)];
    prop_oneof![
        8 => (0..12_u64, span.clone(), any::<bool>()).prop_map(|(user, ago, is_ahead)| {
            Event::Reached { user, ago: if is_ahead { -ago / 40 } else { ago } }
        }),
        4 => turn.prop_map(|by| Event::Turned { by }),
        1 => (0..12_u64, span).prop_map(|(user, ago)| Event::Revoked { user, ago }),
    ]
}

/// Every message that ever reached a user, and nothing clever.
#[derive(Default)]
struct Naive(BTreeMap<u64, BTreeSet<i64>>);

impl Naive {
    fn between(&self, after: i64, until: i64) -> u64 {
        let was = |times: &&BTreeSet<i64>| times.range(after + 1..=until).next().is_some();
        self.0.values().filter(was).count() as u64
    }

    /// Users by the hour in which they were last reached.
    fn by_hour(&self, now: i64) -> [u64; 24] {
        let mut by_hour = [0; 24];
        for times in self.0.values() {
            let last = times.range(..=now).next_back();
            let hour = last.and_then(|last| usize::try_from((now - last) / HOUR).ok());
            if let Some(hour) = hour.filter(|hour| *hour < 24) {
                by_hour[hour] += 1;
            }
        }
        by_hour
    }

    /// A tally built anew from all that is known, as the program does after a clock went back.
    fn rebuilt(&self, now: i64) -> Tally {
        let mut tally = Tally::new(at(now));
        for (user, times) in &self.0 {
            times.iter().for_each(|time| tally.hear(*user, at(*time)));
        }
        tally
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn agree(tally: &mut Tally, naive: &Naive, now: i64) -> Result<(), TestCaseError> {
    let usage = tally.usage(at(now));
    prop_assert_eq!(usage.used, naive.between(now - DAY, now), "in a day");
    prop_assert_eq!(usage.week, naive.between(now - 7 * DAY, now), "in a week");
    prop_assert_eq!(usage.by_hour, naive.by_hour(now), "by hour");
    prop_assert_eq!(usage.by_hour.iter().sum::<u64>(), usage.used);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_tally_equals_a_naive_count_over_any_history_with_clock_steps(
        events in prop::collection::vec(event(), 1..80),
    ) {
        let (mut now, mut naive) = (START, Naive::default());
        let mut tally = Tally::new(at(now));
        for event in events {
            match event {
                Event::Reached { user, ago } => {
                    naive.0.entry(user).or_default().insert(now - ago);
                    tally.hear(user, at(now - ago));
                    tally.hear(user, at(now - ago));
                }
                Event::Turned { by } if by >= 0 => now += by,
                Event::Turned { by } => {
                    now += by;
                    tally = naive.rebuilt(now);
                }
                Event::Revoked { user, ago } => {
                    let times = naive.0.entry(user).or_default();
                    times.retain(|time| *time < now - ago);
                    tally.set(user, None);
                    times.iter().for_each(|time| tally.hear(user, at(*time)));
                }
            }
            agree(&mut tally, &naive, now)?;
        }
    }

    #[test]
    fn any_order_with_repeats_ends_in_the_same_usage(
        times in prop::collection::vec((0..20_u64, -HOUR..9 * DAY), 1..60),
        repeats in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
        seed in any::<u64>(),
    ) {
        let mut other = times.clone();
        other.extend(repeats.iter().map(|index| *index.get(&times)));
        let key = |index: usize| (seed ^ index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut keyed: Vec<_> = other.into_iter().enumerate().collect();
        keyed.sort_by_key(|(index, _)| key(*index));
        let play = |times: &mut dyn Iterator<Item = (u64, i64)>| {
            let mut tally = Tally::new(at(START));
            times.for_each(|(user, ago)| tally.hear(user, at(START - ago)));
            tally.usage(at(START))
        };
        let one = play(&mut times.iter().copied());
        let other = play(&mut keyed.into_iter().map(|(_, time)| time));
        prop_assert_eq!(one, other);
    }

    #[test]
    fn looking_back_a_little_and_forward_again_changes_nothing(
        times in prop::collection::vec((0..20_u64, 0..2 * DAY), 1..60),
        back in 0..2 * DAY,
    ) {
        let mut tally = Tally::new(at(START));
        times.iter().for_each(|(user, ago)| tally.hear(*user, at(START - ago)));
        let before = tally.usage(at(START));
        let _in_the_past = tally.usage(at(START - back));
        prop_assert_eq!(tally.usage(at(START)), before);
    }
}

#[test]
fn a_user_counts_for_exactly_24_hours_from_the_last_message() {
    let mut tally = Tally::new(at(START));
    tally.hear(7, at(START));
    assert_eq!(tally.used(at(START)), 1);
    assert_eq!(tally.used(at(START + DAY - 1)), 1);
    assert_eq!(tally.used(at(START + DAY)), 0);
    tally.hear(7, at(START + DAY));
    tally.hear(7, at(START + DAY - 5));
    assert_eq!(tally.used(at(START + 2 * DAY - 1)), 1);
    assert_eq!(tally.used(at(START + 2 * DAY)), 0);
}

#[test]
fn users_of_more_than_eight_days_ago_are_forgotten() {
    let mut tally = Tally::new(at(START));
    (0..1_000).for_each(|user| tally.hear(user, at(START)));
    tally.used(at(START + 7 * DAY));
    assert_eq!(tally.len(), 1_000);
    tally.used(at(START + 9 * DAY));
    assert!(tally.is_empty());
}

#[test]
fn a_time_no_calendar_has_stops_nothing() {
    let mut tally = Tally::new(at(START));
    tally.hear(1, Timestamp::from_millis(i64::MAX));
    tally.hear(2, Timestamp::from_millis(i64::MIN));
    tally.hear(3, at(START));
    assert_eq!(tally.usage(at(START)).used, 1);
    assert_eq!(tally.usage(Timestamp::from_millis(i64::MAX)).used, 1);
}

#[test]
fn an_hour_begins_before_any_moment_of_it_even_at_the_end_of_time() {
    for moment in [i64::MIN, -1, 0, 3_600_000, i64::MAX].map(Timestamp::from_millis) {
        let hour = hour_of(moment);
        assert!(hour <= moment && moment.since(hour) < Duration::from_secs(3_600));
    }
}
