//! Profile pictures: Meta's are on a host of their own, the emulator's are its own.
//!
//! The world keeps a path, and an answer has the address: the emulator's port is another one at
//! each start. The query is what Meta's addresses look like, and nothing looks at it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State as Extract};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use serde_json::{Value, json};

use crate::state::Shared;

const FOLDER: &str = "/pictures/";

/// A flowering ipê in a circle: drawn for the emulator, and the only picture there is.
const IPE: &[u8] = include_bytes!("../pictures/ipe.png");

/// Served to whoever has the address, without a token.
pub fn router() -> Router<Arc<Shared>> {
    Router::new().route("/pictures/{file}", get(picture))
}

/// A value as answers give it: the path of a picture becomes an address, all else stays.
pub fn absolute(value: &Value, origin: &str) -> Value {
    match value.as_str() {
        Some(path) if path.starts_with(FOLDER) => json!(format!("{origin}{path}")),
        _ => value.clone(),
    }
}

/// A picture is there as long as some number's profile has it.
async fn picture(Extract(shared): Extract<Arc<Shared>>, Path(file): Path<String>) -> Response {
    let path = format!("{FOLDER}{file}");
    let is_shown = shared.with(|state| {
        state.world.nodes.values().any(|node| {
            let url = node.profile.get("profile_picture_url").and_then(Value::as_str);
            url.is_some_and(|url| url.split('?').next() == Some(&path))
        })
    });
    if !is_shown {
        return StatusCode::NOT_FOUND.into_response();
    }
    let headers = [("content-type", "image/png"), ("x-content-type-options", "nosniff")];
    (headers, IPE).into_response()
}
