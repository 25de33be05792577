//! Whether an address that Meta shows was this Farol's own before: one of its doors that is closed by
//! now, or the address that it gave Meta last, before the console moved.
//!
//! A copy of the data knows the address of the program that it was copied from, which may still run:
//! an address elsewhere counts as ours only while nobody else answers there. It is asked as Meta asks
//! it; an answer that this very process gave is this Farol at an address that leads here too.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::callback::{Subscribed, below, is_same};
use domain::preflight::{AppSide, Asked};
use reqwest::StatusCode;
use store::{ConnectionId, Secret, StoreError};

use super::keeper::Keeper;
use crate::connect::{Door, own_callback};
use crate::preflight::{PATIENCE, shake};
use crate::{app::App, clock};

/// Challenges that this process sent, and whether they came back to it.
#[derive(Debug, Default)]
pub(super) struct Challenges(Mutex<HashMap<String, bool>>);

impl Challenges {
    fn expect(&self) -> String {
        let challenge: String = clock::random_token().chars().take(16).collect();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(challenge.clone(), false);
        challenge
    }

    /// One was asked of this process.
    pub fn came(&self, challenge: &str) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(came) = all.get_mut(challenge) {
            *came = true;
        }
    }

    fn take(&self, challenge: &str) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(challenge).unwrap_or(false)
    }
}

/// What the ledger says of an address.
enum Known {
    /// Nothing, or that it is another tenant's door.
    NotOurs,
    /// It is a door here, and closed or this tenant's.
    Here,
    /// Meta was given it, when this Farol's address was another.
    Given,
}

/// The address that Meta shows, where it was this Farol's own before.
pub(super) async fn before_of(
    keeper: &Keeper<'_>,
    found: Option<&Subscribed>,
) -> Result<Option<String>, StoreError> {
    let url = found.and_then(|found| found.callback_url.as_deref());
    let is_own = |url: &&str| keeper.own.as_deref().is_some_and(|own| is_same(own, url));
    let Some(url) = url.filter(|url| !url.is_empty() && !is_own(url)) else { return Ok(None) };
    Ok(is_ours_before(keeper, url).await?.then(|| url.to_owned()))
}

/// The address that Meta was seen to show for the installation's app, where it was this Farol's own
/// before.
///
/// # Errors
/// When the ledger fails.
pub async fn before(app: &App, side: &AppSide) -> Result<Option<String>, StoreError> {
    before_as(&Keeper::of_installation(app), side).await
}

/// The same for the app of a door, of which this token is.
///
/// # Errors
/// When the ledger fails.
pub async fn before_at_door(
    app: &App,
    (door, token): (&Door, &Secret),
    side: &AppSide,
) -> Result<Option<String>, StoreError> {
    before_as(&Keeper::at(app, door, token), side).await
}

async fn before_as(keeper: &Keeper<'_>, side: &AppSide) -> Result<Option<String>, StoreError> {
    match &side.subscription {
        Asked::Heard(found) => before_of(keeper, found.as_ref()).await,
        Asked::Refused(_) | Asked::Unanswered(_) => Ok(None),
    }
}

/// Whether an address is this Farol's own of before, so that taking the callback from it takes it from
/// nobody.
///
/// # Errors
/// When the ledger fails.
async fn is_ours_before(keeper: &Keeper<'_>, url: &str) -> Result<bool, StoreError> {
    Ok(match known(keeper, url).await? {
        Known::NotOurs => false,
        Known::Here => true,
        Known::Given => !is_anothers(keeper.app, url, keeper.verify_token).await,
    })
}

/// The address that Meta was seen to show, where it is the one that this Farol gave it last and nobody
/// answers there any more: what can be told beside the running program, which alone knows its own answer
/// at an address of before from another program's.
pub async fn left(given: Option<&str>, side: &AppSide, verify_token: &Secret) -> Option<String> {
    let Asked::Heard(Some(found)) = &side.subscription else { return None };
    let url = found.callback_url.as_deref()?;
    let is_own = side.callback_url.as_deref().is_some_and(|own| is_same(own, url));
    let is_given = given.is_some_and(|given| is_same(given, url));
    if is_own || !is_given || answers(url, verify_token).await {
        return None;
    }
    Some(url.to_owned())
}

async fn known(keeper: &Keeper<'_>, url: &str) -> Result<Known, StoreError> {
    let here = own_callback(keeper.app).and_then(|own| below(&own, url).map(str::to_owned));
    let (app, tenant) = (keeper.of.app.clone(), keeper.tenant().cloned());
    let url = url.to_owned();
    let read = keeper.app.store.ledger.read(move |read| {
        let given = read.callback_of_before(&app)?;
        if here.is_none() && !given.is_some_and(|given| is_same(&given, &url)) {
            return Ok(Known::NotOurs);
        }
        let door = here.as_deref().or_else(|| last_part(&url));
        let held = door.map_or(Ok(None), |door| read.by_hand(&ConnectionId::new(door)))?;
        let is_live =
            held.is_some_and(|held| held.app == app && Some(&held.tenant) != tenant.as_ref());
        Ok(match (is_live, here.is_some()) {
            (true, _) => Known::NotOurs,
            (false, true) => Known::Here,
            (false, false) => Known::Given,
        })
    });
    read.await
}

fn last_part(url: &str) -> Option<&str> {
    let path = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    path.trim_end_matches('/').rsplit('/').next()
}

/// Whether another program answers at an address, or might: this process knows its own answers.
async fn is_anothers(app: &App, url: &str, verify_token: &Secret) -> bool {
    let challenges = &app.callback.challenges;
    let challenge = challenges.expect();
    let might = might_answer(url, verify_token, &challenge).await;
    !challenges.take(&challenge) && might
}

/// Whether anybody answers at an address, or might.
async fn answers(url: &str, verify_token: &Secret) -> bool {
    let challenge: String = clock::random_token().chars().take(16).collect();
    might_answer(url, verify_token, &challenge).await
}

/// Only an address where nobody is, or where the page is not there, is called left.
async fn might_answer(url: &str, verify_token: &Secret, challenge: &str) -> bool {
    let answer = tokio::time::timeout(PATIENCE, shake(url, verify_token, challenge)).await;
    match answer {
        Ok(Ok((status, said))) => {
            let is_unsure = status == StatusCode::FORBIDDEN || status.is_server_error();
            is_unsure || status.is_success() && said == challenge
        }
        Ok(Err(error)) => !error.is_connect() || error.is_timeout(),
        Err(_) => true,
    }
}
