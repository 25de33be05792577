//! What a token lacks for an account, and that it is told as what stops sending.

use std::time::Duration;

use domain::Timestamp;
use domain::by_hand::{SCOPES, lacks};
use domain::fact::doubts_access;
use domain::notice::{Deed, Held, Kind, Known, News, Notice, TokenSeen, decide, of_token};
use meta::WabaId;
use meta::graph::TokenFacts;
use serde_json::{Value, json};

const WABA: &str = "102290129340398";
const NOW: Timestamp = Timestamp::from_millis(1_795_338_640_000);

fn facts(document: Value) -> TokenFacts {
    serde_json::from_value(document).expect("facts")
}

fn granular(scope: &str, of: &[&str]) -> Value {
    json!({"scope": scope, "target_ids": of})
}

#[track_caller]
fn check(document: Value, expected: &[&str]) {
    assert_eq!(lacks(&facts(document), &WabaId::new(WABA)), expected);
}

#[test]
fn a_permission_is_lacked_that_is_not_listed_or_not_for_this_account() {
    let [management, messaging] = SCOPES;
    check(json!({"is_valid": true, "scopes": SCOPES}), &[]);
    check(json!({"is_valid": true, "scopes": [management, "business_management"]}), &[messaging]);
    let both = [granular(management, &[WABA]), granular(messaging, &[WABA, "9"])];
    check(json!({"is_valid": true, "scopes": SCOPES, "granular_scopes": both}), &[]);
    let of_another = [granular(management, &[WABA]), granular(messaging, &["9"])];
    check(json!({"is_valid": true, "scopes": SCOPES, "granular_scopes": of_another}), &[messaging]);
    check(json!({"is_valid": true}), &SCOPES);
}

#[test]
fn a_lost_permission_is_told_by_its_name_until_it_is_back() {
    let seen = |lacks: &[&str], is_valid| TokenSeen {
        is_valid,
        expires_at: None,
        lacks: lacks.iter().map(|&scope| scope.to_owned()).collect(),
    };
    let News::Open(notice) = of_token(WABA, &seen(&SCOPES[1..], true), NOW) else {
        panic!("it is told")
    };
    assert_eq!((notice.kind, notice.standing.level()), (Kind::TokenDying, Notice::STOPS));
    assert_eq!(notice.detail["permissions"], json!([SCOPES[1]]));
    assert!(notice.is_urgent());
    let News::Open(dead) = of_token(WABA, &seen(&[], false), NOW) else { panic!("it is told") };
    assert_eq!(dead.detail.get("permissions"), None, "a dead token lost more than that");
    assert!(matches!(of_token(WABA, &seen(&[], true), NOW), News::Resolve { .. }));
}

#[test]
fn a_permission_that_is_back_leaves_what_still_holds_of_the_token_and_no_graver_word() {
    let seen = |lacks: &[&str], days: u64| TokenSeen {
        is_valid: true,
        expires_at: Some(NOW.plus(Duration::from_secs(days * 24 * 60 * 60))),
        lacks: lacks.iter().map(|&scope| scope.to_owned()).collect(),
    };
    let lost = of_token(WABA, &seen(&SCOPES[1..], 9), NOW);
    let News::Open(told) = &lost else { panic!("it is told") };
    let held = Held { seq: 7, level: told.standing.level(), at: NOW };
    let known = Known { held: Some(held), ..Known::default() };
    let later = NOW.plus(Duration::from_secs(60));
    let back = of_token(WABA, &seen(&[], 9), later);
    assert_eq!(decide(&back, &known), Deed::Open { instead_of: Some(7) });
    let News::Open(told) = &back else { panic!("it still ends soon") };
    assert_eq!((told.standing.level(), told.is_urgent()), (1, false));
    assert_eq!(told.detail.get("permissions"), None);
    // A look of before the loss says nothing of it, and the same word twice is told once.
    let before = of_token(WABA, &seen(&[], 9), Timestamp::from_millis(NOW.as_millis() - 1));
    assert_eq!(decide(&before, &known), Deed::Nothing);
    assert_eq!(decide(&lost, &known), Deed::Nothing);
}

#[test]
fn a_message_that_was_not_sent_for_want_of_a_permission_makes_one_doubt_and_no_other() {
    let of_code = |code: i64| {
        let status = json!({"id": "wamid.a", "status": "failed", "timestamp": "1795338640",
            "recipient_id": "5511955550301", "errors": [{"code": code}]});
        let value =
            json!({"metadata": {"phone_number_id": "109264715830046"}, "statuses": [status]});
        let body = json!({"object": "whatsapp_business_account", "entry": [
            {"id": WABA, "changes": [{"field": "messages", "value": value}]}]});
        let reading = meta::webhook::read(body.to_string().as_bytes());
        assert_eq!(reading.items.len(), 1, "{code}");
        doubts_access(&reading.items[0])
    };
    for code in [3, 10, 190, 200, 299, 131_005] {
        assert!(of_code(code), "{code}");
    }
    for code in [131_026, 131_047, 130_472, 300] {
        assert!(!of_code(code), "{code}");
    }
}
