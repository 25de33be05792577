//! What Configurações is given: the person's own settings, and what the installation is set to.

use domain::Timestamp;
use domain::readiness::Intervals;

use super::Rights;

/// Configurações.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The person's address.
    pub email: &'a str,
    /// What the person may see.
    pub rights: Rights,
    /// Whether the person chose a language, or follows the browser.
    pub has_chosen_language: bool,
    /// Whether there is a password to give before another is set.
    pub has_password: bool,
    /// What became of a change of the password.
    pub password: Option<PasswordChange>,
    /// The person's sessions, the last used first.
    pub sessions: &'a [SessionLine],
    /// What the installation is set to; only for its owner.
    pub installation: Option<&'a Installation>,
}

/// What became of a change of the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordChange {
    /// It was changed; the other sessions ended.
    Done,
    /// The present one was wrong.
    Wrong,
    /// The new one is too short.
    TooShort {
        /// Characters that it needs.
        least: usize,
    },
    /// The new one is too long.
    TooLong {
        /// Characters that it may have.
        most: usize,
    },
    /// The two new ones differ.
    Differ,
    /// The new one is the present one.
    Same,
    /// The new one is the person's own address, the first part of it, or their name.
    Yours,
    /// Too many wrong ones.
    TooMany {
        /// Seconds until the next try.
        wait_s: u64,
    },
}

/// One session of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    /// What the form names it by.
    pub handle: String,
    /// What its browser called itself.
    pub agent: Option<String>,
    /// When the person signed in.
    pub opened_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The network address of the last use; `None` when that was not noted.
    pub place: Option<String>,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// What the installation is set to. Secrets are told as set or not, and never shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Installation {
    /// Where Graph is.
    pub graph_url: String,
    /// Its version.
    pub graph_version: String,
    /// The Meta app.
    pub app_id: String,
    /// The app's configuration of Facebook Login; `None` when it is not set.
    pub config_id: Option<String>,
    /// Where the JavaScript SDK is; `None` when it is not set.
    pub sdk_url: Option<String>,
    /// Origins from which the popup's message is taken.
    pub message_origins: Vec<String>,
    /// Path at which this console takes webhooks.
    pub webhook_path: &'static str,
    /// How often nodes are read.
    pub intervals: Intervals,
    /// Part of Meta's quota that readings may use, in percent.
    pub quota_percent: u64,
    /// Zone of the times.
    pub time_zone: String,
    /// Parts of webhooks that can't be read.
    pub quarantined: u64,
    /// Whether an emulator stands in for Meta.
    pub is_demo: bool,
    /// Where mails lead back to; `None` when it is not set.
    pub base_url: Option<String>,
    /// The mail server; `None` without one.
    pub mail_server: Option<MailServer>,
    /// For how long things are kept.
    pub kept: Kept,
}

/// A mail server, without its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailServer {
    /// Its name or address, and its port.
    pub address: String,
    /// How the way to it is protected.
    pub protection: Protection,
    /// As whom Farol logs in; `None` without a login.
    pub username: Option<String>,
    /// Whom mails are from.
    pub from: String,
}

/// How the way to a mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte.
    Tls,
    /// TLS after a greeting in plain.
    Starttls,
    /// None: only to the same machine.
    None,
}

/// For how many days things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Raw bodies of webhooks.
    pub bodies: u32,
    /// Bodies of which something could not be read.
    pub quarantined: u32,
    /// What Meta reported differently.
    pub changes: u32,
    /// The part of Meta's document beside a change.
    pub evidence: u32,
    /// Which items took effect.
    pub applied: u32,
    /// What became of each message.
    pub deliveries: u32,
    /// What numbers did, hour by hour.
    pub traffic: u32,
    /// Notices, once resolved.
    pub notices: u32,
    /// Mails that were sent or given up.
    pub mails: u32,
}
