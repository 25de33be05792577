//! What the pages of a number's situation are given.

use domain::Timestamp;
use domain::situation::{Answer, Question, Situation, Walk};

/// The situation that a tenant keeps for its next login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Which.
    pub situation: Situation,
    /// Name of who chose it.
    pub person: String,
    /// When.
    pub at: Timestamp,
}

/// Situação do número: choosing, or a question.
#[derive(Clone, Copy, Debug)]
pub enum Wizard<'a> {
    /// The situations to choose from.
    Choosing {
        /// The one that the tenant keeps.
        chosen: Option<Situation>,
        /// Whether the form came without one.
        is_missing: bool,
    },
    /// A question.
    Asking {
        /// Which.
        question: Question,
        /// What was answered to it before.
        answered: Option<Answer>,
        /// What is asked before it, in order.
        before: &'a [(Question, Answer)],
        /// Every answer that was given, of other ways too.
        given: &'a [(Question, Answer)],
        /// Whether the form came without an answer.
        is_missing: bool,
    },
}

/// The guide of a situation.
#[derive(Clone, Copy, Debug)]
pub struct Guide<'a> {
    /// Which.
    pub situation: Situation,
    /// The answers that led to it; `None` when it was chosen.
    pub walk: Option<&'a Walk>,
    /// What the tenant keeps, of this situation or another.
    pub chosen: Option<&'a Chosen>,
    /// The whole address of this guide, without answers.
    pub link: &'a str,
}
