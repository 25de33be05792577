//! JSON: each value as `{"value","as_of","via"}`, as the API gives them; `null` for what was never
//! heard.

use domain::{Heard, How, Replica, Timestamp, number};
use serde_json::{Map, Value, json};

use super::{FIELDS, Own, iso};

/// What ends the list.
pub(super) const TAIL: &str = "]}\n";

/// What begins the list.
pub(super) fn head(now: Timestamp, count: usize) -> String {
    format!("{{\"as_of\":{},\"count\":{count},\"numbers\":[", Value::from(iso(now)))
}

/// A number; the `nth` of the list, from 0.
pub(super) fn line(nth: usize, replica: &Replica, own: &Own, now: Timestamp) -> String {
    let mut object = Map::new();
    object.insert("id".to_owned(), Value::from(replica.node.id.as_str()));
    for field in FIELDS {
        object.insert(field.to_owned(), replica.get(field).map_or(Value::Null, as_heard));
    }
    let quality = number::quality(replica);
    let quality = quality.map_or(Value::Null, |(rating, heard)| {
        told(&Value::from(rating.as_str()), heard.at, heard.how)
    });
    object.insert("quality_rating".to_owned(), quality);
    let computed = |value: Value| told(&value, now, How::Computed);
    object.insert("active".to_owned(), computed(own.is_active.into()));
    object.insert("in_use".to_owned(), computed(own.is_in_use.into()));
    object.insert("usage_24h".to_owned(), computed(own.usage.into()));
    let comma = if nth == 0 { "" } else { "," };
    format!("{comma}{}", Value::Object(object))
}

fn as_heard(heard: &Heard) -> Value {
    told(&heard.value, heard.at, heard.how)
}

fn told(value: &Value, at: Timestamp, how: How) -> Value {
    json!({"value": value, "as_of": iso(at), "via": how.as_str()})
}
