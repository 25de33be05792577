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

/// A flowering ipê in a circle: drawn for the emulator, and its only picture until one is uploaded.
pub const IPE: &[u8] = include_bytes!("../pictures/ipe.png");

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

/// Where a picture that was uploaded is. The query is what Meta's addresses look like.
pub fn path(name: &str, nth: u64) -> String {
    format!("{FOLDER}{name}?stp=dst-jpg_s640x640&oe={nth:08X}")
}

/// A picture is there as long as some number's profile has it.
async fn picture(Extract(shared): Extract<Arc<Shared>>, Path(file): Path<String>) -> Response {
    let path = format!("{FOLDER}{file}");
    let (is_shown, uploaded) = shared.with(|state| {
        let is_shown = state.world.nodes.values().any(|node| {
            let url = node.profile.get("profile_picture_url").and_then(Value::as_str);
            url.is_some_and(|url| url.split('?').next() == Some(&path))
        });
        (is_shown, state.world.uploads.pictures.get(&file).cloned())
    });
    if !is_shown {
        return StatusCode::NOT_FOUND.into_response();
    }
    let (kind, bytes) = match uploaded {
        Some(picture) => (picture.content_type, picture.bytes),
        None => ("image/png".to_owned(), IPE.to_vec()),
    };
    let headers = [("content-type", kind), ("x-content-type-options", "nosniff".to_owned())];
    (headers, bytes).into_response()
}
