//! What the pages show of one tenant, of all its accounts or of one, from one snapshot.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use domain::readiness::{self, Access, Readiness, Reason, Scope};
use domain::role::Permission;
use domain::{Change, Node, NodeKind, Replica, Timestamp};
use meta::WabaId;
use meta::open::QualityRating;
use serde::Deserialize;
use store::{Connection, LedgerRead, Membership, Restored, StoreError, TenantScope};
use ui::view::{Bell, Frame, Gap, TenantChoice, Troubles, Unread, WabaChoice};

use super::gate::Viewer;
use super::{connect, notices, page, unread};
use crate::app::App;
use crate::done_forms::DoneForm;

/// Changes on Visão geral.
const RECENT: usize = 8;
/// Changes looked through for those that matter; for one account among several, further back.
const LOOKED_THROUGH: usize = 256;
const LOOKED_THROUGH_OF_ONE: usize = 1_000;
/// How long a restore is told of on every page.
const GAP_FOR: Duration = Duration::from_secs(7 * 24 * 3600);
/// "Em uso": a message or status within seven days (`ui/NOTES.md`).
const IN_USE: Duration = Duration::from_secs(7 * 24 * 3600);

/// Who asks for a page, and which account it is narrowed to.
pub(super) struct Look {
    pub app: App,
    pub viewer: Viewer,
    uri: Uri,
    waba: Option<WabaId>,
    unread: Option<Unread>,
}

#[derive(Default, Deserialize)]
struct About {
    waba: Option<String>,
}

impl FromRequestParts<App> for Look {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let viewer = Viewer::from_request_parts(parts, app).await?;
        // An address that can't be read asks for all accounts, as one without any.
        let about = Query::<About>::try_from_uri(&parts.uri).unwrap_or_default();
        let waba = about.0.waba.filter(|waba| !waba.is_empty()).map(WabaId::new);
        let unread = unread::unread(parts);
        Ok(Self { app: app.clone(), viewer, uri: parts.uri.clone(), waba, unread })
    }
}

impl Look {
    /// What the page shows, with more from the same snapshot; the answer to give instead when the
    /// account is not the tenant's.
    pub async fn see_with<T: Send + 'static>(
        &self,
        more: impl FnOnce(&LedgerRead<'_>, &TenantScope, &mut Seen) -> Result<T, StoreError>
        + Send
        + 'static,
    ) -> Result<(Seen, T), Response> {
        match see_with(&self.app, &self.viewer, self.waba.clone(), more).await {
            Ok(Some(seen)) => Ok(seen),
            Ok(None) => Err(self.not_found()),
            Err(error) => Err(page::failed(self.viewer.language, &error)),
        }
    }

    /// What became of the last form of this session, for as long as that is said.
    pub fn done(&self) -> Option<DoneForm> {
        self.app.done_forms.of(self.viewer.hash, self.app.clock.now())
    }

    /// Keeps what became of a form, for the page after it.
    pub fn keep_done(&self, done: DoneForm) {
        self.app.done_forms.keep(self.viewer.hash, done, self.app.clock.now());
    }

    /// The answer to an address that is not there, or not for this session.
    pub fn not_found(&self) -> Response {
        page::problem(self.viewer.language, StatusCode::NOT_FOUND, None)
    }

    /// What stands around the page.
    pub fn frame(&self, seen: &Seen) -> Frame {
        let frame = seen.frame(&self.app, &self.viewer, &self.uri);
        Frame { unread: self.unread.clone(), ..frame }
    }

    /// The account that the page is narrowed to.
    pub fn waba(&self) -> Option<&str> {
        self.waba.as_ref().map(WabaId::as_str)
    }

    /// Nothing when the person may do that, else the page that refuses it.
    pub async fn need(&self, permission: Permission) -> Result<(), Response> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(page::forbidden(&self.app, &self.viewer).await)
        }
    }

    /// Whether the person may do that.
    pub fn may(&self, permission: Permission) -> bool {
        self.viewer.session.role.may(permission)
    }
}

/// What the pages show of one tenant.
pub(super) struct Seen {
    /// Everything that was read.
    pub scope: Scope,
    /// The verdict.
    pub readiness: Readiness,
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
    bell: Bell,
    restored: Option<Restored>,
}

/// Reads what a page shows; `None` when `waba` is no account of the tenant.
pub(super) async fn see(
    app: &App,
    viewer: &Viewer,
    waba: Option<WabaId>,
) -> Result<Option<Seen>, StoreError> {
    Ok(see_with(app, viewer, waba, |_, _, _| Ok(())).await?.map(|(seen, ())| seen))
}

/// The same, with more from the same snapshot.
pub(super) async fn see_with<T: Send + 'static>(
    app: &App,
    viewer: &Viewer,
    waba: Option<WabaId>,
    more: impl FnOnce(&LedgerRead<'_>, &TenantScope, &mut Seen) -> Result<T, StoreError>
    + Send
    + 'static,
) -> Result<Option<(Seen, T)>, StoreError> {
    let scope = viewer.scope();
    let person = viewer.session.person.clone();
    let in_use = i64::try_from(IN_USE.as_millis()).unwrap_or_default();
    let (now, intervals) = (app.clock.now(), app.settings.intervals);
    let since = Timestamp::from_millis(now.as_millis() - in_use);
    app.store
        .ledger
        .read(move |read| {
            let back = if waba.is_some() { LOOKED_THROUGH_OF_ONE } else { LOOKED_THROUGH };
            let mut seen = gather(read, &scope, since, back)?;
            seen.memberships = read.memberships(&person)?;
            seen.restored = read.last_restore()?;
            seen.bell = notices::bell(read, &scope, &person, &seen.scope)?;
            match waba {
                None => {}
                Some(waba) if seen.connections.iter().any(|found| found.waba == waba) => {
                    narrow(read, &scope, &mut seen, waba)?;
                }
                Some(_) => return Ok(None),
            }
            seen.readiness = readiness::readiness(&seen.scope, &intervals, now);
            let more = more(read, &scope, &mut seen)?;
            Ok(Some((seen, more)))
        })
        .await
}

/// What is known of the access to a tenant's accounts.
pub(super) fn access(
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    connections: &[Connection],
) -> Result<Vec<Access>, StoreError> {
    let ended = connect::disconnected(read, tenant)?;
    let of = |found: &Connection| Access {
        waba: found.waba.to_string(),
        lacks: found.lacks.clone(),
        ended: ended.iter().find(|told| told.waba == found.waba).map(|told| told.event.clone()),
    };
    Ok(connections.iter().map(of).collect())
}

fn gather(
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    since: Timestamp,
    back: usize,
) -> Result<Seen, StoreError> {
    let recent = read.changes(tenant, None, back)?.into_iter().map(|(_, change)| change);
    let recent: Vec<Change> = recent.collect();
    let is_watched = |change: &&Change| change.is_watched(&recent);
    let changes: Vec<Change> = recent.iter().filter(is_watched).cloned().collect();
    let connections = read.connections(tenant)?;
    let wabas = read.replicas(tenant, NodeKind::Waba)?;
    let access = access(read, tenant, &connections)?;
    let name = |id: &str| {
        let replica = wabas.iter().find(|replica| replica.node.id == id);
        replica.and_then(|replica| replica.text("name")).unwrap_or(id).to_owned()
    };
    let waba_names = connections
        .iter()
        .map(|found| (found.waba.to_string(), name(found.waba.as_str())))
        .collect();
    Ok(Seen {
        readiness: Readiness::default(),
        waba_names,
        connections,
        scope: Scope {
            businesses: read.replicas(tenant, NodeKind::Business)?,
            wabas,
            apps: read.replicas(tenant, NodeKind::App)?,
            numbers: read.replicas(tenant, NodeKind::PhoneNumber)?,
            templates: templates_of(read, tenant, &changes)?,
            access,
        },
        changes,
        in_use: read.numbers_in_use(tenant, since)?,
        quarantined: read.quarantined_count()?,
        waba: None,
        memberships: Vec::new(),
        bell: Bell::default(),
        restored: None,
    })
}

/// The templates that changes speak of, for their names; of all there may be thousands.
fn templates_of(
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    changes: &[Change],
) -> Result<Vec<Replica>, StoreError> {
    let nodes: BTreeSet<&Node> = changes
        .iter()
        .map(|change| &change.node)
        .filter(|node| node.kind == NodeKind::MessageTemplate)
        .collect();
    let mut templates = Vec::new();
    for node in nodes {
        templates.extend(read.replica(tenant, node)?);
    }
    Ok(templates)
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
    let mut nodes: BTreeSet<Node> =
        seen.scope.replicas().map(|replica| replica.node.clone()).collect();
    nodes.extend(read.nodes_of(tenant, &waba)?);
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

    /// Whether webhooks of the app arrive; `None` when that is not known.
    pub(super) fn webhooks(&self) -> Option<bool> {
        (!self.in_use.is_empty()).then_some(true)
    }

    /// How much asks for a look.
    fn troubles(&self) -> Troubles {
        let count = |is: fn(&Reason) -> bool| {
            self.readiness.reasons.iter().filter(|reason| is(reason)).count()
        };
        Troubles {
            red: count(|reason| {
                matches!(reason, Reason::Quality { quality: QualityRating::Red, .. })
            }),
            blocked: count(|reason| matches!(reason, Reason::Blocked { .. })),
            limited: count(|reason| matches!(reason, Reason::Limited { .. })),
        }
    }

    /// The account that the page is about alone.
    pub(super) fn waba(&self) -> Option<&str> {
        self.waba.as_ref().map(WabaId::as_str)
    }

    /// Whether the page is about one account alone.
    pub(super) fn is_narrowed(&self) -> bool {
        self.waba.is_some()
    }

    /// The accounts that the page is about, oldest first.
    pub(super) fn accounts(&self) -> impl Iterator<Item = &Connection> {
        let is_asked_for =
            |found: &&Connection| self.waba.as_ref().is_none_or(|waba| found.waba == *waba);
        self.connections.iter().filter(is_asked_for)
    }

    /// What a restore may have left out, for as long as people may look for it.
    fn gap(&self, now: Timestamp) -> Option<Gap> {
        let restored = self.restored.filter(|restored| now.since(restored.at) < GAP_FOR)?;
        Some(Gap { from: restored.made_at, until: restored.at })
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
            is_guest: false,
            language: viewer.language,
            person: viewer.session.name.clone(),
            tenant: viewer.session.tenant_name.clone(),
            tenants: tenants.collect(),
            wabas: wabas.collect(),
            may_connect: viewer.session.role.may(Permission::Connect),
            may_refresh: viewer.session.role.may(Permission::Refresh),
            troubles: self.troubles(),
            bell: self.bell.clone(),
            sandbox_url: app.settings.sandbox_url.clone(),
            now: app.clock.now(),
            live: true,
            time_zone: app.settings.time_zone.clone(),
            path: uri.path_and_query().map_or("/overview", |path| path.as_str()).to_owned(),
            version: env!("CARGO_PKG_VERSION"),
            gap: self.gap(app.clock.now()),
            unread: None,
        }
    }
}
