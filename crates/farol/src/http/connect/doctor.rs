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
use store::{PersonId, TenantId};
use ui::view::{Did, Doctor, MayCall};

use crate::app::App;
use crate::doctor::{self, AGAIN, Done, KEPT, Wish, accounts};
use crate::http::filled::Filled;
use crate::http::gate::MayConnect;
use crate::http::page;
use crate::http::seen::Look;

/// What came of a call, as the address says it, and whether somebody asks to look again.
#[derive(Default, Deserialize)]
pub struct After {
    did: Option<String>,
    again: Option<String>,
}

impl After {
    /// What really came of it: an address can say anything.
    fn did(&self, look: &Look) -> Option<Did<'static>> {
        let did = look.app.looks.did(&who(look), look.app.clock.now());
        match did.filter(|did| self.did.as_deref() == Some(did))? {
            "mended" => Some(Did::Mended),
            "not-shown" => Some(Did::NotShown),
            "changed" => Some(Did::Changed),
            "not-yours" => Some(Did::NotYours),
            "not-now" => Some(Did::NotNow),
            _ => None,
        }
    }
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
    page_of(&look, &snapshot, after.did(&look)).await
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
        Done::Mended => "mended",
        Done::NotShown => "not-shown",
        Done::Changed => "changed",
        Done::NotYours => "not-yours",
        Done::NotNow => "not-now",
        Done::Refused(error) => {
            let said = error.to_string();
            let shown = page_of(&look, &after, Some(Did::Refused(&said))).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
        }
    };
    app.looks.note(who(&look), did, app.clock.now());
    Ok(Redirect::to(&format!("/connect/doctor?did={did}")).into_response())
}

fn who(look: &Look) -> (TenantId, PersonId) {
    (look.viewer.scope().tenant().clone(), look.viewer.session.person.clone())
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
