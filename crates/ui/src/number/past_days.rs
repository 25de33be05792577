//! The quality day by day from before the days of the page: what stays when the changes are gone.

use domain::quality_day::QualityDay;
use serde_json::Value;

use crate::badge::{self, Look};
use crate::words::Words;

/// Days in a row with the same quality.
pub(crate) struct Run {
    pub look: Look,
    /// The worst of those days, where that is another one.
    pub worst: Option<Look>,
    pub from: String,
    pub until: String,
}

/// Runs, newest first; a day without a row is in none.
pub(crate) fn runs(words: &Words, days: &[QualityDay]) -> Vec<Run> {
    const DAY_MS: i64 = 86_400_000;
    let is_run = |one: &QualityDay, next: &QualityDay| {
        (&one.rating, &one.worst) == (&next.rating, &next.worst)
            && next.day.as_millis() - one.day.as_millis() == DAY_MS
    };
    let runs = days.chunk_by(is_run).filter_map(|run| {
        let (first, last) = (run.first()?, run.last()?);
        let look = |raw: &str| badge::look(words, "quality_rating", &Value::from(raw));
        Some(Run {
            look: look(&first.rating),
            worst: (first.worst != first.rating).then(|| look(&first.worst)),
            from: words.date_only(first.day),
            until: words.date_only(last.day),
        })
    });
    let mut runs: Vec<Run> = runs.collect();
    runs.reverse();
    runs
}
