//! Finds whose an item is: the inbox belongs to the installation, everything after it to a tenant.

use meta::WabaId;
use meta::webhook::{Item, News};
use store::{ConnectionId, LedgerTx, StoreError, TenantScope};

/// Whether the callback that an item came by may speak for its account. Whoever holds the secret of a
/// connection by hand signs what they like: it counts for that tenant's accounts of that app alone.
pub(super) fn may_speak(
    tx: &LedgerTx<'_>,
    connection: Option<&ConnectionId>,
    item: &Item,
) -> Result<bool, StoreError> {
    let Some(connection) = connection else { return Ok(true) };
    let Some(door) = tx.by_hand(connection)? else { return Ok(false) };
    let own = TenantScope::for_worker(door.tenant.clone());
    let waba = match owner_of(tx, item)? {
        Some((scope, _)) if scope.tenant() != own.tenant() => return Ok(false),
        Some((_, waba)) => waba,
        None => item.waba.clone(),
    };
    let Some(waba) = waba else { return Ok(false) };
    Ok(tx.by_hand_of(&own, &waba)?.is_some_and(|held| held.app == door.app))
}

/// Whose an item is: of its account's tenant, or of its number's; and the account, if it is held.
pub(super) fn owner_of(
    tx: &LedgerTx<'_>,
    item: &Item,
) -> Result<Option<(TenantScope, Option<WabaId>)>, StoreError> {
    if let Some(waba) = &item.waba
        && let Some(tenant) = tx.waba_owner(waba)?
    {
        return Ok(Some((TenantScope::for_worker(tenant), Some(waba.clone()))));
    }
    // An entry whose id is not the account's still names the number inside.
    let phone_number = match &item.news {
        News::Message(message) => &message.phone_number,
        News::Status(status) => &status.phone_number,
        News::Preference(told) => &told.phone_number,
        News::QualityUpdate(_)
        | News::AccountUpdate(_)
        | News::BusinessCapabilityUpdate(_)
        | News::NameUpdate(_)
        | News::TemplateStatus(_)
        | News::TemplateQuality(_)
        | News::AccountReview(_)
        | News::AccountAlert(_)
        | News::Other { .. } => return Ok(None),
    };
    let Some(tenant) = tx.tenant_of_number(phone_number)? else { return Ok(None) };
    let scope = TenantScope::for_worker(tenant);
    let waba = tx.waba_of_number(&scope, phone_number)?;
    Ok(Some((scope, waba)))
}
