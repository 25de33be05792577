//! What Status de saúde is given.

use std::collections::BTreeMap;

use domain::readiness::{Intervals, Readiness, Scope};
use domain::{Change, Node, Timestamp, availability};

/// Status de saúde.
#[derive(Clone, Copy, Debug)]
pub struct Health<'a> {
    /// Everything of the tenant, templates included.
    pub scope: &'a Scope,
    /// The verdict.
    pub readiness: &'a Readiness,
    /// When a reading is old.
    pub intervals: &'a Intervals,
    /// What hangs from what, account by account.
    pub branches: &'a [Branch],
    /// Whether webhooks of the app arrive; `None` when that is not known.
    pub webhooks: Option<bool>,
    /// Changes of the fields of [`Self::PAST_FIELDS`] in the last 31 days, in any order.
    pub past: &'a [Change],
    /// From when on those are all.
    pub past_from: Timestamp,
    /// What a person asked to be read anew; `None` when nobody did just now.
    pub checked: Option<&'a Checked>,
    /// Whether the person may ask for a fresh reading.
    pub may_refresh: bool,
}

impl Health<'_> {
    /// The fields of [`Self::past`].
    pub const PAST_FIELDS: [&'static str; 4] =
        [availability::FIELD, availability::STATUS, "errors", Change::UNREAD];
}

/// What Meta looks at before it takes a message of one account: ids, widest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The business portfolio.
    pub business: String,
    /// The WhatsApp Business Account.
    pub waba: String,
    /// The app that sends.
    pub app: String,
    /// The account's numbers.
    pub numbers: Vec<String>,
    /// The account's message templates.
    pub templates: Vec<String>,
}

/// What a person asked to be read anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// When: readings that were asked for since then are the answer.
    pub at: Timestamp,
    /// What; all that the page shows without one.
    pub node: Option<Node>,
    /// What changed since then of what the page shows, newest first.
    pub changes: Vec<Change>,
    /// What was put off since then, and why.
    pub put_off: BTreeMap<Node, PutOff>,
}

/// Why a reading was put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutOff {
    /// Farol keeps no token of its account.
    NoToken,
    /// The quota had nothing left for it.
    Quota,
}
