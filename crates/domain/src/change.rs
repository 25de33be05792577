//! One difference in what Meta reported: append-only, the source of timelines, notices and exports.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::field::{self, Weight};
use crate::node::{Node, NodeKind};
use crate::replica::How;
use crate::time::Timestamp;

/// A field of a node that changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Which node.
    pub node: Node,
    /// Which field, in Meta's spelling.
    pub field: String,
    /// What stood before; `null` when nothing did.
    pub before: Value,
    /// What stands now; `null` when the field is gone.
    pub after: Value,
    /// Meta's time where Meta gave one, else when Farol asked or received.
    pub at: Timestamp,
    /// How it was heard.
    pub how: How,
    /// The part of Meta's document that shows it, at most [`Change::EVIDENCE_BYTES`] long.
    pub evidence: Option<String>,
}

impl Change {
    /// Longest excerpt kept as evidence, in bytes.
    pub const EVIDENCE_BYTES: usize = 2_000;

    /// The field of a change that Farol computes: between two readings of a node so long went by that
    /// nothing is known of the time between. `before` and `after` are the two, in milliseconds.
    pub const UNREAD: &str = "unread";

    /// The two readings of a change of [`Change::UNREAD`].
    pub fn unread(&self) -> Option<(Timestamp, Timestamp)> {
        let moment = |value: &Value| value.as_i64().map(Timestamp::from_millis);
        let is_unread = self.field == Self::UNREAD && self.how == How::Computed;
        is_unread.then_some(()).and_then(|()| Some((moment(&self.before)?, moment(&self.after)?)))
    }

    /// The field of a change that Farol computes: the clock was turned back. `before` and `after` are
    /// where it stood and where it stands, in milliseconds.
    pub const CLOCK: &str = "clock";

    /// By how much the clock was turned back in a change of [`Change::CLOCK`].
    pub fn turned_back_by(&self) -> Option<Duration> {
        let moment = |value: &Value| value.as_i64().map(Timestamp::from_millis);
        let is_clock = self.field == Self::CLOCK && self.how == How::Computed;
        let (before, after) = (moment(&self.before)?, moment(&self.after)?);
        is_clock.then(|| before.since(after))
    }

    /// Whether a short list of what changed should have it: a watched field, or a limit that is the
    /// number's own, which nothing `beside` it says as well.
    pub fn is_watched(&self, beside: &[Self]) -> bool {
        let is_own_limit = || {
            self.node.kind == NodeKind::PhoneNumber
                && self.field == "messaging_limit_tier"
                && !beside.iter().any(|other| self.is_said_by(other))
        };
        field::weight(self.node.kind, &self.field) == Weight::Watched || is_own_limit()
    }

    /// Whether `other` says all that this one says: Meta keeps a quality in two fields, one of them
    /// with its reasons, and a limit in two, one of them deprecated (META 3). Both are recorded; a
    /// reader is told once.
    pub fn is_said_by(&self, other: &Self) -> bool {
        const LIMIT: &str = "whatsapp_business_manager_messaging_limit";
        let is_same_news = self.node == other.node && (self.at, self.how) == (other.at, other.how);
        let score = |value: &Value| value.get("score").cloned().unwrap_or(Value::Null);
        is_same_news
            && match (self.field.as_str(), other.field.as_str()) {
                ("quality_rating", "quality_score") => {
                    self.before == score(&other.before) && self.after == score(&other.after)
                }
                ("messaging_limit_tier", LIMIT) => {
                    (&self.before, &self.after) == (&other.before, &other.after)
                }
                _ => false,
            }
    }
}
