//! The country of a phone number, by its calling code: what analytics are grouped by, what a
//! business-scoped id begins with, and to whom no marketing goes.
//!
//! `calling_codes.txt` has each code with the country's code of ISO 3166-1, and within the code 1 the
//! areas that are not in the United States. A code that several countries share has the largest.
//! <https://www.itu.int/pub/T-SP-E.164D>, <https://www.nanpa.com> (from memory, an assumption).

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The country of a phone that has no code of any.
pub const NOWHERE: &str = "ZZ";
/// Digits of the longest code.
const LONGEST: usize = 4;

static CODES: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let entries = include_str!("calling_codes.txt").split(';');
    entries.filter_map(|entry| entry.trim().split_once(' ')).collect()
});

/// The country whose code is the longest that a phone number, digits alone, begins with.
pub fn of(wa_id: &str) -> &'static str {
    let code = |length: usize| CODES.get(wa_id.get(..length)?).copied();
    (1..=LONGEST).rev().find_map(code).unwrap_or(NOWHERE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_code_decides() {
        for (phone, country) in [
            ("5511955550301", "BR"),
            ("16505551234", "US"),
            ("14165550143", "CA"),
            ("18765550100", "JM"),
            ("351912345678", "PT"),
            ("34600000000", "ES"),
            ("5215512345678", "MX"),
            ("77011234567", "KZ"),
            ("79161234567", "RU"),
            ("2348031234567", "NG"),
            ("5", NOWHERE),
            ("", NOWHERE),
        ] {
            assert_eq!(of(phone), country, "{phone}");
        }
    }

    #[test]
    fn every_code_is_of_digits_and_every_country_of_two_letters() {
        assert!(CODES.len() > 270, "{}", CODES.len());
        for (code, country) in CODES.iter() {
            assert!(code.bytes().all(|b| b.is_ascii_digit()) && code.len() <= LONGEST, "{code}");
            assert!(
                country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()),
                "{code}"
            );
        }
    }
}
