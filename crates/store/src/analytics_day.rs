//! Days of accounts by Meta's analytics, each beside what Farol saw of it.

use domain::Timestamp;
use meta::WabaId;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::{TenantId, TenantScope};

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

/// How asking for an account's days went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalyticsAsk {
    /// When Meta was last asked; `None` when it never was.
    pub asked_at: Option<Timestamp>,
    /// What Meta answered instead; `None` when it gave them.
    pub refusal: Option<String>,
    /// When it is asked next.
    pub due_at: Timestamp,
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

    /// When Meta was last asked for an account's days, and what it refused them with, if it did.
    pub fn analytics_ask(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
    ) -> Result<Option<AnalyticsAsk>, StoreError> {
        let sql = "SELECT asked_at_ms, refusal, due_at_ms FROM analytics_ask \
                   WHERE tenant_id = ?1 AND waba_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let ask = statement.query_row((scope.as_str(), waba.as_str()), |row| {
            Ok(AnalyticsAsk {
                asked_at: column::maybe_time(row, 0)?,
                refusal: row.get(1)?,
                due_at: column::time(row, 2)?,
            })
        });
        Ok(ask.optional()?)
    }

    /// Bound accounts of all tenants whose days are to be asked for: due, never asked, or due later
    /// than `furthest`, as none is but after the clock was turned back.
    pub fn analytics_due(
        &self,
        now: Timestamp,
        furthest: Timestamp,
        limit: usize,
    ) -> Result<Vec<(TenantId, WabaId)>, StoreError> {
        let sql = "SELECT bound.tenant_id, bound.waba_id FROM connection AS bound \
                   LEFT JOIN analytics_ask AS ask \
                   ON ask.tenant_id = bound.tenant_id AND ask.waba_id = bound.waba_id \
                   WHERE ask.due_at_ms IS NULL OR ask.due_at_ms <= ?1 OR ask.due_at_ms > ?2 \
                   ORDER BY coalesce(ask.due_at_ms, 0), bound.waba_id LIMIT ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (now.as_millis(), furthest.as_millis(), column::page(limit));
        let rows = statement.query_map(key, |row| {
            Ok((TenantId::new(row.get::<_, String>(0)?), WabaId::new(row.get::<_, String>(1)?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the next account's days are due; `None` when none is bound.
    pub fn next_analytics_due_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(coalesce(ask.due_at_ms, 0)) FROM connection AS bound \
                   LEFT JOIN analytics_ask AS ask \
                   ON ask.tenant_id = bound.tenant_id AND ask.waba_id = bound.waba_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([], |row| column::maybe_time(row, 0))?)
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

    /// Keeps how asking for an account's days went. Without a new moment the old one stays: nothing
    /// was asked, only put off.
    pub fn save_analytics_ask(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        ask: &AnalyticsAsk,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO analytics_ask (tenant_id, waba_id, asked_at_ms, refusal, due_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (tenant_id, waba_id) DO UPDATE SET \
                   asked_at_ms = coalesce(excluded.asked_at_ms, analytics_ask.asked_at_ms), \
                   refusal = CASE WHEN excluded.asked_at_ms IS NULL THEN analytics_ask.refusal \
                   ELSE excluded.refusal END, due_at_ms = excluded.due_at_ms";
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            waba.as_str(),
            ask.asked_at.map(Timestamp::as_millis),
            ask.refusal.as_deref(),
            ask.due_at.as_millis(),
        ))?;
        Ok(())
    }
}
