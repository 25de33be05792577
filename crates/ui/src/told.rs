//! A value as Meta told it, with its marks: which field, raw value, when and how (SURFACE, Markup).

use std::time::Duration;

use domain::readiness::Intervals;
use domain::{Heard, How, NodeKind, Replica, Timestamp};
use meta::catalogue::Asked;
use serde_json::Value;

use crate::catalogue::Meaning;
use crate::words::Words;

/// After this a value that is still shown is greyed.
const GREYED: Duration = Duration::from_secs(24 * 3600);

/// The marks of a replicated value.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub field: &'static str,
    pub value: String,
    pub how: &'static str,
    pub at: i64,
}

impl Told {
    /// The marks of a heard field.
    pub fn of(field: &'static str, heard: &Heard) -> Self {
        let value = match &heard.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Self { field, value, how: heard.how.as_str(), at: heard.at.as_millis() }
    }

    /// The marks of a value that stands inside a heard field.
    pub fn inside(field: &'static str, value: String, at: Timestamp, how: How) -> Self {
        Self { field, value, how: how.as_str(), at: at.as_millis() }
    }
}

/// When and how something was heard, in words: "Meta, há 12 s · via consulta".
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub iso: String,
    pub ago: String,
    pub way: String,
    pub is_old: bool,
    pub is_greyed: bool,
    /// From which age on it is old, in milliseconds; the page lets it grow old by itself.
    pub old_after_ms: u128,
}

/// What is needed to judge and word a moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lens<'a> {
    pub words: &'a Words,
    pub intervals: &'a Intervals,
    pub now: Timestamp,
}

impl Lens<'_> {
    /// The source of a field; `None` when it was never heard.
    pub fn field(&self, replica: &Replica, field: &str) -> Option<Source> {
        replica.get(field).map(|heard| self.source(replica.node.kind, heard.at, heard.how))
    }

    /// The source of something heard.
    pub fn source(&self, kind: NodeKind, at: Timestamp, how: How) -> Source {
        let way = match how {
            How::Read => "via-read",
            How::Webhook => "via-webhook",
            How::Operator => "via-operator",
            How::Computed => "via-computed",
        };
        Source {
            iso: self.words.iso(at),
            ago: self.words.ago(at, self.now),
            way: self.words.t(way),
            is_old: self.intervals.is_old(kind, at, self.now),
            is_greyed: self.now.since(at) > GREYED,
            old_after_ms: self.intervals.of(kind).as_millis() * 3,
        }
    }

    /// The source of a node's newest reading; `None` when it was never read.
    pub fn reading(&self, replica: &Replica) -> Option<Source> {
        replica.read_at.map(|at| self.source(replica.node.kind, at, How::Read))
    }

    /// What to say of readings that fail: since when, and what Meta or the network said.
    pub fn failure(&self, replica: &Replica) -> Option<Failing> {
        failing(self.words, replica)
    }

    /// Why a reading failed; a reason that has no words keeps its name.
    pub fn reason(&self, name: &str) -> String {
        reason(self.words, name)
    }
}

/// What to say of readings that fail: since when, and what Meta or the network said.
pub(crate) fn failing(words: &Words, replica: &Replica) -> Option<Failing> {
    let failure = replica.failure.as_ref()?;
    let since = words.moment(failure.since);
    let reason = reason(words, &failure.reason);
    Some(Failing {
        sentence: words.with("failing-since", &[("since", since), ("reason", reason)], None),
        message: failure.message.clone(),
        meaning: failure
            .code
            .and_then(|code| Meaning::find_asked(words, Asked { code, subcode: failure.subcode })),
    })
}

fn reason(words: &Words, name: &str) -> String {
    let worded = words.maybe(&format!("failure-{}", name.replace('_', "-")));
    worded.unwrap_or_else(|| name.to_owned())
}

/// Readings that fail.
#[derive(Clone, Debug)]
pub(crate) struct Failing {
    pub sentence: String,
    /// Meta's own words, quoted.
    pub message: Option<String>,
    /// What the catalogue knows of Meta's code.
    pub meaning: Option<Meaning>,
}
