//! Items: applied once, put aside, waiting for their account; jobs whole or not at all.

use meta::WabaId;
use store::{ItemState, Quarantined, StoreError, Waiting};

use crate::{at, bound, scope, store, tenant};

fn waiting(key: &str, seq: u64, waba: &str) -> Waiting {
    Waiting {
        key: key.to_owned(),
        seq,
        path: "entry.0.changes.0".to_owned(),
        field: Some("messages".to_owned()),
        waba: WabaId::new(waba),
        at: at(5),
    }
}

fn quarantined(key: &str, reason: &str) -> Quarantined {
    Quarantined {
        key: key.to_owned(),
        seq: 4,
        path: "entry.0".to_owned(),
        field: None,
        reason: reason.to_owned(),
        at: at(5),
    }
}

#[tokio::test]
async fn an_item_takes_effect_once_however_often_it_comes() {
    let store = store();
    for seq in 1..=3 {
        let apply = move |ledger: &store::LedgerTx<'_>| {
            if !ledger.is_applied("wamid.1")? {
                ledger.mark_applied("wamid.1", seq, at(1))?;
            }
            ledger.set_cursor(seq)
        };
        store.ledger.transact(apply).await.unwrap();
    }
    let seen =
        store.ledger.read(|ledger| Ok((ledger.applied_times("wamid.1")?, ledger.cursor()?))).await;
    assert_eq!(seen.unwrap(), (1, 3));
}

#[tokio::test]
async fn a_second_effect_is_counted_so_that_a_defect_shows() {
    let store = store();
    let twice = |ledger: &store::LedgerTx<'_>| {
        ledger.mark_applied("k", 1, at(1))?;
        ledger.mark_applied("k", 2, at(2))?;
        Ok((ledger.item_state("k")?, ledger.counts()?))
    };
    let (state, counts) = store.ledger.transact(twice).await.unwrap();
    assert_eq!(state, ItemState::Applied { times: 2 });
    assert_eq!((counts.applied, counts.effects), (1, 2));
}

#[tokio::test]
async fn the_cursor_never_goes_back() {
    let store = store();
    store.ledger.transact(|ledger| ledger.set_cursor(9)).await.unwrap();
    store.ledger.transact(|ledger| ledger.set_cursor(4)).await.unwrap();
    assert_eq!(store.ledger.read(|ledger| ledger.cursor()).await, Ok(9));
}

#[tokio::test]
async fn what_cannot_be_read_is_put_aside_once() {
    let store = store();
    let put_aside = |ledger: &store::LedgerTx<'_>| {
        ledger.quarantine(&quarantined("q", "first"))?;
        ledger.quarantine(&quarantined("q", "second"))?;
        Ok((ledger.quarantined_count()?, ledger.quarantined(None, 10)?, ledger.item_state("q")?))
    };
    let (count, list, state) = store.ledger.transact(put_aside).await.unwrap();
    assert_eq!((count, list), (1, vec![quarantined("q", "first")]));
    assert_eq!(state, ItemState::Quarantined { reason: "first".to_owned() });
}

#[tokio::test]
async fn an_item_of_an_unbound_account_waits_until_it_is_bound() {
    let store = store();
    let wait = |ledger: &store::LedgerTx<'_>| {
        ledger.wait(&waiting("b", 2, "700"))?;
        ledger.wait(&waiting("a", 1, "700"))?;
        ledger.wait(&waiting("a", 1, "700"))?;
        ledger.wait(&waiting("c", 3, "701"))?;
        Ok((ledger.waiting_count()?, ledger.waiting_bound(10)?, ledger.item_state("a")?))
    };
    let before = store.ledger.transact(wait).await.unwrap();
    assert_eq!(before, (3, vec![], ItemState::Waiting));

    bound(&store, "t1", "700").await.unwrap();
    let drive = |ledger: &store::LedgerTx<'_>| {
        let found = ledger.waiting_for(&WabaId::new("700"), 10)?;
        assert_eq!(found, ledger.waiting_bound(10)?);
        for item in &found {
            ledger.mark_applied(&item.key, item.seq, at(6))?;
            ledger.release_waiting(&item.key)?;
        }
        Ok(found)
    };
    let driven = store.ledger.transact(drive).await.unwrap();
    assert_eq!(driven, [waiting("a", 1, "700"), waiting("b", 2, "700")]);
    let after =
        store.ledger.read(|ledger| Ok((ledger.item_state("a")?, ledger.waiting_count()?))).await;
    assert_eq!(after.unwrap(), (ItemState::Applied { times: 1 }, 1));
}

#[tokio::test]
async fn an_item_never_seen_is_pending() {
    let store = store();
    let state = store.ledger.read(|ledger| ledger.item_state("never")).await;
    assert_eq!(state, Ok(ItemState::Pending));
}

#[tokio::test]
async fn a_job_that_fails_is_undone_whole_and_alone() {
    let store = store();
    let failing = store.ledger.transact(|ledger| {
        ledger.mark_applied("lost", 1, at(1))?;
        Err::<(), _>(StoreError::NotFound { what: "anything".to_owned() })
    });
    let panicking = store.ledger.transact(|ledger| {
        ledger.mark_applied("lost", 1, at(1))?;
        if ledger.is_applied("lost")? {
            std::panic::resume_unwind(Box::new("on purpose"));
        }
        Ok(())
    });
    let good = store.ledger.transact(|ledger| ledger.mark_applied("kept", 1, at(1)));
    let (failing, panicking, good) = tokio::join!(failing, panicking, good);
    assert_eq!(failing, Err(StoreError::NotFound { what: "anything".to_owned() }));
    assert_eq!(panicking, Err(StoreError::Panicked));
    assert_eq!(good, Ok(()));
    let seen = store
        .ledger
        .read(|ledger| Ok((ledger.is_applied("lost")?, ledger.is_applied("kept")?)))
        .await;
    assert_eq!(seen, Ok((false, true)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reading_job_sees_one_snapshot() {
    let store = store();
    let writer = store.ledger.clone();
    let handle = tokio::runtime::Handle::current();
    let seen = store.ledger.read(move |ledger| {
        let before = ledger.cursor()?;
        let handle = handle.clone();
        std::thread::scope(|threads| {
            let write = || handle.block_on(writer.transact(|ledger| ledger.set_cursor(7)));
            threads.spawn(write).join().unwrap()
        })?;
        Ok((before, ledger.cursor()?))
    });
    assert_eq!(seen.await, Ok((0, 0)));
    assert_eq!(store.ledger.read(|ledger| ledger.cursor()).await, Ok(7));
}

#[tokio::test]
async fn every_question_has_an_answer_for_an_empty_ledger() {
    let store = store();
    let asked = store.ledger.read(|ledger| {
        let scope = scope("t1");
        let node = domain::Node::waba("1");
        assert!(ledger.tenants()?.is_empty() && ledger.tenant(&scope)?.is_none());
        assert!(ledger.all_connections()?.is_empty() && ledger.connections(&scope)?.is_empty());
        assert!(ledger.replicas(&scope, node.kind)?.is_empty());
        assert!(ledger.waba_of(&scope, &node)?.is_none() && ledger.next_due_at()?.is_none());
        assert!(ledger.due(at(9), 9)?.is_empty() && ledger.all_changes(0, 9)?.is_empty());
        assert!(ledger.changes(&scope, None, 9)?.is_empty());
        assert!(ledger.changes_of(&scope, &node, None, 9)?.is_empty());
        assert!(ledger.members(&scope)?.is_empty() && ledger.secret(&scope, "x")?.is_none());
        assert_eq!(ledger.verify_secrets()?, 0);
        ledger.check_integrity()
    });
    assert_eq!(asked.await, Ok(()));
    let add = |ledger: &store::LedgerTx<'_>| ledger.add_tenant(&tenant("system"));
    let refused = store.ledger.transact(add).await;
    assert!(matches!(refused, Err(StoreError::Constraint { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_failed_attempt_leaves_what_was_written_before_and_after_it() {
    let store = store();
    let job = |ledger: &store::LedgerTx<'_>| {
        ledger.mark_applied("before", 1, at(1))?;
        let failed: Result<(), StoreError> = ledger.attempt(|| {
            ledger.mark_applied("inside", 1, at(1))?;
            ledger.attempt(|| ledger.mark_applied("nested", 1, at(1)))?;
            Err(StoreError::NotFound { what: "number".to_owned() })
        });
        assert_eq!(failed, Err(StoreError::NotFound { what: "number".to_owned() }));
        let panicked: Result<(), StoreError> = ledger.attempt(|| {
            ledger.mark_applied("inside", 1, at(1))?;
            panic!("a defect of this item only")
        });
        assert_eq!(panicked, Err(StoreError::Panicked));
        ledger.attempt(|| ledger.mark_applied("after", 1, at(1)))
    };
    store.ledger.transact(job).await.unwrap();
    let kept = store.ledger.read(|ledger| {
        let keys = ["before", "inside", "nested", "after"];
        keys.into_iter().map(|key| ledger.is_applied(key)).collect::<Result<Vec<_>, _>>()
    });
    assert_eq!(kept.await.unwrap(), [true, false, false, true]);
}
