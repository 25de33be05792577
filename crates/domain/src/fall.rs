//! What went on before a number's quality fell: computed beside it, since Meta names no cause.

use std::collections::BTreeMap;
use std::time::Duration;

use meta::open::QualityRating;

use crate::change::Change;
use crate::time::Timestamp;
use crate::traffic::Kind;

/// How far before a fall one looks, and how far before that for comparison.
pub const BEFORE: Duration = Duration::from_secs(48 * 3600);

/// One count of one hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hour {
    /// When the hour begins (UTC).
    pub hour: Timestamp,
    /// What was counted.
    pub kind: Kind,
    /// How many.
    pub count: u64,
}

/// A fall with what went on before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fall<'a> {
    /// The fall.
    pub change: &'a Change,
    /// What was counted in the time before, of each kind that was: then, and in the same time before
    /// that. Failures are counted together, whatever their code.
    pub counts: Vec<(Kind, u64, u64)>,
    /// What happened to templates in that time, oldest first.
    pub templates: Vec<&'a Change>,
}

/// The falls among these changes of `quality_rating`, in their order.
///
/// Hours count to the time in which they begin, so a fall's own hour is the last one before it.
pub fn falls<'a>(
    ratings: &[&'a Change],
    hours: &[Hour],
    templates: &[&'a Change],
) -> Vec<Fall<'a>> {
    let fell = ratings.iter().copied().filter(|change| is_fall(change));
    fell.map(|change| before(change, hours, templates)).collect()
}

/// Whether a quality became worse; a first rating is none.
fn is_fall(change: &Change) -> bool {
    let rank = |value: &serde_json::Value| match value.as_str().map(QualityRating::from) {
        Some(QualityRating::Green) => Some(2),
        Some(QualityRating::Yellow) => Some(1),
        Some(QualityRating::Red) => Some(0),
        Some(QualityRating::Unknown | QualityRating::Other(_)) | None => None,
    };
    matches!((rank(&change.before), rank(&change.after)), (Some(before), Some(after)) if after < before)
}

fn before<'a>(change: &'a Change, hours: &[Hour], templates: &[&'a Change]) -> Fall<'a> {
    let back = |at: Timestamp| {
        let length = i64::try_from(BEFORE.as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millis(at.as_millis().saturating_sub(length))
    };
    let (from, earlier) = (back(change.at), back(back(change.at)));
    let mut counts: BTreeMap<Kind, (u64, u64)> = BTreeMap::new();
    for Hour { hour, kind, count } in hours {
        let kind = match kind {
            Kind::Failed(_) => Kind::Failed(None),
            kind => kind.clone(),
        };
        if (from..change.at).contains(hour) {
            counts.entry(kind).or_default().0 += count;
        } else if (earlier..from).contains(hour) {
            counts.entry(kind).or_default().1 += count;
        }
    }
    let mut templates: Vec<&Change> =
        templates.iter().copied().filter(|one| (from..=change.at).contains(&one.at)).collect();
    templates.sort_by_key(|one| one.at);
    Fall {
        change,
        counts: counts.into_iter().map(|(kind, (then, before))| (kind, then, before)).collect(),
        templates,
    }
}
