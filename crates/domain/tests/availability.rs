//! What Meta said of an entity's sending, day by day: the worst of a day, unread times, the share.

use std::time::Duration;

use domain::availability::{self, Teller, available_per_mille, days, spans};
use domain::history::Span;
use domain::readiness::Intervals;
use domain::{Change, Heard, How, Node, NodeKind, Replica, Timestamp};
use serde_json::{Value, json};

const HOUR: i64 = 3_600;
const NOW: i64 = 5 * 24 * HOUR;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn intervals() -> Intervals {
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    Intervals { numbers: minutes(5), accounts: minutes(15), profiles: minutes(60) }
}

/// An account that was read first and last then, and can send like this.
fn account(first: i64, last: i64, can: &str) -> Replica {
    let mut replica = Replica::unread(Node::waba("1"));
    let heard = Heard { value: json!(can), at: at(last), how: How::Read };
    replica.fields.insert(availability::FIELD.to_owned(), heard);
    replica.first_read_at = Some(at(first));
    replica.read_at = Some(at(last));
    replica
}

fn change(seconds: i64, field: &str, before: Value, after: Value, how: How) -> Change {
    let (node, field) = (Node::waba("1"), field.to_owned());
    Change { node, field, before, after, at: at(seconds), how, evidence: None }
}

fn turned(seconds: i64, before: &str, after: &str) -> Change {
    change(seconds, availability::FIELD, json!(before), json!(after), How::Read)
}

fn unread(from: i64, until: i64) -> Change {
    let (from, until) = (from * 1_000, until * 1_000);
    change(until / 1_000, Change::UNREAD, from.into(), until.into(), How::Computed)
}

fn of(replica: &Replica, changes: &[Change]) -> Vec<Span> {
    let changes: Vec<&Change> = changes.iter().collect();
    let teller = [Teller { replica, changes: &changes }];
    spans(replica, &changes, &teller, &intervals(), (at(0), at(NOW)))
}

/// The five days of the window, a letter each.
fn drawn(spans: &[Span]) -> String {
    let starts: Vec<Timestamp> = (0..5).map(|day| at(day * 24 * HOUR)).collect();
    let letter = |day: Option<meta::open::CanSendMessage>| match day {
        None => '?',
        Some(can) => can.to_string().chars().next().unwrap_or('-'),
    };
    days(spans, &starts).into_iter().map(letter).collect()
}

#[test]
fn a_day_is_as_bad_as_its_worst_hour() {
    let free = account(-9, NOW, "AVAILABLE");
    assert_eq!(drawn(&of(&free, &[])), "AAAAA");
    let blocked_for_an_hour =
        [turned(30 * HOUR, "AVAILABLE", "BLOCKED"), turned(31 * HOUR, "BLOCKED", "AVAILABLE")];
    assert_eq!(drawn(&of(&free, &blocked_for_an_hour)), "ABAAA");
    // Over midnight it is both days' worst, and what only one day saw is that day's alone.
    let over_midnight = [
        turned(23 * HOUR, "AVAILABLE", "LIMITED"),
        turned(25 * HOUR, "LIMITED", "SOMETIMES"),
        turned(26 * HOUR, "SOMETIMES", "AVAILABLE"),
    ];
    assert_eq!(drawn(&of(&free, &over_midnight)), "LLAAA");
    let strange = [turned(73 * HOUR, "AVAILABLE", "SOMETIMES")];
    assert_eq!(drawn(&of(&account(-9, NOW, "SOMETIMES"), &strange)), "AAASS");
}

#[test]
fn nothing_is_said_of_days_on_which_nothing_was_read() {
    let young = account(2 * 24 * HOUR, NOW, "AVAILABLE");
    assert_eq!(drawn(&of(&young, &[])), "??AAA");
    let free = account(-9, NOW, "AVAILABLE");
    // A night without readings leaves both days their readings; a whole day does not.
    assert_eq!(drawn(&of(&free, &[unread(20 * HOUR, 30 * HOUR)])), "AAAAA");
    assert_eq!(drawn(&of(&free, &[unread(24 * HOUR, 48 * HOUR)])), "A?AAA");
    let lost = account(-9, 2 * 24 * HOUR, "AVAILABLE");
    assert_eq!(
        drawn(&of(&lost, &[])),
        "AA???",
        "readings that stopped say nothing of what follows"
    );
    let fresh = account(-9, NOW - 2_000, "AVAILABLE");
    assert_eq!(available_per_mille(&of(&fresh, &[])), Some(1_000), "which is not old yet");
    assert_eq!(drawn(&of(&Replica::unread(Node::waba("1")), &[])), "?????");
}

#[test]
fn the_share_counts_known_time_alone_and_never_rounds_up_to_all() {
    let free = account(-9, NOW, "AVAILABLE");
    assert_eq!(available_per_mille(&of(&free, &[])), Some(1_000));
    let young = account(NOW - 24 * HOUR, NOW, "AVAILABLE");
    assert_eq!(available_per_mille(&of(&young, &[])), Some(1_000));
    let a_second = [turned(HOUR, "AVAILABLE", "BLOCKED"), turned(HOUR + 1, "BLOCKED", "AVAILABLE")];
    assert_eq!(available_per_mille(&of(&free, &a_second)), Some(999));
    let half = [turned(NOW / 2, "BLOCKED", "AVAILABLE")];
    assert_eq!(available_per_mille(&of(&free, &half)), Some(500));
    assert_eq!(available_per_mille(&of(&Replica::unread(Node::waba("1")), &[])), None);
}

#[test]
fn what_several_accounts_tell_of_is_unread_only_when_none_of_them_is_read() {
    let mut business = account(-9, NOW, "AVAILABLE");
    business.node = Node::new(NodeKind::Business, "7");
    let (one, other) = (account(-9, NOW, "AVAILABLE"), account(HOUR, NOW, "AVAILABLE"));
    let (long, short) = ([unread(20 * HOUR, 100 * HOUR)], [unread(24 * HOUR, 72 * HOUR)]);
    let (long, short): (Vec<&Change>, Vec<&Change>) =
        (long.iter().collect(), short.iter().collect());
    let tell = |one_of: &[&Change], other_of: &[&Change]| {
        let tellers = [
            Teller { replica: &one, changes: one_of },
            Teller { replica: &other, changes: other_of },
        ];
        drawn(&spans(&business, &[], &tellers, &intervals(), (at(0), at(NOW))))
    };
    assert_eq!(tell(&long, &short), "A??AA");
    assert_eq!(tell(&long, &[]), "AAAAA");
}
