//! Meta's errors in words: what a code means, who acts, whether to repeat, what to do.
//!
//! The facts are `meta::catalogue`'s, the words Fluent's under each entry's id; every box of an error
//! takes them from here. A code that is not listed has none, and is shown as Meta sent it.

mod book;
mod list;
mod one;
mod plain;

use meta::catalogue::{self, Actor, Area, Asked, Basis, Entry, Page, Retry};

use crate::words::Words;

pub use book::{BookPage, errors_book};
pub use list::errors;
pub use one::error;
pub use plain::{Explained, explained, no_code, unknown_code};

/// Path of the list.
pub(crate) const PATH: &str = "/errors";

/// An error that the catalogue has, in words.
#[derive(Clone, Debug)]
pub(crate) struct Meaning {
    /// As people write it.
    pub label: String,
    /// Its page.
    pub href: String,
    pub what: String,
    pub means: String,
    pub steps: Vec<String>,
    /// Who acts, for markup.
    pub actor: &'static str,
    /// Who acts, as a phrase.
    pub who: String,
    /// Whether to repeat.
    pub retry: String,
    /// How well it is known; `None` where Meta documents it.
    pub doubt: Option<String>,
    /// Meta's page: address and what the link is called.
    pub page: (&'static str, String),
}

impl Meaning {
    /// Words an entry.
    pub fn of(words: &Words, entry: &Entry) -> Self {
        let id = entry.id();
        let part = |part: &str| words.t(&format!("meta-error-{id}-{part}"));
        let (actor, who) = actor(words, entry.actor);
        Self {
            label: entry.label(),
            href: format!("{PATH}/{id}"),
            what: part("what"),
            means: part("means"),
            steps: part("steps").lines().map(|step| step.trim().to_owned()).collect(),
            actor,
            who,
            retry: retry(words, entry.retry),
            doubt: doubt(entry.basis).map(|key| words.t(key)),
            page: (entry.page.url(), words.t(page_key(entry.page))),
        }
    }

    /// Words what is known of a code, as Meta prints it; `None` for one that is not listed.
    pub fn find(words: &Words, code: &str) -> Option<Self> {
        Self::find_asked(words, code.parse().ok()?)
    }

    /// Words what is known of a code and its subcode.
    pub fn find_asked(words: &Words, asked: Asked) -> Option<Self> {
        catalogue::find(asked).map(|entry| Self::of(words, entry))
    }

    /// Who acts, as a sentence.
    pub fn acts(&self, words: &Words) -> String {
        words.t1("errors-acts", "who", lowered(&self.who))
    }
}

/// The phrase inside a sentence: only what is nobody's name begins small.
fn lowered(phrase: &str) -> String {
    let is_name = phrase.starts_with("Meta") || phrase.starts_with("Farol");
    let mut letters = phrase.chars();
    match letters.next() {
        Some(first) if !is_name => first.to_lowercase().chain(letters).collect(),
        _ => phrase.to_owned(),
    }
}

fn actor(words: &Words, actor: Actor) -> (&'static str, String) {
    let (name, key) = match actor {
        Actor::You => ("you", "errors-who-you"),
        Actor::Client => ("client", "errors-who-client"),
        Actor::Meta => ("meta", "errors-who-meta"),
        Actor::Farol => ("farol", "errors-who-farol"),
    };
    (name, words.t(key))
}

fn retry(words: &Words, retry: Retry) -> String {
    match retry {
        Retry::Never => words.t("errors-retry-never"),
        Retry::OnceFixed => words.t("errors-retry-fixed"),
        Retry::Later => words.t("errors-retry-later"),
        Retry::After(seconds) => {
            let wait = std::time::Duration::from_secs(seconds.get().into());
            words.t1("errors-retry-after", "wait", words.span(wait))
        }
    }
}

const fn doubt(basis: Basis) -> Option<&'static str> {
    match basis {
        Basis::Documented => None,
        Basis::Reported => Some("errors-known-reported"),
        Basis::Assumed => Some("errors-known-assumed"),
    }
}

const fn page_key(page: Page) -> &'static str {
    match page {
        Page::Errors => "errors-page-errors",
        Page::Graph => "errors-page-graph",
        Page::Manager => "open-manager",
        Page::Business => "open-business",
        Page::Limits => "errors-page-limits",
    }
}

/// The keys of what an area is called, and what is in it.
const fn area_keys(area: Area) -> (&'static str, &'static str) {
    match area {
        Area::Access => ("errors-area-access", "errors-area-access-about"),
        Area::Registration => ("errors-area-registration", "errors-area-registration-about"),
        Area::Health => ("errors-area-health", "errors-area-health-about"),
        Area::Account => ("errors-area-account", "errors-area-account-about"),
        Area::Pace => ("errors-area-pace", "errors-area-pace-about"),
        Area::Message => ("errors-area-message", "errors-area-message-about"),
        Area::Template => ("errors-area-template", "errors-area-template-about"),
        Area::Coexistence => ("errors-area-coexistence", "errors-area-coexistence-about"),
        Area::Username => ("errors-area-username", "errors-area-username-about"),
        Area::Trouble => ("errors-area-trouble", "errors-area-trouble-about"),
        Area::Other => ("errors-area-other", "errors-area-other-about"),
    }
}
