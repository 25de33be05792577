//! What a number did in an hour: messages by state, by category, answers, opt-outs.
//!
//! Each kind has a name in the store, and the list is open there: a name that a newer program
//! wrote is shown raw.

use std::fmt;

use crate::time::Timestamp;

const HOUR_MS: i64 = 60 * 60 * 1_000;

/// What was counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Messages sent, priced as marketing (lite ones and those to groups too).
    SentMarketing,
    /// Messages sent, priced as utility.
    SentUtility,
    /// Messages sent, priced as authentication (the international one too).
    SentAuthentication,
    /// Messages sent, priced as service.
    SentService,
    /// Messages sent without a price that Farol saw, or with one it does not know.
    SentOther,
    /// Messages delivered, counted in the hour of delivery.
    Delivered,
    /// Messages read, counted in the hour of reading.
    Read,
    /// Messages that failed, with Meta's error code where one came.
    Failed(Option<i64>),
    /// Messages that customers wrote.
    Received,
    /// People who stopped marketing messages.
    OptOut,
    /// People who took them up again.
    OptIn,
    /// A kind that this program does not know, as stored.
    Other(String),
}

impl Kind {
    /// The kind of a message that was sent, by the category of its price.
    pub fn sent(category: Option<&str>) -> Self {
        match category.map(|category| category.trim_start_matches("group_")) {
            Some("marketing" | "marketing_lite") => Self::SentMarketing,
            Some("utility") => Self::SentUtility,
            Some(word) if word.starts_with("authentication") => Self::SentAuthentication,
            Some("service") => Self::SentService,
            Some(_) | None => Self::SentOther,
        }
    }

    /// Whether it counts messages that were sent, of any category.
    pub const fn is_sent(&self) -> bool {
        match self {
            Self::SentMarketing
            | Self::SentUtility
            | Self::SentAuthentication
            | Self::SentService
            | Self::SentOther => true,
            Self::Delivered
            | Self::Read
            | Self::Failed(_)
            | Self::Received
            | Self::OptOut
            | Self::OptIn
            | Self::Other(_) => false,
        }
    }
}

/// The name in the store.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SentMarketing => f.write_str("sent_marketing"),
            Self::SentUtility => f.write_str("sent_utility"),
            Self::SentAuthentication => f.write_str("sent_authentication"),
            Self::SentService => f.write_str("sent_service"),
            Self::SentOther => f.write_str("sent_other"),
            Self::Delivered => f.write_str("delivered"),
            Self::Read => f.write_str("read"),
            Self::Failed(None) => f.write_str("failed"),
            Self::Failed(Some(code)) => write!(f, "failed_{code}"),
            Self::Received => f.write_str("received"),
            Self::OptOut => f.write_str("opt_out"),
            Self::OptIn => f.write_str("opt_in"),
            Self::Other(raw) => f.write_str(raw),
        }
    }
}

impl From<&str> for Kind {
    fn from(raw: &str) -> Self {
        match raw {
            "sent_marketing" => Self::SentMarketing,
            "sent_utility" => Self::SentUtility,
            "sent_authentication" => Self::SentAuthentication,
            "sent_service" => Self::SentService,
            "sent_other" => Self::SentOther,
            "delivered" => Self::Delivered,
            "read" => Self::Read,
            "failed" => Self::Failed(None),
            "received" => Self::Received,
            "opt_out" => Self::OptOut,
            "opt_in" => Self::OptIn,
            other => match other.strip_prefix("failed_").and_then(|code| code.parse().ok()) {
                Some(code) => Self::Failed(Some(code)),
                None => Self::Other(other.to_owned()),
            },
        }
    }
}

/// The start of the hour (UTC) that a moment lies in.
pub fn hour_of(at: Timestamp) -> Timestamp {
    let millis = at.as_millis();
    Timestamp::from_millis(millis.saturating_sub(millis.rem_euclid(HOUR_MS)))
}
