//! Which part of the list is shown, and the links to the others.

use super::PATH;
use super::select::Selected;
use crate::frame::Around;
use crate::view::{Asked, PAGE};
use crate::words::Words;

/// Pages named on either side of the one that is shown.
const BESIDE: usize = 2;

/// The foot of the list.
pub(super) struct Pager {
    /// "1–50 de 1.000 números".
    pub shown: String,
    pub previous: Option<String>,
    pub next: Option<String>,
    /// The first page, those around the one that is shown, and the last; none of a single page.
    pub pages: Vec<Step>,
}

/// A page as a link.
pub(super) struct Step {
    pub href: String,
    pub number: String,
    /// "Página 3 de 20".
    pub label: String,
    pub is_current: bool,
    /// Whether pages are left out before it.
    pub is_after_gap: bool,
}

/// The foot of a list.
pub(super) fn pager(
    words: &Words,
    around: &Around,
    asked: &Asked,
    selected: &Selected<'_>,
    all: usize,
) -> Pager {
    let (here, pages) = (selected.page, selected.pages());
    let to = |page| around.at(&Asked { page, ..asked.clone() }.at(PATH));
    let is_named = |page: &usize| {
        *page == 0
            || page + 1 == pages
            || (here.saturating_sub(BESIDE)..=here + BESIDE).contains(page)
    };
    let named: Vec<usize> = (0..pages).filter(is_named).collect();
    let count = |number: usize| words.count(number as u64);
    let step = |(nth, page): (usize, &usize)| Step {
        href: to(*page),
        number: count(page + 1),
        label: words.with("page-of", &[("page", count(page + 1)), ("pages", count(pages))], None),
        is_current: *page == here,
        is_after_gap: nth > 0 && named[nth - 1] + 1 < *page,
    };
    Pager {
        shown: shown(words, selected, all),
        previous: here.checked_sub(1).map(to),
        next: (here + 1 < pages).then(|| to(here + 1)),
        pages: match pages {
            1 => Vec::new(),
            _ => named.iter().enumerate().map(step).collect(),
        },
    }
}

fn shown(words: &Words, selected: &Selected<'_>, all: usize) -> String {
    let (found, from) = (selected.found.len(), selected.page * PAGE);
    let count = |number: usize| words.count(number as u64);
    let part = match selected.pages() {
        1 => count(found),
        _ => format!("{}–{}", count(from + 1), count(found.min(from + PAGE))),
    };
    match selected.pages() {
        // Of a single page it is enough to say how many there are besides.
        1 => words.with("numbers-shown", &[("shown", part)], Some(all as u64)),
        _ if found == all => words.with("numbers-shown", &[("shown", part)], Some(all as u64)),
        _ => {
            let places = [("shown", part), ("all", count(all))];
            words.with("numbers-shown-of-found", &places, Some(found as u64))
        }
    }
}
