//! One number by itself: `GET /numbers/{phone_number_id}`.

use std::time::Duration;

use axum::extract::Path;
use axum::response::{Html, Response};
use domain::role::Permission;
use domain::{Node, Replica, Timestamp};
use meta::PhoneNumberId;
use store::{ChangeFilter, LedgerRead, ListedChange, StoreError, TenantScope};
use ui::view::{Entry, Number};

use super::seen::Look;

/// How far back the page looks.
const WINDOW: Duration = Duration::from_secs(30 * 24 * 3600);
/// Changes on the page at most.
const CHANGES: usize = 200;

/// The page. The address is the same whichever account it was read of; another tenant's number is
/// not there.
pub async fn show(look: Look, Path(id): Path<String>) -> Result<Html<String>, Response> {
    let (number, now) = (id.clone(), look.app.clock.now());
    let (seen, own) =
        look.see_with(move |read, scope, _| Own::read(read, scope, &number, now)).await?;
    let found = seen.scope.numbers.iter().find(|replica| replica.node.id == id);
    let Some(replica) = found else { return Err(look.not_found()) };
    let view = Number {
        scope: &seen.scope,
        number: replica,
        profile: own.profile.as_ref(),
        waba: own.waba.as_deref(),
        intervals: &look.app.settings.intervals,
        is_in_use: seen.in_use.contains(&id),
        changes: own.changes.get(..CHANGES).unwrap_or(&own.changes),
        has_more: own.changes.len() > CHANGES,
        may_refresh: look.may(Permission::Refresh),
    };
    Ok(Html(ui::number(&look.frame(&seen), &view)))
}

/// What belongs to the number alone.
struct Own {
    waba: Option<String>,
    profile: Option<Replica>,
    changes: Vec<Entry>,
}

impl Own {
    fn read(
        read: &LedgerRead<'_>,
        scope: &TenantScope,
        id: &str,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let window = i64::try_from(WINDOW.as_millis()).unwrap_or_default();
        let profile = Node::profile(id);
        let filter = ChangeFilter {
            nodes: Some(vec![Node::phone_number(id), profile.clone()]),
            since: Some(Timestamp::from_millis(now.as_millis() - window)),
            ..ChangeFilter::default()
        };
        let waba = read.waba_of_number(scope, &PhoneNumberId::new(id))?;
        let changes = read.changes_where(scope, &filter, CHANGES + 1)?;
        Ok(Self {
            waba: waba.map(|waba| waba.to_string()),
            profile: read.replica(scope, &profile)?,
            changes: changes.into_iter().map(entry).collect(),
        })
    }
}

/// A stored change as pages list it.
pub(super) fn entry(ListedChange { seq, change, by }: ListedChange) -> Entry {
    Entry { seq, change, by }
}
