//! Changes a number's two-step PIN, and keeps it for later registrations: sealed before it is sent,
//! in the place of the one before when Meta says yes, beside it when nobody knows.
//!
//! What is known of the PIN that is kept stands in notes without it (`domain::pin`).

use std::time::Duration;

use domain::audit::Action;
use domain::pin::Kept;
use domain::{Node, Timestamp};
use meta::graph::SetPin;
use meta::{GraphError, PhoneNumberId, WabaId};
use serde_json::{Map, Value};
use store::{LedgerRead, LedgerTx, NewAudit, PersonId, Secret, StoreError, TenantScope};

use crate::app::App;
use crate::connect::pin_name;
use crate::profile::{is_in_doubt, token_of, unanswered};

/// Note of a PIN that is on its way, since when and whose.
const ASKED: &str = "pin_asked";
/// Note of the PIN that is kept: since when it counts, and who gave it.
const TAKEN: &str = "pin_taken";
/// How long the call, and the wait for its turn, may take.
const WITHIN: Duration = Duration::from_secs(12);

/// What became of a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Meta took it.
    Changed,
    /// Meta refused; the PIN before still counts.
    Refused(GraphError),
    /// Meta gave no answer: either of the two may count, and both are kept.
    InDoubt(GraphError),
    /// There is none whose answer is not known.
    NoneInDoubt,
}

/// Name of the sealed PIN that is on its way.
fn pending_name(phone_number: &str) -> String {
    format!("{}/asked", pin_name(phone_number))
}

/// What is kept of a number's PIN.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn kept(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<Kept, StoreError> {
    let notes = read.profile_writes(scope, number)?;
    let at = |name: &str| notes.iter().find(|note| note.field == name).map(|note| note.asked_at);
    Ok(Kept {
        is_held: read.has_secret(scope, &pin_name(number.as_str()))?,
        taken_at: at(TAKEN),
        asked_at: at(ASKED),
    })
}

/// Whether a registration may go out with the PIN that is kept.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn is_known(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<bool, StoreError> {
    let replica = read.replica(scope, &Node::phone_number(number.as_str()))?;
    Ok(domain::pin::is_known(replica.as_ref(), kept(read, scope, number)?))
}

/// Keeps a PIN that Meta took, or that a person gave for the next registration; whatever else was on
/// its way is settled by it.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn hold(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (pin, person): (&Secret, &PersonId),
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.save_secret(scope, &pin_name(number.as_str()), pin)?;
    took(tx, scope, number, person, at)
}

/// Notes that Meta took the PIN that is kept.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn took(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    person: &PersonId,
    at: Timestamp,
) -> Result<(), StoreError> {
    drop_pending(tx, scope, number)?;
    note(tx, scope, number, (TAKEN, person), at)
}

/// Drops a PIN that Meta did not take for the number's, and puts the one in doubt in its place;
/// whether there was one.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn refused(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (person, at): (&PersonId, Timestamp),
) -> Result<bool, StoreError> {
    if let Some(pending) = tx.secret(scope, &pending_name(number.as_str()))? {
        hold(tx, scope, number, (&pending, person), at)?;
        return Ok(true);
    }
    tx.remove_secret(scope, &pin_name(number.as_str()))?;
    tx.forget_profile_write(scope, number, TAKEN)?;
    Ok(false)
}

fn drop_pending(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<(), StoreError> {
    tx.remove_secret(scope, &pending_name(number.as_str()))?;
    tx.forget_profile_write(scope, number, ASKED)
}

fn note(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (name, person): (&str, &PersonId),
    at: Timestamp,
) -> Result<(), StoreError> {
    let fields = Map::from_iter([(name.to_owned(), Value::Bool(true))]);
    tx.note_profile_write(scope, number, &fields, person, at)
}

/// Changes a number's PIN; `None` when the number is not the tenant's.
///
/// # Errors
/// When the ledger fails.
pub async fn change(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
    person: PersonId,
    pin: Secret,
) -> Result<Option<Outcome>, StoreError> {
    let Some(account) = token_of(app, scope, number).await? else { return Ok(None) };
    let turn = tokio::time::timeout(WITHIN, app.profile_turns.take(number));
    let Ok(_turn) = turn.await else { return Ok(Some(Outcome::Refused(unanswered()))) };
    let at = app.clock.now();
    let (own, of, by, sealed) = (scope.clone(), number.clone(), person.clone(), pin.clone());
    let before = app.store.ledger.transact(move |tx| {
        let name = pending_name(of.as_str());
        let before = tx.secret(&own, &name)?;
        tx.save_secret(&own, &name, &sealed)?;
        note(tx, &own, &of, (ASKED, &by), at)?;
        Ok(before)
    });
    let before = before.await?;
    let sent = send(app, number, &account, &pin).await;
    let outcome = settle(app, scope, number, &person, sent, at).await?;
    if let (Outcome::Refused(_), Some(before)) = (&outcome, before) {
        restore(app, scope, number, &person, before, at).await?;
    }
    Ok(Some(outcome))
}

/// Sends the PIN in doubt again, which leaves no doubt when Meta answers; `None` when the number is
/// not the tenant's.
///
/// # Errors
/// When the ledger fails.
pub async fn send_again(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
    person: PersonId,
) -> Result<Option<Outcome>, StoreError> {
    let Some(account) = token_of(app, scope, number).await? else { return Ok(None) };
    let turn = tokio::time::timeout(WITHIN, app.profile_turns.take(number));
    let Ok(_turn) = turn.await else { return Ok(Some(Outcome::Refused(unanswered()))) };
    let (own, name) = (scope.clone(), pending_name(number.as_str()));
    let pending = app.store.ledger.read(move |read| read.secret(&own, &name)).await?;
    let Some(pin) = pending else { return Ok(Some(Outcome::NoneInDoubt)) };
    let at = app.clock.now();
    match send(app, number, &account, &pin).await {
        // The first one may have been taken all the same.
        Err(error) if !is_in_doubt(&error) => Ok(Some(Outcome::Refused(error))),
        sent => settle(app, scope, number, &person, sent, at).await.map(Some),
    }
}

async fn send(
    app: &App,
    number: &PhoneNumberId,
    (waba, token): &(WabaId, Secret),
    pin: &Secret,
) -> Result<(), GraphError> {
    let call = SetPin { phone_number: number, pin: pin.expose() };
    let sent = app.graph.call(&call, token, Some(waba.as_str()));
    tokio::time::timeout(WITHIN, sent).await.unwrap_or_else(|_| Err(unanswered()))
}

/// Keeps what the answer means: the new one in the old one's place, the old one alone, or both.
async fn settle(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
    person: &PersonId,
    sent: Result<(), GraphError>,
    at: Timestamp,
) -> Result<Outcome, StoreError> {
    let outcome = match sent {
        Ok(()) => Outcome::Changed,
        Err(error) if is_in_doubt(&error) => return Ok(Outcome::InDoubt(error)),
        Err(error) => Outcome::Refused(error),
    };
    let is_changed = outcome == Outcome::Changed;
    let (scope, number, person) = (scope.clone(), number.clone(), person.clone());
    let settled = app.store.ledger.transact(move |tx| {
        let pending = tx.secret(&scope, &pending_name(number.as_str()))?;
        let Some(pending) = pending.filter(|_| is_changed) else {
            return drop_pending(tx, &scope, &number);
        };
        hold(tx, &scope, &number, (&pending, &person), at)?;
        let row = NewAudit::of(&scope, &person, Action::PinChanged).on(number.as_str());
        tx.add_audit(&row, at)?;
        // Whether the number has a PIN at all is Meta's to say.
        tx.hint(&scope, &Node::phone_number(number.as_str()), at)
    });
    settled.await?;
    app.due.notify_one();
    Ok(outcome)
}

/// Puts the PIN that was in doubt before back: this refusal says nothing of it.
async fn restore(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
    person: &PersonId,
    before: Secret,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (scope, number, person) = (scope.clone(), number.clone(), person.clone());
    let restored = app.store.ledger.transact(move |tx| {
        tx.save_secret(&scope, &pending_name(number.as_str()), &before)?;
        note(tx, &scope, &number, (ASKED, &person), at)
    });
    restored.await
}
