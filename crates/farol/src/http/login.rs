//! In and out: e-mail and password, or a one-time link; the session is a row, the cookie its key.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use serde::Deserialize;
use store::{PersonId, StoreError, TokenHash};
use ui::view::{Login, LoginError};

use super::filled::Filled;
use super::gate::{COOKIE, requested_language};
use super::page;
use crate::app::App;
use crate::attempts::NoAttempt;
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

/// A one-time link.
#[derive(Deserialize)]
pub struct Link {
    link: Option<String>,
}

/// `GET /login`: the page, or the session that a one-time link opens.
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Query(link): Query<Link>,
) -> Response {
    let Some(link) = link.link else { return form(&headers, StatusCode::OK, "", None) };
    let hash = TokenHash::of(&link);
    let now = app.clock.steady();
    match app.store.ledger.transact(move |tx| tx.use_login_link(hash, now)).await {
        Ok(Some(person)) => open(&app, &headers, jar, person).await,
        Ok(None) => form(&headers, StatusCode::FORBIDDEN, "", Some(LoginError::LinkUsed)),
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
    match app.attempts.take(from.ip(), &given.email) {
        Ok(()) => {}
        Err(NoAttempt::NoAddress) => {
            return form(&headers, StatusCode::UNAUTHORIZED, "", Some(LoginError::Wrong));
        }
        Err(NoAttempt::Wait(wait)) => {
            let error = LoginError::TooMany { wait_s: wait.as_secs().max(1) };
            return form(&headers, StatusCode::TOO_MANY_REQUESTS, &given.email, Some(error));
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
        Some(person) if is_right => open(&app, &headers, jar, person.id).await,
        _ => form(&headers, StatusCode::UNAUTHORIZED, &given.email, Some(LoginError::Wrong)),
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

/// Opens a fresh session; one that came with the request ends, so that none can be planted.
async fn open(app: &App, headers: &HeaderMap, jar: CookieJar, person: PersonId) -> Response {
    let token = clock::random_token();
    let hash = TokenHash::of(&token);
    let old = jar.get(COOKIE).map(|cookie| TokenHash::of(cookie.value()));
    let now = app.clock.steady();
    let agent = agent(headers);
    let opened = app
        .store
        .ledger
        .transact(move |tx| {
            if let Some(old) = old {
                tx.close_session(old)?;
            }
            let Some(membership) = tx.memberships(&person)?.into_iter().next() else {
                return Ok::<bool, StoreError>(false);
            };
            tx.open_session(hash, &person, &membership.tenant, now, now.plus(SESSION))?;
            if let Some(agent) = &agent {
                tx.note_agent(hash, agent)?;
            }
            Ok(true)
        })
        .await;
    match opened {
        Ok(true) => (jar.add(cookie(token, SESSION)), Redirect::to("/overview")).into_response(),
        Ok(false) => form(headers, StatusCode::FORBIDDEN, "", Some(LoginError::Wrong)),
        Err(error) => page::failed(requested_language(headers), &error),
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

fn form(
    headers: &HeaderMap,
    status: StatusCode,
    email: &str,
    error: Option<LoginError>,
) -> Response {
    let host = headers.get(http::header::HOST).and_then(|host| host.to_str().ok());
    let view = Login {
        language: requested_language(headers),
        email,
        error,
        host: host.unwrap_or_default(),
    };
    (status, Html(ui::login(&view))).into_response()
}
