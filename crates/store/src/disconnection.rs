//! Accounts that are being disconnected: what is undone and how far that is, so that a start goes on
//! with it.

use domain::Timestamp;
use domain::disconnection::Disconnection;
use meta::WabaId;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::tenant::{TenantId, TenantScope};

/// A disconnection as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDisconnection {
    /// Who asked for it.
    pub person: PersonId,
    /// Where it stands.
    pub disconnection: Disconnection,
}

fn stored_of_row(row: &Row<'_>) -> rusqlite::Result<StoredDisconnection> {
    Ok(StoredDisconnection {
        person: PersonId::new(row.get::<_, String>(0)?),
        disconnection: column::json(row, 1)?,
    })
}

fn key_of_row(row: &Row<'_>) -> rusqlite::Result<(TenantId, WabaId)> {
    Ok((TenantId::new(row.get::<_, String>(0)?), WabaId::new(row.get::<_, String>(1)?)))
}

impl LedgerRead<'_> {
    /// The last disconnection of an account by the tenant, done or not.
    pub fn disconnection(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
    ) -> Result<Option<StoredDisconnection>, StoreError> {
        let sql =
            "SELECT person_id, state FROM disconnection WHERE tenant_id = ?1 AND waba_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), waba.as_str());
        Ok(statement.query_row(key, stored_of_row).optional()?)
    }

    /// Whether the tenant is disconnecting the account now.
    pub fn is_disconnecting(&self, scope: &TenantScope, waba: &WabaId) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM disconnection \
                   WHERE tenant_id = ?1 AND waba_id = ?2 AND due_at_ms IS NOT NULL";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), waba.as_str());
        Ok(statement.query_row(key, |row| column::count(row, 0))? > 0)
    }

    /// Accounts of all tenants whose disconnection is due, the longest due first: for the worker.
    pub fn due_disconnections(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<(TenantId, WabaId)>, StoreError> {
        let sql = "SELECT tenant_id, waba_id FROM disconnection WHERE due_at_ms <= ?1 \
                   ORDER BY due_at_ms, tenant_id, waba_id LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((now.as_millis(), column::page(limit)), key_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the next disconnection is due after `now`; `None` when none is.
    pub fn next_disconnection_due_at(
        &self,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(due_at_ms) FROM disconnection WHERE due_at_ms > ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([now.as_millis()], |row| column::maybe_time(row, 0))?)
    }

    /// Disconnections of all tenants that began after `now`, as before a clock was turned back.
    pub fn disconnections_ahead_of(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<(TenantId, WabaId)>, StoreError> {
        let sql = "SELECT tenant_id, waba_id FROM disconnection WHERE begun_at_ms > ?1 LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((now.as_millis(), column::page(limit)), key_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Keeps where a disconnection stands, in the place of an earlier one of the account.
    pub fn save_disconnection(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        stored: &StoredDisconnection,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO disconnection (tenant_id, waba_id, person_id, begun_at_ms, due_at_ms, \
                   state) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
                   ON CONFLICT (tenant_id, waba_id) DO UPDATE SET person_id = excluded.person_id, \
                   begun_at_ms = excluded.begun_at_ms, due_at_ms = excluded.due_at_ms, \
                   state = excluded.state";
        let disconnection = &stored.disconnection;
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            waba.as_str(),
            stored.person.as_str(),
            disconnection.begun_at.as_millis(),
            disconnection.due_at().map(Timestamp::as_millis),
            column::to_json(disconnection)?,
        ))?;
        Ok(())
    }

    /// Forgets disconnections that are done and began before a moment.
    pub fn forget_disconnections(
        &self,
        before: Timestamp,
        limit: usize,
    ) -> Result<u64, StoreError> {
        let sql = "DELETE FROM disconnection WHERE (tenant_id, waba_id) IN \
                   (SELECT tenant_id, waba_id FROM disconnection \
                   WHERE begun_at_ms < ?1 AND due_at_ms IS NULL LIMIT ?2)";
        let key = (before.as_millis(), column::page(limit));
        let gone = self.conn().prepare_cached(sql)?.execute(key)?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }
}
