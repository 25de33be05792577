//! Which columns hold sealed text, so that a rotation, a check and a shredding miss none.
//!
//! A new sealed column is one line here; a test compares the list with the schema.

use rusqlite::Connection;

use crate::data_key;
use crate::error::StoreError;
use crate::keyring::Keyring;
use crate::ledger::LedgerTx;
use crate::seal::Place;
use crate::tenant::{TenantId, TenantScope};

/// A column of sealed fields in a table with a `tenant_id`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SealedColumn {
    purpose: &'static str,
    table: &'static str,
    column: &'static str,
    /// The column that tells a tenant's rows apart.
    row: &'static str,
}

/// Named secrets.
pub(crate) const SECRET: SealedColumn =
    SealedColumn { purpose: "secret", table: "secret", column: "sealed", row: "name" };
/// The tokens that read accounts.
pub(crate) const BUSINESS_TOKEN: SealedColumn = SealedColumn {
    purpose: "business token",
    table: "connection",
    column: "token_sealed",
    row: "waba_id",
};

/// Every sealed column.
pub(crate) const ALL: &[SealedColumn] = &[SECRET, BUSINESS_TOKEN];

impl SealedColumn {
    /// Where a field of this column stands.
    pub(crate) const fn place<'a>(&self, tenant: &'a str, row: &'a str) -> Place<'a> {
        Place { purpose: self.purpose, table: self.table, column: self.column, tenant, row }
    }

    /// Whether the file has the table: one of an earlier schema may not.
    fn is_in(&self, conn: &Connection) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)";
        Ok(conn.prepare_cached(sql)?.query_row([self.table], |row| row.get(0))?)
    }

    /// A tenant's fields that another data key than this one sealed, with their rows.
    pub(crate) fn sealed_otherwise(
        &self,
        conn: &Connection,
        tenant: &str,
        dek_id: u64,
        limit: usize,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let Self { table, column, row, .. } = self;
        let sql = format!(
            "SELECT {row}, {column} FROM {table} WHERE tenant_id = ?1 \
             AND substr({column}, 3, 8) <> ?2 ORDER BY {row} LIMIT ?3"
        );
        let key = (tenant, dek_id.to_be_bytes(), crate::column::page(limit));
        let mut statement = conn.prepare_cached(&sql)?;
        let rows = statement.query_map(key, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Puts a field in the place of an older sealing.
    pub(crate) fn replace(
        &self,
        conn: &Connection,
        tenant: &str,
        row: &str,
        field: &[u8],
    ) -> Result<(), StoreError> {
        let Self { table, column, row: key, .. } = self;
        let sql = format!("UPDATE {table} SET {column} = ?3 WHERE tenant_id = ?1 AND {key} = ?2");
        conn.prepare_cached(&sql)?.execute((tenant, row, field))?;
        Ok(())
    }

    /// Removes a tenant's rows that hold one; answers how many.
    pub(crate) fn remove_all(&self, conn: &Connection, tenant: &str) -> Result<u64, StoreError> {
        let sql = format!("DELETE FROM {} WHERE tenant_id = ?1", self.table);
        Ok(conn.prepare_cached(&sql)?.execute([tenant])? as u64)
    }

    /// Opens the fields of a tenant, or of all.
    fn open_each(
        &self,
        conn: &Connection,
        keys: &Keyring,
        tenant: Option<&str>,
    ) -> Result<u64, StoreError> {
        let Self { table, column, row, .. } = self;
        let sql = format!(
            "SELECT tenant_id, {row}, {column} FROM {table} WHERE coalesce(tenant_id = ?1, 1)"
        );
        let mut statement = conn.prepare_cached(&sql)?;
        let mut rows = statement.query([tenant])?;
        let mut opened = 0;
        while let Some(row) = rows.next()? {
            let (tenant, key): (String, String) = (row.get(0)?, row.get(1)?);
            let field = row.get_ref(2)?.as_blob().unwrap_or(&[]);
            data_key::unseal(conn, keys, &self.place(&tenant, &key), field)?;
            opened += 1;
        }
        Ok(opened)
    }
}

/// Opens every sealed field once; answers how many there are.
///
/// Errors name the first failure.
pub(crate) fn open_all(conn: &Connection, keys: &Keyring) -> Result<u64, StoreError> {
    let mut opened = 0;
    for column in ALL {
        if column.is_in(conn)? {
            opened += column.open_each(conn, keys, None)?;
        }
    }
    Ok(opened)
}

/// Opens every sealed field of a tenant once; answers how many there are.
pub(crate) fn open_all_of(
    conn: &Connection,
    keys: &Keyring,
    tenant: &str,
) -> Result<u64, StoreError> {
    let mut opened = 0;
    for column in ALL {
        opened += column.open_each(conn, keys, Some(tenant))?;
    }
    Ok(opened)
}

impl LedgerTx<'_> {
    /// Erases a tenant's data keys, and the rows whose fields nothing opens any more; answers how
    /// many of these there were, 0 also for a tenant without keys. The installation keeps its own.
    pub fn shred_data_keys(&self, tenant: &TenantId) -> Result<u64, StoreError> {
        if tenant == TenantScope::installation().tenant() {
            return Ok(0);
        }
        data_key::remove_data_keys_before(self.conn(), tenant.as_str(), u64::MAX)?;
        let mut gone = 0;
        for column in ALL {
            gone += column.remove_all(self.conn(), tenant.as_str())?;
        }
        Ok(gone)
    }
}
