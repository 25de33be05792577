//! What became of one message. Statuses join by rank, so a late `delivered` does not undo `read`.

use std::time::Duration;

use meta::BusinessId;
use meta::open::MessageStatus;
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use crate::traffic::{self, Kind};
use crate::user::{User, smaller};

/// How long a customer's message keeps a service window open (META 8).
pub const WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

/// A message's furthest known state; `failed` stands beside it and lowers nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// When each state was reached, by Meta's time: sent, delivered, read, played.
    pub reached: [Option<Timestamp>; 4],
    /// When it failed, if it did.
    pub failed: Option<Timestamp>,
    /// Statuses that this program does not know, with their times.
    pub other: std::collections::BTreeMap<String, Timestamp>,
    /// Meta's code of the failure; of several the smallest.
    #[serde(default)]
    pub failed_code: Option<i64>,
    /// Whom it was sent to; nobody known for messages to groups and from before this was kept.
    #[serde(default)]
    pub user: User,
    /// The portfolio whose limit it falls under.
    #[serde(default)]
    pub business: Option<BusinessId>,
    /// `regular`, `free_customer_service`, ...: how Meta prices it, on some of its statuses.
    #[serde(default)]
    pub pricing_type: Option<String>,
    /// `marketing`, `utility`, ...: what Meta prices it as.
    #[serde(default)]
    pub pricing_category: Option<String>,
}

/// Whether a message counts towards its portfolio's limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It does not: nobody was reached, or Meta gave it for free.
    Never,
    /// It does, from when it reached the user: by its price it was sent outside every window.
    Always {
        /// When it reached the user.
        at: Timestamp,
    },
    /// It does unless the customer had written to this number in the [`WINDOW`] before it was sent.
    OutsideWindow {
        /// When it was sent, as far as is known.
        sent_at: Timestamp,
        /// When it reached the user.
        at: Timestamp,
    },
}

impl Delivery {
    /// Joins a status. The earliest time of a state counts, so repeats and order do not matter.
    pub fn hear(&mut self, status: &MessageStatus, at: Timestamp) {
        let slot = match status {
            MessageStatus::Sent => &mut self.reached[0],
            MessageStatus::Delivered => &mut self.reached[1],
            MessageStatus::Read => &mut self.reached[2],
            MessageStatus::Played => &mut self.reached[3],
            MessageStatus::Failed => &mut self.failed,
            MessageStatus::Other(raw) => {
                let held = self.other.entry(raw.clone()).or_insert(at);
                *held = at.min(*held);
                return;
            }
        };
        *slot = Some(slot.map_or(at, |held| held.min(at)));
    }

    /// Joins how a status says that Meta prices the message. Of two words, which Meta never sends,
    /// the smaller stays, so that any order ends the same.
    pub fn hear_price(&mut self, kind: Option<&str>, category: Option<&str>) {
        let owned = |word: Option<&str>| word.map(str::to_owned);
        self.pricing_type = smaller(self.pricing_type.take(), owned(kind));
        self.pricing_category = smaller(self.pricing_category.take(), owned(category));
    }

    /// Joins why a message failed.
    pub fn hear_failure(&mut self, codes: &[i64]) {
        self.failed_code = smaller(self.failed_code, codes.iter().copied().min());
    }

    /// When it was sent, as far as is known: a message that arrived was sent by then.
    pub fn sent_at(&self) -> Option<Timestamp> {
        self.reached.iter().flatten().min().copied()
    }

    /// When it reached the user: delivered, or read without that.
    pub fn arrived_at(&self) -> Option<Timestamp> {
        self.reached.iter().skip(1).flatten().min().copied()
    }

    /// Whether it counts towards the limit (META 4.1): what a price says is taken before what a
    /// window says, since Farol may have missed the customer's message.
    ///
    /// A free message is inside a window; a utility message that has its regular price is outside
    /// one, as inside it would be free; any other regular price holds in and outside (META 11.10).
    pub fn claim(&self) -> Claim {
        let (Some(at), Some(sent_at)) = (self.arrived_at(), self.sent_at()) else {
            return Claim::Never;
        };
        match (self.pricing_type.as_deref(), self.pricing_category.as_deref()) {
            (Some(kind), _) if kind.starts_with("free_") => Claim::Never,
            (Some("regular"), Some("utility")) => Claim::Always { at },
            (Some(_) | None, _) => Claim::OutsideWindow { sent_at, at },
        }
    }

    /// What it adds to its number's hours.
    pub fn traffic(&self) -> Vec<(Timestamp, Kind)> {
        let [_, delivered, read, _] = self.reached;
        let sent = || Kind::sent(self.pricing_category.as_deref());
        let failed = || Kind::Failed(self.failed_code);
        let counted = [
            self.sent_at().map(|at| (at, sent())),
            delivered.map(|at| (at, Kind::Delivered)),
            read.map(|at| (at, Kind::Read)),
            self.failed.map(|at| (at, failed())),
        ];
        counted.into_iter().flatten().map(|(at, kind)| (traffic::hour_of(at), kind)).collect()
    }

    /// The furthest state reached, whatever was skipped; `None` when only a failure was heard.
    pub fn furthest(&self) -> Option<MessageStatus> {
        const RANK: [MessageStatus; 4] = [
            MessageStatus::Sent,
            MessageStatus::Delivered,
            MessageStatus::Read,
            MessageStatus::Played,
        ];
        let last = self.reached.iter().rposition(Option::is_some)?;
        RANK.get(last).cloned()
    }
}
