//! Message templates as they are listed: page by page, gone when a whole list leaves them out, and
//! never because a page was missing.

mod console;

use std::sync::{Arc, Mutex};

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
}

async fn answer(State(scripted): State<Scripted>, request: Request<Body>) -> Response {
    use tower::ServiceExt;
    if !request.uri().path().ends_with("/message_templates") {
        return scripted.emulator.router().oneshot(request).await.expect("answered");
    }
    let query = request.uri().query().unwrap_or_default().to_owned();
    let after = query.split('&').find_map(|pair| pair.strip_prefix("after="));
    let nth = after.and_then(|after| after.parse::<usize>().ok()).unwrap_or_default();
    let page = scripted.pages.lock().expect("not poisoned").get(nth).cloned();
    match page.unwrap_or(Ok(json!({"data": []}))) {
        Ok(page) => axum::Json(page).into_response(),
        Err(status) => StatusCode::from_u16(status).expect("a status").into_response(),
    }
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
    let (app, emulator) = console::beside_emulator().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let scripted = Scripted { emulator: emulator.clone(), pages: Arc::default() };
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
    // Each list counts from a moment of its own.
    tokio::time::sleep(std::time::Duration::from_millis(2)).await;
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
