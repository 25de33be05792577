//! A token of the app itself: `GET /oauth/access_token` with `grant_type=client_credentials`.
//!
//! Farol needs none, as `id|secret` is one; asking for it proves that id and secret belong together.
//! Meta's page "Access Tokens", App Access Tokens (general Graph knowledge, not re-verified).

use std::fmt;

use serde_json::Value;

use super::exchange::token_of;
use super::{Call, ExchangedToken, GraphError, Request};
use crate::id::AppId;

/// Asks for a token of the app. Meta refuses a wrong id with 101 and a wrong secret with 1.
#[derive(Clone)]
pub struct AskAppToken<'a> {
    /// The app.
    pub client_id: &'a AppId,
    /// The app's secret. Meta takes it only in the query, so the sender never prints one.
    pub client_secret: &'a str,
}

impl fmt::Debug for AskAppToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AskAppToken").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

impl Call for AskAppToken<'_> {
    type Reply = ExchangedToken;
    const EDGE: &'static str = "oauth/access_token";

    fn request(&self) -> Request {
        let mut request = Request::get("oauth/access_token");
        request.query = vec![
            ("client_id", self.client_id.to_string()),
            ("client_secret", self.client_secret.to_owned()),
            ("grant_type", "client_credentials".to_owned()),
        ];
        request
    }

    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        token_of(answer)
    }
}
