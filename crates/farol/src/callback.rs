//! The app's callback at Meta: looked at, taken where nobody or we ourselves had it, and taken from
//! another program only with the word of who runs the installation.
//!
//! That word is kept before the call and dropped once Meta shows the address, so that a kill between the
//! two does the same again; what Meta shows is looked at before each call, so that nobody loses the
//! app's webhooks whom that person did not see.

use std::sync::{Mutex, PoisonError};

use domain::audit::Action;
use domain::callback::{CONSENT_HOLDS, Standing, Subscribed, fields, judge};
use meta::graph::{Call, SubscribeWebhooks, Subscription, Subscriptions};
use meta::{AppId, GraphError};
use serde_json::json;
use store::{CallbackConsent, NewAudit, PersonId, Secret, StoreError};
use tokio::sync::Notify;

use crate::app::App;
use crate::connect::{Door, FIELDS, own_callback};
use crate::graph::Graph;

/// The object of the app's WhatsApp subscription.
const OBJECT: &str = "whatsapp_business_account";

/// Wakes who looks at the callback, and knows what Meta said last.
#[derive(Debug, Default)]
pub struct Watch {
    /// Somebody wants it looked at.
    pub woken: Notify,
    refused: Mutex<Option<String>>,
}

impl Watch {
    /// Why Meta did not do what was asked last; `None` once it did.
    pub fn refused(&self) -> Option<String> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).clone()
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
        /// Where, without what may be a secret in it.
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

/// An app at its door: the installation's, or that of an account that was connected by hand.
struct Keeper<'a> {
    app: &'a App,
    id: &'a AppId,
    verify_token: &'a Secret,
    /// A token of the app, where it is not the installation's.
    token: Option<&'a Secret>,
}

impl<'a> Keeper<'a> {
    fn of_installation(app: &'a App) -> Self {
        let (id, verify_token) = (app.graph.app_id(), &app.meta.verify_token);
        Self { app, id, verify_token, token: None }
    }

    async fn call<C: Call>(&self, call: &C) -> Result<C::Reply, GraphError> {
        match self.token {
            Some(token) => self.app.graph.call_as_app_of(token, call).await,
            None => self.app.graph.call_as_app(call).await,
        }
    }

    async fn look(&self) -> Result<Option<Subscribed>, GraphError> {
        self.call(&Subscriptions { app: self.id }).await.map(of_whatsapp)
    }

    async fn subscribe(
        &self,
        callback_url: &str,
        before: Option<&Subscribed>,
    ) -> Result<(), GraphError> {
        let fields = fields(before, FIELDS);
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let verify_token = self.verify_token.expose();
        let call = SubscribeWebhooks { app: self.id, callback_url, verify_token, fields: &fields };
        self.call(&call).await
    }
}

/// Asks Meta where it sends the webhooks of the installation's app.
///
/// # Errors
/// Whatever Meta answered.
pub async fn look(graph: &Graph) -> Result<Option<Subscribed>, GraphError> {
    graph.call_as_app(&Subscriptions { app: graph.app_id() }).await.map(of_whatsapp)
}

pub(crate) fn of_whatsapp(all: Vec<Subscription>) -> Option<Subscribed> {
    all.into_iter().find(|one| one.object == OBJECT).map(subscribed)
}

fn subscribed(found: Subscription) -> Subscribed {
    Subscribed {
        callback_url: found.callback_url,
        is_active: found.active,
        fields: found.fields.into_iter().map(|field| field.name).collect(),
    }
}

/// What is kept of the callback: the address that was ours, and the word that holds.
///
/// # Errors
/// When the ledger fails.
pub async fn kept(app: &App) -> Result<(Option<String>, Option<CallbackConsent>), StoreError> {
    kept_of(app, app.graph.app_id()).await
}

async fn kept_of(
    app: &App,
    id: &AppId,
) -> Result<(Option<String>, Option<CallbackConsent>), StoreError> {
    let (id, now) = (id.clone(), app.clock.now());
    let kept = app
        .store
        .ledger
        .read(move |read| Ok((read.callback_of_before(&id)?, read.callback_consent(&id)?)));
    let (before, consent) = kept.await?;
    Ok((before, consent.filter(|consent| now.since(consent.given_at) < CONSENT_HOLDS)))
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
    let Some(own) = own_callback(app) else { return Ok(None) };
    let came = see_to_at(&Keeper::of_installation(app), &own).await?;
    app.metrics.hooked.set(u64::from(matches!(came, Came::Here)));
    app.metrics.hooked_elsewhere.set(u64::from(matches!(came, Came::Elsewhere { .. })));
    app.callback.heard(match &came {
        Came::Refused(error) => Some(error.to_string()),
        Came::Here | Came::Elsewhere { .. } | Came::NotShown => None,
    });
    Ok(Some(came))
}

/// The same for the door of an account that this token reads: the installation's app, or one that was
/// connected by hand, whose callback nobody's word takes from another program.
///
/// # Errors
/// When the ledger fails.
pub async fn see_to_door(
    app: &App,
    door: &Door,
    token: &Secret,
) -> Result<Option<Came>, StoreError> {
    if door.app == *app.graph.app_id() {
        return see_to(app).await;
    }
    let Some(own) = &door.url else { return Ok(None) };
    let (id, verify_token) = (&door.app, &door.verify_token);
    see_to_at(&Keeper { app, id, verify_token, token: Some(token) }, own).await.map(Some)
}

async fn see_to_at(keeper: &Keeper<'_>, own: &str) -> Result<Came, StoreError> {
    let (before, consent) = kept_of(keeper.app, keeper.id).await?;
    Ok(match settle(keeper, own, before.as_deref(), consent.as_ref()).await {
        Ok((came, took)) => {
            keep(keeper, own, &came, (consent.as_ref(), took)).await?;
            came
        }
        Err(error) => Came::Refused(error),
    })
}

/// What was done at Meta.
enum Took {
    Nothing,
    /// The address, from whom it was, if anybody had it.
    Callback(Option<String>),
    /// The address, and another program took it at once: there is no fight over it.
    InVain,
}

async fn settle(
    keeper: &Keeper<'_>,
    own: &str,
    before: Option<&str>,
    consent: Option<&CallbackConsent>,
) -> Result<(Came, Took), GraphError> {
    let found = keeper.look().await?;
    let standing = judge(found.as_ref(), own, before, FIELDS);
    let replaces = consent.map(|consent| consent.replaces.as_str());
    if !standing.may_be_taken(replaces) {
        let came = match standing {
            Standing::Foreign { url } => Came::Elsewhere { url },
            Standing::Nobody | Standing::Own { .. } | Standing::OursBefore { .. } => Came::Here,
        };
        return Ok((came, Took::Nothing));
    }
    keeper.subscribe(own, found.as_ref()).await?;
    let took = Took::Callback(standing.loses().map(str::to_owned));
    Ok(match judge(keeper.look().await?.as_ref(), own, None, FIELDS) {
        Standing::Own { is_active: true, missing } if missing.is_empty() => (Came::Here, took),
        Standing::Foreign { url } => (Came::Elsewhere { url }, Took::InVain),
        Standing::Own { .. } | Standing::Nobody | Standing::OursBefore { .. } => {
            (Came::NotShown, Took::Nothing)
        }
    })
}

/// Keeps what came of it: the address as ours, once we set it and Meta shows it, and no word that is
/// done or that was about another address.
async fn keep(
    keeper: &Keeper<'_>,
    own: &str,
    came: &Came,
    (consent, took): (Option<&CallbackConsent>, Took),
) -> Result<(), StoreError> {
    let is_void = match (came, consent) {
        (Came::Here, Some(_)) => true,
        (Came::Elsewhere { url }, Some(consent)) => {
            consent.replaces != *url || matches!(took, Took::InVain)
        }
        (_, None) | (Came::NotShown | Came::Refused(_), Some(_)) => false,
    };
    // Taken with a word before a kill, whose note was not kept.
    let was_ours = matches!(came, Came::Here) && consent.is_some();
    let lost = match (took, consent) {
        (Took::Callback(lost), _) => Some(lost),
        (Took::Nothing, Some(consent)) if was_ours => Some(Some(consent.replaces.clone())),
        (Took::Nothing | Took::InVain, _) => None,
    };
    if !is_void && lost.is_none() {
        return Ok(());
    }
    let app = keeper.app;
    let (id, own, now) = (keeper.id.clone(), own.to_owned(), app.clock.now());
    let kept = app.store.ledger.transact(move |tx| {
        if is_void {
            tx.drop_callback_consent(&id)?;
        }
        let Some(lost) = lost else { return Ok(()) };
        tx.note_callback(&id, &own, now)?;
        let Some(lost) = lost else { return Ok(()) };
        let taken = NewAudit::nobodys(Action::CallbackTaken).on(id.as_str());
        tx.add_audit(&taken.with(json!({ "replaces": lost })), now).map(drop)
    });
    kept.await
}

/// Keeps the word of who runs the installation that the app's callback may be taken from `replaces`, as
/// the page showed it; `None` for `person` when the command line gives it. What is done with it is done
/// by [`see_to`], which is woken.
///
/// # Errors
/// When the ledger fails; nothing is then kept.
pub async fn allow(
    app: &App,
    person: Option<PersonId>,
    replaces: &str,
) -> Result<Allowed, StoreError> {
    let Some(own) = own_callback(app) else { return Ok(Allowed::Changed) };
    let (before, _) = kept(app).await?;
    let standing = match look(&app.graph).await {
        Ok(found) => judge(found.as_ref(), &own, before.as_deref(), FIELDS),
        Err(error) => return Ok(Allowed::Refused(error)),
    };
    match standing {
        Standing::Foreign { url } if url == replaces => {}
        Standing::Foreign { .. }
        | Standing::Nobody
        | Standing::Own { .. }
        | Standing::OursBefore { .. } => return Ok(Allowed::Changed),
    }
    let (id, now) = (app.graph.app_id().clone(), app.clock.now());
    let replaces = replaces.to_owned();
    let kept = app.store.ledger.transact(move |tx| {
        tx.keep_callback_consent(&id, &replaces, person.as_ref(), now)?;
        let given = NewAudit::nobodys(Action::CallbackAllowed).on(id.as_str());
        let given = NewAudit { person, ..given.with(json!({ "replaces": replaces })) };
        tx.add_audit(&given, now).map(drop)
    });
    kept.await?;
    app.callback.woken.notify_one();
    Ok(Allowed::Kept)
}
