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

/// A tenant as the installation's owner lists it: how much there is, and nothing of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantSize {
    /// The tenant.
    pub tenant: Tenant,
    /// People with a part in it.
    pub people: u64,
    /// Owners among them.
    pub owners: u64,
    /// Connected accounts.
    pub accounts: u64,
    /// Whom its open invitations as owner are for, and until when.
    pub invited_owners: Vec<(String, Timestamp)>,
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

impl LedgerRead<'_> {
    /// Every tenant with how much there is of it, by name.
    pub fn tenant_sizes(&self) -> Result<Vec<TenantSize>, StoreError> {
        let sql = "SELECT t.tenant_id, t.name, t.created_at_ms, \
                   (SELECT count(*) FROM membership m WHERE m.tenant_id = t.tenant_id), \
                   (SELECT count(*) FROM membership m WHERE m.tenant_id = t.tenant_id \
                   AND m.role = 'owner'), \
                   (SELECT count(*) FROM connection c WHERE c.tenant_id = t.tenant_id), \
                   (SELECT json_group_array(json_array(i.email, i.expires_at_ms)) \
                   FROM invitation i WHERE i.tenant_id = t.tenant_id AND i.role = 'owner' \
                   AND i.accepted_at_ms IS NULL AND i.revoked_at_ms IS NULL) \
                   FROM tenant t ORDER BY t.name, t.tenant_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let invited: Vec<(String, i64)> = column::json(row, 6)?;
            let ended = |(email, until)| (email, Timestamp::from_millis(until));
            Ok(TenantSize {
                tenant: tenant_of_row(row)?,
                people: column::count(row, 3)?,
                owners: column::count(row, 4)?,
                accounts: column::count(row, 5)?,
                invited_owners: invited.into_iter().map(ended).collect(),
            })
        })?;
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
