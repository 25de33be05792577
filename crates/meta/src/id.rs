//! Meta's ids as types, so that a number's id is never taken for an account's.
//!
//! They are decimal strings; some are above 2^53, so they are never numbers here.

/// Declares an id: an opaque string that prints and compares as itself.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps an id as Meta gave it.
            pub fn new(raw: impl Into<String>) -> Self {
                Self(raw.into())
            }

            /// The id in Meta's spelling.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(raw: &str) -> Self {
                Self(raw.to_owned())
            }
        }
    };
}

id! {
    /// A business portfolio ("Business Manager").
    BusinessId
}
id! {
    /// A WhatsApp Business Account.
    WabaId
}
id! {
    /// A phone number's node; not the number itself.
    PhoneNumberId
}
id! {
    /// A Meta app.
    AppId
}
id! {
    /// A message template's node.
    TemplateId
}
id! {
    /// A message (`wamid...`); unique for one phone number.
    MessageId
}
