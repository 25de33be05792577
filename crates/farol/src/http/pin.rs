//! A number's two-step PIN: `/profile/{phone_number_id}/pin`. No PIN that came in goes out again.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::pin::{Kept, Standing};
use domain::{Replica, number};
use meta::PhoneNumberId;
use serde::Deserialize;
use store::{Secret, StoreError};
use ui::view::{Pin, PinSaid};

use super::connect::forms::six_digits;
use super::filled::Filled;
use super::gate::{MayConnect, Viewer};
use super::page;
use super::profile::{code_of, refusal};
use super::seen::{Look, Seen};
use super::username::address;
use crate::done_forms::DoneForm;
use crate::pin::{self, Outcome};

/// What an address asks the page to show.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// `GET /profile/{phone_number_id}/pin`.
pub async fn show(
    MayConnect(_): MayConnect,
    look: Look,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, Response> {
    let Query(asked) = asked.unwrap_or_default();
    let is_done = asked.done == "changed" && look.done() == Some(DoneForm::PinChanged);
    let said = is_done.then_some(PinSaid::Changed);
    Ok(Html(Shown::read(&look, id).await?.page(&look, said)))
}

/// The form: the PIN twice.
#[derive(Deserialize)]
pub struct NewPin {
    #[serde(default)]
    pin: Secret,
    #[serde(default)]
    again: Secret,
}

/// `POST /profile/{phone_number_id}/pin`.
pub async fn change(
    MayConnect(viewer): MayConnect,
    look: Look,
    Path(id): Path<String>,
    Filled(form): Filled<NewPin>,
) -> Result<Response, Response> {
    let shown = Shown::read(&look, id).await?;
    let said = match (six_digits(form.pin.expose()), six_digits(form.again.expose())) {
        (Some(pin), Some(again)) if pin.expose() == again.expose() => {
            return shown.send(&look, &viewer, Some(pin)).await;
        }
        (Some(_), Some(_)) => PinSaid::Differ,
        (None, _) | (_, None) => PinSaid::Format,
    };
    Ok(shown.refused(&look, StatusCode::UNPROCESSABLE_ENTITY, said))
}

/// `POST /profile/{phone_number_id}/pin/again`: the one in doubt, once more.
pub async fn again(
    MayConnect(viewer): MayConnect,
    look: Look,
    Path(id): Path<String>,
) -> Result<Response, Response> {
    Shown::read(&look, id).await?.send(&look, &viewer, None).await
}

/// The page's state.
struct Shown {
    seen: Seen,
    id: PhoneNumberId,
    /// Its place among the scope's numbers.
    nth: usize,
    kept: Kept,
}

impl Shown {
    async fn read(look: &Look, id: String) -> Result<Self, Response> {
        let (asked, id) = (id.clone(), PhoneNumberId::new(id));
        let of = id.clone();
        let (seen, found) = look
            .see_with(move |read, scope, seen| {
                let nth = seen.scope.numbers.iter().position(|number| number.node.id == asked);
                let Some(nth) = nth else { return Ok(None) };
                Ok(Some((nth, pin::kept(read, scope, &of)?)))
            })
            .await?;
        let Some((nth, kept)) = found else { return Err(look.not_found()) };
        Ok(Self { seen, id, nth, kept })
    }

    fn number(&self) -> &Replica {
        &self.seen.scope.numbers[self.nth]
    }

    fn page(&self, look: &Look, said: Option<PinSaid<'_>>) -> String {
        let mut frame = look.frame(&self.seen);
        // The address of a form's answer is one to look at again.
        frame.path = address(look, &self.id, "pin", None);
        frame.live = matches!(said, None | Some(PinSaid::Changed));
        let view = Pin {
            number: self.number(),
            intervals: &look.app.settings.intervals,
            is_kept_in_app: number::is_in_app(self.number()),
            kept: self.kept,
            said,
        };
        ui::pin(&frame, &view)
    }

    fn refused(&self, look: &Look, status: StatusCode, said: PinSaid<'_>) -> Response {
        (status, Html(self.page(look, Some(said)))).into_response()
    }

    /// Sends a new PIN, or the one in doubt.
    async fn send(
        self,
        look: &Look,
        viewer: &Viewer,
        new: Option<Secret>,
    ) -> Result<Response, Response> {
        if number::is_in_app(self.number()) {
            let html = Html(self.page(look, None));
            return Ok((StatusCode::FORBIDDEN, html).into_response());
        }
        let (scope, person) = (viewer.scope(), viewer.session.person.clone());
        let sent: Result<Option<Outcome>, StoreError> = match new {
            Some(new) => pin::change(&look.app, &scope, &self.id, person, new).await,
            None => pin::send_again(&look.app, &scope, &self.id, person).await,
        };
        let sent = sent.map_err(|error| page::failed(viewer.language, &error))?;
        let Some(outcome) = sent else { return Err(look.not_found()) };
        let shown = Self::read(look, self.id.to_string()).await?;
        Ok(shown.answer(look, &outcome))
    }

    fn answer(&self, look: &Look, outcome: &Outcome) -> Response {
        match outcome {
            Outcome::Changed => {
                look.keep_done(DoneForm::PinChanged);
                Redirect::to(&address(look, &self.id, "pin", Some("changed"))).into_response()
            }
            Outcome::Busy => self.refused(look, StatusCode::CONFLICT, PinSaid::Busy),
            Outcome::Refused(error) => {
                let code = code_of(error);
                let refusal = refusal(error, code.as_deref());
                let standing = domain::pin::standing(Some(self.number()), self.kept);
                let said = match standing {
                    Standing::InDoubt { .. } => PinSaid::RefusedInDoubt(refusal),
                    Standing::NotHeld | Standing::Known { .. } | Standing::Superseded { .. } => {
                        PinSaid::Refused(refusal)
                    }
                };
                self.refused(look, StatusCode::BAD_GATEWAY, said)
            }
            Outcome::InDoubt(error) => {
                let said = PinSaid::InDoubt { reason: error.name() };
                self.refused(look, StatusCode::BAD_GATEWAY, said)
            }
            Outcome::TooMany(wait) => {
                let said = PinSaid::TooMany { wait_s: wait.as_secs().max(1) };
                self.refused(look, StatusCode::TOO_MANY_REQUESTS, said)
            }
            Outcome::NoneInDoubt => self.refused(look, StatusCode::CONFLICT, PinSaid::NoneInDoubt),
        }
    }
}
