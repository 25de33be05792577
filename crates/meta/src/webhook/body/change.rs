//! A change of a body: a field and its value, which is read by the field, wherever Meta printed that.

use std::fmt;

use serde::de::{Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::account::{AccountAlerts, AccountReview, AccountUpdate, Capability};
use super::business::{Flow, PartnerSolution, PaymentConfiguration};
use super::number::{BusinessUsername, PhoneNumberName, PhoneNumberQuality, Security};
use super::number_news::{NumberNews, OF_NUMBER};
use super::part::{How, Members, Part, Rest};
use super::take::{Object, from_text};
use super::template::Template;

/// Fields that the dashboard offers and of which Meta documents no shape (META 7.2): kept raw.
pub const UNDOCUMENTED: [&str; 5] = [
    "account_settings_update",
    "business_status_update",
    "campaign_status_update",
    "messaging_handovers",
    "tracking_events",
];

/// A change: a field and its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// The field; `None` where Meta prints it elsewhere ([`Entry::field_of`](super::Entry::field_of)).
    pub field: Option<String>,
    /// What is told.
    pub value: Option<Told>,
    /// What else it says.
    pub rest: Rest,
    source: Source,
}

/// The text that a value was read from. It is no part of what the change says.
#[derive(Clone, Default)]
struct Source(Option<Box<RawValue>>);

/// What a field tells.
#[derive(Clone)]
pub enum Told {
    /// The fields of [`OF_NUMBER`].
    Number(Box<NumberNews>),
    /// `account_update`.
    Account(Box<AccountUpdate>),
    /// `account_alerts`.
    Alert(Box<AccountAlerts>),
    /// `account_review_update`.
    Review(Box<AccountReview>),
    /// `business_capability_update`.
    Capability(Box<Capability>),
    /// `phone_number_quality_update`.
    Quality(Box<PhoneNumberQuality>),
    /// `phone_number_name_update`.
    Name(Box<PhoneNumberName>),
    /// `security`.
    Security(Box<Security>),
    /// `business_username_update`.
    Username(Box<BusinessUsername>),
    /// The four fields of message templates.
    Template(Box<Template>),
    /// `partner_solutions`.
    Solution(Box<PartnerSolution>),
    /// `payment_configuration_update`.
    Payment(Box<PaymentConfiguration>),
    /// `flows`.
    Flow(Box<Flow>),
    /// A field of [`UNDOCUMENTED`], or one of tomorrow.
    Raw(Box<RawValue>),
    /// A field that is known with a value of another shape, or a value without a field.
    Unread(Box<RawValue>),
}

/// Asks the part inside, whichever it is.
macro_rules! of_part {
    ($told:expr, $part:ident => $ask:expr, $raw:pat => $other:expr) => {
        match $told {
            Told::Number($part) => $ask,
            Told::Account($part) => $ask,
            Told::Alert($part) => $ask,
            Told::Review($part) => $ask,
            Told::Capability($part) => $ask,
            Told::Quality($part) => $ask,
            Told::Name($part) => $ask,
            Told::Security($part) => $ask,
            Told::Username($part) => $ask,
            Told::Template($part) => $ask,
            Told::Solution($part) => $ask,
            Told::Payment($part) => $ask,
            Told::Flow($part) => $ask,
            $raw => $other,
        }
    };
}

impl Told {
    /// Reads a value by its field.
    fn of(field: &str, raw: &RawValue) -> Self {
        let told = match field {
            "account_update" => boxed(raw).map(Self::Account),
            "account_alerts" => boxed(raw).map(Self::Alert),
            "account_review_update" => boxed(raw).map(Self::Review),
            "business_capability_update" => boxed(raw).map(Self::Capability),
            "phone_number_quality_update" => boxed(raw).map(Self::Quality),
            "phone_number_name_update" => boxed(raw).map(Self::Name),
            "security" => boxed(raw).map(Self::Security),
            "business_username_update" => boxed(raw).map(Self::Username),
            "message_template_status_update"
            | "message_template_quality_update"
            | "message_template_components_update"
            | "template_category_update" => boxed(raw).map(Self::Template),
            "partner_solutions" => boxed(raw).map(Self::Solution),
            "payment_configuration_update" => boxed(raw).map(Self::Payment),
            "flows" => boxed(raw).map(Self::Flow),
            number if OF_NUMBER.contains(&number) => boxed(raw).map(Self::Number),
            _ => return Self::Raw(raw.to_owned()),
        };
        told.unwrap_or_else(|| Self::Unread(raw.to_owned()))
    }

    fn leftovers(&self, path: &str, found: &mut Vec<String>) {
        of_part!(self, part => part.leftovers(path, found),
            Told::Raw(_) | Told::Unread(_) => found.push(path.to_owned()));
    }
}

/// Reads a part; `None` when the value has another shape.
fn boxed<T: Part>(raw: &RawValue) -> Option<Box<T>> {
    let part = from_text(How::AtOnce, raw).or_else(|_| from_text(How::Each, raw));
    part.ok().map(Box::new)
}

impl Change {
    /// The field, where Meta prints it inside of the value (`PARTNER_APP_UNINSTALLED`).
    pub(super) fn field_inside(&self) -> Option<&str> {
        match self.value.as_ref()? {
            Told::Account(update) => update.field.as_deref(),
            _ => None,
        }
    }

    fn is_undocumented(&self) -> bool {
        self.field.as_deref().is_some_and(|field| UNDOCUMENTED.contains(&field))
    }

    /// The text that the value was read from; `None` without one.
    pub(in crate::webhook) fn source(&self) -> Option<&RawValue> {
        self.source.0.as_deref()
    }

    /// Reads a value that has no field of its own by the field of its entry.
    pub(super) fn read_as(&mut self, field: &str) {
        if self.field.is_none()
            && let Some(Told::Unread(raw)) = &self.value
        {
            self.value = Some(Told::of(field, raw));
        }
    }
}

impl Members for Change {
    fn hear<'de, A: MapAccess<'de>>(
        &mut self,
        how: How,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match name {
            "field" => self.field = self.rest.hear(how, name, map)?,
            // By which field it is read may stand behind it.
            "value" => self.source = Source(Some(map.next_value::<&RawValue>()?.to_owned())),
            _ => self.rest.keep(name, map)?,
        }
        Ok(())
    }
}

impl Part for Change {
    fn take<'de, D: Deserializer<'de>>(how: How, deserializer: D) -> Result<Self, D::Error> {
        let mut change = deserializer.deserialize_map(Object::<Self>::new(how))?;
        if let Some(raw) = &change.source.0 {
            let inside = || serde_json::from_str::<Inside>(raw.get()).ok()?.field;
            change.value = Some(match change.field.clone().or_else(inside) {
                Some(field) => Told::of(&field, raw),
                None => Told::Unread(raw.clone()),
            });
        }
        Ok(change)
    }

    fn leftovers(&self, path: &str, found: &mut Vec<String>) {
        match &self.value {
            Some(Told::Raw(_)) if self.is_undocumented() => {}
            Some(told) => told.leftovers(&format!("{path}.value"), found),
            None => {}
        }
        self.rest.leftovers(path, found);
    }
}

/// A field inside of its own value.
#[derive(serde::Deserialize)]
struct Inside {
    field: Option<String>,
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(field) = &self.field {
            map.serialize_entry("field", field)?;
        }
        if let Some(value) = &self.value {
            map.serialize_entry("value", value)?;
        }
        self.rest.print(&mut map)?;
        map.end()
    }
}

impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        of_part!(self, part => part.serialize(serializer),
            Told::Raw(raw) | Told::Unread(raw) => raw.serialize(serializer))
    }
}

/// Of what was not read its size alone: it may be a customer's words.
impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        of_part!(self, part => part.fmt(f),
            Told::Raw(raw) | Told::Unread(raw) => write!(f, "unread, {} bytes", raw.get().len()))
    }
}

/// Its size alone: it may be a customer's words.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.as_ref().map_or(0, |raw| raw.get().len()))
    }
}

/// How Meta spelt it makes no other change.
impl PartialEq for Source {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// By what it prints: a text that was not read has no other equality.
impl PartialEq for Told {
    fn eq(&self, other: &Self) -> bool {
        let printed = |told: &Self| serde_json::to_value(told).ok();
        let (one, other) = (printed(self), printed(other));
        one.is_some() && one == other
    }
}
