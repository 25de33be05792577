//! The state as one document, to be taken from one emulator and put into another.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::response::IntoResponse;
use http::header::CONTENT_TYPE;
use serde_json::json;

use super::refusal::Refusal;
use super::{Answer, App};
use crate::json_path;
use crate::state_file::{self, Unread};

/// The longest that is taken: a world in which a storm of 100,000 went has a tenth of it.
pub const MOST_BYTES: usize = 256 << 20;

/// What a state file holds.
pub async fn export(Extract(shared): App) -> Result<impl IntoResponse, Refusal> {
    let text = state_file::export(&shared)
        .map_err(|error| Refusal::bad("world", format!("the state cannot be written: {error}")))?;
    Ok(([(CONTENT_TYPE, "application/json")], text))
}

/// The world of another emulator in place of this one's: the same ids, secrets, tokens, unsent
/// webhooks, clock and chances. What is armed, counted or logged here is gone.
pub async fn import(Extract(shared): App, body: Bytes) -> Answer {
    let saved = state_file::read(&body).map_err(|reason| refused(&body, &reason))?;
    state_file::import(&shared, saved);
    Ok(Json(json!({"now": shared.settings.clock.now_s()})))
}

/// By the key that is wrong, which nobody finds by a column of a line of a hundred thousand.
fn refused(body: &[u8], reason: &Unread) -> Refusal {
    let error = match reason {
        Unread::NoState(error) => error,
        Unread::Newer(_) => return Refusal::bad("version", reason.to_string()),
        Unread::Mistyped(way, _) => return Refusal::bad(way, reason.to_string()),
        Unread::Untimely => return Refusal::bad("offset_ms", reason.to_string()),
    };
    let text = String::from_utf8_lossy(body);
    let way = json_path::at(&text, error.line(), error.column());
    let said = error.to_string();
    let what = said.split(" at line ").next().unwrap_or_default();
    if way.is_empty() {
        return Refusal::bad("body", format!("the body is no state: {what}"));
    }
    Refusal::bad(&way, format!("{way} is not what a state has there: {what}"))
}
