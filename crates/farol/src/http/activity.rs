//! Atividade: `GET /activity`, every change, a page at a time.

use std::time::Duration;

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{Html, Response};
use domain::subject::Subject;
use domain::{Node, NodeKind, Timestamp};
use serde::Deserialize;
use store::{ChangeFilter, LedgerRead, StoreError, TenantScope};
use ui::view::{Activity, Entry, Narrowed};

use super::number::entry;
use super::seen::{Look, Seen};

/// Changes on a page.
const PAGE: usize = 50;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// What a reader asks for. A word that says nothing here narrows nothing, and the page says so.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    subject: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    cursor: String,
}

impl Asked {
    fn narrowed(&self) -> Narrowed<'_> {
        Narrowed {
            subject: Subject::parse(&self.subject),
            number: Some(self.number.as_str()).filter(|number| !number.is_empty()),
            days: self.days.parse().ok().filter(|days| *days > 0),
        }
    }
}

/// The page.
pub async fn show(
    look: Look,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, Response> {
    let Query(asked) = asked.unwrap_or_default();
    let narrowed = asked.narrowed();
    let before_seq = asked.cursor.parse().ok();
    let filter = ChangeFilter {
        nodes: narrowed.number.map(|id| vec![Node::phone_number(id), Node::profile(id)]),
        fields: narrowed.subject.map(|subject| subject.fields().collect()),
        since: narrowed.days.map(|days| {
            let back = DAY * u32::from(days);
            let back = i64::try_from(back.as_millis()).unwrap_or(i64::MAX);
            Timestamp::from_millis(look.app.clock.now().as_millis().saturating_sub(back))
        }),
        before_seq,
    };
    let (seen, mut entries) =
        look.see_with(move |read, scope, seen| list(read, scope, seen, filter)).await?;
    let is_there = |id: &str| seen.scope.numbers.iter().any(|number| number.node.id == id);
    if narrowed.number.is_some_and(|id| !is_there(id)) {
        return Err(look.not_found());
    }
    let has_more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let view = Activity {
        scope: &seen.scope,
        intervals: &look.app.settings.intervals,
        entries: &entries,
        narrowed,
        next: entries.last().map(|entry| entry.seq).filter(|_| has_more),
        is_first: before_seq.is_none(),
    };
    Ok(Html(ui::activity(&look.frame(&seen), &view)))
}

/// One change more than a page holds, so that the last page is known as such.
fn list(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    seen: &mut Seen,
    mut filter: ChangeFilter,
) -> Result<Vec<Entry>, StoreError> {
    if seen.is_narrowed() && filter.nodes.is_none() {
        filter.nodes = Some(nodes(read, scope, seen)?);
    }
    let changes = read.changes_where(scope, &filter, PAGE + 1)?;
    // Names of the templates that are spoken of, and of no others: there may be thousands.
    for listed in &changes {
        let node = &listed.change.node;
        let is_new = !seen.scope.templates.iter().any(|held| held.node == *node);
        if node.kind == NodeKind::MessageTemplate && is_new {
            seen.scope.templates.extend(read.replica(scope, node)?);
        }
    }
    Ok(changes.into_iter().map(entry).collect())
}

/// Everything of the account that the page is narrowed to, and its portfolio.
fn nodes(read: &LedgerRead<'_>, scope: &TenantScope, seen: &Seen) -> Result<Vec<Node>, StoreError> {
    let above = seen.scope.businesses.iter().chain(&seen.scope.apps);
    let mut nodes: Vec<Node> = above.map(|held| held.node.clone()).collect();
    for account in seen.accounts() {
        nodes.push(Node::waba(account.waba.as_str()));
        nodes.extend(read.nodes_of(scope, &account.waba)?);
    }
    Ok(nodes)
}
