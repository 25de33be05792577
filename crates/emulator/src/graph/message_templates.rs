//! `/{waba}/message_templates`: which templates a caller asked for.
//!
//! Assumptions, since Meta's page names the parameters only: a filter takes one value, or several
//! as a JSON list; `name` is the whole name; `name_or_content` is looked for in the name and in
//! every text of the components, whatever its case.

use std::collections::BTreeMap;

use serde_json::Value;

use super::error::GraphError;
use crate::world::Node;

pub const EDGE: &str = "message_templates";

/// The parameters that filter; the links of a page repeat them.
pub const PARAMETERS: [&str; 6] =
    ["status", "category", "language", "name", "name_or_content", "quality_score"];

const STATUSES: &[&str] = &[
    "APPROVED",
    "ARCHIVED",
    "DELETED",
    "DISABLED",
    "IN_APPEAL",
    "LIMIT_EXCEEDED",
    "PAUSED",
    "PENDING",
    "PENDING_DELETION",
    "REJECTED",
];
const CATEGORIES: &[&str] = &["AUTHENTICATION", "MARKETING", "UTILITY"];
const SCORES: &[&str] = &["GREEN", "RED", "UNKNOWN", "YELLOW"];

/// What a template must be to be listed. Without any filter every one is.
#[derive(Debug, Default)]
pub struct Filter {
    wanted: Vec<(&'static str, Vec<String>)>,
}

impl Filter {
    pub fn read(arguments: &BTreeMap<String, String>) -> Result<Filter, GraphError> {
        let mut wanted = Vec::new();
        for parameter in PARAMETERS {
            let Some(text) = arguments.get(parameter).filter(|text| !text.is_empty()) else {
                continue;
            };
            let values = serde_json::from_str(text).unwrap_or_else(|_| vec![text.clone()]);
            check(parameter, &values)?;
            wanted.push((parameter, values));
        }
        Ok(Filter { wanted })
    }

    pub fn takes(&self, template: &Node) -> bool {
        self.wanted.iter().all(|(parameter, values)| {
            values.iter().any(|value| match *parameter {
                "quality_score" => {
                    template.fields.get("quality_score").and_then(|score| score.get("score"))
                        == Some(&Value::from(value.as_str()))
                }
                "name_or_content" => has_text(template, &value.to_lowercase()),
                field => template.text(field) == value,
            })
        })
    }
}

fn check(parameter: &str, values: &[String]) -> Result<(), GraphError> {
    let known = match parameter {
        "status" => STATUSES,
        "category" => CATEGORIES,
        "quality_score" => SCORES,
        _ => return Ok(()),
    };
    if values.iter().all(|value| known.contains(&value.as_str())) {
        return Ok(());
    }
    let known = known.join(", ");
    Err(GraphError::bad_parameter(&format!("Param {parameter} must be one of {{{known}}}")))
}

fn has_text(template: &Node, wanted: &str) -> bool {
    fn is_in(value: &Value, wanted: &str) -> bool {
        match value {
            Value::String(text) => text.to_lowercase().contains(wanted),
            Value::Array(list) => list.iter().any(|item| is_in(item, wanted)),
            Value::Object(map) => ["text", "title", "buttons", "cards", "components"]
                .iter()
                .filter_map(|key| map.get(*key))
                .any(|part| is_in(part, wanted)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
    template.text("name").to_lowercase().contains(wanted)
        || template.fields.get("components").is_some_and(|parts| is_in(parts, wanted))
}
