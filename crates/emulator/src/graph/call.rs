//! One Graph call, read from HTTP: version, path, parameters and token, wherever they were put.

use std::collections::BTreeMap;

use axum::body::{Body, Bytes};
use http::{HeaderMap, Method, Request, header};
use serde_json::{Map, Value};

use super::error::GraphError;
use super::multipart;

const BODY_LIMIT: usize = 4 << 20;
const FILE_LIMIT: usize = 16 << 20;
/// Meta's largest medium, a document of 100 MB, with the form around it.
const MEDIA_LIMIT: usize = (100 << 20) + (1 << 16);

/// What a client asked of Graph.
#[derive(Debug, Default)]
pub struct Call {
    pub method: Method,
    pub version: Option<Version>,
    /// The path without its version.
    pub segments: Vec<String>,
    /// Query and body together, values as text; the token is not among them.
    pub parameters: BTreeMap<String, String>,
    /// The body where it was a JSON object: `parameters` has its values as text.
    pub json: Map<String, Value>,
    pub token: Option<String>,
    /// The body of an upload's part, which is a file's bytes and no parameters, or the file of a form.
    pub file: Bytes,
    /// The type that a form's file says it has.
    pub file_type: Option<String>,
    pub file_name: Option<String>,
    /// Where in the file those belong, as the header says it.
    pub file_offset: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    pub major: u32,
    pub minor: u32,
}

/// The newest version that Meta had when this was written; an older one that Meta switched off is
/// answered too, as Meta does, while a newer one is a path that it does not know.
const NEWEST: u32 = 26;

/// What a call without a version gets.
pub const DEFAULT_VERSION: Version = Version { major: 25, minor: 0 };

impl Call {
    pub async fn read(request: Request<Body>) -> Result<Call, GraphError> {
        let (head, body) = request.into_parts();
        let mut segments: Vec<String> =
            head.uri.path().split('/').filter(|segment| !segment.is_empty()).map(decode).collect();
        let version = segments.first().and_then(|first| Version::parse(first));
        if version.is_some() {
            segments.remove(0);
        }
        let mut parameters: BTreeMap<String, String> =
            pairs(head.uri.query().unwrap_or_default()).collect();
        let content_type =
            head.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_file = segments.first().is_some_and(|first| first.starts_with("upload:"));
        let limit = match segments.last() {
            _ if is_file => FILE_LIMIT,
            Some(edge) if edge == "media" => MEDIA_LIMIT,
            _ => BODY_LIMIT,
        };
        let body = axum::body::to_bytes(body, limit)
            .await
            .map_err(|_| GraphError::bad_parameter("The request body could not be read"))?;
        let (file, body) = if is_file { (body, Bytes::new()) } else { (Bytes::new(), body) };
        let content_type = content_type.unwrap_or_default();
        let form = if content_type.starts_with("multipart/form-data") {
            Some(multipart::read(content_type, body.clone()).await?)
        } else {
            None
        };
        let (given, json) = match &form {
            Some(form) => (form.parameters.clone(), Map::new()),
            None => body_parameters(content_type, &body)?,
        };
        let form = form.unwrap_or_default();
        let file = if is_file { file } else { form.file };
        parameters.extend(given);
        let given = parameters.remove("access_token");
        // Clients that send both, as pywa does for an app's callback, mean the parameter.
        let token = given.filter(|given| !given.is_empty()).or_else(|| token_of(&head.headers));
        let file_offset = head.headers.get("file_offset").and_then(|value| value.to_str().ok());
        let file_offset = file_offset.map(str::to_owned);
        let method = head.method;
        let (file_type, file_name) = (form.file_type, form.file_name);
        Ok(Call {
            method,
            version,
            segments,
            parameters,
            json,
            token,
            file,
            file_type,
            file_name,
            file_offset,
        })
    }

    /// A parameter that is there and not empty.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub fn required(&self, name: &str) -> Result<&str, GraphError> {
        self.parameter(name)
            .ok_or_else(|| GraphError::bad_parameter(&format!("The parameter {name} is required.")))
    }

    pub fn answered_version(&self) -> Version {
        self.version.unwrap_or(DEFAULT_VERSION)
    }

    pub fn path(&self) -> String {
        self.segments.join("/")
    }
}

impl Version {
    /// Reads `v25.0`; `None` for one that Meta does not have.
    fn parse(text: &str) -> Option<Version> {
        let (major, minor) = text.strip_prefix('v')?.split_once('.')?;
        let version = Version { major: major.parse().ok()?, minor: minor.parse().ok()? };
        (1..=NEWEST).contains(&version.major).then_some(version)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "v{}.{}", self.major, self.minor)
    }
}

/// Whether a path begins with a version.
pub fn has_version(path: &str) -> bool {
    path.split('/').next().is_some_and(|first| Version::parse(first).is_some())
}

/// Whether a path's first part is a version that Meta does not have.
pub fn is_unknown_version(segment: &str) -> bool {
    let numbers = segment.strip_prefix('v').and_then(|rest| rest.split_once('.'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    numbers.is_some_and(|(major, minor)| is_number(major) && is_number(minor))
}

/// The token of an `Authorization` header.
pub fn token_of(headers: &HeaderMap) -> Option<String> {
    headers.get(header::AUTHORIZATION)?.to_str().ok().and_then(bearer)
}

/// The token of `Bearer T`, and of `OAuth T`, which Meta's upload pages use.
fn bearer(header: &str) -> Option<String> {
    let (scheme, token) = header.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("oauth"))
        .then(|| token.trim().to_owned())
}

/// Parameters as text, and the JSON that they were.
type Given = (BTreeMap<String, String>, Map<String, Value>);

fn body_parameters(content_type: &str, body: &[u8]) -> Result<Given, GraphError> {
    let bad = || GraphError::bad_parameter("The request body could not be read");
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Given::default());
    }
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let text = std::str::from_utf8(body).map_err(|_| bad())?;
        return Ok((pairs(text).collect(), Map::new()));
    }
    let Ok(Value::Object(map)) = serde_json::from_slice(body) else {
        return Err(bad());
    };
    // A null is a parameter that was not given: an assumption, Meta says nothing of it.
    let given = map.iter().filter(|(_, value)| !value.is_null());
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let parameters = given.map(|(key, value)| (key.clone(), text(value))).collect();
    Ok((parameters, map))
}

fn pairs(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (form_decode(key), form_decode(value)))
}

fn form_decode(text: &str) -> String {
    decode(&text.replace('+', " "))
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
