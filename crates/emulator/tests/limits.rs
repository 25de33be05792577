//! The ledger of reached people: exact in the moving 24 hours, whatever happens in what order.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use std::collections::{BTreeMap, BTreeSet};

use emulator::Settings;
use proptest::prelude::*;
use serde_json::{Value, json};
use stand::{BRASIL, CASA_IPE, COBRANCA, Stand};

const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 24 * HOUR_S;
const ATACADO_NUMBER: &str = "109264715830046";

async fn turn(stand: &Stand, seconds: i64) {
    stand.set("clock", json!({"advance_seconds": seconds})).await;
}

/// Of one limit: its tier, and what is used of it in 24 hours and in 7 days.
async fn used(stand: &Stand, id: &str) -> (String, u64, u64) {
    let request = http::Request::get("/_control/limits").body(axum::body::Body::empty()).unwrap();
    let limits = stand.ask(request).await.json();
    let all = limits["data"].as_array().unwrap().clone();
    let one = all.into_iter().find(|one| one["id"] == id).unwrap();
    let count = |key: &str| one[key].as_u64().unwrap();
    (one["tier"].as_str().unwrap().to_owned(), count("used"), count("used_7_days"))
}

#[tokio::test]
async fn one_person_counts_once_and_returns_a_day_after_the_last_message() {
    let stand = Stand::new();
    let send = |to: &[&str]| json!({"from": COBRANCA, "to": to});
    stand.set("sends", send(&["5511955550301", "5511955550302"])).await;
    turn(&stand, 20 * HOUR_S).await;
    stand.set("sends", send(&["5511955550301"])).await;
    assert_eq!(used(&stand, COBRANCA).await.1, 2);
    turn(&stand, 4 * HOUR_S - 60).await;
    assert_eq!(used(&stand, COBRANCA).await.1, 2);
    turn(&stand, 60).await;
    assert_eq!(used(&stand, COBRANCA).await.1, 1);
    turn(&stand, 20 * HOUR_S).await;
    let left = used(&stand, COBRANCA).await;
    assert_eq!((left.1, left.2), (0, 2));
}

#[tokio::test]
async fn a_reply_in_an_open_window_does_not_count_and_nothing_that_failed_does() {
    let stand = Stand::new();
    let customer = "users/5511955550301/messages";
    stand.set(customer, json!({"to": COBRANCA, "text": "oi"})).await;
    for category in ["service", "utility", "marketing"] {
        let send = json!({"from": COBRANCA, "to": ["5511955550301"], "category": category});
        stand.set("sends", send).await;
    }
    let failing = json!({"from": COBRANCA, "users": 10, "fail_code": 131_026});
    stand.set("sends", failing).await;
    assert_eq!(used(&stand, COBRANCA).await.1, 0);
}

#[tokio::test]
async fn the_ledger_outlives_a_restart_and_not_a_reset() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("emulator.json");
    let settings = || Settings { state_file: Some(file.clone()), ..Settings::default() };
    let stand = Stand::with(settings());
    stand.set("sends", json!({"from": COBRANCA, "users": 700})).await;
    stand.emulator.save().await;
    drop(stand);
    let stand = Stand::with(settings());
    assert_eq!(used(&stand, COBRANCA).await.1, 700);
    stand.set("reset", json!({})).await;
    assert_eq!(used(&stand, COBRANCA).await.1, 0);
}

#[derive(Clone, Debug)]
enum Deed {
    /// From the nth number to these people.
    Send(usize, BTreeSet<u8>),
    /// This person writes to the nth number.
    Write(usize, u8),
    Turn(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => (0..3_usize, prop::collection::btree_set(0..90_u8, 1..30)).prop_map(|(n, to)| Deed::Send(n, to)),
        1 => (0..3_usize, 0..90_u8).prop_map(|(n, user)| Deed::Write(n, user)),
        2 => prop_oneof![Just(HOUR_S), Just(5 * HOUR_S), Just(12 * HOUR_S), Just(DAY_S), Just(3 * DAY_S)]
            .prop_map(Deed::Turn),
    ]
}

/// What a reader of Meta's page would write down: every delivery, and a count from the beginning.
#[derive(Default)]
struct Oracle {
    now_s: i64,
    delivered: Vec<(u8, i64)>,
    wrote_s: BTreeMap<(usize, u8), i64>,
}

impl Oracle {
    fn used(&self, span_s: i64) -> BTreeSet<u8> {
        let is_within = |at_s: i64| at_s > self.now_s - span_s;
        self.delivered.iter().filter(|(_, at_s)| is_within(*at_s)).map(|(user, _)| *user).collect()
    }

    fn send(&mut self, number: usize, user: u8, limit: usize) -> &'static str {
        let wrote_s = self.wrote_s.get(&(number, user));
        if wrote_s.is_some_and(|wrote_s| self.now_s < wrote_s + DAY_S) {
            return "read";
        }
        let used = self.used(DAY_S);
        if used.len() >= limit && !used.contains(&user) {
            return "failed";
        }
        self.delivered.push((user, self.now_s));
        "read"
    }
}

fn wa_id(user: u8) -> String {
    format!("55119777700{user:02}")
}

/// Three numbers of one portfolio, which share 50 people a day.
async fn small_portfolio() -> Stand {
    let stand = Stand::new();
    stand.set(&format!("wabas/{BRASIL}"), json!({"rules": "portfolio"})).await;
    let tier = json!({"whatsapp_business_manager_messaging_limit": "TIER_50"});
    stand.set(&format!("businesses/{CASA_IPE}"), tier).await;
    stand
}

async fn live(deeds: Vec<Deed>) {
    let numbers = [COBRANCA, "104857736119203", ATACADO_NUMBER];
    let (stand, mut oracle) = (small_portfolio().await, Oracle::default());
    for deed in deeds {
        match deed {
            Deed::Send(number, users) => {
                let to: Vec<String> = users.iter().map(|user| wa_id(*user)).collect();
                let sent = stand.set("sends", json!({"from": numbers[number], "to": to})).await;
                let wanted: Vec<Value> =
                    users.iter().map(|user| json!(oracle.send(number, *user, 50))).collect();
                let messages = sent["messages"].as_array().unwrap();
                let told: Vec<Value> = messages.iter().map(|one| one["status"].clone()).collect();
                assert_eq!(told, wanted);
            }
            Deed::Write(number, user) => {
                let path = format!("users/{}/messages", wa_id(user));
                stand.set(&path, json!({"to": numbers[number], "text": "oi"})).await;
                oracle.wrote_s.insert((number, user), oracle.now_s);
            }
            Deed::Turn(seconds) => {
                turn(&stand, seconds).await;
                oracle.now_s += seconds;
            }
        }
        let wanted = (oracle.used(DAY_S).len(), oracle.used(7 * DAY_S).len());
        let (_, day, week) = used(&stand, CASA_IPE).await;
        assert_eq!((usize::try_from(day).unwrap(), usize::try_from(week).unwrap()), wanted);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn the_ledger_is_what_a_naive_count_says(deeds in prop::collection::vec(deed(), 1..25)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(live(deeds));
    }
}
