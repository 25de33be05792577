//! What happens to a node in one second: each matter is told, and none for another (META 7.2).

mod board;

use board::Board;
use domain::fact::News as Fact;
use domain::notice::{Kind, Place, of_changes};
use domain::{Change, Heard, How, Node, Replica, Timestamp, apply};
use serde_json::{Value, json};

/// What webhooks say of a node, each with its second, in the order in which they come.
fn told(node: &Node, said: &[(i64, &str, Value)]) -> Vec<(Kind, String)> {
    let (mut replica, mut board) = (Replica::unread(node.clone()), Board::default());
    for (second, field, value) in said {
        let at = Timestamp::from_seconds(*second);
        let heard = Heard { value: value.clone(), at, how: How::Webhook };
        let fact = Fact { node: node.clone(), field: (*field).to_owned(), heard };
        let changes: Vec<Change> = apply::hear(&mut replica, fact).into_iter().collect();
        board.hear(&of_changes(&changes, &replica, &Place::default(), at));
    }
    board.check();
    let field = |detail: &Value| detail["field"].as_str().unwrap_or_default().to_owned();
    board.told().into_iter().map(|notice| (notice.kind, field(&notice.detail))).collect()
}

fn check(node: &Node, said: &[(i64, &str, Value)], expected: &[(Kind, &str)]) {
    let expected: Vec<_> =
        expected.iter().map(|(kind, field)| (*kind, (*field).to_owned())).collect();
    assert_eq!(told(node, said), expected);
}

fn violation() -> Value {
    json!({"violation_type": "SPAM"})
}

fn restriction() -> Value {
    json!([{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING"}])
}

#[test]
fn a_violation_and_the_restriction_and_the_ban_of_the_same_second_are_all_told() {
    let said = [
        (9, "violation_info", violation()),
        (9, "restriction_info", restriction()),
        (9, "ban_info", json!({"waba_ban_state": "DISABLE"})),
    ];
    let expected = ["violation_info", "restriction_info", "ban_info"];
    let expected = expected.map(|field| (Kind::HealthWorse, field));
    check(&Node::waba("700"), &said, &expected);
}

#[test]
fn a_ban_that_is_taken_back_does_not_swallow_a_violation_of_before() {
    let said = [
        (8, "ban_info", json!({"waba_ban_state": "DISABLE"})),
        (9, "ban_info", json!({"waba_ban_state": "REINSTATE"})),
        (9, "violation_info", violation()),
    ];
    let expected = ["ban_info", "violation_info"].map(|field| (Kind::HealthWorse, field));
    check(&Node::waba("700"), &said, &expected);
}

#[test]
fn a_state_and_a_quality_that_nobody_knows_are_both_told() {
    let said = [
        (1, "status", json!("CONNECTED")),
        (1, "quality_rating", json!("GREEN")),
        (9, "status", json!("SLEEPING")),
        (9, "quality_rating", json!("PURPLE")),
    ];
    let expected = ["status", "quality_rating"].map(|field| (Kind::UnknownValue, field));
    check(&Node::phone_number("7"), &said, &expected);
}
