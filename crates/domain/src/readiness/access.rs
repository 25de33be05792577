//! Whether Farol still has access to an account: what takes it away, and what shows that.

use crate::replica::Failure;

/// What is known of the access to an account beside how its readings go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Meta's id of the account.
    pub waba: String,
    /// Permissions that Meta no longer lists for its token, by Meta's names.
    pub lacks: Vec<String>,
    /// Meta's event that took the account away, such as `PARTNER_REMOVED`, while it holds.
    pub ended: Option<String>,
}

/// Why Farol has no access to an account, or not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Meta refuses its token.
    Token,
    /// Meta no longer lists these permissions for its token.
    Permissions(Vec<String>),
    /// Meta answers with neither the account nor its numbers.
    Access,
    /// Meta's event says so, by its name.
    Ended(String),
}

impl Loss {
    /// Judges by a reading that fails, by the permissions that are gone and by Meta's event: what says
    /// most comes first. A reading that fails for any other reason says nothing of the access.
    pub fn of(failure: Option<&Failure>, lacks: &[String], ended: Option<&str>) -> Option<Self> {
        let unread = failure.and_then(|failure| Self::of_reason(&failure.reason));
        match (unread, ended) {
            (Some(Self::Token), _) => Some(Self::Token),
            (_, _) if !lacks.is_empty() => Some(Self::Permissions(lacks.to_vec())),
            (Some(loss), _) => Some(loss),
            (None, Some(event)) => Some(Self::Ended(event.to_owned())),
            (None, None) => None,
        }
    }

    /// What a reading that failed so (`GraphError::name`) says of the access.
    pub fn of_reason(reason: &str) -> Option<Self> {
        match reason {
            "token_dead" => Some(Self::Token),
            "permission_missing" | "not_found" => Some(Self::Access),
            _ => None,
        }
    }
}
