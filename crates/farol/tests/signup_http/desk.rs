//! Where a login is made: a console and an emulator, and the owner of tenant `one` at the page.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request};
use domain::signup::{Obstacle, Signup, Stage};
use emulator::Emulator;
use farol::app::App;
use serde_json::{Value, json};
use store::SignupId;
use tower::ServiceExt;

use crate::console::{self, Hands};
use crate::visitor::{Answer, Visitor};

/// An account of one number, which is registered.
pub const WABA: &str = "108831905544271";
/// Its number, whose PIN is [`PIN`].
pub const NUMBER: &str = "109264715830046";
/// What the emulator's world has as the PIN of [`NUMBER`].
pub const PIN: &str = "402791";
/// Another account of the same business.
pub const BIG_WABA: &str = "102290129340398";
/// A number of [`BIG_WABA`] that is verified, has no PIN and is not registered.
pub const UNREGISTERED: &str = "107719460358814";
/// An account of another business.
pub const FOREIGN_WABA: &str = "113947260081536";

/// A console, an emulator and who is at the page.
pub struct Desk {
    pub app: App,
    pub emulator: Emulator,
    pub hands: Hands,
    pub owner: Visitor,
}

/// `FINISH`, as the popup posts it.
pub fn finish(waba: &str, number: &str) -> String {
    message("FINISH", &json!({"waba_id": waba, "phone_number_id": number}))
}

/// A message of the popup.
pub fn message(event: &str, data: &Value) -> String {
    json!({"type": "WA_EMBEDDED_SIGNUP", "event": event, "version": 3, "data": data}).to_string()
}

impl Desk {
    pub async fn open() -> Self {
        let settings = emulator::Settings::default();
        let (app, emulator, hands) = console::beside_emulator_with(settings).await;
        let owner = Visitor::owner(&app, "one").await;
        Self { app, emulator, hands, owner }
    }

    /// The same, with a console that Meta reaches and that knows its address.
    pub async fn at_address() -> Self {
        let settings = emulator::Settings::default();
        let (base, emulator, hands) = console::beside_emulator_with(settings).await;
        let app = console::at_address(base).await;
        let owner = Visitor::owner(&app, "one").await;
        Self { app, emulator, hands, owner }
    }

    /// Where Meta is to send webhooks.
    pub fn own_callback(&self) -> String {
        farol::connect::own_callback(&self.app).expect("an address")
    }

    /// The addresses that a number's messages may go to, as Meta has them.
    pub async fn route_of(&self, number: &str) -> Value {
        let path = format!("/v25.0/{number}?fields=webhook_configuration");
        self.ask_emulator(Method::GET, &path, None).await["webhook_configuration"].clone()
    }

    /// Whether Meta has the app subscribed to an account.
    pub async fn is_subscribed(&self, waba: &str) -> bool {
        let path = format!("/v25.0/{waba}/subscribed_apps");
        let apps = self.ask_emulator(Method::GET, &path, None).await;
        let own = self.emulator.app().id;
        let apps = apps["data"].as_array().expect("a list").clone();
        apps.iter().any(|app| app["whatsapp_business_api_data"]["id"] == own.as_str())
    }

    /// A code as if the popup had just finished for this account.
    pub fn code(&self, waba: &str) -> String {
        self.emulator.preauthorised_code(waba).expect("a code")
    }

    pub async fn nonce(&self) -> String {
        self.nonce_of(&self.owner).await
    }

    pub async fn nonce_of(&self, visitor: &Visitor) -> String {
        let answer = visitor.json("/connect/nonce", &json!({})).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["nonce"].as_str().expect("a nonce").to_owned()
    }

    /// Posts a code as the page's script does.
    pub async fn post_code(&self, nonce: &str, code: &str, message: Option<&str>) -> Answer {
        let body = json!({"nonce": nonce, "code": code, "message": message});
        self.owner.json("/connect/code", &body).await
    }

    /// Begins a login with a code, and leaves it there.
    pub async fn begin(&self, code: &str, message: Option<&str>) -> SignupId {
        let nonce = self.nonce().await;
        begun(&self.post_code(&nonce, code, message).await)
    }

    /// Logs in, and goes on until nothing is left to do now.
    pub async fn log_in(&self, waba: &str, message: Option<&str>) -> SignupId {
        let id = self.begin(&self.code(waba), message).await;
        console::carry_on(&self.app).await;
        id
    }

    pub async fn signup(&self, id: &SignupId) -> Signup {
        console::signup(&self.app, "one", id).await
    }

    /// What a login stopped at.
    pub async fn stopped(&self, id: &SignupId) -> Obstacle {
        let signup = self.signup(id).await;
        let Stage::Stopped { snag, .. } = signup.stage else { panic!("{signup:?}") };
        snag.obstacle
    }

    /// How many logins a tenant has.
    pub async fn logins(&self, tenant: &str) -> usize {
        let scope = console::scope(tenant);
        let logins = self.app.store.ledger.read(move |read| read.signups(&scope, 100)).await;
        logins.expect("read").len()
    }

    /// Names of what a tenant keeps sealed.
    pub async fn secrets(&self, tenant: &str) -> Vec<String> {
        let scope = console::scope(tenant);
        let names = self.app.store.ledger.read(move |read| read.secret_names(&scope)).await;
        names.expect("read")
    }

    /// The accounts that a tenant has.
    pub async fn bound(&self, tenant: &str) -> Vec<String> {
        let scope = console::scope(tenant);
        let found = self.app.store.ledger.read(move |read| read.connections(&scope)).await;
        found.expect("read").into_iter().map(|found| found.waba.to_string()).collect()
    }

    /// What the emulator was asked so far, as `GET debug_token`.
    pub async fn calls(&self) -> Vec<String> {
        let calls = self.ask_emulator(Method::GET, "/_control/calls", None).await;
        let calls = calls["data"].as_array().expect("a list").clone();
        let text = |call: &Value, key: &str| call[key].as_str().expect("text").to_owned();
        let path = |call: &Value| text(call, "path").replacen("/v25.0/", "", 1);
        calls.iter().map(|call| format!("{} {}", text(call, "method"), path(call))).collect()
    }

    /// How often the emulator was asked this.
    pub async fn count(&self, call: &str) -> usize {
        self.calls().await.iter().filter(|made| *made == call).count()
    }

    /// The calls of the console that changed something at Meta.
    pub async fn changes(&self) -> Vec<String> {
        self.calls().await.into_iter().filter(|call| !call.starts_with("GET ")).collect()
    }

    /// Changes the emulator's world as a person would.
    pub async fn control(&self, path: &str, body: &Value) -> Value {
        self.ask_emulator(Method::POST, &format!("/_control/{path}"), Some(body)).await
    }

    /// Calls Graph as somebody else who manages the account.
    pub async fn elsewhere(&self, path: &str, body: &Value) -> Value {
        self.ask_emulator(Method::POST, &format!("/v25.0/{path}"), Some(body)).await
    }

    pub async fn ask_emulator(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let token = format!("Bearer {}", self.emulator.system_user_token());
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1")
            .header("content-type", "application/json")
            .header("authorization", token)
            .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())))
            .expect("a request");
        let answer = self.emulator.router().oneshot(request).await.expect("answered");
        let status = answer.status();
        let bytes = axum::body::to_bytes(answer.into_body(), 8 << 20).await.expect("a body");
        assert!(status.is_success(), "{path}: {status} {bytes:?}");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    /// Turns the clock of console and emulator, and carries on.
    pub async fn later(&self, wait: Duration) {
        self.hands.turn(wait);
        console::carry_on(&self.app).await;
    }
}

/// The login that an answer names.
pub fn begun(answer: &Answer) -> SignupId {
    assert_eq!(answer.status, 202, "{answer:?}");
    SignupId::new(answer.json()["signup"].as_str().expect("an id"))
}

/// Where a form of a login leads its reader back to.
pub fn back_to(id: &SignupId) -> String {
    format!("/connect#signup-{id}")
}

/// A refusal that the page's script shows: a sentence, and nothing of what was sent.
pub fn assert_refused(answer: &Answer, status: u16, sent: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    let body = answer.json();
    let sentence = body["message"].as_str().expect("a sentence");
    assert!(!sentence.trim().is_empty(), "{answer:?}");
    assert!(sent.len() < 6 || !answer.text.contains(sent), "{answer:?}");
    assert_eq!(body.as_object().map(serde_json::Map::len), Some(1), "{answer:?}");
}
