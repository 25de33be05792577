//! What keeping numbers fresh costs: 500 accounts of 20 numbers, read every five minutes.
//!
//! `cargo bench -p farol --bench refresh` prints a table (PERFORMANCE row 10). The emulator is a
//! process of its own, so that the CPU is the console's alone; the clock is not turned: every round
//! makes all nodes due and reads them, and its CPU is set against the interval.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark measures and prints"
)]

use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::readiness::Intervals;
use domain::{Node, NodeKind, Timestamp};
use farol::app::{App, Settings};
use farol::clock::Clock;
use farol::config::Config;
use farol::graph::Endpoint;
use farol::work::{Step, refresh};
use serde_json::{Value, json};
use store::{Keyring, NewConnection, Secret, Store, Tenant, TenantId, TenantScope};
use tokio::net::TcpStream;

const ACCOUNTS: usize = 500;
const NUMBERS: usize = 20;
const EVERY: Duration = Duration::from_secs(300);
/// After the first, which finds the numbers.
const ROUNDS: usize = 3;
const APP: &str = "634974688087057";
const BUSINESS: &str = "506914307656634";
const SECRET: &str = "647f6be6dc7726aea523807ca9adb2a4";
const TENANT: &str = "bench";
/// Set for the child that is Meta: the world's file and the port.
const CHILD: &str = "FAROL_BENCH_CHILD";

fn main() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    match std::env::var(CHILD) {
        Ok(asked) => runtime.block_on(be_meta(&asked)),
        Err(_) => runtime.block_on(measure()),
    }
}

fn waba(nth: usize) -> String {
    format!("7000000000{nth:05}")
}

fn world() -> Value {
    let number = |account: usize, nth: usize| {
        json!({"display_phone_number": format!("+55 11 9{account:04}-{nth:04}"),
            "verified_name": format!("Loja {account}-{nth}"), "pin": "123456"})
    };
    let account = |nth: usize| {
        let numbers: Vec<Value> = (0..NUMBERS).map(|of| number(nth, of)).collect();
        json!({"id": waba(nth), "name": format!("Conta {nth}"), "phone_numbers": numbers})
    };
    let wabas: Vec<Value> = (0..ACCOUNTS).map(account).collect();
    let business = json!({"id": BUSINESS, "name": "Muitas lojas", "wabas": wabas});
    let app = json!({"id": APP, "secret": SECRET, "name": "Muitos"});
    json!({"app": app, "users": [], "businesses": [business]})
}

async fn be_meta(asked: &str) {
    let (port, file) = asked.split_once(':').expect("a port and a file");
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("free");
    let world_file = Some(file.into());
    let settings = emulator::Settings { world_file, ..emulator::Settings::default() };
    let emulator = emulator::Emulator::open(settings).expect("a world");
    let token = emulator.system_user_token();
    let told = axum::routing::get(move || async move { token });
    let router = emulator.router().merge(axum::Router::new().route("/bench/token", told));
    farol::serve::run(listener, router, Default::default()).await.expect("serves until killed");
}

async fn measure() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(world().to_string().as_bytes()).expect("written");
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = free.local_addr().expect("it").port();
    drop(free);
    let mut meta = Command::new(std::env::current_exe().expect("this program"))
        .env(CHILD, format!("{port}:{}", file.path().display()))
        .stdout(Stdio::null())
        .spawn()
        .expect("a child");
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    rounds(port).await;
    end(&mut meta);
}

fn end(child: &mut Child) {
    child.kill().expect("killed");
    child.wait().expect("reaped");
}

async fn rounds(port: u16) {
    let url = format!("http://127.0.0.1:{port}");
    let token = reqwest::get(format!("{url}/bench/token")).await.expect("answered");
    let token = token.text().await.expect("a token");
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path(), Keyring::generate().expect("randomness"));
    let app = app(store.expect("a store"), url);
    bind_accounts(&app, &token).await;
    println!(
        "| round | numbers read | calls | seconds | CPU s | CPU us per number | share of one core |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|");
    for round in 0..=ROUNDS {
        let (began, before, calls) = (Instant::now(), cpu(), calls(&app));
        let asked = app.clock.now();
        read_all(&app).await;
        let used = cpu() - before;
        let fresh = fresh_since(&app, asked).await;
        println!(
            "| {round} | {fresh} | {} | {:.1} | {:.2} | {:.0} | {:.1} % |",
            self::calls(&app) - calls,
            began.elapsed().as_secs_f64(),
            used.as_secs_f64(),
            used.as_secs_f64() * 1e6 / fresh as f64,
            used.as_secs_f64() / EVERY.as_secs_f64() * 100.0,
        );
    }
}

async fn read_all(app: &App) {
    let now = app.clock.now();
    let scope = TenantScope::for_worker(TenantId::new(TENANT));
    let due = app.store.ledger.transact(move |tx| {
        for kind in [NodeKind::Business, NodeKind::Waba, NodeKind::PhoneNumber] {
            for replica in tx.replicas(&scope, kind)? {
                tx.reschedule(&scope, &replica.node, now, now)?;
            }
        }
        Ok(())
    });
    due.await.expect("due");
    while refresh::step(app).await.expect("refreshed") == Step::Done {}
}

/// Numbers that were read since a moment.
async fn fresh_since(app: &App, since: Timestamp) -> usize {
    let scope = TenantScope::for_worker(TenantId::new(TENANT));
    let read = app.store.ledger.read(move |read| read.replicas(&scope, NodeKind::PhoneNumber));
    read.await.expect("read").iter().filter(|number| number.read_at >= Some(since)).count()
}

fn calls(app: &App) -> u64 {
    let text = app.metrics.encode().expect("words");
    let of = |line: &str| line.rsplit(' ').next()?.parse::<u64>().ok();
    text.lines().filter(|line| line.starts_with("farol_graph_calls_total")).filter_map(of).sum()
}

/// CPU time of this process so far, user and system, in steps of 10 ms.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("it runs");
    let fields: Vec<&str> = stat.rsplit(')').next().expect("a name").split_whitespace().collect();
    let ticks = |nth: usize| fields[nth].parse::<u64>().expect("ticks");
    Duration::from_millis((ticks(11) + ticks(12)) * 10)
}

async fn bind_accounts(app: &App, token: &str) {
    let (token, at) = (token.to_owned(), app.clock.now());
    let bound = app.store.ledger.transact(move |tx| {
        let tenant = TenantId::new(TENANT);
        tx.add_tenant(&Tenant { id: tenant.clone(), name: "Bench".to_owned(), created_at: at })?;
        let scope = TenantScope::for_worker(tenant.clone());
        for nth in 0..ACCOUNTS {
            let waba = meta::WabaId::new(waba(nth));
            tx.bind(&NewConnection {
                tenant: tenant.clone(),
                waba: waba.clone(),
                business: BUSINESS.into(),
                app: APP.into(),
                token: Secret::new(token.as_str()),
                at,
            })?;
            let node = Node::new(NodeKind::Waba, waba.as_str());
            tx.save_replica(&scope, &domain::Replica::unread(node.clone()), Some(&waba))?;
            tx.schedule(&scope, &node, at)?;
        }
        Ok(())
    });
    bound.await.expect("bound");
}

fn app(store: Store, graph_url: String) -> App {
    let endpoint = Endpoint {
        graph_url,
        version: "v25.0".to_owned(),
        app_id: APP.into(),
        app_secret: Arc::new(Secret::new(SECRET)),
    };
    let settings = Settings {
        // Profiles are read a few times a day, and are no part of this.
        intervals: Intervals { numbers: EVERY, accounts: EVERY, profiles: EVERY * 72 },
        time_zone: jiff::tz::TimeZone::UTC,
        sandbox_url: None,
        dialog: None,
        config: Config::default(),
    };
    App::build(store, endpoint, Secret::new("none"), 0.1, Clock::real(), settings).expect("an app")
}
