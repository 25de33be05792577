//! The popup as a browser drives it: by its forms.

use std::collections::BTreeMap;

use axum::body::Body;
use http::Request;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use super::{APP, Stand};

pub const OPENER: &str = "http://127.0.0.1:8080";

fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

pub fn address(stand: &Stand, changes: &[(&str, &str)]) -> String {
    let config_id = stand.emulator.app().config_id;
    let mut query = BTreeMap::from([
        ("client_id", APP),
        ("config_id", &config_id),
        ("response_type", "code"),
        ("state", "f1"),
        ("origin", OPENER),
        ("extras", "{}"),
    ]);
    query.extend(changes.iter().copied());
    let query: Vec<String> = query.iter().map(|(k, v)| format!("{k}={}", encode(v))).collect();
    format!("/v25.0/dialog/oauth?{}", query.join("&"))
}

/// A popup that is driven by its forms, as a browser would.
pub struct Popup<'s> {
    stand: &'s Stand,
    pub html: String,
}

impl<'s> Popup<'s> {
    pub async fn open(stand: &'s Stand, extras: Value) -> Popup<'s> {
        let path = address(stand, &[("extras", &extras.to_string())]);
        let answer = stand.ask(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        Popup { stand, html: answer.text }
    }

    /// The form as it stands: hidden and text inputs, and the radio buttons that are checked.
    pub fn form(&self) -> BTreeMap<String, String> {
        let attribute = |tag: &str, name: &str| {
            let value = tag.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0;
            Some(value.replace("&#39;", "'").replace("&amp;", "&"))
        };
        let inputs = self.html.split("<input").skip(1).map(|rest| rest.split_once('>').unwrap().0);
        inputs
            .filter(|tag| !tag.contains("type=\"radio\"") || tag.ends_with(" checked"))
            .map(|tag| (attribute(tag, "name").unwrap(), attribute(tag, "value").unwrap()))
            .collect()
    }

    pub async fn press(&mut self, act: &str, changes: &[(&str, &str)]) -> &mut Self {
        let button = format!("data-act=\"{act}\"");
        assert!(self.html.contains(&button), "no {act} on {}", self.html);
        let mut form = self.form();
        form.extend(changes.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
        form.insert("act".to_owned(), act.to_owned());
        let body: Vec<String> = form.iter().map(|(k, v)| format!("{k}={}", encode(v))).collect();
        let request = Request::post("/dialog/oauth")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("host", "127.0.0.1:8081")
            .header("origin", "http://127.0.0.1:8081")
            .body(Body::from(body.join("&")));
        let answer = self.stand.ask(request.unwrap()).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        self.html = answer.text;
        self
    }

    /// Presses `next` until it is gone.
    pub async fn walk(&mut self) -> &mut Self {
        while self.html.contains("data-act=\"next\"") {
            self.press("next", &[]).await;
        }
        self
    }

    pub fn step(&self) -> &str {
        self.html.split_once("data-step=\"").unwrap().1.split_once('"').unwrap().0
    }

    pub fn posts(&self) -> Vec<String> {
        let text = self.html.split_once("data-posts=\"").unwrap().1.split_once('"').unwrap().0;
        serde_json::from_str(&text.replace("&quot;", "\"").replace("&amp;", "&")).unwrap()
    }

    /// The message to the page, and the code of the reply to `FB.login`.
    pub fn end(&self) -> (Value, Option<String>) {
        let posts = self.posts();
        (serde_json::from_str(&posts[0]).unwrap(), code(&posts[1]))
    }
}

pub fn code(reply: &str) -> Option<String> {
    assert!(reply.starts_with("cb=f1&"), "{reply}");
    let code = reply.split('&').find_map(|pair| pair.strip_prefix("code="))?;
    Some(percent_decode_str(code).decode_utf8().unwrap().into_owned())
}
