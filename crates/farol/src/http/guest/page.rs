//! `GET /c`: what somebody who came by a link sees: the welcome, then the button, then the login.

use axum::extract::{Request, State};
use axum::response::{Html, IntoResponse, Response};
use domain::handover::Over;
use domain::situation::Situation;
use store::{Knock, StoreError, StoredHandover, StoredSignup, TenantScope};
use ui::view::{Attempt, GuestConnect, GuestGone};

use super::{HERE, failed, frame, gone, knocked, language, over};
use crate::app::App;
use crate::connect::handover;
use crate::http::connect::{button, open_to_popup, refused};
use crate::http::gate::requested_language;
use crate::refused_forms::RefusedForm;

/// `GET /c`.
pub async fn show(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let (knock, holder) = match knocked(&parts, &app).await {
        Ok(Some(known)) => known,
        Ok(None) => return gone(requested_language(&parts.headers), GuestGone::NotHere),
        Err(refused) => return refused,
    };
    let (Knock::Address(link) | Knock::Taken(link) | Knock::Holder(link)) = &knock;
    let language = language(&parts.headers, link);
    let frame = frame(&app, link, language, HERE);
    match (&knock, over(link, app.clock.now())) {
        // Whoever has it is told on the page what became of it.
        (Knock::Holder(link), _) => {
            let form = app.refused_forms.of(holder, app.clock.now());
            held(&app, link, &frame, form.as_ref()).await
        }
        (_, Some(GuestGone::Revoked)) => gone(language, GuestGone::Unknown),
        (_, Some(why)) => gone(language, why),
        (Knock::Address(link), None) => {
            Html(ui::guest_welcome(&frame, link.handover.expires_at)).into_response()
        }
        (Knock::Taken(_), None) => gone(language, GuestGone::Elsewhere),
    }
}

/// The page of the browser that has the link.
async fn held(
    app: &App,
    link: &StoredHandover,
    frame: &ui::view::Frame,
    form: Option<&RefusedForm>,
) -> Response {
    let over = link.handover.over(app.clock.now());
    let logins = match logins(app, link, over).await {
        Ok(logins) => logins,
        Err(error) => return failed(frame.language, &error),
    };
    let attempts: Vec<Attempt<'_>> = logins.iter().map(attempt).collect();
    let may_begin =
        link.handover.may_begin(logins.iter().map(|(stored, _)| &stored.signup), app.clock.now());
    let view = GuestConnect {
        link: link.id.as_str(),
        over,
        until: link.handover.expires_at,
        button: button(app, true),
        no_login: may_begin.err(),
        situation: link.situation,
        signups: &attempts,
        refused: refused(form),
    };
    let page = Html(ui::guest_connect(frame, &view)).into_response();
    match &app.settings.dialog {
        Some(dialog) if over.is_none() => open_to_popup(page, dialog),
        Some(_) | None => page,
    }
}

fn attempt((stored, situation): &(StoredSignup, Option<Situation>)) -> Attempt<'_> {
    Attempt {
        id: stored.id.as_str(),
        person: &stored.person_name,
        link: None,
        signup: &stored.signup,
        situation: *situation,
    }
}

/// The logins of the link, newest first; none once it was taken back or its time is over, when they
/// are the tenant's alone.
async fn logins(
    app: &App,
    link: &StoredHandover,
    over: Option<Over>,
) -> Result<Vec<(StoredSignup, Option<Situation>)>, StoreError> {
    if matches!(over, Some(Over::Revoked | Over::Expired)) {
        return Ok(Vec::new());
    }
    let (scope, id) = (TenantScope::for_worker(link.tenant.clone()), link.id.clone());
    let read = app.store.ledger.read(move |read| {
        let logins = read.signups_of_handover(&scope, &id, handover::LOGINS)?;
        let with = |stored: StoredSignup| {
            let situation = read.situation_of(&scope, &stored.id)?;
            Ok((stored, situation))
        };
        logins.into_iter().map(with).collect()
    });
    read.await
}
