//! Graph calls as values: a call prints its request and reads its reply, and sends nothing.
//!
//! A request's path is relative to the Graph address and its version; the sender adds both, the
//! token and `appsecret_proof`, so that no secret passes through here except where Meta's own
//! parameter is one ([`AskAppToken`], [`DebugToken`], [`ExchangeCode`], [`Register`], [`SetPin`],
//! [`VerifyCode`]).

mod analytics;
mod app_data;
mod app_token;
mod call;
mod display_name;
mod error;
mod exchange;
mod pin;
mod profile;
mod redact;
mod registration;
mod route;
mod shown;
mod templates;
mod upload;
mod username;

use std::fmt;

use bytes::Bytes;
use http::Method;
use serde_json::Value;

pub use analytics::{DataPoint, GetAnalytics};
pub use app_data::{SyncApp, SyncType};
pub use app_token::AskAppToken;
pub use call::{
    DebugToken, GetNode, Granular, PhoneNumbers, PhoneNumbersPage, SubscribeApp, SubscribeWebhooks,
    SubscribedApp, SubscribedApps, SubscribedField, Subscription, Subscriptions, TokenFacts,
    UnsubscribeApp,
};
pub use display_name::AskDisplayName;
pub use error::GraphError;
pub use exchange::{ExchangeCode, ExchangedToken};
pub use pin::SetPin;
pub use profile::{GetProfile, UpdateProfile};
pub use registration::{AddNumber, CodeMethod, Register, RequestCode, VerifyCode};
pub use route::{GetRoute, RemoveOverride, Route, SetOverride};
pub use shown::Shown;
pub use templates::{MessageTemplates, MessageTemplatesPage};
pub use upload::{GetUpload, NotASession, SendUpload, StartUpload, UploadSession, Uploaded};
pub use username::{AskUsername, DeleteUsername, GetUsername, TransferAction, UsernameSuggestions};

/// What a request carries.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Nothing,
    /// Form fields, not yet encoded.
    Form(Vec<(&'static str, String)>),
    /// A JSON document.
    Json(Value),
    /// Bytes of a file from an offset on, which a header of its own names.
    File {
        /// Bytes before these.
        offset: u64,
        /// The bytes.
        bytes: Bytes,
    },
}

/// How a request gives its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `Bearer`, everywhere but where Meta's pages say otherwise.
    Bearer,
    /// `OAuth`, at uploads.
    OAuth,
}

impl Scheme {
    /// The word before the token.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::OAuth => "OAuth",
        }
    }
}

/// What to send: a path under the version, a query and a body.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Path without a leading slash, as in `106540352242922/phone_numbers`.
    pub path: String,
    /// Query parameters, not yet encoded.
    pub query: Vec<(&'static str, String)>,
    /// The body.
    pub content: Content,
    /// How the token is given.
    pub scheme: Scheme,
}

/// Values may be secrets (a PIN, a code, a token) or a customer's words, so only names are shown.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<&str> = self.query.iter().map(|(name, _)| *name).collect();
        let content: Vec<&str> = match &self.content {
            Content::Nothing => Vec::new(),
            Content::Form(pairs) => pairs.iter().map(|(name, _)| *name).collect(),
            Content::File { .. } => vec!["file"],
            Content::Json(document) => {
                document.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
            }
        };
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &query)
            .field("content", &content)
            .finish()
    }
}

impl Request {
    fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            query: Vec::new(),
            content: Content::Nothing,
            scheme: Scheme::Bearer,
        }
    }

    fn post(path: impl Into<String>) -> Self {
        Self { method: Method::POST, ..Self::get(path) }
    }

    fn delete(path: impl Into<String>) -> Self {
        Self { method: Method::DELETE, ..Self::get(path) }
    }

    /// Query and body encoded; `base` is the Graph address with its version and no last slash.
    ///
    /// # Errors
    /// When `base` is not an address.
    pub fn to_http(&self, base: &str) -> Result<http::Request<Bytes>, http::Error> {
        let mut uri = format!("{base}/{}", self.path);
        if !self.query.is_empty() {
            // An upload's name brings a query of its own.
            uri.push(if self.path.contains('?') { '&' } else { '?' });
            uri.push_str(&encode(&self.query));
        }
        let request = http::Request::builder().method(&self.method).uri(uri);
        let of_type = |kind| (http::header::CONTENT_TYPE, http::HeaderValue::from_static(kind));
        let (kind, body) = match &self.content {
            Content::Nothing => return request.body(Bytes::new()),
            Content::Form(pairs) => (of_type("application/x-www-form-urlencoded"), encode(pairs)),
            Content::Json(document) => (of_type("application/json"), document.to_string()),
            Content::File { offset, bytes } => {
                let kind = of_type("application/octet-stream");
                let request = request.header(kind.0, kind.1).header("file_offset", *offset);
                return request.body(bytes.clone());
            }
        };
        request.header(kind.0, kind.1).body(Bytes::from(body))
    }
}

/// A Graph call. The name of its edge labels metrics and faults.
pub trait Call {
    /// What a good answer holds.
    type Reply;
    /// Name of the edge, as in `phone_numbers`; `node` for a plain node.
    const EDGE: &'static str;
    /// What to send.
    fn request(&self) -> Request;
    /// Reads the JSON of a good answer.
    ///
    /// # Errors
    /// [`GraphError::Unreadable`] when the answer has another shape than Meta documents.
    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError>;
}

/// Reads an answer: Meta's errors by status or envelope, else the call's own reply.
///
/// # Errors
/// Whatever Meta answered, by what one can do about it.
pub fn read_answer<C: Call>(call: &C, status: u16, body: &[u8]) -> Result<C::Reply, GraphError> {
    let Ok(answer) = serde_json::from_slice::<Value>(body) else {
        return Err(GraphError::of_unreadable(status));
    };
    // Meta is known to answer 200 with an error inside.
    if let Some(error) = answer.get("error") {
        return Err(GraphError::of_envelope(status, error));
    }
    if !(200..300).contains(&status) {
        return Err(GraphError::of_unreadable(status));
    }
    call.reply(answer)
}

fn encode(pairs: &[(&str, String)]) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let pair = |(key, value): &(&str, String)| {
        format!("{key}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))
    };
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}
