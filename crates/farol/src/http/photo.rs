//! A number's photo: `GET /profile/{phone_number_id}/photo`. Pages load nothing from another host, so
//! the console fetches it, from Meta's hosts only.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Node;
use domain::photo::{self, Kind, picture};

use super::gate::Viewer;
use super::page;
use crate::app::App;

/// How long a browser may keep it: a new photo is seen soon.
const KEPT: HeaderValue = HeaderValue::from_static("private, max-age=60");

/// The photo as JPEG or PNG; nothing else that an address gives is passed on.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Response {
    let not_found = || page::problem(viewer.language, StatusCode::NOT_FOUND, None);
    let scope = viewer.scope();
    let held = app.store.ledger.read(move |read| read.replica(&scope, &Node::profile(&id))).await;
    let profile = match held {
        Ok(profile) => profile,
        Err(error) => return page::failed(viewer.language, &error),
    };
    let url = profile.as_ref().and_then(|profile| profile.text(photo::FIELD));
    let Some(url) = url else { return not_found() };
    let Some(bytes) = app.graph.picture(url).await else { return not_found() };
    let Some(kind) = kind_of(&bytes) else { return not_found() };
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, KEPT)];
    (headers, bytes).into_response()
}

/// The kind of picture, by its first bytes: what its host says of it is not believed.
fn kind_of(bytes: &Bytes) -> Option<HeaderValue> {
    picture::kind_of(bytes).map(|kind| match kind {
        Kind::Png => HeaderValue::from_static("image/png"),
        Kind::Jpeg => HeaderValue::from_static("image/jpeg"),
    })
}
