//! Meta's own count of days beside Farol's.

use std::time::Duration;

use domain::How;
use domain::NodeKind;

use crate::told::{Lens, Source};
use crate::view::{ComparedDay, Meter};

/// Meta is asked for its count once a day: it is old when a day was missed.
const OLD_AFTER: Duration = Duration::from_secs(48 * 3_600);

/// Meta's count beside Farol's.
pub(crate) struct Compared {
    /// About the newest day: "No dia 21 nov (UTC) a Meta contou …".
    pub sentence: String,
    pub days: Vec<Day>,
    pub source: Option<Source>,
    /// What Meta said instead, in its words.
    pub refusal: Option<String>,
}

/// A day.
pub(crate) struct Day {
    pub day: String,
    pub sent: String,
    pub seen_sent: String,
    pub delivered: String,
    pub seen_delivered: String,
}

/// The comparison of a portfolio; `None` before Meta was asked.
pub(super) fn compared(lens: &Lens<'_>, meter: &Meter) -> Option<Compared> {
    let words = lens.words;
    let count = |number| words.count(number);
    let refusal = meter.refusal.clone();
    let Some(newest) = meter.days.last() else {
        let sentence = refusal.as_ref().map(|_| words.t("compared-refused"))?;
        return Some(Compared { sentence, days: Vec::new(), source: None, refusal });
    };
    let day = |day: &ComparedDay| Day {
        day: words.utc_day(day.start),
        sent: count(day.sent),
        seen_sent: count(day.seen_sent),
        delivered: count(day.delivered),
        seen_delivered: count(day.seen_delivered),
    };
    Some(Compared {
        sentence: sentence(lens, meter, newest),
        days: meter.days.iter().rev().map(day).collect(),
        source: Some(source(lens, newest)),
        refusal,
    })
}

/// What is said of a day. One that began before Farol watched is not called equal or different: of
/// its first hours Farol can't have seen anything.
fn sentence(lens: &Lens<'_>, meter: &Meter, day: &ComparedDay) -> String {
    let words = lens.words;
    let since = meter.usage.as_ref().and_then(|usage| usage.since);
    let places = [
        ("day", words.utc_day(day.start)),
        ("meta", words.count(day.delivered)),
        ("seen", words.count(day.seen_delivered)),
    ];
    match since.filter(|since| day.start < *since) {
        Some(since) => {
            let [day, meta, seen] = places;
            let places = [day, meta, seen, ("since", words.moment(since))];
            words.with("compared-partly", &places, None)
        }
        None if day.delivered == day.seen_delivered => words.with("compared-same", &places, None),
        None => words.with("compared", &places, None),
    }
}

fn source(lens: &Lens<'_>, day: &ComparedDay) -> Source {
    let source = lens.source(NodeKind::Waba, day.asked_at, How::Read);
    Source {
        is_old: lens.now.since(day.asked_at) > OLD_AFTER,
        old_after_ms: OLD_AFTER.as_millis(),
        ..source
    }
}
