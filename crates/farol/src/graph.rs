//! Sends Graph calls: address, token and proof on the way out, quota and errors on the way back.
//!
//! No error of this module carries an address: Meta takes secrets in queries (`debug_token`).

mod dead;
mod picture;
mod quota;
mod refused;

use std::sync::Arc;
use std::time::Duration;

use meta::GraphError;
use meta::graph::{Call, read_answer};
use meta::signature::appsecret_proof;
use store::Secret;

pub use quota::{Of, Quota};
pub use refused::RefusedAccounts;

use self::dead::{DeadTokens, Digest, Way};
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
    dead: DeadTokens,
    /// What may be asked per account.
    pub quota: Quota,
    /// Accounts that Meta lately refused a call of, and that are to be read.
    pub refused: RefusedAccounts,
    /// The same, whose token is to be asked about: an account may be readable without a permission.
    pub doubted: RefusedAccounts,
}

/// Longest answer read, in bytes. Meta's pages of 100 numbers with health stay far below.
const ANSWER_BYTES: usize = 8 << 20;
/// How long a token that Meta called dead is left alone before it is tried again.
const PROBE_AFTER: Duration = Duration::from_secs(60);
/// How long nothing is asked after Meta said that it was too much.
const LIMITED_PAUSE: Duration = Duration::from_secs(60);
/// Meta's code for too many calls of an app, whatever the account.
const APP_LIMIT: i64 = 4;
/// Meta's codes for too many calls of one account, whichever app makes them.
const ACCOUNT_LIMITS: std::ops::RangeInclusive<i64> = 80_000..=80_014;

impl Graph {
    /// A client for one endpoint. `share` is the part of Meta's quota that may be used, 0 to 1.
    ///
    /// # Errors
    /// When the system's certificates can't be loaded.
    pub fn new(endpoint: Endpoint, share: f64, metrics: Arc<Metrics>) -> reqwest::Result<Self> {
        let mut http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(20))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy();
        if endpoint.graph_url.starts_with("http://") {
            // An emulator is asked in the clear, so a machine without certificates will do.
            http = http.tls_certs_only([]);
        }
        let http = http.build()?;
        let quota = Quota::new(share, endpoint.app_id.clone());
        let dead = DeadTokens::new(PROBE_AFTER);
        let (refused, doubted) = (RefusedAccounts::default(), RefusedAccounts::default());
        Ok(Self { http, endpoint, metrics, dead, quota, refused, doubted })
    }

    /// The same client, trying a token that Meta called dead again after `wait`.
    pub fn with_probe_after(self, wait: Duration) -> Self {
        Self { dead: DeadTokens::new(wait), ..self }
    }

    /// Where Graph is and as which app Farol calls it.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
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
        let digest = Digest::of(token);
        let way = self.dead.way(digest).await;
        if let Way::Closed(error) = way {
            return Err(error);
        }
        let secret = token.other_app().map_or(&*self.endpoint.app_secret, |app| &app.secret);
        let proof = appsecret_proof(secret.expose().as_bytes(), token.expose().as_bytes());
        let whose = (self.app_of(token), account);
        let reply = self.send(call, Some(token.expose()), Some(proof), whose).await;
        self.dead.heard(digest, reply.as_ref().err());
        if let (Some(account), Err(error)) = (account, &reply) {
            self.refused.heard(account, error);
            self.doubted.heard(account, error);
        }
        drop(way);
        reply
    }

    /// Calls because a person waits for it: never held back by what is left of the share, and counted,
    /// so that the background makes up for it.
    ///
    /// # Errors
    /// Whatever Meta answered, by what one can do about it.
    pub async fn call_for_person<C: Call>(
        &self,
        call: &C,
        token: &Secret,
        account: &meta::WabaId,
    ) -> Result<C::Reply, GraphError> {
        self.quota.count(account.as_str());
        self.call(call, token, Some(account.as_str())).await
    }

    /// Calls as the installation's app itself, for edges of the app.
    ///
    /// # Errors
    /// Whatever Meta answered, by what one can do about it.
    pub async fn call_as_app<C: Call>(&self, call: &C) -> Result<C::Reply, GraphError> {
        self.call_as(call, &self.endpoint.app_id, &self.endpoint.app_secret).await
    }

    /// Calls as the app that a token is of: Meta tells nobody else what a token may do.
    ///
    /// # Errors
    /// Whatever Meta answered, by what one can do about it.
    pub async fn call_as_app_of<C: Call>(
        &self,
        token: &Secret,
        call: &C,
    ) -> Result<C::Reply, GraphError> {
        match token.other_app() {
            Some(other) => self.call_as(call, &other.id, &other.secret).await,
            None => self.call_as_app(call).await,
        }
    }

    /// Calls as an app itself.
    ///
    /// # Errors
    /// Whatever Meta answered, by what one can do about it.
    pub async fn call_as<C: Call>(
        &self,
        call: &C,
        app: &meta::AppId,
        secret: &Secret,
    ) -> Result<C::Reply, GraphError> {
        let token = Secret::new(format!("{app}|{}", secret.expose()));
        self.send(call, Some(token.expose()), None, (app, None)).await
    }

    /// The app that a token is of.
    pub fn app_of<'a>(&'a self, token: &'a Secret) -> &'a meta::AppId {
        token.other_app().map_or(&self.endpoint.app_id, |app| &app.id)
    }

    /// Calls without a token: what the call carries is enough.
    ///
    /// # Errors
    /// Whatever Meta answered, by what one can do about it.
    pub async fn call_without_token<C: Call>(&self, call: &C) -> Result<C::Reply, GraphError> {
        self.send(call, None, None, (&self.endpoint.app_id, None)).await
    }

    /// Lets the next call with this token go, whatever Meta said of it: its owner asked.
    pub fn forget_dead_token(&self, token: &Secret) {
        self.dead.forget(Digest::of(token));
    }

    async fn send<C: Call>(
        &self,
        call: &C,
        token: Option<&str>,
        proof: Option<String>,
        (app, account): (&meta::AppId, Option<&str>),
    ) -> Result<C::Reply, GraphError> {
        let reply = self.exchange(call, token, proof, (app, account)).await;
        let outcome = reply.as_ref().err().map_or("ok", GraphError::name);
        self.metrics.called(C::EDGE, outcome);
        if let Err(GraphError::RateLimited { code, .. }) = &reply {
            let of = match account.filter(|_| *code != APP_LIMIT) {
                Some(account) => Some(Of::Account(account.to_owned())),
                // An account's own limit says nothing of the app, and whose it is was not said.
                None if ACCOUNT_LIMITS.contains(code) => None,
                None => Some(Of::App(app.clone())),
            };
            of.into_iter().for_each(|of| self.quota.pause(of, LIMITED_PAUSE));
        }
        reply
    }

    async fn exchange<C: Call>(
        &self,
        call: &C,
        token: Option<&str>,
        proof: Option<String>,
        (app, account): (&meta::AppId, Option<&str>),
    ) -> Result<C::Reply, GraphError> {
        let mut request = call.request();
        if let Some(proof) = proof {
            request.query.push(("appsecret_proof", proof));
        }
        let base = format!("{}/{}", self.endpoint.graph_url, self.endpoint.version);
        let scheme = request.scheme.as_str();
        let request = request.to_http(&base).map_err(|error| unanswered(&error.to_string()))?;
        let mut request = reqwest::Request::try_from(request).map_err(network)?;
        if let Some(token) = token {
            let mut bearer = http::HeaderValue::try_from(format!("{scheme} {token}"))
                .map_err(|_| unanswered("the token can't stand in a header"))?;
            bearer.set_sensitive(true);
            request.headers_mut().insert(http::header::AUTHORIZATION, bearer);
        }
        let response = self.http.execute(request).await.map_err(network)?;
        self.quota.heard(app, account, response.headers());
        let status = response.status().as_u16();
        let body = read_up_to(response, ANSWER_BYTES).await?;
        read_answer(call, status, &body)
    }
}

/// Reads an answer of at most so many bytes.
async fn read_up_to(mut response: reqwest::Response, most: usize) -> Result<Vec<u8>, GraphError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(network)? {
        if body.len() + chunk.len() > most {
            let reason = format!("the answer is longer than {most} bytes");
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
