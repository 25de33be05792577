//! What the control page shows of a Graph call: what was sent and answered, without what is secret.

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::call::Call;

/// Parameters that nobody should read over somebody's shoulder.
const SECRET: [&str; 7] =
    ["client_secret", "code", "input_token", "pin", "verify_token", "fb_exchange_token", "batch"];
/// What a token stands behind in an address.
const TOKEN: &str = "access_token=";
/// So much of an answer is kept.
const SHOWN: usize = 4_000;

/// The parameters of a call as text, secrets left out.
pub fn sent(call: &Call) -> Value {
    let shown = call.parameters.iter().filter(|(name, _)| !SECRET.contains(&name.as_str()));
    json!(shown.map(|(name, value)| (name.clone(), json!(cut(value)))).collect::<Map<_, _>>())
}

/// Whether the answer to this path is a token.
fn is_secret(path: &str) -> bool {
    path.ends_with("/oauth/access_token")
}

/// The answer, and its text if it is all there and may be shown.
pub async fn overheard(path: &str, answer: Response) -> (Response, Option<String>) {
    if is_secret(path) || answer.body().size_hint().exact().is_none() {
        return (answer, None);
    }
    let (head, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let shown = without_tokens(&cut(&String::from_utf8_lossy(&body[..body.len().min(SHOWN)])));
    (Response::from_parts(head, Body::from(body)), Some(shown))
}

/// The text without the tokens that the links of a page carry, one that the cut went through included.
fn without_tokens(text: &str) -> String {
    let mut parts = text.split(TOKEN);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let ends = part.find(|c: char| "&\"'\\ <".contains(c)).unwrap_or(part.len());
        shown.push_str(TOKEN);
        shown.push_str("***");
        shown.push_str(&part[ends..]);
    }
    shown
}

fn cut(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}
