//! Who was reached in the moving 24 hours: unique users of one portfolio, exact to the second.
//!
//! Meta counts a user once, from the last message that reached them outside a service window
//! (META 4.1). So one time per user is enough while time goes on, and what is asked most, the
//! number now, is kept ready: only users at an edge of a window are looked at when it moves.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;

use crate::limit::Usage;
use crate::time::Timestamp;

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// How long a user is remembered: the week that is counted, and a day to be right after a clock
/// was mended.
const KEPT: i64 = 8 * DAY;
/// A step longer than this is counted anew, which costs less than moving every edge.
const LEAP: i64 = 6 * HOUR;
/// The hours of the day, then the rest of the week.
const SPANS: usize = 25;

/// The unique users whom a portfolio reached.
///
/// Users are named by a hash of their key: 64 bits, of which two of a million users share one with
/// a chance of one in thirty million. A time beyond the moment last asked about is kept apart until
/// it comes. Costs about 40 bytes a user and 200 nanoseconds a message (`benches/tally.rs`).
#[derive(Clone, Debug)]
pub struct Tally {
    /// When each was last reached.
    last: HashMap<u64, u32>,
    /// How many users were last reached in each second.
    in_second: BTreeMap<u32, u32>,
    /// What lies ahead of `now`: times of users who may also have an earlier one.
    ahead: BTreeSet<(u32, u64)>,
    /// The moment last asked about.
    now: u32,
    /// Users last reached in the 24 hours that end at `now`.
    used: u64,
    /// Until this second, from `now` on, nobody comes or goes: what is asked most is then known.
    still_until: u32,
    /// The moment that `spans` is counted for; it follows `now` only when hours are asked for, as
    /// they have ten times the edges.
    spans_now: u32,
    /// Users by how long ago they were last reached: each of the last 24 hours, then the days
    /// before, up to a week.
    spans: [u64; SPANS],
    /// When users of more than [`KEPT`] ago were last forgotten.
    pruned: u32,
}

impl Tally {
    /// Nobody reached yet. What lies after `now` is kept apart until it is asked about.
    pub fn new(now: Timestamp) -> Self {
        let now = second(now);
        Self {
            last: HashMap::new(),
            in_second: BTreeMap::new(),
            ahead: BTreeSet::new(),
            now,
            used: 0,
            still_until: now,
            spans_now: now,
            spans: [0; SPANS],
            pruned: now,
        }
    }

    /// A message that counts reached a user. Repeats and any order end the same.
    pub fn hear(&mut self, user: u64, at: Timestamp) {
        let at = second(at);
        if at > self.now {
            self.still_until = self.still_until.min(at);
            self.ahead.insert((at, user));
            return;
        }
        match self.last.get(&user).copied() {
            Some(held) if held > self.now => {
                // The clock went back over what is held: it will be the last one again.
                self.ahead.insert((held, user));
                self.forget_second(held);
            }
            Some(held) if held >= at => return,
            Some(held) => self.forget_second(held),
            None => {}
        }
        self.last.insert(user, at);
        self.note_second(at);
    }

    /// Says what is now known of a user, whatever was: counted anew from their messages.
    pub fn set(&mut self, user: u64, at: Option<Timestamp>) {
        self.ahead.retain(|(_, other)| *other != user);
        if let Some(held) = self.last.remove(&user) {
            self.forget_second(held);
        }
        if let Some(at) = at {
            self.hear(user, at);
        }
    }

    /// Unique users reached in the 24 hours that end at `now`, this moment included.
    ///
    /// Exact for any `now` that is not before one asked about earlier. Going back, a user who was
    /// reached both before and after `now` is missing until the tally is built anew.
    pub fn used(&mut self, now: Timestamp) -> u64 {
        self.move_to(second(now));
        self.used
    }

    /// The same by hours, with the week; `since` is left to who knows it.
    pub fn usage(&mut self, now: Timestamp) -> Usage {
        let used = self.used(now);
        self.move_spans();
        let mut by_hour = [0; 24];
        by_hour.copy_from_slice(&self.spans[..SPANS - 1]);
        Usage { used, week: used + self.spans[SPANS - 1], by_hour, since: None, as_of: now }
    }

    /// The latest moment asked about: before it, only a tally built anew is exact.
    pub fn asked_at(&self) -> Timestamp {
        Timestamp::from_seconds(i64::from(self.now))
    }

    /// How many users are remembered.
    pub fn len(&self) -> usize {
        self.last.len()
    }

    /// Whether nobody is remembered.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty() && self.ahead.is_empty()
    }

    fn note_second(&mut self, at: u32) {
        *self.in_second.entry(at).or_insert(0) += 1;
        self.used += u64::from(self.is_in_a_day(at));
        self.still_until = self.still_until.min(clamped(i64::from(at) + DAY));
        if let Some(span) = self.span_of(at) {
            self.spans[span] += 1;
        }
    }

    fn forget_second(&mut self, at: u32) {
        if let Some(count) = self.in_second.get_mut(&at) {
            *count -= 1;
            if *count == 0 {
                self.in_second.remove(&at);
            }
        }
        self.used -= u64::from(self.is_in_a_day(at));
        if let Some(span) = self.span_of(at) {
            self.spans[span] -= 1;
        }
    }

    fn is_in_a_day(&self, at: u32) -> bool {
        (0..DAY).contains(&(i64::from(self.now) - i64::from(at)))
    }

    /// Where a second counts; `None` ahead of the hours' moment and more than a week before it.
    fn span_of(&self, at: u32) -> Option<usize> {
        let age = i64::from(self.spans_now) - i64::from(at);
        match age {
            ..0 => None,
            0..DAY => usize::try_from(age / HOUR).ok(),
            DAY..WEEK => Some(SPANS - 1),
            _ => None,
        }
    }

    fn move_to(&mut self, now: u32) {
        if now == self.now || (self.now..self.still_until).contains(&now) {
            self.now = now;
            return;
        }
        let (from, to) = (i64::from(self.now), i64::from(now));
        let (come, gone) = (self.between(from, to), self.between(from - DAY, to - DAY));
        // Backwards, what had come is gone, and what was gone is back.
        let (back, hidden) = (self.between(to - DAY, from - DAY), self.between(to, from));
        self.now = now;
        self.used = self.used + come + back - gone - hidden;
        while let Some((at, user)) = self.ahead.first().copied().filter(|(at, _)| *at <= now) {
            self.ahead.pop_first();
            self.hear(user, Timestamp::from_seconds(i64::from(at)));
        }
        if i64::from(now) - i64::from(self.pruned) >= DAY {
            self.prune();
        }
        // Looking ahead pays where little happens; where someone moved, the next will soon.
        let is_still = come + back + gone + hidden == 0;
        self.still_until = if is_still { self.next_move() } else { now };
    }

    /// The first second after `now` in which someone may come or go, or old users are forgotten.
    fn next_move(&self) -> u32 {
        let now = i64::from(self.now);
        let after = |edge: i64| {
            let from = (Bound::Excluded(clamped(edge)), Bound::Unbounded);
            self.in_second.range(from).next().map(|(at, _)| i64::from(*at))
        };
        let ahead = self.ahead.first().map(|(at, _)| i64::from(*at));
        let goes = after(now - DAY).map(|at| at + DAY);
        let moves = [after(now), goes, ahead].into_iter().flatten();
        clamped(moves.fold(i64::from(self.pruned) + DAY, i64::min))
    }

    /// Brings the hours to the moment last asked about.
    fn move_spans(&mut self) {
        let step = i64::from(self.now) - i64::from(self.spans_now);
        if step.abs() > LEAP {
            self.spans_now = self.now;
            self.count_anew();
        } else if step != 0 {
            self.shift();
        }
    }

    /// Moves each edge by itself: what it passes over goes from one side to the other.
    fn shift(&mut self) {
        let (from, to) = (i64::from(self.spans_now), i64::from(self.now));
        let back = |edge: usize| match i64::try_from(edge) {
            Ok(hours) if edge < SPANS => hours * HOUR,
            _ => WEEK,
        };
        // Who passes two edges leaves the span between before entering it: sums first.
        let (mut gained, mut lost) = ([0; SPANS], [0; SPANS]);
        for edge in 0..=SPANS {
            let (old, new) = (from - back(edge), to - back(edge));
            let passed = self.between(old.min(new), old.max(new));
            // Younger than the edge is the span before it, older the one after.
            let (younger, older) = (edge.checked_sub(1), Some(edge).filter(|edge| *edge < SPANS));
            let (loses, gains) = if old < new { (younger, older) } else { (older, younger) };
            if let Some(span) = loses {
                lost[span] += passed;
            }
            if let Some(span) = gains {
                gained[span] += passed;
            }
        }
        for (span, (gained, lost)) in self.spans.iter_mut().zip(gained.into_iter().zip(lost)) {
            *span = *span + gained - lost;
        }
        self.spans_now = self.now;
    }

    /// Users last reached after `from`, up to and with `to`.
    fn between(&self, from: i64, to: i64) -> u64 {
        let bounds = (Bound::Excluded(clamped(from)), Bound::Included(clamped(to)));
        if clamped(from) >= clamped(to) {
            return 0;
        }
        self.in_second.range(bounds).map(|(_, count)| u64::from(*count)).sum()
    }

    fn count_anew(&mut self) {
        let mut spans = [0; SPANS];
        let from = clamped(i64::from(self.spans_now) - WEEK);
        for (at, count) in self.in_second.range(from..=self.spans_now) {
            if let Some(span) = self.span_of(*at) {
                spans[span] += u64::from(*count);
            }
        }
        self.spans = spans;
    }

    fn prune(&mut self) {
        let oldest = clamped(i64::from(self.now) - KEPT);
        self.last.retain(|_, at| *at > oldest);
        if self.last.len() < self.last.capacity() / 4 {
            self.last.shrink_to_fit();
        }
        self.in_second = self.in_second.split_off(&oldest.saturating_add(1));
        self.pruned = self.now;
    }
}

/// Whole seconds since 1970, the unit of Meta's times; none of ours is before it or after 2106.
fn second(at: Timestamp) -> u32 {
    clamped(at.as_millis().div_euclid(1_000))
}

fn clamped(seconds: i64) -> u32 {
    u32::try_from(seconds.max(0)).unwrap_or(u32::MAX)
}
