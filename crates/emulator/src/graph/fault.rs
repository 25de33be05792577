//! Faults that can be armed on Graph calls, to see how a client takes them.

use std::time::Duration;

use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use tokio_util::sync::CancellationToken;

use super::error::GraphError;

/// The fault that is armed.
#[derive(Clone, Debug)]
pub struct Fault {
    pub name: String,
    /// Of the calls, the share that it strikes.
    pub share: f64,
    /// Part of the path that it strikes; everything when absent.
    pub edge: Option<String>,
}

/// The names that `/_control/faults` takes.
pub const NAMES: [&str; 10] = [
    "http_500",
    "http_503",
    "timeout",
    "rate_limit",
    "app_rate_limit",
    "expired_token",
    "malformed",
    "html",
    "empty",
    "reset",
];

/// Longer than any sensible client waits.
const TIMEOUT: Duration = Duration::from_secs(120);

/// The answer that a struck call gets; a stop does not wait for one that hangs.
pub async fn strike(name: &str, closing: &CancellationToken) -> Response {
    match name {
        "timeout" => {
            let _ = closing.run_until_cancelled(tokio::time::sleep(TIMEOUT)).await;
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
        "html" => (
            StatusCode::BAD_GATEWAY,
            Html("<!doctype html><title>Error</title><h1>Sorry, something went wrong.</h1>"),
        )
            .into_response(),
        "malformed" => {
            ([("content-type", "application/json; charset=UTF-8")], "{\"data\":[{\"id\":\"10")
                .into_response()
        }
        "empty" => StatusCode::OK.into_response(),
        other => super::respond_error(&error(other)),
    }
}

fn error(name: &str) -> GraphError {
    match name {
        "rate_limit" => GraphError::too_many_calls(),
        "app_rate_limit" => GraphError {
            is_transient: true,
            ..GraphError::new(400, 4, "(#4) Application request limit reached")
        },
        "expired_token" => GraphError::expired_token(),
        "http_503" => GraphError {
            is_transient: true,
            ..GraphError::new(503, 2, "(#2) Service temporarily unavailable")
        },
        _ => GraphError {
            is_transient: true,
            ..GraphError::new(500, 1, "(#1) An unknown error occurred")
        },
    }
}
