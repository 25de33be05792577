//! What messages cost, what became of each template, and conversations: what pricing, conversation
//! and template analytics are read from.
//!
//! Half hours for prices and days for templates, the finest that Meta answers. Meta looks back a year
//! and 90 days; so does this. A conversation lasts 24 hours for each person and category, as it did
//! while it was what Meta priced.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::volume::{HALF_HOUR_S, LOOK_BACK_S};
use super::{country, entry_point};

pub const DAY_S: i64 = 24 * 3_600;

/// One half hour of a number with one country, category and kind of price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub start_s: i64,
    pub country: String,
    /// As webhooks have it, such as `utility`.
    pub category: String,
    /// `regular`, `free_customer_service` or `free_entry_point`.
    pub kind: String,
    pub volume: u64,
    /// Conversations that the business began, and those that the person did.
    pub begun: u64,
    pub answered: u64,
}

/// One day of a template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateDay {
    pub start_s: i64,
    pub sent: u64,
    pub delivered: u64,
    pub read: u64,
    pub clicked: u64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Priced {
    slots: BTreeMap<String, Vec<Slot>>,
    templates: BTreeMap<String, Vec<TemplateDay>>,
    /// When the conversation of a number, a person and a category began.
    open: BTreeMap<String, i64>,
}

/// A message that was delivered.
#[derive(Clone, Copy, Debug)]
pub struct Delivered<'d> {
    pub number: &'d str,
    pub wa_id: &'d str,
    pub category: &'d str,
    pub template: Option<&'d str>,
    /// It was sent into an open service window.
    pub is_in_window: bool,
    pub at_s: i64,
}

/// The price of a category: inside a service window only marketing and authentication are billed, and
/// what began from an advertisement never is.
pub fn kind(category: &str, is_in_window: bool) -> &'static str {
    if category == entry_point::CATEGORY {
        return entry_point::PRICE;
    }
    let is_free = is_in_window && matches!(category, "utility" | "service");
    if is_free { "free_customer_service" } else { "regular" }
}

impl Priced {
    /// Counts a message; answers when its conversation began.
    pub fn count(&mut self, message: &Delivered<'_>) -> i64 {
        let at_s = message.at_s;
        let key = format!("{} {} {}", message.number, message.wa_id, message.category);
        let open = self.open.get(&key).copied().filter(|began_s| at_s < began_s + DAY_S);
        if open.is_none() {
            if self.open.len() % 1_024 == 1_023 {
                self.open.retain(|_, began_s| at_s < *began_s + DAY_S);
            }
            self.open.insert(key, at_s);
        }
        let slot = self.slot(message);
        slot.volume += 1;
        if open.is_none() {
            if message.is_in_window {
                slot.answered += 1;
            } else {
                slot.begun += 1;
            }
        }
        if let Some(template) = message.template {
            let day = self.day(template, at_s);
            (day.sent, day.delivered, day.read) = (day.sent + 1, day.delivered + 1, day.read + 1);
        }
        open.unwrap_or(at_s)
    }

    fn slot(&mut self, message: &Delivered<'_>) -> &mut Slot {
        let start_s = message.at_s - message.at_s.rem_euclid(HALF_HOUR_S);
        let (country, kind) =
            (country::of(message.wa_id), kind(message.category, message.is_in_window));
        let slots = self.slots.entry(message.number.to_owned()).or_default();
        // Time goes on, so the slot is the last one or among those beside it.
        let found = slots
            .iter()
            .rev()
            .take_while(|slot| slot.start_s >= start_s)
            .position(|slot| {
                (slot.start_s, slot.country.as_str(), slot.category.as_str(), slot.kind.as_str())
                    == (start_s, country, message.category, kind)
            })
            .map(|from_end| slots.len() - 1 - from_end);
        let place = found.unwrap_or_else(|| {
            slots.retain(|slot| slot.start_s > start_s - LOOK_BACK_S);
            slots.push(Slot {
                start_s,
                country: country.to_owned(),
                category: message.category.to_owned(),
                kind: kind.to_owned(),
                volume: 0,
                begun: 0,
                answered: 0,
            });
            slots.len() - 1
        });
        &mut slots[place]
    }

    fn day(&mut self, template: &str, at_s: i64) -> &mut TemplateDay {
        let start_s = at_s - at_s.rem_euclid(DAY_S);
        let days = self.templates.entry(template.to_owned()).or_default();
        if days.last().is_none_or(|day| day.start_s < start_s) {
            days.retain(|day| day.start_s > start_s - 100 * DAY_S);
            days.push(TemplateDay { start_s, ..TemplateDay::default() });
        }
        let last = days.len() - 1;
        &mut days[last]
    }

    /// Somebody pressed a template's button.
    pub fn click(&mut self, template: &str, at_s: i64) {
        self.day(template, at_s).clicked += 1;
    }

    /// The half hours of a number, as they came.
    pub fn of(&self, number: &str) -> &[Slot] {
        self.slots.get(number).map_or(&[], Vec::as_slice)
    }

    /// The days of a template, as they came.
    pub fn of_template(&self, template: &str) -> &[TemplateDay] {
        self.templates.get(template).map_or(&[], Vec::as_slice)
    }
}
