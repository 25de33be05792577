//! People in webhooks: by phone number, by business-scoped id or both (META 7.3, read on 23 November
//! 2026). `wa_id` is absent of who has a username and is not known to the business otherwise.

use super::part::part;
use super::word::{Whole, Words};
use crate::open::{PreferenceCategory, PreferenceValue};

part! {
    /// A person whom the lists beside it name.
    Contact {
        /// What the person is called.
        profile: Profile = "profile",
        /// The phone number, digits only.
        wa_id: String = "wa_id",
        /// The business-scoped id.
        user_id: String = "user_id",
        /// The same of linked portfolios (`US.ENT....`).
        parent_user_id: String = "parent_user_id",
        /// Changes when the person's keys change; only where identity checks are on.
        identity_key_hash: String = "identity_key_hash",
    }
}

part! {
    /// What a person is called.
    Profile {
        /// The name that the person chose.
        name: Words = "name",
        /// The username, with or without `@`.
        username: Words = "username",
    }
}

part! {
    /// The person of a thread of old messages.
    ThreadContext {
        /// The phone number.
        wa_id: String = "wa_id",
        /// The business-scoped id.
        user_id: String = "user_id",
        /// The same of linked portfolios.
        parent_user_id: String = "parent_user_id",
        /// The username.
        username: Words = "username",
    }
}

part! {
    /// What a person wants of marketing messages.
    UserPreference {
        /// The phone number.
        wa_id: String = "wa_id",
        /// The business-scoped id.
        user_id: String = "user_id",
        /// The same of linked portfolios.
        parent_user_id: String = "parent_user_id",
        /// A sentence of Meta's.
        detail: String = "detail",
        /// What it is about.
        category: PreferenceCategory = "category",
        /// Stop, resume or sign up.
        value: PreferenceValue = "value",
        /// When, in seconds.
        timestamp: Whole = "timestamp",
    }
}
