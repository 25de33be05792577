//! The portfolios of the demonstration's world and what Farol counted of each.

use domain::Timestamp;
use domain::limit::Usage;
use domain::readiness::Scope;
use ui::view::{ComparedDay, Meter};

use crate::world::{NOW, ago};

/// The meters of a test's scope: the first business owns the first account and the numbers.
pub fn of(scope: &Scope) -> Vec<Meter> {
    let meter = |(nth, business): (usize, &domain::Replica)| Meter {
        business: business.node.id.clone(),
        wabas: scope.wabas.get(nth).map(|waba| waba.node.id.clone()).into_iter().collect(),
        numbers: match nth {
            0 => scope.numbers.iter().map(|number| number.node.id.clone()).collect(),
            _ => Default::default(),
        },
        usage: (nth == 0).then(usage),
        past: if nth == 0 { past() } else { Vec::new() },
        templates: vec![(Some("GREEN".to_owned()), 3), (Some("UNKNOWN".to_owned()), 1)],
        days: if nth == 0 { days() } else { Vec::new() },
        ..Meter::default()
    };
    scope.businesses.iter().enumerate().map(meter).collect()
}

/// 6,412 of the last day, most of them in the morning, and some in each of the last hours.
pub fn usage() -> Usage {
    let mut by_hour = [120; 24];
    (by_hour[0], by_hour[1], by_hour[2]) = (420, 510, 480);
    (by_hour[5], by_hour[6]) = (900, 922);
    by_hour[23] = 1_020;
    let used = by_hour.iter().sum();
    Usage { used, week: 18_904, by_hour, since: Some(ago(20 * 86_400)), as_of: NOW }
}

fn past() -> Vec<(Timestamp, u64)> {
    let hours = (1..=23).rev().filter(|hour| !(14..17).contains(hour));
    hours.map(|hour| (ago(hour * 3_600), 5_000 + 60 * (23 - hour).unsigned_abs())).collect()
}

fn days() -> Vec<ComparedDay> {
    let day = |nth: i64, delivered, seen_delivered| ComparedDay {
        start: Timestamp::from_millis(NOW.as_millis() / 86_400_000 * 86_400_000 - nth * 86_400_000),
        delivered,
        seen_delivered,
        sent: delivered + 31,
        seen_sent: delivered + 31,
        asked_at: ago(3_600),
    };
    vec![day(2, 1_302, 1_302), day(1, 1_240, 1_236)]
}
