//! A restore: everything is read, proven and made ready beside, and only then put in its place.

use std::fs::{self, File};
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use meta::hex::hex;

use super::archive::Opener;
use super::manifest::{self, FileName, Manifest};
use super::staging::{self, Staging};
use super::{BackupError, create, proof, sync_folder_of};
use crate::error::StoreError;
use crate::folder::{self, Lock};
use crate::keyring::Keyring;
use crate::sqlite;

/// What a folder may hold and still be empty: a key waits there for its data, and a mounted disk
/// has a folder of its own.
const NO_DATA: [&str; 4] = [folder::LOCK, staging::NAME, "demo.key", "lost+found"];

/// Data that is restored and proven, and not yet in its place. Dropped, it leaves the folder as it
/// was.
pub struct Restoring {
    manifest: Manifest,
    files: PathBuf,
    // In this order: the copies go before the folder is given back.
    staging: Staging,
    target: Target,
}

/// Reads an archive into a folder beside the data folder's own files and proves it.
///
/// Errors, before anything is touched: `Damaged`; `Store` with `Sealing` for a wrong or missing key,
/// `InUse`, `Newer`; `NotEmpty`.
pub fn unpack(from: &Path, keys: &Keyring, dir: &Path) -> Result<Restoring, BackupError> {
    sqlite::refuse_old()?;
    let mut taken = None;
    let manifest = extract(from, keys, |_manifest| {
        let target = Target::take(dir)?;
        let staging = Staging::take(dir)?;
        let files = staging.folder(staging::RESTORED)?;
        taken = Some((files.clone(), staging, target));
        Ok(files)
    })?;
    let (files, staging, target) = taken.expect("the place was asked for before the files came");
    proof::prove_still(&files, keys, &manifest)?;
    Ok(Restoring { manifest, files, staging, target })
}

/// Reads an archive into a folder that is thrown away, and proves that the program starts on it.
///
/// Errors: those of [`unpack`].
pub fn verify(from: &Path, keys: &Keyring, beside: &Path) -> Result<Manifest, BackupError> {
    sqlite::refuse_old()?;
    let mut staging = None;
    let manifest = extract(from, keys, |_manifest| {
        let held = Staging::take(beside)?;
        let files = held.folder(staging::RESTORED)?;
        staging = Some(held);
        Ok(files)
    })?;
    proof::prove(&beside.join(staging::NAME).join(staging::RESTORED), keys, &manifest)?;
    Ok(manifest)
}

impl Restoring {
    /// What is restored.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The folder in which the data waits: what must be done before anybody works on it is done
    /// here.
    pub fn files(&self) -> &Path {
        &self.files
    }

    /// Moves the files to where they belong, the inbox last.
    ///
    /// Errors: `Unproven` while something still works on them. A kill in between leaves what no
    /// program starts on: empty the folder and restore once more.
    pub fn put_in_place(self) -> Result<Manifest, BackupError> {
        let Self { manifest, files, staging, mut target } = self;
        for name in FileName::PLACED {
            let mut log = files.join(name.as_str()).into_os_string();
            log.push("-wal");
            if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
                let reason = format!("{} is still open", name.as_str());
                return Err(BackupError::Unproven { reason });
            }
        }
        target.is_filled = true;
        for name in FileName::PLACED {
            let (from, to) = (files.join(name.as_str()), target.dir.join(name.as_str()));
            if from.exists() {
                fs::rename(&from, &to).map_err(BackupError::file(&to))?;
                sync_folder_of(&to)?;
            }
        }
        drop(staging);
        Ok(manifest)
    }
}

/// The data folder, taken for this restore alone.
struct Target {
    dir: PathBuf,
    _lock: Lock,
    had_folder: bool,
    had_lock: bool,
    is_filled: bool,
}

impl Target {
    fn take(dir: &Path) -> Result<Self, BackupError> {
        let (had_folder, had_lock) = (dir.exists(), dir.join(folder::LOCK).exists());
        // A program that works there is the better reason to refuse.
        let lock = if had_lock { Some(Lock::take(dir)?) } else { None };
        refuse_filled(dir)?;
        let lock = lock.map_or_else(|| Lock::take(dir), Ok)?;
        Ok(Self { dir: dir.to_owned(), _lock: lock, had_folder, had_lock, is_filled: false })
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if self.is_filled {
            return;
        }
        if !self.had_lock {
            let _ = fs::remove_file(self.dir.join(folder::LOCK));
        }
        if !self.had_folder {
            let _ = fs::remove_dir(&self.dir);
        }
    }
}

fn refuse_filled(dir: &Path) -> Result<(), BackupError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(BackupError::file(dir)(error)),
    };
    for entry in entries {
        let found = entry?.file_name().to_string_lossy().into_owned();
        if !NO_DATA.contains(&found.as_str()) {
            return Err(BackupError::NotEmpty { dir: dir.to_owned(), found });
        }
    }
    Ok(())
}

/// Reads an archive to its end: key, manifest, and each file into the folder that `place` gives
/// once the manifest is known. Every file has the length and digest that the manifest says.
pub(super) fn extract(
    from: &Path,
    keys: &Keyring,
    place: impl FnOnce(&Manifest) -> Result<PathBuf, BackupError>,
) -> Result<Manifest, BackupError> {
    let source = match File::open(from) {
        Ok(source) => source,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Missing { path: from.to_owned() }.into());
        }
        Err(error) => return Err(BackupError::file(from)(error)),
    };
    let mut opener = Opener::start(BufReader::with_capacity(256 * 1024, source), keys)?;
    let manifest = read_manifest(&mut opener)?;
    manifest.check()?;
    let dir = place(&manifest)?;
    for file in &manifest.files {
        let path = dir.join(file.name.as_str());
        let mut out = create(&path)?;
        let mut digest = Context::new(&SHA256);
        opener.hand_over(file.bytes, |bytes| {
            digest.update(bytes);
            out.write_all(bytes).map_err(BackupError::file(&path))
        })?;
        if hex(digest.finish()) != file.sha256 {
            return Err(BackupError::damaged(format!("{} differs", file.name.as_str())));
        }
        out.sync_all().map_err(BackupError::file(&path))?;
    }
    opener.finish()?;
    Ok(manifest)
}

fn read_manifest(opener: &mut Opener<impl std::io::Read>) -> Result<Manifest, BackupError> {
    let mut text = Vec::new();
    let mut gather = |bytes: &[u8]| {
        text.extend_from_slice(bytes);
        Ok(())
    };
    opener.hand_over(8, &mut gather)?;
    let length = u64::from_be_bytes(text.as_slice().try_into().unwrap_or_default());
    if length > manifest::LONGEST {
        return Err(BackupError::damaged("its manifest is impossibly long"));
    }
    text.clear();
    let mut gather = |bytes: &[u8]| {
        text.extend_from_slice(bytes);
        Ok(())
    };
    opener.hand_over(length, &mut gather)?;
    serde_json::from_slice(&text)
        .map_err(|error| BackupError::damaged(format!("its manifest can't be read: {error}")))
}
