//! `call_analytics`, and the analytics of groups and of groups of templates (META 9).
//!
//! Assumptions, since META names them and their granularities alone: metrics and dimensions are those
//! of Meta's page on calls as it was known, and every answer has the shape of `pricing_analytics`. There
//! are no groups of any kind here, so that theirs have no points, and none of their ids is known.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::analytics::{Granularity, empty_points, known, named_granularity, span, texts};
use super::error::GraphError;
use crate::world::calls::{Call, LOOK_BACK_S};
use crate::world::{Node, World};

pub const CALLS: &str = "call_analytics";
/// All of them.
pub const FIELDS: [&str; 3] = [CALLS, "group_analytics", "template_group_analytics"];
const DAY_S: i64 = 86_400;
const METRICS: [&str; 3] = ["COUNT", "AVERAGE_DURATION", "COST"];
const DIMENSIONS: [&str; 2] = ["DIRECTION", "PHONE"];
const OF_CALLS: [(&str, Granularity); 3] = [
    ("HALF_HOUR", Granularity::HalfHour),
    ("DAILY", Granularity::Day),
    ("MONTHLY", Granularity::Month),
];
const OF_GROUPS: [(&str, Granularity); 1] = [("DAILY", Granularity::Day)];

/// Answers one of them as it was asked for.
pub fn answer(
    world: &World,
    waba: &Node,
    field: &str,
    arguments: &BTreeMap<String, String>,
    now_s: i64,
) -> Result<Value, GraphError> {
    let (start_s, end_s) = span(arguments, now_s)?;
    if start_s < now_s - LOOK_BACK_S - DAY_S {
        return Err(GraphError::bad_parameter("Param start must be within the last 90 days"));
    }
    if field != CALLS {
        named_granularity(arguments, &OF_GROUPS)?;
        for name in ["group_ids", "template_group_ids"] {
            if let Some(id) = texts(arguments, name)?.first() {
                let words = format!("Param {name} has {id}, an id of no group here");
                return Err(GraphError::bad_parameter(&words));
            }
        }
        return Ok(json!({"data": [{"data_points": []}]}));
    }
    let granularity = named_granularity(arguments, &OF_CALLS)?;
    let metrics = known(arguments, "metric_types", &METRICS)?;
    let dimensions = known(arguments, "dimensions", &DIMENSIONS)?;
    let phones = texts(arguments, "phone_numbers")?;
    let mut data_points = Vec::new();
    for (from_s, to_s) in empty_points(start_s, end_s, granularity) {
        let mut groups: BTreeMap<Option<String>, Vec<&Call>> = BTreeMap::new();
        for number in world.children(waba) {
            let phone = number.phone_digits();
            if !phones.is_empty() && !phones.iter().any(|one| one.trim_start_matches('+') == phone)
            {
                continue;
            }
            let calls = world.calls.of(&number.id);
            let key = dimensions.iter().any(|one| one == "PHONE").then_some(phone);
            let calls = calls.filter(|call| (from_s..to_s).contains(&call.began_s));
            groups.entry(key).or_default().extend(calls);
        }
        for (phone, calls) in groups.into_iter().filter(|(_, calls)| !calls.is_empty()) {
            data_points.push(point((from_s, to_s), phone, &calls, &metrics, &dimensions));
        }
    }
    Ok(json!({"data": [{"data_points": data_points}]}))
}

fn point(
    (from_s, to_s): (i64, i64),
    phone: Option<String>,
    calls: &[&Call],
    metrics: &[String],
    dimensions: &[String],
) -> Value {
    let mut point = Map::new();
    point.insert("start".to_owned(), json!(from_s));
    point.insert("end".to_owned(), json!(to_s));
    if let Some(phone) = phone {
        point.insert("phone".to_owned(), json!(phone));
    }
    if dimensions.iter().any(|one| one == "DIRECTION") {
        point.insert("direction".to_owned(), json!("USER_INITIATED"));
    }
    let has = |metric: &str| metrics.is_empty() || metrics.iter().any(|one| one == metric);
    if has("COUNT") {
        point.insert("count".to_owned(), json!(calls.len()));
    }
    if has("AVERAGE_DURATION") {
        let total: i64 = calls.iter().map(|call| call.lasted_s).sum();
        let count = i64::try_from(calls.len()).unwrap_or(i64::MAX);
        point.insert("average_duration".to_owned(), json!(total / count.max(1)));
    }
    if has("COST") {
        // What a person begins costs the business nothing.
        point.insert("cost".to_owned(), json!(0));
    }
    Value::Object(point)
}
