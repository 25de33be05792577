//! `GET /debug_token`: what a token may do, told to the app or to a token of its own.

use serde_json::{Value, json};

use super::auth;
use super::call::Call;
use super::error::GraphError;
use crate::world::{Token, World};

pub fn answer(world: &World, call: &Call, now_s: i64) -> Result<Value, GraphError> {
    let caller = auth::caller(world, call, now_s)?;
    let input = call.required("input_token")?;
    let Some(token) = world.tokens.get(input) else {
        return Ok(json!({"data": {
            "is_valid": false,
            "scopes": [],
            "error": {"code": 190, "message": GraphError::bad_token().message},
        }}));
    };
    let app = token.app(world);
    if caller.app(world) != app {
        // Meta's words as they are known from the field; the documentation has none.
        let words = "The App_id in the input_token did not match the Viewing App";
        return Err(GraphError::bad_parameter(words));
    }
    let mut data = json!({
        "app_id": app,
        "type": if token.kind == "user" { "USER" } else { "SYSTEM_USER" },
        "application": world.nodes.get(app).map(|app| app.text("name")),
        "data_access_expires_at": token.data_access_expires_at,
        "expires_at": token.expires_at,
        "is_valid": true,
        "issued_at": token.issued_at,
        "scopes": token.scopes,
        "granular_scopes": token.scopes.iter().map(|scope| granular(world, token, scope)).collect::<Vec<_>>(),
        "user_id": token.user_id,
    });
    if let Err(error) = auth::alive(token, now_s) {
        data["is_valid"] = json!(false);
        data["error"] =
            json!({"code": error.code, "message": error.message, "subcode": error.subcode});
    }
    Ok(json!({"data": data}))
}

/// `target_ids` is absent when a scope holds for all; the newest WABA is first.
fn granular(world: &World, token: &Token, scope: &str) -> Value {
    match token.targets(scope) {
        Some(ids) if scope.starts_with("whatsapp_") => {
            let app = token.app(world);
            let shared = ids.iter().filter(|id| !world.is_unshared(app, id));
            json!({"scope": scope, "target_ids": shared.collect::<Vec<_>>()})
        }
        _ => json!({"scope": scope}),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::world::seed;

    #[test]
    fn a_token_that_expired_is_told_as_invalid() {
        let origin: Value = serde_json::from_str(seed::CASA_IPE).unwrap();
        let mut world = seed::world(&origin, 1, 1_000).unwrap();
        let input = seed::system_user_token(&world);
        world.tokens.get_mut(&input).unwrap().expires_at = 2_000;
        let call = Call {
            method: http::Method::GET,
            segments: vec!["debug_token".to_owned()],
            parameters: BTreeMap::from([("input_token".to_owned(), input)]),
            token: Some(format!("{}|{}", world.app.id, world.app.secret)),
            ..Call::default()
        };
        let data = |now_s| answer(&world, &call, now_s).unwrap()["data"].clone();
        assert_eq!(data(1_999)["is_valid"], true);
        let expired = data(2_000);
        assert_eq!((&expired["is_valid"], &expired["expires_at"]), (&json!(false), &json!(2_000)));
        assert_eq!(
            (&expired["error"]["code"], &expired["error"]["subcode"]),
            (&json!(190), &json!(463))
        );
    }
}
