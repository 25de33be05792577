//! What a field holds, as pieces that people see: a word with its shape, a quoted text, a raw value.

use domain::{NodeKind, Timestamp};
use serde_json::Value;

use super::{announced, known};
use crate::badge::{Badge, Look};
use crate::number_row;
use crate::told::Lens;

/// Longest text shown of one piece, in characters; the whole of it is unfolded.
const SHOWN: usize = 200;

/// How a piece is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Three lamps.
    Quality,
    /// The outlined label of a state.
    State,
    /// The full pill of what can send.
    Can,
    /// A word with a shape or without.
    Plain,
    /// Words that the business wrote, quoted.
    Text,
    /// Words that Meta wrote, quoted.
    MetaText,
    /// A value as it came: codes, ids, addresses, and whatever is not known.
    Raw,
}

/// One of the things that a field holds.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub form: Form,
    pub badge: Badge,
    /// What Meta says of it in its own words.
    pub quote: Option<String>,
    /// All of it, where only its beginning is shown.
    pub whole: Option<String>,
}

impl Piece {
    /// A look in a form.
    pub fn look(form: Form, look: Look) -> Self {
        Self { form, badge: Badge { told: None, look }, quote: None, whole: None }
    }

    /// A word without a shape.
    pub fn plain(word: String) -> Self {
        Self::text(Form::Plain, &word)
    }

    /// A text, cut when it is long.
    pub fn text(form: Form, text: &str) -> Self {
        let word = shorten(text, SHOWN);
        let whole = (word != text).then(|| text.to_owned());
        let look = Look { tone: "unk", icon: "", word, small: None };
        Self { whole, ..Self::look(form, look) }
    }

    /// A value as it came.
    pub fn raw(value: &Value) -> Self {
        Self::text(Form::Raw, &printed(value))
    }

    /// The same with Meta's own sentence behind it.
    pub fn with_quote(self, quote: Option<&str>) -> Self {
        let quote = quote.filter(|quote| !quote.trim().is_empty());
        let is_cut = quote.is_some_and(|quote| quote.chars().count() > SHOWN);
        Self {
            whole: if is_cut { quote.map(str::to_owned) } else { self.whole },
            quote: quote.map(|quote| shorten(quote, SHOWN)),
            ..self
        }
    }

    /// As a line of text.
    pub fn words(&self, most: usize) -> String {
        let Look { word, small, .. } = &self.badge.look;
        let word = shorten(word, most);
        let said = match (self.form, small) {
            (Form::Text | Form::MetaText, _) => format!("“{word}”"),
            (Form::Quality, Some(small)) => format!("{word} · {small}"),
            (_, Some(small)) => format!("{word} ({small})"),
            (_, None) => word,
        };
        match &self.quote {
            Some(quote) => format!("{said} “{}”", shorten(quote, most)),
            None => said,
        }
    }
}

/// What a value of a field holds; nothing when Meta reports none.
pub(crate) fn pieces(lens: &Lens<'_>, kind: NodeKind, field: &str, value: &Value) -> Vec<Piece> {
    let several = |piece: &dyn Fn(&Value) -> Piece| items(value).into_iter().map(piece).collect();
    match field {
        _ if is_nothing(value) => Vec::new(),
        "errors" => several(&error),
        "additional_info" => several(&|item| match item.as_str() {
            Some(remark) => Piece::text(Form::MetaText, remark),
            None => Piece::raw(item),
        }),
        "restriction_info" => several(&|item| restriction(lens, item)),
        "violation_info" => several(&|item| violation(lens, item)),
        "ban_info" => several(&|item| ban(lens, item)),
        "websites" => several(&Piece::raw),
        "owner_business_info" => several(&owner),
        "health_status" => vec![health(lens, value)],
        _ if announced::FIELDS.contains(&field) => announced::pieces(lens, field, value),
        _ => vec![one(lens, kind, field, value)],
    }
}

/// The reasons of a quality.
pub(crate) fn reasons(lens: &Lens<'_>, items: &[&Value]) -> Vec<Piece> {
    let reason = |item: &&Value| number_row::block_reason(lens, &printed(item));
    items.iter().map(reason).map(Piece::plain).collect()
}

/// The items of a list; a value that is no list is one.
pub(crate) fn items(value: &Value) -> Vec<&Value> {
    match value {
        _ if is_nothing(value) => Vec::new(),
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

/// Whether Meta says nothing by this value.
pub(crate) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A field that holds one thing.
fn one(lens: &Lens<'_>, kind: NodeKind, field: &str, value: &Value) -> Piece {
    let form = match field {
        "quality_rating" | "quality_score" => Form::Quality,
        "status" => Form::State,
        "can_send_message" => Form::Can,
        "about" | "address" | "description" | "name" | "verified_name" | "new_display_name" => {
            Form::Text
        }
        "display_phone_number" | "email" => Form::Plain,
        _ => Form::Raw,
    };
    // An object that lacks what stands for it has no look of its own.
    let inside = match field {
        "quality_score" => value.get("score").unwrap_or(&Value::Null),
        "throughput" => value.get("level").unwrap_or(&Value::Null),
        _ => value,
    };
    match (known::look(lens.words, kind, field, value), form, value) {
        _ if matches!(inside, Value::Null | Value::Array(_) | Value::Object(_)) => {
            Piece::raw(value)
        }
        (Some(look), Form::Raw, _) => Piece::look(Form::Plain, look).cut(),
        (Some(look), form, _) => Piece::look(form, look).cut(),
        (None, Form::Text | Form::Plain, Value::String(text)) => Piece::text(form, text),
        (None, _, Value::Number(number)) if number.is_u64() => {
            Piece::plain(lens.words.count(number.as_u64().unwrap_or_default()))
        }
        (None, ..) => Piece::raw(value),
    }
}

impl Piece {
    /// An unknown value may be of any length, also where a short word is expected.
    fn cut(self) -> Self {
        let text = self.badge.look.word.clone();
        let Self { whole, badge, .. } = Self::text(self.form, &text);
        let look = Look { word: badge.look.word, ..self.badge.look };
        Self { whole, ..Self::look(self.form, look) }
    }
}

/// An error of health: its code, and what Meta says of it.
fn error(item: &Value) -> Piece {
    match item.get("error_code") {
        Some(code) if !is_nothing(code) => {
            let description = item.get("error_description").and_then(Value::as_str);
            Piece::text(Form::Raw, &printed(code)).with_quote(description)
        }
        _ => Piece::raw(item),
    }
}

fn restriction(lens: &Lens<'_>, item: &Value) -> Piece {
    let Some(raw) = item.get("restriction_type").and_then(Value::as_str) else {
        return Piece::raw(item);
    };
    let known = known::restriction(lens.words, raw).map(|look| Piece::look(Form::Plain, look));
    let mut piece = known.unwrap_or_else(|| Piece::text(Form::Raw, raw));
    let until = item.get("expiration").map(|until| match until.as_i64() {
        Some(seconds) => lens.words.moment(Timestamp::from_seconds(seconds)),
        None => printed(until),
    });
    piece.badge.look.small = until.map(|when| lens.words.t1("said-until", "when", when));
    piece.with_quote(item.get("remediation").and_then(Value::as_str))
}

fn violation(lens: &Lens<'_>, item: &Value) -> Piece {
    let Some(raw) = item.get("violation_type").and_then(Value::as_str) else {
        return Piece::raw(item);
    };
    let known = known::violation(lens.words, raw).map(|look| Piece::look(Form::Plain, look));
    let piece = known.unwrap_or_else(|| Piece::text(Form::Raw, raw));
    piece.with_quote(item.get("remediation").and_then(Value::as_str))
}

/// The date is Meta's text, in no fixed format.
fn ban(lens: &Lens<'_>, item: &Value) -> Piece {
    let Some(raw) = item.get("waba_ban_state").and_then(Value::as_str) else {
        return Piece::raw(item);
    };
    let known = known::ban(lens.words, raw).map(|look| Piece::look(Form::State, look));
    let piece = known.unwrap_or_else(|| Piece::text(Form::Raw, raw));
    piece.with_quote(item.get("waba_ban_date").and_then(Value::as_str))
}

fn owner(item: &Value) -> Piece {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    match (text("name"), text("id")) {
        (Some(name), _) if !name.trim().is_empty() => Piece::text(Form::Text, name),
        (_, Some(id)) => Piece::text(Form::Raw, id),
        _ => Piece::raw(item),
    }
}

fn health(lens: &Lens<'_>, value: &Value) -> Piece {
    match value.get("can_send_message") {
        Some(can) if can.is_string() => {
            let look = crate::badge::look(lens.words, "can_send_message", can);
            Piece::look(Form::Can, look).cut()
        }
        _ => Piece::raw(value),
    }
}

/// A text as it is; anything else as JSON.
pub(crate) fn printed(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A text of at most so many characters, and an ellipsis where it was cut.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
