//! What the bell and the pages of notices are given.

/// The bell: how many notices the person has not looked at.
#[derive(Clone, Debug, Default)]
pub struct Bell {
    /// Notices that the person has not looked at.
    pub unread: usize,
}
