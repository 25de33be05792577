//! What Meta last reported of a node, each field with when it was heard and how.
//!
//! Joining is by time and then by value, so any order and any repeats of the same news end in the
//! same replica (property test in `tests/convergence.rs`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::node::Node;
use crate::time::Timestamp;

/// How a value reached Farol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// Farol asked Meta's Graph.
    Read,
    /// Meta sent it in a signed webhook.
    Webhook,
    /// A person did it in Farol.
    Operator,
    /// Farol derived it.
    Computed,
}

impl How {
    /// The word used in stores, markup and exports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Webhook => "webhook",
            Self::Operator => "operator",
            Self::Computed => "computed",
        }
    }
}

/// One value as Meta reported it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heard {
    /// The value, as it came. `null` when a later document no longer had the field.
    pub value: Value,
    /// When it counts from: a read's asking, or the time that Meta gave.
    pub at: Timestamp,
    /// How it came.
    pub how: How,
}

impl Heard {
    /// The value as text; `None` when it is absent or not a string.
    pub fn as_str(&self) -> Option<&str> {
        self.value.as_str()
    }

    /// Joins order: time, then way, then the printed value, so that a tie has one winner.
    fn outranks(&self, other: &Self) -> bool {
        (self.at, self.how, self.value.to_string()) > (other.at, other.how, other.value.to_string())
    }
}

/// A reading that failed, with what Meta or the network said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// When the first of an unbroken run of failures happened.
    pub since: Timestamp,
    /// When the last one happened.
    pub last: Timestamp,
    /// Stable name of what went wrong (`GraphError::name`).
    pub reason: String,
    /// Meta's own words, when it answered.
    pub message: Option<String>,
    /// Meta's code, where it gave one; what was kept before codes were has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// Meta's subcode, where one tells errors of one code apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subcode: Option<i64>,
}

/// Everything held of one node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replica {
    /// Which node.
    pub node: Node,
    /// Fields by Meta's name.
    pub fields: BTreeMap<String, Heard>,
    /// When the first good reading was asked for: nothing is known from before it. `None` also for
    /// a node that was first read before this was kept.
    pub first_read_at: Option<Timestamp>,
    /// When the newest good reading was asked for; `None` when never read.
    pub read_at: Option<Timestamp>,
    /// Set while readings fail; the last good values stay.
    pub failure: Option<Failure>,
}

impl Replica {
    /// A node of which nothing was heard yet.
    pub fn unread(node: Node) -> Self {
        Self { node, fields: BTreeMap::new(), first_read_at: None, read_at: None, failure: None }
    }

    /// The field as heard; `None` when never heard, or no longer there.
    pub fn get(&self, field: &str) -> Option<&Heard> {
        self.fields.get(field).filter(|heard| !heard.value.is_null())
    }

    /// The field's text; `None` when absent or not a string.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.get(field).and_then(Heard::as_str)
    }

    /// Joins one piece of news; answers what stood before when the value changed.
    ///
    /// News older than what is held changes nothing.
    pub fn hear(&mut self, field: &str, news: Heard) -> Joined {
        match self.fields.get_mut(field) {
            None => {
                self.fields.insert(field.to_owned(), news);
                Joined::First
            }
            Some(held) if news.outranks(held) => {
                let before = std::mem::replace(held, news);
                if before.value == held.value {
                    Joined::Same
                } else {
                    Joined::Changed(before.value)
                }
            }
            Some(_) => Joined::Older,
        }
    }

    /// Brings every moment ahead of `now` back to it, so that what is heard from now on counts
    /// again: the clock was turned back. Answers whether there was one.
    pub fn rewind(&mut self, now: Timestamp) -> bool {
        let heard = self.fields.values_mut().map(|heard| &mut heard.at);
        let failure = self.failure.iter_mut().flat_map(|f| [&mut f.since, &mut f.last]);
        let read = [&mut self.first_read_at, &mut self.read_at].into_iter().flatten();
        let mut was_ahead = false;
        for at in heard.chain(read).chain(failure) {
            was_ahead |= *at > now;
            *at = now.min(*at);
        }
        was_ahead
    }
}

/// What joining a piece of news did.
#[derive(Clone, Debug, PartialEq)]
pub enum Joined {
    /// The field was heard for the first time.
    First,
    /// The same value, heard again.
    Same,
    /// Another value; this stood before.
    Changed(Value),
    /// Not newer than what is held: nothing happened.
    Older,
}
