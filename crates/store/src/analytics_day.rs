//! Days of accounts by Meta's analytics, each beside what Farol saw of it.

use domain::Timestamp;
use meta::WabaId;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::TenantScope;

/// One day of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnalyticsDay {
    /// When the day begins, as Meta gave it.
    pub start: Timestamp,
    /// Messages sent, by Meta.
    pub sent: u64,
    /// Messages delivered, by Meta.
    pub delivered: u64,
    /// Messages sent, as far as webhooks told Farol.
    pub seen_sent: u64,
    /// Messages delivered, as far as webhooks told Farol.
    pub seen_delivered: u64,
    /// When Meta was asked.
    pub asked_at: Timestamp,
}

fn day_of_row(row: &Row<'_>) -> rusqlite::Result<AnalyticsDay> {
    Ok(AnalyticsDay {
        start: column::time(row, 0)?,
        sent: column::count(row, 1)?,
        delivered: column::count(row, 2)?,
        seen_sent: column::count(row, 3)?,
        seen_delivered: column::count(row, 4)?,
        asked_at: column::time(row, 5)?,
    })
}

impl LedgerRead<'_> {
    /// The days of an account that begin from `from` on, oldest first.
    pub fn analytics_days(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        from: Timestamp,
    ) -> Result<Vec<AnalyticsDay>, StoreError> {
        let sql = "SELECT start_ms, sent, delivered, seen_sent, seen_delivered, asked_at_ms \
                   FROM analytics_day WHERE tenant_id = ?1 AND waba_id = ?2 AND start_ms >= ?3 \
                   ORDER BY start_ms LIMIT ?4";
        let mut statement = self.conn().prepare_cached(sql)?;
        let page = column::page(crate::PAGE_LIMIT);
        let key = (scope.as_str(), waba.as_str(), from.as_millis(), page);
        let rows = statement.query_map(key, day_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When Meta was last asked for an account's day, in vain or not.
    pub fn analytics_asked_at(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT asked_at_ms FROM analytics_ask WHERE tenant_id = ?1 AND waba_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), waba.as_str());
        Ok(statement.query_row(key, |row| column::time(row, 0)).optional()?)
    }

    /// What Meta last answered instead of an account's days; `None` when it gave them, or was never
    /// asked.
    pub fn analytics_refusal(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT refusal FROM analytics_ask WHERE tenant_id = ?1 AND waba_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), waba.as_str());
        Ok(statement.query_row(key, |row| row.get(0)).optional()?.flatten())
    }
}

impl LedgerTx<'_> {
    /// Keeps a day of an account, over what was held of it.
    pub fn save_analytics_day(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        day: &AnalyticsDay,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO analytics_day (tenant_id, waba_id, start_ms, sent, delivered, \
                   seen_sent, seen_delivered, asked_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
                   ON CONFLICT (tenant_id, waba_id, start_ms) DO UPDATE SET \
                   sent = excluded.sent, delivered = excluded.delivered, \
                   seen_sent = excluded.seen_sent, seen_delivered = excluded.seen_delivered, \
                   asked_at_ms = excluded.asked_at_ms";
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            waba.as_str(),
            day.start.as_millis(),
            column::integer(day.sent),
            column::integer(day.delivered),
            column::integer(day.seen_sent),
            column::integer(day.seen_delivered),
            day.asked_at.as_millis(),
        ))?;
        Ok(())
    }

    /// Notes that Meta was asked for an account's days, and how it refused, if it did.
    pub fn save_analytics_ask(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        asked_at: Timestamp,
        refusal: Option<&str>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO analytics_ask (tenant_id, waba_id, asked_at_ms, refusal) \
                   VALUES (?1, ?2, ?3, ?4) ON CONFLICT (tenant_id, waba_id) DO UPDATE SET \
                   asked_at_ms = excluded.asked_at_ms, refusal = excluded.refusal";
        let values = (scope.as_str(), waba.as_str(), asked_at.as_millis(), refusal);
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}
