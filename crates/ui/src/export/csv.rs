//! CSV by RFC 4180: commas, quotes doubled, lines ending in CR LF, a head of Meta's names.
//!
//! A spreadsheet takes a cell that begins with a sign of a formula for one, so such a cell gets an
//! apostrophe in front. Phone numbers begin with `+` and get it too: `+1-202-555-0142` would be
//! worked out to -696. Whoever reads the file by a program takes one leading apostrophe away, or
//! takes the JSON, where every value is as Meta gave it.

use domain::{Replica, number};
use serde_json::Value;

use super::{FIELDS, Own, iso};
use crate::numbers::select;

/// Behind Meta's fields: the newest word on the quality and its reasons, what Farol worked out, and
/// when anything was last heard.
const MORE: [&str; 7] = [
    "quality_rating",
    "quality_reasons",
    "can_send_message",
    "active",
    "in_use",
    "usage_24h",
    "as_of",
];

/// The mark of UTF-8 and the names of the columns.
pub(super) fn head() -> String {
    let columns = ["id"].into_iter().chain(columns()).chain(MORE);
    format!("\u{feff}{}", row(columns.map(str::to_owned)))
}

/// Fields that are objects at Meta stand as columns of their own, or not at all.
fn columns() -> impl Iterator<Item = &'static str> {
    FIELDS.into_iter().filter(|field| !["quality_score", "health_status"].contains(field))
}

/// A number.
pub(super) fn line(number: &Replica, own: &Own) -> String {
    let word = |field: &str| match number.get(field).map(|heard| &heard.value) {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) if field == "throughput" => {
            value.get("level").and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        Some(value) => value.to_string(),
    };
    let quality = number::quality(number).map(|(rating, _)| rating.to_string());
    let can_send = domain::health::overall(number).map(|can| can.to_string());
    let more = [
        quality.unwrap_or_default(),
        number::quality_reasons(number).join(" "),
        can_send.unwrap_or_default(),
        own.is_active.to_string(),
        own.is_in_use.to_string(),
        own.usage.to_string(),
        select::heard_at(number).map(iso).unwrap_or_default(),
    ];
    row([number.node.id.clone()].into_iter().chain(columns().map(word)).chain(more))
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| quoted(tamed(cell))).collect();
    cells.join(",") + "\r\n"
}

/// The text as no spreadsheet takes it for a formula: neither at once, nor once it has taken away
/// what is not seen at its beginning.
fn tamed(cell: String) -> String {
    let is_unseen = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    let is_sign = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let begins_unseen = cell.starts_with(['\t', '\r', '\n']);
    if begins_unseen || cell.trim_start_matches(is_unseen).starts_with(is_sign) {
        return format!("'{cell}");
    }
    cell
}

/// The text as one cell.
fn quoted(cell: String) -> String {
    if cell.contains([',', '"', '\r', '\n']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}
