//! A code of Embedded Signup for a token: `GET /oauth/access_token` (META 1.3, step 1).
//!
//! The app's secret is the caller, so the sender adds neither a token nor `appsecret_proof`. What
//! holds a secret here has no `Debug` that would show it.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::call::typed;
use super::{Call, GraphError, Request};
use crate::id::AppId;

/// Exchanges a code that lives 30 seconds and works once.
///
/// Meta refuses a spent one with 100/36009 and one that is too old with 100/36007. The code of the
/// JavaScript SDK takes no `redirect_uri`.
#[derive(Clone)]
pub struct ExchangeCode<'a> {
    /// The app that the code was made for.
    pub client_id: &'a AppId,
    /// The app's secret. Meta takes it only in the query, so the sender never prints one.
    pub client_secret: &'a str,
    /// The code as `FB.login` gave it to the page.
    pub code: &'a str,
}

/// The token of a business integration.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct ExchangedToken {
    /// The token itself: seal it at once.
    pub access_token: String,
    /// How long it lives, in seconds; `None` when Meta does not say, as for tokens without an end.
    pub expires_in: Option<i64>,
}

impl fmt::Debug for ExchangedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExchangedToken")
            .field("access_token", &"***")
            .field("expires_in", &self.expires_in)
            .finish()
    }
}

impl Call for ExchangeCode<'_> {
    type Reply = ExchangedToken;
    const EDGE: &'static str = "oauth/access_token";

    fn request(&self) -> Request {
        let mut request = Request::get("oauth/access_token");
        request.query = vec![
            ("client_id", self.client_id.to_string()),
            ("client_secret", self.client_secret.to_owned()),
            ("code", self.code.to_owned()),
        ];
        request
    }

    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        token_of(answer)
    }
}

/// The token that an answer of this edge holds.
pub(super) fn token_of(answer: Value) -> Result<ExchangedToken, GraphError> {
    let token: ExchangedToken = typed(answer)?;
    if token.access_token.is_empty() {
        return Err(GraphError::Unreadable { reason: "the token is empty".to_owned() });
    }
    Ok(token)
}
