//! Message templates as they are listed: page by page, gone when a whole list leaves them out, and
//! never because a page was missing.

mod console;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::{NodeKind, Replica};
use emulator::Emulator;
use farol::app::App;
use serde_json::{Value, json};
use store::ChangeFilter;

const WABA: &str = "102290129340398";

/// Answers lists of templates by a script, page by page; everything else is the emulator's.
#[derive(Clone)]
struct Scripted {
    emulator: Emulator,
    pages: Arc<Mutex<Vec<Result<Value, u16>>>>,
    /// Lists and single templates that were asked for.
    asked: Arc<Mutex<Vec<String>>>,
    hands: console::Hands,
}

async fn answer(State(scripted): State<Scripted>, request: Request<Body>) -> Response {
    use tower::ServiceExt;
    let path = request.uri().path().to_owned();
    let last = path.rsplit('/').next().unwrap_or_default().to_owned();
    if last.starts_with("77") {
        scripted.asked.lock().expect("not poisoned").push(last.clone());
        let is_there = |page: &Result<Value, u16>| {
            page.as_ref().is_ok_and(|page| page.to_string().contains(&format!("\"{last}\"")))
        };
        let pages = scripted.pages.lock().expect("not poisoned");
        return match pages.iter().any(is_there) {
            true => axum::Json(template(&last)).into_response(),
            false => (StatusCode::BAD_REQUEST, axum::Json(not_found(&last))).into_response(),
        };
    }
    if last != "message_templates" {
        return scripted.emulator.router().oneshot(request).await.expect("answered");
    }
    scripted.asked.lock().expect("not poisoned").push(last);
    let query = request.uri().query().unwrap_or_default().to_owned();
    let after = query.split('&').find_map(|pair| pair.strip_prefix("after="));
    let nth = after.and_then(|after| after.parse::<usize>().ok()).unwrap_or_default();
    let page = scripted.pages.lock().expect("not poisoned").get(nth).cloned();
    match page.unwrap_or(Ok(json!({"data": []}))) {
        Ok(page) => axum::Json(page).into_response(),
        Err(status) => StatusCode::from_u16(status).expect("a status").into_response(),
    }
}

fn not_found(id: &str) -> Value {
    let message = format!("Unsupported get request. Object with ID '{id}' does not exist");
    json!({"error": {"message": message, "type": "GraphMethodException", "code": 100,
        "error_subcode": 33, "fbtrace_id": "A"}})
}

fn template(id: &str) -> Value {
    json!({"id": id, "name": format!("modelo_{id}"), "language": "pt_BR", "category": "UTILITY",
        "status": "APPROVED"})
}

/// A page of these templates, with a next one behind it if that is named.
fn page(ids: &[&str], next: Option<usize>) -> Result<Value, u16> {
    let data: Vec<Value> = ids.iter().map(|id| template(id)).collect();
    let paging = next.map_or(json!({}), |next| {
        json!({"cursors": {"after": next.to_string()}, "next": "https://graph.example/next"})
    });
    Ok(json!({"data": data, "paging": paging}))
}

async fn scripted() -> (App, Scripted) {
    let (app, emulator, hands) = console::beside_emulator_with(emulator::Settings::default()).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let scripted = Scripted {
        emulator: emulator.clone(),
        pages: Arc::default(),
        asked: Arc::default(),
        hands,
    };
    let router = Router::new().fallback(answer).with_state(scripted.clone());
    tokio::spawn(farol::serve::run(listener, router, Default::default()));
    let own = emulator.app();
    let endpoint = farol::graph::Endpoint {
        graph_url: url,
        version: "v25.0".to_owned(),
        app_id: meta::AppId::new(own.id),
        app_secret: Arc::new(store::Secret::new(own.secret)),
    };
    let graph = farol::graph::Graph::new(endpoint, 0.5, app.metrics.clone()).expect("a client");
    let app = App { graph: Arc::new(graph), ..app };
    console::connect_account(&app, &emulator, "one", WABA).await;
    (app, scripted)
}

/// Reads everything again with these pages, and answers the ids of templates that are there.
async fn read_with(app: &App, scripted: &Scripted, pages: Vec<Result<Value, u16>>) -> Vec<String> {
    *scripted.pages.lock().expect("not poisoned") = pages;
    // Lists are some seconds apart, and each counts from a moment of its own.
    scripted.hands.turn(Duration::from_secs(6));
    farol::work::refresh::ask(app, console::scope("one")).await.expect("asked");
    console::refresh_all(app).await;
    let there = |template: &&Replica| template.get("status").is_some();
    held(app).await.iter().filter(there).map(|template| template.node.id.clone()).collect()
}

async fn held(app: &App) -> Vec<Replica> {
    let scope = console::scope("one");
    let read =
        app.store.ledger.read(move |read| read.replicas(&scope, NodeKind::MessageTemplate)).await;
    read.expect("read")
}

/// The changes of template states, newest first.
async fn states(app: &App) -> Vec<(String, Value)> {
    let scope = console::scope("one");
    let fields = Some(vec![(NodeKind::MessageTemplate, "status")]);
    let filter = ChangeFilter { fields, ..ChangeFilter::default() };
    let read = app.store.ledger.read(move |read| read.changes_where(&scope, &filter, 50)).await;
    let told = read.expect("read").into_iter();
    told.map(|listed| (listed.change.node.id, listed.change.after)).collect()
}

#[tokio::test]
async fn a_template_that_a_whole_list_leaves_out_is_gone_once_and_may_come_back() {
    let (app, scripted) = scripted().await;
    let both = || vec![page(&["1"], Some(1)), page(&["2"], None)];
    assert_eq!(read_with(&app, &scripted, both()).await, ["1", "2"]);
    for _ in 0..2 {
        assert_eq!(read_with(&app, &scripted, vec![page(&["1"], None)]).await, ["1"]);
        assert_eq!(states(&app).await, [("2".to_owned(), Value::Null)], "told once");
    }
    assert_eq!(held(&app).await.len(), 2, "its name is kept for the timeline");
    assert_eq!(read_with(&app, &scripted, both()).await, ["1", "2"]);
    assert_eq!(states(&app).await[0], ("2".to_owned(), json!("APPROVED")));
    assert_eq!(read_with(&app, &scripted, vec![page(&[], None)]).await, [""; 0]);
}

#[tokio::test]
async fn a_page_that_is_missing_makes_nothing_look_gone() {
    let (app, scripted) = scripted().await;
    let both = vec![page(&["1"], Some(1)), page(&["2"], None)];
    assert_eq!(read_with(&app, &scripted, both).await, ["1", "2"]);
    let without_cursor = json!({"data": [template("1")], "paging": {"next": "https://x.example"}});
    let without_id = json!({"data": [template("1"), {"name": "no id"}], "paging": {}});
    for (why, pages) in [
        ("the second page fails", vec![page(&["1", "3"], Some(1)), Err(500)]),
        ("the first page fails", vec![Err(500)]),
        ("no cursor to the next page", vec![Ok(without_cursor)]),
        ("one that can't be told", vec![Ok(without_id)]),
    ] {
        let there = read_with(&app, &scripted, pages).await;
        assert!(there.contains(&"2".to_owned()), "{why}: {there:?}");
    }
    assert_eq!(states(&app).await, [], "nothing was told to be gone");
    let new = held(&app).await.into_iter().any(|template| template.node.id == "3");
    assert!(new, "what a part of the list brought is kept");
    let failing = held(&app).await.iter().filter(|template| template.failure.is_some()).count();
    assert!(failing > 0, "and that the list fails is said");
}

/// Receives a webhook about the account's templates, and does what became due.
async fn receive(app: &App, field: &str, value: Value) {
    let change = json!({"field": field, "value": value});
    let body = json!({"object": "whatsapp_business_account",
        "entry": [{"id": WABA, "time": app.clock.now().as_millis() / 1000, "changes": [change]}]});
    let appended = app.store.inbox.append(body.to_string().into(), app.clock.now()).await;
    appended.expect("appended");
    console::project_all(app).await;
    console::refresh_all(app).await;
}

fn status_update(id: u64, event: &str) -> Value {
    json!({"event": event, "message_template_id": id, "message_template_name": "modelo",
        "message_template_language": "pt_BR", "reason": "NONE"})
}

/// What was asked for since the last look.
fn asked(scripted: &Scripted) -> Vec<String> {
    std::mem::take(&mut scripted.asked.lock().expect("not poisoned"))
}

#[tokio::test]
async fn a_webhook_about_one_template_reads_that_one_and_lists_none() {
    let (app, scripted) = scripted().await;
    read_with(&app, &scripted, vec![page(&["771", "772"], None)]).await;
    asked(&scripted);
    receive(&app, "message_template_status_update", status_update(771, "APPROVED")).await;
    assert_eq!(asked(&scripted), ["771"]);
    receive(
        &app,
        "message_template_quality_update",
        json!({"message_template_id": 772,
        "previous_quality_score": "GREEN", "new_quality_score": "RED"}),
    )
    .await;
    assert_eq!(asked(&scripted), ["772"]);
}

#[tokio::test]
async fn a_template_that_is_not_found_alone_is_gone_once_the_list_says_so() {
    let (app, scripted) = scripted().await;
    read_with(&app, &scripted, vec![page(&["771", "772"], None)]).await;
    *scripted.pages.lock().expect("not poisoned") = vec![page(&["771"], None)];
    scripted.hands.turn(Duration::from_secs(6));
    asked(&scripted);
    receive(&app, "message_template_status_update", status_update(772, "DELETED")).await;
    assert_eq!(asked(&scripted), ["772", "message_templates"]);
    assert_eq!(states(&app).await, [("772".to_owned(), Value::Null)]);
}

#[tokio::test]
async fn a_storm_of_webhooks_about_templates_lists_them_once_in_some_seconds() {
    let (app, scripted) = scripted().await;
    let ids: Vec<String> = (77_000..77_200).map(|id| id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    read_with(&app, &scripted, vec![page(&ids, None)]).await;
    scripted.hands.turn(Duration::from_secs(6));
    asked(&scripted);
    for id in 77_000..77_200 {
        receive(&app, "message_template_status_update", status_update(id, "PAUSED")).await;
    }
    let at_once = asked(&scripted);
    let lists = |asked: &[String]| asked.iter().filter(|one| *one == "message_templates").count();
    assert!(at_once.len() <= 8 && lists(&at_once) <= 2, "{at_once:?}");
    // Whatever was held back is read some seconds later, by one list.
    scripted.hands.turn(Duration::from_secs(6));
    console::refresh_all(&app).await;
    assert_eq!(asked(&scripted), ["message_templates"]);
    scripted.hands.turn(Duration::from_secs(6));
    console::refresh_all(&app).await;
    assert_eq!(asked(&scripted), [""; 0], "and nothing is left over");
}

#[tokio::test]
async fn why_a_template_pauses_is_kept_though_no_reading_says_it() {
    let (app, scripted) = scripted().await;
    read_with(&app, &scripted, vec![page(&["771"], None)]).await;
    let mut paused = status_update(771, "PAUSED");
    paused["other_info"] = json!({"title": "FIRST_PAUSE", "description": "Paused for 3 hours."});
    receive(&app, "message_template_status_update", paused).await;
    let told = |held: Vec<Replica>| held[0].get("message_template_status_update").cloned();
    let value = told(held(&app).await).expect("kept").value;
    assert_eq!(value["other_info"]["title"], "FIRST_PAUSE");
    assert_eq!(value["event"], "PAUSED");
    assert_eq!(value.get("message_template_name"), None, "its own node says it");
}
