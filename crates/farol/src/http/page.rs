//! The pages: read what the session may see, hand it to `ui`, answer.

use std::collections::BTreeSet;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::readiness::{self, Scope};
use domain::role::Permission;
use domain::{Change, NodeKind};
use serde::Deserialize;
use store::{LedgerRead, StoreError, TenantScope};
use ui::Language;
use ui::view::{Frame, Numbers, Overview, Problem};

use super::gate::{Viewer, requested_language};
use crate::app::App;
use crate::work::refresh;

/// Changes on Visão geral.
const RECENT: usize = 8;
/// "Em uso": a message or status within seven days (`ui/NOTES.md`).
const IN_USE: std::time::Duration = std::time::Duration::from_secs(7 * 24 * 3600);

/// `GET /`.
pub async fn home() -> Redirect {
    Redirect::to("/overview")
}

/// What the pages show of one tenant.
struct Seen {
    scope: Scope,
    changes: Vec<Change>,
    in_use: BTreeSet<String>,
    quarantined: u64,
}

/// `GET /overview`.
pub async fn overview(State(app): State<App>, viewer: Viewer, uri: Uri) -> Response {
    let seen = match see(&app, &viewer).await {
        Ok(seen) => seen,
        Err(error) => return failed(viewer.language, &error),
    };
    let now = app.clock.now();
    let readiness = readiness::readiness(&seen.scope, &app.settings.intervals, now);
    let view = Overview {
        scope: &seen.scope,
        readiness: &readiness,
        intervals: &app.settings.intervals,
        changes: &seen.changes,
        quarantined: viewer.session.is_installation_owner.then_some(seen.quarantined),
        webhooks: (!seen.in_use.is_empty()).then_some(true),
    };
    Html(ui::overview(&frame(&app, &viewer, &uri, &seen.scope), &view)).into_response()
}

/// What the list of numbers is narrowed to.
#[derive(Default, Deserialize)]
pub struct Narrowed {
    #[serde(default)]
    filter: String,
    #[serde(default)]
    q: String,
}

/// `GET /numbers`.
pub async fn numbers(
    State(app): State<App>,
    viewer: Viewer,
    uri: Uri,
    narrowed: Result<Query<Narrowed>, QueryRejection>,
) -> Response {
    // An address that can't be read shows everything, as one without a filter.
    let Query(narrowed) = narrowed.unwrap_or_default();
    let seen = match see(&app, &viewer).await {
        Ok(seen) => seen,
        Err(error) => return failed(viewer.language, &error),
    };
    let now = app.clock.now();
    let readiness = readiness::readiness(&seen.scope, &app.settings.intervals, now);
    let view = Numbers {
        scope: &seen.scope,
        readiness: &readiness,
        intervals: &app.settings.intervals,
        in_use: &seen.in_use,
        filter: narrowed.filter.parse().unwrap_or_default(),
        query: &narrowed.q,
    };
    Html(ui::numbers(&frame(&app, &viewer, &uri, &seen.scope), &view)).into_response()
}

/// Where a form sends its reader back to.
#[derive(Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
}

/// `POST /refresh`: everything of the tenant is read as soon as the quota allows.
pub async fn refresh(State(app): State<App>, viewer: Viewer, Form(form): Form<Back>) -> Response {
    if let Some(refusal) = viewer.refusal(Permission::Refresh) {
        return refusal;
    }
    match refresh::ask(&app, viewer.scope()).await {
        Ok(()) => Redirect::to(local(&form.back)).into_response(),
        Err(error) => failed(viewer.language, &error),
    }
}

/// The language that a person chose.
#[derive(Deserialize)]
pub struct Chosen {
    language: String,
    #[serde(default)]
    back: String,
}

/// `POST /language`: kept with the person, and in a cookie for pages before the login.
pub async fn language(
    State(app): State<App>,
    headers: HeaderMap,
    viewer: Result<Viewer, Response>,
    jar: CookieJar,
    Form(chosen): Form<Chosen>,
) -> Response {
    let Some(language) = Language::parse(&chosen.language) else {
        return problem(requested_language(&headers), StatusCode::BAD_REQUEST, None);
    };
    if let Ok(viewer) = viewer {
        let person = viewer.session.person.clone();
        let kept =
            app.store.ledger.transact(move |tx| tx.set_language(&person, language.tag())).await;
        if let Err(error) = kept {
            return failed(language, &error);
        }
    }
    let cookie = Cookie::build(("farol-language", language.tag()))
        .path("/")
        .same_site(SameSite::Lax)
        .http_only(true)
        .permanent()
        .build();
    (jar.add(cookie), Redirect::to(local(&chosen.back))).into_response()
}

/// Any address that is not there, or not for this session: the same answer.
pub async fn not_found(viewer: Result<Viewer, Response>, headers: HeaderMap) -> Response {
    match viewer {
        Ok(viewer) => problem(viewer.language, StatusCode::NOT_FOUND, None),
        Err(_) => problem(requested_language(&headers), StatusCode::NOT_FOUND, None),
    }
}

/// A page that says what can't be shown; `reference` finds the line in the log.
pub fn problem(language: Language, status: StatusCode, reference: Option<&str>) -> Response {
    let view = Problem { language, status: status.as_u16(), reference };
    (status, Html(ui::problem(&view))).into_response()
}

/// The store failed: said with a reference, the cause in the log only.
pub fn failed(language: Language, error: &StoreError) -> Response {
    let reference = reference();
    tracing::error!(reference, %error, "A page could not be made");
    let status = if error.is_transient() {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    };
    problem(language, status, Some(&reference))
}

/// A handler panicked; the page says so and the others go on.
pub fn broken(_panic: Box<dyn std::any::Any + Send>) -> Response {
    let reference = reference();
    tracing::error!(reference, "A handler panicked");
    problem(Language::PtBr, StatusCode::INTERNAL_SERVER_ERROR, Some(&reference))
}

fn reference() -> String {
    crate::clock::random_token().chars().take(8).collect()
}

/// A path of this site, so that no form can send its reader elsewhere.
fn local(path: &str) -> &str {
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_local { path } else { "/overview" }
}

async fn see(app: &App, viewer: &Viewer) -> Result<Seen, StoreError> {
    let scope = viewer.scope();
    let since = domain::Timestamp::from_millis(
        app.clock.now().as_millis() - i64::try_from(IN_USE.as_millis()).unwrap_or_default(),
    );
    app.store.ledger.read(move |read| gather(read, &scope, since)).await
}

fn gather(
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    since: domain::Timestamp,
) -> Result<Seen, StoreError> {
    let recent = read.changes(tenant, None, RECENT * 8)?.into_iter().map(|(_, change)| change);
    let is_watched = |change: &Change| {
        domain::field::weight(change.node.kind, &change.field) == domain::field::Weight::Watched
    };
    Ok(Seen {
        scope: Scope {
            businesses: read.replicas(tenant, NodeKind::Business)?,
            wabas: read.replicas(tenant, NodeKind::Waba)?,
            apps: read.replicas(tenant, NodeKind::App)?,
            numbers: read.replicas(tenant, NodeKind::PhoneNumber)?,
        },
        changes: recent.filter(is_watched).take(RECENT).collect(),
        in_use: read.numbers_in_use(tenant, since)?,
        quarantined: read.quarantined_count()?,
    })
}

fn frame(app: &App, viewer: &Viewer, uri: &Uri, scope: &Scope) -> Frame {
    let waba = scope.wabas.first().and_then(|waba| waba.text("name"));
    Frame {
        language: viewer.language,
        person: viewer.session.name.clone(),
        tenant: viewer.session.tenant_name.clone(),
        account_line: waba.map(str::to_owned),
        sandbox_url: app.settings.sandbox_url.clone(),
        now: app.clock.now(),
        live: true,
        time_zone: app.settings.time_zone.clone(),
        path: uri.path_and_query().map_or("/overview", |path| path.as_str()).to_owned(),
        version: env!("CARGO_PKG_VERSION"),
    }
}
