//! Apagar dados: `/settings/erasure`, and the page of a code, which says how far it is and no more.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::role::{Permission, Role};
use meta::identifier::{self, Identifier};
use serde::Deserialize;
use store::{Erasure, ErasureKind, LedgerRead, Person, PersonId, StoreError, TenantScope};
use ui::view::{Erasable, Erasing, ErasureLine, ErasureSaid, ErasureStatus, Whom};

use super::filled::Filled;
use super::gate::{MayAdminister, Viewer, requested_language};
use super::seen::Look;
use super::{page, people};
use crate::app::App;
use crate::clock;
use crate::erasure::{self, Asked, Who};

/// Where the page is.
const HERE: &str = "/settings/erasure";
/// Requests that are listed.
const LISTED: usize = 100;
/// Numbers of a tenant that are held against one that is typed.
const NUMBERS: usize = 10_000;

/// The code of what was asked for, to be shown once.
#[derive(Default, Deserialize)]
pub struct Coded {
    #[serde(default)]
    code: String,
}

/// `GET /settings/erasure`.
pub async fn show(
    look: Look,
    coded: Result<Query<Coded>, QueryRejection>,
) -> Result<Html<String>, Response> {
    look.need(Permission::Administer).await?;
    let Query(Coded { code }) = coded.unwrap_or_default();
    let asked = (!code.is_empty()).then(|| ErasureSaid::Asked { url: address(&look.app, &code) });
    given(&look, asked, "").await
}

/// Where anybody who has the code sees how far it is.
fn address(app: &App, code: &str) -> String {
    let base = app.settings.config.base_url.clone().unwrap_or_default();
    // What comes out of an address goes into one as letters and digits alone.
    let plain = |c: &char| c.is_ascii_alphanumeric() || ['-', '_'].contains(c);
    format!("{base}/erasure/{}", code.chars().filter(plain).take(64).collect::<String>())
}

/// What the page reads.
struct Read {
    members: Vec<(Person, Role)>,
    erasures: Vec<(Erasure, Option<String>)>,
}

fn read(read: &LedgerRead<'_>, scope: &TenantScope) -> Result<Read, StoreError> {
    let mut erasures = Vec::new();
    for erasure in read.erasures(scope, LISTED)? {
        let by = erasure.asked_by.as_ref().map(|person| read.person(person)).transpose()?;
        let by = by.flatten().map(|person| person.name).filter(|name| !name.is_empty());
        erasures.push((erasure, by));
    }
    Ok(Read { members: read.members(scope)?, erasures })
}

/// The page, with what became of a form and what was typed into it.
async fn given(
    look: &Look,
    said: Option<ErasureSaid>,
    typed: &str,
) -> Result<Html<String>, Response> {
    let (seen, found) = look.see_with(|it, scope, _| read(it, scope)).await?;
    let mut frame = look.frame(&seen);
    frame.path = HERE.to_owned();
    // What answers a form can't be asked for again, nor can a code.
    frame.live = said.is_none();
    let people: Vec<Erasable> = found.members.into_iter().map(erasable).collect();
    let view = Erasing {
        rights: people::rights(&look.viewer.session),
        people: &people,
        accounts: &frame.wabas.iter().map(|waba| waba.name.clone()).collect::<Vec<_>>(),
        erasures: &found.erasures.into_iter().map(line).collect::<Vec<_>>(),
        said: said.as_ref(),
        typed,
    };
    Ok(Html(ui::erasing(&frame, &view)))
}

fn erasable((person, _): (Person, Role)) -> Erasable {
    Erasable { id: person.id.to_string(), name: person.name, email: person.email }
}

fn line((erasure, by): (Erasure, Option<String>)) -> ErasureLine {
    ErasureLine {
        id: erasure.id,
        whom: whom(erasure.kind),
        by,
        asked_at: erasure.asked_at,
        done_at: erasure.done_at,
        outcome: erasure.outcome.into_iter().collect(),
    }
}

const fn whom(kind: ErasureKind) -> Whom {
    match kind {
        ErasureKind::User => Whom::User,
        ErasureKind::Person => Whom::Person,
        ErasureKind::Tenant => Whom::Tenant,
        ErasureKind::FacebookUser => Whom::FacebookUser,
        ErasureKind::Keys => Whom::Keys,
    }
}

/// The form about a WhatsApp user.
#[derive(Deserialize)]
pub struct UserForm {
    #[serde(default)]
    user: String,
    #[serde(default)]
    again: String,
}

/// `POST /settings/erasure/user`.
pub async fn user(
    MayAdminister(_): MayAdminister,
    look: Look,
    Filled(form): Filled<UserForm>,
) -> Result<Response, Response> {
    let failed = |error: StoreError| page::failed(look.viewer.language, &error);
    let refuse = |said| refused(&look, said, &form.user);
    let Some(id) = Identifier::typed(&form.user) else {
        return refuse(ErasureSaid::NotAnId).await;
    };
    if Identifier::typed(&form.again).as_ref() != Some(&id) {
        return refuse(ErasureSaid::Differs { whom: Whom::User }).await;
    }
    let (scope, asked) = (look.viewer.scope(), id.clone());
    let is_own = look.app.store.ledger.read(move |read| is_own_number(read, &scope, &asked));
    if is_own.await.map_err(failed)? {
        return refuse(ErasureSaid::OwnNumber).await;
    }
    let code = ask(&look, Who::Known(id)).await?;
    Ok(Redirect::to(&format!("{HERE}?code={code}")).into_response())
}

/// Whether a number is one of the tenant's own, which its customers' traffic is full of.
fn is_own_number(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    id: &Identifier,
) -> Result<bool, StoreError> {
    let numbers = read.replicas(scope, domain::NodeKind::PhoneNumber)?;
    let is_it = |shown: &str| identifier::has_any(shown, &|found| (found == id).then(String::new));
    let mut shown = numbers.iter().take(NUMBERS).filter_map(|it| it.text("display_phone_number"));
    Ok(shown.any(is_it))
}

/// The form about a person of the console.
#[derive(Deserialize)]
pub struct PersonForm {
    #[serde(default)]
    person: String,
    #[serde(default)]
    name: String,
}

/// `POST /settings/erasure/person`: one who has a part in this tenant and in no other.
pub async fn person(
    MayAdminister(viewer): MayAdminister,
    look: Look,
    Filled(form): Filled<PersonForm>,
) -> Result<Response, Response> {
    let failed = |error: StoreError| page::failed(look.viewer.language, &error);
    let id = PersonId::new(form.person);
    let (asked, name) = (id.clone(), form.name);
    let found = look.app.store.ledger.read(move |read| objection(read, &viewer, &asked, &name));
    let Some(said) = found.await.map_err(failed)? else { return Err(look.not_found()) };
    if let Some(said) = said {
        return refused(&look, said, "").await;
    }
    let code = ask(&look, Who::Person(id)).await?;
    Ok(Redirect::to(&format!("{HERE}?code={code}")).into_response())
}

/// Why a person may not be erased, if so; the outer `None` for one who is not there.
fn objection(
    read: &LedgerRead<'_>,
    viewer: &Viewer,
    asked: &PersonId,
    name: &str,
) -> Result<Option<Option<ErasureSaid>>, StoreError> {
    let scope = viewer.scope();
    let Some(role) = read.role_of(&scope, asked)? else { return Ok(None) };
    let Some(person) = read.person(asked)? else { return Ok(None) };
    if person.name.trim() != name.trim() {
        return Ok(Some(Some(ErasureSaid::Differs { whom: Whom::Person })));
    }
    if role == Role::Owner && read.other_owners(&scope, asked)? == 0 {
        return Ok(Some(Some(ErasureSaid::LastOwner)));
    }
    let is_only_here = read.memberships(asked)?.len() == 1 && !person.is_installation_owner;
    // Whoever answers for the installation may, unless nobody would any more.
    let answers = viewer.session.is_installation_owner;
    let may = is_only_here || answers && read.other_installation_owners(asked)? > 0;
    Ok(Some((!may).then_some(ErasureSaid::Elsewhere)))
}

/// The form about the tenant.
#[derive(Deserialize)]
pub struct TenantForm {
    #[serde(default)]
    name: String,
}

/// `POST /settings/erasure/tenant`: the session goes with it, so that the code's page follows.
pub async fn tenant(
    MayAdminister(viewer): MayAdminister,
    look: Look,
    Filled(form): Filled<TenantForm>,
) -> Result<Response, Response> {
    if form.name.trim() != viewer.session.tenant_name.trim() {
        return refused(&look, ErasureSaid::Differs { whom: Whom::Tenant }, "").await;
    }
    let code = ask(&look, Who::Tenant(viewer.session.tenant().clone())).await?;
    Ok(Redirect::to(&format!("/erasure/{code}")).into_response())
}

async fn refused(look: &Look, said: ErasureSaid, typed: &str) -> Result<Response, Response> {
    let page = given(look, Some(said), typed).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Keeps what was asked for; answers its code.
async fn ask(look: &Look, who: Who) -> Result<String, Response> {
    let session = &look.viewer.session;
    let code = clock::random_token();
    let asked = Asked {
        tenant: Some(session.tenant().clone()),
        who,
        by: Some(session.person.clone()),
        code: code.clone(),
    };
    let kept = erasure::ask(&look.app, asked).await;
    kept.map_err(|error| page::failed(look.viewer.language, &error))?;
    Ok(code)
}

/// `GET /erasure/{code}`: for anybody who has it; any other is not there.
pub async fn status(
    State(app): State<App>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = requested_language(&headers);
    match erasure::of_code(&app, &code).await {
        Ok(Some(erasure)) => {
            let path = format!("/erasure/{code}");
            let time_zone = &app.settings.time_zone;
            let view = ErasureStatus { language, path: &path, time_zone, done_at: erasure.done_at };
            Html(ui::erasure_status(&view)).into_response()
        }
        Ok(None) => page::problem(language, StatusCode::NOT_FOUND, None),
        Err(error) => page::failed(language, &error),
    }
}
