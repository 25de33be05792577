//! What preflight looks at: settings as they are, and what Meta, the mail server and the console's
//! own address answer. Everything is only read, and no answer is waited for longer than a few seconds.

use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::preflight::{AppSide, Asked, KeyPlace, Snapshot, Subscribed};
use futures_util::FutureExt;
use meta::graph::{AskAppToken, Subscriptions};
use meta::{AppId, GraphError};
use reqwest::StatusCode;
use store::{OtherApp, Secret, StoreError};

use crate::app::App;
use crate::graph::Graph;
use crate::mail::{self, Stage};
use crate::{callback, clock, connect};

/// How long an answer is waited for: a person waits for the page.
pub(crate) const PATIENCE: Duration = Duration::from_secs(8);
/// The zone where none was set.
const UTC: &str = "UTC";

/// Reads the settings and asks everybody at once.
///
/// # Errors
/// When the ledger fails.
pub async fn look(app: &App) -> Result<Snapshot, StoreError> {
    let own = connect::own_callback(app);
    let side = Asking::as_installation(&app.graph, &app.meta.verify_token, own).look();
    let (mut side, smtp) = tokio::join!(side, smtp(app));
    side.callback_before = callback::before(app, &side).await?;
    let (settings, config) = (&app.settings, &app.settings.config);
    let (endpoint, dialog) = (app.graph.endpoint(), settings.dialog.as_ref());
    let is_demo = settings.sandbox_url.is_some();
    let zone = settings.time_zone.iana_name().unwrap_or(UTC);
    let zone = (zone != UTC || config.ui.time_zone.is_some()).then(|| zone.to_owned());
    let support = &config.support;
    Ok(Snapshot {
        now: app.clock.now(),
        is_demo,
        base_url: config.base_url.clone(),
        graph_url: endpoint.graph_url.clone(),
        app: side,
        config_id: dialog.map(|dialog| dialog.config_id.clone()),
        sdk_url: dialog.map(|dialog| dialog.sdk_url.clone()),
        message_origins: dialog.map(|dialog| dialog.message_origins.clone()).unwrap_or_default(),
        graph_version: endpoint.version.clone(),
        key: key_place(app, is_demo),
        smtp,
        listens_here: config.listen.is_none_or(|address| address.ip().is_loopback()),
        proxies: config.trusted_proxies.len(),
        time_zone: zone,
        has_support: support.name.is_some() || support.email.is_some() || support.url.is_some(),
    })
}

/// An app at Meta that is asked about, which the doctor does too.
#[derive(Clone, Debug)]
pub(crate) struct Asking<'a> {
    graph: &'a Graph,
    app: &'a AppId,
    secret: &'a Secret,
    verify_token: &'a Secret,
    callback_url: Option<String>,
}

impl<'a> Asking<'a> {
    /// About the installation's app.
    pub(crate) fn as_installation(
        graph: &'a Graph,
        verify_token: &'a Secret,
        callback_url: Option<String>,
    ) -> Self {
        let secret = &*graph.endpoint().app_secret;
        Self { graph, app: graph.app_id(), secret, verify_token, callback_url }
    }

    /// About an account's own app.
    pub(crate) fn as_other(
        graph: &'a Graph,
        other: &'a OtherApp,
        verify_token: &'a Secret,
        callback_url: Option<String>,
    ) -> Self {
        Self { graph, app: &other.id, secret: &other.secret, verify_token, callback_url }
    }

    /// What concerns the app. Whether the address that Meta shows was this Farol's own of before is not
    /// asked here.
    pub(crate) async fn look(self) -> AppSide {
        let handshake = handshake(self.callback_url.as_deref(), self.verify_token);
        let (app, subscription, handshake) =
            tokio::join!(self.app_token(), self.subscription(), handshake);
        AppSide {
            app_id: self.app.to_string(),
            app,
            verify_token_bytes: self.verify_token.expose().len(),
            handshake,
            callback_url: self.callback_url,
            callback_before: None,
            subscription,
            fields: connect::FIELDS.iter().map(ToString::to_string).collect(),
        }
    }

    async fn app_token(&self) -> Asked<()> {
        let call = AskAppToken { client_id: self.app, client_secret: self.secret.expose() };
        let token = self.graph.call_without_token(&call).map(|answer| match answer {
            // Meta's code of trouble means here, in these words, that the secret is another.
            Err(GraphError::Trouble { code: Some(1), message })
                if message.contains("client secret") =>
            {
                Err(GraphError::Refused { code: 1, subcode: None, message })
            }
            answer => answer,
        });
        asked(token).await.map(|_| ())
    }

    async fn subscription(&self) -> Asked<Option<Subscribed>> {
        let call = Subscriptions { app: self.app };
        let found = asked(self.graph.call_as(&call, self.app, self.secret)).await;
        found.map(callback::of_whatsapp)
    }
}

fn key_place(app: &App, is_demo: bool) -> KeyPlace {
    let config = &app.settings.config;
    match (&config.key_file, &config.data) {
        _ if is_demo => KeyPlace::OfDemo,
        (Some(key), Some(data)) if whole(key).starts_with(whole(data)) => KeyPlace::Inside,
        (Some(_), _) | (None, _) => KeyPlace::Apart,
    }
}

/// The place that a path leads to, by whichever way; what is not there is taken by its words.
fn whole(path: &Path) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

async fn asked<T>(call: impl Future<Output = Result<T, GraphError>>) -> Asked<T> {
    let answer = match tokio::time::timeout(PATIENCE, call).await {
        Ok(answer) => answer,
        Err(_) => return Asked::Unanswered("time-out".to_owned()),
    };
    answer.map_or_else(
        |error| {
            let said = error.quoted();
            if error.is_transient() { Asked::Unanswered(said) } else { Asked::Refused(said) }
        },
        Asked::Heard,
    )
}

/// Asks our own address as Meta does before it sends anything there.
async fn handshake(url: Option<&str>, verify_token: &Secret) -> Option<Asked<bool>> {
    let challenge: String = clock::random_token().chars().take(16).collect();
    let answer = tokio::time::timeout(PATIENCE, shake(url?, verify_token, &challenge)).await;
    Some(match answer {
        Ok(Ok((status, _))) if !status.is_success() => {
            Asked::Refused(format!("HTTP {}", status.as_u16()))
        }
        Ok(Ok((_, said))) => Asked::Heard(said == challenge),
        Ok(Err(error)) => {
            // The address holds the verify token.
            let error = error.without_url();
            tracing::debug!(%error, "The console's own address gave no answer");
            let reason =
                if error.is_connect() { "connection refused" } else { "connection broken" };
            Asked::Unanswered(reason.to_owned())
        }
        Err(_) => Asked::Unanswered("time-out".to_owned()),
    })
}

/// Makes the handshake as Meta does; what is answered, which is empty for a refusal.
pub(crate) async fn shake(
    url: &str,
    verify_token: &Secret,
    challenge: &str,
) -> reqwest::Result<(StatusCode, String)> {
    let mut http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .no_proxy();
    if url.starts_with("http://") {
        http = http.tls_certs_only([]);
    }
    let query = [
        ("hub.mode", "subscribe"),
        ("hub.challenge", challenge),
        ("hub.verify_token", verify_token.expose()),
    ];
    let answer = http.build()?.get(url).query(&query).send().await?;
    let status = answer.status();
    let said = if status.is_success() { answer.text().await? } else { String::new() };
    Ok((status, said))
}

async fn smtp(app: &App) -> Option<Asked<()>> {
    let settings = app.settings.config.smtp.as_ref()?;
    let name = mail::own_name(app);
    let opening = mail::Connection::open(settings, &name, mail::Patience::at_most(PATIENCE));
    Some(match opening.await {
        Ok(connection) => {
            connection.close().await;
            Asked::Heard(())
        }
        // A step that got no answer in time refused nothing.
        Err(trouble) if trouble.stage == Stage::Connect || trouble.is_late => {
            Asked::Unanswered(trouble.said)
        }
        Err(trouble) => Asked::Refused(trouble.said),
    })
}
