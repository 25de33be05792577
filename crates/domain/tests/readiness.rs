//! The verdict, at its border: replicas in, the verdict with its reasons and what is known out.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::readiness::{
    Ability, Access, Fix, Intervals, Loss, Readiness, Reason, Scope, Verdict, can_receive,
    each_can_send, readiness,
};
use domain::{Failure, Heard, How, Node, NodeKind, Replica, Timestamp};
use meta::open::EntityType;
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const INTERVALS: Intervals = Intervals {
    numbers: Duration::from_secs(300),
    accounts: Duration::from_secs(900),
    profiles: Duration::from_secs(3_600),
};
const LIMIT: &str = "whatsapp_business_manager_messaging_limit";

fn ago(seconds: i64) -> Timestamp {
    Timestamp::from_millis(NOW.as_millis() - seconds * 1_000)
}

fn replica(kind: NodeKind, id: &str, seconds_ago: i64, fields: Value) -> Replica {
    let mut replica = Replica::unread(Node::new(kind, id));
    replica.read_at = Some(ago(seconds_ago));
    for (name, value) in fields.as_object().expect("an object") {
        let heard = Heard { value: value.clone(), at: ago(seconds_ago), how: How::Read };
        replica.hear(name, heard);
    }
    replica
}

/// A health in which the chain's entities can send so.
fn health(number: &str, waba: &str, business: &str, app: &str) -> Value {
    let entity = |kind: &str, id: &str, can: &str| json!({"entity_type": kind, "id": id, "can_send_message": can});
    let entities = [
        entity("PHONE_NUMBER", "n1", number),
        entity("WABA", "w1", waba),
        entity("BUSINESS", "b1", business),
        entity("APP", "a1", app),
    ];
    json!({"can_send_message": "AVAILABLE", "entities": entities})
}

fn number(status: &str, quality: &str, health: &Value) -> Replica {
    let fields = json!({"status": status, "quality_rating": quality, "health_status": health});
    replica(NodeKind::PhoneNumber, "n1", 60, fields)
}

fn world(number: Replica) -> Scope {
    Scope {
        businesses: vec![replica(NodeKind::Business, "b1", 500, json!({LIMIT: "TIER_2K"}))],
        wabas: vec![replica(NodeKind::Waba, "w1", 600, json!({"name": "Casa Ipê"}))],
        apps: vec![replica(NodeKind::App, "a1", 300, json!({"name": "Farol"}))],
        numbers: vec![number],
        templates: Vec::new(),
        access: Vec::new(),
    }
}

fn well() -> Value {
    health("AVAILABLE", "AVAILABLE", "AVAILABLE", "AVAILABLE")
}

fn judged(scope: &Scope) -> Readiness {
    readiness(scope, &INTERVALS, NOW)
}

fn ids(judged: &Readiness) -> Vec<&'static str> {
    judged.reasons.iter().map(Reason::id).collect()
}

/// A number in this state, under that health, can send and receive so.
fn check(status: &str, health: &Value, send: Option<bool>, receive: Option<bool>, why: &str) {
    let judged = judged(&world(number(status, "GREEN", health)));
    let can = (judged.can_send.as_bool(), judged.can_receive.as_bool());
    assert_eq!(can, (send, receive), "{why}");
}

#[test]
fn nothing_read_says_nothing() {
    let judged = judged(&Scope::default());
    assert_eq!(judged, Readiness::default());
    assert_eq!((judged.can_send, judged.can_receive), (Ability::Unknown, Ability::Unknown));
    assert_eq!(judged.as_of(), None);
}

#[test]
fn what_can_be_sent_and_received_follows_metas_words_and_the_descriptions_sentences() {
    check("CONNECTED", &well(), Some(true), None, "Meta reports nothing about receiving");
    check("FLAGGED", &well(), Some(true), None, "flagged sends");
    check("RESTRICTED", &well(), Some(false), None, "restricted may only reply");
    check("BANNED", &well(), Some(false), Some(false), "banned");
    check("PENDING", &well(), Some(false), Some(false), "not registered yet");
    check("UNKNOWN", &well(), None, None, "Meta's own UNKNOWN");
    check("IN_LIMBO", &well(), None, None, "a state that is not known here");
    let with = health;
    let waba = with("AVAILABLE", "BLOCKED", "AVAILABLE", "AVAILABLE");
    check(
        "CONNECTED",
        &waba,
        Some(false),
        Some(false),
        "a blocked WABA sends and receives nothing",
    );
    let limited = with("AVAILABLE", "AVAILABLE", "LIMITED", "AVAILABLE");
    check("CONNECTED", &limited, Some(false), Some(true), "a limited business only receives");
    let blocked = with("AVAILABLE", "AVAILABLE", "BLOCKED", "AVAILABLE");
    check("CONNECTED", &blocked, Some(false), Some(false), "a blocked business does neither");
    let both = with("AVAILABLE", "BLOCKED", "LIMITED", "AVAILABLE");
    check("CONNECTED", &both, Some(false), Some(false), "the graver sentence counts");
    let app = with("AVAILABLE", "AVAILABLE", "AVAILABLE", "BLOCKED");
    check("CONNECTED", &app, Some(false), Some(false), "no webhook tells of a blocked app");
    let own = with("BLOCKED", "AVAILABLE", "AVAILABLE", "AVAILABLE");
    check("CONNECTED", &own, Some(false), None, "why a number is blocked decides on receiving");
    let strange = with("AVAILABLE", "SOMETIMES", "AVAILABLE", "AVAILABLE");
    check("CONNECTED", &strange, None, None, "a word that is not known here");
    check("CONNECTED", &json!({}), Some(true), None, "connected may send within its limit");
}

#[test]
fn stopped_is_said_exactly_when_an_active_number_is_there_and_none_can_send() {
    let words = ["AVAILABLE", "LIMITED", "BLOCKED", "SOMETIMES"];
    let statuses = ["CONNECTED", "FLAGGED", "RESTRICTED", "BANNED", "PENDING", "IN_LIMBO"];
    let mut stopped = Vec::new();
    for status in statuses {
        for (nth, word) in words.iter().enumerate() {
            for entity in 0..4 {
                let at = |place: usize| if place == entity { *word } else { "AVAILABLE" };
                let judged =
                    judged(&world(number(status, "GREEN", &health(at(0), at(1), at(2), at(3)))));
                let is_stopped = judged.verdict == Verdict::Stopped;
                let none_can = judged.active > 0 && judged.can_send == Ability::No;
                assert_eq!(is_stopped, none_can, "{status}, {word} at {entity}");
                assert_eq!(is_stopped, judged.active > 0 && judged.can_start == 0, "{status}");
                if is_stopped && status == "CONNECTED" {
                    stopped.push((nth, entity));
                }
            }
        }
    }
    let (limited, blocked) = (1, 2);
    let expected = [(limited, 2), (blocked, 0), (blocked, 1), (blocked, 2), (blocked, 3)];
    assert_eq!(stopped, expected, "of what is limited only the business stops all");
}

/// What the verdict says of the access to the account.
fn lost(scope: &Scope) -> Vec<Loss> {
    let of = |reason: &Reason| match reason {
        Reason::Lost { waba, loss } => (waba == "w1").then(|| loss.clone()),
        _ => None,
    };
    judged(scope).reasons.iter().filter_map(of).collect()
}

#[test]
fn an_account_that_farol_lost_is_a_reason_of_its_own() {
    let mut scope = world(number("CONNECTED", "GREEN", &well()));
    assert_eq!(judged(&scope).verdict, Verdict::Ok);
    let failure = |reason: &str| Failure {
        since: ago(30),
        last: ago(10),
        reason: reason.to_owned(),
        message: None,
        code: None,
        subcode: None,
    };
    scope.wabas[0].failure = Some(failure("trouble"));
    assert_eq!(judged(&scope).verdict, Verdict::Ok, "Meta's trouble takes no access away");
    for (why, loss) in [
        ("token_dead", Loss::Token),
        ("permission_missing", Loss::Access),
        ("not_found", Loss::Access),
    ] {
        scope.wabas[0].failure = Some(failure(why));
        assert_eq!(lost(&scope), [loss], "{why}");
        let judged = judged(&scope);
        assert_eq!((judged.verdict, judged.can_send), (Verdict::Attention, Ability::Unknown));
        assert_eq!((judged.active, judged.can_start, judged.deaf), (1, 0, 1));
        let each = each_can_send(&scope, &INTERVALS, NOW);
        assert_eq!(each, [("n1", Ability::Unknown)], "never what was heard last");
        assert_eq!(judged.fixes(), [Fix::Reconnect]);
        let grounds = judged.reasons[0].grounds(&scope).expect("the reading that fails");
        assert_eq!((grounds.kind.as_str(), grounds.at), ("waba", Some(ago(30))));
    }
    scope.wabas[0].failure = None;
    let lacks = vec!["whatsapp_business_messaging".to_owned()];
    let access = Access { waba: "w1".to_owned(), lacks: lacks.clone(), ended: None };
    scope.access = vec![access.clone()];
    assert_eq!(lost(&scope), [Loss::Permissions(lacks)]);
    assert_eq!(ids(&judged(&scope)), ["permission_lost"]);
    assert_eq!(judged(&scope).can_send, Ability::Yes, "Meta still answers what it is asked");
    scope.access[0].lacks.push("whatsapp_business_management".to_owned());
    assert_eq!(judged(&scope).can_send, Ability::Unknown);
    let ended = Some("PARTNER_REMOVED".to_owned());
    scope.access = vec![Access { ended, lacks: Vec::new(), ..access }];
    assert_eq!(lost(&scope), [Loss::Ended("PARTNER_REMOVED".to_owned())]);
    assert_eq!(judged(&scope).can_send, Ability::Unknown);
    let mut second = scope.wabas[0].clone();
    second.node.id = "w2".to_owned();
    scope.wabas.push(second);
    assert_eq!(judged(&scope).deaf, 1, "its health names the account that was lost");
    let elsewhere = health("AVAILABLE", "AVAILABLE", "AVAILABLE", "AVAILABLE");
    let elsewhere = elsewhere.to_string().replace("w1", "w2");
    let elsewhere: Value = serde_json::from_str(&elsewhere).expect("JSON");
    scope.numbers = vec![number("CONNECTED", "GREEN", &elsewhere)];
    assert_eq!((judged(&scope).deaf, judged(&scope).can_send), (0, Ability::Yes), "another's");
    scope.wabas.pop();
    scope.wabas[0].node.id = "w2".to_owned();
    assert!(lost(&scope).is_empty(), "of another account nothing was said");
}

#[test]
fn one_number_that_can_is_enough() {
    let mut scope = world(number("BANNED", "GREEN", &well()));
    let mut other = number("CONNECTED", "GREEN", &well());
    other.node.id = "n2".to_owned();
    scope.numbers.push(other);
    let judged = judged(&scope);
    assert_eq!((judged.can_send, judged.can_receive), (Ability::Yes, Ability::Unknown));
    let each = |scope: &Scope, now: Timestamp| {
        let able = each_can_send(scope, &INTERVALS, now);
        able.into_iter().map(|(id, able)| (id.to_owned(), able)).collect::<Vec<_>>()
    };
    let told = |id: &str, able: Ability| (id.to_owned(), able);
    assert_eq!(each(&scope, NOW), [told("n1", Ability::No), told("n2", Ability::Yes)]);
    let read_at = scope.numbers[1].read_at.expect("read");
    let last = read_at.plus(INTERVALS.numbers * 3);
    assert_eq!(each(&scope, last)[1], told("n2", Ability::Yes), "not old yet");
    let old = each(&scope, last.plus(std::time::Duration::from_millis(1)));
    assert_eq!(old[1], told("n2", Ability::Unknown), "an old reading says nothing of now");
    scope.numbers[1].read_at = None;
    assert_eq!(each(&scope, NOW), [told("n1", Ability::No)], "of the unread nothing is told");
}

#[test]
fn a_message_that_came_in_proves_receiving_where_no_sentence_denies_it() {
    let received = BTreeSet::from(["n1".to_owned()]);
    let free = world(number("CONNECTED", "GREEN", &well()));
    assert_eq!(can_receive(&free, &received), Ability::Yes);
    assert_eq!(can_receive(&free, &BTreeSet::from(["n2".to_owned()])), Ability::Unknown);
    let blocked = health("AVAILABLE", "BLOCKED", "AVAILABLE", "AVAILABLE");
    let blocked = world(number("CONNECTED", "GREEN", &blocked));
    assert_eq!(can_receive(&blocked, &received), Ability::No);
}

#[test]
fn a_state_that_is_not_known_here_is_a_reason_and_not_an_inactive_number() {
    let scope = world(number("IN_LIMBO", "GREEN", &well()));
    let judged = judged(&scope);
    assert_eq!((judged.numbers, judged.active, judged.unclear), (1, 0, 1));
    assert_eq!(judged.verdict, Verdict::Attention);
    let reason = Reason::Unclear {
        kind: EntityType::PhoneNumber,
        id: "n1".to_owned(),
        field: "status",
        value: "IN_LIMBO".to_owned(),
    };
    assert_eq!(judged.reasons, [reason], "and nothing claims that none is active");
    assert_eq!(judged.fixes(), [Fix::LookAtMeta]);
    let grounds = judged.reasons[0].grounds(&scope).expect("a value that was read");
    assert_eq!((grounds.field, grounds.value.as_deref()), (Some("status"), Some("IN_LIMBO")));
    assert_eq!((grounds.at, grounds.how), (Some(ago(60)), How::Read));
}

#[test]
fn metas_own_unknown_state_asks_for_a_look_and_its_unknown_quality_does_not() {
    let unrated = judged(&world(number("CONNECTED", "UNKNOWN", &well())));
    assert_eq!(unrated.verdict, Verdict::Ok, "a new number is not rated yet");
    let stateless = judged(&world(number("UNKNOWN", "GREEN", &well())));
    assert_eq!(ids(&stateless), ["none_active", "number_status"]);
}

#[test]
fn no_unknown_value_is_passed_over() {
    let strange = health("AVAILABLE", "SOMETIMES", "AVAILABLE", "AVAILABLE");
    let mut scope = world(number("CONNECTED", "PURPLE", &strange));
    let tier = Heard { value: json!("TIER_7M"), at: ago(10), how: How::Read };
    scope.businesses[0].hear(LIMIT, tier.clone());
    scope.numbers[0].hear(LIMIT, tier);
    let judged = judged(&scope);
    let told: Vec<_> = judged
        .reasons
        .iter()
        .map(|reason| {
            let grounds = reason.grounds(&scope).expect("each stands on a value");
            (reason.id(), grounds.kind, grounds.id, grounds.field, grounds.value)
        })
        .collect();
    let of = |kind: &str, id: &str, field, value: &str| {
        ("unknown_value", kind.to_owned(), id.to_owned(), Some(field), Some(value.to_owned()))
    };
    assert_eq!(
        told,
        [
            of("waba", "w1", "can_send_message", "SOMETIMES"),
            of("phone_number", "n1", "quality_rating", "PURPLE"),
            of("business", "b1", LIMIT, "TIER_7M"),
        ],
        "a portfolio's limit is told once, not on each number",
    );
}

#[test]
fn the_moment_of_a_verdict_is_that_of_its_oldest_reading() {
    let mut scope = world(number("CONNECTED", "GREEN", &well()));
    let judged_at = |scope: &Scope| judged(scope).oldest.expect("something was read");
    let oldest = judged_at(&scope);
    assert_eq!((oldest.node, oldest.at), (Node::waba("w1"), ago(600)));
    scope.numbers[0].read_at = Some(ago(3_600));
    let oldest = judged_at(&scope);
    assert_eq!((oldest.node, oldest.at), (Node::phone_number("n1"), ago(3_600)));
    assert_eq!(ids(&judged(&scope)), ["old_reading"]);
    scope.businesses[0].read_at = None;
    assert_eq!(judged_at(&scope).at, ago(3_600), "what was never read has no moment");
    assert_eq!(ids(&judged(&scope)), ["never_read", "old_reading"]);
}

#[test]
fn steps_come_once_each_for_the_gravest_reason_first() {
    let blocked = health("AVAILABLE", "BLOCKED", "LIMITED", "AVAILABLE");
    let mut scope = world(number("FLAGGED", "RED", &blocked));
    scope.apps[0].read_at = None;
    scope.wabas[0].read_at = None;
    let judged = judged(&scope);
    let expected =
        ["blocked", "limited", "number_flagged", "quality_low", "never_read", "never_read"];
    assert_eq!(ids(&judged), expected);
    let fixes: Vec<&str> = judged.fixes().iter().map(Fix::id).collect();
    assert_eq!(
        fixes,
        ["settle_with_meta", "improve_within_seven_days", "improve_quality", "check_now"]
    );
    assert_eq!(judged.verdict, Verdict::Stopped);
}
