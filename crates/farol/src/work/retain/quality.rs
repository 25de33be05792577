//! Writes the quality of each day that is over, from the changes while they are kept in full.
//!
//! Days are those of the zone that pages show times in: what a person reads as Tuesday is Tuesday.

use std::time::Duration;

use domain::history::Known;
use domain::quality_day::{Day, QualityDay, quality_days};
use domain::{Change, Node, NodeKind, Timestamp};
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use meta::PhoneNumberId;
use store::{ChangeFilter, LedgerRead, PAGE_LIMIT, StoreError, TenantId, TenantScope};

use super::{Batch, Place};
use crate::app::App;

/// Numbers looked at in one step.
const NUMBERS: usize = 100;
/// A day is over this long after its end: a reading asked for before it may be kept after it.
const SETTLED: Duration = Duration::from_secs(10 * 60);
/// The field that the days are made of.
const FIELD: &str = "quality_rating";

/// Days to write of a number.
type Written = (TenantId, PhoneNumberId, Vec<QualityDay>);

/// Writes the days that are missing of the numbers after one.
pub(super) async fn step(
    app: &App,
    after: Option<PhoneNumberId>,
    now: Timestamp,
) -> Result<Batch, StoreError> {
    let (zone, longest) = (app.settings.time_zone.clone(), app.settings.intervals.numbers * 3);
    let look = Look { zone, longest, now };
    let (days, last) = app
        .store
        .ledger
        .read(move |read| {
            let numbers = read.numbers_after(after.as_ref(), NUMBERS)?;
            let last = numbers.last().map(|(_, number)| number.clone());
            let mut days: Vec<Written> = Vec::new();
            for (tenant, number) in numbers {
                let missing = look.missing(read, &tenant, &number)?;
                if !missing.is_empty() {
                    days.push((tenant, number, missing));
                }
            }
            Ok((days, last))
        })
        .await?;
    if !days.is_empty() {
        app.store
            .ledger
            .transact(move |tx| {
                for (tenant, number, days) in days {
                    let scope = TenantScope::for_worker(tenant);
                    for day in days {
                        tx.add_quality_day(&scope, &number, &day)?;
                    }
                }
                Ok(())
            })
            .await?;
    }
    let next = last.map_or(Place::Sweep(0), |last| Place::Quality(Some(last)));
    Ok(Batch { what: "quality", removed: 0, next })
}

/// What the days of a number are told by.
struct Look {
    zone: TimeZone,
    /// A reading longer ago than this says nothing of now.
    longest: Duration,
    now: Timestamp,
}

impl Look {
    /// The days of a number that are over, of which something is known, and that are not kept yet.
    fn missing(
        &self,
        read: &LedgerRead<'_>,
        tenant: &TenantId,
        number: &PhoneNumberId,
    ) -> Result<Vec<QualityDay>, StoreError> {
        let scope = TenantScope::for_worker(tenant.clone());
        let node = Node::phone_number(number.as_str());
        let Some(replica) = read.replica(&scope, &node)? else { return Ok(Vec::new()) };
        let Some(read_at) = replica.read_at else { return Ok(Vec::new()) };
        let since = replica.first_read_at.unwrap_or(read_at);
        let first = match read.last_quality_day(&scope, number)? {
            Some(kept) => date_of(kept, &TimeZone::UTC).saturating_add(1.day()),
            None => date_of(since, &self.zone),
        };
        let days = self.days(first, read_at);
        let Some(start) = days.first() else { return Ok(Vec::new()) };
        let changes = changes_since(read, &scope, &node, start.from)?;
        let mut gaps: Vec<_> = changes.iter().filter_map(Change::unread).collect();
        if self.now.since(read_at) > self.longest {
            gaps.push((read_at, self.now));
        }
        let of_field: Vec<&Change> = changes.iter().filter(|c| c.field == FIELD).collect();
        let current = replica.fields.get(FIELD).map(|heard| &heard.value);
        let known = Known { current, since: Some(since), changes: &of_field, gaps: &gaps };
        Ok(quality_days(known, &days, self.now))
    }

    /// The days from one on that are over, up to the last one in which anything was read.
    fn days(&self, first: Date, read_at: Timestamp) -> Vec<Day> {
        let settled = i64::try_from(SETTLED.as_millis()).unwrap_or(i64::MAX);
        let settled = Timestamp::from_millis(self.now.as_millis().saturating_sub(settled));
        let today = date_of(settled, &self.zone);
        let last = date_of(read_at, &self.zone);
        let dates = first.series(1.day()).take_while(|date| *date < today && *date <= last);
        dates.filter_map(|date| day(date, &self.zone)).collect()
    }
}

/// The day of a date in a zone.
fn day(date: Date, zone: &TimeZone) -> Option<Day> {
    let begins = |date: Date, zone: &TimeZone| {
        let zoned = date.to_zoned(zone.clone()).ok()?;
        Some(Timestamp::from_millis(zoned.timestamp().as_millisecond()))
    };
    Some(Day {
        day: begins(date, &TimeZone::UTC)?,
        from: begins(date, zone)?,
        until: begins(date.tomorrow().ok()?, zone)?,
    })
}

/// The date of a moment in a zone.
fn date_of(at: Timestamp, zone: &TimeZone) -> Date {
    let at = jiff::Timestamp::from_millisecond(at.as_millis());
    at.unwrap_or(jiff::Timestamp::MIN).to_zoned(zone.clone()).date()
}

/// What changed of a number's quality since a moment, and when it was not read.
fn changes_since(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    node: &Node,
    since: Timestamp,
) -> Result<Vec<Change>, StoreError> {
    let mut filter = ChangeFilter {
        nodes: Some(vec![node.clone()]),
        fields: Some(vec![(NodeKind::PhoneNumber, FIELD), (NodeKind::PhoneNumber, Change::UNREAD)]),
        since: Some(since),
        before_seq: None,
    };
    let mut changes = Vec::new();
    loop {
        let page = read.changes_where(scope, &filter, PAGE_LIMIT)?;
        let is_last = page.len() < PAGE_LIMIT;
        filter.before_seq = page.last().map(|listed| listed.seq);
        changes.extend(page.into_iter().map(|listed| listed.change));
        if is_last {
            return Ok(changes);
        }
    }
}
