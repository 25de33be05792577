//! What can go wrong with what is stored, by what one can do about it.

use std::path::PathBuf;

use crate::seal::SealError;

/// A store that could not do what was asked.
///
/// `Clone`, because a failed commit is told to every job of its group.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no such file; a read-only opening never makes one.
    #[error("{path} does not exist")]
    Missing {
        /// The file that was looked for.
        path: PathBuf,
    },
    /// The folder or file can't be opened or made.
    #[error("{path} can't be opened: {reason}")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system or SQLite said.
        reason: String,
    },
    /// A newer program wrote the file; it was not touched.
    #[error("{path} has schema {found}, this program knows up to {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// The schema that it has.
        found: u32,
        /// The newest schema that this program knows.
        known: u32,
    },
    /// An older program wrote the file, and a read-only opening does not migrate.
    #[error("{path} has schema {found}, and only the running program brings it to {known}")]
    Older {
        /// The file.
        path: PathBuf,
        /// The schema that it has.
        found: u32,
        /// The schema that this program reads.
        known: u32,
    },
    /// Another farol works on the folder.
    #[error("{dir} is in use by another farol")]
    InUse {
        /// The data folder.
        dir: PathBuf,
    },
    /// The ledger has read further than the inbox goes: the inbox was lost or is an older copy.
    #[error("{path} ends at {last_seq}, but the ledger has read up to {cursor}: restore it")]
    InboxLost {
        /// The inbox.
        path: PathBuf,
        /// Where the ledger's cursor stands.
        cursor: u64,
        /// The last sequence number that the inbox gave out.
        last_seq: u64,
    },
    /// The linked SQLite has the WAL bug that 3.51.3 mended.
    #[error("SQLite {found} is older than 3.51.3")]
    OldSqlite {
        /// The version that is linked.
        found: String,
    },
    /// The disk is full; nothing of the group was kept.
    #[error("the disk is full")]
    Full,
    /// The system failed to read or write; nothing of the group was kept.
    #[error("the disk failed: {reason}")]
    Io {
        /// What SQLite said.
        reason: String,
    },
    /// Another job of the same group lost the transaction for all.
    #[error("the transaction was rolled back by a failure beside it")]
    RolledBack,
    /// Something outside holds the database.
    #[error("the database is locked")]
    Busy,
    /// What is stored can't be what was written.
    #[error("the stored data is damaged: {reason}")]
    Corrupt {
        /// What was found.
        reason: String,
    },
    /// A secret could not be sealed or unsealed.
    #[error(transparent)]
    Sealing(#[from] SealError),
    /// The account or number belongs to another tenant.
    #[error("{what} belongs to another tenant")]
    BoundElsewhere {
        /// The account or number.
        what: String,
    },
    /// What should be changed is not there.
    #[error("there is no {what}")]
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// A row that the schema refuses, such as a second person with the same address.
    #[error("the row is refused: {reason}")]
    Constraint {
        /// What SQLite said.
        reason: String,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// The job itself panicked; nothing of it was kept.
    #[error("the job panicked")]
    Panicked,
    /// A statement that SQLite refuses: a defect of this program.
    #[error("a statement failed: {reason}")]
    Statement {
        /// What SQLite said.
        reason: String,
    },
}

impl StoreError {
    /// Whether the same call may do better later, with nobody repairing anything by hand.
    pub const fn is_transient(&self) -> bool {
        match self {
            Self::Full | Self::Io { .. } | Self::RolledBack | Self::Busy => true,
            Self::Missing { .. }
            | Self::Unreadable { .. }
            | Self::Newer { .. }
            | Self::Older { .. }
            | Self::InUse { .. }
            | Self::InboxLost { .. }
            | Self::OldSqlite { .. }
            | Self::Corrupt { .. }
            | Self::Sealing(_)
            | Self::BoundElsewhere { .. }
            | Self::NotFound { .. }
            | Self::Constraint { .. }
            | Self::Closed
            | Self::Panicked
            | Self::Statement { .. } => false,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let reason = error.to_string();
        let Some(code) = error.sqlite_error_code() else {
            return match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..) => Self::Corrupt { reason },
                _ => Self::Statement { reason },
            };
        };
        match code {
            Code::DiskFull => Self::Full,
            Code::DatabaseBusy | Code::DatabaseLocked => Self::Busy,
            Code::SystemIoFailure | Code::CannotOpen | Code::ReadOnly | Code::OutOfMemory => {
                Self::Io { reason }
            }
            Code::DatabaseCorrupt | Code::NotADatabase => Self::Corrupt { reason },
            Code::ConstraintViolation => Self::Constraint { reason },
            _ => Self::Statement { reason },
        }
    }
}
