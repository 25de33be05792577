//! What a finished popup leaves in the world: business, WABA and number, created or taken as they
//! are.

use serde_json::{Value, json};

use super::session::{APP, Choices, NEW, Session};
use crate::world::{Kind, World, seed};

/// What was shared with the app.
#[derive(Clone, Debug)]
pub struct Assets {
    pub business: String,
    pub waba: String,
    pub number: Option<String>,
}

/// Applies all choices. An error says which of them has no place in the world any more.
pub fn create(world: &mut World, session: &Session, now_s: i64) -> Result<Assets, String> {
    let mut assets = create_without_number(world, session, now_s)?;
    assets.number = Some(number(world, &session.choices, &assets.waba, now_s)?);
    Ok(assets)
}

/// Applies the choices of business and WABA only.
pub fn create_without_number(
    world: &mut World,
    session: &Session,
    now_s: i64,
) -> Result<Assets, String> {
    let choices = &session.choices;
    let business = match choices.business.as_str() {
        NEW => {
            // Whoever made it a minute ago was not verified yet.
            let document = json!({
                "name": choices.business_name,
                "verification_status": "not_verified",
            });
            seed::plant(world, Kind::Business, None, &document, now_s)?
        }
        id => id.to_owned(),
    };
    let waba = match choices.waba.as_str() {
        NEW => {
            // Whoever comes by a tech provider adds the payment method afterwards.
            let document = json!({
                "name": choices.waba_name,
                "creation_time": now_s,
                "primary_funding_id": null,
            });
            seed::plant(world, Kind::Waba, Some(&business), &document, now_s)?
        }
        id => id.to_owned(),
    };
    Ok(Assets { business, waba, number: None })
}

/// What a number is that no one registered yet.
pub fn unregistered(display_phone_number: &str, verified_name: &str) -> Value {
    json!({
        "display_phone_number": display_phone_number,
        "verified_name": verified_name,
        "status": "UNVERIFIED",
        "quality_rating": "UNKNOWN",
        "code_verification_status": "NOT_VERIFIED",
        "name_status": "PENDING_REVIEW",
        "unified_cert_status": "NAME_PENDING_REVIEW",
        "platform_type": "NOT_APPLICABLE",
        "host_platform": "NOT_APPLICABLE",
        "throughput": {"level": "NOT_APPLICABLE"},
        "is_pin_enabled": false,
    })
}

/// A new number of a WABA. One that another account has moves: it is another node here, keeps its
/// quality, and is migrated there.
pub fn move_in(
    world: &mut World,
    waba: &str,
    phone: &str,
    mut document: Value,
    now_s: i64,
) -> Result<String, String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let before = world.number_of_phone(&digits).map(|number| number.id.clone());
    let before = before.and_then(|id| world.nodes.get_mut(&id));
    if let Some(before) = before {
        for field in ["quality_rating", "quality_score", "is_official_business_account"] {
            if let Some(value) = before.fields.get(field) {
                document[field] = value.clone();
            }
        }
        before.migrate();
    }
    let deleted_s = world.deleted_s(&digits);
    let id = seed::plant(world, Kind::Number, Some(waba), &document, now_s)?;
    if let Some(number) = world.nodes.get_mut(&id) {
        number.registration.deleted_s = deleted_s;
    }
    Ok(id)
}

fn number(world: &mut World, choices: &Choices, waba: &str, now_s: i64) -> Result<String, String> {
    let id = match choices.number.as_str() {
        NEW => {
            let document = unregistered(&choices.display_phone_number, &choices.display_name);
            move_in(world, waba, &choices.display_phone_number, document, now_s)?
        }
        APP => {
            let business = world.node(Kind::Waba, waba).and_then(|node| world.business_of(node));
            let name = business.map(|business| business.text("name").to_owned());
            let document = json!({
                "display_phone_number": choices.display_phone_number,
                "verified_name": name,
                "quality_rating": "UNKNOWN",
                "is_on_biz_app": true,
                "is_pin_enabled": false,
            });
            seed::plant(world, Kind::Number, Some(waba), &document, now_s)?
        }
        id => id.to_owned(),
    };
    let number = world.nodes.get_mut(&id).ok_or_else(|| format!("there is no number {id}"))?;
    let is_renamed =
        !choices.display_name.is_empty() && number.text("verified_name") != choices.display_name;
    if is_renamed {
        number.set("verified_name", choices.display_name.as_str());
        number.set("name_status", "PENDING_REVIEW");
        number.set("unified_cert_status", "NAME_PENDING_REVIEW");
    }
    if !number.is_registered() && !choices.is_verified {
        number.set("code_verification_status", "NOT_VERIFIED");
    }
    number.onboard(choices.is_verified, now_s);
    Ok(id)
}
