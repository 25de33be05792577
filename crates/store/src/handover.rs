//! Hand-over links: an address for somebody without an account, who connects a number for the tenant.
//! Only hashes are kept, of the address's token and of what the one browser holds that began.

use std::fmt;

use domain::Timestamp;
use domain::handover::Handover;
use domain::situation::Situation;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::session::TokenHash;
use crate::signup::SignupId;
use crate::situation;
use crate::tenant::{TenantId, TenantScope};

/// A link's own id: random text made by the program, which opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HandoverId(String);

impl HandoverId {
    /// Wraps an id as the program made it.
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// The id as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HandoverId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A link as kept.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredHandover {
    /// Which tenant.
    pub tenant: TenantId,
    /// Its name.
    pub tenant_name: String,
    /// The id.
    pub id: HandoverId,
    /// What those who made it call it: whom it is for.
    pub label: String,
    /// The language that its pages begin in, as a tag.
    pub language: String,
    /// Who made it, and answers for the logins that it begins.
    pub made_by: PersonId,
    /// The name of who made it; `None` once that person is erased.
    pub maker_name: Option<String>,
    /// The situation that was chosen by it, for its own logins.
    pub situation: Option<Situation>,
    /// How far it came.
    pub handover: Handover,
}

impl fmt::Debug for StoredHandover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredHandover({}, {:?})", self.id, self.handover)
    }
}

/// A link to keep.
#[derive(Clone)]
pub struct NewHandover {
    /// The id.
    pub id: HandoverId,
    /// Whom it is for.
    pub label: String,
    /// The language that its pages begin in, as a tag.
    pub language: String,
    /// What the address is looked up by.
    pub token: TokenHash,
    /// Who makes it.
    pub by: PersonId,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What a browser came with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Knock {
    /// The address, which nobody took yet.
    Address(StoredHandover),
    /// The address, of a link that a browser has.
    Taken(StoredHandover),
    /// What the browser holds that has the link.
    Holder(StoredHandover),
}

const STORED: &str = "SELECT h.tenant_id, t.name, h.handover_id, h.label, h.language, h.made_by, \
     nullif(p.name, ''), h.situation, h.made_at_ms, h.expires_at_ms, h.opened_at_ms, h.used_at_ms, \
     h.revoked_at_ms, h.holder_hash FROM handover h JOIN tenant t ON t.tenant_id = h.tenant_id \
     LEFT JOIN person p ON p.person_id = h.made_by";

fn handover_of_row(row: &Row<'_>) -> rusqlite::Result<StoredHandover> {
    let has_situation = row.get::<_, Option<String>>(7)?.is_some();
    Ok(StoredHandover {
        tenant: TenantId::new(row.get::<_, String>(0)?),
        tenant_name: row.get(1)?,
        id: HandoverId(row.get(2)?),
        label: row.get(3)?,
        language: row.get(4)?,
        made_by: PersonId::new(row.get::<_, String>(5)?),
        maker_name: row.get(6)?,
        situation: has_situation.then(|| situation::situation(row, 7)).transpose()?,
        handover: Handover {
            made_at: column::time(row, 8)?,
            expires_at: column::time(row, 9)?,
            opened_at: column::maybe_time(row, 10)?,
            used_at: column::maybe_time(row, 11)?,
            revoked_at: column::maybe_time(row, 12)?,
        },
    })
}

impl LedgerRead<'_> {
    /// The tenant's links, the newest first, whatever became of them.
    pub fn handovers(
        &self,
        scope: &TenantScope,
        limit: usize,
    ) -> Result<Vec<StoredHandover>, StoreError> {
        let sql = format!(
            "{STORED} WHERE h.tenant_id = ?1 ORDER BY h.made_at_ms DESC, h.handover_id LIMIT ?2"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let page = (scope.as_str(), column::page(limit));
        let rows = statement.query_map(page, handover_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One of the tenant's links.
    pub fn handover(
        &self,
        scope: &TenantScope,
        id: &HandoverId,
    ) -> Result<Option<StoredHandover>, StoreError> {
        let sql = format!("{STORED} WHERE h.tenant_id = ?1 AND h.handover_id = ?2");
        let mut statement = self.conn().prepare_cached(&sql)?;
        let key = (scope.as_str(), id.as_str());
        Ok(statement.query_row(key, handover_of_row).optional()?)
    }

    /// The link that a secret opens, and which of its two it is; whether it still counts is not
    /// asked here.
    pub fn knock(&self, secret: TokenHash) -> Result<Option<Knock>, StoreError> {
        let sql = format!("{STORED} WHERE h.token_hash = ?1 OR h.holder_hash = ?1");
        let mut statement = self.conn().prepare_cached(&sql)?;
        let knock = statement.query_row([secret.bytes()], |row| {
            let holder: Option<[u8; 32]> = row.get(13)?;
            let link = handover_of_row(row)?;
            Ok(match holder {
                Some(holder) if holder == secret.bytes() => Knock::Holder(link),
                Some(_) => Knock::Taken(link),
                None => Knock::Address(link),
            })
        });
        Ok(knock.optional()?)
    }

    /// Whether a link began a login.
    pub fn handover_began(
        &self,
        scope: &TenantScope,
        link: &HandoverId,
        signup: &SignupId,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM signup_handover \
                   WHERE tenant_id = ?1 AND handover_id = ?2 AND signup_id = ?3";
        let key = (scope.as_str(), link.as_str(), signup.as_str());
        Ok(self.conn().prepare_cached(sql)?.exists(key)?)
    }
}

impl LedgerTx<'_> {
    /// Adds a link.
    pub fn add_handover(
        &self,
        scope: &TenantScope,
        new: &NewHandover,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO handover (tenant_id, handover_id, label, language, token_hash, \
                   made_by, made_at_ms, expires_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            new.id.as_str(),
            &new.label,
            &new.language,
            new.token.bytes(),
            new.by.as_str(),
            now.as_millis(),
            new.expires_at.as_millis(),
        ))?;
        Ok(())
    }

    /// Gives a link to one browser; `false` when it counts no more or another browser has it.
    pub fn open_handover(
        &self,
        token: TokenHash,
        holder: TokenHash,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE handover SET holder_hash = ?2, opened_at_ms = ?3 WHERE token_hash = ?1 \
                   AND holder_hash IS NULL AND expires_at_ms > ?3 AND used_at_ms IS NULL \
                   AND revoked_at_ms IS NULL";
        let values = (token.bytes(), holder.bytes(), now.as_millis());
        Ok(self.conn().prepare_cached(sql)?.execute(values)? > 0)
    }

    /// Keeps the situation for the logins that a link begins, over the one before.
    pub fn keep_handover_situation(
        &self,
        scope: &TenantScope,
        id: &HandoverId,
        situation: Situation,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE handover SET situation = ?3 WHERE tenant_id = ?1 AND handover_id = ?2";
        let values = (scope.as_str(), id.as_str(), situation.as_str());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Notes that a link began a login.
    pub fn note_handover(
        &self,
        scope: &TenantScope,
        id: &HandoverId,
        signup: &SignupId,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO signup_handover (tenant_id, signup_id, handover_id) \
                   VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        let values = (scope.as_str(), signup.as_str(), id.as_str());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Uses a link up, whose login is connected; `false` when it was used or taken back before. One
    /// whose time was over meanwhile did what it is for.
    pub fn use_handover(
        &self,
        scope: &TenantScope,
        id: &HandoverId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE handover SET used_at_ms = ?3 WHERE tenant_id = ?1 AND handover_id = ?2 \
                   AND used_at_ms IS NULL AND revoked_at_ms IS NULL";
        let values = (scope.as_str(), id.as_str(), now.as_millis());
        Ok(self.conn().prepare_cached(sql)?.execute(values)? > 0)
    }

    /// Takes a link back; `false` when there is no such one that counts.
    pub fn revoke_handover(
        &self,
        scope: &TenantScope,
        id: &HandoverId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE handover SET revoked_at_ms = ?3 WHERE tenant_id = ?1 AND handover_id = ?2 \
                   AND used_at_ms IS NULL AND revoked_at_ms IS NULL AND expires_at_ms > ?3";
        let values = (scope.as_str(), id.as_str(), now.as_millis());
        Ok(self.conn().prepare_cached(sql)?.execute(values)? > 0)
    }

    /// Forgets links that ended before a moment, with the labels in them; answers how many.
    pub fn forget_handovers(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM handover WHERE (tenant_id, handover_id) IN \
                   (SELECT tenant_id, handover_id FROM handover WHERE expires_at_ms < ?1 LIMIT ?2)";
        let batch = (before.as_millis(), column::page(limit));
        let gone = self.conn().prepare_cached(sql)?.execute(batch)?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }
}
