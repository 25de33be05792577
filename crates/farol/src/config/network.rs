//! Networks of addresses, as `10.0.0.0/8` or one address alone: whom a header is believed.

use std::net::IpAddr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// A network, or one address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// How many leading bits are the network's.
    bits: u8,
}

impl Network {
    /// Reads `ADDRESS` or `ADDRESS/BITS`; `None` for anything else, also where bits behind the
    /// network's are set: what was meant is then not sure.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => {
                let is_plain = bits.bytes().all(|byte| byte.is_ascii_digit());
                (address, Some(bits.parse::<u8>().ok().filter(|_| is_plain)?))
            }
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let network = Self { address, bits: bits.unwrap_or(width) };
        (network.bits <= width && masked(address, network.bits) == number(address))
            .then_some(network)
    }

    /// Whether an address belongs to it; one of IPv4 that is written as IPv6 counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        let (own, address) = (self.address.to_canonical(), address.to_canonical());
        let bits = if own == self.address { self.bits } else { self.bits.saturating_sub(96) };
        own.is_ipv4() == address.is_ipv4() && masked(address, bits) == masked(own, bits)
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not a network"))
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_bits().into(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// The leading bits of an address, the others zero.
fn masked(address: IpAddr, bits: u8) -> u128 {
    let width = if address.is_ipv4() { 32 } else { 128 };
    let behind = u32::from(u8::saturating_sub(width, bits));
    number(address).checked_shr(behind).and_then(|left| left.checked_shl(behind)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(network: &str, address: &str) -> bool {
        let network = Network::parse(network).expect("a network");
        network.contains(address.parse().expect("an address"))
    }

    #[test]
    fn a_network_holds_its_addresses_and_no_others() {
        assert!(holds("10.0.0.0/8", "10.255.0.1") && !holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("127.0.0.1", "127.0.0.1") && !holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("0.0.0.0/0", "203.0.113.7") && !holds("0.0.0.0/0", "2001:db8::1"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1") && !holds("2001:db8::/32", "2001:db9::1"));
        assert!(holds("::/0", "2001:db8::1") && holds("::1", "::1"));
    }

    #[test]
    fn an_address_of_ipv4_is_the_same_in_both_spellings() {
        assert!(holds("127.0.0.1", "::ffff:127.0.0.1") && holds("::ffff:10.0.0.0/104", "10.9.9.9"));
        assert!(!holds("::ffff:10.0.0.0/104", "11.9.9.9"));
    }

    #[test]
    fn what_leaves_open_what_was_meant_is_refused() {
        for text in ["10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/+8", "10.0.0.0/", "proxy", "", "::/129"]
        {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }
}
