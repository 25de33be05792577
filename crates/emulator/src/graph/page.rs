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

/// An edge's nodes as a caller pages through them.
pub struct Listing<'l, 'w> {
    /// All nodes of the edge in their order: a cursor may name one that is not wanted any more.
    pub all: &'l [&'w Node],
    pub is_wanted: &'l dyn Fn(&Node) -> bool,
    /// How this edge refuses a cursor that names none of its nodes.
    pub bad_cursor: fn() -> GraphError,
}

impl<'w> Listing<'_, 'w> {
    /// Cuts one page out of the wanted nodes, by `limit`, `after` and `before`.
    pub fn cut(&self, arguments: &BTreeMap<String, String>) -> Result<Page<'w>, GraphError> {
        let limit = limit(arguments)?;
        let start = match (cursor(arguments, "after"), cursor(arguments, "before")) {
            (Some(after), _) => self.place(after)? + 1,
            (None, Some(before)) => return Ok(self.page_before(self.place(before)?, limit)),
            (None, None) => 0,
        };
        let mut nodes = self.wanted(&self.all[start..]);
        let has_next = nodes.len() > limit;
        nodes.truncate(limit);
        let has_previous = !self.wanted(&self.all[..start]).is_empty();
        Ok(Page { nodes, has_next, has_previous, limit })
    }

    fn page_before(&self, end: usize, limit: usize) -> Page<'w> {
        let mut nodes = self.wanted(&self.all[..end]);
        let left = nodes.len().saturating_sub(limit);
        let has_next = !self.wanted(&self.all[end..]).is_empty();
        Page { nodes: nodes.split_off(left), has_next, has_previous: left > 0, limit }
    }

    fn wanted(&self, among: &[&'w Node]) -> Vec<&'w Node> {
        among.iter().copied().filter(|node| (self.is_wanted)(node)).collect()
    }

    fn place(&self, cursor: &str) -> Result<usize, GraphError> {
        let id = STANDARD.decode(cursor).unwrap_or_default();
        self.all.iter().position(|node| node.id.as_bytes() == id).ok_or_else(self.bad_cursor)
    }
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

/// A page of what is no node, such as phone numbers: the cursors name the texts themselves.
pub fn of_texts(
    all: &[&str],
    arguments: &BTreeMap<String, String>,
    show: impl Fn(&str) -> Value,
) -> Result<Value, GraphError> {
    let limit = limit(arguments)?;
    let place = |text: &str| {
        let named = STANDARD.decode(text).unwrap_or_default();
        all.iter().position(|one| one.as_bytes() == named).ok_or_else(GraphError::bad_cursor)
    };
    let start = match (cursor(arguments, "after"), cursor(arguments, "before")) {
        (Some(after), _) => place(after)? + 1,
        (None, Some(before)) => place(before)?.saturating_sub(limit),
        (None, None) => 0,
    };
    let shown: Vec<&str> = all[start..].iter().take(limit).copied().collect();
    let data: Vec<Value> = shown.iter().map(|text| show(text)).collect();
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return Ok(json!({"data": data}));
    };
    let cursors = json!({"before": STANDARD.encode(first), "after": STANDARD.encode(last)});
    Ok(json!({"data": data, "paging": {"cursors": cursors}}))
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

fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
