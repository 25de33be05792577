//! One number by itself: `GET /numbers/{phone_number_id}`.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::{Html, Response};
use domain::fall::{self, Hour};
use domain::quality_day::QualityDay;
use domain::role::Permission;
use domain::{Change, Node, NodeKind, Replica, Timestamp};
use meta::{PhoneNumberId, WabaId};
use serde::Deserialize;
use store::{ChangeFilter, LedgerRead, ListedChange, StoreError, TenantScope};
use ui::view::{Entry, Number};

use super::seen::{Look, Seen};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// Changes on the page at most.
const CHANGES: usize = 400;
/// Changes of state and limit that are looked through at most.
const STATES: usize = 1_000;
/// Changes of templates on the page at most.
const TEMPLATES: usize = 500;
/// Days from before the page's days that are listed at most: two years.
const PAST_DAYS: u16 = 731;

/// What a reader asks for.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    days: String,
}

impl Asked {
    /// How many days the page looks back; an old address still works.
    fn days(&self) -> u16 {
        let [usual, ..] = Number::DAYS;
        let asked = self.days.parse().ok();
        asked.filter(|days| Number::DAYS.contains(days)).unwrap_or(usual)
    }
}

/// The page. The address is the same whichever account it was read of; another tenant's number is
/// not there.
pub async fn show(
    look: Look,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, Response> {
    let days = asked.unwrap_or_default().0.days();
    let about = About { id: id.clone(), days, now: look.app.clock.now() };
    let (seen, own) = look.see_with(move |read, scope, seen| about.read(read, scope, seen)).await?;
    let found = seen.scope.numbers.iter().find(|replica| replica.node.id == id);
    let Some(replica) = found else { return Err(look.not_found()) };
    let view = own.view(&look, &seen, replica, days);
    Ok(Html(ui::number(&look.frame(&seen), &view)))
}

/// Which number, and how far back.
struct About {
    id: String,
    days: u16,
    now: Timestamp,
}

/// What belongs to the number alone.
struct Own {
    waba: Option<String>,
    profile: Option<Replica>,
    changes: Vec<Entry>,
    states: Vec<Change>,
    states_from: Timestamp,
    traffic: Vec<Hour>,
    templates: Vec<Change>,
    past_days: Vec<QualityDay>,
}

impl Own {
    fn view<'a>(
        &'a self,
        look: &'a Look,
        seen: &'a Seen,
        number: &'a Replica,
        days: u16,
    ) -> Number<'a> {
        Number {
            scope: &seen.scope,
            number,
            profile: self.profile.as_ref(),
            waba: self.waba.as_deref(),
            changes: self.changes.get(..CHANGES).unwrap_or(&self.changes),
            days,
            states: &self.states,
            states_from: self.states_from,
            has_more: self.changes.len() > CHANGES,
            traffic: &self.traffic,
            templates: &self.templates,
            past_days: &self.past_days,
            intervals: &look.app.settings.intervals,
            is_in_use: seen.in_use.contains(&number.node.id),
            may_refresh: look.may(Permission::Refresh),
        }
    }
}

impl About {
    fn read(
        &self,
        read: &LedgerRead<'_>,
        scope: &TenantScope,
        seen: &mut Seen,
    ) -> Result<Own, StoreError> {
        let id = PhoneNumberId::new(&self.id);
        let (number, profile) = (Node::phone_number(&self.id), Node::profile(&self.id));
        let since = back(self.now, DAY * u32::from(self.days));
        let filter = ChangeFilter {
            nodes: Some(vec![number.clone(), profile.clone()]),
            since: Some(since),
            ..ChangeFilter::default()
        };
        let changes = read.changes_where(scope, &filter, CHANGES + 1)?;
        let waba = read.waba_of_number(scope, &id)?;
        let (states, states_from) = states(read, scope, number)?;
        let earlier = back(since, fall::BEFORE * 2);
        let hours = read.traffic_of(scope, &id, earlier, self.now)?;
        let from = back(since, DAY * u32::from(PAST_DAYS));
        let past = read.quality_days(scope, &id, from, PAST_DAYS.into())?;
        Ok(Own {
            templates: templates(read, scope, seen, waba.as_ref(), earlier)?,
            waba: waba.map(|waba| waba.to_string()),
            profile: read.replica(scope, &profile)?,
            changes: changes.into_iter().map(entry).collect(),
            states,
            states_from,
            traffic: hours
                .into_iter()
                .map(|one| Hour { hour: one.hour, kind: one.kind, count: one.count })
                .collect(),
            past_days: past.into_iter().filter(|day| day.day < since).collect(),
        })
    }
}

fn back(at: Timestamp, length: Duration) -> Timestamp {
    let length = i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(at.as_millis().saturating_sub(length))
}

/// The number's changes of state and limit in the order of recording, and from when on they are all.
fn states(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    number: Node,
) -> Result<(Vec<Change>, Timestamp), StoreError> {
    let fields = Number::STATE_FIELDS.map(|field| (NodeKind::PhoneNumber, field));
    let filter = ChangeFilter {
        nodes: Some(vec![number]),
        fields: Some(fields.to_vec()),
        ..ChangeFilter::default()
    };
    let mut listed = read.changes_where(scope, &filter, STATES)?;
    listed.reverse();
    let from = match listed.first() {
        Some(oldest) if listed.len() == STATES => oldest.change.at,
        _ => Timestamp::from_millis(i64::MIN),
    };
    Ok((listed.into_iter().map(|one| one.change).collect(), from))
}

/// What happened to the templates of an account; their names go with what is seen.
fn templates(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    seen: &mut Seen,
    waba: Option<&WabaId>,
    since: Timestamp,
) -> Result<Vec<Change>, StoreError> {
    let Some(waba) = waba else { return Ok(Vec::new()) };
    let fields = ["status", "quality_score"];
    let changes = read.template_changes(scope, waba, &fields, since, TEMPLATES)?;
    let nodes: BTreeSet<&Node> = changes.iter().map(|change| &change.node).collect();
    for node in nodes {
        if !seen.scope.templates.iter().any(|held| held.node == *node) {
            seen.scope.templates.extend(read.replica(scope, node)?);
        }
    }
    Ok(changes)
}

/// A stored change as pages list it.
pub(super) fn entry(ListedChange { seq, change, by }: ListedChange) -> Entry {
    Entry { seq, change, by }
}
