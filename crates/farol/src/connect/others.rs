//! A login beside others of its account: it takes over what Meta counts for the number, and answers
//! for what those did that it takes the place of.

use domain::Timestamp;
use domain::signup::{Ending, Fact, Signup, Step};
use meta::{PhoneNumberId, WabaId};
use store::{LedgerRead, LedgerTx, SignupId, StoreError, TenantScope};

use super::{OTHERS, apply, leave};
use crate::display_name;

/// Takes over what Meta counts for the number from other logins of it, and ends those that the login
/// takes the place of; or itself, when a later one has the number: one login sees to a number.
pub(super) fn meet(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    id: &SignupId,
    signup: &mut Signup,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(target) = signup.target.clone() else { return Ok(()) };
    let mut others = tx.signups_of(scope, &target.waba, OTHERS)?;
    others.retain(|other| other.id != *id);
    let is_later = |other: &Signup| {
        other.is_open() && other.started_at > signup.started_at && other.is_of_same_number(signup)
    };
    if others.iter().any(|other| is_later(&other.signup)) {
        signup.apply(Fact::Ended(Ending::Superseded), now);
        return Ok(());
    }
    let bound_at = leave::bound_at(tx, scope, &target.waba)?;
    if let Some(number) = signup.number.as_ref().map(|number| number.id.clone()) {
        let course = display_name::Held::read(tx, scope, &number)?.course;
        signup.count_registrations(&course.registrations, now);
    }
    for other in others {
        if signup.is_of_same_number(&other.signup) {
            signup.inherit(&other.signup, now);
        }
        if other.signup.is_left_half_done(bound_at) {
            signup.answer_for(&other.signup);
        }
        if signup.supersedes(&other.signup) {
            signup.answer_for(&other.signup);
            apply(tx, scope, other, Fact::Ended(Ending::Superseded), now)?;
        }
    }
    Ok(())
}

/// The numbers of an account that other logins of the tenant have seen to.
///
/// # Errors
/// When the ledger fails.
pub fn numbers_seen_to(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    waba: &WabaId,
    own: &SignupId,
) -> Result<Vec<PhoneNumberId>, StoreError> {
    let others = read.signups_of(scope, waba, OTHERS)?.into_iter().filter(|other| other.id != *own);
    let seen_to = others.filter(|other| other.signup.is_done(Step::Register));
    Ok(seen_to.filter_map(|other| other.signup.number).map(|number| number.id).collect())
}
