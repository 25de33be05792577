//! Reads an account's message templates, all by one list: there may be hundreds, and none is looked
//! at alone.

use std::collections::BTreeSet;

use domain::{Heard, How, Node, NodeKind, Timestamp, apply, fact, field};
use meta::graph::MessageTemplates;
use meta::{GraphError, WabaId};
use serde_json::{Map, Value};
use store::{Secret, StoreError, TenantScope};

use super::keep::keep;
use super::listing::NotListed;
use crate::app::App;
use crate::pulse::BeatKind;

/// Pages of templates read of one account at most: Meta allows 250 templates, or 6,000 at most.
const PAGES: usize = 60;

/// Reads the account's templates; those that Meta no longer lists are gone.
pub(super) async fn read_templates(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    token: &Secret,
) -> Result<(), StoreError> {
    let asked_at = app.clock.now();
    match list(app, &scope, &waba, token, asked_at).await? {
        Ok(Some(listed)) => drop_gone(app, scope, waba, listed, asked_at).await,
        // Only a part was listed, and is kept; what is behind it comes with the next reading.
        Ok(None) | Err(NotListed::Wait(_)) => Ok(()),
        Err(NotListed::Graph(error)) => note_failure(app, scope, waba, &error, asked_at).await,
    }
}

/// Reads page after page and keeps each as it comes; the templates listed, when those are all.
async fn list(
    app: &App,
    scope: &TenantScope,
    waba: &WabaId,
    token: &Secret,
    asked_at: Timestamp,
) -> Result<Result<Option<BTreeSet<Node>>, NotListed>, StoreError> {
    let fields = field::asked_of(NodeKind::MessageTemplate);
    let mut call = MessageTemplates { waba, fields: &fields, after: None };
    let (mut listed, mut is_whole) = (BTreeSet::new(), true);
    for _ in 0..PAGES {
        if let Err(wait) = app.graph.quota.take(waba.as_str()) {
            return Ok(Err(NotListed::Wait(wait)));
        }
        let page = match app.graph.call(&call, token, Some(waba.as_str())).await {
            Ok(page) => page,
            Err(error) => return Ok(Err(NotListed::Graph(error))),
        };
        let all = page.data.len();
        let documents: Vec<(Node, Map<String, Value>)> =
            page.data.into_iter().filter_map(named).collect();
        // One without an id that can be read may be any of those held.
        is_whole &= documents.len() == all;
        listed.extend(documents.iter().map(|(node, _)| node.clone()));
        keep(app, scope.clone(), documents, Some(waba.clone()), asked_at).await?;
        match page.next {
            None => return Ok(Ok(is_whole.then_some(listed))),
            next => call.after = next,
        }
    }
    Ok(Ok(None))
}

fn named(document: Map<String, Value>) -> Option<(Node, Map<String, Value>)> {
    let id = document.get("id")?.as_str()?.to_owned();
    Some((Node::new(NodeKind::MessageTemplate, id), document))
}

/// Records that templates are gone. What is held of them stays, so that a list that was asked for
/// earlier does not bring them back, and the timeline keeps their names.
async fn drop_gone(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    listed: BTreeSet<Node>,
    asked_at: Timestamp,
) -> Result<(), StoreError> {
    let tenant = scope.tenant().clone();
    let gone = app
        .store
        .ledger
        .transact(move |tx| {
            let mut gone = Vec::new();
            for mut replica in tx.replicas_of(&scope, NodeKind::MessageTemplate, &waba)? {
                if replica.get("status").is_none() || listed.contains(&replica.node) {
                    continue;
                }
                let heard = Heard { value: Value::Null, at: asked_at, how: How::Read };
                let node = replica.node.clone();
                let news = fact::News { node: node.clone(), field: "status".to_owned(), heard };
                if let Some(change) = apply::hear(&mut replica, news) {
                    tx.add_change(&scope, &change, None)?;
                    tx.save_replica(&scope, &replica, Some(&waba))?;
                    gone.push(node);
                }
            }
            Ok(gone)
        })
        .await?;
    app.pulse.beat(tenant, BeatKind::News, gone);
    Ok(())
}

/// The account answers and its templates don't: said on each, whose last values stay.
async fn note_failure(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    error: &GraphError,
    at: Timestamp,
) -> Result<(), StoreError> {
    tracing::warn!(account = %waba, reason = error.name(), "Templates could not be listed");
    let (name, words) = (error.name(), error.message().map(str::to_owned));
    let tenant = scope.tenant().clone();
    let (news, again) = app
        .store
        .ledger
        .transact(move |tx| {
            let (mut news, mut again) = (Vec::new(), Vec::new());
            for mut replica in tx.replicas_of(&scope, NodeKind::MessageTemplate, &waba)? {
                let list = if replica.failure.is_none() { &mut news } else { &mut again };
                list.push(replica.node.clone());
                apply::was_not_read(&mut replica, at, name, words.as_deref());
                tx.save_replica(&scope, &replica, Some(&waba))?;
            }
            Ok((news, again))
        })
        .await?;
    app.pulse.beat(tenant.clone(), BeatKind::News, news);
    app.pulse.beat(tenant, BeatKind::Again, again);
    Ok(())
}
