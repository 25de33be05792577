//! The doctor's page: `GET` looks and changes nothing; `POST` makes the call that was shown.
//!
//! The page does not follow the stream: each look asks Meta, and is kept for some seconds.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::doctor::{Check, Mend, Snapshot, judge, strangers, ways};
use domain::role::Permission;
use meta::WabaId;
use serde::Deserialize;
use ui::view::{Did, Doctor, MayCall};

use crate::app::App;
use crate::doctor::{self, AGAIN, Done, KEPT, Wish, accounts};
use crate::done_forms::DoneForm;
use crate::http::filled::Filled;
use crate::http::gate::MayConnect;
use crate::http::page;
use crate::http::seen::Look;

/// Whether somebody asks to look again.
#[derive(Default, Deserialize)]
pub struct After {
    again: Option<String>,
}

/// `GET /connect/doctor`.
pub async fn show(
    look: Look,
    after: Result<Query<After>, QueryRejection>,
) -> Result<Response, Response> {
    look.need(Permission::Refresh).await?;
    let waba = look.waba().map(WabaId::new);
    let Query(after) = after.unwrap_or_default();
    let within = if after.again.is_some() { AGAIN } else { KEPT };
    let seen = doctor::seen(&look.app, &look.viewer.scope(), waba, within).await;
    let snapshot = seen.map_err(|error| page::failed(look.viewer.language, &error))?;
    let did = match look.done() {
        Some(DoneForm::Doctor(did)) => Some(did),
        Some(_) | None => None,
    };
    page_of(&look, &snapshot, did).await
}

/// The form of a call.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    check: String,
    id: String,
    /// Empty for the installation's app.
    waba: String,
    stamp: String,
}

/// `POST /connect/doctor`.
pub async fn mend(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    look: Look,
    Filled(asked): Filled<Asked>,
) -> Result<Response, Response> {
    let Asked { check, id, waba, stamp } = asked;
    let Some(check) = Check::parse(&check) else {
        return Err(page::problem(viewer.language, StatusCode::NOT_FOUND, None));
    };
    let may_change_app = viewer.session.is_installation_owner;
    let waba = Some(waba).filter(|waba| !waba.is_empty());
    let wish = Wish { check, id, waba, stamp, may_change_app };
    let done = doctor::mend(&app, &viewer.scope(), &viewer.session.person, &wish).await;
    let (done, after) = done.map_err(|error| page::failed(viewer.language, &error))?;
    let did = match done {
        Done::Mended => Did::Mended,
        Done::NotShown => Did::NotShown,
        Done::Changed => Did::Changed,
        Done::BeingUndone => Did::BeingUndone,
        Done::NotYours => Did::NotYours,
        Done::NotNow => Did::NotNow,
        Done::Refused(error) => {
            let said = error.quoted();
            let shown = page_of(&look, &after, Some(Did::Refused(&said))).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
        }
    };
    app.done_forms.keep(viewer.hash, DoneForm::Doctor(did), app.clock.now());
    Ok(Redirect::to("/connect/doctor").into_response())
}

async fn page_of(
    look: &Look,
    snapshot: &Snapshot,
    did: Option<Did<'_>>,
) -> Result<Response, Response> {
    let (seen, ()) = look.see_with(|_, _, _| Ok(())).await?;
    let mut frame = look.frame(&seen);
    frame.live = false;
    let found = judge(snapshot);
    let lines = doctor::lines(&look.app.graph, snapshot, &found, |mend| may(look, mend));
    let view = Doctor {
        lines: &lines,
        accounts: &accounts(snapshot),
        ways: &ways(snapshot),
        strangers: &strangers(snapshot),
        at: snapshot.now,
        runs_it: look.viewer.session.is_installation_owner,
        did,
    };
    Ok(Html(ui::doctor(&frame, &view)).into_response())
}

fn may(look: &Look, mend: &Mend) -> MayCall {
    if !look.may(Permission::Connect) {
        MayCall::NotAllowed
    } else if mend.waba().is_none() && !look.viewer.session.is_installation_owner {
        MayCall::NotYours
    } else {
        MayCall::Yes
    }
}
