//! A form that was taken, as the page after it says.

use std::time::Duration;

use ui::view::Did;

/// How long a page says it: long enough for a slow line, and for a page that is asked for again
/// meanwhile since something else changed.
pub const SAID_FOR: Duration = Duration::from_secs(30);

/// A form that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoneForm {
    /// A hand-over link was taken back.
    HandoverRevoked,
    /// An invitation was taken back.
    InvitationRevoked,
    /// Somebody has another role.
    RoleChanged,
    /// Somebody has no part any more.
    MemberRemoved,
    /// What is noticed, and when, is kept.
    NoticesKept,
    /// The password is another.
    PasswordChanged,
    /// A number has another PIN.
    PinChanged,
    /// A username was asked for or given up; the word of the page's address for what came of it.
    Username(&'static str),
    /// A call of the doctor was asked for; what came of it.
    Doctor(Did<'static>),
}
