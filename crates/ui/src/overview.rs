//! Visão geral: the verdict, the entities it rests on, the limit, the numbers and what changed.

use askama::Template;
use domain::readiness::Scope;
use domain::{Replica, number};
use meta::open::PhoneNumberStatus;

use crate::badge::{self, Look};
use crate::entity::{self, Card};
use crate::frame::{Around, Page};
use crate::limit::{self, Limit};
use crate::news::{self, News};
use crate::told::{Failing, Lens, Source};
use crate::verdict::{self, Panel};
use crate::view;
use crate::words::Words;

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
    cards: Vec<Card>,
    has_errors: bool,
    limits: Vec<Limit>,
    numbers: Summary,
    news: Vec<News>,
    quarantined: Option<String>,
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
    look: Look,
    count: usize,
}

/// Qualities in the order of a traffic light; any other is listed after these.
const QUALITIES: [&str; 4] = ["GREEN", "YELLOW", "RED", "UNKNOWN"];

/// The page.
pub fn overview(frame: &view::Frame, view: &view::Overview<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let cards = entity::cards(&lens, view.scope, view.readiness, view.webhooks);
    let quarantined = view.quarantined.filter(|count| *count > 0);
    crate::rendered(&Overview {
        is_empty: frame.wabas.is_empty() && view.scope.wabas.is_empty(),
        verdict: verdict::panel(&lens, view.scope, view.readiness),
        has_number_reasons: view.readiness.reasons.iter().any(verdict::is_about_number),
        has_entity_reasons: view.readiness.reasons.iter().any(verdict::is_about_entity),
        is_entity_first: view.readiness.reasons.first().is_some_and(verdict::is_about_entity),
        has_errors: cards.iter().any(|card| !card.errors.is_empty()),
        cards,
        limits: limit::portfolios(&lens, view.scope),
        numbers: summary(&lens, view.scope, view.readiness.active),
        news: view.changes.iter().map(|change| news::news(&lens, view.scope, change)).collect(),
        quarantined: quarantined.map(|count| words.many("quarantined", count)),
        around: Around::new(&words, frame),
        page: Page::new(words, "nav-overview"),
    })
}

fn summary(lens: &Lens<'_>, scope: &Scope, active: usize) -> Summary {
    let words = lens.words;
    let pending = |number: &&Replica| number::status(number) == Some(PhoneNumberStatus::Pending);
    let waiting = scope.numbers.iter().filter(pending).count() as u64;
    let newest = scope.numbers.iter().max_by_key(|number| number.read_at);
    let failing = |number: &Replica| Some((crate::named::name(number), lens.failure(number)?));
    Summary {
        active: words.count(active as u64),
        of: words.many("numbers-active-of", scope.numbers.len() as u64),
        waiting: (waiting > 0).then(|| words.many("numbers-waiting", waiting)),
        qualities: match scope.numbers.as_slice() {
            [] => Vec::new(),
            numbers => qualities(words, numbers),
        },
        source: newest.and_then(|number| lens.reading(number)),
        failing: scope.numbers.iter().filter_map(failing).collect(),
    }
}

fn qualities(words: &Words, numbers: &[Replica]) -> Vec<Share> {
    let mut shares: Vec<(String, Share)> = QUALITIES
        .iter()
        .map(|raw| {
            let look = badge::look(words, "quality_rating", &serde_json::Value::from(*raw));
            ((*raw).to_owned(), Share { look, count: 0 })
        })
        .collect();
    for replica in numbers {
        let badge = badge::quality_of(words, replica);
        let raw = badge.told.map(|told| told.value).unwrap_or_default();
        match shares.iter_mut().find(|(held, _)| *held == raw) {
            Some((_, share)) => share.count += 1,
            None => shares.push((raw, Share { look: badge.look, count: 1 })),
        }
    }
    shares.into_iter().map(|(_, share)| share).collect()
}
