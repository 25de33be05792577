//! The bodies that one transaction takes in, read and parsed outside the writer's thread.

use meta::webhook;
use store::{Inbox, StoreError, StoredBody};

use super::Parsed;
use crate::app::App;

/// Bodies of one transaction at most.
const BODIES: usize = 256;
/// Bodies that are read at once: long ones fill a transaction soon, and what was read beyond it is read
/// again.
const READ: usize = 32;
/// Items of one transaction, but for the last body's: each is a savepoint of its own, whose end takes
/// the longer the more pages the transaction has changed, and whoever else writes waits meanwhile.
const ITEMS: usize = 500;

/// The next bodies after the cursor.
///
/// # Errors
/// When the inbox can't be read.
pub(super) async fn read_bodies(app: &App, cursor: u64) -> Result<Vec<Parsed>, StoreError> {
    let store = app.store.clone();
    let parsed = tokio::task::spawn_blocking(move || take(&store.inbox, cursor));
    parsed.await.unwrap_or(Err(StoreError::Panicked))
}

fn take(inbox: &Inbox, cursor: u64) -> Result<Vec<Parsed>, StoreError> {
    let (mut taken, mut items): (Vec<Parsed>, usize) = (Vec::new(), 0);
    while taken.len() < BODIES && items < ITEMS {
        let last = taken.last().map_or(cursor, |body| body.seq);
        let bodies = inbox.after(last, READ)?;
        if bodies.is_empty() {
            break;
        }
        let is_room = |body: &Parsed| {
            let is_room = items < ITEMS;
            items += body.reading.items.len();
            is_room
        };
        taken.extend(bodies.into_iter().map(parse).take_while(is_room));
    }
    Ok(taken)
}

/// A stored body with what it says.
pub(super) fn parse(stored: StoredBody) -> Parsed {
    let reading = webhook::read(&stored.body);
    Parsed {
        seq: stored.seq,
        received_at: stored.received_at,
        connection: stored.connection,
        reading,
    }
}
