//! How much marketing a person gets: beyond it a message is accepted and fails with 131049, for the
//! ecosystem's health (META 4.3, 11.9). It holds for what comes by Graph; `/_control/sends` says itself
//! what fails.
//!
//! Meta says that there is a limit for each person over all businesses, that an answer ends it, and that
//! people with a number of the United States have had no marketing since 1 April 2025. It gives no
//! figures: two messages in 24 hours without an answer are an assumption.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::country;
use super::ledger::DAY_MS;

/// Marketing messages in 24 hours that a person gets without having answered.
const MOST: usize = 2;

/// When each person got marketing messages, since the person last wrote.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cap(BTreeMap<String, Vec<i64>>);

impl Cap {
    /// Whether this person gets no more of it now.
    pub fn is_reached(&self, wa_id: &str, now_ms: i64) -> bool {
        let lately = |at_ms: &&i64| now_ms < **at_ms + DAY_MS;
        let got = self.0.get(wa_id).map_or(0, |all| all.iter().filter(lately).count());
        got >= MOST || is_of_the_united_states(wa_id)
    }

    /// Counts one that the person got.
    pub fn count(&mut self, wa_id: &str, now_ms: i64) {
        let all = self.0.entry(wa_id.to_owned()).or_default();
        all.retain(|at_ms| now_ms < at_ms + DAY_MS);
        all.push(now_ms);
    }

    /// The person wrote.
    pub fn forget(&mut self, wa_id: &str) {
        self.0.remove(wa_id);
    }
}

fn is_of_the_united_states(wa_id: &str) -> bool {
    wa_id.len() == 11 && country::of(wa_id) == "US"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_of_the_united_states_are_theirs() {
        let of_usa = ["16505551234", "14165550100", "18765550100", "5511955550301", "1650555"];
        assert_eq!(of_usa.map(is_of_the_united_states), [true, false, false, false, false]);
    }
}
