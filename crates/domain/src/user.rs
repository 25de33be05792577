//! Who a customer is to Meta: a phone number, an id within the portfolio, or both (META 7.3).
//!
//! The key of a user is the phone number where one was heard, else the business-scoped id. The two
//! never look alike: an id has a country, a dot and more behind it.

use serde::{Deserialize, Serialize};

/// The ids by which a message or a status names its user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The `wa_id`: digits of a phone number.
    pub wa_id: Option<String>,
    /// The business-scoped id, one per portfolio.
    pub user_id: Option<String>,
}

impl User {
    /// A user by what was heard; an empty id is none.
    pub fn new(wa_id: Option<&str>, user_id: Option<&str>) -> Self {
        let some = |id: Option<&str>| id.filter(|id| !id.is_empty()).map(str::to_owned);
        Self { wa_id: some(wa_id), user_id: some(user_id) }
    }

    /// The key by which rows are kept; `None` when nothing names the user.
    pub fn key(&self) -> Option<&str> {
        self.wa_id.as_deref().or(self.user_id.as_deref())
    }

    /// Both ids, where both are known: they are one user.
    pub fn pair(&self) -> Option<(&str, &str)> {
        Some((self.user_id.as_deref()?, self.wa_id.as_deref()?))
    }

    /// Joins what another status of the same message said. Of two phone numbers, which Meta never
    /// sends, the smaller stays, so that any order ends the same.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self {
            wa_id: smaller(self.wa_id, other.wa_id),
            user_id: smaller(self.user_id, other.user_id),
        }
    }
}

/// The smaller of two that may be absent; the one that is there, when only one is.
pub(crate) fn smaller<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
