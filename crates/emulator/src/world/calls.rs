//! Calls that people made to numbers: `call_analytics` counts them, for 90 days back (META 9).

use serde::{Deserialize, Serialize};

const DAY_S: i64 = 86_400;
/// How far back Meta answers.
pub const LOOK_BACK_S: i64 = 90 * DAY_S;

/// A call that ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The number that was called.
    pub number: String,
    pub began_s: i64,
    pub lasted_s: i64,
}

/// The calls of the last 90 days, in the order in which they ended.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Calls(Vec<Call>);

impl Calls {
    pub fn add(&mut self, call: Call) {
        let from_s = call.began_s - LOOK_BACK_S - DAY_S;
        self.0.retain(|old| old.began_s >= from_s);
        self.0.push(call);
    }

    /// The calls of a number.
    pub fn of<'c>(&'c self, number: &'c str) -> impl Iterator<Item = &'c Call> {
        self.0.iter().filter(move |call| call.number == number)
    }
}
