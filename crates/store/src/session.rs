//! Sessions, login links and failed attempts. Only hashes of the tokens are kept.

use domain::Timestamp;
use domain::role::Role;
use rusqlite::{OptionalExtension, Row};
use sha2::{Digest as _, Sha256};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::{PersonId, role_of_row};
use crate::tenant::TenantId;

/// SHA-256 of a random token of at least 256 bits; what is stored and looked up instead of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// Hashes a token.
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }

    /// A name for the session on pages: it is told from others by it and nothing is found with it.
    pub fn handle(self) -> String {
        let digest = Sha256::new().chain_update(b"session").chain_update(self.0).finalize();
        digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// A hash out of the store.
    pub(crate) const fn stored(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A hash out of its hexadecimal digits.
    pub(crate) fn parse(digits: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if digits.len() != 64 || !digits.is_ascii() {
            return None;
        }
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&digits[at..at + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The hash as stored.
    pub(crate) fn bytes(self) -> [u8; 32] {
        self.0
    }
}

/// A credential: a person at work in one tenant. Only [`LedgerRead::session`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    tenant: TenantId,
    /// Who.
    pub person: PersonId,
    /// The name that others see.
    pub name: String,
    /// The address.
    pub email: String,
    /// The part in the tenant as it is now.
    pub role: Role,
    /// The language chosen; `None` follows the browser.
    pub language: Option<String>,
    /// Whether the person sees what belongs to no tenant.
    pub is_installation_owner: bool,
    /// The tenant's name.
    pub tenant_name: String,
    /// When the person signed in.
    pub opened_at: Timestamp,
    /// When the session was last touched.
    pub seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Session {
    /// The tenant that the session works in.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }
}

/// A session as its person lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// What it is looked up by.
    pub hash: TokenHash,
    /// When the person signed in.
    pub opened_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// What the browser called itself.
    pub agent: Option<String>,
    /// The network address that it was last used from; `None` when that was not noted.
    pub place: Option<String>,
}

fn session_of_row(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        tenant: TenantId::new(row.get::<_, String>(0)?),
        person: PersonId::new(row.get::<_, String>(1)?),
        name: row.get(2)?,
        email: row.get(3)?,
        role: role_of_row(row, 4)?,
        language: row.get(5)?,
        is_installation_owner: row.get(6)?,
        tenant_name: row.get(7)?,
        opened_at: column::time(row, 8)?,
        seen_at: column::time(row, 9)?,
        expires_at: column::time(row, 10)?,
    })
}

impl LedgerRead<'_> {
    /// The session of a token, if it has not ended and the person still has a part in its tenant.
    pub fn session(&self, hash: TokenHash, now: Timestamp) -> Result<Option<Session>, StoreError> {
        let sql = "SELECT s.tenant_id, s.person_id, p.name, p.email, m.role, p.language, \
                   p.is_installation_owner, t.name, s.opened_at_ms, s.seen_at_ms, \
                   s.expires_at_ms FROM session s \
                   JOIN person p ON p.person_id = s.person_id \
                   JOIN tenant t ON t.tenant_id = s.tenant_id \
                   JOIN membership m ON m.tenant_id = s.tenant_id AND m.person_id = s.person_id \
                   WHERE s.token_hash = ?1 AND s.expires_at_ms > ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row((hash.0, now.as_millis()), session_of_row).optional()?)
    }
}

impl LedgerRead<'_> {
    /// A person's sessions that have not ended, the last used first.
    pub fn sessions_of(
        &self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<OpenSession>, StoreError> {
        let sql = "SELECT token_hash, opened_at_ms, seen_at_ms, expires_at_ms, agent, place FROM session \
                   WHERE person_id = ?1 AND expires_at_ms > ?2 \
                   ORDER BY seen_at_ms DESC, token_hash";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((person.as_str(), now.as_millis()), |row| {
            Ok(OpenSession {
                hash: TokenHash(row.get(0)?),
                opened_at: column::time(row, 1)?,
                seen_at: column::time(row, 2)?,
                expires_at: column::time(row, 3)?,
                agent: row.get(4)?,
                place: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Opens a session of a person in a tenant.
    pub fn open_session(
        &self,
        hash: TokenHash,
        person: &PersonId,
        tenant: &TenantId,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO session (token_hash, person_id, tenant_id, opened_at_ms, \
                   seen_at_ms, expires_at_ms) VALUES (?1, ?2, ?3, ?4, ?4, ?5)";
        let (now, expires) = (now.as_millis(), expires.as_millis());
        let values = (hash.0, person.as_str(), tenant.as_str(), now, expires);
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Notes what a session's browser calls itself.
    pub fn note_agent(&self, hash: TokenHash, agent: &str) -> Result<(), StoreError> {
        let sql = "UPDATE session SET agent = ?2 WHERE token_hash = ?1";
        self.conn().prepare_cached(sql)?.execute((hash.0, agent))?;
        Ok(())
    }

    /// Notes the network address that a session is used from.
    pub fn note_place(&self, hash: TokenHash, place: &str) -> Result<(), StoreError> {
        let sql = "UPDATE session SET place = ?2 WHERE token_hash = ?1 AND place IS NOT ?2";
        self.conn().prepare_cached(sql)?.execute((hash.0, place))?;
        Ok(())
    }

    /// Moves a session to another tenant that its person has a part in; `false` without one.
    pub fn move_session(&self, hash: TokenHash, tenant: &TenantId) -> Result<bool, StoreError> {
        let sql = "UPDATE session SET tenant_id = ?2 WHERE token_hash = ?1 AND EXISTS \
                   (SELECT 1 FROM membership m WHERE m.tenant_id = ?2 \
                   AND m.person_id = session.person_id)";
        let moved = self.conn().prepare_cached(sql)?.execute((hash.0, tenant.as_str()))?;
        Ok(moved > 0)
    }

    /// Says that a session is in use.
    pub fn touch(&self, hash: TokenHash, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE session SET seen_at_ms = ?2 WHERE token_hash = ?1";
        self.conn().prepare_cached(sql)?.execute((hash.0, now.as_millis()))?;
        Ok(())
    }

    /// Ends a session.
    pub fn close_session(&self, hash: TokenHash) -> Result<(), StoreError> {
        self.conn()
            .prepare_cached("DELETE FROM session WHERE token_hash = ?1")?
            .execute([hash.0])?;
        Ok(())
    }

    /// Ends all sessions of a person.
    pub fn close_sessions_of(&self, person: &PersonId) -> Result<(), StoreError> {
        let sql = "DELETE FROM session WHERE person_id = ?1";
        self.conn().prepare_cached(sql)?.execute([person.as_str()])?;
        Ok(())
    }

    /// Ends all sessions of a person but one.
    pub fn close_other_sessions(
        &self,
        person: &PersonId,
        kept: TokenHash,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM session WHERE person_id = ?1 AND token_hash <> ?2";
        self.conn().prepare_cached(sql)?.execute((person.as_str(), kept.0))?;
        Ok(())
    }

    /// Forgets sessions that have ended.
    pub fn forget_sessions(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "DELETE FROM session WHERE expires_at_ms <= ?1";
        self.conn().prepare_cached(sql)?.execute([now.as_millis()])?;
        Ok(())
    }

    /// Adds a link that signs a person in once.
    pub fn add_login_link(
        &self,
        hash: TokenHash,
        person: &PersonId,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO login_link (token_hash, person_id, expires_at_ms, used_at_ms) \
                   VALUES (?1, ?2, ?3, NULL)";
        let values = (hash.0, person.as_str(), expires.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Uses a link up and answers whose it is; `None` when it was used, has ended or never was.
    pub fn use_login_link(
        &self,
        hash: TokenHash,
        now: Timestamp,
    ) -> Result<Option<PersonId>, StoreError> {
        let sql = "UPDATE login_link SET used_at_ms = ?2 WHERE token_hash = ?1 \
                   AND used_at_ms IS NULL AND expires_at_ms > ?2 RETURNING person_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let person = statement.query_row((hash.0, now.as_millis()), |row| row.get::<_, String>(0));
        Ok(person.optional()?.map(PersonId::new))
    }
}
