//! Connecting by hand: `GET` is the form, `POST` checks it with Meta and begins. A form that was not
//! taken is answered by the page with what was typed, but for the secrets.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::by_hand::{Fault, Field, Ids};
use meta::{AppId, BusinessId, PhoneNumberId, WabaId};
use serde::Deserialize;
use store::{ByHand, ConnectionId, LedgerRead, Secret, SignupId, StoreError, TenantScope};
use ui::view::{self, BegunByHand, OwnCallback};

use crate::app::App;
use crate::connect::by_hand::{Given, Taken};
use crate::connect::{self, callback_of};
use crate::http::filled::Filled;
use crate::http::gate::MayConnect;
use crate::http::page;
use crate::http::seen::{Look, Seen};

/// Where the form is.
const HERE: &str = "/connect/by-hand";

/// The form.
#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    waba_id: String,
    #[serde(default)]
    phone_number_id: String,
    #[serde(default)]
    business_id: String,
    #[serde(default)]
    app_id: String,
    #[serde(default)]
    token: Secret,
    #[serde(default)]
    app_secret: Secret,
    /// The account that is to be connected again, where it is one.
    again: Option<String>,
}

impl Typed {
    fn text(&self, field: Field) -> &str {
        match field {
            Field::Waba => self.waba_id.trim(),
            Field::PhoneNumber => self.phone_number_id.trim(),
            Field::Business => self.business_id.trim(),
            Field::App => self.app_id.trim(),
            Field::Token => self.token.expose().trim(),
            Field::Secret => self.app_secret.expose().trim(),
        }
    }

    /// What may be shown again.
    fn shown(&self) -> Vec<(Field, String)> {
        let ids = [Field::Waba, Field::PhoneNumber, Field::Business, Field::App];
        ids.map(|field| (field, self.text(field).to_owned())).to_vec()
    }

    fn read(&self) -> Result<Given, Vec<Fault>> {
        let is_wrong = |field: &Field| !field.takes(self.text(*field));
        let mut faults: Vec<Fault> =
            Field::ALL.into_iter().filter(is_wrong).map(Fault::Format).collect();
        if self.again.as_deref().is_some_and(|waba| waba != self.text(Field::Waba)) {
            faults.push(Fault::AnotherAccount);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Given {
            ids: Ids {
                waba: WabaId::new(self.text(Field::Waba)),
                phone_number: PhoneNumberId::new(self.text(Field::PhoneNumber)),
                business: BusinessId::new(self.text(Field::Business)),
                app: AppId::new(self.text(Field::App)),
            },
            token: Secret::new(self.text(Field::Token)),
            secret: Secret::new(self.text(Field::Secret)),
        })
    }
}

/// What the page shows of the tenant.
#[derive(Default)]
struct Held {
    callbacks: Vec<OwnCallback>,
    /// The ids of the account that is to be connected again.
    typed: Vec<(Field, String)>,
}

/// `GET /connect/by-hand`; `?waba=` is the account that is to be connected again.
pub async fn show(MayConnect(_): MayConnect, look: Look) -> Result<Html<String>, Response> {
    let again = look.waba().map(str::to_owned);
    let (seen, held) = seen(&look, again.as_deref()).await?;
    let view = view::ByHand {
        again: again.as_deref(),
        typed: &held.typed,
        faults: &[],
        begun: None,
        callbacks: &held.callbacks,
    };
    Ok(Html(ui::by_hand(&look.frame(&seen), &view)))
}

/// `POST /connect/by-hand`.
pub async fn begin(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    look: Look,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Response> {
    let person = viewer.session.person.clone();
    let taken = match typed.read() {
        Ok(given) => connect::by_hand::begin(&app, viewer.scope(), person, given).await,
        Err(faults) => Ok(Taken::Refused(faults)),
    };
    match taken {
        Ok(Taken::Begun(id, callback)) => begun(&look, &typed, &id, callback).await,
        Ok(Taken::Refused(faults)) => refused(&look, &typed, &faults).await,
        Err(error) => Err(page::failed(viewer.language, &error)),
    }
}

async fn refused(look: &Look, typed: &Typed, faults: &[Fault]) -> Result<Response, Response> {
    let (seen, held) = seen(look, None).await?;
    let mut frame = look.frame(&seen);
    (frame.path, frame.live) = (HERE.to_owned(), false);
    let view = view::ByHand {
        again: typed.again.as_deref(),
        typed: &typed.shown(),
        faults,
        begun: None,
        callbacks: &held.callbacks,
    };
    let page = Html(ui::by_hand(&frame, &view));
    let is_too_often = faults.contains(&Fault::TooOften);
    let too_often = is_too_often.then_some(StatusCode::TOO_MANY_REQUESTS);
    Ok((too_often.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY), page).into_response())
}

/// The page with the connection's own callback. Its verify token is shown here and nowhere later.
async fn begun(
    look: &Look,
    typed: &Typed,
    id: &SignupId,
    callback: Option<(ConnectionId, Secret)>,
) -> Result<Response, Response> {
    let (seen, ()) = look.see_with(|_, _, _| Ok(())).await?;
    let mut frame = look.frame(&seen);
    (frame.path, frame.live) = (HERE.to_owned(), false);
    let made = callback.map(|(connection, verify_token)| {
        let waba = typed.text(Field::Waba).to_owned();
        (OwnCallback { waba, url: callback_of(&look.app, &connection) }, verify_token)
    });
    let view = view::ByHand {
        again: None,
        typed: &[],
        faults: &[],
        begun: Some(BegunByHand {
            signup: id.as_str(),
            callback: made.as_ref().map(|(callback, _)| callback),
            verify_token: made.as_ref().map(|(_, token)| token.expose()),
        }),
        callbacks: &[],
    };
    Ok(Html(ui::by_hand(&frame, &view)).into_response())
}

async fn seen(look: &Look, again: Option<&str>) -> Result<(Seen, Held), Response> {
    let (app, again) = (look.app.clone(), again.map(WabaId::new));
    look.see_with(move |read, scope, seen| held(&app, read, scope, (seen, again.as_ref()))).await
}

fn held(
    app: &App,
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    (seen, again): (&Seen, Option<&WabaId>),
) -> Result<Held, StoreError> {
    let mut held = Held::default();
    for connection in &seen.connections {
        if let Some(found) = read.by_hand_of(scope, &connection.waba)?
            && let Some(door) = read.door_by_hand(scope, &found.app)?
        {
            held.callbacks.push(own(app, &found, &door));
        }
        if again == Some(&connection.waba) {
            held.typed = vec![
                (Field::Waba, connection.waba.to_string()),
                (Field::Business, connection.business.to_string()),
                (Field::App, connection.app.to_string()),
            ];
        }
    }
    Ok(held)
}

fn own(app: &App, held: &ByHand, door: &ByHand) -> OwnCallback {
    OwnCallback { waba: held.waba.to_string(), url: callback_of(app, &door.id) }
}
