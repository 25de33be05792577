//! What became of one message. Statuses join by rank, so a late `delivered` does not undo `read`.

use meta::open::MessageStatus;
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// A message's furthest known state; `failed` stands beside it and lowers nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// When each state was reached, by Meta's time: sent, delivered, read, played.
    pub reached: [Option<Timestamp>; 4],
    /// When it failed, if it did.
    pub failed: Option<Timestamp>,
    /// Statuses that this program does not know, with their times.
    pub other: std::collections::BTreeMap<String, Timestamp>,
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
