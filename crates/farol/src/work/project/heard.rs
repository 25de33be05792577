//! Which accounts and numbers the webhooks of a step named: a login may wait for the first one of its
//! number, or for word of the number's name; and of which fields they came, by which a deaf webhook is noticed.

use std::collections::{BTreeMap, BTreeSet};

use domain::signup::{Fact, Signup};
use domain::{Timestamp, fact};
use meta::webhook::{FOLLOWS_OVERRIDE, Item, News};
use meta::{PhoneNumberId, WabaId};
use serde_json::Value;
use store::{LedgerTx, StoreError, TenantId, TenantScope};

use crate::connect;
use crate::notify::Desk;
use crate::work::deaf;

/// Meta's code for a customer who does not share the app's history.
const DECLINED: i64 = 2_593_109;
/// Logins of an account that are told so, finished ones too.
const TOLD: usize = 5;

/// The accounts that were named.
#[derive(Default)]
pub(super) struct Heard(BTreeMap<(TenantId, WabaId), Last>);

/// How an account was named.
struct Last {
    /// When, the last time.
    received_at: Timestamp,
    /// The numbers that were named by their ids in a field that goes where their messages go, and
    /// when each was the last time.
    numbers: BTreeMap<PhoneNumberId, Timestamp>,
    /// Digits of the numbers whose names it was about.
    named: BTreeSet<String>,
    /// Whether it was that a customer does not share the app's history.
    is_history_declined: bool,
    /// The fields that it was told by, and when the last of each came.
    fields: BTreeMap<String, Timestamp>,
}

impl Heard {
    /// Notes that an item names an account of the tenant.
    pub(super) fn note(
        &mut self,
        scope: &TenantScope,
        waba: WabaId,
        item: &Item,
        received_at: Timestamp,
    ) {
        let last = self.0.entry((scope.tenant().clone(), waba));
        let last = last.or_insert_with(|| Last::at(received_at));
        last.received_at = last.received_at.max(received_at);
        // Of a number whose messages go elsewhere, all other fields come here all the same.
        let follows = FOLLOWS_OVERRIDE.contains(&item.field.as_str());
        if let Some(number) = item.phone_number().filter(|_| follows) {
            let at = last.numbers.entry(number).or_insert(received_at);
            *at = (*at).max(received_at);
        }
        last.named.extend(named(item));
        last.is_history_declined |= declines_history(item);
        match last.fields.get_mut(&item.field) {
            Some(at) => *at = (*at).max(received_at),
            None => drop(last.fields.insert(item.field.clone(), received_at)),
        }
    }

    /// Notes of which fields webhooks came for the accounts.
    pub(super) fn tell_of_fields(
        &self,
        tx: &LedgerTx<'_>,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for ((tenant, waba), last) in &self.0 {
            let scope = TenantScope::for_worker(tenant.clone());
            for (field, at) in &last.fields {
                deaf::heard(tx, &scope, desk, (waba, field, *at), now)?;
            }
        }
        Ok(())
    }

    /// Tells the logins of the accounts; answers the tenants with one that went on.
    pub(super) fn tell_logins(
        self,
        tx: &LedgerTx<'_>,
        now: Timestamp,
    ) -> Result<BTreeSet<TenantId>, StoreError> {
        let mut moved = BTreeSet::new();
        for ((tenant, waba), last) in self.0 {
            let scope = TenantScope::for_worker(tenant.clone());
            // A login's row that can't be read must not stop the webhooks of everyone.
            match tx.attempt(|| tell_those_of(tx, &scope, &waba, &last, now)) {
                Ok(true) => drop(moved.insert(tenant)),
                Ok(false) => {}
                Err(error) if error.is_transient() => return Err(error),
                Err(error) => {
                    tracing::error!(account = %waba, %error, "Logins can't be told of a webhook");
                }
            }
        }
        Ok(moved)
    }
}

impl Last {
    fn at(received_at: Timestamp) -> Self {
        Self {
            received_at,
            numbers: BTreeMap::new(),
            named: BTreeSet::new(),
            is_history_declined: false,
            fields: BTreeMap::new(),
        }
    }

    /// What it is to a login.
    fn fact(&self, signup: &Signup) -> Fact {
        let number = signup.number.as_ref();
        let named_at = number.and_then(|number| self.numbers.get(&number.id)).copied();
        let is_about_name = number
            .is_some_and(|number| self.named.contains(&fact::digits(&number.display_phone_number)));
        Fact::Webhook {
            received_at: named_at.unwrap_or(self.received_at),
            names_number: named_at.is_some(),
            is_about_name,
        }
    }
}

/// Tells the logins of one account; whether one went on.
fn tell_those_of(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    waba: &WabaId,
    last: &Last,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut has_moved = false;
    for stored in tx.unfinished_signups_of(scope, waba)? {
        let before = stored.signup.clone();
        let heard = last.fact(&before);
        has_moved |= connect::apply(tx, scope, stored, heard, now)? != before;
    }
    if last.is_history_declined {
        // It may have been connected by then.
        for stored in tx.signups_of(scope, waba, TOLD)? {
            let before = stored.signup.clone();
            has_moved |= connect::apply(tx, scope, stored, Fact::HistoryDeclined, now)? != before;
        }
    }
    Ok(has_moved)
}

/// Whether an item says that the customer does not share the app's history (META 1.4).
fn declines_history(item: &Item) -> bool {
    let News::Other { value, .. } = &item.news else { return false };
    let parts = value.get("history").and_then(Value::as_array).into_iter().flatten();
    let mut errors = parts.filter_map(|part| part.get("errors")?.as_array()).flatten();
    item.field == "history"
        && errors.any(|error| error.get("code").and_then(Value::as_i64) == Some(DECLINED))
}

/// The digits of the number whose name an item is about.
fn named(item: &Item) -> Option<String> {
    let News::NameUpdate(update) = &item.news else { return None };
    Some(fact::digits(&update.display_phone_number))
}
