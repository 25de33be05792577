//! Whether the account is an official one, as Meta says it and never inferred.

use domain::Replica;

use crate::badge::Badge;
use crate::told::{Lens, Source};

/// The card.
pub(crate) struct Official {
    pub source: Option<Source>,
    pub value: Badge,
}

impl Official {
    /// What Meta says of a number.
    pub fn of(lens: &Lens<'_>, number: &Replica) -> Self {
        const FIELD: &str = "is_official_business_account";
        Self { source: lens.field(number, FIELD), value: Badge::of(lens.words, number, FIELD) }
    }
}
