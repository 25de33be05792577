//! What preflight looks at: settings as they are, and what Meta, the mail server and the console's
//! own address answer. Everything is only read, and no answer is waited for longer than a few seconds.

use std::time::Duration;

use domain::preflight::{Asked, KeyPlace, Snapshot, Subscribed};
use futures_util::FutureExt;
use meta::GraphError;
use meta::graph::{AskAppToken, Subscription, Subscriptions};

use crate::app::App;
use crate::mail::{self, Stage};
use crate::{clock, connect};

/// How long an answer is waited for: a person waits for the page.
const PATIENCE: Duration = Duration::from_secs(8);
/// The zone where none was set.
const UTC: &str = "UTC";
/// The object of the app's WhatsApp subscription.
const OBJECT: &str = "whatsapp_business_account";

/// Reads the settings and asks everybody at once.
pub async fn look(app: &App) -> Snapshot {
    let (token, subscription, handshake, smtp) =
        tokio::join!(app_token(app), subscription(app), handshake(app), smtp(app));
    let (settings, config) = (&app.settings, &app.settings.config);
    let (endpoint, dialog) = (app.graph.endpoint(), settings.dialog.as_ref());
    let is_demo = settings.sandbox_url.is_some();
    let zone = settings.time_zone.iana_name().unwrap_or(UTC);
    let zone = (zone != UTC || config.ui.time_zone.is_some()).then(|| zone.to_owned());
    let support = &config.support;
    Snapshot {
        now: app.clock.now(),
        is_demo,
        base_url: config.base_url.clone(),
        graph_url: endpoint.graph_url.clone(),
        app_id: endpoint.app_id.to_string(),
        app: token,
        config_id: dialog.map(|dialog| dialog.config_id.clone()),
        verify_token_bytes: app.meta.verify_token.expose().len(),
        handshake,
        callback_url: connect::own_callback(app),
        subscription,
        fields: connect::FIELDS.iter().map(ToString::to_string).collect(),
        sdk_url: dialog.map(|dialog| dialog.sdk_url.clone()),
        message_origins: dialog.map(|dialog| dialog.message_origins.clone()).unwrap_or_default(),
        graph_version: endpoint.version.clone(),
        key: key_place(app, is_demo),
        smtp,
        listens_here: config.listen.is_none_or(|address| address.ip().is_loopback()),
        proxies: config.trusted_proxies.len(),
        time_zone: zone,
        has_support: support.name.is_some() || support.email.is_some() || support.url.is_some(),
    }
}

fn key_place(app: &App, is_demo: bool) -> KeyPlace {
    let config = &app.settings.config;
    match (&config.key_file, &config.data) {
        _ if is_demo => KeyPlace::OfDemo,
        (Some(key), Some(data)) if key.starts_with(data) => KeyPlace::Inside,
        (Some(_), _) | (None, _) => KeyPlace::Apart,
    }
}

async fn app_token(app: &App) -> Asked<()> {
    let secret = &app.graph.endpoint().app_secret;
    let call = AskAppToken { client_id: app.graph.app_id(), client_secret: secret.expose() };
    let token = app.graph.call_without_token(&call).map(|answer| match answer {
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

async fn subscription(app: &App) -> Asked<Option<Subscribed>> {
    let call = Subscriptions { app: app.graph.app_id() };
    let found = asked(app.graph.call_as_app(&call)).await;
    found.map(|all| all.into_iter().find(|one| one.object == OBJECT).map(subscribed))
}

fn subscribed(found: Subscription) -> Subscribed {
    Subscribed {
        callback_url: found.callback_url,
        is_active: found.active,
        fields: found.fields.into_iter().map(|field| field.name).collect(),
    }
}

async fn asked<T>(call: impl Future<Output = Result<T, GraphError>>) -> Asked<T> {
    let answer = match tokio::time::timeout(PATIENCE, call).await {
        Ok(answer) => answer,
        Err(_) => return Asked::Unanswered("time-out".to_owned()),
    };
    answer.map_or_else(
        |error| {
            let said = error.to_string();
            if error.is_transient() { Asked::Unanswered(said) } else { Asked::Refused(said) }
        },
        Asked::Heard,
    )
}

/// Asks our own address as Meta does before it sends anything there.
async fn handshake(app: &App) -> Option<Asked<bool>> {
    let url = connect::own_callback(app)?;
    let answer = tokio::time::timeout(PATIENCE, shake(app, &url)).await;
    Some(match answer {
        Ok(Ok(answer)) => answer,
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

async fn shake(app: &App, url: &str) -> reqwest::Result<Asked<bool>> {
    let mut http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .no_proxy();
    if url.starts_with("http://") {
        http = http.tls_certs_only([]);
    }
    let challenge: String = clock::random_token().chars().take(16).collect();
    let query = [
        ("hub.mode", "subscribe"),
        ("hub.challenge", &challenge),
        ("hub.verify_token", app.meta.verify_token.expose()),
    ];
    let answer = http.build()?.get(url).query(&query).send().await?;
    let status = answer.status();
    if !status.is_success() {
        return Ok(Asked::Refused(format!("HTTP {}", status.as_u16())));
    }
    Ok(Asked::Heard(answer.text().await? == challenge))
}

async fn smtp(app: &App) -> Option<Asked<()>> {
    let settings = app.settings.config.smtp.as_ref()?;
    let name = mail::own_name(app);
    let opening = mail::Connection::open(settings, &name);
    Some(match tokio::time::timeout(PATIENCE, opening).await {
        Ok(Ok(connection)) => {
            connection.close().await;
            Asked::Heard(())
        }
        Ok(Err(trouble)) if trouble.stage == Stage::Connect => Asked::Unanswered(trouble.said),
        Ok(Err(trouble)) => Asked::Refused(trouble.said),
        Err(_) => Asked::Unanswered("time-out".to_owned()),
    })
}
