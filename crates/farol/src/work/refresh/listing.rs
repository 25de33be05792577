//! Lists an account's numbers: to read many by one call, and to find those that are new.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{Node, NodeKind, Replica};
use meta::graph::PhoneNumbers;
use meta::{GraphError, PhoneNumberId, WabaId};
use serde_json::{Map, Value};
use store::{LedgerRead, Secret, StoreError, TenantScope};

use crate::app::App;

/// Pages of numbers read of one account at most; Meta allows far fewer numbers.
const PAGES: usize = 50;

/// Why an account's numbers were not listed.
pub(crate) enum NotListed {
    /// The quota is used up for so long.
    Wait(Duration),
    /// Meta refused or did not answer.
    Graph(GraphError),
}

/// All pages of an account's numbers, each a call of the quota.
pub(crate) async fn list(
    app: &App,
    waba: &WabaId,
    token: &Secret,
    fields: &[&str],
) -> Result<Vec<(Node, Map<String, Value>)>, NotListed> {
    let mut call = PhoneNumbers { waba, fields, after: None };
    let mut numbers = Vec::new();
    for _ in 0..PAGES {
        app.graph.quota.take(waba.as_str()).map_err(NotListed::Wait)?;
        let page = app.graph.call(&call, token, Some(waba.as_str())).await;
        let page = page.map_err(NotListed::Graph)?;
        numbers.extend(page.data.into_iter().filter_map(|document| {
            let id = document.get("id")?.as_str()?.to_owned();
            Some((Node::phone_number(&id), document))
        }));
        let Some(next) = page.next else { break };
        call.after = Some(next);
    }
    Ok(numbers)
}

/// Finds the account's numbers, so that a new one appears without anyone asking.
pub(super) async fn discover(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    token: &Secret,
) -> Result<(), StoreError> {
    let known: BTreeSet<String> = {
        let (scope, waba) = (scope.clone(), waba.clone());
        let numbers = app.store.ledger.read(move |read| read.numbers_of(&scope, &waba)).await?;
        numbers.into_iter().map(|number| number.to_string()).collect()
    };
    let asked_at = app.clock.now();
    let listed = match list(app, &waba, token, &["id"]).await {
        Ok(listed) => listed,
        // The account's own reading just worked; the list is asked again with the next one.
        Err(NotListed::Wait(_) | NotListed::Graph(_)) => {
            tracing::debug!(account = %waba, "The numbers of an account could not be listed");
            return Ok(());
        }
    };
    let new: Vec<Node> = listed
        .into_iter()
        .filter_map(|(node, _)| (!known.contains(&node.id)).then_some(node))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    app.store
        .ledger
        .transact(move |tx| {
            // The account may have been set free meanwhile; then nobody reads it on.
            if tx.waba_owner(&waba)?.as_ref() != Some(scope.tenant()) {
                return Ok(());
            }
            for node in new {
                // It may have been read meanwhile, by a list that ran beside this one; and one that
                // another tenant holds is not this one's to read.
                if tx.tenant_of_number(&PhoneNumberId::new(&node.id))?.is_none() {
                    tx.save_replica(&scope, &Replica::unread(node.clone()), Some(&waba))?;
                    tx.schedule(&scope, &node, asked_at)?;
                }
            }
            Ok(())
        })
        .await?;
    app.due.notify_one();
    Ok(())
}

/// Whether another tenant holds a number that is listed here too, or that of a profile or username: it
/// moved, or was shared twice.
pub(in crate::work) fn is_held_elsewhere(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    node: &Node,
) -> Result<bool, StoreError> {
    if !matches!(node.kind, NodeKind::PhoneNumber | NodeKind::Profile | NodeKind::Username) {
        return Ok(false);
    }
    let owner = read.tenant_of_number(&PhoneNumberId::new(&node.id))?;
    Ok(owner.is_some_and(|owner| owner != *scope.tenant()))
}
