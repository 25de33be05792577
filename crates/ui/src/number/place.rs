//! Where the number stands: the state before, the state now, and since when, as far as known.
//!
//! What Farol did not see is not told: a state that stood since before the first reading, or since
//! before the days that the page is given, says just that.

use std::time::Duration;

use domain::{Change, NodeKind, Timestamp};

use crate::badge::{self, Look};
use crate::told::{Lens, Source};
use crate::view;
use crate::words::Words;

/// In seconds.
const DAY: u64 = 24 * 3600;

/// Where the number stands.
pub(crate) struct Place {
    pub before: Option<Before>,
    /// Since when the state stands, in words.
    pub since: String,
    pub source: Option<Source>,
}

/// The state before.
pub(crate) struct Before {
    pub look: Look,
    pub when: String,
}

/// Words the place.
pub(crate) fn place(lens: &Lens<'_>, view: &view::Number<'_>) -> Place {
    let mut changes: Vec<&Change> = of_number(view).filter(|c| c.field == "status").collect();
    changes.sort_by_key(|change| change.at);
    Place {
        before: before(lens, view, &changes),
        since: since(lens, view, changes.last().copied()),
        source: lens.field(view.number, "status"),
    }
}

/// The changes of the number itself, without those of its profile.
pub(super) fn of_number<'a>(view: &view::Number<'a>) -> impl Iterator<Item = &'a Change> {
    let changes = view.changes.iter().map(|entry| &entry.change);
    changes.filter(|change| change.node.kind == NodeKind::PhoneNumber)
}

/// From when on the page is given all changes: what stood earlier is not known here.
pub(super) fn given_from(lens: &Lens<'_>, view: &view::Number<'_>) -> Timestamp {
    let oldest = view.changes.iter().map(|entry| entry.change.at).min();
    match oldest {
        Some(oldest) if view.has_more => oldest,
        _ => window(lens.now, view.days),
    }
}

/// When the days begin that the page is about.
pub(super) fn window(now: Timestamp, days: u16) -> Timestamp {
    Timestamp::from_millis(now.as_millis() - i64::from(days) * 86_400_000)
}

/// The newest change says what stood before it; the one before that, since when.
fn before(lens: &Lens<'_>, view: &view::Number<'_>, changes: &[&Change]) -> Option<Before> {
    let words = lens.words;
    let (newest, earlier) = changes.split_last()?;
    if newest.before.is_null() {
        return None;
    }
    let until = words.moment(newest.at);
    let first = view.number.first_read_at.map(|first| first.max(given_from(lens, view)));
    let when = match (earlier.last(), first) {
        (Some(earlier), _) if earlier.after == newest.before => {
            let length = words.lasted(newest.at.since(earlier.at));
            let from = words.moment(earlier.at);
            words.with(
                "place-between",
                &[("from", from), ("until", until), ("length", length)],
                None,
            )
        }
        (None, Some(first)) if first < newest.at => {
            let length = least(words, newest.at.since(first));
            words.with("place-until-least", &[("until", until), ("length", length)], None)
        }
        (Some(_) | None, _) => words.t1("place-until", "until", until),
    };
    Some(Before { look: badge::look(words, "status", &newest.before), when })
}

fn since(lens: &Lens<'_>, view: &view::Number<'_>, newest: Option<&Change>) -> String {
    let words = lens.words;
    let current = view.number.get("status").map(|heard| &heard.value);
    let at = |key: &str, at: Timestamp| words.t1(key, "since", words.moment(at));
    match (current, newest) {
        (Some(current), Some(change)) if change.after == *current => {
            let ago = words.ago(change.at, lens.now);
            words.with("place-since", &[("since", words.moment(change.at)), ("ago", ago)], None)
        }
        (None, Some(change)) if change.after.is_null() => at("place-gone", change.at),
        (None, _) if view.number.read_at.is_none() => words.t("place-unread"),
        (None, _) => words.t("place-unsaid"),
        // What is held and what changed last do not agree, so since when is not known.
        (Some(_), Some(_)) => words.t("place-unknown"),
        (Some(_), None) => match view.number.first_read_at {
            Some(first) if first > given_from(lens, view) => at("place-since-first", first),
            _ if view.has_more => at("place-since-before", given_from(lens, view)),
            _ => words.many("place-unchanged", view.days.into()),
        },
    }
}

/// A length of time, cut to what has passed in full.
fn least(words: &Words, least: Duration) -> String {
    let seconds = least.as_secs();
    let unit = if seconds >= 2 * DAY { DAY } else { 1 };
    words.lasted(Duration::from_secs(seconds / unit * unit))
}
