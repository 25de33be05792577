//! The lane of causes beside the band: what the number sent, what failed, who opted out and what became
//! of templates, day by day, and what went on in the 48 hours before each fall in quality. Counted by Farol; Meta names no
//! cause, and none is claimed.

use std::collections::BTreeMap;

use domain::fall::{self, Fall};
use domain::traffic::Kind;
use domain::{Change, NodeKind, Timestamp};

use super::band::{self, Axis, Day};
use super::place::of_number;
use crate::badge;
use crate::news;
use crate::told::Lens;
use crate::view;
use crate::words::Words;

/// Height of a row of bars, in pixels.
const HEIGHT: f64 = 28.0;
/// Falls that are looked into at most, the newest.
const FALLS: usize = 5;
/// Happenings to templates listed before one fall at most.
const TEMPLATES: usize = 8;
/// What is drawn, in order.
const DRAWN: [Cause; 8] = [
    Cause::Counted(Kind::SentMarketing),
    Cause::Counted(Kind::SentUtility),
    Cause::Counted(Kind::SentAuthentication),
    Cause::Counted(Kind::SentService),
    Cause::Counted(Kind::SentOther),
    Cause::Counted(Kind::Failed(None)),
    Cause::Counted(Kind::OptOut),
    Cause::Templates,
];

/// What may have had to do with a quality.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// Messages and wishes of a kind.
    Counted(Kind),
    /// Changes of templates' states and qualities.
    Templates,
}

/// The lane.
pub(crate) struct Lane {
    pub rows: Vec<Row>,
    /// The same axis as the band's.
    pub days: Vec<Day>,
    /// The same as a table: a day, and a count for each row.
    pub table: Vec<(String, Vec<String>)>,
    pub falls: Vec<FallView>,
}

/// One cause, day by day.
pub(crate) struct Row {
    pub title: String,
    /// In all, and on the busiest day.
    pub figures: String,
    pub tone: &'static str,
    pub bars: Vec<Bar>,
}

/// A day of a row; `x` and `width` in per cent, `y` and `height` in pixels.
pub(crate) struct Bar {
    pub x: String,
    pub width: String,
    pub y: String,
    pub height: String,
}

/// A fall in quality, with what went on before it.
pub(crate) struct FallView {
    pub title: String,
    pub moment: String,
    pub iso: String,
    /// What was counted in the 48 hours before, and how that compares with the 48 before those.
    pub counts: Vec<(String, String)>,
    /// What happened to templates: its moment and its words.
    pub templates: Vec<(String, String)>,
    /// Templates that are not listed.
    pub more: Option<String>,
}

/// The lane of a number.
pub(crate) fn lane(lens: &Lens<'_>, view: &view::Number<'_>) -> Lane {
    let axis = Axis::of(lens, view);
    let by_day = by_day(lens.words, view, axis);
    let is_counted = |cause: &Cause| by_day.values().any(|counts| counts.contains_key(cause));
    let causes: Vec<Cause> = DRAWN.into_iter().filter(is_counted).collect();
    let count = |counts: &BTreeMap<Cause, u64>, one| counts.get(one).copied().unwrap_or_default();
    let table = by_day.iter().rev().map(|(day, counts)| {
        let cells = causes.iter().map(|cause| lens.words.count(count(counts, cause)));
        (lens.words.short_day(*day), cells.collect())
    });
    Lane {
        table: table.collect(),
        rows: causes.iter().map(|cause| row(lens.words, axis, cause, &by_day)).collect(),
        days: band::days(lens, axis),
        falls: falls(lens, view, axis),
    }
}

type ByDay = BTreeMap<Timestamp, BTreeMap<Cause, u64>>;

/// The counts of each day that the axis shows, by when it begins. All failures are one kind.
fn by_day(words: &Words, view: &view::Number<'_>, axis: Axis) -> ByDay {
    let hour = std::time::Duration::from_secs(3_600);
    let hours = view.traffic.iter().filter(|one| one.hour.plus(hour) > axis.from);
    let counted = hours.map(|one| {
        let kind = match &one.kind {
            Kind::Failed(_) => Kind::Failed(None),
            kind => kind.clone(),
        };
        (one.hour, Cause::Counted(kind), one.count)
    });
    let templates = of_templates(view).filter(|change| change.at >= axis.from);
    let mut by_day = ByDay::new();
    for (at, cause, count) in counted.chain(templates.map(|one| (one.at, Cause::Templates, 1))) {
        if DRAWN.contains(&cause) {
            let day = by_day.entry(words.day_start(at)).or_default();
            *day.entry(cause).or_default() += count;
        }
    }
    by_day
}

/// What became of templates; their health is told by their state.
fn of_templates<'a>(view: &view::Number<'a>) -> impl Iterator<Item = &'a Change> {
    view.templates.iter().filter(|change| change.node.kind == NodeKind::MessageTemplate)
}

fn row(words: &Words, axis: Axis, cause: &Cause, by_day: &ByDay) -> Row {
    const DAY: std::time::Duration = std::time::Duration::from_secs(86_400);
    let counts: Vec<(Timestamp, u64)> =
        by_day.iter().filter_map(|(day, counts)| Some((*day, *counts.get(cause)?))).collect();
    let all: u64 = counts.iter().map(|(_, count)| count).sum();
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let bar = |(day, count): &(Timestamp, u64)| {
        let (start, end) = (axis.share(*day), axis.share(day.plus(DAY)));
        // A day with few beside one with many is still seen.
        let height = (*count as f64 / most as f64 * HEIGHT).max(1.5);
        Bar {
            x: band::percent(start),
            width: band::percent((end - start) * 0.8),
            y: format!("{:.1}", HEIGHT - height),
            height: format!("{height:.1}"),
        }
    };
    let places = [("all", words.count(all)), ("most", words.count(most))];
    Row {
        title: match cause {
            Cause::Counted(kind) => title(words, kind),
            Cause::Templates => words.t("lane-templates"),
        },
        figures: words.with("lane-figures", &places, None),
        tone: match cause {
            Cause::Counted(Kind::Failed(_)) => "bad",
            Cause::Counted(Kind::OptOut) | Cause::Templates => "warn",
            Cause::Counted(_) => "own",
        },
        bars: counts.iter().map(bar).collect(),
    }
}

/// A kind in words; one that is not known here is shown raw.
fn title(words: &Words, kind: &Kind) -> String {
    let key = match kind {
        Kind::SentMarketing => "lane-marketing",
        Kind::SentUtility => "lane-utility",
        Kind::SentAuthentication => "lane-authentication",
        Kind::SentService => "lane-service",
        Kind::SentOther => "lane-other",
        Kind::Delivered => "lane-delivered",
        Kind::Read => "lane-read",
        Kind::Failed(_) => "lane-failed",
        Kind::Received => "lane-received",
        Kind::OptOut => "lane-opt-out",
        Kind::OptIn => "lane-opt-in",
        Kind::Other(raw) => return raw.clone(),
    };
    words.t(key)
}

fn falls(lens: &Lens<'_>, view: &view::Number<'_>, axis: Axis) -> Vec<FallView> {
    let mut ratings: Vec<&Change> = of_number(view)
        .filter(|change| change.field == "quality_rating" && change.at >= axis.from)
        .collect();
    ratings.sort_by_key(|change| std::cmp::Reverse(change.at));
    let templates: Vec<&Change> = of_templates(view).collect();
    let falls = fall::falls(&ratings, view.traffic, &templates);
    falls.iter().take(FALLS).map(|fall| fall_view(lens, view, fall)).collect()
}

fn fall_view(lens: &Lens<'_>, view: &view::Number<'_>, fall: &Fall<'_>) -> FallView {
    let words = lens.words;
    let quality = |value| badge::look(words, "quality_rating", value).word;
    let places = [("before", quality(&fall.change.before)), ("after", quality(&fall.change.after))];
    let count = |(kind, then, before): &(Kind, u64, u64)| {
        let places = [("then", words.count(*then)), ("before", words.count(*before))];
        (title(words, kind), words.with("fall-counts", &places, None))
    };
    let template = |change: &&Change| {
        let news = news::news(lens, view.scope, change);
        (news.moment, format!("{}: {}", news.name, news.text))
    };
    let left = fall.templates.len().saturating_sub(TEMPLATES) as u64;
    FallView {
        title: words.with("fall-title", &places, None),
        moment: words.moment(fall.change.at),
        iso: words.iso(fall.change.at),
        counts: fall.counts.iter().map(count).collect(),
        templates: fall.templates.iter().take(TEMPLATES).map(template).collect(),
        more: (left > 0).then(|| words.many("fall-more", left)),
    }
}
