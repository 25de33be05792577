//! What simulated people send.

use serde_json::{Value, json};

const WEBP: &str = "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=";

/// A message of every type that a person can send: the type, and the object of that name.
pub fn every_type() -> Vec<(&'static str, Value)> {
    vec![
        ("text", json!("Olá 🌳")),
        ("text", json!({"body": "Olá"})),
        ("image", json!({"caption": "foto"})),
        ("video", json!({"data": "AAAA", "mime_type": "video/mp4"})),
        ("audio", json!({"data": "AAAA", "mime_type": "audio/ogg; codecs=opus", "voice": true})),
        ("document", json!({"data": "AAAA", "mime_type": "application/pdf", "filename": "a.pdf"})),
        ("sticker", json!({"data": WEBP, "mime_type": "image/webp", "animated": false})),
        ("location", json!({"latitude": -23.5, "longitude": -46.6, "name": "Casa"})),
        ("contacts", json!([{"name": {"formatted_name": "Ana"}, "phones": [{"phone": "+55"}]}])),
        ("reaction", json!({"message_id": "wamid.x", "emoji": "👍"})),
        ("reaction", json!({"message_id": "wamid.x"})),
        (
            "interactive",
            json!({"type": "button_reply", "button_reply": {"id": "y", "title": "Sim"}}),
        ),
        (
            "interactive",
            json!({"type": "list_reply",
            "list_reply": {"id": "1", "title": "Um", "description": "o primeiro"}}),
        ),
        (
            "interactive",
            json!({"type": "nfm_reply",
            "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{}"}}),
        ),
        ("button", json!({"payload": "Quero", "text": "Quero"})),
        (
            "order",
            json!({"catalog_id": "1", "text": "", "product_items": [
            {"product_retailer_id": "a", "quantity": 1, "item_price": 10, "currency": "BRL"}]}),
        ),
        ("system", json!({"type": "user_changed_number", "body": "x", "wa_id": "5511955550302"})),
        ("edit", json!({"original_message_id": "wamid.x", "message": {"type": "text"}})),
        ("revoke", json!({"original_message_id": "wamid.x"})),
        ("unsupported", json!({"type": "poll"})),
    ]
}
