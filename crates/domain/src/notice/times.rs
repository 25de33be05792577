//! When a person wants mail: quiet hours, a digest a day, silence until a moment.
//!
//! Hours are of the wall: the zone comes as a function from a moment to how far its clocks stand
//! ahead of UTC, so that quiet hours end when the wall says so, also in a night with a clock change.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Notice, Rules};
use crate::time::Timestamp;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// A minute of the day, 0 to 1439; printed and parsed as `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Minute(u16);

impl Minute {
    /// That minute; `None` past the end of the day.
    pub const fn new(minute: u16) -> Option<Self> {
        if minute < 24 * 60 { Some(Self(minute)) } else { None }
    }

    /// Reads `HH:MM`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let two = |part: &str| match part.len() {
            2 if part.bytes().all(|byte| byte.is_ascii_digit()) => part.parse::<u16>().ok(),
            _ => None,
        };
        let (hour, minute) = (two(hour)?, two(minute).filter(|minute| *minute < 60)?);
        Self::new(hour * 60 + minute)
    }

    fn as_millis(self) -> i64 {
        i64::from(self.0) * MINUTE_MS
    }
}

impl TryFrom<u16> for Minute {
    type Error = String;

    fn try_from(minute: u16) -> Result<Self, String> {
        Self::new(minute).ok_or_else(|| format!("{minute} is no minute of a day"))
    }
}

impl From<Minute> for u16 {
    fn from(minute: Minute) -> Self {
        minute.0
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Hours without mail, but for what is urgent; over midnight when `from` is after `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// Their first minute.
    pub from: Minute,
    /// The first minute after them.
    pub to: Minute,
}

/// One mail a day with everything, but for what is urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// When it goes out.
    pub at: Minute,
}

/// When a person wants mail of a tenant; the default is at once and always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Quiet hours.
    pub quiet: Option<Quiet>,
    /// The digest.
    pub digest: Option<Digest>,
    /// No mail at all before this moment; in Farol everything is shown.
    pub muted_until: Option<Timestamp>,
}

/// How far a zone's clocks stand ahead of UTC at a moment, in milliseconds.
pub type Zone<'z> = dyn Fn(Timestamp) -> i64 + 'z;

/// When a notice's mail to a person is due: `now`, later, or never (`None`).
pub fn plan(
    notice: &Notice,
    rules: &Rules,
    times: &Times,
    now: Timestamp,
    zone: &Zone<'_>,
) -> Option<Timestamp> {
    let is_muted = times.muted_until.is_some_and(|until| now < until);
    if is_muted || !rules.channels(notice.kind).email {
        return None;
    }
    if notice.is_urgent() {
        return Some(now);
    }
    let due = times.digest.map_or(now, |digest| next_at(digest.at, now, zone));
    Some(match times.quiet {
        Some(quiet) if quiet.holds(due, zone) => next_at(quiet.to, due, zone),
        Some(_) | None => due,
    })
}

impl Quiet {
    /// Whether these hours hold at a moment; hours without a length never do.
    pub fn holds(&self, at: Timestamp, zone: &Zone<'_>) -> bool {
        let wall = wall(at, zone);
        let (from, to) = (self.from.as_millis(), self.to.as_millis());
        if from <= to { from <= wall && wall < to } else { wall < to || from <= wall }
    }
}

/// What the wall's clock shows, in milliseconds of the day.
fn wall(at: Timestamp, zone: &Zone<'_>) -> i64 {
    at.as_millis().saturating_add(zone(at)).rem_euclid(DAY_MS)
}

/// The next moment, this one included, at which the wall's clock shows that minute; on a day whose
/// clocks jump over it, the moment of the jump.
fn next_at(minute: Minute, now: Timestamp, zone: &Zone<'_>) -> Timestamp {
    let wait = (minute.as_millis() - wall(now, zone)).rem_euclid(DAY_MS);
    let guess = now.as_millis().saturating_add(wait);
    let shift = zone(Timestamp::from_millis(guess)) - zone(now);
    let found = Timestamp::from_millis(guess - shift);
    if found >= now && wall(found, zone) == minute.as_millis() {
        return found;
    }
    // Clocks jump between the two: forward, and the minute is skipped.
    let (mut before, mut after) = (found.as_millis().max(now.as_millis()), guess);
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if zone(Timestamp::from_millis(middle)) == zone(now) {
            before = middle;
        } else {
            after = middle;
        }
    }
    Timestamp::from_millis(after)
}
