//! For machines: alive, ready, and the counters.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;

/// `GET /healthz`: 200 while the process lives.
pub async fn health() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: 200 when a webhook can be accepted.
pub async fn ready(State(app): State<App>) -> Response {
    if app.health.can_store() {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the inbox can't be written\n").into_response()
    }
}

/// `GET /metrics`: Prometheus text, for the loopback address only.
pub async fn metrics(
    State(app): State<App>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
) -> Response {
    if !from.ip().to_canonical().is_loopback() {
        return StatusCode::FORBIDDEN.into_response();
    }
    match app.metrics.encode() {
        Ok(text) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
