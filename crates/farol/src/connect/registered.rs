//! What Meta said of a registration, and of the PIN that it carried: the one that was sent, whatever
//! is kept by now.

use domain::Timestamp;
use domain::signup::{Fact, Obstacle, Signup, Snag};
use meta::PhoneNumberId;
use store::{LedgerTx, Secret, StoreError, StoredSignup, TenantScope};

use super::apply;
use crate::pin;

/// Tells a login what became of its registration, and keeps what that says of the PIN.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn registered(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    stored: StoredSignup,
    ((number, pin), came): ((&PhoneNumberId, &Secret), Result<(), Snag>),
    now: Timestamp,
) -> Result<Signup, StoreError> {
    let (id, person) = (stored.id.clone(), stored.person.clone());
    let obstacle = came.as_ref().err().map(|snag| snag.obstacle.clone());
    let signup = apply(tx, scope, stored, Fact::Registered(came), now)?;
    match obstacle {
        None => pin::proven(tx, scope, number, (pin, &person), now)?,
        Some(Obstacle::PinLocked) => pin::locked(tx, scope, number, pin)?,
        // Another that is kept, or was in doubt, may be the one.
        Some(Obstacle::PinMismatch)
            if pin::refused(tx, scope, number, pin)? && signup.refuses_pin() =>
        {
            let Some(stored) = tx.signup(scope, &id)? else { return Ok(signup) };
            return apply(tx, scope, stored, Fact::PinGiven, now);
        }
        Some(_) => {}
    }
    Ok(signup)
}
