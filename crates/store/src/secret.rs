//! A secret text: never printed, wiped when dropped.

use std::fmt;
use std::sync::Arc;

use meta::AppId;
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A secret, such as a token of Meta's. It has no `Display`, and `Debug` prints `***`.
///
/// A token of another app than the installation's carries that app, since Meta wants its calls
/// proven with that app's secret. Copies that the allocator, TLS or swap keep are beyond it.
#[derive(Clone, Default)]
pub struct Secret {
    text: Zeroizing<String>,
    app: Option<Arc<OtherApp>>,
}

/// An app that is not the installation's, of an account that was connected by hand.
#[derive(Clone, Debug)]
pub struct OtherApp {
    /// Meta's id.
    pub id: AppId,
    /// Its secret.
    pub secret: Secret,
}

impl Secret {
    /// Takes a text as secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Zeroizing::new(text.into()), app: None }
    }

    /// The text itself, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The same token, known to be of this app.
    #[must_use]
    pub fn of_app(self, app: OtherApp) -> Self {
        Self { app: Some(Arc::new(app)), ..self }
    }

    /// The app that a token is of; `None` for the installation's.
    pub fn other_app(&self) -> Option<&OtherApp> {
        self.app.as_deref()
    }
}

/// As a form gives it; the other way it never goes.
impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
