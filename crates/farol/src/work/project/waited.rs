//! What of a body waited: only that is driven on once its account is connected.
//!
//! The rest took effect long ago, and that it did may be forgotten by now, as it is kept for a term
//! and the body for as long as anything waits in it.

use std::collections::BTreeSet;

use meta::webhook::Item;
use store::Waiting;

use super::Parsed;

impl Parsed {
    /// Leaves out what did not wait. A body that is read otherwise now than when it came is left
    /// whole, so that nothing in it is lost.
    pub(super) fn keep_only(&mut self, waiting: &[Waiting]) {
        let of_body = waiting.iter().filter(|waiting| waiting.seq == self.seq);
        let asked: BTreeSet<&str> = of_body.map(|waiting| waiting.key.as_str()).collect();
        let keys: BTreeSet<String> = self.reading.items.iter().map(Item::key).collect();
        if asked.iter().all(|key| keys.contains(*key)) {
            self.reading.items.retain(|item| asked.contains(item.key().as_str()));
            self.reading.unread.clear();
        }
    }
}
