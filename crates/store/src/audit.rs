//! The audit log: who did what, append only. Each row's hash covers the row before it, so that a row
//! which was changed, taken out or put in between shows; whoever can write the file and computes all
//! hashes anew is told only by a last hash that was written down elsewhere.
//!
//! Rows hold ids and words of ours: a name, an address, a phone number or a secret never stands here.

use domain::Timestamp;
use domain::audit::Action;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::column;
use crate::error::StoreError;
use crate::handover::HandoverId;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::signup::{BegunBy, StoredSignup, begun_by};
use crate::tenant::{TenantId, TenantScope};

/// What was done, to be kept.
#[derive(Clone, Debug)]
pub struct NewAudit {
    /// Whose it is; `None` for what belongs to the installation.
    pub tenant: Option<TenantId>,
    /// Who did it; `None` when nobody signed in did: Meta, the command line, or a hand-over link.
    pub person: Option<PersonId>,
    /// What was done.
    pub action: Action,
    /// The id of what it was done to: a person, an invitation, an account, a number.
    pub object: Option<String>,
    /// More in words of ours, as `{"role": "admin"}`; no personal data and no secret.
    pub detail: Value,
}

impl NewAudit {
    /// What a person did in a tenant.
    pub fn of(scope: &TenantScope, person: &PersonId, action: Action) -> Self {
        Self {
            tenant: Some(scope.tenant().clone()),
            person: Some(person.clone()),
            ..Self::nobodys(action)
        }
    }

    /// What somebody without an account did by a hand-over link of a tenant.
    pub fn by_link(scope: &TenantScope, link: &HandoverId, action: Action) -> Self {
        Self {
            tenant: Some(scope.tenant().clone()),
            detail: json!({ "link": link.as_str() }),
            ..Self::nobodys(action)
        }
    }

    /// What came of a login: its person's doing, or its link's.
    pub fn of_login(scope: &TenantScope, login: &StoredSignup, action: Action) -> Self {
        match &login.link {
            Some(link) => Self::by_link(scope, &link.id, action),
            None => Self::of(scope, &login.person, action),
        }
    }

    /// What was done to the installation, and by nobody who signed in.
    pub const fn nobodys(action: Action) -> Self {
        Self { tenant: None, person: None, action, object: None, detail: Value::Null }
    }

    /// The same, done to that.
    #[must_use]
    pub fn on(mut self, object: impl Into<String>) -> Self {
        self.object = Some(object.into());
        self
    }

    /// The same, with more said.
    #[must_use]
    pub fn with(mut self, detail: Value) -> Self {
        self.detail = match (self.detail, detail) {
            (Value::Object(mut before), Value::Object(more)) => {
                before.extend(more);
                Value::Object(before)
            }
            (_, detail) => detail,
        };
        self
    }
}

/// What was done, as kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Audit {
    /// Its sequence number, without gaps.
    pub seq: u64,
    /// Whose it is; `None` for what belongs to the installation.
    pub tenant: Option<TenantId>,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub person: Option<PersonId>,
    /// The person's name now; `None` once the person is erased.
    pub person_name: Option<String>,
    /// The action's word; [`Action::parse`] knows those of this version.
    pub action: String,
    /// The id of what it was done to.
    pub object: Option<String>,
    /// What that is called now, where it is a person, a tenant, an invitation, by its address, or a
    /// hand-over link, by its label.
    pub object_name: Option<String>,
    /// The hand-over link by which somebody without an account did it.
    pub link: Option<BegunBy>,
    /// More.
    pub detail: Value,
}

/// Which rows are asked for; what is `None` narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Rows of this person's doing.
    pub person: Option<PersonId>,
    /// Rows of this action.
    pub action: Option<Action>,
    /// Rows before this sequence number.
    pub before_seq: Option<u64>,
}

/// How the chain stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditChain {
    /// Rows that are kept.
    pub rows: u64,
    /// The last row's number; that of the last row that went where none is kept.
    pub last_seq: u64,
    /// The last row's hash in hex: the same elsewhere proves the same log.
    pub last_hash: String,
}

/// What a row's hash is made of.
struct Link<'a> {
    seq: u64,
    tenant: Option<&'a str>,
    at_ms: i64,
    person: Option<&'a str>,
    action: &'a str,
    object: Option<&'a str>,
    detail: &'a str,
}

impl Link<'_> {
    /// Each part with its length before it, so that no two rows give the same bytes.
    fn hash(&self, before: &[u8]) -> [u8; 32] {
        let texts = [self.tenant, self.person, Some(self.action), self.object, Some(self.detail)];
        let mut digest = Sha256::new();
        digest.update(before);
        digest.update(self.seq.to_be_bytes());
        digest.update(self.at_ms.to_be_bytes());
        for text in texts {
            // An absent text is not an empty one.
            let length = text.map_or(u64::MAX, |text| text.len() as u64);
            digest.update(length.to_be_bytes());
            digest.update(text.unwrap_or_default());
        }
        digest.finalize().into()
    }
}

fn audit_of_row(row: &Row<'_>) -> rusqlite::Result<Audit> {
    Ok(Audit {
        seq: column::count(row, 0)?,
        tenant: row.get::<_, Option<String>>(1)?.map(TenantId::new),
        at: column::time(row, 2)?,
        person: row.get::<_, Option<String>>(3)?.map(PersonId::new),
        person_name: row.get(4)?,
        action: row.get(5)?,
        object: row.get(6)?,
        object_name: row.get(7)?,
        detail: column::json(row, 8)?,
        link: begun_by(row.get(9)?, row.get(10)?),
    })
}

/// A row with the names of now.
const LISTED: &str = "SELECT a.seq, a.tenant_id, a.at_ms, a.person_id, nullif(p.name, ''), \
     a.action, a.object, coalesce(nullif(o.name, ''), i.email, h.label, t.name), a.detail, \
     a.detail ->> '$.link', l.label FROM audit a \
     LEFT JOIN person p ON p.person_id = a.person_id \
     LEFT JOIN person o ON o.person_id = a.object \
     LEFT JOIN invitation i ON i.tenant_id = a.tenant_id AND i.invitation_id = a.object \
     LEFT JOIN handover h ON h.tenant_id = a.tenant_id AND h.handover_id = a.object \
     LEFT JOIN handover l ON l.tenant_id = a.tenant_id AND l.handover_id = a.detail ->> '$.link' \
     LEFT JOIN tenant t ON t.tenant_id = a.object AND coalesce(a.tenant_id, a.object) = a.object";

impl LedgerRead<'_> {
    /// The tenant's rows that a filter asks for, newest first.
    pub fn audits(
        &self,
        scope: &TenantScope,
        filter: &AuditFilter,
        limit: usize,
    ) -> Result<Vec<Audit>, StoreError> {
        let sql = format!(
            "{LISTED} WHERE a.tenant_id = ?1 AND a.seq < ?2 \
             AND (?3 IS NULL OR a.person_id = ?3) AND (?4 IS NULL OR a.action = ?4) \
             ORDER BY a.seq DESC LIMIT ?5"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let page = (
            scope.as_str(),
            column::integer(filter.before_seq.unwrap_or(u64::MAX)),
            filter.person.as_ref().map(PersonId::as_str),
            filter.action.map(Action::as_str),
            column::page(limit),
        );
        let rows = statement.query_map(page, audit_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The rows that belong to the installation, newest first, for its owner.
    pub fn audits_of_installation(
        &self,
        filter: &AuditFilter,
        limit: usize,
    ) -> Result<Vec<Audit>, StoreError> {
        let sql = format!(
            "{LISTED} WHERE a.tenant_id IS NULL AND a.seq < ?1 \
             AND (?2 IS NULL OR a.person_id = ?2) AND (?3 IS NULL OR a.action = ?3) \
             ORDER BY a.seq DESC LIMIT ?4"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let page = (
            column::integer(filter.before_seq.unwrap_or(u64::MAX)),
            filter.person.as_ref().map(PersonId::as_str),
            filter.action.map(Action::as_str),
            column::page(limit),
        );
        let rows = statement.query_map(page, audit_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Reads the whole log and checks its chain. It needs no key.
    ///
    /// Errors: `Corrupt` names the first row that is not as it was written, or where rows are
    /// missing.
    pub fn verify_audit(&self) -> Result<AuditChain, StoreError> {
        let (start, mut hash) = self.audit_start()?;
        let sql = "SELECT seq, tenant_id, at_ms, person_id, action, object, detail, hash \
                   FROM audit ORDER BY seq";
        let mut statement = self.conn().prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut seq = start;
        while let Some(row) = rows.next()? {
            let found = column::count(row, 0)?;
            if found != seq + 1 {
                return Err(broken(&format!("rows are missing before {found}")));
            }
            seq = found;
            let texts = |index: usize| -> rusqlite::Result<Option<&str>> {
                let text = row.get_ref(index)?.as_str_or_null();
                text.map_err(|error| column::damaged(index, Type::Text, error))
            };
            let link = Link {
                seq,
                tenant: texts(1)?,
                at_ms: row.get(2)?,
                person: texts(3)?,
                action: texts(4)?.unwrap_or_default(),
                object: texts(5)?,
                detail: texts(6)?.unwrap_or_default(),
            };
            hash = link.hash(&hash).to_vec();
            if row.get::<_, Vec<u8>>(7)? != hash {
                return Err(broken(&format!("row {seq} is not as it was written")));
            }
        }
        // SQLite's own counter says how far the log once went.
        let written = self.last_audit_seq()?;
        if written > seq {
            return Err(broken(&format!("rows are missing after {seq}")));
        }
        let last_hash = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(AuditChain { rows: seq - start, last_seq: seq, last_hash })
    }

    fn audit_start(&self) -> Result<(u64, Vec<u8>), StoreError> {
        let sql = "SELECT seq, hash FROM audit_start WHERE only_row = 1";
        let row = |row: &Row<'_>| Ok((column::count(row, 0)?, row.get(1)?));
        Ok(self.conn().prepare_cached(sql)?.query_row([], row)?)
    }

    fn last_audit_seq(&self) -> Result<u64, StoreError> {
        let sql = "SELECT seq FROM sqlite_sequence WHERE name = 'audit'";
        let mut statement = self.conn().prepare_cached(sql)?;
        let seq = statement.query_row([], |row| column::count(row, 0)).optional()?;
        Ok(seq.unwrap_or_default())
    }

    /// The hash that the next row goes on from, and that row's number.
    fn audit_end(&self) -> Result<(u64, Vec<u8>), StoreError> {
        let sql = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1";
        let row = |row: &Row<'_>| Ok((column::count(row, 0)?, row.get(1)?));
        match self.conn().prepare_cached(sql)?.query_row([], row).optional()? {
            Some(end) => Ok(end),
            None => self.audit_start(),
        }
    }
}

fn broken(reason: &str) -> StoreError {
    StoreError::Corrupt { reason: format!("the audit log: {reason}") }
}

impl LedgerTx<'_> {
    /// Keeps what was done, in the transaction that does it; answers its sequence number.
    pub fn add_audit(&self, new: &NewAudit, now: Timestamp) -> Result<u64, StoreError> {
        let (last, before) = self.audit_end()?;
        let detail = column::to_json(&new.detail)?;
        let link = Link {
            seq: last + 1,
            tenant: new.tenant.as_ref().map(TenantId::as_str),
            at_ms: now.as_millis(),
            person: new.person.as_ref().map(PersonId::as_str),
            action: new.action.as_str(),
            object: new.object.as_deref(),
            detail: &detail,
        };
        let sql = "INSERT INTO audit (seq, tenant_id, at_ms, person_id, action, object, detail, \
                   hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.conn().prepare_cached(sql)?.execute((
            column::integer(link.seq),
            link.tenant,
            link.at_ms,
            link.person,
            link.action,
            link.object,
            link.detail,
            link.hash(&before),
        ))?;
        Ok(link.seq)
    }

    /// Lets rows go that are older than a moment, oldest first and never with a gap; answers how
    /// many went. The chain goes on from the last of them.
    pub fn forget_audits(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        // The first row that is young enough ends the batch, whatever the clock did after it.
        let sql = "SELECT seq, hash FROM (SELECT seq, hash, at_ms FROM audit ORDER BY seq LIMIT ?2) \
                   WHERE seq < coalesce((SELECT min(seq) FROM audit WHERE at_ms >= ?1), seq + 1) \
                   ORDER BY seq DESC LIMIT 1";
        let row = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?));
        let mut statement = self.conn().prepare_cached(sql)?;
        let batch = (before.as_millis(), column::page(limit));
        let Some((seq, hash)) = statement.query_row(batch, row).optional()? else { return Ok(0) };
        let sql = "UPDATE audit_start SET seq = ?1, hash = ?2 WHERE only_row = 1";
        self.conn().prepare_cached(sql)?.execute((seq, hash))?;
        let sql = "DELETE FROM audit WHERE seq <= ?1";
        let gone = self.conn().prepare_cached(sql)?.execute([seq])?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }
}
