//! Preflight: whether the installation itself is set up so that a login can succeed, setting by
//! setting. What was read is given; what it means is said here, and in what words is `ui`'s.
//!
//! What could not be asked is never called good, nor wrong.

mod address;
mod judge;

use crate::time::Timestamp;

pub use crate::callback::Subscribed;
pub use judge::{app_side, judge};

/// What is looked at, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// Where people and Meta reach the console.
    BaseUrl,
    /// The app's id and secret.
    App,
    /// The configuration of Facebook Login for Business.
    Config,
    /// The console's address among the app's allowed domains.
    Domains,
    /// The verify token, by a handshake with ourselves.
    VerifyToken,
    /// Where the app's webhooks go.
    Callback,
    /// Which webhook fields the app wants.
    Fields,
    /// Where the SDK comes from and whose messages are taken.
    Sdk,
    /// The version of Graph.
    GraphVersion,
    /// Where the key lies.
    KeyFile,
    /// The mail server.
    Smtp,
    /// Whose word about clients is believed.
    Proxies,
    /// The zone of times.
    TimeZone,
    /// Whom people ask for help.
    Support,
}

impl Check {
    /// All, in the order of the page.
    pub const ALL: [Self; 14] = [
        Self::BaseUrl,
        Self::App,
        Self::Config,
        Self::Domains,
        Self::VerifyToken,
        Self::Callback,
        Self::Fields,
        Self::Sdk,
        Self::GraphVersion,
        Self::KeyFile,
        Self::Smtp,
        Self::Proxies,
        Self::TimeZone,
        Self::Support,
    ];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BaseUrl => "base-url",
            Self::App => "app",
            Self::Config => "config",
            Self::Domains => "domains",
            Self::VerifyToken => "verify-token",
            Self::Callback => "callback",
            Self::Fields => "fields",
            Self::Sdk => "sdk",
            Self::GraphVersion => "graph-version",
            Self::KeyFile => "key-file",
            Self::Smtp => "smtp",
            Self::Proxies => "proxies",
            Self::TimeZone => "time-zone",
            Self::Support => "support",
        }
    }

    /// The settings that it is about, as a file names them.
    pub const fn settings(self) -> &'static [&'static str] {
        match self {
            Self::BaseUrl | Self::Domains => &["base_url"],
            Self::App => &["meta.app_id", "meta.app_secret_file"],
            Self::Config => &["meta.config_id"],
            Self::VerifyToken => &["meta.verify_token_file"],
            Self::Callback => &["base_url", "meta.verify_token_file"],
            Self::Fields => &[],
            Self::Sdk => &["meta.sdk_url", "meta.message_origins"],
            Self::GraphVersion => &["meta.graph_version"],
            Self::KeyFile => &["key_file", "data"],
            Self::Smtp => &["smtp.host", "smtp.from"],
            Self::Proxies => &["trusted_proxies", "listen"],
            Self::TimeZone => &["ui.time_zone"],
            Self::Support => &["support.name", "support.email", "support.url"],
        }
    }
}

/// How a setting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// As it should be.
    Good,
    /// Something does not work because of it.
    Defect,
    /// It may be meant so; somebody should look.
    Doubtful,
    /// It could not be looked at.
    NotChecked,
}

impl State {
    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Defect => "defect",
            Self::Doubtful => "doubtful",
            Self::NotChecked => "not-checked",
        }
    }
}

/// Why a setting stands as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// It is as it should be.
    Fine,
    /// Nothing was set.
    NotSet,
    /// It is the demo's own, and as the demo makes it.
    Demo,
    /// Nobody answered.
    Unanswered,
    /// Meta, or the server, said no.
    Refused,
    /// Meta offers no reading of it.
    Unreadable,
    /// Another check must be good first.
    Waits,
    /// Plain HTTP.
    Plain,
    /// Only this machine reaches it.
    Local,
    /// Only its own network reaches it.
    Private,
    /// Something else answered.
    Wrong,
    /// Too short to be hard to guess.
    Short,
    /// Meta sends elsewhere.
    Elsewhere,
    /// Meta sends where this Farol was before.
    Moved,
    /// Meta has it and does not use it.
    Inactive,
    /// Some are missing.
    Missing,
    /// One part is Meta's and another is not.
    Mixed,
    /// Farol needs a newer one.
    TooOld,
    /// Meta may end it soon.
    Aging,
    /// Meta has ended it, by its rule.
    Ended,
    /// Newer than this program knows.
    Newer,
    /// It lies with what it opens.
    Inside,
}

impl Why {
    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::NotSet => "not-set",
            Self::Demo => "demo",
            Self::Unanswered => "unanswered",
            Self::Refused => "refused",
            Self::Unreadable => "unreadable",
            Self::Waits => "waits",
            Self::Plain => "plain",
            Self::Local => "local",
            Self::Private => "private",
            Self::Wrong => "wrong",
            Self::Short => "short",
            Self::Elsewhere => "elsewhere",
            Self::Moved => "moved",
            Self::Inactive => "inactive",
            Self::Missing => "missing",
            Self::Mixed => "mixed",
            Self::TooOld => "too-old",
            Self::Aging => "aging",
            Self::Ended => "ended",
            Self::Newer => "newer",
            Self::Inside => "inside",
        }
    }
}

/// One line of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// How it stands.
    pub state: State,
    /// Why.
    pub why: Why,
    /// What was seen, raw: never a secret.
    pub saw: Vec<String>,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked<T> {
    /// An answer.
    Heard(T),
    /// A refusal, in the words of who refused.
    Refused(String),
    /// No answer, or none that could be read.
    Unanswered(String),
}

impl<T> Asked<T> {
    /// The same with another answer.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Asked<U> {
        match self {
            Self::Heard(answer) => Asked::Heard(make(answer)),
            Self::Refused(said) => Asked::Refused(said),
            Self::Unanswered(reason) => Asked::Unanswered(reason),
        }
    }
}

/// Where the key of the secrets lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// Outside the data folder.
    Apart,
    /// Inside it.
    Inside,
    /// Where the demo puts it.
    OfDemo,
}

/// What was read of the installation and asked of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// When.
    pub now: Timestamp,
    /// Whether it is `farol demo`.
    pub is_demo: bool,
    /// Address of the console.
    pub base_url: Option<String>,
    /// Address of Graph.
    pub graph_url: String,
    /// The app at Meta.
    pub app: AppSide,
    /// The configuration of the login.
    pub config_id: Option<String>,
    /// Where the SDK comes from.
    pub sdk_url: Option<String>,
    /// Whose messages are taken.
    pub message_origins: Vec<String>,
    /// The version of Graph, as in `v25.0`.
    pub graph_version: String,
    /// Where the key lies.
    pub key: KeyPlace,
    /// Whether the mail server lets us in; `None` without one.
    pub smtp: Option<Asked<()>>,
    /// Whether the program listens to this machine alone.
    pub listens_here: bool,
    /// How many proxies are trusted.
    pub proxies: usize,
    /// The zone of times, where one was set.
    pub time_zone: Option<String>,
    /// Whether people are told whom to ask.
    pub has_support: bool,
}

/// What concerns the app at Meta.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppSide {
    /// The app's id.
    pub app_id: String,
    /// Whether Meta gave a token for id and secret.
    pub app: Asked<()>,
    /// Length of the verify token.
    pub verify_token_bytes: usize,
    /// Whether our own address answers Meta's handshake rightly; `None` without an address.
    pub handshake: Option<Asked<bool>>,
    /// Where webhooks should go; `None` without an address.
    pub callback_url: Option<String>,
    /// The address that this installation gave Meta last, if it ever did.
    pub callback_before: Option<String>,
    /// The app's subscription to WhatsApp, if it has one.
    pub subscription: Asked<Option<Subscribed>>,
    /// The fields that Farol reads.
    pub fields: Vec<String>,
}
