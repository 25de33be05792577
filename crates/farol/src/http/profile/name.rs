//! The display name: `POST /profile/{phone_number_id}/name` asks Meta for another one, and
//! `POST /profile/{phone_number_id}/register` registers the number for one that Meta approved.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::display_name::{Stage, Standing};
use domain::role::Permission;
use domain::{Replica, Timestamp, number};
use meta::PhoneNumberId;
use serde::Deserialize;
use store::{LedgerRead, Secret, StoreError, TenantScope};
use ui::view::{DisplayName, MayWrite, NameSaid};

use super::super::connect::forms::six_digits;
use super::super::filled::Filled;
use super::super::gate::{MayConnect, MayEditProfile};
use super::super::page;
use super::super::seen::Look;
use super::{Said, Shown, code_of, refusal};
use crate::display_name::{self, Cause, Held, Outcome, Registered, Registration, Request};

/// What the ledger has of a number's name.
#[derive(Default)]
pub(super) struct Kept {
    held: Held,
    /// Who asked for what no reading shows yet.
    asked_by: Option<String>,
    is_pin_known: bool,
}

impl Kept {
    pub(super) fn read(
        read: &LedgerRead<'_>,
        scope: &TenantScope,
        number: &PhoneNumberId,
    ) -> Result<Self, StoreError> {
        let held = Held::read(read, scope, number)?;
        let person = match &held.asked {
            Some(asked) => read.person(&asked.person)?,
            None => None,
        };
        let is_pin_known = crate::pin::is_known(read, scope, number)?;
        Ok(Self { held, asked_by: person.map(|person| person.name), is_pin_known })
    }
}

/// What is said of a request, and what was typed.
#[derive(Clone, Copy, Default)]
pub(super) struct Answer<'a> {
    said: Option<NameSaid<'a>>,
    typed: Option<&'a str>,
}

/// The form that asks for a name.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    name: String,
    /// The name in review that the page showed.
    #[serde(default)]
    seen: String,
}

/// The form that registers.
#[derive(Deserialize)]
pub struct Register {
    /// Empty to use the PIN that is kept.
    #[serde(default)]
    pin: Secret,
}

/// `POST /profile/{phone_number_id}/name`.
pub async fn ask(
    MayEditProfile(viewer): MayEditProfile,
    look: Look,
    Path(id): Path<String>,
    Filled(wanted): Filled<Wanted>,
) -> Result<Response, Response> {
    let shown = Shown::read(&look, Some(id.clone())).await?;
    if shown.may_ask(&look) != MayWrite::Yes {
        let page = Html(shown.saying(&look, Said::default()));
        return Ok((StatusCode::FORBIDDEN, page).into_response());
    }
    let request = Request {
        number: PhoneNumberId::new(id.clone()),
        person: viewer.session.person.clone(),
        name: wanted.name.clone(),
        seen: wanted.seen,
    };
    let asked = display_name::ask(&look.app, &viewer.scope(), request).await;
    let outcome = asked.map_err(|error| page::failed(viewer.language, &error))?;
    let Some(outcome) = outcome else { return Err(look.not_found()) };
    answer(&look, id, &wanted.name, outcome).await
}

/// `POST /profile/{phone_number_id}/register`.
pub async fn register(
    MayConnect(_): MayConnect,
    look: Look,
    Path(id): Path<String>,
    Filled(form): Filled<Register>,
) -> Result<Response, Response> {
    let shown = Shown::read(&look, Some(id.clone())).await?;
    let pin = match form.pin.expose().trim() {
        "" => None,
        typed => match six_digits(typed) {
            Some(pin) => Some(pin),
            None => {
                let said = saying(NameSaid::PinMalformed, None);
                return Ok(shown.said(&look, StatusCode::UNPROCESSABLE_ENTITY, said));
            }
        },
    };
    let outcome = registered(&look, &id, pin).await?;
    answer_registered(&look, id, outcome).await
}

async fn registered(look: &Look, id: &str, pin: Option<Secret>) -> Result<Registered, Response> {
    let viewer = &look.viewer;
    let (number, person) = (PhoneNumberId::new(id), viewer.session.person.clone());
    let registration = Registration { number, person, pin, cause: Cause::Name };
    let came = display_name::register(&look.app, &viewer.scope(), registration).await;
    let came = came.map_err(|error| page::failed(viewer.language, &error))?;
    came.ok_or_else(|| look.not_found())
}

/// What the page says of a request.
async fn answer(
    look: &Look,
    id: String,
    typed: &str,
    outcome: Outcome,
) -> Result<Response, Response> {
    // What was just read is shown, not what stood before.
    let shown = Shown::read(look, Some(id)).await?;
    let say = |status, said| shown.said(look, status, saying(said, Some(typed)));
    Ok(match outcome {
        Outcome::Asked { .. } => shown.at_name(look),
        Outcome::KeptInApp => {
            let page = Html(shown.saying(look, Said::default()));
            (StatusCode::FORBIDDEN, page).into_response()
        }
        Outcome::Fault(fault) => say(StatusCode::UNPROCESSABLE_ENTITY, NameSaid::Fault(fault)),
        Outcome::Conflict => say(StatusCode::CONFLICT, NameSaid::Conflict),
        Outcome::KeptOtherwise => say(StatusCode::CONFLICT, NameSaid::KeptOtherwise),
        Outcome::Busy => say(StatusCode::CONFLICT, NameSaid::Busy),
        Outcome::NotRead(error) => {
            let code = code_of(&error);
            say(StatusCode::BAD_GATEWAY, NameSaid::NotRead(refusal(&error, code.as_deref())))
        }
        Outcome::Refused(error) => {
            let code = code_of(&error);
            say(StatusCode::BAD_GATEWAY, NameSaid::Refused(refusal(&error, code.as_deref())))
        }
        Outcome::InDoubt(error) => {
            let code = code_of(&error);
            say(StatusCode::BAD_GATEWAY, NameSaid::InDoubt(refusal(&error, code.as_deref())))
        }
    })
}

/// What the page says of a registration.
async fn answer_registered(
    look: &Look,
    id: String,
    outcome: Registered,
) -> Result<Response, Response> {
    let shown = Shown::read(look, Some(id)).await?;
    let say = |status, said| shown.said(look, status, saying(said, None));
    let refused = StatusCode::BAD_GATEWAY;
    Ok(match outcome {
        Registered::Done => shown.at_name(look),
        Registered::KeptInApp | Registered::NotWanted => {
            say(StatusCode::CONFLICT, NameSaid::NotWanted)
        }
        Registered::PinNeeded => say(StatusCode::UNPROCESSABLE_ENTITY, NameSaid::PinNeeded),
        Registered::TooOften { until } => {
            say(StatusCode::TOO_MANY_REQUESTS, NameSaid::TooOften(until))
        }
        Registered::PinMismatch(error) => {
            let code = code_of(&error);
            say(refused, NameSaid::PinMismatch(refusal(&error, code.as_deref())))
        }
        Registered::OtherPinKept(error) => {
            let code = code_of(&error);
            say(refused, NameSaid::OtherPinKept(refusal(&error, code.as_deref())))
        }
        Registered::Busy => say(StatusCode::CONFLICT, NameSaid::Busy),
        Registered::NotRead(error) => {
            let code = code_of(&error);
            say(refused, NameSaid::NotRead(refusal(&error, code.as_deref())))
        }
        Registered::Refused(error) => {
            let code = code_of(&error);
            say(refused, NameSaid::RegisterRefused(refusal(&error, code.as_deref())))
        }
        Registered::InDoubt(error) => {
            let code = code_of(&error);
            say(refused, NameSaid::RegisterInDoubt(refusal(&error, code.as_deref())))
        }
    })
}

const fn saying<'a>(said: NameSaid<'a>, typed: Option<&'a str>) -> Answer<'a> {
    Answer { said: Some(said), typed }
}

impl Shown {
    /// Where the number's name stands.
    pub(super) fn standing(&self, now: Timestamp) -> Standing {
        let none = || Standing { name: None, stage: Stage::Unread };
        let standing = |number: &Replica| self.kept.name.held.standing(number, now);
        self.number().map_or_else(none, standing)
    }

    /// Whether the person may ask for a name: it needs no profile that was read, but a number.
    fn may_ask(&self, look: &Look) -> MayWrite {
        if !look.may(Permission::EditProfile) {
            return MayWrite::NotThisRole;
        }
        match self.number() {
            Some(number) if number::is_in_app(number) => MayWrite::KeptInApp,
            Some(number) if number.read_at.is_some() => MayWrite::Yes,
            Some(_) | None => MayWrite::NeverRead,
        }
    }

    /// What the page is given of the name.
    pub(super) fn name<'a>(
        &'a self,
        look: &Look,
        standing: &'a Standing,
        answer: Answer<'a>,
    ) -> DisplayName<'a> {
        DisplayName {
            standing,
            asked_by: self.kept.name.asked_by.as_deref(),
            may_ask: self.may_ask(look),
            may_register: look.may(Permission::Connect),
            is_pin_kept: self.kept.name.is_pin_known,
            typed: answer.typed,
            said: answer.said,
        }
    }

    fn said(&self, look: &Look, status: StatusCode, name: Answer<'_>) -> Response {
        let said = Said { name, ..Said::default() };
        (status, Html(self.saying(look, said))).into_response()
    }

    /// To the card, which shows what is so by now.
    fn at_name(&self, look: &Look) -> Response {
        Redirect::to(&format!("{}#display-name-title", self.address(look))).into_response()
    }
}
