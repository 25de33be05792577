//! The app's callback at Meta: looked at, taken where nobody or we ourselves had it, and taken from
//! another program only with the word of who runs the installation; of a tenant's own app, of who
//! connects for that tenant.
//!
//! That word is kept before the call and dropped once Meta shows the address, so that a kill between the
//! two does the same again; what Meta shows is looked at before each call, so that nobody loses the
//! app's webhooks whom that person did not see. One looks at a time: a word is acted on once.

mod before;
mod keeper;

use std::sync::{Mutex, PoisonError};

use domain::audit::Action;
use domain::callback::{CONSENT_HOLDS, SHOWS_LATE, Standing, Subscribed, judge, scrubbed};
use meta::GraphError;
use meta::graph::Subscriptions;
use serde_json::json;
use store::{
    CallbackConsent, NewAudit, NewCallbackConsent, PersonId, Secret, StoreError, TenantScope,
};
use tokio::sync::Notify;

use self::before::{Challenges, before_of};
pub use self::before::{before, before_at_door, left};
use self::keeper::Keeper;
pub use self::keeper::mark;
pub(crate) use self::keeper::of_whatsapp;
use crate::app::App;
use crate::connect::{Door, FIELDS};
use crate::graph::Graph;

/// Wakes who looks at the callback, and knows what Meta said last.
#[derive(Debug, Default)]
pub struct Watch {
    /// Somebody wants it looked at.
    pub woken: Notify,
    refused: Mutex<Option<String>>,
    /// Held by who looks and takes: each word is acted on once.
    turn: tokio::sync::Mutex<()>,
    challenges: Challenges,
}

impl Watch {
    /// Why Meta did not do what was asked last; `None` once it did.
    pub fn refused(&self) -> Option<String> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A handshake with this challenge came to this process.
    pub fn came(&self, challenge: &str) {
        self.challenges.came(challenge);
    }

    fn heard(&self, refused: Option<String>) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = refused;
    }
}

/// What seeing to the callback came to.
#[derive(Debug)]
pub enum Came {
    /// Meta sends the app's webhooks here.
    Here,
    /// Meta sends them to another program, and goes on doing so.
    Elsewhere {
        /// Where, without what may be a secret in it; empty where Meta names no address.
        url: String,
    },
    /// Meta said yes, and does not show it yet.
    NotShown,
    /// Meta refused, or gave no answer.
    Refused(GraphError),
}

/// What became of a person's word.
#[derive(Debug)]
pub enum Allowed {
    /// It is kept, and whoever looks at the callback is woken.
    Kept,
    /// Meta shows another address than the one that the person saw: nothing is kept.
    Changed,
    /// Meta can't be asked: nothing is kept.
    Refused(GraphError),
}

/// The callback as Meta shows it, and whose that is.
#[derive(Debug)]
pub struct Looked {
    /// As Meta shows it.
    pub found: Option<Subscribed>,
    /// Whose it is.
    pub standing: Standing,
}

impl Looked {
    /// [`mark`] of the address that Meta shows.
    pub fn mark(&self, graph: &Graph) -> String {
        let url = self.found.as_ref().and_then(|found| found.callback_url.as_deref());
        mark(graph, url.unwrap_or_default())
    }
}

/// Asks Meta where it sends the webhooks of the installation's app.
///
/// # Errors
/// Whatever Meta answered.
pub async fn look(graph: &Graph) -> Result<Option<Subscribed>, GraphError> {
    graph.call_as_app(&Subscriptions { app: graph.app_id() }).await.map(of_whatsapp)
}

/// The same, and whose that is.
///
/// # Errors
/// When the ledger fails.
pub async fn looked(app: &App) -> Result<Result<Looked, GraphError>, StoreError> {
    look_as(&Keeper::of_installation(app)).await
}

async fn look_as(keeper: &Keeper<'_>) -> Result<Result<Looked, GraphError>, StoreError> {
    let found = match keeper.look().await {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    let before = before_of(keeper, found.as_ref()).await?;
    let own = keeper.own.as_deref().unwrap_or_default();
    let standing = judge(found.as_ref(), own, before.as_deref(), FIELDS);
    Ok(Ok(Looked { found, standing }))
}

/// What is kept of the installation's callback: the address that was ours, and the word that holds.
///
/// # Errors
/// When the ledger fails.
pub async fn kept(app: &App) -> Result<(Option<String>, Option<CallbackConsent>), StoreError> {
    let (id, keeper) = (app.graph.app_id().clone(), Keeper::of_installation(app));
    let before = app.store.ledger.read(move |read| read.callback_of_before(&id)).await?;
    Ok((before, consent_of(&keeper).await?))
}

async fn consent_of(keeper: &Keeper<'_>) -> Result<Option<CallbackConsent>, StoreError> {
    let (of, now) = (keeper.of.clone(), keeper.app.clock.now());
    let consent = keeper.app.store.ledger.read(move |read| read.callback_consent(&of)).await?;
    Ok(consent.filter(|consent| now.since(consent.given_at) < CONSENT_HOLDS))
}

/// Has Meta send the app's webhooks to an address, which it asks for the handshake meanwhile: whoever
/// has them now loses them. Only [`see_to`] and the demo, whose Meta is its own, may do this.
///
/// # Errors
/// Whatever Meta answered.
pub async fn subscribe(
    app: &App,
    callback_url: &str,
    before: Option<&Subscribed>,
) -> Result<(), GraphError> {
    Keeper::of_installation(app).subscribe(callback_url, before).await
}

/// Looks whose the callback is, takes or mends it where that may be, and reads it back; `None` while
/// nobody told Farol its address.
///
/// # Errors
/// When the ledger fails.
pub async fn see_to(app: &App) -> Result<Option<Came>, StoreError> {
    see_to_as(&Keeper::of_installation(app)).await
}

/// The same for the door of an account that this token reads: the installation's app, or one that was
/// connected by hand.
///
/// # Errors
/// When the ledger fails.
pub async fn see_to_door(
    app: &App,
    door: &Door,
    token: &Secret,
) -> Result<Option<Came>, StoreError> {
    see_to_as(&Keeper::at(app, door, token)).await
}

async fn see_to_as(keeper: &Keeper<'_>) -> Result<Option<Came>, StoreError> {
    let Some(own) = keeper.own.as_deref() else { return Ok(None) };
    let app = keeper.app;
    let turn = app.callback.turn.lock().await;
    let consent = consent_of(keeper).await?;
    let came = match settle(keeper, own, consent.as_ref()).await? {
        Ok((came, took)) => {
            keep(keeper, own, &came, (consent.as_ref(), took)).await?;
            came
        }
        Err(error) => Came::Refused(error),
    };
    drop(turn);
    if keeper.of.door.is_none() {
        app.metrics.hooked.set(u64::from(matches!(came, Came::Here)));
        app.metrics.hooked_elsewhere.set(u64::from(matches!(came, Came::Elsewhere { .. })));
        app.callback.heard(match &came {
            Came::Refused(error) => Some(error.quoted()),
            Came::Here | Came::Elsewhere { .. } | Came::NotShown => None,
        });
    }
    Ok(Some(came))
}

/// What was done at Meta.
enum Took {
    Nothing,
    /// The address, from whom it was, if anybody had it.
    Callback(Option<String>),
    /// Meta said yes, and shows the address of before.
    Late,
    /// The address, and another program took it: there is no fight over it.
    InVain,
}

async fn settle(
    keeper: &Keeper<'_>,
    own: &str,
    consent: Option<&CallbackConsent>,
) -> Result<Result<(Came, Took), GraphError>, StoreError> {
    let looked = match look_as(keeper).await? {
        Ok(looked) => looked,
        Err(error) => return Ok(Err(error)),
    };
    let seen = looked.mark(&keeper.app.graph);
    let agreed = consent.filter(|consent| consent.mark == seen);
    let done_at = agreed.and_then(|consent| consent.done_at);
    let Looked { found, standing } = looked;
    if let (Standing::Foreign { url }, Some(done_at)) = (&standing, done_at) {
        let is_late = keeper.app.clock.now().since(done_at) < SHOWS_LATE;
        let url = url.clone();
        return Ok(Ok(match is_late {
            true => (Came::NotShown, Took::Nothing),
            false => (Came::Elsewhere { url }, Took::InVain),
        }));
    }
    if !standing.may_be_taken(agreed.is_some()) {
        let came = match standing {
            Standing::Foreign { url } => Came::Elsewhere { url },
            Standing::Nobody | Standing::Own { .. } | Standing::OursBefore { .. } => Came::Here,
        };
        return Ok(Ok((came, Took::Nothing)));
    }
    if let Err(error) = keeper.subscribe(own, found.as_ref()).await {
        return Ok(Err(error));
    }
    let after = match keeper.look().await {
        Ok(after) => after,
        Err(error) => return Ok(Err(error)),
    };
    let is_as_before = after == found;
    Ok(Ok(match judge(after.as_ref(), own, None, FIELDS) {
        Standing::Own { is_active: true, missing } if missing.is_empty() => {
            (Came::Here, Took::Callback(standing.loses().map(str::to_owned)))
        }
        Standing::Foreign { url } if !is_as_before => (Came::Elsewhere { url }, Took::InVain),
        Standing::Own { .. }
        | Standing::Nobody
        | Standing::OursBefore { .. }
        | Standing::Foreign { .. } => (Came::NotShown, Took::Late),
    }))
}

/// Keeps what came of it: the address as ours, once we set it and Meta shows it, and no word that is
/// done or that was about another address.
async fn keep(
    keeper: &Keeper<'_>,
    own: &str,
    came: &Came,
    (consent, took): (Option<&CallbackConsent>, Took),
) -> Result<(), StoreError> {
    let is_late = matches!(took, Took::Late) && consent.is_some();
    let is_void = match (came, consent) {
        (Came::Here | Came::Elsewhere { .. }, Some(_)) => true,
        (_, None) | (Came::NotShown | Came::Refused(_), Some(_)) => false,
    };
    // Taken with a word before a kill, whose note was not kept, or while Meta showed it late.
    let was_ours = matches!(came, Came::Here) && consent.is_some();
    let lost = match (took, consent) {
        (Took::Callback(lost), _) => Some(lost),
        (Took::Nothing, Some(consent)) if was_ours => Some(Some(consent.replaces.clone())),
        (Took::Nothing | Took::Late | Took::InVain, _) => None,
    };
    if !is_void && !is_late && lost.is_none() {
        return Ok(());
    }
    let app = keeper.app;
    let (of, own, now) = (keeper.of.clone(), own.to_owned(), app.clock.now());
    let kept = app.store.ledger.transact(move |tx| {
        if is_void {
            tx.drop_callback_consent(&of)?;
        } else if is_late {
            tx.note_callback_done(&of, now)?;
        }
        let Some(lost) = lost else { return Ok(()) };
        tx.note_callback(&of.app, &own, now)?;
        let Some(lost) = lost else { return Ok(()) };
        let taken = NewAudit::nobodys(Action::CallbackTaken).on(of.app.as_str());
        tx.add_audit(&taken.with(json!({ "replaces": scrubbed(&lost) })), now).map(drop)
    });
    kept.await
}

/// Keeps the word of who runs the installation that the app's callback may be taken from the address of
/// this [`mark`], which the page showed; `None` for `person` when the command line gives it. What is
/// done with it is done by [`see_to`], which is woken.
///
/// # Errors
/// When the ledger fails; nothing is then kept.
pub async fn allow(
    app: &App,
    person: Option<PersonId>,
    replaces: &str,
) -> Result<Allowed, StoreError> {
    let allowed = allow_as(&Keeper::of_installation(app), (None, person), replaces).await?;
    if matches!(allowed, Allowed::Kept) {
        app.callback.woken.notify_one();
    }
    Ok(allowed)
}

/// The same for the door of an account that this token reads, where a person of its tenant gives it.
/// [`see_to_door`] does what is to be done.
///
/// # Errors
/// When the ledger fails; nothing is then kept.
pub async fn allow_at_door(
    app: &App,
    (door, token): (&Door, &Secret),
    (scope, person): (&TenantScope, &PersonId),
    replaces: &str,
) -> Result<Allowed, StoreError> {
    let keeper = Keeper::at(app, door, token);
    let tenant = keeper.of.door.as_ref().map(|_| scope);
    allow_as(&keeper, (tenant, Some(person.clone())), replaces).await
}

async fn allow_as(
    keeper: &Keeper<'_>,
    (scope, person): (Option<&TenantScope>, Option<PersonId>),
    replaces: &str,
) -> Result<Allowed, StoreError> {
    if keeper.own.is_none() {
        return Ok(Allowed::Changed);
    }
    let app = keeper.app;
    let looked = match look_as(keeper).await? {
        Ok(looked) => looked,
        Err(error) => return Ok(Allowed::Refused(error)),
    };
    let mark = looked.mark(&app.graph);
    let shown = match looked.standing {
        Standing::Foreign { url } if mark == replaces => url,
        Standing::Foreign { .. }
        | Standing::Nobody
        | Standing::Own { .. }
        | Standing::OursBefore { .. } => return Ok(Allowed::Changed),
    };
    let (of, now) = (keeper.of.clone(), app.clock.now());
    let tenant = scope.map(|scope| scope.tenant().clone());
    let kept = app.store.ledger.transact(move |tx| {
        let given = NewAudit::nobodys(Action::CallbackAllowed).on(of.app.as_str());
        let given = given.with(json!({ "replaces": scrubbed(&shown) }));
        let given = NewAudit { tenant, person: person.clone(), ..given };
        let new = NewCallbackConsent { replaces: shown, mark, person, given_at: now };
        tx.keep_callback_consent(&of, &new)?;
        tx.add_audit(&given, now).map(drop)
    });
    kept.await?;
    Ok(Allowed::Kept)
}
