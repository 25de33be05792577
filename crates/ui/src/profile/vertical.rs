//! The line of business: Meta's list in words. What Meta reports beside the list stays, raw.

use domain::profile::{Part, Texts};
use meta::open;

use super::field::{Instead, Shown, sentence};
use crate::told::Told;
use crate::words::Words;

/// The field.
pub(crate) struct Vertical {
    pub told: Option<Told>,
    pub options: Vec<Choice>,
    pub error: Option<String>,
    pub instead: Option<Instead>,
}

/// A line of the list.
pub(crate) struct Choice {
    /// Meta's spelling.
    pub raw: String,
    pub word: String,
    /// Whether it is none that may be written.
    pub is_raw: bool,
    pub is_current: bool,
}

impl Vertical {
    /// The list, with what Meta has and what was typed where they are not on it.
    pub fn of(shown: &Shown<'_>, now: &Texts, told: Option<Told>) -> Self {
        let mut raws = vec![String::new()];
        let known = open::Vertical::KNOWN.iter().map(ToString::to_string);
        raws.extend(known.filter(|raw| is_written(raw)));
        for raw in [&now.vertical, &shown.texts.vertical] {
            if !raws.contains(raw) {
                raws.push(raw.clone());
            }
        }
        let choice = |raw: String| Choice {
            word: word(shown.words, &raw),
            is_current: raw == shown.texts.vertical,
            is_raw: !raw.is_empty() && !is_written(&raw),
            raw,
        };
        Self {
            told,
            options: raws.into_iter().map(choice).collect(),
            error: shown
                .fault(Part::Vertical)
                .map(|fault| sentence(shown.words, Part::Vertical, fault)),
            instead: shown.instead(Part::Vertical),
        }
    }

    /// The chosen line in words; empty when none is set.
    pub fn word(&self) -> String {
        let is_set = |choice: &&Choice| choice.is_current && !choice.raw.is_empty();
        self.options.iter().find(is_set).map(|choice| choice.word.clone()).unwrap_or_default()
    }
}

/// A value in words; one that is unknown, or that can only be read, is shown raw.
pub(crate) fn word(words: &Words, raw: &str) -> String {
    match raw {
        "" => words.t("vertical-none"),
        raw if is_written(raw) => {
            words.t(&format!("vertical-{}", raw.to_ascii_lowercase().replace('_', "-")))
        }
        raw => raw.to_owned(),
    }
}

/// Whether Meta takes a value.
fn is_written(raw: &str) -> bool {
    let vertical = open::Vertical::from(raw);
    open::Vertical::KNOWN.contains(&vertical) && !open::Vertical::READ_ONLY.contains(&vertical)
}
