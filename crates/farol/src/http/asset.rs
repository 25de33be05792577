//! Files of the pages, under names that change with their content, so they may be kept for ever.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// `GET /assets/{hash}/{name}`.
pub async fn serve(Path(path): Path<String>) -> Response {
    let Some(asset) = ui::asset::get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, asset.bytes).into_response()
}
