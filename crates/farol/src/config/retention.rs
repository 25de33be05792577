//! How long things are kept, in days, with the least that what Farol promises allows.

use serde::Deserialize;

use super::fault::Fault;

/// Days that Meta may send a webhook again, and a day more (META 7.1: seven).
const RESENT_DAYS: u32 = 8;

/// `[retention]`: days that things are kept. What is not listed here is kept for ever, as the
/// quality of each day, or has a term of its own that nobody needs longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Raw webhook bodies, once all that they hold was applied; at least 1.
    pub bodies_days: u32,
    /// Bodies of which something could not be read, so that a later version may; at least 30.
    pub quarantined_days: u32,
    /// What Meta reported differently; at least 90.
    pub changes_days: u32,
    /// The part of Meta's document beside a change; at least 30, and with its row at the longest.
    pub evidence_days: u32,
    /// Which items took effect: longer than Meta may send them again, and than their bodies.
    pub applied_days: u32,
    /// What became of each message; at least 8, which is as far as the limit's tally looks back.
    pub deliveries_days: u32,
    /// What numbers did hour by hour, and Meta's own figures beside it; at least 31.
    pub traffic_days: u32,
    /// Notices, once resolved; at least 30.
    pub notices_days: u32,
    /// Mails that were sent or given up; at least 7.
    pub mails_days: u32,
}

impl Default for Retention {
    /// The terms of BLUEPRINT and RELIABILITY. A change's row lives as long as its evidence.
    fn default() -> Self {
        Self {
            bodies_days: 7,
            quarantined_days: 90,
            changes_days: 400,
            evidence_days: 400,
            applied_days: 35,
            deliveries_days: 30,
            traffic_days: 400,
            notices_days: 90,
            mails_days: 90,
        }
    }
}

impl Retention {
    /// Terms that are each right and together would have an item take effect twice.
    pub(super) fn check(&self) -> Vec<Fault> {
        let least = self.bodies_days.saturating_add(RESENT_DAYS);
        if self.applied_days >= least {
            return Vec::new();
        }
        let words = format!(
            "is {} days and must be {least} at least: as long as bodies are kept ({} days, \
             FAROL_RETENTION_BODIES_DAYS), and {RESENT_DAYS} days more in which Meta may send one \
             again",
            self.applied_days, self.bodies_days
        );
        vec![Fault::together("FAROL_RETENTION_APPLIED_DAYS", words)]
    }
}
