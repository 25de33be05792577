//! Each tenant's data keys, wrapped, with how often each has sealed; and the ring's proof at start.

use rusqlite::{Connection, OptionalExtension};
use zeroize::Zeroizing;

use crate::column;
use crate::error::StoreError;
use crate::keyring::{Key, Keyring};
use crate::ledger::{LedgerRead, LedgerTx};
use crate::seal::{self, Place, SealError};
use crate::secret::Secret;
use crate::tenant::TenantScope;

/// A data key seals no more often than this: random nonces stay far from repeating (NIST: 2^32).
const MOST_USES: u64 = 1 << 30;

struct DataKey {
    id: u64,
    kid: String,
    wrapped: Vec<u8>,
    uses: u64,
}

fn newest_data_key(conn: &Connection, tenant: &str) -> Result<Option<DataKey>, StoreError> {
    let sql = "SELECT dek_id, kid, wrapped, uses FROM data_key \
               WHERE tenant_id = ?1 ORDER BY dek_id DESC LIMIT 1";
    let mut statement = conn.prepare_cached(sql)?;
    let found = statement.query_row([tenant], |row| {
        Ok(DataKey {
            id: column::count(row, 0)?,
            kid: row.get(1)?,
            wrapped: row.get(2)?,
            uses: column::count(row, 3)?,
        })
    });
    Ok(found.optional()?)
}

fn data_key(
    conn: &Connection,
    tenant: &str,
    dek_id: u64,
) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let sql = "SELECT kid, wrapped FROM data_key WHERE tenant_id = ?1 AND dek_id = ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let key = (tenant, column::integer(dek_id));
    Ok(statement.query_row(key, |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn add_data_key(conn: &Connection, tenant: &str, key: &DataKey) -> Result<(), StoreError> {
    let sql = "INSERT INTO data_key (tenant_id, dek_id, kid, wrapped, uses) \
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let (id, uses) = (column::integer(key.id), column::integer(key.uses));
    conn.prepare_cached(sql)?.execute((tenant, id, &key.kid, &key.wrapped, uses))?;
    Ok(())
}

fn count_use(conn: &Connection, tenant: &str, dek_id: u64) -> Result<(), StoreError> {
    let sql = "UPDATE data_key SET uses = uses + 1 WHERE tenant_id = ?1 AND dek_id = ?2";
    conn.prepare_cached(sql)?.execute((tenant, column::integer(dek_id)))?;
    Ok(())
}

impl LedgerTx<'_> {
    /// Seals a text for its place, with the tenant's newest data key or a fresh one.
    pub(crate) fn seal(&self, place: &Place<'_>, secret: &Secret) -> Result<Vec<u8>, StoreError> {
        let ring = self.keys()?;
        let newest = newest_data_key(self.conn(), place.tenant)?;
        let (id, key) = match newest {
            Some(held) if held.uses < MOST_USES => {
                let wrapped = &held.wrapped;
                let key = seal::unwrap_data_key(ring, &held.kid, place.tenant, held.id, wrapped)?;
                (held.id, key)
            }
            spent => {
                let id = spent.map_or(1, |spent| spent.id + 1);
                let (key, wrapped) = seal::new_data_key(ring, place.tenant, id)?;
                let kid = ring.active().to_owned();
                let made = DataKey { id, kid, wrapped, uses: 0 };
                add_data_key(self.conn(), place.tenant, &made)?;
                (id, key)
            }
        };
        count_use(self.conn(), place.tenant, id)?;
        Ok(seal::seal_field(&key, id, place, secret.expose().as_bytes())?)
    }

    /// Keeps a named secret of the tenant, or of [`TenantScope::installation`], over an older one.
    pub fn save_secret(
        &self,
        scope: &TenantScope,
        name: &str,
        secret: &Secret,
    ) -> Result<(), StoreError> {
        let sealed = self.seal(&secret_place(scope.as_str(), name), secret)?;
        let sql = "INSERT INTO secret (tenant_id, name, sealed) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (tenant_id, name) DO UPDATE SET sealed = excluded.sealed";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), name, sealed))?;
        Ok(())
    }

    /// Forgets a named secret; one that is not there is forgotten already.
    pub fn remove_secret(&self, scope: &TenantScope, name: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM secret WHERE tenant_id = ?1 AND name = ?2";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), name))?;
        Ok(())
    }
}

fn secret_place<'a>(tenant: &'a str, name: &'a str) -> Place<'a> {
    Place { purpose: "secret", table: "secret", column: "sealed", tenant, row: name }
}

impl LedgerRead<'_> {
    /// Opens a sealed text that stands in that place.
    pub(crate) fn unseal(&self, place: &Place<'_>, field: &[u8]) -> Result<Secret, StoreError> {
        let ring = self.keys()?;
        let dek_id = seal::dek_of_field(field)?;
        let (kid, wrapped) =
            data_key(self.conn(), place.tenant, dek_id)?.ok_or(SealError::NoDataKey { dek_id })?;
        let key: Key = seal::unwrap_data_key(ring, &kid, place.tenant, dek_id, &wrapped)?;
        let plain: Zeroizing<Vec<u8>> = seal::unseal_field(&key, dek_id, place, field)?;
        let text = std::str::from_utf8(&plain).map_err(|_| SealError::Forged)?;
        Ok(Secret::new(text))
    }

    /// A named secret of the tenant, or of [`TenantScope::installation`].
    pub fn secret(&self, scope: &TenantScope, name: &str) -> Result<Option<Secret>, StoreError> {
        let sql = "SELECT sealed FROM secret WHERE tenant_id = ?1 AND name = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let found = statement.query_row((scope.as_str(), name), |row| row.get::<_, Vec<u8>>(0));
        let sealed = found.optional()?;
        sealed.map(|field| self.unseal(&secret_place(scope.as_str(), name), &field)).transpose()
    }

    /// Whether the tenant has a named secret; it stays sealed.
    pub fn has_secret(&self, scope: &TenantScope, name: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM secret WHERE tenant_id = ?1 AND name = ?2)";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row((scope.as_str(), name), |row| row.get(0))?)
    }

    /// Names of the tenant's secrets, for checks.
    pub fn secret_names(&self, scope: &TenantScope) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT name FROM secret WHERE tenant_id = ?1 ORDER BY name";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([scope.as_str()], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Opens every sealed field once; answers how many there are. Errors name the first failure.
    pub fn verify_secrets(&self) -> Result<u64, StoreError> {
        let mut opened = 0;
        let mut statement =
            self.conn().prepare_cached("SELECT tenant_id, name, sealed FROM secret")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (tenant, name): (String, String) = (row.get(0)?, row.get(1)?);
            self.unseal(&secret_place(&tenant, &name), row.get_ref(2)?.as_blob().unwrap_or(&[]))?;
            opened += 1;
        }
        Ok(opened + self.verify_tokens()?)
    }
}

/// Check values of all keys that ever sealed, by id.
fn key_checks(conn: &Connection) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let mut statement = conn.prepare("SELECT kid, sealed FROM key_check ORDER BY kid")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether data keys are wrapped by that key.
fn wraps_any(conn: &Connection, kid: &str) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM data_key WHERE kid = ?1)";
    Ok(conn.query_row(sql, [kid], |row| row.get(0))?)
}

/// Proves that the ring opens this ledger; writes nothing.
///
/// A key may be gone from the ring only when nothing is wrapped by it and another one is proven.
pub(crate) fn prove_ring(conn: &Connection, ring: &Keyring) -> Result<(), StoreError> {
    let mut is_proven = false;
    let mut gone = None;
    for (kid, check) in key_checks(conn)? {
        match seal::prove_key(ring, &kid, &check) {
            Ok(()) => is_proven = true,
            Err(SealError::MissingKey { .. }) if !wraps_any(conn, &kid)? => gone = Some(kid),
            Err(error) => return Err(error.into()),
        }
    }
    match gone {
        Some(kid) if !is_proven => Err(SealError::MissingKey { kid }.into()),
        Some(_) | None => Ok(()),
    }
}

/// Keeps a check value of the active key, so that another ring is refused at the next start.
pub(crate) fn remember_ring(conn: &Connection, ring: &Keyring) -> Result<(), StoreError> {
    let sql = "INSERT INTO key_check (kid, sealed) VALUES (?1, ?2) ON CONFLICT (kid) DO NOTHING";
    conn.execute(sql, (ring.active(), seal::new_check(ring)?))?;
    Ok(())
}
