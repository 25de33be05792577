//! Who may do what: four fixed roles, each person's own in each tenant.

/// A person's part in a tenant, widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Everything, people included.
    Owner,
    /// Everything but people and secrets.
    Admin,
    /// Looks and acts on numbers.
    Operator,
    /// Looks.
    Viewer,
}

/// What a route needs. Each route names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Look at pages.
    View,
    /// Ask Meta for a fresh reading.
    Refresh,
    /// Connect and disconnect numbers.
    Connect,
    /// Write a number's profile.
    EditProfile,
    /// Take a notice up.
    Acknowledge,
    /// Choose what people are told who chose nothing themselves.
    SetNotices,
    /// Read who did what.
    ReadAudit,
    /// Settings of the tenant, people included.
    Administer,
}

impl Role {
    /// All roles, widest first.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Admin, Self::Operator, Self::Viewer];

    /// The word used in stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Operator => "operator",
            Self::Viewer => "viewer",
        }
    }

    /// The role of a word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// Whether this role may do that.
    pub const fn may(self, permission: Permission) -> bool {
        match (self, permission) {
            (_, Permission::View) => true,
            (Self::Viewer, _) => false,
            (_, Permission::Refresh) => true,
            (Self::Operator, Permission::EditProfile | Permission::Acknowledge) => true,
            (
                Self::Operator,
                Permission::Connect
                | Permission::SetNotices
                | Permission::ReadAudit
                | Permission::Administer,
            ) => false,
            (Self::Admin, Permission::Administer) => false,
            (
                Self::Admin,
                Permission::Connect
                | Permission::EditProfile
                | Permission::Acknowledge
                | Permission::SetNotices
                | Permission::ReadAudit,
            ) => true,
            (
                Self::Owner,
                Permission::Connect
                | Permission::EditProfile
                | Permission::Acknowledge
                | Permission::SetNotices
                | Permission::ReadAudit
                | Permission::Administer,
            ) => true,
        }
    }

    /// Whether a person of this role may give that one to others, or take it: nobody grants above
    /// what they have.
    pub fn may_grant(self, role: Self) -> bool {
        let rank = |role: Self| Self::ALL.iter().position(|known| *known == role);
        self.may(Permission::Administer) && rank(self) <= rank(role)
    }
}
