//! What Meta says of a token's end.

use std::time::Duration;

use serde_json::json;

use super::{Kind, News, Notice};
use crate::node::Node;
use crate::time::Timestamp;

/// A token that ends within this is told of.
const SOON: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// What `debug_token` means for the account that the token reads: dead, dying, or as it should be.
/// `expires_at` is `None` for a token that never ends.
pub fn of_token(
    waba: &str,
    is_valid: bool,
    expires_at: Option<Timestamp>,
    asked_at: Timestamp,
) -> News {
    let node = Node::waba(waba);
    let is_over = !is_valid || expires_at.is_some_and(|end| end <= asked_at);
    let is_dying = expires_at.is_some_and(|end| end.since(asked_at) <= SOON);
    if !is_over && !is_dying {
        return News::Resolve { kind: Kind::TokenDying, node, at: asked_at };
    }
    let end = expires_at.map(Timestamp::as_millis);
    let detail = json!({
        "field": "debug_token",
        "before": null,
        "after": if is_over { "invalid" } else { "expires" },
        "expires_at": end,
        "how": "read",
    });
    let notice = Notice::condition(Kind::TokenDying, node, asked_at, detail).of_waba(Some(waba));
    News::Open(if is_over { notice.at_level(Notice::STOPS) } else { notice })
}
