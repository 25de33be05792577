//! A browser without a socket: what a person of a role asks the router, and what came back.
#![allow(dead_code, reason = "each test file uses its part")]

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, Response, header};
use domain::Timestamp;
use domain::role::Role;
use farol::app::App;
use farol::http::COOKIE;
use serde_json::Value;
use store::{NewPerson, PersonId, TenantId, TenantScope, TokenHash};
use tower::ServiceExt;

/// Names what a test makes, so that no two are the same.
static NTH: AtomicU64 = AtomicU64::new(0);

/// The type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// The type of what the page's script posts.
pub const JSON: &str = "application/json";

/// A person at a browser, or nobody in particular.
#[derive(Clone)]
pub struct Visitor {
    app: App,
    person: Option<PersonId>,
    token: Option<String>,
}

/// What came back, but for the date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub text: String,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Status and where it leads.
    pub fn leads(&self) -> (u16, Option<&str>) {
        (self.status, self.header("location"))
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("JSON")
    }
}

impl Visitor {
    /// Nobody: no cookie.
    pub fn stranger(app: &App) -> Self {
        Self { app: app.clone(), person: None, token: None }
    }

    /// A new person with this part in a tenant, logged in.
    pub async fn of(app: &App, tenant: &str, role: Role) -> Self {
        let nth = NTH.fetch_add(1, Ordering::Relaxed);
        let person = PersonId::new(format!("person-{nth}"));
        let new = NewPerson {
            id: person.clone(),
            email: format!("person-{nth}@{tenant}.example"),
            name: format!("Person {nth}"),
            password_hash: None,
            language: Some("en".to_owned()),
            is_installation_owner: false,
            created_at: Timestamp::from_millis(0),
        };
        let added = app.store.ledger.transact(move |tx| tx.add_person(&new)).await;
        added.expect("added");
        let visitor = Self { app: app.clone(), person: Some(person), token: None };
        visitor.takes_part(tenant, role).await;
        visitor.at_another_browser(tenant).await
    }

    /// The owner that the tenant has from the start, logged in.
    pub async fn owner(app: &App, tenant: &str) -> Self {
        let person = Some(PersonId::new(tenant));
        Self { app: app.clone(), person, token: None }.at_another_browser(tenant).await
    }

    /// Whoever holds this session's cookie.
    pub fn with_token(app: &App, token: &str) -> Self {
        Self { app: app.clone(), person: None, token: Some(token.to_owned()) }
    }

    /// Another person that there is, logged in to a tenant.
    pub async fn as_person(&self, person: &str, tenant: &str) -> Self {
        let person = Some(PersonId::new(person));
        Self { person, ..self.clone() }.at_another_browser(tenant).await
    }

    /// The id of whose session it is.
    pub async fn person_id(&self) -> String {
        let (hash, now) = (self.session(), self.app.clock.steady());
        let found = self.app.store.ledger.read(move |read| read.session(hash, now)).await;
        found.expect("read").expect("a session").person.to_string()
    }

    /// The same person, logged in once more.
    pub async fn at_another_browser(&self, tenant: &str) -> Self {
        let token = format!("session-{}-{}", NTH.fetch_add(1, Ordering::Relaxed), "x".repeat(32));
        let (hash, tenant) = (TokenHash::of(&token), TenantId::new(tenant));
        let person = self.person.clone().expect("a person");
        let now = self.app.clock.steady();
        let until = now.plus(Duration::from_secs(3600));
        let opened = self
            .app
            .store
            .ledger
            .transact(move |tx| tx.open_session(hash, &person, &tenant, now, until))
            .await;
        opened.expect("opened");
        Self { token: Some(token), ..self.clone() }
    }

    /// Gives the person a part in a tenant, over the one held.
    pub async fn takes_part(&self, tenant: &str, role: Role) {
        let person = self.person.clone().expect("a person");
        let scope = TenantScope::for_worker(TenantId::new(tenant));
        let added =
            self.app.store.ledger.transact(move |tx| tx.add_membership(&scope, &person, role));
        added.await.expect("added");
    }

    /// Takes the person's part in a tenant away.
    pub async fn leaves(&self, tenant: &str) {
        let person = self.person.clone().expect("a person");
        let scope = TenantScope::for_worker(TenantId::new(tenant));
        let removed =
            self.app.store.ledger.transact(move |tx| tx.remove_membership(&scope, &person));
        removed.await.expect("removed");
    }

    /// What the session is looked up by.
    pub fn session(&self) -> TokenHash {
        TokenHash::of(self.token.as_deref().expect("a session"))
    }

    /// The text of the session's cookie.
    pub fn token(&self) -> &str {
        self.token.as_deref().expect("a session")
    }

    /// Gets a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], Vec::new()).await
    }

    /// Posts a form.
    pub async fn form(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = form.iter().map(|(key, value)| {
            let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            format!("{key}={value}")
        });
        let body = body.collect::<Vec<_>>().join("&");
        self.ask(Method::POST, path, &[("content-type", FORM)], body.into_bytes()).await
    }

    /// Posts a form whose body comes only after something else was done.
    pub async fn form_after(
        &self,
        path: &str,
        form: &'static str,
        meanwhile: impl Future<Output = ()> + Send + 'static,
    ) -> Answer {
        let body = Body::from_stream(futures_util::stream::once(async move {
            meanwhile.await;
            Ok::<_, std::convert::Infallible>(form)
        }));
        let response = self.open_with(Method::POST, path, &[("content-type", FORM)], body).await;
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.expect("a body");
        Self::answer(&parts, String::from_utf8(bytes.to_vec()).expect("UTF-8"))
    }

    /// Posts JSON.
    pub async fn json(&self, path: &str, body: &Value) -> Answer {
        let body = body.to_string().into_bytes();
        self.ask(Method::POST, path, &[("content-type", JSON)], body).await
    }

    /// Asks anything.
    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let response = self.open(method, path, headers, body).await;
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.expect("a body");
        Self::answer(&parts, String::from_utf8(bytes.to_vec()).expect("UTF-8"))
    }

    /// Status and headers alone, for what never ends.
    pub async fn head_of(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let (parts, _) = self.open(method, path, headers, body).await.into_parts();
        Self::answer(&parts, String::new())
    }

    fn answer(parts: &axum::http::response::Parts, text: String) -> Answer {
        let value = |value: &axum::http::HeaderValue| value.to_str().unwrap_or("").to_owned();
        let headers = parts.headers.iter().filter(|(name, _)| *name != "date");
        let headers = headers.map(|(name, text)| (name.to_string(), value(text))).collect();
        Answer { status: parts.status.as_u16(), headers, text }
    }

    /// The answer with its body still to be read.
    pub async fn open(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Response<Body> {
        self.open_with(method, path, headers, Body::from(body)).await
    }

    async fn open_with(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Response<Body> {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1");
        if let Some(token) = &self.token {
            request = request.header(header::COOKIE, format!("{COOKIE}={token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(body).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
        farol::http::router(self.app.clone()).oneshot(request).await.expect("answered")
    }
}
