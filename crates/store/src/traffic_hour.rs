//! What numbers did hour by hour: counts of messages by state, category or answer.

use std::collections::BTreeSet;

use domain::Timestamp;
use domain::traffic::Kind;
use meta::{PhoneNumberId, WabaId};
use rusqlite::Row;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::TenantScope;

/// One count of one hour of one number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficHour {
    /// The number.
    pub number: PhoneNumberId,
    /// The start of the hour (UTC).
    pub hour: Timestamp,
    /// What was counted.
    pub kind: Kind,
    /// How many.
    pub count: u64,
}

fn hour_of_row(row: &Row<'_>) -> rusqlite::Result<TrafficHour> {
    Ok(TrafficHour {
        number: PhoneNumberId::new(row.get::<_, String>(0)?),
        hour: column::time(row, 1)?,
        kind: Kind::from(row.get_ref(2)?.as_str()?),
        count: column::count(row, 3)?,
    })
}

impl LedgerRead<'_> {
    /// What a number did in the hours that begin from `from` on and before `to`, by hour and kind.
    pub fn traffic_of(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<TrafficHour>, StoreError> {
        let sql = "SELECT phone_number_id, hour_ms, kind, count FROM traffic_hour \
                   WHERE tenant_id = ?1 AND phone_number_id = ?2 \
                   AND hour_ms >= ?3 AND hour_ms < ?4 AND count > 0 ORDER BY hour_ms, kind";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), number.as_str(), from.as_millis(), to.as_millis());
        let rows = statement.query_map(key, hour_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What all numbers of an account did in the hours that begin from `from` on and before `to`,
    /// as one count for each kind. An hour that lost more than it had counts as none: a message from
    /// before hours were counted takes from them what it never added.
    pub fn traffic_of_account(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(Kind, u64)>, StoreError> {
        // The numbers first: joined, all hours of the tenant would be gone through.
        let sql = "SELECT kind, sum(count) FROM traffic_hour WHERE tenant_id = ?1 \
                   AND phone_number_id IN (SELECT node_id FROM replica \
                   WHERE tenant_id = ?1 AND waba_id = ?2 AND kind = 'phone_number') \
                   AND hour_ms >= ?3 AND hour_ms < ?4 AND count > 0 \
                   GROUP BY kind ORDER BY kind";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), waba.as_str(), from.as_millis(), to.as_millis());
        let rows = statement.query_map(key, |row| {
            Ok((Kind::from(row.get_ref(0)?.as_str()?), column::count(row, 1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerRead<'_> {
    /// Ids of the tenant's numbers to which a customer wrote in an hour that begins from `since` on.
    pub fn numbers_written_to(
        &self,
        scope: &TenantScope,
        since: Timestamp,
    ) -> Result<BTreeSet<String>, StoreError> {
        // By number: without it every hour that the tenant ever had would be gone through.
        let sql = "SELECT node_id FROM replica WHERE tenant_id = ?1 AND kind = 'phone_number' \
                   AND EXISTS (SELECT 1 FROM traffic_hour t WHERE t.tenant_id = ?1 \
                   AND t.phone_number_id = node_id AND t.hour_ms >= ?2 \
                   AND t.kind = 'received' AND t.count > 0)";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((scope.as_str(), since.as_millis()), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Adds to a count of an hour, or with a negative number takes from it.
    pub fn add_traffic(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        hour: Timestamp,
        kind: &Kind,
        count: i64,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO traffic_hour (tenant_id, phone_number_id, hour_ms, kind, count) \
                   VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT (tenant_id, phone_number_id, hour_ms, kind) DO UPDATE SET \
                   count = traffic_hour.count + excluded.count";
        let (tenant, hour) = (scope.as_str(), hour.as_millis());
        let values = (tenant, number.as_str(), hour, kind.to_string(), count);
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}
