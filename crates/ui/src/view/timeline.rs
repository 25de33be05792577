//! What the pages of one number and of all activity are given.

use domain::readiness::{Intervals, Scope};
use domain::subject::Subject;
use domain::{Change, Replica};

/// A change with its place in the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its place: newer is higher.
    pub seq: u64,
    /// The change.
    pub change: Change,
    /// Name of the person whose doing it was, where it was one's.
    pub by: Option<String>,
}

/// A number by itself.
#[derive(Clone, Copy, Debug)]
pub struct Number<'a> {
    /// Everything of the tenant.
    pub scope: &'a Scope,
    /// The number.
    pub number: &'a Replica,
    /// Its profile; `None` when it was never asked for.
    pub profile: Option<&'a Replica>,
    /// The account that it was read of.
    pub waba: Option<&'a str>,
    /// When a reading is old.
    pub intervals: &'a Intervals,
    /// Whether it had a message or status in the last seven days.
    pub is_in_use: bool,
    /// Its own changes and its profile's of the last thirty days, newest first.
    pub changes: &'a [Entry],
    /// Whether there are more in those days than are given.
    pub has_more: bool,
    /// Whether the person may ask for a fresh reading.
    pub may_refresh: bool,
}

/// Atividade.
#[derive(Clone, Copy, Debug)]
pub struct Activity<'a> {
    /// Everything of the tenant, templates included: whose changes they are.
    pub scope: &'a Scope,
    /// When a reading is old.
    pub intervals: &'a Intervals,
    /// One page of changes, newest first.
    pub entries: &'a [Entry],
    /// What the reader narrowed the list to.
    pub narrowed: Narrowed<'a>,
    /// Cursor of the next page; `None` on the last.
    pub next: Option<u64>,
    /// Whether this is the first page.
    pub is_first: bool,
}

/// What a reader narrows the changes to; what is `None` narrows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Narrowed<'a> {
    /// Changes about this.
    pub subject: Option<Subject>,
    /// Changes of this number and its profile.
    pub number: Option<&'a str>,
    /// Changes of the last so many days.
    pub days: Option<u16>,
}

impl Narrowed<'_> {
    /// The periods that the page offers, in days.
    pub const DAYS: [u16; 4] = [1, 7, 30, 90];
}
