//! The catalogue of Meta's errors: `GET /errors`, `/errors/{code}` and `/errors/{code}/{subcode}`.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::seen::Look;

/// What a reader searches for.
#[derive(Default, Deserialize)]
pub struct Sought {
    #[serde(default)]
    q: String,
}

/// The list. A query that can't be read searches for nothing.
pub async fn show(
    look: Look,
    sought: Result<Query<Sought>, QueryRejection>,
) -> Result<Html<String>, Response> {
    let Query(sought) = sought.unwrap_or_default();
    let (seen, ()) = look.see_with(|_, _, _| Ok(())).await?;
    Ok(Html(ui::errors(&look.frame(&seen), &sought.q)))
}

/// One code, its subcode behind a hyphen.
pub async fn one(look: Look, Path(code): Path<String>) -> Result<Response, Response> {
    explained(&look, &code).await
}

/// One code, its subcode as the next part of the path.
pub async fn one_of_two(
    look: Look,
    Path((code, subcode)): Path<(String, String)>,
) -> Result<Response, Response> {
    explained(&look, &format!("{code}/{subcode}")).await
}

/// The page of a code; 404 with its own words for one that the catalogue does not have.
async fn explained(look: &Look, code: &str) -> Result<Response, Response> {
    let Ok(asked) = code.parse() else { return Err(look.not_found()) };
    let (seen, ()) = look.see_with(|_, _, _| Ok(())).await?;
    let (page, is_known) = ui::error(&look.frame(&seen), asked);
    let status = if is_known { StatusCode::OK } else { StatusCode::NOT_FOUND };
    Ok((status, Html(page)).into_response())
}
