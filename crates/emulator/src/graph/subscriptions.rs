//! `/{app}/subscriptions`: the app's callback and the webhook fields that it wants.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Step;
use super::call::Call;
use super::error::GraphError;
use crate::webhooks::handshake;
use crate::world::{Callback, Subscription, World};

/// The fields of the object `whatsapp_business_account` that can be subscribed to.
pub const FIELDS: [&str; 35] = [
    "account_alerts",
    "account_review_update",
    "account_settings_update",
    "account_update",
    "automatic_events",
    "business_capability_update",
    "business_status_update",
    "business_username_update",
    "calls",
    "campaign_status_update",
    "flows",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "history",
    "message_echoes",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "messages",
    "messaging_handovers",
    "partner_solutions",
    "payment_configuration_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "smb_app_state_sync",
    "smb_message_echoes",
    "standby",
    "template_category_update",
    "template_correct_category_detection",
    "tracking_events",
    "user_preferences",
    "business_ai_update",
];

/// What an app can subscribe to; of all but the account the emulator tells nothing.
/// <https://developers.facebook.com/docs/graph-api/webhooks> (from memory, an assumption)
const OBJECTS: [&str; 8] = [
    crate::world::OBJECT,
    "user",
    "page",
    "permissions",
    "payments",
    "instagram",
    "application",
    "ad_account",
];

pub fn list(world: &World, app: &str) -> Value {
    let subscriptions = world.hearing(app).map(|hearing| &hearing.subscriptions);
    let entries: Vec<Value> = subscriptions
        .into_iter()
        .flatten()
        .map(|(object, subscription)| {
            let fields: Vec<Value> = subscription
                .fields
                .iter()
                .map(|(name, version)| json!({"name": name, "version": version}))
                .collect();
            json!({
                "object": object,
                "callback_url": subscription.callback.url,
                "active": subscription.active,
                "fields": fields,
            })
        })
        .collect();
    json!({"data": entries})
}

/// Meta asks the callback for its handshake before it answers.
pub fn subscribe(app: &str, call: &Call) -> Result<Step, GraphError> {
    let object = call.required("object")?.to_owned();
    if !OBJECTS.contains(&object.as_str()) {
        return Err(GraphError::bad_parameter(&format!(
            "Param object must be one of {{{}}}",
            OBJECTS.join(", ")
        )));
    }
    let callback = Callback {
        url: handshake::callback_url(call.required("callback_url")?)?,
        verify_token: call.required("verify_token")?.to_owned(),
    };
    let version = call.answered_version().to_string();
    let names = field_names(call.required("fields")?);
    if let Some(unknown) =
        names.iter().find(|name| object == crate::world::OBJECT && !FIELDS.contains(&name.as_str()))
    {
        return Err(GraphError::bad_parameter(&format!(
            "Param fields must be one of the fields of {object}: {unknown} is not one of them"
        )));
    }
    let fields: BTreeMap<String, String> =
        names.into_iter().map(|name| (name, version.clone())).collect();
    let app = app.to_owned();
    Ok(Step::verify(callback, move |world, callback| {
        let subscription = Subscription { callback, fields, active: true };
        if let Some(hearing) = world.hearing_mut(&app) {
            hearing.subscriptions.insert(object, subscription);
        }
    }))
}

/// Without `object` all subscriptions end; with `fields` only those of the object.
pub fn unsubscribe(app: &str, call: &Call) -> Step {
    let app = app.to_owned();
    let object = call.parameter("object").map(str::to_owned);
    let fields = call.parameter("fields").map(field_names);
    Step::change(move |world| {
        let Some(hearing) = world.hearing_mut(&app) else { return };
        let subscriptions = &mut hearing.subscriptions;
        match (object, fields) {
            (None, _) => subscriptions.clear(),
            (Some(object), None) => {
                subscriptions.remove(&object);
            }
            (Some(object), Some(names)) => {
                if let Some(subscription) = subscriptions.get_mut(&object) {
                    subscription.fields.retain(|name, _| !names.contains(name));
                }
            }
        }
    })
}

/// A list by commas, or a JSON list.
fn field_names(text: &str) -> Vec<String> {
    if let Ok(names) = serde_json::from_str::<Vec<String>>(text) {
        return names;
    }
    text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}
