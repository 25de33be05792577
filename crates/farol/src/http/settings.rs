//! Configurações: the person's account, password and sessions, and what the installation is set to.
//!
//! A form that was not taken is answered by the page itself, which is about the form alone and so
//! is not asked again by its script.

use std::net::SocketAddr;

use axum::extract::rejection::QueryRejection;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::Timestamp;
use domain::audit::Action;
use serde::Deserialize;
use store::{NewAudit, OpenSession, StoreError, TenantScope, TokenHash};
use ui::view::{Installation, Kept, MailServer, PasswordChange, Protection, SessionLine, Settings};

use super::filled::Filled;
use super::gate::Viewer;
use super::seen::{Look, Seen};
use super::{login, page};
use crate::app::App;
use crate::attempts::NoAttempt;
use crate::config::{Retention, Security, Smtp};
use crate::done_forms::DoneForm;
use crate::{clock, password};

/// Characters that a password needs, and may have.
const LEAST: usize = 12;
const MOST: usize = 200;
/// Where the page is.
const HERE: &str = "/settings";
/// Where it says that the password was changed.
const CHANGED: &str = "/settings?password=changed";

/// What the page says of the form that led to it.
#[derive(Default, Deserialize)]
pub struct Said {
    password: Option<String>,
}

/// `GET /settings`.
pub async fn show(
    look: Look,
    said: Result<Query<Said>, QueryRejection>,
) -> Result<Html<String>, Response> {
    let Query(said) = said.unwrap_or_default();
    let is_changed = said.password.as_deref() == Some("changed")
        && look.done() == Some(DoneForm::PasswordChanged);
    given(&look, is_changed.then_some(PasswordChange::Done)).await
}

/// The page, with what became of a change of the password.
async fn given(look: &Look, change: Option<PasswordChange>) -> Result<Html<String>, Response> {
    let (app, session) = (&look.app, &look.viewer.session);
    let (id, steady) = (session.person.clone(), app.clock.steady());
    let read = look.see_with(move |read, _, _| {
        let person = read.person(&id)?;
        let has_password = person.is_some_and(|person| person.password_hash.is_some());
        Ok((has_password, read.sessions_of(&id, steady)?))
    });
    let (seen, (has_password, sessions)) = read.await?;
    let mut frame = look.frame(&seen);
    frame.path = HERE.to_owned();
    // What was refused answers a form, whose address can't be asked for again.
    frame.live = matches!(change, None | Some(PasswordChange::Done));
    let installation = session.is_installation_owner.then(|| installation(app, &seen));
    let view = Settings {
        email: &session.email,
        rights: super::people::rights(session),
        has_chosen_language: session.language.is_some(),
        has_password,
        password: change,
        sessions: &lines(sessions, look.viewer.hash, steady, frame.now),
        installation: installation.as_ref(),
    };
    Ok(Html(ui::settings(&frame, &view)))
}

/// The sessions as the page shows them. They live by the clock that can't be turned, and the page
/// by the other.
fn lines(
    sessions: Vec<OpenSession>,
    own: TokenHash,
    steady: Timestamp,
    now: Timestamp,
) -> Vec<SessionLine> {
    let turned = now.as_millis().saturating_sub(steady.as_millis());
    let shown = |at: Timestamp| Timestamp::from_millis(at.as_millis().saturating_add(turned));
    let line = |session: OpenSession| {
        let is_current = session.hash == own;
        SessionLine {
            handle: session.hash.handle(),
            agent: session.agent,
            opened_at: shown(session.opened_at),
            // The one that asks is in use now, whenever that was last noted.
            seen_at: if is_current { now } else { shown(session.seen_at) },
            expires_at: shown(session.expires_at),
            place: session.place,
            is_current,
        }
    };
    sessions.into_iter().map(line).collect()
}

fn installation(app: &App, seen: &Seen) -> Installation {
    let (endpoint, dialog) = (app.graph.endpoint(), app.settings.dialog.as_ref());
    let zone = &app.settings.time_zone;
    Installation {
        graph_url: endpoint.graph_url.clone(),
        graph_version: endpoint.version.clone(),
        app_id: endpoint.app_id.to_string(),
        config_id: dialog.map(|dialog| dialog.config_id.clone()),
        sdk_url: dialog.map(|dialog| dialog.sdk_url.clone()),
        message_origins: dialog.map(|dialog| dialog.message_origins.clone()).unwrap_or_default(),
        webhook_path: super::WEBHOOKS,
        intervals: app.settings.intervals,
        quota_percent: app.graph.quota.percent(),
        time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        quarantined: seen.quarantined,
        is_demo: app.settings.sandbox_url.is_some(),
        base_url: app.settings.config.base_url.clone(),
        mail_server: app.settings.config.smtp.as_ref().map(mail_server),
        kept: kept(app.settings.config.retention),
    }
}

/// A mail server as the page shows it: its password stays where it is.
fn mail_server(smtp: &Smtp) -> MailServer {
    // An address of IPv6 has colons of its own.
    let host = if smtp.host.contains(':') { format!("[{}]", smtp.host) } else { smtp.host.clone() };
    MailServer {
        address: format!("{host}:{}", smtp.port),
        protection: match smtp.security {
            Security::Tls => Protection::Tls,
            Security::Starttls => Protection::Starttls,
            Security::None => Protection::None,
        },
        username: smtp.username.clone(),
        from: smtp.from.clone(),
    }
}

const fn kept(retention: Retention) -> Kept {
    Kept {
        bodies: retention.bodies_days,
        quarantined: retention.quarantined_days,
        changes: retention.changes_days,
        evidence: retention.evidence_days,
        applied: retention.applied_days,
        deliveries: retention.deliveries_days,
        traffic: retention.traffic_days,
        notices: retention.notices_days,
        mails: retention.mails_days,
    }
}

/// The form with a new password.
#[derive(Deserialize)]
pub struct NewPassword {
    #[serde(default)]
    current: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

/// What is wrong with a new password of a person with this address and name, by itself.
pub(super) fn refusal(
    (new, again): (&str, &str),
    (email, name): (&str, &str),
) -> Option<PasswordChange> {
    match new.chars().count() {
        ..LEAST => Some(PasswordChange::TooShort { least: LEAST }),
        LEAST..=MOST if new != again => Some(PasswordChange::Differ),
        LEAST..=MOST if domain::password::is_of_person(new, email, name) => {
            Some(PasswordChange::Yours)
        }
        LEAST..=MOST => None,
        _ => Some(PasswordChange::TooLong { most: MOST }),
    }
}

/// `POST /settings/password`: all sessions end but this one, which goes on by another cookie.
pub async fn password(
    look: Look,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    jar: CookieJar,
    Filled(form): Filled<NewPassword>,
) -> Result<Response, Response> {
    let fresh = Fresh { token: clock::random_token(), agent: login::agent(&headers) };
    let token = fresh.token.clone();
    match change(&look, from, form, fresh).await? {
        Changed::Done => {
            // The session goes on under this token.
            let (own, now) = (TokenHash::of(&token), look.app.clock.now());
            look.app.done_forms.keep(own, DoneForm::PasswordChanged, now);
            let life = look.viewer.session.expires_at.since(look.app.clock.steady());
            Ok((jar.add(login::cookie(token, life)), Redirect::to(CHANGED)).into_response())
        }
        Changed::SessionGone => Ok(Redirect::to("/login").into_response()),
        Changed::Refused(why) => {
            let status = match why {
                PasswordChange::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            Ok((status, given(&look, Some(why)).await?).into_response())
        }
    }
}

/// What became of the form.
enum Changed {
    Done,
    Refused(PasswordChange),
    /// The session ended while the password was looked at.
    SessionGone,
}

/// The session that takes the place of the one that asks.
struct Fresh {
    token: String,
    agent: Option<String>,
}

async fn change(
    look: &Look,
    from: SocketAddr,
    form: NewPassword,
    fresh: Fresh,
) -> Result<Changed, Response> {
    let (app, session) = (&look.app, &look.viewer.session);
    let failed = |error: StoreError| page::failed(look.viewer.language, &error);
    if let Some(why) = refusal((&form.new, &form.again), (&session.email, &session.name)) {
        return Ok(Changed::Refused(why));
    }
    match app.attempts.take(from.ip(), &session.email) {
        Ok(()) => {}
        Err(NoAttempt::NoAddress) => return Ok(Changed::Refused(PasswordChange::Wrong)),
        Err(NoAttempt::Wait(wait)) => {
            let wait_s = wait.as_secs().max(1);
            return Ok(Changed::Refused(PasswordChange::TooMany { wait_s }));
        }
    }
    let id = session.person.clone();
    let person = app.store.ledger.read(move |read| read.person(&id)).await.map_err(failed)?;
    let known = person.and_then(|person| person.password_hash);
    if known.is_some() {
        if !password::is_right(form.current.clone(), known.clone()).await {
            return Ok(Changed::Refused(PasswordChange::Wrong));
        }
        if form.current == form.new {
            return Ok(Changed::Refused(PasswordChange::Same));
        }
    }
    let hash = password::hash(form.new).await.map_err(|error| {
        tracing::error!(%error, "A new password could not be hashed");
        page::problem(look.viewer.language, StatusCode::INTERNAL_SERVER_ERROR, None)
    })?;
    keep(app, look.viewer.hash, known, hash, fresh).await.map_err(failed)
}

/// Keeps the new password and carries the session on, unless either changed in the meantime.
async fn keep(
    app: &App,
    old: TokenHash,
    known: Option<String>,
    hash: String,
    fresh: Fresh,
) -> Result<Changed, StoreError> {
    let (new, now) = (TokenHash::of(&fresh.token), app.clock.steady());
    let at = app.clock.now();
    let kept = app.store.ledger.transact(move |tx| {
        let Some(session) = tx.session(old, now)? else { return Ok(Changed::SessionGone) };
        let stands = tx.person(&session.person)?.and_then(|person| person.password_hash);
        if stands != known {
            return Ok(Changed::Refused(PasswordChange::Wrong));
        }
        tx.set_password(&session.person, &hash)?;
        let scope = TenantScope::of(&session);
        tx.add_audit(&NewAudit::of(&scope, &session.person, Action::PasswordSet), at)?;
        let (opened, expires) = (session.opened_at, session.expires_at);
        tx.open_session(new, &session.person, session.tenant(), opened, expires)?;
        tx.touch(new, now)?;
        if let Some(agent) = &fresh.agent {
            tx.note_agent(new, agent)?;
        }
        Ok(Changed::Done)
    });
    kept.await
}

/// The form that ends a session.
#[derive(Deserialize)]
pub struct Ended {
    #[serde(default)]
    session: String,
}

/// `POST /settings/sessions`: one of the person's sessions ends; any other is not there.
pub async fn end_session(
    State(app): State<App>,
    viewer: Viewer,
    jar: CookieJar,
    Filled(ended): Filled<Ended>,
) -> Response {
    let (person, now) = (viewer.session.person.clone(), app.clock.steady());
    let (scope, at) = (viewer.scope(), app.clock.now());
    let closed = app.store.ledger.transact(move |tx| {
        let mut own = tx.sessions_of(&person, now)?.into_iter();
        let found = own.find(|open| open.hash.handle() == ended.session);
        let Some(open) = found else { return Ok(None) };
        tx.close_session(open.hash)?;
        tx.add_audit(&NewAudit::of(&scope, &person, Action::SessionsEnded), at)?;
        Ok(Some(open.hash))
    });
    match closed.await {
        Ok(Some(hash)) if hash == viewer.hash => {
            (login::without_cookie(jar), Redirect::to("/login")).into_response()
        }
        Ok(Some(_)) => Redirect::to(HERE).into_response(),
        Ok(None) => page::problem(viewer.language, StatusCode::NOT_FOUND, None),
        Err(error) => page::failed(viewer.language, &error),
    }
}

/// `POST /settings/sessions/others`: only the session that asks goes on.
pub async fn end_others(State(app): State<App>, viewer: Viewer) -> Response {
    let (person, own) = (viewer.session.person.clone(), viewer.hash);
    let (scope, at) = (viewer.scope(), app.clock.now());
    let closed = app.store.ledger.transact(move |tx| {
        tx.close_other_sessions(&person, own)?;
        tx.add_audit(&NewAudit::of(&scope, &person, Action::SessionsEnded), at).map(drop)
    });
    match closed.await {
        Ok(()) => Redirect::to(HERE).into_response(),
        Err(error) => page::failed(viewer.language, &error),
    }
}
