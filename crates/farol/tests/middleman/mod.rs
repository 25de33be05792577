//! Stands between the console and the emulator: what becomes of a write on its way is the test's to say.
#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use emulator::Emulator;
use farol::app::App;
use serde_json::{Value, json};

use super::console;

/// What becomes of a write.
#[derive(Clone, Copy)]
pub enum Way {
    /// It is done and answered.
    Through = 0,
    /// It is done, and a gateway's page comes back.
    AnswerLost = 1,
    /// It is not done, and a gateway's page comes back.
    RequestLost = 2,
    /// Meta refuses it in its own words.
    Refused = 3,
    /// It is done, and no answer ever comes.
    Silent = 4,
    /// It is not done, and Meta says yes.
    Ignored = 5,
}

/// The one between.
#[derive(Clone)]
pub struct Middleman {
    emulator: Emulator,
    way: Arc<AtomicU8>,
    /// The end of the paths that are writes, and of others that pass.
    suffix: Arc<str>,
    writes: Arc<Mutex<Vec<String>>>,
    /// The hands of the clock that both share.
    pub hands: console::Hands,
}

impl Middleman {
    /// From now on writes go this way.
    pub fn let_writes(&self, way: Way) {
        self.way.store(way as u8, Ordering::SeqCst);
    }

    /// How many writes came by.
    pub fn writes(&self) -> usize {
        self.writes.lock().expect("not poisoned").len()
    }
}

async fn pass(State(between): State<Middleman>, request: Request<Body>) -> Response {
    use tower::ServiceExt;
    let path = request.uri().path().to_owned();
    let is_read = request.method() == Method::GET;
    let is_write = !is_read && path.ends_with(&*between.suffix);
    if is_write {
        between.writes.lock().expect("not poisoned").push(path);
    }
    let way = if is_write { between.way.load(Ordering::SeqCst) } else { Way::Through as u8 };
    let refusal = json!({"error": {"message": "(#100) Invalid parameter", "code": 100,
        "error_data": {"messaging_product": "whatsapp", "details": "not to Meta's taste"}}});
    let through = |request| between.emulator.router().oneshot(request);
    match way {
        1 => {
            let _done = through(request).await.expect("answered");
            StatusCode::BAD_GATEWAY.into_response()
        }
        2 => StatusCode::BAD_GATEWAY.into_response(),
        3 => (StatusCode::BAD_REQUEST, axum::Json(refusal)).into_response(),
        4 => {
            let _done = through(request).await.expect("answered");
            std::future::pending().await
        }
        5 => axum::Json(json!({"success": true})).into_response(),
        _ => through(request).await.expect("answered"),
    }
}

/// A console of `one` with an account, whose Graph client goes through a middleman that sees to the
/// writes whose paths end so.
pub async fn between(waba: &str, suffix: &str) -> (App, Emulator, Middleman) {
    let settings = emulator::Settings::default();
    let (app, emulator, hands) = console::beside_emulator_with(settings).await;
    console::connect_account(&app, &emulator, "one", waba).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let middleman = Middleman {
        emulator: emulator.clone(),
        way: Arc::default(),
        suffix: suffix.into(),
        writes: Arc::default(),
        hands,
    };
    let router = Router::new().fallback(pass).with_state(middleman.clone());
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
    console::refresh_all(&app).await;
    (app, emulator, middleman)
}

/// Changes the emulator's world, as somebody else would.
pub async fn control(emulator: &Emulator, path: &str, body: Value) {
    use tower::ServiceExt;
    let mut request = Request::post(format!("/_control/{path}"))
        .header("host", "127.0.0.1")
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .expect("a request");
    let from = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
    request.extensions_mut().insert(axum::extract::ConnectInfo(from));
    let answer = emulator.router().oneshot(request).await.expect("answered");
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
}
