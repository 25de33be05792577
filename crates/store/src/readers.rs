//! A few connections that only read, each job on one snapshot, off the async threads.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::error::StoreError;
use crate::sqlite;

/// How many connections are kept, and how many async reads run at once.
const CONNECTIONS: usize = 4;

/// The reading side of one file.
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    is_closed: AtomicBool,
    places: Semaphore,
}

impl Readers {
    /// Readers of a file; connections are opened when first needed.
    pub(crate) fn new(path: PathBuf) -> Self {
        Self {
            path,
            idle: Mutex::new(Vec::new()),
            is_closed: AtomicBool::new(false),
            places: Semaphore::new(CONNECTIONS),
        }
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a job on one snapshot, in this thread.
    pub(crate) fn run<T>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.is_closed.load(Ordering::Acquire) {
            return Err(StoreError::Closed);
        }
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let conn = match kept {
            Some(conn) => conn,
            None => sqlite::open_reader(&self.path)?,
        };
        let snapshot = conn.unchecked_transaction()?;
        let outcome = job(&snapshot);
        snapshot.rollback()?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < CONNECTIONS && !self.is_closed.load(Ordering::Acquire) {
            idle.push(conn);
        }
        outcome
    }

    /// Runs a job on one snapshot, in a thread made for waiting.
    pub(crate) async fn spawn<T: Send + 'static>(
        self: &Arc<Self>,
        job: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let _place = self.places.acquire().await.map_err(|_| StoreError::Closed)?;
        let readers = Arc::clone(self);
        let outcome = tokio::task::spawn_blocking(move || readers.run(job)).await;
        outcome.unwrap_or(Err(StoreError::Panicked))
    }

    /// Closes what is idle; a job that still runs closes its own when it ends.
    pub(crate) fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
