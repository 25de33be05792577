//! Who calls: the token, whether it still lives, and which WABAs it was granted.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::call::Call;
use super::error::GraphError;
use crate::world::{Kind, Node, Token, World};

const MANAGEMENT: &str = "whatsapp_business_management";

/// A caller whose token holds.
#[derive(Debug)]
pub enum Caller<'w> {
    /// `id|secret`: the app itself.
    App,
    /// A token of a user of the system.
    User(&'w Token),
}

/// Checks the call's token, and its `appsecret_proof` when there is one.
pub fn caller<'w>(world: &'w World, call: &Call, now_s: i64) -> Result<Caller<'w>, GraphError> {
    let text = call.token.as_deref().ok_or_else(GraphError::no_token)?;
    if let Some(proof) = call.parameter("appsecret_proof")
        && proof != signature(&world.app.secret, text.as_bytes())
    {
        return Err(GraphError::new(
            400,
            100,
            "Invalid appsecret_proof provided in the API argument",
        ));
    }
    if text == format!("{}|{}", world.app.id, world.app.secret) {
        return Ok(Caller::App);
    }
    let token = world.tokens.get(text).ok_or_else(GraphError::bad_token)?;
    alive(token, now_s)?;
    Ok(Caller::User(token))
}

/// A token that was neither revoked nor outlived.
pub fn alive(token: &Token, now_s: i64) -> Result<(), GraphError> {
    if token.revoked {
        return Err(GraphError::revoked_token());
    }
    if token.expires_at != 0 && token.expires_at <= now_s {
        return Err(GraphError::expired_token());
    }
    Ok(())
}

/// The hexadecimal HMAC-SHA256 that webhooks and `appsecret_proof` carry.
pub fn signature(secret: &str, message: &[u8]) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(message);
    crate::world::mint::hex(&mac.finalize().into_bytes())
}

impl Caller<'_> {
    /// Whether the caller may manage this node.
    pub fn may_manage(&self, world: &World, node: &Node) -> Result<(), GraphError> {
        let Caller::User(token) = self else {
            return match node.kind {
                Kind::App => Ok(()),
                Kind::Business | Kind::Waba | Kind::Number | Kind::Template => {
                    Err(GraphError::not_permitted())
                }
            };
        };
        let granted = match node.kind {
            Kind::App => true,
            Kind::Business => node.children.iter().any(|waba| token.reaches(waba)),
            Kind::Waba | Kind::Number | Kind::Template => {
                world.waba_of(node).is_some_and(|waba| token.reaches(&waba.id))
            }
        };
        if granted && token.scopes.contains(MANAGEMENT) {
            Ok(())
        } else {
            Err(GraphError::not_permitted())
        }
    }
}

impl Token {
    /// Whether a WABA is among those that the token was granted.
    pub fn reaches(&self, waba_id: &str) -> bool {
        match &self.target_ids {
            None => true,
            Some(ids) => ids.iter().any(|id| id == waba_id),
        }
    }
}
