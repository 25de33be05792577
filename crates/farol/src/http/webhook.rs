//! Meta's door: the signature over the raw body, the durable inbox, and only then 200.

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::BytesMut;
use futures_util::StreamExt;
use meta::signature::{self, BadSignature, Verified};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use crate::app::App;

/// Meta's handshake (META 7.1).
#[derive(Deserialize)]
pub struct Handshake {
    #[serde(rename = "hub.mode")]
    mode: Option<String>,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
    #[serde(rename = "hub.verify_token")]
    verify_token: Option<String>,
}

/// How much of a body that is too long is read before the connection is closed.
const PATIENCE_BYTES: usize = 32 << 20;

/// Longest challenge echoed. Meta's are ten digits; what is echoed is chosen by who asks.
const CHALLENGE_BYTES: usize = 64;

/// `GET /webhooks/meta`: the bare challenge, if the verify token is ours.
pub async fn handshake(State(app): State<App>, Query(asked): Query<Handshake>) -> Response {
    let token = asked.verify_token.unwrap_or_default();
    let is_ours: bool = token.as_bytes().ct_eq(app.meta.verify_token.expose().as_bytes()).into();
    let challenge = asked.challenge.unwrap_or_default();
    let is_plain = !challenge.is_empty()
        && challenge.len() <= CHALLENGE_BYTES
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if asked.mode.as_deref() != Some("subscribe") || !is_ours || !is_plain {
        return StatusCode::FORBIDDEN.into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], challenge).into_response()
}

/// `POST /webhooks/meta`: 200 after the commit, 401 for the signature, 413 above
/// [`super::WEBHOOK_BYTES`], 503 when it can't be stored.
pub async fn receive(State(app): State<App>, headers: HeaderMap, body: Body) -> StatusCode {
    let body = match read(body).await {
        Ok(body) => body,
        Err(status) => return status,
    };
    match check(&app, &headers, body) {
        Ok(verified) => store(&app, verified).await,
        Err(bad) => {
            app.metrics.forged.inc();
            tracing::warn!(reason = %bad, "A webhook was refused for its signature");
            StatusCode::UNAUTHORIZED
        }
    }
}

/// Reads a body. One that is too long is read on a while and thrown away, since a sender that is
/// cut off while it writes never sees the 413.
async fn read(body: Body) -> Result<Bytes, StatusCode> {
    let mut chunks = body.into_data_stream();
    let mut whole = BytesMut::new();
    let mut length = 0;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| StatusCode::BAD_REQUEST)?;
        length += chunk.len();
        if length > PATIENCE_BYTES {
            break;
        }
        if length <= super::WEBHOOK_BYTES {
            whole.extend_from_slice(&chunk);
        }
    }
    if length > super::WEBHOOK_BYTES {
        Err(StatusCode::PAYLOAD_TOO_LARGE)
    } else {
        Ok(whole.freeze())
    }
}

fn check(app: &App, headers: &HeaderMap, body: Bytes) -> Result<Verified, BadSignature> {
    let mut signatures = headers.get_all("x-hub-signature-256").iter();
    // A second header would leave it open which one was checked.
    let signature = signatures.next().filter(|_| signatures.next().is_none());
    let secret = app.meta.secret.expose().as_bytes();
    signature::verify(&[secret], signature.map(http::HeaderValue::as_bytes), body)
}

async fn store(app: &App, verified: Verified) -> StatusCode {
    match app.store.inbox.append(verified.into_bytes(), app.clock.now()).await {
        Ok(_seq) => {
            app.metrics.accepted.inc();
            app.health.stored();
            StatusCode::OK
        }
        Err(error) => {
            app.metrics.unstored.inc();
            app.health.not_stored();
            tracing::error!(%error, "A webhook could not be stored; Meta will send it again");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
