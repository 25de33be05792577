//! What a verdict looks at: everything of a tenant or of one account, and how often it is read.

use std::time::Duration;

use meta::open::EntityType;

use super::{Access, Loss};
use crate::health;
use crate::node::NodeKind;
use crate::replica::Replica;
use crate::time::Timestamp;

/// What is looked at together: accounts, their business and app, and their numbers.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Business portfolios.
    pub businesses: Vec<Replica>,
    /// WhatsApp Business Accounts.
    pub wabas: Vec<Replica>,
    /// Apps.
    pub apps: Vec<Replica>,
    /// Phone numbers of those accounts.
    pub numbers: Vec<Replica>,
    /// Message templates of those accounts, where the page is about them. The verdict leaves them
    /// out: Meta refuses a template without touching anything else.
    pub templates: Vec<Replica>,
    /// What is known of the access to those accounts; one of which nothing is said may be left out.
    pub access: Vec<Access>,
}

impl Scope {
    /// Every replica of the scope that the verdict looks at.
    pub fn replicas(&self) -> impl Iterator<Item = &Replica> {
        self.businesses.iter().chain(&self.wabas).chain(&self.apps).chain(&self.numbers)
    }

    /// One replica of the scope, a template too. What the store lists is in the order of ids and
    /// found at once; a list made by hand need not be, and is looked through.
    pub fn replica(&self, kind: NodeKind, id: &str) -> Option<&Replica> {
        let list = match kind {
            NodeKind::Business => &self.businesses,
            NodeKind::Waba => &self.wabas,
            NodeKind::App => &self.apps,
            NodeKind::PhoneNumber => &self.numbers,
            NodeKind::MessageTemplate => &self.templates,
            NodeKind::Profile | NodeKind::Username => return None,
        };
        match list.binary_search_by(|replica| replica.node.id.as_str().cmp(id)) {
            Ok(nth) => list.get(nth),
            Err(_) => list.iter().find(|replica| replica.node.id == id),
        }
    }

    /// The newest word on every entity that the health of these numbers, accounts and templates
    /// names.
    pub fn newest(&self) -> health::Newest<'_> {
        health::Newest::of(self.wabas.iter().chain(&self.numbers).chain(&self.templates))
    }

    /// What took an account of the scope away; `None` while Farol has all its access.
    pub fn loss(&self, waba: &Replica) -> Option<Loss> {
        let none = Access::default();
        let access = self.access.iter().find(|access| access.waba == waba.node.id);
        let access = access.unwrap_or(&none);
        Loss::of(waba.failure.as_ref(), &access.lacks, access.ended.as_deref())
    }

    fn named_by_any(&self, kind: &EntityType, id: &str) -> Option<health::Entity> {
        health::newest(self.wabas.iter().chain(&self.numbers), kind, id)
    }

    /// The newest word on an entity that the health of these numbers and accounts names.
    pub fn entity(&self, kind: &EntityType, id: &str) -> Option<health::Entity> {
        match kind {
            // What a template's health says of the others is what theirs says too.
            EntityType::MessageTemplate => {
                health::newest(self.replica(NodeKind::MessageTemplate, id), kind, id)
            }
            // A number is named by its own health, if by any.
            EntityType::PhoneNumber => {
                let own = self.replica(NodeKind::PhoneNumber, id);
                health::newest(own, kind, id).or_else(|| self.named_by_any(kind, id))
            }
            _ => self.named_by_any(kind, id),
        }
    }
}

/// How often each kind of node is read; a reading is old past three of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intervals {
    /// Numbers and their health.
    pub numbers: Duration,
    /// Accounts with their templates, businesses and apps.
    pub accounts: Duration,
    /// Profiles.
    pub profiles: Duration,
}

impl Intervals {
    /// A username is read once in so many intervals of a profile.
    const USERNAMES: u32 = 6;

    /// The interval of a kind of node.
    pub const fn of(&self, kind: NodeKind) -> Duration {
        match kind {
            NodeKind::PhoneNumber => self.numbers,
            NodeKind::Business | NodeKind::Waba | NodeKind::App | NodeKind::MessageTemplate => {
                self.accounts
            }
            NodeKind::Profile => self.profiles,
            // It changes seldom, and Meta tells when it does.
            NodeKind::Username => self.profiles.saturating_mul(Self::USERNAMES),
        }
    }

    /// The longest interval of any kind of node.
    pub fn longest(&self) -> Duration {
        NodeKind::ALL.into_iter().map(|kind| self.of(kind)).max().unwrap_or_default()
    }

    /// Whether something heard at `at` is old by now.
    pub fn is_old(&self, kind: NodeKind, at: Timestamp, now: Timestamp) -> bool {
        now.since(at) > self.of(kind) * 3
    }
}
