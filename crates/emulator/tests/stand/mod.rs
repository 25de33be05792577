//! What the contract tests stand on: an emulator in process, and a callback on loopback.

#![allow(dead_code, reason = "each test file uses its own part")]

pub mod people;
pub mod popup;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::routing::get;
use emulator::{Emulator, Settings};
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

pub const CASA_IPE: &str = "506914307656634";
pub const BRASIL: &str = "102290129340398";
pub const ATACADO: &str = "108831905544271";
pub const AURORA: &str = "113947260081536";
pub const COBRANCA: &str = "106540352242922";
pub const RECIFE: &str = "107719460358814";
pub const APP: &str = "634974688087057";

/// An emulator that is asked in process, with the token of its system user.
pub struct Stand {
    pub emulator: Emulator,
    pub token: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub fn code(&self) -> i64 {
        self.json()["error"]["code"].as_i64().unwrap()
    }
}

impl Stand {
    pub fn new() -> Stand {
        Stand::with(Settings::default())
    }

    pub fn with(settings: Settings) -> Stand {
        let emulator = Emulator::open(settings).unwrap();
        let token = emulator.system_user_token();
        Stand { emulator, token }
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.emulator.router().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: head.status,
            headers: head.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// A Graph call by the token of the system user.
    pub async fn graph(&self, method: &str, path: &str) -> Answer {
        self.graph_as(&self.token, method, path).await
    }

    pub async fn graph_as(&self, token: &str, method: &str, path: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {token}"));
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    pub async fn read(&self, path: &str) -> Value {
        let answer = self.graph("GET", path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }

    pub async fn control(&self, path: &str, body: Value) -> Answer {
        let request = Request::post(format!("/_control/{path}")).header("host", "127.0.0.1:8081");
        self.ask(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// A control call that must succeed.
    pub async fn set(&self, path: &str, body: Value) -> Value {
        let answer = self.control(path, body).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }

    pub fn app_token(&self) -> String {
        let app = self.emulator.app();
        format!("{}|{}", app.id, app.secret)
    }

    /// Subscribes the app to these fields at a callback, and to the first WABA.
    pub async fn subscribe(&self, callback: &Callback, fields: &str) {
        let answer = self
            .graph_as(
                &self.app_token(),
                "POST",
                &format!(
                    "/v25.0/{APP}/subscriptions?object=whatsapp_business_account\
                     &callback_url={}&verify_token={VERIFY_TOKEN}&fields={fields}",
                    callback.url
                ),
            )
            .await;
        assert_eq!(answer.json(), json!({"success": true}));
        let answer = self.graph("POST", &format!("/v25.0/{BRASIL}/subscribed_apps")).await;
        assert_eq!(answer.json(), json!({"success": true}));
    }

    /// Runs the emulator until the guard is dropped or stopped.
    pub fn run(&self) -> Running {
        let stop = CancellationToken::new();
        let (emulator, token) = (self.emulator.clone(), stop.clone());
        let task = tokio::spawn(async move { emulator.run(token).await });
        Running { stop, task }
    }
}

pub struct Running {
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    pub async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }
}

pub const VERIFY_TOKEN: &str = "verify-me";

/// A webhook that arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub signature: String,
    pub body: String,
}

impl Arrived {
    pub fn change(&self) -> Value {
        let body: Value = serde_json::from_str(&self.body).unwrap();
        body["entry"][0]["changes"][0].clone()
    }
}

/// A callback on loopback that passes the handshake.
#[derive(Clone)]
pub struct Callback {
    pub url: String,
    heart: Arc<Heart>,
}

#[derive(Default)]
struct Heart {
    arrived: Mutex<Vec<Arrived>>,
    refuse: AtomicU64,
    lies: AtomicBool,
}

impl Callback {
    pub async fn open() -> Callback {
        let heart = Arc::new(Heart::default());
        let app = axum::Router::new()
            .route("/hook", get(shake).post(take))
            .with_state(Arc::clone(&heart));
        let listener =
            tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Callback { url, heart }
    }

    /// The next so many webhooks get a 503.
    pub fn refuse(&self, count: u64) {
        self.heart.refuse.store(count, Ordering::SeqCst);
    }

    /// From now on the challenge is answered wrongly.
    pub fn lie(&self) {
        self.heart.lies.store(true, Ordering::SeqCst);
    }

    pub fn arrived(&self) -> Vec<Arrived> {
        self.heart.arrived.lock().unwrap().clone()
    }

    pub async fn wait_for(&self, count: usize) -> Vec<Arrived> {
        eventually(|| self.arrived().len() >= count).await;
        self.arrived()
    }
}

async fn shake(
    State(heart): State<Arc<Heart>>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> (StatusCode, String) {
    if heart.lies.load(Ordering::SeqCst) {
        return (StatusCode::OK, "1".to_owned());
    }
    if asked["hub.mode"] == "subscribe" && asked["hub.verify_token"] == VERIFY_TOKEN {
        (StatusCode::OK, asked["hub.challenge"].clone())
    } else {
        (StatusCode::FORBIDDEN, String::new())
    }
}

async fn take(State(heart): State<Arc<Heart>>, headers: HeaderMap, body: String) -> StatusCode {
    let signature = headers["x-hub-signature-256"].to_str().unwrap().to_owned();
    heart.arrived.lock().unwrap().push(Arrived { signature, body });
    let refused =
        heart.refuse.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
    match refused {
        Ok(_) => StatusCode::SERVICE_UNAVAILABLE,
        Err(_) => StatusCode::OK,
    }
}

/// Polls until it holds; fails after ten seconds.
pub async fn eventually(mut holds: impl FnMut() -> bool) {
    let polling = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let held = tokio::time::timeout(Duration::from_secs(10), polling).await;
    assert!(held.is_ok(), "it never came to hold");
}
