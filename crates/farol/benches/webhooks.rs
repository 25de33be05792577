//! What a webhook costs: bare axum with HMAC, the durable accept, and the whole way to the ledger.
//!
//! `cargo bench -p farol --bench webhooks` prints a table (PERFORMANCE rows 1 and 2). Each round
//! starts every variant as a process of its own, pinned to one core, and posts distinct signed
//! bodies of about 1 KiB over 64 connections from the other; ratios within a round are what counts.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark measures and prints"
)]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use domain::Timestamp;
use domain::readiness::Intervals;
use farol::app::{App, Settings};
use farol::clock::Clock;
use farol::config::Config;
use farol::graph::Endpoint;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::{Keyring, NewConnection, Secret, Store, Tenant, TenantId};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SECRET: &str = "647f6be6dc7726aea523807ca9adb2a4";
const CONNECTIONS: usize = 64;
const REQUESTS: usize = 30_000;
const ROUNDS: usize = 3;
/// Set for a child: which variant, in which folder, on which port.
const CHILD: &str = "FAROL_BENCH_CHILD";

fn main() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    match std::env::var(CHILD) {
        Ok(asked) => runtime.block_on(serve(&asked)),
        Err(_) => runtime.block_on(measure()),
    }
}

async fn measure() {
    println!("| round | variant | requests/s | CPU us per request | x bare | accepts per commit |");
    println!("|---|---|---:|---:|---:|---:|");
    for round in 1..=ROUNDS {
        let mut bare = f64::NAN;
        for variant in ["bare", "accept", "whole"] {
            let figures = run(variant, round).await;
            if variant == "bare" {
                bare = figures.cpu_us;
            }
            println!(
                "| {round} | {variant} | {:.0} | {:.1} | {:.2} | {} |",
                figures.rate,
                figures.cpu_us,
                figures.cpu_us / bare,
                figures.per_commit.map_or("-".to_owned(), |n| format!("{n:.1}")),
            );
        }
    }
}

struct Figures {
    rate: f64,
    cpu_us: f64,
    per_commit: Option<f64>,
}

async fn run(variant: &str, round: usize) -> Figures {
    let folder = tempfile::tempdir().expect("a folder");
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("it")
        .port();
    let mut child = Command::new("taskset")
        .args(["-c", "0"])
        .arg(std::env::current_exe().expect("this program"))
        .env(CHILD, format!("{variant}:{port}:{}", folder.path().display()))
        .stdout(Stdio::null())
        .spawn()
        .expect("taskset runs");
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let requests = Arc::new((0..REQUESTS).map(|n| request(round, n)).collect::<Vec<_>>());
    let before = cpu(&child);
    let since = Instant::now();
    let clients =
        (0..CONNECTIONS).map(|client| tokio::spawn(post_all(port, client, requests.clone())));
    for client in clients.collect::<Vec<_>>() {
        client.await.expect("a client ends");
    }
    let mut took = since.elapsed();
    if variant == "whole" {
        while pending(folder.path()) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        took = since.elapsed();
    }
    let cpu_us = (cpu(&child) - before).as_secs_f64() * 1e6 / REQUESTS as f64;
    let commits = ask_commits(port).await;
    child.kill().expect("killed");
    child.wait().expect("reaped");
    Figures {
        rate: REQUESTS as f64 / took.as_secs_f64(),
        cpu_us,
        per_commit: commits.filter(|n| *n > 0.0).map(|n| REQUESTS as f64 / n),
    }
}

/// Whether the ledger's cursor is behind the inbox.
fn pending(folder: &Path) -> bool {
    let stored = Store::open_read_only(folder).expect("readable");
    let last = stored.inbox.last_seq().expect("readable");
    stored.ledger.read_blocking(|read| read.cursor()).expect("readable") < last
}

/// CPU time of a process so far, user and system, in steps of 10 ms.
fn cpu(child: &Child) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).expect("it runs");
    let fields: Vec<&str> = stat.rsplit(')').next().expect("a name").split_whitespace().collect();
    let ticks: u64 =
        fields[11].parse::<u64>().expect("utime") + fields[12].parse::<u64>().expect("stime");
    Duration::from_millis(ticks * 10)
}

/// A whole HTTP request with a signed body of about 1 KiB.
fn request(round: usize, n: usize) -> Vec<u8> {
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{{"field":"messages","value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"5521955550164","phone_number_id":"106540352242922"}},"statuses":[{{"id":"wamid.{round}.{n}","status":"delivered","timestamp":"1795338640","recipient_id":"5511955550301","pricing":{{"billable":true,"pricing_model":"PMP","type":"regular","category":"marketing"}},"biz_opaque_callback_data":"{}"}}]}}}}]}}]}}"#,
        "x".repeat(560)
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
    mac.update(body.as_bytes());
    let signature: String =
        mac.finalize().into_bytes().iter().map(|b| format!("{b:02x}")).collect();
    format!(
        "POST /webhooks/meta HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n\
         x-hub-signature-256: sha256={signature}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

async fn post_all(port: u16, client: usize, requests: Arc<Vec<Vec<u8>>>) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("it listens");
    stream.set_nodelay(true).expect("set");
    let mut answer = [0_u8; 4_096];
    for request in requests.iter().skip(client).step_by(CONNECTIONS) {
        stream.write_all(request).await.expect("sent");
        let read = stream.read(&mut answer).await.expect("answered");
        assert!(
            answer[..read].starts_with(b"HTTP/1.1 200"),
            "{}",
            String::from_utf8_lossy(&answer[..read])
        );
    }
}

async fn ask_commits(port: u16) -> Option<f64> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    stream
        .write_all(b"GET /commits HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await
        .ok()?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await.ok()?;
    text.rsplit("\r\n").next()?.trim().parse().ok()
}

async fn serve(asked: &str) {
    let mut parts = asked.splitn(3, ':');
    let (variant, port, folder) = (
        parts.next().expect("a variant"),
        parts.next().expect("a port"),
        parts.next().expect("a folder"),
    );
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("free");
    let router = if variant == "bare" { bare() } else { durable(variant, Path::new(folder)).await };
    farol::serve::run(listener, router, Default::default()).await.expect("serves until killed");
}

fn bare() -> Router {
    async fn check(headers: HeaderMap, body: Bytes) -> StatusCode {
        let signature = headers.get("x-hub-signature-256").map(axum::http::HeaderValue::as_bytes);
        match meta::signature::verify(&[SECRET.as_bytes()], signature, body) {
            Ok(_) => StatusCode::OK,
            Err(_) => StatusCode::UNAUTHORIZED,
        }
    }
    Router::new().route("/webhooks/meta", post(check))
}

async fn durable(variant: &str, folder: &Path) -> Router {
    let store = Store::open(folder, Keyring::generate().expect("randomness")).expect("a store");
    bind_account(&store).await;
    let app = app(store);
    if variant == "whole" {
        let tracker = tokio_util::task::TaskTracker::new();
        farol::work::start(&app, &tracker);
    }
    let commits =
        axum::routing::get(async |State(app): State<App>| app.store.inbox.commits().to_string());
    farol::http::router(app.clone()).merge(Router::new().route("/commits", commits).with_state(app))
}

async fn bind_account(store: &Store) {
    let at = Timestamp::from_millis(0);
    let bound = store.ledger.transact(move |tx| {
        let id = TenantId::new("bench");
        tx.add_tenant(&Tenant { id: id.clone(), name: "Bench".to_owned(), created_at: at })?;
        tx.bind(&NewConnection {
            tenant: id,
            waba: "102290129340398".into(),
            business: "506914307656634".into(),
            app: "634974688087057".into(),
            token: Secret::new("none"),
            at,
        })
    });
    bound.await.expect("bound");
}

fn app(store: Store) -> App {
    let endpoint = Endpoint {
        graph_url: "http://127.0.0.1:1".to_owned(),
        version: "v25.0".to_owned(),
        app_id: "634974688087057".into(),
        app_secret: Arc::new(Secret::new(SECRET)),
    };
    let every = Duration::from_secs(300);
    let settings = Settings {
        intervals: Intervals { numbers: every, accounts: every, profiles: every },
        time_zone: jiff::tz::TimeZone::UTC,
        sandbox_url: None,
        dialog: None,
        config: Config::default(),
    };
    App::build(store, endpoint, Secret::new("none"), 0.1, Clock::real(), settings).expect("an app")
}
