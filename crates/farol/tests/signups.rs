//! Seeded logins in process, with deaths between any two steps: each ends connected or in a named
//! state that goes on, with no orphan token, no half-bound number, no double register (issues 3, 7).
//! `scripts/campaign signups` makes a thousand of them; a short run is made each time.
//!
//! The rules are also shown to break, by sabotage that is wired here only.
#![allow(clippy::disallowed_methods, reason = "a campaign's size comes by the environment")]

mod console;
mod signups {
    pub mod attempt;
    pub mod dice;
    pub mod facade;
    pub mod lane;
    pub mod life;
    pub mod person;
    mod races;
    mod routes;
    pub mod shops;
    pub mod tally;
    pub mod verdict;
}

use farol::clock::monotonic;

use axum::http::Method;
use console::scope;
use serde_json::Value;
use signups::lane::Lane;
use signups::tally::Tally;
use store::Secret;

/// What every choice follows from.
const SEED: u64 = 20_261_122;
/// Logins in CI; `CAMPAIGN_SIGNUPS` asks for more. And the worlds that share them.
const LOGINS: usize = 60;
const LANES: usize = 4;

/// Carries the logins of some worlds on beside each other; what happened, and what does not hold.
async fn carry(seed: u64, lanes: usize, logins: usize) -> (Tally, Vec<String>) {
    let runs = (0..lanes as u64).map(|nth| async move {
        let mut lane = Lane::open(seed + nth, logins / lanes).await;
        lane.is_long = logins > LOGINS;
        lane.run().await;
        let broken = lane.verdict().await;
        (lane.tally, broken)
    });
    let runs: Vec<_> = runs.map(tokio::spawn).collect();
    let (mut tally, mut broken) = (Tally::default(), Vec::new());
    for run in runs {
        let (counted, found) = run.await.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        tally.join(&counted);
        broken.extend(found);
    }
    (tally, broken)
}

/// What must have happened at least so often in a thousand logins, lest the test pass by doing
/// nothing; in fewer, only what comes dozens of times is looked for.
const VARIETY: [(&str, usize); 47] = [
    ("kills in a step", 500),
    ("kills in a request", 100),
    ("killed in exchange", 100),
    ("killed in scopes", 100),
    ("killed in subscribe", 100),
    ("killed in register", 100),
    ("killed in register, before", 10),
    ("killed in register, once noted", 50),
    ("killed in route", 50),
    ("killed in sync", 5),
    ("killed while abandoning", 10),
    ("abandoned clean", 30),
    ("numbers looked for later", 10),
    ("numbers synced", 20),
    ("killed in read", 100),
    ("storms", 100),
    ("storms of ErrorAsSuccess", 10),
    ("storms of Huge", 2),
    ("storms of Drip", 2),
    ("storms of Hang", 2),
    ("logins by link", 80),
    ("logins by hand", 25),
    ("logins by hand of an own app", 35),
    ("messages of an own app overridden", 2),
    ("messages here by a door of an own app", 10),
    ("by hand refused", 10),
    ("messages overridden", 50),
    ("messages left elsewhere", 3),
    ("syncs that a person asked for", 3),
    ("numbers that Meta showed in the app late", 3),
    ("registers that worked", 200),
    ("accounts bound", 400),
    ("login connected", 150),
    ("login awaiting", 80),
    ("names that Meta decided", 5),
    ("login stopped: account_not_granted", 20),
    ("login stopped: bound_elsewhere", 10),
    ("login stopped: code_expired", 10),
    ("login stopped: code_refused", 10),
    ("login stopped: code_used", 30),
    ("login stopped: no_account", 3),
    ("login stopped: not_verified", 2),
    ("login stopped: number_not_in_account", 10),
    ("login stopped: pin_needed", 2),
    ("login stopped: scopes_missing", 10),
    ("login ended: dismissed", 30),
    ("login ended: superseded", 20),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logins_with_deaths_between_any_two_steps_leave_nothing_half_done() {
    let began = monotonic();
    let asked = std::env::var("CAMPAIGN_SIGNUPS").ok().and_then(|text| text.parse().ok());
    let logins: usize = asked.unwrap_or(LOGINS);
    let (tally, broken) = carry(SEED, LANES, logins).await;
    println!("{}", tally.table(began.elapsed()));
    assert!(broken.is_empty(), "{} rules broken:\n{}", broken.len(), broken.join("\n"));
    // Half of the share that a thousand have, so that chance breaks no short run.
    let share = |least: usize| if logins >= 1_000 { least } else { least * logins / 2_000 };
    for (what, least) in VARIETY.map(|(what, least)| (what, share(least))) {
        assert!(tally.of(what) >= least, "{what}: {}, and not {least}", tally.of(what));
    }
}

/// How many broken rules begin with these words.
async fn broken(lane: &mut Lane, words: &str) -> usize {
    let broken = lane.verdict().await;
    broken.iter().filter(|rule| rule.contains(words)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sabotage_a_program_that_forgets_that_it_asked_registers_twice_and_is_seen() {
    let mut lane = Lane::open(SEED, 60).await;
    lane.forgets_doubt = true;
    lane.run().await;
    let killed = lane.tally.of("killed in register, once noted");
    assert!(killed > 0, "seed {SEED}: nothing was there to forget");
    assert!(broken(&mut lane, "double register").await > 0, "seed {SEED}: {killed} forgotten");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sabotage_what_is_left_behind_or_taken_away_is_seen() {
    let mut lane = Lane::open(SEED, 60).await;
    lane.run().await;
    let (tenant, id) = lane.ended().await.expect("a login that ended");
    assert_eq!(broken(&mut lane, "orphan token").await, 0);
    seal(&lane, tenant, format!("signup/{id}/token"), "EAAleft").await;
    assert_eq!(broken(&mut lane, "orphan token").await, 1);

    let (tenant, waba, number) = lane.registered().await.expect("a login that registered");
    let before = broken(&mut lane, "half-bound").await;
    seal(&lane, tenant, format!("pin/{number}"), "another").await;
    assert_eq!(broken(&mut lane, "half-bound").await, before + 1);
    let token = lane.facade.emulator.system_user_token();
    let path = format!("/v25.0/{waba}/subscribed_apps");
    lane.facade.ask(Method::DELETE, &path, &token, Value::Null).await;
    assert_eq!(broken(&mut lane, "half-bound").await, before + 2);
}

async fn seal(lane: &Lane, tenant: &'static str, name: String, text: &'static str) {
    let app = lane.app();
    let sealed = app
        .store
        .ledger
        .transact(move |tx| tx.save_secret(&scope(tenant), &name, &Secret::new(text)));
    sealed.await.expect("sealed");
}
