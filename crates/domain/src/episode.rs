//! Times in which Meta held a number as FLAGGED or RESTRICTED: since when, until when by which rule,
//! and what came of it, as Meta confirmed it. Nothing is foretold; a clock only says what its rule says.

use std::time::Duration;

use meta::open::{MessagingLimit, PhoneNumberStatus};
use serde_json::Value;

use crate::change::Change;
use crate::replica::Replica;
use crate::rule::{self, Rule, rule};
use crate::time::Timestamp;

/// What an episode was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// FLAGGED.
    Flagged,
    /// RESTRICTED.
    Restricted,
}

impl Kind {
    /// The kind of a state; `None` for a state without a clock.
    pub fn of(status: &PhoneNumberStatus) -> Option<Self> {
        use PhoneNumberStatus as S;
        match status {
            S::Flagged => Some(Self::Flagged),
            S::Restricted => Some(Self::Restricted),
            S::Connected
            | S::RateLimited
            | S::Banned
            | S::Pending
            | S::Unverified
            | S::Disconnected
            | S::Migrated
            | S::Deleted
            | S::Unknown
            | S::Other(_) => None,
        }
    }

    /// The rule that counts it.
    pub fn rule(self) -> &'static Rule {
        rule(match self {
            Self::Flagged => rule::FLAGGED_SEVEN_DAYS,
            Self::Restricted => rule::RESTRICTED_24_HOURS,
        })
    }
}

/// When something happened, as far as readings tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// It had not happened by then; `None` when that is not known.
    pub after: Option<Timestamp>,
    /// It had happened by then.
    pub by: Timestamp,
}

impl When {
    const fn at(at: Timestamp) -> Self {
        Self { after: Some(at), by: at }
    }

    /// Whether the moment is known as exactly as readings follow each other.
    pub fn is_exact(self) -> bool {
        self.after == Some(self.by)
    }
}

/// One time in such a state.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    /// Which state.
    pub kind: Kind,
    /// When it began.
    pub began: When,
    /// What stood before it, as Meta spells it; `None` when that is not known.
    pub before: Option<Value>,
    /// The limit when it began.
    pub limit: Option<Limit>,
    /// What came of it.
    pub end: End,
}

/// A limit, and whose.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// As Meta reports it.
    pub tier: MessagingLimit,
    /// Whether it is the number's own; else its portfolio's.
    pub is_own: bool,
}

impl Limit {
    /// The next tier below it, by the tiers of whose limit it is.
    pub fn next_lower(&self) -> Option<&'static MessagingLimit> {
        let id = if self.is_own { rule::NUMBER_TIERS } else { rule::PORTFOLIO_TIERS };
        rule::next_lower(rule(id), &self.tier)
    }

    /// The same by the tiers of numbers, whosever it is: a flagged number is told of by their rules,
    /// and Meta repeats the portfolio's limit where a number's own would stand.
    pub fn next_lower_of_number(&self) -> Option<&'static MessagingLimit> {
        rule::next_lower(rule(rule::NUMBER_TIERS), &self.tier)
    }
}

/// What came of an episode.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// The number is still in that state, as last heard then.
    Lasts {
        /// When the state was last heard.
        heard_at: Timestamp,
    },
    /// It is CONNECTED again.
    Connected {
        /// When.
        at: When,
        /// The limit since then; `None` when it is not known.
        limit: Option<Limit>,
        /// How that compares with the limit before.
        turn: Turn,
    },
    /// It passed to another state.
    Other {
        /// When.
        at: When,
        /// Which, as Meta spells it; null when Meta no longer names one.
        status: Value,
    },
}

/// How a limit compares with the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The same.
    Kept,
    /// The next lower tier.
    NextLower,
    /// Lower, by another step than the next tier.
    Lower,
    /// Higher.
    Higher,
    /// One of the two is not known, or can't be compared.
    Unknown,
}

/// Where the clock of an episode stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It runs.
    Runs {
        /// What has begun of it, in units of a day, from 1.
        day: u64,
        /// How long until it ends, at least and at most.
        left: (Duration, Duration),
    },
    /// It has run out, and Meta named the same state after that.
    RanOut,
    /// It has run out, and nothing was heard since.
    Unheard,
}

impl Episode {
    /// Between which two moments the clock of its rule ends; the first `None` when it is not known
    /// how long ago the episode began.
    pub fn ends(&self) -> (Option<Timestamp>, Timestamp) {
        let wait = self.kind.rule().wait.unwrap_or_default();
        (self.began.after.map(|after| after.plus(wait)), self.began.by.plus(wait))
    }

    /// Where its clock stands at `now`; `None` when the episode is over. A clock that was turned back
    /// behind the beginning has the whole of it left.
    pub fn clock(&self, now: Timestamp) -> Option<Clock> {
        const DAY: u64 = 86_400;
        let End::Lasts { heard_at } = self.end else { return None };
        let wait = self.kind.rule().wait.unwrap_or_default();
        let (earliest, latest) = self.ends();
        if now >= latest {
            return Some(if heard_at >= latest { Clock::RanOut } else { Clock::Unheard });
        }
        let most = latest.since(now).min(wait);
        let least = earliest.map_or(Duration::ZERO, |earliest| earliest.since(now)).min(wait);
        let days = wait.as_secs().div_ceil(DAY).max(1);
        let day = (wait.saturating_sub(most).as_secs() / DAY + 1).min(days);
        Some(Clock::Runs { day, left: (least, most) })
    }
}

/// What the episodes of a number are told from.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The number as it stands.
    pub number: &'a Replica,
    /// Its changes in the order in which they were recorded, oldest first, of all fields.
    pub changes: &'a [&'a Change],
    /// From when on those are all changes.
    pub from: Timestamp,
}

/// The episodes of a number, oldest first.
pub fn episodes(told: Told<'_>) -> Vec<Episode> {
    let stands = stands(told);
    let kind = |value: &Value| Kind::of(&PhoneNumberStatus::from(value.as_str()?));
    let mut episodes = Vec::new();
    for (nth, stand) in stands.iter().enumerate() {
        let Some(kind) = kind(&stand.status) else { continue };
        let limit = limit(told, before_reading(told.changes, stand.recorded));
        let end = match stands.get(nth + 1) {
            None => End::Lasts { heard_at: heard_at(told.number) },
            Some(next) => end(told, limit.as_ref(), next),
        };
        let before = nth.checked_sub(1).and_then(|before| stands.get(before));
        let before = before.map(|stand| stand.status.clone());
        episodes.push(Episode { kind, began: stand.began, before, limit, end });
    }
    episodes
}

/// A state that stood.
struct Stand {
    status: Value,
    began: When,
    /// Which change brought it; 0 for the first, the number of changes for what stands unrecorded.
    recorded: usize,
}

/// The states one after the other. The order is that of recording: a clock that was set back makes
/// moments go backwards, not what happened.
fn stands(told: Told<'_>) -> Vec<Stand> {
    let first = told.number.first_read_at.unwrap_or(told.from).max(told.from);
    let mut stands: Vec<Stand> = Vec::new();
    let of_status = told.changes.iter().enumerate().filter(|(_, change)| change.field == "status");
    for (nth, change) in of_status {
        match stands.last() {
            None if change.before.is_null() => {}
            None => {
                let began = When { after: None, by: first.min(change.at) };
                stands.push(Stand { status: change.before.clone(), began, recorded: 0 });
            }
            // A change is missing: what stood before this one began somewhere between the two.
            Some(last) if last.status != change.before => {
                let began = When { after: Some(last.began.by), by: change.at };
                stands.push(Stand { status: change.before.clone(), began, recorded: nth });
            }
            Some(_) => {}
        }
        let began = when(told.changes, nth, change);
        stands.push(Stand { status: change.after.clone(), began, recorded: nth });
    }
    let held = told.number.fields.get("status");
    if let Some(held) = held
        && stands.last().is_none_or(|last| last.status != held.value)
        && !(stands.is_empty() && held.value.is_null())
    {
        let (after, by) = match stands.last() {
            Some(last) => (Some(last.began.by), held.at),
            None => (None, first.min(held.at)),
        };
        let recorded = if stands.is_empty() { 0 } else { told.changes.len() };
        stands.push(Stand { status: held.value.clone(), began: When { after, by }, recorded });
    }
    stands
}

/// When a change happened: at its time, unless the reading that showed it came after a long time
/// without one.
fn when(changes: &[&Change], nth: usize, change: &Change) -> When {
    let same = reading(changes, nth);
    let gap = changes[same].iter().find_map(|other| other.unread());
    match gap {
        Some((from, until)) if from < change.at && change.at <= until => {
            When { after: Some(from), by: change.at }
        }
        _ => When::at(change.at),
    }
}

/// The changes that the same reading brought as this one: its neighbours of the same moment.
fn reading(changes: &[&Change], nth: usize) -> std::ops::Range<usize> {
    let at = |index: usize| changes.get(index).map(|change| change.at);
    let mut range = nth..nth + 1;
    while range.start > 0 && at(range.start - 1) == at(nth) {
        range.start -= 1;
    }
    while at(range.end).is_some() && at(range.end) == at(nth) {
        range.end += 1;
    }
    range
}

fn before_reading(changes: &[&Change], nth: usize) -> usize {
    if nth < changes.len() { reading(changes, nth).start } else { changes.len() }
}

fn end(told: Told<'_>, before: Option<&Limit>, next: &Stand) -> End {
    let (at, status) = (next.began, next.status.clone());
    if status.as_str().map(PhoneNumberStatus::from) != Some(PhoneNumberStatus::Connected) {
        return End::Other { at, status };
    }
    let end = match next.recorded {
        nth if nth < told.changes.len() => reading(told.changes, nth).end,
        _ => told.changes.len(),
    };
    let limit = limit(told, end);
    let turn = turn(before, limit.as_ref());
    End::Connected { at, limit, turn }
}

const OWN: &str = "messaging_limit_tier";
const PORTFOLIO: &str = "whatsapp_business_manager_messaging_limit";

/// The limit after the first `nth` changes. From v24 on the older field repeats the portfolio's
/// limit (META 3), so only another value there is the number's own.
fn limit(told: Told<'_>, nth: usize) -> Option<Limit> {
    let of = |field| {
        let stood = stood(told, field, nth);
        stood.and_then(|value| MessagingLimit::from_json(&value))
    };
    match (of(OWN), of(PORTFOLIO)) {
        (Some(own), portfolio) if portfolio.as_ref() != Some(&own) => {
            Some(Limit { tier: own, is_own: true })
        }
        (_, portfolio) => portfolio.map(|tier| Limit { tier, is_own: false }),
    }
}

/// What a field was after the first `nth` changes; `None` when it was not told.
fn stood(told: Told<'_>, field: &str, nth: usize) -> Option<Value> {
    let nth = nth.min(told.changes.len());
    let (before, after) = told.changes.split_at(nth);
    let of_field = |change: &&&Change| change.field == field;
    let last = before.iter().rev().find(of_field).map(|change| change.after.clone());
    let next = after.iter().find(of_field).map(|change| change.before.clone());
    let held = told.number.fields.get(field).map(|heard| heard.value.clone());
    last.or(next).or(held).filter(|value| !value.is_null())
}

fn turn(before: Option<&Limit>, after: Option<&Limit>) -> Turn {
    let (Some(before), Some(after)) = (before, after) else { return Turn::Unknown };
    if before.tier == after.tier {
        return Turn::Kept;
    }
    if [before.next_lower(), before.next_lower_of_number()].contains(&Some(&after.tier)) {
        return Turn::NextLower;
    }
    match (rule::rank(&before.tier), rule::rank(&after.tier)) {
        (Some(before), Some(after)) if after < before => Turn::Lower,
        (Some(before), Some(after)) if after > before => Turn::Higher,
        _ => Turn::Unknown,
    }
}

fn heard_at(number: &Replica) -> Timestamp {
    let heard = number.fields.get("status").map(|heard| heard.at);
    heard.or(number.read_at).unwrap_or(Timestamp::from_millis(i64::MIN))
}
