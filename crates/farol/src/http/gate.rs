//! Who asks: the session behind the cookie, and whether its role may do what the route needs.
//!
//! The tenant comes from the session and from nothing else.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::Timestamp;
use domain::role::Permission;
use futures_util::FutureExt;
use store::{LedgerRead, Session, StoreError, TenantScope, TokenHash};
use ui::Language;

use crate::app::App;

/// The session's cookie: this host, HTTPS (or loopback), every path, no script.
pub const COOKIE: &str = "__Host-farol";

/// How exactly the last use of a session is known.
const NOTED_EVERY: Duration = Duration::from_secs(60);

/// A person who may look.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// What the session is looked up by, for who must ask again whether it is still there.
    pub hash: TokenHash,
    /// The session.
    pub session: Session,
    /// The language of the answer.
    pub language: Language,
}

impl Viewer {
    /// The only tenant whose rows this person may see now.
    pub fn scope(&self) -> TenantScope {
        TenantScope::of(&self.session)
    }

    /// Whether the session and a role that may do it still stand. Asked in the transaction that does it:
    /// the body of a form may come long after its head.
    pub(super) fn still_may(
        &self,
        read: &LedgerRead<'_>,
        permission: Permission,
        steady: Timestamp,
    ) -> Result<bool, StoreError> {
        if read.session(self.hash, steady)?.is_none() {
            return Ok(false);
        }
        let role = read.role_of(&self.scope(), &self.session.person)?;
        Ok(role.is_some_and(|role| role.may(permission)))
    }

    /// The same of who answers for the installation.
    pub(super) fn still_answers(
        &self,
        read: &LedgerRead<'_>,
        steady: Timestamp,
    ) -> Result<bool, StoreError> {
        let session = read.session(self.hash, steady)?;
        Ok(session.is_some_and(|session| session.is_installation_owner))
    }

    /// The viewer behind a request; `None` without a session that still holds.
    pub(super) async fn of_request(
        headers: &HeaderMap,
        app: &App,
    ) -> Result<Option<Self>, StoreError> {
        let cookies = CookieJar::from_headers(headers);
        let Some(cookie) = cookies.get(COOKIE) else { return Ok(None) };
        let hash = TokenHash::of(cookie.value());
        let now = app.clock.steady();
        let found = app.store.ledger.read(move |read| read.session(hash, now)).await?;
        let Some(session) = found else { return Ok(None) };
        note_use(app, hash, session.seen_at, now);
        let chosen = session.language.as_deref().and_then(Language::parse);
        let language = chosen.unwrap_or_else(|| requested_language(headers));
        Ok(Some(Self { hash, session, language }))
    }

    /// The viewer behind a request, or the page that refuses what the role may not do.
    async fn permitted(
        parts: &mut Parts,
        app: &App,
        permission: Permission,
    ) -> Result<Self, Response> {
        let viewer = Self::from_request_parts(parts, app).await?;
        if viewer.session.role.may(permission) {
            Ok(viewer)
        } else {
            Err(super::page::forbidden(app, &viewer).await)
        }
    }
}

/// A viewer whose role may ask Meta for a fresh reading.
#[derive(Clone, Debug)]
pub struct MayRefresh(pub Viewer);

impl FromRequestParts<App> for MayRefresh {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        Viewer::permitted(parts, app, Permission::Refresh).await.map(Self)
    }
}

/// A viewer whose role may connect accounts.
#[derive(Clone, Debug)]
pub struct MayConnect(pub Viewer);

impl FromRequestParts<App> for MayConnect {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        Viewer::permitted(parts, app, Permission::Connect).await.map(Self)
    }
}

/// A viewer whose role may write profiles.
#[derive(Clone, Debug)]
pub struct MayEditProfile(pub Viewer);

impl FromRequestParts<App> for MayEditProfile {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        Viewer::permitted(parts, app, Permission::EditProfile).await.map(Self)
    }
}

/// A viewer whose role may take notices up.
#[derive(Clone, Debug)]
pub struct MayAcknowledge(pub Viewer);

impl FromRequestParts<App> for MayAcknowledge {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        Viewer::permitted(parts, app, Permission::Acknowledge).await.map(Self)
    }
}

/// A viewer whose role may choose what people are told who chose nothing themselves.
#[derive(Clone, Debug)]
pub struct MaySetNotices(pub Viewer);

impl FromRequestParts<App> for MaySetNotices {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        Viewer::permitted(parts, app, Permission::SetNotices).await.map(Self)
    }
}

/// A viewer whose role may change who else has a part in the tenant.
#[derive(Clone, Debug)]
pub struct MayAdminister(pub Viewer);

impl FromRequestParts<App> for MayAdminister {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        Viewer::permitted(parts, app, Permission::Administer).await.map(Self)
    }
}

/// A viewer who answers for the installation, whatever the role in a tenant.
#[derive(Clone, Copy, Debug)]
pub struct InstallationOwner;

impl FromRequestParts<App> for InstallationOwner {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let viewer = Viewer::from_request_parts(parts, app).await?;
        if viewer.session.is_installation_owner {
            Ok(Self)
        } else {
            Err(super::page::forbidden_but_to_installation(&viewer))
        }
    }
}

impl FromRequestParts<App> for Viewer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let chosen = requested_language(&parts.headers);
        let found = Self::of_request(&parts.headers, app).await;
        let found = found.map_err(|error| super::page::failed(chosen, &error))?;
        let viewer = found.ok_or_else(|| Redirect::to("/login").into_response())?;
        note_place(parts, app, &viewer);
        Ok(viewer)
    }
}

/// Notes that a session is in use, at most once in [`NOTED_EVERY`].
fn note_use(app: &App, hash: TokenHash, seen: Timestamp, now: Timestamp) {
    if now.since(seen) < NOTED_EVERY {
        return;
    }
    // Handed to the writer and not waited for: no page is slower for it, nor missing without it.
    let _noted = app.store.ledger.transact(move |tx| tx.touch(hash, now)).now_or_never();
}

/// Notes where a session is used from, as seldom as [`note_use`] notes that it is.
fn note_place(parts: &Parts, app: &App, viewer: &Viewer) {
    if app.clock.steady().since(viewer.session.seen_at) < NOTED_EVERY {
        return;
    }
    let Some(ConnectInfo(from)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else { return };
    let (hash, place) = (viewer.hash, from.ip().to_canonical().to_string());
    let _noted = app.store.ledger.transact(move |tx| tx.note_place(hash, &place)).now_or_never();
}

/// The language that the browser asks for.
pub fn requested_language(headers: &HeaderMap) -> Language {
    let accepted = || {
        let header =
            headers.get(http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Language::from_accept_language(header.unwrap_or_default())
    };
    chosen_language(headers).unwrap_or_else(accepted)
}

/// The language that was chosen in the browser before a login.
pub fn chosen_language(headers: &HeaderMap) -> Option<Language> {
    let cookies = CookieJar::from_headers(headers);
    cookies.get("farol-language").and_then(|cookie| Language::parse(cookie.value()))
}
