//! Hand-over links as who may connect sees them: `/connect/links`, made, watched and taken back.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::role::Permission;
use serde::Deserialize;
use store::{
    HandoverId, LedgerRead, PersonId, StoreError, StoredHandover, StoredSignup, TenantScope,
};
use ui::Language;
use ui::view::{HandoverLine, Handovers, HandoversSaid};

use crate::app::App;
use crate::connect::handover::{self, Wanted};
use crate::done_forms::DoneForm;
use crate::http::filled::Filled;
use crate::http::gate::MayConnect;
use crate::http::page;
use crate::http::seen::Look;
use crate::mail::link;

/// Where the page is.
const HERE: &str = "/connect/links";
/// Links that are listed.
const LISTED: usize = 100;

/// `GET /connect/links`.
pub async fn show(look: Look) -> Result<Html<String>, Response> {
    look.need(Permission::Connect).await?;
    let is_revoked = look.done() == Some(DoneForm::HandoverRevoked);
    let said = is_revoked.then_some(HandoversSaid::Revoked);
    given(&look, said, None).await
}

/// The page, with what became of a form and what was typed into it.
async fn given(
    look: &Look,
    said: Option<HandoversSaid>,
    typed: Option<&Make>,
) -> Result<Html<String>, Response> {
    let (seen, links) = look.see_with(|read, scope, _| listed(read, scope)).await?;
    let mut frame = look.frame(&seen);
    frame.path = HERE.to_owned();
    // An address that is shown once can't be asked for again.
    frame.live = !matches!(said, Some(HandoversSaid::Made { .. } | HandoversSaid::NoLabel { .. }));
    let lines: Vec<HandoverLine<'_>> = links.iter().map(line).collect();
    let view = Handovers {
        links: &lines,
        said: said.as_ref(),
        label: typed.map_or("", |form| &form.label),
        days: typed.and_then(|form| form.days.parse().ok()),
        language: typed.and_then(|form| Language::parse(&form.language)),
    };
    Ok(Html(ui::handovers(&frame, &view)))
}

/// Links, each with the newest login that it began.
type Listed = Vec<(StoredHandover, Option<StoredSignup>)>;

fn listed(read: &LedgerRead<'_>, scope: &TenantScope) -> Result<Listed, StoreError> {
    let with = |link: StoredHandover| {
        let newest = read.signups_of_handover(scope, &link.id, 1)?.into_iter().next();
        Ok((link, newest))
    };
    read.handovers(scope, LISTED)?.into_iter().map(with).collect()
}

fn line((link, newest): &(StoredHandover, Option<StoredSignup>)) -> HandoverLine<'_> {
    HandoverLine {
        id: link.id.as_str(),
        label: &link.label,
        maker: link.maker_name.as_deref(),
        handover: link.handover,
        login: newest.as_ref().map(|stored| (stored.id.as_str(), &stored.signup)),
    }
}

/// The form that makes a link.
#[derive(Deserialize)]
pub struct Make {
    #[serde(default)]
    label: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    language: String,
}

impl Make {
    /// The label without what stands around it; `None` for none, or one that is too long or no line.
    fn label(&self) -> Option<String> {
        let label = self.label.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = label.chars().count();
        let is_one =
            (1..=domain::handover::LABEL).contains(&length) && !label.chars().any(char::is_control);
        is_one.then_some(label)
    }
}

/// `POST /connect/links`: answered by the page, which shows the address once.
pub async fn make(
    MayConnect(viewer): MayConnect,
    look: Look,
    Filled(form): Filled<Make>,
) -> Result<Response, Response> {
    let refused = || page::problem(viewer.language, StatusCode::BAD_REQUEST, None);
    let language = Language::parse(&form.language).ok_or_else(refused)?;
    let days = form.days.parse().map_err(|_| refused())?;
    let person = viewer.session.person.clone();
    let label = match may_make(&look.app, &person, &form) {
        Ok(label) => label,
        Err((status, said)) => {
            let page = given(&look, Some(said), Some(&form)).await?;
            return Ok((status, page).into_response());
        }
    };
    let wanted = Wanted { label: label.clone(), language, days };
    let made = handover::make(&look.app, viewer.scope(), person, wanted).await;
    let made = made.map_err(|error| page::failed(viewer.language, &error))?;
    let Some((token, until)) = made else { return Err(refused()) };
    let url = format!("{}/c/{token}", link::base_url(&look.app));
    let said = HandoversSaid::Made { label, url, language, until };
    Ok(given(&look, Some(said), None).await?.into_response())
}

/// The label of a link that a person may make now, or what the page says instead.
fn may_make(
    app: &App,
    person: &PersonId,
    form: &Make,
) -> Result<String, (StatusCode, HandoversSaid)> {
    let Some(label) = form.label() else {
        let said = HandoversSaid::NoLabel { most: domain::handover::LABEL };
        return Err((StatusCode::UNPROCESSABLE_ENTITY, said));
    };
    match app.attempts.take_invitation(person.as_str()) {
        Ok(()) => Ok(label),
        Err(wait) => {
            let said = HandoversSaid::TooMany { wait_s: wait.as_secs().max(1) };
            Err((StatusCode::TOO_MANY_REQUESTS, said))
        }
    }
}

/// `POST /connect/links/{link}/revoke`.
pub async fn revoke(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    Path(id): Path<String>,
) -> Response {
    let person = viewer.session.person.clone();
    match handover::revoke(&app, viewer.scope(), person, HandoverId::new(id)).await {
        Ok(true) => {
            app.done_forms.keep(viewer.hash, DoneForm::HandoverRevoked, app.clock.now());
            Redirect::to(HERE).into_response()
        }
        Ok(false) => page::problem(viewer.language, StatusCode::NOT_FOUND, None),
        Err(error) => page::failed(viewer.language, &error),
    }
}
