//! Who calls: the token, of which app it is, whether it still lives, and which WABAs it was granted.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::call::Call;
use super::error::GraphError;
use crate::world::token::MANAGEMENT;
use crate::world::{Kind, Node, Token, World};

/// A caller whose token holds.
#[derive(Debug)]
pub enum Caller<'w> {
    /// `id|secret`: the app itself, by its id.
    App(&'w str),
    /// A token of a user of the system.
    User(&'w Token),
}

/// The app's switch in the dashboard that asks every call by a user's token for a proof.
pub const PROOF_REQUIRED: &str = "require_app_secret";

/// Checks the call's token, and its `appsecret_proof` when there is one or the app asks for it.
pub fn caller<'w>(world: &'w World, call: &Call, now_s: i64) -> Result<Caller<'w>, GraphError> {
    let text = call.token.as_deref().ok_or_else(GraphError::no_token)?;
    let app = world.apps().map(|(id, _)| id).find(|id| is_app_token(world, id, text));
    let caller = match app {
        Some(app) => Caller::App(app),
        None => Caller::User(world.tokens.get(text).ok_or_else(GraphError::bad_token)?),
    };
    let secret = world.secret(caller.app(world)).unwrap_or_default();
    let proof = call.parameter("appsecret_proof");
    let app = world.nodes.get(caller.app(world));
    let is_asked = app.and_then(|app| app.fields.get(PROOF_REQUIRED)) == Some(&true.into())
        && matches!(caller, Caller::User(_));
    if (proof.is_some() || is_asked) && proof != Some(&signature(secret, text.as_bytes())) {
        return Err(GraphError::new(
            400,
            100,
            "Invalid appsecret_proof provided in the API argument",
        ));
    }
    if let Caller::User(token) = &caller {
        alive(token, now_s)?;
    }
    Ok(caller)
}

/// The app of a call's token, dead or alive; the world's own for one that nobody knows.
pub fn calling_app<'w>(world: &'w World, call: &Call) -> &'w str {
    let text = call.token.as_deref().unwrap_or_default();
    let app = world.apps().map(|(id, _)| id).find(|id| is_app_token(world, id, text));
    app.or_else(|| Some(world.tokens.get(text)?.app(world))).unwrap_or(&world.app.id)
}

fn is_app_token(world: &World, app: &str, text: &str) -> bool {
    let parts = text.split_once('|');
    parts.is_some_and(|(id, secret)| id == app && Some(secret) == world.secret(app))
}

/// A token that was neither revoked nor outlived.
pub fn alive(token: &Token, now_s: i64) -> Result<(), GraphError> {
    if token.revoked {
        return Err(GraphError::dead_token(token.subcode.unwrap_or(467)));
    }
    if token.expires_at != 0 && token.expires_at <= now_s {
        return Err(GraphError::dead_token(463));
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

impl<'w> Caller<'w> {
    /// The app that calls, or whose token does.
    pub fn app(&self, world: &'w World) -> &'w str {
        match self {
            Caller::App(app) => app,
            Caller::User(token) => token.app(world),
        }
    }

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
        let reaches = |waba: &str| world.reaches(token, MANAGEMENT, waba);
        let granted = match node.kind {
            Kind::App => token.scopes.contains(MANAGEMENT),
            Kind::Business => node.children.iter().any(|waba| reaches(waba)),
            Kind::Waba | Kind::Number | Kind::Template => {
                world.waba_of(node).is_some_and(|waba| reaches(&waba.id))
            }
        };
        if granted { Ok(()) } else { Err(GraphError::not_permitted()) }
    }
}
