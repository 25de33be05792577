//! The webhooks that were not yet acknowledged, by the time at which each is due.
//!
//! A delivery leaves the queue only by a 200 or after seven days; while it is under way it still
//! counts as unsent, so that a stop in the middle sends it again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, Serializer};

use crate::state::State;

const FIRST_DELAY_MS: i64 = 1_000;
const LONGEST_DELAY_MS: i64 = 3_600_000;
const GIVE_UP_AFTER_MS: i64 = 7 * 24 * 3_600_000;
/// Meta's bodies are at most 3 MB.
const BATCH_LIMIT: usize = 3_000_000;
/// So many that wait are looked at for one whose lane is free.
const LOOKED_AT: usize = 1_000;
/// What stands before the entries of every body.
const ENTRIES: &str = "\"entry\":[";

/// Who is to get a body: an app at one of its addresses.
#[derive(Clone, Debug)]
pub struct Receiver {
    pub app: String,
    pub url: String,
}

impl Receiver {
    pub fn new(app: &str, url: &str) -> Receiver {
        Receiver { app: app.to_owned(), url: url.to_owned() }
    }
}

/// One body for one callback.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Delivery {
    pub nth: u64,
    /// The app with whose secret it is signed; the world's own when it is not said.
    #[serde(default)]
    pub app: Option<String>,
    pub to: String,
    pub field: String,
    pub body: String,
    /// How often it was tried.
    pub attempts: u32,
    pub queued_ms: i64,
    pub due_ms: i64,
    /// It waits so that others join it.
    #[serde(default)]
    pub is_batch: bool,
    /// It is signed with a secret that is not the app's.
    #[serde(default)]
    pub is_forged: bool,
    /// Those of one lane to one address go one after another, so that nothing but a fault or a retry
    /// changes the order of what one person hears and says; without one it waits for no other.
    #[serde(default)]
    pub lane: String,
}

impl Delivery {
    /// Its lane at its address.
    fn way(&self) -> Option<(&str, &str)> {
        (!self.lane.is_empty()).then_some((&*self.to, &*self.lane))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<Delivery>")]
pub struct Queue {
    waiting: BTreeMap<(i64, u64), Delivery>,
    under_way: BTreeMap<u64, Delivery>,
}

impl Queue {
    /// Queues a body that is due at once; answers the delivery's number.
    pub fn add(state: &mut State, to: Receiver, field: String, body: String, now_ms: i64) -> u64 {
        let nth = state.world.next_mint();
        state.queue.put(Delivery {
            nth,
            app: Some(to.app),
            to: to.url,
            field,
            body,
            attempts: 0,
            queued_ms: now_ms,
            due_ms: now_ms,
            is_batch: false,
            is_forged: false,
            lane: String::new(),
        });
        nth
    }

    /// Puts a body's entries into a batch for the same receiver that still waits, if there is one
    /// with room.
    pub fn join(&mut self, to: &Receiver, field: &str, body: &str, is_forged: bool) -> bool {
        let fits = |waiting: &&mut Delivery| {
            waiting.is_batch
                && waiting.is_forged == is_forged
                && waiting.to == to.url
                && waiting.app.as_deref() == Some(&to.app)
                && waiting.body.len() + body.len() <= BATCH_LIMIT
        };
        let Some(batch) = self.waiting.values_mut().find(fits) else { return false };
        let Some((_, entries)) = body.split_once(ENTRIES) else { return false };
        let Some(open) = batch.body.strip_suffix("]}") else { return false };
        batch.body = format!("{open},{entries}");
        if !batch.field.split(", ").any(|known| known == field) {
            batch.field = format!("{}, {field}", batch.field);
        }
        true
    }

    /// Sends a delivery now: again, or before its time.
    pub fn send_again(&mut self, delivery: Delivery, now_ms: i64) {
        let waiting = self.waiting.values().find(|one| one.nth == delivery.nth);
        let key = waiting.map(|one| (one.due_ms, one.nth));
        let mut delivery = key.and_then(|key| self.waiting.remove(&key)).unwrap_or(delivery);
        if !self.under_way.contains_key(&delivery.nth) {
            (delivery.queued_ms, delivery.due_ms) = (now_ms, now_ms);
            self.put(delivery);
        }
    }

    /// Takes out what is due and whose lane is free, at most so many.
    pub fn take_due(&mut self, now_ms: i64, most: usize) -> Vec<Delivery> {
        let mut busy = self.busy();
        let mut keys = Vec::new();
        for (key, one) in self.waiting.iter().take(LOOKED_AT) {
            if keys.len() == most || one.due_ms > now_ms {
                break;
            }
            if one.way().is_none_or(|way| busy.insert(way)) {
                keys.push(*key);
            }
        }
        let taken: Vec<Delivery> =
            keys.into_iter().filter_map(|key| self.waiting.remove(&key)).collect();
        self.under_way.extend(taken.iter().map(|one| (one.nth, one.clone())));
        taken
    }

    /// The lanes in which something is under way.
    fn busy(&self) -> BTreeSet<(&str, &str)> {
        self.under_way.values().filter_map(Delivery::way).collect()
    }

    /// The bodies that were queued after the delivery of this number, in their order.
    pub fn after(&self, nth: u64) -> impl Iterator<Item = &str> {
        let all = self.waiting.values().chain(self.under_way.values());
        let mut later: Vec<&Delivery> = all.filter(|one| one.nth > nth).collect();
        later.sort_by_key(|delivery| delivery.nth);
        later.into_iter().map(|delivery| delivery.body.as_str())
    }

    /// When the next one is due whose lane is free.
    pub fn next_due_ms(&self) -> Option<i64> {
        let busy = self.busy();
        let is_free = |one: &&Delivery| one.way().is_none_or(|way| !busy.contains(&way));
        self.waiting.values().take(LOOKED_AT).find(is_free).map(|one| one.due_ms)
    }

    /// Ends an attempt. Answers how often this delivery was tried, or nothing when the queue was
    /// emptied meanwhile.
    pub fn finish(&mut self, nth: u64, is_acknowledged: bool, now_ms: i64) -> Option<u32> {
        let mut delivery = self.under_way.remove(&nth)?;
        delivery.attempts += 1;
        let attempts = delivery.attempts;
        let age_ms = now_ms - delivery.queued_ms;
        if !is_acknowledged && age_ms < GIVE_UP_AFTER_MS {
            delivery.due_ms = now_ms + delay_ms(attempts);
            self.put(delivery);
        }
        Some(attempts)
    }

    pub fn len(&self) -> usize {
        self.waiting.len() + self.under_way.len()
    }

    pub fn put(&mut self, delivery: Delivery) {
        let key = (delivery.due_ms, delivery.nth);
        self.waiting.insert(key, delivery);
    }
}

/// One second after the first failure, then twice as long each time, up to an hour.
fn delay_ms(attempts: u32) -> i64 {
    let doublings = attempts.saturating_sub(1).min(20);
    (FIRST_DELAY_MS << doublings).min(LONGEST_DELAY_MS)
}

impl From<Vec<Delivery>> for Queue {
    fn from(deliveries: Vec<Delivery>) -> Queue {
        let mut queue = Queue::default();
        for delivery in deliveries {
            queue.put(delivery);
        }
        queue
    }
}

impl Serialize for Queue {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.under_way.values().chain(self.waiting.values()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_up_to_an_hour() {
        let delays: Vec<i64> = [1, 2, 3, 12, 13, 1_000].map(delay_ms).to_vec();
        assert_eq!(delays, [1_000, 2_000, 4_000, 2_048_000, 3_600_000, 3_600_000]);
    }
}
