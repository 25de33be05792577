//! Whether webhooks still come: a reading that finds what an event should have told says that they
//! may not.
//!
//! Only what Meta announces counts (META 7.2). A number's quality and state do not: no webhook tells
//! the first any more, and the second only under rules that Meta has ended.

use std::time::Duration;

use serde_json::Value;

use crate::change::Change;
use crate::node::NodeKind;
use crate::replica::How;
use crate::time::Timestamp;

/// How late a webhook may be before it is missed. As long before a reading it may have come, too:
/// Meta's readings lag behind its events.
pub const GRACE: Duration = Duration::from_secs(10 * 60);

/// A field whose webhook goes to every account of a portfolio.
pub const OF_PORTFOLIO: &str = "business_capability_update";

/// The webhook field by which Meta tells what a reading found; `None` where it tells nothing of it,
/// and for what Farol did itself or computed.
pub fn announced_by(change: &Change) -> Option<&'static str> {
    use NodeKind::{Business, MessageTemplate, PhoneNumber, Waba};
    let after = change.after.as_str();
    let is_other = |part: fn(&Value) -> &Value| {
        let (before, after) = (part(&change.before), part(&change.after));
        !before.is_null() && !after.is_null() && before != after
    };
    match change.how {
        How::Read => {}
        How::Webhook | How::Operator | How::Computed => return None,
    }
    let (field, is_told) = match (change.node.kind, change.field.as_str()) {
        (Waba, "account_review_status") => ("account_review_update", after.is_some()),
        // One that is gone from the list may have been deleted: that sends none.
        (MessageTemplate, "status") => ("message_template_status_update", after.is_some()),
        (MessageTemplate, "quality_score") => {
            ("message_template_quality_update", is_other(|value| &value["score"]))
        }
        (MessageTemplate, "category") => ("template_category_update", is_other(|value| value)),
        (PhoneNumber, "name_status" | "new_name_status") => {
            ("phone_number_name_update", after.is_some_and(is_decision))
        }
        (PhoneNumber, "throughput") => {
            ("phone_number_quality_update", change.after["level"] == "HIGH")
        }
        (Business, "whatsapp_business_manager_messaging_limit") => {
            (OF_PORTFOLIO, is_other(|value| value))
        }
        _ => return None,
    };
    is_told.then_some(field)
}

/// Whether a name's state is one that Meta tells when it is reached.
fn is_decision(status: &str) -> bool {
    matches!(status, "APPROVED" | "DECLINED" | "REJECTED" | "DEFERRED")
}

/// From when on the webhook may have come of what a reading asked for at `asked_at` found; `None`
/// where nothing can be said: the node was not read before, or for longer than `longest`, when Farol
/// itself was away and Meta sends again only little by little.
pub fn may_be_told_since(
    read_before: Option<Timestamp>,
    asked_at: Timestamp,
    longest: Duration,
) -> Option<Timestamp> {
    let before = read_before.filter(|before| asked_at.since(*before) <= longest)?;
    let grace = i64::try_from(GRACE.as_millis()).unwrap_or(i64::MAX);
    Some(Timestamp::from_millis(before.as_millis().saturating_sub(grace)))
}

/// Whether a webhook that was last heard at `heard` may have told it.
pub fn is_told(heard: Option<Timestamp>, since: Timestamp) -> bool {
    heard >= Some(since)
}

/// When what was found at `found_at` is told to people, if no webhook tells it until then.
pub fn due_at(found_at: Timestamp) -> Timestamp {
    found_at.plus(GRACE)
}
