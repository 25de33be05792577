//! A process killed at any moment: what it had acknowledged is there, and nothing needs repair.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use bytes::Bytes;
use store::{Keyring, Store};

use crate::at;

const FOLDER: &str = "STORE_TEST_CHILD_FOLDER";

/// The process that dies: appends for ever and prints each number that was acknowledged. Without
/// a folder, as in an ordinary run, it does nothing.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test binary has no command line of its own")]
fn child_that_appends() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let dir = Path::new(&folder);
    let ring = Keyring::from_file(&dir.join("key")).unwrap();
    let store = Store::open(&dir.join("data"), ring).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        loop {
            let body = Bytes::from_static(b"{\"entry\":[]}");
            let seq = store.inbox.append(body, at(1)).await.unwrap();
            let key = format!("item {seq}");
            let apply = move |ledger: &store::LedgerTx<'_>| {
                ledger.mark_applied(&key, seq, at(1))?;
                ledger.set_cursor(seq)
            };
            store.ledger.transact(apply).await.unwrap();
            println!("kept {seq}");
        }
    });
}

/// Runs the child until it printed that many lines, kills it, answers the last number printed.
fn kill_after(dir: &Path, lines: usize) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child_that_appends", "--nocapture"])
        .env(FOLDER, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let printed = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut kept = printed.filter_map(|line| line.split_once("kept ")?.1.parse().ok());
    let seen = kept.by_ref().take(lines).last().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    // What it acknowledged between the last line read and the kill counts, too.
    kept.last().unwrap_or(seen)
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let ring = Keyring::generate_file(&dir.path().join("key")).unwrap();
    for lines in [1, 3, 40, 7] {
        let acknowledged = kill_after(dir.path(), lines);

        let look = Store::open_read_only(&data).unwrap();
        assert!(look.inbox.last_seq().unwrap() >= acknowledged, "read only, after a crash");
        drop(look);

        let store = Store::open(&data, ring.clone()).unwrap();
        let last = store.inbox.last_seq().unwrap();
        assert!(last == acknowledged || last == acknowledged + 1, "{last} {acknowledged}");
        assert_eq!(store.inbox.count().unwrap(), last, "no gap");
        store.inbox.check_integrity().unwrap();
        let (cursor, counts) = store
            .ledger
            .read_blocking(|ledger| {
                ledger.check_integrity()?;
                Ok((ledger.cursor()?, ledger.counts()?))
            })
            .unwrap();
        assert!((acknowledged..=last).contains(&cursor), "{acknowledged} {cursor} {last}");
        assert_eq!((counts.applied, counts.effects), (cursor - skipped(&store), counts.applied));
    }
}

/// Numbers whose item the killed child never came to apply.
fn skipped(store: &Store) -> u64 {
    let cursor = store.ledger.read_blocking(|ledger| ledger.cursor()).unwrap();
    let is_skipped = |seq: &u64| {
        let key = format!("item {seq}");
        !store.ledger.read_blocking(|ledger| ledger.is_applied(&key)).unwrap()
    };
    u64::try_from((1..=cursor).filter(is_skipped).count()).unwrap()
}
