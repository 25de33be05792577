//! What the audit log names: everything that a person, Meta or the command line did to what others
//! rely on. A closed list, so that each has its sentence in every language.

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// A person signed in.
    SignedIn,
    /// A person ended sessions of their own.
    SessionsEnded,
    /// A person set a password, signed in or by a link.
    PasswordSet,
    /// A link that sets a new password was asked for and mailed.
    PasswordLinkMailed,
    /// Somebody was invited.
    Invited,
    /// Another link was made for an invitation.
    InvitationRenewed,
    /// An invitation was taken back.
    InvitationRevoked,
    /// An invitation was accepted; the person has a part in the tenant.
    InvitationAccepted,
    /// A person's role was changed.
    RoleChanged,
    /// A person's part in the tenant was taken away.
    MemberRemoved,
    /// A tenant was made.
    TenantAdded,
    /// A person was added by the command line.
    PersonAdded,
    /// A hand-over link was made.
    HandoverMade,
    /// A browser opened a hand-over link and has it now.
    HandoverOpened,
    /// A hand-over link was used: a login that it began is connected.
    HandoverUsed,
    /// A hand-over link was taken back.
    HandoverRevoked,
    /// An account was connected.
    Connected,
    /// A person had an account disconnected; what is undone at Meta goes on from there.
    DisconnectBegun,
    /// An account was disconnected.
    Disconnected,
    /// A person had a login abandoned; what it did at Meta is undone from there.
    AbandonBegun,
    /// A login is abandoned: what it did at Meta is undone, or stays there.
    Abandoned,
    /// A person had a number's messages sent here that went to another program.
    RouteTaken,
    /// A person left a number's messages where they went.
    RouteLeft,
    /// A number's messages were sent here by an override.
    OverrideSet,
    /// A number's override was removed, with the login that set it.
    OverrideRemoved,
    /// The app's callback may be taken from another program.
    CallbackAllowed,
    /// The app's callback was taken from another address.
    CallbackTaken,
    /// A number's profile was written.
    ProfileWritten,
    /// A number's photo was written.
    PhotoWritten,
    /// A display name was asked for.
    NameRequested,
    /// A number was registered once more, for a name that was approved.
    RegisteredAgain,
    /// What the doctor found was mended at Meta, or tried to.
    Mended,
    /// A username was asked for or given up.
    UsernameChanged,
    /// A number's PIN was changed.
    PinChanged,
    /// What people are told who chose nothing themselves was changed.
    NoticeDefaultChanged,
    /// A list was exported.
    Exported,
    /// A WhatsApp user was erased.
    UserErased,
    /// A person of the console was erased.
    PersonErased,
    /// A tenant was erased.
    TenantErased,
    /// Meta said that a person took the app's access away.
    Deauthorized,
    /// Meta passed on that a person asks for deletion.
    DeletionRequested,
    /// A key was added to the ring's use.
    KeyAdded,
    /// The data keys were wrapped by another key.
    KeyRotated,
    /// Secrets were sealed by new data keys.
    DataKeyRotated,
    /// A tenant's data keys were destroyed.
    KeysShredded,
    /// A backup was made.
    BackupMade,
    /// A backup was restored.
    BackupRestored,
}

impl Action {
    /// All of them, in the order in which a page lists them.
    pub const ALL: [Self; 47] = [
        Self::SignedIn,
        Self::SessionsEnded,
        Self::PasswordSet,
        Self::PasswordLinkMailed,
        Self::Invited,
        Self::InvitationRenewed,
        Self::InvitationRevoked,
        Self::InvitationAccepted,
        Self::RoleChanged,
        Self::MemberRemoved,
        Self::TenantAdded,
        Self::PersonAdded,
        Self::HandoverMade,
        Self::HandoverOpened,
        Self::HandoverUsed,
        Self::HandoverRevoked,
        Self::Connected,
        Self::DisconnectBegun,
        Self::Disconnected,
        Self::AbandonBegun,
        Self::Abandoned,
        Self::RouteTaken,
        Self::RouteLeft,
        Self::OverrideSet,
        Self::OverrideRemoved,
        Self::CallbackAllowed,
        Self::CallbackTaken,
        Self::ProfileWritten,
        Self::PhotoWritten,
        Self::NameRequested,
        Self::RegisteredAgain,
        Self::Mended,
        Self::UsernameChanged,
        Self::PinChanged,
        Self::NoticeDefaultChanged,
        Self::Exported,
        Self::UserErased,
        Self::PersonErased,
        Self::TenantErased,
        Self::Deauthorized,
        Self::DeletionRequested,
        Self::KeyAdded,
        Self::KeyRotated,
        Self::DataKeyRotated,
        Self::KeysShredded,
        Self::BackupMade,
        Self::BackupRestored,
    ];

    /// The word used in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SessionsEnded => "sessions_ended",
            Self::PasswordSet => "password_set",
            Self::PasswordLinkMailed => "password_link_mailed",
            Self::Invited => "invited",
            Self::InvitationRenewed => "invitation_renewed",
            Self::InvitationRevoked => "invitation_revoked",
            Self::InvitationAccepted => "invitation_accepted",
            Self::RoleChanged => "role_changed",
            Self::MemberRemoved => "member_removed",
            Self::TenantAdded => "tenant_added",
            Self::PersonAdded => "person_added",
            Self::HandoverMade => "handover_made",
            Self::HandoverOpened => "handover_opened",
            Self::HandoverUsed => "handover_used",
            Self::HandoverRevoked => "handover_revoked",
            Self::Connected => "connected",
            Self::DisconnectBegun => "disconnect_begun",
            Self::Disconnected => "disconnected",
            Self::AbandonBegun => "abandon_begun",
            Self::Abandoned => "abandoned",
            Self::RouteTaken => "route_taken",
            Self::RouteLeft => "route_left",
            Self::OverrideSet => "override_set",
            Self::OverrideRemoved => "override_removed",
            Self::CallbackAllowed => "callback_allowed",
            Self::CallbackTaken => "callback_taken",
            Self::ProfileWritten => "profile_written",
            Self::PhotoWritten => "photo_written",
            Self::NameRequested => "name_requested",
            Self::RegisteredAgain => "registered_again",
            Self::Mended => "mended",
            Self::UsernameChanged => "username_changed",
            Self::PinChanged => "pin_changed",
            Self::NoticeDefaultChanged => "notice_default_changed",
            Self::Exported => "exported",
            Self::UserErased => "user_erased",
            Self::PersonErased => "person_erased",
            Self::TenantErased => "tenant_erased",
            Self::Deauthorized => "deauthorized",
            Self::DeletionRequested => "deletion_requested",
            Self::KeyAdded => "key_added",
            Self::KeyRotated => "key_rotated",
            Self::DataKeyRotated => "data_key_rotated",
            Self::KeysShredded => "keys_shredded",
            Self::BackupMade => "backup_made",
            Self::BackupRestored => "backup_restored",
        }
    }

    /// The action of a word; `None` for any other, as one of a later version.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }
}

/// What a row says beside its action: the keys of its detail, each with a word in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The role that an invitation gives.
    Role,
    /// The role before.
    Before,
    /// The role after.
    After,
    /// Meta's names of the fields that were written.
    Fields,
    /// The kinds of notices whose default changed.
    Kinds,
    /// The address of another program that lost what was taken, or keeps it.
    Replaces,
    /// The format of a list that left.
    Format,
    /// The code of the erasure.
    Erasure,
    /// How many data keys were wrapped anew.
    DataKeys,
    /// How large a backup's data is, in bytes.
    Bytes,
    /// How many secrets a backup holds.
    Secrets,
    /// When the backup was made that was restored, in milliseconds since 1970.
    MadeAt,
    /// Which of the doctor's checks was mended.
    Check,
    /// Method and path of the call to Meta.
    Call,
    /// What came of it: `done`, `partly`, `refused` or `unanswered`.
    Outcome,
    /// The calls that would have undone what stays at Meta.
    Left,
    /// The hand-over link by which somebody without an account did it.
    Link,
}

impl Detail {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Role,
        Self::Before,
        Self::After,
        Self::Fields,
        Self::Kinds,
        Self::Replaces,
        Self::Format,
        Self::Erasure,
        Self::DataKeys,
        Self::Bytes,
        Self::Secrets,
        Self::MadeAt,
        Self::Check,
        Self::Call,
        Self::Outcome,
        Self::Left,
        Self::Link,
    ];

    /// The key in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Before => "before",
            Self::After => "after",
            Self::Fields => "fields",
            Self::Kinds => "kinds",
            Self::Replaces => "replaces",
            Self::Format => "format",
            Self::Erasure => "erasure",
            Self::DataKeys => "data_keys",
            Self::Bytes => "bytes",
            Self::Secrets => "secrets",
            Self::MadeAt => "made_at",
            Self::Check => "check",
            Self::Call => "call",
            Self::Outcome => "outcome",
            Self::Left => "left",
            Self::Link => "link",
        }
    }

    /// What a key stands for; `None` for any other, as one of a later version.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|detail| detail.as_str() == key)
    }
}
