//! One step of a login as the page shows it.

use domain::signup::{Done, Signup, Skipped, Snag, Stage, Step, Who};

use super::attempt::connected;
use super::first_event::{self, FirstEvent};
use super::trouble::{self, Trouble};
use crate::view::{Frame, RefusedForm};
use crate::words::Words;

/// A step.
pub(crate) struct Row {
    pub step: &'static str,
    /// `done`, `doing`, `wait`, `fail` or `todo`.
    pub state: &'static str,
    pub title: String,
    pub about: String,
    /// How long it took, or that its turn has not come.
    pub when: String,
    pub trouble: Option<Trouble>,
    pub first_event: Option<FirstEvent>,
}

/// Words all steps of a login, in order.
pub(crate) fn rows(
    words: &Words,
    frame: &Frame,
    signup: &Signup,
    refused: Option<RefusedForm>,
) -> Vec<Row> {
    let row = |step: Step| match signup.done.iter().find(|done| done.step == step) {
        Some(done) => behind(words, signup, done),
        None if signup.step() == Some(step) => present(words, frame, signup, step, refused),
        None => ahead(words, signup, step),
    };
    Step::ALL.into_iter().map(row).collect()
}

fn plain(words: &Words, step: Step, state: &'static str, when: String) -> Row {
    Row {
        step: step.as_str(),
        state,
        title: words.t(title_key(step)),
        about: words.t(about_key(step)),
        when,
        trouble: None,
        first_event: None,
    }
}

fn behind(words: &Words, signup: &Signup, done: &Done) -> Row {
    let row = plain(words, done.step, "done", words.took(done.took_ms));
    let about = match (done.step, done.skipped, &signup.target) {
        (_, Some(Skipped::Registered), _) => words.t("step-skipped-registered"),
        (_, Some(Skipped::InTheApp), _) => words.t("step-skipped-in-app"),
        (_, Some(Skipped::NoNumber), _) => words.t("step-skipped-no-number"),
        (Step::Scopes, None, Some(target)) => {
            let name = target.waba_name.as_deref().unwrap_or(target.waba.as_str());
            words.t1("step-scopes-done", "waba", name)
        }
        (Step::Webhook, None, _) => {
            words.t1("stage-connected", "time", words.moment(connected(signup)))
        }
        (_, None, _) => row.about.clone(),
    };
    Row { about, ..row }
}

fn ahead(words: &Words, signup: &Signup, step: Step) -> Row {
    let key = if signup.is_open() { "step-todo" } else { "step-not-done" };
    plain(words, step, "todo", words.t(key))
}

fn present(
    words: &Words,
    frame: &Frame,
    signup: &Signup,
    step: Step,
    refused: Option<RefusedForm>,
) -> Row {
    let row = |state, when: &str| plain(words, step, state, words.t(when));
    match &signup.stage {
        Stage::Doing { snag: None, .. } => row("doing", "step-doing"),
        Stage::Doing { snag: Some(snag), at, .. } => {
            let is_on_meta = snag.obstacle.who() == Who::Meta;
            let state = if is_on_meta { "wait" } else { "doing" };
            let trouble = trouble::snag(words, frame, snag, refused);
            let about = again(words, frame, *at);
            Row { about, trouble: Some(trouble), ..row(state, "step-again") }
        }
        Stage::Stopped { snag, .. } => {
            let state = if is_failed(snag) { "fail" } else { "wait" };
            let trouble = trouble::snag(words, frame, snag, refused);
            let is_first = signup.done.is_empty();
            let about = words.t(if is_first { "step-stopped-first" } else { "step-stopped" });
            Row { about, trouble: Some(trouble), ..row(state, "step-when-stopped") }
        }
        Stage::Awaiting => Row {
            title: words.t("first-event-title"),
            about: words.t("first-event-about"),
            first_event: Some(first_event::first_event(words, frame, signup)),
            ..row("wait", "step-todo")
        },
        Stage::Connected | Stage::Ended { .. } => ahead(words, signup, step),
    }
}

/// When the program tries again: shortly, or at a moment.
fn again(words: &Words, frame: &Frame, at: domain::Timestamp) -> String {
    const SHORTLY: std::time::Duration = std::time::Duration::from_secs(120);
    let wait = at.since(frame.now);
    if wait < SHORTLY {
        words.t1("again-in", "wait", words.span(wait.max(std::time::Duration::from_secs(1))))
    } else {
        words.t1("again-at", "time", words.moment(at))
    }
}

/// Whether a stop is a failure rather than someone's turn.
fn is_failed(snag: &Snag) -> bool {
    trouble::tone(&snag.obstacle) == "bad"
}

pub(crate) const fn title_key(step: Step) -> &'static str {
    match step {
        Step::Exchange => "step-exchange",
        Step::Scopes => "step-scopes",
        Step::Subscribe => "step-subscribe",
        Step::Register => "step-register",
        Step::Read => "step-read",
        Step::Webhook => "step-webhook",
    }
}

const fn about_key(step: Step) -> &'static str {
    match step {
        Step::Exchange => "step-exchange-about",
        Step::Scopes => "step-scopes-about",
        Step::Subscribe => "step-subscribe-about",
        Step::Register => "step-register-about",
        Step::Read => "step-read-about",
        Step::Webhook => "step-webhook-about",
    }
}
