//! Nodes, when they are due, their changes; messages and traffic.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use domain::delivery::Delivery;
use domain::{Change, Failure, Heard, How, Node, NodeKind, Replica};
use meta::{BusinessId, MessageId, PhoneNumberId, WabaId};
use serde_json::json;

use crate::{at, scope, store};

fn number(id: &str, status: &str) -> Replica {
    let mut replica = Replica::unread(Node::phone_number(id));
    let heard = Heard { value: json!(status), at: at(3), how: How::Webhook };
    replica.hear("status", heard);
    replica
}

fn change(id: &str, n: i64) -> Change {
    Change {
        node: Node::phone_number(id),
        field: "quality_rating".to_owned(),
        before: json!(null),
        after: json!({"score": "RED", "n": n}),
        at: at(n),
        how: How::Read,
        evidence: Some("\"RED\"".to_owned()),
    }
}

#[tokio::test]
async fn a_replica_comes_back_as_it_was_saved() {
    let store = store();
    let mut held = number("100", "CONNECTED");
    let heard = Heard { value: json!([1, {"a": null}]), at: at(4), how: How::Read };
    held.hear("health_status", heard);
    held.read_at = Some(at(4));
    held.failure = Some(Failure {
        since: at(5),
        last: at(6),
        reason: "down".to_owned(),
        message: None,
        code: None,
        subcode: None,
    });
    let saved = held.clone();
    let read = store.ledger.transact(move |ledger| {
        ledger.save_replica(&scope("t1"), &saved, Some(&WabaId::new("700")))?;
        ledger.save_replica(&scope("t1"), &saved, None)?;
        assert_eq!(ledger.waba_of(&scope("t1"), &saved.node)?, Some(WabaId::new("700")));
        ledger.replica(&scope("t1"), &saved.node)
    });
    assert_eq!(read.await.unwrap(), Some(held));
}

#[tokio::test]
async fn an_accounts_numbers_are_listed_until_they_are_removed() {
    let store = store();
    let listed = store.ledger.transact(|ledger| {
        let (scope, waba) = (scope("t1"), WabaId::new("700"));
        for id in ["102", "101"] {
            ledger.save_replica(&scope, &number(id, "CONNECTED"), Some(&waba))?;
        }
        ledger.save_replica(&scope, &Replica::unread(Node::waba("700")), Some(&waba))?;
        let before = ledger.numbers_of(&scope, &waba)?;
        assert_eq!(ledger.replicas(&scope, NodeKind::PhoneNumber)?.len(), 2);
        ledger.hint(&scope, &Node::phone_number("101"), at(1))?;
        ledger.remove_replica(&scope, &Node::phone_number("101"))?;
        assert_eq!(ledger.due(at(9), 9)?, [], "what is removed is not read again");
        Ok((before, ledger.numbers_of(&scope, &waba)?))
    });
    let ids = |list: &[&str]| list.iter().map(|id| PhoneNumberId::from(*id)).collect::<Vec<_>>();
    assert_eq!(listed.await.unwrap(), (ids(&["101", "102"]), ids(&["102"])));
}

#[tokio::test]
async fn the_longest_due_is_read_first_by_its_accounts_token() {
    let store = store();
    let due = store.ledger.transact(|ledger| {
        let scope = scope("t1");
        ledger.save_replica(&scope, &number("100", "CONNECTED"), Some(&WabaId::new("700")))?;
        ledger.schedule(&scope, &Node::phone_number("100"), at(50))?;
        ledger.schedule(&scope, &Node::waba("700"), at(40))?;
        ledger.schedule(&scope, &Node::new(NodeKind::Business, "900"), at(60))?;
        assert_eq!(ledger.next_due_at()?, Some(at(40)));
        ledger.due(at(50), 10)
    });
    let due = due.await.unwrap();
    let seen = due.iter().map(|due| (due.node.to_string(), due.due_at, due.hinted));
    assert_eq!(
        seen.collect::<Vec<_>>(),
        [("waba:700".to_owned(), at(40), false), ("phone_number:100".to_owned(), at(50), false)]
    );
    assert!(due.iter().all(|due| due.waba == Some(WabaId::new("700"))));
}

#[tokio::test]
async fn what_a_webhook_asked_for_is_read_before_what_is_longer_due() {
    let store = store();
    let due = store.ledger.transact(|ledger| {
        let scope = scope("t1");
        for (id, second) in [("100", 10), ("101", 20), ("102", 90)] {
            ledger.schedule(&scope, &Node::phone_number(id), at(second))?;
        }
        ledger.hint(&scope, &Node::phone_number("102"), at(30))?;
        ledger.due(at(50), 2)
    });
    let due: Vec<String> = due.await.unwrap().into_iter().map(|due| due.node.id).collect();
    assert_eq!(due, ["102", "100"]);
}

#[tokio::test]
async fn a_clock_turned_back_leaves_nothing_due_heard_or_used_ahead_of_it() {
    let store = store();
    let job = |ledger: &store::LedgerTx<'_>| {
        let (scope, behind, ahead) = (scope("t1"), number("100", "CONNECTED"), at(900));
        ledger.save_replica(&scope, &behind, None)?;
        for id in ["101", "102", "103"] {
            let mut replica = number(id, "CONNECTED");
            match id {
                "101" => replica.read_at = Some(ahead),
                "102" => {
                    let reason = "down".to_owned();
                    let failure = Failure {
                        since: at(5),
                        last: ahead,
                        reason,
                        message: None,
                        code: None,
                        subcode: None,
                    };
                    replica.failure = Some(failure);
                }
                _ => {
                    let heard = Heard { value: json!("RED"), at: ahead, how: How::Read };
                    replica.hear("quality_rating", heard);
                }
            }
            ledger.save_replica(&scope, &replica, Some(&WabaId::new("700")))?;
        }
        ledger.schedule(&scope, &Node::phone_number("100"), ahead)?;
        ledger.hint(&scope, &Node::phone_number("101"), ahead)?;
        ledger.saw_traffic(&scope, &PhoneNumberId::new("100"), ahead)?;
        assert_eq!(ledger.last_asked_at()?, Some(ahead));
        let found = ledger.replicas_ahead_of(at(50), 9)?;
        for (_, mut replica) in found.clone() {
            assert!(replica.rewind(at(50)));
            ledger.save_replica(&scope, &replica, None)?;
        }
        ledger.rewind_schedule(at(50))?;
        ledger.rewind_traffic(at(50))?;
        let ids = found.into_iter().map(|(_, replica)| replica.node.id).collect::<Vec<_>>();
        let due = ledger.due(at(50), 9)?.into_iter().map(|due| due.node.id).collect::<Vec<_>>();
        assert_eq!(ledger.replicas_ahead_of(at(50), 9)?, []);
        assert_eq!(ledger.last_due_at()?, Some(at(50)));
        assert_eq!(ledger.last_asked_at()?, Some(at(50)));
        Ok((ids, due, ledger.numbers_in_use(&scope, at(51))?.len()))
    };
    let (ids, due, used_ahead) = store.ledger.transact(job).await.unwrap();
    assert_eq!(ids, ["101", "102", "103"]);
    assert_eq!((due, used_ahead), (vec!["101".to_owned(), "100".to_owned()], 0));
}

#[tokio::test]
async fn a_hint_makes_due_at_once_and_outlives_a_reading_asked_before_it() {
    let store = store();
    let states = store.ledger.transact(|ledger| {
        let (scope, node) = (scope("t1"), Node::phone_number("100"));
        ledger.schedule(&scope, &node, at(1_000))?;
        ledger.hint(&scope, &node, at(20))?;
        ledger.reschedule(&scope, &node, at(19), at(2_000))?;
        let still = ledger.due(at(20), 9)?;
        ledger.reschedule(&scope, &node, at(21), at(2_000))?;
        Ok((still, ledger.due(at(1_999), 9)?, ledger.due(at(2_000), 9)?))
    });
    let (still, none, later) = states.await.unwrap();
    assert!(still.len() == 1 && still[0].hinted && still[0].due_at == at(20), "{still:?}");
    assert!(none.is_empty());
    assert!(!later[0].hinted);
}

#[tokio::test]
async fn a_timeline_is_paged_from_the_newest_without_gap_or_repeat() {
    let store = store();
    let pages = store.ledger.transact(|ledger| {
        let scope = scope("t1");
        for n in 0..10 {
            ledger.add_change(&scope, &change("100", n), Some("item"))?;
        }
        ledger.add_change(&scope, &change("200", 10), None)?;
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = ledger.changes(&scope, before, 3)?;
            let Some((last, _)) = page.last() else { break };
            before = Some(*last);
            seen.extend(page.into_iter().map(|(_, change)| change));
        }
        let of_node = ledger.changes_of(&scope, &Node::phone_number("200"), None, 9)?;
        Ok((seen, of_node, ledger.all_changes(0, 99)?))
    });
    let (seen, of_node, all) = pages.await.unwrap();
    let mut expected = (0..10).map(|n| change("100", n)).collect::<Vec<_>>();
    expected.push(change("200", 10));
    assert_eq!(all.into_iter().map(|(_, change)| change).collect::<Vec<_>>(), expected);
    expected.reverse();
    assert_eq!(seen, expected);
    assert_eq!(of_node.len(), 1);
}

#[tokio::test]
async fn a_delivery_comes_back_as_it_was_saved() {
    let store = store();
    let held = Delivery {
        reached: [None, Some(at(2)), Some(at(3)), None],
        failed: Some(at(4)),
        other: BTreeMap::from([("warned".to_owned(), at(5))]),
        failed_code: Some(131_049),
        business: Some(BusinessId::new("500")),
        pricing_category: Some("marketing".to_owned()),
        ..Delivery::default()
    };
    let saved = held.clone();
    let read = store.ledger.transact(move |ledger| {
        let (number, message) = (PhoneNumberId::new("100"), MessageId::new("wamid.1"));
        ledger.save_delivery(&scope("t1"), &number, &message, &Delivery::default())?;
        ledger.save_delivery(&scope("t1"), &number, &message, &saved)?;
        ledger.delivery(&scope("t1"), &number, &message)
    });
    assert_eq!(read.await.unwrap(), Some(held));
}

#[tokio::test]
async fn a_number_is_in_use_since_its_latest_traffic() {
    let store = store();
    let used = store.ledger.transact(|ledger| {
        let scope = scope("t1");
        ledger.saw_traffic(&scope, &PhoneNumberId::new("100"), at(30))?;
        ledger.saw_traffic(&scope, &PhoneNumberId::new("100"), at(10))?;
        ledger.saw_traffic(&scope, &PhoneNumberId::new("101"), at(20))?;
        ledger.numbers_in_use(&scope, at(30))
    });
    assert_eq!(used.await.unwrap(), BTreeSet::from(["100".to_owned()]));
}
