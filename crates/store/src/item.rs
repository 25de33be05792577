//! What became of each webhook item: applied, waiting for its account, or put aside.
//!
//! An item is named by a key of the caller's; `seq` and `path` say which stored body it is in and
//! where. Nothing here repeats the body.

use domain::Timestamp;
use meta::WabaId;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// It took effect.
    Applied {
        /// How often; more than once would be a defect.
        times: u64,
    },
    /// Its account is bound to no tenant yet.
    Waiting,
    /// It could not be read.
    Quarantined {
        /// Why.
        reason: String,
    },
    /// The projection has not come to it.
    Pending,
}

/// An item that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// The item.
    pub key: String,
    /// The body that it is in.
    pub seq: u64,
    /// Where in the body, in names and places: `entry.0.changes.2`.
    pub path: String,
    /// The webhook field; `None` when not even that could be read.
    pub field: Option<String>,
    /// Why it was put aside.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// An item of an account that no tenant has bound yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The item.
    pub key: String,
    /// The body that it is in.
    pub seq: u64,
    /// Where in the body, in names and places: `entry.0.changes.2`.
    pub path: String,
    /// The webhook field.
    pub field: Option<String>,
    /// The account that it waits for.
    pub waba: WabaId,
    /// Since when.
    pub at: Timestamp,
}

fn quarantined_of_row(row: &Row<'_>) -> rusqlite::Result<Quarantined> {
    Ok(Quarantined {
        key: row.get(0)?,
        seq: column::count(row, 1)?,
        path: row.get(2)?,
        field: row.get(3)?,
        reason: row.get(4)?,
        at: column::time(row, 5)?,
    })
}

fn waiting_of_row(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    Ok(Waiting {
        key: row.get(0)?,
        seq: column::count(row, 1)?,
        path: row.get(2)?,
        field: row.get(3)?,
        waba: WabaId::new(row.get::<_, String>(4)?),
        at: column::time(row, 5)?,
    })
}

impl LedgerRead<'_> {
    /// Whether an item took effect.
    pub fn is_applied(&self, key: &str) -> Result<bool, StoreError> {
        Ok(self.applied_times(key)? > 0)
    }

    /// How often an item took effect; 0 when never.
    pub fn applied_times(&self, key: &str) -> Result<u64, StoreError> {
        let sql = "SELECT times FROM applied WHERE key = ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        let times = statement.query_row([key], |row| column::count(row, 0)).optional()?;
        Ok(times.unwrap_or(0))
    }

    /// What became of an item.
    pub fn item_state(&self, key: &str) -> Result<ItemState, StoreError> {
        let sql = "SELECT (SELECT times FROM applied WHERE key = ?1), \
                   EXISTS (SELECT 1 FROM waiting WHERE key = ?1), \
                   (SELECT reason FROM quarantined WHERE key = ?1)";
        let mut statement = self.conn().prepare_cached(sql)?;
        let state = statement.query_row([key], |row| {
            let (is_waiting, reason) = (row.get::<_, bool>(1)?, row.get::<_, Option<String>>(2)?);
            Ok(if row.get::<_, Option<i64>>(0)?.is_some() {
                ItemState::Applied { times: column::count(row, 0)? }
            } else if is_waiting {
                ItemState::Waiting
            } else if let Some(reason) = reason {
                ItemState::Quarantined { reason }
            } else {
                ItemState::Pending
            })
        });
        Ok(state?)
    }

    /// How far the projection has read the inbox.
    pub fn cursor(&self) -> Result<u64, StoreError> {
        let mut statement = self.conn().prepare_cached("SELECT seq FROM cursor")?;
        Ok(statement.query_row([], |row| column::count(row, 0))?)
    }

    /// How many items are put aside.
    pub fn quarantined_count(&self) -> Result<u64, StoreError> {
        let mut statement = self.conn().prepare_cached("SELECT count(*) FROM quarantined")?;
        Ok(statement.query_row([], |row| column::count(row, 0))?)
    }

    /// How many items wait for their account.
    pub fn waiting_count(&self) -> Result<u64, StoreError> {
        let mut statement = self.conn().prepare_cached("SELECT count(*) FROM waiting")?;
        Ok(statement.query_row([], |row| column::count(row, 0))?)
    }

    /// Items put aside from bodies before a sequence number, newest first; from the newest without
    /// one. For the installation's owner.
    pub fn quarantined(
        &self,
        before_seq: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Quarantined>, StoreError> {
        let sql = "SELECT key, seq, path, field, reason, at_ms FROM quarantined \
                   WHERE seq < ?1 ORDER BY seq DESC, key LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let before = column::integer(before_seq.unwrap_or(u64::MAX));
        let rows = statement.query_map((before, column::page(limit)), quarantined_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Items that wait for an account, in the order of their bodies.
    pub fn waiting_for(&self, waba: &WabaId, limit: usize) -> Result<Vec<Waiting>, StoreError> {
        let sql = "SELECT key, seq, path, field, waba_id, at_ms FROM waiting \
                   WHERE waba_id = ?1 ORDER BY seq, key LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let page = (waba.as_str(), column::page(limit));
        let rows = statement.query_map(page, waiting_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Items that wait though their account is bound by now, in the order of their bodies: what is
    /// to be applied again after a binding.
    pub fn waiting_bound(&self, limit: usize) -> Result<Vec<Waiting>, StoreError> {
        let sql = "SELECT w.key, w.seq, w.path, w.field, w.waba_id, w.at_ms FROM waiting w \
                   JOIN connection c ON c.waba_id = w.waba_id ORDER BY w.seq, w.key LIMIT ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([column::page(limit)], waiting_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Counts an item's effect. The caller asks [`LedgerRead::is_applied`] first, in the same job.
    pub fn mark_applied(&self, key: &str, seq: u64, at: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO applied (key, seq, at_ms, times) VALUES (?1, ?2, ?3, 1) \
                   ON CONFLICT (key) DO UPDATE SET times = applied.times + 1";
        let values = (key, column::integer(seq), at.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Puts an item aside; the first reason stays.
    pub fn quarantine(&self, item: &Quarantined) -> Result<(), StoreError> {
        let sql = "INSERT INTO quarantined (key, seq, path, field, reason, at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (key) DO NOTHING";
        self.conn().prepare_cached(sql)?.execute((
            &item.key,
            column::integer(item.seq),
            &item.path,
            &item.field,
            &item.reason,
            item.at.as_millis(),
        ))?;
        Ok(())
    }

    /// Keeps an item until its account is bound; a repeat changes nothing.
    pub fn wait(&self, item: &Waiting) -> Result<(), StoreError> {
        let sql = "INSERT INTO waiting (key, seq, path, field, waba_id, at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (key) DO NOTHING";
        self.conn().prepare_cached(sql)?.execute((
            &item.key,
            column::integer(item.seq),
            &item.path,
            &item.field,
            item.waba.as_str(),
            item.at.as_millis(),
        ))?;
        Ok(())
    }

    /// Ends an item's wait, in the job that applies it.
    pub fn release_waiting(&self, key: &str) -> Result<(), StoreError> {
        self.conn().prepare_cached("DELETE FROM waiting WHERE key = ?1")?.execute([key])?;
        Ok(())
    }

    /// Moves the projection's cursor forward; it never goes back.
    pub fn set_cursor(&self, seq: u64) -> Result<(), StoreError> {
        let sql = "UPDATE cursor SET seq = ?1 WHERE seq < ?1";
        self.conn().prepare_cached(sql)?.execute([column::integer(seq)])?;
        Ok(())
    }
}
