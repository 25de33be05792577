//! Why a login led nowhere.

use serde::{Deserialize, Serialize};

/// Why a login led nowhere. In each case the button can be pressed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ending")]
pub enum Ending {
    /// The popup was left at this step, as Meta names it.
    Cancelled {
        /// Meta's name of the step; an open set.
        current_step: Option<String>,
    },
    /// The person reported an error from within the popup.
    Reported {
        /// Meta's words.
        error_message: Option<String>,
        /// What Meta's support finds it by.
        error_id: Option<String>,
        /// The popup's session at Meta.
        session_id: Option<String>,
    },
    /// The popup was closed without a word.
    Closed,
    /// The popup said that it finished, but its code never came.
    NoCode,
    /// The popup's window is gone, and neither its code nor a word of it ever came: how it ended is
    /// not known.
    Lost,
    /// The popup told of an event that is not known here, and brought no code.
    Untold {
        /// Meta's name of the event.
        event: String,
    },
    /// A later login took over the same number.
    Superseded,
    /// A person put it aside.
    Dismissed,
    /// A person abandoned it, and what it had done was undone.
    Abandoned,
}
