//! Which changes are told, and that each is told once, in whatever order Meta's words come.

mod board;

use std::time::Duration;

use board::Board;
use domain::fact::{self, News as Fact};
use domain::notice::{Kind, News, Notice, Place, TokenSeen, of_changes, of_token};
use domain::{Change, Heard, How, Node, NodeKind, Replica, Timestamp, apply};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};

const NUMBER: &str = "7";
const ACCOUNT: &str = "700";
const PORTFOLIO: &str = "70";
const LIMIT: &str = "whatsapp_business_manager_messaging_limit";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn place() -> Place {
    Place { waba: Some(ACCOUNT.to_owned()), business: Some(PORTFOLIO.to_owned()) }
}

fn document(fields: &Value) -> Map<String, Value> {
    fields.as_object().expect("an object").clone()
}

/// Joins a reading of a node and answers what of it is told.
fn read(replica: &mut Replica, fields: &Value, asked_at: Timestamp) -> Vec<News> {
    let asked = ["quality_rating", "quality_score"];
    let said = fact::of_read(&replica.node.clone(), &asked, &document(fields), asked_at);
    let said = said.into_iter().filter(|news| news.node == replica.node);
    join(replica, said.collect(), asked_at)
}

fn join(replica: &mut Replica, said: Vec<Fact>, now: Timestamp) -> Vec<News> {
    let changes: Vec<Change> =
        said.into_iter().filter_map(|news| apply::hear(replica, news)).collect();
    of_changes(&changes, replica, &place(), now)
}

/// What a history of readings of one number tells, a second apart.
fn told(history: &[Value]) -> Board {
    told_of(Node::phone_number(NUMBER), history)
}

fn told_of(node: Node, history: &[Value]) -> Board {
    let (mut replica, mut board) = (Replica::unread(node), Board::default());
    for (fields, second) in history.iter().zip(1..) {
        board.hear(&read(&mut replica, fields, at(second)));
    }
    board
}

fn quality(rating: &str) -> Value {
    json!({"quality_rating": rating, "quality_score": {"score": rating, "date": 1}})
}

#[test]
fn a_quality_that_falls_is_told_once_though_meta_says_it_in_two_fields() {
    let board = told(&[quality("GREEN"), quality("RED"), quality("RED")]);
    assert_eq!(board.kinds(), [(Kind::QualityLow, true)]);
    let later = json!({"quality_rating": "RED", "quality_score": {"score": "GREEN"}});
    let board = told(&[quality("GREEN"), later, quality("RED")]);
    assert_eq!(board.kinds(), [(Kind::QualityLow, true)], "one field ahead of the other");
}

#[test]
fn a_first_reading_tells_nothing_however_bad() {
    let bad = json!({
        "quality_rating": "RED", "status": "FLAGGED", "can_send_message": "BLOCKED",
        LIMIT: "TIER_250", "name_status": "DECLINED",
    });
    assert_eq!(told(&[bad.clone(), bad]).kinds(), []);
}

#[test]
fn other_reasons_for_the_same_quality_are_no_other_notice() {
    let because = |reason: &str| json!({"quality_rating": "RED", "quality_score": {"score": "RED", "reasons": [reason]}});
    assert_eq!(told(&[because("SPAM"), because("NO_REASON")]).kinds(), []);
    let board = told(&[quality("GREEN"), because("SPAM"), because("NO_REASON")]);
    assert_eq!(board.kinds(), [(Kind::QualityLow, true)]);
    assert_eq!(board.told()[0].detail["reasons"], json!(["SPAM"]));
}

#[test]
fn a_condition_resolves_when_it_is_gone_and_is_told_again_when_it_comes_back() {
    let days = ["GREEN", "RED", "GREEN", "RED", "YELLOW", "UNKNOWN"].map(quality);
    let low = (Kind::QualityLow, false);
    assert_eq!(told(&days).kinds(), [low, low, (Kind::QualityMedium, false)]);
}

#[test]
fn a_state_is_told_and_ends_with_the_next_one() {
    let days = ["CONNECTED", "FLAGGED", "CONNECTED", "RESTRICTED", "CONNECTED", "BANNED"];
    let board = told(&days.map(|status| json!({"status": status})));
    let (flagged, restricted) = ((Kind::Flagged, false), (Kind::Restricted, false));
    assert_eq!(board.kinds(), [flagged, restricted, (Kind::Disconnected, true)]);
}

#[test]
fn a_quality_and_the_flag_it_brings_are_two_happenings() {
    let fine = json!({"quality_rating": "GREEN", "status": "CONNECTED"});
    let bad = json!({"quality_rating": "RED", "status": "FLAGGED"});
    let kinds = told(&[fine, bad]).kinds();
    assert_eq!(kinds, [(Kind::QualityLow, true), (Kind::Flagged, true)]);
}

#[test]
fn values_never_seen_are_told_as_such_and_claim_nothing() {
    let board = told(&[json!({"status": "CONNECTED"}), json!({"status": "FROZEN"})]);
    assert_eq!(board.kinds(), [(Kind::UnknownValue, false)]);
    let board = told(&[json!({LIMIT: "TIER_2K"}), json!({LIMIT: "TIER_5K"})]);
    assert_eq!(board.kinds(), [(Kind::UnknownValue, false)]);
    assert_eq!(board.told()[0].detail["after"], "TIER_5K");
    let board = told(&[quality("RED"), quality("GREEN"), quality("RED"), quality("PURPLE")]);
    let kinds = [(Kind::QualityLow, true), (Kind::UnknownValue, false)];
    assert_eq!(board.kinds(), kinds, "a value that is not known ends nothing");
    let days = ["APPROVED", "PAUSED", "ON_HOLD"].map(|status| json!({"status": status}));
    let board = told_of(Node::new(NodeKind::MessageTemplate, "9"), &days);
    assert_eq!(board.kinds(), [(Kind::TemplatePaused, true), (Kind::UnknownValue, false)]);
}

#[test]
fn a_limit_that_moved_is_told_once_of_its_portfolio_by_whoever_says_it() {
    let said = |tier: &str| json!({LIMIT: tier, "messaging_limit_tier": tier});
    let mut board = Board::default();
    let nodes = [
        Node::phone_number("7"),
        Node::phone_number("8"),
        Node::waba(ACCOUNT),
        Node::new(NodeKind::Business, PORTFOLIO),
    ];
    let mut replicas = nodes.map(Replica::unread);
    for (tier, day) in [("TIER_2K", 0), ("TIER_10K", 1), ("TIER_2K", 5)] {
        for (replica, second) in replicas.iter_mut().zip(0..) {
            let fields = match replica.node.kind {
                NodeKind::PhoneNumber => said(tier),
                _ => json!({LIMIT: tier}),
            };
            board.hear(&read(replica, &fields, at(day * 86_400 + second * 3_600)));
        }
    }
    assert_eq!(board.kinds(), [(Kind::LimitUp, false), (Kind::LimitDown, false)]);
    assert_eq!(board.told()[0].node, Node::new(NodeKind::Business, PORTFOLIO));
}

#[test]
fn a_limit_of_the_numbers_own_is_told_of_the_number() {
    let legacy = |own: &str| json!({LIMIT: "TIER_100K", "messaging_limit_tier": own});
    for number in ["7", "8"] {
        let node = Node::phone_number(number);
        let board = told_of(node.clone(), &[legacy("TIER_100K"), legacy("TIER_10K")]);
        assert_eq!(board.kinds(), [(Kind::LimitDown, false)]);
        assert_eq!(board.told()[0].node, node);
    }
}

#[test]
fn health_that_worsens_is_told_at_each_step_down_and_eases_without_a_word() {
    let steps = ["AVAILABLE", "LIMITED", "BLOCKED", "LIMITED", "BLOCKED", "AVAILABLE"];
    let board = told_of(Node::waba(ACCOUNT), &steps.map(|can| json!({"can_send_message": can})));
    let told = (Kind::HealthWorse, false);
    assert_eq!(board.kinds(), [told, told, told]);
    assert_eq!(board.told().iter().filter(|notice| notice.is_urgent()).count(), 2);
}

#[test]
fn a_ban_and_the_block_that_it_brings_are_one_happening() {
    let mut account = Replica::unread(Node::waba(ACCOUNT));
    let mut board = Board::default();
    board.hear(&read(&mut account, &json!({"can_send_message": "AVAILABLE"}), at(1)));
    let ban = |state: &str, second| Fact {
        node: Node::waba(ACCOUNT),
        field: "ban_info".to_owned(),
        heard: Heard { value: json!({"waba_ban_state": state}), at: at(second), how: How::Webhook },
    };
    board.hear(&join(&mut account, vec![ban("DISABLE", 2)], at(2)));
    board.hear(&read(&mut account, &json!({"can_send_message": "BLOCKED"}), at(3)));
    assert_eq!(board.kinds(), [(Kind::HealthWorse, true)]);
    board.hear(&join(&mut account, vec![ban("REINSTATE", 4)], at(4)));
    assert_eq!(board.kinds(), [(Kind::HealthWorse, true)], "health still says blocked");
    board.hear(&read(&mut account, &json!({"can_send_message": "AVAILABLE"}), at(5)));
    assert_eq!(board.kinds(), [(Kind::HealthWorse, false)]);
}

#[test]
fn a_template_is_told_paused_then_disabled_and_ends_when_meta_no_longer_lists_it() {
    let node = Node::new(NodeKind::MessageTemplate, "9");
    let days = [json!("APPROVED"), json!("PAUSED"), json!("DISABLED"), Value::Null];
    let board = told_of(node, &days.map(|status| json!({"status": status})));
    assert_eq!(board.kinds(), [(Kind::TemplatePaused, false), (Kind::TemplatePaused, false)]);
}

#[test]
fn a_name_is_decided_once_though_two_fields_say_so_and_again_another_day() {
    let pending = json!({"name_status": "PENDING_REVIEW", "new_name_status": "PENDING_REVIEW"});
    let approved = json!({"name_status": "APPROVED", "new_name_status": "APPROVED"});
    let mut number = Replica::unread(Node::phone_number(NUMBER));
    let mut board = Board::default();
    for (fields, day) in [(&pending, 0), (&approved, 1), (&pending, 40), (&approved, 41)] {
        board.hear(&read(&mut number, fields, at(day * 86_400)));
    }
    assert_eq!(board.kinds(), [(Kind::NameDecided, false), (Kind::NameDecided, false)]);
}

#[test]
fn a_name_decided_is_told_once_by_a_webhook_and_by_a_reading() {
    let mut number = Replica::unread(Node::phone_number(NUMBER));
    let mut board = Board::default();
    board.hear(&read(&mut number, &json!({"new_name_status": "PENDING_REVIEW"}), at(1)));
    let said = Fact {
        node: number.node.clone(),
        field: "phone_number_name_update".to_owned(),
        heard: Heard {
            value: json!({"decision": "REJECTED", "rejection_reason": "NAME_NOT_CONSISTENT"}),
            at: at(5),
            how: How::Webhook,
        },
    };
    board.hear(&join(&mut number, vec![said], at(5)));
    board.hear(&read(&mut number, &json!({"new_name_status": "DECLINED"}), at(7)));
    assert_eq!(board.kinds(), [(Kind::NameDecided, false)]);
    assert_eq!(board.told()[0].detail["reason"], "NAME_NOT_CONSISTENT");
}

#[test]
fn a_rating_of_before_the_last_reading_is_told_and_ended_all_the_same() {
    let mut number = Replica::unread(Node::phone_number(NUMBER));
    let mut board = Board::default();
    let days = [("GREEN", 10, 20), ("RED", 19, 30), ("GREEN", 19, 40), ("RED", 35, 50)];
    for (rating, date, asked) in days {
        let fields =
            json!({"quality_rating": rating, "quality_score": {"score": rating, "date": date}});
        let said = fact::of_read(&number.node.clone(), &[], &document(&fields), at(asked));
        let rated = apply::rated_at(&number, &said);
        let changes = said.into_iter().filter_map(|news| apply::hear(&mut number, news));
        let changes: Vec<Change> = changes.map(|change| apply::at_rating(change, rated)).collect();
        board.hear(&of_changes(&changes, &number, &place(), at(asked)));
    }
    assert_eq!(board.kinds(), [(Kind::QualityLow, false), (Kind::QualityLow, true)]);
}

#[test]
fn a_token_is_told_once_when_it_ends_soon_once_when_it_ended_and_no_more_when_renewed() {
    let day = 86_400;
    let end = Some(at(100 * day));
    let mut board = Board::default();
    for (now, valid, end) in [
        (80 * day, true, end),
        (86 * day, true, end),
        (87 * day, true, end),
        (100 * day, false, end),
        (101 * day, true, None),
    ] {
        let seen = TokenSeen { is_valid: valid, expires_at: end, lacks: Vec::new() };
        board.hear(&[of_token(ACCOUNT, &seen, at(now))]);
    }
    let told = board.told();
    assert_eq!(board.kinds(), [(Kind::TokenDying, false), (Kind::TokenDying, false)]);
    assert_eq!(told[0].detail["expires_at"], 100 * day * 1_000);
    assert_eq!((told[0].is_urgent(), told[1].is_urgent()), (false, true));
}

#[test]
fn old_news_opens_nothing_and_still_ends_what_is_over() {
    let number = Node::phone_number(NUMBER);
    let change = |before: &str, after: &str| Change {
        node: number.clone(),
        field: "status".to_owned(),
        before: json!(before),
        after: json!(after),
        at: at(100),
        how: How::Webhook,
        evidence: None,
    };
    let replica = Replica::unread(number.clone());
    let later = at(100).plus(Duration::from_secs(24 * 3600 + 1));
    let told = |change, now| of_changes(&[change], &replica, &place(), now);
    let is_open = |news: &News| matches!(news, News::Open(_));
    assert!(told(change("CONNECTED", "FLAGGED"), at(101)).iter().any(is_open));
    assert!(!told(change("CONNECTED", "FLAGGED"), later).iter().any(is_open));
    assert_eq!(told(change("FLAGGED", "CONNECTED"), later).len(), 3);
}

#[test]
fn what_a_person_did_in_farol_alarms_nobody() {
    let change = Change {
        node: Node::phone_number(NUMBER),
        field: "status".to_owned(),
        before: json!("CONNECTED"),
        after: json!("FLAGGED"),
        at: at(1),
        how: How::Operator,
        evidence: None,
    };
    let replica = Replica::unread(change.node.clone());
    assert_eq!(of_changes(&[change], &replica, &place(), at(1)), []);
}

/// Documents of one number at moments of their own.
fn readings() -> impl Strategy<Value = Vec<(Value, i64)>> {
    let rating = prop_oneof![Just("GREEN"), Just("YELLOW"), Just("RED"), Just("UNKNOWN")];
    let status = prop_oneof![Just("CONNECTED"), Just("FLAGGED"), Just("RESTRICTED")];
    let can_send = prop_oneof![Just("AVAILABLE"), Just("LIMITED"), Just("BLOCKED")];
    let both = any::<bool>();
    let document = (rating, status, can_send, both).prop_map(|(rating, status, can_send, both)| {
        let mut fields = quality(rating);
        fields["status"] = json!(status);
        fields["can_send_message"] = json!(can_send);
        if !both {
            fields.as_object_mut().expect("an object").remove("quality_score");
        }
        fields
    });
    prop::collection::vec(document, 1..14)
        .prop_map(|documents| documents.into_iter().zip(1_i64..).collect())
}

fn play(history: &[(Value, i64)]) -> (Board, Replica) {
    let (mut board, mut number) = (Board::default(), Replica::unread(Node::phone_number(NUMBER)));
    for (fields, second) in history {
        let news = read(&mut number, fields, at(*second));
        board.hear(&news);
        board.check();
    }
    (board, number)
}

/// How often a value was entered after the first reading.
fn entered(history: &[(Value, i64)], field: &str, value: &str) -> usize {
    history.windows(2).filter(|two| two[0].0[field] != value && two[1].0[field] == value).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn each_turn_for_the_worse_is_told_exactly_once(history in readings()) {
        let (board, number) = play(&history);
        for (kind, field, value) in [
            (Kind::QualityLow, "quality_rating", "RED"),
            (Kind::QualityMedium, "quality_rating", "YELLOW"),
            (Kind::Flagged, "status", "FLAGGED"),
            (Kind::Restricted, "status", "RESTRICTED"),
        ] {
            let told: Vec<&Notice> =
                board.told().into_iter().filter(|notice| notice.kind == kind).collect();
            prop_assert_eq!(told.len(), entered(&history, field, value), "{:?}", kind);
            let is_open = board.is_open(kind);
            prop_assert!(!is_open || number.text(field) == Some(value), "{:?} is over", kind);
            prop_assert!(told.is_empty() || is_open == (number.text(field) == Some(value)));
        }
    }

    #[test]
    fn any_order_with_repeats_tells_nothing_twice_and_ends_in_what_holds(
        history in readings(),
        repeats in prop::collection::vec(any::<Index>(), 0..20),
        seed in any::<u64>(),
    ) {
        let mut other = history.clone();
        other.extend(repeats.iter().map(|index| index.get(&history).clone()));
        board::shuffle(&mut other, seed);
        let (board, number) = play(&other);
        let (_, in_order) = play(&history);
        prop_assert_eq!(number.text("status"), in_order.text("status"));
        for (kind, field, value) in [
            (Kind::QualityLow, "quality_rating", "RED"),
            (Kind::Flagged, "status", "FLAGGED"),
        ] {
            prop_assert!(!board.is_open(kind) || number.text(field) == Some(value));
        }
        prop_assert!(
            !board.is_open(Kind::HealthWorse) || number.text("can_send_message") != Some("AVAILABLE")
        );
    }

    #[test]
    fn the_same_news_heard_again_changes_nothing(history in readings(), times in 2_usize..4) {
        let (mut board, mut number) =
            (Board::default(), Replica::unread(Node::phone_number(NUMBER)));
        let mut all = Vec::new();
        for (fields, second) in &history {
            let news = read(&mut number, fields, at(*second));
            board.hear(&news);
            all.extend(news);
        }
        let before = board.clone();
        for _ in 1..times {
            board.hear(&all[all.len().saturating_sub(6)..]);
        }
        prop_assert_eq!(before.told().len(), board.told().len());
    }
}
