//! What stood when: the changes of one field, laid out as stretches of time.

use serde_json::Value;

use crate::change::Change;
use crate::time::Timestamp;

/// A stretch of time in which a field had one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The value; `None` while nothing was known.
    pub value: Option<Value>,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

/// What a history is made from.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// What stands now; `None` when the field was never heard.
    pub current: Option<&'a Value>,
    /// From when on something is known; `None` when from before the window.
    pub since: Option<Timestamp>,
    /// The field's changes within the window, in any order.
    pub changes: &'a [&'a Change],
    /// Times in which nothing was read, whatever stood before and after.
    pub gaps: &'a [(Timestamp, Timestamp)],
}

/// The stretches from `from` to `until`, oldest first and without gaps; empty without a window.
pub fn spans(known: Known<'_>, from: Timestamp, until: Timestamp) -> Vec<Span> {
    let mut changes: Vec<&Change> = known.changes.to_vec();
    changes.retain(|change| change.at > from && change.at < until);
    changes.sort_by_key(|change| change.at);
    let heard = |value: &Value| (!value.is_null()).then(|| value.clone());
    let first = match changes.first() {
        Some(change) => heard(&change.before),
        None => known.current.and_then(heard),
    };
    let mut spans = vec![Span { value: first, from, until }];
    for change in &changes {
        close(&mut spans, change.at);
        spans.push(Span { value: heard(&change.after), from: change.at, until });
    }
    if let Some(since) = known.since {
        forget_before(&mut spans, since.min(until));
    }
    spans.retain(|span| span.from < span.until);
    but_for(spans, known.gaps)
}

/// The stretches with nothing known in the times of `gaps`.
pub fn but_for(mut spans: Vec<Span>, gaps: &[(Timestamp, Timestamp)]) -> Vec<Span> {
    for gap in gaps {
        spans = without(spans, *gap);
        // Each gap cuts each stretch in three; the empty ones would treble with every further gap.
        spans.retain(|span| span.from < span.until);
    }
    merged(spans)
}

/// The stretches with nothing known from one moment to another.
fn without(spans: Vec<Span>, (from, until): (Timestamp, Timestamp)) -> Vec<Span> {
    let cut = |span: Span| {
        let (start, end) = (from.clamp(span.from, span.until), until.clamp(span.from, span.until));
        let piece = |value: &Option<Value>, from, until| Span { value: value.clone(), from, until };
        [
            piece(&span.value, span.from, start),
            piece(&None, start, end.max(start)),
            piece(&span.value, end.max(start), span.until),
        ]
    };
    spans.into_iter().flat_map(cut).collect()
}

fn close(spans: &mut [Span], at: Timestamp) {
    if let Some(last) = spans.last_mut() {
        last.until = at;
    }
}

/// Nothing is known from before `since`, whatever stood at its end.
fn forget_before(spans: &mut Vec<Span>, since: Timestamp) {
    let Some(start) = spans.first().map(|span| span.from) else { return };
    if since <= start {
        return;
    }
    for span in spans.iter_mut() {
        span.from = span.from.max(since);
        span.until = span.until.max(since);
    }
    spans.insert(0, Span { value: None, from: start, until: since });
}

/// Neighbours that say the same become one.
fn merged(spans: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if last.value == span.value => last.until = span.until,
            _ => merged.push(span),
        }
    }
    merged
}
