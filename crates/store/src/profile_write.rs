//! Profile writes that are under way: noted before Meta is asked, so that the reading that shows
//! one says whose doing it was, also after a kill in between.

use domain::Timestamp;
use meta::PhoneNumberId;
use serde_json::{Map, Value};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::tenant::TenantScope;

/// A field that a person asked Meta to write.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileWrite {
    /// Meta's name of the field.
    pub field: String,
    /// What was asked for.
    pub value: Value,
    /// Who asked.
    pub person: PersonId,
    /// When.
    pub asked_at: Timestamp,
}

impl LedgerRead<'_> {
    /// The fields of a number's profile that were written and not read back yet.
    pub fn profile_writes(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
    ) -> Result<Vec<ProfileWrite>, StoreError> {
        let sql = "SELECT field, value, person_id, asked_at_ms FROM profile_write \
                   WHERE tenant_id = ?1 AND phone_number_id = ?2 ORDER BY field";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((scope.as_str(), number.as_str()), |row| {
            Ok(ProfileWrite {
                field: row.get(0)?,
                value: column::json(row, 1)?,
                person: PersonId::new(row.get::<_, String>(2)?),
                asked_at: column::time(row, 3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Notes what is about to be asked of Meta, over what was noted of the same fields.
    pub fn note_profile_write(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        fields: &Map<String, Value>,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO profile_write \
                   (tenant_id, phone_number_id, field, value, person_id, asked_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
                   ON CONFLICT (tenant_id, phone_number_id, field) DO UPDATE SET \
                   value = excluded.value, person_id = excluded.person_id, \
                   asked_at_ms = excluded.asked_at_ms";
        let mut statement = self.conn().prepare_cached(sql)?;
        for (field, value) in fields {
            let value = column::to_json(value)?;
            let key = (scope.as_str(), number.as_str(), field);
            let what = (value, person.as_str(), now.as_millis());
            statement.execute((key.0, key.1, key.2, what.0, what.1, what.2))?;
        }
        Ok(())
    }

    /// Forgets all that was noted of a number's profile.
    pub fn forget_profile_writes(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM profile_write WHERE tenant_id = ?1 AND phone_number_id = ?2";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), number.as_str()))?;
        Ok(())
    }

    /// Brings all that lies ahead of `now` back to it: the clock was turned back.
    pub fn rewind_profile_writes(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE profile_write SET asked_at_ms = ?1 WHERE asked_at_ms > ?1";
        self.conn().prepare_cached(sql)?.execute([now.as_millis()])?;
        Ok(())
    }

    /// Forgets what was noted of a field.
    pub fn forget_profile_write(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        field: &str,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM profile_write \
                   WHERE tenant_id = ?1 AND phone_number_id = ?2 AND field = ?3";
        let key = (scope.as_str(), number.as_str(), field);
        self.conn().prepare_cached(sql)?.execute(key)?;
        Ok(())
    }
}
