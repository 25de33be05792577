//! Meta's own count of days beside Farol's.

use domain::How;
use domain::NodeKind;

use crate::told::{Lens, Source};
use crate::view::{ComparedDay, Meter};

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
    let places = [
        ("day", words.utc_day(newest.start)),
        ("meta", count(newest.delivered)),
        ("seen", count(newest.seen_delivered)),
    ];
    let key = if newest.delivered == newest.seen_delivered { "compared-same" } else { "compared" };
    Some(Compared {
        sentence: words.with(key, &places, None),
        days: meter.days.iter().rev().map(day).collect(),
        source: Some(lens.source(NodeKind::Waba, newest.asked_at, How::Read)),
        refusal,
    })
}
