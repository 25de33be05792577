//! What goes when it is old enough: one function a kind of row, each a bounded batch that answers
//! how many rows went. None looks at anything but age and need, so that a repeat does no harm.

use std::collections::BTreeSet;

use domain::Timestamp;

use crate::column;
use crate::error::StoreError;
use crate::inbox::{Inbox, InboxReader};
use crate::ledger::{LedgerRead, LedgerTx};

/// A body as retention looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyAge {
    /// Its place in the inbox.
    pub seq: u64,
    /// When it came.
    pub received_at: Timestamp,
    /// How long it is, in bytes.
    pub bytes: u64,
}

/// An item that took effect, as retention looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedAge {
    /// The item.
    pub key: String,
    /// The body that it came in first.
    pub seq: u64,
    /// When it took effect.
    pub at: Timestamp,
}

impl InboxReader {
    /// Bodies after a sequence number, up to another, in order; their bytes are not read.
    pub fn ages(&self, after: u64, up_to: u64, limit: usize) -> Result<Vec<BodyAge>, StoreError> {
        self.readers.run(|conn| {
            let sql = "SELECT seq, received_at_ms, length(body) FROM body \
                       WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3";
            let mut statement = conn.prepare_cached(sql)?;
            let page = (column::integer(after), column::integer(up_to), column::page(limit));
            let rows = statement.query_map(page, |row| {
                Ok(BodyAge {
                    seq: column::count(row, 0)?,
                    received_at: column::time(row, 1)?,
                    bytes: column::count(row, 2)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Which of these bodies are kept.
    pub fn kept(&self, seqs: &BTreeSet<u64>) -> Result<BTreeSet<u64>, StoreError> {
        self.readers.run(|conn| {
            let sql = "SELECT seq FROM body WHERE seq IN (SELECT value FROM json_each(?1))";
            let mut statement = conn.prepare_cached(sql)?;
            let rows =
                statement.query_map([column::to_json(seqs)?], |row| column::count(row, 0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

impl Inbox {
    /// Removes bodies; the caller knows that nothing needs them. Their numbers are not given again.
    pub async fn remove(&self, seqs: BTreeSet<u64>) -> Result<u64, StoreError> {
        let job = move |conn: &rusqlite::Connection| {
            let sql = "DELETE FROM body WHERE seq IN (SELECT value FROM json_each(?1))";
            let gone = conn.prepare_cached(sql)?.execute([column::to_json(&seqs)?])?;
            Ok(rows(gone))
        };
        self.submit(job).await
    }
}

fn rows(changed: usize) -> u64 {
    u64::try_from(changed).unwrap_or(u64::MAX)
}

impl LedgerRead<'_> {
    /// Which of these bodies an item waits in, or was put aside from.
    pub fn needed_bodies(&self, seqs: &BTreeSet<u64>) -> Result<BTreeSet<u64>, StoreError> {
        let sql = "SELECT seq FROM waiting WHERE seq IN (SELECT value FROM json_each(?1)) \
                   UNION \
                   SELECT seq FROM quarantined WHERE seq IN (SELECT value FROM json_each(?1))";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([column::to_json(seqs)?], |row| column::count(row, 0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Items that took effect before a moment, oldest first, after one of them.
    pub fn applied_before(
        &self,
        before: Timestamp,
        after: Option<&AppliedAge>,
        limit: usize,
    ) -> Result<Vec<AppliedAge>, StoreError> {
        let sql = "SELECT key, seq, at_ms FROM applied \
                   WHERE at_ms < ?1 AND (at_ms, key) > (?2, ?3) ORDER BY at_ms, key LIMIT ?4";
        let mut statement = self.conn().prepare_cached(sql)?;
        let (at, key) = after.map_or((i64::MIN, ""), |item| (item.at.as_millis(), &item.key));
        let page = (before.as_millis(), at, key, column::page(limit));
        let rows = statement.query_map(page, |row| {
            Ok(AppliedAge {
                key: row.get(0)?,
                seq: column::count(row, 1)?,
                at: column::time(row, 2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    fn forget(&self, sql: &str, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let batch = (before.as_millis(), column::page(limit));
        Ok(rows(self.conn().prepare_cached(sql)?.execute(batch)?))
    }

    /// Forgets that items took effect.
    pub fn forget_applied(&self, keys: &[String]) -> Result<u64, StoreError> {
        let sql = "DELETE FROM applied WHERE key IN (SELECT value FROM json_each(?1))";
        Ok(rows(self.conn().prepare_cached(sql)?.execute([column::to_json(&keys)?])?))
    }

    /// Forgets items that were put aside before a moment; their bodies may then go, too.
    pub fn forget_quarantined(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM quarantined WHERE key IN \
                   (SELECT key FROM quarantined WHERE at_ms < ?1 LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Forgets changes from before a moment, but for those of a node since its open notice.
    pub fn forget_changes(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM change WHERE seq IN \
                   (SELECT c.seq FROM change c WHERE c.at_ms < ?1 AND NOT EXISTS \
                   (SELECT 1 FROM notice n WHERE n.resolved_at_ms IS NULL \
                   AND n.level > 0 AND n.tenant_id = c.tenant_id AND n.node_kind = c.kind \
                   AND n.node_id = c.node_id AND n.at_ms <= c.at_ms) \
                   ORDER BY c.at_ms LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Takes the excerpts of Meta's documents from changes from before a moment; the changes stay.
    pub fn forget_evidence(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "UPDATE change SET evidence = NULL WHERE seq IN \
                   (SELECT seq FROM change WHERE evidence IS NOT NULL AND at_ms < ?1 \
                   ORDER BY at_ms LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Forgets messages of which nothing was heard since a moment.
    pub fn forget_deliveries(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM delivery WHERE (tenant_id, phone_number_id, message_id) IN \
                   (SELECT tenant_id, phone_number_id, message_id FROM delivery \
                   WHERE coalesce(sent_at_ms, delivered_at_ms, read_at_ms, played_at_ms, \
                   failed_at_ms, 0) < ?1 \
                   AND max(coalesce(sent_at_ms, 0), coalesce(delivered_at_ms, 0), \
                   coalesce(read_at_ms, 0), coalesce(played_at_ms, 0), \
                   coalesce(failed_at_ms, 0)) < ?1 \
                   AND NOT EXISTS (SELECT 1 FROM json_each(delivery.other) WHERE value >= ?1) \
                   LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Forgets what numbers did in hours before a moment.
    pub fn forget_traffic(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM traffic_hour \
                   WHERE (tenant_id, phone_number_id, hour_ms, kind) IN \
                   (SELECT tenant_id, phone_number_id, hour_ms, kind FROM traffic_hour \
                   WHERE hour_ms < ?1 LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Forgets Meta's figures of days before a moment.
    pub fn forget_analytics(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM analytics_day WHERE (tenant_id, waba_id, start_ms) IN \
                   (SELECT tenant_id, waba_id, start_ms FROM analytics_day \
                   WHERE start_ms < ?1 LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Forgets that customers wrote before a moment.
    pub fn forget_wrote(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM wrote WHERE (tenant_id, phone_number_id, user_key, at_ms) IN \
                   (SELECT tenant_id, phone_number_id, user_key, at_ms FROM wrote \
                   WHERE at_ms < ?1 LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Forgets users who were last reached before a moment.
    pub fn forget_reached(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM reached WHERE (tenant_id, business_id, user_key) IN \
                   (SELECT tenant_id, business_id, user_key FROM reached \
                   WHERE last_at_ms < ?1 LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Forgets login links that ended before a moment.
    pub fn forget_links(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM login_link WHERE token_hash IN \
                   (SELECT token_hash FROM login_link WHERE expires_at_ms < ?1 LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Forgets sessions that ended before a moment; who never comes back leaves them behind.
    pub fn forget_ended_sessions(
        &self,
        before: Timestamp,
        limit: usize,
    ) -> Result<u64, StoreError> {
        let sql = "DELETE FROM session WHERE token_hash IN \
                   (SELECT token_hash FROM session WHERE expires_at_ms < ?1 LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Forgets nonces of logins that ended before a moment.
    pub fn forget_ended_nonces(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM signup_nonce WHERE nonce_hash IN \
                   (SELECT nonce_hash FROM signup_nonce WHERE expires_at_ms < ?1 LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Forgets mails that were sent or given up before a moment.
    pub fn forget_mails(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM mail WHERE seq IN \
                   (SELECT seq FROM mail WHERE ended_at_ms < ?1 ORDER BY ended_at_ms LIMIT ?2)";
        self.forget(sql, before, limit)
    }

    /// Forgets notices that ended before a moment, and moments from before it, but for the newest of
    /// its kind and node, by which a repeat is known, and those that a mail may still tell of. What
    /// is open stays.
    pub fn forget_notices(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM notice WHERE seq IN \
                   (SELECT n.seq FROM notice n \
                   WHERE max(n.at_ms, coalesce(n.resolved_at_ms, n.at_ms)) < ?1 \
                   AND (n.resolved_at_ms IS NOT NULL OR n.level = 0) \
                   AND EXISTS (SELECT 1 FROM notice newer WHERE newer.tenant_id = n.tenant_id \
                   AND newer.node_kind = n.node_kind AND newer.node_id = n.node_id \
                   AND newer.kind = n.kind AND newer.seq > n.seq) \
                   AND NOT EXISTS (SELECT 1 FROM mail m INDEXED BY mail_of_person \
                   WHERE m.due_at_ms IS NOT NULL AND m.tenant_id = n.tenant_id \
                   AND n.seq IN (SELECT value FROM json_each(m.notices))) LIMIT ?2)";
        self.forget(sql, before, limit)
    }
}
