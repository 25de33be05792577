//! What became of messages, and which numbers had traffic.

use std::collections::BTreeSet;

use domain::Timestamp;
use domain::delivery::Delivery;
use domain::user::User;
use meta::{BusinessId, MessageId, PhoneNumberId};
use rusqlite::{OptionalExtension, Row, params};

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
        failed_code: row.get(6)?,
        user: user_of_columns(row.get(7)?, row.get(8)?),
        business: row.get::<_, Option<String>>(9)?.map(BusinessId::new),
        pricing_type: row.get(10)?,
        pricing_category: row.get(11)?,
    })
}

/// The key is the phone number where there is one, else the business-scoped id again.
fn user_of_columns(key: Option<String>, user_id: Option<String>) -> User {
    let wa_id = key.filter(|key| Some(key) != user_id.as_ref());
    User { wa_id, user_id }
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
                   other, failed_code, user_key, user_id, business_id, pricing_type, \
                   pricing_category FROM delivery \
                   WHERE tenant_id = ?1 AND phone_number_id = ?2 AND message_id = ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), number.as_str(), message.as_str());
        Ok(statement.query_row(key, delivery_of_row).optional()?)
    }

    /// What became of all messages of a portfolio to the user of one key, with their numbers.
    pub fn deliveries_to(
        &self,
        scope: &TenantScope,
        business: &BusinessId,
        user_key: &str,
    ) -> Result<Vec<(PhoneNumberId, Delivery)>, StoreError> {
        let sql = "SELECT sent_at_ms, delivered_at_ms, read_at_ms, played_at_ms, failed_at_ms, \
                   other, failed_code, user_key, user_id, business_id, pricing_type, \
                   pricing_category, phone_number_id FROM delivery INDEXED BY delivery_of_user \
                   WHERE tenant_id = ?1 AND business_id = ?2 AND user_key = ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), business.as_str(), user_key);
        let rows = statement.query_map(key, |row| {
            Ok((PhoneNumberId::new(row.get::<_, String>(12)?), delivery_of_row(row)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
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
                   delivered_at_ms, read_at_ms, played_at_ms, failed_at_ms, other, failed_code, \
                   user_key, user_id, business_id, pricing_type, pricing_category) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
                   ON CONFLICT (tenant_id, phone_number_id, message_id) DO UPDATE SET \
                   sent_at_ms = excluded.sent_at_ms, delivered_at_ms = excluded.delivered_at_ms, \
                   read_at_ms = excluded.read_at_ms, played_at_ms = excluded.played_at_ms, \
                   failed_at_ms = excluded.failed_at_ms, other = excluded.other, \
                   failed_code = excluded.failed_code, user_key = excluded.user_key, \
                   user_id = excluded.user_id, business_id = excluded.business_id, \
                   pricing_type = excluded.pricing_type, \
                   pricing_category = excluded.pricing_category";
        let [sent, delivered, read, played] =
            delivery.reached.map(|at| at.map(Timestamp::as_millis));
        self.conn().prepare_cached(sql)?.execute(params![
            scope.as_str(),
            number.as_str(),
            message.as_str(),
            sent,
            delivered,
            read,
            played,
            delivery.failed.map(Timestamp::as_millis),
            column::to_json(&delivery.other)?,
            delivery.failed_code,
            delivery.user.key(),
            delivery.user.user_id,
            delivery.business.as_ref().map(BusinessId::as_str),
            delivery.pricing_type,
            delivery.pricing_category,
        ])?;
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
