//! The limit of each portfolio, as Meta last reported it on any node that tells it (META 2.1).

use domain::readiness::Scope;
use domain::{Heard, Node, Replica, health};
use meta::open::{EntityType, MessagingLimit};

use crate::badge::Badge;
use crate::named;
use crate::told::{Lens, Source};

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
    /// Whether the value counts recipients, so that the unit may follow.
    pub is_count: bool,
    pub source: Option<Source>,
}

/// The limits of a scope, one for each portfolio; never empty.
pub(crate) fn portfolios(lens: &Lens<'_>, scope: &Scope) -> Vec<Limit> {
    let tellers: Vec<&Replica> = scope.wabas.iter().chain(&scope.numbers).collect();
    match scope.businesses.as_slice() {
        [] => vec![newest(lens, None, tellers)],
        [only] => {
            vec![newest(lens, None, tellers.into_iter().chain([only]))]
        }
        several => {
            let told = |business: &Replica| {
                let below = tellers.iter().copied().filter(|teller| names(teller, &business.node));
                let name = Some(named::name(business));
                newest(lens, name, below.chain([business]).collect::<Vec<_>>())
            };
            several.iter().map(told).collect()
        }
    }
}

fn newest<'a>(
    lens: &Lens<'_>,
    portfolio: Option<String>,
    tellers: impl IntoIterator<Item = &'a Replica>,
) -> Limit {
    let heard = |teller: &'a Replica| Some((teller, teller.get(FIELD)?));
    let newest: Option<(&Replica, &Heard)> =
        tellers.into_iter().filter_map(heard).max_by_key(|(_, heard)| heard.at);
    let Some((teller, heard)) = newest else {
        let badge = Badge::unread(lens.words);
        return Limit { portfolio, badge, is_count: false, source: None };
    };
    let tier = MessagingLimit::from_json(&heard.value);
    Limit {
        portfolio,
        badge: Badge::of(lens.words, teller, FIELD),
        is_count: tier.is_some_and(|tier| tier.recipients().is_some()),
        source: Some(lens.source(teller.node.kind, heard.at, heard.how)),
    }
}

/// Whether the health of a node names this business.
fn names(teller: &Replica, business: &Node) -> bool {
    let is_it =
        |entity: health::Entity| entity.kind == EntityType::Business && entity.id == business.id;
    health::entities(teller).into_iter().any(is_it)
}
