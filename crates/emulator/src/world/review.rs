//! The review of a template: it waits half a minute, and then is approved or rejected.
//!
//! What the emulator's reviewers look at is an assumption, made so that each outcome can be had on
//! purpose: a link to `wa.me` or by a shortener is rejected as `INVALID_FORMAT`; a utility template
//! that speaks of a promotion becomes marketing if `allow_category_change` was said, and is rejected
//! as `INCORRECT_CATEGORY` otherwise. Everything else is approved.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Node, World};

/// How long a review takes.
const TAKES_MS: i64 = 30_000;

const SHORTENERS: [&str; 4] = ["wa.me/", "bit.ly/", "tinyurl.com/", "t.co/"];
const PROMOTION: [&str; 5] = ["% off", "discount", "desconto", "descuento", "promoç"];

/// A review under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub due_ms: i64,
    pub may_change_category: bool,
}

impl Review {
    pub fn begun(may_change_category: bool, now_ms: i64) -> Review {
        Review { due_ms: now_ms + TAKES_MS, may_change_category }
    }
}

/// When a template's review is decided.
pub fn next_ms(template: &Node) -> Option<i64> {
    Some(template.review.as_ref()?.due_ms)
}

/// Decides a review whose time has come; somebody may have decided it by hand before.
pub fn pass(world: &mut World, id: &str, at_ms: i64) {
    let Some(template) = world.nodes.get_mut(id) else { return };
    if next_ms(template).is_none_or(|due_ms| due_ms > at_ms) {
        return;
    }
    let Some(review) = template.review.take() else { return };
    if template.text("status") == "PENDING" {
        decide(template, review.may_change_category);
    }
}

fn decide(template: &mut Node, may_change_category: bool) {
    let parts = template.fields.get("components").cloned().unwrap_or_default();
    let text = parts.to_string().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&SHORTENERS) {
        reject(template, "INVALID_FORMAT");
    } else if template.text("category") == "UTILITY" && says(&PROMOTION) {
        if !may_change_category {
            return reject(template, "INCORRECT_CATEGORY");
        }
        let before = template.fields.get("category").cloned().unwrap_or(Value::Null);
        template.set("previous_category", before);
        template.set("category", "MARKETING");
        approve(template);
    } else {
        approve(template);
    }
}

fn approve(template: &mut Node) {
    template.set("status", "APPROVED");
    template.set("rejected_reason", "NONE");
}

fn reject(template: &mut Node, reason: &str) {
    template.set("status", "REJECTED");
    template.set("rejected_reason", json!(reason));
}
