//! The bell of the topbar: what the person was told and has not looked at.

use crate::view;
use crate::words::Words;

/// The bell.
pub(crate) struct Bell {
    pub unread: usize,
    /// What the button is called: how many are unread.
    pub label: String,
    /// What stands on the button; none when there is nothing to look at.
    pub mark: Option<String>,
}

/// More than this is shown as "99+", so that the button keeps its size.
const MOST: usize = 99;

impl Bell {
    /// The bell in words.
    pub fn new(words: &Words, bell: &view::Bell) -> Self {
        let unread = bell.unread;
        Self {
            label: match unread {
                0 => words.t("notices"),
                _ => words.many("notices-unread", unread as u64),
            },
            mark: match unread {
                0 => None,
                1..=MOST => Some(unread.to_string()),
                _ => Some(format!("{MOST}+")),
            },
            unread,
        }
    }
}
