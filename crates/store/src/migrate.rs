//! Schemas of the two files: numbered, forward only, each step in a transaction of its own.
//!
//! A migration that has landed is never edited.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;

/// The inbox's migrations; the first makes schema 1.
pub(crate) const INBOX: &[&str] = &[
    include_str!("migrations/inbox_0001_body.sql"),
    include_str!("migrations/inbox_0002_connection.sql"),
];

/// The ledger's migrations; the first makes schema 1.
pub(crate) const LEDGER: &[&str] = &[
    include_str!("migrations/ledger_0001_start.sql"),
    include_str!("migrations/ledger_0002_signup.sql"),
    include_str!("migrations/ledger_0003_pages.sql"),
    include_str!("migrations/ledger_0004_watch.sql"),
    include_str!("migrations/ledger_0005_people.sql"),
    include_str!("migrations/ledger_0006_erasure.sql"),
    include_str!("migrations/ledger_0007_profile.sql"),
    include_str!("migrations/ledger_0008_connecting.sql"),
    include_str!("migrations/ledger_0009_by_hand.sql"),
    include_str!("migrations/ledger_0010_callback.sql"),
    include_str!("migrations/ledger_0011_callback_word.sql"),
    include_str!("migrations/ledger_0012_handover.sql"),
    include_str!("migrations/ledger_0013_disconnection.sql"),
];

/// The newest schema that a list of migrations makes.
pub(crate) fn newest(migrations: &[&str]) -> u32 {
    u32::try_from(migrations.len()).unwrap_or(u32::MAX)
}

/// The schema that a file has; 0 for an empty one.
pub(crate) fn found(conn: &Connection) -> Result<u32, StoreError> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Refuses a schema newer than this program knows.
pub(crate) fn refuse_newer(
    conn: &Connection,
    path: &Path,
    migrations: &[&str],
) -> Result<u32, StoreError> {
    let (found, known) = (found(conn)?, newest(migrations));
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    Ok(found)
}

/// Brings a file to the newest schema; a crash leaves it at one of the numbered ones.
pub(crate) fn migrate(
    conn: &mut Connection,
    path: &Path,
    migrations: &[&str],
) -> Result<(), StoreError> {
    refuse_newer(conn, path, migrations)?;
    for (number, sql) in (1_u32..).zip(migrations) {
        let step = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if found(&step)? >= number {
            continue;
        }
        step.execute_batch(sql)?;
        step.pragma_update(None, "user_version", number)?;
        step.commit()?;
    }
    Ok(())
}
