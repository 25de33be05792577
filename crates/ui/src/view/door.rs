//! What the pages before the login are given, but for the login itself: an invitation, a forgotten
//! password, a new one.

use domain::role::Role;

use super::PasswordChange;
use crate::language::Language;

/// An invitation as its link shows it.
#[derive(Clone, Copy, Debug)]
pub struct Invited<'a> {
    /// Language of the page.
    pub language: Language,
    /// The link's token, for the form; it is in no other place of the page.
    pub link: &'a str,
    /// The tenant's name.
    pub tenant: &'a str,
    /// Who invited; `None` once that person is erased.
    pub inviter: Option<&'a str>,
    /// The part that waits.
    pub role: Role,
    /// Whom it is for.
    pub email: &'a str,
    /// What has to be done to accept.
    pub way: AcceptBy<'a>,
    /// Why it was not accepted.
    pub fault: Option<AcceptFault>,
}

/// How an invitation is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptBy<'a> {
    /// Nobody has the address yet: a name and a password make the person.
    Joining {
        /// The name that was typed and refused.
        name: &'a str,
    },
    /// The address has a person, who says the password.
    Password,
    /// The person is signed in.
    Session,
    /// Somebody else is signed in.
    OtherSession {
        /// Who.
        name: &'a str,
    },
    /// The address has a person without a password, who has to sign in by a link first.
    SignInFirst,
}

/// Why an invitation was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptFault {
    /// No name, or one that is too long.
    Name {
        /// Characters that it may have.
        most: usize,
    },
    /// The password can't be taken, or is not the person's.
    Password(PasswordChange),
}

/// "Esqueci a senha".
#[derive(Clone, Copy, Debug)]
pub struct Forgot<'a> {
    /// Language of the page.
    pub language: Language,
    /// What was typed.
    pub email: &'a str,
    /// What came of it.
    pub said: Option<ForgotSaid>,
}

/// What came of asking for a link. Whether anybody has the address is never said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForgotSaid {
    /// If somebody has the address, a link is on its way.
    Asked,
    /// Too many links were asked for.
    TooMany {
        /// Seconds until the next.
        wait_s: u64,
    },
}

/// A page that sets a password by a link.
#[derive(Clone, Copy, Debug)]
pub struct Reset<'a> {
    /// Language of the page.
    pub language: Language,
    /// The link's token, for the form.
    pub link: &'a str,
    /// Whose password it is.
    pub email: &'a str,
    /// Whether the person has none yet.
    pub is_first: bool,
    /// Why it was not set.
    pub fault: Option<PasswordChange>,
}

/// A link that counts no more.
#[derive(Clone, Copy, Debug)]
pub struct LinkGone {
    /// Language of the page.
    pub language: Language,
    /// What it was for.
    pub about: GoneLink,
}

/// What a link that counts no more was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoneLink {
    /// An invitation.
    Invitation,
    /// A new password.
    Password {
        /// Whether another can be asked for by mail.
        has_mail: bool,
    },
}

/// The page that refuses what a role may not do.
#[derive(Clone, Copy, Debug)]
pub struct Forbidden<'a> {
    /// Language of the page.
    pub language: Language,
    /// The person's part in the tenant.
    pub role: Role,
    /// The tenant's name.
    pub tenant: &'a str,
    /// Names of who can change that; none for what only the installation's owner may do.
    pub owners: &'a [String],
}

/// A mail that brings a one-time link.
#[derive(Clone, Debug)]
pub struct LinkMail<'a> {
    /// Language of the mail.
    pub language: Language,
    /// Zone of its times.
    pub time_zone: jiff::tz::TimeZone,
    /// Name of whom it goes to; empty when that is not known.
    pub person: &'a str,
    /// The link.
    pub url: &'a str,
    /// Until when it counts.
    pub until: domain::Timestamp,
    /// What the link is for.
    pub about: LinkAbout<'a>,
}

/// What a mailed link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkAbout<'a> {
    /// A part in a tenant.
    Invitation {
        /// The tenant's name.
        tenant: &'a str,
        /// Who invites.
        inviter: &'a str,
        /// The part.
        role: Role,
    },
    /// A new password.
    Password,
}
