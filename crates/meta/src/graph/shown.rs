//! A request as a person is shown it before it is sent: method, path and parameters, secrets masked.

use serde_json::Value;

use super::{Content, Request};

/// Parameters whose values nobody is shown.
const SECRETS: [&str; 7] = [
    "access_token",
    "appsecret_proof",
    "client_secret",
    "code",
    "input_token",
    "pin",
    "verify_token",
];
/// What stands for a secret.
const MASK: &str = "***";

/// What a person is shown of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Method.
    pub method: String,
    /// Path under the version.
    pub path: String,
    /// Names and values of query and body, in their order; what stands inside another has both
    /// names with a dot between.
    pub parameters: Vec<(String, String)>,
}

impl Request {
    /// What a person is shown of it.
    pub fn shown(&self) -> Shown {
        let pair = |(name, value): &(&'static str, String)| plain(name, value.clone());
        let mut parameters: Vec<(String, String)> = self.query.iter().map(pair).collect();
        match &self.content {
            Content::Nothing => {}
            Content::Form(pairs) => parameters.extend(pairs.iter().map(pair)),
            Content::Json(document) => flatten("", document, &mut parameters),
            Content::File { bytes, .. } => {
                parameters.push(("file".to_owned(), format!("{} bytes", bytes.len())));
            }
        }
        Shown { method: self.method.to_string(), path: self.path.clone(), parameters }
    }
}

fn plain(name: &str, value: String) -> (String, String) {
    let own = name.rsplit('.').next().unwrap_or(name);
    let value = if SECRETS.contains(&own) { MASK.to_owned() } else { value };
    (name.to_owned(), value)
}

fn flatten(name: &str, value: &Value, into: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let name = if name.is_empty() { field.clone() } else { format!("{name}.{field}") };
                flatten(&name, value, into);
            }
        }
        Value::String(text) => into.push(plain(name, text.clone())),
        other => into.push(plain(name, other.to_string())),
    }
}
