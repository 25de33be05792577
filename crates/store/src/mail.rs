//! Mails to send, and the log of what became of them.

use domain::Timestamp;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::tenant::{TenantId, TenantScope};

/// Why a mail is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailShape {
    /// One notice, at once.
    Alone,
    /// What came in quiet hours.
    Quiet,
    /// What came since the last digest.
    Digest,
    /// What came while mail could not be sent, and is over or old.
    Summary,
    /// A person tried whether mail arrives.
    Test,
}

impl MailShape {
    const ALL: [Self; 5] = [Self::Alone, Self::Quiet, Self::Digest, Self::Summary, Self::Test];

    /// The word used in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Quiet => "quiet",
            Self::Digest => "digest",
            Self::Summary => "summary",
            Self::Test => "test",
        }
    }
}

/// How far a mail has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    /// It waits for its time, or for another try.
    Queued,
    /// The server took it.
    Sent,
    /// The server refused it for good.
    Refused,
    /// It was tried for days.
    GivenUp,
    /// What it tells went into a summary.
    Merged,
}

impl MailState {
    const ALL: [Self; 5] = [Self::Queued, Self::Sent, Self::Refused, Self::GivenUp, Self::Merged];

    /// The word used in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::GivenUp => "given_up",
            Self::Merged => "merged",
        }
    }
}

/// A mail as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its sequence number: newer is higher.
    pub seq: u64,
    /// The tenant that it tells of.
    pub tenant: TenantId,
    /// Whom it goes to.
    pub person: PersonId,
    /// Why it is one mail.
    pub shape: MailShape,
    /// Sequence numbers of the notices that it tells, oldest first.
    pub notices: Vec<u64>,
    /// How far it has come.
    pub state: MailState,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it was to go out.
    pub first_due_at: Timestamp,
    /// When it is tried next; `None` once it ended.
    pub due_at: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: u32,
    /// What was answered last.
    pub answer: Option<String>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// A mail to queue.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// Whom it goes to.
    pub person: PersonId,
    /// Why it is one mail.
    pub shape: MailShape,
    /// The notices that it tells.
    pub notices: Vec<u64>,
    /// When it is to go out.
    pub due_at: Timestamp,
}

/// What became of a try.
#[derive(Clone, Debug)]
pub struct Tried {
    /// How far the mail has come by it.
    pub state: MailState,
    /// When it is tried again; `None` when it ended.
    pub due_at: Option<Timestamp>,
    /// What was answered.
    pub answer: Option<String>,
}

const COLUMNS: &str = "seq, tenant_id, person_id, shape, notices, state, queued_at_ms, \
                       first_due_at_ms, due_at_ms, attempts, answer, ended_at_ms";

fn mail_of_row(row: &Row<'_>) -> rusqlite::Result<Mail> {
    let (shape, state): (String, String) = (row.get(3)?, row.get(5)?);
    let unknown =
        |index, word: &str| column::damaged(index, Type::Text, format!("{word} is not known"));
    let shape_of = MailShape::ALL.into_iter().find(|known| known.as_str() == shape);
    let state_of = MailState::ALL.into_iter().find(|known| known.as_str() == state);
    Ok(Mail {
        seq: column::count(row, 0)?,
        tenant: TenantId::new(row.get::<_, String>(1)?),
        person: PersonId::new(row.get::<_, String>(2)?),
        shape: shape_of.ok_or_else(|| unknown(3, &shape))?,
        notices: column::json(row, 4)?,
        state: state_of.ok_or_else(|| unknown(5, &state))?,
        queued_at: column::time(row, 6)?,
        first_due_at: column::time(row, 7)?,
        due_at: column::maybe_time(row, 8)?,
        attempts: row.get(9)?,
        answer: row.get(10)?,
        ended_at: column::maybe_time(row, 11)?,
    })
}

impl LedgerRead<'_> {
    /// The mails that are due by `now`, of everybody, the longest due first.
    pub fn mails_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Mail>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM mail WHERE due_at_ms <= ?1 ORDER BY due_at_ms, seq LIMIT ?2"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let rows = statement.query_map((now.as_millis(), column::page(limit)), mail_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the next mail is due, of everybody.
    pub fn next_mail_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(due_at_ms) FROM mail WHERE due_at_ms IS NOT NULL";
        Ok(self.conn().prepare_cached(sql)?.query_row([], |row| column::maybe_time(row, 0))?)
    }

    /// When the last of the queued mails is due, of everybody.
    pub fn last_mail_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(due_at_ms) FROM mail WHERE due_at_ms IS NOT NULL";
        Ok(self.conn().prepare_cached(sql)?.query_row([], |row| column::maybe_time(row, 0))?)
    }

    /// A person's mails of the tenant that have not ended, oldest first.
    pub fn mails_queued(
        &self,
        scope: &TenantScope,
        person: &PersonId,
    ) -> Result<Vec<Mail>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM mail INDEXED BY mail_of_person \
             WHERE tenant_id = ?1 AND person_id = ?2 AND due_at_ms IS NOT NULL ORDER BY seq"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let rows = statement.query_map((scope.as_str(), person.as_str()), mail_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The person's mail of a shape that is due at that moment and was never tried: it can tell
    /// more yet.
    pub fn mail_gathering(
        &self,
        scope: &TenantScope,
        person: &PersonId,
        shape: MailShape,
        due_at: Timestamp,
    ) -> Result<Option<Mail>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM mail WHERE tenant_id = ?1 AND person_id = ?2 AND shape = ?3 \
             AND due_at_ms = ?4 AND attempts = 0 ORDER BY seq DESC LIMIT 1"
        );
        let key = (scope.as_str(), person.as_str(), shape.as_str(), due_at.as_millis());
        let mut statement = self.conn().prepare_cached(&sql)?;
        Ok(statement.query_row(key, mail_of_row).optional()?)
    }

    /// The tenant's mails before a sequence number, newest first: the delivery log.
    pub fn mails(
        &self,
        scope: &TenantScope,
        before_seq: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Mail>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM mail WHERE tenant_id = ?1 AND seq < ?2 \
             ORDER BY seq DESC LIMIT ?3"
        );
        let before = column::integer(before_seq.unwrap_or(u64::MAX));
        let mut statement = self.conn().prepare_cached(&sql)?;
        let page = (scope.as_str(), before, column::page(limit));
        let rows = statement.query_map(page, mail_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Queues a mail; answers its sequence number.
    pub fn queue_mail(
        &self,
        scope: &TenantScope,
        mail: &NewMail,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let sql = "INSERT INTO mail (tenant_id, person_id, shape, notices, state, queued_at_ms, \
                   first_due_at_ms, due_at_ms, attempts) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 0) RETURNING seq";
        let values = (
            scope.as_str(),
            mail.person.as_str(),
            mail.shape.as_str(),
            column::to_json(&mail.notices)?,
            MailState::Queued.as_str(),
            now.as_millis(),
            mail.due_at.as_millis(),
        );
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row(values, |row| column::count(row, 0))?)
    }

    /// Sets what a queued mail tells.
    pub fn set_mail_notices(&self, seq: u64, notices: &[u64]) -> Result<(), StoreError> {
        let sql = "UPDATE mail SET notices = ?2 WHERE seq = ?1 AND due_at_ms IS NOT NULL";
        let values = (column::integer(seq), column::to_json(&notices)?);
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Notes what became of a try.
    pub fn note_mail_tried(
        &self,
        seq: u64,
        tried: &Tried,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE mail SET state = ?2, due_at_ms = ?3, answer = ?4, ended_at_ms = ?5, \
                   attempts = attempts + 1 WHERE seq = ?1 AND due_at_ms IS NOT NULL";
        let ended_at = tried.due_at.is_none().then_some(now.as_millis());
        let due_at = tried.due_at.map(Timestamp::as_millis);
        let values = (column::integer(seq), tried.state.as_str(), due_at, &tried.answer, ended_at);
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Notes what became of a test mail, which is not tried again.
    pub fn note_test_mail(
        &self,
        seq: u64,
        state: MailState,
        answer: &str,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE mail SET state = ?2, answer = ?3 WHERE seq = ?1 AND shape = 'test'";
        let values = (column::integer(seq), state.as_str(), answer);
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Ends a mail whose notices went into another.
    pub fn merge_mail(&self, seq: u64, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE mail SET state = ?2, due_at_ms = NULL, ended_at_ms = ?3 \
                   WHERE seq = ?1 AND due_at_ms IS NOT NULL";
        let values = (column::integer(seq), MailState::Merged.as_str(), now.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Lets nothing go out before a moment: the server can't be used, and one try says it for all.
    pub fn put_off_mails(&self, until: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE mail SET due_at_ms = ?1 WHERE due_at_ms < ?1";
        self.conn().prepare_cached(sql)?.execute([until.as_millis()])?;
        Ok(())
    }

    /// Brings mails back to `now` that are due after any time they could wait for: the clock was
    /// turned back. A digest or the end of quiet hours is at `planned` at the latest, what is to go
    /// out at once or again at `at_once`.
    pub fn rewind_mails(
        &self,
        now: Timestamp,
        planned: Timestamp,
        at_once: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE mail SET due_at_ms = ?1, first_due_at_ms = min(first_due_at_ms, ?1) \
                   WHERE due_at_ms > ?2 OR (due_at_ms > ?3 \
                   AND (shape IN ('alone', 'summary') OR due_at_ms > first_due_at_ms))";
        let times = (now.as_millis(), planned.as_millis(), at_once.as_millis());
        self.conn().prepare_cached(sql)?.execute(times)?;
        Ok(())
    }
}
