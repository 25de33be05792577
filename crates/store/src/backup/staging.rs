//! A folder for plain copies while a backup is made or restored, for the owner's eyes only. What a
//! kill left in it goes when the next one begins.
//!
//! It may stand beside anybody's files, so nothing is removed but what this program makes, and a
//! folder of its name that holds anything else is refused.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use super::BackupError;
use crate::folder::{self, Lock};

/// Name of the folder beside the data.
pub(super) const NAME: &str = ".farol-staging";
/// Tells that what stands beside it is this program's.
const MARK: &str = "made-by-farol";
/// The folders in it.
pub(super) const COPY: &str = "copy";
pub(super) const RESTORED: &str = "restored";

/// The folder; removed when dropped.
pub(super) struct Staging {
    dir: PathBuf,
    _lock: Lock,
}

impl Staging {
    /// Takes the folder below `parent` and removes what a kill left in it.
    ///
    /// Errors: `Store(InUse)` while another backup or restore works in it; `Foreign` when something
    /// in it is not this program's, and nothing was touched then.
    pub(super) fn take(parent: &Path) -> Result<Self, BackupError> {
        let dir = parent.join(NAME);
        refuse_foreign(&dir)?;
        let lock = Lock::take(&dir)?;
        let staging = Self { dir, _lock: lock };
        fs::write(staging.dir.join(MARK), "")?;
        staging.empty()?;
        Ok(staging)
    }

    /// Makes one of its folders.
    pub(super) fn folder(&self, name: &str) -> Result<PathBuf, BackupError> {
        let dir = self.dir.join(name);
        fs::DirBuilder::new().mode(0o700).create(&dir)?;
        Ok(dir)
    }

    fn empty(&self) -> io::Result<()> {
        [COPY, RESTORED].into_iter().try_for_each(|name| {
            let removed = fs::remove_dir_all(self.dir.join(name));
            removed.or_else(|error| {
                (error.kind() == io::ErrorKind::NotFound).then_some(()).ok_or(error)
            })
        })
    }

    fn remove(&self) -> io::Result<()> {
        self.empty()?;
        // The mark goes last but for the folder: a kill in between leaves what is known again.
        fs::remove_file(self.dir.join(folder::LOCK))?;
        fs::remove_file(self.dir.join(MARK))?;
        fs::remove_dir(&self.dir)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Err(error) = self.remove() {
            let dir = self.dir.display();
            tracing::warn!(%error, "The folder {dir} with copies of the data was not removed");
        }
    }
}

/// Copies are this program's beside its mark alone; other names never are.
fn refuse_foreign(dir: &Path) -> Result<(), BackupError> {
    let foreign =
        |found: &str| BackupError::Foreign { dir: dir.to_owned(), found: found.to_owned() };
    match fs::symlink_metadata(dir) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(foreign("no folder")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(BackupError::file(dir)(error)),
    }
    let is_marked = dir.join(MARK).exists();
    for entry in fs::read_dir(dir).map_err(BackupError::file(dir))? {
        let found = entry?.file_name().to_string_lossy().into_owned();
        let is_own = match found.as_str() {
            COPY | RESTORED => is_marked,
            name => [folder::LOCK, MARK].contains(&name),
        };
        if !is_own {
            return Err(foreign(&found));
        }
    }
    Ok(())
}
