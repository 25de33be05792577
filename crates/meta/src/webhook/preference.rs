//! `user_preferences`: people who stop a business's marketing messages, or take them again (META 7.2).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::walk::Place;
use super::{News, Reading, lenient_text, seconds};
use crate::id::PhoneNumberId;
use crate::json_fault::json_fault;
use crate::open::PreferenceValue;

/// What a person wants of a number's marketing messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPreference {
    /// The number that it was said to.
    pub phone_number: PhoneNumberId,
    /// The person's `wa_id`; absent when the person has a username (META 7.3).
    pub wa_id: Option<String>,
    /// The person's business-scoped id, where Meta gives one.
    pub user_id: Option<String>,
    /// `marketing_messages`, the only one documented: an open set.
    pub category: Option<String>,
    /// Stop, resume or sign up.
    pub value: PreferenceValue,
    /// When it was said, in seconds.
    pub timestamp: i64,
}

#[derive(Deserialize)]
struct Value<'a> {
    metadata: Metadata,
    #[serde(borrow)]
    user_preferences: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Metadata {
    phone_number_id: PhoneNumberId,
}

#[derive(Deserialize)]
struct Wire {
    #[serde(default, deserialize_with = "lenient_text")]
    wa_id: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    category: Option<String>,
    value: PreferenceValue,
    timestamp: serde_json::Value,
}

/// Reads each preference by itself; whether the value is one of preferences at all.
pub(super) fn read_value(reading: &mut Reading, place: Place<'_>, raw: &RawValue) -> bool {
    let Ok(value) = serde_json::from_str::<Value<'_>>(raw.get()) else { return false };
    for (index, raw) in value.user_preferences.iter().enumerate() {
        let place = place.of_list("user_preferences", index);
        let bytes = raw.get().as_bytes();
        match serde_json::from_str::<Wire>(raw.get()) {
            Ok(wire) => match seconds(&wire.timestamp) {
                Some(timestamp) => reading.take(
                    place,
                    bytes,
                    News::Preference(UserPreference {
                        phone_number: value.metadata.phone_number_id.clone(),
                        wa_id: wire.wa_id,
                        user_id: wire.user_id,
                        category: wire.category,
                        value: wire.value,
                        timestamp,
                    }),
                ),
                None => reading.refuse(place, bytes, "the timestamp is not seconds".to_owned()),
            },
            Err(error) => reading.refuse(place, bytes, json_fault(&error)),
        }
    }
    !value.user_preferences.is_empty()
}
