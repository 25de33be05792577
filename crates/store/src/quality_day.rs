//! The quality of each day of each number, kept for ever; a finished day is written once.

use domain::Timestamp;
use domain::quality_day::QualityDay;
use meta::PhoneNumberId;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::{TenantId, TenantScope};

impl LedgerRead<'_> {
    /// A number's days from one on, oldest first; a page of them.
    pub fn quality_days(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        from: Timestamp,
        limit: usize,
    ) -> Result<Vec<QualityDay>, StoreError> {
        let sql = "SELECT day_ms, rating, worst FROM quality_day \
                   WHERE tenant_id = ?1 AND phone_number_id = ?2 AND day_ms >= ?3 \
                   ORDER BY day_ms LIMIT ?4";
        let mut statement = self.conn().prepare_cached(sql)?;
        let page = (scope.as_str(), number.as_str(), from.as_millis(), column::page(limit));
        let rows = statement.query_map(page, |row| {
            Ok(QualityDay { day: column::time(row, 0)?, rating: row.get(1)?, worst: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest day that is kept of a number.
    pub fn last_quality_day(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(day_ms) FROM quality_day \
                   WHERE tenant_id = ?1 AND phone_number_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), number.as_str());
        Ok(statement.query_row(key, |row| column::maybe_time(row, 0))?)
    }

    /// Everybody's numbers after one, by id.
    pub fn numbers_after(
        &self,
        number: Option<&PhoneNumberId>,
        limit: usize,
    ) -> Result<Vec<(TenantId, PhoneNumberId)>, StoreError> {
        let sql = "SELECT tenant_id, node_id FROM replica \
                   WHERE kind = 'phone_number' AND node_id > ?1 ORDER BY node_id LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let page = (number.map_or("", PhoneNumberId::as_str), column::page(limit));
        let rows = statement.query_map(page, |row| {
            Ok((
                TenantId::new(row.get::<_, String>(0)?),
                PhoneNumberId::new(row.get::<_, String>(1)?),
            ))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Keeps a number's day; one that is kept already stays as it is.
    pub fn add_quality_day(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        day: &QualityDay,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO quality_day (tenant_id, phone_number_id, day_ms, rating, worst) \
                   VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT (tenant_id, phone_number_id, day_ms) DO NOTHING";
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            number.as_str(),
            day.day.as_millis(),
            &day.rating,
            &day.worst,
        ))?;
        Ok(())
    }
}
