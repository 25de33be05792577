//! Appending, order, paging, group commit.

use std::sync::Arc;

use bytes::Bytes;
use store::{Keyring, Store, StoreError};

use crate::{at, store};

#[tokio::test]
async fn a_body_that_comes_twice_is_kept_twice_and_in_order() {
    let store = store();
    let first = store.inbox.append(Bytes::from_static(b"same"), at(1)).await.unwrap();
    let second = store.inbox.append(Bytes::from_static(b"same"), at(2)).await.unwrap();
    assert!(first < second);
    let kept = store.inbox.after(0, 10).unwrap();
    assert_eq!(kept.iter().map(|b| b.seq).collect::<Vec<_>>(), [first, second]);
    assert_eq!(kept[0].body, kept[1].body);
    assert_eq!(kept[1].received_at, at(2));
    assert_eq!(store.inbox.last_seq().unwrap(), second);
}

#[tokio::test]
async fn pages_join_without_gap_or_repeat() {
    let store = store();
    for n in 0..25 {
        store.inbox.append(Bytes::from(vec![n]), at(n.into())).await.unwrap();
    }
    let (mut seen, mut cursor) = (Vec::new(), 0);
    loop {
        let page = store.inbox.after(cursor, 7).unwrap();
        assert!(page.len() <= 7);
        let Some(last) = page.last() else { break };
        cursor = last.seq;
        seen.extend(page.into_iter().map(|b| b.body[0]));
    }
    assert_eq!(seen, (0..25).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_page_of_large_bodies_ends_early_but_never_empty() {
    let store = store();
    for _ in 0..12 {
        store.inbox.append(Bytes::from(vec![b'x'; 4 << 20]), at(1)).await.unwrap();
    }
    let page = store.inbox.after(0, 100).unwrap();
    assert_eq!(page.len(), 8, "32 MiB");
    assert_eq!(store.inbox.after(page[7].seq, 100).unwrap().len(), 4);
}

#[tokio::test]
async fn bodies_are_found_by_their_numbers_in_the_order_asked() {
    let store = store();
    for n in 0..3 {
        store.inbox.append(Bytes::from(vec![n]), at(1)).await.unwrap();
    }
    let found = store.inbox.get(&[3, 99, 1]).unwrap();
    assert_eq!(found.iter().map(|b| b.seq).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(store.inbox.count().unwrap(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn appends_that_wait_together_share_commits() {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::open(dir.path(), Keyring::generate().unwrap()).unwrap());
    let appends = (0..500_u32).map(|n| {
        let inbox = store.inbox.clone();
        tokio::spawn(async move { inbox.append(Bytes::from(n.to_string()), at(1)).await })
    });
    let mut seqs = Vec::new();
    for append in appends.collect::<Vec<_>>() {
        seqs.push(append.await.unwrap().unwrap());
    }
    seqs.sort_unstable();
    seqs.dedup();
    assert_eq!(seqs.len(), 500, "each its own number");
    assert!(store.inbox.commits() < 500, "{} commits", store.inbox.commits());
    assert_eq!(store.inbox.count().unwrap(), 500);
}

#[tokio::test]
async fn the_projector_is_woken_by_a_commit() {
    let store = store();
    let mut last = store.inbox.subscribe();
    assert_eq!(*last.borrow_and_update(), 0);
    let seq = store.inbox.append(Bytes::from_static(b"{}"), at(1)).await.unwrap();
    last.changed().await.unwrap();
    assert_eq!(*last.borrow_and_update(), seq);
}

#[tokio::test]
async fn a_closed_store_refuses_by_name() {
    let store = store();
    let (inbox, ledger) = (store.inbox.clone(), store.ledger.clone());
    store.close();
    let append = inbox.append(Bytes::from_static(b"{}"), at(1)).await;
    assert_eq!(append, Err(StoreError::Closed));
    assert_eq!(inbox.last_seq(), Err(StoreError::Closed));
    assert_eq!(ledger.transact(|_| Ok(())).await, Err(StoreError::Closed));
    assert_eq!(ledger.read(|ledger| ledger.cursor()).await, Err(StoreError::Closed));
}

#[tokio::test]
async fn large_bodies_that_are_asked_for_come_as_a_prefix_in_the_order_asked() {
    let store = store();
    let large = Bytes::from(vec![b'x'; 12 * 1024 * 1024]);
    let mut seqs = Vec::new();
    for _ in 0..4 {
        seqs.push(store.inbox.append(large.clone(), at(1)).await.unwrap());
    }
    seqs.reverse();
    let asked = [&[999], seqs.as_slice()].concat();
    let found = store.inbox.get(&asked).unwrap();
    let found: Vec<u64> = found.into_iter().map(|stored| stored.seq).collect();
    assert_eq!(found, seqs[..3], "a page of 32 MiB ends after the body that fills it");
}
