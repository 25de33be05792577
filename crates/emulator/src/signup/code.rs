//! Authorization codes and the tokens that they become: 30 seconds, once.
//!
//! A token reaches the WABA that was just shared, first in its list, and those that the same
//! business had shared before.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::world::{Kind, Token, World, mint};

const LIVES_MS: i64 = 30_000;
/// How long a spent code is known as such.
const KEPT_MS: i64 = 24 * 3_600_000;

/// How long a token that expires may see data. That one which does not may for ever is Meta's sample;
/// the ninety days are an assumption.
const DATA_ACCESS_S: i64 = 90 * 24 * 3_600;

/// What a BISUAT of Embedded Signup may do. Reading the portfolio needs no scope of its own here.
const SCOPES: [&str; 2] = ["whatsapp_business_management", "whatsapp_business_messaging"];

/// A code that was handed to a browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuthCode {
    grant: Grant,
    issued_ms: i64,
    used: bool,
}

/// What a code's token will reach.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Grant {
    pub waba: String,
    /// A scope that the customer did not grant.
    pub without_scope: Option<String>,
    /// The customer took the WABA out.
    pub without_waba: bool,
    /// How long its token lives, where it differs from what the configuration says; 0 is for ever.
    #[serde(default)]
    pub lives_s: Option<i64>,
}

/// Why a code gives no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadCode {
    Unknown,
    Used,
    Expired,
}

/// A fresh code for a WABA that the popup just shared; `None` for an unknown WABA.
pub fn issue(world: &mut World, grant: Grant, now_ms: i64) -> Option<String> {
    world.node(Kind::Waba, &grant.waba)?;
    if !grant.without_waba {
        share(world, &grant.waba);
    }
    world.signup.codes.retain(|_, code| now_ms < code.issued_ms + KEPT_MS);
    let label = format!("code {}", world.next_mint());
    let text = format!("AQ{}", mint::token(world.seed, &label));
    world.signup.codes.insert(text.clone(), AuthCode { grant, issued_ms: now_ms, used: false });
    Some(text)
}

/// A customer shares a WABA with the app: the newest of its business, also when it was taken back.
pub fn share(world: &mut World, waba: &str) {
    let business = world.node(Kind::Waba, waba).and_then(|node| node.parent.clone());
    let Some(business) = business else { return };
    world.own.unshared.remove(waba);
    let shared = world.signup.shared.entry(business).or_default();
    shared.retain(|id| id != waba);
    shared.insert(0, waba.to_owned());
}

/// A token that a code became, and how many seconds it lives; `None` lives for ever.
pub struct Redeemed {
    pub token: String,
    pub lives_s: Option<i64>,
}

/// Spends a code; answers the token.
pub fn redeem(world: &mut World, text: &str, now_ms: i64) -> Result<Redeemed, BadCode> {
    let code = world.signup.codes.get_mut(text).ok_or(BadCode::Unknown)?;
    if code.used {
        return Err(BadCode::Used);
    }
    if now_ms >= code.issued_ms + LIVES_MS {
        return Err(BadCode::Expired);
    }
    code.used = true;
    let grant = code.grant.clone();
    let business = world.node(Kind::Waba, &grant.waba).and_then(|waba| waba.parent.clone());
    let business = business.ok_or(BadCode::Unknown)?;
    let mut target_ids = world.signup.shared.get(&business).cloned().unwrap_or_default();
    if grant.without_waba {
        target_ids.retain(|id| *id != grant.waba);
    }
    let mut scopes: BTreeSet<String> = SCOPES.into_iter().map(str::to_owned).collect();
    if let Some(scope) = &grant.without_scope {
        scopes.remove(scope);
    }
    let lives_s = grant.lives_s.or(world.signup.token_lives_s).filter(|seconds| *seconds > 0);
    let now_s = now_ms.div_euclid(1000);
    let label = format!("integration {}", world.next_mint());
    let token_text = mint::token(world.seed, &label);
    let token = Token {
        kind: "business".to_owned(),
        user_id: mint::digits(world.seed, &format!("integration of {business}"), 15),
        scopes,
        target_ids: Some(target_ids),
        issued_at: now_s,
        expires_at: lives_s.map_or(0, |seconds| now_s + seconds),
        data_access_expires_at: lives_s.map_or(0, |_| now_s + DATA_ACCESS_S),
        ..Token::default()
    };
    world.tokens.insert(token_text.clone(), token);
    Ok(Redeemed { token: token_text, lives_s })
}

/// Whether an integration can be given this scope at all.
pub fn is_scope(name: &str) -> bool {
    SCOPES.contains(&name)
}
