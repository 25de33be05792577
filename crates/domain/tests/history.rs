//! Stretches of time from changes: no gap, no overlap, nothing from before it was known.

use domain::history::{Known, Span, spans};
use domain::subject::Subject;
use domain::{Change, How, Node, Timestamp, field};
use serde_json::{Value, json};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn change(seconds: i64, before: Value, after: Value) -> Change {
    let node = Node::phone_number("1");
    let (field, how) = ("quality_rating".to_owned(), How::Read);
    Change { node, field, before, after, at: at(seconds), how, evidence: None }
}

/// The stretches from second 0 to 100 as `from-until value`.
fn check(current: Option<Value>, since: Option<i64>, changes: &[Change], expected: &str) {
    let changes: Vec<&Change> = changes.iter().collect();
    let since = since.map(at);
    let known = Known { current: current.as_ref(), since, changes: &changes, gaps: &[] };
    let said = |span: &Span| {
        let value = span.value.as_ref().map_or("?".to_owned(), |value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        format!("{}-{} {value}", span.from.as_millis() / 1_000, span.until.as_millis() / 1_000)
    };
    let shown: Vec<String> = spans(known, at(0), at(100)).iter().map(said).collect();
    assert_eq!(shown.join(", "), expected);
}

#[test]
fn changes_become_stretches_without_gaps() {
    let (green, yellow, red) = (json!("GREEN"), json!("YELLOW"), json!("RED"));
    let fell = change(40, green.clone(), yellow.clone());
    let sank = change(70, yellow.clone(), red.clone());
    let both = [fell.clone(), sank.clone()];
    check(Some(red.clone()), None, &both, "0-40 GREEN, 40-70 YELLOW, 70-100 RED");
    check(Some(red.clone()), None, &[sank, fell], "0-40 GREEN, 40-70 YELLOW, 70-100 RED");
    check(Some(green.clone()), None, &[], "0-100 GREEN");
    check(None, None, &[], "0-100 ?");
    // What lies outside says nothing about inside.
    let outside = [change(-5, green.clone(), red.clone()), change(120, red, green.clone())];
    check(Some(yellow), None, &outside, "0-100 YELLOW");
}

#[test]
fn nothing_is_known_from_before_the_first_reading() {
    let (green, red) = (json!("GREEN"), json!("RED"));
    let sank = [change(70, green.clone(), red.clone())];
    check(Some(red.clone()), Some(30), &sank, "0-30 ?, 30-70 GREEN, 70-100 RED");
    check(Some(green.clone()), Some(30), &[], "0-30 ?, 30-100 GREEN");
    check(Some(green.clone()), Some(-9), &[], "0-100 GREEN");
    check(Some(green), Some(500), &[], "0-100 ?");
    // A change that came before what is said to be the first reading does not outlive it.
    let early = [change(10, Value::Null, red.clone())];
    check(Some(red), Some(30), &early, "0-30 ?, 30-100 RED");
}

#[test]
fn two_changes_of_one_moment_leave_no_stretch_between_them() {
    let changes = [change(50, json!("A"), json!("B")), change(50, json!("B"), json!("C"))];
    check(Some(json!("C")), None, &changes, "0-50 A, 50-100 C");
    let back = [change(50, json!("A"), json!("B")), change(50, json!("B"), json!("A"))];
    check(Some(json!("A")), None, &back, "0-100 A");
    let gone = [change(50, json!("A"), Value::Null)];
    check(None, None, &gone, "0-50 A, 50-100 ?");
}

#[test]
fn every_known_field_is_about_exactly_one_subject() {
    let mut told = 0;
    for subject in Subject::ALL {
        assert_eq!(Subject::parse(subject.as_str()), Some(subject));
        let fields: Vec<_> = subject.fields().collect();
        assert!(!fields.is_empty(), "{subject:?} is about nothing");
        told += fields.len();
    }
    assert_eq!(told, field::FIELDS.len());
    assert_eq!(Subject::parse("klingon"), None);
}

#[test]
fn a_picture_signed_anew_is_the_same_picture() {
    let same = |one: &str, other: &str| {
        field::says_the_same("profile_picture_url", &json!(one), &json!(other))
    };
    assert!(same("https://a.example/v/1.jpg?oh=1&oe=2", "https://b.example/w/1.jpg?oh=3"));
    assert!(!same("https://a.example/v/1.jpg?oh=1", "https://a.example/v/2.jpg?oh=1"));
    let links = |one: Value, other: Value| field::says_the_same("websites", &one, &other);
    assert!(!links(json!(["https://a", "https://b"]), json!(["https://b", "https://a"])));
    let reasons = |one: Value, other: Value| field::says_the_same("quality_score", &one, &other);
    assert!(reasons(json!({"reasons": ["A", "B"]}), json!({"reasons": ["B", "A"]})));
}

#[test]
fn what_meta_says_in_two_fields_is_told_once() {
    let of = |field: &str, seconds, before, after| Change {
        field: field.to_owned(),
        ..change(seconds, before, after)
    };
    let rating = of("quality_rating", 7, json!("GREEN"), json!("RED"));
    let score = |before: &str, after: &str, seconds| {
        let scored = |score: &str| json!({"score": score, "reasons": ["SPAM"]});
        of("quality_score", seconds, scored(before), scored(after))
    };
    assert!(rating.is_said_by(&score("GREEN", "RED", 7)));
    assert!(!score("GREEN", "RED", 7).is_said_by(&rating), "the reasons are said by one alone");
    assert!(!rating.is_said_by(&score("GREEN", "RED", 8)), "another reading");
    assert!(!rating.is_said_by(&score("YELLOW", "RED", 7)));
    let limit = |field, after: &str| of(field, 7, json!("TIER_2K"), json!(after));
    let portfolio = limit("whatsapp_business_manager_messaging_limit", "TIER_10K");
    assert!(limit("messaging_limit_tier", "TIER_10K").is_said_by(&portfolio));
    assert!(!limit("messaging_limit_tier", "TIER_100K").is_said_by(&portfolio), "its own");
    assert!(!portfolio.is_said_by(&limit("messaging_limit_tier", "TIER_10K")));
    let (own, beside) = (limit("messaging_limit_tier", "TIER_1K"), [portfolio.clone()]);
    assert!(own.is_watched(&beside), "a number that fell by itself is news");
    assert!(
        !limit("messaging_limit_tier", "TIER_10K").is_watched(&beside),
        "its portfolio says it"
    );
    assert!(!portfolio.is_watched(&[]) && rating.is_watched(&[]));
}

#[test]
fn a_time_without_readings_is_a_stretch_of_which_nothing_is_known() {
    let green = json!("GREEN");
    let told = |gaps: &[(i64, i64)]| {
        let gaps: Vec<_> = gaps.iter().map(|(from, until)| (at(*from), at(*until))).collect();
        let known = Known { current: Some(&green), since: None, changes: &[], gaps: &gaps };
        let said = |span: &Span| {
            let value = if span.value.is_some() { "GREEN" } else { "?" };
            format!("{}-{} {value}", span.from.as_millis() / 1_000, span.until.as_millis() / 1_000)
        };
        spans(known, at(0), at(100)).iter().map(said).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(told(&[(40, 60)]), "0-40 GREEN, 40-60 ?, 60-100 GREEN");
    assert_eq!(told(&[(-20, 10), (90, 200)]), "0-10 ?, 10-90 GREEN, 90-100 ?");
    assert_eq!(told(&[(150, 200), (-20, -10)]), "0-100 GREEN");
    assert_eq!(told(&[(30, 50), (40, 60)]), "0-30 GREEN, 30-60 ?, 60-100 GREEN");
}

#[test]
fn only_a_reading_that_comes_long_after_the_one_before_leaves_a_gap() {
    use domain::{Replica, apply};
    let longest = std::time::Duration::from_secs(15);
    let mut replica = Replica::unread(Node::phone_number("1"));
    assert_eq!(apply::gap(&replica, at(100), longest), None, "the first reading follows none");
    apply::was_read(&mut replica, at(100));
    assert_eq!(apply::gap(&replica, at(115), longest), None);
    let gap = apply::gap(&replica, at(116), longest).expect("a gap");
    assert_eq!((gap.how, gap.unread()), (How::Computed, Some((at(100), at(116)))));
    assert_eq!(replica.first_read_at, Some(at(100)));
    // One that was read before first readings were kept does not get one now.
    replica.first_read_at = None;
    apply::was_read(&mut replica, at(200));
    assert_eq!((replica.first_read_at, replica.read_at), (None, Some(at(200))));
}

#[test]
fn a_clock_turned_back_behind_a_reading_is_told_once_of_its_account() {
    use domain::{Replica, apply};
    let mut account = Replica::unread(Node::waba("1"));
    let mut number = Replica::unread(Node::phone_number("1"));
    assert_eq!(apply::turned_back(&account, at(100)), None, "nothing was read");
    for replica in [&mut account, &mut number] {
        apply::was_read(replica, at(3_700));
    }
    assert_eq!(apply::turned_back(&account, at(3_700)), None);
    assert_eq!(apply::turned_back(&number, at(100)), None, "its account tells it");
    let told = apply::turned_back(&account, at(100)).expect("told");
    let hour = std::time::Duration::from_secs(3_600);
    assert_eq!((told.turned_back_by(), told.at, told.how), (Some(hour), at(100), How::Computed));
    account.rewind(at(100));
    assert_eq!(apply::turned_back(&account, at(100)), None, "it was brought back");
}
