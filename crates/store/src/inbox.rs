//! Raw webhook bodies, kept as they came. Once `append` answers, the body survives a power cut.

use std::ops::Deref;
use std::sync::Arc;

use bytes::Bytes;
use domain::Timestamp;
use rusqlite::{OptionalExtension, Row};
use tokio::sync::watch;

use crate::by_hand::ConnectionId;
use crate::column;
use crate::error::StoreError;
use crate::readers::Readers;
use crate::writer::Writer;

/// A page of bodies ends after this many bytes, so that large bodies do not fill the memory.
const PAGE_BYTES: usize = 32 * 1024 * 1024;

/// A body as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBody {
    /// Its place in the inbox; grows, never given twice.
    pub seq: u64,
    /// When it came.
    pub received_at: Timestamp,
    /// At which connection's own callback it came; `None` for the installation's app.
    pub connection: Option<ConnectionId>,
    /// The bytes that Meta signed.
    pub body: Vec<u8>,
}

/// The reading side of the inbox. Its methods block: call them off the async threads.
#[derive(Clone)]
pub struct InboxReader {
    pub(crate) readers: Arc<Readers>,
}

/// The inbox: appends, and everything that [`InboxReader`] reads. Cheap to clone.
#[derive(Clone)]
pub struct Inbox {
    writer: Arc<Writer>,
    last: watch::Sender<u64>,
    reader: InboxReader,
}

impl Deref for Inbox {
    type Target = InboxReader;

    fn deref(&self) -> &InboxReader {
        &self.reader
    }
}

impl Inbox {
    pub(crate) fn new(writer: Writer, reader: InboxReader) -> Result<Self, StoreError> {
        let last = watch::Sender::new(reader.last_seq()?);
        Ok(Self { writer: Arc::new(writer), last, reader })
    }

    /// Keeps a body, however often it comes; answers its sequence number after the synced commit.
    ///
    /// Appends that wait together share a commit. After an error nothing was kept.
    pub async fn append(&self, body: Bytes, received_at: Timestamp) -> Result<u64, StoreError> {
        self.keep(None, body, received_at).await
    }

    /// Keeps a body that came at a connection's own callback, as [`Self::append`] does.
    pub async fn append_at(
        &self,
        connection: ConnectionId,
        body: Bytes,
        received_at: Timestamp,
    ) -> Result<u64, StoreError> {
        self.keep(Some(connection), body, received_at).await
    }

    async fn keep(
        &self,
        connection: Option<ConnectionId>,
        body: Bytes,
        received_at: Timestamp,
    ) -> Result<u64, StoreError> {
        let (last, bytes) = (self.last.clone(), body.len());
        let keep = move |conn: &rusqlite::Connection| {
            let sql = "INSERT INTO body (received_at_ms, body, connection_id) \
                       VALUES (?1, ?2, ?3) RETURNING seq";
            let connection = connection.as_ref().map(ConnectionId::as_str);
            let values = (received_at.as_millis(), body.as_ref(), connection);
            let mut statement = conn.prepare_cached(sql)?;
            Ok(statement.query_row(values, |row| column::count(row, 0))?)
        };
        let announce = move |seq: &u64| {
            last.send_if_modified(|held| {
                let is_newer = *seq > *held;
                *held = (*held).max(*seq);
                is_newer
            });
        };
        self.writer.submit(bytes, keep, announce).await
    }

    /// Runs a job that adds no body; answers after its commit.
    pub(crate) async fn submit<T: Send + 'static>(
        &self,
        job: impl FnOnce(&rusqlite::Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.submit(0, job, |_| {}).await
    }

    /// Runs a job on the whole file, in no transaction.
    pub(crate) async fn alone<T: Send + 'static>(
        &self,
        job: impl FnOnce(&rusqlite::Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.alone(job).await
    }

    /// The last committed sequence number, and a wake-up whenever it grows.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.last.subscribe()
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

fn body_of_row(row: &Row<'_>) -> rusqlite::Result<StoredBody> {
    Ok(StoredBody {
        seq: column::count(row, 0)?,
        received_at: column::time(row, 1)?,
        body: row.get(2)?,
        connection: row.get::<_, Option<String>>(3)?.map(ConnectionId::new),
    })
}

impl InboxReader {
    /// Bodies after a sequence number, in order; fewer than `limit` when they are large, and at
    /// least one when there is one.
    pub fn after(&self, seq: u64, limit: usize) -> Result<Vec<StoredBody>, StoreError> {
        self.readers.run(|conn| {
            let sql = "SELECT seq, received_at_ms, body, connection_id FROM body \
                       WHERE seq > ?1 ORDER BY seq LIMIT ?2";
            let mut statement = conn.prepare_cached(sql)?;
            let mut rows = statement.query((column::integer(seq), column::page(limit)))?;
            let (mut bodies, mut bytes) = (Vec::new(), 0);
            while bytes < PAGE_BYTES
                && let Some(row) = rows.next()?
            {
                let stored = body_of_row(row)?;
                bytes += stored.body.len();
                bodies.push(stored);
            }
            Ok(bodies)
        })
    }

    /// The bodies of these sequence numbers, in the order asked; those no longer kept are left out.
    ///
    /// When they are large it stops early, after at least one: what follows is asked again.
    pub fn get(&self, seqs: &[u64]) -> Result<Vec<StoredBody>, StoreError> {
        self.readers.run(|conn| {
            let sql = "SELECT seq, received_at_ms, body, connection_id FROM body WHERE seq = ?1";
            let mut statement = conn.prepare_cached(sql)?;
            let (mut bodies, mut bytes) = (Vec::new(), 0);
            for seq in seqs {
                if bytes >= PAGE_BYTES {
                    break;
                }
                let found = statement.query_row([column::integer(*seq)], body_of_row).optional()?;
                if let Some(stored) = found {
                    bytes += stored.body.len();
                    bodies.push(stored);
                }
            }
            Ok(bodies)
        })
    }

    /// The last sequence number given out, 0 before the first; retention does not lower it.
    pub fn last_seq(&self) -> Result<u64, StoreError> {
        self.readers.run(|conn| {
            let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'body'";
            Ok(conn.prepare_cached(sql)?.query_row([], |row| column::count(row, 0))?)
        })
    }

    /// How many bodies are kept.
    pub fn count(&self) -> Result<u64, StoreError> {
        self.readers.run(|conn| {
            let sql = "SELECT count(*) FROM body";
            Ok(conn.prepare_cached(sql)?.query_row([], |row| column::count(row, 0))?)
        })
    }

    /// Reads the whole file and checks it.
    pub fn check_integrity(&self) -> Result<(), StoreError> {
        self.readers.run(crate::sqlite::check_integrity)
    }
}
