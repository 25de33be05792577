//! One step of a login as the page shows it.
//!
//! Payment is a row among them and no step of the machine: it is read from what is known of the
//! account, and nothing waits for it.

use domain::payment::{self, Payment};
use domain::readiness::Scope;
use domain::signup::{Done, Signup, Skipped, Snag, Stage, Step, Unheard, Who};

use super::attempt::connected;
use super::first_event::{self, FirstEvent};
use super::trouble::{self, Trouble, Way};
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
    /// Until when Meta takes it, counted down.
    pub deadline: Option<String>,
    pub trouble: Option<Trouble>,
    pub first_event: Option<FirstEvent>,
    /// Whether a person may have the app asked for its data now.
    pub may_sync: bool,
    /// Whether a person may have it looked at once more where the messages go.
    pub may_route_again: bool,
}

/// Words all steps of a login, in order.
pub(crate) fn rows(
    words: &Words,
    frame: &Frame,
    (signup, scope): (&Signup, &Scope),
    refused: Option<RefusedForm<'_>>,
) -> Vec<Row> {
    let row = |step: Step| match signup.done.iter().find(|done| done.step == step) {
        Some(done) if done.step == Step::Sync => synced(words, frame, signup, done),
        Some(done) => behind(words, signup, done),
        None if signup.step() == Some(step) => present(words, frame, signup, step, refused),
        None => ahead(words, signup, step),
    };
    let steps = Step::ALL.into_iter().filter(|step| is_shown(signup, *step));
    let mut rows: Vec<Row> = steps.map(row).collect();
    // What is read of the account is not shown to who came by a link.
    if !frame.is_guest {
        rows.insert(rows.len().saturating_sub(1), paid(words, signup, scope));
    }
    rows
}

/// Whether a step is one of this login: the app is synced in coexistence only, and a login of
/// before there was a route has none.
fn is_shown(signup: &Signup, step: Step) -> bool {
    let is_there = signup.is_done(step) || signup.step() == Some(step);
    match step {
        Step::Sync => is_there || signup.is_in_app(),
        Step::Route => is_there || !signup.is_done(Step::Read),
        Step::Exchange
        | Step::Scopes
        | Step::Subscribe
        | Step::Register
        | Step::Read
        | Step::Webhook => true,
    }
}

/// What is seen of the account's payment method.
fn paid(words: &Words, signup: &Signup, scope: &Scope) -> Row {
    let is_it = |waba: &&domain::Replica| {
        signup.target.as_ref().is_some_and(|target| target.waba.as_str() == waba.node.id)
    };
    let payment = scope.wabas.iter().find(is_it).map_or(Payment::NotRead, payment::of);
    let (state, about, when) = match payment {
        Payment::NotRead => ("todo", "payment-not-read", "step-todo"),
        Payment::Seen => ("done", "payment-seen", "payment-when-seen"),
        Payment::NotSeen => ("wait", "payment-not-seen", "payment-when-optional"),
        Payment::Failing => ("wait", "payment-failing", "payment-when-optional"),
    };
    Row {
        step: "payment",
        state,
        title: words.t("payment-title"),
        about: words.t(about),
        when: words.t(when),
        deadline: None,
        trouble: None,
        first_event: None,
        may_sync: false,
        may_route_again: false,
    }
}

fn plain(words: &Words, step: Step, state: &'static str, when: String) -> Row {
    Row {
        step: step.as_str(),
        state,
        title: words.t(title_key(step)),
        about: words.t(about_key(step)),
        when,
        deadline: None,
        trouble: None,
        first_event: None,
        may_sync: false,
        may_route_again: false,
    }
}

fn behind(words: &Words, signup: &Signup, done: &Done) -> Row {
    let row = plain(words, done.step, "done", words.took(done.took_ms));
    let about = match (done.step, done.skipped, &signup.target) {
        (_, Some(Skipped::ByHand), _) => words.t("step-skipped-by-hand"),
        (_, Some(Skipped::Registered), _) => words.t("step-skipped-registered"),
        (_, Some(Skipped::InTheApp), _) => words.t("step-skipped-in-app"),
        (Step::Route, Some(Skipped::NoNumber), _) => words.t("step-route-no-number"),
        (_, Some(Skipped::NoNumber), _) => words.t("step-skipped-no-number"),
        (_, Some(Skipped::Here), _) => words.t("step-route-here"),
        (_, Some(Skipped::AddressUnknown), _) => words.t("step-route-unknown"),
        (_, Some(Skipped::Elsewhere), _) => words.t("step-route-elsewhere"),
        (_, Some(Skipped::SyncTooLate), _) => words.t("step-sync-too-late"),
        (_, Some(Skipped::SyncRefused), _) => words.t("step-sync-refused"),
        (_, Some(Skipped::SyncUnasked), _) => words.t("step-sync-unasked"),
        (Step::Route, None, _) => words.t("step-route-overridden"),
        (Step::Sync, None, _) if signup.is_history_declined() => words.t("step-sync-declined"),
        (Step::Sync, None, _) => words.t("step-sync-asked"),
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

/// What became of the app's data: it may be asked for until a day after the popup.
fn synced(words: &Words, frame: &Frame, signup: &Signup, done: &Done) -> Row {
    let row = behind(words, signup, done);
    let is_open = matches!(done.skipped, Some(Skipped::SyncRefused | Skipped::SyncUnasked));
    if !is_open {
        return row;
    }
    let trouble = signup.sync_refused();
    let trouble = trouble.map(|snag| trouble::snag(words, frame, (signup, snag), None));
    Row {
        state: "wait",
        when: words.t("payment-when-optional"),
        deadline: Some(until(words, frame, "deadline-sync", signup.sync_by())),
        // Its own button says what it asks for.
        trouble: trouble.map(|trouble| Trouble { way: Way::None, ..trouble }),
        may_sync: signup.may_sync(frame.now),
        ..row
    }
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
    refused: Option<RefusedForm<'_>>,
) -> Row {
    let row = |state, when: &str| plain(words, step, state, words.t(when));
    match &signup.stage {
        Stage::Doing { snag: None, .. } => row("doing", "step-doing"),
        Stage::Doing { snag: Some(snag), at, .. } => {
            let is_on_meta = snag.who() == Who::Meta;
            let state = if is_on_meta { "wait" } else { "doing" };
            let trouble = trouble::snag(words, frame, (signup, snag), refused);
            let about = again(words, frame, *at);
            let deadline = deadline(words, frame, signup);
            Row { about, deadline, trouble: Some(trouble), ..row(state, "step-again") }
        }
        Stage::Stopped { snag, .. } => {
            let state = if is_failed(snag) { "fail" } else { "wait" };
            let trouble = trouble::snag(words, frame, (signup, snag), refused);
            let is_first = signup.done.is_empty();
            let about = words.t(if is_first { "step-stopped-first" } else { "step-stopped" });
            let deadline = deadline(words, frame, signup);
            Row { about, deadline, trouble: Some(trouble), ..row(state, "step-when-stopped") }
        }
        Stage::Awaiting if signup.unheard().is_some() => unheard(words, signup, step),
        Stage::Awaiting => Row {
            title: words.t("first-event-title"),
            about: words.t("first-event-about"),
            first_event: Some(first_event::first_event(words, frame, signup)),
            ..row("wait", "step-todo")
        },
        Stage::Leaving { .. } | Stage::Connected | Stage::Ended { .. } => {
            ahead(words, signup, step)
        }
    }
}

/// That no webhook is to be waited for as things are, and what changes that.
fn unheard(words: &Words, signup: &Signup, step: Step) -> Row {
    let about = signup.unheard().map(|why| match why {
        Unheard::Elsewhere => "unheard-elsewhere",
        Unheard::AddressUnknown => "unheard-address",
        Unheard::WithoutNumber => "unheard-number",
    });
    Row {
        title: words.t("unheard-title"),
        about: about.map(|key| words.t(key)).unwrap_or_default(),
        may_route_again: true,
        ..plain(words, step, "wait", words.t("step-todo"))
    }
}

/// Until when Meta takes what the login waits to do.
fn deadline(words: &Words, frame: &Frame, signup: &Signup) -> Option<String> {
    if signup.step() == Some(Step::Sync) {
        return Some(until(words, frame, "deadline-sync", signup.sync_by()));
    }
    signup.register_by().map(|at| until(words, frame, "deadline-register", at))
}

fn until(words: &Words, frame: &Frame, key: &str, at: domain::Timestamp) -> String {
    let left = at.since(frame.now);
    let length = if left.is_zero() { words.t("deadline-over") } else { words.lasted(left) };
    words.with(key, &[("time", words.moment(at)), ("left", length)], None)
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
        Step::Route => "step-route",
        Step::Sync => "step-sync",
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
        Step::Route => "step-route-about",
        Step::Sync => "step-sync-about",
        Step::Read => "step-read-about",
        Step::Webhook => "step-webhook-about",
    }
}
