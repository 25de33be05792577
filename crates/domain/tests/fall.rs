//! What went on before a quality fell: the 48 hours before it, beside the 48 before those.

use domain::fall::{Hour, falls};
use domain::traffic::Kind;
use domain::{Change, How, Node, NodeKind, Timestamp};
use serde_json::json;

const HOUR: i64 = 3_600;

fn at(hours: i64) -> Timestamp {
    Timestamp::from_seconds(hours * HOUR)
}

fn change(node: Node, field: &str, [before, after]: [&str; 2], hours: i64) -> Change {
    Change {
        node,
        field: field.to_owned(),
        before: json!(before),
        after: json!(after),
        at: at(hours),
        how: How::Read,
        evidence: None,
    }
}

fn quality(before: &str, after: &str, hours: i64) -> Change {
    change(Node::phone_number("1"), "quality_rating", [before, after], hours)
}

fn hour(hours: i64, kind: Kind, count: u64) -> Hour {
    Hour { hour: at(hours), kind, count }
}

#[test]
fn only_a_worse_quality_is_a_fall() {
    let ratings = [
        quality("UNKNOWN", "RED", 1),
        quality("RED", "YELLOW", 2),
        quality("YELLOW", "GREEN", 3),
        quality("GREEN", "RED", 4),
        quality("RED", "MAUVE", 5),
        quality("GREEN", "YELLOW", 6),
        quality("YELLOW", "RED", 7),
    ];
    let ratings: Vec<&Change> = ratings.iter().collect();
    let at: Vec<i64> = falls(&ratings, &[], &[])
        .iter()
        .map(|fall| fall.change.at.as_millis() / 1_000 / HOUR)
        .collect();
    assert_eq!(at, [4, 6, 7]);
}

#[test]
fn what_went_on_is_counted_for_the_48_hours_before_and_those_before_them() {
    let fell = quality("GREEN", "RED", 100);
    let hours = [
        hour(3, Kind::SentMarketing, 1_000),
        hour(4, Kind::SentMarketing, 10),
        hour(51, Kind::SentMarketing, 20),
        hour(52, Kind::SentMarketing, 300),
        hour(99, Kind::SentMarketing, 400),
        hour(100, Kind::SentMarketing, 5_000),
        hour(99, Kind::Failed(Some(131_049)), 7),
        hour(98, Kind::Failed(None), 2),
        hour(60, Kind::OptOut, 4),
        hour(40, Kind::Received, 3),
    ];
    let template = |hours| {
        let node = Node::new(NodeKind::MessageTemplate, "9");
        change(node, "status", ["APPROVED", "PAUSED"], hours)
    };
    let templates = [template(51), template(100), template(52), template(101)];
    let templates: Vec<&Change> = templates.iter().collect();
    let falls = falls(&[&fell], &hours, &templates);
    assert_eq!(falls.len(), 1);
    assert_eq!(
        falls[0].counts,
        [
            (Kind::SentMarketing, 700, 30),
            (Kind::Failed(None), 9, 0),
            (Kind::Received, 0, 3),
            (Kind::OptOut, 4, 0),
        ]
    );
    let told: Vec<Timestamp> = falls[0].templates.iter().map(|change| change.at).collect();
    assert_eq!(told, [at(52), at(100)]);
}
