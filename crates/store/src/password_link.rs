//! Links that set a password: the first one, or a new one for one forgotten. They sign nobody in.

use domain::Timestamp;
use rusqlite::OptionalExtension;
use rusqlite::types::Type;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::{Person, PersonId, person_of_row};
use crate::session::TokenHash;

/// Why there is a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkReason {
    /// The person has no password yet.
    First,
    /// The person forgot it.
    Forgotten,
}

impl LinkReason {
    const ALL: [Self; 2] = [Self::First, Self::Forgotten];

    /// The word used in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Forgotten => "forgotten",
        }
    }
}

impl LedgerRead<'_> {
    /// Whose password a link sets and why, while it counts.
    pub fn password_link(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<(Person, LinkReason)>, StoreError> {
        let sql = "SELECT p.person_id, p.email, p.name, p.password_hash, p.language, \
                   p.is_installation_owner, p.created_at_ms, l.reason FROM password_link l \
                   JOIN person p ON p.person_id = l.person_id \
                   WHERE l.token_hash = ?1 AND l.used_at_ms IS NULL AND l.expires_at_ms > ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let found = statement.query_row((token.bytes(), now.as_millis()), |row| {
            let word: String = row.get(7)?;
            let reason = LinkReason::ALL.into_iter().find(|reason| reason.as_str() == word);
            let unknown = || column::damaged(7, Type::Text, format!("{word} is no reason"));
            Ok((person_of_row(row)?, reason.ok_or_else(unknown)?))
        });
        Ok(found.optional()?)
    }
}

impl LedgerTx<'_> {
    /// Adds a link; the person's earlier ones count no more.
    pub fn add_password_link(
        &self,
        token: TokenHash,
        person: &PersonId,
        reason: LinkReason,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.drop_password_links(person)?;
        let sql = "INSERT INTO password_link (token_hash, person_id, reason, expires_at_ms) \
                   VALUES (?1, ?2, ?3, ?4)";
        let values = (token.bytes(), person.as_str(), reason.as_str(), expires_at.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Uses a link up and answers whose it is; `None` when it was used, has ended or never was.
    pub fn use_password_link(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<PersonId>, StoreError> {
        let sql = "UPDATE password_link SET used_at_ms = ?2 WHERE token_hash = ?1 \
                   AND used_at_ms IS NULL AND expires_at_ms > ?2 RETURNING person_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (token.bytes(), now.as_millis());
        let person = statement.query_row(key, |row| row.get::<_, String>(0)).optional()?;
        Ok(person.map(PersonId::new))
    }

    /// Ends a person's links that were not used.
    pub fn drop_password_links(&self, person: &PersonId) -> Result<(), StoreError> {
        let sql = "DELETE FROM password_link WHERE person_id = ?1 AND used_at_ms IS NULL";
        self.conn().prepare_cached(sql)?.execute([person.as_str()])?;
        Ok(())
    }

    /// Forgets links that ended before a moment; answers how many.
    pub fn forget_password_links(
        &self,
        before: Timestamp,
        limit: usize,
    ) -> Result<u64, StoreError> {
        let sql = "DELETE FROM password_link WHERE token_hash IN \
                   (SELECT token_hash FROM password_link WHERE expires_at_ms < ?1 LIMIT ?2)";
        let batch = (before.as_millis(), column::page(limit));
        let gone = self.conn().prepare_cached(sql)?.execute(batch)?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }
}
