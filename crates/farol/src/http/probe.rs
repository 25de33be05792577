//! For machines: alive, ready, and the counters.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::NodeKind;
use domain::readiness::{self, Ability, Scope};
use store::{Secret, StoreError, TenantScope, Waiting};
use subtle::ConstantTimeEq;

use super::arrival::is_passed_on;
use super::seen;
use crate::app::App;
use crate::clock;
use crate::metrics::UnreadField;

/// `GET /healthz`: 200 while the process lives.
pub async fn health() -> &'static str {
    "ok\n"
}

/// How long a probe of the disk may take.
const PROBE_TIME: Duration = Duration::from_secs(5);

/// `GET /readyz`: 200 when a webhook can be accepted.
pub async fn ready(State(app): State<App>) -> Response {
    if app.health.may_probe(clock::monotonic()) {
        probe(&app).await;
    }
    if app.health.can_store() {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the inbox can't be written\n").into_response()
    }
}

/// Finds out whether the disk takes a commit again, so that readiness comes back without a webhook.
///
/// The probe writes to the ledger: another file than the inbox, but on the same disk, and a body
/// made up for the inbox would be there for ever. If the inbox alone is broken, the next webhook
/// says so again. The row is gone before the commit and never seen, but its page is written.
async fn probe(app: &App) {
    let row = Waiting {
        key: "probe".to_owned(),
        seq: 0,
        path: String::new(),
        field: None,
        waba: meta::WabaId::new("probe"),
        at: app.clock.now(),
    };
    let written = app.store.ledger.transact(move |tx| {
        tx.wait(&row)?;
        tx.release_waiting(&row.key)
    });
    match tokio::time::timeout(PROBE_TIME, written).await {
        Ok(Ok(())) => app.health.stored(),
        Ok(Err(error)) => tracing::debug!(%error, "The disk still takes no commit"),
        Err(_) => tracing::debug!("The disk still takes no commit in time"),
    }
}

/// `GET /metrics`: Prometheus text, for whoever has the token where one is set; else for this
/// machine alone, and nobody for whom something on it passes requests on.
pub async fn metrics(
    State(app): State<App>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let may_look = match &app.settings.config.metrics_token {
        Some(token) => has_token(&headers, token),
        None => from.ip().to_canonical().is_loopback() && !is_passed_on(&headers),
    };
    if !may_look {
        return StatusCode::FORBIDDEN.into_response();
    }
    if let Err(error) = tell_ready(&app).await {
        tracing::warn!(%error, "Which numbers are ready is not known anew");
    }
    // A counter that first shows up as 1 hides that one from whoever watches for a rise.
    drop(app.metrics.unread.get_or_create(&UnreadField { field: "other".to_owned() }));
    match app.metrics.encode() {
        Ok(text) => {
            let kind = "text/plain; version=0.0.4; charset=utf-8";
            // The end mark is of OpenMetrics, a stricter format than the text says it is.
            let text = text.strip_suffix("# EOF\n").unwrap_or(&text);
            ([(header::CONTENT_TYPE, kind)], as_sampled(text)).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Looks which numbers can surely start a conversation, of all tenants. One that has not been read of
/// late, or whose account was lost, is told as one that can't: an alarm that went silent when Meta
/// does would be none.
async fn tell_ready(app: &App) -> Result<(), StoreError> {
    let (intervals, now) = (app.settings.intervals, app.clock.now());
    let read = app.store.ledger.read(move |read| {
        let mut ready = Vec::new();
        let all = read.all_connections()?;
        for connections in all.chunk_by(|one, next| one.tenant == next.tenant) {
            let Some(first) = connections.first() else { continue };
            let tenant = TenantScope::for_worker(first.tenant.clone());
            let scope = Scope {
                access: seen::access(read, &tenant, connections)?,
                numbers: read.replicas(&tenant, NodeKind::PhoneNumber)?,
                wabas: read.replicas(&tenant, NodeKind::Waba)?,
                ..Scope::default()
            };
            let able = readiness::each_can_send(&scope, &intervals, now);
            ready.extend(able.iter().map(|(id, able)| ((*id).to_owned(), *able == Ability::Yes)));
        }
        Ok(ready)
    });
    app.metrics.tell_ready(read.await?);
    Ok(())
}

fn has_token(headers: &HeaderMap, token: &Secret) -> bool {
    let given = headers.get(header::AUTHORIZATION).map(http::HeaderValue::as_bytes);
    let given = given.and_then(|given| given.strip_prefix(b"Bearer "));
    given.is_some_and(|given| given.ct_eq(token.expose().as_bytes()).into())
}

/// Names counters in `HELP` and `TYPE` as their samples are named: OpenMetrics leaves `_total` away
/// there, the older text format does not.
fn as_sampled(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for index in 0..lines.len() {
        let Some(name) =
            lines[index].strip_prefix("# TYPE ").and_then(|l| l.strip_suffix(" counter"))
        else {
            continue;
        };
        let (name, total) = (name.to_owned(), format!("{name}_total"));
        lines[index] = format!("# TYPE {total} counter");
        if let Some(help) = index.checked_sub(1).and_then(|above| lines.get_mut(above)) {
            *help = help.replacen(&format!("# HELP {name} "), &format!("# HELP {total} "), 1);
        }
    }
    lines.push(String::new());
    lines.join("\n")
}
