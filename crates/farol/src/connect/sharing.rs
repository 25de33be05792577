//! Word of Meta that an account was shared with the app (`PARTNER_ADDED`, `PARTNER_APP_INSTALLED`):
//! where the popup's message was lost, it tells which of the token's accounts is meant.
//!
//! Such a webhook names no tenant. It is told to every login that knows no account yet, of whichever
//! tenant, and is no more than a hint there: the token proves.

use domain::Timestamp;
use domain::signup::Fact;
use meta::webhook::{Item, News};
use store::{LedgerTx, StoreError, TenantScope};

use super::apply;

/// How old a login may be that is told, in milliseconds.
const RECENT_MS: i64 = 15 * 60 * 1000;
/// Logins that are told at most; a handful is open at a time.
const LOGINS: usize = 100;

/// Tells the logins that look for their account, if an item is of this kind.
///
/// # Errors
/// When the ledger fails.
pub fn hear_partner_added(
    tx: &LedgerTx<'_>,
    item: &Item,
    now: Timestamp,
) -> Result<(), StoreError> {
    let News::AccountUpdate(update) = &item.news else { return Ok(()) };
    let is_shared = ["PARTNER_ADDED", "PARTNER_APP_INSTALLED"].contains(&update.event.as_str());
    let Some(waba) = item.waba.as_ref().filter(|_| is_shared) else { return Ok(()) };
    let since = Timestamp::from_millis(now.as_millis() - RECENT_MS);
    for (tenant, id) in tx.signups_without_account(since, LOGINS)? {
        let scope = TenantScope::for_worker(tenant);
        let Some(stored) = tx.signup(&scope, &id)? else { continue };
        apply(tx, &scope, stored, Fact::PartnerAdded { waba: waba.clone() }, now)?;
    }
    Ok(())
}
