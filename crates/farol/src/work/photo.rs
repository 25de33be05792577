//! Sends photos to Meta: one task of one photo at a time, kept before the next, so that whatever stops
//! it costs a call and never the photo.

use bytes::Bytes;
use domain::Node;
use domain::photo::{self, Came, Phase, Snag, Task};
use meta::graph::{GetUpload, SendUpload, StartUpload, UpdateProfile, UploadSession, Uploaded};
use meta::{GraphError, PhoneNumberId, WabaId};
use serde_json::{Map, Value};
use store::{LedgerTx, PhotoUpload, Secret, StoreError, TenantScope};

use super::{Step, refresh};
use crate::app::App;
use crate::desk;

/// What Meta is told that the file is.
const FILE: (&str, &str) = ("photo.jpg", "image/jpeg");

/// Does the next task of the photo that is due longest.
///
/// # Errors
/// When the ledger fails; the task is then done again.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    let now = app.clock.now();
    let found = app
        .store
        .ledger
        .read(move |read| Ok((read.due_photo_uploads(now, 1)?, read.next_photo_upload_due_at()?)));
    let (mut due, until) = found.await?;
    let Some((tenant, number)) = due.pop() else { return Ok(Step::Idle { until }) };
    let scope = TenantScope::for_worker(tenant);
    carry_on(app, &scope, &number).await?;
    Ok(Step::Done)
}

async fn carry_on(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<(), StoreError> {
    let (own, of) = (scope.clone(), number.clone());
    let kept = app.store.ledger.read(move |read| read.photo_upload(&own, &of)).await?;
    let Some(kept) = kept else { return Ok(()) };
    let Some(task) = kept.upload.next(app.clock.now()) else { return Ok(()) };
    let Some((waba, token)) = desk::token_of(app, scope, number).await? else {
        // The number is not the tenant's any more, and neither is the photo.
        let (own, of) = (scope.clone(), number.clone());
        return app.store.ledger.transact(move |tx| tx.forget_photo_upload(&own, &of)).await;
    };
    let sender = Sender { app, scope, number, waba, token };
    let came = sender.perform(&kept, task).await?;
    sender.keep(kept, came, None).await.map(drop)
}

/// Everything that one task works with.
struct Sender<'a> {
    app: &'a App,
    scope: &'a TenantScope,
    number: &'a PhoneNumberId,
    waba: WabaId,
    token: Secret,
}

impl Sender<'_> {
    async fn perform(&self, kept: &PhotoUpload, task: Task) -> Result<Came, StoreError> {
        let graph = &self.app.graph;
        match task {
            Task::Begin => {
                let call = StartUpload {
                    app: graph.app_of(&self.token),
                    file_name: FILE.0,
                    file_length: kept.upload.length,
                    file_type: FILE.1,
                };
                let begun = graph.call_for_person(&call, &self.token, &self.waba).await;
                Ok(begun.map_or_else(|error| came_of(&error), Came::Begun))
            }
            Task::Ask(session) => {
                let asked = graph
                    .call_for_person(&GetUpload { session: &session }, &self.token, &self.waba)
                    .await;
                Ok(asked.map_or_else(|error| came_of(&error), Came::Reached))
            }
            Task::Send(session, offset) => self.send(&session, offset).await,
            Task::Set(handle) => self.set(kept, handle).await,
            Task::Look(before) => Ok(match self.look().await? {
                Ok(now) => {
                    let is_other = photo::is_other(before.as_deref(), now.as_deref());
                    Came::Looked { is_other }
                }
                Err(error) => came_of(&error),
            }),
        }
    }

    async fn send(&self, session: &UploadSession, offset: u64) -> Result<Came, StoreError> {
        let (own, of) = (self.scope.clone(), self.number.clone());
        let jpeg = self.app.store.ledger.read(move |read| read.photo_bytes(&own, &of)).await?;
        let jpeg = Bytes::from(jpeg.unwrap_or_default());
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(jpeg.len());
        let call = SendUpload { session, offset, bytes: jpeg.slice(from..) };
        let sent = self.app.graph.call_for_person(&call, &self.token, &self.waba).await;
        Ok(match sent {
            Ok(Uploaded::Whole(handle)) => Came::Handed(handle),
            Ok(Uploaded::Part) => Came::Partly,
            Err(error) => came_of(&error),
        })
    }

    /// Looks whether what the person saw still stands, notes what is asked for, and asks.
    async fn set(&self, kept: &PhotoUpload, handle: String) -> Result<Came, StoreError> {
        let before = match self.look().await? {
            Ok(before) => before,
            Err(error) => return Ok(came_of(&error)),
        };
        if !photo::is_same(kept.upload.seen.as_deref(), before.as_deref()) {
            return Ok(Came::Moved);
        }
        let noted = photo::note(before.as_deref());
        if !self.keep(kept.clone(), Came::Setting(before), Some(noted)).await? {
            return Ok(Came::Moved);
        }
        let fields = Map::from_iter([(photo::HANDLE.to_owned(), Value::from(handle))]);
        let call = UpdateProfile { phone_number: self.number, fields: &fields };
        let set = self.app.graph.call_for_person(&call, &self.token, &self.waba).await;
        match set {
            Ok(()) => Ok(Came::Set),
            // Whether it was set is not known, and is looked for.
            Err(error) if desk::is_in_doubt(&error) => Ok(Came::Trouble(snag(&error))),
            Err(error) => {
                let (own, of) = (self.scope.clone(), self.number.clone());
                let forget =
                    move |tx: &LedgerTx<'_>| tx.forget_profile_write(&own, &of, photo::FIELD);
                self.app.store.ledger.transact(forget).await?;
                Ok(came_of(&error))
            }
        }
    }

    /// The address of the photo that Meta shows.
    async fn look(&self) -> Result<Result<Option<String>, GraphError>, StoreError> {
        let Self { app, scope, number, waba, token } = self;
        let looked =
            refresh::look_at(app, scope, Node::profile(number.as_str()), waba, token).await?;
        let address = |document: Map<String, Value>| {
            document.get(photo::FIELD).and_then(Value::as_str).map(str::to_owned)
        };
        Ok(looked.map(address))
    }

    /// Keeps what came of a task, with what is noted of the profile; whether it is still this photo.
    async fn keep(
        &self,
        kept: PhotoUpload,
        came: Came,
        noted: Option<Value>,
    ) -> Result<bool, StoreError> {
        let (own, of) = (self.scope.clone(), self.number.clone());
        let now = self.app.clock.now();
        let asked_at = kept.upload.asked_at;
        let keep = move |tx: &LedgerTx<'_>| {
            // A task that keeps twice, as setting does, goes on from where it stands.
            let Some(mut held) = tx.photo_upload(&own, &of)? else { return Ok(false) };
            if held.upload.asked_at != asked_at {
                return Ok(false);
            }
            held.upload.apply(came, now);
            if let Some(noted) = noted {
                let fields = Map::from_iter([(photo::FIELD.to_owned(), noted)]);
                tx.note_profile_write(&own, &of, &fields, &held.person, now)?;
                tx.schedule(&own, &Node::profile(of.as_str()), now.plus(desk::LOOK_AGAIN))?;
            }
            if let Phase::Failed { snag, .. } = &held.upload.phase {
                let reason = snag.reason.as_str();
                tracing::warn!(number = %of, reason, "The photo of {of} was not set");
            }
            tx.save_photo_upload(&own, &of, asked_at, &held)
        };
        let is_it = self.app.store.ledger.transact(keep).await?;
        crate::photo::tell(self.app, self.scope, self.number);
        Ok(is_it)
    }
}

/// What an error means for a photo on its way.
fn came_of(error: &GraphError) -> Came {
    match error {
        GraphError::TokenDead { .. } | GraphError::PermissionMissing { .. } => {
            Came::Stopped(snag(error))
        }
        GraphError::NotFound { .. } | GraphError::Refused { .. } => Came::Refused(snag(error)),
        GraphError::RateLimited { .. }
        | GraphError::Trouble { .. }
        | GraphError::Unanswered { .. }
        | GraphError::Unreadable { .. } => Came::Trouble(snag(error)),
    }
}

fn snag(error: &GraphError) -> Snag {
    let code = error.code().map(|code| match error.subcode() {
        Some(subcode) => format!("{code}/{subcode}"),
        None => code.to_string(),
    });
    let message = error.message().map(str::to_owned);
    Snag { reason: error.name().to_owned(), code, message }
}
