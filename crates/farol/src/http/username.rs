//! A number's username: `/profile/{phone_number_id}/username`, asked for there, and given back by
//! `/profile/{phone_number_id}/username/delete`.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::username::tidied;
use domain::{Node, Replica, number};
use meta::PhoneNumberId;
use meta::graph::TransferAction;
use meta::open::UsernameStatus;
use serde::Deserialize;
use ui::view::{Suggestions, Username, UsernameForm, UsernameTrouble};

use super::filled::Filled;
use super::gate::{MayEditProfile, Viewer};
use super::page;
use super::profile::{code_of, refusal};
use super::seen::{Look, Seen};
use crate::done_forms::DoneForm;
use crate::username::{self, Outcome, Request, Wish};

/// Meta's code for a name that another number of the business has.
const IN_USE: i64 = 147_005;

/// What `farol.js` sends when a page re-asks for itself.
const FRAGMENT: &str = "x-farol-fragment";

/// What an address asks the page to show.
#[derive(Default, Deserialize)]
pub struct Asked {
    /// A name to begin with, as a suggestion's address has it.
    #[serde(default)]
    username: String,
    /// What was just done.
    #[serde(default)]
    done: String,
}

/// `GET /profile/{phone_number_id}/username`.
pub async fn show(
    MayEditProfile(viewer): MayEditProfile,
    look: Look,
    Path(id): Path<String>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, Response> {
    let Query(asked) = asked.unwrap_or_default();
    let shown = Shown::read(&look, id).await?;
    let done = match look.done() {
        Some(DoneForm::Username(done)) if done == asked.done => done,
        Some(_) | None => "",
    };
    let form = match done {
        "given-back" => UsernameForm::Done { status: None, is_read_back: true },
        "approved" => UsernameForm::Done { status: Some("approved"), is_read_back: true },
        "reserved" => UsernameForm::Done { status: Some("reserved"), is_read_back: true },
        "accepted" => UsernameForm::Done { status: None, is_read_back: false },
        _ => UsernameForm::Held { name: &asked.username },
    };
    // A page that re-asks for itself keeps the proposals it has: each costs a call.
    if shown.is_kept_in_app() || headers.contains_key(FRAGMENT) {
        return Ok(Html(shown.page(&look, form, Suggestions::NotAsked)));
    }
    let suggested = username::suggestions(&look.app, &viewer.scope(), &shown.id).await;
    let suggested = suggested.map_err(|error| page::failed(viewer.language, &error))?;
    Ok(Html(match suggested {
        None => shown.page(&look, form, Suggestions::NotAsked),
        Some(Ok(names)) => shown.page(&look, form, Suggestions::Names(&names)),
        Some(Err(error)) => {
            let code = code_of(&error);
            let none = Suggestions::None(refusal(&error, code.as_deref()));
            shown.page(&look, form, none)
        }
    }))
}

/// The form with a name.
#[derive(Deserialize)]
pub struct NameForm {
    #[serde(default)]
    username: String,
    #[serde(default)]
    transfer: String,
    /// The name that the person saw.
    #[serde(default)]
    seen: String,
}

/// `POST /profile/{phone_number_id}/username`.
pub async fn ask(
    MayEditProfile(viewer): MayEditProfile,
    look: Look,
    Path(id): Path<String>,
    Filled(form): Filled<NameForm>,
) -> Result<Response, Response> {
    let shown = Shown::read(&look, id).await?;
    let is_taken = form.transfer == TransferAction::ForceTransfer.as_str();
    let transfer = if is_taken { TransferAction::ForceTransfer } else { TransferAction::None };
    let wish = Wish::Name { name: tidied(&form.username), transfer };
    shown.carry_out(&look, &viewer, &form.username, (wish, &form.seen)).await
}

/// The form that gives a name back.
#[derive(Deserialize)]
pub struct GivenBack {
    /// The name that the person saw.
    #[serde(default)]
    username: String,
    #[serde(default)]
    agreed: String,
}

/// `POST /profile/{phone_number_id}/username/delete`.
pub async fn delete(
    MayEditProfile(viewer): MayEditProfile,
    look: Look,
    Path(id): Path<String>,
    Filled(form): Filled<GivenBack>,
) -> Result<Response, Response> {
    let shown = Shown::read(&look, id).await?;
    if form.agreed == "1" {
        return shown.carry_out(&look, &viewer, "", (Wish::None, &form.username)).await;
    }
    let trouble = UsernameTrouble::NoConsent;
    Ok(shown.refused(&look, StatusCode::UNPROCESSABLE_ENTITY, "", trouble))
}

/// The page's state.
struct Shown {
    seen: Seen,
    id: PhoneNumberId,
    /// Its place among the scope's numbers.
    nth: usize,
    username: Option<Replica>,
}

impl Shown {
    async fn read(look: &Look, id: String) -> Result<Self, Response> {
        let asked = id.clone();
        let (seen, found) = look
            .see_with(move |read, scope, seen| {
                let nth = seen.scope.numbers.iter().position(|number| number.node.id == asked);
                let Some(nth) = nth else { return Ok(None) };
                Ok(Some((nth, read.replica(scope, &Node::username(&asked))?)))
            })
            .await?;
        let Some((nth, username)) = found else { return Err(look.not_found()) };
        Ok(Self { seen, id: PhoneNumberId::new(id), nth, username })
    }

    fn number(&self) -> &Replica {
        &self.seen.scope.numbers[self.nth]
    }

    fn is_kept_in_app(&self) -> bool {
        number::is_in_app(self.number())
    }

    fn page(&self, look: &Look, form: UsernameForm<'_>, suggestions: Suggestions<'_>) -> String {
        let mut frame = look.frame(&self.seen);
        // The address of a form's answer is one to look at again.
        frame.path = address(look, &self.id, "username", None);
        frame.live = !matches!(form, UsernameForm::Typed { .. });
        let view = Username {
            number: self.number(),
            username: self.username.as_ref(),
            intervals: &look.app.settings.intervals,
            is_kept_in_app: self.is_kept_in_app(),
            suggestions,
            form,
        };
        ui::username(&frame, &view)
    }

    fn refused(
        &self,
        look: &Look,
        status: StatusCode,
        name: &str,
        trouble: UsernameTrouble<'_>,
    ) -> Response {
        let form = UsernameForm::Typed { name, trouble };
        (status, Html(self.page(look, form, Suggestions::NotAsked))).into_response()
    }

    async fn carry_out(
        self,
        look: &Look,
        viewer: &Viewer,
        typed: &str,
        (wish, seen): (Wish, &str),
    ) -> Result<Response, Response> {
        if self.is_kept_in_app() {
            let form = UsernameForm::Held { name: typed };
            let html = Html(self.page(look, form, Suggestions::NotAsked));
            return Ok((StatusCode::FORBIDDEN, html).into_response());
        }
        let request = Request {
            number: self.id.clone(),
            person: viewer.session.person.clone(),
            wish,
            seen: (!seen.is_empty()).then(|| seen.to_owned()),
        };
        let done = username::carry_out(&look.app, &viewer.scope(), request).await;
        let done = done.map_err(|error| page::failed(viewer.language, &error))?;
        let Some(outcome) = done else { return Err(look.not_found()) };
        // What was just read is shown, not what stood before.
        let shown = Self::read(look, self.id.to_string()).await?;
        Ok(shown.answer(look, typed, &outcome))
    }

    fn answer(&self, look: &Look, typed: &str, outcome: &Outcome) -> Response {
        let bad = |status, trouble| self.refused(look, status, typed, trouble);
        match outcome {
            Outcome::Faults(faults) => {
                bad(StatusCode::UNPROCESSABLE_ENTITY, UsernameTrouble::Faults(faults))
            }
            Outcome::Moved => bad(StatusCode::CONFLICT, UsernameTrouble::Moved),
            Outcome::Busy => bad(StatusCode::CONFLICT, UsernameTrouble::Busy),
            Outcome::NotRead(error) => {
                let code = code_of(error);
                let why = refusal(error, code.as_deref());
                bad(StatusCode::BAD_GATEWAY, UsernameTrouble::NotRead(why))
            }
            Outcome::Done { status, is_read_back } => {
                let done = done(status.as_ref(), *is_read_back);
                look.keep_done(DoneForm::Username(done));
                Redirect::to(&address(look, &self.id, "username", Some(done))).into_response()
            }
            Outcome::Refused(error) => {
                let code = code_of(error);
                let refusal = refusal(error, code.as_deref());
                if error.code() == Some(IN_USE) {
                    bad(StatusCode::CONFLICT, UsernameTrouble::InUse(refusal))
                } else {
                    bad(StatusCode::BAD_GATEWAY, UsernameTrouble::Refused(refusal))
                }
            }
            Outcome::InDoubt(error) => {
                bad(StatusCode::BAD_GATEWAY, UsernameTrouble::InDoubt { reason: error.name() })
            }
        }
    }
}

/// The word of the address that says what was done.
fn done(status: Option<&UsernameStatus>, is_read_back: bool) -> &'static str {
    match (status, is_read_back) {
        (_, false) => "accepted",
        (None, true) => "given-back",
        (Some(UsernameStatus::Reserved), true) => "reserved",
        (Some(UsernameStatus::Approved | UsernameStatus::Other(_)), true) => "approved",
    }
}

/// A page of a number's: what it is about, and what was just done there.
pub(super) fn address(
    look: &Look,
    number: &PhoneNumberId,
    what: &str,
    done: Option<&str>,
) -> String {
    let number: String = url::form_urlencoded::byte_serialize(number.as_str().as_bytes()).collect();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(done.map(|done| ("done", done)));
    query.extend_pairs(look.waba().map(|waba| ("waba", waba)));
    match query.finish() {
        query if query.is_empty() => format!("/profile/{number}/{what}"),
        query => format!("/profile/{number}/{what}?{query}"),
    }
}
