//! How JSON becomes a part: what has another shape than the part is given back as it came.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use super::part::{Listed, Members, Part, Scalar};

/// A part, or the value that is none.
type Taken<T> = Result<T, Value>;

/// Reads a part where a member or an element stands.
pub(super) struct Take<T>(pub(super) PhantomData<T>);

/// Reads one word or number that counts, and passes by anything else.
pub(in crate::webhook) fn word<'de, T: Scalar, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(deserializer.deserialize_any(Leaf(PhantomData))?.ok())
}

/// Reads an object member by member.
pub(super) struct Object<T>(pub(super) PhantomData<T>);

/// Reads each of a list.
pub(super) struct Many<T>(pub(super) PhantomData<T>);

/// Reads one word or number.
pub(super) struct Leaf<T>(pub(super) PhantomData<T>);

/// The methods of a visitor that give words and numbers back.
macro_rules! gives_back {
    ($($method:ident: $type:ty),+) => {
        $(fn $method<E: Error>(self, told: $type) -> Result<Self::Value, E> {
            Ok(Err(told.into()))
        })+

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(Err(Value::Null))
        }

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a part of a webhook")
        }
    };
}

fn back_map<'de, T, A: MapAccess<'de>>(map: A) -> Result<Taken<T>, A::Error> {
    Value::deserialize(MapAccessDeserializer::new(map)).map(Err)
}

fn back_seq<'de, T, A: SeqAccess<'de>>(seq: A) -> Result<Taken<T>, A::Error> {
    Value::deserialize(SeqAccessDeserializer::new(seq)).map(Err)
}

impl<'de, T: Part> DeserializeSeed<'de> for Take<T> {
    type Value = Taken<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::take(deserializer)
    }
}

impl<'de, T: Members> Visitor<'de> for Object<T> {
    type Value = Taken<T>;

    gives_back!(visit_str: &str, visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut part = T::default();
        while let Some(name) = map.next_key_seed(Name)? {
            part.hear(&name, &mut map)?;
        }
        Ok(Ok(part))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        back_seq(seq)
    }
}

impl<'de, T: Part> Visitor<'de> for Many<T> {
    type Value = Taken<Vec<Listed<T>>>;

    gives_back!(visit_str: &str, visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        back_map(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = seq.next_element()? {
            parts.push(part);
        }
        Ok(Ok(parts))
    }
}

impl<'de, T: Scalar> Visitor<'de> for Leaf<T> {
    type Value = Taken<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word or a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(T::of_text(text).ok_or_else(|| text.into()))
    }

    fn visit_bool<E: Error>(self, told: bool) -> Result<Self::Value, E> {
        Ok(T::of_bool(told).ok_or_else(|| told.into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(T::of_number(number.into()).ok_or_else(|| number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(T::of_number(number.into()).ok_or_else(|| number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Number::from_f64(number).and_then(T::of_number).ok_or_else(|| number.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Err(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        back_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        back_map(map)
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
