//! Through the real store: whatever the order, the repeats and the batches of messages and their
//! statuses, the same users are counted, and as many as a naive count finds.

mod console;

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use console::{project_all, scope};
use domain::limit::Usage;
use domain::{Node, Replica, Timestamp};
use farol::app::App;
use meta::{AppId, BusinessId, PhoneNumberId, WabaId};
use serde_json::{Value, json};
use store::{NewConnection, Reached, Secret, TenantId};

/// Histories tried.
const CASES: u64 = 60;
const BUSINESS: &str = "900";
/// Two accounts of one portfolio, each with its numbers.
const NUMBERS: [(&str, &str); 3] = [("700", "100"), ("700", "101"), ("701", "102")];
const PEOPLE: usize = 5;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Seeded chance, so that a failing case replays.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        let most = u64::try_from(most).expect("small");
        usize::try_from((self.0 >> 33) % most).expect("below a usize")
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    /// Seconds below `most`.
    fn seconds(&mut self, most: i64) -> i64 {
        i64::try_from(self.below(usize::try_from(most).expect("positive"))).expect("small")
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// A message that was sent, as the story has it.
#[derive(Clone, Debug)]
struct Sent {
    number: usize,
    person: usize,
    /// When each state was reached; sent, delivered, read.
    states: [Option<i64>; 3],
    price: Option<(&'static str, &'static str)>,
}

/// What happened, before anybody was told.
#[derive(Clone, Debug, Default)]
struct Story {
    sent: Vec<Sent>,
    /// Number, person, when.
    wrote: Vec<(usize, usize, i64)>,
    /// Whether Meta ever names a person by both ids.
    is_joined: [bool; PEOPLE],
}

/// A person's ids as a webhook gives them: one of both, or both.
fn ids(dice: &mut Dice, story: &Story, person: usize) -> (Option<String>, Option<String>) {
    let (phone, id) = (format!("551199999000{person}"), format!("BR.2930{person}"));
    match dice.below(if story.is_joined[person] { 3 } else { 1 }) {
        0 if story.is_joined[person] => (None, Some(id)),
        1 => (Some(phone), Some(id)),
        _ => (Some(phone), None),
    }
}

fn story(dice: &mut Dice, now: i64) -> Story {
    let is_joined = std::array::from_fn(|_| dice.chance(2));
    let mut story = Story { is_joined, ..Story::default() };
    for _ in 0..dice.below(10) {
        let (number, person) = (dice.below(NUMBERS.len()), dice.below(PEOPLE));
        story.wrote.push((number, person, now - dice.seconds(3 * DAY)));
    }
    for _ in 0..1 + dice.below(14) {
        let (number, person) = (dice.below(NUMBERS.len()), dice.below(PEOPLE));
        let begin = match story.wrote.get(dice.below(20)) {
            // Around the edges of a window.
            Some((_, _, at)) => at + [0, -1, DAY - 1, DAY, HOUR][dice.below(5)],
            None => now - dice.seconds(3 * DAY),
        };
        let mut states = [None; 3];
        let mut at = begin;
        for state in &mut states {
            if !dice.chance(4) {
                *state = Some(at);
            }
            at += dice.seconds(HOUR);
        }
        let price = [
            None,
            Some(("regular", "marketing")),
            Some(("regular", "utility")),
            Some(("free_customer_service", "service")),
        ][dice.below(4)];
        story.sent.push(Sent { number, person, states, price });
    }
    story
}

/// The webhooks that tell of a story, one item each.
fn told(dice: &mut Dice, story: &Story) -> Vec<(usize, &'static str, Value)> {
    let mut items = Vec::new();
    for (n, (number, person, at)) in story.wrote.iter().enumerate() {
        let (from, user) = ids(dice, story, *person);
        let item = json!({"id": format!("wamid.in{n}"), "from": from, "from_user_id": user,
            "timestamp": at.to_string(), "type": "text"});
        items.push((*number, "messages", item));
    }
    for (n, sent) in story.sent.iter().enumerate() {
        let states = ["sent", "delivered", "read"].into_iter().zip(sent.states);
        let mut prices = 0;
        for (state, at) in states.filter_map(|(state, at)| Some((state, at?))) {
            let (to, user) = ids(dice, story, sent.person);
            let mut item = json!({"id": format!("wamid.out{n}"), "status": state,
                "timestamp": at.to_string(), "recipient_id": to, "recipient_user_id": user});
            // Meta prices two states of a message; a status may come before the price.
            if let Some((kind, category)) = sent.price.filter(|_| prices == 0 || dice.chance(2)) {
                item["pricing"] = json!({"billable": true, "type": kind, "category": category});
                prices += 1;
            }
            items.push((sent.number, "statuses", item));
        }
    }
    // Every person of two names is once called by both, so that all can be known.
    for person in (0..PEOPLE).filter(|person| story.is_joined[*person]) {
        let item = json!({"id": format!("wamid.both{person}"), "status": "failed",
            "timestamp": "1", "recipient_id": format!("551199999000{person}"),
            "recipient_user_id": format!("BR.2930{person}")});
        items.push((0, "statuses", item));
    }
    items
}

fn bodies(dice: &mut Dice, items: &[(usize, &'static str, Value)]) -> Vec<Value> {
    let mut items = items.to_vec();
    for _ in 0..dice.below(items.len() + 1) {
        items.push(items[dice.below(items.len())].clone());
    }
    dice.shuffle(&mut items);
    let entry = |(number, list, item): (usize, &str, Value)| {
        let (waba, number) = NUMBERS[number];
        let value = json!({"metadata": {"phone_number_id": number}, list: [item]});
        json!({"id": waba, "changes": [{"field": "messages", "value": value}]})
    };
    let mut bodies = Vec::new();
    while !items.is_empty() {
        let size = 1 + dice.below(items.len().min(6));
        let entries: Vec<Value> = items.drain(..size).map(entry).collect();
        bodies.push(json!({"object": "whatsapp_business_account", "entry": entries}));
    }
    bodies
}

/// Whom the story reached in a way that counts, by the rule and nothing else.
fn naive(story: &Story) -> BTreeMap<usize, BTreeSet<i64>> {
    let mut reached: BTreeMap<usize, BTreeSet<i64>> = BTreeMap::new();
    for sent in &story.sent {
        let arrived = sent.states[1..].iter().flatten().min();
        let (Some(at), Some(begun)) = (arrived, sent.states.iter().flatten().min()) else {
            continue;
        };
        let has_window = story.wrote.iter().any(|(number, person, wrote)| {
            (*number, *person) == (sent.number, sent.person)
                && (wrote..=begun).contains(&wrote)
                && begun - wrote < DAY
        });
        let counts = match sent.price {
            Some((kind, _)) if kind.starts_with("free_") => false,
            Some((_, "utility")) => true,
            Some(_) | None => !has_window,
        };
        if counts {
            reached.entry(sent.person).or_default().insert(*at);
        }
    }
    reached
}

/// What must be the same, whatever the order.
#[derive(Debug, PartialEq)]
struct Outcome {
    reached: BTreeSet<(String, i64)>,
    by_number: BTreeMap<PhoneNumberId, u64>,
    hours: Vec<String>,
    usage: Usage,
}

async fn play(bodies: Vec<Value>, now: Timestamp) -> Outcome {
    let app = console::alone().await;
    connect(&app).await;
    for body in bodies {
        let body = Bytes::from(body.to_string());
        app.store.inbox.append(body, Timestamp::from_millis(1)).await.expect("appended");
        // Some are projected one by one, some together.
        if now.as_millis() % 2 == 0 {
            project_all(&app).await;
        }
    }
    project_all(&app).await;
    outcome(&app, now).await
}

async fn outcome(app: &App, now: Timestamp) -> Outcome {
    let business = BusinessId::new(BUSINESS);
    let usage = app.meters.usage(&TenantId::new("one"), &business, now).expect("a meter");
    let (reached, by_number, hours) = app
        .store
        .ledger
        .read(move |read| {
            let (zero, end) = (Timestamp::from_millis(0), Timestamp::from_millis(i64::MAX));
            let mut reached = BTreeSet::new();
            read.each_reached(zero, |Reached { user_key, last_at, .. }| {
                reached.insert((user_key, last_at.as_millis() / 1_000));
            })?;
            let mut hours = Vec::new();
            for (_, number) in NUMBERS {
                let number = PhoneNumberId::new(number);
                let counted = read.traffic_of(&scope("one"), &number, zero, end)?;
                hours.extend(counted.iter().map(|hour| format!("{hour:?}")));
            }
            let by_number = read.reached_by_number(&scope("one"), &business, zero)?;
            Ok((reached, by_number, hours))
        })
        .await
        .expect("read");
    Outcome { reached, by_number, hours, usage }
}

/// Binds the accounts and their numbers as a connection does, but asks nobody.
async fn connect(app: &App) {
    let bound = app.store.ledger.transact(|tx| {
        for (waba, number) in NUMBERS {
            let connection = NewConnection {
                tenant: TenantId::new("one"),
                waba: WabaId::new(waba),
                business: BusinessId::new(BUSINESS),
                app: AppId::new("1"),
                token: Secret::new("EAAtest"),
                at: Timestamp::from_millis(0),
            };
            tx.bind(&connection)?;
            let replica = Replica::unread(Node::phone_number(number));
            tx.save_replica(&scope("one"), &replica, Some(&connection.waba))?;
        }
        Ok(())
    });
    bound.await.expect("bound");
}

#[tokio::test(flavor = "multi_thread")]
async fn shuffles_with_repeats_end_in_the_same_tally_which_a_naive_count_finds_too() {
    let mut counted = 0;
    for seed in 0..CASES {
        let mut dice = Dice(seed);
        let now = farol::clock::Clock::real().now();
        let seconds = now.as_millis() / 1_000;
        let story = story(&mut dice, seconds);
        let items = told(&mut dice, &story);
        let one = play(bodies(&mut dice, &items), Timestamp::from_seconds(seconds)).await;
        let again = bodies(&mut dice, &items);
        let other = play(again, Timestamp::from_millis(seconds * 1_000 + 1)).await;
        let other = Outcome { usage: Usage { as_of: one.usage.as_of, ..other.usage }, ..other };
        assert_eq!(one, other, "seed {seed}: {story:?}");

        let naive = naive(&story);
        let last = naive
            .iter()
            .map(|(person, times)| (format!("551199999000{person}"), *times.last().expect("some")));
        assert_eq!(one.reached, last.collect(), "seed {seed}: {story:?}");
        let in_a_day =
            |times: &&BTreeSet<i64>| times.range(seconds - DAY + 1..=seconds).next().is_some();
        let used = naive.values().filter(in_a_day).count() as u64;
        assert_eq!(one.usage.used, used, "seed {seed}: {story:?}");
        assert_eq!(one.by_number.values().sum::<u64>(), naive.len() as u64, "seed {seed}");
        counted += used;
    }
    assert!(counted > 60, "{counted} users are too few to prove anything");
}
