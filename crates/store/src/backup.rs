//! Backups: made while the program runs, encrypted, and restored and verified before they count.
//!
//! The ledger is copied first and the inbox after it, so that the inbox holds whatever the ledger
//! has read and more; what it holds beyond is projected again after a restore. Nothing that was
//! acknowledged before a backup began is missing in it.

mod archive;
mod copy;
mod manifest;
mod proof;
mod restore;
mod staging;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use domain::Timestamp;
use domain::audit::Action;
use meta::hex::hex;
use rusqlite::TransactionBehavior;
use serde_json::json;

pub use manifest::{FileName, Manifest, PackedFile};
pub use restore::{Restoring, unpack, verify};

use crate::audit::NewAudit;
use crate::error::StoreError;
use crate::keyring::Keyring;
use crate::ledger::LedgerTx;
use crate::seal::SealError;
use crate::sqlite::{self, Durability};
use crate::{data_key, folder, migrate};
use archive::Sealer;
use copy::copy_database;
use staging::Staging;

/// A backup that could not be made or restored. What was there before is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// The data, or a key.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The archive is not what was written.
    #[error("the backup is damaged: {reason}")]
    Damaged {
        /// What was found.
        reason: String,
    },
    /// A later program wrote the archive in another form.
    #[error("the backup has form {found}, this program knows up to {known}")]
    NewerForm {
        /// Its form.
        found: u32,
        /// The newest form that this program knows.
        known: u32,
    },
    /// The copy does not hold what was copied.
    #[error("the copy was verified and is not good: {reason}")]
    Unproven {
        /// What differs.
        reason: String,
    },
    /// There is a file of that name already; a backup never overwrites one.
    #[error("{path} exists already")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A restore only fills an empty folder.
    #[error("{dir} is not empty, it holds {found}: restore into an empty folder")]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
        /// One of the names in it.
        found: String,
    },
    /// What stands where plain copies go meanwhile is not this program's, and is left alone.
    #[error(
        "{dir} is for copies of a backup meanwhile and holds {found}, which none made: move it away, \
         or name another folder with --staging"
    )]
    Foreign {
        /// The folder.
        dir: PathBuf,
        /// What was found in it.
        found: String,
    },
    /// A file can't be read or written.
    #[error("{path} failed: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The system failed to read or write a copy.
    #[error("reading or writing failed: {reason}")]
    Io {
        /// What the system said.
        reason: String,
    },
}

impl BackupError {
    fn damaged(reason: impl Into<String>) -> Self {
        Self::Damaged { reason: reason.into() }
    }

    fn file(path: &Path) -> impl Fn(io::Error) -> Self {
        move |error| Self::File { path: path.to_owned(), reason: error.to_string() }
    }
}

impl From<io::Error> for BackupError {
    fn from(error: io::Error) -> Self {
        Self::Io { reason: error.to_string() }
    }
}

impl From<SealError> for BackupError {
    fn from(error: SealError) -> Self {
        Self::Store(error.into())
    }
}

/// Which data goes where.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The data folder; a running program may work on it.
    pub dir: &'a Path,
    /// The archive to make.
    pub to: &'a Path,
    /// The folder in which a folder of plain copies stands meanwhile; it needs as much room as the
    /// data, and nothing else in it is touched.
    pub staging: &'a Path,
    /// When it is made.
    pub at: Timestamp,
}

/// Makes a backup, restores it beside, and verifies what was restored; only then has the archive
/// its name.
///
/// Errors: `Exists`; `Store` for the data and for keys, `InUse` while another one is made;
/// `Unproven` when the restored copy differs, and nothing is left of it then.
pub fn back_up(order: &Order<'_>, keys: &Keyring) -> Result<Manifest, BackupError> {
    sqlite::refuse_old()?;
    refuse_existing(order.to)?;
    data_key::prove_ring(&sqlite::open_reader(&folder::ledger_path(order.dir))?, keys)?;
    ready_for_erasures(order.dir, keys)?;
    let staging = Staging::take(order.staging)?;
    let copies = staging.folder(staging::COPY)?;
    let mut manifest = copy_all(order, &copies)?;
    manifest.secrets = proof::open_secrets(&copies, keys)?;

    let mut part = order.to.as_os_str().to_owned();
    part.push(".part");
    let part = Unfinished(PathBuf::from(part));
    pack(&manifest, &copies, &part.0, keys)?;
    fs::remove_dir_all(&copies)?;
    let restored = staging.folder(staging::RESTORED)?;
    let read = restore::extract(&part.0, keys, |_| Ok(restored.clone()))?;
    if read != manifest {
        return Err(BackupError::Unproven { reason: "its manifest differs".to_owned() });
    }
    proof::prove(&restored, keys, &manifest)?;
    refuse_existing(order.to)?;
    fs::rename(&part.0, order.to).map_err(BackupError::file(order.to))?;
    sync_folder_of(order.to)?;
    Ok(manifest)
}

/// Makes the key of erasures where there is none: an erasure that comes after this backup could
/// otherwise not be told from a stranger's once the backup is restored.
fn ready_for_erasures(dir: &Path, keys: &Keyring) -> Result<(), StoreError> {
    let path = folder::ledger_path(dir);
    let found = migrate::found(&sqlite::open_reader(&path)?)?;
    // A ledger that this program has not started on is taken as it is.
    if found != migrate::newest(migrate::LEDGER) {
        return Ok(());
    }
    let mut conn = sqlite::open_writer(&path, Durability::Synced)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    LedgerTx::over(&tx, keys).make_erasure_key()?;
    Ok(tx.commit()?)
}

/// Notes in the log of what was done that a backup was made.
///
/// Errors: those of the ledger; the backup stands whatever comes of this.
pub fn note_made(dir: &Path, keys: &Keyring, manifest: &Manifest) -> Result<(), StoreError> {
    let mut conn = sqlite::open_writer(&folder::ledger_path(dir), Durability::Synced)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let detail = json!({ "bytes": manifest.bytes(), "secrets": manifest.secrets });
    let made = NewAudit::nobodys(Action::BackupMade).with(detail);
    LedgerTx::over(&tx, keys).add_audit(&made, manifest.made_at)?;
    Ok(tx.commit()?)
}

fn refuse_existing(path: &Path) -> Result<(), BackupError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(BackupError::Exists { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(BackupError::file(path)(error)),
    }
}

/// An archive that has no good name yet; removed when dropped.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Gone already when it got its name.
        let _ = fs::remove_file(&self.0);
    }
}

fn copy_all(order: &Order<'_>, copies: &Path) -> Result<Manifest, BackupError> {
    let mut files = Vec::new();
    for name in FileName::COPIED {
        let (from, to) = (order.dir.join(name.as_str()), copies.join(name.as_str()));
        let (schema, rows) = match name.migrations() {
            Some(migrations) => {
                let copied = copy_database(&from, &to, migrations)?;
                (Some(copied.schema), copied.rows)
            }
            None if from.exists() => {
                let mut copy = create(&to)?;
                io::copy(&mut File::open(&from).map_err(BackupError::file(&from))?, &mut copy)?;
                (None, Default::default())
            }
            None => continue,
        };
        let (bytes, sha256) = digest_of(&to)?;
        files.push(PackedFile { name, bytes, sha256, schema, rows });
    }
    Ok(Manifest {
        format: manifest::FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: order.at,
        files,
        secrets: 0,
    })
}

/// Makes a file for the owner's eyes only.
fn create(path: &Path) -> Result<File, BackupError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path).map_err(BackupError::file(path))
}

fn digest_of(path: &Path) -> Result<(u64, String), BackupError> {
    let mut file = File::open(path).map_err(BackupError::file(path))?;
    let (mut digest, mut bytes) = (Context::new(&SHA256), 0);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, hex(digest.finish())));
        }
        digest.update(&buffer[..read]);
        bytes += read as u64;
    }
}

/// Writes manifest and files as one encrypted stream, synced.
fn pack(manifest: &Manifest, from: &Path, to: &Path, keys: &Keyring) -> Result<(), BackupError> {
    let out = BufWriter::with_capacity(256 * 1024, create(to)?);
    let mut sealer = Sealer::start(out, keys)?;
    let text = serde_json::to_vec(manifest).map_err(io::Error::from)?;
    sealer.write_all(&(text.len() as u64).to_be_bytes())?;
    sealer.write_all(&text)?;
    for file in &manifest.files {
        let path = from.join(file.name.as_str());
        io::copy(&mut File::open(&path).map_err(BackupError::file(&path))?, &mut sealer)?;
    }
    let out = sealer.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    out.sync_all().map_err(BackupError::file(to))
}

/// Makes a name survive a power cut.
fn sync_folder_of(path: &Path) -> Result<(), BackupError> {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    let dir = dir.unwrap_or_else(|| Path::new("."));
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(BackupError::file(dir))
}
