//! One login as a panel: which number, who began it, its steps, and how it ended.

use domain::Timestamp;
use domain::readiness::Scope;
use domain::signup::{Ending, Signup, Stage, Step, Unheard, Who};

use super::leaving::{self, Clean};
use super::number_form::{self, NumberForm};
use super::step::{self, Row};
use super::trouble::{self, Trouble};
use crate::view::{self, Frame};
use crate::words::Words;

/// A login.
pub(crate) struct Attempt {
    pub id: String,
    /// `doing`, `stopped`, `leaving`, `awaiting`, `unheard`, `connected` or `ended`.
    pub stage: &'static str,
    pub tone: &'static str,
    pub title: String,
    /// Who began it, and when.
    pub begun: String,
    /// In which situation.
    pub situation: Option<String>,
    /// Where it stands, in one sentence.
    pub status: String,
    /// None when it ended before the first was done.
    pub steps: Vec<Row>,
    pub ending: Option<Trouble>,
    /// What was undone, or will be, once it is abandoned.
    pub cleaning: Vec<Clean>,
    /// How a number can be added to an account without one.
    pub number: Option<NumberForm>,
    /// Whether it can be put aside.
    pub is_dismissible: bool,
    /// Whether it can be abandoned, once it was seen what that undoes.
    pub can_be_left: bool,
}

/// Words a login.
pub(crate) fn attempt(
    words: &Words,
    frame: &Frame,
    attempt: &view::Attempt<'_>,
    (scope, refused): (&Scope, Option<view::Refused<'_>>),
) -> Attempt {
    let signup = attempt.signup;
    let (stage, tone) = stage(signup);
    let refused = trouble::refused_form(refused, attempt.id);
    let is_ended = matches!(signup.stage, Stage::Ended { .. });
    Attempt {
        id: attempt.id.to_owned(),
        stage,
        tone,
        title: title(words, signup),
        begun: begun(words, frame, attempt),
        situation: attempt.situation.map(|of| {
            words.t1("attempt-situation", "situation", super::situation::title(words, of))
        }),
        status: status(words, signup),
        steps: if is_ended && signup.done.is_empty() {
            Vec::new()
        } else {
            step::rows(words, frame, (signup, scope), refused)
        },
        ending: ended(words, frame, signup),
        cleaning: leaving::cleaning(words, signup),
        number: number_form::number_form(words, frame, signup, refused),
        is_dismissible: signup.can_be_dismissed()
            && !signup.can_be_left()
            && !is_brief(signup)
            && !frame.is_guest,
        can_be_left: signup.can_be_left() && !is_brief(signup) && !frame.is_guest,
    }
}

/// Who began it, or by which link, and when; whoever came by a link began it.
fn begun(words: &Words, frame: &Frame, attempt: &view::Attempt<'_>) -> String {
    let time = ("time", words.moment(attempt.signup.started_at));
    let person = ("person", attempt.person.to_owned());
    match attempt.link {
        _ if frame.is_guest => words.with("signup-begun-here", &[time], None),
        Some(Some(label)) => {
            words.with("signup-begun-by-link", &[("label", label.to_owned()), person, time], None)
        }
        Some(None) => words.with("signup-begun-by-gone-link", &[person, time], None),
        None => words.with("signup-begun", &[person, time], None),
    }
}

fn stage(signup: &Signup) -> (&'static str, &'static str) {
    match &signup.stage {
        Stage::Doing { .. } => ("doing", "unk"),
        Stage::Stopped { snag, .. } => ("stopped", trouble::tone(&snag.obstacle)),
        Stage::Leaving { .. } => ("leaving", "unk"),
        Stage::Awaiting if signup.unheard().is_some() => ("unheard", "unk"),
        Stage::Awaiting => ("awaiting", "warn"),
        Stage::Connected => ("connected", "ok"),
        Stage::Ended { .. } => ("ended", "unk"),
    }
}

/// How it ended. Where only the code was lost, what Meta itself told of the account is said too.
fn ended(words: &Words, frame: &Frame, signup: &Signup) -> Option<Trouble> {
    let Stage::Ended { ending } = &signup.stage else { return None };
    let trouble = trouble::ending(words, frame, (signup, ending))?;
    let shared = signup.hinted_waba().filter(|_| signup.is_shared_at_meta());
    Some(match shared {
        Some(waba) => {
            let holds = words.t1("shared-at-meta", "waba", waba.as_str());
            Trouble { holds, ..trouble }
        }
        None => trouble,
    })
}

/// The number, else the account, else when it began.
pub(super) fn title(words: &Words, signup: &Signup) -> String {
    if let Some(number) = &signup.number {
        let phone = &number.display_phone_number;
        return match number.verified_name.as_deref().filter(|name| !name.trim().is_empty()) {
            Some(name) => format!("{phone} · {name}"),
            None => phone.clone(),
        };
    }
    if let Some(target) = &signup.target {
        let name = target.waba_name.as_deref().unwrap_or(target.waba.as_str());
        return words.t1("signup-of-waba", "waba", name);
    }
    match signup.hinted_waba() {
        Some(waba) => words.t1("signup-of-waba", "waba", waba.as_str()),
        None => words.t1("signup-of-time", "time", words.moment(signup.started_at)),
    }
}

pub(super) fn status(words: &Words, signup: &Signup) -> String {
    let at = |key: &str, step: Option<Step>| {
        words.t1(key, "step", step.map(|step| words.t(step::title_key(step))).unwrap_or_default())
    };
    match &signup.stage {
        Stage::Doing { snag: None, .. } => at("stage-doing", signup.step()),
        Stage::Doing { snag: Some(snag), .. } => match snag.who() {
            Who::Meta => at("stage-waiting-meta", signup.step()),
            Who::You | Who::Owner | Who::Administrator | Who::Farol => {
                at("stage-hindered", signup.step())
            }
        },
        Stage::Stopped { .. } => at("stage-stopped", signup.step()),
        Stage::Leaving { .. } => words.t("stage-leaving"),
        Stage::Awaiting => words.t(signup.unheard().map_or("stage-awaiting", unheard_key)),
        Stage::Connected => words.t1("stage-connected", "time", words.moment(connected(signup))),
        Stage::Ended { ending: Ending::Abandoned } => words.t("stage-abandoned"),
        Stage::Ended { .. } => words.t("stage-ended"),
    }
}

const fn unheard_key(why: Unheard) -> &'static str {
    match why {
        Unheard::Elsewhere => "stage-unheard-elsewhere",
        Unheard::AddressUnknown => "stage-unheard-address",
        Unheard::WithoutNumber => "stage-unheard-number",
    }
}

/// When the first signed webhook was received, which may be before its login was there.
pub(super) fn connected(signup: &Signup) -> Timestamp {
    signup.webhook_at.unwrap_or(signup.step_since)
}

/// Whether what hinders it is over in a moment: a button that comes and goes helps nobody.
fn is_brief(signup: &Signup) -> bool {
    matches!(signup.stage, Stage::Doing { .. })
        && signup.snag().is_none_or(|snag| snag.obstacle.is_brief())
}
