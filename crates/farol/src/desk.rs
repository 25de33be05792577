//! Where one write of a number at Meta is seen to: its turn and its time, the note that says whose
//! doing it was, and the readings that show it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::Node;
use meta::{GraphError, PhoneNumberId, WabaId};
use serde_json::{Map, Value};
use store::{LedgerTx, PersonId, Secret, StoreError, TenantScope};
use tokio::sync::OwnedMutexGuard;

use crate::app::App;
use crate::clock::monotonic;
use crate::work::refresh;

/// How long a write may take in all: less than the page's own time, which would lose what was typed.
const WITHIN: Duration = Duration::from_secs(24);
/// How long a write waits for its turn: what takes longer is one that Meta holds up, and who waits
/// is told so.
pub(crate) const TURN_WITHIN: Duration = Duration::from_secs(5);
/// How long before each reading back: Meta may show the old for a moment. A reading counts only when
/// it was asked for later than the one before.
pub(crate) const READINGS_BACK: [Duration; 3] =
    [Duration::from_millis(2), Duration::from_millis(400), Duration::from_millis(400)];
/// When a write that no reading back showed is looked for again.
pub(crate) const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// One write of a number at a time: each reads before it writes, and two at once would both read
/// what stood before either.
#[derive(Debug, Default)]
pub struct Turns(Mutex<HashMap<PhoneNumberId, Arc<tokio::sync::Mutex<()>>>>);

impl Turns {
    /// Waits for this number's turn, which lasts until the guard goes.
    pub async fn take(&self, number: &PhoneNumberId) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            turns.entry(number.clone()).or_default().clone()
        };
        turn.lock_owned().await
    }
}

/// Everything that one write works with.
pub(crate) struct Desk<'a> {
    pub app: &'a App,
    pub scope: &'a TenantScope,
    pub number: &'a PhoneNumberId,
    /// The number's account.
    pub waba: WabaId,
    /// The account's token.
    pub token: Secret,
    until: Instant,
}

impl<'a> Desk<'a> {
    /// The desk of a number; `None` when it is not the tenant's. Its time runs from here.
    ///
    /// # Errors
    /// When the ledger fails.
    pub(crate) async fn open(
        app: &'a App,
        scope: &'a TenantScope,
        number: &'a PhoneNumberId,
    ) -> Result<Option<Self>, StoreError> {
        let account = token_of(app, scope, number).await?;
        let until = monotonic() + WITHIN;
        Ok(account.map(|(waba, token)| Self { app, scope, number, waba, token, until }))
    }

    /// Waits for this number's turn; `None` when it did not come in time.
    pub(crate) async fn turn(&self) -> Option<OwnedMutexGuard<()>> {
        let turn = self.app.profile_turns.take(self.number);
        tokio::time::timeout(self.left(TURN_WITHIN), turn).await.ok()
    }

    /// Notes what is about to be written, and by whom. It makes the node due, so that what this
    /// request does not live to see is read all the same.
    ///
    /// # Errors
    /// When the ledger fails.
    pub(crate) async fn note(
        &self,
        node: Node,
        fields: Map<String, Value>,
        person: PersonId,
    ) -> Result<(), StoreError> {
        let (scope, number, at) = (self.scope.clone(), self.number.clone(), self.app.clock.now());
        let note = move |tx: &LedgerTx<'_>| {
            tx.note_profile_write(&scope, &number, &fields, &person, at)?;
            tx.schedule(&scope, &node, at.plus(LOOK_AGAIN))
        };
        self.app.store.ledger.transact(note).await?;
        self.app.due.notify_one();
        Ok(())
    }

    /// Forgets what was noted: Meta refused it.
    ///
    /// # Errors
    /// When the ledger fails.
    pub(crate) async fn forget(&self, fields: Vec<&'static str>) -> Result<(), StoreError> {
        let (scope, number) = (self.scope.clone(), self.number.clone());
        let forget = move |tx: &LedgerTx<'_>| {
            fields.iter().try_for_each(|field| tx.forget_profile_write(&scope, &number, field))
        };
        self.app.store.ledger.transact(forget).await
    }

    /// What a call answers within this time, and within what is left of the time for all.
    pub(crate) async fn answered<T>(
        &self,
        within: Duration,
        call: impl Future<Output = Result<T, GraphError>>,
    ) -> Result<T, GraphError> {
        let answer = tokio::time::timeout(self.left(within), call).await;
        answer.unwrap_or_else(|_| Err(unanswered()))
    }

    /// Reads a node of the number now, within this time; or why it could not be read.
    ///
    /// # Errors
    /// When the ledger fails.
    pub(crate) async fn look(
        &self,
        node: Node,
        within: Duration,
    ) -> Result<Result<Map<String, Value>, GraphError>, StoreError> {
        let look = refresh::look_at(self.app, self.scope, node, &self.waba, &self.token);
        let looked = tokio::time::timeout(self.left(within), look).await;
        looked.unwrap_or_else(|_| Ok(Err(unanswered())))
    }

    /// Has a node read again soon: the pages show what Meta has without anyone asking. A reading
    /// back has put the next one off to its usual time.
    ///
    /// # Errors
    /// When the ledger fails.
    pub(crate) async fn look_again(&self, node: Node) -> Result<(), StoreError> {
        let (scope, soon) = (self.scope.clone(), self.app.clock.now().plus(LOOK_AGAIN));
        self.app.store.ledger.transact(move |tx| tx.schedule(&scope, &node, soon)).await?;
        self.app.due.notify_one();
        Ok(())
    }

    /// What is left of the time for all, at most this.
    fn left(&self, most: Duration) -> Duration {
        self.until.saturating_duration_since(monotonic()).min(most)
    }
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
