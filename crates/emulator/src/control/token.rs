//! Tokens by hand: made, given an end, narrowed and killed, all of a kind at once or a single one.

use std::collections::BTreeSet;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Extract;
use serde_json::{Map, Value, json};

use super::refusal::{InPath, Refusal, object, text};
use super::{Answer, App};
use crate::graph::auth;
use crate::state::State;
use crate::world::token::{KINDS, MANAGEMENT, MESSAGING, SCOPES};
use crate::world::{Kind, Token, World, mint};

type Given = Map<String, Value>;

/// Meta's test token of the dashboard lives a day; its access to data ninety, which is an assumption.
const DAY_S: i64 = 86_400;
const TEST_DATA_ACCESS_S: i64 = 90 * DAY_S;

const WHICH: [&str; 3] = ["token", "app", "waba"];
const CHANGES: [&str; 5] =
    ["expires_in", "data_access_expires_in", "scopes", "granular_scopes", "subcode"];

/// Every token that there is, with its text.
pub async fn shown(Extract(shared): App) -> Json<Value> {
    let now_s = shared.settings.clock.now_s();
    Json(shared.with(|state| {
        let all = state.world.tokens.iter();
        let data: Vec<Value> =
            all.map(|(text, token)| document(&state.world, text, token, now_s)).collect();
        json!({"data": data})
    }))
}

pub async fn make(Extract(shared): App, body: Bytes) -> Answer {
    let given = object(
        &body,
        &[
            "kind",
            "app",
            "wabas",
            "scopes",
            "granular_scopes",
            "expires_in",
            "data_access_expires_in",
        ],
    )?;
    let now_s = shared.settings.clock.now_s();
    shared.change(|state| add(&mut state.world, &given, now_s)).map(Json)
}

/// Changes all tokens of a kind, or those of them that the body names.
pub async fn change(Extract(shared): App, InPath(kind): InPath, body: Bytes) -> Answer {
    let given = object(&body, &[&WHICH[..], &CHANGES[..]].concat())?;
    let now_s = shared.settings.clock.now_s();
    let changed = shared.change(|state| apply(state, &kind, &given, now_s))?;
    Ok(Json(json!({"kind": kind, "changed": changed})))
}

pub async fn revoke(Extract(shared): App, InPath(kind): InPath, body: Bytes) -> Answer {
    let mut given = object(&body, &[&WHICH[..], &["subcode"]].concat())?;
    given.entry("subcode").or_insert(json!(467));
    let now_s = shared.settings.clock.now_s();
    let revoked = shared.change(|state| apply(state, &kind, &given, now_s))?;
    Ok(Json(json!({"kind": kind, "revoked": revoked})))
}

/// Answers how many tokens were changed.
pub fn apply(state: &mut State, kind: &str, given: &Given, now_s: i64) -> Result<usize, Refusal> {
    if !KINDS.contains(&kind) {
        return Err(Refusal::not_found("kind of token", kind));
    }
    for key in WHICH {
        if given.contains_key(key) {
            text(given, key)?;
        }
    }
    let world = &mut state.world;
    let chosen: Vec<String> = world
        .tokens
        .iter()
        .filter(|(text, token)| token.kind == kind && is_meant(world, text, token, given))
        .map(|(text, _)| text.clone())
        .collect();
    // All or nothing: the change is tried on one that is thrown away.
    edit(world, &mut Token::default(), given, now_s)?;
    for text in &chosen {
        let Some(mut token) = world.tokens.remove(text) else { continue };
        edit(world, &mut token, given, now_s)?;
        world.tokens.insert(text.clone(), token);
    }
    Ok(chosen.len())
}

fn is_meant(world: &World, own: &str, token: &Token, given: &Given) -> bool {
    let is = |key: &str, matches: &dyn Fn(&str) -> bool| {
        given.get(key).and_then(Value::as_str).is_none_or(matches)
    };
    let grants = |waba: &str| {
        let is_there = |ids: &[String]| ids.iter().any(|id| id == waba);
        token.target_ids.as_deref().is_none_or(is_there)
    };
    is("token", &|text| text == own)
        && is("app", &|app| app == token.app(world))
        && is("waba", &grants)
}

fn add(world: &mut World, given: &Given, now_s: i64) -> Result<Value, Refusal> {
    let kind = text(given, "kind")?.to_owned();
    if !KINDS.contains(&kind.as_str()) {
        return Err(Refusal::bad("kind", format!("kind must be one of {}", KINDS.join(", "))));
    }
    let app = match given.get("app") {
        None => None,
        Some(_) => Some(text(given, "app")?.to_owned()),
    };
    if let Some(app) = app.as_deref().filter(|app| world.hearing(app).is_none()) {
        return Err(Refusal::not_found("app", app).of("app"));
    }
    let is_test = kind == "user";
    let mut token = Token {
        app,
        scopes: [MANAGEMENT, MESSAGING].map(str::to_owned).into(),
        target_ids: wabas(world, given)?,
        issued_at: now_s,
        expires_at: if is_test { now_s + DAY_S } else { 0 },
        data_access_expires_at: if is_test { now_s + TEST_DATA_ACCESS_S } else { 0 },
        kind,
        ..Token::default()
    };
    edit(world, &mut token, given, now_s)?;
    let nth = world.next_mint();
    token.user_id = mint::digits(world.seed, &format!("user of token {nth}"), 15);
    let text = mint::token(world.seed, &format!("token {nth}"));
    let shown = document(world, &text, &token, now_s);
    world.tokens.insert(text, token);
    Ok(shown)
}

fn edit(world: &World, token: &mut Token, given: &Given, now_s: i64) -> Result<(), Refusal> {
    if let Some(ends_at) = ends_at(given, "expires_in", now_s)? {
        token.expires_at = ends_at;
    }
    if let Some(ends_at) = ends_at(given, "data_access_expires_in", now_s)? {
        token.data_access_expires_at = ends_at;
    }
    if given.contains_key("scopes") {
        token.scopes = scopes(given)?;
    }
    match given.get("granular_scopes") {
        None => {}
        Some(Value::Object(granular)) => {
            for scope in granular.keys() {
                known_scope("granular_scopes", scope)?;
                match wabas_of(world, granular, scope)? {
                    Some(ids) => token.granular.insert(scope.clone(), ids),
                    None => token.granular.remove(scope),
                };
            }
        }
        Some(_) => {
            let message = "granular_scopes must be an object: the WABAs of each scope, or null";
            return Err(Refusal::bad("granular_scopes", message));
        }
    }
    match given.get("subcode") {
        None => {}
        Some(Value::Null) => (token.revoked, token.subcode) = (false, None),
        Some(subcode) => {
            let known = subcode.as_u64().and_then(|code| u32::try_from(code).ok());
            let subcode = known.ok_or_else(|| {
                Refusal::bad("subcode", "subcode must be null or a number such as 460 or 463")
            })?;
            (token.revoked, token.subcode) = (true, Some(subcode));
        }
    }
    Ok(())
}

/// The moment so many seconds from now; 0 is never, and a negative one is over.
fn ends_at(given: &Given, key: &str, now_s: i64) -> Result<Option<i64>, Refusal> {
    let Some(seconds) = given.get(key) else { return Ok(None) };
    let seconds = seconds.as_i64().ok_or_else(|| {
        Refusal::bad(key, format!("{key} must be a whole number of seconds; 0 is never"))
    })?;
    Ok(Some(if seconds == 0 { 0 } else { now_s.saturating_add(seconds) }))
}

fn scopes(given: &Given) -> Result<BTreeSet<String>, Refusal> {
    let refuse = || Refusal::bad("scopes", "scopes must be a list of strings");
    let list = given.get("scopes").and_then(Value::as_array).ok_or_else(refuse)?;
    let mut scopes = BTreeSet::new();
    for scope in list {
        let scope = scope.as_str().ok_or_else(refuse)?;
        known_scope("scopes", scope)?;
        scopes.insert(scope.to_owned());
    }
    Ok(scopes)
}

fn known_scope(key: &str, scope: &str) -> Result<(), Refusal> {
    if SCOPES.contains(&scope) {
        return Ok(());
    }
    Err(Refusal::bad(key, format!("{scope} is not one of {}", SCOPES.join(", "))))
}

/// The WABAs of a body, each of which must be there; `None` is all of them.
pub fn wabas(world: &World, given: &Given) -> Result<Option<Vec<String>>, Refusal> {
    wabas_of(world, given, "wabas")
}

fn wabas_of(world: &World, given: &Given, key: &str) -> Result<Option<Vec<String>>, Refusal> {
    let list = match given.get(key) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(Refusal::bad(key, format!("{key} must be a list of WABAs or null"))),
    };
    let known = |id: &Value| {
        let id = id.as_str().unwrap_or_default();
        world.node(Kind::Waba, id).map(|waba| waba.id.clone())
    };
    let unknown = |id: &Value| Refusal::bad(key, format!("there is no WABA {id}"));
    list.iter().map(|id| known(id).ok_or_else(|| unknown(id))).collect::<Result<_, _>>().map(Some)
}

fn document(world: &World, text: &str, token: &Token, now_s: i64) -> Value {
    json!({
        "token": text,
        "kind": token.kind,
        "app": token.app(world),
        "scopes": token.scopes,
        "wabas": token.target_ids,
        "granular_scopes": token.granular,
        "expires_at": token.expires_at,
        "data_access_expires_at": token.data_access_expires_at,
        "is_valid": auth::alive(token, now_s).is_ok(),
    })
}
