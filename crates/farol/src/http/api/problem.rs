//! Why there is no answer, as a problem document (RFC 9457): a stable `type`, words in the language
//! of who asks.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::StoreError;
use ui::Language;
use ui::api::{ApiProblem, api_problem};
use utoipa::{IntoResponses, ToSchema};

use super::super::gate::requested_language;
use super::super::page::reference;

/// A problem, told to who speaks this language.
#[derive(Debug)]
pub(in super::super) struct Problem {
    language: Language,
    problem: ApiProblem,
    /// Finds the line in the log.
    reference: Option<String>,
}

/// A problem document (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemDocument {
    /// What went wrong; stable, to be told apart by.
    #[schema(
        format = "uri",
        example = "urn:farol:problem:not-found",
        pattern = "^urn:farol:problem:[a-z-]+$"
    )]
    r#type: String,
    /// The same as a sentence, in the language of who asks.
    title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What to do about it.
    detail: String,
    /// What finds the line in the program's log; only where the fault is on this side.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reference: Option<String>,
}

/// The problems that every operation of a session may answer with.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "named only for the description")]
pub(super) enum Problems {
    /// `invalid-parameter`: a parameter can't be read
    #[response(status = 400, content_type = "application/problem+json")]
    InvalidParameter(ProblemDocument),
    /// `unauthenticated`: no session came with the request, or it has ended
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthenticated(ProblemDocument),
    /// `forbidden`: the person's role does not allow it
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemDocument),
    /// `not-found`: there is no such account or number, or it belongs to another tenant
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemDocument),
    /// `internal`: something went wrong here; `reference` finds it in the log
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(ProblemDocument),
    /// `unavailable`: the store can't answer just now; ask again
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemDocument),
}

impl Problem {
    /// A problem that needs no look at the log.
    pub fn of(language: Language, problem: ApiProblem) -> Self {
        Self { language, problem, reference: None }
    }

    /// The store failed: the cause is in the log only.
    pub fn failed(language: Language, error: &StoreError) -> Self {
        let reference = reference();
        tracing::error!(reference, %error, "An answer of the API could not be made");
        let problem =
            if error.is_transient() { ApiProblem::Unavailable } else { ApiProblem::Internal };
        Self { language, problem, reference: Some(reference) }
    }
}

/// The end of the type, and the status.
const fn named(problem: ApiProblem) -> (&'static str, StatusCode) {
    match problem {
        ApiProblem::Unauthenticated => ("unauthenticated", StatusCode::UNAUTHORIZED),
        ApiProblem::Forbidden => ("forbidden", StatusCode::FORBIDDEN),
        ApiProblem::NotFound => ("not-found", StatusCode::NOT_FOUND),
        ApiProblem::MethodNotAllowed => ("method-not-allowed", StatusCode::METHOD_NOT_ALLOWED),
        ApiProblem::InvalidParameter => ("invalid-parameter", StatusCode::BAD_REQUEST),
        ApiProblem::NotAForm => ("not-a-form", StatusCode::BAD_REQUEST),
        ApiProblem::Unavailable => ("unavailable", StatusCode::SERVICE_UNAVAILABLE),
        ApiProblem::Internal => ("internal", StatusCode::INTERNAL_SERVER_ERROR),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (name, status) = named(self.problem);
        let (title, detail) = api_problem(self.language, self.problem);
        let document = ProblemDocument {
            r#type: format!("urn:farol:problem:{name}"),
            title,
            status: status.as_u16(),
            detail,
            reference: self.reference,
        };
        let mut response = (status, Json(document)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

/// An address of the API that is not there.
pub(in super::super) fn not_found(headers: &HeaderMap) -> Response {
    Problem::of(requested_language(headers), ApiProblem::NotFound).into_response()
}

/// What was posted is no form.
pub(in super::super) fn not_a_form(headers: &HeaderMap) -> Response {
    Problem::of(requested_language(headers), ApiProblem::NotAForm).into_response()
}

/// An address of the API asked by a method that it does not take.
pub(super) async fn method_not_allowed(headers: HeaderMap) -> Response {
    Problem::of(requested_language(&headers), ApiProblem::MethodNotAllowed).into_response()
}

/// An operation panicked.
pub(in super::super) fn broken(language: Language, reference: &str) -> Response {
    let problem = ApiProblem::Internal;
    Problem { language, problem, reference: Some(reference.to_owned()) }.into_response()
}
