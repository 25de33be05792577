//! The one thread that writes a file. Its channel is the group commit: it takes whatever queued
//! while the last commit ran, and answers each job only after the commit that holds it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::error::StoreError;

/// The most jobs of one commit.
const GROUP_JOBS: usize = 1_024;
/// A group takes no further job once its jobs weigh this much, in bytes.
const GROUP_BYTES: usize = 16 * 1024 * 1024;
/// The most jobs that wait; who comes later waits before queueing.
const QUEUED_JOBS: usize = 4_096;

/// Tells a job's owner what became of the commit.
type Reply = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// Runs inside the transaction, or hears why there is none.
type Run = Box<dyn FnOnce(Result<&Connection, StoreError>) -> Reply + Send>;

struct Job {
    bytes: usize,
    run: Run,
    /// Given back when the job was answered.
    _place: OwnedSemaphorePermit,
}

enum Order {
    Run(Job),
    /// Runs in no transaction, after what queued before it.
    Alone(Box<dyn FnOnce(&Connection) + Send>),
    Stop,
}

/// What follows a group.
enum Then {
    More,
    Alone(Box<dyn FnOnce(&Connection) + Send>),
    Stop,
}

/// Handle on a writing thread; the thread ends at [`Writer::stop`].
pub(crate) struct Writer {
    orders: mpsc::Sender<Order>,
    places: Arc<Semaphore>,
    commits: Arc<AtomicU64>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread. `keep` is dropped after the connection is closed.
    pub(crate) fn start(
        name: &str,
        conn: Connection,
        keep: impl Send + 'static,
    ) -> Result<Self, StoreError> {
        let (orders, inbound) = mpsc::channel();
        let commits = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&commits);
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                work(conn, &inbound, &counted);
                drop(keep);
            })
            .map_err(|error| StoreError::Io { reason: error.to_string() })?;
        Ok(Self {
            orders,
            places: Arc::new(Semaphore::new(QUEUED_JOBS)),
            commits,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Runs a job in a savepoint of a group's transaction; answers after the commit.
    ///
    /// `committed` runs in the writing thread, between the commit and the answer. A caller that
    /// stops waiting does not stop the job.
    pub(crate) async fn submit<T: Send + 'static>(
        &self,
        bytes: usize,
        job: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
        committed: impl FnOnce(&T) + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|_| StoreError::Closed)?;
        let (answer, answered) = oneshot::channel();
        let run = Box::new(move |conn: Result<&Connection, StoreError>| -> Reply {
            let outcome = conn.and_then(|conn| in_savepoint(conn, || job(conn)));
            Box::new(move |commit| {
                let outcome = outcome.and_then(|value| commit.map(|()| value));
                if let Ok(value) = &outcome {
                    committed(value);
                }
                // Nobody waits any more when the caller was cancelled; the commit stands.
                let _ = answer.send(outcome);
            })
        });
        let order = Order::Run(Job { bytes, run, _place: place });
        self.orders.send(order).map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Runs a job between two groups and in no transaction: what SQLite does to a whole file.
    pub(crate) async fn alone<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let run = Box::new(move |conn: &Connection| {
            let outcome = catch_unwind(AssertUnwindSafe(|| job(conn)));
            // Nobody waits any more when the caller was cancelled.
            let _ = answer.send(outcome.unwrap_or(Err(StoreError::Panicked)));
        });
        self.orders.send(Order::Alone(run)).map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// How many groups were committed since the start.
    pub(crate) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Lets what is queued commit, then checkpoints, closes the file and ends the thread.
    pub(crate) fn stop(&self) {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(thread) = thread else { return };
        // An error means that the thread is gone already.
        let _ = self.orders.send(Order::Stop);
        // A job that holds the last handle stops its own thread, which can't wait for itself.
        if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
            tracing::error!("A writing thread panicked");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn work(conn: Connection, orders: &mpsc::Receiver<Order>, commits: &AtomicU64) {
    loop {
        let (group, then) = next_group(orders);
        commit_group(&conn, group, commits);
        match then {
            Then::More => {}
            Then::Alone(run) => run(&conn),
            Then::Stop => break,
        }
    }
    // Readers may still hold the log; the next start does what is left.
    if let Err(error) = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
        tracing::warn!(%error, "The last checkpoint failed: {error}");
    }
    if let Err((_, error)) = conn.close() {
        tracing::warn!(%error, "A database did not close: {error}");
    }
}

/// Waits for a job and takes what queued behind it, and says what is to be done then.
fn next_group(orders: &mpsc::Receiver<Order>) -> (Vec<Job>, Then) {
    let first = match orders.recv() {
        Ok(Order::Run(first)) => first,
        Ok(Order::Alone(run)) => return (Vec::new(), Then::Alone(run)),
        Ok(Order::Stop) | Err(_) => return (Vec::new(), Then::Stop),
    };
    let mut bytes = first.bytes;
    let mut group = vec![first];
    while group.len() < GROUP_JOBS && bytes < GROUP_BYTES {
        match orders.try_recv() {
            Ok(Order::Run(job)) => {
                bytes = bytes.saturating_add(job.bytes);
                group.push(job);
            }
            Ok(Order::Alone(run)) => return (group, Then::Alone(run)),
            Ok(Order::Stop) => return (group, Then::Stop),
            Err(_) => break,
        }
    }
    (group, Then::More)
}

/// Commits the group, in more than one transaction only if SQLite itself ends one on the way.
fn commit_group(conn: &Connection, group: Vec<Job>, commits: &AtomicU64) {
    let mut jobs = group.into_iter();
    while jobs.len() > 0 {
        let mut replies = Vec::with_capacity(jobs.len());
        let outcome = match begin(conn) {
            Err(error) => {
                replies.extend(jobs.by_ref().map(|job| (job.run)(Err(error.clone()))));
                Err(error)
            }
            Ok(()) => {
                for job in jobs.by_ref() {
                    replies.push((job.run)(Ok(conn)));
                    // A full disk or a failed write ends the whole transaction at once.
                    if conn.is_autocommit() {
                        break;
                    }
                }
                commit(conn)
            }
        };
        if outcome.is_ok() {
            commits.fetch_add(1, Ordering::Relaxed);
        }
        for reply in replies {
            reply(outcome.clone());
        }
    }
}

fn begin(conn: &Connection) -> Result<(), StoreError> {
    Ok(conn.prepare_cached("BEGIN IMMEDIATE")?.execute([]).map(|_| ())?)
}

/// Commits, or leaves the connection ready for the next attempt.
fn commit(conn: &Connection) -> Result<(), StoreError> {
    if conn.is_autocommit() {
        return Err(StoreError::RolledBack);
    }
    let outcome = conn.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
    if let Err(error) = outcome {
        if !conn.is_autocommit() {
            conn.execute_batch("ROLLBACK")?;
        }
        return Err(error.into());
    }
    Ok(())
}

/// Keeps a job's failure, or its panic, from its neighbours. May be nested: SQLite means the
/// innermost savepoint of that name.
pub(crate) fn in_savepoint<T>(
    conn: &Connection,
    job: impl FnOnce() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    conn.prepare_cached("SAVEPOINT job")?.execute([])?;
    let outcome = catch_unwind(AssertUnwindSafe(job));
    let outcome = outcome.unwrap_or(Err(StoreError::Panicked));
    if conn.is_autocommit() {
        return outcome.and(Err(StoreError::RolledBack));
    }
    if outcome.is_err() {
        conn.prepare_cached("ROLLBACK TO job")?.execute([])?;
    }
    conn.prepare_cached("RELEASE job")?.execute([])?;
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::{Durability, open_writer};

    async fn insert(writer: &Writer) -> Result<(), StoreError> {
        let job = |conn: &Connection| {
            conn.execute("INSERT INTO filler (bytes) VALUES (zeroblob(20000))", [])?;
            Ok(())
        };
        writer.submit(0, job, |()| {}).await
    }

    async fn set_page_limit(writer: &Writer, pages: u32) {
        let limit = move |conn: &Connection| {
            conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
            Ok(())
        };
        writer.submit(0, limit, |()| {}).await.expect("no page is written");
    }

    #[tokio::test]
    async fn a_full_disk_is_told_to_all_and_heals_by_itself() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("full.db");
        crate::folder::create_if_missing(&path).expect("a file");
        let conn = open_writer(&path, Durability::Fleeting).expect("a database");
        conn.execute_batch("CREATE TABLE filler (bytes BLOB) STRICT").expect("a table");
        let writer = Writer::start("test", conn, ()).expect("a thread");
        set_page_limit(&writer, 40).await;

        let (mut kept, mut refusal) = (0_u64, None);
        for _ in 0..20 {
            match insert(&writer).await {
                Ok(()) => kept += 1,
                Err(error) => refusal = refusal.or(Some(error)),
            }
        }
        assert_eq!(refusal, Some(StoreError::Full));
        assert!(kept > 0 && kept < 20, "{kept} kept");

        set_page_limit(&writer, 4_000).await;
        insert(&writer).await.expect("there is room again");
        let count = |conn: &Connection| {
            Ok(conn.query_row("SELECT count(*) FROM filler", [], |row| row.get::<_, i64>(0))?)
        };
        let stored = writer.submit(0, count, |_| {}).await.expect("a count");
        assert_eq!(u64::try_from(stored), Ok(kept + 1), "what was acknowledged, and no more");
    }
}
