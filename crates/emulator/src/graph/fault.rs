//! Faults that can be armed, to see how a client takes them: on Graph calls, on what becomes of
//! messages, and on webhooks. What the last do is in `webhooks/way.rs`, how a connection breaks is in
//! `broken.rs`.

use std::time::Duration;

use axum::body::to_bytes;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use tokio_util::sync::CancellationToken;

use super::broken;
use super::error::GraphError;

/// A fault that is armed.
#[derive(Clone, Debug)]
pub struct Fault {
    pub name: String,
    /// Of the calls, the share that it strikes.
    pub share: f64,
    /// The edge that it strikes, as [`Fault::is_for`] reads it; everything when absent.
    pub edge: Option<String>,
    /// How many more it strikes before it is gone; without end when absent.
    pub calls: Option<u64>,
    /// How long what it holds up is held up.
    pub wait: Duration,
}

/// How long a fault holds up what it strikes, unless it is told.
pub const WAIT: Duration = Duration::from_secs(2);

impl Fault {
    /// A fault that strikes everything that it can, for ever.
    #[cfg(test)]
    pub fn named(name: &str) -> Fault {
        Fault { name: name.to_owned(), share: 1.0, edge: None, calls: None, wait: WAIT }
    }

    /// The code that messages fail with, for a fault that strikes those.
    pub fn send_code(&self) -> Option<u32> {
        self.name.strip_prefix("failed_")?.parse().ok()
    }

    /// Whether it does this to webhooks of this field: to all, or to those of its edge.
    pub fn is_for_webhook(&self, name: &str, field: &str) -> bool {
        self.name == name && self.edge.as_ref().is_none_or(|edge| edge == field)
    }

    /// Whether it is armed for this path: one that has the edge as whole segments, so that
    /// `register` is not `deregister`. A plain node's edge is called `node`, an open upload's
    /// `upload`.
    pub fn is_for(&self, segments: &[String]) -> bool {
        let is_of_call = self.send_code().is_none() && !self.name.starts_with("webhooks_");
        if !is_of_call || [HANDSHAKE_FAILED, DELIVERED_SKIPPED].contains(&&*self.name) {
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

    /// Whether it strikes only after the call took effect.
    pub fn is_after(&self) -> bool {
        [ANSWER_LOST, UPLOAD_CUT, DELAY, SLOW_DRIP, TRUNCATED].contains(&&*self.name)
    }
}

/// The call takes effect, and its answer is lost.
const ANSWER_LOST: &str = "answer_lost";
/// No callback passes Meta's handshake, as if something stood before it.
pub const HANDSHAKE_FAILED: &str = "handshake_failed";
/// A message is read without a `delivered` before, as it happens to Meta's users now and then.
pub const DELIVERED_SKIPPED: &str = "delivered_skipped";
/// Half of an upload's bytes arrive, and the connection breaks.
pub const UPLOAD_CUT: &str = "upload_cut";
/// The true answer, late.
const DELAY: &str = "delay";
/// The true answer, a little at a time.
const SLOW_DRIP: &str = "slow_drip";
/// Half of the true answer, and the connection breaks.
const TRUNCATED: &str = "truncated";

/// The names that `/_control/faults` takes. `failed_` and a code strikes messages, not calls: they
/// are accepted, and fail; `webhooks_` strikes webhooks.
pub const NAMES: [&str; 37] = [
    "http_500",
    "http_502",
    "http_503",
    "http_504",
    "timeout",
    DELAY,
    SLOW_DRIP,
    "code_1",
    "code_2",
    "code_4",
    "code_190",
    "code_80007",
    "code_130429",
    "rate_limit",
    "app_rate_limit",
    "expired_token",
    "error_in_200",
    "malformed",
    TRUNCATED,
    "html",
    "empty",
    "reset",
    "failed_130472",
    "failed_131026",
    "failed_131048",
    "failed_131049",
    DELIVERED_SKIPPED,
    "webhooks_lost",
    "webhooks_late",
    "webhooks_doubled",
    "webhooks_reordered",
    "webhooks_batched",
    "webhooks_badly_signed",
    ANSWER_LOST,
    UPLOAD_CUT,
    HANDSHAKE_FAILED,
    "http_429",
];

/// Longer than any sensible client waits.
const TIMEOUT: Duration = Duration::from_secs(120);
/// The longest answer that is held up; Graph's are far shorter.
const ANSWER_LIMIT: usize = 16 << 20;

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
        "http_502" => StatusCode::BAD_GATEWAY.into_response(),
        "http_504" => StatusCode::GATEWAY_TIMEOUT.into_response(),
        "malformed" => {
            ([("content-type", "application/json; charset=UTF-8")], "{\"data\":[{\"id\":\"10")
                .into_response()
        }
        "empty" => StatusCode::OK.into_response(),
        "reset" => {
            let mut response = broken::connection(Vec::new(), Duration::ZERO, true);
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        }
        "error_in_200" => {
            let mut response = super::respond_error(&error(name));
            *response.status_mut() = StatusCode::OK;
            response
        }
        other => super::respond_error(&error(other)),
    }
}

/// What a fault makes of the answer to a call that took effect.
pub async fn spoil(fault: &Fault, answer: Response, closing: &CancellationToken) -> Response {
    if fault.name == DELAY {
        let _ = closing.run_until_cancelled(tokio::time::sleep(fault.wait)).await;
        return answer;
    }
    if fault.name != SLOW_DRIP && fault.name != TRUNCATED {
        return strike(&fault.name, closing).await;
    }
    let (mut head, body) = answer.into_parts();
    let Ok(body) = to_bytes(body, ANSWER_LIMIT).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut spoilt = if fault.name == TRUNCATED {
        broken::connection(vec![body.slice(..body.len() / 2)], Duration::ZERO, true)
    } else {
        broken::connection(broken::drops(&body), fault.wait, false)
    };
    head.headers.remove(http::header::CONTENT_LENGTH);
    std::mem::swap(spoilt.headers_mut(), &mut head.headers);
    *spoilt.status_mut() = head.status;
    spoilt
}

fn error(name: &str) -> GraphError {
    match name {
        "rate_limit" | "code_80007" => GraphError::too_many_calls(),
        "app_rate_limit" | "code_4" => GraphError::app_used_up(),
        "http_429" => GraphError { http_status: 429, ..GraphError::app_used_up() },
        "expired_token" | "code_190" => GraphError::dead_token(463),
        "code_130429" => GraphError::new(400, 130_429, "(#130429) Rate limit hit"),
        "http_503" | "code_2" => GraphError {
            is_transient: true,
            ..GraphError::new(503, 2, "(#2) Service temporarily unavailable")
        },
        "code_1" => GraphError::new(400, 1, "(#1) An unknown error occurred"),
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
        let fault = Fault { edge: Some(edge.to_owned()), ..Fault::named("http_500") };
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
