//! The display name: the one that holds, and the one that Meta reviews.

use domain::Replica;

use crate::badge::Badge;
use crate::told::{Lens, Source};

/// The card.
pub(crate) struct Name {
    pub source: Option<Source>,
    /// What Meta says, line by line.
    pub facts: Vec<(String, Vec<Badge>)>,
}

impl Name {
    /// What Meta says of a number's name; the one asked for only where there is one.
    pub fn of(lens: &Lens<'_>, number: &Replica) -> Self {
        let words = lens.words;
        let badge = |field: &'static str| Badge::of(words, number, field);
        let mut facts =
            vec![(words.t("field-name"), vec![badge("verified_name"), badge("name_status")])];
        if number.get("new_display_name").is_some() {
            let review = number.get("new_name_status").map(|_| badge("new_name_status"));
            let values = std::iter::once(badge("new_display_name")).chain(review).collect();
            facts.push((words.t("field-new-name"), values));
        }
        Self { source: lens.reading(number), facts }
    }
}
