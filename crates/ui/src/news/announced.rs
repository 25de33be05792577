//! What a webhook said in its own words, of which no field keeps the state: a decision on a name, a
//! template's event, an alert, a PIN.

use domain::pin;
use serde_json::Value;

use super::known;
use super::piece::{Form, Piece, is_nothing, printed};
use crate::badge::Look;
use crate::told::Lens;

/// The fields that hold them, named as their webhooks.
pub(super) const FIELDS: [&str; 5] = [
    "account_alerts",
    "message_template_status_update",
    "phone_number_name_update",
    pin::CHANGED,
    pin::RESET_ASKED,
];

/// What it said, in pieces; a document without its first word is shown as it came.
pub(super) fn pieces(lens: &Lens<'_>, field: &str, value: &Value) -> Vec<Piece> {
    let pieces = match field {
        "account_alerts" => alert(lens, value),
        "message_template_status_update" => template(lens, value),
        pin::CHANGED | pin::RESET_ASKED => security(lens, value),
        _ => name(lens, value),
    };
    pieces.unwrap_or_else(|| vec![Piece::raw(value)])
}

/// The decision, on which name, and why.
fn name(lens: &Lens<'_>, value: &Value) -> Option<Vec<Piece>> {
    let decision = text(value, "decision")?;
    let asked = text(value, "requested_verified_name").map(|name| Piece::text(Form::Text, name));
    let why = text(value, "rejection_reason")
        .map(|raw| word(Form::Plain, known::name_rejection(lens.words, raw), raw));
    let decided = word(Form::State, known::decision(lens.words, decision), decision);
    Some([Some(decided), asked, why].into_iter().flatten().collect())
}

/// What was done to a PIN in Business Suite.
fn security(lens: &Lens<'_>, value: &Value) -> Option<Vec<Piece>> {
    let event = text(value, "event")?;
    Some(vec![word(Form::State, known::security(lens.words, event), event)])
}

/// The event, which pause it is, why, and Meta's sentences on it.
fn template(lens: &Lens<'_>, value: &Value) -> Option<Vec<Piece>> {
    let event = text(value, "event")?;
    let inside = |part: &str, key: &str| value.get(part).and_then(|part| part.get(key)).cloned();
    let title = inside("other_info", "title").map(|title| {
        let raw = printed(&title);
        let said = inside("other_info", "description");
        let title = word(Form::Plain, known::pause(lens.words, &raw), &raw);
        title.with_quote(said.as_ref().and_then(Value::as_str))
    });
    let reason = text(value, "reason").filter(|reason| *reason != "NONE").map(|raw| {
        let known = known::look(lens.words, domain::NodeKind::MessageTemplate, REASON, &raw.into());
        word(Form::Plain, known, raw)
    });
    let quoted = [("rejection_info", "reason"), ("rejection_info", "recommendation")];
    let quoted = quoted.iter().filter_map(|(part, key)| inside(part, key));
    let quoted = quoted.map(|said| Piece::text(Form::MetaText, &printed(&said)));
    let date = inside("disable_info", "disable_date").map(|date| Piece::raw(&date));
    let happened = word(Form::State, known::event(lens.words, event), event);
    Some([Some(happened), reason, title, date].into_iter().flatten().chain(quoted).collect())
}

const REASON: &str = "rejected_reason";

/// What it is about, and Meta's sentence.
fn alert(lens: &Lens<'_>, value: &Value) -> Option<Vec<Piece>> {
    let raw = text(value, "alert_type")?;
    let about = word(Form::State, known::alert(lens.words, raw), raw);
    Some(vec![about.with_quote(text(value, "alert_description"))])
}

/// A known word; the raw one of what is not known.
fn word(form: Form, look: Option<Look>, raw: &str) -> Piece {
    match look {
        Some(look) => Piece::look(form, look),
        None => Piece::text(Form::Raw, raw),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).filter(|part| !is_nothing(part)).and_then(Value::as_str)
}
