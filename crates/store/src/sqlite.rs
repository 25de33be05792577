//! Connections as Farol opens them: WAL, synced at every commit, nothing loaded, nothing trusted.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use crate::error::StoreError;
use crate::folder;

/// How long a connection waits for a lock that something outside holds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// A `-wal` file is cut back to this after a checkpoint, in bytes.
const WAL_BYTES: i64 = 64 * 1024 * 1024;

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Every commit is synced before it is answered.
    Synced,
    /// Never synced: for tests, in a folder that does not outlive them.
    Fleeting,
}

/// Refuses a SQLite with the WAL corruption that 3.51.3 mended.
pub(crate) fn refuse_old() -> Result<(), StoreError> {
    if rusqlite::version_number() < 3_051_003 {
        return Err(StoreError::OldSqlite { found: rusqlite::version().to_owned() });
    }
    Ok(())
}

/// Names the file in errors that SQLite words without one.
fn opening(path: &Path) -> impl Fn(rusqlite::Error) -> StoreError {
    move |error| match StoreError::from(error) {
        StoreError::Corrupt { reason } => {
            StoreError::Corrupt { reason: format!("{}: {reason}", path.display()) }
        }
        StoreError::Io { reason } => StoreError::Unreadable { path: path.to_owned(), reason },
        other => other,
    }
}

fn harden(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.set_prepared_statement_cache_capacity(128);
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    conn.pragma_update(None, "trusted_schema", "OFF")?;
    conn.pragma_update(None, "temp_store", "MEMORY")
}

fn settle_writer(conn: &Connection, durability: Durability) -> rusqlite::Result<String> {
    harden(conn)?;
    let journal =
        conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    let synchronous = match durability {
        Durability::Synced => "FULL",
        Durability::Fleeting => "OFF",
    };
    conn.pragma_update(None, "synchronous", synchronous)?;
    conn.pragma_update(None, "secure_delete", "ON")?;
    conn.pragma_update(None, "journal_size_limit", WAL_BYTES)?;
    Ok(journal)
}

/// Opens the one connection that writes a file, which exists.
pub(crate) fn open_writer(path: &Path, durability: Durability) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(opening(path))?;
    let journal = settle_writer(&conn, durability).map_err(opening(path))?;
    if journal != "wal" {
        let reason = format!("its file system gives the journal {journal}, not wal");
        return Err(StoreError::Unreadable { path: path.to_owned(), reason });
    }
    Ok(conn)
}

/// Opens a connection that only reads, beside a writer or after a crash.
///
/// It may make the `-wal` and `-shm` files beside the database, never the database.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    folder::size(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(opening(path))?;
    harden(&conn)
        .and_then(|()| conn.pragma_update(None, "query_only", "ON"))
        .and_then(|()| conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())))
        .map_err(opening(path))?;
    Ok(conn)
}

/// Opens a file that the lock keeps still, leaving no trace: without a write-ahead log beside it,
/// not even empty side files are made.
pub(crate) fn open_still(path: &Path) -> Result<Connection, StoreError> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        return open_reader(path);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let conn = Connection::open_with_flags(immutable_uri(path), flags).map_err(opening(path))?;
    harden(&conn)
        .and_then(|()| conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())))
        .map_err(opening(path))?;
    Ok(conn)
}

/// Reads the whole file and checks it.
pub(crate) fn check_integrity(conn: &Connection) -> Result<(), StoreError> {
    let sql = "PRAGMA integrity_check(1)";
    let reason = conn.query_row(sql, [], |row| row.get::<_, String>(0))?;
    if reason == "ok" { Ok(()) } else { Err(StoreError::Corrupt { reason }) }
}

/// The path as SQLite's URI; anything but plain ASCII letters is escaped.
fn immutable_uri(path: &Path) -> String {
    use std::fmt::Write as _;
    use std::os::unix::ffi::OsStrExt as _;
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                uri.push(char::from(*byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri.push_str("?immutable=1");
    uri
}
