//! A field of the form: what stands in it, how long it may be, what is wrong with it, and what Meta
//! has instead.

use domain::profile::{Fault, LINKS, Part, Texts};

use super::vertical;
use crate::told::Told;
use crate::words::Words;

/// What Meta would not take, part by part.
pub(crate) type Faulty<'a> = &'a [(Part, Fault)];

/// What the form shows.
pub(crate) struct Shown<'a> {
    pub words: &'a Words,
    pub texts: &'a Texts,
    pub faulty: Faulty<'a>,
    pub held: Option<Held<'a>>,
}

/// What Meta has in some parts.
pub(crate) struct Held<'a> {
    pub parts: &'a [Part],
    pub texts: &'a Texts,
}

/// A field of text.
pub(crate) struct Field {
    pub id: String,
    /// Meta's name.
    pub name: &'static str,
    pub label: String,
    pub hint: Option<String>,
    pub text: String,
    /// Lines of a field that may have several.
    pub rows: Option<u8>,
    pub input_mode: &'static str,
    pub told: Option<Told>,
    pub limit: usize,
    pub count: String,
    /// The same with its number open as `{n}`, for the script.
    pub count_open: String,
    pub is_over: bool,
    pub error: Option<String>,
    /// What the script says when it is empty and must not be.
    pub if_empty: Option<String>,
    /// What the script says when it is too long, its number open as `{n}`.
    pub if_long: String,
    /// What the script says when it is not what the field is for.
    pub if_other: Option<String>,
    pub instead: Option<Instead>,
}

/// The two links, which are one value of Meta's.
pub(crate) struct Links {
    pub told: Option<Told>,
    pub fields: Vec<Field>,
    pub instead: Option<Instead>,
}

/// What Meta has where the person's text stands.
pub(crate) struct Instead {
    pub name: &'static str,
    pub label: String,
    /// Empty when Meta has nothing there.
    pub texts: Vec<String>,
}

impl Shown<'_> {
    /// What is wrong with a part.
    pub fn fault(&self, part: Part) -> Option<Fault> {
        self.faulty.iter().find(|(faulty, _)| *faulty == part).map(|(_, fault)| *fault)
    }

    /// What Meta has in a part that is in conflict.
    pub fn instead(&self, part: Part) -> Option<Instead> {
        let held = self.held.as_ref().filter(|held| held.parts.contains(&part))?;
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let texts = match part {
            Part::About => text(&held.texts.about).into_iter().collect(),
            Part::Description => text(&held.texts.description).into_iter().collect(),
            Part::Vertical => {
                let word = |raw: String| vertical::word(self.words, &raw);
                text(&held.texts.vertical).map(word).into_iter().collect()
            }
            Part::Email => text(&held.texts.email).into_iter().collect(),
            Part::Address => text(&held.texts.address).into_iter().collect(),
            Part::Websites => held.texts.websites.clone(),
        };
        Some(Instead { name: part.as_str(), label: label(self.words, part), texts })
    }

    /// The parts of Meta's that the page shows beside the person's.
    pub fn instead_of(&self) -> &[Part] {
        self.held.as_ref().map_or(&[], |held| held.parts)
    }
}

impl Field {
    /// A field of its own, with what stands in it.
    pub fn of(shown: &Shown<'_>, part: Part, text: &str, told: Option<Told>) -> Self {
        let words = shown.words;
        let is_about = part == Part::About;
        let rows = match part {
            Part::Description => Some(4),
            // One line to look at, yet a break in what Meta has must not be lost in an input.
            Part::About | Part::Address => Some(2),
            Part::Vertical | Part::Email | Part::Websites => None,
        };
        Self {
            label: label(words, part),
            hint: is_about.then(|| words.t("profile-about-hint")),
            rows,
            input_mode: if part == Part::Email { "email" } else { "text" },
            told,
            error: shown.fault(part).map(|fault| sentence(words, part, fault)),
            if_empty: is_about.then(|| words.t("profile-fault-empty")),
            if_other: (part == Part::Email).then(|| words.t("profile-fault-email")),
            instead: shown.instead(part),
            ..Self::bare(words, part.as_str().to_owned(), part, text)
        }
    }

    fn bare(words: &Words, id: String, part: Part, text: &str) -> Self {
        let length = length(text);
        let limit = part.limit().unwrap_or(usize::MAX);
        let counted = |length| {
            let limit = printed(words, limit);
            words.with("profile-count", &[("length", length), ("limit", limit)], None)
        };
        Self {
            id,
            name: part.as_str(),
            label: String::new(),
            hint: None,
            text: text.to_owned(),
            rows: None,
            input_mode: "text",
            told: None,
            limit,
            count: counted(printed(words, length)),
            count_open: counted("{n}".to_owned()),
            is_over: length > limit,
            error: None,
            if_empty: None,
            if_long: too_long(words, "{n}".to_owned(), limit),
            if_other: None,
            instead: None,
        }
    }
}

impl Links {
    /// The links; two fields, or as many as there are, so that none is lost unseen.
    pub fn of(shown: &Shown<'_>, told: Option<Told>) -> Self {
        let fields = (0..inputs(shown.texts)).map(|nth| link(shown, nth)).collect();
        Self { told, fields, instead: shown.instead(Part::Websites) }
    }
}

fn link(shown: &Shown<'_>, nth: usize) -> Field {
    let words = shown.words;
    let text = shown.texts.websites.get(nth).map_or("", String::as_str);
    let limit = Part::Websites.limit().unwrap_or(usize::MAX);
    // Its place among the links that are sent: an empty field is none.
    let is_sent = |link: &&String| !link.trim().is_empty();
    let before = shown.texts.websites.iter().take(nth).filter(is_sent).count();
    let rank = (length(text) > 0).then_some(before);
    let fault = shown.fault(Part::Websites).filter(|fault| match fault {
        Fault::NotALink { nth: faulty } => rank == Some(*faulty),
        // Which link it is, is seen from the links.
        Fault::TooLong { .. } => length(text) > limit,
        Fault::TooManyLinks => rank.is_some_and(|rank| rank >= LINKS),
        Fault::Empty | Fault::NotAnAddress | Fault::NotAVertical => nth == 0,
    });
    Field {
        label: link_label(words, nth),
        input_mode: "url",
        error: fault.map(|fault| sentence(words, Part::Websites, fault)),
        if_other: Some(words.t("profile-fault-link")),
        ..Field::bare(words, link_id(nth), Part::Websites, text)
    }
}

/// How many fields the links have.
pub(crate) fn inputs(texts: &Texts) -> usize {
    texts.websites.len().max(LINKS)
}

/// The id of a link's field.
pub(crate) fn link_id(nth: usize) -> String {
    format!("website-{}", nth + 1)
}

fn link_label(words: &Words, nth: usize) -> String {
    words.with("profile-website", &[("nth", (nth + 1).to_string())], None)
}

/// What a part is called.
pub(crate) fn label(words: &Words, part: Part) -> String {
    words.t(match part {
        Part::About => "profile-about",
        Part::Description => "profile-description",
        Part::Vertical => "profile-vertical",
        Part::Email => "profile-email",
        Part::Address => "profile-address",
        Part::Websites => "profile-websites",
    })
}

/// Why Meta would not take a text.
pub(crate) fn sentence(words: &Words, part: Part, fault: Fault) -> String {
    words.t(match (fault, part) {
        (Fault::TooLong { length, limit }, _) => {
            return too_long(words, printed(words, length), limit);
        }
        (Fault::Empty, _) => "profile-fault-empty",
        (Fault::NotAnAddress, _) => "profile-fault-email",
        (Fault::NotALink { .. }, _) => "profile-fault-link",
        (Fault::TooManyLinks, _) => "profile-fault-links",
        (Fault::NotAVertical, _) => "profile-fault-vertical",
    })
}

/// Where a part's fault is to be mended: its field's id and name.
pub(crate) fn place(shown: &Shown<'_>, part: Part) -> (String, String) {
    match part {
        Part::Websites => {
            let is_faulty = |nth: &usize| link(shown, *nth).error.is_some();
            match (0..inputs(shown.texts)).find(is_faulty) {
                Some(nth) => (link_id(nth), link_label(shown.words, nth)),
                None => (link_id(0), label(shown.words, part)),
            }
        }
        part => (part.as_str().to_owned(), label(shown.words, part)),
    }
}

fn too_long(words: &Words, length: String, limit: usize) -> String {
    let limit = printed(words, limit);
    words.with("profile-fault-long", &[("length", length), ("limit", limit)], None)
}

/// Characters as Meta counts them, without the space around that is not sent.
fn length(text: &str) -> usize {
    text.replace("\r\n", "\n").trim().chars().count()
}

fn printed(words: &Words, number: usize) -> String {
    words.count(number as u64)
}
