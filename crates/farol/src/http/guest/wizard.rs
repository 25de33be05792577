//! The situation of a number by a hand-over link: the same questions and guides as Conexão's, kept for
//! the link's own logins.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::situation::{Situation, walk};
use store::TenantScope;
use ui::view::{Frame, Guide};

use super::{Guest, HERE, failed, frame};
use crate::app::App;
use crate::connect::handover;
use crate::http::connect::situation::{Asked, Lead, asking, lead, leads_to};
use crate::http::page;
use crate::http::unread::Reading;

/// Where the wizard is.
const WIZARD: &str = "/c/situation";

/// `GET /c/situation`.
pub async fn show(
    State(app): State<App>,
    guest: Guest,
    Reading(unread): Reading,
    uri: Uri,
) -> Response {
    let asked = Asked::of(&uri);
    let answers = asked.answers();
    let walk = walk(|question| answers.get(&question).copied());
    let frame = Frame { unread, ..frame(&app, &guest.link, guest.language, WIZARD) };
    match lead(WIZARD, &asked, &walk) {
        Lead::Elsewhere(to) => Redirect::to(&to).into_response(),
        Lead::Choosing => {
            let is_missing = asked.get("choose").is_some();
            let view = ui::view::Wizard::Choosing { chosen: guest.link.situation, is_missing };
            Html(ui::situation(&frame, &view)).into_response()
        }
        Lead::Asking(question, place) => {
            let page = |view: &ui::view::Wizard<'_>| ui::situation(&frame, view);
            Html(asking(&asked, &walk, (question, place), page)).into_response()
        }
    }
}

/// `GET /c/situation/{situation}`.
pub async fn guide(
    State(app): State<App>,
    guest: Guest,
    Path(situation): Path<String>,
    Reading(unread): Reading,
    uri: Uri,
) -> Response {
    let Some(situation) = Situation::parse(&situation) else { return not_found(&guest) };
    let answers = Asked::of(&uri).answers();
    let walk = walk(|question| answers.get(&question).copied());
    let walk = leads_to(&walk, situation).then_some(&walk);
    let view = Guide { situation, walk, chosen: None, link: "" };
    let frame = Frame { unread, ..frame(&app, &guest.link, guest.language, WIZARD) };
    Html(ui::guide(&frame, &view)).into_response()
}

/// `POST /c/situation/{situation}`: kept for the link's logins, and on to the button.
pub async fn keep(State(app): State<App>, guest: Guest, Path(situation): Path<String>) -> Response {
    let Some(situation) = Situation::parse(&situation) else { return not_found(&guest) };
    let scope = TenantScope::for_worker(guest.link.tenant.clone());
    match handover::choose(&app, scope, guest.link.id.clone(), situation).await {
        Ok(()) => Redirect::to(&format!("{HERE}#login-title")).into_response(),
        Err(error) => failed(guest.language, &error),
    }
}

fn not_found(guest: &Guest) -> Response {
    page::problem(guest.language, StatusCode::NOT_FOUND, None)
}
