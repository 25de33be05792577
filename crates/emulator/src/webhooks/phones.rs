//! People who have a username: a business sees their business-scoped id, and no phone number.
//!
//! Meta shows the number all the same to a business that had contact in the last 30 days or has it in
//! its contact book; the emulator never does, which is what a client must be able to bear.
//! <https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids>
//! (META 7.3)

use serde_json::{Value, json};

use crate::world::World;

/// Takes the phone numbers of such people out of what is told, and puts their usernames in.
pub fn hide(world: &World, value: &mut Value) {
    for contact in list(value, "contacts") {
        let name = text(contact, "wa_id").and_then(|wa_id| username(world, wa_id));
        if let Some(name) = name {
            contact["profile"]["username"] = json!(name);
            drop_key(contact, "wa_id");
        }
    }
    for (key, phone) in [
        ("messages", "from"),
        ("statuses", "recipient_id"),
        ("user_preferences", "wa_id"),
        ("calls", "from"),
    ] {
        for one in list(value, key) {
            if text(one, phone).is_some_and(|wa_id| username(world, wa_id).is_some()) {
                drop_key(one, phone);
            }
        }
    }
}

fn username<'w>(world: &'w World, wa_id: &str) -> Option<&'w str> {
    world.users.get(wa_id)?.username.as_deref()
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

fn list<'v>(value: &'v mut Value, key: &str) -> impl Iterator<Item = &'v mut Value> {
    value.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten()
}

fn drop_key(value: &mut Value, key: &str) {
    if let Some(object) = value.as_object_mut() {
        object.remove(key);
    }
}
