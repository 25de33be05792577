//! The console's HTTP: one list of routes, each with what it needs, under one set of headers.

mod activity;
mod api;
mod arrival;
mod asset;
mod audit;
mod broken;
mod callback;
mod connect;
mod erasure;
mod errors;
mod events;
mod filled;
mod gate;
mod guest;
mod health;
mod invitation;
mod invite;
mod limits;
mod login;
mod notices;
mod number;
mod numbers;
mod page;
mod password;
mod people;
mod photo;
mod pin;
mod probe;
mod profile;
mod seen;
mod settings;
mod tenants;
mod unread;
mod username;
mod webhook;
mod worded;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use domain::role::Permission;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use callback::{DEAUTHORIZE, DELETION};
pub use gate::COOKIE;
pub use guest::COOKIE as LINK_COOKIE;
pub use profile::upload::BODY as PHOTO_BODY;

use crate::app::App;

/// Where Meta sends webhooks.
pub const WEBHOOKS: &str = "/webhooks/meta";
/// Where it sends those of an account that was connected by hand.
const WEBHOOKS_BY_HAND: &str = "/webhooks/meta/{connection}";
/// Longest webhook body: Meta sends up to 3 MB.
pub const WEBHOOK_BYTES: usize = 4 << 20;
/// How long a webhook's body may take to arrive and be stored.
const BODY_TIME: Duration = Duration::from_secs(20);
/// How long a photo may take to arrive and be made: 5 MB over a slow line.
const PHOTO_TIME: Duration = Duration::from_secs(120);
/// Where an invitation gets another link, and where it is taken back.
const RENEW: &str = "/settings/people/invitations/{invitation}/renew";
const REVOKE: &str = "/settings/people/invitations/{invitation}/revoke";
/// Where a hand-over link is taken back.
const REVOKE_LINK: &str = "/connect/links/{link}/revoke";
/// Where an account is disconnected.
const DISCONNECT: &str = "/connect/accounts/{waba}/disconnect";
/// Longest form.
const FORM_BYTES: usize = 64 << 10;

/// What a route needs of who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing: anyone may ask.
    Nothing,
    /// Meta's signature or verify token.
    Meta,
    /// A session whose role may do this.
    Session(Permission),
    /// What the one browser holds that has a hand-over link, or the link's own address.
    Link,
    /// A session of the installation's owner.
    InstallationOwner,
    /// The same, refused by a problem document.
    Api(Permission),
    /// The loopback address.
    Loopback,
}

/// Every route with what it needs; a test holds the router against this list.
pub const ROUTES: &[(&str, &str, Need)] = &[
    ("GET", "/", Need::Nothing),
    ("GET", "/healthz", Need::Nothing),
    ("GET", "/readyz", Need::Nothing),
    ("GET", "/metrics", Need::Loopback),
    ("GET", WEBHOOKS, Need::Meta),
    ("POST", WEBHOOKS, Need::Meta),
    ("GET", WEBHOOKS_BY_HAND, Need::Meta),
    ("POST", WEBHOOKS_BY_HAND, Need::Meta),
    ("POST", DEAUTHORIZE, Need::Meta),
    ("POST", DELETION, Need::Meta),
    ("GET", "/erasure/{code}", Need::Nothing),
    ("GET", "/assets/{*path}", Need::Nothing),
    ("GET", "/login", Need::Nothing),
    ("POST", "/login", Need::Nothing),
    ("POST", "/logout", Need::Nothing),
    ("POST", "/language", Need::Nothing),
    ("GET", "/invitation", Need::Nothing),
    ("POST", "/invitation", Need::Nothing),
    ("GET", "/password/forgot", Need::Nothing),
    ("POST", "/password/forgot", Need::Nothing),
    ("GET", "/password/reset", Need::Nothing),
    ("POST", "/password/reset", Need::Nothing),
    ("GET", "/overview", Need::Session(Permission::View)),
    ("GET", "/numbers", Need::Session(Permission::View)),
    ("GET", "/numbers.csv", Need::Session(Permission::View)),
    ("GET", "/numbers.json", Need::Session(Permission::View)),
    ("GET", "/numbers/{phone_number_id}", Need::Session(Permission::View)),
    ("GET", "/health", Need::Session(Permission::View)),
    ("POST", "/health/check", Need::Session(Permission::Refresh)),
    ("GET", "/profile", Need::Session(Permission::View)),
    ("GET", "/profile/{phone_number_id}", Need::Session(Permission::View)),
    ("POST", "/profile/{phone_number_id}", Need::Session(Permission::EditProfile)),
    ("GET", "/profile/{phone_number_id}/photo", Need::Session(Permission::View)),
    ("POST", "/profile/{phone_number_id}/photo", Need::Session(Permission::EditProfile)),
    ("POST", "/profile/{phone_number_id}/photo/retry", Need::Session(Permission::EditProfile)),
    ("POST", "/profile/{phone_number_id}/photo/dismiss", Need::Session(Permission::EditProfile)),
    ("POST", "/profile/{phone_number_id}/name", Need::Session(Permission::EditProfile)),
    ("POST", "/profile/{phone_number_id}/register", Need::Session(Permission::Connect)),
    ("GET", "/profile/{phone_number_id}/username", Need::Session(Permission::EditProfile)),
    ("POST", "/profile/{phone_number_id}/username", Need::Session(Permission::EditProfile)),
    ("POST", "/profile/{phone_number_id}/username/delete", Need::Session(Permission::EditProfile)),
    ("GET", "/profile/{phone_number_id}/pin", Need::Session(Permission::Connect)),
    ("POST", "/profile/{phone_number_id}/pin", Need::Session(Permission::Connect)),
    ("POST", "/profile/{phone_number_id}/pin/again", Need::Session(Permission::Connect)),
    ("GET", "/activity", Need::Session(Permission::View)),
    ("GET", "/activity/notices", Need::Session(Permission::View)),
    ("POST", "/activity/notices/seen", Need::Session(Permission::View)),
    ("POST", "/activity/notices/{notice}/acknowledge", Need::Session(Permission::Acknowledge)),
    ("GET", "/activity/rules", Need::Session(Permission::View)),
    ("POST", "/activity/rules", Need::Session(Permission::View)),
    ("POST", "/activity/rules/default", Need::Session(Permission::SetNotices)),
    ("POST", "/activity/times", Need::Session(Permission::View)),
    ("POST", "/activity/test", Need::Session(Permission::View)),
    ("GET", "/activity/log", Need::Session(Permission::View)),
    ("GET", "/errors", Need::Session(Permission::View)),
    ("GET", "/errors/{code}", Need::Session(Permission::View)),
    ("GET", "/errors/{code}/{subcode}", Need::Session(Permission::View)),
    ("GET", "/settings", Need::Session(Permission::View)),
    ("POST", "/settings/password", Need::Session(Permission::View)),
    ("POST", "/settings/sessions", Need::Session(Permission::View)),
    ("POST", "/settings/sessions/others", Need::Session(Permission::View)),
    ("GET", "/settings/people", Need::Session(Permission::Administer)),
    ("POST", "/settings/people/invitations", Need::Session(Permission::Administer)),
    ("POST", RENEW, Need::Session(Permission::Administer)),
    ("POST", REVOKE, Need::Session(Permission::Administer)),
    ("POST", "/settings/people/{person}/role", Need::Session(Permission::Administer)),
    ("POST", "/settings/people/{person}/remove", Need::Session(Permission::Administer)),
    ("GET", "/settings/audit", Need::Session(Permission::ReadAudit)),
    ("GET", "/settings/erasure", Need::Session(Permission::Administer)),
    ("POST", "/settings/erasure/user", Need::Session(Permission::Administer)),
    ("POST", "/settings/erasure/person", Need::Session(Permission::Administer)),
    ("POST", "/settings/erasure/tenant", Need::Session(Permission::Administer)),
    ("GET", "/settings/tenants", Need::InstallationOwner),
    ("POST", "/settings/tenants", Need::InstallationOwner),
    ("POST", "/settings/tenants/{tenant}/owner", Need::InstallationOwner),
    ("GET", "/events", Need::Session(Permission::View)),
    ("POST", "/refresh", Need::Session(Permission::Refresh)),
    ("POST", "/tenant", Need::Session(Permission::View)),
    ("GET", "/api/v1/openapi.json", Need::Nothing),
    ("GET", "/api/v1/readiness", Need::Api(Permission::View)),
    ("GET", "/api/v1/numbers", Need::Api(Permission::View)),
    ("GET", "/api/v1/numbers/{id}/readiness", Need::Api(Permission::View)),
    ("GET", "/api/v1/health", Need::Api(Permission::View)),
    ("GET", "/api/v1/changes", Need::Api(Permission::View)),
    ("GET", "/connect", Need::Session(Permission::View)),
    ("GET", "/connect/preflight", Need::InstallationOwner),
    ("GET", DISCONNECT, Need::Session(Permission::Connect)),
    ("POST", DISCONNECT, Need::Session(Permission::Connect)),
    ("GET", "/connect/links", Need::Session(Permission::Connect)),
    ("POST", "/connect/links", Need::Session(Permission::Connect)),
    ("POST", REVOKE_LINK, Need::Session(Permission::Connect)),
    ("GET", "/connect/by-hand", Need::Session(Permission::Connect)),
    ("POST", "/connect/by-hand", Need::Session(Permission::Connect)),
    ("GET", "/connect/doctor", Need::Session(Permission::Refresh)),
    ("POST", "/connect/doctor", Need::Session(Permission::Connect)),
    ("GET", "/connect/callback", Need::InstallationOwner),
    ("POST", "/connect/callback", Need::InstallationOwner),
    ("GET", "/connect/situation", Need::Session(Permission::View)),
    ("GET", "/connect/situation/{situation}", Need::Session(Permission::View)),
    ("POST", "/connect/situation/{situation}", Need::Session(Permission::Connect)),
    ("POST", "/connect/nonce", Need::Session(Permission::Connect)),
    ("POST", "/connect/code", Need::Session(Permission::Connect)),
    ("POST", "/connect/outcome", Need::Session(Permission::Connect)),
    ("POST", "/connect/{signup}/pin", Need::Session(Permission::Connect)),
    ("POST", "/connect/{signup}/request-code", Need::Session(Permission::Connect)),
    ("POST", "/connect/{signup}/verify-code", Need::Session(Permission::Connect)),
    ("POST", "/connect/{signup}/retry", Need::Session(Permission::Connect)),
    ("POST", "/connect/{signup}/dismiss", Need::Session(Permission::Connect)),
    ("POST", "/connect/{signup}/route", Need::Session(Permission::Connect)),
    ("POST", "/connect/{signup}/number", Need::Session(Permission::Connect)),
    ("POST", "/connect/{signup}/look", Need::Session(Permission::Connect)),
    ("POST", "/connect/{signup}/sync", Need::Session(Permission::Connect)),
    ("GET", "/connect/{signup}/abandon", Need::Session(Permission::Connect)),
    ("POST", "/connect/{signup}/abandon", Need::Session(Permission::Connect)),
    ("GET", "/c", Need::Link),
    ("POST", "/c", Need::Link),
    ("GET", "/c/{token}", Need::Link),
    ("GET", "/c/situation", Need::Link),
    ("GET", "/c/situation/{situation}", Need::Link),
    ("POST", "/c/situation/{situation}", Need::Link),
    ("POST", "/c/nonce", Need::Link),
    ("POST", "/c/code", Need::Link),
    ("POST", "/c/outcome", Need::Link),
    ("POST", "/c/{signup}/pin", Need::Link),
    ("POST", "/c/{signup}/request-code", Need::Link),
    ("POST", "/c/{signup}/verify-code", Need::Link),
    ("POST", "/c/{signup}/retry", Need::Link),
];

/// The whole console.
pub fn router(app: App) -> Router {
    let webhooks = Router::new()
        .route(WEBHOOKS, get(webhook::handshake).post(webhook::receive))
        .route(WEBHOOKS_BY_HAND, get(webhook::handshake_at).post(webhook::receive_at))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, BODY_TIME));
    let callbacks = Router::new()
        .route(DEAUTHORIZE, post(callback::deauthorize))
        .route(DELETION, post(callback::delete))
        .layer(DefaultBodyLimit::max(FORM_BYTES));
    let pages = Router::new()
        .route("/", get(page::home))
        .route("/overview", get(page::overview))
        .route("/numbers", get(numbers::show))
        .route("/numbers.csv", get(numbers::csv))
        .route("/numbers.json", get(numbers::json))
        .route("/numbers/{phone_number_id}", get(number::show))
        .route("/health", get(health::show))
        .route("/health/check", post(health::check))
        .route("/profile", get(profile::show))
        .route("/profile/{phone_number_id}", get(profile::again).post(profile::save))
        .route("/profile/{phone_number_id}/photo", get(photo::show))
        .route("/profile/{phone_number_id}/photo/retry", post(profile::upload::retry))
        .route("/profile/{phone_number_id}/photo/dismiss", post(profile::upload::dismiss))
        .route("/profile/{phone_number_id}/name", post(profile::name::ask))
        .route("/profile/{phone_number_id}/register", post(profile::name::register))
        .route("/profile/{phone_number_id}/username", get(username::show).post(username::ask))
        .route("/profile/{phone_number_id}/username/delete", post(username::delete))
        .route("/profile/{phone_number_id}/pin", get(pin::show).post(pin::change))
        .route("/profile/{phone_number_id}/pin/again", post(pin::again))
        .route("/activity", get(activity::show))
        .route("/activity/notices", get(notices::show))
        .route("/activity/notices/seen", post(notices::mark_seen))
        .route("/activity/notices/{notice}/acknowledge", post(notices::acknowledge))
        .route("/activity/rules", get(notices::show_rules).post(notices::save))
        .route("/activity/rules/default", post(notices::save_default))
        .route("/activity/times", post(notices::save_times))
        .route("/activity/test", post(notices::try_mail))
        .route("/activity/log", get(notices::show_log))
        .route("/errors", get(errors::show))
        .route("/errors/{code}", get(errors::one))
        .route("/errors/{code}/{subcode}", get(errors::one_of_two))
        .route("/settings", get(settings::show))
        .route("/settings/password", post(settings::password))
        .route("/settings/sessions", post(settings::end_session))
        .route("/settings/sessions/others", post(settings::end_others))
        .route("/settings/people", get(people::show))
        .route("/settings/people/invitations", post(people::invite))
        .route(RENEW, post(people::renew))
        .route(REVOKE, post(people::revoke))
        .route("/settings/people/{person}/role", post(people::change_role))
        .route("/settings/people/{person}/remove", post(people::remove))
        .route("/settings/audit", get(audit::show))
        .route("/settings/erasure", get(erasure::show))
        .route("/settings/erasure/user", post(erasure::user))
        .route("/settings/erasure/person", post(erasure::person))
        .route("/settings/erasure/tenant", post(erasure::tenant))
        .route("/erasure/{code}", get(erasure::status))
        .route("/settings/tenants", get(tenants::show).post(tenants::add))
        .route("/settings/tenants/{tenant}/owner", post(tenants::invite_owner))
        .route("/invitation", get(invitation::show).post(invitation::accept))
        .route("/password/forgot", get(password::forgot).post(password::ask))
        .route("/password/reset", get(password::show).post(password::set))
        .route("/refresh", post(page::refresh))
        .route("/language", post(page::language))
        .route("/tenant", post(page::tenant))
        .route("/connect", get(connect::show))
        .route("/connect/preflight", get(connect::preflight::show))
        .route(DISCONNECT, get(connect::disconnect::show).post(connect::disconnect::begin))
        .route("/connect/links", get(connect::links::show).post(connect::links::make))
        .route(REVOKE_LINK, post(connect::links::revoke))
        .route("/connect/by-hand", get(connect::by_hand::show).post(connect::by_hand::begin))
        .route("/connect/doctor", get(connect::doctor::show).post(connect::doctor::mend))
        .route("/connect/callback", get(connect::callback::show).post(connect::callback::allow))
        .route("/connect/situation", get(connect::situation::show))
        .route(
            "/connect/situation/{situation}",
            get(connect::situation::guide).post(connect::situation::keep),
        )
        .route("/connect/nonce", post(connect::popup::nonce))
        .route("/connect/code", post(connect::popup::code))
        .route("/connect/outcome", post(connect::popup::outcome))
        .route("/connect/{signup}/pin", post(connect::forms::pin))
        .route("/connect/{signup}/request-code", post(connect::forms::request_code))
        .route("/connect/{signup}/verify-code", post(connect::forms::verify_code))
        .route("/connect/{signup}/retry", post(connect::forms::retry))
        .route("/connect/{signup}/dismiss", post(connect::forms::dismiss))
        .route("/connect/{signup}/route", post(connect::ways::route))
        .route("/connect/{signup}/number", post(connect::ways::number))
        .route("/connect/{signup}/look", post(connect::ways::look))
        .route("/connect/{signup}/sync", post(connect::ways::sync))
        .route(
            "/connect/{signup}/abandon",
            get(connect::abandon::show).post(connect::abandon::begin),
        )
        .route("/login", get(login::show).post(login::enter))
        .route("/logout", post(login::leave))
        .route("/assets/{*path}", get(asset::serve))
        .route("/healthz", get(probe::health))
        .route("/readyz", get(probe::ready))
        .route("/metrics", get(probe::metrics))
        .merge(api::router())
        .merge(guest::router())
        .fallback(page::not_found)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(compression())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(30),
        ));
    // It reads its body itself: longer than a form's, and counted there.
    let photos = Router::new()
        .route("/profile/{phone_number_id}/photo", post(profile::upload::send))
        .layer(DefaultBodyLimit::disable())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PHOTO_TIME));
    // The stream stays open and must not be held back by compression.
    let stream = Router::new().route("/events", get(events::stream));
    let console = pages
        .merge(photos)
        .merge(stream)
        .layer(CsrfLayer::new())
        .layer(axum::middleware::from_fn_with_state(app.clone(), arrival::name_address))
        .layer(axum::middleware::from_fn(worded::page));
    webhooks
        .merge(callbacks)
        .merge(console)
        .layer(axum::middleware::from_fn(broken::page))
        .layer(axum::middleware::map_response(add_headers))
        .layer(axum::middleware::from_fn_with_state(app.clone(), arrival::settle))
        .with_state(app)
}

fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new()
        .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("font/")))
}

/// Headers of every answer. Nothing on a page may run, load or send except from here; only
/// `/connect` has wider ones of its own, for Meta's SDK.
const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

/// Adds [`HEADERS`] in one layer, and forbids keeping what does not say how long it may be kept.
async fn add_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in &HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Scheme, host and port of an address, as browsers compare them.
fn origin_of(url: &str) -> String {
    reqwest::Url::parse(url)
        .map_or_else(|_| String::new(), |url| url.origin().ascii_serialization())
}
