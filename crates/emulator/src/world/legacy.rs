//! The rules before October 2025, by which each number had a limit, a standing and their clocks.
//!
//! A number that ends a day with low quality is about to lose a tier: it is Flagged. From then on
//! each of its days ends with a look: high or medium quality makes it Connected again, and a seventh
//! day without leaves it Connected one tier lower. A number that reached its limit is Restricted for
//! 24 hours. One that used half its limit in seven days climbs, within 24 hours, but not while Flagged.

use serde::{Deserialize, Serialize};

use super::ledger::{DAY_MS, WEEK_MS};
use super::{Kind, Node, World, limit};

/// A flagged number loses a tier at the end of this day.
const LAST_DAY: i64 = 7;

/// What runs on a number, or on a portfolio, until a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clocks {
    /// Its quality is low since then, and no flag has come of it yet.
    pub low_ms: Option<i64>,
    /// It is flagged: also under a restriction, which hides the flag for a while.
    pub flagged: Option<Flagged>,
    pub restricted_ms: Option<i64>,
    /// It used half its limit, and nothing held it down, since then.
    pub earned_ms: Option<i64>,
    /// Its throughput rises until then.
    pub maintenance_until_ms: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flagged {
    pub since_ms: i64,
    /// How many of its days have ended.
    pub days: i64,
}

impl Flagged {
    fn since(since_ms: i64) -> Flagged {
        Flagged { since_ms, days: 0 }
    }

    fn day_end_ms(self) -> i64 {
        self.since_ms + (self.days + 1) * DAY_MS
    }
}

/// Sets the clocks of a number that was changed by hand: they run under either rule set, and are
/// looked at under the legacy one.
pub fn follow(before: &Node, after: &mut Node, now_ms: i64) {
    if before.is_low() != after.is_low() {
        after.clocks.low_ms = after.is_low().then_some(now_ms);
    }
    let status = after.text("status").to_owned();
    if status == before.text("status") {
        return;
    }
    let clocks = &mut after.clocks;
    clocks.restricted_ms = (status == "RESTRICTED").then_some(now_ms);
    match status.as_str() {
        "FLAGGED" => {
            clocks.flagged.get_or_insert(Flagged::since(now_ms));
            clocks.low_ms = None;
        }
        "RESTRICTED" => {}
        _ => clocks.flagged = None,
    }
}

/// A number that comes with a standing, from a file of ours or of an older program, begins it now.
pub fn adopt(number: &mut Node, now_ms: i64) {
    let status = number.text("status").to_owned();
    let is_low = number.is_low();
    let clocks = &mut number.clocks;
    if status == "FLAGGED" {
        clocks.flagged.get_or_insert(Flagged::since(now_ms));
    } else if is_low && *clocks == Clocks::default() {
        clocks.low_ms = Some(now_ms);
    }
    if status == "RESTRICTED" {
        clocks.restricted_ms.get_or_insert(now_ms);
    }
}

/// The number reached its limit.
pub fn restrict(number: &mut Node, now_ms: i64) {
    number.set("status", "RESTRICTED");
    number.clocks.restricted_ms = Some(now_ms);
}

/// When the next clock of a number runs out.
pub fn next_ms(number: &Node) -> Option<i64> {
    let clocks = &number.clocks;
    [
        clocks.restricted_ms.map(|since_ms| since_ms + DAY_MS),
        clocks.flagged.map(Flagged::day_end_ms),
        clocks.low_ms.map(|since_ms| since_ms + DAY_MS),
        clocks.earned_ms.map(|since_ms| since_ms + DAY_MS),
    ]
    .into_iter()
    .flatten()
    .min()
}

/// Notes since when a number has earned its next tier, or that it no longer does.
pub fn notice(world: &mut World, number_id: &str, now_ms: i64) {
    let Some(number) = world.node(Kind::Number, number_id) else { return };
    let has_earned = earned(world, number, now_ms).is_some();
    if let Some(number) = world.nodes.get_mut(number_id) {
        let since_ms = number.clocks.earned_ms.unwrap_or(now_ms);
        number.clocks.earned_ms = has_earned.then_some(since_ms);
    }
}

/// Whatever of a number is due happens: what ended, then the day's look, then what begins.
pub fn pass(world: &mut World, number_id: &str, at_ms: i64) {
    let Some(number) = world.node(Kind::Number, number_id) else { return };
    let earned = earned(world, number, at_ms);
    let lower = lower(limit::own_tier(world, number));
    let Some(number) = world.nodes.get_mut(number_id) else { return };
    let is_due =
        |since_ms: Option<i64>| since_ms.is_some_and(|since_ms| since_ms + DAY_MS <= at_ms);
    if is_due(number.clocks.restricted_ms) {
        release(number);
    }
    if number.clocks.flagged.is_some_and(|flagged| flagged.day_end_ms() <= at_ms) {
        end_day(number, lower);
    }
    if is_due(number.clocks.low_ms) {
        number.clocks.low_ms = None;
        flag(number, at_ms);
    }
    if is_due(number.clocks.earned_ms) {
        number.clocks.earned_ms = None;
        if let Some(tier) = earned {
            number.set("messaging_limit_tier", tier);
        }
    }
}

/// The 24 hours are over.
fn release(number: &mut Node) {
    number.clocks.restricted_ms = None;
    if number.text("status") == "RESTRICTED" {
        let standing = if number.clocks.flagged.is_some() { "FLAGGED" } else { "CONNECTED" };
        number.set("status", standing);
    }
}

/// A day of a flagged number ends.
fn end_day(number: &mut Node, lower: Option<&'static str>) {
    let Some(flagged) = &mut number.clocks.flagged else { return };
    flagged.days += 1;
    let is_last = flagged.days >= LAST_DAY;
    let status = number.text("status").to_owned();
    let is_better = matches!(number.text("quality_rating"), "GREEN" | "YELLOW");
    // Whatever else became of the number, it is no longer this story's.
    let is_gone = !matches!(status.as_str(), "FLAGGED" | "RESTRICTED");
    if !is_better && !is_last && !is_gone {
        return;
    }
    number.clocks.flagged = None;
    if status == "FLAGGED" {
        number.set("status", "CONNECTED");
    }
    if let (false, false, Some(tier)) = (is_better, is_gone, lower) {
        number.set("messaging_limit_tier", tier);
    }
}

fn flag(number: &mut Node, at_ms: i64) {
    match number.text("status") {
        "CONNECTED" => number.set("status", "FLAGGED"),
        "RESTRICTED" => {}
        _ => return,
    }
    number.clocks.flagged = Some(Flagged::since(at_ms));
}

/// The tier that a number has earned.
fn earned(world: &World, number: &Node, now_ms: i64) -> Option<&'static str> {
    if number.is_low() || number.clocks.flagged.is_some() {
        return None;
    }
    let tier = limit::own_tier(world, number);
    let used = world.ledger.used([number.id.as_str()], WEEK_MS, now_ms);
    higher(tier).filter(|_| limit::value(tier).is_some_and(|most| 2 * used >= most))
}

/// 2,000 is a tier of the later rules only; a number that has it stands between 1,000 and 10,000.
fn higher(tier: &str) -> Option<&'static str> {
    match tier {
        "TIER_50" => Some("TIER_250"),
        "TIER_250" => Some("TIER_1K"),
        "TIER_1K" | "TIER_2K" => Some("TIER_10K"),
        "TIER_10K" => Some("TIER_100K"),
        "TIER_100K" => Some("TIER_UNLIMITED"),
        _ => None,
    }
}

/// The lowest tiers are no further down.
fn lower(tier: &str) -> Option<&'static str> {
    match tier {
        "TIER_UNLIMITED" => Some("TIER_100K"),
        "TIER_100K" => Some("TIER_10K"),
        "TIER_10K" => Some("TIER_1K"),
        "TIER_1K" | "TIER_2K" => Some("TIER_250"),
        _ => None,
    }
}
