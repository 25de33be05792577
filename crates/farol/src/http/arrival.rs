//! Where a request comes from and which address it asked for, settled before anything believes it.
//!
//! What a proxy says of both is believed only of proxies that the settings name. The console has one
//! address, `base_url`: whatever `Host` says, nothing behind this sees another.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use tower_http::csrf::ProtectionError;
use ui::Language;

use super::gate::requested_language;
use crate::app::App;
use crate::config::Network;

/// How long a browser asks for this host by HTTPS alone: a year.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Puts the client's address in the place of the proxy's, the console's address in the place of the
/// one asked for, and the installation's language where the browser names none of ours.
pub async fn settle(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let proxies = &app.settings.config.trusted_proxies;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|from| from.0);
    let is_trusted = peer.is_some_and(|peer| is_one_of(proxies, peer.ip()));
    if let Some(peer) = peer {
        let client = client(proxies, peer.ip(), request.headers());
        let client = if client == peer.ip() { peer } else { SocketAddr::new(client, 0) };
        request.extensions_mut().insert(ConnectInfo(client));
    }
    let home = Home::of(&app);
    if let Some(home) = &home {
        if is_trusted && home.is_guarded && is_plain(request.headers()) {
            return home.instead(&request);
        }
        request.headers_mut().insert(header::HOST, home.host.clone());
    }
    speak_default(&app, request.headers_mut());
    let mut response = next.run(request).await;
    if home.is_some_and(|home| home.is_guarded) {
        response.headers_mut().entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HSTS);
    }
    response
}

/// Says to whoever sent a form of a page at another address which one takes it.
pub async fn name_address(State(app): State<App>, request: Request, next: Next) -> Response {
    let language = requested_language(request.headers());
    let response = next.run(request).await;
    match (Home::of(&app), response.extensions().get::<ProtectionError>()) {
        (Some(home), Some(_)) => {
            (StatusCode::FORBIDDEN, Html(ui::elsewhere(language, home.url))).into_response()
        }
        _ => response,
    }
}

/// Whether somebody passed the request on, known or not.
pub(super) fn is_passed_on(headers: &HeaderMap) -> bool {
    ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "forwarded", "via"]
        .into_iter()
        .any(|name| headers.contains_key(name))
}

/// The one address of an installation; the demo is opened at any that reaches it.
struct Home<'a> {
    url: &'a str,
    host: HeaderValue,
    /// Whether it is reached by HTTPS.
    is_guarded: bool,
}

impl<'a> Home<'a> {
    fn of(app: &'a App) -> Option<Self> {
        let url = app.settings.config.base_url.as_deref()?;
        if app.settings.sandbox_url.is_some() {
            return None;
        }
        let (scheme, host) = url.split_once("://")?;
        Some(Self { url, host: HeaderValue::from_str(host).ok()?, is_guarded: scheme == "https" })
    }

    /// A page that came in the clear is asked for again by HTTPS; anything else was already read on
    /// its way, and is refused.
    fn instead(&self, request: &Request) -> Response {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return StatusCode::FORBIDDEN.into_response();
        }
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let to = format!("{}{}", self.url, super::page::local(path));
        (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response()
    }
}

fn is_plain(headers: &HeaderMap) -> bool {
    let last = headers.get_all("x-forwarded-proto").iter().next_back();
    let last = last.and_then(|value| value.to_str().ok()?.rsplit(',').next());
    last.is_some_and(|scheme| scheme.trim().eq_ignore_ascii_case("http"))
}

/// The nearest address that is not of a proxy that is believed. Each proxy names the one it spoke
/// to at the end of `X-Forwarded-For`, so the list is read from there, as far as it is believed.
fn client(proxies: &[Network], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let lines: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .map(|line| line.to_str().unwrap_or_default())
        .collect();
    let mut client = peer;
    for told in lines.iter().flat_map(|line| line.split(',')).rev() {
        if !is_one_of(proxies, client) {
            break;
        }
        let Some(told) = address(told.trim()) else { break };
        client = told;
    }
    client
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|whole| whole.ip()))
}

fn is_one_of(proxies: &[Network], address: IpAddr) -> bool {
    proxies.iter().any(|proxy| proxy.contains(address))
}

/// Asks for the installation's language on behalf of a browser that asks for none of ours.
fn speak_default(app: &App, headers: &mut HeaderMap) {
    let Some(default) = app.settings.config.ui.default_language else { return };
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let names_ours = wanted.is_some_and(|wanted| {
        wanted
            .split(',')
            .any(|part| Language::parse(part.split(';').next().unwrap_or("")).is_some())
    });
    if !names_ours {
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(default.tag()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(proxies: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let proxies: Vec<Network> =
            proxies.iter().map(|text| Network::parse(text).expect("a network")).collect();
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_str(line).expect("a value"));
        }
        client(&proxies, peer.parse().expect("an address"), &headers).to_string()
    }

    #[test]
    fn only_a_proxy_of_the_settings_is_believed() {
        assert_eq!(seen(&[], "127.0.0.1", &["203.0.113.7"]), "127.0.0.1");
        assert_eq!(seen(&["127.0.0.1"], "127.0.0.1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen(&["10.0.0.0/8"], "192.0.2.1", &["203.0.113.7"]), "192.0.2.1");
    }

    #[test]
    fn what_a_client_wrote_before_the_proxy_is_not_believed() {
        let forged = ["198.51.100.1, 203.0.113.7"];
        assert_eq!(seen(&["127.0.0.1"], "127.0.0.1", &forged), "203.0.113.7");
        let twice = ["198.51.100.1", "203.0.113.7, 10.0.0.2"];
        assert_eq!(seen(&["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", &twice), "203.0.113.7");
    }

    #[test]
    fn a_list_that_ends_in_nonsense_names_the_proxy_itself() {
        assert_eq!(seen(&["127.0.0.1"], "127.0.0.1", &["203.0.113.7, unknown"]), "127.0.0.1");
        assert_eq!(seen(&["127.0.0.1"], "127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn ports_and_both_kinds_of_address_are_read() {
        assert_eq!(seen(&["::1"], "::1", &["203.0.113.7:4711"]), "203.0.113.7");
        assert_eq!(seen(&["::1"], "::1", &["[2001:db8::7]:4711"]), "2001:db8::7");
        assert_eq!(seen(&["127.0.0.1"], "::ffff:127.0.0.1", &["2001:db8::7"]), "2001:db8::7");
    }
}
