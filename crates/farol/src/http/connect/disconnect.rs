//! Disconnecting an account: `GET` shows what that undoes and changes nothing, `POST` does it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use meta::WabaId;
use ui::view::{self, DisconnectState};

use crate::app::App;
use crate::connect::disconnect::{self, Disconnected, Plan};
use crate::http::gate::MayConnect;
use crate::http::page;
use crate::http::seen::Look;

/// `GET /connect/accounts/{waba}/disconnect`.
pub async fn show(
    MayConnect(_): MayConnect,
    look: Look,
    Path(waba): Path<String>,
) -> Result<Response, Response> {
    let asked = WabaId::new(waba.as_str());
    let (seen, plan) =
        look.see_with(move |read, scope, _| disconnect::plan(read, scope, &asked)).await?;
    let Some(plan) = plan else { return Err(look.not_found()) };
    let mut frame = look.frame(&seen);
    frame.live = false;
    let view = viewed(&waba, &plan, DisconnectState::Asked);
    Ok(Html(ui::disconnect(&frame, &view)).into_response())
}

/// `POST /connect/accounts/{waba}/disconnect`.
pub async fn begin(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    look: Look,
    Path(waba): Path<String>,
) -> Result<Response, Response> {
    let asked = WabaId::new(waba.as_str());
    let person = viewer.session.person.clone();
    let done = disconnect::disconnect(&app, viewer.scope(), asked, person).await;
    let (status, state) = match &done {
        Ok(Disconnected::NotThere) => return Err(look.not_found()),
        Ok(Disconnected::Busy) => (StatusCode::CONFLICT, DisconnectState::Busy),
        Ok(Disconnected::NotYet(snag)) => {
            (StatusCode::BAD_GATEWAY, DisconnectState::NotYet(snag.said.as_ref()))
        }
        Ok(Disconnected::Done(left)) => (StatusCode::OK, DisconnectState::Done(left)),
        Err(error) => return Err(page::failed(viewer.language, error)),
    };
    let (seen, ()) = look.see_with(|_, _, _| Ok(())).await?;
    let mut frame = look.frame(&seen);
    (frame.path, frame.live) = ("/connect".to_owned(), false);
    let nothing = Plan::default();
    let view = viewed(&waba, &nothing, state);
    Ok((status, Html(ui::disconnect(&frame, &view))).into_response())
}

fn viewed<'a>(waba: &'a str, plan: &'a Plan, state: DisconnectState<'a>) -> view::Disconnect<'a> {
    let (overrides, subscription) = (&plan.overrides, plan.subscription);
    view::Disconnect { waba, overrides, subscription, state }
}
