//! One of Meta's errors by itself, and the page of a code that the catalogue does not have.

use askama::Template;
use meta::catalogue::{self, Asked, ENTRIES, Entry, Page as MetaPage};

use super::{Meaning, PATH, area_keys, doubt};
use crate::frame::{Around, Page};
use crate::view;
use crate::words::Words;

#[derive(Template)]
#[template(path = "error.html")]
struct One {
    page: Page,
    around: Around,
    known: Meaning,
    /// How the code that was asked for differs from the one that is explained.
    aside: Option<String>,
    /// Title and value.
    facts: Vec<(String, String)>,
    /// Others of the same code.
    siblings: Vec<Meaning>,
    siblings_title: String,
    list: &'static str,
}

#[derive(Template)]
#[template(path = "error_unknown.html")]
struct Unknown {
    page: Page,
    around: Around,
    steps: [String; 3],
    /// Meta's list: address and what the link is called.
    meta: (&'static str, String),
    list: &'static str,
}

/// The page of a code, and whether the catalogue has it.
pub fn error(frame: &view::Frame, asked: Asked) -> (String, bool) {
    let words = Words::new(frame.language, frame.time_zone.clone());
    match catalogue::meant(asked).first().copied() {
        Some(entry) => (known(words, frame, asked, entry), true),
        None => (unknown(words, frame, asked), false),
    }
}

fn known(words: Words, frame: &view::Frame, asked: Asked, entry: &'static Entry) -> String {
    let known = Meaning::of(&words, entry);
    let others = ENTRIES.iter().filter(|other| {
        (other.subcode.is_some() || entry.subcode.is_some())
            && other.first == entry.first
            && *other != entry
    });
    crate::rendered(&One {
        aside: aside(&words, asked, entry),
        facts: facts(&words, entry, &known),
        siblings: others.map(|other| Meaning::of(&words, other)).collect(),
        siblings_title: words.t1("errors-siblings", "code", entry.first),
        known,
        list: PATH,
        around: Around::new(&words, frame),
        page: Page::titled(words, entry.label()),
    })
}

fn facts(words: &Words, entry: &Entry, known: &Meaning) -> Vec<(String, String)> {
    let http = entry.http.map(|status| (words.t("errors-http"), status.to_string()));
    let basis = doubt(entry.basis).unwrap_or("errors-known-documented");
    let facts = [
        Some((words.t("errors-who"), known.who.clone())),
        Some((words.t("errors-retry"), known.retry.clone())),
        Some((words.t("errors-area"), words.t(area_keys(entry.area).0))),
        http,
        Some((words.t("errors-known"), words.t(basis))),
    ];
    facts.into_iter().flatten().collect()
}

/// What is said when the words are those of a wider error than the one asked for.
pub(super) fn aside(words: &Words, asked: Asked, entry: &Entry) -> Option<String> {
    let is_range = entry.last > entry.first;
    match asked.subcode {
        Some(subcode) if is_range && subcode == entry.last => None,
        Some(subcode) if entry.subcode.is_none() => {
            let places = [("code", asked.code.to_string()), ("subcode", subcode.to_string())];
            Some(words.with("errors-other-subcode", &places, None))
        }
        None if is_range => Some(words.t1("errors-in-range", "code", asked.code)),
        Some(_) | None => None,
    }
}

fn unknown(words: Words, frame: &view::Frame, asked: Asked) -> String {
    let title = words.t1("errors-unknown", "code", asked);
    crate::rendered(&Unknown {
        steps: ["errors-unknown-read", "errors-unknown-list", "errors-unknown-ask"]
            .map(|key| words.t(key)),
        meta: (MetaPage::Errors.url(), words.t("errors-page-errors")),
        list: PATH,
        around: Around::new(&words, frame),
        page: Page::titled(words, title),
    })
}
