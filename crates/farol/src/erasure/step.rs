//! One step of an erasure: a batch of bodies, one kind of row, or the files themselves. Where it
//! stands is kept after each, and each may be done twice.

use std::sync::Arc;

use domain::Timestamp;
use meta::WabaId;
use meta::graph::UnsubscribeApp;
use meta::identifier;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{
    Erasure, ErasureKey, ErasureKind, LedgerRead, Secret, Store, StoreError, StoredBody, TenantId,
    TenantScope, Trace,
};

use super::bodies::{self, BATCH, Gone};
use super::owners::Owners;
use super::wanted::Wanted;
use super::{off_the_threads, person_hash, rows, tenant_hash, write_down};
use crate::app::App;
use crate::graph::Graph;

/// How long repeats are looked for: Meta tries for a week.
const REPEATS: i64 = 8 * 24 * 60 * 60 * 1_000;

/// How far an erasure came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "at")]
enum Place {
    /// A tenant's accounts after one are to be unsubscribed at Meta.
    Meta {
        #[serde(default)]
        after: Option<String>,
    },
    /// By what else somebody is known is looked for in rows.
    Names,
    /// The same in bodies after one.
    Links { after: u64, up_to: u64 },
    /// Bodies after one are to be written over, up to the last that there was.
    Bodies { after: u64, up_to: u64 },
    /// Rows are to go, from this kind on.
    Rows { nth: usize },
    /// Files are to be cleared of what went.
    Files,
}

/// What a step left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reached {
    /// More is to be done.
    Further,
    /// More is to be done, and all names of who is erased are known.
    Named,
    /// A reader needs the write-ahead log; the same once more in a moment.
    Waits,
    /// It is done.
    End,
}

/// Where an erasure of a restored folder begins: Meta is left alone.
pub(super) fn replayed() -> Value {
    json!({ "at": "names" })
}

impl Place {
    fn of(erasure: &Erasure) -> Self {
        let first = match erasure.kind {
            ErasureKind::Tenant => Self::Meta { after: None },
            ErasureKind::User
            | ErasureKind::FacebookUser
            | ErasureKind::Person
            | ErasureKind::Keys => Self::Names,
        };
        serde_json::from_value(erasure.place.clone()).unwrap_or(first)
    }
}

/// An erasure at work.
struct Work<'a> {
    store: &'a Arc<Store>,
    graph: Option<&'a Graph>,
    key: ErasureKey,
    erasure: Erasure,
    now: Timestamp,
}

/// Whether the next step of an erasure asks Meta, and does nothing else.
pub(crate) fn asks_meta(erasure: &Erasure) -> bool {
    matches!(Place::of(erasure), Place::Meta { .. })
}

/// Does the next step of an erasure. Without a client of Graph nothing is undone at Meta.
///
/// # Errors
/// When the stores or the journal fail; the step is then done again.
pub(crate) async fn step(
    store: &Arc<Store>,
    graph: Option<&Graph>,
    erasure: Erasure,
    now: Timestamp,
) -> Result<Reached, StoreError> {
    let key = store.ledger.transact(|tx| tx.make_erasure_key()).await?;
    if erasure.place.is_null() {
        // Nothing goes before the journal has it, whatever became of the request after its commit.
        write_down(store, vec![erasure.clone()], &key).await?;
    }
    let place = Place::of(&erasure);
    let mut work = Work { store, graph, key, erasure, now };
    let next = match place {
        Place::Meta { after } => work.unsubscribe(after).await?,
        Place::Names => work.names().await?,
        Place::Links { after, up_to } => work.links(after, up_to).await?,
        Place::Bodies { after, up_to } => work.bodies(after, up_to).await?,
        Place::Rows { nth } => work.rows(nth).await?,
        Place::Files => {
            if !work.files().await? {
                return Ok(Reached::Waits);
            }
            None
        }
    };
    work.keep(next).await
}

impl Work<'_> {
    /// Keeps where it stands; without a next place it is done.
    async fn keep(mut self, next: Option<Place>) -> Result<Reached, StoreError> {
        let reached = match next {
            Some(Place::Bodies { after: 0, .. }) => Reached::Named,
            Some(_) => Reached::Further,
            None => Reached::End,
        };
        self.erasure.place = json!(next);
        if reached == Reached::End {
            self.erasure.done_at = Some(self.now);
            let (id, outcome) = (&self.erasure.id, &self.erasure.outcome);
            tracing::info!(erasure = id, ?outcome, "An erasure is done");
        }
        let erasure = self.erasure;
        self.store.ledger.transact(move |tx| tx.save_erasure(&erasure)).await?;
        Ok(reached)
    }

    fn count(&mut self, what: &str, count: u64) {
        if count > 0 {
            *self.erasure.outcome.entry(what.to_owned()).or_default() += count;
        }
    }

    fn wanted(&self) -> Wanted {
        Wanted::new(self.key.clone(), self.erasure.clone())
    }

    async fn owners(&self) -> Result<Owners, StoreError> {
        self.store.ledger.read(Owners::read).await
    }

    /// The tenant of an erasure of one or of its keys, as long as it is there.
    async fn tenant(&self) -> Result<Option<TenantId>, StoreError> {
        let (key, hashes) = (self.key.clone(), self.erasure.hashes.clone());
        let tenants = self.store.ledger.read(|read| read.tenants()).await?;
        let mut ids = tenants.into_iter().map(|tenant| tenant.id);
        Ok(ids.find(|tenant| hashes.contains(&tenant_hash(&key, tenant))))
    }

    /// Has Meta send no more webhooks of the tenant's next account. One that can't be asked for is
    /// counted and left: its token goes, and with it every way to ask.
    async fn unsubscribe(&mut self, after: Option<String>) -> Result<Option<Place>, StoreError> {
        let (Some(graph), Some(tenant)) = (self.graph, self.tenant().await?) else {
            return Ok(Some(Place::Names));
        };
        let next = move |read: &LedgerRead<'_>| next_account(read, tenant, after.as_deref());
        let Some((waba, token)) = self.store.ledger.read(next).await? else {
            return Ok(Some(Place::Names));
        };
        let call = UnsubscribeApp { waba: &waba };
        match graph.call(&call, &token, Some(waba.as_str())).await {
            Ok(()) => self.count("unsubscribed", 1),
            Err(error) => {
                tracing::warn!(account = %waba, %error, "An account stays subscribed at Meta");
                self.count("still_subscribed", 1);
            }
        }
        Ok(Some(Place::Meta { after: Some(waba.as_str().to_owned()) }))
    }

    /// Looks in rows for what else somebody is known by. People and tenants have one name alone.
    async fn names(&mut self) -> Result<Option<Place>, StoreError> {
        let up_to = self.store.inbox.clone();
        let up_to = off_the_threads(move || up_to.last_seq()).await?;
        match self.erasure.kind {
            ErasureKind::Person | ErasureKind::Keys => return Ok(Some(Place::Rows { nth: 0 })),
            ErasureKind::Tenant => return Ok(Some(Place::Bodies { after: 0, up_to })),
            ErasureKind::User | ErasureKind::FacebookUser => {}
        }
        let mut wanted = self.wanted();
        for trace in [Trace::SameUser, Trace::Delivery] {
            let mut after = None;
            loop {
                let from = after.clone();
                let page =
                    self.store.ledger.read(move |read| read.traces(trace, from.as_ref(), 1_000));
                let page = page.await?;
                let Some(last) = page.last().cloned() else { break };
                let is_ours = |tenant: &Option<TenantId>| {
                    self.erasure.tenant.is_none() || *tenant == self.erasure.tenant
                };
                for row in page.iter().filter(|row| is_ours(&row.tenant)) {
                    let ids = || row.texts.iter().flatten().filter_map(|id| identifier::of_id(id));
                    if ids().any(|id| wanted.instead(&id).is_some()) {
                        ids().for_each(|id| wanted.learn(&id));
                    }
                }
                after = Some(last);
            }
        }
        self.erasure = wanted.into_erasure();
        Ok(Some(Place::Links { after: 0, up_to }))
    }

    async fn links(&mut self, after: u64, up_to: u64) -> Result<Option<Place>, StoreError> {
        let bodies = self.read(after, up_to).await?;
        let Some(last) = bodies.last().map(|body| body.seq) else {
            // The journal has by now by what all of them are found again.
            write_down(self.store, vec![self.erasure.clone()], &self.key).await?;
            // What came meanwhile was not held against them yet.
            let inbox = self.store.inbox.clone();
            let up_to = off_the_threads(move || inbox.last_seq()).await?;
            return Ok(Some(Place::Bodies { after: 0, up_to }));
        };
        let mut wanted = self.wanted();
        let found = bodies::links(bodies, wanted.clone(), self.owners().await?).await?;
        found.iter().for_each(|id| wanted.learn(id));
        self.erasure = wanted.into_erasure();
        Ok(Some(Place::Links { after: last, up_to }))
    }

    async fn bodies(&mut self, after: u64, up_to: u64) -> Result<Option<Place>, StoreError> {
        let bodies = self.read(after, up_to).await?;
        let Some(last) = bodies.last().map(|body| body.seq) else {
            return Ok(Some(Place::Rows { nth: 0 }));
        };
        let gone = match self.erasure.kind {
            ErasureKind::Tenant => self.tenant().await?.map(Gone::Tenant),
            ErasureKind::User
            | ErasureKind::FacebookUser
            | ErasureKind::Person
            | ErasureKind::Keys => Some(Gone::Wanted(Box::new(self.wanted()))),
        };
        let Some(gone) = gone else { return Ok(Some(Place::Rows { nth: 0 })) };
        let count = bodies::blank(self.store, bodies, gone, self.owners().await?).await?;
        self.count("body", count);
        Ok(Some(Place::Bodies { after: last, up_to }))
    }

    async fn read(&self, after: u64, up_to: u64) -> Result<Vec<StoredBody>, StoreError> {
        let inbox = self.store.inbox.clone();
        let read = off_the_threads(move || inbox.after(after, BATCH)).await?;
        Ok(read.into_iter().filter(|body| body.seq <= up_to).collect())
    }

    async fn rows(&mut self, nth: usize) -> Result<Option<Place>, StoreError> {
        match self.erasure.kind {
            ErasureKind::Tenant => self.tenant_rows().await?,
            ErasureKind::Person => self.person_rows().await?,
            ErasureKind::Keys => self.keys().await?,
            ErasureKind::User | ErasureKind::FacebookUser => {
                if let Some(trace) = Trace::ALL.get(nth) {
                    let (wanted, owners) = (self.wanted(), self.owners().await?);
                    let count = rows::blank(self.store, *trace, &wanted, &owners).await?;
                    self.count(trace.as_str(), count);
                    return Ok(Some(Place::Rows { nth: nth + 1 }));
                }
            }
        }
        Ok(Some(Place::Files))
    }

    async fn tenant_rows(&mut self) -> Result<(), StoreError> {
        let Some(tenant) = self.tenant().await? else { return Ok(()) };
        let owners = self.owners().await?;
        let items = rows::forget_items(self.store, &tenant, &owners).await?;
        self.count(Trace::Applied.as_str(), items);
        let count = rows::remove_tenant(self.store, tenant, self.now).await?;
        self.count("row", count);
        Ok(())
    }

    async fn keys(&mut self) -> Result<(), StoreError> {
        let Some(tenant) = self.tenant().await? else { return Ok(()) };
        let gone = self.store.ledger.transact(move |tx| tx.shred_data_keys(&tenant)).await?;
        self.count("secret", gone);
        Ok(())
    }

    async fn person_rows(&mut self) -> Result<(), StoreError> {
        let people = self.store.ledger.read(|read| read.people_ids()).await?;
        let is_the_one =
            |key: &ErasureKey, person: &_| self.erasure.hashes.contains(&person_hash(key, person));
        let Some(person) = people.into_iter().find(|person| is_the_one(&self.key, person)) else {
            return Ok(());
        };
        let now = self.now;
        let count = self.store.ledger.transact(move |tx| tx.erase_person(&person, now)).await?;
        self.count("row", count);
        Ok(())
    }

    /// Clears the files of what went: free pages, and the write-ahead logs.
    async fn files(&self) -> Result<bool, StoreError> {
        Ok(self.store.ledger.compact().await? && self.store.inbox.empty_log().await?)
    }
}

/// The tenant's first account after one, by id, that Meta can be asked about.
fn next_account(
    read: &LedgerRead<'_>,
    tenant: TenantId,
    after: Option<&str>,
) -> Result<Option<(WabaId, Secret)>, StoreError> {
    let scope = TenantScope::for_worker(tenant);
    let bound = read.connections(&scope)?.into_iter().map(|bound| bound.waba);
    let mut accounts: Vec<WabaId> =
        bound.filter(|waba| after.is_none_or(|after| waba.as_str() > after)).collect();
    accounts.sort();
    for waba in accounts {
        if let Some(token) = read.connection_token(&scope, &waba)? {
            return Ok(Some((waba, token)));
        }
    }
    Ok(None)
}

/// Takes who was erased from bodies that came again.
pub(crate) async fn late(
    store: &Arc<Store>,
    seqs: Vec<u64>,
    wanted: Vec<Wanted>,
) -> Result<(), StoreError> {
    let owners = store.ledger.read(Owners::read).await?;
    for wanted in wanted {
        let (inbox, seqs) = (store.inbox.clone(), seqs.clone());
        let found = off_the_threads(move || inbox.get(&seqs)).await?;
        bodies::blank(store, found, Gone::Wanted(Box::new(wanted)), owners.clone()).await?;
    }
    store.inbox.empty_log().await?;
    Ok(())
}

/// Has the program know who was erased lately, or is being erased; in turn alone, so that nobody who
/// reads what comes does without.
pub(crate) async fn know_recent(app: &App) -> Result<(), StoreError> {
    if !app.erasures.is_known() {
        let since = app.clock.now().as_millis().saturating_sub(REPEATS);
        app.erasures.know(since_then(&app.store, Timestamp::from_millis(since)).await?);
    }
    Ok(())
}

/// Who was erased since a moment, for repeats.
async fn since_then(store: &Store, since: Timestamp) -> Result<Vec<Wanted>, StoreError> {
    store
        .ledger
        .read(move |read| {
            let Some(key) = read.erasure_key()? else { return Ok(Vec::new()) };
            let all = read.all_erasures()?.into_iter();
            let is_recent =
                |erasure: &Erasure| erasure.kind == ErasureKind::User && erasure.asked_at >= since;
            Ok(all.filter(is_recent).map(|erasure| Wanted::new(key.clone(), erasure)).collect())
        })
        .await
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn where_it_stands_is_read_back() {
        let meta = [None, Some("1".to_owned())].map(|after| Place::Meta { after });
        for place in meta.into_iter().chain([Place::Names, Place::Rows { nth: 3 }, Place::Files]) {
            let kept: BTreeMap<String, Value> =
                serde_json::from_value(json!(place)).expect("a document");
            let read: Place = serde_json::from_value(json!(kept)).expect("a place");
            assert_eq!(read, place);
        }
        assert_eq!(serde_json::from_value::<Place>(replayed()).ok(), Some(Place::Names));
        let earlier = serde_json::from_value::<Place>(json!({ "at": "meta" }));
        assert_eq!(earlier.ok(), Some(Place::Meta { after: None }), "of an earlier program");
    }
}
