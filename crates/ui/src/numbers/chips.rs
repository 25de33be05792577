//! What the list can be narrowed to, as links with how many each shows.

use serde_json::Value;

use super::PATH;
use super::select::Selected;
use crate::badge;
use crate::frame::Around;
use crate::view::{Asked, Filter};
use crate::words::Words;

/// A choice as a link.
pub(super) struct Chip {
    pub href: String,
    pub text: String,
    pub count: String,
    pub is_current: bool,
    /// Of the shape beside it, where what it counts asks for a look; else empty.
    pub tone: &'static str,
}

/// Choices of one kind under their name.
pub(super) struct Facet {
    pub title: String,
    pub chips: Vec<Chip>,
}

/// The filters; whatever else was asked for is kept.
pub(super) fn filters(
    words: &Words,
    around: &Around,
    asked: &Asked,
    selected: &Selected<'_>,
) -> Vec<Chip> {
    let chip = |(filter, count): (Filter, usize)| {
        let key = match filter {
            Filter::All => "filter-all",
            Filter::Attention => "filter-attention",
            Filter::Active => "filter-active",
            Filter::Pending => "filter-pending",
            Filter::InUse => "filter-in-use",
        };
        Chip {
            href: around.at(&Asked { filter, page: 0, ..asked.clone() }.at(PATH)),
            text: words.t(key),
            count: words.count(count as u64),
            is_current: filter == asked.filter,
            tone: if filter == Filter::Attention && count > 0 { "warn" } else { "" },
        }
    };
    selected.filters.into_iter().map(chip).collect()
}

/// Qualities and states as Meta reports them; a second press on one takes it back.
pub(super) fn facets(
    words: &Words,
    around: &Around,
    asked: &Asked,
    selected: &Selected<'_>,
) -> Vec<Facet> {
    let quality = |chosen| Asked { quality: chosen, page: 0, ..asked.clone() };
    let status = |chosen| Asked { status: chosen, page: 0, ..asked.clone() };
    let chip = |field: &'static str,
                (raw, count): &(String, usize),
                chosen: &Option<String>,
                asks: &dyn Fn(Option<String>) -> Asked| {
        let is_current = chosen.as_ref() == Some(raw);
        let look = badge::look(words, field, &Value::from(raw.as_str()));
        Chip {
            href: around.at(&asks((!is_current).then(|| raw.clone())).at(PATH)),
            text: if raw == Asked::NEVER_READ { words.t("never-read") } else { look.word },
            count: words.count(*count as u64),
            is_current,
            tone: match look.tone {
                "warn" | "bad" if *count > 0 => look.tone,
                _ => "",
            },
        }
    };
    let qualities = selected.qualities.iter();
    let statuses = selected.statuses.iter();
    vec![
        Facet {
            title: words.t("field-quality"),
            chips: qualities
                .map(|found| chip("quality_rating", found, &asked.quality, &quality))
                .collect(),
        },
        Facet {
            title: words.t("field-status"),
            chips: statuses.map(|found| chip("status", found, &asked.status, &status)).collect(),
        },
    ]
}
