//! Which accounts the webhooks of a step named: a login may wait for its first one, or for word of
//! its number's name.

use std::collections::{BTreeMap, BTreeSet};

use domain::Timestamp;
use domain::signup::Fact;
use meta::WabaId;
use meta::webhook::{Item, News};
use store::{LedgerTx, StoreError, TenantId, TenantScope};

use crate::connect;

/// The webhook field about a number's name.
const NAME_FIELD: &str = "phone_number_name_update";

/// The accounts that were named.
#[derive(Default)]
pub(super) struct Heard(BTreeMap<(TenantId, WabaId), Last>);

/// How an account was named.
#[derive(Clone, Copy)]
struct Last {
    /// When, the last time.
    received_at: Timestamp,
    /// Whether any of it was about a number's name.
    is_about_name: bool,
}

impl Heard {
    /// Notes which account of the tenant an item names: by itself, or by its number.
    pub(super) fn note(
        &mut self,
        tx: &LedgerTx<'_>,
        scope: &TenantScope,
        item: &Item,
        received_at: Timestamp,
    ) -> Result<(), StoreError> {
        let number = match &item.news {
            News::Message(message) => Some(&message.phone_number),
            News::Status(status) => Some(&status.phone_number),
            News::QualityUpdate(_)
            | News::AccountUpdate(_)
            | News::BusinessCapabilityUpdate(_)
            | News::Other { .. } => None,
        };
        let waba = match &item.waba {
            Some(waba) if tx.waba_owner(waba)?.is_some() => Some(waba.clone()),
            Some(_) | None => number.map_or(Ok(None), |number| tx.waba_of_number(scope, number))?,
        };
        let Some(waba) = waba else { return Ok(()) };
        let is_about_name = item.field == NAME_FIELD;
        let last = Last { received_at, is_about_name };
        let last = self.0.entry((scope.tenant().clone(), waba)).or_insert(last);
        last.received_at = last.received_at.max(received_at);
        last.is_about_name |= is_about_name;
        Ok(())
    }

    /// Tells the logins of the accounts; answers the tenants with one that went on.
    pub(super) fn tell_logins(
        self,
        tx: &LedgerTx<'_>,
        now: Timestamp,
    ) -> Result<BTreeSet<TenantId>, StoreError> {
        let mut moved = BTreeSet::new();
        for ((tenant, waba), Last { received_at, is_about_name }) in self.0 {
            let scope = TenantScope::for_worker(tenant.clone());
            for stored in tx.unfinished_signups_of(&scope, &waba)? {
                let before = stored.signup.clone();
                let fact = Fact::Webhook { received_at, is_about_name };
                if connect::apply(tx, &scope, stored, fact, now)? != before {
                    moved.insert(tenant.clone());
                }
            }
        }
        Ok(moved)
    }
}
