//! What of a webhook is worth a notice although no field of a node says it.

use meta::webhook::{Item, News as Said};
use serde_json::json;

use super::{Kind, News, Notice};
use crate::node::Node;
use crate::replica::Replica;
use crate::time::Timestamp;

/// What an `account_update` means for the connection of its account; nothing for any other item.
///
/// `account` is what is held of the account: one that was read after the event is connected, since
/// webhooks come in any order and late.
pub fn of_item(
    item: &Item,
    account: Option<&Replica>,
    received_at: Timestamp,
    now: Timestamp,
) -> Vec<News> {
    let (Said::AccountUpdate(update), Some(waba)) = (&item.news, &item.waba) else {
        return Vec::new();
    };
    let at = item.sent_at.map_or(received_at, Timestamp::from_seconds);
    let node = Node::waba(waba.as_str());
    match update.event.as_str() {
        "PARTNER_REMOVED"
        | "PARTNER_APP_UNINSTALLED"
        | "ACCOUNT_DELETED"
        | "ACCOUNT_OFFBOARDED" => {
            let was_read =
                account.and_then(|account| account.read_at).is_some_and(|read| read > at);
            let detail = json!({
                "field": "account_update",
                "before": null,
                "after": update.event,
                "how": "webhook",
                "disconnection_info": update.value.get("disconnection_info"),
            });
            let notice = Notice::condition(Kind::Disconnected, node, at, detail)
                .of_waba(Some(waba.as_str()))
                .at_level(Notice::STOPS);
            if was_read || notice.is_old(now) { Vec::new() } else { vec![News::Open(notice)] }
        }
        "PARTNER_ADDED" | "PARTNER_APP_INSTALLED" | "ACCOUNT_RECONNECTED" => {
            vec![News::Resolve { kind: Kind::Disconnected, node, at }]
        }
        _ => Vec::new(),
    }
}
