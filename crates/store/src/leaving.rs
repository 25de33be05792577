//! What goes with a person who may do less, or who leaves: links that the person gave, and every way
//! in.

use domain::Timestamp;
use domain::role::{Permission, Role};

use crate::error::StoreError;
use crate::ledger::LedgerTx;
use crate::person::PersonId;
use crate::tenant::TenantScope;

impl LedgerTx<'_> {
    /// Takes back what a person gave and may give no more with the role of now, or with none: open
    /// invitations, whose addresses go, and open hand-over links. They may be in that person's
    /// hands. In one tenant; without one in all. Answers how many.
    pub fn take_back_by(
        &self,
        person: &PersonId,
        within: Option<&TenantScope>,
        role: Option<Role>,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        const INVITATIONS: &str = "UPDATE invitation SET revoked_at_ms = ?3, email = '' \
             WHERE invited_by = ?1 AND (?2 IS NULL OR tenant_id = ?2) \
             AND accepted_at_ms IS NULL AND revoked_at_ms IS NULL";
        const HANDOVERS: &str = "UPDATE handover SET revoked_at_ms = ?3 \
             WHERE made_by = ?1 AND (?2 IS NULL OR tenant_id = ?2) \
             AND used_at_ms IS NULL AND revoked_at_ms IS NULL AND expires_at_ms > ?3";
        let given = [(INVITATIONS, Permission::Administer), (HANDOVERS, Permission::Connect)];
        let mut gone = 0;
        for (sql, needed) in given {
            if !role.is_some_and(|role| role.may(needed)) {
                let key = (person.as_str(), within.map(TenantScope::as_str), now.as_millis());
                gone += self.conn().prepare_cached(sql)?.execute(key)?;
            }
        }
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }

    /// Puts a person out of every tenant at once, for good: no session, link, password or invitation
    /// leads back in, and what the person gave is taken back. Answers how many rows changed.
    pub fn put_out(&self, person: &PersonId, now: Timestamp) -> Result<u64, StoreError> {
        const WAYS_IN: [&str; 4] = ["session", "login_link", "password_link", "membership"];
        let mut gone = 0;
        for table in WAYS_IN {
            let sql = format!("DELETE FROM {table} WHERE person_id = ?1");
            gone += self.conn().prepare_cached(&sql)?.execute([person.as_str()])?;
        }
        let sql =
            "DELETE FROM invitation WHERE email = (SELECT email FROM person WHERE person_id = ?1)";
        gone += self.conn().prepare_cached(sql)?.execute([person.as_str()])?;
        let sql = "UPDATE person SET password_hash = NULL, is_installation_owner = 0 \
                   WHERE person_id = ?1";
        self.conn().prepare_cached(sql)?.execute([person.as_str()])?;
        let given = self.take_back_by(person, None, None, now)?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX).saturating_add(given))
    }
}
