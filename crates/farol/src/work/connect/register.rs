//! The task of a login that registers its number: noted before it is asked for, so that no second
//! one goes out unseen.

use std::time::Duration;

use domain::signup::{Fact, Obstacle, Snag, Task};
use meta::graph::Register;
use store::{Secret, StoreError, StoredSignup, TenantScope};

use super::task::{Came, account};
use crate::app::App;
use crate::clock;
use crate::connect::{self, pin_name};
use crate::desk::TURN_WITHIN;
use crate::display_name;

/// How long a registration may take in all: less than it is in doubt (`domain::signup`).
const REGISTER_WITHIN: Duration = Duration::from_secs(22);

/// Registers with the PIN that is held, or with a new one. `None` when the login went elsewhere
/// before the call was noted, or another PIN of the number was on its way all the time.
pub(super) async fn register(
    app: &App,
    scope: &TenantScope,
    stored: &StoredSignup,
) -> Result<Option<Came>, StoreError> {
    let (waba, token) = match account(app, scope, &stored.signup).await? {
        Ok(account) => account,
        Err(snag) => return Ok(Some(Came::Fact(Fact::Registered(Err(snag))))),
    };
    let Some(number) = stored.signup.number.as_ref().map(|number| number.id.clone()) else {
        return Ok(None);
    };
    let turn = tokio::time::timeout(TURN_WITHIN, app.profile_turns.take(&number));
    let Ok(turn) = turn.await else { return Ok(None) };
    let Some(pin) = note_call(app, scope, stored).await? else { return Ok(None) };
    app.pulse.stir(scope.tenant().clone());
    let call = Register { phone_number: &number, pin: pin.expose() };
    // A call may wait for its token's turn; it must not go out when nobody doubts it any more.
    let answer = app.graph.call_for_person(&call, &token, &waba);
    let came = match tokio::time::timeout(REGISTER_WITHIN, answer).await {
        Ok(answer) => answer.map_err(|error| Snag::of_graph(Task::Register, &error)),
        Err(_) => Err(Snag::of(Obstacle::Unanswered)),
    };
    Ok(Some(Came::Registered { number, pin, came, turn }))
}

/// Keeps that the call goes out, and the PIN that it carries.
async fn note_call(
    app: &App,
    scope: &TenantScope,
    stored: &StoredSignup,
) -> Result<Option<Secret>, StoreError> {
    let (scope, id) = (scope.clone(), stored.id.clone());
    let (now, made) = (app.clock.now(), clock::random_pin());
    app.store
        .ledger
        .transact(move |tx| {
            let Some(mut stored) = tx.signup(&scope, &id)? else { return Ok(None) };
            if let Some(number) = &stored.signup.number {
                // A person may have had it registered since this login looked.
                let course = display_name::Held::read(tx, &scope, &number.id)?.course;
                stored.signup.count_registrations(&course.registrations, now);
                tx.save_signup(&scope, &id, &stored.person, &stored.signup)?;
            }
            let number = match (stored.signup.next(now), &stored.signup.number) {
                (Some(Task::Register), Some(number)) => number.id.clone(),
                _ => return Ok(None),
            };
            let name = pin_name(number.as_str());
            let pin = match tx.secret(&scope, &name)? {
                Some(held) => held,
                None => {
                    let made = Secret::new(made);
                    tx.save_secret(&scope, &name, &made)?;
                    made
                }
            };
            connect::apply(tx, &scope, stored, Fact::Calling, now)?;
            Ok(Some(pin))
        })
        .await
}
