//! Abandoning a login: `GET` shows what that undoes and changes nothing, `POST` begins it.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::signup::{Plan, Signup};
use serde::Deserialize;
use store::{SignupId, StoreError};

use super::forms::at_login;
use crate::app::App;
use crate::connect::{self, Agreement};
use crate::http::filled::Filled;
use crate::http::gate::{MayConnect, Viewer};
use ui::view::Frame;

use crate::http::page;
use crate::http::seen::see;
use crate::http::unread::Reading;
use crate::refused_forms::RefusedForm;

/// `GET /connect/{signup}/abandon`.
pub async fn show(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    Path(id): Path<String>,
    uri: Uri,
    Reading(unread): Reading,
) -> Response {
    let id = SignupId::new(id);
    let (signup, plan) = match planned(&app, &viewer, &id).await {
        Ok(Some(found)) => found,
        Ok(None) => return page::problem(viewer.language, StatusCode::NOT_FOUND, None),
        Err(error) => return page::failed(viewer.language, &error),
    };
    if !signup.can_be_left() {
        return Redirect::to(&at_login(&id)).into_response();
    }
    let seen = match see(&app, &viewer, None).await {
        Ok(Some(seen)) => seen,
        Ok(None) => return page::problem(viewer.language, StatusCode::NOT_FOUND, None),
        Err(error) => return page::failed(viewer.language, &error),
    };
    let frame = Frame { unread, ..seen.frame(&app, &viewer, &uri) };
    let outdated = RefusedForm::Leaving(id.clone());
    let has_changed = app.refused_forms.take(viewer.hash, &outdated, app.clock.now());
    let view = ui::view::Abandon { id: id.as_str(), signup: &signup, plan: &plan, has_changed };
    Html(ui::abandon(&frame, &view)).into_response()
}

/// What a person agreed to: the word of the plan that they were shown.
#[derive(Deserialize)]
pub struct Agreed {
    #[serde(default)]
    plan: String,
}

/// `POST /connect/{signup}/abandon`: begins what was agreed to, or shows what it would be now.
pub async fn begin(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    Path(id): Path<String>,
    Filled(Agreed { plan }): Filled<Agreed>,
) -> Response {
    let (id, person) = (SignupId::new(id), viewer.session.person.clone());
    match connect::abandon(&app, viewer.scope(), id.clone(), (person, plan)).await {
        Ok(Some(Agreement::Kept)) => Redirect::to(&at_login(&id)).into_response(),
        Ok(Some(Agreement::Outdated)) => {
            let outdated = RefusedForm::Leaving(id.clone());
            app.refused_forms.keep(viewer.hash, outdated, app.clock.now());
            Redirect::to(&format!("/connect/{id}/abandon")).into_response()
        }
        Ok(None) => page::problem(viewer.language, StatusCode::NOT_FOUND, None),
        Err(error) => page::failed(viewer.language, &error),
    }
}

/// A login of the tenant, with what abandoning it would do.
async fn planned(
    app: &App,
    viewer: &Viewer,
    id: &SignupId,
) -> Result<Option<(Signup, Plan)>, StoreError> {
    let (scope, id) = (viewer.scope(), id.clone());
    let found = app.store.ledger.read(move |read| {
        let Some(stored) = read.signup(&scope, &id)? else { return Ok(None) };
        let is_shared = connect::is_shared(read, &scope, (&stored.id, &stored.signup))?;
        let plan = stored.signup.plan_of_leaving(is_shared);
        Ok(Some((stored.signup, plan)))
    });
    found.await
}
