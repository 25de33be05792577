//! What parts of a batch say of each other: `{result=name:$.path}` stands for what an earlier part
//! answered, and `depends_on` names one that must have succeeded.
//! <https://developers.facebook.com/docs/graph-api/batch-requests> (META 10 has the batch alone: all of
//! this is an assumption from that page as it was known, not read again).
//!
//! A part that others refer to is answered by `null` when it succeeded, unless it says
//! `omit_response_on_success: false`; one whose dependency failed is not carried out, and `null`, too.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::error::GraphError;

const BEGIN: &str = "{result=";
/// What a reference leaves as it is in an address: a list keeps its commas.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b',').remove(b':');

/// What the named parts of a batch answered so far: the body, or nothing of one that failed.
#[derive(Debug, Default)]
pub struct Results(BTreeMap<String, Option<Value>>);

impl Results {
    /// Keeps what a part answered, if it has a name.
    pub fn keep(&mut self, part: &Value, code: u16, body: &str) {
        let Some(name) = part["name"].as_str() else { return };
        let is_success = (200..300).contains(&code);
        let body = is_success.then(|| serde_json::from_str(body).unwrap_or(Value::Null));
        self.0.insert(name.to_owned(), body);
    }

    /// Whether a part that this one depends on did not succeed.
    pub fn is_missing(&self, part: &Value) -> bool {
        needed(part).iter().any(|name| matches!(self.0.get(name), Some(None)))
    }

    /// The part with what it refers to filled in.
    ///
    /// # Errors
    /// When it refers to a part that does not come before it.
    pub fn filled(&self, part: &Value) -> Result<Value, GraphError> {
        if let Some(name) = needed(part).iter().find(|name| !self.0.contains_key(*name)) {
            let words = format!("Invalid batch part: no earlier part is named {name}");
            return Err(GraphError::bad_parameter(&words));
        }
        let mut filled = part.clone();
        for key in ["relative_url", "body"] {
            if let Some(text) = part[key].as_str() {
                let is_json = key == "body" && text.trim_start().starts_with('{');
                filled[key] = self.fill(text, is_json).into();
            }
        }
        Ok(filled)
    }

    fn fill(&self, text: &str, is_json: bool) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, name, path, after)) = first(rest) {
            let result = self.0.get(name).and_then(Option::as_ref);
            let found = result.map(|result| at(result, path)).unwrap_or_default();
            let found = found.iter().map(|value| plain(value)).collect::<Vec<_>>().join(",");
            filled.push_str(before);
            if is_json {
                let quoted = Value::String(found).to_string();
                filled.push_str(&quoted[1..quoted.len() - 1]);
            } else {
                filled.extend(utf8_percent_encode(&found, PLAIN));
            }
            rest = after;
        }
        filled + rest
    }
}

/// Whether another part of the batch refers to this one, which then is not answered.
pub fn is_omitted(part: &Value, all: &[Value]) -> bool {
    let Some(name) = part["name"].as_str() else { return false };
    let is_kept = match &part["omit_response_on_success"] {
        Value::Bool(omit) => !omit,
        Value::String(omit) => omit == "false",
        _ => false,
    };
    !is_kept && all.iter().any(|other| needed(other).iter().any(|needed| needed == name))
}

/// The names of the parts that a part needs.
fn needed(part: &Value) -> Vec<String> {
    let mut names: Vec<String> =
        part["depends_on"].as_str().map(str::to_owned).into_iter().collect();
    for key in ["relative_url", "body"] {
        let mut rest = part[key].as_str().unwrap_or_default();
        while let Some((_, name, _, after)) = first(rest) {
            names.push(name.to_owned());
            rest = after;
        }
    }
    names
}

/// The first reference of a text: what stands before it, its name, its path, what stands behind.
fn first(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (reference, after) = rest.split_once('}')?;
    let (name, path) = reference.split_once(':')?;
    Some((before, name, path, after))
}

/// What stands at a path of JSONPath: `$.data.*.id`, `$.data[0].id`.
fn at<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    let path = path.trim_start_matches('$').replace('[', ".").replace(']', "");
    let mut found = vec![value];
    for step in path.split('.').filter(|step| !step.is_empty()) {
        let step = step.trim_matches(['\'', '"']);
        found = found
            .into_iter()
            .flat_map(|value| match (step, value) {
                ("*", Value::Array(all)) => all.iter().collect::<Vec<_>>(),
                ("*", Value::Object(all)) => all.values().collect(),
                (_, Value::Array(all)) => {
                    step.parse().ok().and_then(|nth: usize| all.get(nth)).into_iter().collect()
                }
                (_, other) => other.get(step).into_iter().collect(),
            })
            .collect();
    }
    found
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
