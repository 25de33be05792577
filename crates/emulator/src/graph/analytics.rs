//! The field `analytics` of a WABA: how many messages its numbers sent and had delivered, in data
//! points of half an hour, a day or a month.
//!
//! Assumptions, since Meta's page shows one sample: points follow each other from `start`, rounded
//! down to the half hour, without gaps; a month is one of the calendar, in UTC; inbound messages
//! count only when they are asked for; beyond the look-back of a year there is a 100.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::error::GraphError;
use crate::world::volume::{HALF_HOUR_S, INBOUND, LOOK_BACK_S, OTHER, TEMPLATE};
use crate::world::{Node, World};

pub const FIELD: &str = "analytics";

const NAMES: [(&str, Granularity); 3] = [
    ("HALF_HOUR", Granularity::HalfHour),
    ("DAY", Granularity::Day),
    ("MONTH", Granularity::Month),
];
const DAY_S: i64 = 24 * 3_600;
/// A year of half hours, and then some.
const MOST_POINTS: usize = 20_000;

/// How long a point is.
#[derive(Clone, Copy, Debug)]
pub enum Granularity {
    HalfHour,
    Day,
    Month,
}

/// Answers the field as it was asked for: `analytics.start(..).end(..).granularity(..)`.
pub fn answer(
    world: &World,
    waba: &Node,
    arguments: &BTreeMap<String, String>,
    now_s: i64,
) -> Result<Value, GraphError> {
    let (start_s, end_s) = span(arguments, now_s)?;
    let granularity = named_granularity(arguments, &NAMES)?;
    let name = arguments.get("granularity").map(String::as_str).unwrap_or_default();
    let phones = texts(arguments, "phone_numbers")?;
    let countries = texts(arguments, "country_codes")?;
    let products = products(arguments)?;
    let numbers: Vec<&Node> = world
        .children(waba)
        .filter(|number| phones.is_empty() || phones.iter().any(|phone| is_of(phone, number)))
        .collect();
    let mut points: Vec<Point> = empty_points(start_s, end_s, granularity)
        .into_iter()
        .map(|(start_s, end_s)| Point { start_s, end_s, sent: 0, delivered: 0 })
        .collect();
    for slot in numbers.iter().flat_map(|number| world.volume.of(&number.id)) {
        let is_asked = countries.is_empty() || countries.contains(&slot.country);
        if !is_asked || !products.contains(&slot.product) {
            continue;
        }
        let place = points.partition_point(|point| point.start_s <= slot.start_s);
        let point = place.checked_sub(1).and_then(|place| points.get_mut(place));
        if let Some(point) = point.filter(|point| slot.start_s < point.end_s) {
            point.sent += slot.sent;
            point.delivered += slot.delivered;
        }
    }
    let data_points: Vec<Value> = points
        .iter()
        .map(|point| {
            json!({
                "start": point.start_s,
                "end": point.end_s,
                "sent": point.sent,
                "delivered": point.delivered,
            })
        })
        .collect();
    let mut answer = json!({"granularity": name, "data_points": data_points});
    answer["phone_numbers"] = numbers.iter().map(|number| number.phone_digits()).collect();
    if !countries.is_empty() {
        answer["country_codes"] = json!(countries);
    }
    Ok(answer)
}

struct Point {
    start_s: i64,
    end_s: i64,
    sent: u64,
    delivered: u64,
}

/// The points between two moments, each from its start to before its end.
pub fn empty_points(start_s: i64, end_s: i64, granularity: Granularity) -> Vec<(i64, i64)> {
    let mut points = Vec::new();
    let mut from_s = start_s - start_s.rem_euclid(HALF_HOUR_S);
    while from_s < end_s && points.len() < MOST_POINTS {
        let to_s = match granularity {
            Granularity::HalfHour => from_s + HALF_HOUR_S,
            Granularity::Day => from_s + DAY_S,
            Granularity::Month => next_month_s(from_s),
        };
        points.push((from_s, to_s));
        from_s = to_s;
    }
    points
}

/// The first second of the calendar month after this one.
fn next_month_s(at_s: i64) -> i64 {
    let (mut year, mut month) = (1970, 1);
    loop {
        let days = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        (year, month) = days;
        let first_s = days_from_civil(year, month) * DAY_S;
        if first_s > at_s {
            return first_s;
        }
    }
}

/// Days from 1970 to the first of a month.
fn days_from_civil(year: i64, month: i64) -> i64 {
    let leap_days = |year: i64| year / 4 - year / 100 + year / 400;
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let lengths = [31, 28 + i64::from(is_leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before: i64 = lengths.iter().zip(1..month).map(|(length, _)| length).sum();
    (year - 1970) * 365 + leap_days(year - 1) - leap_days(1969) + before
}

/// From and until when, within the look-back.
pub fn span(arguments: &BTreeMap<String, String>, now_s: i64) -> Result<(i64, i64), GraphError> {
    let time = |name: &str| -> Result<i64, GraphError> {
        let text = required(arguments, name)?;
        let bad = || GraphError::bad_parameter(&format!("Param {name} must be a Unix timestamp"));
        text.parse::<i64>().ok().filter(|time| *time >= 0).ok_or_else(bad)
    };
    let (start_s, end_s) = (time("start")?, time("end")?);
    if start_s >= end_s {
        return Err(GraphError::bad_parameter("Param start must be before end"));
    }
    if start_s < now_s - LOOK_BACK_S - DAY_S {
        return Err(GraphError::bad_parameter("Param start must be within the last year"));
    }
    // Nothing is known of what has not begun.
    Ok((start_s, end_s.min(now_s + DAY_S)))
}

/// The granularity under one of these names.
pub fn named_granularity(
    arguments: &BTreeMap<String, String>,
    names: &[(&str, Granularity)],
) -> Result<Granularity, GraphError> {
    let asked = required(arguments, "granularity")?;
    let found = names.iter().find(|(name, _)| *name == asked).map(|(_, granularity)| *granularity);
    found.ok_or_else(|| {
        let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
        let names = names.join(", ");
        GraphError::bad_parameter(&format!("Param granularity must be one of {{{names}}}"))
    })
}

fn required<'a>(
    arguments: &'a BTreeMap<String, String>,
    name: &str,
) -> Result<&'a str, GraphError> {
    arguments
        .get(name)
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .ok_or_else(|| GraphError::bad_parameter(&format!("The parameter {name} is required.")))
}

/// A list of texts; some clients leave the quotes out.
pub fn texts(arguments: &BTreeMap<String, String>, name: &str) -> Result<Vec<String>, GraphError> {
    let Some(text) = arguments.get(name) else { return Ok(Vec::new()) };
    let inside = text
        .trim()
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .ok_or_else(|| GraphError::bad_parameter(&format!("Param {name} must be an array.")))?;
    let items = inside.split(',').map(|item| item.trim().trim_matches('"').to_owned());
    Ok(items.filter(|item| !item.is_empty()).collect())
}

/// A list of words of which each must be known.
pub fn known(
    arguments: &BTreeMap<String, String>,
    name: &str,
    names: &[&str],
) -> Result<Vec<String>, GraphError> {
    let given = texts(arguments, name)?;
    if given.iter().all(|one| names.contains(&one.as_str())) {
        return Ok(given);
    }
    let names = names.join(", ");
    Err(GraphError::bad_parameter(&format!("Param {name} must be of {{{names}}}")))
}

fn products(arguments: &BTreeMap<String, String>) -> Result<Vec<u32>, GraphError> {
    let asked = texts(arguments, "product_types")?;
    if asked.is_empty() {
        return Ok(vec![TEMPLATE, OTHER]);
    }
    let known = [TEMPLATE, OTHER, INBOUND];
    asked
        .iter()
        .map(|text| {
            let product = text.parse().ok().filter(|product| known.contains(product));
            product.ok_or_else(|| {
                GraphError::bad_parameter("Param product_types must be of {0, 2, 100}")
            })
        })
        .collect()
}

fn is_of(phone: &str, number: &Node) -> bool {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    digits == number.phone_digits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_begin_where_the_calendar_says() {
        // 2024-02-10, 2024-02-29, 2023-12-31, 2026-11-01.
        for (at_s, next_s) in [
            (1_707_523_200, 1_709_251_200),
            (1_709_164_800, 1_709_251_200),
            (1_703_980_800, 1_704_067_200),
            (1_793_491_200, 1_796_083_200),
        ] {
            assert_eq!(next_month_s(at_s), next_s);
        }
    }
}
