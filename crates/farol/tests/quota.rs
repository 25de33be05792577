//! Readings stay within a share of Meta's quota, and stop when Meta says that it is nearly used up
//! or calls their token dead.

mod console;
mod visitor;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode};
use domain::profile::Texts;
use domain::{Node, NodeKind};
use emulator::Emulator;
use farol::graph::{Endpoint, Graph, Of, Quota};
use meta::graph::GetNode;
use meta::{AppId, GraphError};
use serde_json::{Value, json};
use store::Secret;
use tower::ServiceExt;
use visitor::Visitor;

const WABA: &str = "102290129340398";
const VENDAS: &str = "104857736119203";
const ATENDIMENTO: &str = "105230984417756";

/// The installation's app.
fn own() -> AppId {
    AppId::new("9")
}

fn account(id: &str) -> Of {
    Of::Account(id.to_owned())
}

fn headers(usage: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_str(usage).expect("a header");
    headers.insert("x-business-use-case-usage", value);
    headers
}

#[test]
fn a_tenth_of_the_quota_grants_a_tenth_of_that_at_once_and_then_makes_wait() {
    let quota = Quota::new(0.1, own());
    let granted = (0..1_000).filter(|_| quota.take("1").is_ok()).count();
    // 500 an hour, of which 50 may go at once.
    assert_eq!(granted, 50);
    let wait = quota.take("1").expect_err("used up");
    assert!(wait > Duration::ZERO && wait <= Duration::from_secs(8), "{wait:?}");
    assert!(quota.take("2").is_ok(), "each account has its own");
}

#[test]
fn what_can_wait_leaves_half_of_the_share_to_the_rest() {
    let quota = Quota::new(0.1, own());
    let spared = (0..1_000).filter(|_| quota.take_spare("1").is_ok()).count();
    let granted = (0..1_000).filter(|_| quota.take("1").is_ok()).count();
    assert_eq!((spared, granted), (25, 25), "of the 50 that may go at once");
    assert!(quota.take_spare("2").is_ok(), "each account has its own");
}

#[test]
fn what_a_person_waits_for_is_counted_and_the_background_makes_up_for_it() {
    let quota = Quota::new(0.1, own());
    (0..40).for_each(|_| quota.count("1"));
    let granted = (0..1_000).filter(|_| quota.take("1").is_ok()).count();
    assert_eq!(granted, 10, "of the 50 that may go at once");
    // Nothing is left: the person goes on, and nothing is read until that is made up for.
    (0..5).for_each(|_| quota.count("1"));
    let each = Duration::from_millis(7_200);
    let wait = quota.take("1").expect_err("owed");
    assert!(wait > each * 5 && wait <= each * 6, "{wait:?}");
    assert!(quota.take_spare("1").expect_err("owed") > each * 4);
    assert!(quota.take("2").is_ok(), "each account has its own");
    (0..10_000).for_each(|_| quota.count("1"));
    let wait = quota.take("1").expect_err("owed");
    assert!(wait <= Duration::from_secs(3_600) + each, "Meta's count forgets too: {wait:?}");
}

/// A form's fields.
type Form<'f> = &'f [(&'f str, &'f str)];

/// How many calls of Casa Ipê's the background has to wait for, by its clock now.
fn owed(app: &farol::app::App) -> f64 {
    let wait = app.graph.quota.take(WABA).expect_err("nothing is left");
    // The share of these tests, of 5,000 an hour.
    let each = 3_600.0
        / (5_000.0 * f64::from(u32::try_from(app.graph.quota.percent()).expect("small")) / 100.0);
    wait.as_secs_f64() / each
}

/// How many calls Meta had so far.
async fn calls(emulator: &Emulator) -> usize {
    log(emulator).await.len()
}

/// The paths that Meta was called at so far.
async fn log(emulator: &Emulator) -> Vec<String> {
    let request = Request::get("/_control/calls").header("host", "127.0.0.1").body(Body::empty());
    let answer = emulator.router().oneshot(request.expect("a request")).await.expect("answered");
    let bytes = axum::body::to_bytes(answer.into_body(), 8 << 20).await.expect("a body");
    let log: Value = serde_json::from_slice(&bytes).expect("JSON");
    let calls = log["data"].as_array().expect("a list");
    assert!(calls.len() < 190, "the log keeps 200, and would no longer count");
    calls.iter().map(|call| call["path"].as_str().expect("a path").to_owned()).collect()
}

/// How many calls Meta had so far with an account's token: those of the app itself, and the code's,
/// are of no account's quota.
async fn calls_as_the_account(emulator: &Emulator) -> usize {
    let of_app = |path: &str| {
        let ends = ["debug_token", "access_token", "subscriptions"];
        ends.iter().any(|end| path.ends_with(end))
    };
    log(emulator).await.iter().filter(|path| !of_app(path)).count()
}

/// The texts that the form of the profile held when it was opened.
async fn texts(app: &farol::app::App) -> Texts {
    let (scope, node) = (console::scope("one"), Node::new(NodeKind::Profile, VENDAS));
    let read = app.store.ledger.read(move |read| read.replica(&scope, &node)).await;
    Texts::of(&read.expect("read").expect("held"))
}

#[tokio::test]
async fn each_write_of_a_person_goes_through_without_anything_left_and_is_counted() {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    while app.graph.quota.take(WABA).is_ok() {}
    let owner = Visitor::owner(&app, "one").await;
    let held = texts(&app).await;
    let seen = serde_json::to_string(&held).expect("JSON");
    let links = held.websites.iter().map(String::as_str).chain(["", ""]);
    let mut profile = vec![
        ("seen", seen.as_str()),
        ("about", &held.about),
        ("description", &held.description),
        ("vertical", &held.vertical),
        ("email", "nova@casaipe.example"),
        ("address", &held.address),
    ];
    profile.extend(links.take(2).map(|link| ("websites", link)));
    let writes: [(&str, &str, Form<'_>); 4] = [
        (VENDAS, "", &profile),
        (VENDAS, "/username", &[("username", "casa.ipe.moveis")]),
        // The name of an official account is changed by Meta alone.
        (ATENDIMENTO, "/name", &[("name", "Ipê Móveis")]),
        (VENDAS, "/pin", &[("pin", "730184"), ("again", "730184")]),
    ];
    for (number, what, form) in writes {
        let (owed_before, made_before) = (owed(&app), calls(&emulator).await);
        let since = farol::clock::monotonic();
        let answer = owner.form(&format!("/profile/{number}{what}"), form).await;
        assert_eq!(answer.status, 303, "{what}");
        let made = calls(&emulator).await - made_before;
        assert!(made > 0, "{what}");
        let given_back = since.elapsed().as_secs_f64() / (3_600.0 / 500.0);
        let counted = owed(&app) - owed_before + given_back;
        assert!((counted - made as f64).abs() < 0.5, "{what}: {counted} counted of {made}");
    }
}

#[test]
fn metas_own_count_pauses_the_account_that_it_names() {
    let quota = Quota::new(1.0, own());
    let used = r#"{"1":[{"type":"x","call_count":95,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":7}]}"#;
    quota.heard(&own(), Some("1"), &headers(used));
    let wait = quota.take("1").expect_err("paused");
    assert!(wait > Duration::from_secs(400) && wait <= Duration::from_secs(420), "{wait:?}");
    quota.heard(&own(), Some("2"), &headers(used));
    assert!(quota.take("2").is_ok(), "the header names another account");
}

#[test]
fn a_count_far_from_the_limit_and_a_header_that_can_not_be_read_change_nothing() {
    let quota = Quota::new(1.0, own());
    let fine = r#"{"1":[{"call_count":3,"total_cputime":1,"total_time":1}]}"#;
    for usage in [fine, "nonsense", "[]", r#"{"1":7}"#, r#"{"1":[{}]}"#] {
        quota.heard(&own(), Some("1"), &headers(usage));
        assert!(quota.take("1").is_ok(), "{usage}");
    }
}

#[test]
fn a_pause_is_of_one_account_or_of_all_and_is_not_cut_short() {
    let quota = Quota::new(1.0, own());
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    quota.pause(account("1"), minutes(2));
    quota.pause(account("1"), minutes(1));
    assert!(quota.take("1").expect_err("paused") > minutes(1));
    assert!(quota.take("2").is_ok());
    quota.pause(Of::App(own()), minutes(1));
    let wait = quota.take("2").expect_err("all are paused");
    assert!(wait > Duration::from_secs(50) && wait <= minutes(1), "{wait:?}");
    assert!(quota.take("1").expect_err("its own is longer") > minutes(1));
    quota.pause(account("3"), Duration::ZERO);
    quota.pause(Of::App(own()), Duration::ZERO);
    assert!(quota.take("3").is_err(), "the pause of all goes on");
}

/// The header that tells how much an app has used.
fn used(percent: u64) -> HeaderMap {
    let usage = json!({"call_count": 1, "total_time": percent, "total_cputime": 2}).to_string();
    let mut headers = HeaderMap::new();
    headers.insert("x-app-usage", HeaderValue::from_str(&usage).expect("a header"));
    headers
}

#[test]
fn metas_count_of_another_app_pauses_the_accounts_that_it_asks_for_and_no_other() {
    let (quota, other) = (Quota::new(1.0, own()), AppId::new("77"));
    quota.heard(&other, Some("1"), &used(95));
    assert!(quota.take("1").is_err());
    assert!(quota.take("2").is_ok(), "another tenant's");
    assert_eq!((quota.told_percent("1"), quota.told_percent("2")), (Some(95.0), None));
    // The account is connected with the installation's app from now on.
    quota.heard(&own(), Some("1"), &HeaderMap::new());
    assert!(quota.take("1").is_ok());
    quota.heard(&AppId::new("78"), Some("3"), &HeaderMap::new());
    quota.pause(Of::App(own()), Duration::from_secs(60));
    assert!(quota.take("1").is_err() && quota.take("2").is_err());
    assert!(quota.take("3").is_ok(), "that one is asked for by a third app");
}

#[test]
fn an_answer_without_metas_count_leaves_the_one_that_was_told() {
    let quota = Quota::new(1.0, own());
    let half = r#"{"1":[{"call_count":50,"total_cputime":1,"total_time":1}]}"#;
    quota.heard(&own(), Some("1"), &headers(half));
    quota.heard(&own(), Some("1"), &HeaderMap::new());
    assert_eq!(quota.told_percent("1"), Some(50.0));
}

#[tokio::test]
async fn each_call_of_a_login_is_counted() {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    let made = calls_as_the_account(&emulator).await;
    assert!(made >= 4, "it proved, subscribed and looked back: {made}");
    // A tenth of the hour's share may be taken at once.
    let at_once = 5_000 * usize::try_from(app.graph.quota.percent()).expect("small") / 1_000;
    let left = (0..at_once).take_while(|_| app.graph.quota.take(WABA).is_ok()).count();
    assert_eq!(at_once - left, made);
}

#[test]
fn metas_count_of_the_app_pauses_everyone() {
    let quota = Quota::new(1.0, own());
    quota.heard(&own(), None, &used(89));
    assert!(quota.take("1").is_ok());
    quota.heard(&own(), None, &used(90));
    assert!(quota.take("1").is_err() && quota.take("2").is_err());
}

/// A Graph on loopback that gives every call the same answer, until it is given another.
struct Facade {
    answer: Arc<Mutex<(u16, Value)>>,
    calls: Arc<AtomicU64>,
    graph: Graph,
}

impl Facade {
    async fn open(probe_after: Duration) -> Self {
        let answer = Arc::new(Mutex::new((200, json!({"id": "1"}))));
        let calls = Arc::<AtomicU64>::default();
        let (told, counted) = (answer.clone(), calls.clone());
        let router = axum::Router::new().fallback(async move || {
            counted.fetch_add(1, Ordering::SeqCst);
            let (status, body) = told.lock().expect("unharmed").clone();
            (StatusCode::from_u16(status).expect("a status"), axum::Json(body))
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let graph_url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(farol::serve::run(listener, router, Default::default()));
        let endpoint = Endpoint {
            graph_url,
            version: "v25.0".to_owned(),
            app_id: meta::AppId::new("9"),
            app_secret: Arc::new(Secret::new("secret")),
        };
        let graph = Graph::new(endpoint, 1.0, Arc::default()).expect("a client");
        Self { answer, calls, graph: graph.with_probe_after(probe_after) }
    }

    fn answers(&self, status: u16, body: Value) {
        *self.answer.lock().expect("unharmed") = (status, body);
    }

    async fn call(&self, token: &str) -> Result<(), GraphError> {
        let call = GetNode { id: "1", fields: &["id"] };
        self.graph.call(&call, &Secret::new(token), Some("1")).await.map(drop)
    }

    fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }
}

fn expired() -> Value {
    json!({"error": {"code": 190, "error_subcode": 463, "message": "expired"}})
}

#[tokio::test]
async fn nothing_more_is_sent_with_a_dead_token_until_its_owner_asks() {
    let facade = Facade::open(Duration::from_secs(3_600)).await;
    facade.answers(401, expired());
    for _ in 0..5 {
        assert!(matches!(facade.call("dead").await, Err(GraphError::TokenDead { .. })));
    }
    assert_eq!(facade.calls(), 1);
    facade.graph.forget_dead_token(&Secret::new("another"));
    assert!(facade.call("dead").await.is_err());
    assert_eq!(facade.calls(), 1);
    facade.graph.forget_dead_token(&Secret::new("dead"));
    assert!(facade.call("dead").await.is_err());
    assert!(facade.call("dead").await.is_err());
    assert_eq!(facade.calls(), 2, "one probe, and dead again");
    facade.answers(200, json!({"id": "1"}));
    facade.graph.forget_dead_token(&Secret::new("dead"));
    let calls = futures_util::future::join_all((0..8).map(|_| facade.call("dead"))).await;
    assert!(calls.iter().all(Result::is_ok), "they wait for the probe: {calls:?}");
}

#[tokio::test]
async fn a_token_that_meta_called_dead_is_tried_again_by_itself() {
    let facade = Facade::open(Duration::ZERO).await;
    facade.answers(401, expired());
    assert!(facade.call("t").await.is_err());
    facade.answers(200, json!({"id": "1"}));
    assert!(facade.call("t").await.is_ok());
}

#[tokio::test]
async fn an_error_of_somebody_else_does_not_make_a_token_dead() {
    let facade = Facade::open(Duration::from_secs(3_600)).await;
    facade.answers(401, json!({"error": "unauthorized by a proxy"}));
    assert!(matches!(facade.call("t").await, Err(GraphError::Unreadable { .. })));
    assert!(facade.call("t").await.is_err());
    assert_eq!(facade.calls(), 2);
}

#[tokio::test]
async fn too_many_calls_pause_the_account_and_metas_code_4_pauses_all() {
    for (code, others_go_on) in [(80_007, true), (4, false)] {
        let facade = Facade::open(Duration::from_secs(60)).await;
        facade.answers(400, json!({"error": {"code": code, "message": "too many"}}));
        assert!(matches!(facade.call("t").await, Err(GraphError::RateLimited { .. })));
        assert!(facade.graph.quota.take("1").is_err(), "{code}");
        assert_eq!(facade.graph.quota.take("2").is_ok(), others_go_on, "{code}");
    }
}
