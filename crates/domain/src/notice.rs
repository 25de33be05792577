//! What deserves somebody's attention: which change is worth a notice, once, and until when it holds.
//!
//! A *condition* (low quality, a block) opens one notice that stays open until Meta reports that it
//! is gone; a *moment* (a limit that changed, a decided name) is told and over. Whatever is decided
//! here is pure; `farol` keeps it together with the change it comes from.

mod board;
mod change;
mod fallen;
mod item;
mod rules;
mod times;
mod token;

use std::time::Duration;

use serde_json::Value;

use crate::node::Node;
use crate::time::Timestamp;

pub use board::{Deed, Held, Known, Told, decide};
pub use change::of_changes;
pub use fallen::is_still_lower;
pub use item::of_item;
pub use rules::{Channels, Rules};
pub use times::{Digest, Minute, Quiet, Times, plan};
pub use token::{TokenSeen, of_token};

/// News older than this opens no notice: after an outage it is history, not an alarm.
pub const NEWS_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A number's quality is low.
    QualityLow,
    /// A number's quality is medium.
    QualityMedium,
    /// A number is Flagged.
    Flagged,
    /// A number is Restricted.
    Restricted,
    /// A messaging limit fell.
    LimitDown,
    /// A messaging limit rose.
    LimitUp,
    /// 80 % of a portfolio's limit are used (computed).
    Used80,
    /// 95 % of a portfolio's limit are used (computed).
    Used95,
    /// An entity is limited or blocked, or Meta restricts or disables an account.
    HealthWorse,
    /// A display name was decided.
    NameDecided,
    /// A token expires soon, Meta refuses it, or it lost a permission.
    TokenDying,
    /// A number or an account is no longer connected.
    Disconnected,
    /// A reading found what a webhook should have told (computed).
    WebhookDeaf,
    /// A template was paused or disabled.
    TemplatePaused,
    /// Meta reports a state, quality or limit that Farol does not know, and says nothing more of.
    UnknownValue,
}

impl Kind {
    /// All kinds, in the order of the settings.
    pub const ALL: [Self; 15] = [
        Self::QualityLow,
        Self::QualityMedium,
        Self::Flagged,
        Self::Restricted,
        Self::LimitDown,
        Self::LimitUp,
        Self::Used80,
        Self::Used95,
        Self::HealthWorse,
        Self::NameDecided,
        Self::TokenDying,
        Self::Disconnected,
        Self::WebhookDeaf,
        Self::TemplatePaused,
        Self::UnknownValue,
    ];

    /// The word used in stores, markup and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::QualityLow => "quality_low",
            Self::QualityMedium => "quality_medium",
            Self::Flagged => "flagged",
            Self::Restricted => "restricted",
            Self::LimitDown => "limit_down",
            Self::LimitUp => "limit_up",
            Self::Used80 => "used_80",
            Self::Used95 => "used_95",
            Self::HealthWorse => "health_worse",
            Self::NameDecided => "name_decided",
            Self::TokenDying => "token_dying",
            Self::Disconnected => "disconnected",
            Self::WebhookDeaf => "webhook_deaf",
            Self::TemplatePaused => "template_paused",
            Self::UnknownValue => "unknown_value",
        }
    }

    /// The kind of a word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether a notice of this kind is shown in Farol whatever a person chose: sending has stopped.
    pub const fn is_always_shown(self) -> bool {
        match self {
            Self::Restricted | Self::HealthWorse | Self::Disconnected => true,
            Self::QualityLow
            | Self::QualityMedium
            | Self::Flagged
            | Self::LimitDown
            | Self::LimitUp
            | Self::Used80
            | Self::Used95
            | Self::NameDecided
            | Self::TokenDying
            | Self::WebhookDeaf
            | Self::TemplatePaused
            | Self::UnknownValue => false,
        }
    }
}

/// How long a notice is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It happened, and nothing is left to end.
    Moment,
    /// Until the condition is gone; of two of one kind the higher level is the worse one.
    Holds(u8),
}

impl Standing {
    /// The number kept for it: 0 for a moment.
    pub const fn level(self) -> u8 {
        match self {
            Self::Moment => 0,
            Self::Holds(level) => level,
        }
    }

    /// The standing of a kept number.
    pub const fn of_level(level: u8) -> Self {
        match level {
            0 => Self::Moment,
            level => Self::Holds(level),
        }
    }
}

/// One thing that deserves attention.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it is about.
    pub kind: Kind,
    /// Whom: a limit's portfolio, a token's account, else the node that changed.
    pub node: Node,
    /// The account it belongs to, where it is one's.
    pub waba: Option<String>,
    /// The same for every telling of one happening, and different for any other; of a tenant.
    pub cause: String,
    /// How long it is open.
    pub standing: Standing,
    /// What a reader is shown: `field`, `before` and `after` as Meta reported them, `how`, and by
    /// kind `reasons` and `since` (quality, by Meta's time), `errors` and `additional_info` (health),
    /// `node` (who told a limit), `name` (of a template, or asked for), `reason` (of a rejected
    /// name), `told` (a template's webhook), `disconnection_info`, `message` (Meta's words on a
    /// token), `expires_at` (a token's end, in milliseconds), `permissions` (that a token lost).
    pub detail: Value,
    /// When it was reported: a webhook's time, or when Farol asked.
    pub at: Timestamp,
}

impl Notice {
    /// The level of a condition that stops sending.
    pub const STOPS: u8 = 2;

    /// A condition of a node, caused by what happened at `at`.
    pub fn condition(kind: Kind, node: Node, at: Timestamp, detail: Value) -> Self {
        let cause = format!("{}:{node}@{}", kind.as_str(), at.as_millis());
        Self { kind, node, waba: None, cause, standing: Standing::Holds(1), detail, at }
    }

    /// A moment of a node.
    pub fn moment(kind: Kind, node: Node, at: Timestamp, detail: Value) -> Self {
        Self { standing: Standing::Moment, ..Self::condition(kind, node, at, detail) }
    }

    /// The same, of an account.
    pub fn of_waba(self, waba: Option<&str>) -> Self {
        Self { waba: waba.map(str::to_owned), ..self }
    }

    /// The same, with a level above 1.
    pub fn at_level(self, level: u8) -> Self {
        Self { standing: Standing::Holds(level), ..self }
    }

    /// Whether it goes out by mail even in quiet hours and before a digest: nobody can start a
    /// conversation, or soon nothing will be known.
    pub fn is_urgent(&self) -> bool {
        match self.kind {
            Kind::Restricted | Kind::Disconnected => true,
            Kind::HealthWorse => self.standing.level() >= Self::STOPS,
            Kind::TokenDying => self.standing.level() >= Self::STOPS,
            Kind::QualityLow
            | Kind::QualityMedium
            | Kind::Flagged
            | Kind::LimitDown
            | Kind::LimitUp
            | Kind::Used80
            | Kind::Used95
            | Kind::NameDecided
            | Kind::WebhookDeaf
            | Kind::TemplatePaused
            | Kind::UnknownValue => false,
        }
    }

    /// Whether it is too old to alarm anybody.
    pub fn is_old(&self, now: Timestamp) -> bool {
        now.since(self.at) > NEWS_FOR
    }
}

/// By what a notice ended where Meta reported nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedBy {
    /// Its account was disconnected here: nothing more is heard of it.
    Disconnected,
    /// Its account was connected again.
    Reconnected,
}

impl EndedBy {
    /// The word in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disconnected => "disconnected",
            Self::Reconnected => "reconnected",
        }
    }

    /// What a word stands for; `None` for any other, as one of a later version.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Disconnected, Self::Reconnected].into_iter().find(|by| by.as_str() == word)
    }
}

/// What to do to a tenant's notices.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Tell this, unless it was told.
    Open(Notice),
    /// The condition is gone, as of `at`.
    Resolve {
        /// Its kind.
        kind: Kind,
        /// Whose.
        node: Node,
        /// When that was reported: a notice of later is not touched.
        at: Timestamp,
    },
    /// The condition holds less gravely, so that what is worse than this is news again.
    Ease {
        /// Its kind.
        kind: Kind,
        /// Whose.
        node: Node,
        /// How gravely it still holds.
        level: u8,
        /// When that was reported.
        at: Timestamp,
    },
}

impl News {
    /// The kind it is about.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Open(notice) => notice.kind,
            Self::Resolve { kind, .. } | Self::Ease { kind, .. } => *kind,
        }
    }

    /// The node it is about.
    pub const fn node(&self) -> &Node {
        match self {
            Self::Open(notice) => &notice.node,
            Self::Resolve { node, .. } | Self::Ease { node, .. } => node,
        }
    }
}

/// Where a node belongs: what is of the whole portfolio is told of the portfolio.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The node's account.
    pub waba: Option<String>,
    /// The portfolio that owns the account.
    pub business: Option<String>,
}
