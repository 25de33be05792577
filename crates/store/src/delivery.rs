//! What became of messages, and which numbers had traffic.

use std::collections::BTreeSet;

use domain::Timestamp;
use domain::delivery::Delivery;
use meta::{MessageId, PhoneNumberId};
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::TenantScope;

fn delivery_of_row(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    Ok(Delivery {
        reached: [
            column::maybe_time(row, 0)?,
            column::maybe_time(row, 1)?,
            column::maybe_time(row, 2)?,
            column::maybe_time(row, 3)?,
        ],
        failed: column::maybe_time(row, 4)?,
        other: column::json(row, 5)?,
    })
}

impl LedgerRead<'_> {
    /// What became of a message; a message's id is unique for its number.
    pub fn delivery(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        message: &MessageId,
    ) -> Result<Option<Delivery>, StoreError> {
        let sql = "SELECT sent_at_ms, delivered_at_ms, read_at_ms, played_at_ms, failed_at_ms, \
                   other FROM delivery \
                   WHERE tenant_id = ?1 AND phone_number_id = ?2 AND message_id = ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), number.as_str(), message.as_str());
        Ok(statement.query_row(key, delivery_of_row).optional()?)
    }

    /// The tenant's numbers with traffic at or after a moment.
    pub fn numbers_in_use(
        &self,
        scope: &TenantScope,
        since: Timestamp,
    ) -> Result<BTreeSet<String>, StoreError> {
        let sql = "SELECT phone_number_id FROM traffic \
                   WHERE tenant_id = ?1 AND last_at_ms >= ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((scope.as_str(), since.as_millis()), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Keeps what became of a message, over what was held; the caller has joined both.
    pub fn save_delivery(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        message: &MessageId,
        delivery: &Delivery,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO delivery (tenant_id, phone_number_id, message_id, sent_at_ms, \
                   delivered_at_ms, read_at_ms, played_at_ms, failed_at_ms, other) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
                   ON CONFLICT (tenant_id, phone_number_id, message_id) DO UPDATE SET \
                   sent_at_ms = excluded.sent_at_ms, delivered_at_ms = excluded.delivered_at_ms, \
                   read_at_ms = excluded.read_at_ms, played_at_ms = excluded.played_at_ms, \
                   failed_at_ms = excluded.failed_at_ms, other = excluded.other";
        let [sent, delivered, read, played] =
            delivery.reached.map(|at| at.map(Timestamp::as_millis));
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            number.as_str(),
            message.as_str(),
            sent,
            delivered,
            read,
            played,
            delivery.failed.map(Timestamp::as_millis),
            column::to_json(&delivery.other)?,
        ))?;
        Ok(())
    }

    /// Keeps the latest moment at which a number had traffic.
    pub fn saw_traffic(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO traffic (tenant_id, phone_number_id, last_at_ms) \
                   VALUES (?1, ?2, ?3) ON CONFLICT (tenant_id, phone_number_id) DO UPDATE SET \
                   last_at_ms = max(traffic.last_at_ms, excluded.last_at_ms)";
        let values = (scope.as_str(), number.as_str(), at.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Brings traffic that lies ahead of `now` back to it: the clock was turned back.
    pub fn rewind_traffic(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE traffic SET last_at_ms = ?1 WHERE last_at_ms > ?1";
        self.conn().prepare_cached(sql)?.execute([now.as_millis()])?;
        Ok(())
    }
}
