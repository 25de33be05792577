//! A database copied while it is written to: one snapshot of a reader, by SQLite's backup API.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::BackupError;
use crate::column;
use crate::error::StoreError;
use crate::{folder, migrate, sqlite};

/// Pages copied at once.
const PAGES: i32 = 1_024;

/// What was copied.
pub(super) struct Copied {
    /// The schema.
    pub schema: u32,
    /// Rows by table, counted in the snapshot itself.
    pub rows: BTreeMap<String, u64>,
}

/// Copies a database as it stands now. Its writer goes on; what it commits meanwhile is not in the
/// copy.
pub(super) fn copy_database(
    from: &Path,
    to: &Path,
    migrations: &[&str],
) -> Result<Copied, BackupError> {
    let source = sqlite::open_reader(from)?;
    // While the snapshot is held, the copy can't be made to begin again by the writer.
    let snapshot = source.unchecked_transaction().map_err(StoreError::from)?;
    let schema = migrate::refuse_newer(&snapshot, from, migrations)?;
    let rows = row_counts(&snapshot)?;
    folder::create_if_missing(to)?;
    copy_pages(&snapshot, to)?;
    Ok(Copied { schema, rows })
}

fn copy_pages(snapshot: &Connection, to: &Path) -> Result<(), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(to, flags)?;
    // A copy that a crash leaves half-written is thrown away whole.
    copy.pragma_update_and_check(None, "journal_mode", "OFF", |_| Ok(()))?;
    copy.pragma_update(None, "synchronous", "OFF")?;
    let backup = Backup::new(snapshot, &mut copy)?;
    loop {
        match backup.step(PAGES)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => return Err(StoreError::Busy),
        }
    }
}

/// How many rows each table has.
pub(super) fn row_counts(conn: &Connection) -> Result<BTreeMap<String, u64>, StoreError> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
               ORDER BY name";
    let mut statement = conn.prepare(sql)?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut counts = BTreeMap::new();
    for name in names {
        let name = name?;
        let sql = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
        let count = conn.query_row(&sql, [], |row| column::count(row, 0))?;
        counts.insert(name, count);
    }
    Ok(counts)
}
