//! One month: what is done to the emulator's world, and what must hold of Farol beside it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use domain::notice::Kind;
use domain::{Node, NodeKind};
use emulator::Emulator;
use farol::app::App;
use farol::graph::Graph;
use serde_json::{Value, json};
use store::NoticeFilter;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::console::{ACCOUNTS, beside_emulator_with, listening, project_all, refresh_all, scope};

/// Between two looks; what comes and goes in between may be missed.
const STEP_HOURS: u64 = 6;
const STEPS: u64 = 30 * 24 / STEP_HOURS;
const LEGACY_NUMBERS: [&str; 3] = ["104857736119203", "105230984417756", "106540352242922"];
const KINDS: [Kind; 4] = [Kind::QualityLow, Kind::QualityMedium, Kind::Flagged, Kind::Restricted];

/// Seeded chance, so that a failing month replays.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[usize::try_from(self.below(of.len() as u64)).expect("an index")]
    }
}

/// What happened, for the table and against months in which nothing does.
#[derive(Debug, Default)]
pub struct Sum {
    pub turns: u64,
    pub webhooks: u64,
    pub told: u64,
    pub flagged_ends: u64,
}

impl Sum {
    /// Adds another month's.
    pub fn join(&mut self, other: &Self) {
        self.turns += other.turns;
        self.webhooks += other.webhooks;
        self.told += other.told;
        self.flagged_ends += other.flagged_ends;
    }
}

/// What a reading of a number could see.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    status: String,
    quality: String,
}

/// A month under way.
pub struct Month {
    seed: u64,
    dice: Dice,
    app: App,
    emulator: Emulator,
    stop: CancellationToken,
    last: BTreeMap<String, Seen>,
    /// How often each kind was to be told of each number.
    expected: BTreeMap<(String, Kind), u64>,
    is_failing: bool,
    pub sum: Sum,
}

impl Drop for Month {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Month {
    /// The seeded world, its first business connected, webhooks flowing.
    pub async fn begin(seed: u64) -> Self {
        let settings = emulator::Settings { seed, ..emulator::Settings::default() };
        let (app, emulator, _) = beside_emulator_with(settings).await;
        let stop = listening(&app, &emulator).await;
        let mut month = Self {
            seed,
            dice: Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            app,
            emulator,
            stop,
            last: BTreeMap::new(),
            expected: BTreeMap::new(),
            is_failing: false,
            sum: Sum::default(),
        };
        month.look().await;
        month
    }

    /// Lives it.
    pub async fn live(&mut self) {
        for _ in 0..STEPS {
            if self.dice.one_in(20) {
                self.is_failing = !self.is_failing;
                let share = if self.is_failing { 1.0 } else { 0.0 };
                let fault = if self.is_failing { json!("http_500") } else { Value::Null };
                self.control("faults", json!({"fault": fault, "share": share})).await;
            }
            self.happen().await;
            self.control("clock", json!({"advance_seconds": STEP_HOURS * 3_600})).await;
            self.let_the_quota_grow();
            if self.is_failing || self.dice.one_in(10) {
                // Nobody looks, or Meta does not answer: webhooks come all the same.
                self.deliver().await;
                refresh_all(&self.app).await;
                if self.is_failing {
                    continue;
                }
            }
            self.look().await;
        }
        self.control("faults", json!({"fault": null, "share": 0})).await;
        self.is_failing = false;
        // Whatever was put off for Meta's failures is due by then.
        self.control("clock", json!({"advance_seconds": 6 * 3_600})).await;
        self.let_the_quota_grow();
        self.look().await;
    }

    /// Meta's quota is of real hours, and of those none has gone by: the client begins anew.
    fn let_the_quota_grow(&mut self) {
        let endpoint = self.app.graph.endpoint().clone();
        let graph = Graph::new(endpoint, 1.0, self.app.metrics.clone()).expect("a client");
        self.app.graph = Arc::new(graph);
    }

    /// What people and Meta do between two looks.
    async fn happen(&mut self) {
        for number in self.numbers() {
            if self.dice.one_in(12) {
                let rating = self.dice.pick(&["GREEN", "YELLOW", "RED", "GREEN", "UNKNOWN"]);
                self.set(&number, json!({"quality": rating})).await;
            }
        }
        if self.dice.one_in(40) {
            let status = self.dice.pick(&["RESTRICTED", "FLAGGED", "CONNECTED"]);
            let number = self.dice.pick(&LEGACY_NUMBERS).to_owned();
            self.set(&number, json!({"status": status})).await;
        }
        if self.dice.one_in(15) {
            let users = 1 + self.dice.below(20);
            let number = self.dice.pick(&LEGACY_NUMBERS);
            let sends = json!({"from": number, "users": users, "category": "utility"});
            self.control("sends", sends).await;
        }
        if self.dice.one_in(30) {
            let send = self.dice.pick(&["AVAILABLE", "LIMITED", "BLOCKED"]);
            let path = format!("wabas/{}", self.dice.pick(&ACCOUNTS));
            self.control(&path, json!({"can_send_message": send})).await;
        }
    }

    async fn set(&mut self, number: &str, what: Value) {
        self.sum.turns += 1;
        self.control(&format!("numbers/{number}"), what).await;
    }

    /// Lets every webhook arrive and every reading be done, and notes what could be seen.
    async fn look(&mut self) {
        self.deliver().await;
        refresh_all(&self.app).await;
        for (number, seen) in self.truth() {
            if let Some(last) = self.last.insert(number.clone(), seen.clone()) {
                self.expect(&number, &last, &seen);
            }
        }
    }

    fn expect(&mut self, number: &str, last: &Seen, seen: &Seen) {
        let mut begins = |kind| *self.expected.entry((number.to_owned(), kind)).or_default() += 1;
        if last.quality != seen.quality {
            match seen.quality.as_str() {
                "RED" => begins(Kind::QualityLow),
                "YELLOW" => begins(Kind::QualityMedium),
                _ => {}
            }
        }
        if last.status != seen.status {
            match seen.status.as_str() {
                "FLAGGED" => begins(Kind::Flagged),
                "RESTRICTED" => begins(Kind::Restricted),
                _ => {}
            }
            self.sum.flagged_ends += u64::from(last.status == "FLAGGED");
        }
    }

    async fn deliver(&self) {
        for _ in 0..2_000 {
            if self.emulator.pending_webhooks() == 0 {
                return project_all(&self.app).await;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        panic!("seed {}: webhooks are left", self.seed);
    }

    fn numbers(&self) -> Vec<String> {
        self.truth().into_keys().collect()
    }

    /// What the emulator believes of each connected number.
    fn truth(&self) -> BTreeMap<String, Seen> {
        let world = self.emulator.world();
        let wabas = world["businesses"][0]["wabas"].as_array().expect("accounts").iter();
        let wabas = wabas.filter(|waba| ACCOUNTS.contains(&waba["id"].as_str().expect("an id")));
        let numbers = wabas.flat_map(|waba| waba["phone_numbers"].as_array().expect("numbers"));
        let text = |value: &Value| value.as_str().expect("a word").to_owned();
        let seen = |number: &Value| Seen {
            status: text(&number["status"]),
            quality: text(&number["quality"]),
        };
        numbers.map(|number| (text(&number["id"]), seen(number))).collect()
    }

    async fn control(&self, path: &str, body: Value) -> Value {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/_control/{path}"))
            .header("content-type", "application/json")
            .header("host", "127.0.0.1")
            .body(Body::from(body.to_string()))
            .expect("a request");
        let answer = self.emulator.router().oneshot(request).await.expect("an answer");
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(status, StatusCode::OK, "seed {}: {path} {body}: {text}", self.seed);
        serde_json::from_str(&text).expect("JSON")
    }

    /// Holds the month to its laws.
    pub async fn check(&mut self) {
        let seed = self.seed;
        let kept = self.app.store.ledger.read(move |read| {
            let numbers = read.replicas(&scope("one"), NodeKind::PhoneNumber)?;
            let notices = read.notices(&scope("one"), &NoticeFilter::default(), 1_000)?;
            Ok((numbers, notices))
        });
        let (numbers, notices) = kept.await.expect("read");
        let truth = self.truth();
        assert_eq!(numbers.len(), truth.len(), "seed {seed}");
        for number in &numbers {
            let believed = &truth[&number.node.id];
            let held = Seen {
                status: number.text("status").unwrap_or_default().to_owned(),
                quality: number.text("quality_rating").unwrap_or_default().to_owned(),
            };
            assert_eq!(&held, believed, "seed {seed}: {}", number.node);
        }
        let mut told = BTreeMap::<(String, Kind), u64>::new();
        let ours = notices.iter().filter(|kept| KINDS.contains(&kept.notice.kind));
        for kept in ours {
            let key = (kept.notice.node.id.clone(), kept.notice.kind);
            *told.entry(key).or_default() += 1;
            let is_true = self.holds(&kept.notice.node, kept.notice.kind);
            assert_eq!(
                kept.is_open(),
                is_true && self.is_newest(kept, &notices),
                "seed {seed}: {kept:?}"
            );
        }
        assert_eq!(told, self.expected, "seed {seed}: told, and what was to be told");
        self.sum.told = notices.len() as u64;
        self.sum.webhooks = self.emulator_webhooks().await;
    }

    fn holds(&self, node: &Node, kind: Kind) -> bool {
        let seen = &self.last[&node.id];
        match kind {
            Kind::QualityLow => seen.quality == "RED",
            Kind::QualityMedium => seen.quality == "YELLOW",
            Kind::Flagged => seen.status == "FLAGGED",
            _ => seen.status == "RESTRICTED",
        }
    }

    fn is_newest(&self, kept: &store::KeptNotice, all: &[store::KeptNotice]) -> bool {
        let is_same = |other: &&store::KeptNotice| {
            (other.notice.kind, &other.notice.node) == (kept.notice.kind, &kept.notice.node)
        };
        all.iter().filter(is_same).all(|other| other.seq <= kept.seq)
    }

    async fn emulator_webhooks(&self) -> u64 {
        let kept = self.app.store.ledger.read(|read| read.counts()).await.expect("read");
        kept.applied
    }
}
