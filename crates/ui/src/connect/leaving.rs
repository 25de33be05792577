//! Abandoning a login: what that undoes is shown first, with the calls, and then what became of it.

use askama::Template;
use domain::Timestamp;
use domain::signup::{Cleaned, Ending, Plan, Signup, Snag, Stage, Undo};

use super::attempt;
use super::trouble;
use crate::frame::{Around, Page};
use crate::view::{self, Frame};
use crate::words::Words;

/// Something that is undone at Meta.
pub(crate) struct Clean {
    pub what: String,
    /// `done`, `doing`, `wait`, `fail` or `todo`.
    pub state: &'static str,
    /// That it is read back, that it is tried again, or why it stays.
    pub about: String,
    /// Meta's own words, if it stays.
    pub said: Option<String>,
}

#[derive(Template)]
#[template(path = "abandon.html")]
struct Abandon {
    page: Page,
    around: Around,
    id: String,
    title: String,
    undone: Vec<Undone>,
    forgotten: Vec<String>,
    kept: Vec<String>,
    may_put_aside: bool,
    /// What is agreed to, in a word of the plan.
    agreed: String,
    /// Whether it was another plan that was agreed to.
    has_changed: bool,
}

/// What is to be undone at Meta, with its call.
struct Undone {
    what: String,
    call: String,
}

/// The page that shows what abandoning a login does, before it is done.
pub fn abandon(frame: &Frame, view: &view::Abandon<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let (signup, plan) = (view.signup, view.plan);
    crate::rendered(&Abandon {
        id: view.id.to_owned(),
        title: attempt::title(&words, signup),
        undone: plan.undo.iter().map(|what| undone(&words, signup, *what)).collect(),
        forgotten: forgotten(&words, signup, plan),
        kept: kept(&words, signup, plan),
        may_put_aside: signup.can_be_dismissed(),
        agreed: plan.word(),
        has_changed: view.has_changed,
        around: Around::new(&words, frame),
        page: Page::new(words, "abandon-title"),
    })
}

fn undone(words: &Words, signup: &Signup, what: Undo) -> Undone {
    let number = signup.number.as_ref().map_or("", |number| number.id.as_str());
    let waba = signup.target.as_ref().map_or("", |target| target.waba.as_str());
    let call = match what {
        Undo::Override => format!(
            "POST /{number} {{\"webhook_configuration\":{{\"override_callback_uri\":\"\"}}}}"
        ),
        Undo::Subscription => format!("DELETE /{waba}/subscribed_apps"),
    };
    Undone { what: words.t(undo_key(what)), call }
}

fn forgotten(words: &Words, signup: &Signup, plan: &Plan) -> Vec<String> {
    let mut keys = vec!["abandon-forgets-login"];
    if plan.frees_account {
        keys.push("abandon-forgets-token");
        keys.push("abandon-forgets-readings");
    }
    if plan.frees_account && signup.number.is_some() {
        let was_registered = plan.was_registered;
        keys.push(if was_registered { "abandon-forgets-own-pin" } else { "abandon-forgets-pin" });
    }
    keys.into_iter().map(|key| words.t(key)).collect()
}

fn kept(words: &Words, signup: &Signup, plan: &Plan) -> Vec<String> {
    let mut keys = vec!["abandon-keeps-assets"];
    if !plan.frees_account {
        keys.push("abandon-keeps-account");
    }
    if plan.frees_account && signup.was_subscribed() == Some(true) {
        keys.push("abandon-keeps-subscription");
    }
    if plan.frees_account && plan.was_registered {
        keys.push("abandon-keeps-registration");
    }
    if !plan.frees_account && plan.was_registered {
        keys.push("abandon-keeps-own-registration");
    }
    let mut kept: Vec<String> = keys.into_iter().map(|key| words.t(key)).collect();
    if plan.undo.contains(&Undo::Override) {
        kept.extend(signup.takes_from().map(|url| words.t1("abandon-keeps-route", "url", url)));
    }
    kept
}

/// Words what is being undone, or was.
pub(crate) fn cleaning(words: &Words, signup: &Signup) -> Vec<Clean> {
    let mut rows: Vec<Clean> = signup.cleaned().iter().map(|cleaned| of(words, cleaned)).collect();
    if let Stage::Leaving { todo, snag, .. } = &signup.stage {
        let rest = todo
            .iter()
            .enumerate()
            .map(|(nth, what)| ahead(words, words.t(undo_key(*what)), nth, snag));
        rows.extend(rest);
    }
    if matches!(signup.stage, Stage::Ended { ending: Ending::Abandoned }) {
        let is_free = signup.frees_account() == Some(true);
        let key = if is_free { "abandoned-free" } else { "abandoned-kept" };
        let what = words.t(key);
        let about = words.t("abandoned-secrets");
        rows.push(Clean { what, state: "done", about, said: None });
    }
    rows
}

fn of(words: &Words, cleaned: &Cleaned) -> Clean {
    let what = words.t(undo_key(cleaned.what));
    match &cleaned.left {
        None => read_back(words, what, cleaned.at),
        Some(snag) => stays(what, words, (&trouble::what(words, &snag.obstacle), snag)),
    }
}

/// Something that was undone at Meta, and read back.
pub(super) fn read_back(words: &Words, what: String, at: Timestamp) -> Clean {
    let about = words.t1("abandoned-read-back", "time", words.moment(at));
    Clean { what, state: "done", about, said: None }
}

/// Something that stays at Meta, and why.
pub(super) fn stays(what: String, words: &Words, (why, snag): (&str, &Snag)) -> Clean {
    let about = words.t1("abandoned-left", "why", why);
    Clean { what, state: "fail", about, said: said(snag) }
}

/// Something that is to be undone: the `nth` of what is left to do.
pub(super) fn ahead(words: &Words, what: String, nth: usize, snag: &Option<Snag>) -> Clean {
    let (state, key) = match (nth, snag) {
        (0, None) => ("doing", "abandoning-now"),
        (0, Some(_)) => ("wait", "abandoning-again"),
        (_, _) => ("todo", "step-todo"),
    };
    let said = snag.as_ref().filter(|_| nth == 0).and_then(said);
    Clean { what, state, about: words.t(key), said }
}

fn said(snag: &Snag) -> Option<String> {
    snag.said.as_ref().map(|said| said.message.clone())
}

pub(super) const fn undo_key(what: Undo) -> &'static str {
    match what {
        Undo::Override => "undo-override",
        Undo::Subscription => "undo-subscription",
    }
}
