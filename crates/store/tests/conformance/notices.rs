//! Notices, who wants to be told of them, and the mails that tell them.

use std::time::Duration;

use domain::notice::{Channels, Digest, Kind, Minute, Notice, Times};
use domain::{Node, Timestamp};
use serde_json::json;
use store::{
    LedgerTx, MailShape, MailState, NewMail, NoticeFilter, Person, PersonId, Store, StoreError,
    TenantScope, Tried,
};

use crate::{at, scope, store, tenant};

fn own() -> TenantScope {
    scope("t1")
}

fn ana() -> PersonId {
    PersonId::new("ana")
}

fn low(number: &str, second: i64) -> Notice {
    let detail = json!({"field": "quality_rating", "after": "RED"});
    Notice::condition(Kind::QualityLow, Node::phone_number(number), at(second), detail)
        .of_waba(Some("700"))
}

fn limit(after: &str, second: i64) -> Notice {
    let node = Node::phone_number("7");
    Notice::moment(Kind::LimitUp, node, at(second), json!({"after": after}))
}

/// A tenant with one person, Ana.
async fn with_ana() -> Store {
    let store = store();
    let added = store.ledger.transact(|tx| {
        tx.add_tenant(&tenant("t1"))?;
        tx.add_person(&Person {
            id: ana(),
            email: "ana@example.com".to_owned(),
            name: "Ana".to_owned(),
            password_hash: None,
            language: None,
            is_installation_owner: false,
            created_at: at(1),
        })
    });
    added.await.unwrap();
    store
}

async fn tried(job: impl FnOnce(&LedgerTx<'_>) -> Result<(), StoreError> + Send + 'static) {
    with_ana().await.ledger.transact(job).await.unwrap();
}

fn listed(tx: &LedgerTx<'_>, filter: &NoticeFilter) -> Vec<u64> {
    tx.notices(&own(), filter, 10).unwrap().iter().map(|kept| kept.seq).collect()
}

#[tokio::test]
async fn a_cause_is_kept_once_and_another_tenants_is_its_own() {
    tried(|tx| {
        let seq = tx.add_notice(&own(), &low("7", 5), at(6))?;
        assert!(tx.attempt(|| tx.add_notice(&own(), &low("7", 5), at(9))).is_err());
        assert!(tx.is_told(&own(), &low("7", 5).cause)?);
        assert!(!tx.is_told(&scope("t2"), &low("7", 5).cause)?);
        tx.add_notice(&scope("t2"), &low("7", 5), at(6))?;
        let kept = tx.notices(&own(), &NoticeFilter::default(), 10)?;
        assert_eq!((kept.len(), kept[0].seq, &kept[0].notice), (1, seq, &low("7", 5)));
        assert_eq!((kept[0].opened_at, kept[0].is_open()), (at(6), true));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_condition_is_open_until_it_is_resolved_and_a_moment_never_is() {
    tried(|tx| {
        let node = Node::phone_number("7");
        let open = |tx: &LedgerTx<'_>| tx.open_notice(&own(), Kind::QualityLow, &node).unwrap();
        let seq = tx.add_notice(&own(), &low("7", 5).at_level(2), at(6))?;
        let moment = tx.add_notice(&own(), &limit("TIER_2K", 7), at(8))?;
        assert_eq!(open(tx).map(|held| (held.seq, held.level, held.at)), Some((seq, 2, at(5))));
        let only = |is_open| NoticeFilter { is_open: Some(is_open), ..NoticeFilter::default() };
        assert_eq!((listed(tx, &only(true)), listed(tx, &only(false))), (vec![seq], vec![moment]));
        tx.ease_notice(&own(), seq, 1)?;
        assert_eq!(open(tx).map(|held| held.level), Some(1));
        tx.resolve_notice(&scope("t2"), seq, at(9))?;
        assert!(open(tx).is_some(), "another tenant ends nothing");
        tx.resolve_notice(&own(), seq, at(9))?;
        tx.resolve_notice(&own(), seq, at(10))?;
        assert_eq!(open(tx), None);
        assert_eq!(tx.notice_ended_at(&own(), Kind::QualityLow, &node)?, Some(at(9)));
        let last = tx.last_told(&own(), &[Kind::LimitDown, Kind::LimitUp], &node)?;
        assert_eq!(last.map(|told| (told.after, told.at)), Some((json!("TIER_2K"), at(7))));
        assert_eq!(tx.last_told(&own(), &[Kind::NameDecided], &node)?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_first_to_take_a_notice_up_is_named() {
    tried(|tx| {
        let seq = tx.add_notice(&own(), &low("7", 5), at(6))?;
        assert!(!tx.acknowledge_notice(&scope("t2"), seq, &ana(), at(7))?);
        assert!(tx.acknowledge_notice(&own(), seq, &ana(), at(8))?);
        assert!(!tx.acknowledge_notice(&own(), seq, &PersonId::new("bia"), at(9))?);
        let kept = tx.notices_of(&own(), &[seq, 999])?;
        let acked = kept[0].acked.clone().unwrap();
        assert_eq!((acked.person, acked.by.as_deref(), acked.at), (ana(), Some("Ana"), at(8)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_a_person_has_not_looked_at_is_counted_by_the_kinds_shown() {
    tried(|tx| {
        let first = tx.add_notice(&own(), &low("7", 5), at(6))?;
        tx.add_notice(&own(), &low("8", 5), at(6))?;
        tx.add_notice(&own(), &limit("TIER_2K", 7), at(8))?;
        let unread = |kinds: &[Kind]| tx.notices_unread(&own(), &ana(), kinds).unwrap();
        assert_eq!((unread(&Kind::ALL), unread(&[Kind::QualityLow]), unread(&[])), (3, 2, 0));
        tx.see_notices(&own(), &ana(), first)?;
        tx.see_notices(&own(), &ana(), 0)?;
        assert_eq!((unread(&Kind::ALL), tx.notices_seen(&own(), &ana())?), (2, first));
        let bia = PersonId::new("bia");
        assert_eq!(tx.notices_unread(&own(), &bia, &Kind::ALL)?, 3);
        // Who takes one up has looked at it, and nobody else has.
        tx.acknowledge_notice(&own(), first + 1, &ana(), at(9))?;
        assert_eq!((unread(&Kind::ALL), tx.notices_unread(&own(), &bia, &Kind::ALL)?), (1, 3));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_accounts_notices_are_its_own_and_those_of_no_account_and_counted_the_same() {
    tried(|tx| {
        let add = |notice: Notice| tx.add_notice(&own(), &notice, at(9)).unwrap();
        let ended = add(low("1", 1));
        tx.resolve_notice(&own(), ended, at(9))?;
        let (first, of_none) = (add(low("1", 2)), add(low("2", 3).of_waba(None)));
        let other = add(low("3", 4).of_waba(Some("701")));
        tx.add_notice(&scope("t2"), &low("1", 2), at(9))?;
        let of = |waba: Option<&str>| NoticeFilter {
            is_open: Some(true),
            waba: waba.map(str::to_owned),
            ..NoticeFilter::default()
        };
        for (waba, seqs) in [
            (None, vec![other, of_none, first]),
            (Some("700"), vec![of_none, first]),
            (Some("701"), vec![other, of_none]),
            (Some("702"), vec![of_none]),
        ] {
            assert_eq!(listed(tx, &of(waba)), seqs, "{waba:?}");
            assert_eq!(tx.notice_count(&own(), &of(waba))?, seqs.len() as u64, "{waba:?}");
        }
        let ended_ones = NoticeFilter { is_open: Some(false), ..of(Some("700")) };
        assert_eq!(
            (listed(tx, &ended_ones), tx.notice_count(&own(), &ended_ones)?),
            (vec![ended], 1)
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn notices_are_paged_newest_first_and_narrowed_by_kind() {
    tried(|tx| {
        let seqs: Vec<u64> = (1..=5)
            .map(|n| tx.add_notice(&own(), &low(&n.to_string(), n), at(n)).unwrap())
            .collect();
        tx.add_notice(&own(), &limit("TIER_2K", 7), at(8))?;
        let kinds = Some(vec![Kind::QualityLow]);
        let before_seq = Some(seqs[2]);
        let page = NoticeFilter { kinds, before_seq, ..NoticeFilter::default() };
        assert_eq!(listed(tx, &page), [seqs[1], seqs[0]]);
        let none = NoticeFilter { kinds: Some(Vec::new()), ..NoticeFilter::default() };
        assert_eq!(listed(tx, &none), [0_u64; 0]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_clock_turned_back_brings_notices_and_far_mails_back() {
    tried(|tx| {
        let seq = tx.add_notice(&own(), &low("7", 5_000), at(5_000))?;
        tx.add_notice(&own(), &low("8", 50), at(50))?;
        assert_eq!(tx.last_notice_at()?, Some(at(5_000)));
        tx.rewind_notices(at(100))?;
        let kept = tx.notices_of(&own(), &[seq, seq + 1])?;
        assert_eq!(kept.iter().map(|kept| kept.notice.at).collect::<Vec<_>>(), [at(100), at(50)]);
        tx.resolve_notice(&own(), seq, at(900))?;
        tx.rewind_notices(at(200))?;
        assert_eq!(tx.notices_of(&own(), &[seq])?[0].resolved_at, Some(at(200)));
        let near = queue(tx, MailShape::Alone, &[seq], at(150));
        let far = queue(tx, MailShape::Quiet, &[seq], at(9_000));
        assert_eq!(tx.last_mail_at()?, Some(at(9_000)));
        // What goes out at once waits for no hour that was turned back; the digest for its own.
        queue(tx, MailShape::Alone, &[seq], at(800));
        queue(tx, MailShape::Digest, &[seq], at(900));
        tx.rewind_mails(at(100), at(1_000), at(300))?;
        let due: Vec<_> = tx.mails_queued(&own(), &ana())?.into_iter().map(|m| m.due_at).collect();
        let times = [150, 100, 100, 900].map(|time| Some(at(time)));
        assert_eq!((near, far, due), (1, 2, times.to_vec()));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_persons_rules_stand_before_the_tenants_and_can_be_forgotten() {
    tried(|tx| {
        let (on, off) =
            (Channels { app: true, email: true }, Channels { app: false, email: false });
        tx.set_tenant_notice_rule(&own(), Kind::LimitUp, on)?;
        tx.set_notice_rule(&own(), &ana(), Kind::LimitUp, on)?;
        tx.set_notice_rule(&own(), &ana(), Kind::LimitUp, off)?;
        tx.set_notice_rule(&scope("t2"), &ana(), Kind::Flagged, off)?;
        assert_eq!(tx.notice_rules(&own(), &ana())?.channels(Kind::LimitUp), off);
        assert_eq!(tx.notice_rules(&own(), &PersonId::new("b"))?.channels(Kind::LimitUp), on);
        assert!(tx.notice_rules(&own(), &ana())?.channels(Kind::Flagged).email);
        tx.forget_notice_rules(&own(), &ana())?;
        assert_eq!(tx.notice_rules(&own(), &ana())?, tx.tenant_notice_rules(&own())?);
        let digest = Some(Digest { at: Minute::new(510).unwrap() });
        let times = Times { digest, muted_until: Some(at(9)), ..Times::default() };
        assert_eq!(tx.notice_times(&own(), &ana())?, Times::default());
        tx.set_notice_times(&own(), &ana(), &times)?;
        assert_eq!(tx.notice_times(&own(), &ana())?, times);
        assert_eq!(tx.notice_times(&scope("t2"), &ana())?, Times::default());
        Ok(())
    })
    .await;
}

fn queue(tx: &LedgerTx<'_>, shape: MailShape, notices: &[u64], due_at: Timestamp) -> u64 {
    let mail = NewMail { person: ana(), shape, notices: notices.to_vec(), due_at };
    tx.queue_mail(&own(), &mail, at(10)).unwrap()
}

#[tokio::test]
async fn a_mail_is_due_until_it_ends_and_says_what_became_of_it() {
    tried(|tx| {
        let (one, two) =
            (queue(tx, MailShape::Alone, &[1], at(20)), queue(tx, MailShape::Alone, &[2], at(30)));
        let due = |now| -> Vec<u64> {
            tx.mails_due(now, 10).unwrap().iter().map(|mail| mail.seq).collect()
        };
        assert_eq!((due(at(19)), due(at(20)), due(at(30))), (vec![], vec![one], vec![one, two]));
        assert_eq!(tx.next_mail_at()?, Some(at(20)));
        let answer = Some("450 later".to_owned());
        let again = Tried { state: MailState::Queued, due_at: Some(at(60)), answer };
        tx.note_mail_tried(one, &again, at(21))?;
        assert_eq!(due(at(59)), [two]);
        let sent = Tried { state: MailState::Sent, due_at: None, answer: None };
        tx.note_mail_tried(one, &sent, at(61))?;
        tx.note_mail_tried(one, &again, at(62))?;
        let log = tx.mails(&own(), None, 10)?;
        let ended: Vec<_> = log.iter().map(|mail| (mail.seq, mail.state, mail.attempts)).collect();
        assert_eq!(ended, [(two, MailState::Queued, 0), (one, MailState::Sent, 2)]);
        assert_eq!((log[1].first_due_at, log[1].ended_at), (at(20), Some(at(61))));
        assert_eq!(tx.mails(&own(), Some(two), 10)?.len(), 1);
        assert!(tx.mails(&scope("t2"), None, 10)?.is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_waits_gathers_more_until_it_is_tried() {
    tried(|tx| {
        let seq = queue(tx, MailShape::Digest, &[1], at(20));
        let gathering = |shape, due_at| tx.mail_gathering(&own(), &ana(), shape, due_at).unwrap();
        assert_eq!(gathering(MailShape::Quiet, at(20)), None);
        assert_eq!(gathering(MailShape::Digest, at(21)), None);
        assert_eq!(gathering(MailShape::Digest, at(20)).map(|mail| mail.seq), Some(seq));
        tx.set_mail_notices(seq, &[1, 2])?;
        assert_eq!(gathering(MailShape::Digest, at(20)).unwrap().notices, [1, 2]);
        let again = Tried { state: MailState::Queued, due_at: Some(at(20)), answer: None };
        tx.note_mail_tried(seq, &again, at(20))?;
        assert_eq!(gathering(MailShape::Digest, at(20)), None);
        tx.merge_mail(seq, at(25))?;
        tx.set_mail_notices(seq, &[9])?;
        let log = tx.mails(&own(), None, 10)?;
        assert_eq!((log[0].state, log[0].notices.clone()), (MailState::Merged, vec![1, 2]));
        assert!(tx.mails_queued(&own(), &ana())?.is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn one_failed_try_puts_off_what_is_due_and_nothing_else() {
    tried(|tx| {
        queue(tx, MailShape::Alone, &[1], at(20));
        queue(tx, MailShape::Alone, &[2], at(500));
        tx.put_off_mails(at(20).plus(Duration::from_secs(60)))?;
        let due: Vec<_> = tx.mails_queued(&own(), &ana())?.into_iter().map(|m| m.due_at).collect();
        assert_eq!(due, [Some(at(80)), Some(at(500))]);
        assert_eq!(tx.mails(&own(), None, 1)?[0].attempts, 0);
        Ok(())
    })
    .await;
}
