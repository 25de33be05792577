//! The situation that a tenant keeps for its next login, and the one that each login was begun in.
//!
//! One is kept at a time. It is spent when a login that was begun in it has done all of its own: the
//! next number may be in another.

use domain::Timestamp;
use domain::situation::Situation;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::signup::SignupId;
use crate::tenant::TenantScope;

/// The situation that a tenant keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSituation {
    /// Which.
    pub situation: Situation,
    /// Who chose it.
    pub person: PersonId,
    /// The name of who chose it.
    pub person_name: String,
    /// When.
    pub chosen_at: Timestamp,
}

pub(crate) fn situation(row: &Row<'_>, index: usize) -> rusqlite::Result<Situation> {
    let word: String = row.get(index)?;
    let unknown = || column::damaged(index, Type::Text, format!("{word} is no situation"));
    Situation::parse(&word).ok_or_else(unknown)
}

impl LedgerRead<'_> {
    /// The situation that the tenant keeps for its next login.
    pub fn kept_situation(&self, scope: &TenantScope) -> Result<Option<KeptSituation>, StoreError> {
        let sql = "SELECT s.situation, s.person_id, p.name, s.chosen_at_ms FROM situation s \
                   JOIN person p ON p.person_id = s.person_id WHERE s.tenant_id = ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        let found = statement.query_row([scope.as_str()], |row| {
            Ok(KeptSituation {
                situation: situation(row, 0)?,
                person: PersonId::new(row.get::<_, String>(1)?),
                person_name: row.get(2)?,
                chosen_at: column::time(row, 3)?,
            })
        });
        Ok(found.optional()?)
    }

    /// The situation that a login was begun in; `None` when none was chosen.
    pub fn situation_of(
        &self,
        scope: &TenantScope,
        signup: &SignupId,
    ) -> Result<Option<Situation>, StoreError> {
        let sql = "SELECT situation FROM signup_situation WHERE tenant_id = ?1 AND signup_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), signup.as_str());
        Ok(statement.query_row(key, |row| situation(row, 0)).optional()?)
    }
}

impl LedgerTx<'_> {
    /// Keeps a situation for the tenant's next login, over the one before.
    pub fn keep_situation(
        &self,
        scope: &TenantScope,
        situation: Situation,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO situation (tenant_id, situation, person_id, chosen_at_ms) \
                   VALUES (?1, ?2, ?3, ?4) ON CONFLICT (tenant_id) DO UPDATE SET \
                   situation = excluded.situation, person_id = excluded.person_id, \
                   chosen_at_ms = excluded.chosen_at_ms";
        let values = (scope.as_str(), situation.as_str(), person.as_str(), now.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Notes the situation that a login is begun in.
    pub fn note_situation(
        &self,
        scope: &TenantScope,
        signup: &SignupId,
        situation: Situation,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO signup_situation (tenant_id, signup_id, situation) \
                   VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        let values = (scope.as_str(), signup.as_str(), situation.as_str());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Forgets the tenant's situation if it is the one that a login, now done, was begun in at
    /// that moment; one that was chosen after that is for the next login. A login that a hand-over
    /// link began was begun in the link's, and spends nothing of the tenant's.
    pub fn spend_situation(
        &self,
        scope: &TenantScope,
        signup: &SignupId,
        begun_at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM situation WHERE tenant_id = ?1 AND chosen_at_ms <= ?3 AND situation = \
                   (SELECT situation FROM signup_situation WHERE tenant_id = ?1 AND signup_id = ?2) \
                   AND NOT EXISTS \
                   (SELECT 1 FROM signup_handover WHERE tenant_id = ?1 AND signup_id = ?2)";
        let key = (scope.as_str(), signup.as_str(), begun_at.as_millis());
        self.conn().prepare_cached(sql)?.execute(key)?;
        Ok(())
    }
}
