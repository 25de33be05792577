//! A number's photo: cut and made anew here, kept, and sent to Meta by a worker, so that neither a kill
//! nor a lost answer costs it. Whoever asked waits a moment for the end, and sees on the page how it
//! stands otherwise.

mod recut;

use std::time::Duration;

use domain::photo::{self, Fault, Square, Upload};
use domain::{Node, Timestamp};
use meta::PhoneNumberId;
use store::{PersonId, PhotoUpload, StoreError, TenantScope};
use tokio::sync::{Notify, Semaphore, watch};

use crate::app::App;
use crate::clock::monotonic;
use crate::pulse::BeatKind;

/// One picture is decoded at a time: each may take a hundred megabytes while it is.
static SLOT: Semaphore = Semaphore::const_new(1);
/// How long whoever sent a photo waits for its end: most are there by then.
const WAITED_FOR: Duration = Duration::from_secs(8);

/// Wakes the worker that sends photos, and tells who waits for one that something became of it.
#[derive(Debug, Default)]
pub struct Photos {
    /// Wakes the worker.
    pub due: Notify,
    /// Counts what became of photos.
    turns: watch::Sender<u64>,
}

impl Photos {
    /// Something became of a photo.
    pub fn turned(&self) {
        self.turns.send_modify(|turns| *turns += 1);
    }
}

/// Makes the photo of a file: looked at first, decoded within limits, cut, at most 640 pixels wide,
/// and written anew, so that nothing of the file but its pixels is left.
///
/// # Errors
/// Why it can't become a photo.
pub async fn prepare(bytes: Vec<u8>, square: Option<Square>) -> Result<Vec<u8>, Fault> {
    let Ok(_slot) = SLOT.acquire().await else { return Err(Fault::Broken) };
    let made = tokio::task::spawn_blocking(move || recut::recut(&bytes, square)).await;
    // A file that makes a decoder panic is broken too.
    made.unwrap_or(Err(Fault::Broken))
}

/// Keeps a photo for a number in place of its last one, and waits a moment for its end. `seen` is the
/// address of the photo that the person saw.
///
/// # Errors
/// When the ledger fails; nothing is then sent.
pub async fn send(
    app: &App,
    scope: &TenantScope,
    number: PhoneNumberId,
    (person, seen): (PersonId, Option<String>),
    jpeg: Vec<u8>,
) -> Result<(), StoreError> {
    let upload = Upload::new(jpeg.len() as u64, seen, app.clock.now());
    let asked_at = upload.asked_at;
    let (own, of) = (scope.clone(), number.clone());
    let photo = PhotoUpload { person, upload };
    app.store.ledger.transact(move |tx| tx.add_photo_upload(&own, &of, &photo, &jpeg)).await?;
    follow(app, scope, &number, asked_at).await
}

/// Tries a photo once more that failed or found another in its place: what stands there by now is
/// what its person saw.
///
/// # Errors
/// When the ledger fails.
pub async fn again(
    app: &App,
    scope: &TenantScope,
    number: PhoneNumberId,
    person: PersonId,
) -> Result<(), StoreError> {
    let now = app.clock.now();
    let (own, of) = (scope.clone(), number.clone());
    let retried = app.store.ledger.transact(move |tx| {
        let Some(kept) = tx.photo_upload(&own, &of)? else { return Ok(false) };
        if !kept.upload.is_over() || !kept.upload.wants_bytes() {
            return Ok(false);
        }
        let profile = tx.replica(&own, &Node::profile(of.as_str()))?;
        let seen = profile.as_ref().and_then(|profile| profile.text(photo::FIELD));
        let upload = kept.upload.again(seen.map(str::to_owned), now);
        tx.save_photo_upload(&own, &of, kept.upload.asked_at, &PhotoUpload { person, upload })
    });
    if retried.await? { follow(app, scope, &number, now).await } else { Ok(()) }
}

/// Forgets a photo that failed or found another in its place; one under way goes on.
///
/// # Errors
/// When the ledger fails.
pub async fn dismiss(
    app: &App,
    scope: &TenantScope,
    number: PhoneNumberId,
) -> Result<(), StoreError> {
    let (own, of) = (scope.clone(), number.clone());
    let dismiss = app.store.ledger.transact(move |tx| match tx.photo_upload(&own, &of)? {
        Some(kept) if kept.upload.is_over() => tx.forget_photo_upload(&own, &of),
        Some(_) | None => Ok(()),
    });
    dismiss.await?;
    tell(app, scope, &number);
    Ok(())
}

/// Has open pages of the number look again.
pub fn tell(app: &App, scope: &TenantScope, number: &PhoneNumberId) {
    let node = Node::profile(number.as_str());
    app.pulse.beat(scope.tenant().clone(), BeatKind::News, [node]);
    app.photos.turned();
}

/// Wakes the worker, and waits until this photo is over or enough was waited.
async fn follow(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
    asked_at: Timestamp,
) -> Result<(), StoreError> {
    let mut turns = app.photos.turns.subscribe();
    app.photos.due.notify_one();
    tell(app, scope, number);
    let until = monotonic() + WAITED_FOR;
    loop {
        let (own, of) = (scope.clone(), number.clone());
        let kept = app.store.ledger.read(move |read| read.photo_upload(&own, &of)).await?;
        let kept = kept.map(|kept| kept.upload);
        if kept.is_none_or(|upload| upload.is_over() || upload.asked_at != asked_at) {
            return Ok(());
        }
        let left = until.saturating_duration_since(monotonic());
        if tokio::time::timeout(left, turns.changed()).await.is_err() {
            return Ok(());
        }
    }
}
