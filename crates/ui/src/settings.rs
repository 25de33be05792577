//! Configurações: the person's own settings and the installation's.

pub(crate) mod role;
pub(crate) mod tab;

use std::time::Duration;

use askama::Template;
use domain::Timestamp;

use crate::agent::{self, Agent};
use crate::frame::{Around, Page};
use crate::notices::Tab;
use crate::view::{self, Installation, Kept, PasswordChange, Protection, SessionLine};
use crate::words::Words;

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings {
    page: Page,
    around: Around,
    tabs: Vec<Tab>,
    email: String,
    role: String,
    role_about: String,
    /// Whether the language is the person's choice.
    has_chosen_language: bool,
    has_password: bool,
    outcome: Option<Outcome>,
    sessions: Vec<Session>,
    has_others: bool,
    installation: Option<Installed>,
}

/// What became of a change of the password.
pub(crate) struct Outcome {
    pub tone: &'static str,
    pub title: String,
    pub text: String,
    at: Field,
}

impl Outcome {
    /// The name of the field that it is about; empty for none.
    pub fn field(&self) -> &'static str {
        match self.at {
            Field::None => "",
            Field::Current => "current",
            Field::New => "new",
            Field::Again => "again",
        }
    }
}

/// Which field the sentence is about.
#[derive(PartialEq, Eq)]
enum Field {
    None,
    Current,
    New,
    Again,
}

impl Settings {
    fn is_at_current(&self) -> bool {
        self.is_at(&Field::Current)
    }

    fn is_at_new(&self) -> bool {
        self.is_at(&Field::New)
    }

    fn is_at_again(&self) -> bool {
        self.is_at(&Field::Again)
    }

    fn is_at(&self, field: &Field) -> bool {
        self.outcome.as_ref().is_some_and(|outcome| outcome.at == *field)
    }
}

/// A session as a line.
struct Session {
    handle: String,
    icon: &'static str,
    name: String,
    opened: Moment,
    seen: Moment,
    /// "em 11 h".
    ends: String,
    ends_iso: String,
    is_current: bool,
    /// The network address of the last use.
    place: Option<String>,
}

/// A moment of the past.
struct Moment {
    iso: String,
    ago: String,
}

/// What the installation is set to.
struct Installed {
    is_demo: bool,
    groups: Vec<Group>,
}

/// Settings about one thing.
struct Group {
    id: &'static str,
    title: String,
    about: Option<String>,
    rows: Vec<Row>,
}

/// A setting.
struct Row {
    name: String,
    value: Value,
}

/// What a setting is set to.
enum Value {
    /// In words.
    Said(String),
    /// As configured, letter by letter.
    Raw(Vec<String>),
    /// Nothing is configured.
    Missing,
}

/// The page.
pub fn settings(frame: &view::Frame, view: &view::Settings<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let (role, role_about) = role::keys(view.rights.role);
    let around = Around::new(&words, frame);
    crate::rendered(&Settings {
        tabs: tab::tabs(&words, &around, view.rights, tab::SETTINGS),
        email: view.email.to_owned(),
        role: words.t(role),
        role_about: words.t(role_about),
        has_chosen_language: view.has_chosen_language,
        has_password: view.has_password,
        outcome: view.password.map(|change| outcome(&words, change)),
        sessions: view.sessions.iter().map(|line| session(&words, line, frame.now)).collect(),
        has_others: view.sessions.iter().any(|line| !line.is_current),
        installation: view.installation.map(|set| installed(&words, set, frame.version)),
        around,
        page: Page::new(words, "nav-settings"),
    })
}

pub(crate) fn outcome(words: &Words, change: PasswordChange) -> Outcome {
    let characters = |key: &str, count: usize| words.many(key, count as u64);
    let (title, text, at) = match change {
        PasswordChange::Done => ("password-done", words.t("password-done-next"), Field::None),
        PasswordChange::Wrong => {
            ("password-is-wrong", words.t("password-is-wrong-next"), Field::Current)
        }
        PasswordChange::TooShort { least } => {
            ("password-too-short", characters("password-too-short-next", least), Field::New)
        }
        PasswordChange::TooLong { most } => {
            ("password-too-long", characters("password-too-long-next", most), Field::New)
        }
        PasswordChange::Differ => {
            ("password-differs", words.t("password-differs-next"), Field::Again)
        }
        PasswordChange::Same => ("password-same", words.t("password-same-next"), Field::New),
        PasswordChange::Yours => ("password-yours", words.t("password-yours-next"), Field::New),
        PasswordChange::TooMany { wait_s } => {
            let wait = words.span(Duration::from_secs(wait_s));
            ("login-too-many", words.t1("password-too-many-next", "wait", wait), Field::None)
        }
    };
    let tone = if change == PasswordChange::Done { "ok" } else { "bad" };
    Outcome { tone, title: words.t(title), text, at }
}

fn session(words: &Words, line: &SessionLine, now: Timestamp) -> Session {
    let agent = line.agent.as_deref().map(str::trim).filter(|agent| !agent.is_empty());
    let unnamed = || Agent { name: words.t("session-unnamed"), is_mobile: false };
    let agent = agent.map_or_else(unnamed, agent::agent);
    let moment = |at| Moment { iso: words.iso(at), ago: words.ago(at, now) };
    Session {
        handle: line.handle.clone(),
        icon: if agent.is_mobile { "smartphone" } else { "app-window" },
        name: agent.name,
        opened: moment(line.opened_at),
        seen: moment(line.seen_at),
        ends: words.t1("session-ends-in", "span", words.span(line.expires_at.since(now))),
        ends_iso: words.iso(line.expires_at),
        is_current: line.is_current,
        place: line.place.clone(),
    }
}

fn installed(words: &Words, set: &Installation, version: &str) -> Installed {
    let group = |id: &'static str, about, rows: Vec<(&str, Value)>| Group {
        id,
        title: words.t(id),
        about,
        rows: rows.into_iter().map(|(key, value)| Row { name: words.t(key), value }).collect(),
    };
    let kept = Some(words.t("kept-about"));
    let groups = vec![
        group("set-meta", None, of_meta(words, set)),
        group("set-reading", None, of_reading(words, set, version)),
        group("set-mail", None, of_mail(words, set)),
        group("set-kept", kept, of_retention(words, set.kept)),
    ];
    Installed { is_demo: set.is_demo, groups }
}

fn raw(text: &str) -> Value {
    Value::Raw(vec![text.to_owned()])
}

fn maybe(text: Option<&String>) -> Value {
    text.map_or(Value::Missing, |text| raw(text))
}

/// A secret is told as set, and never shown.
fn secret(words: &Words) -> Value {
    Value::Said(words.t("set"))
}

fn of_meta(words: &Words, set: &Installation) -> Vec<(&'static str, Value)> {
    let origins = match set.message_origins.as_slice() {
        [] => Value::Missing,
        origins => Value::Raw(origins.to_vec()),
    };
    vec![
        ("set-graph", raw(&set.graph_url)),
        ("set-graph-version", raw(&set.graph_version)),
        ("set-app", raw(&set.app_id)),
        ("set-app-secret", secret(words)),
        ("set-config", maybe(set.config_id.as_ref())),
        ("set-sdk", maybe(set.sdk_url.as_ref())),
        ("set-origins", origins),
        ("set-webhooks", raw(set.webhook_path)),
        ("set-verify-token", secret(words)),
        ("set-unread", Value::Said(words.count(set.quarantined))),
    ]
}

fn of_reading(words: &Words, set: &Installation, version: &str) -> Vec<(&'static str, Value)> {
    let every = |length| Value::Said(words.t1("every", "span", words.span(length)));
    let quota = words.t1("quota-percent", "percent", words.count(set.quota_percent));
    vec![
        ("set-numbers", every(set.intervals.numbers)),
        ("set-accounts", every(set.intervals.accounts)),
        ("set-profiles", every(set.intervals.profiles)),
        ("set-quota", Value::Said(quota)),
        ("set-base", maybe(set.base_url.as_ref())),
        ("set-zone", raw(&set.time_zone)),
        ("set-version", raw(version)),
    ]
}

/// The mail server; no rows without one, of which the page says more.
fn of_mail(words: &Words, set: &Installation) -> Vec<(&'static str, Value)> {
    let Some(server) = &set.mail_server else { return Vec::new() };
    let protection = match server.protection {
        Protection::Tls => "mail-tls",
        Protection::Starttls => "mail-starttls",
        Protection::None => "mail-unprotected",
    };
    let mut rows = vec![
        ("set-mail-server", raw(&server.address)),
        ("set-mail-protection", Value::Said(words.t(protection))),
        ("set-mail-from", raw(&server.from)),
        ("set-mail-user", maybe(server.username.as_ref())),
    ];
    if server.username.is_some() {
        rows.push(("set-mail-password", Value::Said(words.t("mail-password-set"))));
    }
    rows
}

fn of_retention(words: &Words, kept: Kept) -> Vec<(&'static str, Value)> {
    let days = |days: u32| Value::Said(words.many("kept-days", days.into()));
    vec![
        ("kept-bodies", days(kept.bodies)),
        ("kept-quarantined", days(kept.quarantined)),
        ("kept-changes", days(kept.changes)),
        ("kept-evidence", days(kept.evidence)),
        ("kept-applied", days(kept.applied)),
        ("kept-deliveries", days(kept.deliveries)),
        ("kept-traffic", days(kept.traffic)),
        ("kept-notices", days(kept.notices)),
        ("kept-mails", days(kept.mails)),
        ("kept-quality", Value::Said(words.t("kept-always"))),
    ]
}
