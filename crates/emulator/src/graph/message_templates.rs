//! `/{waba}/message_templates`: which templates a caller asked for.
//!
//! Assumptions, since Meta's page names the parameters only: a filter takes one value, or several
//! as a JSON list or with commas; `name` is the whole name; `name_or_content` is looked for in the name and in
//! every text of the components, whatever its case.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::error::GraphError;
use crate::world::{Node, World};

pub const EDGE: &str = "message_templates";

/// The parameters that filter; the links of a page repeat them.
pub const PARAMETERS: [&str; 7] =
    ["status", "category", "language", "name", "content", "name_or_content", "quality_score"];

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
            let values = values(parameter, text);
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
                "content" => has_content(template, &value.to_lowercase()),
                "name_or_content" => {
                    let value = value.to_lowercase();
                    template.text("name").to_lowercase().contains(&value)
                        || has_content(template, &value)
                }
                field => template.text(field) == value,
            })
        })
    }
}

fn values(parameter: &str, text: &str) -> Vec<String> {
    let apart = || text.split(',').map(|value| value.trim().to_owned()).collect();
    match parameter {
        // A name has no comma, and words may.
        "name" | "content" | "name_or_content" => vec![text.to_owned()],
        _ => serde_json::from_str(text).unwrap_or_else(|_| apart()),
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

/// The counts that `summary` asks for. How many templates an account may have depends on whether its
/// business is verified.
pub fn summary(world: &World, waba: &Node, asked: &str, listed: usize) -> Value {
    let business = world.business_of(waba);
    let is_verified = business.is_some_and(|node| node.text("verification_status") == "verified");
    let all = [
        ("total_count", json!(listed)),
        ("message_template_count", json!(waba.templates.len())),
        ("message_template_limit", json!(if is_verified { 6_000 } else { 250 })),
        ("are_translations_complete", json!(true)),
    ];
    let is_asked = |name: &str| asked.split(',').any(|asked| asked.trim() == name);
    let asked = all.into_iter().filter(|(name, _)| is_asked(name));
    Value::Object(asked.map(|(name, count)| (name.to_owned(), count)).collect())
}

fn has_content(template: &Node, wanted: &str) -> bool {
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
    template.fields.get("components").is_some_and(|parts| is_in(parts, wanted))
}
