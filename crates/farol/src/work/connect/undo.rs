//! Undoes at Meta what an abandoned login did there, and reads that back. What is gone already, or is
//! another's by now, is left as it is.

use domain::callback::is_same;
use domain::signup::{Obstacle, Signup, Snag, Task, Undo};
use meta::graph::{GetRoute, RemoveOverride, UnsubscribeApp};
use meta::{GraphError, PhoneNumberId, WabaId};
use store::{Secret, StoreError, TenantScope};

use super::route::is_subscribed;
use super::task::account;
use crate::app::App;
use crate::connect::{self, Door};

/// Undoes one thing.
pub(super) async fn undo(
    app: &App,
    scope: &TenantScope,
    signup: &Signup,
    what: Undo,
) -> Result<Result<(), Snag>, StoreError> {
    let (waba, token) = match account(app, scope, signup).await? {
        Ok(account) => account,
        Err(snag) => return Ok(Err(snag)),
    };
    let is_gone = match what {
        Undo::Override => {
            let door = connect::door_of(app, scope, &waba, &token).await?;
            remove_overrides(app, &door, signup, (&waba, &token)).await
        }
        Undo::Subscription => unsubscribe(app, &waba, &token).await,
    };
    Ok(match is_gone {
        Ok(true) => Ok(()),
        Ok(false) => Err(Snag::of(Obstacle::NotShown)),
        Err(error) => Err(Snag::of_graph(Task::Undo(what), &error)),
    })
}

async fn remove_overrides(
    app: &App,
    door: &Door,
    signup: &Signup,
    of: (&WabaId, &Secret),
) -> Result<bool, GraphError> {
    for number in signup.overrides_to_remove() {
        if !remove_override(app, (door.clone(), number), of).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(crate) async fn remove_override(
    app: &App,
    (door, number): (Door, &PhoneNumberId),
    (waba, token): (&WabaId, &Secret),
) -> Result<bool, GraphError> {
    let Some(own) = door.url else { return Ok(true) };
    let is_gone = async || {
        let call = GetRoute { phone_number: number };
        let route = app.graph.call_for_person(&call, token, waba).await?;
        Ok(!route.phone_number.is_some_and(|url| is_same(&own, &url)))
    };
    if is_gone().await? {
        return Ok(true);
    }
    let call = RemoveOverride { phone_number: number };
    app.graph.call_for_person(&call, token, waba).await?;
    is_gone().await
}

pub(crate) async fn unsubscribe(
    app: &App,
    waba: &WabaId,
    token: &Secret,
) -> Result<bool, GraphError> {
    if !is_subscribed(app, waba, token).await? {
        return Ok(true);
    }
    app.graph.call_for_person(&UnsubscribeApp { waba }, token, waba).await?;
    Ok(!is_subscribed(app, waba, token).await?)
}
