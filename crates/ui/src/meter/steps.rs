//! The way to the next limit: each step, whether it is done, and the rules that ask for it.

use domain::limit::{Answer, Coach, Next, Standing, Step, Task, Usage, coach};
use domain::rule;

use crate::explain::{self, RuleGroup};
use crate::told::Lens;
use crate::words::Words;

/// The way to the next limit.
pub(crate) struct Steps {
    pub title: String,
    /// Said instead of steps, or before them.
    pub text: String,
    pub tasks: Vec<Line>,
}

/// One step.
pub(crate) struct Line {
    pub tone: &'static str,
    pub icon: &'static str,
    /// "Feito", "Falta", "Não se sabe".
    pub answer: String,
    pub text: String,
    pub rules: Vec<RuleGroup>,
}

/// The way from where a portfolio stands.
pub(super) fn steps(lens: &Lens<'_>, standing: &Standing, usage: &Usage) -> Steps {
    let words = lens.words;
    match coach(standing, usage, lens.now) {
        Coach::Top => plain(words, "coach-top"),
        Coach::Unknown => plain(words, "coach-unknown"),
        Coach::All { next, tasks } => Steps {
            title: title(words, next),
            text: words.t(if is_flagged(&tasks) { "coach-flagged" } else { "coach-all" }),
            tasks: tasks.iter().map(|task| line(words, task)).collect(),
        },
        Coach::AnyOf { next, tasks } => Steps {
            title: title(words, next),
            text: words.t("coach-any"),
            tasks: tasks.iter().map(|task| line(words, task)).collect(),
        },
    }
}

fn plain(words: &Words, key: &str) -> Steps {
    Steps { title: words.t("coach-title"), text: words.t(key), tasks: Vec::new() }
}

fn title(words: &Words, next: Next) -> String {
    match next {
        Next::Recipients(count) => words.many("coach-next", count),
        Next::Unlimited => words.t("coach-next-unlimited"),
    }
}

/// Whether a flagged number stands in the way of everything else.
fn is_flagged(tasks: &[Task]) -> bool {
    let stands = |task: &Task| {
        matches!(task.step, Step::NotFlagged { .. }) && task.answer == Answer::NotDone
    };
    tasks.iter().any(stands)
}

fn line(words: &Words, task: &Task) -> Line {
    let (tone, icon, key) = match task.answer {
        Answer::Done => ("ok", "circle-check", "coach-done"),
        Answer::NotDone => ("warn", "circle-alert", "coach-not-done"),
        Answer::Unknown => ("unk", "circle-dashed", "coach-not-known"),
    };
    let rules = task.rules.iter().map(|id| explain::rule_line(words, rule::rule(id)));
    Line { tone, icon, answer: words.t(key), text: text(words, task.step), rules: rules.collect() }
}

fn text(words: &Words, step: Step) -> String {
    let lower = |key: &str, count: usize| words.many(key, count as u64);
    match step {
        Step::HalfInAWeek { reached, needed } => {
            let places = [("reached", words.count(reached)), ("needed", words.count(needed))];
            words.with("step-half", &places, None)
        }
        Step::NumbersHigh { lower: count } => lower("step-numbers", count),
        Step::TemplatesHigh { lower: count } => lower("step-templates", count),
        Step::Connected => words.t("step-connected"),
        Step::NotFlagged { flagged } => lower("step-flagged", flagged),
        Step::Verified => words.t("step-verified"),
        Step::Reach { people, days } => {
            let places = [("people", words.count(people)), ("days", words.count(days.into()))];
            words.with("step-reach", &places, None)
        }
    }
}
