//! The world as `GET /_control/world` shows it: the nodes as a tree, with what a test needs to know
//! and Graph never tells (secret, PINs, tokens).

use serde_json::{Value, json};

use super::registration::VERIFICATION_CODE;
use super::{Kind, Node, User, World, health};
use crate::Settings;
use crate::signup::outcome;

/// The whole document.
pub fn of_world(world: &World, settings: &Settings) -> Value {
    let app = world.nodes.get(&world.app.id);
    let callback = world.subscription().map(|subscription| &subscription.callback);
    let system_user =
        world.tokens.iter().find(|(_, token)| token.kind == "system_user").map(|(text, _)| text);
    json!({
        "graph_url": settings.public_url,
        "sdk_url": format!("{}/sdk.js", settings.public_url),
        "now": settings.clock.now_s(),
        "app": {
            "id": world.app.id,
            "name": app.map(|app| app.text("name")),
            "secret": world.app.secret,
            "verify_token": world.app.verify_token,
            "config_id": world.app.config_id,
            "callback_url": callback.map(|callback| &callback.url),
        },
        "tokens": {"system_user": system_user},
        "businesses": world.business_nodes().map(|node| of_node(world, node)).collect::<Vec<_>>(),
        "users": world.users.iter().map(|(wa_id, user)| of_user(world, wa_id, user)).collect::<Vec<_>>(),
        "signup": {
            "order": world.signup.order.name(),
            "verification_code": VERIFICATION_CODE,
            "partner_business_id": outcome::partner_business_id(world),
        },
    })
}

fn of_user(world: &World, wa_id: &str, user: &User) -> Value {
    let mut document = json!({
        "wa_id": wa_id,
        "user_id": world.businesses.first().map(|business| world.user_id(business, wa_id)),
        "name": user.name,
    });
    if let Some(username) = &user.username {
        document["username"] = json!(username);
    }
    if user.has_chat_open {
        document["chat_open"] = json!(true);
    }
    document
}

/// One node with all that is below it.
pub fn of_node(world: &World, node: &Node) -> Value {
    let health = health::of_node(node);
    let below = || world.children(node).map(|child| of_node(world, child)).collect::<Vec<_>>();
    match node.kind {
        Kind::Business => json!({
            "id": node.id,
            "name": node.text("name"),
            "can_send_message": health.can_send_message,
            "errors": health.errors,
            "whatsapp_business_manager_messaging_limit":
                node.text("whatsapp_business_manager_messaging_limit"),
            "wabas": below(),
        }),
        Kind::Waba => json!({
            "id": node.id,
            "name": node.text("name"),
            "rules": node.rules.name(),
            "can_send_message": health.can_send_message,
            "errors": health.errors,
            "phone_numbers": below(),
            "message_templates":
                world.templates(node).map(|template| of_node(world, template)).collect::<Vec<_>>(),
        }),
        Kind::Number => of_number(node),
        Kind::Template => json!({
            "id": node.id,
            "name": node.text("name"),
            "language": node.text("language"),
            "category": node.text("category"),
            "status": node.text("status"),
            "quality": node.fields.get("quality_score").and_then(|score| score.get("score")),
            "can_send_message": health.can_send_message,
            "errors": health.errors,
        }),
        Kind::App => json!({
            "id": node.id,
            "name": node.text("name"),
            "can_send_message": health.can_send_message,
            "errors": health.errors,
        }),
    }
}

/// A number. A name that it does not have is left out, as Graph leaves it out.
fn of_number(node: &Node) -> Value {
    let mut document = json!({
        "id": node.id,
        "display_phone_number": node.text("display_phone_number"),
        "verified_name": node.text("verified_name"),
        "name_status": node.text("name_status"),
        "pin": node.pin,
        "status": node.text("status"),
        "quality": node.text("quality_rating"),
        "reasons": node.fields.get("quality_score")
            .and_then(|score| score.get("reasons")).cloned().unwrap_or(json!([])),
        "can_send_message": health::of_node(node).can_send_message,
    });
    for name in ["new_display_name", "username"] {
        if !node.text(name).is_empty() {
            document[name] = node.text(name).into();
        }
    }
    document
}
