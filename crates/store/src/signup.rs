//! Logins with Facebook: where each one stands, and the nonces that begin them.
//!
//! A nonce counts for one session in one tenant, once; only its hash is kept.

use std::fmt;

use domain::Timestamp;
use domain::signup::Signup;
use meta::WabaId;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::handover::HandoverId;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::session::TokenHash;
use crate::tenant::{TenantId, TenantScope};

/// A login's own id: random text made by the program.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SignupId(String);

impl SignupId {
    /// Wraps an id as the program made it.
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// The id as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SignupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A login as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSignup {
    /// Its id.
    pub id: SignupId,
    /// Who logged in.
    pub person: PersonId,
    /// The name of who logged in.
    pub person_name: String,
    /// The link that began it for that person; `None` where the person did.
    pub link: Option<BegunBy>,
    /// Where it stands.
    pub signup: Signup,
}

/// The hand-over link that began a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BegunBy {
    /// Which.
    pub id: HandoverId,
    /// Its label; `None` once the link is forgotten.
    pub label: Option<String>,
}

/// What became of a nonce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NonceUse {
    /// It is used from now on.
    Fresh,
    /// It was used for this login, and the same code came with it.
    Repeated(SignupId),
    /// It is not one of this session in this tenant, has ended, or was used for another code.
    Refused,
}

fn signup_of_row(row: &Row<'_>) -> rusqlite::Result<StoredSignup> {
    Ok(StoredSignup {
        id: SignupId(row.get(0)?),
        person: PersonId::new(row.get::<_, String>(1)?),
        person_name: row.get(2)?,
        link: begun_by(row.get(4)?, row.get(5)?),
        signup: column::json(row, 3)?,
    })
}

/// The link of a row that may name one.
pub(crate) fn begun_by(id: Option<String>, label: Option<String>) -> Option<BegunBy> {
    id.map(|id| BegunBy { id: HandoverId::new(id), label })
}

/// A login with the name of its person and the link that began it, as [`signup_of_row`] reads it.
const STORED: &str = "SELECT s.signup_id, s.person_id, p.name, s.state, b.handover_id, h.label \
     FROM signup s JOIN person p ON p.person_id = s.person_id \
     LEFT JOIN signup_handover b ON b.tenant_id = s.tenant_id AND b.signup_id = s.signup_id \
     LEFT JOIN handover h ON h.tenant_id = b.tenant_id AND h.handover_id = b.handover_id";

fn key_of_row(row: &Row<'_>) -> rusqlite::Result<(TenantId, SignupId)> {
    Ok((TenantId::new(row.get::<_, String>(0)?), SignupId(row.get(1)?)))
}

impl LedgerRead<'_> {
    /// A login of the tenant.
    pub fn signup(
        &self,
        scope: &TenantScope,
        id: &SignupId,
    ) -> Result<Option<StoredSignup>, StoreError> {
        let sql = format!("{STORED} WHERE s.tenant_id = ?1 AND s.signup_id = ?2");
        let mut statement = self.conn().prepare_cached(&sql)?;
        Ok(statement.query_row((scope.as_str(), id.as_str()), signup_of_row).optional()?)
    }

    /// The tenant's logins, newest first.
    pub fn signups(
        &self,
        scope: &TenantScope,
        limit: usize,
    ) -> Result<Vec<StoredSignup>, StoreError> {
        let sql = format!(
            "{STORED} WHERE s.tenant_id = ?1 ORDER BY s.started_at_ms DESC, s.signup_id LIMIT ?2"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let rows = statement.query_map((scope.as_str(), column::page(limit)), signup_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The tenant's logins that are neither connected nor ended, newest first.
    pub fn unfinished_signups(
        &self,
        scope: &TenantScope,
        limit: usize,
    ) -> Result<Vec<StoredSignup>, StoreError> {
        let sql = format!(
            "{STORED} WHERE s.tenant_id = ?1 AND s.is_finished = 0 ORDER BY s.started_at_ms DESC, s.signup_id LIMIT ?2"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let rows = statement.query_map((scope.as_str(), column::page(limit)), signup_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The tenant's logins of an account that are neither connected nor ended.
    pub fn unfinished_signups_of(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
    ) -> Result<Vec<StoredSignup>, StoreError> {
        let sql = format!(
            "{STORED} WHERE s.tenant_id = ?1 AND s.waba_id = ?2 AND s.is_finished = 0 ORDER BY s.signup_id"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let rows = statement.query_map((scope.as_str(), waba.as_str()), signup_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The tenant's logins of an account, finished ones too, newest first.
    pub fn signups_of(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        limit: usize,
    ) -> Result<Vec<StoredSignup>, StoreError> {
        let sql = format!(
            "{STORED} WHERE s.tenant_id = ?1 AND s.waba_id = ?2 ORDER BY s.started_at_ms DESC, s.signup_id LIMIT ?3"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let key = (scope.as_str(), waba.as_str(), column::page(limit));
        let rows = statement.query_map(key, signup_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The logins that a hand-over link began, newest first.
    pub fn signups_of_handover(
        &self,
        scope: &TenantScope,
        link: &HandoverId,
        limit: usize,
    ) -> Result<Vec<StoredSignup>, StoreError> {
        let sql = format!(
            "{STORED} WHERE s.tenant_id = ?1 AND b.handover_id = ?2 \
             ORDER BY s.started_at_ms DESC, s.signup_id LIMIT ?3"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let key = (scope.as_str(), link.as_str(), column::page(limit));
        let rows = statement.query_map(key, signup_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Logins in which there is something to do, the longest due first.
    pub fn due_signups(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<(TenantId, SignupId)>, StoreError> {
        let sql = "SELECT tenant_id, signup_id FROM signup WHERE due_at_ms <= ?1 \
                   ORDER BY due_at_ms, tenant_id, signup_id LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((now.as_millis(), column::page(limit)), key_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Logins of all tenants after one of them in the order of tenants and ids, from the first
    /// without one: for workers that see to every one.
    pub fn signups_after(
        &self,
        after: Option<&(TenantId, SignupId)>,
        limit: usize,
    ) -> Result<Vec<(TenantId, SignupId)>, StoreError> {
        let sql = "SELECT tenant_id, signup_id FROM signup \
                   WHERE (tenant_id, signup_id) > (?1, ?2) \
                   ORDER BY tenant_id, signup_id LIMIT ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let (tenant, id) = after.map_or(("", ""), |(tenant, id)| (tenant.as_str(), id.as_str()));
        let rows = statement.query_map((tenant, id, column::page(limit)), key_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Logins of all tenants that began since then and know no account yet, newest first: who word
    /// of a shared account may be for.
    pub fn signups_without_account(
        &self,
        since: Timestamp,
        limit: usize,
    ) -> Result<Vec<(TenantId, SignupId)>, StoreError> {
        let sql = "SELECT tenant_id, signup_id FROM signup \
                   WHERE started_at_ms >= ?1 AND waba_id IS NULL \
                   ORDER BY started_at_ms DESC, signup_id LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((since.as_millis(), column::page(limit)), key_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the newest login of all began; `None` when there is none.
    pub fn last_signup_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(started_at_ms) FROM signup";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([], |row| column::maybe_time(row, 0))?)
    }

    /// When the next login is due after `now`; `None` when none is.
    pub fn next_signup_due_at(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(due_at_ms) FROM signup WHERE due_at_ms > ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([now.as_millis()], |row| column::maybe_time(row, 0))?)
    }
}

impl LedgerTx<'_> {
    /// Keeps where a login stands; a new one is added.
    pub fn save_signup(
        &self,
        scope: &TenantScope,
        id: &SignupId,
        person: &PersonId,
        signup: &Signup,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO signup (tenant_id, signup_id, person_id, waba_id, started_at_ms, \
                   due_at_ms, is_finished, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
                   ON CONFLICT (tenant_id, signup_id) DO UPDATE SET \
                   waba_id = excluded.waba_id, started_at_ms = excluded.started_at_ms, \
                   due_at_ms = excluded.due_at_ms, is_finished = excluded.is_finished, state = excluded.state";
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            id.as_str(),
            person.as_str(),
            signup.target.as_ref().map(|target| target.waba.as_str()),
            signup.started_at.as_millis(),
            signup.due_at().map(Timestamp::as_millis),
            signup.is_finished(),
            column::to_json(signup)?,
        ))?;
        Ok(())
    }

    /// Adds a nonce for one login of a session.
    pub fn add_nonce(
        &self,
        nonce: TokenHash,
        session: TokenHash,
        scope: &TenantScope,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO signup_nonce (nonce_hash, session_hash, tenant_id, expires_at_ms, \
                   signup_id, code_hash) VALUES (?1, ?2, ?3, ?4, NULL, NULL)";
        let values = (nonce.bytes(), session.bytes(), scope.as_str(), expires.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Uses a nonce up for a login, with its code if one came.
    pub fn use_nonce(
        &self,
        nonce: TokenHash,
        session: TokenHash,
        scope: &TenantScope,
        (signup, code): (&SignupId, Option<TokenHash>),
        now: Timestamp,
    ) -> Result<NonceUse, StoreError> {
        let sql = "UPDATE signup_nonce SET signup_id = ?5, code_hash = ?6 \
                   WHERE nonce_hash = ?1 AND session_hash = ?2 AND tenant_id = ?3 \
                   AND expires_at_ms > ?4 AND signup_id IS NULL";
        let used = self.conn().prepare_cached(sql)?.execute((
            nonce.bytes(),
            session.bytes(),
            scope.as_str(),
            now.as_millis(),
            signup.as_str(),
            code.map(TokenHash::bytes),
        ))?;
        if used > 0 {
            return Ok(NonceUse::Fresh);
        }
        let repeated = self.login_of_nonce(nonce, session, scope, code)?;
        Ok(repeated.map_or(NonceUse::Refused, NonceUse::Repeated))
    }

    /// The login that a nonce was used for with this code; `None` when it was not.
    pub fn login_of_nonce(
        &self,
        nonce: TokenHash,
        session: TokenHash,
        scope: &TenantScope,
        code: Option<TokenHash>,
    ) -> Result<Option<SignupId>, StoreError> {
        let sql = "SELECT signup_id FROM signup_nonce WHERE nonce_hash = ?1 \
                   AND session_hash = ?2 AND tenant_id = ?3 AND signup_id IS NOT NULL \
                   AND code_hash IS ?4";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (nonce.bytes(), session.bytes(), scope.as_str(), code.map(TokenHash::bytes));
        Ok(statement.query_row(key, |row| Ok(SignupId(row.get(0)?))).optional()?)
    }

    /// Forgets nonces that have ended.
    pub fn forget_nonces(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "DELETE FROM signup_nonce WHERE expires_at_ms <= ?1";
        self.conn().prepare_cached(sql)?.execute([now.as_millis()])?;
        Ok(())
    }
}
