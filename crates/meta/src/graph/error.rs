//! Graph's errors by what one can do about them (META 8, 10; RELIABILITY, Meta's behaviours).

use serde_json::Value;

use super::redact::redact;

/// HTTP's status stands in for a code where Meta gave none; no code of Meta's is the same.
const HTTP_TOO_MANY: i64 = 429;

/// Why a call brought no reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// The token is expired, revoked or unknown (190; 0 with HTTP 401): connect again.
    #[error("the token is no longer valid ({code}/{subcode:?}): {message}")]
    TokenDead {
        /// Meta's code.
        code: i64,
        /// 463 expired, 467 invalid, 460 password, 458 app removed.
        subcode: Option<i64>,
        /// Meta's words.
        message: String,
    },
    /// The token lacks a permission or the asset (3, 10, 200 to 299): grant it.
    #[error("a permission is missing ({code}): {message}")]
    PermissionMissing {
        /// Meta's code.
        code: i64,
        /// Meta's words.
        message: String,
    },
    /// The object is not there, or not for this token (100/33, 33, 803).
    #[error("the object is not there: {message}")]
    NotFound {
        /// Meta's words.
        message: String,
    },
    /// Too many calls (4, 17, 32, 341, 613, 80007, 80008, 130429, HTTP 429): wait.
    #[error("too many calls ({code}): {message}")]
    RateLimited {
        /// Meta's code.
        code: i64,
        /// Meta's words.
        message: String,
    },
    /// Meta's own trouble (1, 2, 131000, 131016, HTTP 5xx): try later.
    #[error("trouble at Meta ({code:?}): {message}")]
    Trouble {
        /// Meta's code, when there was one.
        code: Option<i64>,
        /// Meta's words, or the HTTP status.
        message: String,
    },
    /// Anything else that Meta refused: do not repeat.
    #[error("refused ({code}/{subcode:?}): {message}")]
    Refused {
        /// Meta's code.
        code: i64,
        /// Meta's subcode.
        subcode: Option<i64>,
        /// Meta's words.
        message: String,
    },
    /// No answer: the address can't be reached, or took too long.
    #[error("no answer: {reason}")]
    Unanswered {
        /// What the network said; never an address with its query.
        reason: String,
    },
    /// An answer that is not what Meta documents: a proxy's page, cut JSON, another shape.
    #[error("an answer that can't be read: {reason}")]
    Unreadable {
        /// What was wrong with it.
        reason: String,
    },
}

impl GraphError {
    /// Whether the same call may succeed later without anyone doing anything.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::RateLimited { .. }
            | Self::Trouble { .. }
            | Self::Unanswered { .. }
            | Self::Unreadable { .. } => true,
            Self::TokenDead { .. }
            | Self::PermissionMissing { .. }
            | Self::NotFound { .. }
            | Self::Refused { .. } => false,
        }
    }

    /// Stable name, for metrics and stores.
    pub fn name(&self) -> &'static str {
        match self {
            Self::TokenDead { .. } => "token_dead",
            Self::PermissionMissing { .. } => "permission_missing",
            Self::NotFound { .. } => "not_found",
            Self::RateLimited { .. } => "rate_limited",
            Self::Trouble { .. } => "trouble",
            Self::Refused { .. } => "refused",
            Self::Unanswered { .. } => "unanswered",
            Self::Unreadable { .. } => "unreadable",
        }
    }

    /// Meta's own words; `None` when Meta did not answer.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::TokenDead { message, .. }
            | Self::PermissionMissing { message, .. }
            | Self::NotFound { message }
            | Self::RateLimited { message, .. }
            | Self::Trouble { message, .. }
            | Self::Refused { message, .. } => Some(message),
            Self::Unanswered { .. } | Self::Unreadable { .. } => None,
        }
    }

    /// What was answered, as a page quotes it: Meta's words behind its codes; what the network said where
    /// Meta said nothing.
    pub fn quoted(&self) -> String {
        match self {
            Self::Unanswered { reason } | Self::Unreadable { reason } => reason.clone(),
            Self::TokenDead { message, .. }
            | Self::PermissionMissing { message, .. }
            | Self::NotFound { message }
            | Self::RateLimited { message, .. }
            | Self::Trouble { message, .. }
            | Self::Refused { message, .. } => match (self.code(), self.subcode()) {
                (Some(code), Some(subcode)) => format!("({code}/{subcode}) {message}"),
                // Meta often begins with the code itself.
                (Some(code), None) if !message.starts_with(&format!("(#{code})")) => {
                    format!("({code}) {message}")
                }
                (Some(_) | None, _) => message.clone(),
            },
        }
    }

    /// Meta's code; `None` when Meta gave none, or when it is not kept (`NotFound`).
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::RateLimited { code, .. } if *code == HTTP_TOO_MANY => None,
            Self::TokenDead { code, .. }
            | Self::PermissionMissing { code, .. }
            | Self::RateLimited { code, .. }
            | Self::Refused { code, .. } => Some(*code),
            Self::Trouble { code, .. } => *code,
            // Its one name stands for three of Meta's codes, and for what a list left out.
            Self::NotFound { .. } | Self::Unanswered { .. } | Self::Unreadable { .. } => None,
        }
    }

    /// Meta's subcode, where one tells errors of one code apart.
    pub fn subcode(&self) -> Option<i64> {
        match self {
            Self::TokenDead { subcode, .. } | Self::Refused { subcode, .. } => *subcode,
            Self::PermissionMissing { .. }
            | Self::NotFound { .. }
            | Self::RateLimited { .. }
            | Self::Trouble { .. }
            | Self::Unanswered { .. }
            | Self::Unreadable { .. } => None,
        }
    }

    /// Reads Meta's error envelope: the value of `error`.
    pub(super) fn of_envelope(status: u16, error: &Value) -> Self {
        let number = |key: &str| error.get(key).and_then(Value::as_i64);
        let subcode = number("error_subcode");
        let message = words(error).map_or_else(|| format!("HTTP {status}"), |text| redact(&text));
        // Without Meta's number it may be anyone's error, and says nothing about the token.
        let Some(code) = number("code") else { return Self::without_code(status, message) };
        match code {
            190 => Self::TokenDead { code, subcode, message },
            0 if status == 401 => Self::TokenDead { code, subcode, message },
            3 | 10 | 200..=299 | 131_005 => Self::PermissionMissing { code, message },
            33 | 803 => Self::NotFound { message },
            100 if subcode == Some(33) => Self::NotFound { message },
            4 | 17 | 32 | 341 | 613 | 80_007 | 80_008 | 130_429 => {
                Self::RateLimited { code, message }
            }
            1 | 2 | 131_000 | 131_016 => Self::Trouble { code: Some(code), message },
            _ if error.get("is_transient").and_then(Value::as_bool) == Some(true)
                || status >= 500 =>
            {
                Self::Trouble { code: Some(code), message }
            }
            _ => Self::Refused { code, subcode, message },
        }
    }

    /// An answer without Meta's envelope.
    pub(super) fn of_unreadable(status: u16) -> Self {
        Self::without_code(status, format!("HTTP {status}"))
    }

    /// What the HTTP status alone says; `message` is kept where it is surely about trouble.
    fn without_code(status: u16, message: String) -> Self {
        match status {
            429 => Self::RateLimited { code: HTTP_TOO_MANY, message },
            500.. => Self::Trouble { code: None, message },
            _ => Self::Unreadable {
                reason: format!("HTTP {status} without the JSON that Meta documents"),
            },
        }
    }
}

/// Meta's sentence, and with it the details that say what is wrong with what was sent (META 8).
fn words(error: &Value) -> Option<String> {
    let message = error.get("message")?.as_str()?.trim();
    let details = error
        .get("error_data")
        .and_then(|data| data.get("details"))
        .or_else(|| error.get("error_user_msg"))
        .and_then(Value::as_str)
        .map(str::trim)
        .filter(|details| !details.is_empty() && !message.contains(details));
    Some(details.map_or_else(|| message.to_owned(), |details| format!("{message} ({details})")))
}
