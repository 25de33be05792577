//! What a backup says of itself: its files with size, digest, schema and row counts. It comes
//! first in the archive, so that a restore knows what it will get before it writes any of it.

use std::collections::BTreeMap;

use domain::Timestamp;
use serde::{Deserialize, Serialize};

use super::BackupError;
use crate::erasure_journal::ERASURES_FILE;
use crate::error::StoreError;
use crate::migrate;

/// The form of the manifest and of what follows it.
pub(super) const FORMAT: u32 = 1;
/// A manifest is no longer than this, in bytes.
pub(super) const LONGEST: u64 = 1024 * 1024;

/// What a backup is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the archive.
    pub(super) format: u32,
    /// Version of the program that made it.
    pub program: String,
    /// When it was begun: what was acknowledged before is in it.
    pub made_at: Timestamp,
    /// Its files, in the order in which they were copied.
    pub files: Vec<PackedFile>,
    /// How many sealed fields it holds; each was opened.
    pub secrets: u64,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedFile {
    /// Its name in the data folder.
    pub name: FileName,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its schema, for a database.
    pub schema: Option<u32>,
    /// How many rows each table has, for a database.
    pub rows: BTreeMap<String, u64>,
}

/// The files that a backup may hold; no other name is ever written by a restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileName {
    /// What the inbox meant.
    #[serde(rename = "ledger.db")]
    Ledger,
    /// Raw bodies.
    #[serde(rename = "inbox.db")]
    Inbox,
    /// Who was erased, in keyed hashes; only where somebody was.
    #[serde(rename = "erasures.jsonl")]
    Erasures,
    /// The world of the emulator; only beside a demo.
    #[serde(rename = "emulator.json")]
    World,
}

impl FileName {
    /// All, in the order in which they are copied.
    pub(super) const COPIED: [Self; 4] = [Self::Ledger, Self::Inbox, Self::Erasures, Self::World];
    /// All, in the order in which they are put in place. A ledger without its inbox is refused at the
    /// start, while an inbox without its ledger would begin a new one.
    pub(super) const PLACED: [Self; 4] = [Self::Erasures, Self::World, Self::Ledger, Self::Inbox];

    /// The name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ledger => "ledger.db",
            Self::Inbox => "inbox.db",
            Self::Erasures => ERASURES_FILE,
            Self::World => "emulator.json",
        }
    }

    /// The schemas of a database; `None` for another file.
    pub(super) const fn migrations(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Ledger => Some(migrate::LEDGER),
            Self::Inbox => Some(migrate::INBOX),
            Self::Erasures | Self::World => None,
        }
    }
}

impl Manifest {
    /// How much it holds, in bytes.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// Refuses what this program can't restore; nothing was written then.
    ///
    /// Errors: `Store(Newer)` for a schema of a later program, `Damaged` for an impossible list.
    pub(super) fn check(&self) -> Result<(), BackupError> {
        if self.format != FORMAT {
            let found = self.format;
            return Err(BackupError::NewerForm { found, known: FORMAT });
        }
        let holds = |name| self.files.iter().filter(|file| file.name == name).count();
        let is_whole = holds(FileName::Ledger) == 1 && holds(FileName::Inbox) == 1;
        if !is_whole || FileName::COPIED.into_iter().any(|name| holds(name) > 1) {
            return Err(BackupError::damaged("it does not hold one ledger and one inbox"));
        }
        for file in &self.files {
            let Some(migrations) = file.name.migrations() else { continue };
            let (found, known) = (file.schema.unwrap_or_default(), migrate::newest(migrations));
            if found > known {
                let path = file.name.as_str().into();
                return Err(StoreError::Newer { path, found, known }.into());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let file = |name: FileName| PackedFile {
            name,
            bytes: 1,
            sha256: String::new(),
            schema: name.migrations().map(migrate::newest),
            rows: BTreeMap::new(),
        };
        Manifest {
            format: FORMAT,
            program: "0.1.0".to_owned(),
            made_at: Timestamp::from_millis(0),
            files: vec![file(FileName::Ledger), file(FileName::Inbox)],
            secrets: 0,
        }
    }

    #[test]
    fn a_schema_or_a_form_of_a_later_program_is_refused() {
        assert_eq!(manifest().check(), Ok(()));
        for file in 0..2 {
            let mut later = manifest();
            later.files[file].schema = later.files[file].schema.map(|schema| schema + 1);
            let error = later.check().expect_err("a refusal");
            assert!(matches!(error, BackupError::Store(StoreError::Newer { .. })), "{error}");
        }
        let later = Manifest { format: FORMAT + 1, ..manifest() };
        let found = FORMAT + 1;
        assert_eq!(later.check(), Err(BackupError::NewerForm { found, known: FORMAT }));
    }

    #[test]
    fn a_list_without_a_database_or_with_one_twice_is_damage() {
        let mut less = manifest();
        less.files.pop();
        let mut twice = manifest();
        twice.files.push(twice.files[0].clone());
        for bad in [less, twice] {
            assert!(matches!(bad.check(), Err(BackupError::Damaged { .. })));
        }
        let name = serde_json::from_str::<FileName>("\"../ledger.db\"");
        assert!(name.is_err(), "a restore writes known names alone");
    }
}
