//! A limit that fell and is still lower than it was. Meta reports no end of it, so that its notice is
//! a moment; but somebody has to bring it up again, so that it stays an open matter until then.

use meta::open::MessagingLimit;

use super::change::{PORTFOLIO_LIMIT, rank};
use super::{Kind, Notice};
use crate::node::NodeKind;
use crate::readiness::Scope;

/// Whether this notice tells of a limit that fell and has not come back to where it was; `false`
/// also where the limit of now is not known.
pub fn is_still_lower(notice: &Notice, scope: &Scope) -> bool {
    let field = match (notice.node.kind, notice.detail.get("field").and_then(|f| f.as_str())) {
        (NodeKind::PhoneNumber, Some(field @ "messaging_limit_tier")) => field,
        _ => PORTFOLIO_LIMIT,
    };
    let held = scope.replica(notice.node.kind, &notice.node.id);
    let now = held.and_then(|held| held.get(field)).map(|heard| &heard.value);
    let amount = |value: &serde_json::Value| rank(&MessagingLimit::from_json(value)?);
    let before = notice.detail.get("before").and_then(amount);
    notice.kind == Kind::LimitDown && before.zip(now.and_then(amount)).is_some_and(|(b, n)| n < b)
}
