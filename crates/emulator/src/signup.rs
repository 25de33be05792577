//! Embedded Signup: Facebook's SDK, the popup that it opens, and the codes that come of it.
//!
//! The popup is plain forms; its state is kept here, and the world changes only when it finishes.

pub mod assets;
pub mod code;
mod offer;
pub mod outcome;
mod page;
mod session;
pub mod trouble;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Form, Query, State as Extract};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use http::{HeaderMap, StatusCode};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::code::AuthCode;
use self::outcome::{Order, Outcome};
use self::session::{Choices, Session, Step, Wrong};
use self::trouble::Trouble;
use self::words::Words;
use crate::control::guard;
use crate::state::{Shared, State};
use crate::state_file;
use crate::world::{World, mint};

const COEXISTENCE: &str = "whatsapp_business_app_onboarding";
const SESSION_LIVES_MS: i64 = 24 * 3_600_000;

/// What Embedded Signup keeps in the world.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Signup {
    pub order: Order,
    /// What the dialog refuses until control ends it.
    pub trouble: Option<Trouble>,
    /// Portfolios and accounts that another provider has, or that own the app: the dialog greys them
    /// out, and nobody can choose them.
    pub greyed: BTreeSet<String>,
    /// How long the tokens of the app's configuration live; for ever when it is not said.
    pub token_lives_s: Option<i64>,
    pub codes: BTreeMap<String, AuthCode>,
    /// The WABAs that each business shared with the app, newest first.
    pub shared: BTreeMap<String, Vec<String>>,
    sessions: BTreeMap<String, Session>,
}

/// The SDK for any page; the popup behind control's guard.
pub fn router(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    let popup = Router::new()
        .route("/dialog/oauth", get(open).post(press))
        .route("/{version}/dialog/oauth", get(open).post(press))
        .layer(middleware::from_fn_with_state(Arc::clone(shared), guard::check));
    Router::new()
        .route("/sdk.js", get(sdk))
        .route("/{version}/sdk.js", get(sdk))
        .route("/dialog/popup.js", get(|| async { script(include_str!("signup/popup.js")) }))
        .route("/dialog/popup.css", get(style))
        .merge(popup)
}

/// A page loads it with `crossorigin="anonymous"`, so it is for any origin.
async fn sdk() -> impl IntoResponse {
    script(include_str!("signup/sdk.js"))
}

fn script(text: &'static str) -> impl IntoResponse {
    let headers = [
        ("content-type", "text/javascript; charset=utf-8"),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
    ];
    (headers, text)
}

async fn style() -> impl IntoResponse {
    ([("content-type", "text/css; charset=utf-8")], include_str!("signup/popup.css"))
}

/// What `FB.login` asks for in the popup's address.
type Asked = BTreeMap<String, String>;

async fn open(
    Extract(shared): Extract<Arc<Shared>>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let words = words::of(&headers);
    let now_ms = shared.settings.clock.now_ms();
    let allow_remote = shared.settings.allow_remote;
    let opened = shared.change(|state| {
        let session = begin(&state.world, &asked, allow_remote, now_ms)?;
        let id = mint::fresh();
        let shown = page::step(&state.world, &id, &session, words, None);
        let sessions = &mut state.world.signup.sessions;
        sessions.retain(|_, session| now_ms < session.began_ms + SESSION_LIVES_MS);
        sessions.insert(id, session);
        Ok(shown)
    });
    match opened {
        Ok(html) => answer(StatusCode::OK, html),
        Err(why) => answer(StatusCode::BAD_REQUEST, page::refused(why, words)),
    }
}

/// A button of the popup was pressed.
async fn press(
    Extract(shared): Extract<Arc<Shared>>,
    headers: HeaderMap,
    Form(form): Form<session::Form>,
) -> Response {
    let words = words::of(&headers);
    let now_ms = shared.settings.clock.now_ms();
    let id = form.get("session").cloned().unwrap_or_default();
    let shown = shared.change(|state| {
        let session = state.world.signup.sessions.remove(&id)?;
        Some(act(state, id, session, &form, words, now_ms))
    });
    state_file::save_kept(&shared).await;
    match shown {
        Some(Ok(html)) => answer(StatusCode::OK, html),
        Some(Err(why)) => answer(StatusCode::BAD_REQUEST, page::refused(&why, words)),
        None => answer(StatusCode::GONE, page::gone(words)),
    }
}

/// The session was taken out; it is put back unless the popup ended.
fn act(
    state: &mut State,
    id: String,
    mut session: Session,
    form: &session::Form,
    words: &Words,
    now_ms: i64,
) -> Result<String, String> {
    session.go_back_to(form);
    let now_s = now_ms.div_euclid(1000);
    let pressed = form.get("act").map(String::as_str).unwrap_or_default();
    let mut wrong: Option<Wrong> = None;
    let outcome: Option<Outcome> = match pressed {
        "finish" if session.step == Step::Confirm => {
            let made = assets::create(&mut state.world, &session, now_s)?;
            Some(outcome::finished(state, &session, &made, now_ms))
        }
        "finish_without_number" if session.step >= Step::Number => {
            let made = assets::create_without_number(&mut state.world, &session, now_s)?;
            Some(outcome::finished(state, &session, &made, now_ms))
        }
        "cancel" => Some(outcome::cancelled(&session)),
        "report" => Some(outcome::reported(&mut state.world, &session, now_ms)),
        "later" if session.step == Step::Code => {
            session.go_on_unverified();
            None
        }
        _ => {
            let stops = |trouble: &Trouble| trouble.stops(session.step, form);
            session.met = state.world.signup.trouble.filter(stops);
            wrong = match session.met {
                Some(trouble) => Some(Wrong::Refused(trouble)),
                None => session.go_on(&state.world, form).err(),
            };
            None
        }
    };
    if let Some(outcome) = outcome {
        let posts = outcome.posts(&session, state.world.signup.order);
        return Ok(page::end(&session, &posts, words));
    }
    let html = page::step(&state.world, &id, &session, words, wrong);
    state.world.signup.sessions.insert(id, session);
    Ok(html)
}

/// Facebook refuses a dialog of an app, a configuration or a page that it does not know.
fn begin(
    world: &World,
    asked: &Asked,
    allow_remote: bool,
    now_ms: i64,
) -> Result<Session, &'static str> {
    let text = |key: &str| asked.get(key).map(String::as_str).unwrap_or_default();
    if text("client_id") != world.app.id {
        return Err("Invalid App ID: client_id is not the id of this app.");
    }
    if text("config_id") != world.app.config_id {
        return Err("Invalid configuration: config_id is not one of this app's configurations.");
    }
    if text("response_type") != "code" {
        return Err("Invalid response_type: Embedded Signup answers with a code only.");
    }
    let origin = text("origin");
    let own = world.subscription().map(|subscription| subscription.callback.url.as_str());
    if !is_allowed(origin, own, allow_remote) {
        return Err("URL blocked: the page's origin is not among the app's allowed domains.");
    }
    let extras: Value = match text("extras") {
        "" => Value::Null,
        extras => serde_json::from_str(extras).map_err(|_| "Invalid extras: not JSON.")?,
    };
    Ok(Session {
        origin: origin.to_owned(),
        state: text("state").to_owned(),
        coexists: extras["featureType"] == COEXISTENCE,
        setup: extras["setup"].clone(),
        began_ms: now_ms,
        step: Step::Permissions,
        met: None,
        choices: Choices::default(),
    })
}

/// The app's allowed domains: this machine at any port, the address that takes the app's webhooks
/// (only who has the app's secret can name it), or any page with `--allow-remote`.
fn is_allowed(origin: &str, callback: Option<&str>, allow_remote: bool) -> bool {
    let Ok(url) = Url::parse(origin) else {
        return false;
    };
    let is_origin =
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == origin;
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_loopback = host == "localhost"
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback());
    let is_own = callback
        .and_then(|own| Url::parse(own).ok())
        .is_some_and(|own| own.origin() == url.origin());
    is_origin && (is_loopback || is_own || allow_remote)
}

/// A popup must keep its opener, so it has no opener policy of its own.
fn answer(status: StatusCode, html: String) -> Response {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; \
                  frame-ancestors 'none'; base-uri 'none'";
    let headers = [
        ("content-security-policy", policy),
        ("cache-control", "no-store"),
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
    ];
    (status, headers, Html(html)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_machine_and_of_the_app_may_open_the_popup() {
        let own = Some("https://console.example/webhooks/meta");
        for origin in ["http://127.0.0.1:8080", "http://localhost:1", "https://[::1]:8443"] {
            assert!(is_allowed(origin, None, false), "{origin}");
            assert!(is_allowed(origin, own, false), "{origin}");
        }
        for origin in [
            "",
            "*",
            "null",
            "http://127.0.0.1:8080/",
            "http://127.0.0.1.example.com",
            "https://farol.example",
            "https://console.example:8443",
            "http://console.example",
            "http://user@127.0.0.1",
        ] {
            assert!(!is_allowed(origin, own, false), "{origin}");
        }
        assert!(is_allowed("https://console.example", own, false));
        assert!(!is_allowed("https://console.example", None, false));
        assert!(is_allowed("https://farol.example", None, true));
        assert!(!is_allowed("javascript:alert(1)", None, true));
    }
}
