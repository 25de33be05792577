//! Binds an account to a tenant: proves the token, subscribes, keeps the token sealed, reads.
//!
//! The ids that a caller names are hints; `debug_token` proves that the token covers them.

use domain::{Node, NodeKind, Replica};
use meta::graph::{DebugToken, GetNode, SubscribeApp, SubscribeWebhooks};
use meta::{BusinessId, GraphError, WabaId};
use store::{NewConnection, Secret, StoreError, TenantScope};

use crate::app::App;

/// What a token must hold for an account.
pub const SCOPES: [&str; 2] = ["whatsapp_business_management", "whatsapp_business_messaging"];

/// Webhook fields that Farol asks Meta for.
pub const FIELDS: &[&str] = &[
    "account_alerts",
    "account_review_update",
    "account_update",
    "business_capability_update",
    "business_status_update",
    "message_template_quality_update",
    "message_template_status_update",
    "messages",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "template_category_update",
];

/// Why an account was not connected.
#[derive(Debug, thiserror::Error)]
pub enum NotConnected {
    /// The token is not for this app or does not work.
    #[error("the token does not work for this app")]
    TokenInvalid,
    /// The token lacks a scope for the account.
    #[error("the token does not hold {scope} for the account")]
    ScopeMissing {
        /// The scope.
        scope: &'static str,
    },
    /// Meta does not say which business owns the account.
    #[error("Meta does not say which business owns the account")]
    OwnerUnknown,
    /// Meta refused a step.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// It could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Connects an account with a token that was already exchanged.
///
/// # Errors
/// When the token does not prove the account, Meta refuses, or another tenant has it.
pub async fn connect(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    token: Secret,
) -> Result<(), NotConnected> {
    let facts = app.graph.call_as_app(&DebugToken { input_token: token.expose() }).await?;
    let is_ours = facts.app_id.as_deref() == Some(app.graph.app_id().as_str());
    if !facts.is_valid || !is_ours {
        return Err(NotConnected::TokenInvalid);
    }
    if let Some(scope) = SCOPES.into_iter().find(|scope| !facts.covers(scope, waba.as_str())) {
        return Err(NotConnected::ScopeMissing { scope });
    }
    let quota_of = Some(waba.as_str());
    let owner = GetNode { id: waba.as_str(), fields: &["owner_business_info"] };
    let account = app.graph.call(&owner, &token, quota_of).await?;
    let business = account
        .get("owner_business_info")
        .and_then(|owner| owner.get("id")?.as_str())
        .map(BusinessId::new)
        .ok_or(NotConnected::OwnerUnknown)?;
    app.graph.call(&SubscribeApp { waba: &waba }, &token, quota_of).await?;
    let app_id = app.graph.app_id().clone();
    let now = app.clock.now();
    app.store
        .ledger
        .transact(move |tx| {
            let own = Node::new(NodeKind::App, app_id.as_str());
            let account = Node::waba(waba.as_str());
            let owner = Node::new(NodeKind::Business, business.as_str());
            tx.bind(&NewConnection {
                tenant: scope.tenant().clone(),
                waba: waba.clone(),
                business,
                app: app_id,
                token,
                at: now,
            })?;
            for (node, of) in [(account, Some(&waba)), (owner, None), (own, None)] {
                if tx.replica(&scope, &node)?.is_none() {
                    tx.save_replica(&scope, &Replica::unread(node.clone()), of)?;
                }
                tx.hint(&scope, &node, now)?;
            }
            // Numbers held from an earlier connection failed with its token: they are read anew.
            for number in tx.numbers_of(&scope, &waba)? {
                tx.hint(&scope, &Node::phone_number(number.as_str()), now)?;
            }
            Ok(())
        })
        .await?;
    app.due.notify_one();
    app.bound.notify_one();
    Ok(())
}

/// Has Meta send the app's webhooks here. Meta asks `callback_url` for the handshake meanwhile.
///
/// # Errors
/// Whatever Meta answered.
pub async fn subscribe(app: &App, callback_url: &str) -> Result<(), GraphError> {
    let call = SubscribeWebhooks {
        app: app.graph.app_id(),
        callback_url,
        verify_token: app.meta.verify_token.expose(),
        fields: FIELDS,
    };
    app.graph.call_as_app(&call).await
}
