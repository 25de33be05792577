//! How fast a number may send: its throughput, and its pace with each single person.
//!
//! Meta allows 80 messages a second (1,000 after the upgrade, 20 for a number that is in the app
//! too), and to one person one in six seconds, of which 45 may be borrowed at once.

use std::collections::BTreeMap;

use crate::world::Node;

const PAIR_INTERVAL_US: i64 = 6_000_000;
const PAIR_BURST: i64 = 45;
const SECOND_US: i64 = 1_000_000;
/// Pairs that are looked through before more are taken in.
const PAIRS_KEPT: usize = 10_000;

/// Who may send again when. It is not kept over a restart.
#[derive(Debug, Default)]
pub struct Pace {
    pairs: BTreeMap<(String, String), Bucket>,
    numbers: BTreeMap<String, Bucket>,
}

/// The moment up to which what was sent has been borrowed.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    borrowed_until_us: i64,
}

impl Bucket {
    fn take(&mut self, now_us: i64, interval_us: i64, burst: i64) -> bool {
        let from_us = self.borrowed_until_us.max(now_us);
        let is_within = from_us - now_us <= (burst - 1) * interval_us;
        if is_within {
            self.borrowed_until_us = from_us + interval_us;
        }
        is_within
    }
}

impl Pace {
    /// Takes one message, or answers the code with which Meta refuses it.
    pub fn take(&mut self, number: &Node, wa_id: &str, now_ms: i64) -> Result<(), u32> {
        let now_us = now_ms.saturating_mul(1000);
        let a_second = throughput(number);
        let bucket = self.numbers.entry(number.id.clone()).or_default();
        if !bucket.take(now_us, SECOND_US / a_second, a_second) {
            return Err(130_429);
        }
        if self.pairs.len() >= PAIRS_KEPT {
            self.pairs.retain(|_, bucket| bucket.borrowed_until_us > now_us);
        }
        let pair = (number.id.clone(), wa_id.to_owned());
        if !self.pairs.entry(pair).or_default().take(now_us, PAIR_INTERVAL_US, PAIR_BURST) {
            return Err(131_056);
        }
        Ok(())
    }
}

fn throughput(number: &Node) -> i64 {
    let level = number.fields.get("throughput").and_then(|throughput| throughput["level"].as_str());
    if number.is_in_app() {
        20
    } else if level == Some("HIGH") {
        1_000
    } else {
        80
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::world::Kind;

    #[test]
    fn a_numbers_throughput_is_of_its_level_and_twenty_a_second_in_the_app() {
        for (level, is_in_app, most) in
            [("STANDARD", false, 80), ("HIGH", false, 1_000), ("STANDARD", true, 20)]
        {
            let mut number = Node::new(Kind::Number, "1".to_owned(), None);
            number.set("throughput", json!({"level": level}));
            number.set("is_on_biz_app", is_in_app);
            let mut pace = Pace::default();
            let mut take = |nth: i64, now_ms| pace.take(&number, &nth.to_string(), now_ms);
            assert!((0..most).all(|nth| take(nth, 0).is_ok()), "{level}");
            assert_eq!(take(most, 0), Err(130_429));
            assert_eq!(take(most, 1_000), Ok(()));
        }
    }

    #[test]
    fn a_bucket_lends_its_burst_and_then_one_at_a_time() {
        let mut bucket = Bucket::default();
        let mut take = |now_us| bucket.take(now_us, 6, 45);
        assert!((0..45).all(|_| take(0)));
        assert!(!take(0) && !take(5));
        assert!(take(6) && !take(6));
        assert!((0..45).all(|_| take(1_000)));
    }
}
