//! Meta's enums, kept open: a value that is not known here is kept as it came and shown raw.
//!
//! Meta adds values without notice, so no value may make a document unreadable
//! and none may be mapped to a neighbour.

/// Declares an open enum: known spellings as variants, anything else as `Other`.
macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$vdoc])* #[doc = concat!("`", $text, "`")] $variant,)+
            /// A value that Meta sent and this list does not have, as it came.
            Other(String),
        }

        impl $name {
            /// Every value known here, in the order of Meta's documentation.
            pub const KNOWN: &'static [$name] = &[$($name::$variant),+];

            /// The value in Meta's spelling.
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $text,)+
                    $name::Other(raw) => raw,
                }
            }
        }

        impl From<&str> for $name {
            fn from(raw: &str) -> Self {
                match raw {
                    $($text => $name::$variant,)+
                    other => $name::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let raw = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Ok(Self::from(raw.as_ref()))
            }
        }
    };
}

// Behind the macro, which they use.
mod account;
mod traffic;

pub use account::*;
pub use traffic::*;

open_enum! {
    /// State of a phone number (`status` of the number's node, META 3).
    PhoneNumberStatus {
        Connected = "CONNECTED",
        Flagged = "FLAGGED",
        Restricted = "RESTRICTED",
        RateLimited = "RATE_LIMITED",
        Banned = "BANNED",
        Pending = "PENDING",
        Unverified = "UNVERIFIED",
        Disconnected = "DISCONNECTED",
        Migrated = "MIGRATED",
        Deleted = "DELETED",
        Unknown = "UNKNOWN",
    }
}

open_enum! {
    /// Quality of a phone number (`quality_rating`, `quality_score.score`, META 4.3).
    ///
    /// `UNKNOWN` is Meta's own word for "not rated yet"; it is not the same as never read.
    QualityRating {
        Green = "GREEN",
        Yellow = "YELLOW",
        Red = "RED",
        Unknown = "UNKNOWN",
    }
}

open_enum! {
    /// Whether a node can send (`health_status.can_send_message`, META 5).
    CanSendMessage {
        Available = "AVAILABLE",
        Limited = "LIMITED",
        Blocked = "BLOCKED",
    }
}

open_enum! {
    /// Kind of an entity of `health_status` (`entity_type`, META 5).
    EntityType {
        PhoneNumber = "PHONE_NUMBER",
        Waba = "WABA",
        Business = "BUSINESS",
        App = "APP",
        MessageTemplate = "MESSAGE_TEMPLATE",
    }
}

open_enum! {
    /// Review of a display name (`name_status`, META 3).
    NameStatus {
        Approved = "APPROVED",
        AvailableWithoutReview = "AVAILABLE_WITHOUT_REVIEW",
        Declined = "DECLINED",
        Expired = "EXPIRED",
        PendingReview = "PENDING_REVIEW",
        None = "NONE",
        NonExists = "NON_EXISTS",
    }
}

open_enum! {
    /// How a number's username stands (`GET /{phone}/username`, META 3).
    UsernameStatus {
        Approved = "approved",
        Reserved = "reserved",
    }
}

open_enum! {
    /// What happened to a number's PIN in Business Suite (`security`, META 7.2). Meta also spells
    /// the last one as the third.
    SecurityEvent {
        PinChanged = "PIN_CHANGED",
        PinResetRequest = "PIN_RESET_REQUEST",
        PinRequestSuccess = "PIN_REQUEST_SUCCESS",
        PinResetSuccess = "PIN_RESET_SUCCESS",
    }
}

open_enum! {
    /// Throughput of a number (`throughput.level`, META 3).
    ThroughputLevel {
        Standard = "STANDARD",
        High = "HIGH",
        NotApplicable = "NOT_APPLICABLE",
    }
}

open_enum! {
    /// Messaging limit (`whatsapp_business_manager_messaging_limit`, META 2.1 and 4.1).
    MessagingLimit {
        Tier50 = "TIER_50",
        Tier250 = "TIER_250",
        Tier1K = "TIER_1K",
        Tier2K = "TIER_2K",
        Tier10K = "TIER_10K",
        Tier100K = "TIER_100K",
        Unlimited = "TIER_UNLIMITED",
        Untiered = "UNTIERED",
        NotSet = "TIER_NOT_SET",
    }
}

open_enum! {
    /// Why people blocked the business (`quality_score.reasons`).
    ///
    /// Meta documents the sentences of its help page but no spelling for the API; these are
    /// an assumption, and any other value is shown raw.
    BlockReason {
        NoLongerNeeded = "NO_LONGER_NEEDED",
        DidNotSignUp = "DID_NOT_SIGN_UP",
        Spam = "SPAM",
        OffensiveMessages = "OFFENSIVE_MESSAGES",
        NoReason = "NO_REASON",
    }
}

open_enum! {
    /// State of a message template (`status`, META 9; the webhook's events add a few).
    TemplateStatus {
        Approved = "APPROVED",
        Archived = "ARCHIVED",
        Deleted = "DELETED",
        Disabled = "DISABLED",
        InAppeal = "IN_APPEAL",
        LimitExceeded = "LIMIT_EXCEEDED",
        Paused = "PAUSED",
        Pending = "PENDING",
        PendingDeletion = "PENDING_DELETION",
        Rejected = "REJECTED",
    }
}

open_enum! {
    /// Category of a message template (`category`, META 9).
    TemplateCategory {
        Marketing = "MARKETING",
        Utility = "UTILITY",
        Authentication = "AUTHENTICATION",
    }
}

open_enum! {
    /// Line of business on a profile (`vertical`, META 6). Those of [`Vertical::READ_ONLY`] may be
    /// read but not written.
    Vertical {
        Auto = "AUTO",
        Beauty = "BEAUTY",
        Apparel = "APPAREL",
        Edu = "EDU",
        Entertain = "ENTERTAIN",
        EventPlan = "EVENT_PLAN",
        Finance = "FINANCE",
        Grocery = "GROCERY",
        Govt = "GOVT",
        Hotel = "HOTEL",
        Health = "HEALTH",
        Nonprofit = "NONPROFIT",
        ProfServices = "PROF_SERVICES",
        Retail = "RETAIL",
        Travel = "TRAVEL",
        Restaurant = "RESTAURANT",
        Alcohol = "ALCOHOL",
        OnlineGambling = "ONLINE_GAMBLING",
        PhysicalGambling = "PHYSICAL_GAMBLING",
        OtcDrugs = "OTC_DRUGS",
        Unspecified = "OTHER",
        Undefined = "UNDEFINED",
        NotABiz = "NOT_A_BIZ",
    }
}

impl Vertical {
    /// Values that Meta may answer and does not take.
    pub const READ_ONLY: [Self; 2] = [Self::Undefined, Self::NotABiz];
}

open_enum! {
    /// State of a message (`statuses[].status`, META 7.2).
    MessageStatus {
        Sent = "sent",
        Delivered = "delivered",
        Read = "read",
        Played = "played",
        Failed = "failed",
    }
}

open_enum! {
    /// Event of `phone_number_quality_update` (META 7.2; the legacy ones included).
    QualityUpdateEvent {
        Onboarding = "ONBOARDING",
        ThroughputUpgrade = "THROUGHPUT_UPGRADE",
        Flagged = "FLAGGED",
        Unflagged = "UNFLAGGED",
        Upgrade = "UPGRADE",
        Downgrade = "DOWNGRADE",
    }
}

open_enum! {
    /// What became of a display name's review (`phone_number_name_update.decision`, META 7.2).
    NameDecision {
        Approved = "APPROVED",
        Deferred = "DEFERRED",
        Pending = "PENDING",
        Rejected = "REJECTED",
    }
}

open_enum! {
    /// Why a display name was rejected (`phone_number_name_update.rejection_reason`, META 7.2).
    NameRejection {
        EmployeeIssue = "NAME_EMPLOYEE_ISSUE",
        EndClientNotRelated = "NAME_ENDCLIENT_NOTRELATED",
        FormatUnacceptable = "NAME_FORMAT_UNACCEPTABLE",
        IndividualIssue = "NAME_INDIVIDUAL_ISSUE",
        NotConsistent = "NAME_NOT_CONSISTENT",
        Unknown = "UNKNOWN",
    }
}

open_enum! {
    /// Event of `message_template_status_update` (META 7.2): the states of [`TemplateStatus`], and
    /// returns from one.
    TemplateEvent {
        Approved = "APPROVED",
        Archived = "ARCHIVED",
        Unarchived = "UNARCHIVED",
        Deleted = "DELETED",
        Disabled = "DISABLED",
        Flagged = "FLAGGED",
        InAppeal = "IN_APPEAL",
        LimitExceeded = "LIMIT_EXCEEDED",
        Locked = "LOCKED",
        Paused = "PAUSED",
        Pending = "PENDING",
        Reinstated = "REINSTATED",
        PendingDeletion = "PENDING_DELETION",
        Rejected = "REJECTED",
    }
}

open_enum! {
    /// What a template's pause or disabling is called (`other_info.title`, META 4.3): the first
    /// pause is of 3 hours, the second of 6, the third time the template is disabled.
    PauseTitle {
        FirstPause = "FIRST_PAUSE",
        SecondPause = "SECOND_PAUSE",
        RateLimitingPause = "RATE_LIMITING_PAUSE",
        Unpause = "UNPAUSE",
        Disabled = "DISABLED",
    }
}

open_enum! {
    /// What a person wants of marketing messages (`user_preferences[].value`, META 7.2).
    PreferenceValue {
        Stop = "stop",
        Resume = "resume",
        SignUp = "signup",
    }
}

impl MessagingLimit {
    /// Unique recipients in a moving 24 hours; `None` for no limit, unset or unknown.
    ///
    /// `TIER_2K` was 1,000 before October 2025 and kept its own name then (`TIER_1K`).
    pub fn recipients(&self) -> Option<u64> {
        match self {
            Self::Tier50 => Some(50),
            Self::Tier250 => Some(250),
            Self::Tier1K => Some(1_000),
            Self::Tier2K => Some(2_000),
            Self::Tier10K => Some(10_000),
            Self::Tier100K => Some(100_000),
            Self::Unlimited | Self::Untiered | Self::NotSet | Self::Other(_) => None,
        }
    }

    /// Reads the spellings of Meta's pages: `"TIER_2K"`, `2000`, `"2000"`, `"UNLIMITED"`, `-1`.
    ///
    /// A spelling that is none of these is kept raw.
    pub fn from_json(value: &serde_json::Value) -> Option<Self> {
        let raw = match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some(match raw.as_str() {
            "50" => Self::Tier50,
            "250" => Self::Tier250,
            "1000" => Self::Tier1K,
            "2000" => Self::Tier2K,
            "10000" => Self::Tier10K,
            "100000" => Self::Tier100K,
            "UNLIMITED" | "-1" => Self::Unlimited,
            other => Self::from(other),
        })
    }
}
