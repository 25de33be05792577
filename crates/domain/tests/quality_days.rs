//! The quality of days, held to one that looks at every minute.

use domain::history::Known;
use domain::quality_day::{Day, QualityDay, quality_days};
use domain::{Change, How, Node, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Minutes of a day; short, so that many days come about.
const DAY: i64 = 60;
/// A reading more minutes ago than this says nothing.
const LONGEST: i64 = 15;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_seconds(minute * 60)
}

fn change(field: &str, before: Value, after: Value, minute: i64, how: How) -> Change {
    let node = Node::phone_number("106540352242922");
    Change { node, field: field.to_owned(), before, after, at: at(minute), how, evidence: None }
}

/// What the ledger holds after these readings (minute and quality, in order).
fn changes(readings: &[(i64, &str)]) -> Vec<Change> {
    let mut changes = Vec::new();
    for pair in readings.windows(2) {
        let [(earlier, before), (later, after)] = pair else { continue };
        if before != after {
            changes.push(change("quality_rating", json!(before), json!(after), *later, How::Read));
        }
        if later - earlier > LONGEST {
            let moment = |minute| json!(at(minute).as_millis());
            let (from, until) = (moment(*earlier), moment(*later));
            changes.push(change(Change::UNREAD, from, until, *later, How::Computed));
        }
    }
    changes
}

fn days(count: i64) -> Vec<Day> {
    let day = |n| Day { day: at(n * DAY), from: at(n * DAY), until: at((n + 1) * DAY) };
    (0..count).map(day).collect()
}

fn by_changes(readings: &[(i64, &str)], days: &[Day]) -> Vec<QualityDay> {
    let (Some((first, _)), Some((last, current))) = (readings.first(), readings.last()) else {
        return Vec::new();
    };
    let changes = changes(readings);
    let gaps: Vec<_> = changes.iter().filter_map(Change::unread).collect();
    let of_field: Vec<&Change> =
        changes.iter().filter(|change| change.field == "quality_rating").collect();
    let current = json!(current);
    let known =
        Known { current: Some(&current), since: Some(at(*first)), changes: &of_field, gaps: &gaps };
    quality_days(known, days, at(*last))
}

/// Looks at each minute: what was read in it, else what the reading before it said, unless that or the
/// next one is too far.
fn by_minutes(readings: &[(i64, &str)], days: &[Day]) -> Vec<QualityDay> {
    let stood = |minute: i64| {
        let before = readings.iter().rev().find(|(at, _)| *at <= minute)?;
        let next = readings.iter().find(|(at, _)| *at > minute)?;
        (before.0 == minute || next.0 - before.0 <= LONGEST).then_some(before.1)
    };
    let badness =
        |rating: &&str| ["GREEN", "YELLOW", "RED"].iter().position(|known| known == rating);
    let of_day = |day: &Day| {
        let minutes = day.from.as_millis() / 60_000..day.until.as_millis() / 60_000;
        let stood: Vec<&str> = minutes.filter_map(stood).collect();
        Some(QualityDay {
            day: day.day,
            rating: (*stood.last()?).to_owned(),
            worst: (*stood.iter().max_by_key(|rating| badness(rating))?).to_owned(),
        })
    };
    days.iter().filter_map(of_day).collect()
}

fn check(readings: &[(i64, &str)], expected: &[(i64, &str, &str)]) {
    let now = readings.last().expect("readings").0;
    let days: Vec<Day> = days(10).into_iter().filter(|day| day.until <= at(now)).collect();
    let found = by_changes(readings, &days);
    let expected: Vec<QualityDay> = expected
        .iter()
        .map(|(day, rating, worst)| QualityDay {
            day: at(day * DAY),
            rating: (*rating).to_owned(),
            worst: (*worst).to_owned(),
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_day_has_what_stood_at_its_end_and_the_worst_of_it() {
    let fell_and_rose =
        [(0, "GREEN"), (10, "RED"), (20, "YELLOW"), (30, "GREEN"), (45, "GREEN"), (60, "GREEN")];
    check(&fell_and_rose, &[(0, "GREEN", "RED")]);
}

#[test]
fn what_began_the_day_before_counts_until_it_ends() {
    let readings = [
        (50, "RED"),
        (60, "RED"),
        (70, "GREEN"),
        (85, "GREEN"),
        (100, "GREEN"),
        (115, "GREEN"),
        (120, "GREEN"),
    ];
    check(&readings, &[(0, "RED", "RED"), (1, "GREEN", "RED")]);
    let ended_at_midnight = [(50, "RED"), (60, "GREEN"), (200, "GREEN")];
    check(&ended_at_midnight, &[(0, "RED", "RED"), (1, "GREEN", "GREEN")]);
}

#[test]
fn of_a_day_in_which_nothing_was_read_nothing_is_said() {
    let asleep = [(50, "GREEN"), (58, "GREEN"), (190, "RED"), (200, "RED"), (240, "RED")];
    check(&asleep, &[(0, "GREEN", "GREEN"), (3, "RED", "RED")]);
}

#[test]
fn what_the_last_reading_before_a_silence_found_counts() {
    let readings = [(0, "GREEN"), (10, "GREEN"), (20, "RED"), (200, "RED")];
    check(&readings, &[(0, "RED", "RED")]);
}

#[test]
fn what_is_not_defined_is_never_worse_than_what_is() {
    check(&[(0, "UNKNOWN"), (10, "GREEN"), (20, "GREEN"), (60, "GREEN")], &[(0, "GREEN", "GREEN")]);
    check(&[(0, "UNKNOWN"), (10, "UNKNOWN"), (60, "UNKNOWN")], &[(0, "UNKNOWN", "UNKNOWN")]);
    check(&[(0, "PURPLE"), (10, "PURPLE"), (60, "PURPLE")], &[(0, "PURPLE", "PURPLE")]);
}

proptest! {
    #[test]
    fn days_by_changes_are_days_by_minutes(
        steps in prop::collection::vec((1_i64..40, 0_usize..4), 0..60)
    ) {
        let mut minute = 0;
        let readings: Vec<(i64, &str)> = steps
            .into_iter()
            .map(|(wait, quality)| {
                minute += wait;
                (minute, ["GREEN", "YELLOW", "RED", "RED"][quality])
            })
            .collect();
        let days = days(minute / DAY);
        prop_assert_eq!(by_changes(&readings, &days), by_minutes(&readings, &days));
    }
}
