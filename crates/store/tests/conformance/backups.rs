//! Backups: what was acknowledged before one began is in it, and nothing else than a whole and
//! proven one is ever put in place.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use store::backup::{self, BackupError, FileName, Manifest, Order, unpack};
use store::{Keyring, SealError, Store, StoreError};

use crate::{at, bound};

/// Where copies stand meanwhile, beside the data or in the folder of `--staging`.
const STAGING: &str = ".farol-staging";

struct Shop {
    parent: tempfile::TempDir,
    ring: Keyring,
    store: Store,
}

impl Shop {
    /// A store with a bound account and ten bodies, three of them read.
    async fn open() -> Self {
        let parent = tempfile::tempdir().unwrap();
        let ring = Keyring::generate().unwrap();
        let store = Store::open(&parent.path().join("data"), ring.clone()).unwrap();
        bound(&store, "t1", "700").await.unwrap();
        for number in 0..10 {
            append(&store, &format!("body {number}")).await;
        }
        store.ledger.transact(|ledger| ledger.set_cursor(3)).await.unwrap();
        Self { parent, ring, store }
    }

    fn data(&self) -> PathBuf {
        self.parent.path().join("data")
    }

    fn to(&self, name: &str) -> PathBuf {
        self.parent.path().join(name)
    }

    fn back_up(&self, name: &str) -> Result<Manifest, BackupError> {
        let (dir, to) = (self.data(), self.to(name));
        backup::back_up(&Order { dir: &dir, to: &to, staging: &dir, at: at(5) }, &self.ring)
    }

    fn unpack(&self, name: &str, into: &Path) -> Result<backup::Restoring, BackupError> {
        unpack(&self.to(name), &self.ring, into)
    }
}

async fn append(store: &Store, text: &str) -> u64 {
    store.inbox.append(Bytes::copy_from_slice(text.as_bytes()), at(1)).await.unwrap()
}

/// Everything in a folder, with its bytes; `None` where there is no folder.
fn contents(dir: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
    let entries = fs::read_dir(dir).ok()?.map(|entry| entry.unwrap().path());
    let named = entries.map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read(&path).unwrap_or_default())
    });
    Some(named.collect())
}

fn refused<T>(outcome: Result<T, BackupError>) -> BackupError {
    outcome.err().expect("a refusal")
}

#[tokio::test]
async fn a_backup_of_a_running_store_restores_to_the_same_data() {
    let shop = Shop::open().await;
    fs::write(shop.data().join("emulator.json"), "{}").unwrap();
    let manifest = shop.back_up("one").unwrap();
    append(&shop.store, "after the backup").await;
    let names: Vec<FileName> = manifest.files.iter().map(|file| file.name).collect();
    assert_eq!(names, [FileName::Ledger, FileName::Inbox, FileName::World], "the ledger first");
    assert_eq!(
        (manifest.secrets, manifest.made_at),
        (2, at(5)),
        "a token, and the key of erasures"
    );
    assert_eq!(manifest.files[1].rows["body"], 10);
    let left: Vec<String> = contents(&shop.data()).unwrap().into_keys().collect();
    assert!(!left.contains(&STAGING.to_owned()), "{left:?}");

    let into = shop.to("new");
    assert_eq!(shop.unpack("one", &into).unwrap().put_in_place().unwrap(), manifest);
    let names: Vec<String> = contents(&into).unwrap().into_keys().collect();
    assert_eq!(names, ["emulator.json", "farol.lock", "inbox.db", "ledger.db"]);
    let restored = Store::open(&into, shop.ring.clone()).unwrap();
    assert_eq!(restored.inbox.count().unwrap(), 10);
    assert_eq!(restored.ledger.read(|ledger| ledger.cursor()).await, Ok(3));
    assert_eq!(restored.ledger.read(|ledger| ledger.verify_secrets()).await, Ok(2));
    assert_eq!(append(&restored, "after the restore").await, 11);
}

#[tokio::test]
async fn a_backup_under_load_misses_nothing_acknowledged_before_it_began() {
    let shop = Shop::open().await;
    let (inbox, ledger) = (shop.store.inbox.clone(), shop.store.ledger.clone());
    let (told, mut acknowledged) = tokio::sync::watch::channel(0);
    let load = tokio::spawn(async move {
        while !told.is_closed() {
            let seq = inbox.append(Bytes::from(vec![7; 3_000]), at(2)).await.unwrap();
            let read = move |tx: &store::LedgerTx<'_>| {
                tx.mark_applied(&format!("item {seq}"), seq, at(2))?;
                tx.set_cursor(seq)
            };
            ledger.transact(read).await.unwrap();
            let _ = told.send(seq);
        }
    });
    for drill in 0..5 {
        acknowledged.wait_for(|seq| *seq > 40 * (drill + 1)).await.unwrap();
        let before = *acknowledged.borrow();
        let name = format!("drill {drill}");
        let (made, shop) = std::thread::scope(|scope| {
            let made = scope.spawn(|| shop.back_up(&name));
            (made.join().unwrap().unwrap(), &shop)
        });
        let into = shop.to(&format!("restored {drill}"));
        shop.unpack(&name, &into).unwrap().put_in_place().unwrap();
        let restored = Store::open(&into, shop.ring.clone()).unwrap();
        let last = restored.inbox.last_seq().unwrap();
        let cursor = restored.ledger.read(|ledger| ledger.cursor()).await.unwrap();
        assert!(before <= cursor && cursor <= last, "{before} {cursor} {last}");
        assert_eq!(restored.inbox.count().unwrap(), last, "no gap");
        assert_eq!(made.files[1].rows["body"], last);
    }
    drop(acknowledged);
    load.await.unwrap();
}

#[tokio::test]
async fn a_damaged_archive_is_refused_and_leaves_no_trace() {
    let shop = Shop::open().await;
    shop.back_up("good").unwrap();
    let good = fs::read(shop.to("good")).unwrap();
    let into = shop.to("new");
    let empty = shop.to("empty");
    fs::create_dir(&empty).unwrap();
    let mut cases = Vec::new();
    for at in (0..200).chain((200..good.len()).step_by(good.len() / 97)) {
        let mut flipped = good.clone();
        flipped[at] ^= 0x10;
        cases.push((format!("flipped at {at}"), flipped));
    }
    for length in (0..good.len()).step_by(good.len() / 41) {
        cases.push((format!("cut at {length}"), good[..length].to_vec()));
    }
    cases.push(("one byte less".to_owned(), good[..good.len() - 1].to_vec()));
    cases.push(("one byte more".to_owned(), [good.as_slice(), b"x"].concat()));
    for (what, archive) in cases {
        fs::write(shop.to("bad"), archive).unwrap();
        let error = refused(shop.unpack("bad", &into));
        assert!(matches!(error, BackupError::Damaged { .. }), "{what}: {error}");
        assert_eq!(contents(&into), None, "{what}: no folder is made");
        let error = refused(shop.unpack("bad", &empty));
        assert!(matches!(error, BackupError::Damaged { .. }), "{what}: {error}");
        assert_eq!(contents(&empty), Some(BTreeMap::new()), "{what}");
    }
    shop.unpack("good", &empty).unwrap().put_in_place().unwrap();
}

#[tokio::test]
async fn a_wrong_or_missing_key_is_named_and_nothing_is_touched() {
    let shop = Shop::open().await;
    shop.back_up("one").unwrap();
    let (archive, into) = (shop.to("one"), shop.to("new"));
    let missing = SealError::MissingKey { kid: shop.ring.active() };
    let other = Keyring::generate().unwrap();
    assert_eq!(
        refused(unpack(&archive, &other, &into)),
        BackupError::Store(StoreError::Sealing(missing))
    );
    let text = format!("{}:q83vEjRWeJAh/9z6t5iH1uXkwqOygZCfbl1MOysaCQg=", shop.ring.active());
    let wrong = SealError::WrongKey { kid: shop.ring.active() };
    let same_name = Keyring::parse(&text).unwrap();
    assert_eq!(
        refused(unpack(&archive, &same_name, &into)),
        BackupError::Store(StoreError::Sealing(wrong))
    );
    assert_eq!(contents(&into), None);
    let (dir, to) = (shop.data(), shop.to("two"));
    let order = Order { dir: &dir, to: &to, staging: &dir, at: at(5) };
    let refused = refused(backup::back_up(&order, &other));
    assert!(matches!(refused, BackupError::Store(StoreError::Sealing(_))), "{refused}");
    assert!(!to.exists());
}

#[tokio::test]
async fn only_an_empty_folder_that_nobody_works_on_is_restored_into() {
    let shop = Shop::open().await;
    shop.back_up("one").unwrap();
    let in_use = StoreError::InUse { dir: shop.data() };
    assert_eq!(refused(shop.unpack("one", &shop.data())), BackupError::Store(in_use));

    let filled = shop.to("filled");
    fs::create_dir(&filled).unwrap();
    fs::write(filled.join("a file"), "mine").unwrap();
    let before = contents(&filled);
    let not_empty = BackupError::NotEmpty { dir: filled.clone(), found: "a file".to_owned() };
    assert_eq!(refused(shop.unpack("one", &filled)), not_empty);
    assert_eq!(contents(&filled), before);

    let with_key = shop.to("with key");
    fs::create_dir(&with_key).unwrap();
    fs::write(with_key.join("demo.key"), "a key").unwrap();
    drop(shop.unpack("one", &with_key).unwrap());
    assert_eq!(contents(&with_key).unwrap().len(), 1, "a restore that was given up");
    shop.unpack("one", &with_key).unwrap().put_in_place().unwrap();
    let again = refused(shop.unpack("one", &with_key));
    assert!(matches!(again, BackupError::NotEmpty { .. }), "{again}");
}

#[tokio::test]
async fn what_a_killed_backup_left_goes_with_the_next_one() {
    let shop = Shop::open().await;
    let left = shop.data().join(STAGING);
    fs::create_dir_all(left.join("copy")).unwrap();
    fs::write(left.join("made-by-farol"), "").unwrap();
    fs::write(left.join("copy/ledger.db"), "half a copy").unwrap();
    fs::write(shop.to("one.part"), "half an archive").unwrap();
    shop.back_up("one").unwrap();
    assert!(!left.exists() && !shop.to("one.part").exists());
}

#[tokio::test]
async fn nothing_of_anybody_else_goes_from_the_folder_of_the_copies() {
    let shop = Shop::open().await;
    let (dir, theirs) = (shop.data(), shop.to("theirs"));
    fs::create_dir_all(theirs.join("staging/copy")).unwrap();
    fs::write(theirs.join("staging/index.html"), "a site").unwrap();
    fs::write(theirs.join("staging/copy/page"), "a page").unwrap();
    let back_up = |name: &str| {
        let to = shop.to(name);
        backup::back_up(&Order { dir: &dir, to: &to, staging: &theirs, at: at(5) }, &shop.ring)
    };
    back_up("one").unwrap();
    backup::verify(&shop.to("one"), &shop.ring, &theirs).unwrap();
    assert_eq!(fs::read(theirs.join("staging/index.html")).unwrap(), b"a site");
    assert_eq!(fs::read(theirs.join("staging/copy/page")).unwrap(), b"a page");
    assert_eq!(contents(&theirs).unwrap().len(), 1, "and no copy stays");

    // Even of the very name nothing goes that no backup made.
    for found in ["copy", "index.html"] {
        let own = theirs.join(STAGING);
        fs::create_dir_all(own.join(found)).unwrap();
        fs::write(own.join(found).join("page"), "a page").unwrap();
        let foreign = BackupError::Foreign { dir: own.clone(), found: found.to_owned() };
        assert_eq!(refused(back_up("two")), foreign);
        assert_eq!(fs::read(own.join(found).join("page")).unwrap(), b"a page");
        assert_eq!(contents(&own).unwrap().len(), 1, "no lock was made there");
        fs::remove_dir_all(&own).unwrap();
    }
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_two_do_not_mix() {
    let shop = Shop::open().await;
    fs::write(shop.to("one"), "precious").unwrap();
    assert_eq!(refused(shop.back_up("one")), BackupError::Exists { path: shop.to("one") });
    assert_eq!(fs::read(shop.to("one")).unwrap(), b"precious");
    let lock = shop.data().join(STAGING);
    fs::create_dir(&lock).unwrap();
    let held = fs::File::create(lock.join("farol.lock")).unwrap();
    held.lock().unwrap();
    assert_eq!(
        refused(shop.back_up("two")),
        BackupError::Store(StoreError::InUse { dir: lock.clone() })
    );
    drop(held);
    shop.back_up("two").unwrap();
}

#[tokio::test]
async fn a_backup_of_damaged_data_fails_and_leaves_no_archive() {
    let shop = Shop::open().await;
    let Shop { parent, ring, store } = shop;
    store.close();
    let (dir, to) = (parent.path().join("data"), parent.path().join("one"));
    let conn = rusqlite::Connection::open(dir.join("ledger.db")).unwrap();
    conn.execute_batch("UPDATE connection SET token_sealed = x'0101'").unwrap();
    drop(conn);
    let order = Order { dir: &dir, to: &to, staging: &dir, at: at(5) };
    assert_eq!(
        refused(backup::back_up(&order, &ring)),
        BackupError::Store(StoreError::Sealing(SealError::Forged))
    );
    assert!(!to.exists() && !parent.path().join("one.part").exists());
}

#[tokio::test]
async fn a_backup_of_a_newer_program_is_refused() {
    let shop = Shop::open().await;
    let Shop { parent, ring, store } = shop;
    store.close();
    let (dir, to) = (parent.path().join("data"), parent.path().join("one"));
    let set = |version: u32| {
        let conn = rusqlite::Connection::open(dir.join("inbox.db")).unwrap();
        conn.pragma_update(None, "user_version", version).unwrap();
    };
    set(99);
    let order = Order { dir: &dir, to: &to, staging: &dir, at: at(5) };
    let newer = refused(backup::back_up(&order, &ring));
    assert!(matches!(newer, BackupError::Store(StoreError::Newer { found: 99, .. })), "{newer}");
    assert!(!to.exists());
}

#[tokio::test]
async fn an_archive_shows_no_number_no_text_and_no_token() {
    let shop = Shop::open().await;
    append(&shop.store, "5511955550301 wrote hello").await;
    shop.back_up("one").unwrap();
    let archive = fs::read(shop.to("one")).unwrap();
    for canary in ["5511955550301", "hello", "EAA-token", "SQLite format", "connection"] {
        assert!(!archive.windows(canary.len()).any(|part| part == canary.as_bytes()), "{canary}");
    }
}
