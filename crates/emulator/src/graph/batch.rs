//! `POST /` with `batch`: up to 50 calls in one, each answered by itself (META 10).
//!
//! Every part counts for the limits, strikes its own faults, and fails alone. What parts say of each
//! other is in `reference`. Assumption: a part that has no token of its own is the caller's.

use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use http::{Request, header};
use serde_json::{Value, json};

use super::call::{Call, DEFAULT_VERSION};
use super::error::GraphError;
use super::reference::{self, Results};
use crate::state::Shared;

const MOST: usize = 50;
/// An answer of the emulator's own is never longer.
const LONGEST: usize = 64 << 20;

/// Whether a call is a batch.
pub fn is_one(call: &Call) -> bool {
    call.segments.is_empty()
        && call.method == http::Method::POST
        && call.parameters.contains_key("batch")
}

/// Answers the parts in their order.
pub async fn answer(shared: &Arc<Shared>, call: &Call) -> Response {
    let version = call.answered_version();
    let outcome = match parts(call) {
        Err(error) => Err(error),
        Ok(parts) => {
            let (mut answers, mut results) = (Vec::with_capacity(parts.len()), Results::default());
            for part in &parts {
                if results.is_missing(part) {
                    results.keep(part, 0, "");
                    answers.push(Value::Null);
                    continue;
                }
                let answer = one(shared, call, results.filled(part)).await;
                let code = answer["code"].as_u64().and_then(|code| u16::try_from(code).ok());
                let code = code.unwrap_or_default();
                results.keep(part, code, answer["body"].as_str().unwrap_or_default());
                let is_omitted = code == 200 && reference::is_omitted(part, &parts);
                answers.push(if is_omitted { Value::Null } else { answer });
            }
            Ok(Value::Array(answers))
        }
    };
    super::respond(version, outcome, Vec::new())
}

fn parts(call: &Call) -> Result<Vec<Value>, GraphError> {
    if call.token.is_none() {
        return Err(GraphError::no_token());
    }
    let bad = || GraphError::bad_parameter("Param batch must be an array.");
    let parts: Vec<Value> =
        serde_json::from_str(call.parameter("batch").unwrap_or_default()).map_err(|_| bad())?;
    if parts.len() > MOST {
        return Err(GraphError::new(
            400,
            50,
            format!("Too many requests in batch message. Maximum batch size is {MOST}"),
        ));
    }
    Ok(parts)
}

async fn one(shared: &Arc<Shared>, call: &Call, part: Result<Value, GraphError>) -> Value {
    let wants_headers = call.parameter("include_headers") != Some("false");
    let answered = match part.and_then(|part| request(call, &part)) {
        Ok(request) => match Call::read(request).await {
            Ok(inner) if is_one(&inner) => {
                refused(&GraphError::bad_parameter("A batch cannot be part of a batch."))
            }
            Ok(inner) => super::serve(shared, inner).await,
            Err(error) => refused(&error),
        },
        Err(error) => refused(&error),
    };
    let (head, body) = answered.into_parts();
    let body = axum::body::to_bytes(body, LONGEST).await.unwrap_or_default();
    let mut answer = json!({
        "code": head.status.as_u16(),
        "body": String::from_utf8_lossy(&body),
    });
    if wants_headers {
        answer["headers"] = head
            .headers
            .iter()
            .map(|(name, value)| {
                json!({"name": name.as_str(), "value": String::from_utf8_lossy(value.as_bytes())})
            })
            .collect();
    }
    answer
}

fn refused(error: &GraphError) -> Response {
    super::respond(DEFAULT_VERSION, Err(error.clone()), Vec::new())
}

/// The part as the request that it stands for. A part without a version has the batch's.
fn request(call: &Call, part: &Value) -> Result<Request<Body>, GraphError> {
    let bad = |what: &str| GraphError::bad_parameter(&format!("Invalid batch part: {what}"));
    let method = part["method"].as_str().ok_or_else(|| bad("method is missing"))?;
    let url = part["relative_url"].as_str().ok_or_else(|| bad("relative_url is missing"))?;
    let url = url.trim_start_matches('/');
    let versioned = match call.version {
        Some(version) if !super::call::has_version(url) => format!("/{version}/{url}"),
        _ => format!("/{url}"),
    };
    let body = match &part["body"] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        object => object.to_string(),
    };
    let kind = if body.trim_start().starts_with('{') {
        "application/json"
    } else {
        "application/x-www-form-urlencoded"
    };
    let has_own = url.contains("access_token=") || body.contains("access_token");
    let mut request = Request::builder()
        .method(method.to_ascii_uppercase().as_str())
        .uri(versioned)
        .header(header::CONTENT_TYPE, kind);
    if let Some(token) = call.token.as_deref().filter(|_| !has_own) {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    request.body(Body::from(body)).map_err(|_| bad("relative_url is no path"))
}
