//! From where an address can be reached, by its text alone: no name is looked up.

use std::net::IpAddr;

/// From where an address can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// From anywhere, as far as its name tells.
    World,
    /// From its own network.
    Network,
    /// From this machine.
    Machine,
}

/// Whether an address is HTTPS.
pub(super) fn is_https(url: &str) -> bool {
    url.starts_with("https://")
}

/// The host of an address, without its port and brackets.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => authority.split(':').next().unwrap_or_default(),
    }
}

/// From where an address can be reached.
pub(super) fn reach(url: &str) -> Reach {
    let host = host(url);
    if let Ok(address) = host.parse::<IpAddr>() {
        return of_ip(address.to_canonical());
    }
    let ends = |names: &[&str]| {
        names.iter().any(|name| host == *name || host.ends_with(&format!(".{name}")))
    };
    if ends(&["localhost"]) {
        Reach::Machine
    } else if ends(&["local", "internal", "lan", "home.arpa"]) || !host.contains('.') {
        Reach::Network
    } else {
        Reach::World
    }
}

fn of_ip(address: IpAddr) -> Reach {
    let is_of_network = match address {
        IpAddr::V4(four) => four.is_private() || four.is_link_local(),
        IpAddr::V6(six) => six.is_unique_local() || six.is_unicast_link_local(),
    };
    if address.is_loopback() || address.is_unspecified() {
        Reach::Machine
    } else if is_of_network {
        Reach::Network
    } else {
        Reach::World
    }
}

/// Whether an address is one of Meta's own.
pub(super) fn is_of_meta(url: &str) -> bool {
    let host = host(url);
    ["facebook.com", "facebook.net"]
        .into_iter()
        .any(|name| host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.')))
}
