//! The ledger alone, opened beside a running program: for a command that adds a row or two.

use std::path::Path;
use std::sync::Arc;

use crate::error::StoreError;
use crate::folder;
use crate::ledger::{Ledger, LedgerReader};
use crate::migrate;
use crate::readers::Readers;
use crate::sqlite::{self, Durability};
use crate::store::{Store, refuse_other};
use crate::writer::Writer;

impl Store {
    /// Opens a folder's ledger to write a little, without its lock and without keys: each commit
    /// takes its turn with those of a program that works on it. Dropping it closes the file.
    ///
    /// Errors: `Missing`, `Older` and `Newer` for another schema than this program's; nothing is
    /// made or migrated.
    pub fn open_ledger_beside(dir: &Path) -> Result<Ledger, StoreError> {
        sqlite::refuse_old()?;
        let path = folder::ledger_path(dir);
        folder::size(&path)?;
        let conn = sqlite::open_writer(&path, Durability::Synced)?;
        refuse_other(&conn, &path, migrate::LEDGER)?;
        let reader = LedgerReader { readers: Arc::new(Readers::new(path)), keys: None };
        Ok(Ledger::new(Writer::start("ledger beside", conn, ())?, reader))
    }
}
