//! The pages: read what the session may see, hand it to `ui`, answer.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::role::Role;
use serde::Deserialize;
use store::{LedgerRead, StoreError, TenantId, TenantScope};
use ui::Language;
use ui::view::{Forbidden, Overview, Problem};

use super::api;
use super::filled::Filled;
use super::gate::{MayRefresh, Viewer, requested_language};
use super::seen::{Look, Seen};
use super::{limits, notices};
use crate::app::App;
use crate::work::refresh;

/// `GET /`.
pub async fn home() -> Redirect {
    Redirect::to("/overview")
}

/// `GET /overview`.
pub async fn overview(look: Look) -> Result<Html<String>, Response> {
    let (app, person) = (look.app.clone(), look.viewer.session.person.clone());
    let now = app.clock.now();
    let more = move |read: &LedgerRead<'_>, scope: &TenantScope, seen: &mut Seen| {
        let limits = limits::small(&app, read, scope, seen)?;
        Ok((limits, notices::open(read, scope, &person, seen, now)?))
    };
    let (seen, (limits, open)) = look.see_with(more).await?;
    let view = Overview {
        scope: &seen.scope,
        readiness: &seen.readiness,
        intervals: &look.app.settings.intervals,
        meters: &limits.meters,
        changes: seen.recent(),
        open: &open.notices,
        open_count: open.count,
        fallen: &open.fallen,
        names: &open.names,
        quarantined: look.viewer.session.is_installation_owner.then_some(seen.quarantined),
        webhooks: seen.webhooks(),
    };
    Ok(Html(ui::overview(&look.frame(&seen), &view)))
}

/// Where a form sends its reader back to.
#[derive(Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
}

/// `POST /refresh`: everything of the tenant is read as soon as the quota allows.
pub async fn refresh(
    State(app): State<App>,
    MayRefresh(viewer): MayRefresh,
    Filled(form): Filled<Back>,
) -> Response {
    match refresh::ask(&app, viewer.scope()).await {
        Ok(()) => Redirect::to(local(&form.back)).into_response(),
        Err(error) => failed(viewer.language, &error),
    }
}

/// The tenant that a person chose.
#[derive(Deserialize)]
pub struct ChosenTenant {
    tenant: String,
    #[serde(default)]
    back: String,
}

/// `POST /tenant`: the session works in another tenant that its person has a part in.
pub async fn tenant(
    State(app): State<App>,
    viewer: Viewer,
    Filled(chosen): Filled<ChosenTenant>,
) -> Response {
    let (hash, tenant) = (viewer.hash, TenantId::new(chosen.tenant));
    let moved = app.store.ledger.transact(move |tx| tx.move_session(hash, &tenant)).await;
    match moved {
        // What the page was narrowed to is the other tenant's.
        Ok(true) => {
            let path = local(&chosen.back).split('?').next().unwrap_or("/overview").to_owned();
            Redirect::to(&path).into_response()
        }
        Ok(false) => problem(viewer.language, StatusCode::NOT_FOUND, None),
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
    Filled(chosen): Filled<Chosen>,
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
pub async fn not_found(uri: Uri, viewer: Result<Viewer, Response>, headers: HeaderMap) -> Response {
    if uri.path().starts_with(api::PREFIX) {
        return api::not_found(&headers);
    }
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

/// The page that refuses what the role may not do, with who can change that.
pub(super) async fn forbidden(app: &App, viewer: &Viewer) -> Response {
    let scope = viewer.scope();
    let members = match app.store.ledger.read(move |read| read.members(&scope)).await {
        Ok(members) => members,
        Err(error) => return failed(viewer.language, &error),
    };
    let owner =
        |(person, role): (store::Person, Role)| (role == Role::Owner).then_some(person.name);
    refused(viewer, &members.into_iter().filter_map(owner).collect::<Vec<_>>())
}

/// The page that refuses what only the installation's owner may do.
pub(super) fn forbidden_but_to_installation(viewer: &Viewer) -> Response {
    refused(viewer, &[])
}

fn refused(viewer: &Viewer, owners: &[String]) -> Response {
    let session = &viewer.session;
    let view = Forbidden {
        language: viewer.language,
        role: session.role,
        tenant: &session.tenant_name,
        owners,
    };
    (StatusCode::FORBIDDEN, Html(ui::forbidden(&view))).into_response()
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

/// What finds a line in the log.
pub(super) fn reference() -> String {
    crate::clock::random_token().chars().take(8).collect()
}

/// A path of this site, so that no form can send its reader elsewhere.
pub(super) fn local(path: &str) -> &str {
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_local { path } else { "/overview" }
}
