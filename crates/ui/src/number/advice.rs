//! What to do, in the words of the product's description; nothing where it has none.

use domain::{Replica, number};
use meta::open::{PhoneNumberStatus, QualityRating};

use crate::words::Words;

/// Advice.
pub(crate) struct Advice {
    /// Why it is given; `None` where the steps stand alone.
    pub lead: Option<String>,
    /// What to do, with what the description says of it.
    pub steps: Vec<(String, Option<String>)>,
}

/// What the description says of a number of medium or low quality, flagged or restricted.
pub(crate) fn advice(words: &Words, number: &Replica) -> Option<Advice> {
    let quality = number::quality(number).map(|(rating, _)| rating);
    let status = number::status(number);
    let is_restricted = status == Some(PhoneNumberStatus::Restricted);
    let is_disliked = matches!(quality, Some(QualityRating::Yellow | QualityRating::Red))
        || status == Some(PhoneNumberStatus::Flagged);
    let mut steps = Vec::new();
    if is_restricted {
        steps.push((words.t("advice-reply"), Some(words.t("advice-reply-how"))));
    }
    if is_disliked {
        let known = ["advice-templates", "advice-audience", "advice-practices"];
        steps.extend(known.map(|key| (words.t(key), None)));
    }
    let lead = is_disliked.then(|| words.t("advice-lead"));
    (!steps.is_empty()).then_some(Advice { lead, steps })
}
