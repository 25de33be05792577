//! The data folder: its files, who may read them, and the lock that keeps a second farol out.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// The name of the lock's file.
pub(crate) const LOCK: &str = "farol.lock";

/// The inbox's file in a data folder.
pub(crate) fn inbox_path(dir: &Path) -> PathBuf {
    dir.join("inbox.db")
}

/// The ledger's file in a data folder.
pub(crate) fn ledger_path(dir: &Path) -> PathBuf {
    dir.join("ledger.db")
}

fn unreadable(path: &Path) -> impl Fn(io::Error) -> StoreError {
    move |error| StoreError::Unreadable { path: path.to_owned(), reason: error.to_string() }
}

/// A folder that this process alone writes to, until this is dropped or the process dies.
#[derive(Debug)]
pub(crate) struct Lock {
    /// Held open: the lock belongs to the open file.
    _file: File,
}

impl Lock {
    /// Makes the folder (0700) if it is missing and locks it.
    pub(crate) fn take(dir: &Path) -> Result<Self, StoreError> {
        DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(unreadable(dir))?;
        let path = dir.join(LOCK);
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&path)
            .map_err(unreadable(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse { dir: dir.to_owned() }),
            Err(TryLockError::Error(error)) => Err(unreadable(&path)(error)),
        }
    }
}

/// Makes an empty database file for the owner's eyes only, unless there is one. SQLite gives its
/// `-wal` and `-shm` the same mode.
pub(crate) fn create_if_missing(path: &Path) -> Result<(), StoreError> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(unreadable(path)(error)),
    }
}

/// How many bytes a file has.
///
/// Errors: `Missing`, or `Unreadable` for anything but an ordinary file.
pub(crate) fn size(path: &Path) -> Result<u64, StoreError> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(found.len()),
        Ok(_) => {
            let reason = "not a file".to_owned();
            Err(StoreError::Unreadable { path: path.to_owned(), reason })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(StoreError::Missing { path: path.to_owned() })
        }
        Err(error) => Err(unreadable(path)(error)),
    }
}
