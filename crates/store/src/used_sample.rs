//! How much of each portfolio's limit was used at moments of the last day or two.

use domain::Timestamp;
use meta::BusinessId;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::TenantScope;

impl LedgerRead<'_> {
    /// How much a portfolio used at moments from `from` on, oldest first; a page of them.
    pub fn used_samples(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
        from: Timestamp,
    ) -> Result<Vec<(Timestamp, u64)>, StoreError> {
        let sql = "SELECT at_ms, used FROM used_sample \
                   WHERE tenant_id = ?1 AND business_id = ?2 AND at_ms >= ?3 ORDER BY at_ms LIMIT ?4";
        let mut statement = self.conn().prepare_cached(sql)?;
        let page = column::page(crate::PAGE_LIMIT);
        let key = (scope.as_str(), business.as_str(), from.as_millis(), page);
        let rows =
            statement.query_map(key, |row| Ok((column::time(row, 0)?, column::count(row, 1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Keeps how much a portfolio used at a moment.
    pub fn save_used_sample(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
        at: Timestamp,
        used: u64,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO used_sample (tenant_id, business_id, at_ms, used) \
                   VALUES (?1, ?2, ?3, ?4) ON CONFLICT (tenant_id, business_id, at_ms) \
                   DO UPDATE SET used = excluded.used";
        let values = (scope.as_str(), business.as_str(), at.as_millis(), column::integer(used));
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Forgets samples of before `from`, and of after `now`, which a clock that was turned back left
    /// there.
    pub fn forget_used_samples(&self, from: Timestamp, now: Timestamp) -> Result<(), StoreError> {
        let sql = "DELETE FROM used_sample WHERE at_ms < ?1 OR at_ms > ?2";
        self.conn().prepare_cached(sql)?.execute((from.as_millis(), now.as_millis()))?;
        Ok(())
    }
}
