//! When webhooks of each field last came for an account, and what a reading found that none told.

use domain::Timestamp;
use meta::WabaId;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::{TenantId, TenantScope};

/// A change that a reading found and that a webhook should have told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// The account.
    pub waba: WabaId,
    /// The webhook field.
    pub field: String,
    /// The change.
    pub change_seq: u64,
    /// From when on the webhook may have come.
    pub since: Timestamp,
    /// When the reading found it.
    pub found_at: Timestamp,
}

impl LedgerRead<'_> {
    /// When a webhook of a field last came for an account.
    pub fn webhook_heard(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        field: &str,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(last_at_ms) FROM webhook_heard \
                   WHERE tenant_id = ?1 AND waba_id = ?2 AND field = ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), waba.as_str(), field);
        Ok(statement.query_row(key, |row| column::maybe_time(row, 0))?)
    }

    /// What of an account is untold: of each field the first change, by field. An account that
    /// stays deaf may have any number of them.
    pub fn untold_of(&self, scope: &TenantScope, waba: &WabaId) -> Result<Vec<Untold>, StoreError> {
        let sql = "SELECT waba_id, field, change_seq, since_ms, found_at_ms FROM untold u \
                   WHERE tenant_id = ?1 AND waba_id = ?2 AND NOT EXISTS \
                   (SELECT 1 FROM untold e WHERE e.tenant_id = u.tenant_id \
                   AND e.waba_id = u.waba_id AND e.field = u.field \
                   AND e.change_seq < u.change_seq) ORDER BY field LIMIT ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let page = (scope.as_str(), waba.as_str(), column::page(crate::PAGE_LIMIT));
        let rows = statement.query_map(page, |row| {
            Ok(Untold {
                waba: WabaId::new(row.get::<_, String>(0)?),
                field: row.get(1)?,
                change_seq: column::count(row, 2)?,
                since: column::time(row, 3)?,
                found_at: column::time(row, 4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Everybody's accounts of which something is untold, in the order of the first finding.
    pub fn accounts_untold(
        &self,
        limit: usize,
    ) -> Result<Vec<(TenantId, WabaId, Timestamp)>, StoreError> {
        let sql = "SELECT tenant_id, waba_id, min(found_at_ms) AS first FROM untold \
                   GROUP BY tenant_id, waba_id ORDER BY first, tenant_id, waba_id LIMIT ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([column::page(limit)], |row| {
            let tenant = TenantId::new(row.get::<_, String>(0)?);
            Ok((tenant, WabaId::new(row.get::<_, String>(1)?), column::time(row, 2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Notes that a webhook of a field came for an account.
    pub fn heard_webhook(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        field: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO webhook_heard (tenant_id, waba_id, field, last_at_ms) \
                   VALUES (?1, ?2, ?3, ?4) ON CONFLICT (tenant_id, waba_id, field) DO UPDATE SET \
                   last_at_ms = excluded.last_at_ms WHERE last_at_ms < excluded.last_at_ms";
        let values = (scope.as_str(), waba.as_str(), field, at.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Notes a change that no webhook told.
    pub fn note_untold(&self, scope: &TenantScope, untold: &Untold) -> Result<(), StoreError> {
        let sql = "INSERT INTO untold \
                   (tenant_id, waba_id, field, change_seq, since_ms, found_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
                   ON CONFLICT (tenant_id, waba_id, field, change_seq) DO NOTHING";
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            untold.waba.as_str(),
            &untold.field,
            column::integer(untold.change_seq),
            untold.since.as_millis(),
            untold.found_at.as_millis(),
        ))?;
        Ok(())
    }

    /// Forgets what is untold of a field, once a webhook of it came.
    pub fn forget_untold(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        field: &str,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM untold WHERE tenant_id = ?1 AND waba_id = ?2 AND field = ?3";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), waba.as_str(), field))?;
        Ok(())
    }

    /// Brings webhooks that were heard ahead of `now` back to it: the clock was turned back.
    pub fn rewind_webhooks_heard(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE webhook_heard SET last_at_ms = ?1 WHERE last_at_ms > ?1";
        self.conn().prepare_cached(sql)?.execute([now.as_millis()])?;
        Ok(())
    }

    /// Brings what was found untold ahead of `now` back to it: the clock was turned back.
    pub fn rewind_untold(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE untold SET found_at_ms = min(found_at_ms, ?1), \
                   since_ms = min(since_ms, ?1) WHERE found_at_ms > ?1 OR since_ms > ?1";
        self.conn().prepare_cached(sql)?.execute([now.as_millis()])?;
        Ok(())
    }
}
