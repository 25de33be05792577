//! A browser without an account that came by a hand-over link: what it asks the router.
#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::{Mutex, PoisonError};

use axum::http::Method;
use farol::app::App;
use farol::connect::handover::{self, Wanted};
use serde_json::Value;
use store::{PersonId, StoredHandover};
use ui::Language;

use crate::console;
use crate::visitor::{Answer, FORM, JSON, Visitor};

/// A browser, with the one cookie that it holds.
pub struct Guest {
    browser: Visitor,
    cookie: Mutex<Option<String>>,
}

/// Makes a link as the owner of a tenant does, for a day; answers the address's path.
pub async fn link(app: &App, tenant: &str, label: &str) -> String {
    let wanted = Wanted { label: label.to_owned(), language: Language::En, days: 1 };
    let made = handover::make(app, console::scope(tenant), PersonId::new(tenant), wanted).await;
    format!("/c/{}", made.expect("kept").expect("a day is offered").0)
}

/// The newest link of a tenant, as kept.
pub async fn newest(app: &App, tenant: &str) -> StoredHandover {
    let scope = console::scope(tenant);
    let links = app.store.ledger.read(move |read| read.handovers(&scope, 1)).await;
    links.expect("read").pop().expect("a link")
}

impl Guest {
    /// A browser that holds nothing yet.
    pub fn new(app: &App) -> Self {
        Self { browser: Visitor::stranger(app), cookie: Mutex::default() }
    }

    /// The browser that opened a new link of a tenant and began.
    pub async fn of(app: &App, tenant: &str, label: &str) -> Self {
        let guest = Self::new(app);
        guest.opens(&link(app, tenant, label).await).await;
        guest
    }

    /// Opens an address and begins.
    pub async fn opens(&self, address: &str) {
        assert_eq!(self.get(address).await.leads(), (303, Some("/c")), "the address is left");
        assert_eq!(self.form("/c", &[]).await.leads(), (303, Some("/c")));
    }

    /// The text of the cookie.
    pub fn held(&self) -> Option<String> {
        self.cookie.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Holds this from now on, whoever's it was.
    pub fn holds(&self, cookie: Option<String>) {
        *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = cookie;
    }

    /// Gets a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.asks(Method::GET, path, None, b"").await
    }

    /// Posts a form.
    pub async fn form(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = form.iter().map(|(key, value)| format!("{key}={value}")).collect();
        self.asks(Method::POST, path, Some(FORM), body.join("&").as_bytes()).await
    }

    /// Posts JSON.
    pub async fn json(&self, path: &str, body: &Value) -> Answer {
        self.asks(Method::POST, path, Some(JSON), body.to_string().as_bytes()).await
    }

    /// Asks anything, and keeps the cookie that came back.
    pub async fn asks(
        &self,
        method: Method,
        path: &str,
        kind: Option<&str>,
        body: &[u8],
    ) -> Answer {
        let cookie = self.held().map(|held| format!("{}={held}", farol::http::LINK_COOKIE));
        let headers = cookie.iter().map(|cookie| ("cookie", cookie.as_str()));
        let headers: Vec<(&str, &str)> =
            headers.chain(kind.map(|kind| ("content-type", kind))).collect();
        let answer = self.browser.ask(method, path, &headers, body.to_vec()).await;
        if let Some(set) = answer.header("set-cookie")
            && let Some((name, rest)) = set.split_once('=')
            && name == farol::http::LINK_COOKIE
        {
            self.holds(rest.split(';').next().map(str::to_owned));
        }
        answer
    }
}
