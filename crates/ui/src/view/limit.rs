//! What the limit meters are given: each portfolio's traffic as Farol saw it.

use std::collections::BTreeSet;

use domain::limit::Usage;
use domain::{Replica, Timestamp};

/// Portfolios whose meters Números e limites shows whole; of more, each is a line and is given no
/// more than Visão geral is.
pub const WHOLE_METERS: usize = 3;

/// A portfolio with what is known of its use. Its limit is told by the nodes of the scope.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    /// Meta's id of the portfolio.
    pub business: String,
    /// Its accounts.
    pub wabas: BTreeSet<String>,
    /// Its numbers.
    pub numbers: BTreeSet<String>,
    /// Of these, the ones that are not in the scope, since the page is about one account alone.
    pub beyond: Vec<Replica>,
    /// Whom it reached; `None` before anything is counted.
    pub usage: Option<Usage>,
    /// How much was used at moments of the last day, oldest first.
    pub past: Vec<(Timestamp, u64)>,
    /// How many of its approved templates have which quality, in Meta's words; `None` for those of
    /// which none was read.
    pub templates: Vec<(Option<String>, u64)>,
    /// The last days by Meta's analytics, of all its accounts together, oldest first.
    pub days: Vec<ComparedDay>,
    /// What Meta answered instead of days, in its words.
    pub refusal: Option<String>,
}

/// A day by Meta's count, beside what Farol saw of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComparedDay {
    /// When the day begins, as Meta gave it: a midnight in UTC, whatever the reader's zone.
    pub start: Timestamp,
    /// Messages delivered, by Meta.
    pub delivered: u64,
    /// Messages delivered, as far as webhooks told Farol.
    pub seen_delivered: u64,
    /// Messages sent, by Meta.
    pub sent: u64,
    /// Messages sent, as far as webhooks told Farol.
    pub seen_sent: u64,
    /// When Meta was asked.
    pub asked_at: Timestamp,
}
