//! Opening: what is refused leaves everything as it was.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use bytes::Bytes;
use store::{Keyring, KeyringError, SealError, Store, StoreError};

use crate::{at, bound};

fn ring() -> Keyring {
    Keyring::generate().unwrap()
}

/// The names and bytes of a folder's databases.
fn bytes_of(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap() != "farol.lock")
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect::<Vec<_>>();
    files.sort();
    files
}

/// Why an opening was refused.
fn refusal<T>(opened: Result<T, StoreError>) -> StoreError {
    opened.err().expect("a refusal")
}

#[tokio::test]
async fn what_was_stored_is_there_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("a folder?with#odd%name");
    let ring = ring();
    let store = Store::open(&data, ring.clone()).unwrap();
    let seq = store.inbox.append(Bytes::from_static(b"{}"), at(1)).await.unwrap();
    bound(&store, "t1", "700").await.unwrap();
    store.ledger.transact(move |ledger| ledger.set_cursor(seq)).await.unwrap();
    drop(store);
    assert_eq!(bytes_of(&data).len(), 2, "a clean stop leaves the two databases alone");

    let store = Store::open(&data, ring).unwrap();
    assert_eq!(store.inbox.last_seq().unwrap(), seq);
    assert_eq!(*store.inbox.subscribe().borrow(), seq);
    assert_eq!(store.ledger.read(|ledger| ledger.cursor()).await, Ok(seq));
    let next = store.inbox.append(Bytes::from_static(b"{}"), at(2)).await.unwrap();
    assert!(next > seq);
}

#[tokio::test]
async fn only_the_owner_reads_the_files() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let store = Store::open(&data, ring()).unwrap();
    store.inbox.append(Bytes::from_static(b"{}"), at(1)).await.unwrap();
    assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    for name in ["inbox.db", "inbox.db-wal", "inbox.db-shm", "ledger.db", "farol.lock"] {
        let mode = std::fs::metadata(data.join(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{name}");
    }
}

#[test]
fn a_second_farol_on_the_folder_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let first = Store::open(dir.path(), ring()).unwrap();
    let refused = refusal(Store::open(dir.path(), ring()));
    assert_eq!(refused, StoreError::InUse { dir: dir.path().to_owned() });
    drop(first);
}

#[test]
fn a_newer_database_is_refused_and_not_touched() {
    for (name, known) in [("inbox.db", 2), ("ledger.db", 13)] {
        let dir = tempfile::tempdir().unwrap();
        let ring = ring();
        Store::open(dir.path(), ring.clone()).unwrap().close();
        let path = dir.path().join(name);
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.pragma_update(None, "user_version", 99).unwrap();
        drop(conn);
        let before = bytes_of(dir.path());
        let newer = StoreError::Newer { path, found: 99, known };
        assert_eq!(refusal(Store::open(dir.path(), ring)), newer);
        assert_eq!(bytes_of(dir.path()), before, "{name}");
        assert_eq!(refusal(Store::open_read_only(dir.path())), newer);
    }
}

/// What a ledger is made of, and what a tenant's row holds.
fn schema_of(path: &Path) -> (Vec<String>, Vec<String>) {
    let conn = rusqlite::Connection::open(path).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = conn.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let schema = "SELECT name || coalesce(sql, '') FROM sqlite_schema ORDER BY name";
    (texts(schema), texts("SELECT name FROM tenant"))
}

/// The ledger's migrations that have landed before the newest.
const EARLIER: [&str; 11] = [
    include_str!("../../src/migrations/ledger_0001_start.sql"),
    include_str!("../../src/migrations/ledger_0002_signup.sql"),
    include_str!("../../src/migrations/ledger_0003_pages.sql"),
    include_str!("../../src/migrations/ledger_0004_watch.sql"),
    include_str!("../../src/migrations/ledger_0005_people.sql"),
    include_str!("../../src/migrations/ledger_0006_erasure.sql"),
    include_str!("../../src/migrations/ledger_0007_profile.sql"),
    include_str!("../../src/migrations/ledger_0008_connecting.sql"),
    include_str!("../../src/migrations/ledger_0009_by_hand.sql"),
    include_str!("../../src/migrations/ledger_0010_callback.sql"),
    include_str!("../../src/migrations/ledger_0011_callback_word.sql"),
];

#[test]
fn a_ledger_of_any_earlier_schema_becomes_what_a_fresh_one_is_and_keeps_its_rows() {
    let fresh = tempfile::tempdir().unwrap();
    Store::open(fresh.path(), ring()).unwrap().close();
    let fresh = schema_of(&fresh.path().join("ledger.db")).0;
    for schema in 1..=11_u32 {
        let old = tempfile::tempdir().unwrap();
        let path = old.path().join("ledger.db");
        let conn = rusqlite::Connection::open(&path).unwrap();
        for migration in EARLIER.iter().take(schema as usize) {
            conn.execute_batch(migration).unwrap();
        }
        conn.pragma_update(None, "user_version", schema).unwrap();
        let row = "INSERT INTO tenant (tenant_id, name, created_at_ms) VALUES ('t', 'Casa', 1)";
        conn.execute_batch(row).unwrap();
        drop(conn);
        Store::open(old.path(), ring()).unwrap().close();
        let (migrated, tenants) = schema_of(&path);
        assert_eq!(migrated, fresh, "from schema {schema}");
        assert_eq!(tenants, ["Casa"]);
    }
}

#[tokio::test]
async fn an_inbox_of_the_earlier_schema_keeps_its_bodies_as_the_installations() {
    let dir = tempfile::tempdir().unwrap();
    let conn = rusqlite::Connection::open(dir.path().join("inbox.db")).unwrap();
    conn.execute_batch(include_str!("../../src/migrations/inbox_0001_body.sql")).unwrap();
    conn.pragma_update(None, "user_version", 1).unwrap();
    let row = "INSERT INTO body (received_at_ms, body) VALUES (1, x'7b7d')";
    conn.execute_batch(row).unwrap();
    drop(conn);
    let store = Store::open(dir.path(), ring()).unwrap();
    let bodies = store.inbox.after(0, 10).unwrap();
    let kept: Vec<_> = bodies.iter().map(|b| (b.body.as_slice(), &b.connection)).collect();
    assert_eq!(kept, [(b"{}".as_slice(), &None)]);
}

#[test]
fn another_ring_is_refused_before_anything_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    let ring = ring();
    Store::open(dir.path(), ring.clone()).unwrap().close();
    let before = bytes_of(dir.path());

    let missing = SealError::MissingKey { kid: ring.active().to_owned() };
    let other = Keyring::generate().unwrap();
    assert_eq!(refusal(Store::open(dir.path(), other)), StoreError::Sealing(missing));

    let text = format!("{}:q83vEjRWeJAh/9z6t5iH1uXkwqOygZCfbl1MOysaCQg=", ring.active());
    let wrong = SealError::WrongKey { kid: ring.active().to_owned() };
    let same_name = Keyring::parse(&text).unwrap();
    assert_eq!(refusal(Store::open(dir.path(), same_name)), StoreError::Sealing(wrong));
    assert_eq!(bytes_of(dir.path()), before);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    match refusal(Store::open(&file, ring())) {
        StoreError::Unreadable { path, .. } => assert_eq!(path, file),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    for name in ["inbox.db", "ledger.db"] {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(name), "not a database ".repeat(100)).unwrap();
        match refusal(Store::open(dir.path(), ring())) {
            StoreError::Corrupt { reason } => assert!(reason.contains(name), "{reason}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(bytes_of(dir.path()).len(), 1, "nothing was made beside it");
    }
}

#[tokio::test]
async fn a_lost_inbox_is_told_and_not_replaced_by_an_empty_one() {
    let dir = tempfile::tempdir().unwrap();
    let ring = ring();
    let store = Store::open(dir.path(), ring.clone()).unwrap();
    let seq = store.inbox.append(Bytes::from_static(b"{}"), at(1)).await.unwrap();
    store.ledger.transact(move |ledger| ledger.set_cursor(seq)).await.unwrap();
    store.close();
    let path = dir.path().join("inbox.db");
    std::fs::remove_file(&path).unwrap();
    let refused = refusal(Store::open(dir.path(), ring));
    assert_eq!(refused, StoreError::InboxLost { path: path.clone(), cursor: 1, last_seq: 0 });
    assert!(!path.exists());
}

#[tokio::test]
async fn a_look_at_a_running_store_needs_neither_lock_nor_key() {
    let dir = tempfile::tempdir().unwrap();
    let ring = ring();
    let store = Store::open(dir.path(), ring.clone()).unwrap();
    bound(&store, "t1", "700").await.unwrap();
    store.inbox.append(Bytes::from_static(b"one"), at(1)).await.unwrap();
    let look = Store::open_read_only(dir.path()).unwrap();
    assert_eq!(look.inbox.after(0, 10).unwrap().len(), 1);
    store.inbox.append(Bytes::from_static(b"two"), at(2)).await.unwrap();
    assert_eq!(look.inbox.after(0, 10).unwrap().len(), 2);
    let sealed = look.ledger.read_blocking(|ledger| ledger.verify_secrets());
    assert_eq!(sealed, Err(StoreError::Sealing(SealError::NoKeys)));

    store.close();
    let look = Store::open_read_only_with(dir.path(), ring.clone()).unwrap();
    assert_eq!(look.ledger.read_blocking(|ledger| ledger.verify_secrets()), Ok(1));
    assert_eq!(look.inbox.count().unwrap(), 2);
    look.inbox.check_integrity().unwrap();
    let other = Store::open_read_only_with(dir.path(), Keyring::generate().unwrap());
    assert!(matches!(refusal(other), StoreError::Sealing(_)));
    Store::open(dir.path(), ring).unwrap();
}

#[test]
fn a_look_makes_no_database_where_there_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("inbox.db");
    assert_eq!(refusal(Store::open_read_only(dir.path())), StoreError::Missing { path });
    assert_eq!(bytes_of(dir.path()), []);
}

#[test]
fn a_key_file_is_made_once_and_read_by_its_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("farol.key");
    let made = Keyring::generate_file(&path).unwrap();
    assert_eq!(Keyring::from_file(&path).unwrap().active(), made.active());
    assert!(matches!(Keyring::generate_file(&path), Err(KeyringError::Unreadable { .. })));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(Keyring::from_file(&path), Err(KeyringError::Open { mode: 0o640, .. })));
    let missing = Keyring::from_file(&dir.path().join("none"));
    assert!(matches!(missing, Err(KeyringError::Unreadable { .. })));
}

#[test]
fn a_key_that_anybody_could_guess_is_refused() {
    let zeros = format!("k1:{}=", "A".repeat(43));
    assert_eq!(Keyring::parse(&zeros).unwrap_err(), KeyringError::Guessable { line: 1 });
    let changeme = "# a comment\nk1:Y2hhbmdlbWVjaGFuZ2VtZWNoYW5nZW1lY2hhbmdlbWU=";
    assert_eq!(Keyring::parse(changeme).unwrap_err(), KeyringError::Guessable { line: 2 });
    let plain = Keyring::parse("k1:changeme").unwrap_err();
    assert_eq!(plain, KeyringError::Guessable { line: 1 });
    for bad in ["k1", "k 1:AAAA", "k1:?", "k1:q83vEjRWeJAh/9z6"] {
        let refused = Keyring::parse(bad).unwrap_err();
        assert!(matches!(refused, KeyringError::Malformed { line: 1, .. }), "{bad}: {refused}");
    }
    assert_eq!(Keyring::parse("# none\n").unwrap_err(), KeyringError::Empty);
}
