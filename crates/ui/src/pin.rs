//! PIN of a number: whether Meta has one, whether the one that Farol keeps still counts, and another.

use std::time::Duration;

use askama::Template;
use domain::pin::{self, Kept, Standing};
use domain::{Replica, number};
use meta::open::SecurityEvent;

use crate::badge::{Badge, Look};
use crate::frame::{Around, Page, escaped};
use crate::named;
use crate::told::{Lens, Source};
use crate::username::{Answer, because};
use crate::view::{self, PinSaid};
use crate::words::Words;

#[derive(Template)]
#[template(path = "pin.html")]
struct Pin {
    page: Page,
    around: Around,
    back: String,
    action: String,
    again: String,
    lead: String,
    held: Held,
    is_kept_in_app: bool,
    answer: Option<Answer>,
    is_wrong: bool,
}

/// What is known of a PIN.
pub(crate) struct Held {
    /// Whether the number has one, as Meta says it.
    pub at_meta: Badge,
    pub source: Option<Source>,
    /// How the one that Farol keeps stands, and what that means: Farol's own finding. `None` where
    /// there is none and none is wanted, since the app registers the number.
    pub kept: Option<(Look, String)>,
    /// That somebody asked in Business Suite to have it taken off.
    pub reset_asked: Option<String>,
    pub is_in_doubt: bool,
}

/// The page.
pub fn pin(frame: &view::Frame, view: &view::Pin<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let around = Around::new(&words, frame);
    let id = escaped(&view.number.node.id);
    let lead = if view.is_kept_in_app { "pin-lead-in-app" } else { "pin-lead" };
    crate::rendered(&Pin {
        back: around.at(&format!("/profile?number={id}")),
        action: around.at(&format!("/profile/{id}/pin")),
        again: around.at(&format!("/profile/{id}/pin/again")),
        lead: words.t1(lead, "number", named::name(view.number)),
        held: held(&lens, view.number, view.kept),
        is_kept_in_app: view.is_kept_in_app,
        answer: view.said.map(|said| answer(&words, said)),
        is_wrong: matches!(view.said, Some(PinSaid::Format | PinSaid::Differ)),
        around,
        page: Page::new(words, "pin-title"),
    })
}

/// What is known of a number's PIN.
pub(crate) fn held(lens: &Lens<'_>, number: &Replica, kept: Kept) -> Held {
    const FIELD: &str = "is_pin_enabled";
    let words = lens.words;
    let standing = pin::standing(Some(number), kept);
    let at = |at| words.moment(at);
    let is_in_app = number::is_in_app(number);
    let (tone, icon, key, about) = match &standing {
        // Nothing is registered here, so that nothing is asked for and nothing used.
        _ if is_in_app => ("unk", "minus", "pin-unused", words.t("pin-unused-next")),
        Standing::NotHeld => ("unk", "minus", "pin-not-held", words.t("pin-not-held-next")),
        Standing::Known { since: None } => ("ok", "lock", "pin-known", words.t("pin-known-next")),
        Standing::Known { since: Some(since) } => {
            let about = words.t1("pin-known-since", "when", at(*since));
            ("ok", "lock", "pin-known", about)
        }
        Standing::InDoubt { since } => {
            let about = words.t1("pin-doubt-next", "when", at(*since));
            ("warn", "circle-help", "pin-doubt", about)
        }
        Standing::Superseded { at: when, event } => {
            let about = words.with(
                "pin-superseded-next",
                &[("when", at(*when)), ("event", self::event(words, event))],
                None,
            );
            ("warn", "lock-open", "pin-superseded", about)
        }
    };
    let is_told = !is_in_app || standing != Standing::NotHeld;
    let look = Look { tone, icon, word: words.t(key), small: None };
    Held {
        at_meta: Badge::of(words, number, FIELD),
        source: lens.field(number, FIELD),
        kept: is_told.then_some((look, about)),
        reset_asked: pin::reset_asked_at(number)
            .map(|asked| words.t1("pin-reset-asked", "when", at(asked))),
        is_in_doubt: matches!(standing, Standing::InDoubt { .. }),
    }
}

/// What happened in Business Suite; an event of tomorrow as it came.
fn event(words: &Words, event: &SecurityEvent) -> String {
    match event {
        SecurityEvent::PinChanged => words.t("said-security-pin-changed"),
        SecurityEvent::PinRequestSuccess => words.t("said-security-pin-request-success"),
        SecurityEvent::PinResetSuccess => words.t("said-security-pin-reset-success"),
        SecurityEvent::PinResetRequest => words.t("said-security-pin-reset-request"),
        SecurityEvent::Other(raw) => raw.clone(),
    }
}

fn answer(words: &Words, said: PinSaid<'_>) -> Answer {
    let told = |tone, title, about| Answer::told(tone, words.t(title), Some(words.t(about)));
    match said {
        PinSaid::Changed => told("ok", "pin-changed", "pin-changed-next"),
        PinSaid::Format => told("bad", "pin-wrong-format", "pin-wrong-next"),
        PinSaid::Differ => told("bad", "pin-differ", "pin-wrong-next"),
        PinSaid::Refused(refusal) => {
            Answer::refused(words, ("pin-refused", "pin-refused-next"), refusal)
        }
        PinSaid::RefusedInDoubt(refusal) => {
            Answer::refused(words, ("pin-refused", "pin-refused-doubt-next"), refusal)
        }
        PinSaid::InDoubt { reason } => Answer {
            about: Some(format!("{} {}", because(words, reason), words.t("pin-in-doubt-next"))),
            is_metas: true,
            ..told("warn", "pin-in-doubt", "pin-in-doubt-next")
        },
        PinSaid::Busy => told("warn", "number-busy", "number-busy-next"),
        PinSaid::TooMany { wait_s } => {
            let wait = words.span(Duration::from_secs(wait_s));
            let about = words.t1("pin-too-many-next", "wait", wait);
            Answer::told("bad", words.t("login-too-many"), Some(about))
        }
        PinSaid::NoneInDoubt => told("unk", "pin-none-in-doubt", "pin-none-in-doubt-next"),
    }
}
