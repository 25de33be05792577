//! Why numbers are of medium or low quality, beside how many are: each with what people said.

use domain::{Replica, number};
use meta::open::QualityRating;

use crate::badge::Badge;
use crate::frame::{Around, escaped};
use crate::named;
use crate::number_row::{self, Why};
use crate::told::Lens;
use crate::view::Asked;

/// Numbers that are named at most; the list has all.
const NAMED: usize = 5;

/// The reasons of all numbers of one quality.
pub(super) struct Reasons {
    /// Tells these from the reasons of another quality.
    pub word: String,
    pub title: String,
    pub numbers: Vec<Named>,
    /// How many more there are, and where.
    pub more: Option<(String, String)>,
    /// What to do.
    pub steps: Vec<String>,
}

/// A number with its reasons.
pub(super) struct Named {
    pub name: String,
    pub href: String,
    pub why: Why,
}

/// The reasons of the numbers of this quality; `None` for one at which Meta gives none.
pub(super) fn reasons(
    lens: &Lens<'_>,
    around: &Around,
    numbers: &[Replica],
    badge: &Badge,
) -> Option<Reasons> {
    let rating = QualityRating::from(badge.told.as_ref()?.value.as_str());
    if !matches!(rating, QualityRating::Yellow | QualityRating::Red) {
        return None;
    }
    let of_it = |held: &&Replica| number::quality(held).is_some_and(|(held, _)| held == rating);
    let all: Vec<&Replica> = numbers.iter().filter(of_it).collect();
    let named = |held: &&Replica| {
        let href = around.at(&format!("/numbers/{}", escaped(&held.node.id)));
        Some(Named { name: named::name(held), href, why: number_row::why(lens, held)? })
    };
    let named: Vec<Named> = all.iter().take(NAMED).filter_map(named).collect();
    let first = &named.first()?.why;
    let more = all.len().saturating_sub(named.len()) as u64;
    let asked = Asked { quality: Some(rating.as_str().to_owned()), ..Asked::default() };
    let rest = || (lens.words.many("reasons-more", more), around.at(&asked.at("/numbers")));
    Some(Reasons {
        word: rating.as_str().to_ascii_lowercase(),
        title: first.title.clone(),
        steps: first.steps.clone(),
        more: (more > 0).then(rest),
        numbers: named,
    })
}
