//! Where an account's webhooks go: the app is subscribed, and the number's messages are sent here by
//! an override where the app's callback is not this Farol. Both are read back.
//!
//! What is about to be set is kept first, so that who abandons the login undoes no more and no less.

use domain::signup::{Fact, Obstacle, Routed, Signup, Snag, Task};
use meta::graph::{GetRoute, SetOverride, SubscribeApp, SubscribedApps, Subscriptions};
use meta::{GraphError, PhoneNumberId, WabaId};
use store::{Secret, StoreError, StoredSignup, TenantScope};

use super::task::{Came, account};
use crate::app::App;
use crate::connect;

/// Characters of another program's address that are shown.
const SHOWN: usize = 200;
const OBJECT: &str = "whatsapp_business_account";

/// Subscribes the app to the account, unless it is there; `None` when the login went elsewhere.
pub(super) async fn subscribe(
    app: &App,
    scope: &TenantScope,
    stored: &StoredSignup,
) -> Result<Option<Came>, StoreError> {
    let came = |came| Ok(Some(Came::Fact(Fact::Subscribed(came))));
    let (waba, token) = match account(app, scope, &stored.signup).await? {
        Ok(account) => account,
        Err(snag) => return came(Err(snag)),
    };
    let snag = |error: &GraphError| Snag::of_graph(Task::Subscribe, error);
    let was_there = match is_subscribed(app, &waba, &token).await {
        Ok(is_there) => is_there,
        Err(error) => return came(Err(snag(&error))),
    };
    let noted = note(app, scope, stored, Task::Subscribe, Fact::Subscribing { was_there });
    if !noted.await? {
        return Ok(None);
    }
    if was_there {
        return came(Ok(()));
    }
    let call = SubscribeApp { waba: &waba };
    if let Err(error) = app.graph.call(&call, &token, Some(waba.as_str())).await {
        return came(Err(snag(&error)));
    }
    match is_subscribed(app, &waba, &token).await {
        Ok(true) => came(Ok(())),
        Ok(false) => came(Err(Snag::of(Obstacle::NotShown))),
        Err(error) => came(Err(snag(&error))),
    }
}

/// Whether an account sends its webhooks to the installation's app.
pub(super) async fn is_subscribed(
    app: &App,
    waba: &WabaId,
    token: &Secret,
) -> Result<bool, GraphError> {
    let listed = app.graph.call(&SubscribedApps { waba }, token, Some(waba.as_str())).await?;
    Ok(listed.iter().any(|found| found.id == *app.graph.app_id()))
}

/// Sees where the number's messages go, and sends them here where that is needed; `None` when the
/// login went elsewhere.
pub(super) async fn route(
    app: &App,
    scope: &TenantScope,
    stored: &StoredSignup,
) -> Result<Option<Came>, StoreError> {
    let signup = &stored.signup;
    let Some(own) = connect::own_callback(app) else {
        return Ok(Some(Came::Fact(Fact::Routed(Ok(Routed::AddressUnknown)))));
    };
    let (waba, token) = match account(app, scope, signup).await? {
        Ok(account) => account,
        Err(snag) => return Ok(Some(Came::Fact(Fact::Routed(Err(snag))))),
    };
    let way = Way { app, own: &own, waba: &waba, token: &token };
    let number = match way.look(signup).await {
        Ok(Looked::Done(routed)) => return Ok(Some(Came::Fact(Fact::Routed(Ok(routed))))),
        Ok(Looked::Elsewhere(number)) => number,
        Err(snag) => return Ok(Some(Came::Fact(Fact::Routed(Err(snag))))),
    };
    if !note(app, scope, stored, Task::Route, Fact::Overriding).await? {
        return Ok(None);
    }
    Ok(Some(Came::Fact(Fact::Routed(way.set(&number).await))))
}

/// What is to be seen to.
enum Looked {
    /// Nothing.
    Done(Routed),
    /// This number's messages go elsewhere.
    Elsewhere(PhoneNumberId),
}

/// An account's way to this Farol.
struct Way<'a> {
    app: &'a App,
    /// This Farol's address.
    own: &'a str,
    waba: &'a WabaId,
    token: &'a Secret,
}

impl Way<'_> {
    async fn look(&self, signup: &Signup) -> Result<Looked, Snag> {
        let is_callback_here = self.is_callback_here().await?;
        let Some(number) = signup.number.as_ref().map(|number| &number.id) else {
            let routed = if is_callback_here { Routed::Here } else { Routed::WithoutNumber };
            return Ok(Looked::Done(routed));
        };
        let route = self.read(number).await?;
        match route.override_url() {
            Some(url) if is_own(self.own, url) => Ok(Looked::Done(Routed::Overridden)),
            Some(url) if !signup.takes_route() => {
                Err(Snag::of(Obstacle::RoutedElsewhere { url: shown(url) }))
            }
            None if is_callback_here => Ok(Looked::Done(Routed::Here)),
            Some(_) | None => Ok(Looked::Elsewhere(number.clone())),
        }
    }

    /// Whether the app's callback is this Farol. An app without one gets it, as at the start.
    async fn is_callback_here(&self) -> Result<bool, Snag> {
        let snag = |error: GraphError| Snag::of_graph(Task::Route, &error);
        if let Some(url) = self.callback().await.map_err(snag)? {
            return Ok(is_own(self.own, &url));
        }
        connect::subscribe(self.app, self.own).await.map_err(snag)?;
        match self.callback().await.map_err(snag)? {
            Some(url) => Ok(is_own(self.own, &url)),
            None => Err(Snag::of(Obstacle::NotShown)),
        }
    }

    async fn callback(&self) -> Result<Option<String>, GraphError> {
        let call = Subscriptions { app: self.app.graph.app_id() };
        let all = self.app.graph.call_as_app(&call).await?;
        Ok(all.into_iter().find(|found| found.object == OBJECT).and_then(|own| own.callback_url))
    }

    async fn read(&self, number: &PhoneNumberId) -> Result<meta::graph::Route, Snag> {
        let call = GetRoute { phone_number: number };
        let read = self.app.graph.call(&call, self.token, Some(self.waba.as_str())).await;
        read.map_err(|error| Snag::of_graph(Task::Route, &error))
    }

    async fn set(&self, number: &PhoneNumberId) -> Result<Routed, Snag> {
        let verify_token = self.app.meta.verify_token.expose();
        let call = SetOverride { phone_number: number, url: self.own, verify_token };
        let set = self.app.graph.call(&call, self.token, Some(self.waba.as_str())).await;
        set.map_err(|error| Snag::of_graph(Task::Route, &error))?;
        let route = self.read(number).await?;
        let is_set = route.phone_number.is_some_and(|url| is_own(self.own, &url));
        if is_set { Ok(Routed::Overridden) } else { Err(Snag::of(Obstacle::NotShown)) }
    }
}

/// Whether an address is this Farol's, or one below it.
pub(super) fn is_own(own: &str, url: &str) -> bool {
    let below = |url: &str| url.strip_prefix(own).is_some_and(|rest| rest.starts_with('/'));
    url.trim_end_matches('/').eq_ignore_ascii_case(own) || below(url)
}

/// Another program's address without what may be a secret in it.
fn shown(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    url[..end].chars().take(SHOWN).collect()
}

/// Keeps what is about to be done; whether the login is still at its task.
async fn note(
    app: &App,
    scope: &TenantScope,
    stored: &StoredSignup,
    task: Task,
    fact: Fact,
) -> Result<bool, StoreError> {
    let (scope, id, now) = (scope.clone(), stored.id.clone(), app.clock.now());
    app.store
        .ledger
        .transact(move |tx| {
            let found = tx.signup(&scope, &id)?;
            let Some(stored) = found.filter(|found| found.signup.task() == Some(task)) else {
                return Ok(false);
            };
            connect::apply(tx, &scope, stored, fact, now)?;
            Ok(true)
        })
        .await
}
