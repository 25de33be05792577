//! The tabs of Configurações: those that the person may open.

use domain::role::Permission;

use crate::frame::Around;
use crate::notices::Tab;
use crate::view::Rights;
use crate::words::Words;

/// Where the person's own settings are.
pub(crate) const SETTINGS: &str = "/settings";
/// Where people and their parts are.
pub(crate) const PEOPLE: &str = "/settings/people";
/// Where it stands who did what.
pub(crate) const AUDIT: &str = "/settings/audit";
/// Where people and the tenant are erased.
pub(crate) const ERASURE: &str = "/settings/erasure";
/// Where the installation's tenants are.
pub(crate) const TENANTS: &str = "/settings/tenants";

/// The tabs, of which the one at `current` is this page; none when there is only one.
pub(crate) fn tabs(words: &Words, around: &Around, rights: Rights, current: &str) -> Vec<Tab> {
    let may = |permission| rights.role.may(permission);
    let all = [
        (SETTINGS, "tab-settings", true),
        (PEOPLE, "tab-people", may(Permission::Administer)),
        (AUDIT, "tab-audit", may(Permission::ReadAudit)),
        (ERASURE, "tab-erasure", may(Permission::Administer)),
        (TENANTS, "tab-tenants", rights.is_installation_owner),
    ];
    let tab = |(path, key, _): (&str, &str, bool)| Tab {
        href: around.at(path),
        text: words.t(key),
        is_current: path == current,
    };
    let shown: Vec<Tab> = all.into_iter().filter(|(.., is_shown)| *is_shown).map(tab).collect();
    if shown.len() > 1 { shown } else { Vec::new() }
}
