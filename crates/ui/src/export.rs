//! The list of numbers to take home, piece by piece: CSV for spreadsheets, JSON for programs.
//!
//! Meta's fields keep Meta's names and values in both; what Farol worked out stands behind them.

mod csv;
mod json;

use std::collections::{BTreeMap, BTreeSet};

use domain::readiness::{Readiness, Scope};
use domain::{Replica, Timestamp, number};

use crate::numbers::select;
use crate::view::{Asked, Listed};

/// Numbers in one piece, so that a long list is never held as a whole.
const PIECE: usize = 50;

/// A form of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, in UTF-8 with its mark, which spreadsheets need to read accents.
    Csv,
    /// One object with one object a number, each value with when and how it was heard.
    Json,
}

impl Format {
    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
        }
    }

    /// The end of a file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// What a list is made of, given away to whoever writes it out.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Everything of the tenant.
    pub scope: Scope,
    /// The verdict, whose reasons say which numbers ask for attention.
    pub readiness: Readiness,
    /// Ids of numbers with a message or status in the last seven days.
    pub in_use: BTreeSet<String>,
    /// Recipients that each number reached in the last 24 hours, by its id.
    pub usage: BTreeMap<String, u64>,
    /// The moment of the list.
    pub now: Timestamp,
}

/// A list that is written out piece by piece. All pages of it; those that were asked for mean
/// nothing here.
#[derive(Debug)]
pub struct Export {
    format: Format,
    taken: Taken,
    /// Where the numbers of the list stand in the scope, in order.
    order: Vec<usize>,
    /// How many of these are written; `None` before the head.
    written: Option<usize>,
    is_over: bool,
}

/// Writes out the numbers that fit, in the order asked for.
pub fn export(format: Format, taken: Taken, asked: &Asked) -> Export {
    let listed = Listed {
        scope: &taken.scope,
        readiness: &taken.readiness,
        in_use: &taken.in_use,
        usage: &taken.usage,
        asked,
    };
    let found = select::select(&listed).found;
    let places: BTreeMap<&str, usize> = taken
        .scope
        .numbers
        .iter()
        .zip(0..)
        .map(|(number, nth)| (number.node.id.as_str(), nth))
        .collect();
    let order = found.iter().filter_map(|number| places.get(number.node.id.as_str()).copied());
    let order = order.collect();
    Export { format, order, taken, written: None, is_over: false }
}

impl Iterator for Export {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        if self.is_over {
            return None;
        }
        let Some(from) = self.written else {
            self.written = Some(0);
            return Some(match self.format {
                Format::Csv => csv::head(),
                Format::Json => json::head(self.taken.now, self.order.len()),
            });
        };
        let to = self.order.len().min(from + PIECE);
        self.written = Some(to);
        self.is_over = to == self.order.len();
        let mut piece: String = (from..to)
            .map(|nth| self.line(nth, &self.taken.scope.numbers[self.order[nth]]))
            .collect();
        if self.is_over && self.format == Format::Json {
            piece.push_str(json::TAIL);
        }
        Some(piece)
    }
}

impl Export {
    fn line(&self, nth: usize, number: &Replica) -> String {
        let id = number.node.id.as_str();
        let own = Own {
            is_active: number::is_active(number),
            is_in_use: self.taken.in_use.contains(id),
            usage: self.taken.usage.get(id).copied().unwrap_or_default(),
        };
        match self.format {
            Format::Csv => csv::line(number, &own),
            Format::Json => json::line(nth, number, &own, self.taken.now),
        }
    }
}

/// What Farol worked out of a number.
struct Own {
    is_active: bool,
    is_in_use: bool,
    /// Recipients in the last 24 hours.
    usage: u64,
}

/// Meta's fields that are given, in order.
const FIELDS: [&str; 14] = [
    "display_phone_number",
    "verified_name",
    "status",
    "quality_score",
    "name_status",
    "whatsapp_business_manager_messaging_limit",
    "messaging_limit_tier",
    "throughput",
    "is_pin_enabled",
    "is_official_business_account",
    "health_status",
    "platform_type",
    "code_verification_status",
    "account_mode",
];

/// A moment for machines.
fn iso(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(jiff::Timestamp::MAX).to_string()
}
