//! Abandoning a login: `GET` shows what that undoes and changes nothing, `POST` begins it.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::signup::{Plan, Signup};
use store::{SignupId, StoreError};

use super::forms::{at_login, done};
use crate::app::App;
use crate::connect;
use crate::http::gate::{MayConnect, Viewer};
use crate::http::page;
use crate::http::seen::see;

/// `GET /connect/{signup}/abandon`.
pub async fn show(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    Path(id): Path<String>,
    uri: Uri,
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
    let frame = seen.frame(&app, &viewer, &uri);
    let view = ui::view::Abandon { id: id.as_str(), signup: &signup, plan: &plan };
    Html(ui::abandon(&frame, &view)).into_response()
}

/// `POST /connect/{signup}/abandon`.
pub async fn begin(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    Path(id): Path<String>,
) -> Response {
    let (id, person) = (SignupId::new(id), viewer.session.person.clone());
    let to = at_login(&id);
    done(&viewer, &to, connect::abandon(&app, viewer.scope(), id, person).await)
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
