//! Rotating and erasing keys, beside a running program: short transactions on a connection of their
//! own, each of which leaves every field openable, so that a kill at any point loses nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::audit::NewAudit;
use crate::data_key::{self, DataKey};
use crate::error::StoreError;
use crate::folder;
use crate::keyring::Keyring;
use crate::ledger::LedgerTx;
use crate::migrate;
use crate::seal::{self, SealError};
use crate::sealed;
use crate::sqlite::{self, Durability};
use crate::store::refuse_other;
use crate::tenant::{TenantId, TenantScope};

/// Rows changed in one transaction, for which a running program waits.
const BATCH: usize = 500;

/// The data keys of a ledger, and the keys that wrap them.
pub struct Rotation {
    conn: Connection,
    keys: Keyring,
    dir: PathBuf,
}

/// Which keys wrap how much, as `farol keys status` tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyStatus {
    /// The key that wraps what is new.
    pub active: String,
    /// How many data keys each key of the ring wraps; also those that the ring lacks.
    pub wrapped: BTreeMap<String, u64>,
    /// Keys that wrap data keys and are not in the ring.
    pub missing: Vec<String>,
    /// How many tenants have data keys, the installation counted as one.
    pub tenants: u64,
    /// How often the most used data key that still seals has sealed.
    pub most_uses: u64,
    /// Whether the program has sealed or started with the active key.
    pub is_active_proven: bool,
}

impl Rotation {
    /// Opens a ledger to change its keys. A running program may work on it.
    ///
    /// Errors: `Missing`, `Older` and `Newer` for another schema than this program's, `Sealing` for a
    /// ring that does not open it.
    pub fn open(dir: &Path, keys: Keyring) -> Result<Self, StoreError> {
        sqlite::refuse_old()?;
        let path = folder::ledger_path(dir);
        folder::size(&path)?;
        let conn = sqlite::open_writer(&path, Durability::Synced)?;
        refuse_other(&conn, &path, migrate::LEDGER)?;
        data_key::prove_ring(&conn, &keys)?;
        Ok(Self { conn, keys, dir: dir.to_owned() })
    }

    /// What there is.
    pub fn status(&self) -> Result<KeyStatus, StoreError> {
        let mut wrapped: BTreeMap<String, u64> =
            self.keys.kids().into_iter().map(|kid| (kid, 0)).collect();
        let in_ring = self.keys.kids();
        let mut missing = Vec::new();
        for (kid, count) in data_key::wrapped_by_kid(&self.conn)? {
            if !in_ring.contains(&kid) {
                missing.push(kid.clone());
            }
            wrapped.insert(kid, count);
        }
        let (tenants, most_uses) = data_key::tenants_and_most_uses(&self.conn)?;
        let active = self.keys.active();
        let is_active_proven = data_key::is_remembered(&self.conn, &active)?;
        Ok(KeyStatus { active, wrapped, missing, tenants, most_uses, is_active_proven })
    }

    /// Wraps every data key under the ring's active key; answers how many were wrapped by another.
    pub fn rotate_kek(&mut self) -> Result<u64, StoreError> {
        let active = self.keys.active();
        let mut rewrapped = 0;
        loop {
            let tx = begin(&mut self.conn)?;
            data_key::remember_ring(&tx, &self.keys)?;
            let batch = data_key::wrapped_otherwise(&tx, &active, BATCH)?;
            for (tenant, held) in &batch {
                rewrap(&tx, &self.keys, tenant, held)?;
            }
            tx.commit()?;
            if batch.is_empty() {
                return Ok(rewrapped);
            }
            rewrapped += batch.len() as u64;
        }
    }

    /// The tenants that have data keys, the installation among them.
    pub fn tenants(&self) -> Result<Vec<TenantId>, StoreError> {
        let tenants = data_key::tenants_with_keys(&self.conn)?;
        Ok(tenants.into_iter().map(TenantId::new).collect())
    }

    /// Gives a tenant a new data key, seals every field anew with it, opens each once, and only then
    /// erases the old ones. Answers how many fields were sealed anew.
    ///
    /// Errors: `NotFound` for a tenant without data keys. Killed, it leaves both keys, and the next
    /// rotation goes on.
    pub fn rotate_dek(&mut self, tenant: &TenantId) -> Result<u64, StoreError> {
        let tenant = tenant.as_str();
        let tx = begin(&mut self.conn)?;
        let newest = data_key::newest_data_key(&tx, tenant)?.ok_or_else(|| no_keys(tenant))?;
        let id = newest.id + 1;
        data_key::make_data_key(&tx, &self.keys, tenant, id)?;
        tx.commit()?;
        let mut resealed = 0;
        loop {
            let tx = begin(&mut self.conn)?;
            let changed = reseal_some(&tx, &self.keys, tenant, id)?;
            tx.commit()?;
            if changed == 0 {
                break;
            }
            resealed += changed;
        }
        let tx = begin(&mut self.conn)?;
        // A running program may have sealed in between; it does so with the newest key alone.
        resealed += reseal_some(&tx, &self.keys, tenant, id)?;
        sealed::open_all_of(&tx, &self.keys, tenant)?;
        data_key::remove_data_keys_before(&tx, tenant, id)?;
        tx.commit()?;
        self.forget_log();
        Ok(resealed)
    }

    /// Notes in the log of what was done what became of the keys.
    pub fn note(&mut self, new: &NewAudit, now: Timestamp) -> Result<(), StoreError> {
        let tx = begin(&mut self.conn)?;
        LedgerTx::over(&tx, &self.keys).add_audit(new, now)?;
        Ok(tx.commit()?)
    }

    /// Opens every sealed field once; answers how many there are.
    pub fn verify(&self) -> Result<u64, StoreError> {
        sealed::open_all(&self.conn, &self.keys)
    }

    /// Keeps that a tenant's data keys are about to be erased, with what `keep` keeps in the same
    /// transaction.
    ///
    /// Errors: `NotFound` for a tenant without data keys, and for the installation's own.
    pub fn before_shred<T>(
        &mut self,
        tenant: &TenantId,
        keep: impl FnOnce(&LedgerTx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if tenant == TenantScope::installation().tenant() {
            return Err(no_keys(tenant.as_str()));
        }
        let tx = begin(&mut self.conn)?;
        data_key::newest_data_key(&tx, tenant.as_str())?.ok_or_else(|| no_keys(tenant.as_str()))?;
        let kept = keep(&LedgerTx::over(&tx, &self.keys))?;
        tx.commit()?;
        Ok(kept)
    }

    /// Erases a tenant's data keys and the fields that only they opened: its accounts have to be
    /// connected again. `keep` is told how many fields went, in the same transaction.
    pub fn shred(
        &mut self,
        tenant: &TenantId,
        keep: impl FnOnce(&LedgerTx<'_>, u64) -> Result<(), StoreError>,
    ) -> Result<u64, StoreError> {
        let tx = begin(&mut self.conn)?;
        let ledger = LedgerTx::over(&tx, &self.keys);
        let gone = ledger.shred_data_keys(tenant)?;
        keep(&ledger, gone)?;
        tx.commit()?;
        self.forget_log();
        Ok(gone)
    }

    /// The folder's journal is beside what this is over.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Takes what was overwritten out of the write-ahead log, as far as no reader holds it.
    fn forget_log(&self) {
        let outcome = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(error) = outcome {
            tracing::warn!(%error, "The write-ahead log keeps older bytes until it is emptied");
        }
    }
}

fn begin(conn: &mut Connection) -> Result<Transaction<'_>, StoreError> {
    Ok(conn.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

fn no_keys(tenant: &str) -> StoreError {
    StoreError::NotFound { what: format!("tenant {tenant} with keys of its own") }
}

fn rewrap(
    conn: &Connection,
    keys: &Keyring,
    tenant: &str,
    held: &DataKey,
) -> Result<(), StoreError> {
    let key = seal::unwrap_data_key(keys, &held.kid, tenant, held.id, &held.wrapped)?;
    let (kid, wrapped) = seal::wrap_data_key(keys, tenant, held.id, &key)?;
    data_key::replace_wrapping(
        conn,
        tenant,
        &DataKey { kid, wrapped, id: held.id, uses: held.uses },
    )
}

/// Seals some of a tenant's fields with that data key; how many, 0 when all are.
fn reseal_some(
    conn: &Connection,
    keys: &Keyring,
    tenant: &str,
    dek_id: u64,
) -> Result<u64, StoreError> {
    let newest = data_key::newest_data_key(conn, tenant)?
        .filter(|newest| newest.id == dek_id)
        .ok_or(SealError::NoDataKey { dek_id })?;
    let key = seal::unwrap_data_key(keys, &newest.kid, tenant, dek_id, &newest.wrapped)?;
    let mut changed = 0;
    for column in sealed::ALL {
        for (row, field) in column.sealed_otherwise(conn, tenant, dek_id, BATCH)? {
            let place = column.place(tenant, &row);
            let plain = data_key::unseal(conn, keys, &place, &field)?;
            let field = seal::seal_field(&key, dek_id, &place, plain.expose().as_bytes())?;
            column.replace(conn, tenant, &row, &field)?;
            data_key::count_use(conn, tenant, dek_id)?;
            changed += 1;
        }
    }
    Ok(changed)
}
