//! Which findings a webhook should have told, and when one is missed.

use std::time::Duration;

use domain::deaf::{self, GRACE};
use domain::{Change, How, Node, NodeKind, Timestamp};
use serde_json::{Value, json};

fn found(kind: NodeKind, field: &str, before: Value, after: Value) -> Change {
    Change {
        node: Node::new(kind, "7"),
        field: field.to_owned(),
        before,
        after,
        at: Timestamp::from_seconds(1),
        how: How::Read,
        evidence: None,
    }
}

fn check(kind: NodeKind, field: &str, before: Value, after: Value, told_by: Option<&str>) {
    let change = found(kind, field, before, after);
    assert_eq!(deaf::announced_by(&change), told_by, "{field}: {} {}", change.before, change.after);
}

#[test]
fn what_meta_announces_is_missed_by_its_field() {
    use NodeKind::{Business, MessageTemplate, PhoneNumber, Waba};
    let score = |score: &str| json!({"score": score, "date": 1});
    let limit = "whatsapp_business_manager_messaging_limit";
    for (kind, field, before, after, told_by) in [
        (
            Waba,
            "account_review_status",
            json!("PENDING"),
            json!("REJECTED"),
            "account_review_update",
        ),
        (
            MessageTemplate,
            "status",
            json!("PENDING"),
            json!("APPROVED"),
            "message_template_status_update",
        ),
        (
            MessageTemplate,
            "status",
            json!("APPROVED"),
            json!("SOMETHING_NEW"),
            "message_template_status_update",
        ),
        (
            MessageTemplate,
            "quality_score",
            score("GREEN"),
            score("RED"),
            "message_template_quality_update",
        ),
        (
            MessageTemplate,
            "category",
            json!("UTILITY"),
            json!("MARKETING"),
            "template_category_update",
        ),
        (
            PhoneNumber,
            "name_status",
            json!("PENDING_REVIEW"),
            json!("APPROVED"),
            "phone_number_name_update",
        ),
        (
            PhoneNumber,
            "new_name_status",
            json!("PENDING_REVIEW"),
            json!("DECLINED"),
            "phone_number_name_update",
        ),
        (
            PhoneNumber,
            "throughput",
            json!({"level": "STANDARD"}),
            json!({"level": "HIGH"}),
            "phone_number_quality_update",
        ),
        (Business, limit, json!("TIER_2K"), json!("TIER_10K"), "business_capability_update"),
    ] {
        check(kind, field, before, after, Some(told_by));
    }
}

#[test]
fn what_meta_announces_no_more_is_not_missed() {
    use NodeKind::{Business, MessageTemplate, PhoneNumber, Profile, Waba};
    let score = |score: &str, date: i64| json!({"score": score, "date": date});
    let limit = "whatsapp_business_manager_messaging_limit";
    for (kind, field, before, after) in [
        (PhoneNumber, "quality_rating", json!("GREEN"), json!("RED")),
        (PhoneNumber, "quality_score", score("GREEN", 1), score("RED", 2)),
        (PhoneNumber, "status", json!("CONNECTED"), json!("FLAGGED")),
        (PhoneNumber, "messaging_limit_tier", json!("TIER_2K"), json!("TIER_1K")),
        (PhoneNumber, limit, json!("TIER_2K"), json!("TIER_10K")),
        (PhoneNumber, "throughput", json!({"level": "HIGH"}), json!({"level": "STANDARD"})),
        (PhoneNumber, "name_status", json!("APPROVED"), json!("EXPIRED")),
        (Waba, "can_send_message", json!("AVAILABLE"), json!("BLOCKED")),
        (Waba, limit, json!("TIER_2K"), json!("TIER_10K")),
        (Waba, "account_review_status", json!("APPROVED"), Value::Null),
        (Business, limit, Value::Null, json!("TIER_10K")),
        (Business, "verification_status", json!("not_verified"), json!("verified")),
        (MessageTemplate, "status", json!("APPROVED"), Value::Null),
        (MessageTemplate, "quality_score", score("GREEN", 1), score("GREEN", 2)),
        (MessageTemplate, "quality_score", Value::Null, score("GREEN", 2)),
        (Profile, "about", json!("a"), json!("b")),
    ] {
        check(kind, field, before, after, None);
    }
}

#[test]
fn what_was_told_or_done_here_is_not_missed() {
    let template =
        || found(NodeKind::MessageTemplate, "status", json!("PENDING"), json!("APPROVED"));
    for how in [How::Webhook, How::Operator, How::Computed] {
        assert_eq!(deaf::announced_by(&Change { how, ..template() }), None, "{how:?}");
    }
}

#[test]
fn nothing_is_said_of_a_first_reading_nor_after_farol_was_away() {
    let at = Timestamp::from_seconds;
    let longest = Duration::from_secs(900);
    assert_eq!(deaf::may_be_told_since(None, at(10_000), longest), None);
    assert_eq!(deaf::may_be_told_since(Some(at(9_099)), at(10_000), longest), None);
    let since = deaf::may_be_told_since(Some(at(9_100)), at(10_000), longest);
    assert_eq!(since, Some(at(9_100 - 600)));
}

#[test]
fn a_webhook_tells_it_from_a_grace_before_the_reading_that_did_not_show_it() {
    let at = Timestamp::from_seconds;
    let since = at(8_500);
    assert!(!deaf::is_told(None, since));
    assert!(!deaf::is_told(Some(at(8_499)), since));
    assert!(deaf::is_told(Some(at(8_500)), since) && deaf::is_told(Some(at(20_000)), since));
    assert_eq!(deaf::due_at(at(10_000)), at(10_000).plus(GRACE));
}
