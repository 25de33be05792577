//! The last 30 days of each entity: a tick a day with the worst that Meta said on it, the same as a
//! table, and when something was not available, with Meta's words of that time.
//!
//! Of many numbers, those whose days are alike share one row: a thousand rows tell nobody anything.

mod past;
mod time;

use std::collections::{BTreeSet, HashMap};

use domain::{NodeKind, Replica, Timestamp, availability, number};
use meta::open::{CanSendMessage, EntityType};

use self::past::Past;
pub(crate) use self::time::Time;
use crate::badge::{self, Badge, Look};
use crate::entity;
use crate::named;
use crate::told::Lens;
use crate::view;
use crate::words::Words;

/// Days that are shown.
const DAYS: usize = 30;
/// So many numbers have a row each.
const FEW: usize = 8;
/// Rows at most.
const ROWS: usize = 40;

/// The section.
pub(crate) struct History {
    pub rows: Vec<Row>,
    /// Entities that are not shown.
    pub left: Option<String>,
    /// The first day and the last one.
    pub first: String,
    pub last: String,
    /// Times in which something was not available, newest first.
    pub times: Vec<Time>,
    /// Times that are not listed.
    pub more: Option<String>,
}

/// One entity's days, or those of several numbers that are alike.
pub(crate) struct Row {
    pub name: String,
    pub kind: String,
    /// Whose days these are, where they are several numbers'.
    pub members: Vec<String>,
    /// The days as the stylesheet draws them: `a`, `l`, `b`, `s` (a state that is not known here), `u`.
    pub ticks: Vec<&'static str>,
    /// The share of the known time in which it was available, or why there is none.
    pub share: String,
    /// Days in a row that were alike.
    pub runs: Vec<Run>,
    /// The same in a sentence, for who does not see the ticks.
    pub summary: String,
    per_mille: Option<u64>,
}

/// Days in a row with the same worst state.
pub(crate) struct Run {
    pub look: Look,
    pub from: String,
    pub until: String,
    pub length: String,
}

/// The section of a page; `None` when nothing is replicated.
pub(crate) fn history(lens: &Lens<'_>, view: &view::Health<'_>) -> Option<History> {
    let days = days(lens.words, lens.now);
    let past = Past::of(view, days.first().copied().unwrap_or(lens.now), lens.now);
    let entities = entities(view, &past);
    if entities.is_empty() {
        return None;
    }
    let (mut rows, mut of_numbers, mut of_templates) = (Vec::new(), Vec::new(), Vec::new());
    let mut times = Vec::new();
    for (kind, replica) in entities {
        let spans = past.spans(lens, kind, replica);
        let said = availability::days(&spans, &days);
        let of_use = past.once_registered(replica, &spans);
        times.extend(time::of(replica, kind, &of_use));
        let per_mille = availability::available_per_mille(&of_use);
        let list = match replica.node.kind {
            NodeKind::PhoneNumber | NodeKind::Profile | NodeKind::Username => &mut of_numbers,
            NodeKind::MessageTemplate => &mut of_templates,
            NodeKind::Business | NodeKind::Waba | NodeKind::App => &mut rows,
        };
        let share = share(lens.words, replica, &said, per_mille);
        list.push(Days { kind, replica, said, per_mille, share });
    }
    let alone = |one: &Days<'_>| row(lens.words, &days, &[one]);
    let mut rows: Vec<Row> = rows.iter().map(alone).collect();
    rows.extend(rows_of_numbers(lens.words, &days, &of_numbers));
    rows.extend(of_templates.iter().map(alone));
    let left = rows.len().saturating_sub(ROWS) as u64;
    rows.truncate(ROWS);
    let (times, more) = time::listed(lens, view, &past, times);
    Some(History {
        left: (left > 0).then(|| lens.words.many("history-left", left)),
        rows,
        first: days.first().map(|day| lens.words.short_day(*day)).unwrap_or_default(),
        last: lens.words.t1("band-today", "day", lens.words.short_day(lens.now)),
        times,
        more,
    })
}

/// When each of the days began, oldest first.
fn days(words: &Words, now: Timestamp) -> Vec<Timestamp> {
    const HALF_A_DAY_MS: i64 = 12 * 3_600 * 1_000;
    let today = words.day_start(now);
    // Days may have 23 or 25 hours; noon of the day before is never missed.
    let before = |day: &Timestamp| {
        Some(words.day_start(Timestamp::from_millis(day.as_millis() - HALF_A_DAY_MS)))
    };
    let mut days: Vec<Timestamp> = std::iter::successors(Some(today), before).take(DAYS).collect();
    days.reverse();
    days
}

/// Whose days are shown: what hangs together in the order of the chain, then the rest; of templates
/// only those of which something was said in that time.
fn entities<'a>(
    view: &view::Health<'a>,
    past: &Past<'_>,
) -> Vec<(&'static EntityType, &'a Replica)> {
    use EntityType::{App, Business, MessageTemplate, PhoneNumber, Waba};
    let scope = view.scope;
    let mut nodes: Vec<(&'static EntityType, &str)> = Vec::new();
    for branch in view.branches {
        nodes.push((&Business, &branch.business));
        nodes.push((&Waba, &branch.waba));
        nodes.push((&App, &branch.app));
    }
    for branch in view.branches {
        nodes.extend(branch.numbers.iter().map(|id| (&PhoneNumber, id.as_str())));
    }
    let rest =
        scope.replicas().map(|replica| (replica.node.kind.entity(), replica.node.id.as_str()));
    nodes.extend(rest);
    let is_told_of = |template: &&Replica| past.has_turned(template);
    let templates = scope.templates.iter().filter(is_told_of);
    nodes.extend(templates.map(|template| (&MessageTemplate, template.node.id.as_str())));
    let mut listed = BTreeSet::new();
    nodes.retain(|node| listed.insert((node.0.clone(), node.1)));
    let found = |(kind, id): (&'static EntityType, &str)| {
        Some((kind, scope.replica(NodeKind::of_entity(kind)?, id)?))
    };
    nodes.into_iter().filter_map(found).collect()
}

/// One entity's days.
struct Days<'a> {
    kind: &'static EntityType,
    replica: &'a Replica,
    said: Vec<Option<CanSendMessage>>,
    per_mille: Option<u64>,
    share: String,
}

fn rows_of_numbers(words: &Words, days: &[Timestamp], numbers: &[Days<'_>]) -> Vec<Row> {
    if numbers.len() <= FEW {
        return numbers.iter().map(|one| row(words, days, &[one])).collect();
    }
    let mut groups: Vec<Vec<&Days<'_>>> = Vec::new();
    let mut places = HashMap::new();
    for one in numbers {
        let place = *places.entry((&one.said, &one.share)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    let mut rows: Vec<Row> = groups.iter().map(|group| row(words, days, group)).collect();
    // What was available least stands first; what nothing is known of says the least.
    rows.sort_by_key(|row| row.per_mille.unwrap_or(u64::MAX));
    rows
}

/// The row of entities with the same days.
fn row(words: &Words, days: &[Timestamp], alike: &[&Days<'_>]) -> Row {
    let said = alike.first().map(|one| one.said.as_slice()).unwrap_or_default();
    let per_mille = alike.first().and_then(|one| one.per_mille);
    let runs = runs(words, days, said);
    let part = |run: &Run| {
        let places = [("quality", run.look.word.clone()), ("length", run.length.clone())];
        words.with("band-part", &places, None)
    };
    let names: Vec<String> = alike.iter().map(|one| named::name(one.replica)).collect();
    Row {
        name: match names.as_slice() {
            [name] => name.clone(),
            names => words.many("some-numbers", names.len() as u64),
        },
        kind: alike.first().map(|one| entity::kind_word(words, one.kind)).unwrap_or_default(),
        members: if names.len() > 1 { names } else { Vec::new() },
        ticks: said.iter().map(tick).collect(),
        share: alike.first().map(|one| one.share.clone()).unwrap_or_default(),
        summary: runs.iter().map(part).collect::<Vec<_>>().join(", "),
        runs,
        per_mille,
    }
}

/// The share of the time in which it was to be available; of a number of which Meta only spoke while
/// it was not registered yet, how it stands.
fn share(
    words: &Words,
    replica: &Replica,
    said: &[Option<CanSendMessage>],
    per_mille: Option<u64>,
) -> String {
    let is_read = said.iter().any(Option::is_some);
    match (per_mille, number::status(replica)) {
        (Some(share), _) => words.per_mille(share),
        (None, Some(status)) if is_read => badge::status(words, &status).word,
        (None, _) => words.t("never-read"),
    }
}

fn tick(said: &Option<CanSendMessage>) -> &'static str {
    match said {
        None => "u",
        Some(CanSendMessage::Available) => "a",
        Some(CanSendMessage::Limited) => "l",
        Some(CanSendMessage::Blocked) => "b",
        Some(CanSendMessage::Other(_)) => "s",
    }
}

fn runs(words: &Words, days: &[Timestamp], said: &[Option<CanSendMessage>]) -> Vec<Run> {
    let days: Vec<_> = days.iter().zip(said).collect();
    let alike = days.chunk_by(|one, next| one.1 == next.1);
    let run = |run: &[(&Timestamp, &Option<CanSendMessage>)]| {
        let ((from, said), (until, _)) = (run.first()?, run.last()?);
        Some(Run {
            look: match said {
                Some(can) => badge::can_send(words, can),
                None => Badge::unread(words).look,
            },
            from: words.short_day(**from),
            until: words.short_day(**until),
            length: words.many("days", run.len() as u64),
        })
    };
    alike.filter_map(run).collect()
}
