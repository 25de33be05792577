//! How much of each portfolio's limit is used, in memory: rebuilt from the ledger, then kept up by
//! the projection after each of its commits.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use domain::limit::Usage;
use domain::tally::Tally;
use meta::BusinessId;
use store::{LedgerRead, StoreError, TenantId, TenantScope};
use tokio::sync::Notify;

use crate::app::App;
use crate::work::marks::Marks;
use crate::work::project::Portfolio;

/// How far back users are read: what a tally remembers.
const REMEMBERED: i64 = 8 * 24 * 60 * 60 * 1_000;
/// Clocks that differ by less than this were not turned.
const SLACK: Duration = Duration::from_secs(5);

/// A user whom messages reached, for the meters.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Whose traffic it is.
    pub tenant: TenantId,
    /// The portfolio.
    pub business: BusinessId,
    /// The user's key.
    pub user: String,
    /// When.
    pub times: Times,
}

/// When a user was reached.
#[derive(Clone, Debug)]
pub enum Times {
    /// Also then.
    One(Timestamp),
    /// Then, and at no other time.
    All(Vec<Timestamp>),
}

/// The meters of all portfolios.
#[derive(Debug, Default)]
pub struct Meters {
    tallies: Mutex<Tallies>,
    /// Names users within this process by a hash that nobody outside can aim at.
    hasher: RandomState,
    /// Whether the tallies are those of the ledger.
    is_current: AtomicBool,
    /// Whether an account may have been bound of a portfolio that has no tally yet.
    may_lack: AtomicBool,
    /// Wakes who watches how much is used.
    pub changed: Notify,
    /// What people were told of how much is used.
    pub(crate) marks: Marks,
}

/// The tallies, by whose they are.
#[derive(Debug, Default)]
struct Tallies(HashMap<TenantId, HashMap<BusinessId, Meter>>);

#[derive(Debug)]
struct Meter {
    tally: Tally,
    /// Since when the portfolio's traffic is watched.
    since: Timestamp,
}

impl Meters {
    /// How much a portfolio used in the moving 24 hours that end now; `None` for one that the
    /// tenant has no account of, and in the first moment after the start.
    pub fn usage(&self, tenant: &TenantId, business: &BusinessId, now: Timestamp) -> Option<Usage> {
        self.tallies().0.get_mut(tenant)?.get_mut(business).map(|meter| meter.usage(now))
    }

    /// The same of all portfolios.
    pub fn usages(&self, now: Timestamp) -> Vec<(TenantId, BusinessId, Usage)> {
        let mut usages = Vec::new();
        for (tenant, meters) in &mut self.tallies().0 {
            for (business, meter) in meters {
                usages.push((tenant.clone(), business.clone(), meter.usage(now)));
            }
        }
        usages
    }

    /// Has the projection look whether an account of another portfolio was bound.
    pub fn look_for_portfolios(&self) {
        self.may_lack.store(true, Ordering::SeqCst);
    }

    /// Has the projection build the tallies anew.
    pub fn outdate(&self) {
        self.is_current.store(false, Ordering::SeqCst);
    }

    /// Takes what the projection committed.
    pub fn hear(&self, reached: Vec<Reach>, now: Timestamp) {
        if reached.is_empty() {
            return;
        }
        let mut tallies = self.tallies();
        for reach in reached {
            let user = self.hasher.hash_one(&reach.user);
            let meters = tallies.0.get_mut(&reach.tenant);
            let Some(meter) = meters.and_then(|meters| meters.get_mut(&reach.business)) else {
                self.outdate();
                continue;
            };
            meter.catch_up(now);
            match reach.times {
                Times::One(at) => meter.tally.hear(user, at),
                Times::All(times) => {
                    meter.tally.set(user, None);
                    times.into_iter().for_each(|at| meter.tally.hear(user, at));
                }
            }
        }
        drop(tallies);
        self.changed.notify_one();
    }

    /// Whether the tallies must be built anew to be exact now.
    fn is_outdated(&self, now: Timestamp) -> bool {
        let was_asked_later = |meter: &Meter| meter.tally.asked_at() > now.plus(SLACK);
        !self.is_current.load(Ordering::SeqCst)
            || self.tallies().0.values().flat_map(HashMap::values).any(was_asked_later)
    }

    fn tallies(&self) -> MutexGuard<'_, Tallies> {
        self.tallies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Builds the tallies anew from the ledger where they are not exact: after the start, when an
/// account was bound, and when the clock was turned back. Only the projection asks for it, since
/// nothing may be committed between the reading and the taking over.
///
/// # Errors
/// When the ledger fails; the tallies stay as they were.
pub async fn rebuild(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    if app.meters.may_lack.swap(false, Ordering::SeqCst) {
        match is_one_lacking(app).await {
            Ok(true) => app.meters.outdate(),
            Ok(false) => {}
            Err(error) => {
                app.meters.look_for_portfolios();
                return Err(error);
            }
        }
    }
    if !app.meters.is_outdated(now) {
        return Ok(());
    }
    // What outdates them from here on is seen next time.
    app.meters.is_current.store(true, Ordering::SeqCst);
    let hasher = app.meters.hasher.clone();
    let built = app.store.ledger.read(move |read| build(read, &hasher, now)).await;
    match built {
        Ok(built) => {
            *app.meters.tallies() = built;
            app.meters.changed.notify_one();
            Ok(())
        }
        Err(error) => {
            app.meters.outdate();
            Err(error)
        }
    }
}

/// Whether an account is bound of a portfolio that has no tally.
async fn is_one_lacking(app: &App) -> Result<bool, StoreError> {
    let bound = app.store.ledger.read(|read| read.all_connections()).await?;
    let mut tallies = app.meters.tallies();
    Ok(bound.iter().any(|bound| tallies.meter(&bound.tenant, &bound.business).is_none()))
}

fn build(
    read: &LedgerRead<'_>,
    hasher: &RandomState,
    now: Timestamp,
) -> Result<Tallies, StoreError> {
    let mut tallies = Tallies::default();
    for bound in read.all_connections()? {
        let (tenant, business, at) = (bound.tenant, bound.business, bound.connected_at);
        let meters = tallies.0.entry(tenant).or_default();
        let meter = meters.entry(business).or_insert_with(|| Meter::new(at, now));
        meter.since = meter.since.min(at);
    }
    let mut ahead = Vec::new();
    let since = Timestamp::from_millis(now.as_millis().saturating_sub(REMEMBERED));
    read.each_reached(since, |reached| {
        if reached.last_at > now {
            ahead.push(reached);
        } else if let Some(meter) = tallies.meter(&reached.tenant, &reached.business) {
            meter.tally.hear(hasher.hash_one(&reached.user_key), reached.last_at);
        }
    })?;
    // Of these only the last time is at hand, and it has not come: earlier ones count now.
    for reached in ahead {
        let scope = TenantScope::for_worker(reached.tenant.clone());
        let portfolio = Portfolio { read, scope: &scope, business: &reached.business };
        let counted = portfolio.counted(&reached.user_key)?;
        let Some(meter) = tallies.meter(&reached.tenant, &reached.business) else { continue };
        for (at, _) in counted {
            meter.tally.hear(hasher.hash_one(&reached.user_key), at);
        }
    }
    Ok(tallies)
}

impl Tallies {
    fn meter(&mut self, tenant: &TenantId, business: &BusinessId) -> Option<&mut Meter> {
        self.0.get_mut(tenant)?.get_mut(business)
    }
}

impl Meter {
    fn new(since: Timestamp, now: Timestamp) -> Self {
        Self { tally: Tally::new(now), since }
    }

    fn usage(&mut self, now: Timestamp) -> Usage {
        let usage = self.tally.usage(self.steady(now));
        Usage { since: Some(self.since), as_of: now, ..usage }
    }

    /// Lets the tally's time go on, so that what was heard until now counts at once.
    fn catch_up(&mut self, now: Timestamp) {
        self.tally.used(self.steady(now));
    }

    /// Two callers who asked the clock in one order may come here in the other: that is no turn.
    fn steady(&self, now: Timestamp) -> Timestamp {
        let asked_at = self.tally.asked_at();
        if asked_at > now && asked_at <= now.plus(SLACK) { asked_at } else { now }
    }
}
