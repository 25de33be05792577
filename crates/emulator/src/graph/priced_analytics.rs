//! `pricing_analytics` and `conversation_analytics` of a WABA: as a field with arguments, or an edge.
//!
//! Only groups that have something are answered, as in Meta's samples. The prices are the emulator's:
//! Meta's are by country and month. Cost is not told of an account without a payment method of its
//! own, which is Meta's rule for those on a partner's credit line.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::analytics::{Granularity, empty_points, known, named_granularity, span, texts};
use super::error::GraphError;
use crate::world::priced::Slot;
use crate::world::{Node, World, entry_point};

pub const PRICING: &str = "pricing_analytics";
pub const CONVERSATION: &str = "conversation_analytics";

const NAMES: [(&str, Granularity); 3] = [
    ("HALF_HOUR", Granularity::HalfHour),
    ("DAILY", Granularity::Day),
    ("MONTHLY", Granularity::Month),
];

/// Answers the field as it was asked for.
pub fn answer(
    world: &World,
    waba: &Node,
    field: &str,
    arguments: &BTreeMap<String, String>,
    now_s: i64,
) -> Result<Value, GraphError> {
    let asked = Asked::read(field, arguments)?;
    let (start_s, end_s) = span(arguments, now_s)?;
    let granularity = named_granularity(arguments, &NAMES)?;
    let phones = texts(arguments, "phone_numbers")?;
    let has_cost = asked.has("COST") && !waba.text("primary_funding_id").is_empty();
    let mut data_points = Vec::new();
    for (from_s, to_s) in empty_points(start_s, end_s, granularity) {
        let mut groups: BTreeMap<Vec<(&str, String)>, Sums> = BTreeMap::new();
        for number in world.children(waba) {
            let phone = number.phone_digits();
            if !phones.is_empty() && !phones.iter().any(|one| digits(one) == phone) {
                continue;
            }
            for slot in world.priced.of(&number.id) {
                if (from_s..to_s).contains(&slot.start_s) {
                    asked.add(&mut groups, &phone, slot);
                }
            }
        }
        for (group, sums) in groups {
            let mut point = Map::new();
            point.insert("start".to_owned(), json!(from_s));
            point.insert("end".to_owned(), json!(to_s));
            for (key, value) in group {
                point.insert(key.to_owned(), json!(value));
            }
            if asked.has("VOLUME") {
                point.insert("volume".to_owned(), json!(sums.volume));
            }
            if asked.has("CONVERSATION") {
                point.insert("conversation".to_owned(), json!(sums.conversations));
            }
            if has_cost {
                point.insert("cost".to_owned(), json!(sums.cost()));
            }
            data_points.push(Value::Object(point));
        }
    }
    Ok(json!({"data": [{"data_points": data_points}]}))
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

#[derive(Default)]
struct Sums {
    volume: u64,
    conversations: u64,
    /// In thousandths of the account's currency.
    thousandths: u64,
}

impl Sums {
    /// In the account's currency.
    fn cost(&self) -> f64 {
        let thousandths = u32::try_from(self.thousandths).unwrap_or(u32::MAX);
        f64::from(thousandths) / 1_000.0
    }
}

/// What a message of a category costs, in thousandths.
fn price(slot: &Slot) -> u64 {
    match (slot.kind.as_str(), slot.category.as_str()) {
        ("regular", "marketing" | "marketing_lite") => 63,
        ("regular", "utility" | "authentication") => 8,
        _ => 0,
    }
}

/// Which metrics, by what they are grouped, and which values are wanted.
struct Asked {
    is_pricing: bool,
    metrics: Vec<String>,
    dimensions: Vec<String>,
    categories: Vec<String>,
    kinds: Vec<String>,
    directions: Vec<String>,
    countries: Vec<String>,
}

impl Asked {
    fn read(field: &str, arguments: &BTreeMap<String, String>) -> Result<Asked, GraphError> {
        let is_pricing = field == PRICING;
        let (metrics, dimensions, names): (&[&str], &[&str], _) = if is_pricing {
            let dimensions = &["COUNTRY", "PHONE", "PRICING_CATEGORY", "PRICING_TYPE", "TIER"];
            (&["COST", "VOLUME"], dimensions, ["pricing_categories", "pricing_types"])
        } else {
            let dimensions = &[
                "CONVERSATION_CATEGORY",
                "CONVERSATION_DIRECTION",
                "CONVERSATION_TYPE",
                "COUNTRY",
                "PHONE",
            ];
            (
                &["COST", "CONVERSATION"],
                dimensions,
                ["conversation_categories", "conversation_types"],
            )
        };
        let mut asked = Asked {
            is_pricing,
            metrics: known(arguments, "metric_types", metrics)?,
            dimensions: known(arguments, "dimensions", dimensions)?,
            categories: texts(arguments, names[0])?,
            kinds: texts(arguments, names[1])?,
            directions: texts(arguments, "conversation_directions")?,
            countries: texts(arguments, "country_codes")?,
        };
        if asked.metrics.is_empty() {
            asked.metrics = metrics.iter().map(|name| (*name).to_owned()).collect();
        }
        Ok(asked)
    }

    fn has(&self, metric: &str) -> bool {
        self.metrics.iter().any(|name| name == metric)
    }

    fn add<'s>(
        &self,
        groups: &mut BTreeMap<Vec<(&'s str, String)>, Sums>,
        phone: &str,
        slot: &'s Slot,
    ) {
        let category = slot.category.to_ascii_uppercase();
        let kind = self.kind(slot);
        let is_in = |wanted: &[String], value: &str| {
            wanted.is_empty() || wanted.iter().any(|one| one == value)
        };
        let is_wanted = is_in(&self.categories, &category)
            && is_in(&self.kinds, kind)
            && is_in(&self.countries, &slot.country);
        if !is_wanted {
            return;
        }
        // A pricing row is not told apart by who began, a conversation's may be.
        let parts = if self.is_pricing {
            vec![("", slot.volume, 0)]
        } else {
            vec![
                ("BUSINESS_INITIATED", slot.volume, slot.begun),
                ("USER_INITIATED", 0, slot.answered),
            ]
        };
        for (direction, volume, conversations) in parts {
            if (volume + conversations == 0) || !is_in(&self.directions, direction) {
                continue;
            }
            if !self.is_pricing && conversations == 0 {
                continue;
            }
            let group = self.group(phone, slot, &category, kind, direction);
            let sums = groups.entry(group).or_default();
            sums.volume += volume;
            sums.conversations += conversations;
            sums.thousandths += price(slot) * if self.is_pricing { volume } else { conversations };
        }
    }

    fn kind(&self, slot: &Slot) -> &'static str {
        match (self.is_pricing, slot.kind.as_str()) {
            (_, entry_point::PRICE) => "FREE_ENTRY_POINT",
            (true, "regular") => "REGULAR",
            (true, _) => "FREE_CUSTOMER_SERVICE",
            (false, "regular") => "REGULAR",
            (false, _) => "FREE_TIER",
        }
    }

    fn group(
        &self,
        phone: &str,
        slot: &Slot,
        category: &str,
        kind: &str,
        direction: &str,
    ) -> Vec<(&'static str, String)> {
        let value = |dimension: &str| match dimension {
            "COUNTRY" => ("country", slot.country.clone()),
            "PHONE" => ("phone_number", phone.to_owned()),
            "PRICING_CATEGORY" => ("pricing_category", category.to_owned()),
            "PRICING_TYPE" => ("pricing_type", kind.to_owned()),
            "TIER" => ("tier", "0:MAX".to_owned()),
            "CONVERSATION_CATEGORY" => ("conversation_category", category.to_owned()),
            "CONVERSATION_DIRECTION" => ("conversation_direction", direction.to_owned()),
            _ => ("conversation_type", kind.to_owned()),
        };
        self.dimensions.iter().map(|dimension| value(dimension)).collect()
    }
}
