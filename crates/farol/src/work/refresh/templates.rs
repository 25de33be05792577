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
    match list(app, &waba, token).await {
        Ok(Listed { documents, is_whole }) => {
            let listed: BTreeSet<Node> = documents.iter().map(|(node, _)| node.clone()).collect();
            keep(app, scope.clone(), documents, Some(waba.clone()), asked_at).await?;
            if is_whole { drop_gone(app, scope, waba, listed, asked_at).await } else { Ok(()) }
        }
        // The account's own reading just worked; the list is asked again with the next one.
        Err(NotListed::Wait(_)) => Ok(()),
        Err(NotListed::Graph(error)) => note_failure(app, scope, waba, &error, asked_at).await,
    }
}

struct Listed {
    documents: Vec<(Node, Map<String, Value>)>,
    /// Whether nothing is behind the last page.
    is_whole: bool,
}

async fn list(app: &App, waba: &WabaId, token: &Secret) -> Result<Listed, NotListed> {
    let fields = field::asked_of(NodeKind::MessageTemplate);
    let mut call = MessageTemplates { waba, fields: &fields, after: None };
    let mut documents = Vec::new();
    for _ in 0..PAGES {
        app.graph.quota.take(waba.as_str()).map_err(NotListed::Wait)?;
        let page = app.graph.call(&call, token, Some(waba.as_str())).await;
        let page = page.map_err(NotListed::Graph)?;
        documents.extend(page.data.into_iter().filter_map(|document| {
            let id = document.get("id")?.as_str()?.to_owned();
            Some((Node::new(NodeKind::MessageTemplate, id), document))
        }));
        match page.next {
            None => return Ok(Listed { documents, is_whole: true }),
            next => call.after = next,
        }
    }
    Ok(Listed { documents, is_whole: false })
}

/// Records that templates are gone and forgets them; what was heard of them stays in the timeline.
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
                // One that was read after this list was asked for came into being meanwhile.
                let is_newer = replica.read_at.is_some_and(|at| at > asked_at);
                if is_newer || listed.contains(&replica.node) {
                    continue;
                }
                let heard = Heard { value: Value::Null, at: asked_at, how: How::Read };
                let node = replica.node.clone();
                let news = fact::News { node: node.clone(), field: "status".to_owned(), heard };
                if let Some(change) = apply::hear(&mut replica, news) {
                    tx.add_change(&scope, &change, None)?;
                }
                tx.remove_replica(&scope, &node)?;
                gone.push(node);
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
    let failing = app
        .store
        .ledger
        .transact(move |tx| {
            let mut failing = Vec::new();
            for mut replica in tx.replicas_of(&scope, NodeKind::MessageTemplate, &waba)? {
                apply::was_not_read(&mut replica, at, name, words.as_deref());
                tx.save_replica(&scope, &replica, Some(&waba))?;
                failing.push(replica.node);
            }
            Ok(failing)
        })
        .await?;
    app.pulse.beat(tenant, BeatKind::Again, failing);
    Ok(())
}
