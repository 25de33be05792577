//! What the pages show of one tenant, of all its accounts or of one, from one snapshot.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::Uri;
use domain::readiness::Scope;
use domain::role::Permission;
use domain::{Change, NodeKind, Replica, Timestamp};
use meta::WabaId;
use store::{Connection, LedgerRead, Membership, StoreError, TenantScope};
use ui::view::{Frame, TenantChoice, WabaChoice};

use super::gate::Viewer;
use crate::app::App;

/// Changes on Visão geral.
const RECENT: usize = 8;
/// Changes looked through for those that matter; for one account among several, further back.
const LOOKED_THROUGH: usize = 64;
const LOOKED_THROUGH_OF_ONE: usize = 1_000;
/// "Em uso": a message or status within seven days (`ui/NOTES.md`).
const IN_USE: Duration = Duration::from_secs(7 * 24 * 3600);

/// What the pages show of one tenant.
pub(super) struct Seen {
    /// Everything that was read.
    pub scope: Scope,
    /// Changes that matter, newest first.
    pub changes: Vec<Change>,
    /// Numbers in use.
    pub in_use: BTreeSet<String>,
    /// Items that can't be read, of the whole installation.
    pub quarantined: u64,
    /// The tenant's accounts, oldest first.
    pub connections: Vec<Connection>,
    /// Names of all its accounts, also of those that the page is not about.
    waba_names: Vec<(String, String)>,
    /// The account that the page is about; all without one.
    waba: Option<WabaId>,
    memberships: Vec<Membership>,
}

/// Reads what a page shows; `None` when `waba` is no account of the tenant.
pub(super) async fn see(
    app: &App,
    viewer: &Viewer,
    waba: Option<WabaId>,
) -> Result<Option<Seen>, StoreError> {
    let scope = viewer.scope();
    let person = viewer.session.person.clone();
    let in_use = i64::try_from(IN_USE.as_millis()).unwrap_or_default();
    let since = Timestamp::from_millis(app.clock.now().as_millis() - in_use);
    app.store
        .ledger
        .read(move |read| {
            let back = if waba.is_some() { LOOKED_THROUGH_OF_ONE } else { LOOKED_THROUGH };
            let mut seen = gather(read, &scope, since, back)?;
            seen.memberships = read.memberships(&person)?;
            match waba {
                None => Ok(Some(seen)),
                Some(waba) if seen.connections.iter().any(|found| found.waba == waba) => {
                    narrow(read, &scope, &mut seen, waba)?;
                    Ok(Some(seen))
                }
                Some(_) => Ok(None),
            }
        })
        .await
}

fn gather(
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    since: Timestamp,
    back: usize,
) -> Result<Seen, StoreError> {
    let recent = read.changes(tenant, None, back)?.into_iter().map(|(_, change)| change);
    let is_watched = |change: &Change| {
        domain::field::weight(change.node.kind, &change.field) == domain::field::Weight::Watched
    };
    let connections = read.connections(tenant)?;
    let wabas = read.replicas(tenant, NodeKind::Waba)?;
    let name = |id: &str| {
        let replica = wabas.iter().find(|replica| replica.node.id == id);
        replica.and_then(|replica| replica.text("name")).unwrap_or(id).to_owned()
    };
    let waba_names = connections
        .iter()
        .map(|found| (found.waba.to_string(), name(found.waba.as_str())))
        .collect();
    Ok(Seen {
        waba_names,
        connections,
        scope: Scope {
            businesses: read.replicas(tenant, NodeKind::Business)?,
            wabas,
            apps: read.replicas(tenant, NodeKind::App)?,
            numbers: read.replicas(tenant, NodeKind::PhoneNumber)?,
        },
        changes: recent.filter(is_watched).collect(),
        in_use: read.numbers_in_use(tenant, since)?,
        quarantined: read.quarantined_count()?,
        waba: None,
        memberships: Vec::new(),
    })
}

/// Leaves one account, its portfolio and its numbers.
fn narrow(
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    seen: &mut Seen,
    waba: WabaId,
) -> Result<(), StoreError> {
    let numbers = read.numbers_of(tenant, &waba)?;
    let numbers: BTreeSet<&str> = numbers.iter().map(|number| number.as_str()).collect();
    let owner = seen.connections.iter().find(|found| found.waba == waba);
    let owner = owner.map(|found| found.business.to_string());
    let scope = &mut seen.scope;
    scope.wabas.retain(|replica| replica.node.id == waba.as_str());
    scope.businesses.retain(|replica| Some(&replica.node.id) == owner.as_ref());
    scope.numbers.retain(|replica| numbers.contains(replica.node.id.as_str()));
    let nodes: BTreeSet<_> = seen.scope.replicas().map(|replica: &Replica| &replica.node).collect();
    seen.changes.retain(|change| nodes.contains(&change.node));
    seen.in_use.retain(|number| numbers.contains(number.as_str()));
    seen.waba = Some(waba);
    Ok(())
}

impl Seen {
    /// The changes that Visão geral has room for.
    pub(super) fn recent(&self) -> &[Change] {
        self.changes.get(..RECENT).unwrap_or(&self.changes)
    }

    /// What stands around the page.
    pub(super) fn frame(&self, app: &App, viewer: &Viewer, uri: &Uri) -> Frame {
        let tenants = self.memberships.iter().map(|membership| TenantChoice {
            id: membership.tenant.to_string(),
            name: membership.tenant_name.clone(),
            is_current: membership.tenant == *viewer.session.tenant(),
        });
        let wabas = self.waba_names.iter().map(|(id, name)| WabaChoice {
            id: id.clone(),
            name: name.clone(),
            is_current: self.waba.as_ref().is_some_and(|waba| waba.as_str() == id),
        });
        Frame {
            language: viewer.language,
            person: viewer.session.name.clone(),
            tenant: viewer.session.tenant_name.clone(),
            tenants: tenants.collect(),
            wabas: wabas.collect(),
            may_connect: viewer.session.role.may(Permission::Connect),
            sandbox_url: app.settings.sandbox_url.clone(),
            now: app.clock.now(),
            live: true,
            time_zone: app.settings.time_zone.clone(),
            path: uri.path_and_query().map_or("/overview", |path| path.as_str()).to_owned(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}
