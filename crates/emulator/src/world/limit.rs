//! Messaging limits: what each tier allows, whose people it counts, and how a portfolio climbs.
//!
//! Under the portfolio rules a limit counts the people whom all numbers of the portfolio under those
//! rules reached; under the legacy rules each number has a limit and a count of its own. Meta's words
//! "within 6 hours" are read as six hours, so that a test can turn the clock up to them.

use serde_json::{Value, json};

use super::ledger::{DAY_MS, HOUR_MS, MONTH_MS, WEEK_MS};
use super::{Kind, Node, Rules, World};
use crate::graph::node_types::PORTFOLIO_LIMIT;

/// How long after half its limit was used a portfolio climbs.
const CLIMB_AFTER_MS: i64 = 6 * HOUR_MS;
/// People in 30 days that take a portfolio from 250 to 2,000 without a verification.
const FIRST_CLIMB: u64 = 2_000;
/// People of one number in 24 hours that earn it the higher throughput.
const HIGH_THROUGHPUT: u64 = 100_000;
/// What `verification_status` is once Meta knows the business.
pub const VERIFIED: &str = "verified";
/// How long a number is in maintenance (131057) while its throughput rises.
pub const MAINTENANCE_MS: i64 = 60_000;

/// The people that a limit allows; a tier without one, or one never seen, limits nothing.
pub fn value(tier: &str) -> Option<u64> {
    match tier {
        "TIER_50" => Some(50),
        "TIER_250" => Some(250),
        "TIER_1K" => Some(1_000),
        "TIER_2K" => Some(2_000),
        "TIER_10K" => Some(10_000),
        "TIER_100K" => Some(100_000),
        _ => None,
    }
}

/// The limit that a number sends under, and the numbers whose people it counts.
#[derive(Clone, Debug)]
pub struct Scope {
    pub numbers: Vec<String>,
    pub most: Option<u64>,
    pub rules: Rules,
}

impl Scope {
    pub fn of(world: &World, number: &Node) -> Scope {
        let rules = world.waba_of(number).map_or(Rules::default(), |waba| waba.rules);
        let business = world.business_of(number);
        let (numbers, tier) = match (rules, business) {
            (Rules::Portfolio, Some(business)) => {
                (sharing(world, business), business.text(PORTFOLIO_LIMIT))
            }
            (Rules::Legacy, _) | (Rules::Portfolio, None) => {
                (vec![number.id.clone()], own_tier(world, number))
            }
        };
        Scope { numbers, most: value(tier), rules }
    }

    pub fn used(&self, world: &World, span_ms: i64, now_ms: i64) -> u64 {
        world.ledger.used(self.ids(), span_ms, now_ms)
    }

    pub fn has(&self, world: &World, wa_id: &str, now_ms: i64) -> bool {
        world.ledger.has(self.ids(), wa_id, now_ms)
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        self.numbers.iter().map(String::as_str)
    }
}

/// The numbers that share a portfolio's limit.
pub fn sharing(world: &World, business: &Node) -> Vec<String> {
    world
        .children(business)
        .filter(|waba| waba.rules == Rules::Portfolio)
        .flat_map(|waba| waba.children.iter().cloned())
        .collect()
}

/// A number's own tier; without one it has its portfolio's.
pub fn own_tier<'w>(world: &'w World, number: &'w Node) -> &'w str {
    match number.text("messaging_limit_tier") {
        "" => world.business_of(number).map_or("", |business| business.text(PORTFOLIO_LIMIT)),
        own => own,
    }
}

/// When a portfolio climbs, if it earned that.
pub fn next_ms(business: &Node) -> Option<i64> {
    business.clocks.earned_ms.map(|earned_ms| earned_ms + CLIMB_AFTER_MS)
}

/// Notes since when a portfolio has earned its next tier, or that it no longer does.
pub fn notice(world: &mut World, business_id: &str, now_ms: i64) {
    let Some(business) = world.node(Kind::Business, business_id) else { return };
    let has_earned = earned(world, business, now_ms).is_some();
    if let Some(business) = world.nodes.get_mut(business_id) {
        let since_ms = business.clocks.earned_ms.unwrap_or(now_ms);
        business.clocks.earned_ms = has_earned.then_some(since_ms);
    }
}

/// A portfolio's time has come: it climbs if it still deserves it.
pub fn pass(world: &mut World, business_id: &str, at_ms: i64) {
    let earned = world.node(Kind::Business, business_id).and_then(|b| earned(world, b, at_ms));
    if let Some(business) = world.nodes.get_mut(business_id) {
        business.clocks.earned_ms = None;
        if let Some(tier) = earned {
            business.set(PORTFOLIO_LIMIT, tier);
        }
    }
}

/// The tier that a portfolio has earned.
fn earned(world: &World, business: &Node, now_ms: i64) -> Option<&'static str> {
    let (next, span_ms, needed) = match business.text(PORTFOLIO_LIMIT) {
        "TIER_50" | "TIER_250" => ("TIER_2K", MONTH_MS, FIRST_CLIMB),
        "TIER_1K" => ("TIER_10K", WEEK_MS, 500),
        "TIER_2K" => ("TIER_10K", WEEK_MS, 1_000),
        "TIER_10K" => ("TIER_100K", WEEK_MS, 5_000),
        "TIER_100K" => ("TIER_UNLIMITED", WEEK_MS, 50_000),
        _ => return None,
    };
    let numbers = sharing(world, business);
    let used = world.ledger.used(numbers.iter().map(String::as_str), span_ms, now_ms);
    (used >= needed && !is_any_low(world, business)).then_some(next)
}

/// Whether a number or a template of the portfolio has low quality, which holds its limit down.
fn is_any_low(world: &World, business: &Node) -> bool {
    let is_template_low = |template: &Node| {
        let score = template.fields.get("quality_score").and_then(|score| score.get("score"));
        score == Some(&json!("RED"))
    };
    world.children(business).any(|waba| {
        world.children(waba).any(Node::is_low) || world.templates(waba).any(is_template_low)
    })
}

/// A verification takes a new portfolio to 2,000 at once; with low quality it is put off, and Meta
/// says so. Answers what `account_alerts` then tells.
pub fn verify(world: &World, before: &Node, after: &mut Node) -> Option<Value> {
    let is_news = after.text("verification_status") == VERIFIED
        && before.text("verification_status") != VERIFIED;
    let is_new = matches!(after.text(PORTFOLIO_LIMIT), "TIER_50" | "TIER_250");
    if !is_news || !is_new {
        return None;
    }
    if !is_any_low(world, after) {
        after.set(PORTFOLIO_LIMIT, "TIER_2K");
        return None;
    }
    Some(json!({
        "entity_type": "BUSINESS",
        "entity_id": after.id,
        "alert_info": {
            "alert_severity": "WARNING",
            "alert_status": "ACTIVE",
            "alert_type": "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
            "alert_description": "The messaging limit was not increased because of low quality.",
        },
    }))
}

/// Whether a number has earned the higher throughput: no limit, 100,000 people in 24 hours, and a
/// quality that is at least medium. A number that is in the app too stays where it is.
pub fn earns_throughput(world: &World, number: &Node, now_ms: i64) -> bool {
    let level = number.fields.get("throughput").and_then(|throughput| throughput.get("level"));
    let tier = world.business_of(number).map_or("", |business| business.text(PORTFOLIO_LIMIT));
    level == Some(&json!("STANDARD"))
        && tier == "TIER_UNLIMITED"
        && !number.is_in_app()
        && matches!(number.text("quality_rating"), "GREEN" | "YELLOW")
        && world.ledger.used([number.id.as_str()], DAY_MS, now_ms) >= HIGH_THROUGHPUT
}

/// Each limit with what is used of it: a portfolio's by its numbers under the portfolio rules, and
/// each legacy number's own.
pub fn document(world: &World, now_ms: i64) -> Value {
    let used = |numbers: &[String], span_ms: i64| {
        world.ledger.used(numbers.iter().map(String::as_str), span_ms, now_ms)
    };
    let one = |node: &Node, kind: &str, tier: &str, numbers: &[String]| {
        json!({
            "id": node.id,
            "kind": kind,
            "tier": tier,
            "value": value(tier),
            "used": used(numbers, DAY_MS),
            "used_7_days": used(numbers, WEEK_MS),
        })
    };
    let mut data = Vec::new();
    for business in world.business_nodes() {
        let numbers = sharing(world, business);
        if !numbers.is_empty() {
            data.push(one(business, "business", business.text(PORTFOLIO_LIMIT), &numbers));
        }
        for waba in world.children(business).filter(|waba| waba.rules == Rules::Legacy) {
            for number in world.children(waba) {
                let own = [number.id.clone()];
                data.push(one(number, "number", own_tier(world, number), &own));
            }
        }
    }
    json!({"data": data})
}
