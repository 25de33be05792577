//! Which webhook a change of a node sends: Meta's rules, for the rule set of its WABA.
//!
//! A number's quality, restrictions and health send none, they can only be read; and under the portfolio
//! rules no status does.

use serde_json::{Value, json};

use super::{News, template};
use crate::graph::node_types::PORTFOLIO_LIMIT;
use crate::world::{Kind, Node, Rules, World};

/// What Meta tells after `before` became what the world holds now.
pub fn of_change(world: &World, before: &Node, now_s: i64) -> Vec<News> {
    let Some(after) = world.nodes.get(&before.id) else {
        return Vec::new();
    };
    match after.kind {
        Kind::Business => capability(world, before, after),
        Kind::Number => number(world, before, after),
        Kind::Template => template::of_change(world, before, after, now_s),
        Kind::Waba => review(before, after),
        Kind::App => Vec::new(),
    }
}

/// What became of an account's review.
fn review(before: &Node, after: &Node) -> Vec<News> {
    let decision = after.text("account_review_status");
    if decision == before.text("account_review_status") {
        return Vec::new();
    }
    vec![News {
        waba: after.id.clone(),
        number: None,
        field: "account_review_update",
        value: json!({"decision": decision}),
    }]
}

/// A limit that moved is told to each WABA of the portfolio.
fn capability(world: &World, before: &Node, after: &Node) -> Vec<News> {
    let tier = after.text(PORTFOLIO_LIMIT);
    if tier == before.text(PORTFOLIO_LIMIT) {
        return Vec::new();
    }
    let numbers = match tier {
        "TIER_250" => ("max_phone_numbers_per_business", 2),
        _ => ("max_phone_numbers_per_waba", 25),
    };
    let value = json!({
        "max_daily_conversations_per_business": daily_conversations(tier),
        numbers.0: numbers.1,
    });
    world
        .children(after)
        .map(|waba| News {
            waba: waba.id.clone(),
            number: None,
            field: "business_capability_update",
            value: value.clone(),
        })
        .collect()
}

/// Meta's sample has a number here, and its list has `UNLIMITED`.
fn daily_conversations(tier: &str) -> Value {
    match tier {
        "TIER_50" => json!(50),
        "TIER_250" => json!(250),
        "TIER_1K" => json!(1_000),
        "TIER_2K" => json!(2_000),
        "TIER_10K" => json!(10_000),
        "TIER_100K" => json!(100_000),
        "TIER_UNLIMITED" => json!("UNLIMITED"),
        other => json!(other),
    }
}

fn number(world: &World, before: &Node, after: &Node) -> Vec<News> {
    let Some(waba) = world.waba_of(after) else {
        return Vec::new();
    };
    let portfolio_tier =
        world.business_of(after).map_or("", |business| business.text(PORTFOLIO_LIMIT));
    let mut told = Vec::new();
    if waba.rules == Rules::Legacy {
        told.extend(flag(before, after, portfolio_tier));
        told.extend(tier_move(before, after, portfolio_tier));
    }
    told.extend(throughput(before, after, portfolio_tier));
    told.extend(name(before, after));
    told.extend(username(before, after));
    told.extend(pin(before, after));
    told.into_iter()
        .map(|(field, mut value)| {
            value["display_phone_number"] = json!(after.phone_digits());
            News { waba: waba.id.clone(), number: Some(after.id.clone()), field, value }
        })
        .collect()
}

type Told = Option<(&'static str, Value)>;

const QUALITY: &str = "phone_number_quality_update";

fn flag(before: &Node, after: &Node, portfolio_tier: &str) -> Told {
    let tier = own_tier(after, portfolio_tier);
    let is_lowered = rank(tier) < rank(own_tier(before, portfolio_tier));
    // A restriction hides the flag, which begins and ends under it all the same.
    let is_connected = matches!(after.text("status"), "CONNECTED" | "RESTRICTED");
    let event = match (before.clocks.flagged, after.clocks.flagged) {
        (None, Some(_)) => "FLAGGED",
        // A number that lost a tier was not let off: the downgrade tells it.
        (Some(_), None) if is_connected && !is_lowered => "UNFLAGGED",
        _ => return None,
    };
    let value = json!({
        "event": event,
        "current_limit": tier,
        "max_daily_conversations_per_business": tier,
    });
    Some((QUALITY, value))
}

fn tier_move(before: &Node, after: &Node, portfolio_tier: &str) -> Told {
    let (old, new) = (own_tier(before, portfolio_tier), own_tier(after, portfolio_tier));
    if old == new {
        return None;
    }
    let event = if rank(new) >= rank(old) { "UPGRADE" } else { "DOWNGRADE" };
    let value = json!({
        "event": event,
        "old_limit": old,
        "current_limit": new,
        "max_daily_conversations_per_business": new,
    });
    Some((QUALITY, value))
}

fn own_tier<'n>(number: &'n Node, portfolio_tier: &'n str) -> &'n str {
    match number.text("messaging_limit_tier") {
        "" => portfolio_tier,
        own => own,
    }
}

fn rank(tier: &str) -> usize {
    let tiers =
        ["TIER_50", "TIER_250", "TIER_1K", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"];
    tiers.iter().position(|known| *known == tier).unwrap_or(0)
}

fn throughput(before: &Node, after: &Node, portfolio_tier: &str) -> Told {
    let level = |node: &Node| node.fields.get("throughput").cloned();
    let is_high = level(after).is_some_and(|level| level["level"] == "HIGH");
    if level(before) == level(after) || !is_high {
        return None;
    }
    let value = json!({
        "event": "THROUGHPUT_UPGRADE",
        "current_limit": portfolio_tier,
        "max_daily_conversations_per_business": portfolio_tier,
    });
    Some((QUALITY, value))
}

/// Why a name is rejected of which nothing was said.
const REJECTION: &str = "NAME_FORMAT_UNACCEPTABLE";

/// Meta's statuses and its decisions are two lists; `rejection_reason` is one of Meta's own.
fn name(before: &Node, after: &Node) -> Told {
    let moved = |field| Some(after.text(field)).filter(|status| *status != before.text(field));
    // Of a new name only the decision is told: Graph, too, takes one without a webhook.
    let decided = moved("new_name_status").filter(|status| *status != "PENDING_REVIEW");
    let (decision, reason) = match decided.or_else(|| moved("name_status"))? {
        "APPROVED" | "AVAILABLE_WITHOUT_REVIEW" => ("APPROVED", Value::Null),
        "DECLINED" | "REJECTED" => {
            ("REJECTED", json!(after.name_rejection.as_deref().unwrap_or(REJECTION)))
        }
        "DEFERRED" => ("DEFERRED", Value::Null),
        "PENDING_REVIEW" => ("PENDING", Value::Null),
        _ => return None,
    };
    let requested = match after.text("new_display_name") {
        "" => after.text("verified_name"),
        new => new,
    };
    let value = json!({
        "decision": decision,
        "requested_verified_name": requested,
        "rejection_reason": reason,
    });
    Some(("phone_number_name_update", value))
}

fn username(before: &Node, after: &Node) -> Told {
    let username = after.text("username");
    if username == before.text("username") {
        return None;
    }
    let value = match username {
        "" => json!({"status": "deleted"}),
        username => json!({"username": username, "status": after.username_status()}),
    };
    Some(("business_username_update", value))
}

/// What somebody did to a number's PIN in Business Suite. Only a request names who asked.
pub fn security(world: &World, id: &str, event: &Value) -> Option<News> {
    let number = world.nodes.get(id)?;
    let waba = world.waba_of(number)?.id.clone();
    let mut value = json!({"event": event, "display_phone_number": number.phone_digits()});
    if event == "PIN_RESET_REQUEST" {
        value["requester"] = json!("61555822107539");
    }
    Some(News { waba, number: Some(id.to_owned()), field: "security", value })
}

/// A PIN set in Business Suite, as control sets it; one set by Graph comes by here not at all.
fn pin(before: &Node, after: &Node) -> Told {
    let is_changed = after.pin.is_some() && after.pin != before.pin;
    is_changed.then(|| ("security", json!({"event": "PIN_CHANGED"})))
}
