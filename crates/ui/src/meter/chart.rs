//! The curve of a meter as a drawing: what was used in the last day, what is expected in the next,
//! and the limit. Geometry stands in attributes, in percent, since the policy allows no styles.

use std::fmt::Write as _;

use domain::Timestamp;
use domain::limit::{Forecast, Point, Usage};

use super::outlook;
use crate::told::Lens;

/// Hours on either side of now.
const SIDE: f64 = 24.0;
/// Samples further apart than this are not joined by a line: nobody knows what was between.
const GAP_MS: i64 = 90 * 60 * 1_000;
const HOUR_MS: f64 = 3_600_000.0;

/// The drawing. Places are percent of its width from the left and of its height from the top.
pub(crate) struct Chart {
    /// Said to who does not see it.
    pub label: String,
    /// Marks of the axis, from the top.
    pub marks: Vec<String>,
    /// What was used, one piece for each stretch without a gap; and the surface under it.
    pub past: Vec<String>,
    pub under: Vec<String>,
    /// What is expected, and its band.
    pub ahead: String,
    pub band: String,
    pub limit_y: String,
    pub limit: String,
    pub now_y: String,
    pub now: String,
    /// Where the expectation meets the limit, and when.
    pub meets: Option<(String, String)>,
    /// Under the axis: place and time.
    pub times: Vec<(String, String, &'static str)>,
}

/// The drawing of a portfolio's meter.
pub(super) fn chart(
    lens: &Lens<'_>,
    usage: &Usage,
    limit: u64,
    past: &[(Timestamp, u64)],
    forecast: Option<&Forecast>,
) -> Chart {
    let points = forecast.map_or(&[][..], outlook::points);
    let scale = Scale { now: lens.now, step: step(usage.used.max(limit)) };
    let stretches = stretches(lens.now, usage, past);
    let words = lens.words;
    let count = |number| words.count(number);
    let meets = match forecast {
        Some(Forecast::At { expected: Some(at), .. }) => Some(*at),
        Some(_) | None => None,
    };
    Chart {
        label: words.with(
            "chart-label",
            &[("used", count(usage.used)), ("limit", count(limit))],
            None,
        ),
        marks: (0..=4).rev().map(|nth| count(nth * scale.step)).collect(),
        under: stretches.iter().map(|stretch| scale.under(stretch)).collect(),
        past: stretches.iter().map(|stretch| scale.line(stretch)).collect(),
        ahead: scale
            .line(&points.iter().map(|point| (point.at, point.expected)).collect::<Vec<_>>()),
        band: scale.band(points),
        limit_y: percent(scale.y(limit)),
        limit: count(limit),
        now_y: percent(scale.y(usage.used)),
        now: count(usage.used),
        meets: meets.map(|at| (percent(scale.x(at)), outlook::soon(lens, at))),
        times: times(lens, &scale),
    }
}

/// What was used in the last day, up to now, cut where nobody looked.
fn stretches(
    now: Timestamp,
    usage: &Usage,
    past: &[(Timestamp, u64)],
) -> Vec<Vec<(Timestamp, u64)>> {
    let is_shown = |at: Timestamp| at <= now && hours(at, now) <= SIDE;
    let samples = past.iter().copied().filter(|(at, _)| is_shown(*at));
    let mut stretches: Vec<Vec<(Timestamp, u64)>> = Vec::new();
    for (at, used) in samples.chain([(now, usage.used)]) {
        let is_near = |(last, _): &(Timestamp, u64)| at.as_millis() - last.as_millis() <= GAP_MS;
        match stretches.last_mut() {
            Some(stretch) if stretch.last().is_some_and(is_near) => stretch.push((at, used)),
            _ => stretches.push(vec![(at, used)]),
        }
    }
    stretches
}

/// Where moments and counts lie.
struct Scale {
    now: Timestamp,
    /// A quarter of the height.
    step: u64,
}

#[expect(
    clippy::cast_precision_loss,
    reason = "places on a drawing: far below where a float loses count"
)]
impl Scale {
    fn x(&self, at: Timestamp) -> f64 {
        let ahead = (at.as_millis() - self.now.as_millis()) as f64 / HOUR_MS;
        (50.0 + ahead / SIDE * 50.0).clamp(0.0, 100.0)
    }

    fn y(&self, count: u64) -> f64 {
        (100.0 - count as f64 / (self.step * 4) as f64 * 100.0).clamp(0.0, 100.0)
    }

    fn line(&self, points: &[(Timestamp, u64)]) -> String {
        let mut path = String::new();
        for (at, count) in points {
            let sign = if path.is_empty() { "M" } else { " L" };
            let _ = write!(path, "{sign}{:.2} {:.2}", self.x(*at), self.y(*count));
        }
        path
    }

    fn under(&self, points: &[(Timestamp, u64)]) -> String {
        let (Some(first), Some(last)) = (points.first(), points.last()) else {
            return String::new();
        };
        format!("{} V100 H{:.2}Z", self.line(points), self.x(first.0).min(self.x(last.0)))
    }

    fn band(&self, points: &[Point]) -> String {
        let upper = points.iter().map(|point| (point.at, point.high));
        let lower = points.iter().rev().map(|point| (point.at, point.low));
        match self.line(&upper.chain(lower).collect::<Vec<_>>()) {
            path if path.is_empty() => path,
            path => path + "Z",
        }
    }
}

/// A quarter of the axis: a round number, so that a fifth stays free above what must be seen.
fn step(highest: u64) -> u64 {
    let least = (highest + highest / 5).div_ceil(4).max(1);
    let mut unit = 1_u64;
    loop {
        let fits = [2, 3, 5, 6, 8, 10].iter().map(|of| of * unit / 2).find(|step| *step >= least);
        match fits {
            Some(step) => return step,
            None => unit = unit.saturating_mul(10),
        }
    }
}

/// Six hours apart, with now in the middle; the first and the last stand inside.
fn times(lens: &Lens<'_>, scale: &Scale) -> Vec<(String, String, &'static str)> {
    let at = |ahead: i64| {
        let moment = Timestamp::from_millis(lens.now.as_millis() + ahead * 3_600_000);
        let text = match ahead {
            0 => lens.words.t("chart-now"),
            _ => outlook::soon(lens, moment),
        };
        let class = match ahead {
            -24 => "start",
            24 => "end",
            0 => "middle",
            _ => "between",
        };
        (percent(scale.x(moment)), text, class)
    };
    [-24, -12, 0, 12, 24].map(at).into()
}

#[expect(clippy::cast_precision_loss, reason = "hours of a day or two")]
fn hours(from: Timestamp, to: Timestamp) -> f64 {
    (to.as_millis() - from.as_millis()) as f64 / HOUR_MS
}

fn percent(place: f64) -> String {
    format!("{place:.2}%")
}
