//! Whether the account is an official one, as Meta says it and never inferred.

use domain::{Replica, number};

use crate::badge::Badge;
use crate::told::{Lens, Source};

/// The card.
pub(crate) struct Official {
    pub source: Option<Source>,
    pub value: Badge,
    /// What it means, or what a person does at Meta.
    pub about: Option<String>,
}

impl Official {
    /// What Meta says of a number.
    pub fn of(lens: &Lens<'_>, number: &Replica) -> Self {
        const FIELD: &str = "is_official_business_account";
        let is = number.get(FIELD).and_then(|heard| heard.value.as_bool());
        let about = match is {
            Some(true) => Some("official-yes-about"),
            Some(false) if number::is_in_app(number) => Some("official-in-app-about"),
            Some(false) => Some("official-no-about"),
            None => None,
        };
        Self {
            source: lens.field(number, FIELD),
            value: Badge::of(lens.words, number, FIELD),
            about: about.map(|key| lens.words.t(key)),
        }
    }
}
