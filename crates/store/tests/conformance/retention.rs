//! What is old enough goes, in batches, and what anything needs stays.

use std::collections::BTreeSet;

use bytes::Bytes;
use domain::delivery::Delivery;
use domain::notice::{Kind, Notice};
use domain::quality_day::QualityDay;
use domain::{Change, How, Node, Replica};
use meta::open::MessageStatus;
use meta::{BusinessId, MessageId, PhoneNumberId, WabaId};
use serde_json::json;
use store::{
    LedgerTx, MailShape, MailState, NewMail, Person, PersonId, Quarantined, Store, StoreError,
    Tried, Untold, Waiting,
};

use crate::{at, scope, store, tenant};

fn change(node: &Node, field: &str, seconds: i64) -> Change {
    Change {
        node: node.clone(),
        field: field.to_owned(),
        before: json!(null),
        after: json!(seconds),
        at: at(seconds),
        how: How::Read,
        evidence: Some(format!("at {seconds}")),
    }
}

fn person() -> Person {
    Person {
        id: PersonId::new("ana"),
        email: "ana@example.com".to_owned(),
        name: "Ana".to_owned(),
        password_hash: None,
        language: None,
        is_installation_owner: false,
        created_at: at(1),
    }
}

/// The times of the changes that are left, in seconds, and whether each has its evidence.
async fn left(store: &Store) -> Vec<(i64, bool)> {
    let job = |read: &store::LedgerRead<'_>| read.all_changes(0, 100);
    let changes = store.ledger.read(job).await.unwrap();
    let seen =
        |(_, change): (u64, Change)| (change.at.as_millis() / 1_000, change.evidence.is_some());
    changes.into_iter().map(seen).collect()
}

#[tokio::test]
async fn bodies_that_nothing_needs_go_and_their_numbers_do_not_come_again() {
    let store = store();
    for n in 1..=6 {
        store.inbox.append(Bytes::from(vec![b'x'; n]), at(10)).await.unwrap();
    }
    let ages = store.inbox.ages(1, 5, 10).unwrap();
    let seen: Vec<(u64, u64)> = ages.iter().map(|age| (age.seq, age.bytes)).collect();
    assert_eq!(seen, [(2, 2), (3, 3), (4, 4), (5, 5)]);
    assert_eq!(store.inbox.ages(1, 5, 2).unwrap().len(), 2);

    let waits = |ledger: &LedgerTx<'_>| {
        let path = "entry.0".to_owned();
        ledger.wait(&Waiting {
            key: "w".to_owned(),
            seq: 2,
            path: path.clone(),
            field: None,
            waba: WabaId::new("700"),
            at: at(1),
        })?;
        let (reason, field) = ("not JSON".to_owned(), None);
        ledger.quarantine(&Quarantined {
            key: "q".to_owned(),
            seq: 3,
            path,
            field,
            reason,
            at: at(20),
        })
    };
    store.ledger.transact(waits).await.unwrap();
    let asked = BTreeSet::from([1, 2, 3, 4, 99]);
    let asked_again = asked.clone();
    let needed = store.ledger.read(move |read| read.needed_bodies(&asked)).await.unwrap();
    assert_eq!(needed, BTreeSet::from([2, 3]));
    assert_eq!(store.inbox.kept(&asked_again).unwrap(), BTreeSet::from([1, 2, 3, 4]));

    assert_eq!(store.inbox.remove(BTreeSet::from([4, 5, 6, 99])).await.unwrap(), 3);
    assert_eq!(store.inbox.kept(&asked_again).unwrap(), BTreeSet::from([1, 2, 3]));
    assert_eq!(store.inbox.append(Bytes::from_static(b"next"), at(11)).await.unwrap(), 7);
    assert_eq!(
        store.inbox.last_seq().unwrap(),
        7,
        "an inbox that lost its end is refused at start"
    );

    let quarantined = |ledger: &LedgerTx<'_>| {
        let early = ledger.forget_quarantined(at(20), 10)?;
        Ok((early, ledger.forget_quarantined(at(21), 10)?, ledger.quarantined_count()?))
    };
    assert_eq!(store.ledger.transact(quarantined).await.unwrap(), (0, 1, 0));
}

#[tokio::test]
async fn that_items_took_effect_is_walked_oldest_first_and_forgotten_by_name() {
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        for (key, seq, when) in [("c", 3, 5), ("a", 1, 5), ("b", 2, 4), ("d", 4, 9)] {
            ledger.mark_applied(key, seq, at(when))?;
        }
        let first = ledger.applied_before(at(9), None, 2)?;
        let rest = ledger.applied_before(at(9), first.last(), 2)?;
        let end = ledger.applied_before(at(9), rest.last(), 2)?;
        let keys: Vec<String> = first.iter().chain(&rest).map(|item| item.key.clone()).collect();
        assert_eq!(
            (keys.as_slice(), end.len()),
            (["b", "a", "c"].map(str::to_owned).as_slice(), 0)
        );
        let gone = ledger.forget_applied(&["a".to_owned(), "b".to_owned(), "nobody".to_owned()])?;
        Ok((gone, ledger.is_applied("a")?, ledger.is_applied("c")?, ledger.counts()?.applied))
    };
    assert_eq!(store.ledger.transact(job).await.unwrap(), (2, false, true, 2));
}

#[tokio::test]
async fn changes_go_by_age_in_batches_and_their_evidence_before_them() {
    let store = store();
    let number = Node::phone_number("7");
    let job = move |ledger: &LedgerTx<'_>| {
        for seconds in [1, 2, 3, 4, 5] {
            ledger.add_change(&scope("t1"), &change(&number, "status", seconds), None)?;
        }
        let evidence = [ledger.forget_evidence(at(4), 2)?, ledger.forget_evidence(at(4), 2)?];
        assert_eq!((evidence, ledger.forget_evidence(at(4), 2)?), ([2, 1], 0));
        Ok([ledger.forget_changes(at(3), 1)?, ledger.forget_changes(at(3), 5)?])
    };
    assert_eq!(store.ledger.transact(job).await.unwrap(), [1, 1]);
    assert_eq!(left(&store).await, [(3, false), (4, true), (5, true)]);
}

#[tokio::test]
async fn what_an_open_notice_is_about_stays() {
    let store = store();
    let (number, other) = (Node::phone_number("7"), Node::phone_number("8"));
    let notice = Notice::condition(Kind::Flagged, number.clone(), at(2), json!({}));
    let job = move |ledger: &LedgerTx<'_>| {
        ledger.add_tenant(&tenant("t1"))?;
        for (node, seconds) in [(&number, 1), (&number, 2), (&other, 3), (&number, 4)] {
            ledger.add_change(&scope("t1"), &change(node, "status", seconds), None)?;
        }
        // The same number of another tenant's is no business of this notice.
        ledger.add_change(&scope("t2"), &change(&number, "status", 5), None)?;
        let seq = ledger.add_notice(&scope("t1"), &notice, at(2))?;
        Ok((seq, ledger.forget_changes(at(10), 10)?))
    };
    let (seq, gone) = store.ledger.transact(job).await.unwrap();
    assert_eq!(gone, 3, "what was before the notice, and what is of others");
    assert_eq!(left(&store).await, [(2, true), (4, true)]);
    let resolved = move |ledger: &LedgerTx<'_>| {
        ledger.resolve_notice(&scope("t1"), seq, at(6))?;
        ledger.forget_changes(at(10), 10)
    };
    assert_eq!(store.ledger.transact(resolved).await.unwrap(), 2);
}

/// Opens notices of a number's kinds at these seconds; answers their numbers.
fn opened(ledger: &LedgerTx<'_>, told: &[(Kind, i64)]) -> Result<Vec<u64>, StoreError> {
    let node = Node::phone_number("7");
    let open = |(kind, seconds): &(Kind, i64)| {
        let notice = Notice::condition(*kind, node.clone(), at(*seconds), json!({}));
        ledger.add_notice(&scope("t1"), &notice, at(*seconds))
    };
    told.iter().map(open).collect()
}

#[tokio::test]
async fn resolved_notices_go_but_for_the_newest_of_a_kind_and_what_a_mail_tells_of() {
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        ledger.add_tenant(&tenant("t1"))?;
        ledger.add_person(&person())?;
        let told =
            [(Kind::Flagged, 1), (Kind::Flagged, 2), (Kind::Flagged, 3), (Kind::QualityLow, 4)];
        let seqs = opened(ledger, &told)?;
        for seq in &seqs[..3] {
            ledger.resolve_notice(&scope("t1"), *seq, at(5))?;
        }
        let mail = NewMail {
            person: PersonId::new("ana"),
            shape: MailShape::Alone,
            notices: vec![seqs[1]],
            due_at: at(50),
        };
        let mail = ledger.queue_mail(&scope("t1"), &mail, at(5))?;
        assert_eq!(ledger.forget_notices(at(5), 10)?, 0, "resolved at that very moment");
        assert_eq!(ledger.forget_notices(at(60), 10)?, 1, "the first one");
        let sent = Tried { state: MailState::Sent, due_at: None, answer: None };
        ledger.note_mail_tried(mail, &sent, at(51))?;
        assert_eq!(ledger.forget_notices(at(60), 10)?, 1, "the one that was mailed");
        assert_eq!(
            ledger.forget_notices(at(60), 10)?,
            0,
            "the newest of its kind, and the open one"
        );
        assert_eq!((ledger.forget_mails(at(51), 10)?, ledger.forget_mails(at(52), 10)?), (0, 1));
        Ok(())
    };
    store.ledger.transact(job).await.unwrap();
}

#[tokio::test]
async fn a_message_goes_when_nothing_was_heard_of_it_for_long() {
    let store = store();
    let number = PhoneNumberId::new("7");
    let job = move |ledger: &LedgerTx<'_>| {
        let message = |id: &str, sent: i64, delivered: Option<i64>| {
            let mut delivery = Delivery::default();
            delivery.reached[0] = Some(at(sent));
            delivery.reached[1] = delivered.map(at);
            ledger.save_delivery(&scope("t1"), &number, &MessageId::new(id), &delivery)
        };
        message("old", 1, Some(2))?;
        message("delivered late", 1, Some(30))?;
        message("new", 20, None)?;
        for (id, status, second) in [
            ("played long ago", MessageStatus::Played, 2),
            ("played lately", MessageStatus::Played, 30),
            ("unknown long ago", MessageStatus::from("held"), 2),
            ("unknown lately", MessageStatus::from("held"), 30),
        ] {
            let mut delivery = Delivery::default();
            delivery.hear(&status, at(second));
            ledger.save_delivery(&scope("t1"), &number, &MessageId::new(id), &delivery)?;
        }
        let gone = ledger.forget_deliveries(at(10), 10)?;
        let mut left = Vec::new();
        for id in ["delivered late", "new", "played lately", "unknown lately"] {
            left.push(ledger.delivery(&scope("t1"), &number, &MessageId::new(id))?.is_some());
        }
        Ok((gone, left))
    };
    assert_eq!(store.ledger.transact(job).await.unwrap(), (3, vec![true; 4]));
}

#[tokio::test]
async fn what_counts_by_time_alone_goes_by_it() {
    let store = store();
    let (number, business) = (PhoneNumberId::new("7"), BusinessId::new("900"));
    let job = move |ledger: &LedgerTx<'_>| {
        for (user, seconds) in [("u1", 1), ("u2", 2), ("u3", 3)] {
            ledger.save_wrote(&scope("t1"), &number, user, at(seconds))?;
            ledger.raise_reached(&scope("t1"), &business, user, &number, at(seconds))?;
            let kind = domain::traffic::Kind::Received;
            ledger.add_traffic(&scope("t1"), &number, at(seconds), &kind, 1)?;
        }
        let batches = [
            (ledger.forget_wrote(at(3), 1)?, ledger.forget_wrote(at(3), 9)?),
            (ledger.forget_reached(at(3), 1)?, ledger.forget_reached(at(3), 9)?),
            (ledger.forget_traffic(at(3), 1)?, ledger.forget_traffic(at(3), 9)?),
        ];
        Ok((batches, ledger.reached_at(&scope("t1"), &business, "u3")?.is_some()))
    };
    assert_eq!(store.ledger.transact(job).await.unwrap(), ([(1, 1); 3], true));
}

#[tokio::test]
async fn links_and_sessions_go_after_their_end() {
    use store::{NewPerson, TenantId, TokenHash};
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        ledger.add_tenant(&tenant("t1"))?;
        let ana: NewPerson = person();
        ledger.add_person(&ana)?;
        for (token, ends) in [("a", 5), ("b", 9)] {
            let hash = TokenHash::of(token);
            ledger.add_login_link(hash, &ana.id, at(ends))?;
            ledger.open_session(hash, &ana.id, &TenantId::new("t1"), at(1), at(ends))?;
        }
        let gone = [ledger.forget_links(at(9), 9)?, ledger.forget_ended_sessions(at(9), 9)?];
        Ok((gone, ledger.sessions_of(&ana.id, at(2))?.len(), ledger.forget_ended_nonces(at(9), 9)?))
    };
    assert_eq!(store.ledger.transact(job).await.unwrap(), ([1, 1], 1, 0));
}

#[tokio::test]
async fn a_finished_day_of_quality_is_written_once() {
    let store = store();
    let number = PhoneNumberId::new("7");
    let job = move |ledger: &LedgerTx<'_>| {
        let day = |seconds, rating: &str| QualityDay {
            day: at(seconds),
            rating: rating.to_owned(),
            worst: "RED".to_owned(),
        };
        let own = scope("t1");
        for (seconds, rating) in [(86_400, "GREEN"), (172_800, "YELLOW"), (86_400, "RED")] {
            ledger.add_quality_day(&own, &number, &day(seconds, rating))?;
        }
        let all = ledger.quality_days(&own, &number, at(0), 10)?;
        assert_eq!(all, [day(86_400, "GREEN"), day(172_800, "YELLOW")]);
        assert_eq!(ledger.quality_days(&own, &number, at(86_401), 10)?, all[1..]);
        assert_eq!(ledger.quality_days(&scope("t2"), &number, at(0), 10)?, []);
        let last = ledger.last_quality_day(&own, &number)?;
        Ok((last, ledger.last_quality_day(&scope("t2"), &number)?))
    };
    assert_eq!(store.ledger.transact(job).await.unwrap(), (Some(at(172_800)), None));
}

#[tokio::test]
async fn everybodys_numbers_are_walked_by_id() {
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        for (tenant, id) in [("t2", "5"), ("t1", "7"), ("t1", "6")] {
            ledger.save_replica(&scope(tenant), &Replica::unread(Node::phone_number(id)), None)?;
        }
        ledger.save_replica(&scope("t1"), &Replica::unread(Node::waba("1")), None)?;
        let first = ledger.numbers_after(None, 2)?;
        let rest = ledger.numbers_after(first.last().map(|(_, number)| number), 2)?;
        Ok(first.into_iter().chain(rest).map(|(tenant, id)| (tenant.to_string(), id.to_string())))
    };
    let walked: Vec<_> = store.ledger.transact(job).await.unwrap().collect();
    let expected = [("t2", "5"), ("t1", "6"), ("t1", "7")];
    assert_eq!(walked, expected.map(|(tenant, id)| (tenant.to_owned(), id.to_owned())));
}

#[tokio::test]
async fn what_no_webhook_told_is_found_until_one_of_its_field_comes() {
    let store = store();
    let waba = WabaId::new("700");
    let job = move |ledger: &LedgerTx<'_>| {
        let own = scope("t1");
        let untold = |field: &str, change_seq, found| Untold {
            waba: waba.clone(),
            field: field.to_owned(),
            change_seq,
            since: at(found - 5),
            found_at: at(found),
        };
        let (name, status) = ("phone_number_name_update", "message_template_status_update");
        for found in [untold(name, 1, 30), untold(status, 2, 20), untold(status, 3, 40)] {
            ledger.note_untold(&own, &found)?;
            ledger.note_untold(&own, &found)?;
        }
        for change_seq in 4..1_100 {
            ledger.note_untold(&own, &untold(status, change_seq, 50))?;
        }
        let firsts = [untold(status, 2, 20), untold(name, 1, 30)];
        assert_eq!(ledger.untold_of(&own, &waba)?, firsts, "however many there are");
        assert_eq!(ledger.untold_of(&scope("t2"), &waba)?, []);
        let accounts = ledger.accounts_untold(10)?;
        assert_eq!(accounts.len(), 1);
        assert_eq!((accounts[0].1.as_str(), accounts[0].2), ("700", at(20)));

        ledger.heard_webhook(&own, &waba, status, at(50))?;
        ledger.heard_webhook(&own, &waba, status, at(45))?;
        assert_eq!(ledger.webhook_heard(&own, &waba, status)?, Some(at(50)), "the latest");
        assert_eq!(ledger.webhook_heard(&own, &waba, name)?, None);
        ledger.forget_untold(&own, &waba, status)?;
        assert_eq!(ledger.untold_of(&own, &waba)?, [untold(name, 1, 30)]);

        ledger.rewind_webhooks_heard(at(10))?;
        ledger.rewind_untold(at(10))?;
        let found = ledger.untold_of(&own, &waba)?;
        assert_eq!((found[0].since, found[0].found_at), (at(10), at(10)));
        ledger.webhook_heard(&own, &waba, status)
    };
    assert_eq!(store.ledger.transact(job).await.unwrap(), Some(at(10)));
}
