//! What the page's script sends of Meta's popup: a nonce is asked for, and the code goes in at once,
//! for its nonce alone; whatever else a browser says is a hint that the token proves later.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::by_hand::Field;
use domain::handover::NoLogin;
use domain::signup::Fact;
use domain::situation::Situation;
use meta::WabaId;
use meta::signup::Event;
use serde::{Deserialize, Serialize};
use store::{Secret, SignupId, StoreError, TokenHash};
use ui::view::ConnectRefusal;

use super::actor::Actor;
use crate::app::App;
use crate::clock;
use crate::connect::{self, Came, Nonce};
use crate::http::page;

/// How long a nonce waits for its popup.
const NONCE: Duration = Duration::from_secs(10 * 60);
/// Longest code; Meta's are a few hundred characters.
const CODE_BYTES: usize = 2048;

/// What the page's script is told.
#[derive(Serialize)]
#[serde(untagged)]
enum Told {
    Nonce { nonce: String },
    Begun { signup: String },
    Refused { message: String },
}

fn refuse(actor: &Actor, status: StatusCode, refusal: ConnectRefusal) -> Response {
    let message = ui::connect_refusal(actor.language, refusal);
    (status, Json(Told::Refused { message })).into_response()
}

/// Whose page asks, a tenant's or a link's: compared with the credential's, never taken from here.
#[derive(Default, Deserialize)]
pub struct PageOf {
    tenant: Option<String>,
}

/// `POST /connect/nonce` and `POST /c/nonce`: a fresh one for this session in this tenant, or for this
/// link while it may begin a login, unless the page that asks still shows another.
pub async fn nonce(
    State(app): State<App>,
    actor: Actor,
    page_of: Result<Json<PageOf>, JsonRejection>,
) -> Response {
    let shown = page_of.map(|Json(page)| page.tenant).unwrap_or_default();
    if shown.is_some_and(|tenant| tenant != actor.shown()) {
        return refuse(&actor, StatusCode::CONFLICT, ConnectRefusal::NonceRefused);
    }
    match actor.no_login(&app).await {
        Ok(None) => {}
        Ok(Some(why)) => return refuse(&actor, StatusCode::CONFLICT, refusal_of(why)),
        Err(error) => return page::failed(actor.language, &error),
    }
    let nonce = clock::random_token();
    let (hash, scope, holder) = (TokenHash::of(&nonce), actor.scope(), actor.credential());
    let language = actor.language;
    let now = app.clock.steady();
    let kept = app.store.ledger.transact(move |tx| {
        tx.forget_nonces(now)?;
        tx.add_nonce(hash, holder, &scope, now.plus(NONCE))
    });
    match kept.await {
        Ok(()) => Json(Told::Nonce { nonce }).into_response(),
        Err(error) => page::failed(language, &error),
    }
}

/// What the callback of `FB.login` brought, with the popup's message if that was first.
#[derive(Deserialize)]
pub struct Code {
    nonce: String,
    code: String,
    message: Option<String>,
    situation: Option<String>,
    again: Option<String>,
}

/// `POST /connect/code` and `POST /c/code`.
pub async fn code(
    State(app): State<App>,
    actor: Actor,
    given: Result<Json<Code>, JsonRejection>,
) -> Response {
    let Ok(Json(Code { nonce, code, message, situation, again })) = given else {
        return refuse(&actor, StatusCode::BAD_REQUEST, ConnectRefusal::BadMessage);
    };
    if code.is_empty() || code.len() > CODE_BYTES || !code.bytes().all(|b| b.is_ascii_graphic()) {
        return refuse(&actor, StatusCode::BAD_REQUEST, ConnectRefusal::BadCode);
    }
    // The message is a hint, and no reason to let a code die that lives for seconds.
    let told = message.as_deref().and_then(|text| read_message(text).ok());
    begin(&app, &actor, (&nonce, situation, again), Came::Code(Secret::new(code), told)).await
}

/// How a popup ended without a code, or its message that came after one.
#[derive(Deserialize)]
pub struct Outcome {
    nonce: Option<String>,
    signup: Option<String>,
    message: Option<String>,
    situation: Option<String>,
    again: Option<String>,
    /// Whether the window is gone and nothing came of it.
    #[serde(default)]
    lost: bool,
}

/// `POST /connect/outcome` and `POST /c/outcome`.
pub async fn outcome(
    State(app): State<App>,
    actor: Actor,
    given: Result<Json<Outcome>, JsonRejection>,
) -> Response {
    let refusal = || refuse(&actor, StatusCode::BAD_REQUEST, ConnectRefusal::BadMessage);
    let Ok(Json(Outcome { nonce, signup, message, situation, again, lost })) = given else {
        return refusal();
    };
    let Ok(told) = message.as_deref().map(read_message).transpose() else { return refusal() };
    match (nonce, signup, told) {
        (Some(nonce), None, told) => {
            let came = if lost && told.is_none() { Came::Lost } else { Came::Nothing(told) };
            begin(&app, &actor, (&nonce, situation, again), came).await
        }
        (None, Some(signup), Some(event)) => {
            let id = SignupId::new(signup);
            match tell_late(&app, &actor, id.clone(), event).await {
                Ok(true) => begun(&id),
                Ok(false) => page::problem(actor.language, StatusCode::NOT_FOUND, None),
                Err(error) => page::failed(actor.language, &error),
            }
        }
        _ => refusal(),
    }
}

/// Tells a login what came after its code; whether whoever asks has such a one.
async fn tell_late(
    app: &App,
    actor: &Actor,
    id: SignupId,
    event: Event,
) -> Result<bool, StoreError> {
    Ok(actor.may_touch(app, &id).await?
        && connect::tell(app, actor.scope(), id, Fact::Told(event)).await?)
}

const fn refusal_of(why: NoLogin) -> ConnectRefusal {
    match why {
        NoLogin::Over => ConnectRefusal::LinkOver,
        NoLogin::UnderWay => ConnectRefusal::LinkUnderWay,
        NoLogin::TooMany => ConnectRefusal::LinkTooMany,
    }
}

async fn begin(
    app: &App,
    actor: &Actor,
    (nonce, situation, again): (&str, Option<String>, Option<String>),
    came: Came,
) -> Response {
    // Without it the login would take whichever account it brings.
    if again.as_deref().is_some_and(|waba| !Field::Waba.takes(waba)) {
        return refuse(actor, StatusCode::BAD_REQUEST, ConnectRefusal::BadMessage);
    }
    let nonce = Nonce {
        nonce: TokenHash::of(nonce),
        session: actor.credential(),
        situation: situation.as_deref().and_then(Situation::parse),
        again: again.map(WabaId::new),
        link: actor.link().cloned(),
    };
    let person = actor.person();
    match connect::begin(app, actor.scope(), person, nonce, came).await {
        Ok(Some(id)) => begun(&id),
        Ok(None) => match actor.no_login(app).await {
            Ok(why) => {
                let refusal = why.map_or(ConnectRefusal::NonceRefused, refusal_of);
                refuse(actor, StatusCode::CONFLICT, refusal)
            }
            Err(error) => page::failed(actor.language, &error),
        },
        Err(error) => page::failed(actor.language, &error),
    }
}

fn begun(id: &SignupId) -> Response {
    (StatusCode::ACCEPTED, Json(Told::Begun { signup: id.to_string() })).into_response()
}

fn read_message(text: &str) -> Result<Event, meta::signup::NotAMessage> {
    meta::signup::read(text).map(|message| message.event)
}
