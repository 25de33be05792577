//! A hand-over link's own pages, `/c`: for somebody without an account, who finds the number's
//! situation, opens Meta's popup and follows the login. Nothing else of the console takes its cookie.
//!
//! The address brings a token, which becomes a cookie of these pages and is in no address after that.
//! Looking uses nothing up, as programs that preview messages look: one browser has the link once
//! somebody there says so, and from then on the address opens nothing.

mod arrival;
mod page;
mod wizard;

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::Timestamp;
use domain::handover::Over;
use store::{Knock, StoreError, StoredHandover, TokenHash};
use ui::Language;
use ui::view::{Frame, GuestGone};

use super::connect::{forms, popup};
use super::gate::{chosen_language, requested_language};
use crate::app::App;

/// Where the page is.
pub(super) const HERE: &str = "/c";
/// What every address below the page begins with.
pub(super) const BELOW: &str = "/c/";
/// The cookie: HTTPS (or loopback), these pages alone, no script.
pub const COOKIE: &str = "__Secure-farol-link";

/// The routes of a link.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route(HERE, get(page::show).post(arrival::begin))
        .route("/c/{token}", get(arrival::arrive))
        .route("/c/situation", get(wizard::show))
        .route("/c/situation/{situation}", get(wizard::guide).post(wizard::keep))
        .route("/c/nonce", post(popup::nonce))
        .route("/c/code", post(popup::code))
        .route("/c/outcome", post(popup::outcome))
        .route("/c/{signup}/pin", post(forms::pin))
        .route("/c/{signup}/request-code", post(forms::request_code))
        .route("/c/{signup}/verify-code", post(forms::verify_code))
        .route("/c/{signup}/retry", post(forms::retry))
}

/// Whoever holds a link that counts.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The link.
    pub link: StoredHandover,
    /// What the browser holds.
    pub holder: TokenHash,
    /// The language of the answer.
    pub language: Language,
}

impl FromRequestParts<App> for Guest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Some((knock, holder)) = knocked(parts, app).await? else {
            return Err(gone(requested_language(&parts.headers), GuestGone::NotHere));
        };
        let (Knock::Address(link) | Knock::Taken(link) | Knock::Holder(link)) = &knock;
        let language = language(&parts.headers, link);
        match (over(link, app.clock.now()), knock) {
            (Some(why), _) => Err(gone(language, why)),
            (None, Knock::Holder(link)) => Ok(Self { link, holder, language }),
            // It was not begun here yet; the page says how.
            (None, Knock::Address(_)) => Err(gone(language, GuestGone::NotHere)),
            (None, Knock::Taken(_)) => Err(gone(language, GuestGone::Elsewhere)),
        }
    }
}

/// What the browser's cookie opens; `None` without one, or with one that opens nothing. Those are
/// counted like addresses that open nothing.
async fn knocked(parts: &Parts, app: &App) -> Result<Option<(Knock, TokenHash)>, Response> {
    let headers = &parts.headers;
    let language = requested_language(headers);
    let cookies = CookieJar::from_headers(headers);
    let Some(cookie) = cookies.get(COOKIE) else { return Ok(None) };
    let secret = TokenHash::of(cookie.value());
    match app.store.ledger.read(move |read| read.knock(secret)).await {
        Ok(Some(knock)) => Ok(Some((knock, secret))),
        Ok(None) => {
            let from = parts.extensions.get::<ConnectInfo<SocketAddr>>();
            if from.is_some_and(|ConnectInfo(from)| app.attempts.take_knock(from.ip()).is_err()) {
                return Err(gone(language, GuestGone::TooMany));
            }
            Ok(None)
        }
        Err(error) => Err(failed(language, &error)),
    }
}

/// The language of a link's pages: as chosen in the browser, else as whoever made it chose.
fn language(headers: &HeaderMap, link: &StoredHandover) -> Language {
    chosen_language(headers)
        .or_else(|| Language::parse(&link.language))
        .unwrap_or_else(|| requested_language(headers))
}

/// Why a link counts no more, as its holder is told.
fn over(link: &StoredHandover, now: Timestamp) -> Option<GuestGone> {
    Some(match link.handover.over(now)? {
        Over::Used => GuestGone::Used,
        Over::Revoked => GuestGone::Revoked,
        Over::Expired => GuestGone::Expired,
    })
}

/// The page that a link does not lead to. Whoever does not hold it learns nothing but that, and of one
/// that was taken back not even that there was one.
fn gone(language: Language, why: GuestGone) -> Response {
    let status = match why {
        GuestGone::NotHere | GuestGone::Unknown => StatusCode::NOT_FOUND,
        GuestGone::Elsewhere => StatusCode::CONFLICT,
        GuestGone::TooMany => StatusCode::TOO_MANY_REQUESTS,
        GuestGone::Used | GuestGone::Revoked | GuestGone::Expired => StatusCode::GONE,
    };
    (status, Html(ui::guest_gone(language, why))).into_response()
}

fn failed(language: Language, error: &StoreError) -> Response {
    super::page::failed(language, error)
}

/// The cookie; it ends with the browser, or once the link has been over for a day.
fn cookie(value: String, until: Option<(Timestamp, Timestamp)>) -> Cookie<'static> {
    let cookie = Cookie::build((COOKIE, value))
        .path(HERE)
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax);
    match until {
        None => cookie.build(),
        Some((now, end)) => {
            let day = std::time::Duration::from_secs(24 * 3600);
            let life = end.plus(day).since(now);
            cookie.max_age(life.try_into().unwrap_or_default()).build()
        }
    }
}

/// What the pages take of a frame: a link has neither menu nor stream, and may connect.
fn frame(app: &App, link: &StoredHandover, language: Language, path: &str) -> Frame {
    Frame {
        is_guest: true,
        language,
        person: String::new(),
        tenant: link.tenant_name.clone(),
        tenants: Vec::new(),
        wabas: Vec::new(),
        may_connect: true,
        may_refresh: false,
        troubles: ui::view::Troubles::default(),
        bell: ui::view::Bell::default(),
        sandbox_url: None,
        now: app.clock.now(),
        live: false,
        time_zone: app.settings.time_zone.clone(),
        path: path.to_owned(),
        version: env!("CARGO_PKG_VERSION"),
        gap: None,
        unread: None,
    }
}
