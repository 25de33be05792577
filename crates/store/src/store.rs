//! Opening and closing: everything is checked before anything is touched.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use tempfile::TempDir;

use crate::data_key;
use crate::error::StoreError;
use crate::folder::{self, Lock};
use crate::inbox::{Inbox, InboxReader};
use crate::keyring::Keyring;
use crate::ledger::{Ledger, LedgerReader};
use crate::migrate::{self, migrate};
use crate::readers::Readers;
use crate::sqlite::{self, Durability};
use crate::writer::Writer;

/// A data folder that this process works on alone. Dropping it commits what is queued and closes;
/// clones of its parts then answer `Closed`.
pub struct Store {
    /// Raw bodies.
    pub inbox: Inbox,
    /// What they meant.
    pub ledger: Ledger,
    dir: PathBuf,
    _fleeting: Option<TempDir>,
}

/// A data folder that is only looked at: while farol works on it, after it stopped, after a crash.
pub struct ReadOnly {
    /// Raw bodies.
    pub inbox: InboxReader,
    /// What they meant.
    pub ledger: LedgerReader,
}

impl Store {
    /// Opens a data folder, making and migrating what is missing. It blocks; done once at start.
    ///
    /// Errors: `Unreadable`, `InUse`, `Newer`, `Sealing` (wrong or missing key), `InboxLost`,
    /// `Corrupt`; the databases were not touched then.
    pub fn open(dir: &Path, keys: Keyring) -> Result<Self, StoreError> {
        Self::open_as(dir, keys, Durability::Synced)
    }

    /// A store for tests, in a folder that is removed with it; commits do not wait for the disk.
    pub fn in_memory(keys: Keyring) -> Result<Self, StoreError> {
        let folder = tempfile::Builder::new().prefix("farol-").tempdir().map_err(|error| {
            let path = std::env::temp_dir();
            StoreError::Unreadable { path, reason: error.to_string() }
        })?;
        let mut store = Self::open_as(folder.path(), keys, Durability::Fleeting)?;
        store._fleeting = Some(folder);
        Ok(store)
    }

    /// Opens a data folder whose commits are as durable as asked.
    pub(crate) fn open_as(
        dir: &Path,
        keys: Keyring,
        durability: Durability,
    ) -> Result<Self, StoreError> {
        sqlite::refuse_old()?;
        let lock = Arc::new(Lock::take(dir)?);
        let (inbox_path, ledger_path) = (folder::inbox_path(dir), folder::ledger_path(dir));
        check_still(&inbox_path, &ledger_path, &keys)?;

        let ledger = open_file(&ledger_path, migrate::LEDGER, durability)?;
        data_key::remember_ring(&ledger, &keys)?;
        let inbox = open_file(&inbox_path, migrate::INBOX, durability)?;

        let reader = InboxReader { readers: Arc::new(Readers::new(inbox_path)) };
        let writer = Writer::start("inbox", inbox, Arc::clone(&lock))?;
        let inbox = Inbox::new(writer, reader)?;
        let reader = LedgerReader {
            readers: Arc::new(Readers::new(ledger_path)),
            keys: Some(Arc::new(keys)),
        };
        let ledger = Ledger::new(Writer::start("ledger", ledger, lock)?, reader);
        Ok(Self { inbox, ledger, dir: dir.to_owned(), _fleeting: None })
    }

    /// Opens a data folder to look at it, without its lock and without keys.
    ///
    /// Errors: `Missing` names the file; nothing is made in its place. `Older` before the first
    /// start of this version.
    pub fn open_read_only(dir: &Path) -> Result<ReadOnly, StoreError> {
        read_only(dir, None)
    }

    /// Opens a data folder to look at it, secrets included.
    pub fn open_read_only_with(dir: &Path, keys: Keyring) -> Result<ReadOnly, StoreError> {
        let opened = read_only(dir, Some(Arc::new(keys.clone())))?;
        opened.ledger.readers.run(|conn| data_key::prove_ring(conn, &keys))?;
        Ok(opened)
    }

    /// Reads the key file again and notes its active key as one that this program has.
    ///
    /// Errors: those of the ledger. A key file that can't be used changes nothing.
    pub async fn learn_keys(&self) -> Result<(), StoreError> {
        let is_known = |ledger: &crate::ledger::LedgerRead<'_>| {
            let keys = ledger.keys()?;
            keys.refresh();
            data_key::is_remembered(ledger.conn(), &keys.active())
        };
        if self.ledger.read(is_known).await? {
            return Ok(());
        }
        let note = |ledger: &crate::ledger::LedgerTx<'_>| {
            data_key::remember_ring(ledger.conn(), ledger.keys()?)
        };
        self.ledger.transact(note).await
    }

    /// Whether a program works on a data folder.
    pub fn is_in_use(dir: &Path) -> Result<bool, StoreError> {
        if !dir.join(folder::LOCK).exists() {
            return Ok(false);
        }
        match Lock::take(dir) {
            Ok(_free) => Ok(false),
            Err(StoreError::InUse { .. }) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Commits what is queued, checkpoints, closes both files and frees the folder. It blocks; a
    /// drop does the same.
    pub fn close(self) {
        drop(self);
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.inbox.close();
        self.ledger.close();
    }
}

fn read_only(dir: &Path, keys: Option<Arc<Keyring>>) -> Result<ReadOnly, StoreError> {
    sqlite::refuse_old()?;
    let inbox = Readers::new(folder::inbox_path(dir));
    let ledger = Readers::new(folder::ledger_path(dir));
    for (readers, migrations) in [(&inbox, migrate::INBOX), (&ledger, migrate::LEDGER)] {
        readers.run(|conn| refuse_other(conn, readers.path(), migrations))?;
    }
    Ok(ReadOnly {
        inbox: InboxReader { readers: Arc::new(inbox) },
        ledger: LedgerReader { readers: Arc::new(ledger), keys },
    })
}

/// Refuses any schema but this program's.
pub(crate) fn refuse_other(
    conn: &Connection,
    path: &Path,
    migrations: &[&str],
) -> Result<(), StoreError> {
    let found = migrate::refuse_newer(conn, path, migrations)?;
    let known = migrate::newest(migrations);
    if found < known {
        return Err(StoreError::Older { path: path.to_owned(), found, known });
    }
    Ok(())
}

/// Checks versions, keys and that the two files belong together, touching neither.
pub(crate) fn check_still(inbox: &Path, ledger: &Path, keys: &Keyring) -> Result<(), StoreError> {
    let last_seq = match open_known(inbox, migrate::INBOX)? {
        Some(conn) => {
            let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'body'";
            conn.query_row(sql, [], |row| crate::column::count(row, 0))?
        }
        None => 0,
    };
    let Some(conn) = open_known(ledger, migrate::LEDGER)? else { return Ok(()) };
    data_key::prove_ring(&conn, keys)?;
    let cursor =
        conn.query_row("SELECT seq FROM cursor", [], |row| crate::column::count(row, 0))?;
    if cursor > last_seq {
        return Err(StoreError::InboxLost { path: inbox.to_owned(), cursor, last_seq });
    }
    Ok(())
}

/// Opens a file that has a schema; `None` when there is none yet.
fn open_known(path: &Path, migrations: &[&str]) -> Result<Option<Connection>, StoreError> {
    match folder::size(path) {
        Err(StoreError::Missing { .. }) => return Ok(None),
        other => other?,
    };
    let conn = sqlite::open_still(path)?;
    let found = migrate::refuse_newer(&conn, path, migrations)?;
    Ok((found > 0).then_some(conn))
}

fn open_file(
    path: &Path,
    migrations: &[&str],
    durability: Durability,
) -> Result<Connection, StoreError> {
    folder::create_if_missing(path)?;
    let mut conn = sqlite::open_writer(path, durability)?;
    migrate(&mut conn, path, migrations)?;
    Ok(conn)
}
