//! What an address asks of a page and the page can't read: it is said on the page, which shows what
//! it would show without it. One table, so that no page forgets it; `/numbers` tells its own.

use axum::extract::{MatchedPath, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use domain::Node;
use domain::audit::Action;
use domain::subject::Subject;
use ui::view::{Number, Unread};

/// Whether a page can read a word.
type Reads = fn(&str) -> bool;

/// What each page reads of its address.
const PAGES: &[(&str, &[(&str, Reads)])] = &[
    (
        "/activity",
        &[
            ("subject", |word| Subject::parse(word).is_some()),
            ("number", |_| true),
            ("days", |word| word.parse::<u16>().is_ok_and(|days| days > 0)),
            ("cursor", is_place),
        ],
    ),
    ("/activity/notices", &[("cursor", is_place)]),
    ("/activity/log", &[("cursor", is_place)]),
    ("/errors", &[("q", |_| true)]),
    (
        "/health",
        &[
            ("checked", |word| word.parse::<i64>().is_ok()),
            ("node", |word| word.parse::<Node>().is_ok()),
        ],
    ),
    (
        "/numbers/{phone_number_id}",
        &[("days", |word| word.parse().is_ok_and(|days| Number::DAYS.contains(&days)))],
    ),
    ("/profile", &[("number", |_| true)]),
    ("/profile/{phone_number_id}/pin", &[("done", |word| word == "changed")]),
    (
        "/profile/{phone_number_id}/username",
        &[
            ("username", |_| true),
            ("done", |word| ["given-back", "approved", "reserved", "accepted"].contains(&word)),
        ],
    ),
    ("/settings", &[("password", |word| word == "changed")]),
    ("/settings/erasure", &[("code", |_| true)]),
    (
        "/settings/audit",
        &[
            ("of", |word| word == "installation"),
            ("person", |_| true),
            ("action", |word| Action::parse(word).is_some()),
            ("cursor", is_place),
        ],
    ),
];

/// Whether a word is a place in a list.
fn is_place(word: &str) -> bool {
    word.parse::<u64>().is_ok()
}

/// What of a request's address its page can't read.
pub(super) fn unread(parts: &Parts) -> Option<Unread> {
    let path = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str)?;
    let (_, names) = PAGES.iter().find(|(page, _)| *page == path)?;
    of_query(names, &parts.uri)
}

fn of_query(names: &[(&'static str, Reads)], uri: &Uri) -> Option<Unread> {
    let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(uri) else {
        return Some(Unread::Whole);
    };
    let given = |name: &str| -> Vec<&str> {
        pairs.iter().filter(|(key, _)| key == name).map(|(_, word)| word.as_str()).collect()
    };
    // Of two values neither is meant more than the other: the pages then take none of the address.
    let is_twice = |name: &str| given(name).len() > 1;
    if names.iter().any(|(name, _)| is_twice(name)) || is_twice("waba") {
        return Some(Unread::Whole);
    }
    // A form sends what was not chosen as nothing.
    let is_odd = |(name, reads): &&(&'static str, Reads)| {
        given(name).into_iter().any(|word| !word.is_empty() && !reads(word))
    };
    let odd: Vec<&'static str> = names.iter().filter(is_odd).map(|(name, _)| *name).collect();
    (!odd.is_empty()).then_some(Unread::Parts(odd))
}
