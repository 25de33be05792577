//! A form as it was filled in; one that can't be read is answered by a page, not by a library's words.

use axum::extract::{Form, FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use super::gate::requested_language;
use super::page;
use crate::app::App;

/// A form.
pub struct Filled<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Filled<T> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let language = requested_language(request.headers());
        match Form::<T>::from_request(request, app).await {
            Ok(Form(form)) => Ok(Self(form)),
            Err(rejection) => {
                // Too long stays too long: the status is the library's, the words are ours.
                let status = match rejection.into_response().status() {
                    StatusCode::PAYLOAD_TOO_LARGE => StatusCode::PAYLOAD_TOO_LARGE,
                    _ => StatusCode::BAD_REQUEST,
                };
                Err(page::problem(language, status, None))
            }
        }
    }
}
