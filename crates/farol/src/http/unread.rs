//! What an address asks of a page and the page can't read: it is said on the page, which shows what
//! it would show without it. One table, so that no page forgets it; `/numbers` tells its own.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, MatchedPath, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use domain::Node;
use domain::audit::Action;
use domain::situation::{Question, Situation};
use domain::subject::Subject;
use ui::view::{Number, Unread};

/// Whether a page can read a word.
type Reads = fn(&str) -> bool;

/// A name in an address, with the words that its page can read.
type Name = (&'static str, Reads);

/// What the questions of a situation read; a form says beside it which one it answers.
const WIZARD: &[Name] = &[
    ("situation", |word| Situation::parse(word).is_some()),
    ("at", |word| Question::parse(word).is_some()),
    ("asked", |word| Question::parse(word).is_some()),
    ("ask", |_| true),
    ("choose", |_| true),
    ("today", |word| Question::Today.parse_answer(word).is_some()),
    ("app", |word| Question::App.parse_answer(word).is_some()),
    ("keep", |word| Question::Keep.parse_answer(word).is_some()),
    ("week", |word| Question::Week.parse_answer(word).is_some()),
    ("before", |word| Question::Before.parse_answer(word).is_some()),
    ("by-hand", |word| Question::ByHand.parse_answer(word).is_some()),
    ("provider", |word| Question::Provider.parse_answer(word).is_some()),
    ("two-step", |word| Question::TwoStep.parse_answer(word).is_some()),
    ("code", |word| Question::Code.parse_answer(word).is_some()),
    ("clicker", |word| Question::Clicker.parse_answer(word).is_some()),
];

/// Tells by itself what it can't read.
const TELLS: &str = "/numbers";

/// What each page reads of its address, beside the account that it is narrowed to.
const PAGES: &[(&str, &[Name])] = &[
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
    ("/c/situation", WIZARD),
    ("/c/situation/{situation}", WIZARD),
    ("/connect", &[("again", |word| word.bytes().all(|byte| byte.is_ascii_digit()))]),
    ("/connect/doctor", &[("again", |word| word == "1")]),
    ("/connect/situation", WIZARD),
    ("/connect/situation/{situation}", WIZARD),
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
    if path == TELLS {
        return None;
    }
    let names = PAGES.iter().find(|(page, _)| *page == path).map_or(&[][..], |(_, names)| *names);
    of_query(names, &parts.uri)
}

/// The same of a handler that is not narrowed to an account.
pub(super) struct Reading(pub Option<Unread>);

impl<S: Sync> FromRequestParts<S> for Reading {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(unread(parts)))
    }
}

fn of_query(names: &[Name], uri: &Uri) -> Option<Unread> {
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
    let is_odd = |(name, reads): &&Name| {
        given(name).into_iter().any(|word| !word.is_empty() && !reads(word))
    };
    let odd: Vec<&'static str> = names.iter().filter(is_odd).map(|(name, _)| *name).collect();
    (!odd.is_empty()).then_some(Unread::Parts(odd))
}
