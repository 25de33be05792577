//! `farol inbox export`: what was acknowledged to Meta, item by item, and what became of each.

use std::collections::HashSet;

use meta::hex::hex;
use meta::webhook;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{ItemState, ReadOnly, Store, StoreError, StoredBody};

use super::{DataFolder, Failure, exported};

/// Options of `farol inbox export`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    folder: DataFolder,
    /// Only bodies after this sequence number
    #[arg(long, value_name = "SEQ", default_value_t = 0)]
    since: u64,
    /// Print the raw bodies as JSON strings instead
    #[arg(long)]
    raw: bool,
}

/// Bodies read at once.
const PAGE: usize = 500;

/// Prints every distinct stored item, and notes in the audit log that it does; works beside a running
/// program and after a crash.
///
/// # Errors
/// When the folder can't be read.
pub async fn export(options: Options) -> Result<(), Failure> {
    let stored = Store::open_read_only(&options.folder.data)?;
    let format = if options.raw { "raw" } else { "jsonl" };
    exported::note(&options.folder.data, "inbox", format).await;
    let mut seen = HashSet::new();
    let pages = Pages { stored: &stored, after: options.since, is_done: false };
    super::write_lines(pages.flat_map(|page| {
        match page {
            Ok(bodies) => bodies
                .iter()
                .flat_map(|body| lines(&stored, body, options.raw, &mut seen))
                .collect::<Vec<_>>(),
            Err(error) => vec![Err(error.into())],
        }
    }))
    .map(|_all_or_closed_early| ())
}

/// The inbox page by page, so that no export needs it whole.
struct Pages<'a> {
    stored: &'a ReadOnly,
    after: u64,
    is_done: bool,
}

impl Iterator for Pages<'_> {
    type Item = Result<Vec<StoredBody>, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let page = self.stored.inbox.after(self.after, PAGE);
        match page.as_ref().ok().and_then(|page| page.last()) {
            Some(last) => self.after = last.seq,
            None => {
                self.is_done = true;
                return page.is_err().then_some(page);
            }
        }
        Some(page)
    }
}

fn lines(
    stored: &ReadOnly,
    body: &StoredBody,
    raw: bool,
    seen: &mut HashSet<String>,
) -> Vec<Result<String, Failure>> {
    if raw {
        return vec![Ok(Value::from(String::from_utf8_lossy(&body.body)).to_string())];
    }
    let sha256 = hex(Sha256::digest(&body.body));
    let reading = webhook::read(&body.body);
    let items = reading.items.iter().map(|item| {
        (item.key(), item.id(), item.kind().map(str::to_owned), Some(item.field.clone()))
    });
    // A part that can't be read has no kind, whatever it seemed to be.
    let unread =
        reading.unread.iter().map(|part| (part.key(), part.id(), None, part.field.clone()));
    let mut lines = Vec::new();
    for (key, id, kind, field) in items.chain(unread) {
        if !seen.insert(key.clone()) {
            continue;
        }
        lines.push(state(stored, &key).map_err(Failure::from).map(|(state, applied)| {
            json!({
                "id": id,
                "kind": kind,
                "field": field,
                "body": sha256,
                "received_at": body.received_at.as_millis(),
                "state": state,
                "applied": applied,
            })
            .to_string()
        }));
    }
    lines
}

fn state(stored: &ReadOnly, key: &str) -> Result<(&'static str, u64), StoreError> {
    stored.ledger.read_blocking(|read| {
        let state = match read.item_state(key)? {
            ItemState::Applied { times } => ("applied", times),
            ItemState::Quarantined { .. } => ("quarantined", 0),
            ItemState::Waiting | ItemState::Pending => ("pending", 0),
        };
        Ok(state)
    })
}
