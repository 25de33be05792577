//! The situation of a number before its login with Facebook: which of six it is, what that needs,
//! takes and loses, and what the popup is then opened with.
//!
//! Farol knows nothing of the number yet: a person says it, by choosing or by answering questions.

mod guide;
mod plan;
mod question;

use serde::{Deserialize, Serialize};

pub use guide::{Kept, Loss, Move, Need};
pub use plan::{Minutes, Plan};
pub use question::{Answer, Caution, Found, MOST_QUESTIONS, Next, Question, Walk, walk};

/// The situation of a number. The words are those of addresses and of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Situation {
    /// It has an ordinary WhatsApp account on a phone.
    Personal,
    /// It is in the WhatsApp Business app, and stays there too (coexistence).
    AppKeep,
    /// It is in the WhatsApp Business app, and leaves it.
    AppLeave,
    /// It has no WhatsApp account.
    Free,
    /// It is on the Cloud API, in an account that stays where it is.
    CloudSame,
    /// It is on the Cloud API with another provider.
    CloudOther,
}

impl Situation {
    /// All, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Personal,
        Self::Free,
        Self::AppKeep,
        Self::AppLeave,
        Self::CloudOther,
        Self::CloudSame,
    ];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::AppKeep => "app-keep",
            Self::AppLeave => "app-leave",
            Self::Free => "free",
            Self::CloudSame => "cloud-same",
            Self::CloudOther => "cloud-other",
        }
    }

    /// The situation of a word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|situation| situation.as_str() == word)
    }

    /// Whether the number stays in the WhatsApp Business app (coexistence).
    pub const fn keeps_app(self) -> bool {
        matches!(self, Self::AppKeep)
    }

    /// What the popup is opened with.
    pub const fn popup(self) -> PopupSetup {
        let feature_type = match self {
            Self::AppKeep => FeatureType::WhatsappBusinessAppOnboarding,
            Self::Personal | Self::AppLeave | Self::Free | Self::CloudSame | Self::CloudOther => {
                FeatureType::Default
            }
        };
        PopupSetup { feature_type }
    }
}

/// What the popup of Embedded Signup is opened with (META 1.1): version and products come from the
/// configuration of Facebook Login for Business, and nothing is known to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PopupSetup {
    /// Which flow the popup shows.
    pub feature_type: FeatureType,
}

/// `extras.featureType` of Embedded Signup v4 (META 1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeatureType {
    /// The default flow: Meta's word is the empty text.
    Default,
    /// Coexistence: the number stays in the WhatsApp Business app.
    WhatsappBusinessAppOnboarding,
}

impl FeatureType {
    /// Meta's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "",
            Self::WhatsappBusinessAppOnboarding => "whatsapp_business_app_onboarding",
        }
    }
}
