//! The tally's rows: when each portfolio last reached each user in a way that counts.

use std::collections::BTreeMap;

use domain::Timestamp;
use meta::{BusinessId, PhoneNumberId};
use rusqlite::OptionalExtension;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::{TenantId, TenantScope};

/// A user who was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Whose traffic it is.
    pub tenant: TenantId,
    /// The portfolio.
    pub business: BusinessId,
    /// The user.
    pub user_key: String,
    /// When they were last reached.
    pub last_at: Timestamp,
}

impl LedgerRead<'_> {
    /// When a portfolio last reached a user in a way that counts.
    pub fn reached_at(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
        user_key: &str,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT last_at_ms FROM reached \
                   WHERE tenant_id = ?1 AND business_id = ?2 AND user_key = ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), business.as_str(), user_key);
        Ok(statement.query_row(key, |row| column::time(row, 0)).optional()?)
    }

    /// Calls `each` with every user of all tenants who was last reached after a moment, oldest
    /// first: the tally is rebuilt from them, and a million would not fit in a list beside it.
    pub fn each_reached(
        &self,
        since: Timestamp,
        mut each: impl FnMut(Reached),
    ) -> Result<(), StoreError> {
        let sql = "SELECT tenant_id, business_id, user_key, last_at_ms FROM reached \
                   WHERE last_at_ms > ?1 ORDER BY last_at_ms";
        let mut statement = self.conn().prepare_cached(sql)?;
        let mut rows = statement.query([since.as_millis()])?;
        while let Some(row) = rows.next()? {
            each(Reached {
                tenant: TenantId::new(row.get::<_, String>(0)?),
                business: BusinessId::new(row.get::<_, String>(1)?),
                user_key: row.get(2)?,
                last_at: column::time(row, 3)?,
            });
        }
        Ok(())
    }

    /// How many of a portfolio's users were last reached by each of its numbers after a moment;
    /// together they are all of its users, each once.
    pub fn reached_by_number(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
        since: Timestamp,
    ) -> Result<BTreeMap<PhoneNumberId, u64>, StoreError> {
        let sql = "SELECT phone_number_id, count(*) FROM reached INDEXED BY reached_at \
                   WHERE last_at_ms > ?3 AND tenant_id = ?1 AND business_id = ?2 \
                   GROUP BY phone_number_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), business.as_str(), since.as_millis());
        let rows = statement.query_map(key, |row| {
            Ok((PhoneNumberId::new(row.get::<_, String>(0)?), column::count(row, 1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Keeps that a number reached a user, unless they were reached later; of two numbers at the
    /// same moment the greater id stays.
    pub fn raise_reached(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
        user_key: &str,
        number: &PhoneNumberId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO reached \
                   (tenant_id, business_id, user_key, last_at_ms, phone_number_id) \
                   VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT (tenant_id, business_id, user_key) DO UPDATE SET \
                   last_at_ms = excluded.last_at_ms, phone_number_id = excluded.phone_number_id \
                   WHERE (excluded.last_at_ms, excluded.phone_number_id) \
                   > (reached.last_at_ms, reached.phone_number_id)";
        let (tenant, at) = (scope.as_str(), at.as_millis());
        let values = (tenant, business.as_str(), user_key, at, number.as_str());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Forgets that a portfolio reached a user.
    pub fn remove_reached(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
        user_key: &str,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM reached \
                   WHERE tenant_id = ?1 AND business_id = ?2 AND user_key = ?3";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), business.as_str(), user_key))?;
        Ok(())
    }
}
