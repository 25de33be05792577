//! What a reset keeps of the old world: all that a connected console needs to go on working.
//!
//! Subscriptions stay, and so do the tokens that came of Embedded Signup, with what their
//! businesses shared. Ids go on counting, so that nothing of the new world is taken for something
//! of the old.

use std::collections::BTreeSet;

use super::token::{MANAGEMENT, MESSAGING};
use super::{Hearing, Kind, Token, World};

/// Carries over from `old` into the freshly seeded `world`. What the popup had created is gone, so
/// nothing reaches it any more; codes and open popups are gone too.
pub fn carry_over(world: &mut World, old: World, now_s: i64) {
    world.minted = world.minted.max(old.minted);
    // What was taken from the app is shared again.
    let Hearing { unshared, uninstalled, .. } = &old.own;
    let taken = unshared.iter().chain(uninstalled);
    let shared: Vec<String> = taken.filter(|id| is_waba(world, id)).cloned().collect();
    let nothing = BTreeSet::new();
    world.own = Hearing { unshared: nothing.clone(), uninstalled: nothing, ..old.own };
    for waba in shared {
        world.own.subscribed_wabas.entry(waba).or_default();
    }
    for (business, mut wabas) in old.signup.shared {
        keep_known(world, &mut wabas);
        if !wabas.is_empty() {
            world.signup.shared.insert(business, wabas);
        }
    }
    for (text, token) in old.tokens {
        // An app of somebody else's is gone, and so are its tokens.
        if token.app.is_none()
            && !world.tokens.contains_key(&text)
            && let Some(token) = renewed(world, token, now_s)
        {
            world.tokens.insert(text, token);
        }
    }
}

/// A token that was not seeded, as good as new; `None` when it reaches nothing any more.
fn renewed(world: &World, mut token: Token, now_s: i64) -> Option<Token> {
    let target_ids = token.target_ids.as_mut()?;
    keep_known(world, target_ids);
    if target_ids.is_empty() {
        return None;
    }
    (token.revoked, token.subcode) = (false, None);
    token.scopes = [MANAGEMENT, MESSAGING].map(str::to_owned).into();
    token.granular.clear();
    if token.expires_at != 0 && token.expires_at <= now_s {
        token.expires_at = 0;
    }
    if token.data_access_expires_at != 0 && token.data_access_expires_at <= now_s {
        token.data_access_expires_at = 0;
    }
    // The clock went back: nothing was issued in the future.
    token.issued_at = token.issued_at.min(now_s);
    Some(token)
}

fn keep_known(world: &World, wabas: &mut Vec<String>) {
    wabas.retain(|id| is_waba(world, id));
}

fn is_waba(world: &World, id: &str) -> bool {
    world.node(Kind::Waba, id).is_some()
}
