//! Photos on their way to Meta: kept from before Meta is asked until Meta shows them, so that a kill
//! costs a call and never the photo.

use domain::Timestamp;
use domain::photo::Upload;
use meta::PhoneNumberId;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::tenant::{TenantId, TenantScope};

/// A photo on its way, as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoUpload {
    /// Who asked for it.
    pub person: PersonId,
    /// Where it stands.
    pub upload: Upload,
}

/// Whose photo it is.
pub type PhotoKey = (TenantId, PhoneNumberId);

fn key_of_row(row: &Row<'_>) -> rusqlite::Result<PhotoKey> {
    let (tenant, number): (String, String) = (row.get(0)?, row.get(1)?);
    Ok((TenantId::new(tenant), PhoneNumberId::new(number)))
}

impl LedgerRead<'_> {
    /// The photo of a number that is on its way, or what became of the last one.
    pub fn photo_upload(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
    ) -> Result<Option<PhotoUpload>, StoreError> {
        let sql = "SELECT person_id, state FROM photo_upload \
                   WHERE tenant_id = ?1 AND phone_number_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let found = statement.query_row((scope.as_str(), number.as_str()), |row| {
            let person = PersonId::new(row.get::<_, String>(0)?);
            Ok(PhotoUpload { person, upload: column::json(row, 1)? })
        });
        Ok(found.optional()?)
    }

    /// The JPEG of a photo on its way; `None` when it is no longer wanted.
    pub fn photo_bytes(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT jpeg FROM photo_upload WHERE tenant_id = ?1 AND phone_number_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let found = statement.query_row((scope.as_str(), number.as_str()), |row| row.get(0));
        Ok(found.optional()?.flatten())
    }

    /// Photos in which there is something to do, of all tenants, the longest due first.
    pub fn due_photo_uploads(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<PhotoKey>, StoreError> {
        let sql = "SELECT tenant_id, phone_number_id FROM photo_upload WHERE due_at_ms <= ?1 \
                   ORDER BY due_at_ms LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((now.as_millis(), column::page(limit)), key_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When there is something to do next in any photo; `None` for never.
    pub fn next_photo_upload_due_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(due_at_ms) FROM photo_upload WHERE due_at_ms IS NOT NULL";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([], |row| column::maybe_time(row, 0))?)
    }

    /// Photos that were asked for after `now`, of all tenants: the clock was turned back.
    pub fn photo_uploads_ahead_of(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<PhotoKey>, StoreError> {
        let sql = "SELECT tenant_id, phone_number_id FROM photo_upload WHERE asked_at_ms > ?1 \
                   ORDER BY tenant_id, phone_number_id LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((now.as_millis(), column::page(limit)), key_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Keeps a photo that a person asks for, in place of the number's last one.
    pub fn add_photo_upload(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        photo: &PhotoUpload,
        jpeg: &[u8],
    ) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO photo_upload \
                   (tenant_id, phone_number_id, person_id, asked_at_ms, due_at_ms, state, jpeg) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let upload = &photo.upload;
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            number.as_str(),
            photo.person.as_str(),
            upload.asked_at.as_millis(),
            upload.due_at.map(Timestamp::as_millis),
            column::to_json(upload)?,
            jpeg,
        ))?;
        Ok(())
    }

    /// Keeps where a photo stands that was asked for at that time, and drops bytes that nothing
    /// wants; whether it is still that one.
    pub fn save_photo_upload(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        asked_at: Timestamp,
        photo: &PhotoUpload,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE photo_upload SET person_id = ?4, asked_at_ms = ?5, due_at_ms = ?6, \
                   state = ?7, jpeg = CASE WHEN ?8 THEN jpeg END \
                   WHERE tenant_id = ?1 AND phone_number_id = ?2 AND asked_at_ms = ?3";
        let upload = &photo.upload;
        let saved = self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            number.as_str(),
            asked_at.as_millis(),
            photo.person.as_str(),
            upload.asked_at.as_millis(),
            upload.due_at.map(Timestamp::as_millis),
            column::to_json(upload)?,
            upload.wants_bytes(),
        ))?;
        Ok(saved > 0)
    }

    /// Forgets photos that were asked for before a moment and are done with, those that did not get
    /// through with their bytes; answers how many.
    pub fn forget_photo_uploads(&self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql = "DELETE FROM photo_upload WHERE (tenant_id, phone_number_id) IN \
                   (SELECT tenant_id, phone_number_id FROM photo_upload \
                   WHERE due_at_ms IS NULL AND asked_at_ms < ?1 LIMIT ?2)";
        let batch = (before.as_millis(), column::page(limit));
        let gone = self.conn().prepare_cached(sql)?.execute(batch)?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }

    /// Forgets a number's photo and what became of it.
    pub fn forget_photo_upload(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM photo_upload WHERE tenant_id = ?1 AND phone_number_id = ?2";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), number.as_str()))?;
        Ok(())
    }
}
