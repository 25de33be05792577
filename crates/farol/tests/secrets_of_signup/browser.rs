//! A person's browser that forgets nothing that it was sent.

use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::canary::Place;
use crate::program::Demo;

/// The pages of the console.
const PAGES: [&str; 9] = [
    "/connect",
    "/overview",
    "/numbers",
    "/overview?waba=102290129340398",
    "/numbers?waba=1",
    "/login",
    "/missing",
    "/metrics",
    "/readyz",
];

/// A logged-in owner, and everything that came back.
pub struct Browser {
    http: reqwest::Client,
    console: String,
    cookie: String,
    seen: Vec<Place>,
    events: Arc<Mutex<Vec<u8>>>,
    stream: tokio::task::JoinHandle<()>,
}

impl Browser {
    pub async fn of(demo: &Demo) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let (console, cookie) = (demo.console.clone(), demo.owner().await);
        let url = format!("{console}/events");
        let answer = http.get(url).header("cookie", &cookie).send().await.expect("answered");
        assert_eq!(answer.status(), 200);
        let events = Arc::<Mutex<Vec<u8>>>::default();
        let kept = Arc::clone(&events);
        let stream = tokio::spawn(async move {
            let mut answer = answer;
            while let Ok(Some(chunk)) = answer.chunk().await {
                kept.lock().expect("whole").extend_from_slice(&chunk);
            }
        });
        Self { http, console, cookie, seen: Vec::new(), events, stream }
    }

    /// The text of the session's cookie.
    pub fn session(&self) -> &str {
        self.cookie.split_once('=').expect("a cookie").1
    }

    pub async fn get(&mut self, path: &str) -> String {
        let request = self.http.get(format!("{}{path}", self.console));
        self.send(path, request).await
    }

    /// Posts what the page's script posts; the answer as JSON, null when it is none.
    pub async fn post_json(&mut self, path: &str, body: &Value) -> Value {
        let request = self.http.post(format!("{}{path}", self.console)).json(body);
        serde_json::from_str(&self.send(path, request).await).unwrap_or(Value::Null)
    }

    pub async fn post_form(&mut self, path: &str, form: &Value) -> String {
        let request = self.http.post(format!("{}{path}", self.console)).form(form);
        self.send(path, request).await
    }

    /// Asks for every page.
    pub async fn look_around(&mut self) {
        for path in PAGES {
            self.get(path).await;
        }
    }

    async fn send(&mut self, path: &str, request: reqwest::RequestBuilder) -> String {
        let answer = request.header("cookie", &self.cookie).send().await.expect("answered");
        let mut kept = format!("{:?}\n", answer.headers());
        let text = answer.text().await.expect("a body");
        kept += &text;
        // A nonce is given to the page that asks for one, and to nothing else.
        let is_given = path == "/connect/nonce" && text.starts_with("{\"nonce\"");
        if !is_given {
            self.seen.push(Place { name: path.to_owned(), bytes: kept.into_bytes() });
        }
        text
    }

    /// Everything that came back, once the console is gone.
    pub async fn seen(self) -> Vec<Place> {
        self.stream.await.expect("read to its end");
        let mut seen = self.seen;
        let bytes = self.events.lock().expect("whole").clone();
        assert!(bytes.len() > 100, "the stream told something");
        seen.push(Place { name: "/events".to_owned(), bytes });
        seen
    }
}
