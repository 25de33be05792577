//! What the pages of one number and of all activity are given.

use domain::fall::Hour;
use domain::quality_day::QualityDay;
use domain::readiness::{Intervals, Scope};
use domain::subject::Subject;
use domain::{Change, Replica, Timestamp};

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
    /// Its own changes and its profile's of those days, newest first.
    pub changes: &'a [Entry],
    /// How many days the page looks back: one of [`Self::DAYS`].
    pub days: u16,
    /// The number's changes of state and limit and its times without readings, however old, in the
    /// order in which they were recorded, oldest first.
    pub states: &'a [Change],
    /// From when on those are all.
    pub states_from: Timestamp,
    /// Whether there are more in those days than are given.
    pub has_more: bool,
    /// What it did by the hour in those days and [`domain::fall::BEFORE`] twice before them.
    pub traffic: &'a [Hour],
    /// What happened to the templates of its account in that time: their states and qualities.
    pub templates: &'a [Change],
    /// Its quality day by day from before those days, oldest first.
    pub past_days: &'a [QualityDay],
    /// Whether the person may ask for a fresh reading.
    pub may_refresh: bool,
}

impl Number<'_> {
    /// How many days the page may look back.
    pub const DAYS: [u16; 2] = [30, 90];

    /// The fields of [`Self::states`].
    pub const STATE_FIELDS: [&'static str; 4] = [
        "status",
        "messaging_limit_tier",
        "whatsapp_business_manager_messaging_limit",
        Change::UNREAD,
    ];
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
