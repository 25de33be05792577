//! The handshake: a callback counts only when it repeats the challenge.

use std::error::Error;
use std::time::Duration;

use reqwest::{Client, Url};

use crate::graph::GraphError;
use crate::world::{Callback, mint};

const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_URL: usize = 200;

/// An address that can be called back. Meta insists on public HTTPS; here plain HTTP will do,
/// since a console under test listens on loopback.
pub fn callback_url(text: &str) -> Result<String, GraphError> {
    let refuse = |why: &str| Err(GraphError::bad_parameter(why));
    if text.len() > LONGEST_URL {
        return refuse("The callback URL is longer than 200 characters");
    }
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {
            Ok(text.to_owned())
        }
        _ => refuse("The callback URL is not valid"),
    }
}

/// Asks the callback to repeat a fresh challenge.
pub async fn verify(http: &Client, callback: &Callback) -> Result<(), GraphError> {
    let challenge = mint::challenge();
    let mut url = Url::parse(&callback.url)
        .map_err(|_| GraphError::callback_refused("the URL is not valid"))?;
    url.query_pairs_mut()
        .append_pair("hub.mode", "subscribe")
        .append_pair("hub.challenge", &challenge)
        .append_pair("hub.verify_token", &callback.verify_token);
    let response = http
        .get(url)
        .timeout(PATIENCE)
        .send()
        .await
        .map_err(|error| unreached(callback, &error))?;
    let status = response.status();
    if status != reqwest::StatusCode::OK {
        return Err(GraphError::callback_refused(&format!(
            "HTTP Status Code = {}; HTTP Message = {}",
            status.as_u16(),
            status.canonical_reason().unwrap_or_default()
        )));
    }
    let answer = response.text().await.unwrap_or_default();
    if answer == challenge {
        Ok(())
    } else {
        Err(GraphError::callback_refused("the response does not match the challenge"))
    }
}

/// Meta says no more than this; here the log says why, most often a certificate.
fn unreached(callback: &Callback, error: &reqwest::Error) -> GraphError {
    let mut why = String::new();
    let mut cause = error.source();
    while let Some(inner) = cause {
        why = format!("{why}: {inner}");
        cause = inner.source();
    }
    let why = why.trim_start_matches(": ");
    tracing::warn!(url = callback.url, why, "The callback could not be reached");
    GraphError::callback_refused("the URL could not be reached")
}
