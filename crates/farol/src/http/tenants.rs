//! Empresas: `/settings/tenants`, the tenants of the installation, for its owner alone. A tenant's
//! first owner is invited from here; from then on its people are its own matter.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::audit::Action;
use domain::role::Role;
use serde::Deserialize;
use store::{NewAudit, StoreError, Tenant, TenantId, TenantScope, TenantSize};
use ui::view::{TenantLine, Tenants, TenantsSaid};

use super::filled::Filled;
use super::gate::InstallationOwner;
use super::invite::{self, Draft};
use super::page;
use super::people::rights;
use super::seen::Look;
use crate::address;
use crate::clock;
use crate::mail::link;

/// Where the page is.
const HERE: &str = "/settings/tenants";
/// Characters that a tenant's name may have.
const NAME: usize = 100;

/// `GET /settings/tenants`.
pub async fn show(_: InstallationOwner, look: Look) -> Result<Html<String>, Response> {
    given(&look, None, &New::default()).await
}

/// The page, with what became of a form and what was typed into it.
async fn given(
    look: &Look,
    said: Option<TenantsSaid>,
    typed: &New,
) -> Result<Html<String>, Response> {
    let (seen, sizes) = look.see_with(|read, _, _| read.tenant_sizes()).await?;
    let mut frame = look.frame(&seen);
    frame.path = HERE.to_owned();
    frame.live = said.is_none();
    let view = Tenants {
        rights: rights(&look.viewer.session),
        tenants: &sizes.into_iter().map(line).collect::<Vec<_>>(),
        has_mail: link::is_possible(&look.app),
        said: said.as_ref(),
        name: &typed.name,
        email: &typed.email,
    };
    Ok(Html(ui::tenants(&frame, &view)))
}

fn line(size: TenantSize) -> TenantLine {
    TenantLine {
        id: size.tenant.id.to_string(),
        name: size.tenant.name,
        created_at: size.tenant.created_at,
        people: size.people,
        accounts: size.accounts,
        has_owner: size.owners > 0,
        invited: size.invited_owners,
    }
}

/// The form that makes a tenant.
#[derive(Default, Deserialize)]
pub struct New {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
}

/// `POST /settings/tenants`: answered by the page, which shows the owner's link once.
pub async fn add(
    _: InstallationOwner,
    look: Look,
    Filled(form): Filled<New>,
) -> Result<Response, Response> {
    let said = added(&look, &form).await?;
    answer(&look, said, form).await
}

async fn answer(look: &Look, said: TenantsSaid, form: New) -> Result<Response, Response> {
    let (status, typed) = match said {
        TenantsSaid::Added(_) | TenantsSaid::Invited(_) => (StatusCode::OK, New::default()),
        TenantsSaid::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, form),
        TenantsSaid::NoName { .. } | TenantsSaid::NoAddress => {
            (StatusCode::UNPROCESSABLE_ENTITY, form)
        }
        TenantsSaid::HasOwner => (StatusCode::CONFLICT, New::default()),
    };
    Ok((status, given(look, Some(said), &typed).await?).into_response())
}

async fn added(look: &Look, form: &New) -> Result<TenantsSaid, Response> {
    let (app, viewer) = (&look.app, look.viewer.clone());
    let failed = |error: StoreError| page::failed(look.viewer.language, &error);
    let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        return Ok(TenantsSaid::NoName { most: NAME });
    }
    let Some(email) = address::parse(&form.email) else { return Ok(TenantsSaid::NoAddress) };
    if let Err(wait) = app.attempts.take_invitation(viewer.session.person.as_str()) {
        return Ok(TenantsSaid::TooMany { wait_s: wait.as_secs().max(1) });
    }
    let id = TenantId::new(clock::random_id());
    let (draft, now, steady) = (Draft::new(app), app.clock.now(), app.clock.steady());
    let made = app.store.ledger.transact(move |tx| {
        if !viewer.still_answers(tx, steady)? {
            return Ok(None);
        }
        tx.add_tenant(&Tenant { id: id.clone(), name, created_at: now })?;
        let scope = TenantScope::for_worker(id.clone());
        let audit = NewAudit::of(&scope, &viewer.session.person, Action::TenantAdded);
        tx.add_audit(&NewAudit { tenant: None, ..audit.on(id.as_str()) }, now)?;
        draft.invite(tx, &scope, &viewer, (email, Role::Owner))
    });
    let Some(made) = made.await.map_err(failed)? else { return Err(look.not_found()) };
    let told = invite::deliver(app, look.viewer.language, made).await.map_err(failed)?;
    Ok(TenantsSaid::Added(told))
}

/// The form that invites an owner.
#[derive(Deserialize)]
pub struct Owner {
    #[serde(default)]
    email: String,
}

/// `POST /settings/tenants/{tenant}/owner`: only for a tenant that nobody owns.
pub async fn invite_owner(
    _: InstallationOwner,
    look: Look,
    Path(tenant): Path<String>,
    Filled(form): Filled<Owner>,
) -> Result<Response, Response> {
    let said = invited(&look, TenantId::new(tenant), &form.email).await?;
    answer(&look, said, New::default()).await
}

async fn invited(look: &Look, tenant: TenantId, email: &str) -> Result<TenantsSaid, Response> {
    let (app, viewer) = (&look.app, look.viewer.clone());
    let failed = |error: StoreError| page::failed(look.viewer.language, &error);
    let Some(email) = address::parse(email) else { return Ok(TenantsSaid::NoAddress) };
    if let Err(wait) = app.attempts.take_invitation(viewer.session.person.as_str()) {
        return Ok(TenantsSaid::TooMany { wait_s: wait.as_secs().max(1) });
    }
    let (draft, scope) = (Draft::new(app), TenantScope::for_worker(tenant));
    let steady = app.clock.steady();
    let made = app.store.ledger.transact(move |tx| {
        if !viewer.still_answers(tx, steady)? || tx.tenant(&scope)?.is_none() {
            return Ok(None);
        }
        if tx.owner_count(&scope)? > 0 {
            return Ok(Some(None));
        }
        draft.invite(tx, &scope, &viewer, (email, Role::Owner)).map(Some)
    });
    match made.await.map_err(failed)? {
        None => Err(look.not_found()),
        Some(None) => Ok(TenantsSaid::HasOwner),
        Some(Some(made)) => {
            let told = invite::deliver(app, look.viewer.language, made).await.map_err(failed)?;
            Ok(TenantsSaid::Invited(told))
        }
    }
}
