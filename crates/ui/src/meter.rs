//! The limit meter of a portfolio: what is used and left, when it comes back, where it leads.
//!
//! All but the limit itself is Farol's arithmetic on the traffic that it saw, and says so.

mod chart;
mod compared;
mod hours;
mod outlook;
mod steps;

use domain::limit::Usage;
use domain::number;
use domain::readiness::Scope;
use meta::open::MessagingLimit;

pub(crate) use self::chart::Chart;
pub(crate) use self::compared::Compared;
pub(crate) use self::hours::Hour;
pub(crate) use self::outlook::{Answer, Outlook};
pub(crate) use self::steps::Steps;

use crate::frame::{Around, escaped};
use crate::limit::{self, Limit};
use crate::named;
use crate::told::Lens;
use crate::view::{Listed, Meter};

/// Numbers named beside the meter at most.
const SHARES: usize = 5;

/// A portfolio's meter as Visão geral shows it.
pub(crate) struct Gauge {
    pub limit: Limit,
    /// What is used; `None` before anything is counted.
    pub used: Option<Used>,
    /// Why there is nothing to measure against.
    pub unmeasured: Option<String>,
    /// When the limit is likely to be reached.
    pub outlook: Option<Outlook>,
    /// The list of its numbers.
    pub href: String,
}

/// What is used of a limit.
pub(crate) struct Used {
    /// "pelo menos 6.412".
    pub text: String,
    /// The same for machines.
    pub count: u64,
    /// "6.412 de 10.000 destinatários": of the bar.
    pub label: String,
    pub as_of: String,
    pub as_of_iso: String,
    /// "O Farol acompanha este portfólio desde …", while that is less than a day.
    pub since: Option<String>,
    /// Against the limit; `None` where it counts no recipients.
    pub of: Option<OfLimit>,
}

/// The part of a limit that is used.
pub(crate) struct OfLimit {
    pub limit: u64,
    /// "de 10.000".
    pub text: String,
    /// Whole percent, 100 at most: how far the bar is filled.
    pub filled: u64,
    pub percent: String,
    pub left: String,
}

/// A portfolio's whole meter.
pub(crate) struct Whole {
    /// Tells the ids of several meters apart.
    pub id: String,
    pub gauge: Gauge,
    pub shares: Vec<Share>,
    /// How many users the numbers reached that are not named.
    pub other_shares: Option<String>,
    pub chart: Option<Chart>,
    pub hours: Vec<Hour>,
    /// When most comes back.
    pub returns: Option<String>,
    /// Whether what was asked for fits.
    pub answer: Option<Answer>,
    pub steps: Option<Steps>,
    pub compared: Option<Compared>,
}

/// A number's part of what is used.
pub(crate) struct Share {
    pub name: String,
    pub href: String,
    pub count: String,
}

/// The meters of all portfolios, small.
pub(crate) fn gauges(
    lens: &Lens<'_>,
    around: &Around,
    scope: &Scope,
    meters: &[Meter],
) -> Vec<Gauge> {
    if meters.is_empty() {
        return vec![unread(lens, around)];
    }
    let is_one = meters.len() == 1;
    meters.iter().map(|meter| gauge(lens, around, scope, meter, is_one)).collect()
}

/// The meters of all portfolios, whole.
pub(crate) fn wholes(
    lens: &Lens<'_>,
    around: &Around,
    listed: &Listed<'_>,
    meters: &[Meter],
) -> Vec<Whole> {
    let is_one = meters.len() == 1;
    let whole = |(nth, meter): (usize, &Meter)| {
        let gauge = gauge(lens, around, listed.scope, meter, is_one);
        whole(lens, around, listed, meter, format!("meter-{}", nth + 1), gauge)
    };
    meters.iter().enumerate().map(whole).collect()
}

fn unread(lens: &Lens<'_>, around: &Around) -> Gauge {
    Gauge {
        limit: Limit::unread(lens),
        used: None,
        unmeasured: Some(lens.words.t("limit-never-read")),
        outlook: None,
        href: around.at("/numbers"),
    }
}

fn gauge(lens: &Lens<'_>, around: &Around, scope: &Scope, meter: &Meter, is_one: bool) -> Gauge {
    let limit = limit::of_portfolio(lens, scope, meter, is_one);
    let unmeasured = match &limit.tier {
        Some(tier) if tier.recipients().is_some() => None,
        Some(MessagingLimit::Unlimited) => Some(lens.words.t("limit-is-unlimited")),
        Some(MessagingLimit::NotSet | MessagingLimit::Untiered) => {
            Some(lens.words.t("limit-is-not-set"))
        }
        Some(other) => Some(lens.words.t1("limit-is-unknown", "tier", other)),
        None => Some(lens.words.t("limit-never-read")),
    };
    let href = match (is_one, meter.wabas.first()) {
        (false, Some(waba)) => format!("/numbers?waba={}", escaped(waba)),
        _ => around.at("/numbers"),
    };
    Gauge {
        used: meter.usage.as_ref().map(|usage| used(lens, usage, limit.recipients())),
        outlook: meter
            .usage
            .as_ref()
            .and_then(|usage| Some(outlook::outlook(lens, usage, limit.recipients()?))),
        limit,
        unmeasured,
        href,
    }
}

fn used(lens: &Lens<'_>, usage: &Usage, limit: Option<u64>) -> Used {
    let words = lens.words;
    let count = words.count(usage.used);
    let watched = |since: &domain::Timestamp| lens.now.since(*since).as_secs() < 86_400;
    let of = limit.map(|limit| OfLimit {
        limit,
        text: words.t1("used-of", "limit", words.count(limit)),
        filled: usage.percent(limit).min(100),
        percent: words.t1("used-percent", "percent", words.count(usage.percent(limit))),
        left: words.many("used-left", usage.left(limit)),
    });
    let label = match limit {
        Some(limit) => words.with(
            "used-label",
            &[("used", count.clone()), ("limit", words.count(limit))],
            None,
        ),
        None => count.clone(),
    };
    Used {
        text: words.t1("used-at-least", "used", count),
        count: usage.used,
        label,
        as_of: words.clock(usage.as_of),
        as_of_iso: words.iso(usage.as_of),
        since: usage
            .since
            .filter(watched)
            .map(|since| words.t1("used-since", "since", words.moment(since))),
        of,
    }
}

fn whole(
    lens: &Lens<'_>,
    around: &Around,
    listed: &Listed<'_>,
    meter: &Meter,
    id: String,
    gauge: Gauge,
) -> Whole {
    let recipients = gauge.limit.recipients();
    let usage = meter.usage.as_ref();
    let (shares, other_shares) = shares(lens, around, listed, meter);
    let forecast = usage.and_then(|usage| {
        recipients.map(|limit| domain::limit::forecast(usage, Some(limit), lens.now))
    });
    let points = forecast.as_ref().map_or(&[][..], outlook::points);
    Whole {
        shares,
        other_shares,
        chart: usage
            .zip(recipients)
            .map(|(usage, limit)| chart::chart(lens, usage, limit, &meter.past, forecast.as_ref())),
        hours: usage.map(|usage| hours::hours(lens, usage, points)).unwrap_or_default(),
        returns: usage.and_then(|usage| hours::most(lens, usage)),
        answer: listed
            .asked
            .send
            .map(|send| outlook::answer(lens, usage, gauge.limit.tier.as_ref(), send)),
        steps: usage.map(|usage| {
            let standing = standing(listed.scope, meter, gauge.limit.tier.clone());
            steps::steps(lens, &standing, usage)
        }),
        compared: compared::compared(lens, meter),
        id,
        gauge,
    }
}

/// What is known of a portfolio that its next limit depends on.
fn standing(
    scope: &Scope,
    meter: &Meter,
    limit: Option<MessagingLimit>,
) -> domain::limit::Standing {
    let numbers = scope.numbers.iter().filter(|number| meter.numbers.contains(&number.node.id));
    let active = numbers.chain(&meter.beyond).filter(|number| number::is_active(number));
    let business = scope.businesses.iter().find(|one| one.node.id == meter.business);
    let verified = business.and_then(|business| business.text("verification_status"));
    let templates = meter.templates.iter().flat_map(|(quality, count)| {
        let count = usize::try_from(*count).unwrap_or(usize::MAX);
        let quality = quality.as_deref().unwrap_or("UNKNOWN");
        std::iter::repeat_n(quality, count).map(Into::into)
    });
    domain::limit::Standing {
        limit,
        numbers: active
            .map(|number| (number::status(number), number::quality(number).map(|(it, _)| it)))
            .collect(),
        templates: (!meter.templates.is_empty()).then(|| templates.collect()),
        is_verified: verified.map(|status| status.eq_ignore_ascii_case("verified")),
    }
}

fn shares(
    lens: &Lens<'_>,
    around: &Around,
    listed: &Listed<'_>,
    meter: &Meter,
) -> (Vec<Share>, Option<String>) {
    let of_meter = |(id, count): (&String, &u64)| {
        (*count > 0 && meter.numbers.contains(id)).then(|| (id.clone(), *count))
    };
    let mut counts: Vec<(String, u64)> = listed.usage.iter().filter_map(of_meter).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rest: u64 = counts.iter().skip(SHARES).map(|(_, count)| count).sum();
    let name = |id: &str| {
        let numbers = listed.scope.numbers.iter().chain(&meter.beyond);
        let number = numbers.into_iter().find(|number| number.node.id == id);
        number.map_or_else(|| id.to_owned(), named::name)
    };
    let share = |(id, count): &(String, u64)| Share {
        name: name(id),
        href: around.at(&format!("/numbers/{}", escaped(id))),
        count: lens.words.count(*count),
    };
    let named = counts.iter().take(SHARES).map(share).collect();
    (named, (rest > 0).then(|| lens.words.count(rest)))
}
