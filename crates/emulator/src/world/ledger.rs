//! The ledger of reached people: for each number, when a message was last delivered to whom outside
//! a service window.
//!
//! The last time alone tells every count exactly: a person is among those of a moving span as long
//! as the last delivery is, however often there were others before.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub const HOUR_MS: i64 = 3_600_000;
/// The moving span that limits count.
pub const DAY_MS: i64 = 24 * HOUR_MS;
/// The span in which half a limit earns the next tier.
pub const WEEK_MS: i64 = 7 * DAY_MS;
/// The longest span that Meta counts: 2,000 people in 30 days are a way to the first tier.
pub const MONTH_MS: i64 = 30 * DAY_MS;

/// Whom each number reached in the last 30 days.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
    reached_ms: BTreeMap<String, BTreeMap<String, i64>>,
}

impl Ledger {
    /// A message was delivered outside a service window.
    pub fn reach(&mut self, number: &str, wa_id: &str, at_ms: i64) {
        let people = match self.reached_ms.get_mut(number) {
            Some(people) => people,
            None => self.reached_ms.entry(number.to_owned()).or_default(),
        };
        match people.get_mut(wa_id) {
            Some(last_ms) => *last_ms = (*last_ms).max(at_ms),
            None => {
                people.insert(wa_id.to_owned(), at_ms);
            }
        }
    }

    /// How many different people these numbers reached in the span that ends now; exactly `span_ms`
    /// after a delivery its person no longer counts.
    pub fn used<'n>(
        &self,
        numbers: impl IntoIterator<Item = &'n str>,
        span_ms: i64,
        now_ms: i64,
    ) -> u64 {
        let all: Vec<&BTreeMap<String, i64>> =
            numbers.into_iter().filter_map(|number| self.reached_ms.get(number)).collect();
        let is_within = |at_ms: i64| is_within(at_ms, span_ms, now_ms);
        let count = match all.as_slice() {
            [] => 0,
            [one] => one.values().filter(|at_ms| is_within(**at_ms)).count(),
            several => several
                .iter()
                .flat_map(|people| people.iter())
                .filter(|(_, at_ms)| is_within(**at_ms))
                .map(|(wa_id, _)| wa_id.as_str())
                .collect::<BTreeSet<&str>>()
                .len(),
        };
        u64::try_from(count).unwrap_or(u64::MAX)
    }

    /// Whether a person is among those whom these numbers reached in the last 24 hours.
    pub fn has<'n>(
        &self,
        numbers: impl IntoIterator<Item = &'n str>,
        wa_id: &str,
        now_ms: i64,
    ) -> bool {
        numbers
            .into_iter()
            .filter_map(|number| self.reached_ms.get(number)?.get(wa_id))
            .any(|at_ms| is_within(*at_ms, DAY_MS, now_ms))
    }

    /// Lets go of what no span reaches back to.
    pub fn forget(&mut self, now_ms: i64) {
        for people in self.reached_ms.values_mut() {
            people.retain(|_, at_ms| is_within(*at_ms, MONTH_MS, now_ms));
        }
        self.reached_ms.retain(|_, people| !people.is_empty());
    }
}

fn is_within(at_ms: i64, span_ms: i64, now_ms: i64) -> bool {
    at_ms > now_ms - span_ms && at_ms <= now_ms
}
