//! The ledger opened beside a running program.

use domain::Timestamp;
use store::{Keyring, Store, StoreError, Tenant, TenantId};

fn tenant(id: &str) -> Tenant {
    let created_at = Timestamp::from_millis(1_000);
    Tenant { id: TenantId::new(id), name: id.to_owned(), created_at }
}

#[tokio::test]
async fn a_row_that_was_added_beside_a_running_program_is_seen_by_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let running = Store::open(folder.path(), Keyring::generate().expect("a key")).expect("opened");
    running.ledger.transact(|tx| tx.add_tenant(&tenant("before"))).await.expect("kept");
    let beside = Store::open_ledger_beside(folder.path()).expect("opened beside");
    beside.transact(|tx| tx.add_tenant(&tenant("beside"))).await.expect("kept");
    running.ledger.transact(|tx| tx.add_tenant(&tenant("after"))).await.expect("kept");
    drop(beside);
    let found = running.ledger.read(|read| read.tenants()).await.expect("read");
    let mut names: Vec<&str> = found.iter().map(|tenant| tenant.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["after", "before", "beside"]);
}

#[test]
fn nothing_is_made_where_there_is_no_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = Store::open_ledger_beside(folder.path());
    assert!(matches!(refused, Err(StoreError::Missing { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0);
}
