//! How JSON becomes a part; what has another shape than the part is an error, of which the part around
//! it makes something that is kept as it came.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use serde_json::value::RawValue;

use super::part::{How, Listed, Members, Part, Scalar};

/// Reads a part that stands by itself.
pub(super) fn from_text<T: Part>(how: How, raw: &RawValue) -> serde_json::Result<T> {
    T::take(how, &mut serde_json::Deserializer::from_str(raw.get()))
}

/// Reads a part in one go; `None` where `null` stands.
pub(super) struct OrNull<T>(PhantomData<T>);

/// Reads an element of a list.
struct Element<T>(How, PhantomData<T>);

/// Reads an object member by member.
pub(super) struct Object<T>(How, PhantomData<T>);

/// Reads each of a list.
pub(super) struct Many<T>(How, PhantomData<T>);

/// Reads one word or number.
pub(super) struct Leaf<T>(PhantomData<T>);

impl<T> OrNull<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Object<T> {
    pub(super) fn new(how: How) -> Self {
        Self(how, PhantomData)
    }
}

impl<T> Many<T> {
    pub(super) fn new(how: How) -> Self {
        Self(how, PhantomData)
    }
}

impl<T> Leaf<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Part> DeserializeSeed<'de> for OrNull<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Part> Visitor<'de> for OrNull<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of a webhook")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::take(How::AtOnce, deserializer).map(Some)
    }
}

impl<'de, T: Part> DeserializeSeed<'de> for Element<T> {
    type Value = Listed<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Listed::take(self.0, deserializer)
    }
}

impl<'de, T: Members> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut part = T::default();
        while let Some(name) = map.next_key_seed(Name)? {
            part.hear(self.0, &name, &mut map)?;
        }
        Ok(part)
    }
}

impl<'de, T: Part> Visitor<'de> for Many<T> {
    type Value = Vec<Listed<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = seq.next_element_seed(Element(self.0, PhantomData))? {
            parts.push(part);
        }
        Ok(parts)
    }
}

/// The error of a word or number that is none of the part's. It is never shown.
fn another<T, E: Error>(part: Option<T>) -> Result<T, E> {
    part.ok_or_else(|| E::custom("another word or number"))
}

impl<'de, T: Scalar> Visitor<'de> for Leaf<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word or a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        another(T::of_text(text))
    }

    fn visit_bool<E: Error>(self, told: bool) -> Result<Self::Value, E> {
        another(T::of_bool(told))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        another(T::of_number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        another(T::of_number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        another(Number::from_f64(number).and_then(T::of_number))
    }
}

/// A member's name, without a copy where it has no escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = std::borrow::Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = std::borrow::Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(name.into())
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(name.to_owned().into())
    }
}
