//! The book's pages of the catalogue: one a code, and the list, as Markdown in English.
//!
//! `cargo run -p ui --example errors_book` writes them; a test fails when they are stale.

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use meta::catalogue::{Area, ENTRIES, Entry};

use super::{Meaning, area_keys, doubt};
use crate::language::Language;
use crate::words::Words;

/// A page of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookPage {
    /// Name of the file in the folder `errors`.
    pub file: String,
    /// What the table of contents calls it.
    pub title: String,
    /// Its Markdown.
    pub text: String,
}

/// All pages, the list first.
pub fn errors_book() -> Vec<BookPage> {
    let words = Words::new(Language::En, TimeZone::UTC);
    let pages = in_order().map(|entry| page(&words, entry));
    std::iter::once(list(&words)).chain(pages).collect()
}

fn in_order() -> impl Iterator<Item = &'static Entry> {
    Area::ALL.into_iter().flat_map(|area| ENTRIES.iter().filter(move |one| one.area == area))
}

fn list(words: &Words) -> BookPage {
    let title = words.t("errors-title");
    let mut text = format!("# {title}\n\n{}\n", words.t("errors-lead"));
    text.push_str(
        "\n```console\n$ farol explain 133005\n$ farol explain 100/2388001 --lang es --json\n```\n",
    );
    for area in Area::ALL {
        let (name, about) = area_keys(area);
        let (code, what, who) =
            (words.t("errors-code"), words.t("errors-what"), words.t("errors-who"));
        // Writing into a string does not fail.
        let _ = write!(
            text,
            "\n## {}\n\n{}\n\n| {code} | {what} | {who} |\n|---|---|---|\n",
            words.t(name),
            words.t(about)
        );
        for entry in ENTRIES.iter().filter(|entry| entry.area == area) {
            let known = Meaning::of(words, entry);
            let (label, id) = (&known.label, entry.id());
            let _ = writeln!(text, "| [{label}]({id}.md) | {} | {} |", known.what, known.who);
        }
    }
    BookPage { file: "README.md".to_owned(), title, text }
}

fn page(words: &Words, entry: &Entry) -> BookPage {
    let known = Meaning::of(words, entry);
    let basis = doubt(entry.basis).unwrap_or("errors-known-documented");
    let http = entry.http.map(|http| format!("- {}: {http}\n", words.t("errors-http")));
    let steps: String =
        known.steps.iter().zip(1..).map(|(step, n)| format!("{n}. {step}\n")).collect();
    let text = format!(
        "# {label}\n\n**{what}**\n\n{means}\n\n- {who_title}: {who}\n- {retry_title}: {retry}\n{http}\n## {todo}\n\n\
         {steps}\n[{page}]({url})\n\n_{basis}_\n",
        label = known.label,
        what = known.what,
        means = known.means,
        who_title = words.t("errors-who"),
        who = known.who,
        retry_title = words.t("errors-retry"),
        retry = known.retry,
        http = http.unwrap_or_default(),
        todo = words.t("todo"),
        page = known.page.1,
        url = known.page.0,
        basis = words.t(basis),
    );
    let title = format!("{}: {}", known.label, known.what.trim_end_matches('.'));
    BookPage { file: format!("{}.md", entry.id()), title, text }
}
