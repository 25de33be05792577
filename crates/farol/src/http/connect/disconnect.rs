//! Disconnecting an account: `GET` shows what that undoes and changes nothing, or how far it is; `POST`
//! begins what was agreed to.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::disconnection::{Disconnection, Plan};
use meta::WabaId;
use serde::Deserialize;
use store::{LedgerRead, StoreError, TenantScope};
use ui::view::{self, DisconnectState};

use crate::app::App;
use crate::connect::disconnect::{self, Begun, digest};
use crate::http::filled::Filled;
use crate::http::gate::MayConnect;
use crate::http::page;
use crate::http::seen::Look;
use crate::refused_forms::RefusedForm;

/// What the page shows.
enum Found {
    /// What would be done.
    Plan(Plan),
    /// What is being done, or was.
    Course(Disconnection),
}

/// `GET /connect/accounts/{waba}/disconnect`.
pub async fn show(
    MayConnect(_): MayConnect,
    look: Look,
    Path(waba): Path<String>,
) -> Result<Response, Response> {
    let asked = WabaId::new(waba.as_str());
    let (seen, found) = look.see_with(move |read, scope, _| found(read, scope, &asked)).await?;
    let mut frame = look.frame(&seen);
    let outdated = RefusedForm::Disconnection(WabaId::new(waba.as_str()));
    let (forms, now) = (&look.app.refused_forms, look.app.clock.now());
    let has_changed = forms.take(look.viewer.hash, &outdated, now);
    let agreed = if let Some(Found::Plan(plan)) = &found { digest(plan) } else { String::new() };
    let state = match &found {
        None => return Err(look.not_found()),
        Some(Found::Plan(plan)) => DisconnectState::Asked { plan, digest: &agreed, has_changed },
        Some(Found::Course(course)) => DisconnectState::Going(course),
    };
    // A plan is agreed to as it stands on the page: nothing may change it under a hand.
    frame.live = matches!(state, DisconnectState::Going(course) if course.done_at().is_none());
    let view = view::Disconnect { scope: &seen.scope, waba: &waba, state };
    Ok(Html(ui::disconnect(&frame, &view)).into_response())
}

/// What is under way comes first; of an account that is there, what would be done; of one that is
/// gone, what became of it.
fn found(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    waba: &WabaId,
) -> Result<Option<Found>, StoreError> {
    let course = read.disconnection(scope, waba)?.map(|kept| kept.disconnection);
    if course.as_ref().is_none_or(|course| course.done_at().is_some())
        && let Some(plan) = disconnect::plan(read, scope, waba)?
    {
        return Ok(Some(Found::Plan(plan)));
    }
    Ok(course.map(Found::Course))
}

/// What a person agreed to: the digest of the plan that they were shown.
#[derive(Deserialize)]
pub struct Agreed {
    #[serde(default)]
    plan: String,
}

/// `POST /connect/accounts/{waba}/disconnect`.
pub async fn begin(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    look: Look,
    Path(waba): Path<String>,
    Filled(Agreed { plan }): Filled<Agreed>,
) -> Result<Response, Response> {
    let (account, person) = (WabaId::new(waba.as_str()), viewer.session.person.clone());
    let begun = disconnect::begin(&app, viewer.scope(), account.clone(), (person, plan)).await;
    let path = format!("/connect/accounts/{waba}/disconnect");
    match begun.map_err(|error| page::failed(viewer.language, &error))? {
        Begun::NotThere => Err(look.not_found()),
        Begun::Kept => Ok(Redirect::to(&path).into_response()),
        Begun::Outdated => {
            let outdated = RefusedForm::Disconnection(account);
            app.refused_forms.keep(viewer.hash, outdated, app.clock.now());
            Ok(Redirect::to(&path).into_response())
        }
        Begun::Busy => busy(&look, &waba).await,
    }
}

async fn busy(look: &Look, waba: &str) -> Result<Response, Response> {
    let (seen, ()) = look.see_with(|_, _, _| Ok(())).await?;
    let mut frame = look.frame(&seen);
    (frame.path, frame.live) = ("/connect".to_owned(), false);
    let view = view::Disconnect { scope: &seen.scope, waba, state: DisconnectState::Busy };
    Ok((StatusCode::CONFLICT, Html(ui::disconnect(&frame, &view))).into_response())
}
