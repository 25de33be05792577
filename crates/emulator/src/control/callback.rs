//! What a person does to an app in Facebook's own settings: removes it, or asks for their data to be
//! deleted. Meta tells the app by a `signed_request`, posted to the callback that is set there.

use std::time::Duration;

use axum::Json;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::refusal::{Refusal, object, text};
use crate::state::Shared;
use crate::world::mint;

const PATIENCE: Duration = Duration::from_secs(10);
/// How long Meta says that a request counts, in seconds.
const COUNTS_S: i64 = 3_600;

/// Posts it and answers what the app did.
pub async fn post(shared: &Shared, body: &[u8]) -> Result<Json<Value>, Refusal> {
    let given = object(body, &["kind", "callback_url", "user_id"])?;
    let kind = text(&given, "kind")?;
    if !["deauthorize", "data_deletion"].contains(&kind) {
        let message = "kind must be \"deauthorize\" or \"data_deletion\"";
        return Err(Refusal::bad("kind", message));
    }
    let url = text(&given, "callback_url")?;
    let url: reqwest::Url =
        url.parse().map_err(|_| Refusal::bad("callback_url", "callback_url must be an address"))?;
    let (secret, seed) = shared.with(|state| (state.world.app.secret.clone(), state.world.seed));
    let user_id = match given.get("user_id") {
        None => mint::digits(seed, "a person at Facebook", 17),
        Some(_) => text(&given, "user_id")?.to_owned(),
    };
    let request = signed_request(&secret, &user_id, shared.settings.clock.now_s());
    let sent = shared.http.post(url).timeout(PATIENCE).form(&[("signed_request", &request)]);
    let answer = sent.send().await.ok();
    let http_status = answer.as_ref().map(|answer| answer.status().as_u16());
    let body = match answer {
        Some(answer) => answer.text().await.unwrap_or_default(),
        None => String::new(),
    };
    Ok(Json(json!({
        "kind": kind,
        "user_id": user_id,
        "signed_request": request,
        "http_status": http_status,
        "body": body,
    })))
}

/// `signature.payload`, both in URL-safe base64; the payload is signed as it stands there.
fn signed_request(secret: &str, user_id: &str, now_s: i64) -> String {
    let payload = json!({
        "algorithm": "HMAC-SHA256",
        "expires": now_s + COUNTS_S,
        "issued_at": now_s,
        "user_id": user_id,
    });
    let payload = URL_SAFE_NO_PAD.encode(payload.to_string());
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(payload.as_bytes());
    format!("{}.{payload}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}
