//! Links para clientes: making a hand-over link, watching what becomes of it, taking it back.

use std::time::Duration;

use askama::Template;
use domain::handover::{DAYS, LABEL, Standing};

use super::attempt;
use crate::frame::{Around, Page};
use crate::language::Language;
use crate::view::{self, Frame, HandoverLine, HandoversSaid};
use crate::words::Words;

/// Days that are offered first.
const USUAL: u32 = 3;

#[derive(Template)]
#[template(path = "handovers.html")]
struct Handovers {
    page: Page,
    around: Around,
    said: Option<Said>,
    made: Option<Made>,
    label: String,
    is_refused: bool,
    most: usize,
    days: Vec<Choice>,
    languages: Vec<Choice>,
    links: Vec<Link>,
}

/// What became of a form.
struct Said {
    tone: &'static str,
    title: String,
    text: String,
}

/// A link that was made: its address, this once, and a message to send it with.
struct Made {
    title: String,
    url: String,
    message: String,
}

struct Choice {
    value: String,
    text: String,
    is_current: bool,
}

struct Link {
    id: String,
    label: String,
    by: String,
    /// [`Standing`]'s word.
    standing: &'static str,
    tone: &'static str,
    state: String,
    /// Where its newest login stands, and where that is shown.
    login: Option<(String, String)>,
    until: String,
    until_iso: String,
    may_revoke: bool,
}

/// The page.
pub fn handovers(frame: &Frame, view: &view::Handovers<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    crate::rendered(&Handovers {
        said: view.said.and_then(|said| outcome(&words, said)),
        made: view.said.and_then(|said| made(&words, frame, said)),
        label: view.label.to_owned(),
        is_refused: matches!(view.said, Some(HandoversSaid::NoLabel { .. })),
        most: LABEL,
        days: DAYS.map(|days| day(&words, days, view.days.unwrap_or(USUAL))).into(),
        languages: Language::ALL
            .map(|language| choice(language, view.language.unwrap_or(frame.language)))
            .into(),
        links: view.links.iter().map(|line| link(&words, frame, line)).collect(),
        around: Around::new(&words, frame),
        page: Page::new(words, "handover-title"),
    })
}

fn day(words: &Words, days: u32, chosen: u32) -> Choice {
    let text = words.many("handover-days", u64::from(days));
    Choice { value: days.to_string(), text, is_current: days == chosen }
}

fn choice(language: Language, chosen: Language) -> Choice {
    let (value, text) = (language.tag().to_owned(), language.own_name().to_owned());
    Choice { value, text, is_current: language == chosen }
}

fn outcome(words: &Words, said: &HandoversSaid) -> Option<Said> {
    let of = |tone, title: &str, text| Some(Said { tone, title: words.t(title), text });
    match said {
        HandoversSaid::Made { .. } => None,
        HandoversSaid::Revoked => {
            of("ok", "handover-was-revoked", words.t("handover-was-revoked-next"))
        }
        HandoversSaid::NoLabel { most } => {
            of("bad", "handover-no-label", words.many("handover-no-label-next", *most as u64))
        }
        HandoversSaid::TooMany { wait_s } => {
            let wait = words.span(Duration::from_secs(*wait_s));
            of("bad", "login-too-many", words.t1("password-too-many-next", "wait", wait))
        }
    }
}

fn made(words: &Words, frame: &Frame, said: &HandoversSaid) -> Option<Made> {
    let HandoversSaid::Made { label, url, language, until } = said else { return None };
    // The message is for the client, in the client's language.
    let theirs = Words::new(*language, frame.time_zone.clone());
    let places =
        [("tenant", frame.tenant.clone()), ("url", url.clone()), ("when", theirs.moment(*until))];
    Some(Made {
        title: words.t1("handover-made", "label", label),
        url: url.clone(),
        message: theirs.with("handover-message", &places, None),
    })
}

fn link(words: &Words, frame: &Frame, line: &HandoverLine<'_>) -> Link {
    let newest = line.login.map(|(_, signup)| signup);
    let standing = line.handover.standing(newest, frame.now);
    let (tone, key) = state(standing);
    let is_over = line.handover.over(frame.now).is_some();
    let until = line.handover.expires_at;
    let ends = if is_over { "handover-ended" } else { "handover-until" };
    let login = line
        .login
        .map(|(id, signup)| (format!("/connect#signup-{id}"), attempt::status(words, signup)));
    let made_at = ("time", words.moment(line.handover.made_at));
    Link {
        id: line.id.to_owned(),
        label: line.label.to_owned(),
        by: match line.maker {
            Some(name) => words.with("handover-by", &[("person", name.to_owned()), made_at], None),
            None => words.t("audit-erased"),
        },
        standing: standing.as_str(),
        tone,
        state: words.t(key),
        login,
        until: words.t1(ends, "when", words.moment(until)),
        until_iso: words.iso(until),
        may_revoke: !is_over,
    }
}

const fn state(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Waiting => ("unk", "handover-waiting"),
        Standing::Opened => ("unk", "handover-opened"),
        Standing::UnderWay => ("warn", "handover-under-way"),
        Standing::Connected => ("ok", "handover-connected"),
        Standing::Used => ("unk", "handover-used"),
        Standing::Expired => ("unk", "handover-expired"),
        Standing::Revoked => ("unk", "handover-revoked"),
    }
}
