//! A forgotten password: `/password/forgot` asks for a link, `/password/reset` sets another by it.
//!
//! Whether an address has a person is told by no answer, nor by how long one takes: it is looked up
//! after the answer, by a worker. Looking at a link uses nothing up; only the form does.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::audit::Action;
use serde::Deserialize;
use store::{LedgerTx, LinkReason, NewAudit, Person, StoreError, TokenHash};
use ui::Language;
use ui::view::{Forgot, ForgotSaid, GoneLink, LinkGone, PasswordChange, Reset};

use super::filled::Filled;
use super::gate::requested_language;
use super::{page, settings};
use crate::app::App;
use crate::attempts::NoAttempt;
use crate::mail::link;
use crate::password;
use crate::reset::Ask;

/// The form that asks for a link.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    email: String,
}

/// `GET /password/forgot`; it is not there without a mail server.
pub async fn forgot(State(app): State<App>, headers: HeaderMap) -> Response {
    let language = requested_language(&headers);
    if !link::is_possible(&app) {
        return page::problem(language, StatusCode::NOT_FOUND, None);
    }
    Html(ui::forgot(&Forgot { language, email: "", said: None })).into_response()
}

/// `POST /password/forgot`.
pub async fn ask(
    State(app): State<App>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Filled(form): Filled<Asked>,
) -> Response {
    let language = requested_language(&headers);
    if !link::is_possible(&app) {
        return page::problem(language, StatusCode::NOT_FOUND, None);
    }
    let (status, said) = match app.attempts.take_reset(from.ip(), &form.email) {
        Ok(()) => {
            let (email, due_at) = (form.email.clone(), app.clock.now());
            app.resets.push(Ask { email, language, due_at, tries: 0 });
            (StatusCode::OK, ForgotSaid::Asked)
        }
        // Nobody has such an address, which is answered as for any other.
        Err(NoAttempt::NoAddress) => (StatusCode::OK, ForgotSaid::Asked),
        Err(NoAttempt::Wait(wait)) => {
            let wait_s = wait.as_secs().max(1);
            (StatusCode::TOO_MANY_REQUESTS, ForgotSaid::TooMany { wait_s })
        }
    };
    let view = Forgot { language, email: &form.email, said: Some(said) };
    (status, Html(ui::forgot(&view))).into_response()
}

/// The link.
#[derive(Deserialize)]
pub struct Link {
    #[serde(default)]
    link: String,
}

/// `GET /password/reset`.
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Query(link): Query<Link>,
) -> Response {
    let language = requested_language(&headers);
    match find(&app, &link.link).await {
        Ok(Some((person, reason))) => {
            given(spoken(&person, language), &link.link, (&person.email, reason), None)
        }
        Ok(None) => gone(&app, language),
        Err(error) => page::failed(language, &error),
    }
}

async fn find(app: &App, link: &str) -> Result<Option<(Person, LinkReason)>, StoreError> {
    let (token, now) = (TokenHash::of(link), app.clock.steady());
    app.store.ledger.read(move |read| read.password_link(token, now)).await
}

/// The person's own language, where one was chosen.
fn spoken(person: &Person, requested: Language) -> Language {
    person.language.as_deref().and_then(Language::parse).unwrap_or(requested)
}

fn given(
    language: Language,
    link: &str,
    (email, reason): (&str, LinkReason),
    fault: Option<PasswordChange>,
) -> Response {
    let is_first = reason == LinkReason::First;
    let view = Reset { language, link, email, is_first, fault };
    let status = match fault {
        None => StatusCode::OK,
        Some(PasswordChange::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (status, Html(ui::reset(&view))).into_response()
}

fn gone(app: &App, language: Language) -> Response {
    let about = GoneLink::Password { has_mail: link::is_possible(app) };
    (StatusCode::GONE, Html(ui::link_gone(&LinkGone { language, about }))).into_response()
}

/// The form that sets a password.
#[derive(Deserialize)]
pub struct NewPassword {
    #[serde(default)]
    link: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

/// `POST /password/reset`: the person's sessions end, and the login says that the password is set.
pub async fn set(
    State(app): State<App>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Filled(form): Filled<NewPassword>,
) -> Response {
    let language = requested_language(&headers);
    let (person, reason) = match find(&app, &form.link).await {
        Ok(Some(found)) => found,
        Ok(None) => return gone(&app, language),
        Err(error) => return page::failed(language, &error),
    };
    if let Some(why) = refusal(&app, from, &person, &form) {
        let language = spoken(&person, language);
        return given(language, &form.link, (&person.email, reason), Some(why));
    }
    let Ok(hash) = password::hash(form.new).await else {
        return page::problem(language, StatusCode::INTERNAL_SERVER_ERROR, None);
    };
    let (token, steady, now) = (TokenHash::of(&form.link), app.clock.steady(), app.clock.now());
    let kept = app.store.ledger.transact(move |tx| keep(tx, token, &hash, (steady, now)));
    match kept.await {
        Ok(true) => Redirect::to("/login?password=set").into_response(),
        Ok(false) => gone(&app, language),
        Err(error) => page::failed(language, &error),
    }
}

fn refusal(
    app: &App,
    from: SocketAddr,
    person: &Person,
    form: &NewPassword,
) -> Option<PasswordChange> {
    settings::refusal((&form.new, &form.again), (&person.email, &person.name)).or_else(|| match app
        .attempts
        .take(from.ip(), &person.email)
    {
        Ok(()) | Err(NoAttempt::NoAddress) => None,
        Err(NoAttempt::Wait(wait)) => {
            Some(PasswordChange::TooMany { wait_s: wait.as_secs().max(1) })
        }
    })
}

/// Uses the link up and sets the password, which ends sessions and other links.
fn keep(
    tx: &LedgerTx<'_>,
    token: TokenHash,
    hash: &str,
    (steady, now): (domain::Timestamp, domain::Timestamp),
) -> Result<bool, StoreError> {
    let Some(person) = tx.use_password_link(token, steady)? else { return Ok(false) };
    tx.set_password(&person, hash)?;
    let tenant = tx.memberships(&person)?.into_iter().next().map(|part| part.tenant);
    let set = NewAudit { tenant, person: Some(person), ..NewAudit::nobodys(Action::PasswordSet) };
    tx.add_audit(&set, now)?;
    Ok(true)
}
