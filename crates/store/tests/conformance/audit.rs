//! The audit log: what was done stays as it was written, and shows when it did not.

use domain::audit::Action;
use domain::role::Role;
use serde_json::json;
use store::{
    AuditFilter, Keyring, LedgerTx, NewAudit, Person, PersonId, Store, StoreError, TenantScope,
};

use crate::{at, scope, store, tenant};

fn ana() -> PersonId {
    PersonId::new("ana")
}

/// Three rows: two of tenant `t1`, one of the installation.
fn fill(ledger: &LedgerTx<'_>) -> Result<(), StoreError> {
    ledger.add_tenant(&tenant("t1"))?;
    ledger.add_person(&Person {
        id: ana(),
        email: "ana@example.com".to_owned(),
        name: "Ana".to_owned(),
        password_hash: None,
        language: None,
        is_installation_owner: false,
        created_at: at(1),
    })?;
    ledger.add_membership(&scope("t1"), &ana(), Role::Owner)?;
    let rows = [
        NewAudit::of(&scope("t1"), &ana(), Action::SignedIn),
        NewAudit::nobodys(Action::BackupMade),
        NewAudit::of(&scope("t1"), &ana(), Action::RoleChanged)
            .on("ana")
            .with(json!({"before": "admin", "after": "owner"})),
    ];
    for (row, second) in rows.iter().zip(10..) {
        ledger.add_audit(row, at(second))?;
    }
    Ok(())
}

/// The actions that a tenant's log shows, newest first.
async fn actions(store: &Store, scope: TenantScope, filter: AuditFilter) -> Vec<String> {
    let listed = store.ledger.read(move |ledger| ledger.audits(&scope, &filter, 9)).await.unwrap();
    listed.into_iter().map(|row| row.action).collect()
}

#[tokio::test]
async fn a_tenant_reads_its_own_rows_and_the_installation_the_others() {
    let store = store();
    store.ledger.transact(fill).await.unwrap();
    let all = AuditFilter::default();
    assert_eq!(actions(&store, scope("t1"), all.clone()).await, ["role_changed", "signed_in"]);
    assert!(actions(&store, scope("t2"), all.clone()).await.is_empty());
    let of_installation =
        store.ledger.read(move |ledger| ledger.audits_of_installation(&all, 9)).await.unwrap();
    assert_eq!(of_installation.len(), 1);
    assert_eq!(of_installation[0].action, "backup_made");

    let narrowed = |action, before_seq| AuditFilter { action, before_seq, person: Some(ana()) };
    let signed_in = narrowed(Some(Action::SignedIn), None);
    assert_eq!(actions(&store, scope("t1"), signed_in).await, ["signed_in"]);
    assert_eq!(actions(&store, scope("t1"), narrowed(None, Some(3))).await, ["signed_in"]);
    let nobody = AuditFilter { person: Some(PersonId::new("p9")), ..AuditFilter::default() };
    assert!(actions(&store, scope("t1"), nobody).await.is_empty());
}

#[tokio::test]
async fn a_row_names_who_did_it_and_to_whom_as_they_are_called_now() {
    let store = store();
    store.ledger.transact(fill).await.unwrap();
    let read =
        |ledger: &store::LedgerRead<'_>| ledger.audits(&scope("t1"), &AuditFilter::default(), 1);
    let row = store.ledger.read(read).await.unwrap().remove(0);
    assert_eq!(
        (row.person_name.as_deref(), row.object_name.as_deref()),
        (Some("Ana"), Some("Ana"))
    );
    assert_eq!((row.at, row.detail), (at(12), json!({"before": "admin", "after": "owner"})));
}

#[tokio::test]
async fn a_tenant_is_named_in_the_installation_s_rows_and_in_none_of_another_tenant_s() {
    let store = store();
    let fill_more = |ledger: &LedgerTx<'_>| {
        fill(ledger)?;
        ledger.add_audit(&NewAudit::nobodys(Action::TenantAdded).on("t1"), at(20))?;
        let of_another = NewAudit { tenant: None, ..NewAudit::nobodys(Action::TenantErased) };
        ledger.add_audit(&of_another.on("t9"), at(21))?;
        ledger.add_tenant(&tenant("t2"))?;
        ledger.add_audit(&NewAudit::of(&scope("t2"), &ana(), Action::Exported).on("t1"), at(22))
    };
    store.ledger.transact(fill_more).await.unwrap();
    let all = AuditFilter::default();
    let read = store.ledger.read(move |ledger| {
        Ok((ledger.audits_of_installation(&all, 9)?, ledger.audits(&scope("t2"), &all, 9)?))
    });
    let (of_installation, of_another) = read.await.unwrap();
    let names: Vec<Option<&str>> =
        of_installation.iter().map(|row| row.object_name.as_deref()).collect();
    assert_eq!(names, [None, Some(&*tenant("t1").name), None], "erased, there, a backup");
    assert_eq!(of_another[0].object_name, None);
}

/// Fills a store in a folder, lets somebody at its file, and checks the chain.
async fn checked_after(tampering: &str) -> Result<u64, StoreError> {
    let dir = tempfile::tempdir().unwrap();
    let ring = Keyring::generate().unwrap();
    let store = Store::open(dir.path(), ring).unwrap();
    store.ledger.transact(fill).await.unwrap();
    store.close();
    let conn = rusqlite::Connection::open(dir.path().join("ledger.db")).unwrap();
    conn.execute_batch(tampering).unwrap();
    drop(conn);
    let look = Store::open_read_only(dir.path()).unwrap();
    look.ledger.read_blocking(|ledger| ledger.verify_audit()).map(|chain| chain.rows)
}

#[tokio::test]
async fn the_chain_shows_what_was_changed_taken_out_or_put_in() {
    assert_eq!(checked_after("").await, Ok(3));
    let free = "DROP TRIGGER audit_is_kept_as_written; DROP TRIGGER audit_goes_from_its_start;";
    for tampering in [
        "UPDATE audit SET person_id = 'bia' WHERE seq = 1",
        "UPDATE audit SET tenant_id = NULL WHERE seq = 1",
        "UPDATE audit SET object = '' WHERE seq = 1",
        "UPDATE audit SET detail = '{}' WHERE seq = 3",
        "UPDATE audit SET at_ms = at_ms + 1 WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 3",
        "INSERT INTO audit SELECT 4, tenant_id, at_ms, person_id, action, object, detail, hash \
         FROM audit WHERE seq = 3",
    ] {
        let checked = checked_after(&format!("{free}{tampering}")).await;
        assert!(matches!(checked, Err(StoreError::Corrupt { .. })), "{tampering}: {checked:?}");
    }
}

#[tokio::test]
async fn the_file_itself_refuses_a_change_or_a_gap() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Keyring::generate().unwrap()).unwrap();
    store.ledger.transact(fill).await.unwrap();
    store.close();
    let conn = rusqlite::Connection::open(dir.path().join("ledger.db")).unwrap();
    for refused in ["UPDATE audit SET at_ms = 0", "DELETE FROM audit WHERE seq = 2"] {
        let error = conn.execute_batch(refused).unwrap_err().to_string();
        assert!(error.contains("append only"), "{refused}: {error}");
    }
}

#[tokio::test]
async fn old_rows_go_from_the_start_and_the_chain_holds_on() {
    let store = store();
    store.ledger.transact(fill).await.unwrap();
    let forget = |before: i64, limit: usize| {
        store.ledger.transact(move |ledger| ledger.forget_audits(at(before), limit))
    };
    let verify = || async { store.ledger.read(|ledger| ledger.verify_audit()).await.unwrap() };
    let whole = verify().await;
    assert_eq!(forget(10, 9).await, Ok(0));
    assert_eq!(forget(12, 1).await, Ok(1), "a batch is bounded");
    assert_eq!(forget(12, 9).await, Ok(1));
    let left = verify().await;
    assert_eq!((left.rows, left.last_seq, &left.last_hash), (1, 3, &whole.last_hash));
    assert_eq!(forget(99, 9).await, Ok(1));
    assert_eq!(verify().await.last_hash, whole.last_hash, "an empty log goes on from its end");
    let row = NewAudit::nobodys(Action::BackupMade);
    assert_eq!(store.ledger.transact(move |tx| tx.add_audit(&row, at(50))).await, Ok(4));
    assert_eq!(verify().await.rows, 1);
}

#[tokio::test]
async fn what_is_undone_leaves_no_row() {
    let store = store();
    store.ledger.transact(fill).await.unwrap();
    let undone = store.ledger.transact(|ledger| -> Result<(), StoreError> {
        ledger.add_audit(&NewAudit::nobodys(Action::BackupMade), at(20))?;
        Err(StoreError::NotFound { what: "anything".to_owned() })
    });
    undone.await.unwrap_err();
    let chain = store.ledger.read(|ledger| ledger.verify_audit()).await.unwrap();
    assert_eq!((chain.rows, chain.last_seq), (3, 3));
}
