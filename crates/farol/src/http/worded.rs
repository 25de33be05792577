//! No refusal in a library's words: what the framework itself refuses, as a body of another kind or an
//! address that can't be read, is answered by the page that says so in its reader's language.

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::gate::requested_language;
use super::page;

/// Puts our page in the place of a refusal that has no page.
pub async fn page(request: Request, next: Next) -> Response {
    let language = requested_language(request.headers());
    let response = next.run(request).await;
    let status = response.status();
    if !is_bare(&response) {
        return response;
    }
    let mut worded = page::problem(language, status, None);
    // Which methods are taken is the framework's to say.
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        worded.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    worded
}

/// Whether nobody here made the answer: ours to what is refused are pages, JSON and problem documents.
fn is_bare(response: &Response) -> bool {
    if !response.status().is_client_error() || response.status() == StatusCode::NOT_FOUND {
        return false;
    }
    match response.headers().get(header::CONTENT_TYPE) {
        Some(kind) => kind.as_bytes().starts_with(b"text/plain"),
        None => response.status() == StatusCode::METHOD_NOT_ALLOWED,
    }
}
