//! What Meta takes as a username: each rule by itself, at its edges, and for any text at all.

use domain::username::{Fault, LENGTH, faults, tidied};
use proptest::prelude::*;

#[test]
fn each_rule_is_told_by_itself() {
    let long = "a".repeat(36);
    for (name, broken) in [
        ("luckyshrub", vec![]),
        ("casa.ipe_2", vec![]),
        ("abc", vec![]),
        ("a.1", vec![]),
        ("__a__", vec![]),
        ("", vec![Fault::TooShort]),
        ("ab", vec![Fault::TooShort]),
        (long.as_str(), vec![Fault::TooLong]),
        ("casa-ipe", vec![Fault::Characters]),
        ("casa ipe", vec![Fault::Characters]),
        ("Casa", vec![Fault::Characters]),
        ("ipê.casa", vec![Fault::Characters]),
        ("123._4", vec![Fault::NoLetter]),
        (".casa", vec![Fault::PeriodAtEdge]),
        ("casa.", vec![Fault::PeriodAtEdge]),
        ("ca..sa", vec![Fault::TwoPeriods]),
        ("wwwcasa", vec![Fault::Www]),
        ("casa.com", vec![Fault::Domain]),
        ("casa.com.br", vec![Fault::Domain]),
        ("..", vec![Fault::TooShort, Fault::NoLetter, Fault::PeriodAtEdge, Fault::TwoPeriods]),
    ] {
        assert_eq!(faults(name), broken, "{name}");
    }
    assert_eq!(faults(&"a".repeat(35)), []);
}

#[test]
fn a_name_is_taken_as_people_write_it() {
    assert_eq!(tidied("  @Casa.Ipe "), "casa.ipe");
    assert_eq!(tidied("@@casa"), "@casa", "only the sign before the name is none of it");
    assert_eq!(tidied("É"), "É", "what Meta does not take is not turned into what it does");
}

proptest! {
    #[test]
    fn no_text_passes_that_breaks_a_rule_as_meta_words_it(name in "[a-zA-Z0-9._é@ -]{0,40}") {
        let name = tidied(&name);
        if faults(&name).is_empty() {
            prop_assert!(LENGTH.contains(&name.len()), "{name}");
            prop_assert!(name.bytes().any(|byte| byte.is_ascii_lowercase()), "{name}");
            let known = |byte: u8| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._".contains(&byte)
            };
            prop_assert!(name.bytes().all(known), "{name}");
            prop_assert!(!name.starts_with('.') && !name.ends_with('.') && !name.contains(".."));
        }
    }

    #[test]
    fn letters_and_digits_alone_are_taken(name in "[a-v][a-z0-9_]{2,34}") {
        prop_assert_eq!(faults(&name), vec![]);
    }

    #[test]
    fn a_tidied_name_stays_as_it_is(name in "[a-zA-Z0-9._]{0,40}") {
        let once = tidied(&name);
        prop_assert_eq!(tidied(&once), once);
    }
}
