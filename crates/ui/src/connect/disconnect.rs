//! Disconnecting an account: what that undoes and keeps is shown first, then how far it is and what
//! became of it.

use askama::Template;
use domain::Node;
use domain::disconnection::{Disconnection, Part, Plan, Undone};
use domain::readiness::Scope;
use meta::AppId;

use super::leaving::{self, Clean};
use super::trouble;
use crate::frame::{Around, Page};
use crate::named;
use crate::view::{self, DisconnectState, Frame};
use crate::words::Words;

#[derive(Template)]
#[template(path = "disconnect.html")]
struct DisconnectPage {
    page: Page,
    around: Around,
    waba: String,
    name: String,
    outcome: Option<Outcome>,
    asked: Option<Asked>,
    going: Option<Going>,
}

/// A sentence on top.
struct Outcome {
    tone: &'static str,
    /// Whether it tells that something was not done, and not only how far it is.
    is_alert: bool,
    sentence: String,
}

/// What would be done.
struct Asked {
    /// What is undone at Meta: a sentence and the call.
    undone: Vec<(String, String)>,
    /// Whether logins are under way that end with it.
    ends_logins: bool,
    closes: Option<String>,
    digest: String,
}

/// What is done so far.
struct Going {
    parts: Vec<Clean>,
    /// Whether the account is free.
    is_done: bool,
    /// Whether something stays at Meta.
    is_left: bool,
    closes: Option<String>,
}

/// The page.
pub fn disconnect(frame: &Frame, view: &view::Disconnect<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let (asked, going) = match view.state {
        DisconnectState::Asked { plan, digest, .. } => {
            (Some(asked(&words, view, (plan, digest))), None)
        }
        DisconnectState::Busy => (None, None),
        DisconnectState::Going(course) => (None, Some(going(&words, view, course))),
    };
    crate::rendered(&DisconnectPage {
        waba: view.waba.to_owned(),
        name: named::name_of(view.scope, &Node::waba(view.waba)),
        outcome: outcome(&words, view.state),
        asked,
        going,
        around: Around::new(&words, frame),
        page: Page::new(words, "disconnect-title"),
    })
}

fn outcome(words: &Words, state: DisconnectState<'_>) -> Option<Outcome> {
    let (tone, is_alert, key) = match state {
        DisconnectState::Asked { has_changed: false, .. } => return None,
        DisconnectState::Asked { has_changed: true, .. } => ("warn", true, "disconnect-changed"),
        DisconnectState::Busy => ("warn", true, "disconnect-busy"),
        DisconnectState::Going(course) => match (course.done_at(), course.left().next()) {
            (None, _) if course.snag().is_some() => ("warn", false, "disconnect-not-yet"),
            (None, _) => ("own", false, "disconnect-going"),
            (Some(_), None) => ("ok", false, "disconnect-done"),
            (Some(_), Some(_)) => ("warn", false, "disconnect-partly"),
        },
    };
    Some(Outcome { tone, is_alert, sentence: words.t(key) })
}

fn asked(words: &Words, view: &view::Disconnect<'_>, (plan, digest): (&Plan, &str)) -> Asked {
    let undone = plan.undo.iter().map(|part| (what(words, view.scope, part), call(view, part)));
    Asked {
        undone: undone.collect(),
        ends_logins: !plan.ends.is_empty(),
        closes: closes(words, plan.closes.as_ref()),
        digest: digest.to_owned(),
    }
}

/// What a part is, with the number that it is about.
fn what(words: &Words, scope: &Scope, part: &Part) -> String {
    let what = words.t(leaving::undo_key(part.undo()));
    match part {
        Part::Subscription => what,
        Part::Override { number } => {
            let name = named::name_of(scope, &Node::phone_number(number.as_str()));
            words.with("disconnect-of-number", &[("what", what), ("name", name)], None)
        }
    }
}

fn call(view: &view::Disconnect<'_>, part: &Part) -> String {
    match part {
        Part::Override { number } => {
            let body = "{\"webhook_configuration\":{\"override_callback_uri\":\"\"}}";
            format!("POST /{number} {body}")
        }
        Part::Subscription => format!("DELETE /{}/subscribed_apps", view.waba),
    }
}

fn going(words: &Words, view: &view::Disconnect<'_>, course: &Disconnection) -> Going {
    let mut parts: Vec<Clean> =
        course.undone.iter().map(|one| undone(words, view.scope, one)).collect();
    let snag = course.snag().cloned();
    let ahead = course.todo().iter().enumerate();
    parts.extend(ahead.map(|(nth, part)| {
        let what = what(words, view.scope, part);
        leaving::ahead(words, what, nth, &snag)
    }));
    let (state, about) = match course.done_at() {
        Some(at) => ("done", words.t1("disconnect-freed-at", "time", words.moment(at))),
        None => ("todo", words.t("step-todo")),
    };
    parts.push(Clean { what: words.t("disconnect-frees"), state, about, said: None });
    let (is_done, is_left) = (course.done_at().is_some(), course.left().next().is_some());
    Going { parts, is_done, is_left, closes: closes(words, course.closes.as_ref()) }
}

/// What stays at Meta of an app whose door closes.
fn closes(words: &Words, app: Option<&AppId>) -> Option<String> {
    app.map(|app| words.t1("disconnect-keeps-callback", "app", app.as_str()))
}

fn undone(words: &Words, scope: &Scope, one: &Undone) -> Clean {
    let what = what(words, scope, &one.part);
    match &one.left {
        None => leaving::read_back(words, what, one.at),
        Some(snag) => leaving::stays(what, words, (&trouble::what(words, &snag.obstacle), snag)),
    }
}
