//! The logs: what was sent by webhook and what was asked of Graph, and a webhook sent again.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State as Extract};
use serde_json::json;

use super::refusal::{InPath, Refusal, object};
use super::{Answer, App, traffic};
use crate::webhooks::log::Log;

/// Attempts, newest last; `limit` asks for the latest so many.
pub async fn shown(Extract(shared): App, RawQuery(query): RawQuery) -> Answer {
    let most = limit(query.as_deref())?;
    Ok(Json(shared.with(|state| state.log.document(most))))
}

pub async fn send(Extract(shared): App, body: Bytes) -> Answer {
    let now_ms = shared.settings.clock.now_ms();
    shared.change(|state| traffic::raw_webhook(state, &body, now_ms)).map(Json)
}

/// Sends a webhook again that was sent already, as the same delivery: its next attempt.
pub async fn redeliver(Extract(shared): App, InPath(id): InPath, body: Bytes) -> Answer {
    object(&body, &[])?;
    let now_ms = shared.settings.clock.now_ms();
    shared.change(|state| {
        let delivery = state.log.find(&id).ok_or_else(|| Refusal::not_found("webhook", &id))?;
        let answer = json!({
            "id": id,
            "to": delivery.to,
            "field": delivery.field,
            "attempt": delivery.attempts + 1,
        });
        state.queue.send_again(delivery, now_ms);
        Ok(Json(answer))
    })
}

/// Forgets what was logged; what still waits is sent all the same.
pub async fn forget(Extract(shared): App, body: Bytes) -> Answer {
    object(&body, &[])?;
    shared.with(|state| state.log = Log::default());
    Ok(Json(json!({"data": []})))
}

pub async fn calls(Extract(shared): App, RawQuery(query): RawQuery) -> Answer {
    let most = limit(query.as_deref())?;
    Ok(Json(shared.with(|state| {
        let skipped = state.calls.len().saturating_sub(most);
        json!({"data": state.calls.iter().skip(skipped).collect::<Vec<_>>()})
    })))
}

fn limit(query: Option<&str>) -> Result<usize, Refusal> {
    let mut most = usize::MAX;
    for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if key != "limit" {
            return Err(Refusal::bad(key, format!("{key} is not a parameter of this call")));
        }
        most = value
            .parse()
            .map_err(|_| Refusal::bad("limit", "limit must be a whole number from 0"))?;
    }
    Ok(most)
}
