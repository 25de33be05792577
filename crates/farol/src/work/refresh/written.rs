//! Notes in the audit log what people wrote of a number, once a reading shows it: only then is it
//! known to have been done, whatever became of the answer.

use std::collections::BTreeMap;

use domain::audit::Action;
use domain::{Timestamp, display_name, photo};
use serde_json::json;
use store::{LedgerTx, NewAudit, PersonId, ProfileWrite, StoreError, TenantScope};

use crate::username;

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
