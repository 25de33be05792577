//! A number's photo: what may become one, which part of it, and how it gets to Meta.
//!
//! Meta's address of a photo is signed anew at each reading, so two addresses are compared by the
//! picture that they name, never as text.

pub mod picture;
pub mod square;
pub mod upload;

pub use picture::{Fault, Kind, Picture};
pub use square::Square;
pub use upload::{Came, Phase, Snag, Task, Upload};

use serde_json::{Value, json};

use crate::field;

/// Meta's name of the field that a profile shows its photo by.
pub const FIELD: &str = "profile_picture_url";
/// Meta's name of the field that a photo is written by (META 6).
pub const HANDLE: &str = "profile_picture_handle";
/// Side of the photo that is sent, in pixels; a smaller one is sent as it is (META 6).
pub const SIDE: u32 = 640;

/// The name of the picture at an address: what stays while Meta signs the address anew.
pub fn name(url: &str) -> &str {
    field::picture(url)
}

/// Under which key a note holds the address that stood before.
const BEFORE: &str = "other_than";

/// What is noted of a photo that Meta is about to be asked for: its address can't be known before.
pub fn note(before: Option<&str>) -> Value {
    json!({ BEFORE: before })
}

/// Whether what is read is the photo that was noted: another picture than stood before.
pub fn shows(read: &Value, noted: &Value) -> bool {
    noted.get(BEFORE).is_some_and(|before| is_other(before.as_str(), read.as_str()))
}

/// Whether two addresses name different pictures, and the second names one at all.
pub fn is_other(before: Option<&str>, now: Option<&str>) -> bool {
    let (before, now) = (before.unwrap_or_default(), now.unwrap_or_default());
    !now.is_empty() && !field::says_the_same(FIELD, &json!(before), &json!(now))
}

/// Whether a person who saw one address sees the same picture at another; none is also a sight.
pub fn is_same(seen: Option<&str>, now: Option<&str>) -> bool {
    let (seen, now) = (seen.unwrap_or_default(), now.unwrap_or_default());
    seen.is_empty() == now.is_empty() && field::says_the_same(FIELD, &json!(seen), &json!(now))
}
