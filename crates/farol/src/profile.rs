//! Writes what contacts see of a number: read first, so that nobody's work is overwritten unseen;
//! noted, sent, and read back, so that a page never says "saved" of what Meta does not show.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::Node;
use domain::profile::{self, Fault, Part, Texts};
use meta::graph::UpdateProfile;
use meta::{GraphError, PhoneNumberId, WabaId};
use store::{LedgerTx, PersonId, Secret, StoreError, TenantScope};
use tokio::sync::OwnedMutexGuard;

use crate::app::App;
use crate::clock::monotonic;
use crate::work::refresh;

/// What a person asks for.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Whose profile.
    pub number: PhoneNumberId,
    /// Who asks.
    pub person: PersonId,
    /// The texts that they saw.
    pub seen: Texts,
    /// The texts that they want.
    pub wanted: Texts,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Nothing was changed, so nothing was asked of Meta.
    Unchanged,
    /// Meta has what was asked for.
    Saved {
        /// Whether a reading shows it already.
        is_read_back: bool,
    },
    /// Meta would not take these; nothing was sent.
    Faults(Vec<(Part, Fault)>),
    /// Somebody else changed these meanwhile; nothing was sent.
    Conflict {
        /// What Meta has now.
        now: Texts,
        /// In which parts the two differ.
        parts: Vec<Part>,
    },
    /// The profile could not be read before writing; nothing was sent.
    NotRead(GraphError),
    /// Meta refused; nothing was written.
    Refused(GraphError),
    /// Meta gave no answer of its own: whether it was written is not known.
    InDoubt(GraphError),
    /// Meta said yes and shows something else in these.
    KeptOtherwise {
        /// What Meta has now.
        now: Texts,
        /// In which parts it differs.
        parts: Vec<Part>,
    },
}

/// One write of a number's profile at a time: each reads before it writes, and two at once would
/// both read what stood before either.
#[derive(Debug, Default)]
pub struct Turns(Mutex<HashMap<PhoneNumberId, Arc<tokio::sync::Mutex<()>>>>);

impl Turns {
    /// Waits for this number's turn, which lasts until the guard goes.
    pub(crate) async fn take(&self, number: &PhoneNumberId) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            turns.entry(number.clone()).or_default().clone()
        };
        turn.lock_owned().await
    }
}

/// How long a write may take in all: less than the page's own time, which would lose what was typed.
const WITHIN: Duration = Duration::from_secs(24);
/// How long one reading, and the write, may take of it.
const READ_WITHIN: Duration = Duration::from_secs(6);
const WRITE_WITHIN: Duration = Duration::from_secs(12);
/// Readings back at most: Meta may show the old for a moment.
const LOOKS: usize = 3;
const BETWEEN_LOOKS: Duration = Duration::from_millis(400);
/// When a write that no reading back showed is looked for again.
pub(crate) const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Everything that one write works with.
struct Desk<'a> {
    app: &'a App,
    scope: &'a TenantScope,
    number: &'a PhoneNumberId,
    waba: WabaId,
    token: Secret,
    until: Instant,
}

/// Writes the parts that a person changed; `None` when the number is not the tenant's.
///
/// # Errors
/// When the ledger fails.
pub async fn save(
    app: &App,
    scope: &TenantScope,
    edit: Edit,
) -> Result<Option<Outcome>, StoreError> {
    let Edit { number, person, seen, wanted } = edit;
    let Some((waba, token)) = token_of(app, scope, &number).await? else { return Ok(None) };
    let (seen, wanted) = (seen.tidied(), wanted.tidied());
    let edited = wanted.differing(&seen);
    if edited.is_empty() {
        return Ok(Some(Outcome::Unchanged));
    }
    let faults = wanted.faults(&edited);
    if !faults.is_empty() {
        return Ok(Some(Outcome::Faults(faults)));
    }
    let until = monotonic() + WITHIN;
    let desk = Desk { app, scope, number: &number, waba, token, until };
    let turn = app.profile_turns.take(&number);
    let Ok(_turn) = tokio::time::timeout(WITHIN, turn).await else {
        return Ok(Some(Outcome::NotRead(unanswered())));
    };
    let now = match desk.look().await? {
        Ok(now) => now,
        Err(error) => return Ok(Some(Outcome::NotRead(error))),
    };
    let parts = profile::conflicts(&seen, &wanted, &now);
    if !parts.is_empty() {
        return Ok(Some(Outcome::Conflict { now, parts }));
    }
    // What already stands as wanted is not sent again.
    let parts: Vec<Part> =
        edited.into_iter().filter(|part| wanted.value(*part) != now.value(*part)).collect();
    if parts.is_empty() {
        return Ok(Some(Outcome::Saved { is_read_back: true }));
    }
    desk.write(person, &wanted, &parts).await.map(Some)
}

impl Desk<'_> {
    /// Notes, sends and reads back. The note makes the profile due, so that what this request does
    /// not live to see is read all the same.
    async fn write(
        &self,
        person: PersonId,
        wanted: &Texts,
        parts: &[Part],
    ) -> Result<Outcome, StoreError> {
        let fields = wanted.fields(parts);
        let (own, noted, asked) = (self.scope.clone(), self.number.clone(), fields.clone());
        let at = self.app.clock.now();
        let note = move |tx: &LedgerTx<'_>| {
            tx.note_profile_write(&own, &noted, &asked, &person, at)?;
            tx.schedule(&own, &Node::profile(noted.as_str()), at.plus(LOOK_AGAIN))
        };
        self.app.store.ledger.transact(note).await?;
        self.app.due.notify_one();
        let call = UpdateProfile { phone_number: self.number, fields: &fields };
        let sent = self.app.graph.call(&call, &self.token, Some(self.waba.as_str()));
        let sent = tokio::time::timeout(self.left(WRITE_WITHIN), sent).await;
        let sent = sent.unwrap_or_else(|_| Err(unanswered()));
        if let Err(error) = &sent
            && !is_in_doubt(error)
        {
            self.forget(parts).await?;
            return Ok(Outcome::Refused(error.clone()));
        }
        self.read_back(wanted, parts, sent.err()).await
    }

    /// Looks until Meta shows what was written, or for the last time.
    async fn read_back(
        &self,
        wanted: &Texts,
        parts: &[Part],
        doubt: Option<GraphError>,
    ) -> Result<Outcome, StoreError> {
        let mut shown = None;
        for nth in 0..LOOKS {
            // A reading counts only when it was asked for later than the one before.
            let wait = if nth == 0 { Duration::from_millis(2) } else { BETWEEN_LOOKS };
            self.app.clock.sleep(wait).await;
            let Ok(now) = self.look().await? else { continue };
            let differs = |part: &&Part| wanted.value(**part) != now.value(**part);
            let parts: Vec<Part> = parts.iter().filter(differs).copied().collect();
            if parts.is_empty() {
                return Ok(Outcome::Saved { is_read_back: true });
            }
            shown = Some((now, parts));
        }
        look_again(self.app, self.scope, Node::profile(self.number.as_str())).await?;
        Ok(match (doubt, shown) {
            (Some(error), _) => Outcome::InDoubt(error),
            (None, Some((now, parts))) => Outcome::KeptOtherwise { now, parts },
            (None, None) => Outcome::Saved { is_read_back: false },
        })
    }

    /// Reads the profile now; or why it could not be read.
    async fn look(&self) -> Result<Result<Texts, GraphError>, StoreError> {
        let Self { app, scope, number, waba, token, .. } = self;
        let look = refresh::look_at_profile(app, scope, number, waba, token);
        match tokio::time::timeout(self.left(READ_WITHIN), look).await {
            Ok(looked) => Ok(looked?.map(|document| Texts::of_document(&document).tidied())),
            Err(_) => Ok(Err(unanswered())),
        }
    }

    async fn forget(&self, parts: &[Part]) -> Result<(), StoreError> {
        let (scope, number, parts) = (self.scope.clone(), self.number.clone(), parts.to_vec());
        let forget = move |tx: &LedgerTx<'_>| {
            for part in &parts {
                tx.forget_profile_write(&scope, &number, part.as_str())?;
            }
            Ok(())
        };
        self.app.store.ledger.transact(forget).await
    }

    /// What is left of the time for all, at most this.
    fn left(&self, most: Duration) -> Duration {
        self.until.saturating_duration_since(monotonic()).min(most)
    }
}

/// Has a node read again soon: the pages show what Meta has without anyone asking. A reading back
/// has put the next one off to its usual time.
pub(crate) async fn look_again(
    app: &App,
    scope: &TenantScope,
    node: Node,
) -> Result<(), StoreError> {
    let (scope, soon) = (scope.clone(), app.clock.now().plus(LOOK_AGAIN));
    app.store.ledger.transact(move |tx| tx.schedule(&scope, &node, soon)).await?;
    app.due.notify_one();
    Ok(())
}

/// The account of a number of the tenant, with its token.
pub(crate) async fn token_of(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<Option<(WabaId, Secret)>, StoreError> {
    let (scope, number) = (scope.clone(), number.clone());
    app.store
        .ledger
        .read(move |read| {
            let Some(waba) = read.waba_of_number(&scope, &number)? else { return Ok(None) };
            Ok(read.connection_token(&scope, &waba)?.map(|token| (waba, token)))
        })
        .await
}

/// Whether the write may have taken effect although no good answer came.
pub(crate) fn is_in_doubt(error: &GraphError) -> bool {
    match error {
        GraphError::Trouble { .. }
        | GraphError::Unanswered { .. }
        | GraphError::Unreadable { .. } => true,
        GraphError::TokenDead { .. }
        | GraphError::PermissionMissing { .. }
        | GraphError::NotFound { .. }
        | GraphError::RateLimited { .. }
        | GraphError::Refused { .. } => false,
    }
}

/// No answer came in time.
pub(crate) fn unanswered() -> GraphError {
    GraphError::Unanswered { reason: "time-out".to_owned() }
}
