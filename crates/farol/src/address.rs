//! Mail addresses of people: which ones can be invited or own the installation.
//!
//! A person's mail comes from outside, so that the domain has a dot (RFC 5321, 2.3.5: names are fully
//! qualified); `ana@casaipe` is a slip. The sender and the support of the settings are the
//! installation's own, and may be of a machine that only its network knows.

/// Longest address, in bytes (RFC 5321, 4.5.3.1.3).
const LONGEST: usize = 254;

/// An address that mail can go to, in lower case and without what stands around it; `None` for
/// anything else. A line break in one is no address, and neither is a bare network address in brackets.
pub fn parse(typed: &str) -> Option<String> {
    let address = typed.trim().to_lowercase();
    let parsed: lettre::Address = address.parse().ok()?;
    let is_qualified = parsed.domain().split('.').filter(|label| !label.is_empty()).count() > 1;
    let is_name = !parsed.domain().starts_with('[') && !parsed.domain().ends_with('.');
    (address.len() <= LONGEST && is_qualified && is_name).then_some(address)
}
