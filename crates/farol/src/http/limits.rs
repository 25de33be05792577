//! What the limit meters of a page are given: the portfolios of its accounts, and their use.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::{NodeKind, Timestamp};
use meta::{BusinessId, WabaId};
use store::{AnalyticsDay, LedgerRead, StoreError, TenantScope};
use ui::view::{ComparedDay, Meter, WHOLE_METERS};

use super::seen::Seen;
use crate::app::App;

const DAY: Duration = Duration::from_secs(24 * 3600);
/// How far back Meta's own count is shown.
const COMPARED: Duration = Duration::from_secs(8 * 24 * 3600);

/// The meters of a page.
#[derive(Default)]
pub(super) struct Limits {
    /// One for each portfolio, oldest account first.
    pub meters: Vec<Meter>,
    /// Recipients that each number reached in the last 24 hours, by its id.
    pub usage: BTreeMap<String, u64>,
}

/// The meters as Visão geral shows them: how much is used, and of what.
pub(super) fn small(
    app: &App,
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    seen: &Seen,
) -> Result<Limits, StoreError> {
    let now = app.clock.now();
    let accounts = read.accounts_of_numbers(scope)?;
    let mut meters: Vec<Meter> = Vec::new();
    for business in businesses(seen) {
        let wabas: BTreeSet<String> = seen
            .connections
            .iter()
            .filter(|found| found.business == business)
            .map(|found| found.waba.to_string())
            .collect();
        let numbers = accounts.iter().filter(|(_, waba)| wabas.contains(waba.as_str()));
        meters.push(Meter {
            numbers: numbers.map(|(number, _)| number.clone()).collect(),
            usage: app.meters.usage(scope.tenant(), &business, now),
            business: business.to_string(),
            wabas,
            ..Meter::default()
        });
    }
    Ok(Limits { meters, usage: BTreeMap::new() })
}

/// The meters as Números e limites shows them, with each number's part.
pub(super) fn whole(
    app: &App,
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    seen: &Seen,
) -> Result<Limits, StoreError> {
    let now = app.clock.now();
    let mut limits = small(app, read, scope, seen)?;
    limits.usage = usage(read, scope, now)?;
    if limits.meters.len() > WHOLE_METERS {
        return Ok(limits);
    }
    let qualities = read.template_qualities(scope)?;
    for meter in &mut limits.meters {
        let business = BusinessId::new(meter.business.clone());
        meter.past = read.used_samples(scope, &business, before(now, DAY))?;
        let own = qualities.iter().filter(|(waba, ..)| meter.wabas.contains(waba.as_str()));
        meter.templates = own.map(|(_, quality, count)| (quality.clone(), *count)).collect();
        add_beyond(read, scope, seen, meter)?;
        add_days(read, scope, meter, before(now, COMPARED))?;
    }
    Ok(limits)
}

/// Recipients that each of the tenant's numbers reached in the last 24 hours.
pub(super) fn usage(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    now: Timestamp,
) -> Result<BTreeMap<String, u64>, StoreError> {
    let reached = read.reached_by_portfolio(scope, before(now, DAY))?;
    let mut usage = BTreeMap::new();
    for (_, number, count) in reached {
        *usage.entry(number.to_string()).or_default() += count;
    }
    Ok(usage)
}

/// The portfolios of the accounts that a page is about, each once.
pub(super) fn businesses(seen: &Seen) -> Vec<BusinessId> {
    let mut businesses: Vec<BusinessId> = Vec::new();
    for account in seen.accounts() {
        if !businesses.contains(&account.business) {
            businesses.push(account.business.clone());
        }
    }
    businesses
}

/// The portfolio's numbers of accounts that the page is not about: the next limit asks for them too.
fn add_beyond(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    seen: &Seen,
    meter: &mut Meter,
) -> Result<(), StoreError> {
    if !seen.is_narrowed() {
        return Ok(());
    }
    let shown: BTreeSet<&str> = seen.accounts().map(|account| account.waba.as_str()).collect();
    for waba in meter.wabas.iter().filter(|waba| !shown.contains(waba.as_str())) {
        let waba = WabaId::new(waba.clone());
        meter.beyond.extend(read.replicas_of(scope, NodeKind::PhoneNumber, &waba)?);
    }
    Ok(())
}

/// The days by Meta's count, all accounts of the portfolio together.
fn add_days(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    meter: &mut Meter,
    from: Timestamp,
) -> Result<(), StoreError> {
    let mut days: BTreeMap<Timestamp, ComparedDay> = BTreeMap::new();
    for waba in meter.wabas.iter().cloned().map(WabaId::new) {
        for day in read.analytics_days(scope, &waba, from)? {
            let sum = days.entry(day.start).or_insert_with(|| nothing(&day));
            sum.sent += day.sent;
            sum.delivered += day.delivered;
            sum.seen_sent += day.seen_sent;
            sum.seen_delivered += day.seen_delivered;
            sum.asked_at = sum.asked_at.min(day.asked_at);
        }
        let refusal = read.analytics_ask(scope, &waba)?.and_then(|ask| ask.refusal);
        meter.refusal = meter.refusal.take().or(refusal);
    }
    meter.days = days.into_values().collect();
    Ok(())
}

/// A day of which nothing is counted yet.
const fn nothing(day: &AnalyticsDay) -> ComparedDay {
    ComparedDay {
        start: day.start,
        delivered: 0,
        seen_delivered: 0,
        sent: 0,
        seen_sent: 0,
        asked_at: day.asked_at,
    }
}

/// The moment so long ago.
pub(super) fn before(now: Timestamp, span: Duration) -> Timestamp {
    let span = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(now.as_millis().saturating_sub(span))
}
