//! `filtering` and `sort` of `GET /{waba}/phone_numbers` (META 2.4).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::GraphError;
use crate::world::Node;

pub const EDGE: &str = "phone_numbers";
/// What the links of a page repeat.
pub const PARAMETERS: [&str; 2] = ["filtering", "sort"];
const MODES: [&str; 2] = ["SANDBOX", "LIVE"];

/// One condition, as Meta's page has it: `account_mode` alone can be asked for.
#[derive(Debug, Deserialize)]
struct Condition {
    field: String,
    operator: String,
    value: String,
}

/// The numbers that are asked for, in the order that is.
pub fn apply<'w>(
    numbers: Vec<&'w Node>,
    arguments: &BTreeMap<String, String>,
) -> Result<Vec<&'w Node>, GraphError> {
    let conditions = conditions(arguments)?;
    let is_wanted = |number: &&Node| {
        conditions.iter().all(|condition| number.text("account_mode") == condition.value)
    };
    let mut wanted: Vec<&Node> = numbers.into_iter().filter(is_wanted).collect();
    match sort(arguments)?.as_deref() {
        None => {}
        Some("last_onboarded_time_ascending") => {
            wanted.sort_by_key(|number| number.text("last_onboarded_time"));
        }
        Some("last_onboarded_time_descending") => {
            wanted.sort_by_key(|number| std::cmp::Reverse(number.text("last_onboarded_time")));
        }
        Some(_) => {
            return Err(GraphError::bad_parameter(
                "Param sort must be of {last_onboarded_time_ascending, \
                 last_onboarded_time_descending}",
            ));
        }
    }
    Ok(wanted)
}

fn conditions(arguments: &BTreeMap<String, String>) -> Result<Vec<Condition>, GraphError> {
    let Some(text) = arguments.get("filtering").filter(|text| !text.is_empty()) else {
        return Ok(Vec::new());
    };
    let bad = |what: &str| Err(GraphError::bad_parameter(&format!("Param filtering {what}")));
    let Ok(conditions) = serde_json::from_str::<Vec<Condition>>(text) else {
        return bad("must be an array of objects with field, operator and value.");
    };
    let wrong = conditions.iter().find(|condition| {
        condition.field != "account_mode"
            || condition.operator != "EQUAL"
            || !MODES.contains(&condition.value.as_str())
    });
    match wrong {
        Some(_) => bad("takes account_mode EQUAL SANDBOX or LIVE alone."),
        None => Ok(conditions),
    }
}

/// A word, or a list of one.
fn sort(arguments: &BTreeMap<String, String>) -> Result<Option<String>, GraphError> {
    let Some(text) = arguments.get("sort").filter(|text| !text.is_empty()) else { return Ok(None) };
    let words = text.trim().trim_start_matches('[').trim_end_matches(']');
    let mut words = words.split(',').map(|word| word.trim().trim_matches(['"', '\'']));
    match (words.next(), words.next()) {
        (Some(word), None) => Ok(Some(word.to_owned())),
        _ => Err(GraphError::bad_parameter("Param sort must be one word.")),
    }
}
