//! Visão geral: the verdict, the entities it rests on, the limit, the numbers and what changed.

mod act;
mod reasons;

use askama::Template;
use domain::readiness::{Scope, Verdict};
use domain::{Replica, number};
use meta::open::PhoneNumberStatus;

use crate::badge::{self, Badge};
use crate::entity::{self, Card};
use crate::explain::{self, Explanation};
use crate::frame::{Around, Page};
use crate::meter::{self, Gauge};
use crate::news::{self, News};
use crate::told::{Failing, Lens, Source};
use crate::verdict::{self, Panel};
use crate::view;
use crate::words::Words;

use act::{Alert, Group};
use reasons::Reasons;

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    page: Page,
    around: Around,
    /// Whether no account was connected yet, so that there is nothing to tell.
    is_empty: bool,
    verdict: Panel,
    /// Whether a number is among the reasons, so that the list of those is worth a visit.
    has_number_reasons: bool,
    /// Whether an entity above the numbers is among them, and whether it is the gravest.
    has_entity_reasons: bool,
    is_entity_first: bool,
    /// Whether anything was read, so that it can be said that nobody has to act.
    is_read: bool,
    acts: Vec<Group>,
    alerts: Vec<Alert>,
    alert_count: Option<String>,
    cards: Vec<Card>,
    has_errors: bool,
    gauges: Vec<Gauge>,
    numbers: Summary,
    news: Vec<News>,
    quarantined: Option<String>,
    explanations: Vec<Explanation>,
}

/// The numbers in figures.
struct Summary {
    active: String,
    of: String,
    waiting: Option<String>,
    qualities: Vec<Share>,
    source: Option<Source>,
    failing: Vec<(String, Failing)>,
}

/// How many numbers have one quality.
struct Share {
    badge: Badge,
    count: usize,
    /// What people said of those numbers, at medium and low.
    reasons: Option<Reasons>,
}

/// Qualities in the order of a traffic light; any other is listed after these.
const QUALITIES: [&str; 4] = ["GREEN", "YELLOW", "RED", "UNKNOWN"];

/// The page.
pub fn overview(frame: &view::Frame, view: &view::Overview<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let around = Around::new(&words, frame);
    let cards = entity::cards(&lens, view.scope, view.readiness, view.webhooks);
    let quarantined = view.quarantined.filter(|count| *count > 0);
    let numbers = summary(&lens, &around, view.scope, view.readiness.active);
    crate::rendered(&Overview {
        is_empty: frame.wabas.is_empty() && view.scope.wabas.is_empty(),
        verdict: verdict::panel(&lens, view.scope, view.readiness),
        has_number_reasons: view.readiness.reasons.iter().any(verdict::is_about_number),
        has_entity_reasons: view.readiness.reasons.iter().any(verdict::is_about_entity),
        is_entity_first: view.readiness.reasons.first().is_some_and(verdict::is_about_entity),
        is_read: view.readiness.verdict != Verdict::NoData,
        acts: act::groups(&lens, &around, view),
        alerts: act::alerts(&lens, view),
        alert_count: (view.open_count > 0).then(|| words.count(view.open_count)),
        has_errors: cards.iter().any(|card| !card.errors.is_empty()),
        cards,
        gauges: meter::gauges(&lens, &around, view.scope, view.meters),
        explanations: explain::of_badges(&words, numbers.qualities.iter().map(|one| &one.badge)),
        numbers,
        news: view.changes.iter().map(|change| news::news(&lens, view.scope, change)).collect(),
        quarantined: quarantined.map(|count| words.many("quarantined", count)),
        around,
        page: Page::new(words, "nav-overview"),
    })
}

fn summary(lens: &Lens<'_>, around: &Around, scope: &Scope, active: usize) -> Summary {
    let words = lens.words;
    let pending = |number: &&Replica| number::status(number) == Some(PhoneNumberStatus::Pending);
    let waiting = scope.numbers.iter().filter(pending).count() as u64;
    // The figures are no newer than the oldest reading among those that they count.
    let read = scope.numbers.iter().filter(|number| number.read_at.is_some());
    let oldest = read.min_by_key(|number| number.read_at);
    let failing = |number: &Replica| Some((crate::named::name(number), lens.failure(number)?));
    Summary {
        active: words.count(active as u64),
        of: words.many("numbers-active-of", scope.numbers.len() as u64),
        waiting: (waiting > 0).then(|| words.many("numbers-waiting", waiting)),
        qualities: match scope.numbers.as_slice() {
            [] => Vec::new(),
            numbers => qualities(lens, around, numbers),
        },
        source: oldest.and_then(|number| lens.reading(number)),
        failing: scope.numbers.iter().filter_map(failing).collect(),
    }
}

fn qualities(lens: &Lens<'_>, around: &Around, numbers: &[Replica]) -> Vec<Share> {
    let words = lens.words;
    let none =
        |raw: &&str| Share { badge: badge::quality_alone(words, raw), count: 0, reasons: None };
    let mut shares: Vec<Share> = QUALITIES.iter().map(none).collect();
    let raw = |badge: &Badge| badge.told.as_ref().map(|told| told.value.clone());
    for replica in numbers {
        let badge = badge::quality_of(words, replica);
        match shares.iter_mut().find(|share| raw(&share.badge) == raw(&badge)) {
            Some(share) => share.count += 1,
            None => shares.push(Share { badge, count: 1, reasons: None }),
        }
    }
    for share in &mut shares {
        share.reasons = reasons::reasons(lens, around, numbers, &share.badge);
    }
    shares
}
