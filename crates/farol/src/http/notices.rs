//! Avisos: what is open, what has ended, who has looked and who has taken something up; and the bell
//! of every page.

mod log;
mod rules;

use std::collections::BTreeSet;
use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::notice::Kind;
use domain::readiness::Scope;
use domain::role::Permission;
use domain::{Node, NodeKind, Timestamp};
use serde::Deserialize;
use store::{KeptNotice, LedgerRead, NoticeFilter, PersonId, StoreError, TenantScope};
use ui::view::{Acked, Bell, BellLine, Notices, Told};

pub use log::show as show_log;
pub use rules::{save, save_default, save_times, show as show_rules, try_mail};

use super::filled::Filled;
use super::gate::{MayAcknowledge, Viewer};
use super::page;
use super::seen::{Look, Seen};
use crate::app::App;

/// Ended notices on a page.
const PAGE: usize = 30;
/// Open notices that are listed: more than anybody reads. The page says when there are more.
const OPEN: usize = 200;
/// Notices in the bell.
const LATEST: usize = 6;
/// Where the page is.
const HERE: &str = "/activity/notices";

/// Which page of a list is asked for. A word that says nothing here asks for the first one, and the
/// page says so.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    cursor: String,
}

/// What the page lists.
struct Listed {
    open: Vec<Told>,
    /// How many are open, listed or not.
    open_count: u64,
    ended: Vec<Told>,
    next: Option<u64>,
}

/// `GET /activity/notices`.
pub async fn show(
    look: Look,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, Response> {
    let before_seq = asked.unwrap_or_default().cursor.parse().ok();
    let person = look.viewer.session.person.clone();
    let listed =
        look.see_with(move |read, scope, seen| list(read, scope, &person, seen, before_seq));
    let (seen, listed) = listed.await?;
    let view = Notices {
        scope: &seen.scope,
        intervals: &look.app.settings.intervals,
        open: &listed.open,
        open_count: listed.open_count,
        ended: &listed.ended,
        next: listed.next,
        is_first: before_seq.is_none(),
        may_acknowledge: look.may(Permission::Acknowledge),
    };
    Ok(Html(ui::notices(&look.frame(&seen), &view)))
}

fn list(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    person: &PersonId,
    seen: &mut Seen,
    before_seq: Option<u64>,
) -> Result<Listed, StoreError> {
    let kinds = read.notice_rules(scope, person)?.shown();
    let looked = read.notices_seen(scope, person)?;
    let filter = |is_open, before_seq| NoticeFilter {
        is_open: Some(is_open),
        kinds: Some(kinds.clone()),
        // What is of no account is of all of them.
        waba: seen.waba().map(str::to_owned),
        before_seq,
    };
    let all_open = filter(true, None);
    let (open, open_count) = match before_seq {
        None => (read.notices(scope, &all_open, OPEN)?, read.notice_count(scope, &all_open)?),
        // Later pages go on with what has ended.
        Some(_) => (Vec::new(), 0),
    };
    // One more than a page holds, so that the last page is known as such.
    let mut ended = read.notices(scope, &filter(false, before_seq), PAGE + 1)?;
    let has_more = ended.len() > PAGE;
    ended.truncate(PAGE);
    let next = ended.last().map(|kept| kept.seq).filter(|_| has_more);
    let all = open.iter().chain(&ended).map(|kept| &kept.notice.node);
    name(read, scope, &mut seen.scope, all)?;
    let told =
        |kept: Vec<KeptNotice>| kept.into_iter().map(|kept| told(kept, person, looked)).collect();
    Ok(Listed { open: told(open), open_count, ended: told(ended), next })
}

/// What is open, as Visão geral tells it.
pub(super) struct Open {
    /// The newest, newest first.
    pub notices: Vec<Told>,
    /// How many there are.
    pub count: u64,
    /// Limits that fell not long ago, newest first.
    pub fallen: Vec<Told>,
    /// What they are about and the page does not hold.
    pub names: Scope,
}

/// Open notices that Visão geral looks at, and limits that fell.
const LOOKED_AT: usize = 50;
const FALLEN: usize = 10;
/// How long ago a limit may have fallen.
const FELL_WITHIN: Duration = Duration::from_secs(30 * 24 * 3_600);

/// What is open of what the page is about and the person wants to be shown.
pub(super) fn open(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    person: &PersonId,
    seen: &Seen,
    now: Timestamp,
) -> Result<Open, StoreError> {
    let kinds = read.notice_rules(scope, person)?.shown();
    let looked = read.notices_seen(scope, person)?;
    let waba = seen.waba().map(str::to_owned);
    let fell = NoticeFilter {
        kinds: Some(vec![Kind::LimitDown]),
        waba: waba.clone(),
        ..NoticeFilter::default()
    };
    let open =
        NoticeFilter { is_open: Some(true), kinds: Some(kinds), waba, ..NoticeFilter::default() };
    let notices = read.notices(scope, &open, LOOKED_AT)?;
    let mut fallen = read.notices(scope, &fell, FALLEN)?;
    fallen.retain(|kept| now.since(kept.notice.at) <= FELL_WITHIN);
    let mut names = Scope::default();
    let is_held = |node: &&Node| seen.scope.replica(node.kind, &node.id).is_some();
    let all = notices.iter().chain(&fallen).map(|kept| &kept.notice.node);
    name(read, scope, &mut names, all.filter(|node| !is_held(node)))?;
    let told =
        |kept: Vec<KeptNotice>| kept.into_iter().map(|kept| told(kept, person, looked)).collect();
    let count = read.notice_count(scope, &open)?;
    Ok(Open { notices: told(notices), count, fallen: told(fallen), names })
}

/// A notice as pages tell it to a person, who has looked as far as `looked`.
pub(super) fn told(kept: KeptNotice, person: &PersonId, looked: u64) -> Told {
    let is_own = kept.acked.as_ref().is_some_and(|acked| acked.person == *person);
    Told {
        seq: kept.seq,
        notice: kept.notice,
        resolved_at: kept.resolved_at,
        ended_by: kept.ended_by,
        acked: kept.acked.map(|acked| Acked { by: acked.by, at: acked.at }),
        is_unread: kept.seq > looked && !is_own,
    }
}

/// Adds what notices speak of and the page holds nothing of yet: templates, of which there may be
/// thousands, and nodes of other accounts than the page's.
pub(super) fn name<'n>(
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    scope: &mut Scope,
    nodes: impl Iterator<Item = &'n Node>,
) -> Result<(), StoreError> {
    for node in nodes.collect::<BTreeSet<_>>() {
        let held = match node.kind {
            NodeKind::Business => &mut scope.businesses,
            NodeKind::Waba => &mut scope.wabas,
            NodeKind::App => &mut scope.apps,
            NodeKind::PhoneNumber | NodeKind::Profile | NodeKind::Username => &mut scope.numbers,
            NodeKind::MessageTemplate => &mut scope.templates,
        };
        if held.iter().all(|replica| replica.node.id != node.id) {
            held.extend(read.replica(tenant, node)?);
        }
    }
    Ok(())
}

/// The bell of a person, read with the page.
pub(super) fn bell(
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    person: &PersonId,
    scope: &Scope,
) -> Result<Bell, StoreError> {
    let kinds = read.notice_rules(tenant, person)?.shown();
    let looked = read.notices_seen(tenant, person)?;
    let unread = read.notices_unread(tenant, person, &kinds)?;
    let filter = NoticeFilter { kinds: Some(kinds), ..NoticeFilter::default() };
    let latest = read.notices(tenant, &filter, LATEST)?;
    let mut latest_lines = Vec::with_capacity(latest.len());
    for kept in latest {
        let mut named = Scope::default();
        let node = kept.notice.node.clone();
        match scope.replicas().find(|replica| replica.node == node) {
            Some(_) => latest_lines.push(BellLine::of(scope, told(kept, person, looked))),
            None => {
                name(read, tenant, &mut named, std::iter::once(&node))?;
                latest_lines.push(BellLine::of(&named, told(kept, person, looked)));
            }
        }
    }
    Ok(Bell { unread: usize::try_from(unread).unwrap_or(usize::MAX), latest: latest_lines })
}

/// The form of the bell: up to which notice the person has looked.
#[derive(Deserialize)]
pub struct Looked {
    upto: u64,
    #[serde(default)]
    back: String,
}

/// `POST /activity/notices/seen`: what came later stays unread.
pub async fn mark_seen(
    State(app): State<App>,
    viewer: Viewer,
    Filled(looked): Filled<Looked>,
) -> Response {
    let (scope, person) = (viewer.scope(), viewer.session.person.clone());
    let kept = app.store.ledger.transact(move |tx| {
        // A number that no notice has yet would hide those to come.
        let newest = tx.notices(&scope, &NoticeFilter::default(), 1)?.first().map(|kept| kept.seq);
        tx.see_notices(&scope, &person, looked.upto.min(newest.unwrap_or(0)))
    });
    match kept.await {
        Ok(()) => Redirect::to(page::local(&looked.back)).into_response(),
        Err(error) => page::failed(viewer.language, &error),
    }
}

/// The form of a notice: the page that it was taken up on.
#[derive(Deserialize)]
pub struct Taken {
    #[serde(default)]
    back: String,
}

impl Taken {
    /// Where the notice is on that page.
    fn place(&self, seq: u64) -> String {
        let back = if self.back.is_empty() { HERE } else { page::local(&self.back) };
        let path = back.split('#').next().unwrap_or(HERE);
        format!("{path}#notice-{seq}")
    }
}

/// `POST /activity/notices/{notice}/acknowledge`: the first who takes it up has done so.
pub async fn acknowledge(
    State(app): State<App>,
    MayAcknowledge(viewer): MayAcknowledge,
    Path(notice): Path<String>,
    Filled(taken): Filled<Taken>,
) -> Response {
    let not_there = || page::problem(viewer.language, StatusCode::NOT_FOUND, None);
    let Ok(seq) = notice.parse::<u64>() else { return not_there() };
    let (scope, person, now) = (viewer.scope(), viewer.session.person.clone(), app.clock.now());
    let kept = app.store.ledger.transact(move |tx| {
        let is_there = !tx.notices_of(&scope, &[seq])?.is_empty();
        if is_there {
            tx.acknowledge_notice(&scope, seq, &person, now)?;
        }
        Ok(is_there)
    });
    match kept.await {
        Ok(true) => {
            app.pulse.stir(viewer.session.tenant().clone());
            Redirect::to(&taken.place(seq)).into_response()
        }
        Ok(false) => not_there(),
        Err(error) => page::failed(viewer.language, &error),
    }
}
