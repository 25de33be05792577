//! Situação do número: choosing one, the questions, and the guide of each, on screen and on paper.

use askama::Template;
use domain::situation::{Answer, FeatureType, Found, Next, Question, Situation};

use super::guest;
use crate::frame::{Around, Page};
use crate::view::{self, Chosen};
use crate::words::Words;

/// Where the wizard is.
const HERE: &str = "/connect/situation";
/// Where that of a hand-over link is.
const OF_LINK: &str = "/c/situation";

fn here(frame: &view::Frame) -> &'static str {
    if frame.is_guest { OF_LINK } else { HERE }
}

#[derive(Template)]
#[template(path = "situation.html", blocks = ["main"])]
struct Wizard {
    page: Page,
    around: Around,
    here: &'static str,
    is_missing: bool,
    shown: Shown,
}

enum Shown {
    Choosing { groups: Vec<Group> },
    Asking(Box<Asking>),
}

/// Situations under one heading.
struct Group {
    title: String,
    cards: Vec<Card>,
}

/// A situation to choose.
struct Card {
    word: &'static str,
    icon: &'static str,
    title: String,
    about: String,
    is_checked: bool,
}

struct Asking {
    word: &'static str,
    count: String,
    text: String,
    hint: String,
    answers: Vec<Choice>,
    /// Name and value of what was answered elsewhere.
    given: Vec<(&'static str, &'static str)>,
    before: Vec<Answered>,
    back: String,
}

struct Choice {
    word: &'static str,
    text: String,
    is_checked: bool,
}

/// An answer with the way to change it.
struct Answered {
    question: String,
    answer: String,
    change: String,
}

/// The page that finds the situation.
pub fn situation(frame: &view::Frame, view: &view::Wizard<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let here = here(frame);
    let (shown, is_missing) = match *view {
        view::Wizard::Choosing { chosen, is_missing } => {
            (Shown::Choosing { groups: groups(&words, chosen) }, is_missing)
        }
        view::Wizard::Asking { question, answered, before, given, is_missing } => {
            let asking = Asking {
                word: question.as_str(),
                count: words.many("wizard-question", before.len() as u64 + 1),
                text: words.t(&format!("question-{}", question.as_str())),
                hint: words.t(&format!("question-{}-hint", question.as_str())),
                answers: choices(&words, question, answered),
                given: given
                    .iter()
                    .filter(|(other, _)| *other != question)
                    .map(|(other, answer)| (other.as_str(), answer.as_str()))
                    .collect(),
                before: answers(&words, here, before, given),
                back: back(here, before, given),
            };
            (Shown::Asking(Box::new(asking)), is_missing)
        }
    };
    let wizard = Wizard {
        here,
        is_missing,
        shown,
        around: Around::new(&words, frame),
        page: Page::new(words.clone(), "wizard-title"),
    };
    if frame.is_guest {
        return guest::around(frame, Page::new(words, "wizard-title"), &wizard.as_main());
    }
    crate::rendered(&wizard)
}

fn groups(words: &Words, chosen: Option<Situation>) -> Vec<Group> {
    let card = |situation: Situation| Card {
        word: situation.as_str(),
        icon: icon(situation),
        title: title(words, situation),
        about: words.t(&format!("situation-{}-about", situation.as_str())),
        is_checked: chosen == Some(situation),
    };
    let group =
        |key: &str, of: [Situation; 2]| Group { title: words.t(key), cards: of.map(card).into() };
    vec![
        group("wizard-group-phone", [Situation::Personal, Situation::Free]),
        group("wizard-group-app", [Situation::AppKeep, Situation::AppLeave]),
        group("wizard-group-cloud", [Situation::CloudOther, Situation::CloudSame]),
    ]
}

const fn icon(situation: Situation) -> &'static str {
    match situation {
        Situation::Personal => "smartphone",
        Situation::Free => "circle-plus",
        Situation::AppKeep => "git-merge",
        Situation::AppLeave => "store",
        Situation::CloudOther => "arrow-right-left",
        Situation::CloudSame => "cloud",
    }
}

/// What a situation is called.
pub(super) fn title(words: &Words, situation: Situation) -> String {
    words.t(&format!("situation-{}", situation.as_str()))
}

fn choices(words: &Words, question: Question, answered: Option<Answer>) -> Vec<Choice> {
    let choice = |answer: &Answer| Choice {
        word: answer.as_str(),
        text: answer_text(words, question, *answer),
        is_checked: answered == Some(*answer),
    };
    question.answers().iter().map(choice).collect()
}

fn answer_text(words: &Words, question: Question, answer: Answer) -> String {
    words.t(&format!("answer-{}-{}", question.as_str(), answer.as_str()))
}

type Given = [(Question, Answer)];

fn answers(words: &Words, here: &str, path: &Given, given: &Given) -> Vec<Answered> {
    let answered = |(question, answer): &(Question, Answer)| Answered {
        question: words.t(&format!("question-{}", question.as_str())),
        answer: answer_text(words, *question, *answer),
        change: at(here, *question, given),
    };
    path.iter().map(answered).collect()
}

/// The address of a question, with every answer.
fn at(here: &str, question: Question, given: &Given) -> String {
    format!("{here}?{}at={}", query(given), question.as_str())
}

/// The question before, or the choice.
fn back(here: &str, before: &Given, given: &Given) -> String {
    before.last().map_or_else(|| here.to_owned(), |(question, _)| at(here, *question, given))
}

/// Answers as they stand in an address, each with a sign behind it.
fn query(given: &Given) -> String {
    given
        .iter()
        .map(|(question, answer)| format!("{}={}&", question.as_str(), answer.as_str()))
        .collect()
}

#[derive(Template)]
#[template(path = "situation_guide.html", blocks = ["main"])]
struct Guide {
    page: Page,
    around: Around,
    here: &'static str,
    about: String,
    action: String,
    link: String,
    /// What was answered; empty when it was chosen.
    answers: Vec<Answered>,
    cautions: Vec<Part>,
    needs: Vec<Need>,
    moves: Vec<Part>,
    lost: Vec<Part>,
    kept: Vec<String>,
    minutes: String,
    wait: String,
    feature_type: &'static str,
    /// Who keeps this situation, and since when.
    saved: Option<String>,
}

/// A part of the guide: what, and about it.
struct Part {
    title: String,
    about: String,
}

/// What must be at hand, and how to come by it.
struct Need {
    word: &'static str,
    part: Part,
    steps: Vec<String>,
    help: Option<&'static str>,
}

/// Meta's own page about what is needed.
const fn help(need: domain::situation::Need) -> Option<&'static str> {
    use domain::situation::Need;
    match need {
        Need::Clicker | Need::Portfolio | Need::Verification => {
            Some("https://www.facebook.com/business/help/")
        }
        Need::DisplayName => Some(
            "https://developers.facebook.com/documentation/business-messaging/whatsapp/display-names/",
        ),
        Need::NotByHand | Need::Payment => Some("https://business.facebook.com/wa/manage/"),
        Need::PhoneAtHand | Need::PinOff | Need::CodeReach => None,
    }
}

/// The guide of a situation.
pub fn guide(frame: &view::Frame, view: &view::Guide<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let situation = view.situation;
    let plan = situation.plan();
    let path = view.walk.map(|walk| walk.path.as_slice()).unwrap_or_default();
    let part = |family: &str, word: &str| part(&words, family, word);
    let minutes =
        [("least", plan.minutes.least.to_string()), ("most", plan.minutes.most.to_string())];
    let kept = |chosen: &Chosen| (chosen.situation == situation).then(|| saved(&words, chosen));
    let here = here(frame);
    let guide = Guide {
        here,
        about: words.t(&format!("situation-{}-about", situation.as_str())),
        action: format!("{here}/{}", situation.as_str()),
        link: view.link.to_owned(),
        answers: answers(&words, here, path, path),
        cautions: cautions(view.walk).iter().map(|c| part("caution", c.as_str())).collect(),
        needs: plan.needs.iter().map(|need| needed(&words, *need)).collect(),
        moves: plan.moves.iter().map(|one| part("move", one.as_str())).collect(),
        lost: plan.lost.iter().map(|loss| part("loss", loss.as_str())).collect(),
        kept: plan.kept.iter().map(|kept| words.t(&format!("stays-{}", kept.as_str()))).collect(),
        minutes: words.with("guide-minutes", &minutes, None),
        wait: words.t(&format!("situation-{}-wait", situation.as_str())),
        feature_type: situation.popup().feature_type.as_str(),
        saved: view.chosen.and_then(kept),
        around: Around::new(&words, frame),
        page: Page::titled(words.clone(), title(&words, situation)),
    };
    if frame.is_guest {
        let page = Page::titled(words.clone(), title(&words, situation));
        return guest::around(frame, page, &guide.as_main());
    }
    crate::rendered(&guide)
}

fn part(words: &Words, family: &str, word: &str) -> Part {
    let key = format!("{family}-{word}");
    Part { about: words.t(&format!("{key}-about")), title: words.t(&key) }
}

fn needed(words: &Words, need: domain::situation::Need) -> Need {
    let word = need.as_str();
    let step = |n| words.t(&format!("need-{word}-step-{n}"));
    Need {
        word,
        part: part(words, "need", word),
        steps: (1..=need.steps()).map(step).collect(),
        help: help(need),
    }
}

fn cautions(walk: Option<&domain::situation::Walk>) -> &[domain::situation::Caution] {
    match walk.map(|walk| &walk.next) {
        Some(Next::Found(Found { cautions, .. })) => cautions,
        Some(Next::Ask(_)) | None => &[],
    }
}

fn saved(words: &Words, chosen: &Chosen) -> String {
    let places = [("person", chosen.person.clone()), ("time", words.moment(chosen.at))];
    words.with("guide-saved", &places, None)
}

/// What Conexão says of the situation that is kept, and what its button opens the popup with.
pub(super) struct Kept {
    pub word: &'static str,
    pub title: String,
    pub chosen: String,
    pub guide: String,
    pub feature_type: &'static str,
    pub is_coexistence: bool,
}

/// Words it.
pub(super) fn kept(words: &Words, chosen: &Chosen) -> Kept {
    let places = [("person", chosen.person.clone()), ("time", words.moment(chosen.at))];
    let chosen_by = words.with("chosen-by", &places, None);
    Kept { chosen: chosen_by, ..kept_at(words, HERE, chosen.situation) }
}

/// The same of a link's page, where nobody has a name.
pub(super) fn kept_of_link(words: &Words, situation: Situation) -> Kept {
    kept_at(words, OF_LINK, situation)
}

fn kept_at(words: &Words, here: &str, situation: Situation) -> Kept {
    let feature_type = situation.popup().feature_type;
    Kept {
        word: situation.as_str(),
        title: words.t1("chosen-situation", "situation", title(words, situation)),
        chosen: String::new(),
        guide: format!("{here}/{}", situation.as_str()),
        feature_type: feature_type.as_str(),
        is_coexistence: feature_type == FeatureType::WhatsappBusinessAppOnboarding,
    }
}
