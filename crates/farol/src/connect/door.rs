//! Where Meta is to send an account's webhooks, and as which app: the installation's callback, or the
//! own one of an account that was connected by hand.

use meta::{AppId, WabaId};
use store::{ConnectionId, Secret, StoreError, TenantScope};

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
        let (scope, waba) = (scope.clone(), waba.clone());
        let found = app.store.ledger.read(move |read| {
            let Some(held) = read.by_hand_of(&scope, &waba)? else { return Ok(None) };
            Ok(read.verify_token_by_hand(&held)?.map(|token| (held.id, token)))
        });
        if let Some((id, verify_token)) = found.await? {
            let url = callback_of(app, &id);
            return Ok(Door { app: other.id.clone(), url, verify_token });
        }
    }
    let verify_token = app.meta.verify_token.clone();
    Ok(Door { app: app.graph.app_id().clone(), url: own_callback(app), verify_token })
}
