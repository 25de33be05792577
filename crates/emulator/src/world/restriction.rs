//! What Meta's enforcement keeps an account from doing, until the clock ends it (META 4.3, 7.2, 11.14).
//!
//! Assumptions: who may not begin conversations, or may not even answer, is refused with 368, the code
//! that Meta gives to a block by policy; when the last restriction ends, the account is available
//! again, and nothing is told: Meta names no event for it.

use serde::{Deserialize, Serialize};

use super::{Health, Node, World};

/// Only replies.
const NO_BEGINNING: &str = "RESTRICTED_BIZ_INITIATED_MESSAGING";
/// No replies.
const NO_REPLY: &str = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING";
/// No new numbers.
const NO_NUMBERS: &str = "RESTRICTED_ADD_PHONE_NUMBER_ACTION";

/// One thing that an account may not do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// Which, in Meta's words: an open set.
    pub kind: String,
    /// When it ends by itself; one without an end is lifted by hand.
    pub until_ms: Option<i64>,
}

/// Restricts an account to this, instead of what it was restricted to; nothing lifts it.
pub fn set(waba: &mut Node, restrictions: Vec<Restriction>) {
    waba.health = (!restrictions.is_empty()).then(|| Health {
        can_send_message: "LIMITED".to_owned(),
        errors: Vec::new(),
        additional_info: restrictions.iter().map(|one| one.kind.clone().into()).collect(),
    });
    waba.restrictions = restrictions;
}

/// When the next one ends by itself.
pub fn next_ms(waba: &Node) -> Option<i64> {
    waba.restrictions.iter().filter_map(|one| one.until_ms).min()
}

/// Ends what is over. An account that was disabled meanwhile stays so.
pub fn pass(world: &mut World, id: &str, at_ms: i64) {
    let Some(waba) = world.nodes.get_mut(id) else { return };
    let is_over = |one: &Restriction| one.until_ms.is_some_and(|until_ms| until_ms <= at_ms);
    let left: Vec<Restriction> =
        waba.restrictions.iter().filter(|one| !is_over(one)).cloned().collect();
    if waba.health.as_ref().is_some_and(|health| health.can_send_message == "LIMITED") {
        set(waba, left);
    } else {
        waba.restrictions = left;
    }
}

/// Whether a message is kept from being sent.
pub fn stops(waba: &Node, is_in_window: bool) -> bool {
    let has = |kind: &str| waba.restrictions.iter().any(|one| one.kind == kind);
    has(NO_REPLY) || (has(NO_BEGINNING) && !is_in_window)
}

/// Whether new numbers are kept out.
pub fn keeps_numbers_out(waba: &Node) -> bool {
    waba.restrictions.iter().any(|one| one.kind == NO_NUMBERS)
}
