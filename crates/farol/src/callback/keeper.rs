//! One callback of this Farol: an app, the address that its webhooks should come to, and as whom Meta
//! is asked about it.

use domain::callback::{Subscribed, fields};
use meta::GraphError;
use meta::graph::{Call, SubscribeWebhooks, Subscription, Subscriptions};
use meta::signature::appsecret_proof;
use store::{CallbackOf, Secret, TenantId};

use crate::app::App;
use crate::connect::{Door, FIELDS, own_callback};
use crate::graph::Graph;

/// The object of the app's WhatsApp subscription.
const OBJECT: &str = "whatsapp_business_account";

/// An app at its door: the installation's, or that of accounts that were connected by hand.
pub(super) struct Keeper<'a> {
    pub app: &'a App,
    pub of: CallbackOf,
    /// Its address; `None` while nobody told Farol its own.
    pub own: Option<String>,
    pub verify_token: &'a Secret,
    /// A token of the app, where it is not the installation's.
    token: Option<&'a Secret>,
}

impl<'a> Keeper<'a> {
    pub fn of_installation(app: &'a App) -> Self {
        let of = CallbackOf { app: app.graph.app_id().clone(), door: None };
        let verify_token = &app.meta.verify_token;
        Self { app, of, own: own_callback(app), verify_token, token: None }
    }

    /// Of the door of an account that this token reads.
    pub fn at(app: &'a App, door: &'a Door, token: &'a Secret) -> Self {
        if door.of.is_none() {
            return Self::of_installation(app);
        }
        let of = CallbackOf { app: door.app.clone(), door: door.of.clone() };
        let (own, verify_token) = (door.url.clone(), &door.verify_token);
        Self { app, of, own, verify_token, token: Some(token) }
    }

    /// Whose door it is; `None` for the installation's.
    pub fn tenant(&self) -> Option<&TenantId> {
        self.of.door.as_ref().map(|door| &door.tenant)
    }

    async fn call<C: Call>(&self, call: &C) -> Result<C::Reply, GraphError> {
        match self.token {
            Some(token) => self.app.graph.call_as_app_of(token, call).await,
            None => self.app.graph.call_as_app(call).await,
        }
    }

    pub async fn look(&self) -> Result<Option<Subscribed>, GraphError> {
        self.call(&Subscriptions { app: &self.of.app }).await.map(of_whatsapp)
    }

    pub async fn subscribe(
        &self,
        callback_url: &str,
        before: Option<&Subscribed>,
    ) -> Result<(), GraphError> {
        let fields = fields(before, FIELDS);
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let (app, verify_token) = (&self.of.app, self.verify_token.expose());
        self.call(&SubscribeWebhooks { app, callback_url, verify_token, fields: &fields }).await
    }
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

/// Keyed hash of a whole address, which may hold a secret: by it a person's word is held to the very
/// address that they were shown. Its key is made of the app's secret and never leaves the process.
pub fn mark(graph: &Graph, url: &str) -> String {
    let secret = graph.endpoint().app_secret.expose().as_bytes();
    let key = appsecret_proof(secret, b"farol: key of the marks of addresses");
    appsecret_proof(key.as_bytes(), url.as_bytes())
}
