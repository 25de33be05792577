//! The world: Meta's nodes as the documentation describes them, with the tokens, users and
//! subscriptions around them.
//!
//! A node keeps its Graph fields as plain JSON under Meta's names. What Graph never shows (PIN,
//! rule set) stands beside them, and what Graph computes (health, limits) is not stored at all.

pub mod app;
pub mod calls;
pub mod cap;
pub mod chat;
pub mod country;
mod defaults;
pub mod document;
pub mod entry_point;
pub mod failure;
pub mod health;
pub mod judge;
pub mod ledger;
pub mod legacy;
pub mod limit;
pub mod media;
pub mod mint;
pub mod pacing;
pub mod pausing;
pub mod picture;
pub mod priced;
pub mod registration;
pub mod reset;
pub mod restriction;
pub mod review;
pub mod seed;
pub mod send;
pub mod template;
pub mod token;
pub mod typed;
pub mod upload;
pub mod username;
pub mod volume;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::app::{AppKeys, Callback, Hearing, OtherApp, Subscription};
use self::calls::Calls;
use self::cap::Cap;
use self::chat::Chat;
use self::entry_point::EntryPoint;
use self::ledger::Ledger;
use self::legacy::Clocks;
use self::media::MediaStore;
use self::pacing::Pacing;
use self::pausing::Pause;
use self::priced::Priced;
use self::registration::Registration;
use self::restriction::Restriction;
use self::review::Review;
pub use self::token::Token;
use self::upload::Uploads;
use self::volume::Volume;
use crate::signup::Signup;

/// The only object that the emulator's webhooks speak of.
pub const OBJECT: &str = "whatsapp_business_account";

/// Everything that a restart must find again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct World {
    pub seed: u64,
    pub app: AppKeys,
    /// Ids in the order of the document that the world came from.
    pub businesses: Vec<String>,
    pub nodes: BTreeMap<String, Node>,
    pub tokens: BTreeMap<String, Token>,
    pub users: BTreeMap<String, User>,
    /// What the world's own app hears.
    #[serde(flatten)]
    pub own: Hearing,
    /// Apps of others, by id.
    #[serde(default)]
    pub others: BTreeMap<String, OtherApp>,
    /// How many ids were minted so far, so that none is given twice.
    pub minted: u64,
    #[serde(default)]
    pub signup: Signup,
    #[serde(default)]
    pub ledger: Ledger,
    #[serde(default)]
    pub volume: Volume,
    #[serde(default)]
    pub uploads: Uploads,
    #[serde(default)]
    pub priced: Priced,
    #[serde(default)]
    pub media: MediaStore,
    /// What people and businesses wrote to each other last.
    #[serde(default)]
    pub chat: Chat,
    /// Marketing messages that people got.
    #[serde(default)]
    pub cap: Cap,
    #[serde(default)]
    pub calls: Calls,
    /// Messages that wait for their template's quality.
    #[serde(default)]
    pub pacing: Pacing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Business,
    Waba,
    Number,
    Template,
    App,
}

/// Which of Meta's two rule sets a WABA's numbers live under.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rules {
    /// Limits belong to the portfolio (since October 2025).
    #[default]
    Portfolio,
    /// Limits belong to the number, and low quality flags it.
    Legacy,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Node {
    pub id: String,
    pub kind: Kind,
    pub parent: Option<String>,
    /// Businesses have WABAs below them, and WABAs numbers.
    pub children: Vec<String>,
    /// A WABA's message templates. They are no `children`, so that whatever goes through those
    /// meets numbers only.
    #[serde(default)]
    pub templates: Vec<String>,
    /// How often a template was paused: Meta names the first time and the second.
    #[serde(default)]
    pub pauses: u32,
    /// The pause that a template is in.
    #[serde(default)]
    pub pause: Option<Pause>,
    /// The review that a template waits for; one that was made by hand waits for a hand.
    #[serde(default)]
    pub review: Option<Review>,
    /// Why a name was rejected last, if that was said.
    #[serde(default)]
    pub name_rejection: Option<String>,
    /// What every request for a username is refused with, if that was said.
    #[serde(default)]
    pub username_error: Option<u32>,
    /// Graph's fields under Meta's names; an absent one is omitted from answers.
    pub fields: Map<String, Value>,
    /// Health that was set by hand; without it health follows from the fields.
    pub health: Option<Health>,
    /// What an account may not do, for how long.
    #[serde(default)]
    pub restrictions: Vec<Restriction>,
    pub rules: Rules,
    pub pin: Option<String>,
    #[serde(default)]
    pub registration: Registration,
    #[serde(default)]
    pub clocks: Clocks,
    pub profile: Map<String, Value>,
}

/// What an entity of `health_status` says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Health {
    pub can_send_message: String,
    pub errors: Vec<Value>,
    pub additional_info: Vec<Value>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct User {
    pub name: String,
    /// When this user last wrote, by number: each opens a service window of 24 hours.
    pub wrote_at_ms: BTreeMap<String, i64>,
    /// The businesses whose marketing messages this user stopped.
    #[serde(default)]
    pub stopped: BTreeSet<String>,
    /// The numbers that blocked this user.
    #[serde(default)]
    pub blocked_by: BTreeSet<String>,
    /// Who has one shows no phone number.
    #[serde(default)]
    pub username: Option<String>,
    /// The advertisements from which this user wrote last, by number.
    #[serde(default)]
    pub entry_points: BTreeMap<String, EntryPoint>,
    /// Reads whatever comes at once, so that Meta tells no `delivered` of it.
    #[serde(default)]
    pub has_chat_open: bool,
}

impl World {
    pub fn node(&self, kind: Kind, id: &str) -> Option<&Node> {
        self.nodes.get(id).filter(|node| node.kind == kind)
    }

    /// The nodes below one node, in their order.
    pub fn children<'w>(&'w self, node: &'w Node) -> impl Iterator<Item = &'w Node> {
        node.children.iter().filter_map(|id| self.nodes.get(id))
    }

    /// The message templates of a WABA, in their order.
    pub fn templates<'w>(&'w self, waba: &'w Node) -> impl Iterator<Item = &'w Node> {
        waba.templates.iter().filter_map(|id| self.nodes.get(id))
    }

    pub fn business_nodes(&self) -> impl Iterator<Item = &Node> {
        self.businesses.iter().filter_map(|id| self.nodes.get(id))
    }

    pub fn wabas(&self) -> impl Iterator<Item = &Node> {
        self.business_nodes().flat_map(|business| self.children(business))
    }

    /// The WABA that a node is, or belongs to.
    pub fn waba_of<'w>(&'w self, node: &'w Node) -> Option<&'w Node> {
        match node.kind {
            Kind::Waba => Some(node),
            Kind::Number | Kind::Template => self.nodes.get(node.parent.as_deref()?),
            Kind::Business | Kind::App => None,
        }
    }

    /// The portfolio that a node is, or belongs to.
    pub fn business_of<'w>(&'w self, node: &'w Node) -> Option<&'w Node> {
        match node.kind {
            Kind::Business => Some(node),
            Kind::Waba => self.nodes.get(node.parent.as_deref()?),
            Kind::Number | Kind::Template => {
                self.business_of(self.nodes.get(node.parent.as_deref()?)?)
            }
            Kind::App => None,
        }
    }

    /// What the world's own app subscribed to.
    pub fn subscription(&self) -> Option<&Subscription> {
        self.own.subscription()
    }

    /// The number of this world that has these digits; one that moved away or was deleted has them no
    /// more.
    pub fn number_of_phone<'w>(&'w self, digits: &str) -> Option<&'w Node> {
        let is_gone = |node: &Node| registration::GONE.contains(&node.text("status"));
        self.numbers().find(|node| node.phone_digits() == digits && !is_gone(node))
    }

    /// When a number with these digits was deleted last.
    pub fn deleted_s(&self, digits: &str) -> Option<i64> {
        let had = self.numbers().filter(|node| node.phone_digits() == digits);
        had.filter_map(|node| node.registration.deleted_s).max()
    }

    fn numbers(&self) -> impl Iterator<Item = &Node> {
        self.nodes.values().filter(|node| node.kind == Kind::Number)
    }

    pub fn has_phone(&self, digits: &str) -> bool {
        self.number_of_phone(digits).is_some()
    }

    /// The next number of a sequence that never repeats within one world.
    pub fn next_mint(&mut self) -> u64 {
        self.minted += 1;
        self.minted
    }

    /// The business-scoped id of a user: another one in each portfolio.
    pub fn user_id(&self, business_id: &str, wa_id: &str) -> String {
        let country = country::of(wa_id);
        let label = format!("bsuid {business_id} {wa_id}");
        format!("{country}.{}", mint::digits(self.seed, &label, 20))
    }
}

impl Node {
    pub fn new(kind: Kind, id: String, parent: Option<String>) -> Node {
        Node {
            id,
            kind,
            parent,
            children: Vec::new(),
            templates: Vec::new(),
            pauses: 0,
            pause: None,
            review: None,
            name_rejection: None,
            username_error: None,
            fields: Map::new(),
            health: None,
            restrictions: Vec::new(),
            rules: Rules::default(),
            pin: None,
            registration: Registration::default(),
            clocks: Clocks::default(),
            profile: Map::new(),
        }
    }

    /// A field that is text, or the empty text when it is not set.
    pub fn text(&self, field: &str) -> &str {
        self.fields.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// Takes a node of this kind below itself, as the last.
    pub fn adopt(&mut self, kind: Kind, id: String) {
        match kind {
            Kind::Template => self.templates.push(id),
            Kind::Business | Kind::Waba | Kind::Number | Kind::App => self.children.push(id),
        }
    }

    pub fn set(&mut self, field: &str, value: impl Into<Value>) {
        self.fields.insert(field.to_owned(), value.into());
    }

    /// Whether a number's quality is low.
    pub fn is_low(&self) -> bool {
        self.text("quality_rating") == "RED"
    }

    /// The phone number as webhooks write it: digits only.
    pub fn phone_digits(&self) -> String {
        self.text("display_phone_number").chars().filter(char::is_ascii_digit).collect()
    }
}

impl Rules {
    pub fn name(self) -> &'static str {
        match self {
            Rules::Portfolio => "portfolio",
            Rules::Legacy => "legacy",
        }
    }
}
