//! An error in plain text, for the command line.

use jiff::tz::TimeZone;
use meta::catalogue::{self, Asked, Page, Retry};
use serde_json::{Value, json};

use super::Meaning;
use super::one::aside;
use crate::language::Language;
use crate::words::Words;

/// An error as a terminal shows it, and as programs read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// Lines of text.
    pub text: String,
    /// One object.
    pub json: Value,
}

/// Explains a code, or a subcode by itself; `None` for one that the catalogue does not have. The text
/// tells all that the number may mean, the object the first and the ids of the others.
pub fn explained(language: Language, asked: Asked) -> Option<Explained> {
    let words = Words::new(language, TimeZone::UTC);
    let meant = catalogue::meant(asked);
    let (entry, others) = meant.split_first()?;
    let mut first = one(&words, asked, entry);
    let ids: Vec<String> = others.iter().map(|other| other.id()).collect();
    let object = first.json.as_object_mut()?;
    object.insert("also".to_owned(), json!(ids));
    for other in others {
        first.text = format!("{}\n\n{}", first.text, one(&words, asked, other).text);
    }
    Some(first)
}

fn one(words: &Words, asked: Asked, entry: &catalogue::Entry) -> Explained {
    let known = Meaning::of(words, entry);
    let aside = aside(words, asked, entry);
    let wait = match entry.retry {
        Retry::After(seconds) => Some(seconds.get()),
        Retry::Never | Retry::OnceFixed | Retry::Later => None,
    };
    let json = json!({
        "code": asked_or_first(asked, entry),
        "subcode": entry.subcode.or(asked.subcode.filter(|_| entry.last == entry.first)),
        "known": true,
        "id": entry.id(),
        "is_exact": aside.is_none(),
        "http": entry.http,
        "what": known.what,
        "means": known.means,
        "who": known.actor,
        "retry": retry(entry.retry),
        "wait_s": wait,
        "steps": known.steps,
        "url": known.page.0,
        "lang": words.language.tag(),
    });
    Explained { text: text(words, &known, aside), json }
}

/// A subcode that speaks for itself is asked for alone: its code is the entry's.
fn asked_or_first(asked: Asked, entry: &catalogue::Entry) -> i64 {
    if entry.subcode.is_some() { entry.first } else { asked.code }
}

const fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "never",
        Retry::OnceFixed => "once_fixed",
        Retry::Later => "later",
        Retry::After(_) => "after",
    }
}

fn text(words: &Words, known: &Meaning, aside: Option<String>) -> String {
    let mut lines = vec![format!("{}  {}", known.label, known.what), String::new()];
    lines.extend(aside.into_iter().flat_map(|aside| [aside, String::new()]));
    lines.push(known.means.clone());
    lines.extend(known.doubt.clone());
    lines.push(String::new());
    lines.push(format!("{}: {}", words.t("errors-who"), known.who));
    lines.push(format!("{}: {}", words.t("errors-retry"), known.retry));
    lines.push(format!("{}:", words.t("todo")));
    lines.extend(known.steps.iter().zip(1..).map(|(step, n)| format!("  {n}. {step}")));
    lines.push(format!("{}: {}", known.page.1, known.page.0));
    lines.join("\n")
}

/// What is said of a code that the catalogue does not have; for programs by the names that are true
/// of it.
pub fn unknown_code(language: Language, asked: Asked) -> Explained {
    let words = Words::new(language, TimeZone::UTC);
    let (what, means) =
        (words.t1("errors-unknown", "code", asked), words.t("errors-unknown-about"));
    let url = Page::Errors.url();
    let json = json!({
        "code": asked.code,
        "subcode": asked.subcode,
        "known": false,
        "what": what,
        "means": means,
        "url": url,
        "lang": language.tag(),
    });
    Explained { text: format!("{what}. {means} {url}"), json }
}

/// What is said of something that is no code at all.
pub fn no_code(language: Language, typed: &str) -> String {
    Words::new(language, TimeZone::UTC).t1("errors-no-code", "typed", typed)
}
