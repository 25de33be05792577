//! The link of an invitation: `/invitation`. Looking at it uses nothing up, since programs follow the
//! links of mails before people do; only the form does.
//!
//! An address that has a person is never taken over by a link, which others may have seen: the person
//! is signed in, or says the password.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::audit::Action;
use serde::Deserialize;
use store::{
    Invitation, LedgerRead, LedgerTx, NewAudit, NewPerson, Person, PersonId, StoreError,
    TenantScope, TokenHash,
};
use ui::Language;
use ui::view::{AcceptBy, AcceptFault, GoneLink, Invited, LinkGone, PasswordChange};

use super::filled::Filled;
use super::gate::{Viewer, requested_language};
use super::{login, page, settings};
use crate::app::App;
use crate::attempts::NoAttempt;
use crate::{clock, password};

/// Characters that a person's name may have.
const NAME: usize = 100;

/// The link.
#[derive(Deserialize)]
pub struct Link {
    #[serde(default)]
    link: String,
}

/// An invitation with the person that its address has.
struct Found {
    invitation: Invitation,
    person: Option<Person>,
}

/// The invitation of a link, while it counts and who invited may still invite.
fn find(
    read: &LedgerRead<'_>,
    token: TokenHash,
    now: domain::Timestamp,
) -> Result<Option<Found>, StoreError> {
    let Some(invitation) = read.invitation_of_link(token, now)? else { return Ok(None) };
    let person = read.person_by_email(&invitation.email)?;
    Ok(Some(Found { invitation, person }))
}

/// `GET /invitation`.
pub async fn show(
    State(app): State<App>,
    viewer: Result<Viewer, Response>,
    headers: HeaderMap,
    Query(link): Query<Link>,
) -> Response {
    let language = language(viewer.as_ref().ok(), &headers);
    let (token, now) = (TokenHash::of(&link.link), app.clock.now());
    match app.store.ledger.read(move |read| find(read, token, now)).await {
        Ok(Some(found)) => given(language, &link.link, &found, viewer.as_ref().ok(), ("", None)),
        Ok(None) => gone(language),
        Err(error) => page::failed(language, &error),
    }
}

fn language(viewer: Option<&Viewer>, headers: &HeaderMap) -> Language {
    viewer.map_or_else(|| requested_language(headers), |viewer| viewer.language)
}

/// The page, with why it was not accepted.
fn given(
    language: Language,
    link: &str,
    found: &Found,
    viewer: Option<&Viewer>,
    (name, fault): (&str, Option<AcceptFault>),
) -> Response {
    let Found { invitation, person } = found;
    let way = match (person, viewer) {
        (Some(person), Some(viewer)) if viewer.session.person == person.id => AcceptBy::Session,
        (_, Some(viewer)) => AcceptBy::OtherSession { name: &viewer.session.name },
        (Some(person), None) if person.password_hash.is_some() => AcceptBy::Password,
        (Some(_), None) => AcceptBy::SignInFirst,
        (None, None) => AcceptBy::Joining { name },
    };
    let view = Invited {
        language,
        link,
        tenant: &invitation.tenant_name,
        inviter: invitation.inviter_name.as_deref(),
        role: invitation.role,
        email: &invitation.email,
        way,
        fault,
    };
    let status = match fault {
        None => StatusCode::OK,
        Some(AcceptFault::Password(PasswordChange::Wrong)) => StatusCode::UNAUTHORIZED,
        Some(AcceptFault::Password(PasswordChange::TooMany { .. })) => {
            StatusCode::TOO_MANY_REQUESTS
        }
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (status, Html(ui::invited(&view))).into_response()
}

fn gone(language: Language) -> Response {
    let view = LinkGone { language, about: GoneLink::Invitation };
    (StatusCode::GONE, Html(ui::link_gone(&view))).into_response()
}

/// The form that accepts.
#[derive(Deserialize)]
pub struct Accept {
    #[serde(default)]
    link: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

/// Who accepts, once that is proved.
enum Acceptor {
    /// A person that there is.
    Known(PersonId),
    /// A person to be made.
    Joining(Box<NewPerson>),
}

/// `POST /invitation`: the part is given, and the person signed in where that is new.
pub async fn accept(
    State(app): State<App>,
    viewer: Result<Viewer, Response>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    jar: CookieJar,
    Filled(form): Filled<Accept>,
) -> Response {
    let viewer = viewer.ok();
    let language = language(viewer.as_ref(), &headers);
    let (token, now) = (TokenHash::of(&form.link), app.clock.now());
    let found = match app.store.ledger.read(move |read| find(read, token, now)).await {
        Ok(Some(found)) => found,
        Ok(None) => return gone(language),
        Err(error) => return page::failed(language, &error),
    };
    let acceptor = match prove(&app, from, &found, viewer.as_ref(), &form).await {
        Ok(acceptor) => acceptor,
        Err(fault) => {
            return given(language, &form.link, &found, viewer.as_ref(), (&form.name, fault));
        }
    };
    let accepted = app.store.ledger.transact(move |tx| take(tx, token, acceptor, now)).await;
    match (accepted, viewer) {
        (Ok(Some((_, tenant))), Some(viewer)) => carry_over(&app, &viewer, tenant).await,
        (Ok(Some((person, tenant))), None) => {
            let door = login::Door { app: &app, headers: &headers, from };
            door.open(jar, person, Some(tenant.tenant().clone())).await
        }
        (Ok(None), _) => gone(language),
        (Err(error), _) => page::failed(language, &error),
    }
}

/// Who accepts; the fault to say, or none where the page already says what has to be done.
async fn prove(
    app: &App,
    from: SocketAddr,
    found: &Found,
    viewer: Option<&Viewer>,
    form: &Accept,
) -> Result<Acceptor, Option<AcceptFault>> {
    match (&found.person, viewer) {
        (Some(person), Some(viewer)) if viewer.session.person == person.id => {
            Ok(Acceptor::Known(person.id.clone()))
        }
        (_, Some(_)) => Err(None),
        (Some(person), None) => {
            attempt(app, from, &person.email)?;
            let known = person.password_hash.clone().ok_or(None)?;
            if password::is_right(form.password.clone(), Some(known)).await {
                Ok(Acceptor::Known(person.id.clone()))
            } else {
                Err(Some(AcceptFault::Password(PasswordChange::Wrong)))
            }
        }
        (None, None) => join(app, from, &found.invitation, form).await,
    }
}

fn attempt(app: &App, from: SocketAddr, email: &str) -> Result<(), Option<AcceptFault>> {
    app.attempts.take(from.ip(), email).map_err(|no| {
        Some(AcceptFault::Password(match no {
            NoAttempt::NoAddress => PasswordChange::Wrong,
            NoAttempt::Wait(wait) => PasswordChange::TooMany { wait_s: wait.as_secs().max(1) },
        }))
    })
}

/// A person to be made of what was typed.
async fn join(
    app: &App,
    from: SocketAddr,
    invitation: &Invitation,
    form: &Accept,
) -> Result<Acceptor, Option<AcceptFault>> {
    let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        return Err(Some(AcceptFault::Name { most: NAME }));
    }
    if let Some(why) = settings::refusal((&form.new, &form.again), (&invitation.email, &name)) {
        return Err(Some(AcceptFault::Password(why)));
    }
    attempt(app, from, &invitation.email)?;
    let hash = password::hash(form.new.clone()).await.map_err(|error| {
        tracing::error!(%error, "A new password could not be hashed");
        None
    })?;
    Ok(Acceptor::Joining(Box::new(NewPerson {
        id: PersonId::new(clock::random_id()),
        email: invitation.email.clone(),
        name,
        password_hash: Some(hash),
        language: None,
        is_installation_owner: false,
        created_at: app.clock.now(),
    })))
}

/// Uses the link up and gives the part; `None` when somebody was faster, or a person of that address
/// has come in between.
fn take(
    tx: &LedgerTx<'_>,
    token: TokenHash,
    acceptor: Acceptor,
    now: domain::Timestamp,
) -> Result<Option<(PersonId, TenantScope)>, StoreError> {
    let Some(invitation) = tx.use_invitation(token, now)? else { return Ok(None) };
    let person = match acceptor {
        Acceptor::Known(person) => person,
        Acceptor::Joining(new) => {
            tx.add_person(&new)?;
            new.id
        }
    };
    let scope = TenantScope::for_worker(invitation.tenant);
    // A part that was given in between stays as it is.
    if tx.role_of(&scope, &person)?.is_none() {
        tx.add_membership(&scope, &person, invitation.role)?;
    }
    let audit = NewAudit::of(&scope, &person, Action::InvitationAccepted);
    let detail = serde_json::json!({"role": invitation.role.as_str()});
    tx.add_audit(&audit.on(invitation.id.as_str()).with(detail), now)?;
    Ok(Some((person, scope)))
}

/// A session that is open goes over to the tenant.
async fn carry_over(app: &App, viewer: &Viewer, tenant: TenantScope) -> Response {
    let hash = viewer.hash;
    let moved = app.store.ledger.transact(move |tx| tx.move_session(hash, tenant.tenant()));
    match moved.await {
        Ok(_) => Redirect::to("/overview").into_response(),
        Err(error) => page::failed(viewer.language, &error),
    }
}
