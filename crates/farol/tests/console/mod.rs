//! The program's parts in process, for tests that need neither a socket of ours nor a browser.
#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::Arc;
use std::time::Duration;

use domain::Timestamp;
use domain::readiness::Intervals;
use emulator::Emulator;
use farol::app::{App, Settings};
use farol::clock::Clock;
use farol::graph::Endpoint;
use farol::work::{Step, project, refresh};
use store::{Keyring, Secret, Store, Tenant, TenantId, TenantScope};

/// A console with two tenants, `one` and `two`, and no connection, beside an emulator on loopback.
pub async fn beside_emulator() -> (App, Emulator) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let settings = emulator::Settings { public_url: url.clone(), ..Default::default() };
    let emulator = Emulator::open(settings).expect("the seeded world");
    let facade = farol::serve::run(listener, emulator.router(), Default::default());
    tokio::spawn(facade);
    let own = emulator.app();
    let app = build(url, &own.id, own.secret, own.verify_token).await;
    (app, emulator)
}

/// A console with two tenants that can't reach any Meta.
pub async fn alone() -> App {
    build("http://127.0.0.1:9".to_owned(), "1", "secret".to_owned(), "verify".to_owned()).await
}

async fn build(graph_url: String, app_id: &str, secret: String, verify_token: String) -> App {
    let endpoint = Endpoint {
        graph_url,
        version: "v25.0".to_owned(),
        app_id: meta::AppId::new(app_id),
        app_secret: Arc::new(Secret::new(secret)),
    };
    let every = Duration::from_secs(300);
    let settings = Settings {
        intervals: Intervals { numbers: every, accounts: every },
        time_zone: jiff::tz::TimeZone::UTC,
        sandbox_url: None,
    };
    let store = Store::in_memory(Keyring::generate().expect("randomness")).expect("a store");
    let verify_token = Secret::new(verify_token);
    let app = App::build(store, endpoint, verify_token, 0.1, Clock::real(), settings);
    let app = app.expect("an app");
    for tenant in ["one", "two"] {
        add_tenant(&app, tenant).await;
    }
    app
}

async fn add_tenant(app: &App, name: &'static str) {
    let at = Timestamp::from_millis(0);
    let tenant = Tenant { id: TenantId::new(name), name: name.to_owned(), created_at: at };
    app.store.ledger.transact(move |tx| tx.add_tenant(&tenant)).await.expect("added");
}

/// A tenant's scope.
pub fn scope(tenant: &str) -> TenantScope {
    TenantScope::for_worker(TenantId::new(tenant))
}

/// Steps until there is nothing more to project.
pub async fn project_all(app: &App) {
    while project::step(app).await.expect("projected") == Step::Done {}
}

/// Steps until nothing more is due.
pub async fn refresh_all(app: &App) {
    while refresh::step(app).await.expect("refreshed") == Step::Done {}
}
