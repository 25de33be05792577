//! Each tenant's data keys, wrapped, with how often each has sealed; and the ring's proof at start.

use rusqlite::{Connection, OptionalExtension};
use zeroize::Zeroizing;

use crate::column;
use crate::error::StoreError;
use crate::keyring::{Key, Keyring};
use crate::ledger::{LedgerRead, LedgerTx};
use crate::seal::{self, Place, SealError};
use crate::sealed;
use crate::secret::Secret;
use crate::tenant::TenantScope;

/// A data key seals no more often than this: random nonces stay far from repeating (NIST: 2^32).
const MOST_USES: u64 = 1 << 30;

/// A tenant's data key as kept.
pub(crate) struct DataKey {
    /// Its number within the tenant; the highest one seals.
    pub id: u64,
    /// The key that wraps it.
    pub kid: String,
    /// The key itself, wrapped.
    pub wrapped: Vec<u8>,
    /// How often it has sealed.
    pub uses: u64,
}

/// The data key that seals for a tenant; `None` before the first secret.
pub(crate) fn newest_data_key(
    conn: &Connection,
    tenant: &str,
) -> Result<Option<DataKey>, StoreError> {
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

/// Makes a data key under the ring's newest active key, and keeps it.
pub(crate) fn make_data_key(
    conn: &Connection,
    ring: &Keyring,
    tenant: &str,
    id: u64,
) -> Result<Key, StoreError> {
    // A running program learns here of a key that was added to the file since it started.
    ring.refresh();
    let (kid, key, wrapped) = seal::new_data_key(ring, tenant, id)?;
    remember_ring(conn, ring)?;
    add_data_key(conn, tenant, &DataKey { id, kid, wrapped, uses: 0 })?;
    Ok(key)
}

fn add_data_key(conn: &Connection, tenant: &str, key: &DataKey) -> Result<(), StoreError> {
    let sql = "INSERT INTO data_key (tenant_id, dek_id, kid, wrapped, uses) \
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let (id, uses) = (column::integer(key.id), column::integer(key.uses));
    conn.prepare_cached(sql)?.execute((tenant, id, &key.kid, &key.wrapped, uses))?;
    Ok(())
}

/// Counts one sealing.
pub(crate) fn count_use(conn: &Connection, tenant: &str, dek_id: u64) -> Result<(), StoreError> {
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
                (id, make_data_key(self.conn(), ring, place.tenant, id)?)
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
    sealed::SECRET.place(tenant, name)
}

/// Opens a sealed text that stands in that place.
pub(crate) fn unseal(
    conn: &Connection,
    ring: &Keyring,
    place: &Place<'_>,
    field: &[u8],
) -> Result<Secret, StoreError> {
    let dek_id = seal::dek_of_field(field)?;
    let (kid, wrapped) =
        data_key(conn, place.tenant, dek_id)?.ok_or(SealError::NoDataKey { dek_id })?;
    let key: Key = seal::unwrap_data_key(ring, &kid, place.tenant, dek_id, &wrapped)?;
    let plain: Zeroizing<Vec<u8>> = seal::unseal_field(&key, dek_id, place, field)?;
    let text = std::str::from_utf8(&plain).map_err(|_| SealError::Forged)?;
    Ok(Secret::new(text))
}

impl LedgerRead<'_> {
    /// Opens a sealed text that stands in that place.
    pub(crate) fn unseal(&self, place: &Place<'_>, field: &[u8]) -> Result<Secret, StoreError> {
        unseal(self.conn(), self.keys()?, place, field)
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
        sealed::open_all(self.conn(), self.keys()?)
    }
}

/// How many data keys each key wraps.
pub(crate) fn wrapped_by_kid(conn: &Connection) -> Result<Vec<(String, u64)>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT kid, count(*) FROM data_key GROUP BY kid ORDER BY kid")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, column::count(row, 1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many tenants have data keys, and how often the most used of those that seal did so.
pub(crate) fn tenants_and_most_uses(conn: &Connection) -> Result<(u64, u64), StoreError> {
    let sql = "SELECT count(*), coalesce(max(uses), 0) FROM data_key d WHERE dek_id = \
               (SELECT max(dek_id) FROM data_key n WHERE n.tenant_id = d.tenant_id)";
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_row([], |row| Ok((column::count(row, 0)?, column::count(row, 1)?)))?)
}

/// Who has data keys.
pub(crate) fn tenants_with_keys(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT DISTINCT tenant_id FROM data_key ORDER BY tenant_id")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Data keys that another key than this one wraps, with their tenants.
pub(crate) fn wrapped_otherwise(
    conn: &Connection,
    kid: &str,
    limit: usize,
) -> Result<Vec<(String, DataKey)>, StoreError> {
    let sql = "SELECT tenant_id, dek_id, kid, wrapped, uses FROM data_key WHERE kid <> ?1 \
               ORDER BY tenant_id, dek_id LIMIT ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map((kid, column::page(limit)), |row| {
        let key = DataKey {
            id: column::count(row, 1)?,
            kid: row.get(2)?,
            wrapped: row.get(3)?,
            uses: column::count(row, 4)?,
        };
        Ok((row.get(0)?, key))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps a data key's other wrapping.
pub(crate) fn replace_wrapping(
    conn: &Connection,
    tenant: &str,
    key: &DataKey,
) -> Result<(), StoreError> {
    let sql = "UPDATE data_key SET kid = ?3, wrapped = ?4 WHERE tenant_id = ?1 AND dek_id = ?2";
    let values = (tenant, column::integer(key.id), &key.kid, &key.wrapped);
    conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Erases a tenant's data keys before that one.
pub(crate) fn remove_data_keys_before(
    conn: &Connection,
    tenant: &str,
    dek_id: u64,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM data_key WHERE tenant_id = ?1 AND dek_id < ?2";
    conn.prepare_cached(sql)?.execute((tenant, column::integer(dek_id)))?;
    Ok(())
}

/// Whether a key's check value is kept: a program has started or sealed with it.
pub(crate) fn is_remembered(conn: &Connection, kid: &str) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM key_check WHERE kid = ?1)";
    Ok(conn.query_row(sql, [kid], |row| row.get(0))?)
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
    let (kid, check) = seal::new_check(ring)?;
    conn.execute(sql, (kid, check))?;
    Ok(())
}
