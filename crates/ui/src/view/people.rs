//! What the pages about people are given: who has which part, who is invited, who did what, and
//! which tenants there are.

use domain::Timestamp;
use domain::audit::Action;
use domain::role::Role;
use serde_json::Value;

/// What the person may see of Configurações.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    /// The person's part in the tenant.
    pub role: Role,
    /// Whether the person answers for the installation.
    pub is_installation_owner: bool,
}

/// Pessoas.
#[derive(Clone, Copy, Debug)]
pub struct People<'a> {
    /// What the person may see.
    pub rights: Rights,
    /// Who has a part in the tenant, by name.
    pub members: &'a [MemberLine],
    /// Open invitations, the newest first.
    pub invitations: &'a [InvitationLine],
    /// Whether links go out by mail.
    pub has_mail: bool,
    /// What became of a form.
    pub said: Option<&'a PeopleSaid>,
    /// The address that was typed and refused.
    pub email: &'a str,
    /// The role that was chosen with it.
    pub invited_role: Role,
}

/// Somebody with a part in the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberLine {
    /// What the forms name the person by.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The part.
    pub role: Role,
    /// Whether it is who looks.
    pub is_self: bool,
    /// Whether nobody else is owner.
    pub is_last_owner: bool,
}

/// An open invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationLine {
    /// What the forms name it by.
    pub id: String,
    /// Whom it is for.
    pub email: String,
    /// The part that waits.
    pub role: Role,
    /// Who invited; `None` once that person is erased.
    pub inviter: Option<String>,
    /// When the link was mailed; `None` when it was shown instead.
    pub mailed_at: Option<Timestamp>,
    /// When the link ends.
    pub expires_at: Timestamp,
}

/// A one-time link on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTold {
    /// The mail server took it.
    Mailed {
        /// Whom it went to.
        email: String,
    },
    /// It is shown, this once.
    Shown {
        /// Whom it is for.
        email: String,
        /// The link.
        url: String,
        /// Whether mailing it was tried and failed.
        has_failed: bool,
    },
}

/// What became of a form on Pessoas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeopleSaid {
    /// Somebody is invited.
    Invited(LinkTold),
    /// An invitation was taken back.
    Revoked,
    /// A role was changed.
    RoleChanged,
    /// A part was taken away.
    Removed,
    /// The address can't be one.
    NoAddress,
    /// The address is of somebody who has a part already.
    AlreadyMember,
    /// The only owner must stay one.
    LastOwner,
    /// The only one who answers for the installation must be able to come in.
    LastAnswering,
    /// Too many invitations.
    TooMany {
        /// Seconds until the next.
        wait_s: u64,
    },
}

/// Empresas: the tenants of the installation.
#[derive(Clone, Copy, Debug)]
pub struct Tenants<'a> {
    /// What the person may see.
    pub rights: Rights,
    /// Every tenant, by name.
    pub tenants: &'a [TenantLine],
    /// Whether links go out by mail.
    pub has_mail: bool,
    /// What became of a form.
    pub said: Option<&'a TenantsSaid>,
    /// The name that was typed and refused.
    pub name: &'a str,
    /// The address that was typed and refused.
    pub email: &'a str,
}

/// A tenant: how much there is of it, and nothing of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantLine {
    /// What the form names it by.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// People with a part in it.
    pub people: u64,
    /// Connected accounts.
    pub accounts: u64,
    /// Whether somebody owns it.
    pub has_owner: bool,
    /// Whom an open invitation as owner is for, and until when its link counts.
    pub invited: Vec<(String, Timestamp)>,
}

/// What became of a form on Empresas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TenantsSaid {
    /// A tenant was made, and its owner invited.
    Added(LinkTold),
    /// An owner was invited to a tenant that had none.
    Invited(LinkTold),
    /// The name is missing or too long.
    NoName {
        /// Characters that it may have.
        most: usize,
    },
    /// The address can't be one.
    NoAddress,
    /// The tenant has an owner, who invites others.
    HasOwner,
    /// Too many invitations.
    TooMany {
        /// Seconds until the next.
        wait_s: u64,
    },
}

/// Registro de auditoria.
#[derive(Clone, Copy, Debug)]
pub struct AuditLog<'a> {
    /// What the person may see.
    pub rights: Rights,
    /// The rows, newest first.
    pub rows: &'a [AuditRow],
    /// Who can be chosen: id and name.
    pub people: &'a [(String, String)],
    /// Who is chosen.
    pub person: Option<&'a str>,
    /// Which action is chosen.
    pub action: Option<Action>,
    /// Whether the rows are the installation's, and not the tenant's.
    pub is_of_installation: bool,
    /// Whether the newest rows are shown.
    pub is_first: bool,
    /// Before which row the next page begins.
    pub next: Option<u64>,
}

/// What somebody did.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRow {
    /// Its sequence number.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who; `None` when nobody signed in did.
    pub person: Option<AuditName>,
    /// The hand-over link by which somebody without an account did it.
    pub link: Option<AuditName>,
    /// The action's word.
    pub action: String,
    /// What it was done to.
    pub object: Option<AuditName>,
    /// More.
    pub detail: Value,
}

/// Whom or what the log names: by the id that it holds, and by the name of now where there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditName {
    /// The id, as it was written.
    pub id: String,
    /// What it is called now; `None` for what was erased, and for what has no name.
    pub name: Option<String>,
}
