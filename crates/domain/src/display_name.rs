//! A number's display name: where its review stands, by Meta's words alone, and what comes next.
//!
//! Meta reviews each new name; an approved one must be registered, which no field of Meta's tells, so
//! that Farol remembers what it asked for and registered (Meta: Display names, read 2026-11-22).

use std::time::Duration;

use meta::open::{NameDecision, NameStatus};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::number;
use crate::replica::Replica;
use crate::time::Timestamp;

/// The name that holds, in Meta's spelling.
pub const NAME: &str = "verified_name";
/// The name that was asked for, in Meta's spelling.
pub const NEW_NAME: &str = "new_display_name";
/// What a course is noted under, beside the fields of a number.
pub const COURSE: &str = "display_name";
const NAME_STATUS: &str = "name_status";
const NEW_NAME_STATUS: &str = "new_name_status";
const DECISION: &str = "phone_number_name_update";

/// How often Meta lets a name be changed in [`CHANGES_IN`].
pub const CHANGES: usize = 10;
/// In how long Meta counts [`CHANGES`].
pub const CHANGES_IN: Duration = Duration::from_secs(30 * 86_400);
/// How long an approved name waits for the number to be registered; later it is asked for anew.
pub const REGISTER_WITHIN: Duration = Duration::from_secs(14 * 86_400);

/// Why a name is not sent to Meta.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is none.
    Empty,
    /// It has line breaks or other signs that no name has.
    NotOneLine,
    /// It is the name that holds, and nothing is wrong with it.
    TheSame,
}

/// What Farol did about a number's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// The name that was asked for here last.
    pub asked: Option<String>,
    /// When Meta was asked to register the number for its name, oldest first.
    pub registrations: Vec<Timestamp>,
    /// The last name that the number was registered for, and when Meta said yes.
    pub registered: Option<(String, Timestamp)>,
}

/// A request that no reading shows yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The name.
    pub name: &'a str,
    /// When it was asked for.
    pub at: Timestamp,
}

/// Which name is spoken of, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The name; `None` when Meta gives none.
    pub name: Option<String>,
    /// Where it stands.
    pub stage: Stage,
}

/// Where a name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The number was never read.
    Unread,
    /// It was asked for here at this moment, and no reading shows it yet.
    Asked(Timestamp),
    /// Meta says nothing of a review.
    Unreviewed,
    /// Meta reviews it.
    InReview,
    /// Meta put the decision off until the number has sent more.
    Deferred,
    /// Meta said no.
    Declined {
        /// Why, in Meta's spelling; only a webhook tells.
        reason: Option<String>,
    },
    /// It was approved and not registered in time, or not used.
    Expired,
    /// Meta said yes.
    Approved(Registering),
    /// A state that is not known here, in Meta's spelling.
    Unknown(String),
}

/// Whether an approved name must still be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registering {
    /// It need not: it is the number's first, or the app registers it.
    NotNeeded,
    /// It must, as far as Farol knows.
    Wanted {
        /// Until when; `None` when it was not heard when Meta said yes.
        until: Option<Timestamp>,
    },
    /// The time for it is over: the name must be asked for anew.
    Over {
        /// Since when.
        since: Timestamp,
    },
    /// Farol did.
    Done {
        /// When Meta said yes to it.
        at: Timestamp,
    },
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing must be done.
    Nothing,
    /// Meta's turn.
    Wait,
    /// The number is to be registered.
    Register,
    /// Another name, or the same anew, is to be asked for.
    AskAgain,
    /// Only Meta's own pages tell more.
    LookAtMeta,
}

impl Stage {
    /// Whose turn it is, and what for.
    pub fn next(&self) -> Next {
        match self {
            Self::Unread | Self::Asked(_) | Self::InReview | Self::Deferred => Next::Wait,
            Self::Unreviewed => Next::Nothing,
            Self::Declined { .. } | Self::Expired => Next::AskAgain,
            Self::Approved(Registering::NotNeeded | Registering::Done { .. }) => Next::Nothing,
            Self::Approved(Registering::Wanted { .. }) => Next::Register,
            Self::Approved(Registering::Over { .. }) => Next::AskAgain,
            Self::Unknown(_) => Next::LookAtMeta,
        }
    }
}

impl Standing {
    /// Where the name of a number stands: the later of Meta's two words on it, a reading's and a
    /// webhook's, and what Farol did about it.
    pub fn of(number: &Replica, asked: Option<Asked<'_>>, course: &Course, now: Timestamp) -> Self {
        let current = name_in(number, NAME);
        if let Some(asked) = asked.filter(|asked| Some(asked.name) != name_in(number, NEW_NAME)) {
            return Self { name: Some(asked.name.to_owned()), stage: Stage::Asked(asked.at) };
        }
        let new = name_in(number, NEW_NAME);
        let name = new.or(current);
        let stage = Reading { number, name, is_new: new.is_some(), course, now }.stage();
        Self { name: name.map(str::to_owned), stage }
    }
}

/// All that a stage is judged by.
struct Reading<'a> {
    number: &'a Replica,
    name: Option<&'a str>,
    /// Whether it is one that does not hold yet.
    is_new: bool,
    course: &'a Course,
    now: Timestamp,
}

impl Reading<'_> {
    fn stage(&self) -> Stage {
        let field = if self.is_new { NEW_NAME_STATUS } else { NAME_STATUS };
        let read = self.number.get(field);
        let told = self.decision().filter(|(_, at)| read.is_none_or(|read| *at > read.at));
        if let Some((decision, _)) = told {
            match decision {
                NameDecision::Approved => return Stage::Approved(self.registering()),
                NameDecision::Rejected => return self.declined(),
                NameDecision::Pending => return Stage::InReview,
                NameDecision::Deferred => return Stage::Deferred,
                // What is not known decides nothing: the reading stands.
                NameDecision::Other(_) => {}
            }
        }
        let Some(raw) = read.and_then(|read| read.as_str()) else {
            return if self.number.read_at.is_some() { Stage::Unreviewed } else { Stage::Unread };
        };
        match NameStatus::from(raw) {
            NameStatus::Approved | NameStatus::AvailableWithoutReview => {
                Stage::Approved(self.registering())
            }
            NameStatus::PendingReview => Stage::InReview,
            NameStatus::Declined => self.declined(),
            NameStatus::Expired => Stage::Expired,
            NameStatus::None | NameStatus::NonExists => Stage::Unreviewed,
            NameStatus::Other(raw) => Stage::Unknown(raw),
        }
    }

    fn declined(&self) -> Stage {
        let told = self.decision().filter(|(told, _)| *told == NameDecision::Rejected);
        let reason = told.and_then(|_| self.said("rejection_reason"));
        Stage::Declined { reason: reason.map(str::to_owned) }
    }

    /// What the last webhook decided about this very name, and when.
    fn decision(&self) -> Option<(NameDecision, Timestamp)> {
        let told = self.number.get(DECISION)?;
        let is_it = self.said("requested_verified_name") == self.name;
        is_it.then_some(())?;
        Some((NameDecision::from(self.said("decision")?), told.at))
    }

    fn said(&self, part: &str) -> Option<&str> {
        let text = self.number.get(DECISION)?.value.get(part).and_then(Value::as_str);
        text.filter(|text| !text.is_empty() && *text != "null")
    }

    fn registering(&self) -> Registering {
        let was_reviewed_anew = name_status(self.number, NEW_NAME_STATUS).is_some_and(is_yes);
        let was_asked_here = self.course.asked.as_deref() == self.name && self.name.is_some();
        if number::is_in_app(self.number) || !(self.is_new || was_reviewed_anew || was_asked_here) {
            return Registering::NotNeeded;
        }
        let yes = self.decision().filter(|(told, _)| *told == NameDecision::Approved);
        let said_at = yes.map(|(_, at)| at);
        if let Some((name, at)) = &self.course.registered
            && Some(name.as_str()) == self.name
            && said_at.is_none_or(|said| said <= *at)
        {
            return Registering::Done { at: *at };
        }
        match said_at.map(|at| at.plus(REGISTER_WITHIN)) {
            Some(since) if since <= self.now => Registering::Over { since },
            until => Registering::Wanted { until },
        }
    }
}

/// A name as it is sent: without what stands around it.
pub fn tidied(name: &str) -> &str {
    name.trim()
}

/// Why a name is not sent; what Meta's reviewers think of it, only Meta tells.
pub fn fault(name: &str, number: &Replica, standing: &Standing) -> Option<Fault> {
    if name.is_empty() {
        return Some(Fault::Empty);
    }
    if name.chars().any(char::is_control) {
        return Some(Fault::NotOneLine);
    }
    let is_current = name_in(number, NAME) == Some(name) && name_in(number, NEW_NAME).is_none();
    (is_current && standing.stage.next() != Next::AskAgain).then_some(Fault::TheSame)
}

/// A name that a field holds.
pub fn name_in<'a>(number: &'a Replica, field: &str) -> Option<&'a str> {
    number.text(field).filter(|name| !name.is_empty())
}

/// Whether the value of a field shows that a name was taken: Meta shows it as the one asked for, or,
/// where it needs no review, as the one that holds.
pub fn is_shown_by(field: &str) -> bool {
    field == NEW_NAME || field == NAME
}

fn name_status(number: &Replica, field: &str) -> Option<NameStatus> {
    number.text(field).map(NameStatus::from)
}

fn is_yes(status: NameStatus) -> bool {
    matches!(status, NameStatus::Approved | NameStatus::AvailableWithoutReview)
}
