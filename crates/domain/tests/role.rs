//! Who may do what, written out: a permission that moves must move here, too.

use domain::role::{Permission, Role};

/// Checks what a role may do, over all permissions.
fn check(role: Role, expected: [bool; 8]) {
    let all = [
        Permission::View,
        Permission::Refresh,
        Permission::Connect,
        Permission::EditProfile,
        Permission::Acknowledge,
        Permission::SetNotices,
        Permission::ReadAudit,
        Permission::Administer,
    ];
    assert_eq!(all.map(|permission| role.may(permission)), expected, "{role:?}: {all:?}");
}

#[test]
fn each_role_may_exactly_this() {
    check(Role::Owner, [true, true, true, true, true, true, true, true]);
    check(Role::Admin, [true, true, true, true, true, true, true, false]);
    check(Role::Operator, [true, true, false, true, true, false, false, false]);
    check(Role::Viewer, [true, false, false, false, false, false, false, false]);
}

#[test]
fn a_role_is_found_by_its_word_and_no_other_word_is_one() {
    for role in Role::ALL {
        assert_eq!(Role::parse(role.as_str()), Some(role));
    }
    for word in ["", "Owner", "root", "viewer "] {
        assert_eq!(Role::parse(word), None, "{word:?}");
    }
}

#[test]
fn only_who_administers_grants_and_nobody_above_what_they_have() {
    for granted in Role::ALL {
        assert!(Role::Owner.may_grant(granted), "{granted:?}");
        for role in [Role::Admin, Role::Operator, Role::Viewer] {
            assert!(!role.may_grant(granted), "{role:?} grants {granted:?}");
        }
    }
}
