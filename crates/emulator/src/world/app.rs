//! Apps, and what each of them hears: its subscription, the WABAs that have it among their
//! `subscribed_apps`, and its overrides.
//!
//! A world has one app of its own. Others are there to be in its way: an account may have several
//! subscribed at once, each with a callback, a secret and overrides of its own, and none of them
//! knows of the others but by `subscribed_apps`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{OBJECT, World};

/// What an app's owner reads in the dashboard.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AppKeys {
    pub id: String,
    pub secret: String,
    pub verify_token: String,
    pub config_id: String,
}

/// Another app than the world's own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OtherApp {
    pub secret: String,
    #[serde(flatten)]
    pub hearing: Hearing,
}

/// What one app hears of, and where.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Hearing {
    /// What the app subscribed to, by object.
    pub subscriptions: BTreeMap<String, Subscription>,
    /// The WABAs whose `subscribed_apps` hold the app, each with the override it asked for.
    pub subscribed_wabas: BTreeMap<String, Option<Callback>>,
    /// Overrides of single numbers, by number.
    pub number_callbacks: BTreeMap<String, Callback>,
    /// The WABAs that were taken from it: none of its tokens reaches them.
    #[serde(default)]
    pub unshared: BTreeSet<String>,
    /// The WABAs whose `subscribed_apps` it was among when their customer uninstalled it.
    #[serde(default)]
    pub uninstalled: BTreeSet<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Subscription {
    pub callback: Callback,
    /// The version that each field was subscribed at.
    pub fields: BTreeMap<String, String>,
    /// Of one that is not active nothing is sent.
    #[serde(default = "active")]
    pub active: bool,
}

fn active() -> bool {
    true
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Callback {
    pub url: String,
    pub verify_token: String,
}

impl Subscription {
    /// Whether what this field tells is sent to the app.
    pub fn is_for(&self, field: &str) -> bool {
        self.active && self.fields.contains_key(field)
    }
}

impl Hearing {
    pub fn subscription(&self) -> Option<&Subscription> {
        self.subscriptions.get(OBJECT)
    }
}

impl World {
    /// Every app with what it hears, the world's own first.
    pub fn apps(&self) -> impl Iterator<Item = (&str, &Hearing)> {
        let others = self.others.iter().map(|(id, app)| (id.as_str(), &app.hearing));
        std::iter::once((self.app.id.as_str(), &self.own)).chain(others)
    }

    pub fn hearing(&self, app: &str) -> Option<&Hearing> {
        self.apps().find(|(id, _)| *id == app).map(|(_, hearing)| hearing)
    }

    pub fn hearing_mut(&mut self, app: &str) -> Option<&mut Hearing> {
        if app == self.app.id {
            return Some(&mut self.own);
        }
        self.others.get_mut(app).map(|other| &mut other.hearing)
    }

    /// What an app signs its webhooks with, and is asked for.
    pub fn secret(&self, app: &str) -> Option<&str> {
        if app == self.app.id {
            return Some(&self.app.secret);
        }
        self.others.get(app).map(|other| other.secret.as_str())
    }
}
