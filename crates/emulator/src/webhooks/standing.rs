//! How Meta's enforcement treats an account, by `account_update`: violations, restrictions, and the
//! way from a planned disabling to the reinstatement.
//!
//! Assumptions, since Meta documents the events and not their state: a disabled account is blocked
//! with the error that sending gives (131031) and its `status` is DISABLED; a restricted one is
//! limited and says which restrictions it has, until they end by the clock or it is said to have none.

use serde_json::{Map, Value, json};

use super::{News, announce};
use crate::state::State;
use crate::world::restriction::{self, Restriction};
use crate::world::{Health, Node};

const FIELD: &str = "account_update";

/// The steps of an account's disabling, as `ban_info` names them.
pub const BAN_STATES: &[&str] = &["SCHEDULE_FOR_DISABLE", "DISABLE", "REINSTATE"];

/// What a body says of it, done and told.
pub fn change(state: &mut State, waba: &str, given: &Map<String, Value>, now_ms: i64) {
    let mut told = Vec::new();
    let Some(node) = state.world.nodes.get_mut(waba) else { return };
    if let Some(Value::Object(violation)) = given.get("violation") {
        told.push(json!({"event": "ACCOUNT_VIOLATION", "violation_info": violation}));
    }
    if let Some(Value::Array(restrictions)) = given.get("restrictions") {
        let info = restrict(node, restrictions, now_ms);
        if !info.is_empty() {
            told.push(json!({"event": "ACCOUNT_RESTRICTION", "restriction_info": info}));
        }
    }
    if let Some(ban) = given.get("ban_state").and_then(Value::as_str) {
        match ban {
            "DISABLE" => disable(node),
            "REINSTATE" => reinstate(node),
            _ => {}
        }
        let info = json!({"waba_ban_state": ban, "waba_ban_date": date(now_ms)});
        told.push(json!({"event": "DISABLED_UPDATE", "ban_info": info}));
    }
    let news = |value| News { waba: waba.to_owned(), number: None, field: FIELD, value };
    announce(state, told.into_iter().map(news).collect(), now_ms);
}

/// Sets what an account may not do; an empty list lifts it. Answers it as Meta tells it.
fn restrict(node: &mut Node, given: &[Value], now_ms: i64) -> Vec<Value> {
    let read = given.iter().map(|one| {
        let lasts_s = one.get("expires_in").and_then(Value::as_i64);
        let kind = one.get("restriction_type").and_then(Value::as_str).unwrap_or_default();
        let until_ms = lasts_s.map(|lasts_s| now_ms.saturating_add(lasts_s.saturating_mul(1000)));
        Restriction { kind: kind.to_owned(), until_ms }
    });
    let restrictions: Vec<Restriction> = read.collect();
    let told = restrictions.iter().map(|one| {
        let until_ms = one.until_ms.unwrap_or(now_ms);
        json!({"restriction_type": one.kind, "expiration": until_ms.div_euclid(1000)})
    });
    let told = told.collect();
    restriction::set(node, restrictions);
    told
}

fn disable(node: &mut Node) {
    node.set("status", "DISABLED");
    node.health = Some(Health {
        can_send_message: "BLOCKED".to_owned(),
        errors: vec![json!({
            "error_code": 131_031,
            "error_description": "The WhatsApp Business account has been disabled because it does \
                                  not comply with a platform policy.",
            "possible_solution": "See in WhatsApp Manager which policy it is and request a review.",
        })],
        additional_info: Vec::new(),
    });
}

fn reinstate(node: &mut Node) {
    node.set("status", "ACTIVE");
    restriction::set(node, Vec::new());
}

/// As in Meta's sample: "April 17, 2025".
fn date(now_ms: i64) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, day) = civil(now_ms.div_euclid(86_400_000));
    format!("{} {day}, {year}", MONTHS[month - 1])
}

/// Year, month and day of so many days since 1970.
/// <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>
fn civil(days: i64) -> (i64, usize, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, usize::try_from(month).unwrap_or(1), day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_meta_does() {
        for (seconds, written) in [
            (0, "January 1, 1970"),
            (951_782_400, "February 29, 2000"),
            (1_744_848_000, "April 17, 2025"),
            (1_798_761_599, "December 31, 2026"),
        ] {
            assert_eq!(date(seconds * 1000), written);
        }
    }
}
