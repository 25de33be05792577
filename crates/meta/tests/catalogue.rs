//! The catalogue of Meta's errors against the documents that it is read from.

use std::collections::BTreeSet;

use meta::catalogue::{self, Area, Asked, Basis, ENTRIES, Retry};

fn asked(text: &str) -> Asked {
    text.parse().expect("a code")
}

/// The entry that a code is explained by.
fn check(text: &str, id: Option<&str>) {
    let found = catalogue::find(asked(text)).map(catalogue::Entry::id);
    assert_eq!(found.as_deref(), id, "{text}");
}

/// Every code of META.md 1.3 to 1.5, 3, 5, 8, 9, 10 and 11, of USERS.md and RELIABILITY.md.
#[rustfmt::skip]
const DOCUMENTED: &[&str] = &[
    // 1.3, 1.4, 1.5
    "100/36007", "100/36009", "100/2388001", "100/2388012", "100/2388091", "100/2388093",
    "100/2388103", "100/2494100", "100/2593079", "100/2593085", "100/2593107", "100/2593108",
    "100/2593109",
    // 3
    "147001", "147002", "147003", "147004", "147005",
    // 5
    "138024", "138025", "141000", "141002", "141006", "141010",
    // 8
    "0", "1", "2", "3", "4", "10", "33", "100", "190", "368", "80007", "80008", "130429",
    "130472", "130497", "131000", "131005", "131008", "131009", "131016", "131021", "131026",
    "131030", "131031", "131037", "131042", "131045", "131047", "131048", "131049", "131050",
    "131051", "131052", "131053", "131055", "131056", "131057", "131059", "131060", "131062",
    "131063", "131064", "132000", "132001", "132005", "132007", "132008", "132012", "132015",
    "132016", "132068", "132069", "133000", "133004", "133005", "133006", "133008", "133009",
    "133010", "133015", "133016", "134011", "135000", "137000",
    // 10, 11, and the caution about Meta's OpenAPI
    "100/33", "190/458", "190/460", "190/463", "190/467", "803", "2200",
    // USERS, RELIABILITY
    "100/36008", "17", "341", "190/459",
];

#[test]
fn every_documented_code_has_an_entry_of_its_own() {
    for code in DOCUMENTED {
        check(code, Some(&code.replace('/', "-")));
    }
    let ranges = [(200, 299), (131_201, 131_215), (134_100, 134_102), (138_000, 138_999)];
    for (first, last) in ranges.into_iter().chain([(139_000, 139_999), (200_005, 200_007)]) {
        let id = format!("{first}-{last}");
        check(&first.to_string(), Some(&id));
        check(&last.to_string(), Some(&id));
        check(&id, Some(&id));
    }
}

#[test]
fn no_two_entries_have_the_same_id_and_each_is_found_by_it() {
    let ids: BTreeSet<String> = ENTRIES.iter().map(catalogue::Entry::id).collect();
    assert_eq!(ids.len(), ENTRIES.len());
    for entry in ENTRIES {
        assert_eq!(catalogue::find(asked(&entry.id())), Some(entry));
    }
}

#[test]
fn a_code_is_found_as_people_write_it() {
    check("#133005", Some("133005"));
    check(" 100/2388001 ", Some("100-2388001"));
    check("100-2388001", Some("100-2388001"));
    // A subcode of seven digits speaks for itself, whatever code carries it; a short one does not.
    check("2388001", Some("100-2388001"));
    check("136024/2388091", Some("100-2388091"));
    check("36009", None);
    // Another subcode is still an error of its code.
    check("100/424242", Some("100"));
    // One code inside a range that has words of its own.
    check("138024", Some("138024"));
    check("138006", Some("138000-138999"));
    check("1310000", None);
    for text in ["", "abc", "-5", "+5", "100/", "/33", "1.5", "99999999999999999999", "100/33/7"] {
        assert!(text.parse::<Asked>().is_err(), "{text}");
    }
}

#[test]
fn a_subcode_by_itself_means_every_entry_that_has_it() {
    let check = |text: &str, ids: &[&str]| {
        let found: Vec<String> = catalogue::meant(asked(text)).iter().map(|it| it.id()).collect();
        assert_eq!(found, ids, "{text}");
    };
    check("36008", &["100-36008"]);
    check("463", &["190-463"]);
    check("2388001", &["100-2388001"]);
    check("33", &["33", "100-33"]);
    check("100/33", &["100-33"]);
    check("133005", &["133005"]);
    check("424242", &[]);
    check("424242/33", &[]);
    for entry in ENTRIES {
        let Some(subcode) = entry.subcode else { continue };
        assert!(catalogue::meant(asked(&subcode.to_string())).contains(&entry), "{}", entry.id());
    }
}

#[test]
fn what_is_not_documented_says_so() {
    let basis = |code: &str| catalogue::find(asked(code)).expect("an entry").basis;
    assert_eq!(basis("133005"), Basis::Documented);
    assert_eq!(basis("141006"), Basis::Reported);
    assert_eq!(basis("190/463"), Basis::Assumed);
    for entry in ENTRIES {
        assert!(!entry.section.is_empty(), "{}", entry.id());
        assert!(entry.page.url().starts_with("https://"), "{}", entry.id());
    }
}

#[test]
fn waits_are_those_that_meta_names() {
    let wait = |code: &str| match catalogue::find(asked(code)).expect("an entry").retry {
        Retry::After(seconds) => Some(seconds.get()),
        Retry::Never | Retry::OnceFixed | Retry::Later => None,
    };
    // META 4.3, 8 (pair rate and registration), 4.1 (throughput upgrade).
    for (code, seconds) in
        [("131049", 86_400), ("131056", 6), ("133015", 300), ("133016", 259_200), ("131057", 60)]
    {
        assert_eq!(wait(code), Some(seconds), "{code}");
    }
}

#[test]
fn every_area_has_an_entry() {
    for area in Area::ALL {
        assert!(ENTRIES.iter().any(|entry| entry.area == area), "{area:?}");
    }
}
