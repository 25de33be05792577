//! The display name: the one that holds, the one that Meta reviews, whose turn it is, and the way to
//! another one.

mod said;
mod stage;

use domain::display_name::{CHANGES, CHANGES_IN, NEW_NAME, REGISTER_WITHIN};
use domain::{Replica, number};

use self::said::Said;
use self::stage::Stage;
use crate::badge::{Badge, Look};
use crate::frame::{Around, escaped};
use crate::news::known;
use crate::told::{Lens, Source, Told};
use crate::view::{self, MayWrite};
use crate::words::Words;

/// The card.
pub(crate) struct Name {
    pub source: Option<Source>,
    /// What Meta says, line by line.
    pub facts: Vec<(String, Vec<Badge>)>,
    pub stage: Stage,
    /// Where the number is registered; `None` when this name needs it not, or not by this person.
    pub register: Option<String>,
    pub is_pin_kept: bool,
    pub said: Option<Said>,
    pub rules: Vec<String>,
    /// What Meta asks of an official account.
    pub warning: Option<String>,
    /// Where a name is asked for; `None` when this person may not.
    pub ask: Option<String>,
    /// Why not.
    pub why_not: Option<String>,
    /// The name in review that the person sees, which comes back with another.
    pub seen: String,
    pub typed: String,
}

impl Name {
    /// Whether what became of it is about the PIN that was typed.
    pub fn is_of_pin(&self) -> bool {
        self.said.as_ref().is_some_and(|said| said.is_of_pin)
    }

    /// Whether it is about the name that was typed.
    pub fn is_of_name(&self) -> bool {
        !self.typed.is_empty() && self.said.as_ref().is_some_and(|said| said.tone == "bad")
    }

    /// What Meta says of a number's name; the one asked for only where there is one.
    pub fn of(
        lens: &Lens<'_>,
        view: &view::DisplayName<'_>,
        number: &Replica,
        around: &Around,
    ) -> Self {
        let words = lens.words;
        let id = escaped(&number.node.id);
        let is_official = number.get("is_official_business_account");
        let stage = Stage::of(words, view, number::is_in_app(number));
        let register = stage.wants_registration && view.may_register;
        Self {
            source: lens.reading(number),
            facts: facts(words, number),
            register: register.then(|| around.at(&format!("/profile/{id}/register"))),
            stage,
            is_pin_kept: view.is_pin_kept,
            said: view.said.map(|said| said::said(words, &said)),
            rules: rules(words),
            warning: is_official
                .filter(|heard| heard.value == true)
                .map(|_| words.t("display-name-official")),
            ask: (view.may_ask == MayWrite::Yes).then(|| around.at(&format!("/profile/{id}/name"))),
            why_not: match number::is_in_app(number) {
                true => Some(words.t("display-name-kept-in-app")),
                false => why_not(words, view.may_ask),
            },
            seen: number.text(NEW_NAME).unwrap_or_default().to_owned(),
            typed: view.typed.unwrap_or_default().to_owned(),
        }
    }
}

fn facts(words: &Words, number: &Replica) -> Vec<(String, Vec<Badge>)> {
    let badge = |field: &'static str| Badge::of(words, number, field);
    let mut facts =
        vec![(words.t("field-name"), vec![badge("verified_name"), badge("name_status")])];
    if number.get(NEW_NAME).is_some() {
        let review = number.get("new_name_status").map(|_| badge("new_name_status"));
        let values = std::iter::once(badge(NEW_NAME)).chain(review).collect();
        facts.push((words.t("field-new-name"), values));
    }
    let told = decision(words, number);
    if !told.is_empty() {
        facts.push((words.t("field-name-decision"), told));
    }
    facts
}

/// What the last webhook about the name said: the decision, on which name, and why.
fn decision(words: &Words, number: &Replica) -> Vec<Badge> {
    let Some(heard) = number.get("phone_number_name_update") else { return Vec::new() };
    let text = |part: &str| {
        let text = heard.value.get(part).and_then(|value| value.as_str());
        text.filter(|text| !text.is_empty() && *text != "null")
    };
    let plain = |word: &str| Look { tone: "unk", icon: "", word: word.to_owned(), small: None };
    let badge = |raw: &str, look: Option<Look>| {
        let told = Told::inside("phone_number_name_update", raw.to_owned(), heard.at, heard.how);
        Badge { told: Some(told), look: look.unwrap_or_else(|| plain(raw)) }
    };
    let decided = text("decision").map(|raw| badge(raw, known::decision(words, raw)));
    let name = text("requested_verified_name").map(|name| badge(name, None));
    let why = text("rejection_reason").map(|raw| badge(raw, known::name_rejection(words, raw)));
    [decided, name, why].into_iter().flatten().collect()
}

/// What a person should know before asking.
fn rules(words: &Words) -> Vec<String> {
    let days = |wait: std::time::Duration| words.count(wait.as_secs() / 86_400);
    let changes = [("changes", words.count(CHANGES as u64)), ("days", days(CHANGES_IN))];
    vec![
        words.t("display-name-rule-review"),
        words.t("display-name-rule-brand"),
        words.with("display-name-rule-times", &changes, None),
        words.t1("display-name-rule-register", "days", days(REGISTER_WITHIN)),
    ]
}

fn why_not(words: &Words, may_ask: MayWrite) -> Option<String> {
    Some(words.t(match may_ask {
        MayWrite::Yes => return None,
        MayWrite::NotThisRole => "display-name-not-this-role",
        MayWrite::KeptInApp => "display-name-kept-in-app",
        MayWrite::NeverRead => "display-name-never-read",
    }))
}
