//! Pessoas: `/settings/people`, who has which part in the tenant, and who is invited.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::audit::Action;
use domain::role::{Permission, Role};
use serde::Deserialize;
use serde_json::json;
use store::{
    Invitation, InvitationId, LedgerRead, NewAudit, Person, PersonId, Session, StoreError,
};
use ui::view::{InvitationLine, MemberLine, People, PeopleSaid, Rights};

use super::filled::Filled;
use super::gate::MayAdminister;
use super::invite::{self, Draft};
use super::page;
use super::seen::Look;
use crate::address;
use crate::app::App;
use crate::done_forms::DoneForm;
use crate::mail::link;

/// Where the page is.
const HERE: &str = "/settings/people";
/// Invitations that are listed.
const LISTED: usize = 200;

/// What the tabs of Configurações show to a person.
pub(super) const fn rights(session: &Session) -> Rights {
    Rights { role: session.role, is_installation_owner: session.is_installation_owner }
}

/// `GET /settings/people`.
pub async fn show(look: Look) -> Result<Html<String>, Response> {
    look.need(Permission::Administer).await?;
    let said = look.done().and_then(|form| match form {
        DoneForm::RoleChanged => Some(PeopleSaid::RoleChanged),
        DoneForm::MemberRemoved => Some(PeopleSaid::Removed),
        DoneForm::InvitationRevoked => Some(PeopleSaid::Revoked),
        DoneForm::HandoverRevoked
        | DoneForm::NoticesKept
        | DoneForm::PasswordChanged
        | DoneForm::PinChanged
        | DoneForm::Username(_)
        | DoneForm::Doctor(_) => None,
    });
    given(&look, said, ("", Role::Viewer)).await
}

/// The page, with what became of a form and what was typed into it.
async fn given(
    look: &Look,
    said: Option<PeopleSaid>,
    (email, invited_role): (&str, Role),
) -> Result<Html<String>, Response> {
    let read = look.see_with(move |read, scope, _| {
        Ok((read.members(scope)?, read.invitations(scope, LISTED)?))
    });
    let (seen, (members, invitations)) = read.await?;
    let mut frame = look.frame(&seen);
    frame.path = HERE.to_owned();
    // What answers a form can't be asked for again.
    let is_answer = said.as_ref().is_some_and(|said| {
        !matches!(said, PeopleSaid::RoleChanged | PeopleSaid::Removed | PeopleSaid::Revoked)
    });
    frame.live = !is_answer;
    let view = People {
        rights: rights(&look.viewer.session),
        members: &member_lines(members, &look.viewer.session.person),
        invitations: &invitations.into_iter().map(invitation_line).collect::<Vec<_>>(),
        has_mail: link::is_possible(&look.app),
        said: said.as_ref(),
        email,
        invited_role,
    };
    Ok(Html(ui::people(&frame, &view)))
}

fn member_lines(members: Vec<(Person, Role)>, own: &PersonId) -> Vec<MemberLine> {
    let owners = members.iter().filter(|(_, role)| *role == Role::Owner).count();
    let line = |(person, role): (Person, Role)| MemberLine {
        is_self: person.id == *own,
        is_last_owner: role == Role::Owner && owners == 1,
        id: person.id.to_string(),
        name: person.name,
        email: person.email,
        role,
    };
    members.into_iter().map(line).collect()
}

fn invitation_line(invitation: Invitation) -> InvitationLine {
    InvitationLine {
        id: invitation.id.to_string(),
        email: invitation.email,
        role: invitation.role,
        inviter: invitation.inviter_name,
        mailed_at: invitation.mailed_at,
        expires_at: invitation.expires_at,
    }
}

/// Who may administer no more: the page says why, or asks to sign in.
fn put_out() -> Response {
    Redirect::to(HERE).into_response()
}

/// The form that invites.
#[derive(Deserialize)]
pub struct Invite {
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
}

/// `POST /settings/people/invitations`: answered by the page, which shows a link once.
pub async fn invite(
    MayAdminister(viewer): MayAdminister,
    look: Look,
    Filled(form): Filled<Invite>,
) -> Result<Response, Response> {
    let own = viewer.session.role;
    let Some(role) = Role::parse(&form.role).filter(|role| own.may_grant(*role)) else {
        return Err(page::problem(viewer.language, StatusCode::BAD_REQUEST, None));
    };
    let said = invited(&look, &form, role).await?;
    let (status, typed) = match said {
        PeopleSaid::Invited(_) => (StatusCode::OK, ""),
        PeopleSaid::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, &*form.email),
        _ => (StatusCode::UNPROCESSABLE_ENTITY, &*form.email),
    };
    Ok((status, given(&look, Some(said), (typed, role)).await?).into_response())
}

async fn invited(look: &Look, form: &Invite, role: Role) -> Result<PeopleSaid, Response> {
    let (app, viewer) = (&look.app, look.viewer.clone());
    let failed = |error: StoreError| page::failed(look.viewer.language, &error);
    let Some(email) = address::parse(&form.email) else { return Ok(PeopleSaid::NoAddress) };
    if let Err(wait) = app.attempts.take_invitation(viewer.session.person.as_str()) {
        return Ok(PeopleSaid::TooMany { wait_s: wait.as_secs().max(1) });
    }
    let (draft, steady) = (Draft::new(app), app.clock.steady());
    let made = app.store.ledger.transact(move |tx| {
        if !viewer.still_may(tx, Permission::Administer, steady)? {
            return Ok(Err(put_out()));
        }
        let scope = viewer.scope();
        let known = tx.person_by_email(&email)?;
        let part = known.map(|person| tx.role_of(&scope, &person.id)).transpose()?.flatten();
        if part.is_some() {
            return Ok(Ok(None));
        }
        draft.invite(tx, &scope, &viewer, (email, role)).map(Ok)
    });
    let Some(made) = made.await.map_err(failed)?? else { return Ok(PeopleSaid::AlreadyMember) };
    let told = invite::deliver(app, look.viewer.language, made).await.map_err(failed)?;
    Ok(PeopleSaid::Invited(told))
}

/// `POST /settings/people/invitations/{invitation}/renew`: another link, in the place of the one
/// before.
pub async fn renew(
    MayAdminister(viewer): MayAdminister,
    look: Look,
    Path(id): Path<String>,
) -> Result<Response, Response> {
    let failed = |error: StoreError| page::failed(look.viewer.language, &error);
    if let Err(wait) = look.app.attempts.take_invitation(viewer.session.person.as_str()) {
        let said = PeopleSaid::TooMany { wait_s: wait.as_secs().max(1) };
        let page = given(&look, Some(said), ("", Role::Viewer)).await?;
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let (draft, id) = (Draft::new(&look.app), InvitationId::new(id));
    let steady = look.app.clock.steady();
    let made = look.app.store.ledger.transact(move |tx| {
        if !viewer.still_may(tx, Permission::Administer, steady)? {
            return Ok(Err(put_out()));
        }
        draft.renew(tx, &viewer, &id).map(Ok)
    });
    let Some(made) = made.await.map_err(failed)?? else { return Err(look.not_found()) };
    let told = invite::deliver(&look.app, look.viewer.language, made).await.map_err(failed)?;
    let page = given(&look, Some(PeopleSaid::Invited(told)), ("", Role::Viewer)).await?;
    Ok(page.into_response())
}

/// `POST /settings/people/invitations/{invitation}/revoke`.
pub async fn revoke(
    State(app): State<App>,
    MayAdminister(viewer): MayAdminister,
    Path(id): Path<String>,
) -> Response {
    let (now, language, credential) = (app.clock.now(), viewer.language, viewer.hash);
    let revoked = app.store.ledger.transact(move |tx| {
        let (scope, id) = (viewer.scope(), InvitationId::new(id));
        let was_open = tx.revoke_invitation(&scope, &id, now)?;
        if was_open {
            let audit = NewAudit::of(&scope, &viewer.session.person, Action::InvitationRevoked);
            tx.add_audit(&audit.on(id.as_str()), now)?;
        }
        Ok(was_open)
    });
    match revoked.await {
        Ok(true) => {
            app.done_forms.keep(credential, DoneForm::InvitationRevoked, now);
            Redirect::to(HERE).into_response()
        }
        Ok(false) => page::problem(language, StatusCode::NOT_FOUND, None),
        Err(error) => page::failed(language, &error),
    }
}

/// What became of a change of somebody's part.
enum Changed {
    Done,
    LastOwner,
    LastAnswering,
    PutOut,
    NotThere,
}

/// The form that changes a role.
#[derive(Deserialize)]
pub struct NewRole {
    #[serde(default)]
    role: String,
}

/// `POST /settings/people/{person}/role`: it counts from that person's next request.
pub async fn change_role(
    MayAdminister(viewer): MayAdminister,
    look: Look,
    Path(person): Path<String>,
    Filled(form): Filled<NewRole>,
) -> Result<Response, Response> {
    let own = viewer.session.role;
    let Some(role) = Role::parse(&form.role).filter(|role| own.may_grant(*role)) else {
        return Err(page::problem(viewer.language, StatusCode::BAD_REQUEST, None));
    };
    change_part(&look, PersonId::new(person), Some(role)).await
}

/// `POST /settings/people/{person}/remove`: that person's sessions in the tenant end.
pub async fn remove(
    MayAdminister(_): MayAdminister,
    look: Look,
    Path(person): Path<String>,
) -> Result<Response, Response> {
    change_part(&look, PersonId::new(person), None).await
}

/// Changes a part, or takes it away; who may invite no more takes their open invitations along, and
/// who may connect no more their hand-over links.
async fn change_part(look: &Look, of: PersonId, to: Option<Role>) -> Result<Response, Response> {
    let (viewer, now) = (look.viewer.clone(), look.app.clock.now());
    let (is_self, steady) = (viewer.session.person == of, look.app.clock.steady());
    let changed = look.app.store.ledger.transact(move |tx| {
        if !viewer.still_may(tx, Permission::Administer, steady)? {
            return Ok(Changed::PutOut);
        }
        let scope = viewer.scope();
        let Some(before) = tx.role_of(&scope, &of)? else { return Ok(Changed::NotThere) };
        let stays_owner = to == Some(Role::Owner);
        if before == Role::Owner && !stays_owner && tx.owner_count(&scope)? == 1 {
            return Ok(Changed::LastOwner);
        }
        if to.is_none() && answers_alone(tx, &of)? {
            return Ok(Changed::LastAnswering);
        }
        let audit = match to {
            Some(role) => {
                tx.add_membership(&scope, &of, role)?;
                let detail = json!({"before": before.as_str(), "after": role.as_str()});
                NewAudit::of(&scope, &viewer.session.person, Action::RoleChanged).with(detail)
            }
            None => {
                tx.remove_membership(&scope, &of)?;
                let detail = json!({"before": before.as_str()});
                NewAudit::of(&scope, &viewer.session.person, Action::MemberRemoved).with(detail)
            }
        };
        tx.take_back_by(&of, Some(&scope), to, now)?;
        tx.add_audit(&audit.on(of.as_str()), now)?;
        Ok(Changed::Done)
    });
    match changed.await.map_err(|error| page::failed(look.viewer.language, &error))? {
        // Who gave the own part up may not look here any more.
        Changed::Done if is_self => Ok(Redirect::to("/overview").into_response()),
        Changed::Done => {
            let done = if to.is_some() { DoneForm::RoleChanged } else { DoneForm::MemberRemoved };
            look.app.done_forms.keep(look.viewer.hash, done, now);
            Ok(Redirect::to(HERE).into_response())
        }
        Changed::NotThere => Err(look.not_found()),
        Changed::PutOut => Err(put_out()),
        Changed::LastOwner => conflict(look, PeopleSaid::LastOwner).await,
        Changed::LastAnswering => conflict(look, PeopleSaid::LastAnswering).await,
    }
}

async fn conflict(look: &Look, said: PeopleSaid) -> Result<Response, Response> {
    let page = given(look, Some(said), ("", Role::Viewer)).await?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// Whether nobody could come in any more who answers for the installation, without a person's only
/// part.
fn answers_alone(read: &LedgerRead<'_>, of: &PersonId) -> Result<bool, StoreError> {
    let answers = read.person(of)?.is_some_and(|person| person.is_installation_owner);
    Ok(answers && read.memberships(of)?.len() == 1 && read.other_installation_owners(of)? == 0)
}
