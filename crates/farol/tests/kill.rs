//! Kills the program at random moments under load: whatever it answered 200 is stored and applied once.
//!
//! The same harness is run against a variant that acknowledges before the commit, wired only here,
//! and must catch it: a proof that can't fail proves nothing.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod program;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use program::{Demo, free_port, sign};
use serde_json::{Value, json};
use store::{Keyring, Store};

/// Kills in CI; `CAMPAIGN_KILLS` asks for more.
const KILLS: u64 = 100;
/// Tries of the variant that loses.
const TRIES: u64 = 20;
/// Clients that post at once.
const CLIENTS: u64 = 32;
/// The load asked for, in bodies a second over all clients.
const RATE: u64 = 1_600;
/// The load that counts as one: bodies acknowledged a second, on average, while the program is up.
const LOAD: f64 = 500.0;

/// What the clients know: every id that was answered 200, and since when this life answers.
#[derive(Default)]
struct Acknowledged {
    ids: Mutex<HashSet<String>>,
    life: AtomicU64,
    answers_since: Mutex<Option<Instant>>,
    is_over: AtomicBool,
}

impl Acknowledged {
    /// Notes an answer to what was asked in a life; one that came late says nothing of the next.
    fn answered(&self, life: u64) {
        let mut since = self.answers_since.lock().expect("not poisoned");
        if life == self.life.load(Ordering::SeqCst) {
            since.get_or_insert_with(Instant::now);
        }
    }

    /// Ends a life; for how long it answered.
    fn end_life(&self) -> Duration {
        let mut since = self.answers_since.lock().expect("not poisoned");
        self.life.fetch_add(1, Ordering::SeqCst);
        since.take().map_or(Duration::ZERO, |since| since.elapsed())
    }
}

/// Posts signed messages, each with an id of its own, until told that it is over.
async fn post_until_over(url: String, secret: String, client: u64, seen: Arc<Acknowledged>) {
    let http =
        reqwest::Client::builder().timeout(Duration::from_secs(5)).build().expect("a client");
    let mut pace = tokio::time::interval(Duration::from_micros(1_000_000 * CLIENTS / RATE));
    pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    for number in 0_u64.. {
        pace.tick().await;
        if seen.is_over.load(Ordering::SeqCst) {
            return;
        }
        let id = format!("wamid.{client}.{number}");
        let body = message(&id);
        let request =
            http.post(&url).header("x-hub-signature-256", sign(&secret, &body)).body(body).send();
        let life = seen.life.load(Ordering::SeqCst);
        // Killed or starting: Meta would send this again; here its fate is simply not promised.
        let Ok(answer) = request.await else { continue };
        seen.answered(life);
        if answer.status() == 200 {
            seen.ids.lock().expect("not poisoned").insert(id);
        }
    }
}

/// A customer's message to Cobrança.
fn message(id: &str) -> Vec<u8> {
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "5521955550164", "phone_number_id": "106540352242922"},
        "messages": [{"from": "5511955550301", "id": id, "timestamp": "1795338640", "type": "text",
            "text": {"body": "oi"}}],
    });
    let changes = json!([{"field": "messages", "value": value}]);
    json!({"object": "whatsapp_business_account",
        "entry": [{"id": "102290129340398", "changes": changes}]})
    .to_string()
    .into_bytes()
}

/// A pseudo-random wait below `most`, seeded, so that a run can be repeated.
fn wait(seed: &mut u64, most: Duration) -> Duration {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    most.mul_f64(f64::from(u32::try_from(*seed >> 33).expect("31 bits")) / f64::from(1_u32 << 31))
}

fn start_clients(
    url: &str,
    secret: &str,
    seen: &Arc<Acknowledged>,
) -> Vec<tokio::task::JoinHandle<()>> {
    (0..CLIENTS)
        .map(|client| {
            tokio::spawn(post_until_over(url.to_owned(), secret.to_owned(), client, seen.clone()))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_kills_under_load_lose_nothing_acknowledged_and_apply_nothing_twice() {
    let kills = std::env::var("CAMPAIGN_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS);
    let folder = tempfile::tempdir().expect("a folder");
    let (console, emulator) = (free_port(), free_port());
    let start = || Demo::start_on(folder.path(), console, emulator, &["--no-story"]);
    let mut demo = start();
    let secret = demo.app_secret().await;
    let seen = Arc::new(Acknowledged::default());
    let clients = start_clients(&format!("{}/webhooks/meta", demo.console), &secret, &seen);
    let mut seed = 20_261_122;
    let mut up = Duration::ZERO;
    for _ in 0..kills {
        tokio::time::sleep(wait(&mut seed, Duration::from_millis(900))).await;
        demo.kill();
        up += seen.end_life();
        demo = start();
    }
    seen.is_over.store(true, Ordering::SeqCst);
    for client in clients {
        client.await.expect("a client ends");
    }
    up += seen.end_life();
    let acknowledged = seen.ids.lock().expect("not poisoned").clone();
    let rate = acknowledged.len() as f64 / up.as_secs_f64().max(0.1);
    println!(
        "{kills} kills, {} acknowledged in {:.1} s up, {rate:.0} a second",
        acknowledged.len(),
        up.as_secs_f64()
    );
    assert!(rate >= LOAD, "{rate:.0} a second is no load: a kill at rest proves nothing");

    // What the killed programs left over is applied by the last one, and the next start agrees.
    program::eventually("everything acknowledged is applied once", async || {
        missing(&demo.export(), &acknowledged).is_empty()
    })
    .await;
    demo.kill();
    assert_eq!(missing(&Demo::export_of(folder.path()), &acknowledged), Vec::<String>::new());
}

/// Acknowledged ids that the export does not show as applied exactly once. Nothing may ever be
/// applied twice, acknowledged or not.
fn missing(export: &[Value], acknowledged: &HashSet<String>) -> Vec<String> {
    for line in export {
        assert!(line["applied"].as_u64().is_some_and(|times| times <= 1), "applied twice: {line}");
    }
    let once: HashSet<&str> = export
        .iter()
        .filter(|line| line["state"] == "applied" && line["applied"] == 1)
        .filter_map(|line| line["id"].as_str())
        .collect();
    acknowledged.iter().filter(|id| !once.contains(id.as_str())).cloned().collect()
}

// ---------- The sabotage ----------

/// Set for the child that serves the variant: folder and port.
const SABOTAGE: &str = "FAROL_TEST_EARLY_ACK";

/// Answers 200 first and stores afterwards: what the shipped program must never do.
async fn acknowledge_early(State(store): State<Arc<Store>>, body: Bytes) -> StatusCode {
    tokio::spawn(async move {
        // A window of its own: on a fast disk that of the commit alone is a matter of luck.
        tokio::time::sleep(Duration::from_millis(5)).await;
        store.inbox.append(body, domain::Timestamp::from_millis(0)).await.expect("stored")
    });
    StatusCode::OK
}

/// Not a proof by itself: the child process of the test below, which starts it with [`SABOTAGE`].
#[tokio::test(flavor = "multi_thread")]
async fn serve_the_early_acknowledging_variant_when_asked() {
    let Ok(asked) = std::env::var(SABOTAGE) else { return };
    let (folder, port) = asked.rsplit_once(':').expect("folder:port");
    let keys = Keyring::generate().expect("randomness");
    let store = Arc::new(Store::open(Path::new(folder), keys).expect("a store"));
    let router = Router::new().route("/webhooks/meta", post(acknowledge_early)).with_state(store);
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("free");
    axum::serve(listener, router).await.expect("serves until killed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_harness_catches_a_program_that_acknowledges_before_the_commit() {
    let mut seed = 7;
    let mut lost = 0;
    for _ in 0..TRIES {
        // A fresh folder each time: the variant has no key to come back with.
        let folder = tempfile::tempdir().expect("a folder");
        lost +=
            lost_by_the_variant(folder.path(), wait(&mut seed, Duration::from_millis(300))).await;
        if lost > 0 {
            return;
        }
    }
    panic!("the variant lost nothing in {TRIES} kills: the harness can't see what it is for");
}

async fn lost_by_the_variant(folder: &Path, life: Duration) -> usize {
    let port = free_port();
    let mut child = std::process::Command::new(std::env::current_exe().expect("this binary"))
        .args(["--exact", "serve_the_early_acknowledging_variant_when_asked", "--nocapture"])
        .env(SABOTAGE, format!("{}:{port}", folder.display()))
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the variant starts");
    let url = format!("http://127.0.0.1:{port}/webhooks/meta");
    program::eventually("the variant serves", async || {
        tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok()
    })
    .await;
    let seen = Arc::new(Acknowledged::default());
    let clients = start_clients(&url, "any", &seen);
    program::eventually("it is under load", async || {
        seen.ids.lock().expect("not poisoned").len() >= 100
    })
    .await;
    tokio::time::sleep(life).await;
    child.kill().expect("killed");
    child.wait().expect("reaped");
    seen.is_over.store(true, Ordering::SeqCst);
    for client in clients {
        client.await.expect("a client ends");
    }
    let acknowledged = seen.ids.lock().expect("not poisoned").clone();
    let stored = stored_ids(folder.to_owned());
    acknowledged.iter().filter(|id| !stored.contains(*id)).count()
}

fn stored_ids(folder: PathBuf) -> HashSet<String> {
    Demo::export_of(&folder)
        .iter()
        .filter_map(|line| line["id"].as_str().map(str::to_owned))
        .collect()
}
