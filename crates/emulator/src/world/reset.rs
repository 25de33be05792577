//! What a reset keeps of the old world: all that a connected console needs to go on working.
//!
//! Subscriptions stay, and so do the tokens that came of Embedded Signup, with what their
//! businesses shared. Ids go on counting, so that nothing of the new world is taken for something
//! of the old.

use std::collections::BTreeSet;

use super::{Hearing, Kind, Token, World};

/// Carries over from `old` into the freshly seeded `world`. What the popup had created is gone, so
/// nothing reaches it any more; codes and open popups are gone too.
pub fn carry_over(world: &mut World, old: World, now_s: i64) {
    world.minted = world.minted.max(old.minted);
    world.own = Hearing { unshared: BTreeSet::new(), ..old.own };
    for (business, mut wabas) in old.signup.shared {
        keep_known(world, &mut wabas);
        if !wabas.is_empty() {
            world.signup.shared.insert(business, wabas);
        }
    }
    for (text, token) in old.tokens {
        if !world.tokens.contains_key(&text)
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
    token.revoked = false;
    // The clock went back: nothing was issued in the future.
    token.issued_at = token.issued_at.min(now_s);
    Some(token)
}

fn keep_known(world: &World, wabas: &mut Vec<String>) {
    wabas.retain(|id| world.node(Kind::Waba, id).is_some());
}
