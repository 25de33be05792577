//! Readings stay within a share of Meta's quota, and stop when Meta says that it is nearly used up.

use std::time::Duration;

use farol::graph::Quota;
use http::{HeaderMap, HeaderValue};

fn headers(usage: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_str(usage).expect("a header");
    headers.insert("x-business-use-case-usage", value);
    headers
}

#[test]
fn a_tenth_of_the_quota_grants_a_tenth_of_that_at_once_and_then_makes_wait() {
    let quota = Quota::new(0.1);
    let granted = (0..1_000).filter(|_| quota.take("1").is_ok()).count();
    // 500 an hour, of which 50 may go at once.
    assert_eq!(granted, 50);
    let wait = quota.take("1").expect_err("used up");
    assert!(wait > Duration::ZERO && wait <= Duration::from_secs(8), "{wait:?}");
    assert!(quota.take("2").is_ok(), "each account has its own");
}

#[test]
fn metas_own_count_pauses_the_account_that_it_names() {
    let quota = Quota::new(1.0);
    let used = r#"{"1":[{"type":"x","call_count":95,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":7}]}"#;
    quota.heard("1", &headers(used));
    let wait = quota.take("1").expect_err("paused");
    assert!(wait > Duration::from_secs(400) && wait <= Duration::from_secs(420), "{wait:?}");
    quota.heard("2", &headers(used));
    assert!(quota.take("2").is_ok(), "the header names another account");
}

#[test]
fn a_count_far_from_the_limit_and_a_header_that_can_not_be_read_change_nothing() {
    let quota = Quota::new(1.0);
    let fine = r#"{"1":[{"call_count":3,"total_cputime":1,"total_time":1}]}"#;
    for usage in [fine, "nonsense", "[]", r#"{"1":7}"#, r#"{"1":[{}]}"#] {
        quota.heard("1", &headers(usage));
        assert!(quota.take("1").is_ok(), "{usage}");
    }
}
