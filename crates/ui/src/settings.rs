//! Configurações: the person's own settings and the installation's.

use std::time::Duration;

use askama::Template;
use domain::Timestamp;
use domain::role::Role;

use crate::agent::{self, Agent};
use crate::frame::{Around, Page};
use crate::view::{self, Installation, PasswordChange, SessionLine};
use crate::words::Words;

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings {
    page: Page,
    around: Around,
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
struct Outcome {
    tone: &'static str,
    title: String,
    text: String,
    at: Field,
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
}

/// A moment of the past.
struct Moment {
    iso: String,
    ago: String,
}

/// What the installation is set to.
struct Installed {
    is_demo: bool,
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
    let (role, role_about) = role(view.role);
    crate::rendered(&Settings {
        email: view.email.to_owned(),
        role: words.t(role),
        role_about: words.t(role_about),
        has_chosen_language: view.has_chosen_language,
        has_password: view.has_password,
        outcome: view.password.map(|change| outcome(&words, change)),
        sessions: view.sessions.iter().map(|line| session(&words, line, frame.now)).collect(),
        has_others: view.sessions.iter().any(|line| !line.is_current),
        installation: view.installation.map(|set| installed(&words, set, frame.version)),
        around: Around::new(&words, frame),
        page: Page::new(words, "nav-settings"),
    })
}

/// The keys of a role's name and of what it may do.
const fn role(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Owner => ("role-owner", "role-owner-about"),
        Role::Admin => ("role-admin", "role-admin-about"),
        Role::Operator => ("role-operator", "role-operator-about"),
        Role::Viewer => ("role-viewer", "role-viewer-about"),
    }
}

fn outcome(words: &Words, change: PasswordChange) -> Outcome {
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
    }
}

fn installed(words: &Words, set: &Installation, version: &str) -> Installed {
    let raw = |text: &str| Value::Raw(vec![text.to_owned()]);
    let maybe = |text: &Option<String>| text.as_deref().map_or(Value::Missing, raw);
    let every = |length| Value::Said(words.t1("every", "span", words.span(length)));
    let secret = || Value::Said(words.t("set"));
    let origins = match set.message_origins.as_slice() {
        [] => Value::Missing,
        origins => Value::Raw(origins.to_vec()),
    };
    let quota = words.t1("quota-percent", "percent", words.count(set.quota_percent));
    let unread = Value::Said(words.count(set.quarantined));
    let rows = [
        ("set-graph", raw(&set.graph_url)),
        ("set-graph-version", raw(&set.graph_version)),
        ("set-app", raw(&set.app_id)),
        ("set-app-secret", secret()),
        ("set-config", maybe(&set.config_id)),
        ("set-sdk", maybe(&set.sdk_url)),
        ("set-origins", origins),
        ("set-webhooks", raw(set.webhook_path)),
        ("set-verify-token", secret()),
        ("set-unread", unread),
        ("set-numbers", every(set.intervals.numbers)),
        ("set-accounts", every(set.intervals.accounts)),
        ("set-profiles", every(set.intervals.profiles)),
        ("set-quota", Value::Said(quota)),
        ("set-zone", raw(&set.time_zone)),
        ("set-version", raw(version)),
    ];
    let rows = rows.into_iter().map(|(key, value)| Row { name: words.t(key), value });
    Installed { is_demo: set.is_demo, rows: rows.collect() }
}
