//! A thousand numbers are kept fresh within the quota while a clock is turned for an hour
//! (PERFORMANCE 10): calls are counted as Meta would count them, and no time is measured.

mod console;
mod visitor;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use console::{Pace, connect_account, refresh_all, scope};
use domain::NodeKind;
use domain::readiness::Intervals;
use emulator::Emulator;
use farol::app::App;
use farol::work::{Step, refresh, templates};
use serde_json::{Value, json};
use visitor::Visitor;

const ACCOUNTS: usize = 50;
const NUMBERS: usize = 20;
const EVERY: Duration = Duration::from_secs(300);
const INTERVALS: Intervals =
    Intervals { numbers: EVERY, accounts: EVERY, profiles: Duration::from_secs(6 * 3_600) };
/// Least turn of the clock, so that much is due together as after a busy minute.
const STEP: Duration = Duration::from_secs(10);
const HOUR: Duration = Duration::from_secs(3_600);
/// A tenth of the 5,000 calls an hour that Meta grants an account with a registered number.
const GRANTED: usize = 500;

/// One portfolio with all the accounts. The last five digits of a number's id are its account's, so that
/// the numbers of an account are far from each other in the order of ids, as Meta's are.
fn world() -> Value {
    let number = |account: usize, nth: usize| {
        let phone = format!("+55 11 9{:04}-{nth:04}", account + 1_000);
        json!({"id": format!("1{nth:09}{:05}", 10_000 + account), "display_phone_number": phone,
            "verified_name": format!("Loja {account}-{nth}"), "pin": "123456"})
    };
    let account = |nth: usize| {
        let numbers: Vec<Value> = (0..NUMBERS).map(|of| number(nth, of)).collect();
        json!({"id": waba(nth), "name": format!("Conta {nth}"), "phone_numbers": numbers})
    };
    let wabas: Vec<Value> = (0..ACCOUNTS).map(account).collect();
    let business = json!({"name": "Muitas lojas", "wabas": wabas});
    json!({"app": {"name": "Muitos"}, "users": [], "businesses": [business]})
}

fn waba(nth: usize) -> String {
    format!("7{:05}", 10_000 + nth)
}

/// How many calls about each account Meta took.
#[derive(Clone, Default)]
struct Taken(Arc<Mutex<BTreeMap<String, usize>>>);

impl Taken {
    /// Notes every call before the emulator takes it; all of them, also those that Meta leaves out.
    fn before(self, router: Router) -> Router {
        router.layer(middleware::from_fn(move |request: Request, next: Next| {
            let node = request.uri().path().split('/').nth(2).unwrap_or_default();
            let account = node.get(node.len().saturating_sub(5)..).unwrap_or_default().to_owned();
            *self.0.lock().expect("unharmed").entry(account).or_default() += 1;
            next.run(request)
        }))
    }

    /// What was counted since the last time.
    fn take(&self) -> BTreeMap<String, usize> {
        std::mem::take(&mut *self.0.lock().expect("unharmed"))
    }
}

/// A console with all accounts connected and everything read once.
async fn connected(emulator: &Emulator, app: &App) {
    for nth in 0..ACCOUNTS {
        connect_account(app, emulator, "one", &waba(nth)).await;
    }
    refresh_all(app).await;
}

/// All is read, nothing fails, and nothing was read longer ago than its interval; how many numbers.
async fn assert_fresh(app: &App) -> usize {
    let now = app.clock.now();
    let mut numbers = 0;
    let kinds = [
        NodeKind::PhoneNumber,
        NodeKind::Waba,
        NodeKind::Business,
        NodeKind::Profile,
        NodeKind::Username,
    ];
    for kind in kinds {
        let read = app.store.ledger.read(move |read| read.replicas(&scope("one"), kind));
        for replica in read.await.expect("read") {
            let age = replica.read_at.map(|read_at| now.since(read_at));
            let is_fresh = age.is_some_and(|age| age <= INTERVALS.of(kind));
            assert!(is_fresh && replica.failure.is_none(), "{age:?}: {replica:?}");
            numbers += usize::from(kind == NodeKind::PhoneNumber);
        }
    }
    numbers
}

/// Turns the clock from one thing that is due to the next, for an hour.
async fn play_an_hour(app: &App, hands: &console::Hands) {
    let end = app.clock.now().plus(HOUR);
    loop {
        let due = [refresh::step(app).await, templates::step(app).await];
        let mut next = end;
        for step in due {
            match step.expect("read") {
                Step::Done => next = app.clock.now(),
                Step::Idle { until } => next = next.min(until.unwrap_or(end)),
            }
        }
        let now = app.clock.now();
        if now >= end {
            return;
        }
        if next > now {
            assert_fresh(app).await;
            hands.turn(next.since(now).max(STEP));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_numbers_stay_fresh_for_an_hour_within_the_quota() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(world().to_string().as_bytes()).expect("written");
    let world_file = Some(file.path().to_owned());
    let settings = emulator::Settings { world_file, ..emulator::Settings::default() };
    let taken = Taken::default();
    let counting = taken.clone();
    // The quota refills by true time, which hardly passes here: all of it is at hand from the start.
    let pace = Pace { intervals: INTERVALS, share: 1.0 };
    let (app, emulator, hands) =
        console::beside_facade(settings, pace, |router| counting.before(router)).await;
    connected(&emulator, &app).await;
    assert_eq!(assert_fresh(&app).await, ACCOUNTS * NUMBERS);

    taken.take();
    play_an_hour(&app, &hands).await;
    let calls = taken.take();
    let accounts: Vec<usize> = (0..ACCOUNTS).map(|nth| calls[&waba(nth)[1..]]).collect();
    let (most, all) = (accounts.iter().max().copied(), accounts.iter().sum::<usize>());
    println!("{all} calls in an hour for {ACCOUNTS} accounts, {most:?} for one of them");
    assert!(most.is_some_and(|most| most <= GRANTED), "{calls:?}");
    // Numbers come by lists: twelve readings of each are far more than all calls.
    assert!(all < ACCOUNTS * NUMBERS * 12 / 4, "{all} calls");

    // Also when everything is due at once, because a person asked.
    refresh::ask(&app, scope("one")).await.expect("asked");
    while refresh::step(&app).await.expect("read") == Step::Done {}
    let calls = taken.take();
    // A profile and a username each, and what an account takes: itself, its list, its numbers.
    let most = (0..ACCOUNTS).map(|nth| calls[&waba(nth)[1..]]).max();
    assert!(most.is_some_and(|most| most <= 2 * NUMBERS + 5), "{calls:?}");
}

#[tokio::test]
async fn what_is_read_seldom_is_not_taken_for_a_clock_that_was_turned_back() {
    // As `farol serve` has them where nothing else is set.
    let pace = Pace { intervals: farol::config::EVERY, share: 1.0 };
    let (app, emulator, hands) =
        console::beside_facade(emulator::Settings::default(), pace, |router| router).await;
    connect_account(&app, &emulator, "one", "102290129340398").await;
    refresh_all(&app).await;
    for _ in 0..3 {
        farol::work::rewind::rewind(&app).await.expect("looked");
        let now = app.clock.now();
        let due = app.store.ledger.read(move |read| read.due(now, 100)).await.expect("read");
        assert!(due.is_empty(), "all was read just now: {due:?}");
        hands.turn(Duration::from_secs(60));
    }
}

#[tokio::test]
async fn a_number_of_which_meta_says_nothing_any_more_is_not_told_as_ready() {
    const WABA: &str = "102290129340398";
    const VENDAS: &str = "104857736119203";
    let pace = Pace { share: 1.0, ..Pace::default() };
    let (app, emulator, hands) =
        console::beside_facade(emulator::Settings::default(), pace, |router| router).await;
    connect_account(&app, &emulator, "one", WABA).await;
    refresh_all(&app).await;
    let told = async || {
        let metrics = Visitor::stranger(&app).get("/metrics").await.text;
        let of = format!("farol_ready{{number=\"{VENDAS}\"}} ");
        let line = metrics.lines().find_map(|line| line.strip_prefix(&of).map(str::to_owned));
        line.expect("it is told of each number that was read")
    };
    assert_eq!(told().await, "1");
    // From here on Meta is not there: a reading counts for three intervals.
    let graph_url = "http://127.0.0.1:9".to_owned();
    let nowhere = farol::graph::Endpoint { graph_url, ..app.graph.endpoint().clone() };
    let graph = farol::graph::Graph::new(nowhere, 1.0, app.metrics.clone()).expect("a client");
    let cut_off = App { graph: graph.into(), ..app.clone() };
    for (turn, ready) in [(EVERY * 3 - Duration::from_secs(60), "1"), (EVERY, "0")] {
        hands.turn(turn);
        refresh::ask(&cut_off, scope("one")).await.expect("asked");
        refresh_all(&cut_off).await;
        assert_eq!(told().await, ready, "after {turn:?} more");
    }
    refresh::ask(&app, scope("one")).await.expect("asked");
    refresh_all(&app).await;
    assert_eq!(told().await, "1");
}
