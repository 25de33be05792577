//! The limit of a portfolio, as the newest reading of any node that tells it has it.

use domain::Timestamp;
use meta::BusinessId;
use rusqlite::OptionalExtension;
use serde_json::Value;

use crate::column;
use crate::error::StoreError;
use crate::ledger::LedgerRead;
use crate::tenant::TenantScope;

impl LedgerRead<'_> {
    /// What Meta last reported as a portfolio's `whatsapp_business_manager_messaging_limit`, on the
    /// portfolio itself, one of its accounts or one of their numbers, and when; `None` when none of
    /// them tells it.
    pub fn newest_limit(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
    ) -> Result<Option<(Value, Timestamp)>, StoreError> {
        let sql = "SELECT said -> '$.value', json_extract(said, '$.at') FROM ( \
                   SELECT fields -> '$.whatsapp_business_manager_messaging_limit' AS said \
                   FROM replica WHERE tenant_id = ?1 AND kind = 'business' AND node_id = ?2 \
                   UNION ALL \
                   SELECT replica.fields -> '$.whatsapp_business_manager_messaging_limit' \
                   FROM connection JOIN replica ON replica.tenant_id = connection.tenant_id \
                   AND replica.waba_id = connection.waba_id \
                   AND replica.kind IN ('waba', 'phone_number') \
                   WHERE connection.tenant_id = ?1 AND connection.business_id = ?2) \
                   WHERE json_extract(said, '$.value') IS NOT NULL \
                   ORDER BY json_extract(said, '$.at') DESC LIMIT 1";
        let mut statement = self.conn().prepare_cached(sql)?;
        let found = statement.query_row((scope.as_str(), business.as_str()), |row| {
            Ok((column::json(row, 0)?, column::time(row, 1)?))
        });
        Ok(found.optional()?)
    }
}
