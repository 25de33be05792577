//! `user_preferences`: people who stop a business's marketing messages, or take them again (META 7.2).

use super::body::{self, NumberNews};
use super::walk::Place;
use super::{News, Reading};
use crate::id::PhoneNumberId;
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

/// Tells each preference by itself; whether the value is one of preferences at all.
pub(super) fn tell(reading: &mut Reading, place: Place<'_>, news: &mut NumberNews) -> bool {
    let phone = news.metadata.as_ref().and_then(|metadata| metadata.phone_number_id.clone());
    let all = news.user_preferences.as_deref_mut().unwrap_or_default();
    let Some(phone) = phone.filter(|_| !all.is_empty()) else { return false };
    for (index, told) in all.iter_mut().enumerate() {
        let place = place.of_list("user_preferences", index);
        reading.tell(place, told, |told| UserPreference::of(&phone, told).map(News::Preference));
    }
    true
}

impl UserPreference {
    /// Of the typed body's; else the name of what it lacks.
    fn of(
        phone_number: &PhoneNumberId,
        told: &mut body::UserPreference,
    ) -> Result<Self, &'static str> {
        let rest = &told.rest;
        let category = told.category.take().map(|category| category.as_str().to_owned());
        Ok(Self {
            phone_number: phone_number.clone(),
            wa_id: told.wa_id.take().or_else(|| rest.digits("wa_id")),
            user_id: told.user_id.take().or_else(|| rest.digits("user_id")),
            category: category.or_else(|| rest.digits("category")),
            value: told.value.take().ok_or("value")?,
            timestamp: told.timestamp.as_ref().and_then(|at| at.number()).ok_or("timestamp")?,
        })
    }
}
