//! Graph's paging: opaque cursors, and `next` only while there is more.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::error::GraphError;
use crate::world::Node;

const DEFAULT_LIMIT: usize = 25;
const MAX_LIMIT: usize = 100;

/// The nodes of one page, and where it lies among all.
pub struct Page<'w> {
    pub nodes: Vec<&'w Node>,
    has_next: bool,
    has_previous: bool,
    limit: usize,
}

/// Cuts one page out of an edge's nodes, by `limit`, `after` and `before`.
pub fn cut<'w>(
    all: &[&'w Node],
    arguments: &BTreeMap<String, String>,
) -> Result<Page<'w>, GraphError> {
    let limit = limit(arguments)?;
    let (start, end) = if let Some(after) = cursor(arguments, "after") {
        let start = place(all, after)? + 1;
        (start, (start + limit).min(all.len()))
    } else if let Some(before) = cursor(arguments, "before") {
        let end = place(all, before)?;
        (end.saturating_sub(limit), end)
    } else {
        (0, limit.min(all.len()))
    };
    Ok(Page {
        nodes: all[start..end].to_vec(),
        has_next: end < all.len(),
        has_previous: start > 0,
        limit,
    })
}

impl Page<'_> {
    /// The edge's answer: `data`, and `paging` where there is anything to page.
    /// `address` is the edge without its query, `kept` the parameters that the links repeat.
    pub fn answer(&self, data: Vec<Value>, address: &str, kept: &[(&str, &str)]) -> Value {
        let (Some(first), Some(last)) = (self.nodes.first(), self.nodes.last()) else {
            return json!({"data": data});
        };
        let (before, after) = (STANDARD.encode(&first.id), STANDARD.encode(&last.id));
        let link = |direction: &str, cursor: &str| {
            let limit = self.limit.to_string();
            let mut link = format!("{address}?limit={limit}&{direction}={}", encode(cursor));
            for (key, value) in kept {
                link.push_str(&format!("&{key}={}", encode(value)));
            }
            link
        };
        let mut paging = Map::new();
        paging.insert("cursors".to_owned(), json!({"before": before, "after": after}));
        if self.has_next {
            paging.insert("next".to_owned(), json!(link("after", &after)));
        }
        if self.has_previous {
            paging.insert("previous".to_owned(), json!(link("before", &before)));
        }
        json!({"data": data, "paging": paging})
    }
}

/// Graph cuts a larger limit down to the largest one, and refuses what is no number above zero.
fn limit(arguments: &BTreeMap<String, String>) -> Result<usize, GraphError> {
    let Some(text) = arguments.get("limit") else {
        return Ok(DEFAULT_LIMIT);
    };
    match text.parse::<usize>() {
        Ok(limit) if limit > 0 => Ok(limit.min(MAX_LIMIT)),
        _ => Err(GraphError::bad_parameter("Param limit must be an integer greater than zero")),
    }
}

fn cursor<'a>(arguments: &'a BTreeMap<String, String>, name: &str) -> Option<&'a str> {
    arguments.get(name).map(String::as_str).filter(|text| !text.is_empty())
}

fn place(all: &[&Node], cursor: &str) -> Result<usize, GraphError> {
    let id = STANDARD.decode(cursor).unwrap_or_default();
    all.iter()
        .position(|node| node.id.as_bytes() == id)
        .ok_or_else(|| GraphError::bad_parameter("Invalid cursors values"))
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
