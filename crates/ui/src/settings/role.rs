//! Roles in words, and as a choice.

use domain::role::Role;

use crate::words::Words;

/// The keys of a role's name and of what it may do.
pub(crate) const fn keys(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Owner => ("role-owner", "role-owner-about"),
        Role::Admin => ("role-admin", "role-admin-about"),
        Role::Operator => ("role-operator", "role-operator-about"),
        Role::Viewer => ("role-viewer", "role-viewer-about"),
    }
}

/// A role's name.
pub(crate) fn name(words: &Words, role: Role) -> String {
    words.t(keys(role).0)
}

/// A role that can be chosen.
pub(crate) struct RoleChoice {
    pub value: &'static str,
    pub text: String,
    pub is_current: bool,
}

/// The roles that a person of this one may give.
pub(crate) fn choices(words: &Words, of: Role, chosen: Role) -> Vec<RoleChoice> {
    let choice = |role: Role| RoleChoice {
        value: role.as_str(),
        text: name(words, role),
        is_current: role == chosen,
    };
    Role::ALL.into_iter().filter(|role| of.may_grant(*role)).map(choice).collect()
}
