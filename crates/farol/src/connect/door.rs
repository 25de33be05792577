//! Where Meta is to send an account's webhooks, and as which app: the installation's callback, or the
//! own one of a tenant's app, which its accounts that were connected by hand share.

use meta::{AppId, WabaId};
use store::{ByHand, ConnectionId, Secret, StoreError, TenantScope};

use super::own_callback;
use crate::app::App;

/// A callback of this Farol.
#[derive(Clone, Debug)]
pub struct Door {
    /// The app whose webhooks come there.
    pub app: AppId,
    /// Its address; `None` while nobody told Farol its own.
    pub url: Option<String>,
    /// What Meta repeats in the handshake.
    pub verify_token: Secret,
    /// Whose own it is; `None` for the installation's.
    pub of: Option<ByHand>,
}

/// The address of a connection's own callback.
pub fn callback_of(app: &App, connection: &ConnectionId) -> Option<String> {
    own_callback(app).map(|url| format!("{url}/{}", connection.as_str()))
}

/// Where the webhooks of an account go that this token reads.
///
/// # Errors
/// When the ledger fails.
pub async fn door_of(
    app: &App,
    scope: &TenantScope,
    waba: &WabaId,
    token: &Secret,
) -> Result<Door, StoreError> {
    if let Some(other) = token.other_app() {
        let (scope, waba, id) = (scope.clone(), waba.clone(), other.id.clone());
        let found = app.store.ledger.read(move |read| {
            if read.by_hand_of(&scope, &waba)?.is_none() {
                return Ok(None);
            }
            let Some(held) = read.door_by_hand(&scope, &id)? else { return Ok(None) };
            Ok(read.verify_token_by_hand(&held)?.map(|token| (held, token)))
        });
        if let Some((held, verify_token)) = found.await? {
            let url = callback_of(app, &held.id);
            return Ok(Door { app: other.id.clone(), url, verify_token, of: Some(held) });
        }
    }
    let verify_token = app.meta.verify_token.clone();
    Ok(Door { app: app.graph.app_id().clone(), url: own_callback(app), verify_token, of: None })
}
