//! What another key of the ring costs: every tenant's data key wrapped anew.
//!
//! `cargo bench -p store --bench rotation` prints a table (RELIABILITY, Secrets: 10,000 tenants in
//! 10 s at most).
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark measures and prints"
)]

use std::time::Instant;

use domain::Timestamp;
use store::{
    Keyring, LedgerTx, Rotation, Secret, Store, StoreError, Tenant, TenantId, TenantScope,
};

fn main() {
    println!("| tenants | wrapped anew | s | us each | all secrets read after |");
    println!("|---:|---:|---:|---:|---:|");
    for tenants in [1_000, 10_000] {
        measure(tenants);
    }
}

fn measure(tenants: u32) {
    let dir = tempfile::tempdir().expect("a folder");
    let (key, data) = (dir.path().join("key"), dir.path().join("data"));
    let ring = Keyring::generate_file(&key).expect("a key");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let store = Store::open(&data, ring).expect("a store");
    let fill = move |ledger: &LedgerTx<'_>| (0..tenants).try_for_each(|nth| add(ledger, nth));
    runtime.block_on(store.ledger.transact(fill)).expect("tenants");
    Keyring::add_key_to_file(&key).expect("another key");
    let rotation = || {
        let ring = Keyring::from_file(&key).expect("the ring");
        Rotation::open(&data, ring).expect("the ledger")
    };
    let since = Instant::now();
    let wrapped = rotation().rotate_kek().expect("a rotation");
    let took = since.elapsed().as_secs_f64();
    let read = runtime.block_on(store.ledger.read(|ledger| ledger.verify_secrets()));
    let each = took * 1e6 / f64::from(tenants);
    println!(
        "| {tenants} | {wrapped} | {took:.2} | {each:.0} | {} |",
        read.expect("each secret opens")
    );
    store.close();
}

/// A tenant with one secret.
fn add(ledger: &LedgerTx<'_>, nth: u32) -> Result<(), StoreError> {
    let id = TenantId::new(format!("t{nth}"));
    ledger.add_tenant(&Tenant {
        id: id.clone(),
        name: format!("Tenant {nth}"),
        created_at: Timestamp::from_seconds(1_790_000_000),
    })?;
    ledger.save_secret(&TenantScope::for_worker(id), "app secret", &Secret::new("abc"))
}
