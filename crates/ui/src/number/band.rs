//! The quality of the page's days as a band: its stretches, the marks of what changed, and its days.
//! Of a number that is known for a few, the band begins with the first reading, and grows.
//!
//! Drawn by SVG in per cent of its width, since the policy allows no style attributes.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::history::{self, Known, Span};
use domain::{Change, NodeKind, Timestamp, number};
use meta::open::QualityRating;
use serde_json::Value;

use super::line::{self, Line};
use super::pins::{self, Pin};
use super::place::{given_from, of_number, window};
use crate::badge::{self, Look};
use crate::news;
use crate::told::{Lens, Source};
use crate::view;
use crate::words::Words;

/// Marks at most: so many fit beside each other on the narrowest phone, 24 px each.
const MARKS: usize = 10;
/// How far apart the marks stand, in per cent: on a wide band, and on the narrowest.
const APART: [f64; 2] = [4.0, 10.0];
/// Stretches that the summary lists in their order; of more it gives only how long each lasted.
const LISTED: usize = 8;
/// The fields whose changes are marked.
const MARKED: [&str; 7] = [
    "status",
    "quality_rating",
    "messaging_limit_tier",
    "whatsapp_business_manager_messaging_limit",
    "verified_name",
    "name_status",
    "can_send_message",
];

/// The band.
pub(crate) struct Band {
    pub title: String,
    /// Why it shows less than all days.
    pub since: Option<String>,
    pub source: Option<Source>,
    pub stretches: Vec<Stretch>,
    /// What is drawn, in words.
    pub summary: String,
    pub marks: Vec<Mark>,
    /// The numbers of the marks as a wide band shows them, and a narrow one.
    pub wide: Vec<Pin>,
    pub narrow: Vec<Pin>,
    /// Why nothing is marked.
    pub nothing: String,
    /// Marks that are not drawn.
    pub more: Option<String>,
    pub days: Vec<Day>,
}

/// A stretch of time with one quality.
pub(crate) struct Stretch {
    pub look: Look,
    /// Short, for the drawing.
    pub word: String,
    /// Whether something was known.
    pub is_known: bool,
    /// In per cent of the width.
    pub from: String,
    pub width: String,
    /// In pixels of [`HEIGHT`]; the better, the higher.
    pub top: u8,
    pub height: u8,
    /// How much of its words has room: `all`, `wide` and `widest` (on such a band),
    /// `shape` or `none`.
    pub fit: &'static str,
    pub begins: String,
    pub ends: String,
    pub length: String,
}

/// A change that is marked.
pub(crate) struct Mark {
    pub n: usize,
    pub line: Line,
}

/// A day under the band.
pub(crate) struct Day {
    pub at: &'static str,
    /// The side of the label that stands there.
    pub anchor: &'static str,
    pub text: String,
    /// Whether a narrow band has no room for it.
    pub is_wide: bool,
}

/// Height of the band, in pixels.
const HEIGHT: u8 = 64;

/// The band of a number.
pub(crate) fn band(lens: &Lens<'_>, view: &view::Number<'_>) -> Band {
    let axis = Axis::of(lens, view);
    let of_window = |entry: &&view::Entry| is_marked(entry) && entry.change.at >= axis.from;
    let all: Vec<view::Entry> = view.changes.iter().filter(of_window).cloned().collect();
    let mut marked: Vec<&view::Entry> = news::told_once(&all).collect();
    marked.sort_by_key(|entry| (entry.change.at, entry.seq));
    let left = marked.len().saturating_sub(MARKS);
    let shown = &marked[left..];
    let marks: Vec<Mark> = shown
        .iter()
        .enumerate()
        .map(|(index, entry)| Mark { n: index + 1, line: line::line(lens, view.scope, entry) })
        .collect();
    let at: Vec<f64> = shown.iter().map(|entry| axis.share(entry.change.at)).collect();
    let [wide, narrow] = APART.map(|apart| drawn(&marks, &at, apart));
    let spans = spans(lens, view, axis);
    let stretches: Vec<Stretch> =
        spans.iter().map(|span| stretch(lens, view, axis, span)).collect();
    let quality = number::quality(view.number);
    let short = axis.is_short.then(|| lens.words.ago(axis.known_from, lens.now));
    Band {
        title: match axis.is_short {
            true => lens.words.t("quality-since"),
            false => lens.words.many("quality-days", view.days.into()),
        },
        since: short.map(|ago| {
            lens.words.with("quality-since-about", &[("ago", ago)], Some(view.days.into()))
        }),
        source: quality.map(|(_, heard)| lens.source(NodeKind::PhoneNumber, heard.at, heard.how)),
        summary: summary(lens.words, &spans, &stretches),
        stretches,
        marks,
        wide,
        narrow,
        nothing: nothing(lens.words, view),
        more: more(lens.words, left as u64, view.has_more),
        days: days(lens, axis),
    }
}

fn is_marked(entry: &view::Entry) -> bool {
    let change = &entry.change;
    change.node.kind == NodeKind::PhoneNumber && MARKED.contains(&change.field.as_str())
}

fn nothing(words: &Words, view: &view::Number<'_>) -> String {
    match view.number.read_at {
        Some(_) => words.many("marks-none", view.days.into()),
        None => words.t("changes-unread"),
    }
}

fn more(words: &Words, left: u64, has_more: bool) -> Option<String> {
    match (left, has_more) {
        (0, false) => None,
        (0, true) => Some(words.t("marks-older")),
        (left, false) => Some(words.many("marks-more", left)),
        (left, true) => Some(words.many("marks-more-least", left)),
    }
}

fn drawn(marks: &[Mark], at: &[f64], apart: f64) -> Vec<Pin> {
    let places = at.iter().zip(pins::spread(at, apart));
    let pin = |(mark, (at, drawn_at)): (&Mark, (&f64, f64))| Pin {
        n: mark.n,
        at: percent(*at),
        drawn_at: percent(drawn_at),
        text: mark.line.news.text.clone(),
    };
    marks.iter().zip(places).map(pin).collect()
}

fn spans(lens: &Lens<'_>, view: &view::Number<'_>, axis: Axis) -> Vec<Span> {
    let current = number::quality(view.number).map(|(rating, _)| Value::from(rating.to_string()));
    let changes: Vec<&Change> =
        of_number(view).filter(|change| change.field == "quality_rating").collect();
    let gaps: Vec<_> = of_number(view).filter_map(Change::unread).collect();
    let since = known_since(lens, view);
    let known = Known { current: current.as_ref(), since, changes: &changes, gaps: &gaps };
    history::spans(known, axis.from, lens.now)
}

/// From when on something is known: the first reading, unless a change was heard even earlier; but
/// nothing from before the changes that the page is given.
fn known_since(lens: &Lens<'_>, view: &view::Number<'_>) -> Option<Timestamp> {
    let heard = of_number(view).map(|change| change.at).min();
    let first = view.number.first_read_at;
    let known = first.map(|first| heard.map_or(first, |heard| first.min(heard)));
    let given = view.has_more.then(|| given_from(lens, view));
    known.max(given)
}

fn stretch(lens: &Lens<'_>, view: &view::Number<'_>, axis: Axis, span: &Span) -> Stretch {
    let words = lens.words;
    let (look, word) = match &span.value {
        Some(value) => known(words, value),
        None => {
            let is_cut = view.has_more && span.until <= given_from(lens, view);
            let word = words.t(if is_cut { "band-not-shown" } else { "never-read" });
            let look = Look { tone: "unk", icon: "none", word: word.clone(), small: None };
            (look, word)
        }
    };
    let height = match look.tone {
        "ok" => HEIGHT,
        "warn" => 46,
        "bad" => 31,
        _ => 26,
    };
    let (start, end) = (axis.share(span.from), axis.share(span.until));
    Stretch {
        fit: fit(&word, end - start),
        look,
        word,
        is_known: span.value.is_some(),
        from: percent(start),
        width: percent(end - start),
        top: HEIGHT - height,
        height,
        begins: words.moment(span.from),
        ends: if span.until == lens.now { words.t("band-now") } else { words.moment(span.until) },
        length: words.lasted(span.until.since(span.from)),
    }
}

/// The look of a quality, and its word where there is little room.
fn known(words: &Words, value: &Value) -> (Look, String) {
    let look = badge::look(words, "quality_rating", value);
    let is_undefined =
        value.as_str().is_some_and(|raw| QualityRating::from(raw) == QualityRating::Unknown);
    let word = match &look.small {
        _ if is_undefined => words.t("band-unknown"),
        Some(small) => format!("{} · {small}", look.word),
        None => look.word.clone(),
    };
    (look, word)
}

/// What of a stretch's words has room, at the least width of each kind of band.
fn fit(word: &str, share: f64) -> &'static str {
    const WIDEST: f64 = 896.0;
    const WIDE: f64 = 640.0;
    const NARROW: f64 = 246.0;
    let room = |band: f64| band * share / 100.0;
    let needed = 34.0 + 6.8 * word.chars().count() as f64;
    match () {
        () if room(NARROW) >= needed => "all",
        () if room(WIDE) >= needed => "wide",
        () if room(WIDEST) >= needed => "widest",
        () if room(WIDE) >= 28.0 => "shape",
        () => "none",
    }
}

/// "Verde por 14 dias, Amarelo por 7 dias"; of many stretches how long each quality lasted in all.
fn summary(words: &Words, spans: &[Span], stretches: &[Stretch]) -> String {
    let part = |word: &str, length: String| {
        words.with("band-part", &[("quality", word.to_owned()), ("length", length)], None)
    };
    let parts: Vec<String> = if stretches.len() <= LISTED {
        stretches.iter().map(|one| part(&one.look.word, one.length.clone())).collect()
    } else {
        let mut seen = BTreeSet::new();
        let first = stretches.iter().filter(|one| seen.insert(one.look.word.as_str()));
        let lasted = |word: &str| -> Duration {
            let same = stretches.iter().zip(spans).filter(|(one, _)| one.look.word == word);
            same.map(|(_, span)| span.until.since(span.from)).sum()
        };
        first.map(|one| part(&one.look.word, words.lasted(lasted(&one.look.word)))).collect()
    };
    parts.join(", ")
}

pub(super) fn days(lens: &Lens<'_>, axis: Axis) -> Vec<Day> {
    let words = lens.words;
    let label = |at, anchor, text, is_wide| Day { at, anchor, text, is_wide };
    let at = |share: f64| axis.from.plus(axis.length().mul_f64(share / 100.0));
    if !axis.is_short {
        let today = words.t1("band-today", "day", words.short_day(lens.now));
        return vec![
            label("0", "start", words.short_day(axis.from), false),
            label("23.33", "middle", words.short_day(at(23.33)), true),
            label("46.67", "middle", words.short_day(at(46.67)), false),
            label("70", "middle", words.short_day(at(70.0)), true),
            label("100", "end", today, false),
        ];
    }
    let now = words.t1("band-today", "day", words.moment(lens.now));
    vec![
        label("0", "start", words.moment(axis.from), false),
        label("50", "middle", words.moment(at(50.0)), true),
        label("100", "end", now, false),
    ]
}

/// Known for less than this, a number has a band of its own length, labelled by moments.
const SHORT: Duration = Duration::from_secs(7 * 86_400);

/// The time that the band spans, up to now.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    pub from: Timestamp,
    pub until: Timestamp,
    /// From when on something is known.
    known_from: Timestamp,
    /// Whether that is so short ago that all days would show nothing of it.
    is_short: bool,
}

impl Axis {
    /// The page's days; of a number that is known for a few, those.
    pub fn of(lens: &Lens<'_>, view: &view::Number<'_>) -> Self {
        let (from, until) = (window(lens.now, view.days), lens.now);
        let known_from = known_since(lens, view).unwrap_or(from);
        let is_short = known_from < until && until.since(known_from) < SHORT && !view.has_more;
        let from = if is_short { known_from.max(from) } else { from };
        Self { from, until, known_from, is_short }
    }

    fn length(self) -> Duration {
        self.until.since(self.from)
    }

    /// Where a moment lies, in per cent.
    pub fn share(self, at: Timestamp) -> f64 {
        let length = self.length().as_secs_f64().max(0.001);
        (at.since(self.from).as_secs_f64() / length * 100.0).min(100.0)
    }
}

pub(super) fn percent(share: f64) -> String {
    format!("{share:.2}")
}
