//! The limit meter as it runs: what it shows after a start and after the clock was turned, when it
//! tells people, and how it stands beside Meta's own count.

mod console;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use console::{Hands, project_all, scope};
use domain::notice::Kind;
use domain::{Heard, How, Node, NodeKind, Replica, Timestamp};
use farol::app::App;
use farol::work::{analytics, marks};
use meta::{AppId, BusinessId, PhoneNumberId, WabaId};
use serde_json::{Value, json};
use store::{AnalyticsAsk, AnalyticsDay, NewConnection, Secret, TenantId};

const WABA: &str = "700";
const NUMBER: &str = "100";
const BUSINESS: &str = "900";
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(24 * 3_600);
const LIMIT: &str = "whatsapp_business_manager_messaging_limit";

/// Meta's answers about analytics, newest last, and how it was asked.
#[derive(Clone, Default)]
struct Analytics {
    answers: Arc<Mutex<Vec<(u16, Value)>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

async fn answer(
    State(analytics): State<Analytics>,
    Query(query): Query<std::collections::HashMap<String, String>>,
) -> Response {
    analytics.asked.lock().expect("not poisoned").push(query["fields"].clone());
    let answer = analytics.answers.lock().expect("not poisoned").pop();
    let (status, body) = answer.unwrap_or((200, json!({"id": WABA})));
    (StatusCode::from_u16(status).expect("a status"), axum::Json(body)).into_response()
}

/// A console with one account of one number, whose portfolio may reach 250 people.
async fn watched() -> (App, Hands, Analytics) {
    let (app, _, hands) = console::beside_emulator_with(emulator::Settings::default()).await;
    let analytics = Analytics::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let graph_url = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new().fallback(answer).with_state(analytics.clone());
    tokio::spawn(farol::serve::run(listener, router, Default::default()));
    let endpoint = farol::graph::Endpoint { graph_url, ..app.graph.endpoint().clone() };
    let graph = farol::graph::Graph::new(endpoint, 0.5, app.metrics.clone()).expect("a client");
    let app = App { graph: Arc::new(graph), ..app };
    let now = app.clock.now();
    let bound = app.store.ledger.transact(move |tx| {
        tx.bind(&NewConnection {
            tenant: TenantId::new("one"),
            waba: WabaId::new(WABA),
            business: BusinessId::new(BUSINESS),
            app: AppId::new("1"),
            token: Secret::new("EAAtest"),
            at: now,
        })
    });
    bound.await.expect("bound");
    tell_limit(&app, "TIER_250").await;
    (app, hands, analytics)
}

/// Meta reports the portfolio's limit with the number.
async fn tell_limit(app: &App, tier: &'static str) {
    let at = app.clock.now();
    let told = app.store.ledger.transact(move |tx| {
        let mut replica = Replica::unread(Node::phone_number(NUMBER));
        replica.hear(LIMIT, Heard { value: json!(tier), at, how: How::Read });
        tx.save_replica(&scope("one"), &replica, Some(&WabaId::new(WABA)))
    });
    told.await.expect("kept");
}

/// Webhooks say that messages reached these people just now.
async fn reach(app: &App, people: std::ops::Range<u32>) {
    let now = app.clock.now().as_millis() / 1_000;
    let status = |person: u32| {
        json!({"id": format!("wamid.{person}.{now}"), "status": "delivered",
            "timestamp": now.to_string(), "recipient_id": format!("55119{person:08}"),
            "pricing": {"billable": true, "type": "regular", "category": "marketing"}})
    };
    let statuses: Vec<Value> = people.map(status).collect();
    let value = json!({"metadata": {"phone_number_id": NUMBER}, "statuses": statuses});
    let change = json!({"field": "messages", "value": value});
    let body = json!({"entry": [{"id": WABA, "changes": [change]}]});
    let body = Bytes::from(body.to_string());
    app.store.inbox.append(body, app.clock.now()).await.expect("appended");
    project_all(app).await;
}

fn used(app: &App) -> u64 {
    let business = BusinessId::new(BUSINESS);
    let usage = app.meters.usage(&TenantId::new("one"), &business, app.clock.now());
    usage.expect("a meter").used
}

/// The same program after a restart: what is in memory is gone.
fn restarted(app: &App) -> App {
    App { meters: Arc::default(), ..app.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_forgets_nobody() {
    let (app, hands, _) = watched().await;
    reach(&app, 0..30).await;
    hands.turn(HOUR * 5);
    reach(&app, 20..50).await;
    let app = restarted(&app);
    project_all(&app).await;
    let business = BusinessId::new(BUSINESS);
    let usage = app.meters.usage(&TenantId::new("one"), &business, app.clock.now());
    let usage = usage.expect("a meter");
    assert_eq!((usage.used, usage.by_hour[0], usage.by_hour[5]), (50, 30, 20));
    assert!(usage.since.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_bound_has_a_meter_before_its_first_message() {
    let (app, _, _) = watched().await;
    project_all(&app).await;
    assert_eq!(used(&app), 0);
    assert_eq!(app.meters.usage(&TenantId::new("two"), &BUSINESS.into(), app.clock.now()), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_clock_was_turned_back_the_day_before_it_counts() {
    let (app, hands, _) = watched().await;
    reach(&app, 0..10).await;
    hands.turn(DAY * 3);
    reach(&app, 5..25).await;
    assert_eq!(used(&app), 20);

    hands.turn_back(DAY * 3);
    project_all(&app).await;
    assert_eq!(used(&app), 10, "those of the days ahead are not reached yet");
    reach(&app, 20..22).await;
    assert_eq!(used(&app), 12, "who is reached now counts, also who will be once more");

    hands.turn(DAY * 3);
    assert_eq!(used(&app), 20, "and nothing of it was lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn four_fifths_of_the_limit_are_told_once_and_end_when_capacity_is_back() {
    let (app, hands, _) = watched().await;
    reach(&app, 0..199).await;
    marks::step(&app).await.expect("looked");
    assert_eq!(told(&app).await, []);
    reach(&app, 199..200).await;
    marks::step(&app).await.expect("looked");
    marks::step(&restarted_and_projected(&app).await).await.expect("looked");
    assert_eq!(told(&app).await, [(Kind::Used80, true)], "once, also after a restart");

    reach(&app, 200..238).await;
    marks::step(&app).await.expect("looked");
    assert_eq!(told(&app).await, [(Kind::Used80, true), (Kind::Used95, true)]);
    hands.turn(DAY);
    marks::step(&app).await.expect("looked");
    assert_eq!(told(&app).await, [(Kind::Used80, false), (Kind::Used95, false)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_higher_limit_ends_what_was_told_of_the_lower_one() {
    let (app, hands, _) = watched().await;
    reach(&app, 0..240).await;
    marks::step(&app).await.expect("looked");
    tell_limit(&app, "TIER_2K").await;
    hands.turn(Duration::from_secs(61));
    marks::step(&app).await.expect("looked");
    assert_eq!(told(&app).await, [(Kind::Used80, false), (Kind::Used95, false)]);
}

async fn restarted_and_projected(app: &App) -> App {
    let app = restarted(app);
    project_all(&app).await;
    app
}

/// The notices of the portfolio, oldest first, and whether each is open.
async fn told(app: &App) -> Vec<(Kind, bool)> {
    let node = Node::new(NodeKind::Business, BUSINESS);
    let kinds = [Kind::Used80, Kind::Used95];
    let told = app.store.ledger.read(move |read| {
        let mut told = Vec::new();
        for kind in kinds {
            let is_open = read.open_notice(&scope("one"), kind, &node)?.is_some();
            if is_open || read.notice_ended_at(&scope("one"), kind, &node)?.is_some() {
                told.push((kind, is_open));
            }
        }
        Ok(told)
    });
    told.await.expect("read")
}

/// The account's days by Meta, and how asking went.
async fn compared(app: &App) -> (Vec<AnalyticsDay>, Option<AnalyticsAsk>) {
    let read = app.store.ledger.read(|read| {
        let (scope, waba, zero) = (scope("one"), WABA.into(), Timestamp::from_millis(0));
        Ok((read.analytics_days(&scope, &waba, zero)?, read.analytics_ask(&scope, &waba)?))
    });
    read.await.expect("read")
}

/// Turns to ten minutes past the next midnight (UTC), before Meta's day is settled.
fn turn_past_midnight(app: &App, hands: &Hands) -> Timestamp {
    let day = i64::try_from(DAY.as_millis()).expect("a day");
    let now = app.clock.now().as_millis();
    let midnight = Timestamp::from_millis(now - now.rem_euclid(day)).plus(DAY);
    hands.turn(midnight.plus(Duration::from_secs(600)).since(app.clock.now()));
    midnight
}

async fn compare_all(app: &App) {
    while analytics::step(app).await.expect("asked") == farol::work::Step::Done {}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_by_metas_count_stands_beside_what_farol_saw_of_it() {
    let (app, hands, analytics) = watched().await;
    let begin = turn_past_midnight(&app, &hands);
    reach(&app, 0..7).await;
    compare_all(&app).await;
    assert_eq!(analytics.asked.lock().expect("not poisoned").len(), 1, "soon after the start");
    let midnight = turn_past_midnight(&app, &hands);
    assert_eq!(midnight, begin.plus(DAY));
    compare_all(&app).await;
    assert_eq!(analytics.asked.lock().expect("not poisoned").len(), 1, "not settled yet");

    let (start, end) = (begin.as_millis() / 1_000, midnight.as_millis() / 1_000);
    let today = json!({"start": end, "end": end + 86_400, "sent": 1, "delivered": 1});
    let point = json!({"start": start, "end": end, "sent": 9, "delivered": 8});
    let answer = json!({"id": WABA, "analytics": {"granularity": "DAY",
        "data_points": [point, today]}});
    analytics.answers.lock().expect("not poisoned").push((200, answer));
    hands.turn(Duration::from_secs(600));
    compare_all(&app).await;
    compare_all(&app).await;
    let asked = analytics.asked.lock().expect("not poisoned").clone();
    let week = end - 7 * 86_400;
    assert_eq!(asked[1..], [format!("analytics.start({week}).end({end}).granularity(DAY)")]);
    let (days, ask) = compared(&app).await;
    let asked_at = ask.expect("asked").asked_at.expect("then");
    let day = AnalyticsDay {
        start: begin,
        sent: 9,
        delivered: 8,
        seen_sent: 7,
        seen_delivered: 7,
        asked_at,
    };
    assert_eq!(days, [day], "of a day that is not over Meta will say more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_noted_and_asked_again_on_the_next_day_and_trouble_an_hour_later() {
    let (app, hands, analytics) = watched().await;
    let refused = json!({"error": {"code": 200, "message": "(#200) Requires permission"}});
    let trouble = json!({"error": {"code": 2, "message": "Service temporarily unavailable"}});
    analytics.answers.lock().expect("not poisoned").extend([(503, trouble), (403, refused)]);
    let count = || analytics.asked.lock().expect("not poisoned").len();
    turn_past_midnight(&app, &hands);
    compare_all(&app).await;
    let (_, ask) = compared(&app).await;
    assert_eq!(ask.expect("noted").refusal.as_deref(), Some("(#200) Requires permission"));
    hands.turn(HOUR * 20);
    compare_all(&app).await;
    assert_eq!(count(), 1);

    turn_past_midnight(&app, &hands);
    hands.turn(Duration::from_secs(600));
    compare_all(&app).await;
    assert_eq!(count(), 2);
    hands.turn(HOUR);
    compare_all(&app).await;
    assert_eq!(count(), 3);
    let (_, ask) = compared(&app).await;
    assert_eq!(ask.expect("asked").refusal, None, "Meta answered");

    hands.turn_back(DAY * 2);
    compare_all(&app).await;
    assert_eq!(count(), 4, "a time that lies too far ahead is of before the clock was turned back");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_hour_of_a_number_holds_what_it_sent_by_category_and_what_it_heard() {
    let (app, _, _) = watched().await;
    reach(&app, 0..3).await;
    let now = app.clock.now().as_millis() / 1_000;
    let failed = json!({"id": "wamid.x", "status": "failed", "timestamp": now.to_string(),
        "recipient_id": "551190", "errors": [{"code": 131_049, "title": "t"}]});
    let wrote = json!({"id": "wamid.in", "from": "551190", "timestamp": now.to_string(),
        "type": "text"});
    let stop = json!({"metadata": {"phone_number_id": NUMBER}, "user_preferences": [
        {"wa_id": "551190", "category": "marketing_messages", "value": "stop", "timestamp": now}]});
    let value = json!({"metadata": {"phone_number_id": NUMBER}, "statuses": [failed],
        "messages": [wrote]});
    let changes = json!([{"field": "messages", "value": value},
        {"field": "user_preferences", "value": stop}]);
    let body = json!({"entry": [{"id": WABA, "changes": changes}]}).to_string();
    app.store.inbox.append(Bytes::from(body), app.clock.now()).await.expect("appended");
    project_all(&app).await;
    let read = app.store.ledger.read(|read| {
        let (zero, end) = (Timestamp::from_millis(0), Timestamp::from_millis(i64::MAX));
        read.traffic_of(&scope("one"), &PhoneNumberId::new(NUMBER), zero, end)
    });
    let mut hours: Vec<(String, u64)> =
        read.await.expect("read").into_iter().map(|h| (h.kind.to_string(), h.count)).collect();
    hours.sort();
    let expected = [
        ("delivered", 3),
        ("failed_131049", 1),
        ("opt_out", 1),
        ("received", 1),
        ("sent_marketing", 3),
    ];
    assert_eq!(hours, expected.map(|(kind, count)| (kind.to_owned(), count)));
}
