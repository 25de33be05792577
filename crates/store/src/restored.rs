//! What a restored ledger needs before anybody works on it, and that it was restored.

use domain::Timestamp;
use domain::audit::Action;
use rusqlite::OptionalExtension;
use serde_json::json;

use crate::audit::NewAudit;
use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};

/// A restore: what happened between its two moments may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was made.
    pub made_at: Timestamp,
    /// When it was restored.
    pub at: Timestamp,
}

impl LedgerRead<'_> {
    /// The newest restore; `None` for a ledger that has none in its log.
    pub fn last_restore(&self) -> Result<Option<Restored>, StoreError> {
        let sql = "SELECT json_extract(detail, '$.made_at'), at_ms FROM audit \
                   WHERE tenant_id IS NULL AND action = ?1 ORDER BY seq DESC LIMIT 1";
        let mut statement = self.conn().prepare_cached(sql)?;
        let found = statement.query_row([Action::BackupRestored.as_str()], |row| {
            Ok(Restored { made_at: column::time(row, 0)?, at: column::time(row, 1)? })
        });
        Ok(found.optional()?)
    }
}

impl LedgerTx<'_> {
    /// Makes a restored ledger ready: every node is due, and what let somebody in counts no more,
    /// since it may have been taken back after the backup was made. Nothing is known of whose the
    /// callbacks at Meta are: the program that was backed up may still have them. Notes the restore.
    pub fn settle_restored(&self, restored: Restored) -> Result<(), StoreError> {
        self.rewind_schedule(restored.at)?;
        self.end_every_session()?;
        self.forget_every_link()?;
        self.forget_callbacks()?;
        let detail = json!({ "made_at": restored.made_at });
        let note = NewAudit::nobodys(Action::BackupRestored).with(detail);
        self.add_audit(&note, restored.at)?;
        Ok(())
    }

    fn end_every_session(&self) -> Result<(), StoreError> {
        self.conn().execute("DELETE FROM session", [])?;
        Ok(())
    }

    /// Links to sign in, to set a password, to accept an invitation and to connect for somebody else,
    /// and what begins a login with Facebook. An invitation stays, to be sent once more; a hand-over
    /// link stays as one that has ended.
    fn forget_every_link(&self) -> Result<(), StoreError> {
        self.conn().execute("DELETE FROM login_link", [])?;
        self.conn().execute("DELETE FROM password_link", [])?;
        self.conn().execute("DELETE FROM signup_nonce", [])?;
        let sql = "UPDATE invitation SET expires_at_ms = min(expires_at_ms, invited_at_ms) \
                   WHERE accepted_at_ms IS NULL AND revoked_at_ms IS NULL";
        self.conn().execute(sql, [])?;
        let sql = "UPDATE handover SET expires_at_ms = min(expires_at_ms, made_at_ms) \
                   WHERE used_at_ms IS NULL AND revoked_at_ms IS NULL";
        self.conn().execute(sql, [])?;
        Ok(())
    }
}
