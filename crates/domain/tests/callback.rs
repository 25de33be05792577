//! Whose the app's callback is, what may be taken, and how addresses compare.

use domain::callback::{Standing, Subscribed, below, fields, is_same, judge, scrubbed, shown};
use proptest::prelude::*;

const OWN: &str = "https://farol.example/webhooks/meta";
const WANTED: &[&str] = &["account_update", "messages"];

fn at(url: &str) -> Subscribed {
    let fields = WANTED.iter().map(ToString::to_string).collect();
    Subscribed { callback_url: Some(url.to_owned()), is_active: true, fields }
}

fn standing(subscribed: Option<&Subscribed>, before: Option<&str>) -> Standing {
    judge(subscribed, OWN, before, WANTED)
}

#[test]
fn what_nobody_has_is_taken_and_what_is_ours_is_left_unless_something_is_missing() {
    let off = Subscribed { is_active: false, ..at("") };
    let nobody = Subscribed { callback_url: None, ..off.clone() };
    for found in [None, Some(&off), Some(&nobody)] {
        assert_eq!(standing(found, None), Standing::Nobody);
        assert!(standing(found, None).may_be_taken(false));
    }
    assert!(!standing(Some(&at(OWN)), None).may_be_taken(false));
    let silent = Subscribed { is_active: false, ..at(OWN) };
    assert!(standing(Some(&silent), None).may_be_taken(false));
    let short = Subscribed { fields: vec!["messages".to_owned(), "flows".to_owned()], ..at(OWN) };
    let missing = vec!["account_update".to_owned()];
    assert_eq!(standing(Some(&short), None), Standing::Own { is_active: true, missing });
    assert!(standing(Some(&short), None).may_be_taken(false));
    assert_eq!(fields(Some(&short), WANTED), ["account_update", "flows", "messages"]);
}

#[test]
fn another_programs_is_taken_only_with_the_word_about_that_very_address() {
    let theirs = at("https://key@other.example/hook?token=secret#x");
    let url = "https://other.example/hook".to_owned();
    let found = standing(Some(&theirs), None);
    assert_eq!(found, Standing::Foreign { url: url.clone() }, "and nothing secret of it is shown");
    assert!(!found.may_be_taken(false));
    assert!(found.may_be_taken(true));
    assert_eq!(found.loses(), Some(url.as_str()));
}

#[test]
fn what_meta_sends_to_an_address_that_it_does_not_name_is_somebodys() {
    let hidden = Subscribed { callback_url: None, ..at("") };
    for found in [&hidden, &at("")] {
        let found = standing(Some(found), Some(""));
        assert_eq!(found, Standing::Foreign { url: String::new() });
        assert!(!found.may_be_taken(false));
    }
}

#[test]
fn a_door_of_this_farol_is_not_the_installations_callback() {
    let door = format!("{OWN}/c1");
    assert_eq!(standing(Some(&at(&door)), None), Standing::Foreign { url: door.clone() });
    assert_eq!(standing(Some(&at(&door)), Some(OWN)), Standing::Foreign { url: door.clone() });
    assert_eq!(below(OWN, &door), Some("c1"));
    assert_eq!(below(OWN, OWN), None);
    assert_eq!(below(OWN, "https://farol.example/webhooks/metaphor"), None);
    assert_eq!(below(OWN, "https://other.example/webhooks/meta/c1"), None);
}

#[test]
fn what_may_be_a_key_in_a_path_is_not_in_a_log() {
    for (url, told) in [
        ("https://other.example/webhooks/meta", "https://other.example/webhooks/meta"),
        ("https://key@other.example/hook/3fa9c?token=a", "https://other.example/hook/\u{2026}"),
        (
            "https://other.example/hooks/catch/1234/AbCd/",
            "https://other.example/hooks/catch/\u{2026}/\u{2026}/",
        ),
        ("https://other.example/averylongwordthatmaybeakey", "https://other.example/\u{2026}"),
        ("https://other.example", "https://other.example"),
    ] {
        assert_eq!(scrubbed(url), told);
    }
}

#[test]
fn an_address_that_was_ours_is_ours_to_move_and_one_that_only_looks_like_it_is_not() {
    let before = "https://old.example/webhooks/meta";
    let moved = standing(Some(&at(before)), Some(before));
    assert_eq!(moved, Standing::OursBefore { url: before.to_owned() });
    assert!(moved.may_be_taken(false));
    let other = standing(Some(&at("https://old.example/webhooks/metax")), Some(before));
    assert!(matches!(other, Standing::Foreign { .. }) && !other.may_be_taken(false));
}

#[test]
fn hosts_compare_without_case_and_paths_with_it() {
    for same in [
        OWN,
        "HTTPS://Farol.Example/webhooks/meta",
        "https://farol.example:443/webhooks/meta/",
        "https://farol.example/webhooks/meta?x=1",
    ] {
        assert!(is_same(OWN, same), "{same}");
    }
    for other in [
        "http://farol.example/webhooks/meta",
        "https://farol.example:8443/webhooks/meta",
        "https://farol.example/Webhooks/meta",
        "https://farol.example/webhooks/metaphor",
        "https://farol.example/webhooks/meta/c1",
        "https://farol.example/webhooks",
        "https://farol.example@evil.example/webhooks/meta",
        "https://evil.example/https://farol.example/webhooks/meta",
        "https://farol.example.evil.example/webhooks/meta",
        "",
    ] {
        assert!(!is_same(OWN, other), "{other}");
    }
}

proptest! {
    #[test]
    fn whatever_meta_shows_is_read_and_its_question_is_never_shown(url in "\\PC{0,60}") {
        let seen = shown(&format!("https://a.example/{url}?token=qqqq"));
        prop_assert!(!seen.contains("qqqq") && !seen.contains(['?', '#']));
        let found = standing(Some(&at(&url)), None);
        if let Standing::Foreign { .. } = found {
            prop_assert!(!found.may_be_taken(false));
        }
    }
}
