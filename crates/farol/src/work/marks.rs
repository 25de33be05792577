//! Tells when four fifths and nineteen twentieths of a portfolio's limit are used, and when not any
//! more. Beside the projection, which must not look limits up for every message.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::limit::{Mark, Usage};
use domain::notice::{Kind, News, Notice};
use domain::{Node, NodeKind, Timestamp};
use meta::BusinessId;
use meta::open::MessagingLimit;
use serde_json::json;
use store::{StoreError, TenantId, TenantScope};

use super::Step;
use crate::app::App;

/// How long a limit that was looked up is taken for the newest: it changes once in weeks.
const LIMIT_FOR: Duration = Duration::from_secs(60);

/// What is known of each portfolio's marks.
#[derive(Debug, Default)]
pub struct Marks(Mutex<HashMap<(TenantId, BusinessId), Marked>>);

/// What is known of one portfolio.
#[derive(Clone, Debug)]
struct Marked {
    /// Its limit; `None` when there is none, or none that counts recipients.
    limit: Option<u64>,
    /// When that was looked up.
    looked_at: Timestamp,
    /// Whether each mark was told as reached; `None` until it was looked at.
    told: [Option<bool>; 2],
}

/// Looks at every portfolio whose use was counted. Capacity also returns while nothing happens, so
/// that it is to be called now and then.
///
/// # Errors
/// When the ledger fails; what was not told is told next time.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    let now = app.clock.now();
    for (tenant, business, usage) in app.meters.usages(now) {
        look(app, TenantScope::for_worker(tenant), business, &usage).await?;
    }
    Ok(Step::Idle { until: None })
}

async fn look(
    app: &App,
    scope: TenantScope,
    business: BusinessId,
    usage: &Usage,
) -> Result<(), StoreError> {
    let key = (scope.tenant().clone(), business.clone());
    let held = app.meters.marks.all().get(&key).cloned();
    // Nothing used, and nothing told that could end.
    if usage.used == 0 && held.as_ref().is_some_and(|held| held.told == [Some(false); 2]) {
        return Ok(());
    }
    let mut marked = match held {
        Some(held) if is_fresh(&held, usage.as_of) => held,
        held => {
            let limit = limit_of(app, &scope, &business).await?;
            let told = held.map_or([None; 2], |held| held.told);
            Marked { limit, looked_at: usage.as_of, told }
        }
    };
    let node = Node::new(NodeKind::Business, business.as_str());
    let mut news = Vec::new();
    for (mark, told) in Mark::ALL.into_iter().zip(&mut marked.told) {
        let is_reached = marked.limit.is_some_and(|limit| match told {
            Some(true) => !mark.is_left(usage.used, limit),
            Some(false) | None => mark.is_reached(usage.used, limit),
        });
        if *told != Some(is_reached) {
            news.push(word(mark, &node, usage, marked.limit.filter(|_| is_reached)));
            *told = Some(is_reached);
        }
    }
    if !news.is_empty() {
        let (desk, now) = (app.notices.clone(), usage.as_of);
        app.store.ledger.transact(move |tx| desk.open(tx, &scope, &news, now)).await?;
        app.notices.wake();
        app.pulse.stir(key.0.clone());
    }
    app.meters.marks.all().insert(key, marked);
    Ok(())
}

/// A moment that lies ahead is of before the clock was turned back.
fn is_fresh(held: &Marked, now: Timestamp) -> bool {
    held.looked_at <= now && now.since(held.looked_at) < LIMIT_FOR
}

async fn limit_of(
    app: &App,
    scope: &TenantScope,
    business: &BusinessId,
) -> Result<Option<u64>, StoreError> {
    let (scope, business) = (scope.clone(), business.clone());
    let newest = app.store.ledger.read(move |read| read.newest_limit(&scope, &business)).await?;
    let limit = newest.and_then(|(value, _)| MessagingLimit::from_json(&value));
    Ok(limit.and_then(|limit| limit.recipients()))
}

/// The word on a mark: reached, with the limit it is of, or left.
fn word(mark: Mark, node: &Node, usage: &Usage, limit: Option<u64>) -> News {
    let kind = match mark {
        Mark::Used80 => Kind::Used80,
        Mark::Used95 => Kind::Used95,
    };
    let (node, at) = (node.clone(), usage.as_of);
    let Some(limit) = limit else { return News::Resolve { kind, node, at } };
    let detail = json!({
        "field": "used", "before": null, "after": usage.used, "how": "computed",
        "used": usage.used, "limit": limit,
    });
    News::Open(Notice::condition(kind, node, at, detail))
}

impl Marks {
    fn all(&self) -> MutexGuard<'_, HashMap<(TenantId, BusinessId), Marked>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
