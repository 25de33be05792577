//! Whether the two databases are whole and agree with each other: what `farol verify` asks.

use std::collections::BTreeSet;

use crate::audit::AuditChain;
use crate::column;
use crate::error::StoreError;
use crate::ledger::{Counts, LedgerRead};
use crate::store::ReadOnly;

/// Sequence numbers looked at together.
const BATCH: usize = 1_000;

/// What was found sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Soundness {
    /// Bodies that are kept.
    pub bodies: u64,
    /// The last sequence number that the inbox gave out.
    pub last_seq: u64,
    /// What the ledger holds.
    pub counts: Counts,
    /// Sealed fields, each of which was opened.
    pub secrets: u64,
    /// The log of what was done, whose chain holds.
    pub audit: AuditChain,
}

impl ReadOnly {
    /// Checks everything that can be checked by reading, beside a running program or after it.
    ///
    /// Errors: `Corrupt` names the first thing that does not hold; `Sealing` a field that does not
    /// open. It blocks.
    pub fn check(&self) -> Result<Soundness, StoreError> {
        // The ledger first: what it has read, the inbox has or had.
        let (counts, secrets, audit) = self.ledger.read_blocking(|ledger| {
            ledger.check_integrity()?;
            ledger.check_references()?;
            Ok((ledger.counts()?, ledger.verify_secrets()?, ledger.verify_audit()?))
        })?;
        self.inbox.check_integrity()?;
        let (bodies, last_seq) = (self.inbox.count()?, self.inbox.last_seq()?);
        if counts.effects != counts.applied {
            return Err(unsound("an item took effect more than once"));
        }
        if counts.cursor > last_seq {
            return Err(unsound("the ledger has read further than the inbox goes"));
        }
        self.check_bodies()?;
        Ok(Soundness { bodies, last_seq, counts, secrets, audit })
    }

    /// Every item that waits or was put aside has its body.
    fn check_bodies(&self) -> Result<(), StoreError> {
        let mut after = 0;
        loop {
            let needed = self.needed_after(after)?;
            let Some(last) = needed.last().copied() else { return Ok(()) };
            let kept = self.inbox.kept(&needed)?;
            let missing: BTreeSet<u64> = needed.difference(&kept).copied().collect();
            // A running program may have let both go since the ledger was asked.
            if !missing.is_empty()
                && let Some(seq) = self.needed_after(after)?.intersection(&missing).next()
            {
                return Err(unsound(&format!("the body {seq} of an item that waits is gone")));
            }
            after = last;
        }
    }

    fn needed_after(&self, seq: u64) -> Result<BTreeSet<u64>, StoreError> {
        self.ledger.read_blocking(|ledger| ledger.bodies_needed(seq, BATCH))
    }
}

fn unsound(reason: &str) -> StoreError {
    StoreError::Corrupt { reason: reason.to_owned() }
}

impl LedgerRead<'_> {
    /// Bodies after a sequence number that an item waits in or was put aside from, in order.
    fn bodies_needed(&self, after: u64, limit: usize) -> Result<BTreeSet<u64>, StoreError> {
        let sql = "SELECT seq FROM quarantined WHERE seq > ?1 \
                   UNION SELECT seq FROM waiting WHERE seq > ?1 ORDER BY seq LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let page = (column::integer(after), column::page(limit));
        let rows = statement.query_map(page, |row| column::count(row, 0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// No row names another that is not there.
    fn check_references(&self) -> Result<(), StoreError> {
        let mut statement = self.conn().prepare("PRAGMA foreign_key_check")?;
        let mut rows = statement.query([])?;
        match rows.next()? {
            None => Ok(()),
            Some(row) => {
                let table: String = row.get(0)?;
                Err(unsound(&format!("a row of {table} names one that is not there")))
            }
        }
    }
}
