//! Whether an entity could send, over time: the stretches of its `can_send_message`, its days by the
//! worst that was said on them, and the share of the known time in which Meta said AVAILABLE.
//!
//! Business and app have no health of their own: the readings of their accounts tell of them, so a
//! time is without readings only when none of those who tell was read.

use std::time::Duration;

use meta::open::{CanSendMessage, PhoneNumberStatus};
use serde_json::Value;

use crate::change::Change;
use crate::history::{self, Known, Span};
use crate::readiness::Intervals;
use crate::replica::Replica;
use crate::time::Timestamp;

/// The field whose changes are laid out.
pub const FIELD: &str = "can_send_message";
/// The field of a number that tells whether it is registered.
pub const STATUS: &str = "status";

/// A node whose readings tell of an entity: itself, or an account of a business or app.
#[derive(Clone, Copy, Debug)]
pub struct Teller<'a> {
    /// What is held of it.
    pub replica: &'a Replica,
    /// Its changes within the window, those of [`Change::UNREAD`] among them.
    pub changes: &'a [&'a Change],
}

type Gap = (Timestamp, Timestamp);

impl Teller<'_> {
    /// When it was not read, the time since its last reading among them once that is old.
    fn gaps(&self, intervals: &Intervals, now: Timestamp) -> Vec<Gap> {
        let read_at = self.replica.read_at;
        let is_old = |at: &Timestamp| intervals.is_old(self.replica.node.kind, *at, now);
        let lasting = read_at.filter(is_old).map(|at| (at, now));
        self.changes.iter().filter_map(|change| change.unread()).chain(lasting).collect()
    }

    /// From when on its readings tell something; `None` when that is not known, or from before all.
    fn since(&self) -> Option<Timestamp> {
        self.replica.first_read_at
    }
}

/// What Meta said of an entity from `from` to `now`, oldest first and without holes: `None` where
/// nothing is known. `own` are the entity's changes in that time, in any order.
pub fn spans(
    entity: &Replica,
    own: &[&Change],
    tellers: &[Teller<'_>],
    intervals: &Intervals,
    (from, now): (Timestamp, Timestamp),
) -> Vec<Span> {
    let changes: Vec<&Change> =
        own.iter().copied().filter(|change| change.field == FIELD).collect();
    let all_gaps = tellers.iter().map(|teller| teller.gaps(intervals, now));
    let gaps = all_gaps.reduce(|one, other| both(&one, &other)).unwrap_or_default();
    let firsts: Option<Vec<Timestamp>> = tellers.iter().map(Teller::since).collect();
    let heard = changes.iter().map(|change| change.at).min();
    let since = firsts.and_then(|firsts| firsts.into_iter().chain(heard).min());
    let known = Known {
        current: entity.get(FIELD).map(|heard| &heard.value),
        since,
        changes: &changes,
        gaps: &gaps,
    };
    history::spans(known, from, now)
}

/// The same without the times in which a number was not registered yet, by Meta's status of then:
/// nobody expects such a number to send. `own` are its changes from `from` to `now`, in any order.
pub fn once_registered(
    spans: Vec<Span>,
    number: &Replica,
    own: &[&Change],
    (from, now): (Timestamp, Timestamp),
) -> Vec<Span> {
    use PhoneNumberStatus::{Pending, Unverified};
    let changes: Vec<&Change> =
        own.iter().copied().filter(|change| change.field == STATUS).collect();
    let current = number.get(STATUS).map(|heard| &heard.value);
    let known = Known { current, since: None, changes: &changes, gaps: &[] };
    let is_waiting = |span: &Span| {
        let status = span.value.as_ref().and_then(Value::as_str).map(PhoneNumberStatus::from);
        matches!(status, Some(Pending | Unverified))
    };
    let statuses = history::spans(known, from, now).into_iter();
    let waiting: Vec<Gap> =
        statuses.filter(is_waiting).map(|span| (span.from, span.until)).collect();
    history::but_for(spans, &waiting)
}

/// The times that are in both lists.
fn both(one: &[Gap], other: &[Gap]) -> Vec<Gap> {
    let shared = |a: &Gap, b: &Gap| (a.0.max(b.0), a.1.min(b.1));
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| shared(a, b)));
    pairs.filter(|(from, until)| from < until).collect()
}

/// What Meta said of a stretch; `None` where nothing is known.
pub fn said(span: &Span) -> Option<CanSendMessage> {
    span.value.as_ref().map(|value| match value {
        Value::String(raw) => CanSendMessage::from(raw.as_str()),
        other => CanSendMessage::Other(other.to_string()),
    })
}

/// The worst that was said on each day, `None` for a day of which nothing is known. `starts` are the
/// days' beginnings, oldest first; each ends where the next one begins, the last with the stretches.
pub fn days(spans: &[Span], starts: &[Timestamp]) -> Vec<Option<CanSendMessage>> {
    let ends = starts.iter().skip(1).map(Some).chain([None]);
    let day = |(start, end): (&Timestamp, Option<&Timestamp>)| {
        let is_of_day =
            |span: &&Span| span.until > *start && end.is_none_or(|end| span.from < *end);
        spans.iter().filter(is_of_day).filter_map(said).max_by_key(gravity)
    };
    starts.iter().zip(ends).map(day).collect()
}

/// A value that is not known here is worse than none, and better than a limit.
fn gravity(can: &CanSendMessage) -> u8 {
    match can {
        CanSendMessage::Available => 0,
        CanSendMessage::Other(_) => 1,
        CanSendMessage::Limited => 2,
        CanSendMessage::Blocked => 3,
    }
}

/// In which part of the known time Meta said AVAILABLE, in thousandths, rounded down; `None` when
/// nothing is known. Less than all of it never rounds to 1,000.
pub fn available_per_mille(spans: &[Span]) -> Option<u64> {
    let length = |span: &Span| span.until.since(span.from);
    let known: Duration = spans.iter().filter(|span| span.value.is_some()).map(length).sum();
    let is_available = |span: &&Span| said(span) == Some(CanSendMessage::Available);
    let available: Duration = spans.iter().filter(is_available).map(length).sum();
    let per_mille = (available.as_millis() * 1_000).checked_div(known.as_millis())?;
    u64::try_from(per_mille).ok()
}
