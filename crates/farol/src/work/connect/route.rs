//! Where an account's webhooks go: the app is subscribed, and the number's messages are sent here by
//! an override where the app's callback is not this Farol. Both are read back.
//!
//! What is about to be set is kept first, so that who abandons the login undoes no more and no less.

use domain::callback::{is_same, shown};
use domain::signup::{Fact, Obstacle, Routed, Signup, Snag, Task};
use meta::graph::{GetRoute, SetOverride, SubscribeApp, SubscribedApps};
use meta::{GraphError, PhoneNumberId, WabaId};
use store::{Secret, StoreError, StoredSignup, TenantScope};

use super::task::{Came, account};
use crate::app::App;
use crate::callback;
use crate::connect::{self, Door};

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
    if let Err(error) = app.graph.call_for_person(&call, &token, &waba).await {
        return came(Err(snag(&error)));
    }
    match is_subscribed(app, &waba, &token).await {
        Ok(true) => came(Ok(())),
        Ok(false) => came(Err(Snag::of(Obstacle::NotShown))),
        Err(error) => came(Err(snag(&error))),
    }
}

/// Whether an account sends its webhooks to the app that its token is of.
pub(super) async fn is_subscribed(
    app: &App,
    waba: &WabaId,
    token: &Secret,
) -> Result<bool, GraphError> {
    let listed = app.graph.call_for_person(&SubscribedApps { waba }, token, waba).await?;
    Ok(listed.iter().any(|found| found.id == *app.graph.app_of(token)))
}

/// Sees where the number's messages go, and sends them here where that is needed; `None` when the
/// login went elsewhere.
pub(super) async fn route(
    app: &App,
    scope: &TenantScope,
    stored: &StoredSignup,
) -> Result<Option<Came>, StoreError> {
    let signup = &stored.signup;
    if connect::own_callback(app).is_none() {
        return Ok(Some(Came::Fact(Fact::Routed(Ok(Routed::AddressUnknown)))));
    }
    let (waba, token) = match account(app, scope, signup).await? {
        Ok(account) => account,
        Err(snag) => return Ok(Some(Came::Fact(Fact::Routed(Err(snag))))),
    };
    let door = connect::door_of(app, scope, &waba, &token).await?;
    let routed = |came| Ok(Some(Came::Fact(Fact::Routed(came))));
    let Some(own) = door.url.as_deref() else { return routed(Ok(Routed::AddressUnknown)) };
    let is_callback_here = match is_callback_here(app, &door, &token).await? {
        Ok(is_here) => is_here,
        Err(snag) => return routed(Err(snag)),
    };
    let way = Way { app, own, door: &door, is_callback_here, waba: &waba, token: &token };
    let number = match way.look(signup).await {
        Ok(Looked::Done(came)) => return routed(Ok(came)),
        Ok(Looked::Elsewhere(number)) => number,
        Err(snag) => return routed(Err(snag)),
    };
    if !note(app, scope, stored, Task::Route, Fact::Overriding).await? {
        return Ok(None);
    }
    routed(way.set(&number).await)
}

/// Whether the app's callback is this Farol; it is seen to as at the start.
async fn is_callback_here(
    app: &App,
    door: &Door,
    token: &Secret,
) -> Result<Result<bool, Snag>, StoreError> {
    Ok(match callback::see_to_door(app, door, token).await? {
        Some(callback::Came::Here) => Ok(true),
        Some(callback::Came::Elsewhere { .. }) | None => Ok(false),
        Some(callback::Came::NotShown) => Err(Snag::of(Obstacle::NotShown)),
        Some(callback::Came::Refused(error)) => Err(Snag::of_app_call(Task::Route, &error)),
    })
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
    door: &'a Door,
    /// Whether the app's callback is there.
    is_callback_here: bool,
    waba: &'a WabaId,
    token: &'a Secret,
}

impl Way<'_> {
    async fn look(&self, signup: &Signup) -> Result<Looked, Snag> {
        let is_callback_here = self.is_callback_here;
        let Some(number) = signup.number.as_ref().map(|number| &number.id) else {
            let routed = if is_callback_here { Routed::Here } else { Routed::WithoutNumber };
            return Ok(Looked::Done(routed));
        };
        let route = self.read(number).await?;
        match route.override_url() {
            Some(url) if is_same(self.own, url) => Ok(Looked::Done(Routed::Overridden)),
            // The person's word was about the address that was shown, and about no other.
            Some(url) if signup.takes_from() != Some(&shown(url)) => {
                let url = shown(url);
                Err(Snag::of(Obstacle::RoutedElsewhere { url, is_callback_here }))
            }
            None if is_callback_here => Ok(Looked::Done(Routed::Here)),
            Some(_) | None => Ok(Looked::Elsewhere(number.clone())),
        }
    }

    async fn read(&self, number: &PhoneNumberId) -> Result<meta::graph::Route, Snag> {
        let call = GetRoute { phone_number: number };
        let read = self.app.graph.call_for_person(&call, self.token, self.waba).await;
        read.map_err(|error| Snag::of_graph(Task::Route, &error))
    }

    async fn set(&self, number: &PhoneNumberId) -> Result<Routed, Snag> {
        let verify_token = self.door.verify_token.expose();
        let call = SetOverride { phone_number: number, url: self.own, verify_token };
        let set = self.app.graph.call_for_person(&call, self.token, self.waba).await;
        set.map_err(|error| Snag::of_graph(Task::Route, &error))?;
        let route = self.read(number).await?;
        let is_set = route.phone_number.is_some_and(|url| is_same(self.own, &url));
        if is_set { Ok(Routed::Overridden) } else { Err(Snag::of(Obstacle::NotShown)) }
    }
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
