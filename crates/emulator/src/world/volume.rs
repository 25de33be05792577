//! How many messages each number sent, had delivered and received: what `analytics` is read from.
//!
//! Half hours, the finest that Meta answers, by the country of the other side and the kind of
//! product. Meta looks back a year, and so does this.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::country;

pub const HALF_HOUR_S: i64 = 1_800;
/// How far back Meta answers.
pub const LOOK_BACK_S: i64 = 365 * 24 * 3_600;

/// Meta's `product_types`.
pub const TEMPLATE: u32 = 0;
pub const OTHER: u32 = 2;
pub const INBOUND: u32 = 100;

/// One half hour of a number with one country and one product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub start_s: i64,
    pub country: String,
    pub product: u32,
    pub sent: u64,
    pub delivered: u64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Volume {
    slots: BTreeMap<String, Vec<Slot>>,
}

impl Volume {
    pub fn count(
        &mut self,
        number: &str,
        wa_id: &str,
        product: u32,
        is_delivered: bool,
        at_s: i64,
    ) {
        let start_s = at_s - at_s.rem_euclid(HALF_HOUR_S);
        let country = country::of(wa_id);
        let slots = self.slots.entry(number.to_owned()).or_default();
        // Time goes on, so the slot is the last one or among those beside it.
        let found =
            slots.iter_mut().rev().take_while(|slot| slot.start_s >= start_s).find(|slot| {
                (slot.start_s, slot.country.as_str(), slot.product) == (start_s, country, product)
            });
        let slot = match found {
            Some(slot) => slot,
            None => {
                slots.retain(|slot| slot.start_s > start_s - LOOK_BACK_S);
                let slot =
                    Slot { start_s, country: country.to_owned(), product, sent: 0, delivered: 0 };
                slots.push(slot);
                let last = slots.len() - 1;
                &mut slots[last]
            }
        };
        slot.sent += 1;
        slot.delivered += u64::from(is_delivered);
    }

    /// The half hours of a number, as they came.
    pub fn of(&self, number: &str) -> &[Slot] {
        self.slots.get(number).map_or(&[], Vec::as_slice)
    }
}
