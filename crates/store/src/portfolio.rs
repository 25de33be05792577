//! What a portfolio's limit is told by, over all accounts of a tenant at once: for pages that show
//! many accounts and must not ask for each.

use std::collections::BTreeMap;

use domain::Timestamp;
use meta::{BusinessId, PhoneNumberId, WabaId};

use crate::column;
use crate::error::StoreError;
use crate::ledger::LedgerRead;
use crate::tenant::TenantScope;

impl LedgerRead<'_> {
    /// The account that each of the tenant's numbers was read of, where that is known.
    pub fn accounts_of_numbers(
        &self,
        scope: &TenantScope,
    ) -> Result<BTreeMap<String, WabaId>, StoreError> {
        let sql = "SELECT node_id, waba_id FROM replica \
                   WHERE tenant_id = ?1 AND kind = 'phone_number' AND waba_id IS NOT NULL";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([scope.as_str()], |row| {
            Ok((row.get::<_, String>(0)?, WabaId::new(row.get::<_, String>(1)?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many users each number reached last after a moment, by portfolio; together each
    /// portfolio's users, each once.
    pub fn reached_by_portfolio(
        &self,
        scope: &TenantScope,
        since: Timestamp,
    ) -> Result<Vec<(BusinessId, PhoneNumberId, u64)>, StoreError> {
        let sql = "SELECT business_id, phone_number_id, count(*) \
                   FROM reached INDEXED BY reached_at \
                   WHERE last_at_ms > ?2 AND tenant_id = ?1 \
                   GROUP BY business_id, phone_number_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((scope.as_str(), since.as_millis()), |row| {
            let business = BusinessId::new(row.get::<_, String>(0)?);
            let number = PhoneNumberId::new(row.get::<_, String>(1)?);
            Ok((business, number, column::count(row, 2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many approved templates of each account have which quality, in Meta's words; `None` for
    /// those of which none was read.
    pub fn template_qualities(
        &self,
        scope: &TenantScope,
    ) -> Result<Vec<(WabaId, Option<String>, u64)>, StoreError> {
        let sql = "SELECT waba_id, json_extract(fields, '$.quality_score.value.score') AS score, \
                   count(*) FROM replica \
                   WHERE tenant_id = ?1 AND kind = 'message_template' AND waba_id IS NOT NULL \
                   AND json_extract(fields, '$.status.value') = 'APPROVED' \
                   GROUP BY waba_id, score ORDER BY waba_id, score";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([scope.as_str()], |row| {
            let waba = WabaId::new(row.get::<_, String>(0)?);
            Ok((waba, row.get::<_, Option<String>>(1)?, column::count(row, 2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
