//! The program's parts in process, for tests that need neither a socket of ours nor a browser.
#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::Router;
use domain::Timestamp;
use domain::readiness::Intervals;
use domain::role::Role;
use domain::signup::{Signup, Stage};
use emulator::Emulator;
use farol::app::{App, Dialog, Settings};
use farol::clock::Clock;
use farol::config::Config;
use farol::connect as logins;
use farol::graph::Endpoint;
use farol::work::{Step, connect, disconnect, project, refresh, templates};
use farol::{callback, http, serve};
use meta::signup::Event;
use store::{Keyring, NewPerson, PersonId, Secret, SignupId, Store, Tenant, TenantId, TenantScope};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How often things are read, and how much of Meta's quota that may use.
#[derive(Clone, Copy)]
pub struct Pace {
    pub intervals: Intervals,
    pub share: f64,
}

impl Default for Pace {
    fn default() -> Self {
        let every = Duration::from_secs(300);
        Self {
            intervals: Intervals { numbers: every, accounts: every, profiles: every },
            share: 0.1,
        }
    }
}

/// A clock that a test can turn.
#[derive(Clone)]
pub struct Hands {
    offset_ms: Arc<AtomicI64>,
    turned: watch::Sender<i64>,
}

impl Hands {
    fn new() -> Self {
        Self { offset_ms: Arc::default(), turned: watch::channel(0).0 }
    }

    /// Turns the clock of console and emulator forward.
    pub fn turn(&self, by: Duration) {
        self.move_by(i64::try_from(by.as_millis()).expect("a short turn"));
    }

    /// Turns it back.
    pub fn turn_back(&self, by: Duration) {
        self.move_by(-i64::try_from(by.as_millis()).expect("a short turn"));
    }

    fn move_by(&self, by: i64) {
        let offset = self.offset_ms.fetch_add(by, Ordering::SeqCst) + by;
        self.turned.send_replace(offset);
    }
}

/// A console with two tenants, `one` and `two`, and no connection, beside an emulator on loopback.
pub async fn beside_emulator() -> (App, Emulator) {
    let (app, emulator, _) = beside_emulator_with(emulator::Settings::default()).await;
    (app, emulator)
}

/// The same, with an emulator of these settings and a clock that both share.
pub async fn beside_emulator_with(settings: emulator::Settings) -> (App, Emulator, Hands) {
    beside_facade(settings, Pace::default(), |router| router).await
}

/// The same, with something before the emulator's routes, and another pace.
pub async fn beside_facade(
    settings: emulator::Settings,
    pace: Pace,
    facade: impl FnOnce(Router) -> Router,
) -> (App, Emulator, Hands) {
    let hands = Hands::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let clock = emulator::Clock::new(hands.offset_ms.clone(), hands.turned.clone());
    let settings = emulator::Settings { public_url: url.clone(), clock, ..settings };
    let emulator = Emulator::open(settings).expect("the seeded world");
    let facade = farol::serve::run(listener, facade(emulator.router()), Default::default());
    tokio::spawn(facade);
    let own = emulator.app();
    let app = build(url, &own.id, own.secret, own.verify_token, (&hands, pace)).await;
    (app, emulator, hands)
}

/// A console with two tenants that can't reach any Meta.
pub async fn alone() -> App {
    let (url, secret, verify_token) = ("http://127.0.0.1:9", "secret", "verify");
    let hands = (&Hands::new(), Pace::default());
    build(url.to_owned(), "1", secret.to_owned(), verify_token.to_owned(), hands).await
}

async fn build(
    graph_url: String,
    app_id: &str,
    secret: String,
    verify_token: String,
    (hands, pace): (&Hands, Pace),
) -> App {
    let endpoint = Endpoint {
        graph_url: graph_url.clone(),
        version: "v25.0".to_owned(),
        app_id: meta::AppId::new(app_id),
        app_secret: Arc::new(Secret::new(secret)),
    };
    let settings = Settings {
        intervals: pace.intervals,
        time_zone: jiff::tz::TimeZone::UTC,
        sandbox_url: None,
        dialog: Some(Dialog {
            config_id: "1".to_owned(),
            graph_version: "v25.0".to_owned(),
            sdk_url: format!("{graph_url}/sdk.js"),
            message_origins: vec![graph_url],
        }),
        config: Config::default(),
    };
    let store = Store::in_memory(Keyring::generate().expect("randomness")).expect("a store");
    build_on(store, endpoint, (verify_token, settings), (hands, pace)).await
}

/// The same console with other settings.
pub fn with_config(base: App, config: Config) -> App {
    let settings = Settings {
        intervals: base.settings.intervals,
        time_zone: base.settings.time_zone.clone(),
        sandbox_url: None,
        dialog: base.settings.dialog.clone(),
        config,
    };
    App { settings: Arc::new(settings), ..base }
}

/// The same console at an address that Meta reaches, and that it knows.
pub async fn at_address(base: App) -> App {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let mut config = base.settings.config.clone();
    config.base_url = Some(url);
    let app = with_config(base, config);
    tokio::spawn(farol::serve::run(listener, farol::http::router(app.clone()), Default::default()));
    app
}

/// A console with two tenants on a folder of the test's, which can't reach any Meta.
pub async fn alone_on(store: Store) -> App {
    let endpoint = Endpoint {
        graph_url: "http://127.0.0.1:9".to_owned(),
        version: "v25.0".to_owned(),
        app_id: meta::AppId::new("1"),
        app_secret: Arc::new(Secret::new("secret")),
    };
    let intervals = Pace::default().intervals;
    let (sandbox_url, dialog, config) = (None, None, Config::default());
    let time_zone = jiff::tz::TimeZone::UTC;
    let settings = Settings { intervals, time_zone, sandbox_url, dialog, config };
    let hands = (&Hands::new(), Pace::default());
    build_on(store, endpoint, ("verify".to_owned(), settings), hands).await
}

async fn build_on(
    store: Store,
    endpoint: Endpoint,
    (verify_token, settings): (String, Settings),
    (hands, pace): (&Hands, Pace),
) -> App {
    let verify_token = Secret::new(verify_token);
    let clock = Clock::turnable(hands.offset_ms.clone(), hands.turned.subscribe());
    let app = App::build(store, endpoint, verify_token, pace.share, clock, settings);
    let app = app.expect("an app");
    for tenant in ["one", "two"] {
        add_tenant(&app, tenant).await;
    }
    app
}

async fn add_tenant(app: &App, name: &'static str) {
    let at = Timestamp::from_millis(0);
    let tenant = Tenant { id: TenantId::new(name), name: name.to_owned(), created_at: at };
    let owner = NewPerson {
        id: PersonId::new(name),
        email: format!("owner@{name}.example"),
        name: format!("Owner of {name}"),
        password_hash: None,
        language: None,
        is_installation_owner: false,
        created_at: at,
    };
    let added = app.store.ledger.transact(move |tx| {
        tx.add_tenant(&tenant)?;
        tx.add_person(&owner)?;
        tx.add_membership(&TenantScope::for_worker(tenant.id), &owner.id, Role::Owner)
    });
    added.await.expect("added");
}

/// Logs a tenant's owner in with a code of the emulator, and goes on until nothing is left to do
/// now; answers where the login stands.
pub async fn sign_up(app: &App, tenant: &str, code: String, told: Option<Event>) -> Signup {
    let person = PersonId::new(tenant);
    let begun =
        logins::begin_preauthorised(app, scope(tenant), person, Secret::new(code), told).await;
    let id = begun.expect("begun");
    carry_on(app).await;
    signup(app, tenant, &id).await
}

/// Connects an account as its owner would, up to the first webhook.
pub async fn connect_account(app: &App, emulator: &Emulator, tenant: &str, waba: &str) -> Signup {
    let code = emulator.preauthorised_code(waba).expect("a code");
    let told = Event::FinishOnlyWaba { waba_id: meta::WabaId::new(waba), business_id: None };
    let signup = sign_up(app, tenant, code, Some(told)).await;
    assert_eq!(signup.stage, Stage::Awaiting, "{signup:?}");
    signup
}

/// The accounts of the seeded world's first business: one under the older rules, one under today's.
pub const ACCOUNTS: [&str; 2] = ["102290129340398", "108831905544271"];

/// Connects the first business of the seeded world with its webhooks flowing, both served at sockets
/// until what is answered is cancelled.
pub async fn listening(app: &App, emulator: &Emulator) -> CancellationToken {
    let stop = CancellationToken::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/webhooks/meta", listener.local_addr().expect("an address"));
    tokio::spawn(serve::run(listener, http::router(app.clone()), stop.clone()));
    let (sender, ended) = (emulator.clone(), stop.clone());
    tokio::spawn(async move { sender.run(ended).await });
    callback::subscribe(app, &url, None).await.expect("subscribed");
    for account in ACCOUNTS {
        connect_account(app, emulator, "one", account).await;
    }
    stop
}

/// Carries every login and disconnection on until nothing is left to do now.
pub async fn carry_on(app: &App) {
    loop {
        let (due, _) = connect::due(app, 0).await.expect("looked for");
        let is_idle = disconnect::step(app).await.expect("carried on") != Step::Done;
        if due.is_empty() && is_idle {
            return;
        }
        for login in due {
            connect::step(app, login).await.expect("carried on");
        }
    }
}

/// A login as kept.
pub async fn signup(app: &App, tenant: &str, id: &SignupId) -> Signup {
    let (scope, id) = (scope(tenant), id.clone());
    let stored = app.store.ledger.read(move |read| read.signup(&scope, &id)).await;
    stored.expect("read").expect("a login").signup
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
    while templates::step(app).await.expect("listed") == Step::Done {}
}
