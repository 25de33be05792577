//! Nome de usuário of a number: what Meta holds, the rules, Meta's proposals, the way to another and
//! to none.

use askama::Template;
use domain::username::Fault;
use domain::{Heard, NodeKind, Replica, username};
use meta::catalogue::Asked;

use crate::badge::{Badge, Look};
use crate::catalogue::Meaning;
use crate::frame::{Around, Page, escaped};
use crate::named;
use crate::told::{Failing, Lens, Source, Told};
use crate::view::{self, Refusal, Suggestions, UsernameForm, UsernameTrouble};
use crate::words::Words;
use crate::{asset, news};

/// How the name stands.
const STATUS: &str = "status";
/// The name itself.
const FIELD: &str = "username";

#[derive(Template)]
#[template(path = "username.html")]
struct Username {
    page: Page,
    around: Around,
    script: String,
    /// The number's page of the profile.
    back: String,
    action: String,
    delete: String,
    named: String,
    held: Held,
    is_kept_in_app: bool,
    answer: Option<Answer>,
    typed: String,
    rules: Vec<Rule>,
    /// Whether the name can be taken from another number.
    is_in_use: bool,
    suggested: Vec<(String, String)>,
    unsuggested: Option<String>,
}

/// What Meta holds.
pub(crate) struct Held {
    pub name: Badge,
    /// The name as it is, for the form that gives it back.
    pub raw: Option<String>,
    pub status: Option<Badge>,
    pub source: Option<Source>,
    pub failing: Option<Failing>,
}

/// A rule of names, and whether what was typed breaks it.
struct Rule {
    word: &'static str,
    text: String,
    pattern: String,
    is_broken: bool,
}

/// What became of a form that asked Meta: what happened, what holds, what to do.
pub(crate) struct Answer {
    pub tone: &'static str,
    pub title: String,
    pub about: Option<String>,
    /// Meta's own words.
    pub message: Option<String>,
    /// Meta's code, where the catalogue has nothing to say of it.
    pub code: Option<String>,
    pub meaning: Option<Meaning>,
    /// Whether Meta, or the way to it, is why: the box then says whom to ask for help.
    pub is_metas: bool,
}

impl Answer {
    /// Something that went as it should, or is only told.
    pub fn told(tone: &'static str, title: String, about: Option<String>) -> Self {
        Self { tone, title, about, message: None, code: None, meaning: None, is_metas: false }
    }

    /// Something that Meta refused: what holds, and why in the catalogue's words.
    pub fn refused(words: &Words, (title, about): (&str, &str), refusal: Refusal<'_>) -> Self {
        let asked: Option<Asked> = refusal.code.and_then(|code| code.parse().ok());
        let meaning = asked.and_then(|asked| Meaning::find_asked(words, asked));
        let reason = (refusal.reason != "refused").then(|| because(words, refusal.reason));
        let about = [reason, Some(words.t(about))].into_iter().flatten().collect::<Vec<_>>();
        Self {
            message: refusal.message.map(str::to_owned),
            code: refusal.code.filter(|_| meaning.is_none()).map(str::to_owned),
            meaning,
            is_metas: true,
            ..Self::told("bad", words.t(title), Some(about.join(" ")))
        }
    }
}

/// Why something failed; a reason that has no words keeps its name.
pub(crate) fn because(words: &Words, name: &str) -> String {
    let worded = words.maybe(&format!("failure-{}", name.replace('_', "-")));
    words.t1("profile-reason", "reason", worded.unwrap_or_else(|| name.to_owned()))
}

/// The page.
pub fn username(frame: &view::Frame, view: &view::Username<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let around = Around::new(&words, frame);
    let id = escaped(&view.number.node.id);
    let (typed, trouble) = match view.form {
        UsernameForm::Held { name } => (name, None),
        UsernameForm::Done { .. } => ("", None),
        UsernameForm::Typed { name, trouble } => (name, Some(trouble)),
    };
    let action = around.at(&format!("/profile/{id}/username"));
    crate::rendered(&Username {
        script: asset::url("username.js"),
        back: around.at(&format!("/profile?number={id}")),
        named: named::name(view.number),
        held: held(&lens, view.username),
        is_kept_in_app: view.is_kept_in_app,
        answer: answer(&words, &view.form),
        typed: typed.to_owned(),
        rules: rules(&words, typed),
        is_in_use: matches!(trouble, Some(UsernameTrouble::InUse(_))),
        delete: around.at(&format!("/profile/{id}/username/delete")),
        suggested: suggested(&action, view.suggestions),
        unsuggested: unsuggested(&words, view.suggestions),
        action,
        around,
        page: Page::new(words, "username-title"),
    })
}

/// What Meta holds of a username; the name that was read as none is said as none.
pub(crate) fn held(lens: &Lens<'_>, replica: Option<&Replica>) -> Held {
    let words = lens.words;
    let heard = |field: &str| replica.and_then(|replica| replica.get(field));
    let name = heard(FIELD).and_then(Heard::as_str);
    let is_read = replica.is_some_and(|replica| replica.read_at.is_some());
    let look = |word: String| Look { tone: "unk", icon: "", word, small: None };
    Held {
        name: match (name, heard(FIELD)) {
            (Some(name), Some(heard)) => {
                Badge { told: Some(Told::of(FIELD, heard)), look: look(format!("@{name}")) }
            }
            _ if is_read => Badge { told: None, look: look(words.t("username-none")) },
            _ => Badge::unread(words),
        },
        raw: name.map(str::to_owned),
        status: heard(STATUS).map(|heard| Badge {
            told: Some(Told::of(STATUS, heard)),
            look: status(words, &heard.value),
        }),
        source: replica.and_then(|replica| lens.reading(replica)),
        failing: replica.and_then(|replica| lens.failure(replica)),
    }
}

/// How a name stands; a state of tomorrow is shown as it came.
fn status(words: &Words, value: &serde_json::Value) -> Look {
    news::known(words, NodeKind::Username, STATUS, value).unwrap_or_else(|| Look {
        tone: "unk",
        icon: "circle-dashed",
        word: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        small: None,
    })
}

fn rules(words: &Words, typed: &str) -> Vec<Rule> {
    let broken =
        if typed.is_empty() { Vec::new() } else { username::faults(&username::tidied(typed)) };
    let rule = |fault: Fault| Rule {
        word: fault.as_str(),
        text: words.t(&format!("username-rule-{}", fault.as_str())),
        pattern: fault.pattern(),
        is_broken: broken.contains(&fault),
    };
    Fault::ALL.into_iter().map(rule).collect()
}

/// Meta's proposals, each with the address of this page that has it filled in.
fn suggested(action: &str, suggestions: Suggestions<'_>) -> Vec<(String, String)> {
    let Suggestions::Names(names) = suggestions else { return Vec::new() };
    let sign = if action.contains('?') { '&' } else { '?' };
    let filled = |name: &String| (name.clone(), format!("{action}{sign}username={name}#username"));
    names.iter().filter(|name| is_plain(name)).map(filled).collect()
}

/// What may stand in an address as it is.
fn is_plain(name: &str) -> bool {
    name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_'))
}

fn unsuggested(words: &Words, suggestions: Suggestions<'_>) -> Option<String> {
    match suggestions {
        Suggestions::NotAsked => None,
        Suggestions::Names([]) => Some(words.t("username-no-suggestions")),
        Suggestions::Names(_) => None,
        Suggestions::None(refusal) => {
            let asked = refusal.code.and_then(|code| code.parse().ok());
            let meaning = asked.and_then(|asked| Meaning::find_asked(words, asked));
            let why = meaning.map_or_else(|| because(words, refusal.reason), |known| known.what);
            Some(words.t1("username-suggestions-refused", "why", why))
        }
    }
}

fn answer(words: &Words, form: &UsernameForm<'_>) -> Option<Answer> {
    let told = |tone, title: &str, about: &str| {
        Some(Answer::told(tone, words.t(title), Some(words.t(about))))
    };
    match form {
        UsernameForm::Held { .. } => None,
        UsernameForm::Done { status: None, is_read_back: true } => {
            told("ok", "username-given-back", "username-given-back-next")
        }
        UsernameForm::Done { status: Some("reserved"), .. } => {
            told("ok", "username-reserved", "username-reserved-next")
        }
        UsernameForm::Done { is_read_back: true, .. } => {
            told("ok", "username-approved", "username-approved-next")
        }
        UsernameForm::Done { is_read_back: false, .. } => {
            told("unk", "username-accepted", "username-accepted-next")
        }
        UsernameForm::Typed { trouble, .. } => Some(of_trouble(words, *trouble)),
    }
}

fn of_trouble(words: &Words, trouble: UsernameTrouble<'_>) -> Answer {
    let told = |tone, title, about| Answer::told(tone, words.t(title), Some(words.t(about)));
    match trouble {
        UsernameTrouble::Faults(_) => told("bad", "username-faults", "username-faults-next"),
        UsernameTrouble::InUse(refusal) => {
            let said = ("username-in-use", "username-in-use-next");
            Answer { tone: "warn", ..Answer::refused(words, said, refusal) }
        }
        UsernameTrouble::Busy => told("warn", "number-busy", "number-busy-next"),
        UsernameTrouble::NotRead(refusal) => {
            Answer::refused(words, ("username-not-read", "username-not-read-next"), refusal)
        }
        UsernameTrouble::Refused(refusal) => {
            Answer::refused(words, ("username-refused", "username-refused-next"), refusal)
        }
        UsernameTrouble::InDoubt { reason } => Answer {
            about: Some(format!(
                "{} {}",
                because(words, reason),
                words.t("username-in-doubt-next")
            )),
            is_metas: true,
            ..told("warn", "username-in-doubt", "username-in-doubt-next")
        },
        UsernameTrouble::NoConsent => {
            told("bad", "username-no-consent", "username-no-consent-next")
        }
        UsernameTrouble::Moved => told("warn", "username-moved", "username-moved-next"),
    }
}
