//! The ledger: everything that the inbox meant, and people. One writer, jobs as closures; a job's
//! statements are in the files named for their nouns.

use std::ops::Deref;
use std::sync::Arc;

use rusqlite::Connection;

use crate::column;
use crate::error::StoreError;
use crate::keyring::Keyring;
use crate::readers::Readers;
use crate::seal::SealError;
use crate::writer::{Writer, in_savepoint};

/// The reading side of the ledger. Cheap to clone.
#[derive(Clone)]
pub struct LedgerReader {
    pub(crate) readers: Arc<Readers>,
    pub(crate) keys: Option<Arc<Keyring>>,
}

/// The ledger: jobs that write, and everything that [`LedgerReader`] reads. Cheap to clone.
#[derive(Clone)]
pub struct Ledger {
    writer: Arc<Writer>,
    reader: LedgerReader,
}

impl Deref for Ledger {
    type Target = LedgerReader;

    fn deref(&self) -> &LedgerReader {
        &self.reader
    }
}

/// What a reading job asks. All its questions see one snapshot.
pub struct LedgerRead<'c> {
    conn: &'c Connection,
    keys: Option<&'c Keyring>,
}

/// What a writing job asks and does. It is kept whole or not at all.
pub struct LedgerTx<'c> {
    read: LedgerRead<'c>,
}

impl<'c> Deref for LedgerTx<'c> {
    type Target = LedgerRead<'c>;

    fn deref(&self) -> &LedgerRead<'c> {
        &self.read
    }
}

impl<'c> LedgerTx<'c> {
    /// What a transaction outside of the writer's thread asks and does, as that of the command line.
    pub(crate) const fn over(conn: &'c Connection, keys: &'c Keyring) -> Self {
        Self { read: LedgerRead { conn, keys: Some(keys) } }
    }
}

impl LedgerRead<'_> {
    pub(crate) fn conn(&self) -> &Connection {
        self.conn
    }

    pub(crate) fn keys(&self) -> Result<&Keyring, StoreError> {
        self.keys.ok_or(StoreError::Sealing(SealError::NoKeys))
    }

    /// How much there is of everything. Reads whole indexes: for checks, not for every page.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM applied), \
                   (SELECT coalesce(sum(times), 0) FROM applied), \
                   (SELECT count(*) FROM quarantined), (SELECT count(*) FROM waiting), \
                   (SELECT count(*) FROM change), (SELECT count(*) FROM connection), \
                   (SELECT count(*) FROM tenant), (SELECT count(*) FROM person), \
                   (SELECT count(*) FROM replica), (SELECT count(*) FROM delivery), \
                   (SELECT seq FROM cursor)";
        let counts = self.conn.prepare_cached(sql)?.query_row([], |row| {
            Ok(Counts {
                applied: column::count(row, 0)?,
                effects: column::count(row, 1)?,
                quarantined: column::count(row, 2)?,
                waiting: column::count(row, 3)?,
                changes: column::count(row, 4)?,
                connections: column::count(row, 5)?,
                tenants: column::count(row, 6)?,
                people: column::count(row, 7)?,
                replicas: column::count(row, 8)?,
                deliveries: column::count(row, 9)?,
                cursor: column::count(row, 10)?,
            })
        });
        Ok(counts?)
    }

    /// Reads the whole file and checks it.
    pub fn check_integrity(&self) -> Result<(), StoreError> {
        crate::sqlite::check_integrity(self.conn)
    }
}

/// How much the ledger holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Items that took effect.
    pub applied: u64,
    /// How often they did, together: more than `applied` only after a defect.
    pub effects: u64,
    /// Items put aside.
    pub quarantined: u64,
    /// Items that wait for their account.
    pub waiting: u64,
    /// Changes.
    pub changes: u64,
    /// Bound accounts.
    pub connections: u64,
    /// Tenants.
    pub tenants: u64,
    /// People.
    pub people: u64,
    /// Nodes.
    pub replicas: u64,
    /// Messages with a status.
    pub deliveries: u64,
    /// How far the inbox was read.
    pub cursor: u64,
}

impl LedgerTx<'_> {
    /// Runs a part of the job that may fail alone: what it wrote is undone then, and the rest of
    /// the job goes on.
    ///
    /// Errors: the part's own, or `RolledBack` when SQLite ended the whole transaction on the way;
    /// of a transient one the job can't go on.
    pub fn attempt<T>(&self, job: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        in_savepoint(self.conn(), job)
    }
}

impl LedgerReader {
    /// Runs a reading job on one snapshot, off the async threads.
    pub async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&LedgerRead<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let keys = self.keys.clone();
        self.readers.spawn(move |conn| job(&LedgerRead { conn, keys: keys.as_deref() })).await
    }

    /// Runs a reading job on one snapshot in this thread, which it blocks: for the command line.
    pub fn read_blocking<T>(
        &self,
        job: impl FnOnce(&LedgerRead<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let keys = self.keys.as_deref();
        self.readers.run(|conn| job(&LedgerRead { conn, keys }))
    }
}

impl Ledger {
    pub(crate) fn new(writer: Writer, reader: LedgerReader) -> Self {
        Self { writer: Arc::new(writer), reader }
    }

    /// Runs a writing job in the writer's thread; answers after the synced commit that holds it.
    ///
    /// Jobs that wait together share a commit. A job that fails or panics is undone alone; it never
    /// runs twice, and after an error nothing of it was kept. It must not wait for anything else.
    pub async fn transact<T: Send + 'static>(
        &self,
        job: impl FnOnce(&LedgerTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let keys = self.reader.keys.clone();
        let run = move |conn: &Connection| {
            job(&LedgerTx { read: LedgerRead { conn, keys: keys.as_deref() } })
        };
        self.writer.submit(0, run, |_| {}).await
    }

    /// Runs a job on the whole file, in no transaction.
    pub(crate) async fn alone<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.alone(job).await
    }

    /// How many commits were made since the start.
    pub fn commits(&self) -> u64 {
        self.writer.commits()
    }

    pub(crate) fn close(&self) {
        self.reader.readers.close();
        self.writer.stop();
    }
}
