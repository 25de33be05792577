//! Changes a number's two-step PIN, and keeps it for later registrations: sealed before it is sent,
//! in the place of the one before when Meta says yes, beside it and others of its like when nobody
//! knows which of them counts.
//!
//! What is known of the PIN that is kept stands in notes without it (`domain::pin`).

mod kept;

use std::time::Duration;

use domain::audit::Action;
use domain::{Node, Timestamp};
use meta::graph::SetPin;
use meta::{GraphError, PhoneNumberId, WabaId};
use store::{LedgerTx, NewAudit, PersonId, Secret, StoreError, TenantScope};

pub(crate) use self::kept::{
    Unanswered, Way, ask, is_known, kept, locked, proven, refused, shown, try_first, unask,
};
use self::kept::{hold, unanswered_of};
use crate::app::App;
use crate::desk::{TURN_WITHIN, is_in_doubt, token_of, unanswered};

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
    /// Farol sends no more of this number's for so long; nothing was sent.
    TooMany(Duration),
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
    if let Err(wait) = app.attempts.take_pin(number.as_str()) {
        return Ok(Some(Outcome::TooMany(wait)));
    }
    let at = app.clock.now();
    let (own, of, by, sealed) = (scope.clone(), number.clone(), person.clone(), pin.clone());
    let asked = move |tx: &LedgerTx<'_>| ask(tx, &own, &of, (&sealed, &by, Way::Changed), at);
    let before = app.store.ledger.transact(asked).await?;
    let outcome = match send(app, number, &account, &pin).await {
        Ok(()) => taken(app, scope, number, (pin, person), at).await?,
        Err(error) if is_in_doubt(&error) => Outcome::InDoubt(error),
        Err(error) => {
            let (own, of) = (scope.clone(), number.clone());
            let left = move |tx: &LedgerTx<'_>| unask(tx, &own, &of, (&pin, &before));
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
    let Some(last) = asked.last() else { return Ok(Some(Outcome::NoneInDoubt)) };
    if let Err(wait) = app.attempts.take_pin(number.as_str()) {
        return Ok(Some(Outcome::TooMany(wait)));
    }
    let (pin, at) = (last.pin.clone(), app.clock.now());
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
