//! Rules as data: each has a source, the day it was read and its place in time.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::rule::{self, Day, RULES, RuleScope, RuleSet, Share, rule};
use meta::open::MessagingLimit;

#[test]
fn every_rule_has_a_source_and_dates_and_no_id_twice() {
    let ids: BTreeSet<&str> = RULES.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids.len(), RULES.len());
    let turn: Day = "2025-10-07".parse().expect("a day");
    for rule in RULES.iter() {
        let host = rule.source.strip_prefix("https://").and_then(|rest| rest.split('/').next());
        let is_metas = matches!(host, Some("www.facebook.com" | "developers.facebook.com"));
        assert!(is_metas, "{}: {}", rule.id, rule.source);
        assert!(rule.read.year >= 2025, "{}", rule.id);
        let expected = match rule.set {
            RuleSet::Quality | RuleSet::Throughput => (None, None, RuleScope::PhoneNumber),
            RuleSet::PerNumber => (None, Some(turn), RuleScope::PhoneNumber),
            RuleSet::Portfolio => (Some(turn), None, RuleScope::Portfolio),
        };
        assert_eq!((rule.from, rule.until, rule.scope), expected, "{}", rule.id);
        assert!(rule.tiers.is_sorted_by_key(rule::rank), "{}", rule.id);
    }
}

#[test]
fn every_named_rule_is_there_with_its_numbers() {
    let hours = |id| rule(id).wait.map(|wait| wait.as_secs() / 3_600);
    assert_eq!(rule(rule::FLAGGED_SEVEN_DAYS).wait, Some(Duration::from_secs(7 * 86_400)));
    assert_eq!(rule(rule::FLAGGED_SEVEN_DAYS).tiers_lost, Some(1));
    assert_eq!(rule(rule::QUALITY_SEVEN_DAYS).wait, rule(rule::FLAGGED_SEVEN_DAYS).wait);
    assert_eq!(hours(rule::RESTRICTED_24_HOURS), Some(24));
    assert_eq!(hours(rule::NUMBER_UPGRADE), Some(24));
    assert_eq!(hours(rule::PORTFOLIO_UPGRADE), Some(6));
    assert_eq!(hours(rule::PORTFOLIO_FIRST_STEP), Some(30 * 24));
    assert_eq!(rule(rule::PORTFOLIO_FIRST_STEP).reached, Some(2_000));
    let half = Some(Share { percent: 50, days: 7 });
    assert_eq!(rule(rule::NUMBER_UPGRADE).share, half);
    assert_eq!(rule(rule::PORTFOLIO_UPGRADE).share, half);
    assert_eq!(rule(rule::PORTFOLIO_QUALITY_KEEPS_LIMIT).tiers_lost, Some(0));
    assert_eq!(rule(rule::COEXISTENCE_RATE).per_second, Some(20));
    for id in [rule::FLAGGED_NO_UPGRADE, rule::PORTFOLIO_HIGHEST_LIMIT] {
        assert_eq!(rule(id).wait, None);
    }
}

#[test]
fn the_next_lower_tier_is_named_and_never_guessed() {
    let lower = |id, raw: &str| {
        rule::next_lower(rule(id), &MessagingLimit::from(raw)).map(|tier| tier.as_str())
    };
    for (raw, of_number, of_portfolio) in [
        ("TIER_UNLIMITED", Some("TIER_100K"), Some("TIER_100K")),
        ("TIER_100K", Some("TIER_10K"), Some("TIER_10K")),
        ("TIER_10K", Some("TIER_1K"), Some("TIER_2K")),
        ("TIER_2K", None, Some("TIER_250")),
        ("TIER_250", Some("TIER_50"), None),
        ("TIER_50", None, None),
        ("TIER_NOT_SET", None, None),
        ("TIER_7M", None, None),
    ] {
        assert_eq!(lower(rule::NUMBER_TIERS, raw), of_number, "{raw}");
        assert_eq!(lower(rule::PORTFOLIO_TIERS, raw), of_portfolio, "{raw}");
    }
}

#[test]
fn days_are_read_as_written() {
    let day = |text: &str| text.parse::<Day>().map(|day| day.to_string());
    assert_eq!(day("2025-10-07").as_deref(), Ok("2025-10-07"));
    for wrong in ["", "2025", "2025-13-01", "2025-10-00", "07/10/2025"] {
        assert!(day(wrong).is_err(), "{wrong}");
    }
}
