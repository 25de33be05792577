//! Through the real store: however Meta shuffles, repeats and batches a history, the ledger is one.

mod console;

use std::collections::BTreeSet;

use bytes::Bytes;
use console::{project_all, scope};
use domain::delivery::Delivery;
use domain::{Node, NodeKind, Replica, Timestamp};
use farol::app::App;
use meta::{AppId, BusinessId, MessageId, PhoneNumberId, WabaId};
use serde_json::{Value, json};
use store::{NewConnection, Secret, TenantId};

/// Histories tried.
const CASES: u64 = 30;
const WABA: &str = "700";
const NUMBERS: [&str; 2] = ["100", "101"];
/// When the histories begin, in seconds.
const START: u64 = 1_795_338_640;

/// Seeded chance, so that a failing case replays.
struct Dice(u64);

impl Dice {
    /// A number below `most`.
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        let most = u64::try_from(most).expect("small");
        usize::try_from((self.0 >> 33) % most).expect("below a usize")
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// A moment in a short span, so that some are the same.
    fn time(&mut self) -> u64 {
        START + u64::try_from(self.below(40)).expect("small")
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// One piece of news, before it is put into a body.
#[derive(Clone)]
enum Piece {
    /// Into `messages` or `statuses` of a number's value.
    Traffic { number: &'static str, list: &'static str, item: Value },
    /// A change of its own, sent at a time.
    Change { field: &'static str, time: u64, value: Value },
}

fn history(dice: &mut Dice) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for n in 0..dice.below(12) {
        let number = dice.one_of(&NUMBERS);
        let (id, time) = (format!("wamid.in{n}"), dice.time().to_string());
        let item = json!({"id": id, "from": "55119", "timestamp": time, "type": "text"});
        pieces.push(Piece::Traffic { number, list: "messages", item });
    }
    for n in 0..dice.below(6) {
        let number = dice.one_of(&NUMBERS);
        for status in ["sent", "delivered", "read", "failed", "held_back"] {
            if dice.below(4) > 0 {
                let (id, time) = (format!("wamid.out{n}"), dice.time().to_string());
                let item = json!({"id": id, "status": status, "timestamp": time,
                    "recipient_id": "55119"});
                pieces.push(Piece::Traffic { number, list: "statuses", item });
            }
        }
    }
    for _ in 0..dice.below(10) {
        let time = dice.time();
        let state = dice.one_of(&["SCHEDULE_FOR_DISABLE", "DISABLE", "REINSTATE"]);
        let event = dice.one_of(&["FLAGGED", "UNFLAGGED", "DOWNGRADE"]);
        let ban = json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": state}});
        let quality = json!({"display_phone_number": "5521955550164", "event": event});
        let max = json!({"max_phone_numbers_per_waba": dice.below(50)});
        let (field, value) = [
            ("account_update", ban),
            ("phone_number_quality_update", quality),
            ("business_capability_update", max),
            ("message_template_status_update", json!({"event": event})),
        ][dice.below(4)]
        .clone();
        pieces.push(Piece::Change { field, time, value });
    }
    // One that can't be read must not hide the others, wherever it comes to stand.
    let item = json!({"timestamp": "soon"});
    pieces.push(Piece::Traffic { number: NUMBERS[0], list: "messages", item });
    pieces
}

/// The history in another order, with repeats, in other batches.
fn bodies(history: &[Piece], dice: &mut Dice) -> Vec<Value> {
    let mut pieces = history.to_vec();
    for _ in 0..dice.below(history.len() + 1) {
        pieces.push(history[dice.below(history.len())].clone());
    }
    dice.shuffle(&mut pieces);
    let mut bodies = Vec::new();
    while !pieces.is_empty() {
        let size = 1 + dice.below(pieces.len().min(8));
        let entries: Vec<Value> = pieces.drain(..size).map(entry).collect();
        bodies.push(json!({"object": "whatsapp_business_account", "entry": merged(entries, dice)}));
    }
    bodies
}

fn entry(piece: Piece) -> Value {
    match piece {
        Piece::Traffic { number, list, item } => {
            let value = json!({"metadata": {"phone_number_id": number}, list: [item]});
            json!({"id": WABA, "changes": [{"field": "messages", "value": value}]})
        }
        Piece::Change { field, time, value } => {
            json!({"id": WABA, "time": time, "changes": [{"field": field, "value": value}]})
        }
    }
}

/// Puts neighbours of one time into one entry, or not, as chance has it.
fn merged(entries: Vec<Value>, dice: &mut Dice) -> Vec<Value> {
    let mut merged: Vec<Value> = Vec::new();
    for entry in entries {
        match merged.last_mut() {
            Some(last) if last["time"] == entry["time"] && dice.below(2) == 0 => {
                let changes = last["changes"].as_array_mut().expect("changes");
                changes.push(entry["changes"][0].clone());
            }
            _ => merged.push(entry),
        }
    }
    merged
}

/// What must be the same, whatever the order.
#[derive(Debug, PartialEq)]
struct Outcome {
    replicas: Vec<Replica>,
    deliveries: Vec<Option<Delivery>>,
    in_use: Vec<BTreeSet<String>>,
    applied: Vec<(String, u64)>,
    hinted: BTreeSet<Node>,
    quarantined: u64,
    waiting: u64,
}

async fn play(bodies: Vec<Value>) -> Outcome {
    let app = console::alone().await;
    connect(&app).await;
    let mut keys = BTreeSet::new();
    for body in bodies {
        let body = Bytes::from(body.to_string());
        keys.extend(meta::webhook::read(&body).items.iter().map(meta::webhook::Item::key));
        app.store.inbox.append(body, Timestamp::from_millis(1)).await.expect("appended");
    }
    project_all(&app).await;
    let outcome = app.store.ledger.read(move |read| {
        let scope = scope("one");
        let mut replicas = Vec::new();
        for kind in NodeKind::ALL {
            replicas.extend(read.replicas(&scope, kind)?);
        }
        let mut deliveries = Vec::new();
        for (number, n) in NUMBERS.iter().flat_map(|number| (0..6).map(move |n| (number, n))) {
            let message = MessageId::new(format!("wamid.out{n}"));
            deliveries.push(read.delivery(&scope, &PhoneNumberId::new(*number), &message)?);
        }
        let since = (START..START + 40).map(|second| {
            let since = Timestamp::from_seconds(i64::try_from(second).expect("small"));
            read.numbers_in_use(&scope, since)
        });
        let times = keys.into_iter().map(|key| read.applied_times(&key).map(|times| (key, times)));
        let far = Timestamp::from_millis(i64::MAX);
        Ok(Outcome {
            replicas,
            deliveries,
            in_use: since.collect::<Result<_, _>>()?,
            applied: times.collect::<Result<_, _>>()?,
            hinted: read.due(far, 999)?.into_iter().map(|due| due.node).collect(),
            quarantined: read.quarantined_count()?,
            waiting: read.waiting_count()?,
        })
    });
    outcome.await.expect("read")
}

/// Binds the account and its numbers as a connection does, but asks nobody.
async fn connect(app: &App) {
    let connection = NewConnection {
        tenant: TenantId::new("one"),
        waba: WabaId::new(WABA),
        business: BusinessId::new("900"),
        app: AppId::new("1"),
        token: Secret::new("EAAtest"),
        at: Timestamp::from_millis(0),
    };
    let bound = app.store.ledger.transact(move |tx| {
        tx.bind(&connection)?;
        for number in NUMBERS {
            let replica = Replica::unread(Node::phone_number(number));
            tx.save_replica(&scope("one"), &replica, Some(&connection.waba))?;
        }
        Ok(())
    });
    bound.await.expect("bound");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_shuffles_with_repeats_in_other_batches_end_in_the_same_ledger() {
    let mut items = 0;
    for seed in 0..CASES {
        let mut dice = Dice(seed);
        let history = history(&mut dice);
        let one = play(bodies(&history, &mut dice)).await;
        let other = play(bodies(&history, &mut dice)).await;
        assert_eq!(one, other, "seed {seed}");
        assert!(one.applied.iter().all(|(_, times)| *times == 1), "seed {seed}: {one:?}");
        assert_eq!((one.quarantined, one.waiting), (1, 0), "seed {seed}");
        items += one.applied.len();
    }
    assert!(items > 200, "{items} items are too few to prove anything");
}
