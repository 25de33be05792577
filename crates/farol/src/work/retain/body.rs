//! Raw bodies, and the memory of which items took effect: two files, so looked at one by the other.
//!
//! A body goes once the projection is past it and no item waits in it or was put aside from it. The
//! ledger's word on that never turns back, so that it may be asked before the inbox is written. That
//! an item took effect is remembered for its term, and always as long as the body that brought it.

use std::collections::BTreeSet;

use domain::Timestamp;
use store::{AppliedAge, BodyAge, StoreError};

use super::{BATCH, Batch, Place, days_ago};
use crate::app::App;

/// What metrics and the log call bodies.
pub(super) const WHAT: &str = "bodies";
/// A batch takes no further body once they weigh this much: each byte is overwritten on the disk.
const BYTES: u64 = 1024 * 1024;

/// Removes bodies after one; applied items come after the last.
pub(super) async fn remove(app: &App, after: u64, now: Timestamp) -> Result<Batch, StoreError> {
    let before = days_ago(now, app.settings.config.retention.bodies_days);
    let cursor = app.store.ledger.read(|read| read.cursor()).await?;
    let inbox = app.store.inbox.clone();
    let ages = off_the_threads(move || inbox.ages(after, cursor, BATCH)).await?;
    let old = oldest(&ages, before);
    let Some(last) = old.last() else {
        return Ok(Batch { what: WHAT, removed: 0, next: Place::Applied(None) });
    };
    let next = Place::Bodies(last.seq);
    let mut seqs: BTreeSet<u64> = old.iter().map(|body| body.seq).collect();
    let asked = seqs.clone();
    let needed = app.store.ledger.read(move |read| read.needed_bodies(&asked)).await?;
    seqs.retain(|seq| !needed.contains(seq));
    let removed = if seqs.is_empty() { 0 } else { app.store.inbox.remove(seqs).await? };
    Ok(Batch { what: WHAT, removed, next })
}

/// Those at the front that are old enough, as many as make a batch, and at least one.
fn oldest(ages: &[BodyAge], before: Timestamp) -> &[BodyAge] {
    let mut bytes = 0;
    let is_of_batch = |body: &&BodyAge| {
        let has_room = bytes < BYTES;
        bytes += body.bytes;
        has_room && body.received_at < before
    };
    let count = ages.iter().take_while(is_of_batch).count();
    ages.split_at(count).0
}

/// Forgets items after one that took effect long ago, and whose bodies are gone; then the pass ends.
pub(super) async fn forget(
    app: &App,
    after: Option<AppliedAge>,
    now: Timestamp,
) -> Result<Batch, StoreError> {
    const WHAT: &str = "applied";
    let before = days_ago(now, app.settings.config.retention.applied_days);
    let old = app
        .store
        .ledger
        .read(move |read| read.applied_before(before, after.as_ref(), BATCH))
        .await?;
    let Some(last) = old.last().cloned() else {
        return Ok(Batch { what: WHAT, removed: 0, next: Place::Waiting });
    };
    let seqs: BTreeSet<u64> = old.iter().map(|item| item.seq).collect();
    let inbox = app.store.inbox.clone();
    let kept = off_the_threads(move || inbox.kept(&seqs)).await?;
    let gone = old.into_iter().filter(|item| !kept.contains(&item.seq));
    let keys: Vec<String> = gone.map(|item| item.key).collect();
    let removed = match keys.is_empty() {
        true => 0,
        false => app.store.ledger.transact(move |tx| tx.forget_applied(&keys)).await?,
    };
    Ok(Batch { what: WHAT, removed, next: Place::Applied(Some(last)) })
}

async fn off_the_threads<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(job).await.unwrap_or(Err(StoreError::Panicked))
}
