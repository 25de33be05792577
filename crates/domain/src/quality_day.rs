//! A number's quality day by day: what stood at the end of each, and the worst of it.
//!
//! Kept for ever, when the changes that it is made of are long gone. Of a day in which nothing was
//! read there is no row: nothing is guessed.

use std::time::Duration;

use meta::open::QualityRating;
use serde_json::Value;

use crate::history::{self, Known, Span};
use crate::time::Timestamp;

/// The quality of one day, in Meta's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualityDay {
    /// The date: its midnight as if its zone were UTC.
    pub day: Timestamp,
    /// What stood when it ended; the last that was known of it.
    pub rating: String,
    /// The worst of what stood in it.
    pub worst: String,
}

/// A day of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its date, as in [`QualityDay::day`].
    pub day: Timestamp,
    /// When it begins.
    pub from: Timestamp,
    /// When the next one begins.
    pub until: Timestamp,
}

/// The days of which something is known. `known` is of `quality_rating`, its changes from the
/// beginning of the first day until `now`; days are in order, and over.
pub fn quality_days(known: Known<'_>, days: &[Day], now: Timestamp) -> Vec<QualityDay> {
    const MOMENT: Duration = Duration::from_millis(1);
    let Some(first) = days.first() else { return Vec::new() };
    // What the last reading before a silence found stood for that moment.
    let gaps: Vec<_> = known.gaps.iter().map(|(from, until)| (from.plus(MOMENT), *until)).collect();
    let known = Known { gaps: &gaps, ..known };
    // What changed at this very moment is part of the history, too.
    let newest = known.changes.iter().map(|change| change.at).fold(now, Timestamp::max);
    let spans = history::spans(known, first.from, newest.plus(MOMENT));
    days.iter().filter_map(|day| of_day(&spans, day)).collect()
}

fn of_day(spans: &[Span], day: &Day) -> Option<QualityDay> {
    let is_of_day = |span: &&Span| span.from < day.until && span.until > day.from;
    let stood: Vec<&str> = spans
        .iter()
        .filter(is_of_day)
        .filter_map(|span| span.value.as_ref().and_then(Value::as_str))
        .collect();
    let worst = stood.iter().copied().reduce(|one, other| {
        // Of two that are as bad, the later one: it may be one that Farol does not know.
        if badness(one) > badness(other) { one } else { other }
    })?;
    Some(QualityDay { day: day.day, rating: (*stood.last()?).to_owned(), worst: worst.to_owned() })
}

/// How bad a rating is. One that is not defined yet, or that Farol does not know, is not called
/// worse than one that is.
fn badness(rating: &str) -> u8 {
    match QualityRating::from(rating) {
        QualityRating::Red => 3,
        QualityRating::Yellow => 2,
        QualityRating::Green => 1,
        QualityRating::Unknown | QualityRating::Other(_) => 0,
    }
}
