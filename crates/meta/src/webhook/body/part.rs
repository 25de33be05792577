//! A part of a body: each member that Meta documents by its type, and what is not known of it, or
//! has another shape, kept beside as it came.
//!
//! So no member can make its neighbours unreadable, and a part prints back what it was read from.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, MapAccess};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use serde_json::value::RawValue;

use super::take::{Many, OrNull, from_text};

/// How a part is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// In one go, which fails as a whole when anything in it has another shape. Most of Meta's bodies
    /// are read so, and gone through once.
    AtOnce,
    /// Member by member and element by element: what has another shape is kept as it came, to the
    /// last letter, and its neighbours are read.
    Each,
}

/// A part of a body.
pub trait Part: Serialize + Sized {
    /// Reads it.
    ///
    /// # Errors
    /// When it has another shape, or is no JSON that can be kept: half of a surrogate pair, a number
    /// beyond all bounds, more than 128 levels. [`How::AtOnce`] also fails when a part of it does.
    fn take<'de, D: Deserializer<'de>>(how: How, deserializer: D) -> Result<Self, D::Error>;

    /// Lists, by their places below `path`, what was not known or had another shape.
    fn leftovers(&self, path: &str, found: &mut Vec<String>) {
        let _ = (path, found);
    }
}

/// A part that is an object.
pub(super) trait Members: Part + Default {
    /// Reads the member of this name, whose value comes next.
    fn hear<'de, A: MapAccess<'de>>(
        &mut self,
        how: How,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error>;
}

/// A part that is one word or number.
pub(in crate::webhook) trait Scalar: Sized {
    /// Of a text.
    fn of_text(text: &str) -> Option<Self> {
        let _ = text;
        None
    }

    /// Of `true` or `false`.
    fn of_bool(told: bool) -> Option<Self> {
        let _ = told;
        None
    }

    /// Of a number.
    fn of_number(number: Number) -> Option<Self> {
        let _ = number;
        None
    }
}

/// Members that are not known, or have another shape than Meta documents, as they came.
#[derive(Clone, Default)]
pub struct Rest(BTreeMap<String, Box<RawValue>>);

/// One of a list: none can hide another.
#[derive(Clone)]
pub enum Listed<T> {
    /// It was read.
    Read(T),
    /// It has another shape than Meta documents: its text, as it came.
    Unread(Box<RawValue>),
}

/// A list of Meta's, of which each is read by itself.
pub type List<T> = Vec<Listed<T>>;

/// Declares an object of Meta's by its members, in Meta's spelling; every one may be absent.
macro_rules! part {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$member_doc:meta])* $member:ident: $type:ty = $text:literal),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $($(#[$member_doc])* #[doc = concat!(" `", $text, "`")] pub $member: Option<$type>,)+
            /// What else it says.
            pub rest: $crate::webhook::body::Rest,
        }

        impl $crate::webhook::body::part::Members for $name {
            fn hear<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                how: $crate::webhook::body::How,
                name: &str,
                map: &mut A,
            ) -> Result<(), A::Error> {
                match name {
                    $($text => self.$member = self.rest.hear(how, name, map)?,)+
                    _ => self.rest.keep(name, map)?,
                }
                Ok(())
            }
        }

        impl $crate::webhook::body::Part for $name {
            fn take<'de, D: serde::Deserializer<'de>>(
                how: $crate::webhook::body::How,
                deserializer: D,
            ) -> Result<Self, D::Error> {
                deserializer.deserialize_map($crate::webhook::body::take::Object::new(how))
            }

            fn leftovers(&self, path: &str, found: &mut Vec<String>) {
                $(if let Some(member) = &self.$member {
                    let path = format!("{path}.{}", $text);
                    $crate::webhook::body::Part::leftovers(member, &path, found);
                })+
                self.rest.leftovers(path, found);
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                $(if let Some(member) = &self.$member {
                    map.serialize_entry($text, member)?;
                })+
                self.rest.print(&mut map)?;
                map.end()
            }
        }
    };
}
pub(super) use part;

impl Rest {
    /// The member of this name, if it is here: its text.
    pub fn get(&self, name: &str) -> Option<&str> {
        Some(self.0.get(name)?.get())
    }

    /// Whether a member of this name says anything: one that is `null` does not.
    pub(in crate::webhook) fn says(&self, name: &str) -> bool {
        self.get(name).is_some_and(|raw| raw != "null")
    }

    /// A member that is a number where a text was expected: its digits.
    pub(in crate::webhook) fn digits(&self, name: &str) -> Option<String> {
        let raw = self.get(name)?;
        raw.starts_with(|first: char| first == '-' || first.is_ascii_digit())
            .then(|| raw.to_owned())
    }

    /// Reads a known member. One that stands there twice counts as its last, as in any JSON; one that
    /// is `null` is kept as what it is.
    pub(super) fn hear<'de, T: Part, A: MapAccess<'de>>(
        &mut self,
        how: How,
        name: &str,
        map: &mut A,
    ) -> Result<Option<T>, A::Error> {
        let (part, raw) = match how {
            How::AtOnce => (map.next_value_seed(OrNull::new())?, RawValue::NULL),
            How::Each => {
                let raw = map.next_value::<&RawValue>()?;
                (from_text(how, raw).ok(), raw)
            }
        };
        match part {
            Some(_) => drop(self.0.remove(name)),
            None => drop(self.0.insert(name.to_owned(), raw.to_owned())),
        }
        Ok(part)
    }

    /// Keeps a member that is not known: its text, whatever it holds.
    pub(super) fn keep<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        self.0.insert(name.to_owned(), map.next_value::<&RawValue>()?.to_owned());
        Ok(())
    }

    /// Prints the members behind those that are known.
    pub(super) fn print<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.0.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))
    }

    /// A member that is `null` says nothing, and so leaves nothing unread.
    pub(super) fn leftovers(&self, path: &str, found: &mut Vec<String>) {
        let said = self.0.iter().filter(|(_, raw)| raw.get() != "null");
        found.extend(said.map(|(name, _)| format!("{path}.{name}")));
    }
}

impl PartialEq for Rest {
    fn eq(&self, other: &Self) -> bool {
        let texts = |rest: &Self| {
            rest.0
                .iter()
                .map(|(name, raw)| (name.clone(), raw.get().to_owned()))
                .collect::<Vec<_>>()
        };
        texts(self) == texts(other)
    }
}

/// Names alone: what they say may be a customer's words.
impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A member that can't make the rest of its object unreadable.
impl<T: Part> Part for Listed<T> {
    fn take<'de, D: Deserializer<'de>>(how: How, deserializer: D) -> Result<Self, D::Error> {
        match how {
            How::AtOnce => T::take(how, deserializer).map(Self::Read),
            How::Each => {
                let raw = <&RawValue>::deserialize(deserializer)?;
                let read = from_text(How::AtOnce, raw).or_else(|_| from_text(how, raw));
                Ok(read.map_or_else(|_| Self::Unread(raw.to_owned()), Self::Read))
            }
        }
    }

    fn leftovers(&self, path: &str, found: &mut Vec<String>) {
        match self {
            Self::Read(part) => part.leftovers(path, found),
            Self::Unread(raw) if raw.get() == "null" => {}
            Self::Unread(_) => found.push(path.to_owned()),
        }
    }
}

/// A part that most objects do not have, and so is not carried along with each.
impl<T: Part> Part for Box<T> {
    fn take<'de, D: Deserializer<'de>>(how: How, deserializer: D) -> Result<Self, D::Error> {
        T::take(how, deserializer).map(Self::new)
    }

    fn leftovers(&self, path: &str, found: &mut Vec<String>) {
        T::leftovers(self, path, found);
    }
}

impl<T: Part> Part for List<T> {
    fn take<'de, D: Deserializer<'de>>(how: How, deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Many::new(how))
    }

    fn leftovers(&self, path: &str, found: &mut Vec<String>) {
        for (index, listed) in self.iter().enumerate() {
            let path = format!("{path}.{index}");
            match listed {
                Listed::Read(part) => part.leftovers(&path, found),
                Listed::Unread(_) => found.push(path),
            }
        }
    }
}

impl<T> Listed<T> {
    /// What was read; `None` when it was not.
    pub fn read(&self) -> Option<&T> {
        match self {
            Self::Read(part) => Some(part),
            Self::Unread(_) => None,
        }
    }
}

impl<T: Serialize> Serialize for Listed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Read(part) => part.serialize(serializer),
            Self::Unread(raw) => raw.serialize(serializer),
        }
    }
}

impl<T: PartialEq> PartialEq for Listed<T> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Read(one), Self::Read(other)) => one == other,
            (Self::Unread(one), Self::Unread(other)) => one.get() == other.get(),
            (Self::Read(_), Self::Unread(_)) | (Self::Unread(_), Self::Read(_)) => false,
        }
    }
}

/// Of what was not read its size alone: it may be a customer's words.
impl<T: fmt::Debug> fmt::Debug for Listed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(part) => part.fmt(f),
            Self::Unread(raw) => write!(f, "unread, {} bytes", raw.get().len()),
        }
    }
}
