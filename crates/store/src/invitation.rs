//! Invitations: a part in a tenant that waits for its person. Only the hash of the link is kept, so
//! that a link can be shown once and never again; another one takes its place.

use std::fmt;

use domain::Timestamp;
use domain::role::Role;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::{PersonId, address, role_of_row};
use crate::session::TokenHash;
use crate::tenant::{TenantId, TenantScope};

/// An invitation's own id: random text made by the program, which opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InvitationId(String);

impl InvitationId {
    /// Wraps an id as the program made it.
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// The id as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InvitationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An invitation that was neither accepted nor taken back.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Which tenant.
    pub tenant: TenantId,
    /// Its name.
    pub tenant_name: String,
    /// The id.
    pub id: InvitationId,
    /// Whom it is for, in lower case.
    pub email: String,
    /// The part that waits.
    pub role: Role,
    /// Who invited.
    pub invited_by: PersonId,
    /// The name of who invited; `None` once that person is erased.
    pub inviter_name: Option<String>,
    /// When.
    pub invited_at: Timestamp,
    /// When the link was last mailed; `None` while it never was.
    pub mailed_at: Option<Timestamp>,
    /// When the link ends.
    pub expires_at: Timestamp,
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Invitation({})", self.id)
    }
}

/// An invitation to keep.
#[derive(Clone)]
pub struct NewInvitation {
    /// The id.
    pub id: InvitationId,
    /// Whom it is for.
    pub email: String,
    /// The part that waits.
    pub role: Role,
    /// What the link is looked up by.
    pub token: TokenHash,
    /// Who invites.
    pub by: PersonId,
    /// When the link ends.
    pub expires_at: Timestamp,
}

const OPEN: &str = "SELECT i.tenant_id, t.name, i.invitation_id, i.email, i.role, i.invited_by, \
     nullif(p.name, ''), i.invited_at_ms, i.mailed_at_ms, i.expires_at_ms FROM invitation i \
     JOIN tenant t ON t.tenant_id = i.tenant_id \
     LEFT JOIN person p ON p.person_id = i.invited_by \
     WHERE i.accepted_at_ms IS NULL AND i.revoked_at_ms IS NULL";

fn invitation_of_row(row: &Row<'_>) -> rusqlite::Result<Invitation> {
    Ok(Invitation {
        tenant: TenantId::new(row.get::<_, String>(0)?),
        tenant_name: row.get(1)?,
        id: InvitationId(row.get(2)?),
        email: row.get(3)?,
        role: role_of_row(row, 4)?,
        invited_by: PersonId::new(row.get::<_, String>(5)?),
        inviter_name: row.get(6)?,
        invited_at: column::time(row, 7)?,
        mailed_at: column::maybe_time(row, 8)?,
        expires_at: column::time(row, 9)?,
    })
}

impl LedgerRead<'_> {
    /// The tenant's open invitations, the newest first; those whose link has ended are among them.
    pub fn invitations(
        &self,
        scope: &TenantScope,
        limit: usize,
    ) -> Result<Vec<Invitation>, StoreError> {
        let sql = format!(
            "{OPEN} AND i.tenant_id = ?1 ORDER BY i.invited_at_ms DESC, i.invitation_id LIMIT ?2"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let page = (scope.as_str(), column::page(limit));
        let rows = statement.query_map(page, invitation_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One of the tenant's open invitations.
    pub fn invitation(
        &self,
        scope: &TenantScope,
        id: &InvitationId,
    ) -> Result<Option<Invitation>, StoreError> {
        let sql = format!("{OPEN} AND i.tenant_id = ?1 AND i.invitation_id = ?2");
        let mut statement = self.conn().prepare_cached(&sql)?;
        let key = (scope.as_str(), id.as_str());
        Ok(statement.query_row(key, invitation_of_row).optional()?)
    }

    /// The invitation that a link stands for, while it counts.
    pub fn invitation_of_link(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError> {
        let sql = format!("{OPEN} AND i.token_hash = ?1 AND i.expires_at_ms > ?2");
        let mut statement = self.conn().prepare_cached(&sql)?;
        let key = (token.bytes(), now.as_millis());
        Ok(statement.query_row(key, invitation_of_row).optional()?)
    }
}

impl LedgerTx<'_> {
    /// Adds an invitation; an open one for the same address in the tenant is taken back by it, and
    /// forgets the address.
    pub fn add_invitation(
        &self,
        scope: &TenantScope,
        new: &NewInvitation,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let email = address(&new.email);
        let sql = "UPDATE invitation SET revoked_at_ms = ?3, email = '' WHERE tenant_id = ?1 AND email = ?2 \
                   AND accepted_at_ms IS NULL AND revoked_at_ms IS NULL";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), &email, now.as_millis()))?;
        let sql = "INSERT INTO invitation (tenant_id, invitation_id, email, role, token_hash, \
                   invited_by, invited_at_ms, expires_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            new.id.as_str(),
            &email,
            new.role.as_str(),
            new.token.bytes(),
            new.by.as_str(),
            now.as_millis(),
            new.expires_at.as_millis(),
        ))?;
        Ok(())
    }

    /// Puts another link in the place of the one before, which counts no more; `false` when there
    /// is no such open invitation.
    pub fn renew_invitation(
        &self,
        scope: &TenantScope,
        id: &InvitationId,
        token: TokenHash,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE invitation SET token_hash = ?3, expires_at_ms = ?4, mailed_at_ms = NULL \
                   WHERE tenant_id = ?1 AND invitation_id = ?2 \
                   AND accepted_at_ms IS NULL AND revoked_at_ms IS NULL";
        let values = (scope.as_str(), id.as_str(), token.bytes(), expires_at.as_millis());
        Ok(self.conn().prepare_cached(sql)?.execute(values)? > 0)
    }

    /// Takes an invitation back, and the address out of it; `false` when there is no such open one.
    pub fn revoke_invitation(
        &self,
        scope: &TenantScope,
        id: &InvitationId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE invitation SET revoked_at_ms = ?3, email = '' \
                   WHERE tenant_id = ?1 AND invitation_id = ?2 \
                   AND accepted_at_ms IS NULL AND revoked_at_ms IS NULL";
        let values = (scope.as_str(), id.as_str(), now.as_millis());
        Ok(self.conn().prepare_cached(sql)?.execute(values)? > 0)
    }

    /// Notes that the mail server took the link.
    pub fn note_invitation_mailed(
        &self,
        scope: &TenantScope,
        id: &InvitationId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE invitation SET mailed_at_ms = ?3 \
                   WHERE tenant_id = ?1 AND invitation_id = ?2";
        let values = (scope.as_str(), id.as_str(), now.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Uses a link up and answers what it was for; `None` when it counts no more. The part is not
    /// given by this, and the address is kept with the person alone.
    pub fn use_invitation(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError> {
        let Some(open) = self.invitation_of_link(token, now)? else { return Ok(None) };
        let sql = "UPDATE invitation SET accepted_at_ms = ?2, email = '' WHERE token_hash = ?1";
        self.conn().prepare_cached(sql)?.execute((token.bytes(), now.as_millis()))?;
        Ok(Some(open))
    }

    /// Forgets invitations that ended before a moment, with the addresses of those that nobody used or
    /// took back; answers how many.
    pub fn forget_invitations(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM invitation WHERE (tenant_id, invitation_id) IN \
                   (SELECT tenant_id, invitation_id FROM invitation \
                   WHERE expires_at_ms < ?1 LIMIT ?2)";
        let batch = (before.as_millis(), column::page(limit));
        let gone = self.conn().prepare_cached(sql)?.execute(batch)?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }
}
