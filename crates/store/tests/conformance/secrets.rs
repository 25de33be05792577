//! Tokens in the ledger: sealed, bound to their row, never in the clear on disk.

use meta::WabaId;
use store::{Keyring, LedgerTx, SealError, Secret, Store, StoreError, TenantScope};

use crate::{bound, connection, scope, store};

const CANARY: &str = "EAAcanaryTokenThatMustNotBeSeen0123456789";

#[tokio::test]
async fn a_token_comes_back_and_a_new_one_replaces_it() {
    let store = store();
    bound(&store, "t1", "700").await.unwrap();
    let replaced = store.ledger.transact(|ledger| {
        let waba = WabaId::new("700");
        let before = ledger.connection_token(&scope("t1"), &waba)?.unwrap();
        ledger.bind(&connection("t1", "700", "EAA-new"))?;
        let after = ledger.connection_token(&scope("t1"), &waba)?.unwrap();
        assert_eq!(ledger.connections(&scope("t1"))?.len(), 1);
        Ok((before.expose().to_owned(), after.expose().to_owned()))
    });
    let expected = ("EAA-token-of-t1".to_owned(), "EAA-new".to_owned());
    assert_eq!(replaced.await.unwrap(), expected);
}

#[test]
fn a_secret_is_not_printed() {
    assert_eq!(format!("{:?}", connection("t", "w", CANARY).token), "***");
    let ring = format!("{:?}", Keyring::generate().unwrap());
    assert!(ring.contains("***"), "{ring}");
}

#[tokio::test]
async fn a_token_is_never_in_the_clear_on_disk() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Keyring::generate().unwrap()).unwrap();
    bound(&store, "t1", "700").await.unwrap();
    let save = |ledger: &LedgerTx<'_>| {
        ledger.bind(&connection("t1", "700", CANARY))?;
        ledger.save_secret(&TenantScope::installation(), "app secret", &Secret::new(CANARY))
    };
    store.ledger.transact(save).await.unwrap();
    let scan = || {
        let files = std::fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().path());
        let bytes = files.map(|file| std::fs::read(file).unwrap()).collect::<Vec<_>>();
        let has = |bytes: &Vec<u8>| bytes.windows(CANARY.len()).any(|w| w == CANARY.as_bytes());
        assert!(bytes.len() >= 3 && !bytes.iter().any(has));
    };
    scan();
    let read =
        store.ledger.read(|ledger| ledger.secret(&TenantScope::installation(), "app secret"));
    assert_eq!(read.await.unwrap().unwrap().expose(), CANARY);
    store.close();
    scan();
}

/// Two bound tenants, then SQL on the file as an intruder would, then the first tenant's token.
async fn token_after(tampering: &str) -> Result<Option<String>, StoreError> {
    let dir = tempfile::tempdir().unwrap();
    let ring = Keyring::generate().unwrap();
    let store = Store::open(dir.path(), ring.clone()).unwrap();
    bound(&store, "t1", "700").await.unwrap();
    bound(&store, "t1", "701").await.unwrap();
    bound(&store, "t2", "702").await.unwrap();
    store.close();
    let conn = rusqlite::Connection::open(dir.path().join("ledger.db")).unwrap();
    conn.execute_batch(tampering).unwrap();
    drop(conn);
    let store = Store::open(dir.path(), ring)?;
    let read =
        |ledger: &store::LedgerRead<'_>| ledger.connection_token(&scope("t1"), &WabaId::new("700"));
    Ok(store.ledger.read(read).await?.map(|token| token.expose().to_owned()))
}

#[tokio::test]
async fn a_sealed_token_in_a_wrong_row_or_damaged_is_an_error_and_never_another_token() {
    let forged = Err(StoreError::Sealing(SealError::Forged));
    let from = |waba: &str| {
        format!(
            "UPDATE connection SET token_sealed = (SELECT token_sealed FROM connection \
             WHERE waba_id = '{waba}') WHERE waba_id = '700'"
        )
    };
    assert_eq!(token_after(&from("700")).await, Ok(Some("EAA-token-of-t1".to_owned())));
    assert_eq!(token_after(&from("701")).await, forged, "another row of the tenant");
    assert_eq!(token_after(&from("702")).await, forged, "another tenant's row");
    for sealed in [
        "x''",
        "x'0101'",
        "substr(token_sealed, 1, length(token_sealed) - 1)",
        "CAST(token_sealed || x'00' AS BLOB)",
    ] {
        let cut = format!("UPDATE connection SET token_sealed = {sealed} WHERE waba_id = '700'");
        assert_eq!(token_after(&cut).await, forged, "{sealed}");
    }
}

#[tokio::test]
async fn a_foreign_or_erased_data_key_is_an_error() {
    let swapped = "UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key \
                   WHERE tenant_id = 't2') WHERE tenant_id = 't1'";
    assert_eq!(token_after(swapped).await, Err(StoreError::Sealing(SealError::Forged)));
    let shredded = "DELETE FROM data_key WHERE tenant_id = 't1'";
    let gone = SealError::NoDataKey { dek_id: 1 };
    assert_eq!(token_after(shredded).await, Err(StoreError::Sealing(gone)));
}

#[tokio::test]
async fn a_spent_data_key_is_followed_by_another_and_still_opens_what_it_sealed() {
    let dir = tempfile::tempdir().unwrap();
    let ring = Keyring::generate().unwrap();
    let store = Store::open(dir.path(), ring.clone()).unwrap();
    bound(&store, "t1", "700").await.unwrap();
    store.close();
    let conn = rusqlite::Connection::open(dir.path().join("ledger.db")).unwrap();
    conn.execute("UPDATE data_key SET uses = 1 << 30", []).unwrap();
    drop(conn);
    let store = Store::open(dir.path(), ring).unwrap();
    bound(&store, "t1", "701").await.unwrap();
    assert_eq!(store.ledger.read(|ledger| ledger.verify_secrets()).await, Ok(2));
    store.close();
    let conn = rusqlite::Connection::open(dir.path().join("ledger.db")).unwrap();
    let keys = conn.query_row("SELECT count(*), max(dek_id) FROM data_key", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    });
    assert_eq!(keys, Ok((2, 2)));
}

#[tokio::test]
async fn a_new_active_key_seals_beside_the_old_one() {
    let dir = tempfile::tempdir().unwrap();
    let old = dir.path().join("old.key");
    let ring = Keyring::generate_file(&old).unwrap();
    let data = dir.path().join("data");
    let store = Store::open(&data, ring).unwrap();
    bound(&store, "t1", "700").await.unwrap();
    store.close();

    let added = "knew:q83vEjRWeJAh/9z6t5iH1uXkwqOygZCfbl1MOysaCQg=";
    let text = format!("{}{added}\n", std::fs::read_to_string(&old).unwrap());
    let both = Keyring::parse(&text).unwrap();
    assert_eq!(both.active(), "knew");
    let store = Store::open(&data, both).unwrap();
    bound(&store, "t2", "701").await.unwrap();
    assert_eq!(store.ledger.read(|ledger| ledger.verify_secrets()).await, Ok(2));
    store.close();

    let only_new = Store::open(&data, Keyring::parse(added).unwrap());
    assert!(matches!(only_new.err(), Some(StoreError::Sealing(SealError::MissingKey { .. }))));
}
