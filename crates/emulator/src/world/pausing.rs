//! A template's pauses: low quality takes it out of use for three hours, then for six, then for good.
//!
//! Each fall to RED of a template in use is an instance (META 4.3), and the pause ends by itself. Meta
//! does not say what ends the count; here a quality that is GREEN again does, and so does being
//! reinstated. A pause by pacing has no end of its own: the business ends it by `unpause`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ledger::HOUR_MS;
use super::{Kind, Node, World};

const FIRST_PAUSE: &str = "FIRST_PAUSE";
const SECOND_PAUSE: &str = "SECOND_PAUSE";
const PACING: &str = "RATE_LIMITING_PAUSE";

/// The fall that disables.
const LAST: u32 = 3;

/// A pause under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Which one, in Meta's words.
    pub title: String,
    /// When it ends by itself.
    pub until_ms: Option<i64>,
}

impl Pause {
    fn titled(title: &str, now_ms: i64) -> Pause {
        let hours = match title {
            FIRST_PAUSE => Some(3),
            SECOND_PAUSE => Some(6),
            _ => None,
        };
        let until_ms = hours.map(|hours| now_ms + hours * HOUR_MS);
        Pause { title: title.to_owned(), until_ms }
    }

    pub fn is_by_pacing(&self) -> bool {
        self.title == PACING
    }
}

/// What a change by hand means for the pauses. `quality` is the one that was given, if one was, and
/// `title` the pause that was asked for.
pub fn follow(
    before: &Node,
    after: &mut Node,
    quality: Option<&str>,
    title: Option<&str>,
    now_ms: i64,
) {
    let has_moved = before.text("status") != after.text("status");
    if quality == Some("GREEN") || (before.text("status"), after.text("status")) == REINSTATED {
        after.pauses = 0;
    }
    if has_moved {
        settle(after, title, now_ms);
    } else if quality == Some("RED") && after.text("status") == "APPROVED" {
        let status = if after.pauses + 1 >= LAST { "DISABLED" } else { "PAUSED" };
        after.set("status", status);
        settle(after, title, now_ms);
    }
}

const REINSTATED: (&str, &str) = ("DISABLED", "APPROVED");

/// Begins or ends a pause as the new status has it.
fn settle(template: &mut Node, title: Option<&str>, now_ms: i64) {
    let status = template.text("status").to_owned();
    template.pause = None;
    if status == "PAUSED" {
        let own = if template.pauses == 0 { FIRST_PAUSE } else { SECOND_PAUSE };
        let pause = Pause::titled(title.unwrap_or(own), now_ms);
        template.pauses += u32::from(!pause.is_by_pacing());
        template.pause = Some(pause);
    } else if status == "DISABLED" {
        template.pauses = template.pauses.max(LAST);
    }
}

/// When a template's pause is over.
pub fn next_ms(template: &Node) -> Option<i64> {
    template.pause.as_ref()?.until_ms
}

/// Ends a pause whose time has come.
pub fn pass(world: &mut World, id: &str, at_ms: i64) {
    let Some(template) = world.nodes.get_mut(id) else { return };
    if next_ms(template).is_some_and(|until_ms| until_ms <= at_ms) {
        end(template);
    }
}

/// A template that comes paused from a file of ours or of an older program begins its pause now.
pub fn adopt(template: &mut Node, now_ms: i64) {
    if template.kind == Kind::Template
        && template.text("status") == "PAUSED"
        && template.pause.is_none()
    {
        let title = if template.pauses <= 1 { FIRST_PAUSE } else { SECOND_PAUSE };
        template.pauses = template.pauses.max(1);
        template.pause = Some(Pause::titled(title, now_ms));
    }
}

/// In use again.
pub fn end(template: &mut Node) {
    template.pause = None;
    template.set("status", "APPROVED");
}

/// The quality that a change gives.
pub fn quality(given: &serde_json::Map<String, Value>) -> Option<&str> {
    given.get("quality")?.as_str()
}
