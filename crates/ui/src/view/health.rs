//! What Status de saúde is given.

use domain::readiness::{Intervals, Readiness, Scope};

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
    /// Whether the person may ask for a fresh reading.
    pub may_refresh: bool,
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
