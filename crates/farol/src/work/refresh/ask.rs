//! Makes nodes due now, because a person asked for a fresh reading.

use domain::{Node, NodeKind};
use store::{Connection, LedgerTx, StoreError, TenantScope};

use crate::app::App;

/// Kinds of which each node is read at its own time; templates come by lists.
const READ_ALONE: [NodeKind; 6] = [
    NodeKind::Business,
    NodeKind::Waba,
    NodeKind::App,
    NodeKind::PhoneNumber,
    NodeKind::Profile,
    NodeKind::Username,
];

/// Makes everything of a tenant due now.
///
/// # Errors
/// When the ledger fails.
pub async fn ask(app: &App, scope: TenantScope) -> Result<(), StoreError> {
    let now = app.clock.now();
    let (tokens, connections) = app
        .store
        .ledger
        .transact(move |tx| {
            for kind in READ_ALONE {
                for replica in tx.replicas(&scope, kind)? {
                    tx.hint(&scope, &replica.node, now)?;
                }
            }
            let connections = tx.connections(&scope)?;
            for found in &connections {
                tx.hint(&scope, &Node::templates_of(found.waba.as_str()), now)?;
            }
            Ok((tokens(tx, &scope, &connections)?, connections))
        })
        .await?;
    // What a token may do is asked about too.
    connections.into_iter().for_each(|found| app.graph.doubted.doubt(found.waba));
    wake(app, &tokens);
    Ok(())
}

/// Makes one node of a tenant due now, and with a business or an app its accounts, whose health
/// tells of it; whether the tenant has that node.
///
/// # Errors
/// When the ledger fails.
pub async fn ask_of(app: &App, scope: TenantScope, node: Node) -> Result<bool, StoreError> {
    let now = app.clock.now();
    let tokens = app
        .store
        .ledger
        .transact(move |tx| {
            if tx.replica(&scope, &node)?.is_none() {
                return Ok(None);
            }
            let connections = tx.connections(&scope)?;
            for found in connections.iter().filter(|found| is_told_by(&node, found)) {
                tx.hint(&scope, &Node::waba(found.waba.as_str()), now)?;
            }
            tx.hint(&scope, &node, now)?;
            tokens(tx, &scope, &connections).map(Some)
        })
        .await?;
    if let Some(tokens) = &tokens {
        wake(app, tokens);
    }
    Ok(tokens.is_some())
}

/// Whether an account's health tells of a node.
fn is_told_by(node: &Node, account: &Connection) -> bool {
    match node.kind {
        NodeKind::Business => account.business.as_str() == node.id,
        NodeKind::App => account.app.as_str() == node.id,
        NodeKind::Waba
        | NodeKind::PhoneNumber
        | NodeKind::MessageTemplate
        | NodeKind::Profile
        | NodeKind::Username => false,
    }
}

type Tokens = Vec<Option<store::Secret>>;

fn tokens(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    connections: &[Connection],
) -> Result<Tokens, StoreError> {
    connections.iter().map(|found| tx.connection_token(scope, &found.waba)).collect()
}

/// Lets the workers begin, also with a token that Meta refused before.
fn wake(app: &App, tokens: &Tokens) {
    for token in tokens.iter().flatten() {
        app.graph.forget_dead_token(token);
    }
    app.due.notify_one();
    app.template_lists.due.notify_one();
}
