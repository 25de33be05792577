//! A page that can't be shown: what happened, what still works, what to do.

use askama::Template;
use jiff::tz::TimeZone;

use crate::frame::Page;
use crate::language::Language;
use crate::view;
use crate::words::Words;

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem {
    page: Page,
    status: u16,
    text: String,
    /// Finds the line in the log.
    reference: Option<String>,
}

/// The page.
pub fn problem(view: &view::Problem<'_>) -> String {
    let words = Words::new(view.language, TimeZone::UTC);
    let (title, text) = match view.status {
        404 => ("problem-404", "problem-404-next"),
        400..500 => ("problem-400", "problem-400-next"),
        503 => ("problem-503", "problem-503-next"),
        _ => ("problem-500", "problem-500-next"),
    };
    crate::rendered(&Problem {
        status: view.status,
        text: words.t(text),
        reference: view.reference.map(str::to_owned),
        page: Page::new(words, title),
    })
}

/// The page that refuses what was sent from another address than the console's own, `address`.
pub fn elsewhere(language: Language, address: &str) -> String {
    let words = Words::new(language, TimeZone::UTC);
    crate::rendered(&Problem {
        status: 403,
        text: words.t1("elsewhere-next", "address", address),
        reference: None,
        page: Page::new(words, "elsewhere"),
    })
}

/// The page that refuses to put aside a login that goes on by itself, is connected or is being cleaned up.
pub fn not_put_aside(language: Language) -> String {
    let words = Words::new(language, TimeZone::UTC);
    crate::rendered(&Problem {
        status: 409,
        text: words.t("not-put-aside-next"),
        reference: None,
        page: Page::new(words, "not-put-aside"),
    })
}
