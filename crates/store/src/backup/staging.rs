//! A folder for plain copies while a backup is made or restored, for the owner's eyes only. What a
//! kill left in it goes when the next one begins.

use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use super::BackupError;
use crate::folder::{self, Lock};

/// Name of the folder beside the data.
pub(super) const NAME: &str = "staging";

/// The folder; removed when dropped.
pub(super) struct Staging {
    dir: PathBuf,
    _lock: Lock,
}

impl Staging {
    /// Takes the folder below `parent` and empties it.
    ///
    /// Errors: `Store(InUse)` while another backup or restore works in it.
    pub(super) fn take(parent: &Path) -> Result<Self, BackupError> {
        let dir = parent.join(NAME);
        let lock = Lock::take(&dir)?;
        let staging = Self { dir, _lock: lock };
        for entry in fs::read_dir(&staging.dir)? {
            let entry = entry?;
            if entry.file_name() == folder::LOCK {
                continue;
            }
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(staging)
    }

    /// Makes a folder in it.
    pub(super) fn folder(&self, name: &str) -> Result<PathBuf, BackupError> {
        let dir = self.dir.join(name);
        fs::DirBuilder::new().mode(0o700).create(&dir)?;
        Ok(dir)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.dir) {
            let dir = self.dir.display();
            tracing::warn!(%error, "The folder {dir} with copies of the data was not removed");
        }
    }
}
