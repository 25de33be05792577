//! What the timeline is narrowed to: links and a form that work without scripts.

use domain::readiness::Scope;
use domain::subject::Subject;

use crate::frame::{self, Around};
use crate::named;
use crate::news;
use crate::view::Narrowed;
use crate::words::Words;

/// A subject as a link.
pub(crate) struct Chip {
    pub href: String,
    pub icon: &'static str,
    pub text: String,
    pub is_current: bool,
}

/// One line of a choice.
pub(crate) struct Choice {
    /// Empty chooses nothing.
    pub value: String,
    pub text: String,
    pub is_current: bool,
}

/// The page's address; a new filter begins at the newest change, so that only links of the pages
/// give a cursor.
pub(crate) fn address(around: &Around, narrowed: &Narrowed<'_>, cursor: Option<u64>) -> String {
    let parts = [
        narrowed.subject.map(|subject| format!("subject={}", subject.as_str())),
        narrowed.number.map(|number| format!("number={}", frame::escaped(number))),
        narrowed.days.map(|days| format!("days={days}")),
        cursor.map(|cursor| format!("cursor={cursor}")),
    ];
    let query: Vec<String> = parts.into_iter().flatten().collect();
    around.at(&match query.as_slice() {
        [] => PATH.to_owned(),
        parts => format!("{PATH}?{}", parts.join("&")),
    })
}

const PATH: &str = "/activity";

/// Everything, and each subject; the other filters are kept.
pub(crate) fn chips(words: &Words, around: &Around, narrowed: &Narrowed<'_>) -> Vec<Chip> {
    let subjects = Subject::ALL.into_iter().map(Some);
    std::iter::once(None)
        .chain(subjects)
        .map(|subject| Chip {
            href: address(around, &Narrowed { subject, ..*narrowed }, None),
            icon: subject.map_or("", news::about),
            text: words.t(subject.map_or("subject-all", word)),
            is_current: subject == narrowed.subject,
        })
        .collect()
}

const fn word(subject: Subject) -> &'static str {
    match subject {
        Subject::Status => "subject-status",
        Subject::Quality => "subject-quality",
        Subject::Limit => "subject-limit",
        Subject::Health => "subject-health",
        Subject::Templates => "subject-templates",
        Subject::Name => "subject-name",
        Subject::Profile => "subject-profile",
        Subject::Registration => "subject-registration",
    }
}

/// All numbers, each number, and one that was asked for and is not among them.
pub(crate) fn numbers(words: &Words, scope: &Scope, chosen: Option<&str>) -> Vec<Choice> {
    let label = |number: &domain::Replica| {
        let (name, phone) = (named::name(number), number.text("display_phone_number"));
        match phone.filter(|phone| *phone != name) {
            Some(phone) => format!("{name} · {phone}"),
            None => name,
        }
    };
    let known = scope.numbers.iter().map(|number| (number.node.id.clone(), label(number)));
    choices(words.t("filter-number-all"), known, chosen.map(str::to_owned))
}

/// Any time, each period, and one that was asked for and is not offered.
pub(crate) fn periods(words: &Words, chosen: Option<u16>) -> Vec<Choice> {
    let period = |days: u16| (days.to_string(), words.many("filter-days-last", days.into()));
    let other = chosen.filter(|days| !Narrowed::DAYS.contains(days));
    let known = Narrowed::DAYS.into_iter().chain(other).map(period);
    choices(words.t("filter-days-all"), known, chosen.map(|days| days.to_string()))
}

fn choices(
    all: String,
    known: impl Iterator<Item = (String, String)>,
    chosen: Option<String>,
) -> Vec<Choice> {
    let mut choices: Vec<Choice> = std::iter::once((String::new(), all))
        .chain(known)
        .map(|(value, text)| Choice {
            is_current: value == chosen.as_deref().unwrap_or_default(),
            value,
            text,
        })
        .collect();
    if let Some(value) = chosen.filter(|_| !choices.iter().any(|choice| choice.is_current)) {
        choices.push(Choice { text: value.clone(), value, is_current: true });
    }
    choices
}
