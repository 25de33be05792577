//! The words of the API: reasons and steps of a verdict, what follows from an entity's state, and
//! problems. The same words as on the pages, since they are the same facts.

use domain::readiness::{Fix, Intervals, Readiness, Scope};
use domain::{Timestamp, health};
use jiff::tz::TimeZone;

use crate::Language;
use crate::entity;
use crate::health::effect;
use crate::told::Lens;
use crate::verdict;
use crate::words::Words;

/// The reasons of a verdict as sentences, in their order.
pub fn reasons(
    language: Language,
    scope: &Scope,
    readiness: &Readiness,
    intervals: &Intervals,
    now: Timestamp,
) -> Vec<String> {
    let words = words(language);
    let lens = Lens { words: &words, intervals, now };
    let said = readiness.reasons.iter().map(|reason| verdict::reason(&lens, scope, reason));
    said.collect()
}

/// What can be done, as a sentence.
pub fn fix(language: Language, fix: &Fix) -> String {
    words(language).t(verdict::fix_key(fix))
}

/// What follows from an entity's state, in the words of the product's description, or where it says
/// nothing, as the pages conclude it; `None` where nothing follows.
pub fn consequence(language: Language, entity: &health::Entity) -> Option<String> {
    let (kind, can) = (&entity.kind, entity.can_send.as_ref());
    let key = entity::consequence(kind, can).or_else(|| effect::derived(kind, can))?;
    Some(words(language).t(key))
}

/// Why the API gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiProblem {
    /// No session came with the request, or none that holds.
    Unauthenticated,
    /// The role does not allow it.
    Forbidden,
    /// There is no such thing, or not for this session.
    NotFound,
    /// The address takes another method.
    MethodNotAllowed,
    /// A parameter can't be read.
    InvalidParameter,
    /// What was posted is no form.
    NotAForm,
    /// The store can't answer just now.
    Unavailable,
    /// Something went wrong here.
    Internal,
}

/// A problem's title and what to do.
pub fn api_problem(language: Language, problem: ApiProblem) -> (String, String) {
    let (title, detail) = match problem {
        ApiProblem::Unauthenticated => ("api-unauthenticated", "api-unauthenticated-next"),
        ApiProblem::Forbidden => ("problem-403", "problem-403-next"),
        ApiProblem::NotFound => ("problem-404", "problem-404-next"),
        ApiProblem::MethodNotAllowed => ("api-method", "api-method-next"),
        ApiProblem::InvalidParameter => ("api-parameter", "api-parameter-next"),
        ApiProblem::NotAForm => ("problem-400", "api-not-a-form-next"),
        ApiProblem::Unavailable => ("api-unavailable", "problem-503-next"),
        ApiProblem::Internal => ("api-failed", "problem-500-next"),
    };
    let words = words(language);
    (words.t(title), words.t(detail))
}

/// Sentences have no times of day in them, so the zone is none in particular.
fn words(language: Language) -> Words {
    Words::new(language, TimeZone::UTC)
}
