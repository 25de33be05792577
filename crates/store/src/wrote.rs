//! When customers wrote, by which service windows are known, and which ids are one customer.

use domain::Timestamp;
use domain::delivery::WINDOW;
use meta::{BusinessId, PhoneNumberId};
use rusqlite::OptionalExtension;

use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::TenantScope;

impl LedgerRead<'_> {
    /// Whether a customer had written to a number in the 24 hours before a moment, that moment
    /// included, by this key or by any id that is known to be the same user.
    pub fn has_window(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
        number: &PhoneNumberId,
        user_key: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        // The ids first: joined, all who ever wrote to the number would be gone through.
        let sql = "SELECT EXISTS (SELECT 1 FROM wrote WHERE tenant_id = ?1 \
                   AND phone_number_id = ?3 AND user_key IN (SELECT ?4 UNION ALL \
                   SELECT user_id FROM same_user \
                   WHERE tenant_id = ?1 AND business_id = ?2 AND wa_id = ?4) \
                   AND at_ms > ?5 AND at_ms <= ?6)";
        let window = i64::try_from(WINDOW.as_millis()).unwrap_or(i64::MAX);
        let key = (
            scope.as_str(),
            business.as_str(),
            number.as_str(),
            user_key,
            at.as_millis().saturating_sub(window),
            at.as_millis(),
        );
        Ok(self.conn().prepare_cached(sql)?.query_row(key, |row| row.get(0))?)
    }

    /// The phone number that a business-scoped id is known to belong to.
    pub fn phone_of_user(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
        user_id: &str,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT wa_id FROM same_user \
                   WHERE tenant_id = ?1 AND business_id = ?2 AND user_id = ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), business.as_str(), user_id);
        Ok(statement.query_row(key, |row| row.get(0)).optional()?)
    }

    /// The business-scoped ids that are known to belong to a phone number.
    pub fn users_of_phone(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
        wa_id: &str,
    ) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT user_id FROM same_user \
                   WHERE tenant_id = ?1 AND business_id = ?2 AND wa_id = ?3 ORDER BY user_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), business.as_str(), wa_id);
        let rows = statement.query_map(key, |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Keeps that a customer wrote to a number; once for each moment.
    pub fn save_wrote(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        user_key: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO wrote (tenant_id, phone_number_id, user_key, at_ms) \
                   VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
        let values = (scope.as_str(), number.as_str(), user_key, at.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Keeps that a business-scoped id and a phone number are one user. Of two phone numbers,
    /// which Meta never gives one id, the smaller stays. Answers whether something changed.
    pub fn save_same_user(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
        user_id: &str,
        wa_id: &str,
    ) -> Result<bool, StoreError> {
        let sql = "INSERT INTO same_user (tenant_id, business_id, user_id, wa_id) \
                   VALUES (?1, ?2, ?3, ?4) ON CONFLICT (tenant_id, business_id, user_id) \
                   DO UPDATE SET wa_id = excluded.wa_id WHERE excluded.wa_id < same_user.wa_id";
        let values = (scope.as_str(), business.as_str(), user_id, wa_id);
        Ok(self.conn().prepare_cached(sql)?.execute(values)? > 0)
    }
}
