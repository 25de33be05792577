//! Whether copied files are what they should be: whole, with every row, and opened by the keys.

use std::path::Path;

use super::copy::row_counts;
use super::{BackupError, FileName, Manifest};
use crate::error::StoreError;
use crate::keyring::Keyring;
use crate::sqlite::{self, Durability};
use crate::store::{Store, check_still};
use crate::{folder, migrate, sealed};

/// Opens every sealed field of a copied ledger; answers how many there are.
pub(super) fn open_secrets(dir: &Path, keys: &Keyring) -> Result<u64, BackupError> {
    let conn = sqlite::open_still(&folder::ledger_path(dir))?;
    Ok(sealed::open_all(&conn, keys)?)
}

/// Proves restored files by the manifest: integrity, schema, rows, keys and secrets, and that the
/// two databases belong together. They are only read.
pub(super) fn prove_still(
    dir: &Path,
    keys: &Keyring,
    manifest: &Manifest,
) -> Result<(), BackupError> {
    for file in &manifest.files {
        if file.name.migrations().is_none() {
            continue;
        }
        let path = dir.join(file.name.as_str());
        let conn = sqlite::open_still(&path)?;
        sqlite::check_integrity(&conn)?;
        let found = migrate::found(&conn)?;
        if Some(found) != file.schema {
            return Err(unproven(file.name, "another schema"));
        }
        if row_counts(&conn)? != file.rows {
            return Err(unproven(file.name, "other numbers of rows"));
        }
    }
    check_still(&folder::inbox_path(dir), &folder::ledger_path(dir), keys)?;
    if open_secrets(dir, keys)? != manifest.secrets {
        return Err(unproven(FileName::Ledger, "another number of secrets"));
    }
    Ok(())
}

/// Proves restored files and that the program starts on them, which may change them: for a copy
/// that is thrown away.
pub(super) fn prove(dir: &Path, keys: &Keyring, manifest: &Manifest) -> Result<(), BackupError> {
    prove_still(dir, keys, manifest)?;
    let store = Store::open_as(dir, keys.clone(), Durability::Fleeting)?;
    let opened = store.ledger.read_blocking(|ledger| ledger.verify_secrets());
    store.close();
    match opened? {
        opened if opened == manifest.secrets => Ok(()),
        _ => Err(unproven(FileName::Ledger, "another number of secrets")),
    }
}

fn unproven(name: FileName, what: &str) -> BackupError {
    BackupError::Unproven { reason: format!("{} has {what}", name.as_str()) }
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(StoreError::from(error))
    }
}
