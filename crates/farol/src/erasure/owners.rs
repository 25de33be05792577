//! Whose an account or a number is: one tenant's erasure leaves what is another's alone.

use std::collections::HashMap;

use meta::{PhoneNumberId, WabaId};
use store::{LedgerRead, PAGE_LIMIT, StoreError, TenantId};

/// Owners of accounts and numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Owners {
    wabas: HashMap<String, TenantId>,
    numbers: HashMap<String, TenantId>,
}

impl Owners {
    pub(super) fn read(read: &LedgerRead<'_>) -> Result<Self, StoreError> {
        let mut owners = Self::default();
        for bound in read.all_connections()? {
            owners.wabas.insert(bound.waba.as_str().to_owned(), bound.tenant);
        }
        let mut after = None;
        loop {
            let page = read.numbers_after(after.as_ref(), PAGE_LIMIT)?;
            let Some((_, last)) = page.last() else { return Ok(owners) };
            after = Some(last.clone());
            let numbers = page.into_iter().map(|(tenant, id)| (id.as_str().to_owned(), tenant));
            owners.numbers.extend(numbers);
        }
    }

    /// The tenant of a part of a body.
    pub(super) fn of(
        &self,
        waba: Option<&WabaId>,
        number: Option<&PhoneNumberId>,
    ) -> Option<&TenantId> {
        let of_waba = waba.and_then(|waba| self.wabas.get(waba.as_str()));
        of_waba.or_else(|| self.numbers.get(number?.as_str()))
    }

    /// The tenant of an item by its key, whose second part is a number or an account.
    pub(super) fn of_key(&self, key: &str) -> Option<&TenantId> {
        let id = key.split('|').nth(1)?;
        self.numbers.get(id).or_else(|| self.wabas.get(id))
    }
}
