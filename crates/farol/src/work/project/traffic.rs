//! Messages and their statuses: what became of each, which hours it counts in, whom it reached.
//!
//! The tally's rows are a function of the messages' rows, so that no order matters. What only adds
//! is added; what lowers or revokes (a customer's message that comes late and opens a window in
//! hindsight, an earlier time, a price, an id that turns out to be a known user) has the user
//! counted anew from rows.

use std::collections::{BTreeMap, BTreeSet};

use domain::Timestamp;
use domain::delivery::{Claim, Delivery};
use domain::traffic::{self, Kind};
use domain::user::User;
use meta::open::PreferenceValue;
use meta::webhook::{Message, Status, UserPreference};
use meta::{BusinessId, PhoneNumberId, WabaId};
use store::{LedgerRead, LedgerTx, StoreError, TenantId, TenantScope};

use crate::meters::{Reach, Times};

/// Meta's word for a message to a group, which is no user.
const GROUP: &str = "group";
/// Meta's own messages about a customer, who wrote nothing.
const SYSTEM: &str = "system";

/// What a step's messages and statuses added, told or kept when all of them are applied.
#[derive(Default)]
pub(super) struct Traffic {
    /// Users who were reached, for the meters.
    pub(super) reached: Vec<Reach>,
    /// What is added to the hours of numbers.
    hours: BTreeMap<(TenantId, PhoneNumberId, Timestamp, Kind), i64>,
}

/// Where an item's traffic is counted.
#[derive(Clone, Copy)]
pub(super) struct Counter<'t> {
    tx: &'t LedgerTx<'t>,
    scope: &'t TenantScope,
    waba: Option<&'t WabaId>,
}

impl Traffic {
    pub(super) fn join(&mut self, other: Self) {
        self.reached.extend(other.reached);
        for (key, count) in other.hours {
            *self.hours.entry(key).or_default() += count;
        }
    }

    /// Writes what the hours of numbers got, each row once.
    pub(super) fn save_hours(&mut self, tx: &LedgerTx<'_>) -> Result<(), StoreError> {
        for ((tenant, number, hour, kind), count) in std::mem::take(&mut self.hours) {
            if count != 0 {
                let scope = TenantScope::for_worker(tenant);
                tx.add_traffic(&scope, &number, hour, &kind, count)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, scope: &TenantScope, number: &PhoneNumberId, at: Timestamp, kind: Kind) {
        self.count(scope, number, (traffic::hour_of(at), kind), 1);
    }

    fn count(
        &mut self,
        scope: &TenantScope,
        number: &PhoneNumberId,
        (hour, kind): (Timestamp, Kind),
        count: i64,
    ) {
        let key = (scope.tenant().clone(), number.clone(), hour, kind);
        *self.hours.entry(key).or_default() += count;
    }
}

impl<'t> Counter<'t> {
    pub(super) fn new(
        tx: &'t LedgerTx<'t>,
        scope: &'t TenantScope,
        waba: Option<&'t WabaId>,
    ) -> Self {
        Self { tx, scope, waba }
    }

    /// A customer wrote, which opens a window, also for what was sent since then.
    pub(super) fn message(self, message: &Message, done: &mut Traffic) -> Result<(), StoreError> {
        let at = Timestamp::from_seconds(message.timestamp);
        let number = &message.phone_number;
        self.tx.saw_traffic(self.scope, number, at)?;
        done.add(self.scope, number, at, Kind::Received);
        let user = User::new(message.from.as_deref(), message.from_user.as_deref());
        let Some(key) = user.key().filter(|_| message.kind != SYSTEM) else { return Ok(()) };
        self.tx.save_wrote(self.scope, number, key, at)?;
        let Some(business) = self.business()? else { return Ok(()) };
        let portfolio = Portfolio { read: self.tx, scope: self.scope, business: &business };
        let mut changed = self.same_user(&portfolio, &user)?;
        let canonical = portfolio.canonical(key)?;
        // A message that was sent later than this arrived later still.
        let last = self.tx.reached_at(self.scope, &business, &canonical)?;
        if last.is_some_and(|last| last >= at) {
            changed.insert(canonical);
        }
        self.count_anew(&portfolio, changed, done)
    }

    /// A message that was sent went on.
    pub(super) fn status(self, status: &Status, done: &mut Traffic) -> Result<(), StoreError> {
        let at = Timestamp::from_seconds(status.timestamp);
        let number = &status.phone_number;
        self.tx.saw_traffic(self.scope, number, at)?;
        let held = self.tx.delivery(self.scope, number, &status.id)?.unwrap_or_default();
        let mut now = heard(held.clone(), status, at);
        if now.business.is_none() {
            now.business = self.business()?;
        }
        if now == held {
            return Ok(());
        }
        self.tx.save_delivery(self.scope, number, &status.id, &now)?;
        for before in held.traffic() {
            done.count(self.scope, number, before, -1);
        }
        for after in now.traffic() {
            done.count(self.scope, number, after, 1);
        }
        self.reach(number, &held, &now, done)
    }

    /// A person stopped marketing messages, or took them up again.
    pub(super) fn preference(self, told: &UserPreference, done: &mut Traffic) {
        let kind = match told.value {
            PreferenceValue::Stop => Kind::OptOut,
            PreferenceValue::Resume | PreferenceValue::SignUp => Kind::OptIn,
            PreferenceValue::Other(_) => return,
        };
        let at = Timestamp::from_seconds(told.timestamp);
        done.add(self.scope, &told.phone_number, at, kind);
    }

    fn reach(
        self,
        number: &PhoneNumberId,
        held: &Delivery,
        now: &Delivery,
        done: &mut Traffic,
    ) -> Result<(), StoreError> {
        let (Some(business), Some(key)) = (&now.business, now.user.key()) else { return Ok(()) };
        let portfolio = Portfolio { read: self.tx, scope: self.scope, business };
        let mut changed = BTreeSet::new();
        if now.user != held.user {
            changed = self.same_user(&portfolio, &now.user)?;
            // Another key than before: both its users are others now.
            if let Some(before) = held.user.key().filter(|before| *before != key) {
                changed.extend([portfolio.canonical(before)?, portfolio.canonical(key)?]);
            }
        }
        if changed.is_empty() && held.business.is_some() && now.claim() == held.claim() {
            return Ok(());
        }
        let canonical = portfolio.canonical(key)?;
        let counted_at = portfolio.counted_at(number, &canonical, now)?;
        // What may have counted, and does no more or at another time, is only known from all rows.
        let may_lower = held.claim() != Claim::Never
            && (counted_at.is_none() || now.arrived_at() != held.arrived_at());
        if may_lower {
            changed.insert(canonical);
        } else if let Some(at) = counted_at {
            self.tx.raise_reached(self.scope, business, &canonical, number, at)?;
            done.reached.push(portfolio.reach(canonical, Times::One(at)));
        }
        self.count_anew(&portfolio, changed, done)
    }

    /// Keeps that two ids are one user; answers whose messages are to be counted anew.
    fn same_user(
        self,
        portfolio: &Portfolio<'_>,
        user: &User,
    ) -> Result<BTreeSet<String>, StoreError> {
        let Some((user_id, wa_id)) = user.pair() else { return Ok(BTreeSet::new()) };
        let (scope, business) = (portfolio.scope, portfolio.business);
        let before = self.tx.phone_of_user(scope, business, user_id)?;
        if !self.tx.save_same_user(scope, business, user_id, wa_id)? {
            return Ok(BTreeSet::new());
        }
        Ok([Some(user_id.to_owned()), Some(wa_id.to_owned()), before]
            .into_iter()
            .flatten()
            .collect())
    }

    fn count_anew(
        self,
        portfolio: &Portfolio<'_>,
        users: BTreeSet<String>,
        done: &mut Traffic,
    ) -> Result<(), StoreError> {
        for user in users {
            let (scope, business) = (self.scope, portfolio.business);
            self.tx.remove_reached(scope, business, &user)?;
            let counted = portfolio.counted(&user)?;
            if let Some((at, number)) = counted.iter().max() {
                self.tx.raise_reached(scope, business, &user, number, *at)?;
            }
            let times = counted.into_iter().map(|(at, _)| at).collect();
            done.reached.push(portfolio.reach(user, Times::All(times)));
        }
        Ok(())
    }

    /// The portfolio that the item's account belongs to.
    fn business(self) -> Result<Option<BusinessId>, StoreError> {
        match self.waba {
            Some(waba) => self.tx.business_of(self.scope, waba),
            None => Ok(None),
        }
    }
}

/// What a message's row says after one more status.
fn heard(mut delivery: Delivery, status: &Status, at: Timestamp) -> Delivery {
    delivery.hear(&status.status, at);
    delivery.hear_failure(&status.errors);
    if let Some(price) = &status.pricing {
        delivery.hear_price(price.kind.as_deref(), price.category.as_deref());
    }
    if status.recipient_type.as_deref() != Some(GROUP) {
        let user = User::new(status.recipient.as_deref(), status.recipient_user.as_deref());
        delivery.user = std::mem::take(&mut delivery.user).joined(user);
    }
    delivery
}

/// Whose messages are counted, by what is held of them.
pub(crate) struct Portfolio<'r> {
    pub(crate) read: &'r LedgerRead<'r>,
    pub(crate) scope: &'r TenantScope,
    pub(crate) business: &'r BusinessId,
}

impl Portfolio<'_> {
    /// When each message that counts reached a user, and from which number.
    pub(crate) fn counted(
        &self,
        user: &str,
    ) -> Result<Vec<(Timestamp, PhoneNumberId)>, StoreError> {
        if self.read.phone_of_user(self.scope, self.business, user)?.is_some() {
            // An id of a user who is counted by the phone number.
            return Ok(Vec::new());
        }
        let mut keys = self.read.users_of_phone(self.scope, self.business, user)?;
        keys.push(user.to_owned());
        let mut counted = Vec::new();
        for key in keys {
            for (number, delivery) in self.read.deliveries_to(self.scope, self.business, &key)? {
                let at = self.counted_at(&number, user, &delivery)?;
                counted.extend(at.map(|at| (at, number)));
            }
        }
        Ok(counted)
    }

    /// When a message reached a user, if it counts.
    fn counted_at(
        &self,
        number: &PhoneNumberId,
        user: &str,
        delivery: &Delivery,
    ) -> Result<Option<Timestamp>, StoreError> {
        Ok(match delivery.claim() {
            Claim::Never => None,
            Claim::Always { at } => Some(at),
            Claim::OutsideWindow { sent_at, at } => {
                let (scope, business) = (self.scope, self.business);
                let is_open = self.read.has_window(scope, business, number, user, sent_at)?;
                (!is_open).then_some(at)
            }
        })
    }

    /// The key by which a user is counted: the phone number of a business-scoped id that has one.
    fn canonical(&self, key: &str) -> Result<String, StoreError> {
        let phone = self.read.phone_of_user(self.scope, self.business, key)?;
        Ok(phone.unwrap_or_else(|| key.to_owned()))
    }

    fn reach(&self, user: String, times: Times) -> Reach {
        let (tenant, business) = (self.scope.tenant().clone(), self.business.clone());
        Reach { tenant, business, user, times }
    }
}
