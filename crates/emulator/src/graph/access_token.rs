//! `/oauth/access_token`: a code of Embedded Signup for a token, or an app's own token. The app's
//! secret is the caller.

use serde_json::json;

use super::Step;
use super::call::Call;
use super::error::GraphError;
use crate::signup::code::{self, BadCode};
use crate::world::World;

pub fn exchange(world: &World, call: &Call) -> Result<Step, GraphError> {
    let missing = |name| GraphError::new(400, 101, format!("Missing {name} parameter."));
    let client_id = call.parameter("client_id").ok_or_else(|| missing("client_id"))?;
    let secret = world.secret(client_id).ok_or_else(|| {
        let said =
            "Error validating application. Cannot get application info due to a system error.";
        GraphError::new(400, 101, said)
    })?;
    if call.parameter("client_secret") != Some(secret) {
        return Err(GraphError::new(400, 1, "Error validating client secret."));
    }
    if call.parameter("grant_type") == Some("client_credentials") {
        let token = format!("{client_id}|{secret}");
        return Ok(Step::Answer(json!({"access_token": token, "token_type": "bearer"})));
    }
    if client_id != world.app.id {
        // Codes are of the world's own app alone.
        return Err(refusal(BadCode::Unknown));
    }
    let text = call.parameter("code").ok_or_else(|| refusal(BadCode::Unknown))?.to_owned();
    Ok(Step::act(move |state, now_ms| {
        let redeemed = code::redeem(&mut state.world, &text, now_ms).map_err(refusal)?;
        let mut answer = json!({"access_token": redeemed.token, "token_type": "bearer"});
        if let Some(seconds) = redeemed.lives_s {
            answer["expires_in"] = json!(seconds);
        }
        Ok(answer)
    }))
}

fn refusal(bad: BadCode) -> GraphError {
    let (subcode, message) = match bad {
        BadCode::Unknown => (None, "Invalid verification code format."),
        BadCode::Used => (Some(36_009), "This authorization code has been used."),
        BadCode::Expired => (Some(36_007), "This authorization code has expired."),
    };
    GraphError { subcode, ..GraphError::new(400, 100, message) }
}
