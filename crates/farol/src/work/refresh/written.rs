//! Whose doing it was what a reading shows of a number, and the row of it in the audit log: only by a
//! reading is it known to have been done, whatever became of the answer.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::audit::Action;
use domain::{Node, Timestamp, display_name, photo, profile};
use meta::PhoneNumberId;
use serde_json::{Value, json};
use store::{ChangeFilter, LedgerTx, NewAudit, PersonId, ProfileWrite, StoreError, TenantScope};

use crate::username;

/// How long Meta may go on showing something else than what it took: what a reading shows sooner
/// says nothing against a write.
pub(crate) const SETTLED_AFTER: Duration = Duration::from_secs(120);
/// Changes of a number since a write that are looked through: it is looked at every reading, so that
/// few are new.
const CHANGES: usize = 500;
/// How long a write that no reading shows is waited for: past any review of a name, and
/// short enough that who brings the same value another year is not taken for its author.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(30 * 86_400);

/// What a reading shows of one field.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    /// Meta's name of the field, as a write of it is noted.
    pub field: &'a str,
    /// When it was asked for.
    pub at: Timestamp,
    /// The value that is held now.
    pub value: &'a Value,
    /// Whether it is another than before.
    pub has_changed: bool,
}

/// The write under way that a reading shows; it is then no longer under way.
///
/// However late it is shown, it is that person's doing: Farol may have been down, or Meta slow, and no
/// clock tells how long either lasts. It ends unseen by what speaks against it, and by a reading that
/// does not show it after [`GIVEN_UP_AFTER`]. From there on another hand is known, and who brings the
/// same value later is not. A reading that was asked for before the write says nothing of it.
pub(super) fn shown_by(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    node: &Node,
    writes: &mut Vec<ProfileWrite>,
    seen: Seen<'_>,
) -> Result<Option<ProfileWrite>, StoreError> {
    let is_it = |write: &ProfileWrite| write.field == seen.field && write.asked_at <= seen.at;
    let Some(nth) = writes.iter().position(is_it) else { return Ok(None) };
    let write = writes.swap_remove(nth);
    let shows = if write.field == photo::FIELD { photo::shows } else { profile::shows };
    let is_shown = shows(seen.value, &write.value);
    if is_shown || is_contradicted(tx, scope, node, &write, seen)? {
        tx.forget_profile_write(scope, &PhoneNumberId::new(&node.id), &write.field)?;
    }
    Ok(is_shown.then_some(write))
}

/// Whether a reading that does not show a write ends it, once Meta had time to settle: when since
/// the write the field became something else than it was, and than what was asked for. While what
/// stood before stands, nobody else was there, as far as is known.
///
/// Of a photo only the one before is known, and any other would be taken for it: one that is still
/// the one before ends it.
fn is_contradicted(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    node: &Node,
    write: &ProfileWrite,
    seen: Seen<'_>,
) -> Result<bool, StoreError> {
    if seen.at.since(write.asked_at) <= SETTLED_AFTER {
        return Ok(false);
    }
    let is_given_up = seen.at.since(write.asked_at) > GIVEN_UP_AFTER;
    if is_given_up || seen.has_changed || write.field == photo::FIELD {
        return Ok(true);
    }
    // What the look before the write found is older than its note.
    let since = Some(write.asked_at.plus(Duration::from_millis(1)));
    let filter = ChangeFilter { nodes: Some(vec![node.clone()]), since, ..ChangeFilter::default() };
    let since = tx.changes_where(scope, &filter, CHANGES)?;
    Ok(since.iter().any(|listed| listed.change.field == write.field))
}

/// Notes what one reading shows: a row for each person, and one for a photo by itself.
pub(super) fn note(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &str,
    written: &[ProfileWrite],
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut done: BTreeMap<(&PersonId, Action), Vec<&str>> = BTreeMap::new();
    for write in written {
        done.entry((&write.person, action(&write.field))).or_default().push(&write.field);
    }
    for ((person, action), fields) in done {
        let row = NewAudit::of(scope, person, action).on(number);
        tx.add_audit(&row.with(json!({ "fields": fields.join(", ") })), at)?;
    }
    Ok(())
}

/// What writing a field is called.
fn action(field: &str) -> Action {
    match field {
        photo::FIELD => Action::PhotoWritten,
        display_name::NEW_NAME => Action::NameRequested,
        username::FIELD => Action::UsernameChanged,
        _ => Action::ProfileWritten,
    }
}
