//! Hour by hour: what comes back if nobody is written to again, and what is expected at this pace.

use std::time::Duration;

use domain::limit::{Point, Usage};

use super::outlook::soon;
use crate::told::Lens;

/// One of the next 24 hours.
pub(crate) struct Hour {
    /// "18:32", and of another day with it.
    pub until: String,
    /// How many users stop counting in it.
    pub returns: String,
    /// How many are expected to count at its end; empty without a limit.
    pub expected: String,
    /// The band around that: "5.900 a 7.200".
    pub band: String,
}

const HOUR: Duration = Duration::from_secs(3_600);

/// The next 24 hours.
pub(super) fn hours(lens: &Lens<'_>, usage: &Usage, points: &[Point]) -> Vec<Hour> {
    let words = lens.words;
    let hour = |(nth, returns): (u32, u64)| {
        let until = lens.now.plus(HOUR * (nth + 1));
        let point = points.get(nth as usize + 1);
        Hour {
            until: soon(lens, until),
            returns: words.count(returns),
            expected: point.map(|point| words.count(point.expected)).unwrap_or_default(),
            band: point.map(|point| band(lens, point)).unwrap_or_default(),
        }
    };
    (0..).zip(usage.returns()).map(hour).collect()
}

pub(super) fn band(lens: &Lens<'_>, point: &Point) -> String {
    let count = |number| lens.words.count(number);
    lens.words.with("band", &[("low", count(point.low)), ("high", count(point.high))], None)
}

/// In which of the next hours most comes back; `None` when nothing is used.
pub(super) fn most(lens: &Lens<'_>, usage: &Usage) -> Option<String> {
    let returns = usage.returns();
    let most = returns.iter().copied().max().filter(|most| *most > 0)?;
    let nth = u32::try_from(returns.iter().position(|count| *count == most)?).ok()?;
    let at = |hours| soon(lens, lens.now.plus(HOUR * hours));
    let next: u64 = returns[0];
    let places = [("next", lens.words.count(next)), ("from", at(nth)), ("until", at(nth + 1))];
    Some(lens.words.with("returns-most", &places, Some(most)))
}
