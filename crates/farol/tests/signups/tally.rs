//! What happened, counted, and printed as a table.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use domain::signup::{Signup, Stage};
use serde_json::Value;

/// Counts of one or more lanes.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    counts: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, what: impl Into<String>) {
        self.add_many(what, 1);
    }

    /// Counts so many more.
    pub fn add_many(&mut self, what: impl Into<String>, count: usize) {
        *self.counts.entry(what.into()).or_default() += count;
    }

    /// How many were counted.
    pub fn of(&self, what: &str) -> usize {
        self.counts.get(what).copied().unwrap_or_default()
    }

    /// Takes in another's counts.
    pub fn join(&mut self, other: &Self) {
        for (what, count) in &other.counts {
            self.add_many(what.clone(), *count);
        }
    }

    /// The table, with how long it took.
    pub fn table(&self, took: Duration) -> String {
        format!("{self}{:<44}{:>8.1}\n", "seconds", took.as_secs_f64())
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, count) in &self.counts {
            writeln!(f, "{what:<44}{count:>6}")?;
        }
        Ok(())
    }
}

/// Where a login stands, in a few words.
pub fn standing(signup: &Signup) -> String {
    let word = |value: Value, tag: &str| value[tag].as_str().unwrap_or_default().to_owned();
    match &signup.stage {
        Stage::Doing { task, snag, .. } => {
            let obstacle = snag.as_ref().map(|snag| serde_json::to_value(&snag.obstacle));
            let obstacle = obstacle.transpose().expect("it is JSON").unwrap_or_default();
            format!("login doing {}: {}", task.step().as_str(), word(obstacle, "obstacle"))
        }
        Stage::Stopped { snag, .. } => {
            let obstacle = serde_json::to_value(&snag.obstacle).expect("it is JSON");
            format!("login stopped: {}", word(obstacle, "obstacle"))
        }
        Stage::Leaving { .. } => "login leaving".to_owned(),
        Stage::Awaiting => "login awaiting".to_owned(),
        Stage::Connected => "login connected".to_owned(),
        Stage::Ended { ending } => {
            let ending = serde_json::to_value(ending).expect("it is JSON");
            format!("login ended: {}", word(ending, "ending"))
        }
    }
}
