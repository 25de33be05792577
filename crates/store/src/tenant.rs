//! Tenants, and the scope that every read of a tenant's rows asks for.

use std::fmt;

use domain::Timestamp;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::session::Session;

/// A tenant's own id: random text made by the program, never Meta's.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TenantId(String);

impl TenantId {
    /// Wraps an id as the program made it.
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// The id as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The right to read and write one tenant's rows. It comes from a credential, or from the row that
/// a worker works on; never from a request's path, query or body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantScope(TenantId);

impl TenantScope {
    /// The scope of a session: its own tenant.
    pub fn of(credential: &Session) -> Self {
        Self(credential.tenant().clone())
    }

    /// The scope of a worker, whose tenant comes from a stored row.
    pub fn for_worker(tenant: TenantId) -> Self {
        Self(tenant)
    }

    /// The installation's own secrets, which belong to no tenant.
    pub fn installation() -> Self {
        Self(TenantId::new("system"))
    }

    /// Whose rows these are.
    pub fn tenant(&self) -> &TenantId {
        &self.0
    }

    /// The id as stored.
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A customer of the installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// The name that people see.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

fn tenant_of_row(row: &Row<'_>) -> rusqlite::Result<Tenant> {
    Ok(Tenant { id: TenantId(row.get(0)?), name: row.get(1)?, created_at: column::time(row, 2)? })
}

impl LedgerRead<'_> {
    /// The scope's own tenant; `None` when it was never added.
    pub fn tenant(&self, scope: &TenantScope) -> Result<Option<Tenant>, StoreError> {
        let sql = "SELECT tenant_id, name, created_at_ms FROM tenant WHERE tenant_id = ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([scope.as_str()], tenant_of_row).optional()?)
    }

    /// Every tenant, oldest first, for workers and the installation's owner.
    pub fn tenants(&self) -> Result<Vec<Tenant>, StoreError> {
        let sql = "SELECT tenant_id, name, created_at_ms FROM tenant \
                   ORDER BY created_at_ms, tenant_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([], tenant_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Adds a tenant. The id `system` is the installation's and is refused.
    pub fn add_tenant(&self, tenant: &Tenant) -> Result<(), StoreError> {
        let sql = "INSERT INTO tenant (tenant_id, name, created_at_ms) VALUES (?1, ?2, ?3)";
        self.conn().prepare_cached(sql)?.execute((
            tenant.id.as_str(),
            &tenant.name,
            tenant.created_at.as_millis(),
        ))?;
        Ok(())
    }
}
