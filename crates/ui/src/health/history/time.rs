//! A time in which an entity was not available: how it was, how long, and Meta's words of that time.

use domain::history::Span;
use domain::{Replica, Timestamp, availability};
use meta::open::{CanSendMessage, EntityType};
use serde_json::Value;

use super::past::Past;
use crate::badge::{self, Look};
use crate::entity;
use crate::health::chain::{Quote, Said};
use crate::health::translation::translation;
use crate::named;
use crate::news;
use crate::told::Lens;
use crate::view;

/// Times that are listed at most.
const LISTED: usize = 8;

/// A time, as it is listed.
pub(crate) struct Time {
    pub look: Look,
    pub title: String,
    pub iso: String,
    /// When it began.
    pub moment: String,
    pub said: Vec<Said>,
}

/// A time as it is found.
pub(super) struct Found<'a> {
    replica: &'a Replica,
    kind: &'a EntityType,
    can: CanSendMessage,
    from: Timestamp,
    until: Timestamp,
}

/// The times of one entity.
pub(super) fn of<'a>(replica: &'a Replica, kind: &'a EntityType, spans: &[Span]) -> Vec<Found<'a>> {
    let found = |span: &Span| match availability::said(span)? {
        CanSendMessage::Available => None,
        can => Some(Found { replica, kind, can, from: span.from, until: span.until }),
    };
    spans.iter().filter_map(found).collect()
}

/// The times that go on and then the ones that began last, and how many there are beside them.
pub(super) fn listed(
    lens: &Lens<'_>,
    view: &view::Health<'_>,
    past: &Past<'_>,
    mut found: Vec<Found<'_>>,
) -> (Vec<Time>, Option<String>) {
    // By what is shown of each: that it lasts, and when it began.
    found.sort_by_key(|one| std::cmp::Reverse((one.until >= lens.now, one.from)));
    let left = found.len().saturating_sub(LISTED) as u64;
    let times = found.iter().take(LISTED).map(|one| time(lens, view, past, one)).collect();
    (times, (left > 0).then(|| lens.words.many("history-more", left)))
}

fn time(lens: &Lens<'_>, view: &view::Health<'_>, past: &Past<'_>, found: &Found<'_>) -> Time {
    let words = lens.words;
    let look = badge::can_send(words, &found.can);
    let is_over = found.until < lens.now;
    let places = [
        ("kind", entity::kind_word(words, found.kind)),
        ("name", named::name_of(view.scope, &found.replica.node)),
        ("state", look.word.clone()),
        ("length", words.lasted(found.until.since(found.from))),
    ];
    let key = if is_over { "history-over" } else { "history-lasts" };
    Time {
        title: words.with(key, &places, None),
        look,
        iso: words.iso(found.from),
        moment: words.moment(found.from),
        said: said(lens, past.errors_at(found.replica, found.from)),
    }
}

/// Meta's errors of a change's document.
fn said(lens: &Lens<'_>, errors: Option<Value>) -> Vec<Said> {
    let quote = |text: String| Quote { translation: translation(lens.words, &text), text };
    let text = |error: &Value, key: &str| {
        let value = error.get(key).filter(|value| !value.is_null())?;
        Some(news::printed(value)).filter(|text| !text.trim().is_empty())
    };
    let Some(Value::Array(errors)) = errors else { return Vec::new() };
    let said = |error: &Value| Said {
        code: text(error, "error_code").unwrap_or_default(),
        description: quote(text(error, "error_description").unwrap_or_default()),
        solution: text(error, "possible_solution").map(quote),
    };
    errors.iter().map(said).collect()
}
