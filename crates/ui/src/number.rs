//! One number: where it stands and may go, its quality of some days, its health, its registration.

mod advice;
mod band;
mod lane;
mod line;
mod machine;
mod past_days;
mod pins;
mod place;
mod registration;

use askama::Template;
use domain::{Node, health};
use meta::open::{CanSendMessage, EntityType};

use crate::entity::{self, Card};
use crate::explain::{self, Explanation, RuleGroup};
use crate::frame::{Around, Page, escaped};
use crate::named;
use crate::news;
use crate::number_row::{self, Row};
use crate::throughput;
use crate::told::{Failing, Lens, Source};
use crate::view;
use crate::words::Words;
use advice::Advice;
use band::Band;
use lane::Lane;
use line::Line;
use machine::Machine;
use past_days::Run;
use place::Place;
use registration::Fact;

/// Changes in the list at most; the page of all activity has the rest.
const LISTED: usize = 20;

#[derive(Template)]
#[template(path = "number.html")]
struct Number {
    page: Page,
    around: Around,
    row: Row,
    /// Name of the account that it was read of.
    account: Option<String>,
    /// No value of the head is older than this.
    source: Option<Source>,
    failing: Option<Failing>,
    /// What a reading means that no longer finds the number.
    gone: Option<String>,
    may_refresh: bool,
    profile: String,
    place: Place,
    machine: Machine,
    /// How many days the page may look back.
    days: Vec<Choice>,
    band: Band,
    lane: Lane,
    past_days: Vec<Run>,
    advice: Option<Advice>,
    above: Vec<Card>,
    registration: Vec<Fact>,
    registration_source: Option<Source>,
    /// What holds beside Meta's throughput.
    throughput_rule: Option<RuleGroup>,
    /// Whether the app keeps what is otherwise changed here.
    is_in_app: bool,
    lines: Vec<Line>,
    /// Said beside the list when it is not all.
    shown: Option<String>,
    /// Why nothing is listed.
    nothing: String,
    activity: String,
    explanations: Vec<Explanation>,
}

/// A period that the page can be asked for.
struct Choice {
    text: String,
    href: String,
    is_current: bool,
}

/// The page.
pub fn number(frame: &view::Frame, view: &view::Number<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let around = Around::new(&words, frame);
    let row = number_row::row(&lens, view.scope, view.number, view.is_in_use);
    let listed = news::told_once(view.changes).take(LISTED);
    let id = escaped(&view.number.node.id);
    let is_read = view.number.read_at.is_some();
    crate::rendered(&Number {
        account: view.waba.map(|waba| named::name_of(view.scope, &Node::waba(waba))),
        source: number_row::oldest(&lens, view.number),
        failing: failing(&lens, view, &row),
        gone: gone(&words, view),
        may_refresh: view.may_refresh,
        profile: around.at(&format!("/profile?number={id}")),
        place: place::place(&lens, view),
        machine: machine::machine(&lens, view),
        days: days(&words, &around, view),
        band: band::band(&lens, view),
        lane: lane::lane(&lens, view),
        past_days: past_days::runs(&words, view.past_days),
        advice: advice::advice(&words, view.number),
        above: above(&lens, view),
        registration: registration::registration(&lens, view.number, &row),
        registration_source: lens.reading(view.number),
        throughput_rule: throughput::throughput(&words, view.number).rule,
        is_in_app: domain::number::is_in_app(view.number),
        lines: listed.map(|entry| line::line(&lens, view.scope, entry)).collect(),
        shown: shown(&words, view),
        nothing: match is_read {
            true => words.many("changes-none", view.days.into()),
            false => words.t("changes-unread"),
        },
        activity: around.at(&format!("/activity?number={id}")),
        explanations: explain::of_badges(&words, [&row.status, &row.quality]),
        around,
        page: Page::titled(words.clone(), row.name.clone()),
        row: Row { health: Card { failing: None, ..row.health }, ..row },
    })
}

fn days(words: &Words, around: &Around, view: &view::Number<'_>) -> Vec<Choice> {
    let id = escaped(&view.number.node.id);
    let choice = |days: u16| Choice {
        text: words.many("days-choice", days.into()),
        href: around.at(&format!("/numbers/{id}?days={days}")),
        is_current: days == view.days,
    };
    view::Number::DAYS.into_iter().map(choice).collect()
}

/// Readings that fail. Of a number that was never read there are no last values to keep.
fn failing(lens: &Lens<'_>, view: &view::Number<'_>, row: &Row) -> Option<Failing> {
    let failing = row.failing.clone()?;
    match &view.number.failure {
        Some(failure) if view.number.read_at.is_none() => {
            let since = ("since", lens.words.moment(failure.since));
            let reason = ("reason", lens.reason(&failure.reason));
            let sentence = lens.words.with("unread-failing", &[since, reason], None);
            Some(Failing { sentence, ..failing })
        }
        _ => Some(failing),
    }
}

fn gone(words: &Words, view: &view::Number<'_>) -> Option<String> {
    let failure = view.number.failure.as_ref()?;
    (failure.reason == "not_found" && view.number.read_at.is_some()).then(|| words.t("gone"))
}

/// The cards of what stands above the number and is limited or blocked.
fn above(lens: &Lens<'_>, view: &view::Number<'_>) -> Vec<Card> {
    let account = view.scope.wabas.iter().find(|waba| Some(waba.node.id.as_str()) == view.waba);
    let named = std::iter::once(view.number).chain(account).flat_map(health::entities);
    let mut seen: Vec<(EntityType, String)> = Vec::new();
    for entity in named {
        let is_above =
            !matches!(entity.kind, EntityType::PhoneNumber | EntityType::MessageTemplate);
        let entity = (entity.kind, entity.id);
        if is_above && !seen.contains(&entity) {
            seen.push(entity);
        }
    }
    seen.retain(|(kind, id)| {
        let newest = view.scope.entity(kind, id).and_then(|entity| entity.can_send);
        matches!(newest, Some(CanSendMessage::Limited | CanSendMessage::Blocked))
    });
    seen.iter().map(|(kind, id)| entity::card(lens, view.scope, kind, id, None)).collect()
}

/// How many of how many changes are listed; `None` when all are.
fn shown(words: &Words, view: &view::Number<'_>) -> Option<String> {
    let count = news::told_once(view.changes).count();
    let all = count as u64;
    let shown = words.count(all.min(LISTED as u64));
    let key = match view.has_more {
        true => "changes-shown-least",
        false => "changes-shown",
    };
    let is_cut = view.has_more || count > LISTED;
    is_cut.then(|| words.with(key, &[("shown", shown)], Some(all)))
}
