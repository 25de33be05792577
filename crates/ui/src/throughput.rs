//! How fast a number may send: Meta's field as Meta gives it, and beside it Meta's rule for a number
//! that is used in the WhatsApp Business app too, of which the field says nothing.

use domain::rule::{self, rule};
use domain::{Replica, number};

use crate::badge::{self, Badge};
use crate::explain::{self, RuleGroup};
use crate::words::Words;

/// The field, and what is known beside it.
pub(crate) struct Throughput {
    pub badge: Badge,
    /// The rule of coexistence; `None` for a number that is not known to be in the app.
    pub rule: Option<RuleGroup>,
}

/// Words a number's throughput.
pub(crate) fn throughput(words: &Words, replica: &Replica) -> Throughput {
    let rule = || explain::rule_line(words, rule(rule::COEXISTENCE_RATE));
    Throughput {
        badge: badge::throughput_of(words, replica),
        rule: number::is_in_app(replica).then(rule),
    }
}
