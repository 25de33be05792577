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
    /// The edge that it strikes, as [`Fault::is_for`] reads it; everything when absent.
    pub edge: Option<String>,
}

impl Fault {
    /// The code that messages fail with, for a fault that strikes those.
    pub fn send_code(&self) -> Option<u32> {
        self.name.strip_prefix("failed_")?.parse().ok()
    }

    /// Whether webhooks of this field are lost, if it strikes: all of them, or those of its edge.
    pub fn is_for_webhook(&self, field: &str) -> bool {
        self.name == WEBHOOKS_LOST && self.edge.as_ref().is_none_or(|edge| edge == field)
    }

    /// Whether it is armed for this path: one that has the edge as whole segments, so that
    /// `register` is not `deregister`. A plain node's edge is called `node`, an open upload's
    /// `upload`.
    pub fn is_for(&self, segments: &[String]) -> bool {
        if self.send_code().is_some() || [WEBHOOKS_LOST, HANDSHAKE_FAILED].contains(&&*self.name) {
            return false;
        }
        let is_upload = segments.first().is_some_and(|first| first.starts_with("upload:"));
        if self.name == UPLOAD_CUT {
            return is_upload;
        }
        let Some(edge) = &self.edge else { return true };
        let wanted: Vec<&str> = edge.split('/').filter(|part| !part.is_empty()).collect();
        let is_node = segments.len() == 1 && segments[0] != "debug_token" && !is_upload;
        wanted.is_empty()
            || (wanted == ["upload"] && is_upload)
            || (wanted == ["node"] && is_node)
            || segments.windows(wanted.len()).any(|part| part == wanted)
    }
}

/// Strikes webhooks, not calls: Meta tells nobody, and never will.
const WEBHOOKS_LOST: &str = "webhooks_lost";
/// The call takes effect, and its answer is lost.
const ANSWER_LOST: &str = "answer_lost";
/// No callback passes Meta's handshake, as if something stood before it.
pub const HANDSHAKE_FAILED: &str = "handshake_failed";
/// Half of an upload's bytes arrive, and the connection breaks.
pub const UPLOAD_CUT: &str = "upload_cut";

/// Whether a fault strikes only after the call took effect.
pub fn is_after(name: &str) -> bool {
    name == ANSWER_LOST || name == UPLOAD_CUT
}

/// The names that `/_control/faults` takes. `failed_` and a code strikes messages, not calls: they
/// are accepted, and fail.
pub const NAMES: [&str; 18] = [
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
    "failed_130472",
    "failed_131026",
    "failed_131048",
    "failed_131049",
    WEBHOOKS_LOST,
    ANSWER_LOST,
    UPLOAD_CUT,
    HANDSHAKE_FAILED,
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
        "app_rate_limit" => GraphError::app_used_up(),
        "expired_token" => GraphError::dead_token(463),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edge: &str, struck: &str, spared: &str) {
        let fault = Fault { name: "http_500".to_owned(), share: 1.0, edge: Some(edge.to_owned()) };
        let is_for =
            |path: &str| fault.is_for(&path.split('/').map(str::to_owned).collect::<Vec<String>>());
        for path in struck.split_whitespace() {
            assert!(is_for(path), "{edge} strikes {path}");
        }
        for path in spared.split_whitespace() {
            assert!(!is_for(path), "{edge} spares {path}");
        }
    }

    #[test]
    fn a_fault_strikes_the_edge_of_its_name_and_no_other() {
        check("oauth/access_token", "oauth/access_token", "debug_token 1 oauth 1/access_token");
        check("debug_token", "debug_token", "oauth/access_token 1 1/register");
        check("subscribed_apps", "1/subscribed_apps", "1/subscriptions 1 1/apps");
        check("register", "1/register", "1/deregister 1 1/verify_code");
        check("node", "1", "debug_token 1/register oauth/access_token");
        check("106", "106 106/register", "1069 1/register");
        check("/phone_numbers", "1/phone_numbers", "1/phone_number phone_numbers_x");
        check("upload", "upload:MTph", "1/uploads 1 1/upload:x");
        check("uploads", "1/uploads", "upload:MTph");
        check("", "1 1/register oauth/access_token", "");
    }
}
