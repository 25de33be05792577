//! In and out: e-mail and password, or a one-time link; the session is a row, the cookie its key.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::Timestamp;
use domain::audit::Action;
use serde::Deserialize;
use store::{LedgerTx, NewAudit, PersonId, StoreError, TenantId, TenantScope, TokenHash};
use ui::view::{Login, LoginError};

use super::filled::Filled;
use super::gate::{COOKIE, requested_language};
use super::page;
use crate::app::App;
use crate::attempts::NoAttempt;
use crate::mail::link;
use crate::{clock, password};

/// Sessions end after 12 hours, whatever happens.
const SESSION: Duration = Duration::from_secs(12 * 3600);

/// Characters kept of what a browser calls itself.
const AGENT: usize = 200;

/// The form of the page.
#[derive(Deserialize)]
pub struct Credentials {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

/// A one-time link, and what led here.
#[derive(Deserialize)]
pub struct Link {
    link: Option<String>,
    password: Option<String>,
}

/// `GET /login`: the page, or the session that a one-time link opens.
pub async fn show(
    State(app): State<App>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    jar: CookieJar,
    Query(link): Query<Link>,
) -> Response {
    let door = Door { app: &app, headers: &headers, from };
    let Some(one_time) = link.link else {
        return door.page(link.password.as_deref() == Some("set"));
    };
    let hash = TokenHash::of(&one_time);
    let now = app.clock.steady();
    match app.store.ledger.transact(move |tx| tx.use_login_link(hash, now)).await {
        Ok(Some(person)) => door.open(jar, person, None).await,
        Ok(None) => door.refuse(StatusCode::FORBIDDEN, "", LoginError::LinkUsed),
        Err(error) => page::failed(requested_language(&headers), &error),
    }
}

/// `POST /login`.
pub async fn enter(
    State(app): State<App>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    jar: CookieJar,
    Filled(given): Filled<Credentials>,
) -> Response {
    let door = Door { app: &app, headers: &headers, from };
    match app.attempts.take(from.ip(), &given.email) {
        Ok(()) => {}
        Err(NoAttempt::NoAddress) => {
            return door.refuse(StatusCode::UNAUTHORIZED, "", LoginError::Wrong);
        }
        Err(NoAttempt::Wait(wait)) => {
            let error = LoginError::TooMany { wait_s: wait.as_secs().max(1) };
            return door.refuse(StatusCode::TOO_MANY_REQUESTS, &given.email, error);
        }
    }
    let email = given.email.clone();
    let found = app.store.ledger.read(move |read| read.person_by_email(email.trim())).await;
    let person = match found {
        Ok(person) => person,
        Err(error) => return page::failed(requested_language(&headers), &error),
    };
    let known = person.as_ref().and_then(|person| person.password_hash.clone());
    let is_right = password::is_right(given.password, known).await;
    match person {
        Some(person) if is_right => door.open(jar, person.id, None).await,
        _ => door.refuse(StatusCode::UNAUTHORIZED, &given.email, LoginError::Wrong),
    }
}

/// `POST /logout`: the row goes, so the cookie is worth nothing.
pub async fn leave(State(app): State<App>, headers: HeaderMap, jar: CookieJar) -> Response {
    if let Some(cookie) = jar.get(COOKIE) {
        let hash = TokenHash::of(cookie.value());
        if let Err(error) = app.store.ledger.transact(move |tx| tx.close_session(hash)).await {
            return page::failed(requested_language(&headers), &error);
        }
    }
    (without_cookie(jar), Redirect::to("/login")).into_response()
}

/// Takes the cookie away, once its session is no more.
pub(super) fn without_cookie(jar: CookieJar) -> CookieJar {
    jar.add(cookie(String::new(), Duration::ZERO))
}

/// Where nobody is signed in yet, and who asks from there.
pub(super) struct Door<'a> {
    pub app: &'a App,
    pub headers: &'a HeaderMap,
    pub from: SocketAddr,
}

impl Door<'_> {
    /// Opens a fresh session, in the person's first tenant where none is named; one that came with
    /// the request ends, so that none can be planted.
    pub async fn open(
        self,
        jar: CookieJar,
        person: PersonId,
        tenant: Option<TenantId>,
    ) -> Response {
        let token = clock::random_token();
        let old = jar.get(COOKIE).map(|cookie| TokenHash::of(cookie.value()));
        let opening = Opening {
            hash: TokenHash::of(&token),
            person,
            tenant,
            agent: agent(self.headers),
            place: self.from.ip().to_canonical().to_string(),
            now: self.app.clock.steady(),
            at: self.app.clock.now(),
        };
        let opened = self.app.store.ledger.transact(move |tx| {
            if let Some(old) = old {
                tx.close_session(old)?;
            }
            opening.keep(tx)
        });
        match opened.await {
            Ok(true) => {
                (jar.add(cookie(token, SESSION)), Redirect::to("/overview")).into_response()
            }
            Ok(false) => self.refuse(StatusCode::FORBIDDEN, "", LoginError::Wrong),
            Err(error) => page::failed(requested_language(self.headers), &error),
        }
    }

    /// The page.
    fn page(&self, is_password_set: bool) -> Response {
        self.form(StatusCode::OK, Form { is_password_set, ..Form::default() })
    }

    /// The page, with why nobody was let in.
    fn refuse(&self, status: StatusCode, email: &str, error: LoginError) -> Response {
        self.note(error);
        self.form(status, Form { email, error: Some(error), ..Form::default() })
    }

    /// Logs from where somebody was refused, and not who they said they are: an address in a log is
    /// one that no erasure reaches.
    fn note(&self, error: LoginError) {
        let client = self.from.ip().to_canonical();
        match error {
            LoginError::Wrong => {
                tracing::warn!(%client, "A login from {client} failed: wrong address or password");
            }
            LoginError::LinkUsed => {
                tracing::warn!(%client, "A login from {client} failed: the link is used or over");
            }
            LoginError::TooMany { .. } if !self.app.attempts.may_tell(client) => {}
            LoginError::TooMany { .. } => {
                tracing::warn!(%client, "Logins from {client} are put off: there were too many");
            }
        }
    }

    fn form(&self, status: StatusCode, form: Form<'_>) -> Response {
        let host = self.headers.get(http::header::HOST).and_then(|host| host.to_str().ok());
        let view = Login {
            language: requested_language(self.headers),
            email: form.email,
            error: form.error,
            host: host.unwrap_or_default(),
            may_reset: link::is_possible(self.app),
            is_password_set: form.is_password_set,
        };
        (status, Html(ui::login(&view))).into_response()
    }
}

/// What the form says.
#[derive(Default)]
struct Form<'a> {
    email: &'a str,
    error: Option<LoginError>,
    is_password_set: bool,
}

/// A session to be opened.
struct Opening {
    hash: TokenHash,
    person: PersonId,
    tenant: Option<TenantId>,
    agent: Option<String>,
    place: String,
    /// By the clock that can't be turned.
    now: Timestamp,
    /// By the world's.
    at: Timestamp,
}

impl Opening {
    /// Opens it; `false` for a person without a part anywhere.
    fn keep(self, tx: &LedgerTx<'_>) -> Result<bool, StoreError> {
        let first = tx.memberships(&self.person)?.into_iter().next().map(|part| part.tenant);
        let Some(tenant) = self.tenant.or(first) else { return Ok(false) };
        tx.open_session(self.hash, &self.person, &tenant, self.now, self.now.plus(SESSION))?;
        if let Some(agent) = &self.agent {
            tx.note_agent(self.hash, agent)?;
        }
        tx.note_place(self.hash, &self.place)?;
        let scope = TenantScope::for_worker(tenant);
        tx.add_audit(&NewAudit::of(&scope, &self.person, Action::SignedIn), self.at)?;
        Ok(true)
    }
}

/// What the browser calls itself, for the list of sessions.
pub(super) fn agent(headers: &HeaderMap) -> Option<String> {
    let agent = headers.get(http::header::USER_AGENT)?.as_bytes();
    Some(String::from_utf8_lossy(agent).chars().take(AGENT).collect())
}

/// The session's cookie.
pub(super) fn cookie(value: String, life: Duration) -> Cookie<'static> {
    Cookie::build((COOKIE, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(life.try_into().unwrap_or_default())
        .build()
}
