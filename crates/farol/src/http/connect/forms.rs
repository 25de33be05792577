//! What a person does about a login that waits: a PIN, a number's code, another try, or nothing.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::signup::{Fact, Snag, Task, WayOn};
use meta::graph::{CodeMethod, RequestCode, VerifyCode};
use meta::{GraphError, PhoneNumberId};
use serde::Deserialize;
use store::{Secret, SignupId, StoreError, TenantScope};
use ui::Language;

use super::actor::Actor;
use crate::app::App;
use crate::connect;
use crate::http::filled::Filled;
use crate::http::gate::MayConnect;
use crate::http::page;
use crate::refused_forms::RefusedForm;

/// The form with a PIN.
#[derive(Deserialize)]
pub struct Pin {
    pin: Secret,
}

/// `POST /connect/{signup}/pin`.
pub async fn pin(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    form: Result<Form<Pin>, FormRejection>,
) -> Response {
    let id = SignupId::new(id);
    let Some(pin) = form.ok().and_then(|Form(form)| six_digits(form.pin.expose())) else {
        return actor.not_taken(&app, &id, RefusedForm::Pin(id.clone()));
    };
    let to = actor.at_login(&id);
    app.refused_forms.forget(actor.credential());
    done(actor.language, &to, connect::give_pin(&app, actor.scope(), id, pin).await)
}

/// `POST /connect/{signup}/retry`.
pub async fn retry(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Response {
    tell(&app, &actor, SignupId::new(id), Fact::TryAgain).await
}

/// `POST /connect/{signup}/dismiss`: 409 for a login that is under way, connected, or to be abandoned.
pub async fn dismiss(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    Path(id): Path<String>,
) -> Response {
    let (id, person) = (SignupId::new(id), viewer.session.person.clone());
    match connect::dismiss(&app, viewer.scope(), id, person).await {
        Ok(Some(false)) => {
            let page = Html(ui::not_put_aside(viewer.language));
            (StatusCode::CONFLICT, page).into_response()
        }
        told => done(viewer.language, "/connect", told.map(|found| found.is_some())),
    }
}

/// How a number's code is sent.
#[derive(Deserialize)]
pub struct Way {
    #[serde(default)]
    method: String,
}

/// `POST /connect/{signup}/request-code`: Meta sends the number a code.
pub async fn request_code(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Filled(way): Filled<Way>,
) -> Response {
    let id = SignupId::new(id);
    let method = if way.method == "VOICE" { CodeMethod::Voice } else { CodeMethod::Sms };
    let language = actor.language.tag().replace('-', "_");
    let found = match unverified(&app, actor.scope(), &id).await {
        Ok(Some(found)) => found,
        Ok(None) => return page::problem(actor.language, StatusCode::NOT_FOUND, None),
        Err(error) => return page::failed(actor.language, &error),
    };
    let call = RequestCode { phone_number: &found.number, method, language: &language };
    let answer = app.graph.call_for_person(&call, &found.token, &found.waba).await;
    tell(&app, &actor, id, Fact::CodeRequested(answer.map_err(|error| snag(&error)))).await
}

/// The form with a number's code.
#[derive(Deserialize)]
pub struct Verification {
    code: Secret,
}

/// `POST /connect/{signup}/verify-code`.
pub async fn verify_code(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    form: Result<Form<Verification>, FormRejection>,
) -> Response {
    let id = SignupId::new(id);
    let Some(code) = form.ok().and_then(|Form(form)| six_digits(form.code.expose())) else {
        return actor.not_taken(&app, &id, RefusedForm::Code(id.clone()));
    };
    let found = match unverified(&app, actor.scope(), &id).await {
        Ok(Some(found)) => found,
        Ok(None) => return page::problem(actor.language, StatusCode::NOT_FOUND, None),
        Err(error) => return page::failed(actor.language, &error),
    };
    let call = VerifyCode { phone_number: &found.number, code: code.expose() };
    let answer = app.graph.call_for_person(&call, &found.token, &found.waba).await;
    tell(&app, &actor, id, Fact::CodeVerified(answer.map_err(|error| snag(&error)))).await
}

/// The page where it shows a login.
pub(super) fn at_login(id: &SignupId) -> String {
    format!("/connect#signup-{}", plain(id))
}

/// An id without any character that an address would take for its own; ours have none.
pub(super) fn plain(id: &SignupId) -> String {
    id.as_str().chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

/// Six digits, with whatever people write between them.
pub(in crate::http) fn six_digits(text: &str) -> Option<Secret> {
    let is_between = |c: char| c.is_whitespace() || c == '-';
    let digits: String = text.chars().filter(|c| !is_between(*c)).collect();
    let is_right = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_right.then(|| Secret::new(digits))
}

fn snag(error: &GraphError) -> Snag {
    Snag::of_graph(Task::Register, error)
}

/// A number whose owner is to be proven, and what its calls need.
struct Unverified {
    number: PhoneNumberId,
    waba: meta::WabaId,
    token: Secret,
}

async fn unverified(
    app: &App,
    scope: TenantScope,
    id: &SignupId,
) -> Result<Option<Unverified>, StoreError> {
    let id = id.clone();
    app.store
        .ledger
        .read(move |read| {
            let Some(stored) = read.signup(&scope, &id)? else { return Ok(None) };
            let signup = stored.signup;
            let is_unverified =
                signup.snag().is_some_and(|snag| snag.obstacle.way_on() == WayOn::VerifyNumber);
            let (Some(number), Some(target), true) = (signup.number, signup.target, is_unverified)
            else {
                return Ok(None);
            };
            let token = read.connection_token(&scope, &target.waba)?;
            let waba = target.waba.clone();
            Ok(token.map(|token| Unverified { number: number.id, waba, token }))
        })
        .await
}

pub(super) async fn tell(app: &App, actor: &Actor, id: SignupId, fact: Fact) -> Response {
    let to = actor.at_login(&id);
    app.refused_forms.forget(actor.credential());
    done(actor.language, &to, connect::tell(app, actor.scope(), id, fact).await)
}

/// Back to the page; a login that is not the tenant's is not there.
pub(super) fn done(language: Language, to: &str, told: Result<bool, StoreError>) -> Response {
    match told {
        Ok(true) => Redirect::to(to).into_response(),
        Ok(false) => page::problem(language, StatusCode::NOT_FOUND, None),
        Err(error) => page::failed(language, &error),
    }
}
