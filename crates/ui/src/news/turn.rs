//! The turn that a field took: what it passed from and to, what it gained and what it lost.

use domain::Change;
use serde_json::Value;

use super::announced;
use super::piece::{self, Form, Piece, items, pieces};
use crate::told::Lens;

/// Most pieces of a list that are shown; the rest is counted.
const SHOWN: usize = 12;

/// A few words, and what they are about: "passou de" Conectado.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub lead: String,
    pub pieces: Vec<Piece>,
    /// Whether the pieces are what stood before, and not what stands now.
    pub is_before: bool,
}

/// Steps that are read in one breath: "passou de" Conectado "para" Sinalizado.
pub(crate) type Clause = Vec<Step>;

/// A change in clauses; never none.
pub(crate) fn clauses(lens: &Lens<'_>, change: &Change) -> Vec<Clause> {
    let (before, after) = (&change.before, &change.after);
    let is_nothing = (piece::is_nothing(before), piece::is_nothing(after));
    if let Some((from, until)) = change.unread() {
        let places = [("from", lens.words.moment(from)), ("until", lens.words.moment(until))];
        let lead = lens.words.with("unread-between", &places, None);
        return vec![vec![Step { lead, pieces: Vec::new(), is_before: false }]];
    }
    if let Some(by) = change.turned_back_by() {
        let lead = lens.words.t1("clock-turned-back", "span", lens.words.span(by));
        return vec![vec![Step { lead, pieces: Vec::new(), is_before: false }]];
    }
    match change.field.as_str() {
        _ if is_nothing == (true, true) => vec![vec![said(lens, "said-still-nothing")]],
        "profile_picture_url" => vec![vec![said(lens, picture(is_nothing))]],
        "errors" => of_list(lens, change, Some("error_code")),
        "restriction_info" => of_list(lens, change, Some("restriction_type")),
        "additional_info" | "websites" => of_list(lens, change, None),
        "quality_score" => of_quality(lens, change),
        field if announced::FIELDS.contains(&field) => announced(lens, change),
        _ => of_one(lens, change),
    }
}

/// The clauses as a line of text, in which no piece is longer than `most` characters.
pub(crate) fn text(clauses: &[Clause], most: usize) -> String {
    let pieces = |step: &Step| {
        let pieces: Vec<String> = step.pieces.iter().map(|piece| piece.words(most)).collect();
        pieces.join(", ")
    };
    let step = |step: &Step| match step.pieces.as_slice() {
        [] => step.lead.clone(),
        _ => format!("{} {}", step.lead, pieces(step)),
    };
    let clause = |clause: &Clause| clause.iter().map(step).collect::<Vec<_>>().join(" ");
    clauses.iter().map(clause).collect::<Vec<_>>().join("; ")
}

fn said(lens: &Lens<'_>, lead: &str) -> Step {
    Step {
        lead: lens.words.t(lead),
        pieces: Vec::new(),
        is_before: matches!(lead, "said-from" | "said-order" | "said-lost" | "said-reasons-lost"),
    }
}

fn step(lens: &Lens<'_>, lead: &str, mut pieces: Vec<Piece>) -> Step {
    if pieces.len() > SHOWN {
        let rest = (pieces.len() - SHOWN) as u64;
        pieces.truncate(SHOWN);
        pieces.push(Piece::plain(lens.words.many("said-more", rest)));
    }
    Step { pieces, ..said(lens, lead) }
}

/// The address of a picture says nothing to anybody: Meta signs it anew each time.
const fn picture(is_nothing: (bool, bool)) -> &'static str {
    match is_nothing {
        (true, _) => "said-picture-gained",
        (_, true) => "said-picture-lost",
        _ => "said-picture-changed",
    }
}

fn of_one(lens: &Lens<'_>, change: &Change) -> Vec<Clause> {
    passed(lens, change, "said-from")
}

/// What was announced before has not passed into what is announced now.
fn announced(lens: &Lens<'_>, change: &Change) -> Vec<Clause> {
    let pieces = pieces(lens, change.node.kind, &change.field, &change.after);
    vec![vec![step(lens, "said-announced", pieces)]]
}

/// From what stood before to what stands now, or only one of the two.
fn passed(lens: &Lens<'_>, change: &Change, from: &str) -> Vec<Clause> {
    let held = |value| pieces(lens, change.node.kind, &change.field, value);
    let (before, after) = (held(&change.before), held(&change.after));
    vec![match (before.is_empty(), after.is_empty()) {
        (true, _) => vec![step(lens, "said-gained", after)],
        (_, true) => vec![step(lens, "said-lost", before)],
        _ => vec![step(lens, from, before), step(lens, "said-to", after)],
    }]
}

/// What a list gained and lost; items with the same key are the same.
fn of_list(lens: &Lens<'_>, change: &Change, key: Option<&str>) -> Vec<Clause> {
    let (before, after) = (items(&change.before), items(&change.after));
    let same = |one: &Value, other: &Value| match key.map(|key| (one.get(key), other.get(key))) {
        Some((Some(one), Some(other))) => one == other,
        _ => one == other,
    };
    let beyond = |some: &[&Value], others: &[&Value]| -> Value {
        let is_new = |item: &&&Value| !others.iter().any(|other| same(item, other));
        some.iter().filter(is_new).map(|item| (*item).clone()).collect()
    };
    let (gained, lost) = (beyond(&after, &before), beyond(&before, &after));
    if piece::is_nothing(&gained) && piece::is_nothing(&lost) {
        let is_same = before.len() == after.len() && after.iter().all(|item| before.contains(item));
        return passed(lens, change, if is_same { "said-order" } else { "said-from" });
    }
    let clause = |lead, items: &Value| {
        let mut pieces = pieces(lens, change.node.kind, &change.field, items);
        // The first of Meta's descriptions says what it is about; all are in the document.
        pieces.iter_mut().skip(1).filter(|p| p.form == Form::Raw).for_each(|p| p.quote = None);
        (!pieces.is_empty()).then(|| vec![step(lens, lead, pieces)])
    };
    let both = [clause("said-gained", &gained), clause("said-lost", &lost)];
    both.into_iter().flatten().collect()
}

/// A quality with its reasons, which may change while it stays.
fn of_quality(lens: &Lens<'_>, change: &Change) -> Vec<Clause> {
    let score = |value: &Value| value.get("score").and_then(Value::as_str).map(str::to_owned);
    let all = (listed(&change.before), listed(&change.after));
    let clause = |lead, items: &[&Value]| {
        (!items.is_empty()).then(|| vec![step(lens, lead, piece::reasons(lens, items))])
    };
    if score(&change.after).is_none() || score(&change.before) != score(&change.after) {
        let reasons = clause("said-reasons", &all.1);
        return of_one(lens, change).into_iter().chain(reasons).collect();
    }
    let beyond = |some: &[&'_ Value], others: &[&Value]| -> Vec<Value> {
        some.iter().filter(|item| !others.contains(item)).map(|item| (*item).clone()).collect()
    };
    let (gained, lost) = (beyond(&all.1, &all.0), beyond(&all.0, &all.1));
    let stays = pieces(lens, change.node.kind, &change.field, &change.after);
    let stays = vec![step(lens, "said-same-quality", stays)];
    let mut clauses = vec![stays];
    clauses.extend(clause("said-reasons-gained", &gained.iter().collect::<Vec<_>>()));
    clauses.extend(clause("said-reasons-lost", &lost.iter().collect::<Vec<_>>()));
    if let [stays] = clauses.as_mut_slice() {
        stays.push(rated(lens, change));
    }
    clauses
}

fn listed(quality: &Value) -> Vec<&Value> {
    quality.get("reasons").map(items).unwrap_or_default()
}

/// Meta rated again and came to the same.
fn rated(lens: &Lens<'_>, change: &Change) -> Step {
    let date = |value: &Value| value.get("date").and_then(Value::as_i64);
    match date(&change.after) {
        Some(seconds) if date(&change.before) != Some(seconds) => {
            let at = domain::Timestamp::from_seconds(seconds);
            step(lens, "said-rated", vec![Piece::plain(lens.words.moment(at))])
        }
        _ => said(lens, "said-rated-again"),
    }
}
