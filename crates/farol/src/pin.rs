//! Changes a number's two-step PIN, and keeps it for later registrations: sealed before it is sent,
//! in the place of the one before when Meta says yes, beside it and others of its like when nobody
//! knows which of them counts.
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
use crate::desk::{TURN_WITHIN, is_in_doubt, token_of, unanswered};

/// Note of a PIN that is on its way, since when and whose.
const ASKED: &str = "pin_asked";
/// Note of the PIN that is kept: since when it counts, and who gave it.
const TAKEN: &str = "pin_taken";
/// How long the call may take.
const WITHIN: Duration = Duration::from_secs(12);

/// What became of a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Meta took it.
    Changed,
    /// Another change of this number was under way all the time; nothing was sent.
    Busy,
    /// Meta refused; the PIN before still counts.
    Refused(GraphError),
    /// Meta gave no answer: this one or one before may count, and all are kept.
    InDoubt(GraphError),
    /// There is none whose answer is not known.
    NoneInDoubt,
}

/// PINs whose answer is not known and that are kept at most: more are guesses.
const ASKED_MOST: usize = 5;

/// PINs that were sent and whose answer is not known, with when each was; the latest is last.
pub(crate) type Unanswered = Vec<(Secret, Timestamp)>;

/// Name of the sealed PINs whose answer is not known.
fn asked_name(number: &PhoneNumberId) -> String {
    format!("{}/asked", pin_name(number.as_str()))
}

fn unanswered_of(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<Unanswered, StoreError> {
    let Some(sealed) = read.secret(scope, &asked_name(number))? else { return Ok(Vec::new()) };
    let one = |line: &str| {
        let (pin, at) = line.split_once(' ')?;
        Some((Secret::new(pin), Timestamp::from_millis(at.parse().ok()?)))
    };
    Ok(sealed.expose().lines().filter_map(one).collect())
}

/// Keeps that a PIN is about to be sent; answers what [`unask`] keeps again when Meta refuses it.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn ask(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (pin, person): (&Secret, &PersonId),
    at: Timestamp,
) -> Result<Unanswered, StoreError> {
    let before = unanswered_of(tx, scope, number)?;
    let others = before.iter().filter(|(other, _)| other.expose() != pin.expose());
    let mut asked: Unanswered = others.cloned().collect();
    asked.push((pin.clone(), at));
    asked.drain(..asked.len().saturating_sub(ASKED_MOST));
    unask(tx, scope, number, (&asked, person))?;
    Ok(before)
}

/// Keeps these as all whose answer is not known: a refusal of one says nothing of the others.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn unask(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (left, person): (&[(Secret, Timestamp)], &PersonId),
) -> Result<(), StoreError> {
    let Some((_, last)) = left.last() else { return drop_asked(tx, scope, number) };
    let line = |(pin, at): &(Secret, Timestamp)| format!("{} {}\n", pin.expose(), at.as_millis());
    let lines: String = left.iter().map(line).collect();
    tx.save_secret(scope, &asked_name(number), &Secret::new(lines))?;
    note(tx, scope, number, (ASKED, person), *last)
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
    drop_asked(tx, scope, number)?;
    note(tx, scope, number, (TAKEN, person), at)
}

/// Notes that Meta registered the number with the PIN that is kept. Where that one was in doubt, its
/// change is known by now, and is the doing of who asked for it.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn proven(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    person: &PersonId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let kept = tx.secret(scope, &pin_name(number.as_str()))?;
    let asked = unanswered_of(tx, scope, number)?;
    let is_it = |kept: &Secret| asked.iter().any(|(pin, _)| pin.expose() == kept.expose());
    if let (true, Some(by)) = (kept.as_ref().is_some_and(is_it), asked_by(tx, scope, number)?) {
        let row = NewAudit::of(scope, &by, Action::PinChanged).on(number.as_str());
        tx.add_audit(&row, at)?;
    }
    took(tx, scope, number, person, at)
}

/// Drops the PIN that is kept, which Meta did not take for the number's, and puts the latest in doubt
/// in its place. That one is no less in doubt than before: no answer of Meta's speaks for it. Whether
/// there was one.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn refused(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    person: &PersonId,
) -> Result<bool, StoreError> {
    let name = pin_name(number.as_str());
    let tried = tx.secret(scope, &name)?;
    let is_other = |pin: &Secret| tried.as_ref().is_none_or(|tried| tried.expose() != pin.expose());
    let mut asked = unanswered_of(tx, scope, number)?;
    asked.retain(|(pin, _)| is_other(pin));
    let by = asked_by(tx, scope, number)?;
    unask(tx, scope, number, (&asked, by.as_ref().unwrap_or(person)))?;
    tx.forget_profile_write(scope, number, TAKEN)?;
    let Some((latest, _)) = asked.last() else {
        tx.remove_secret(scope, &name)?;
        return Ok(false);
    };
    tx.save_secret(scope, &name, latest)?;
    Ok(true)
}

/// Who asked for the PIN whose answer is not known.
fn asked_by(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<Option<PersonId>, StoreError> {
    let notes = read.profile_writes(scope, number)?;
    Ok(notes.into_iter().find(|note| note.field == ASKED).map(|note| note.person))
}

fn drop_asked(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<(), StoreError> {
    tx.remove_secret(scope, &asked_name(number))?;
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
    let turn = tokio::time::timeout(TURN_WITHIN, app.profile_turns.take(number));
    let Ok(_turn) = turn.await else { return Ok(Some(Outcome::Busy)) };
    let at = app.clock.now();
    let (own, of, by, sealed) = (scope.clone(), number.clone(), person.clone(), pin.clone());
    let asked = move |tx: &LedgerTx<'_>| ask(tx, &own, &of, (&sealed, &by), at);
    let before = app.store.ledger.transact(asked).await?;
    let outcome = match send(app, number, &account, &pin).await {
        Ok(()) => taken(app, scope, number, (pin, person), at).await?,
        Err(error) if is_in_doubt(&error) => Outcome::InDoubt(error),
        Err(error) => {
            let (own, of) = (scope.clone(), number.clone());
            let left = move |tx: &LedgerTx<'_>| unask(tx, &own, &of, (&before, &person));
            app.store.ledger.transact(left).await?;
            Outcome::Refused(error)
        }
    };
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
    let turn = tokio::time::timeout(TURN_WITHIN, app.profile_turns.take(number));
    let Ok(_turn) = turn.await else { return Ok(Some(Outcome::Busy)) };
    let (own, of) = (scope.clone(), number.clone());
    let asked = app.store.ledger.read(move |read| unanswered_of(read, &own, &of)).await?;
    let Some((pin, _)) = asked.last().cloned() else { return Ok(Some(Outcome::NoneInDoubt)) };
    let at = app.clock.now();
    Ok(Some(match send(app, number, &account, &pin).await {
        Ok(()) => taken(app, scope, number, (pin, person), at).await?,
        Err(error) if is_in_doubt(&error) => Outcome::InDoubt(error),
        // The first one may have been taken all the same.
        Err(error) => Outcome::Refused(error),
    }))
}

async fn send(
    app: &App,
    number: &PhoneNumberId,
    (waba, token): &(WabaId, Secret),
    pin: &Secret,
) -> Result<(), GraphError> {
    let call = SetPin { phone_number: number, pin: pin.expose() };
    let sent = app.graph.call_for_person(&call, token, waba);
    tokio::time::timeout(WITHIN, sent).await.unwrap_or_else(|_| Err(unanswered()))
}

/// Keeps a PIN that Meta took by a call which went out at `at`.
async fn taken(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
    (pin, person): (Secret, PersonId),
    at: Timestamp,
) -> Result<Outcome, StoreError> {
    let (scope, number) = (scope.clone(), number.clone());
    let taken = app.store.ledger.transact(move |tx| {
        hold(tx, &scope, &number, (&pin, &person), at)?;
        let row = NewAudit::of(&scope, &person, Action::PinChanged).on(number.as_str());
        tx.add_audit(&row, at)?;
        // Whether the number has a PIN at all is Meta's to say.
        tx.hint(&scope, &Node::phone_number(number.as_str()), at)
    });
    taken.await?;
    app.due.notify_one();
    Ok(Outcome::Changed)
}
