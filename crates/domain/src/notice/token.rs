//! What Meta says of a token's end.

use std::time::Duration;

use serde_json::json;

use super::{Kind, News, Notice};
use crate::node::Node;
use crate::time::Timestamp;

/// A token that ends within this is told of.
const SOON: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// What `debug_token` says of an account's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSeen {
    /// Whether it works.
    pub is_valid: bool,
    /// When it ends; `None` for one that never does.
    pub expires_at: Option<Timestamp>,
    /// Permissions that it no longer holds for the account, by Meta's names.
    pub lacks: Vec<String>,
}

/// What `debug_token` means for the account that the token reads: dead, without a permission, dying, or
/// as it should be.
pub fn of_token(waba: &str, seen: &TokenSeen, asked_at: Timestamp) -> News {
    let TokenSeen { is_valid, expires_at, lacks } = seen;
    let (is_valid, expires_at) = (*is_valid, *expires_at);
    let node = Node::waba(waba);
    let is_over = !is_valid || expires_at.is_some_and(|end| end <= asked_at);
    if !is_over && !lacks.is_empty() {
        return without_permission(node, waba, lacks, asked_at);
    }
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

fn without_permission(node: Node, waba: &str, lacks: &[String], asked_at: Timestamp) -> News {
    let detail = json!({
        "field": "scopes",
        "before": null,
        "after": "permission_missing",
        "permissions": lacks,
        "how": "read",
    });
    let notice = Notice::condition(Kind::TokenDying, node, asked_at, detail).of_waba(Some(waba));
    News::Open(notice.at_level(Notice::STOPS))
}
