//! Sends Graph calls: address, token and proof on the way out, quota and errors on the way back.
//!
//! No error of this module carries an address: Meta takes secrets in queries (`debug_token`).

mod quota;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use meta::GraphError;
use meta::graph::{Call, read_answer};
use meta::signature::appsecret_proof;
use sha2::{Digest, Sha256};
use store::Secret;

pub use quota::Quota;

use crate::metrics::Metrics;

/// Where Graph is and as which app Farol calls it.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Address without a last slash.
    pub graph_url: String,
    /// Version, as in `v25.0`.
    pub version: String,
    /// The app's id.
    pub app_id: meta::AppId,
    /// The app's secret.
    pub app_secret: Arc<Secret>,
}

/// The client of Meta's Graph.
#[derive(Debug)]
pub struct Graph {
    http: reqwest::Client,
    endpoint: Endpoint,
    metrics: Arc<Metrics>,
    /// Digests of tokens that Meta called dead; nothing more is sent with them.
    dead: Mutex<HashSet<[u8; 32]>>,
    /// What may be asked per account.
    pub quota: Quota,
}

/// Longest answer read, in bytes. Meta's pages of 100 numbers with health stay far below.
const ANSWER_BYTES: usize = 8 << 20;

impl Graph {
    /// A client for one endpoint. `share` is the part of Meta's quota that may be used, 0 to 1.
    ///
    /// # Errors
    /// When the system's certificates can't be loaded.
    pub fn new(endpoint: Endpoint, share: f64, metrics: Arc<Metrics>) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(20))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        let quota = Quota::new(share);
        Ok(Self { http, endpoint, metrics, dead: Mutex::default(), quota })
    }

    /// The app that Farol calls as.
    pub fn app_id(&self) -> &meta::AppId {
        &self.endpoint.app_id
    }

    /// Calls with an account's token. `account` is whose quota it uses.
    ///
    /// # Errors
    /// Whatever Meta answered, by what one can do about it.
    pub async fn call<C: Call>(
        &self,
        call: &C,
        token: &Secret,
        account: Option<&str>,
    ) -> Result<C::Reply, GraphError> {
        let digest: [u8; 32] = Sha256::digest(token.expose().as_bytes()).into();
        if self.dead().contains(&digest) {
            let message = "Meta called this token dead before; connect again".to_owned();
            return Err(GraphError::TokenDead { code: 190, subcode: None, message });
        }
        let proof = appsecret_proof(
            self.endpoint.app_secret.expose().as_bytes(),
            token.expose().as_bytes(),
        );
        let reply = self.send(call, token.expose(), Some(proof), account).await;
        if matches!(reply, Err(GraphError::TokenDead { .. })) {
            self.dead().insert(digest);
        }
        reply
    }

    /// Calls as the app itself, for edges of the app.
    ///
    /// # Errors
    /// Whatever Meta answered, by what one can do about it.
    pub async fn call_as_app<C: Call>(&self, call: &C) -> Result<C::Reply, GraphError> {
        let token = format!("{}|{}", self.endpoint.app_id, self.endpoint.app_secret.expose());
        self.send(call, &token, None, None).await
    }

    /// Lets every token be tried again: a person asked for a fresh reading.
    pub fn forget_dead_tokens(&self) {
        self.dead().clear();
    }

    fn dead(&self) -> std::sync::MutexGuard<'_, HashSet<[u8; 32]>> {
        self.dead.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn send<C: Call>(
        &self,
        call: &C,
        token: &str,
        proof: Option<String>,
        account: Option<&str>,
    ) -> Result<C::Reply, GraphError> {
        let reply = self.exchange(call, token, proof, account).await;
        let outcome = reply.as_ref().err().map_or("ok", GraphError::name);
        self.metrics.called(C::EDGE, outcome);
        reply
    }

    async fn exchange<C: Call>(
        &self,
        call: &C,
        token: &str,
        proof: Option<String>,
        account: Option<&str>,
    ) -> Result<C::Reply, GraphError> {
        let mut request = call.request();
        if let Some(proof) = proof {
            request.query.push(("appsecret_proof", proof));
        }
        let base = format!("{}/{}", self.endpoint.graph_url, self.endpoint.version);
        let request = request.to_http(&base).map_err(|error| unanswered(&error.to_string()))?;
        let mut request = reqwest::Request::try_from(request).map_err(network)?;
        let mut bearer = http::HeaderValue::try_from(format!("Bearer {token}"))
            .map_err(|_| unanswered("the token can't stand in a header"))?;
        bearer.set_sensitive(true);
        request.headers_mut().insert(http::header::AUTHORIZATION, bearer);
        let response = self.http.execute(request).await.map_err(network)?;
        if let Some(account) = account {
            self.quota.heard(account, response.headers());
        }
        let status = response.status().as_u16();
        let body = read_bounded(response).await?;
        read_answer(call, status, &body)
    }
}

/// Reads an answer up to [`ANSWER_BYTES`].
async fn read_bounded(mut response: reqwest::Response) -> Result<Vec<u8>, GraphError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(network)? {
        if body.len() + chunk.len() > ANSWER_BYTES {
            let reason = format!("the answer is longer than {ANSWER_BYTES} bytes");
            return Err(GraphError::Unreadable { reason });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A transport error without its address, which may hold a secret.
fn network(error: reqwest::Error) -> GraphError {
    let error = error.without_url();
    let reason = if error.is_timeout() {
        "time-out"
    } else if error.is_connect() {
        "connection refused"
    } else {
        "connection broken"
    };
    tracing::debug!(%error, "Graph gave no answer");
    unanswered(reason)
}

fn unanswered(reason: &str) -> GraphError {
    GraphError::Unanswered { reason: reason.to_owned() }
}
