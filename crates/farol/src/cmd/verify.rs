//! `farol verify`: whether data or a backup is whole, opens, and agrees with itself.

use std::path::PathBuf;

use store::Store;
use store::backup;

use super::place::Keyed;
use super::{Failure, backup::rows, say};

/// Options of `farol verify`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    keyed: Keyed,
    /// Verify this backup instead of the data, by restoring it beside
    #[arg(long, value_name = "FILE")]
    backup: Option<PathBuf>,
    /// Folder for the plain copy of --backup meanwhile [default: the data folder]
    #[arg(long, value_name = "DIR", requires = "backup")]
    staging: Option<PathBuf>,
}

/// Verifies; works beside a running program.
///
/// # Errors
/// What does not hold: 4 for data, 3 for a key.
pub fn run(options: &Options) -> Result<(), Failure> {
    let (place, keys) = options.keyed.open()?;
    if let Some(file) = &options.backup {
        let staging = options.staging.as_deref().unwrap_or(&place.data);
        let manifest = backup::verify(file, &keys, staging)?;
        say(&format!("{}: good; {}", file.display(), rows(&manifest)));
        say(&format!("{} secrets opened", manifest.secrets));
        return Ok(());
    }
    let found = Store::open_read_only_with(&place.data, keys)?.check()?;
    let counts = found.counts;
    say(&format!("inbox.db: whole; {} bodies, the last {}", found.bodies, found.last_seq));
    say(&format!(
        "ledger.db: whole; {} items applied once, {} waiting, {} put aside, read up to {}",
        counts.applied, counts.waiting, counts.quarantined, counts.cursor
    ));
    say(&format!("secrets: {} opened", found.secrets));
    let audit = found.audit;
    say(&format!("audit log: {} rows hold, the last {}", audit.rows, audit.last_seq));
    say(&format!("last hash of the audit log: {}", audit.last_hash));
    Ok(())
}
