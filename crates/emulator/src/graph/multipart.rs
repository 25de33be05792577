//! A multipart body: texts are parameters, and the part `file` is a file's bytes.

use std::collections::BTreeMap;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart};
use http::{Request, header};

use super::error::GraphError;

/// What a form carried.
#[derive(Debug, Default)]
pub struct Form {
    pub parameters: BTreeMap<String, String>,
    pub file: Bytes,
    /// The type that the part of the file says it has.
    pub file_type: Option<String>,
    pub file_name: Option<String>,
}

/// Reads a form that is in memory already; its length was limited before.
pub async fn read(content_type: &str, body: Bytes) -> Result<Form, GraphError> {
    let bad = || GraphError::bad_parameter("The request body could not be read");
    let mut request = Request::post("/")
        .header(header::CONTENT_TYPE, content_type)
        .body(Body::from(body))
        .map_err(|_| bad())?;
    DefaultBodyLimit::disable().apply(&mut request);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| bad())?;
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(|_| bad())? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            form.file_type = part.content_type().map(str::to_owned);
            form.file_name = part.file_name().map(str::to_owned);
            form.file = part.bytes().await.map_err(|_| bad())?;
        } else {
            form.parameters.insert(name, part.text().await.map_err(|_| bad())?);
        }
    }
    Ok(form)
}
