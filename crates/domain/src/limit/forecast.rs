//! When the limit would be reached if the next hours go on like the last ones.

use std::time::Duration;

use super::{Usage, after};
use crate::time::Timestamp;

/// Hours that the rate is taken from: long enough to even out, short enough to follow a campaign.
const LOOK_BACK: usize = 3;
/// Hours looked ahead.
const AHEAD: usize = 24;
/// Half the width of the band in standard deviations: about four outcomes of five lie inside.
const WIDTH: f64 = 1.28;

/// How many would count at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The moment.
    pub at: Timestamp,
    /// The lower edge of the band.
    pub low: u64,
    /// What is expected.
    pub expected: u64,
    /// The upper edge of the band.
    pub high: u64,
}

/// When a limit would be reached. The points are `now` and each of the next 24 hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forecast {
    /// There is no limit to reach.
    Unlimited,
    /// Not within a day, not even at the upper edge.
    NotToday {
        /// The curve.
        points: Vec<Point>,
    },
    /// It is reached now.
    Reached {
        /// When one more fits at the latest, to the hour, if nobody is written to meanwhile.
        frees_at: Timestamp,
        /// The curve.
        points: Vec<Point>,
    },
    /// Within a day.
    At {
        /// When the upper edge reaches it.
        earliest: Timestamp,
        /// When the expectation reaches it; `None` when not within a day.
        expected: Option<Timestamp>,
        /// When the lower edge reaches it; `None` when not within a day.
        latest: Option<Timestamp>,
        /// The curve.
        points: Vec<Point>,
    },
}

/// When the limit would be reached. A `limit` of `None` is none at all.
///
/// What counts now falls as hours return; new people come at the rate of the last three hours. The
/// band holds what chance does to a steady stream (Poisson) and how little three hours tell of it.
pub fn forecast(usage: &Usage, limit: Option<u64>, now: Timestamp) -> Forecast {
    let Some(limit) = limit else { return Forecast::Unlimited };
    let points: Vec<Point> = (0..=AHEAD).map(|hours| point(usage, now, hours)).collect();
    if usage.used >= limit {
        let frees = (1..=AHEAD).find(|hours| usage.remaining(*hours) < limit);
        return Forecast::Reached { frees_at: after(now, frees.unwrap_or(AHEAD)), points };
    }
    match crosses(&points, limit, |point| point.high) {
        None => Forecast::NotToday { points },
        Some(earliest) => Forecast::At {
            earliest,
            expected: crosses(&points, limit, |point| point.expected),
            latest: crosses(&points, limit, |point| point.low),
            points,
        },
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "hours and people: far below where a float loses count"
)]
fn point(usage: &Usage, now: Timestamp, hours: usize) -> Point {
    let seen: u64 = usage.by_hour.iter().take(LOOK_BACK).sum();
    let (ahead, rate) = (hours as f64, seen as f64 / LOOK_BACK as f64);
    let come = rate * ahead;
    // Chance in what comes, and chance in what the rate was taken from.
    let spread = WIDTH * (come + ahead * ahead * rate / LOOK_BACK as f64).sqrt();
    let stay = usage.remaining(hours);
    let with = |people: f64| stay.saturating_add(rounded(people));
    Point {
        at: after(now, hours),
        low: with(come - spread),
        expected: with(come),
        high: with(come + spread),
    }
}

/// Whole people, none below nobody.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and a float's cast stops at the largest count"
)]
fn rounded(people: f64) -> u64 {
    people.max(0.0).round() as u64
}

/// When a curve first reaches the limit, straight between two points.
fn crosses(points: &[Point], limit: u64, value: impl Fn(&Point) -> u64) -> Option<Timestamp> {
    points.windows(2).find_map(|pair| {
        let [from, to] = pair else { return None };
        let (low, high) = (value(from), value(to));
        if high < limit {
            return None;
        }
        let span = to.at.since(from.at).as_millis();
        let part = u128::from(limit.saturating_sub(low)) * span / u128::from(high - low).max(1);
        Some(from.at.plus(Duration::from_millis(u64::try_from(part.min(span)).unwrap_or(0))))
    })
}
