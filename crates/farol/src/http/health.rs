//! Status de saúde: `GET /health`, and what of it is to be read anew: `POST /health/check`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::readiness::Scope;
use domain::role::Permission;
use domain::{Change, Node, NodeKind, Replica, Timestamp};
use serde::Deserialize;
use store::{ChangeFilter, LedgerRead, StoreError, TenantScope};
use ui::view::{Branch, Checked, Health, PutOff};

use super::filled::Filled;
use super::gate::{MayRefresh, Viewer};
use super::page;
use super::seen::{Look, Seen};
use crate::app::App;
use crate::work::refresh;

/// How far back the page looks: 30 days and what is left of the first of them.
const PAST: Duration = Duration::from_secs(31 * 24 * 3_600);
/// Changes of the past that are looked at.
const CHANGES: usize = 5_000;
/// How long the page tells what came of a check.
const TOLD_FOR: Duration = Duration::from_secs(10 * 60);
/// Changes since a check that are looked at.
const SINCE: usize = 100;

/// What a reader was led here by.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    checked: String,
    #[serde(default)]
    node: String,
}

impl Asked {
    /// When something was asked to be read anew, and what; `None` when that is not news any more.
    fn check(&self, now: Timestamp) -> Option<(Timestamp, Option<Node>)> {
        let at = Timestamp::from_millis(self.checked.parse().ok()?);
        (at <= now && now.since(at) <= TOLD_FOR).then(|| (at, self.node.parse().ok()))
    }
}

/// `GET /health`.
pub async fn show(
    look: Look,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, Response> {
    let now = look.app.clock.now();
    let check = asked.unwrap_or_default().0.check(now);
    let more = move |read: &LedgerRead<'_>, scope: &TenantScope, seen: &mut Seen| {
        let branches = branches(read, scope, seen)?;
        let checked = check.map(|check| checked(read, scope, seen, (check, now))).transpose()?;
        Ok((branches, past(read, scope, now)?, checked))
    };
    let (seen, (branches, (past, past_from), checked)) = look.see_with(more).await?;
    let view = Health {
        scope: &seen.scope,
        readiness: &seen.readiness,
        intervals: &look.app.settings.intervals,
        branches: &branches,
        webhooks: seen.webhooks(),
        past: &past,
        past_from,
        checked: checked.as_ref(),
        may_refresh: look.may(Permission::Refresh),
    };
    Ok(Html(ui::health(&look.frame(&seen), &view)))
}

/// What hangs from what, account by account; the templates come into the scope on the way.
fn branches(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    seen: &mut Seen,
) -> Result<Vec<Branch>, StoreError> {
    let (mut branches, mut templates) = (Vec::new(), Vec::new());
    for account in seen.accounts() {
        let mut own = read.replicas_of(scope, NodeKind::MessageTemplate, &account.waba)?;
        // One that was read and has no state any more is gone.
        own.retain(|template| template.read_at.is_none() || template.get("status").is_some());
        let numbers = read.numbers_of(scope, &account.waba)?;
        branches.push(Branch {
            business: account.business.to_string(),
            waba: account.waba.to_string(),
            app: account.app.to_string(),
            numbers: numbers.iter().map(ToString::to_string).collect(),
            templates: own.iter().map(|template| template.node.id.clone()).collect(),
        });
        templates.extend(own);
    }
    // In the order of ids each is found at once.
    templates.sort_by(|one, other| one.node.id.cmp(&other.node.id));
    seen.scope.templates = templates;
    Ok(branches)
}

/// What changed of sending in the page's days, and from when on that is all of it.
fn past(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    now: Timestamp,
) -> Result<(Vec<Change>, Timestamp), StoreError> {
    let has_page = |kind: &NodeKind| !matches!(kind, NodeKind::Profile | NodeKind::Username);
    let kinds = NodeKind::ALL.into_iter().filter(has_page);
    let of_kind = |kind| Health::PAST_FIELDS.map(|field| (kind, field));
    let from = now.as_millis().saturating_sub(i64::try_from(PAST.as_millis()).unwrap_or(i64::MAX));
    let filter = ChangeFilter {
        fields: Some(kinds.flat_map(of_kind).collect()),
        since: Some(Timestamp::from_millis(from)),
        ..ChangeFilter::default()
    };
    let listed = read.changes_where(scope, &filter, CHANGES)?;
    let all_from = match listed.last() {
        Some(oldest) if listed.len() == CHANGES => oldest.change.at,
        _ => Timestamp::from_millis(i64::MIN),
    };
    Ok((listed.into_iter().map(|one| one.change).collect(), all_from))
}

/// What changed since a check, of what the page is about.
fn checked(
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    seen: &Seen,
    ((at, node), now): ((Timestamp, Option<Node>), Timestamp),
) -> Result<Checked, StoreError> {
    let filter = ChangeFilter { since: Some(at), ..ChangeFilter::default() };
    let listed = read.changes_where(tenant, &filter, SINCE)?;
    let scope = &seen.scope;
    let shown: BTreeSet<&Node> =
        scope.replicas().chain(&scope.templates).map(|replica| &replica.node).collect();
    let is_shown = |change: &Change| match &node {
        Some(node) => change.node == *node,
        None => shown.contains(&change.node),
    };
    let changes = listed.into_iter().map(|one| one.change).filter(is_shown).collect();
    let put_off = put_off(read, tenant, scope, (at, now))?;
    Ok(Checked { at, node, changes, put_off })
}

/// What was not read since a check and is not due either: only what is put off is neither.
fn put_off(
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    scope: &Scope,
    (at, now): (Timestamp, Timestamp),
) -> Result<BTreeMap<Node, PutOff>, StoreError> {
    let is_over = |replica: &Replica| {
        let failed_at = replica.failure.as_ref().map(|failure| failure.last);
        replica.read_at.max(failed_at).is_some_and(|tried| tried >= at)
    };
    let mut with_token = BTreeSet::new();
    for found in read.connections(tenant)? {
        let business = Node::new(NodeKind::Business, found.business.as_str());
        with_token.extend([Node::waba(found.waba.as_str()), business]);
        with_token.extend(read.nodes_of(tenant, &found.waba)?);
    }
    let mut put_off = BTreeMap::new();
    for replica in scope.replicas().filter(|replica| !is_over(replica)) {
        if read.due_at(tenant, &replica.node)?.is_some_and(|due_at| due_at > now) {
            // An app is read with its own secret.
            let has_token =
                replica.node.kind == NodeKind::App || with_token.contains(&replica.node);
            let why = if has_token { PutOff::Quota } else { PutOff::NoToken };
            put_off.insert(replica.node.clone(), why);
        }
    }
    Ok(put_off)
}

/// What is to be read anew: one node, or everything.
#[derive(Deserialize)]
pub struct Check {
    #[serde(default)]
    waba: String,
    #[serde(default)]
    node: String,
}

/// `POST /health/check`: the page that it leads to says what came of it.
pub async fn check(
    State(app): State<App>,
    MayRefresh(viewer): MayRefresh,
    Filled(check): Filled<Check>,
) -> Response {
    let at = app.clock.now();
    match ask(&app, &viewer, &check.node).await {
        Ok(true) => Redirect::to(&outcome(&check, at)).into_response(),
        Ok(false) => page::problem(viewer.language, StatusCode::NOT_FOUND, None),
        Err(error) => page::failed(viewer.language, &error),
    }
}

/// Has it read; whether there is such a thing.
async fn ask(app: &App, viewer: &Viewer, node: &str) -> Result<bool, StoreError> {
    match (node, node.parse::<Node>()) {
        ("", _) => refresh::ask(app, viewer.scope()).await.map(|()| true),
        (_, Ok(node)) => refresh::ask_of(app, viewer.scope(), node).await,
        (_, Err(_)) => Ok(false),
    }
}

/// Where the outcome is told.
fn outcome(check: &Check, at: Timestamp) -> String {
    let at = at.as_millis().to_string();
    let asked = [("waba", check.waba.as_str()), ("checked", &at), ("node", &check.node)];
    let told = asked.into_iter().filter(|(_, value)| !value.is_empty());
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(told).finish();
    format!("/health?{query}#checked")
}
