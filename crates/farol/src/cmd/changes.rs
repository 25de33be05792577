//! `farol changes export`: every recorded difference in what Meta reported, oldest first.

use serde_json::json;
use store::{ReadOnly, Store};

use super::{DataFolder, Failure, exported};

/// Options of `farol changes export`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    folder: DataFolder,
}

/// Rows read at once.
const PAGE: usize = 500;

/// Prints every change row, and notes in the audit log that it does.
///
/// # Errors
/// When the folder can't be read.
pub async fn export(options: Options) -> Result<(), Failure> {
    let stored = Store::open_read_only(&options.folder.data)?;
    exported::note(&options.folder.data, "changes", "jsonl").await;
    let mut after = 0;
    loop {
        let page = page(&stored, after)?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = *last;
        if super::write_lines(page.into_iter().map(|(_, line)| Ok(line)))?.is_break() {
            return Ok(());
        }
    }
}

fn page(stored: &ReadOnly, after: u64) -> Result<Vec<(u64, String)>, Failure> {
    let rows = stored.ledger.read_blocking(|read| read.all_changes(after, PAGE))?;
    Ok(rows
        .into_iter()
        .map(|(seq, change)| {
            let line = json!({
                "node": change.node,
                "field": change.field,
                "before": change.before,
                "after": change.after,
                "at": change.at,
                "how": change.how,
            });
            (seq, line.to_string())
        })
        .collect())
}
