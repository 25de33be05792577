//! Who may use control: this machine, and no web page but the emulator's own.
//!
//! A page of another site can reach loopback through the person's browser. The Origin header gives
//! it away, and the Host header does where a name was rebound to this address.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, State as Extract};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{Request, header};

use super::refusal::Refusal;
use crate::state::Shared;

pub async fn check(
    Extract(shared): Extract<Arc<Shared>>,
    request: Request<Body>,
    next: Next,
) -> Response {
    match allow(&request, shared.settings.allow_remote) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

fn allow(request: &Request<Body>, allow_remote: bool) -> Result<(), Refusal> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let is_remote = peer.is_some_and(|peer| !peer.0.ip().to_canonical().is_loopback());
    if is_remote && !allow_remote {
        return Err(Refusal::forbidden("peer", "control is for this machine only"));
    }
    let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let authority = request.uri().authority().map(http::uri::Authority::as_str);
    let host = header(header::HOST).or(authority);
    if !allow_remote && host.is_some_and(|host| !is_loopback(host)) {
        return Err(Refusal::forbidden("host", "the host is not this machine"));
    }
    if let Some(origin) = header(header::ORIGIN) {
        let is_own = host.is_some_and(|host| {
            let from = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            from.is_some_and(|from| from.eq_ignore_ascii_case(host))
        });
        if !is_own {
            return Err(Refusal::forbidden("origin", "the origin is another site"));
        }
    }
    Ok(())
}

/// A loopback name or address, with any port.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["localhost", "LOCALHOST:8081", "127.0.0.1:1", "127.8.8.8", "[::1]:8081"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "example.com",
            "127.0.0.1.example.com",
            "localhost.example.com:80",
            "10.0.0.1",
            "[::2]",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
