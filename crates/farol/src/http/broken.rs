//! What a handler that panics answers: a page or a problem document in its reader's language, with
//! what finds the line in the log, while the others go on.

use std::panic::AssertUnwindSafe;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::FutureExt;
use ui::Language;

use super::gate::requested_language;
use super::{api, page};

/// Answers for a page that panicked.
pub async fn page(request: Request, next: Next) -> Response {
    let answer = |language, reference: &str| {
        page::problem(language, StatusCode::INTERNAL_SERVER_ERROR, Some(reference))
    };
    caught(request, next, answer).await
}

/// Answers for an operation of the API that panicked.
pub async fn operation(request: Request, next: Next) -> Response {
    caught(request, next, api::broken).await
}

/// What was asked is answered by a handler, or by `answer` if that panics: nothing that a handler
/// shares outlives it half-done, since the stores undo what was not committed.
async fn caught(
    request: Request,
    next: Next,
    answer: impl FnOnce(Language, &str) -> Response,
) -> Response {
    let language = requested_language(request.headers());
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_panic) => {
            let reference = page::reference();
            tracing::error!(reference, "A handler panicked");
            answer(language, &reference)
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::http::header;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn asked(router: Router, language: &str) -> (StatusCode, String, String) {
        let request = Request::get("/").header(header::ACCEPT_LANGUAGE, language);
        let request = request.body(Body::empty()).expect("a request");
        let response = router.oneshot(request).await.expect("answered");
        let kind = response.headers()[header::CONTENT_TYPE].to_str().expect("text").to_owned();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        (status, kind, String::from_utf8(body.to_vec()).expect("UTF-8"))
    }

    async fn panics() -> &'static str {
        panic!("as a test asks")
    }

    #[tokio::test]
    async fn a_page_that_panics_says_so_in_its_readers_language_and_with_a_reference() {
        for (language, html) in [("pt-BR", "pt-BR"), ("en", "en"), ("es", "es")] {
            let router = Router::new().route("/", get(panics)).layer(from_fn(page));
            let (status, kind, body) = asked(router, language).await;
            assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
            assert!(kind.starts_with("text/html"), "{kind}");
            assert!(body.contains(&format!("lang=\"{html}\"")), "{body}");
            assert!(!body.contains("as a test asks"), "the cause is the log's: {body}");
        }
    }

    #[tokio::test]
    async fn an_operation_that_panics_answers_a_problem_with_a_reference() {
        let router = Router::new().route("/", get(panics)).layer(from_fn(operation));
        let (status, kind, body) = asked(router, "es").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(kind, "application/problem+json");
        let problem: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(problem["type"], "urn:farol:problem:internal");
        assert_eq!(problem["reference"].as_str().map(str::len), Some(8), "{problem}");
    }
}
