//! The limit of each portfolio, as Meta last reported it on any node that tells it (META 2.1).

use domain::readiness::Scope;
use domain::{Heard, Replica};
use meta::open::MessagingLimit;

use crate::badge::Badge;
use crate::named;
use crate::told::{Lens, Source};
use crate::view::Meter;

const FIELD: &str = "whatsapp_business_manager_messaging_limit";
const OWN: &str = "messaging_limit_tier";

/// The field that tells a number's limit, and whether that is its portfolio's.
///
/// From v24 on the old field gives the portfolio's limit (META 3), so only another value is the
/// number's own.
pub(crate) fn field_of(number: &Replica) -> (&'static str, bool) {
    let value = |field| number.get(field).map(|heard| &heard.value);
    match (value(OWN), value(FIELD)) {
        (Some(own), portfolio) if portfolio != Some(own) => (OWN, false),
        _ => (FIELD, true),
    }
}

/// The limit that holds for a number: its own when Meta reports one, else its portfolio's.
pub(crate) fn of_number(number: &Replica) -> Option<MessagingLimit> {
    MessagingLimit::from_json(&number.get(field_of(number).0)?.value)
}

/// A portfolio's limit.
pub(crate) struct Limit {
    /// Name of the portfolio, where there are several.
    pub portfolio: Option<String>,
    pub badge: Badge,
    /// As Meta names it; `None` when it was never read.
    pub tier: Option<MessagingLimit>,
    pub source: Option<Source>,
}

impl Limit {
    /// Whether the value counts recipients, so that the unit may follow.
    pub fn is_count(&self) -> bool {
        self.recipients().is_some()
    }

    /// How many recipients it allows; `None` for no limit, one that is not set or not known.
    pub fn recipients(&self) -> Option<u64> {
        self.tier.as_ref().and_then(MessagingLimit::recipients)
    }

    /// Nothing was read, nor of whom.
    pub fn unread(lens: &Lens<'_>) -> Self {
        Self { portfolio: None, badge: Badge::unread(lens.words), tier: None, source: None }
    }
}

/// The limit of a portfolio: the newest word on it of the portfolio itself, its accounts and its
/// numbers.
pub(crate) fn of_portfolio(lens: &Lens<'_>, scope: &Scope, meter: &Meter, is_one: bool) -> Limit {
    let itself = scope.businesses.iter().filter(|one| one.node.id == meter.business);
    let wabas = scope.wabas.iter().filter(|waba| meter.wabas.contains(&waba.node.id));
    let numbers = scope.numbers.iter().filter(|number| meter.numbers.contains(&number.node.id));
    let heard = |teller| heard(teller);
    let told = wabas.chain(numbers).chain(itself.clone()).filter_map(heard);
    let newest = told.max_by_key(|(_, heard)| heard.at);
    let name = || itself.clone().next().map_or_else(|| meter.business.clone(), named::name);
    let portfolio = (!is_one).then(name);
    let Some((teller, heard)) = newest else { return Limit { portfolio, ..Limit::unread(lens) } };
    Limit {
        portfolio,
        badge: Badge::of(lens.words, teller, FIELD),
        tier: MessagingLimit::from_json(&heard.value),
        source: Some(lens.source(teller.node.kind, heard.at, heard.how)),
    }
}

fn heard(teller: &Replica) -> Option<(&Replica, &Heard)> {
    Some((teller, teller.get(FIELD)?))
}
