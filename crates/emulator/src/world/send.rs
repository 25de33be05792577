//! What becomes of a message: refused at once, failed a moment later, or delivered and read.
//!
//! The order of the checks is Meta's as far as it is known. That a used up limit fails a message
//! later, with 131048, is a design choice: Meta documents no code for it. A delivered one counts for
//! the limit, and takes a number of the legacy rules that reaches its limit into a restriction.

use serde_json::{Value, json};

use super::entry_point::{self, EntryPoint};
use super::ledger::DAY_MS;
use super::limit::{self, Scope};
use super::priced::{self, Delivered};
use super::{Health, Kind, Node, Rules, User, World, health, judge, legacy, mint, volume};
use crate::state::State;
use crate::webhooks::{self, news};

/// What blocks business-initiated messages alone, and only once they were accepted.
const PAYMENT_ERROR: i64 = 141_006;
/// What a message to somebody blocked fails with.
const UNDELIVERABLE: u32 = 131_026;

/// A message that was accepted.
#[derive(Clone, Debug)]
pub struct Message {
    pub wamid: String,
    pub wa_id: String,
    pub category: String,
    /// `biz_opaque_callback_data`, which each status repeats.
    pub callback_data: Option<String>,
    pub fate: Fate,
    /// A voice message: the person also plays it.
    pub is_voice: bool,
    /// The person had the chat open: it is read without being delivered before.
    pub is_seen_at_once: bool,
    /// What it is part of once delivered.
    pub conversation: Option<Conversation>,
}

/// A day of messages of one category with one person, or three from an advertisement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    pub id: String,
    pub ends_s: i64,
    /// It began from an advertisement, which makes it free.
    pub is_free_entry: bool,
}

impl Message {
    /// The category that its price has.
    pub fn priced_category(&self) -> &str {
        if self.is_free_entry() { entry_point::CATEGORY } else { &self.category }
    }

    /// The type of its price.
    pub fn price(&self, is_in_window: bool) -> &'static str {
        priced::kind(self.priced_category(), is_in_window)
    }

    fn is_free_entry(&self) -> bool {
        self.conversation.as_ref().is_some_and(|conversation| conversation.is_free_entry)
    }

    /// The last state that it reaches.
    pub fn last_status(&self) -> &'static str {
        match self.fate {
            Fate::Read { .. } if self.is_voice => "played",
            Fate::Read { .. } => "read",
            Fate::Failed(_) => "failed",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Sent, delivered, read.
    Read {
        /// It was sent into an open service window.
        is_in_window: bool,
    },
    /// Failed, with this code.
    Failed(u32),
}

/// What is to be sent to one person.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'d> {
    pub wa_id: &'d str,
    /// `marketing`, `marketing_lite`, `utility`, `authentication`: templates. `service`: whatever needs a window.
    pub category: &'d str,
    /// The template's id, where it is known.
    pub template: Option<&'d str>,
    pub callback_data: Option<&'d str>,
    pub is_voice: bool,
    /// A failure that control asked for.
    pub told: Option<u32>,
}

/// A number at sending: its limit is counted once, however many it sends to at this moment.
pub struct Sending {
    number: Node,
    scope: Scope,
    used: u64,
    is_restricted: bool,
    has_payment_trouble: bool,
    now_ms: i64,
}

impl Sending {
    pub fn begin(world: &World, number: &Node, now_ms: i64) -> Sending {
        let scope = Scope::of(world, number);
        Sending {
            used: scope.used(world, DAY_MS, now_ms),
            is_restricted: number.text("status") == "RESTRICTED",
            has_payment_trouble: has_payment_trouble(world, number),
            number: number.clone(),
            scope,
            now_ms,
        }
    }

    /// Sends one message, and counts it.
    pub fn send(&mut self, world: &mut World, draft: &Draft<'_>) -> Message {
        let nth = world.next_mint();
        let wamid = mint::wamid(world.seed, nth);
        self.settle(world, draft, wamid)
    }

    /// Sends a message that has its id.
    pub fn settle(&mut self, world: &mut World, draft: &Draft<'_>, wamid: String) -> Message {
        meet(world, draft.wa_id);
        let fate = self.fate(world, draft);
        if fate == (Fate::Read { is_in_window: false }) {
            self.reach(world, draft.wa_id);
        }
        if matches!(fate, Fate::Read { .. }) {
            let product = match draft.category {
                "service" => volume::OTHER,
                _ => volume::TEMPLATE,
            };
            let at_s = self.now_ms.div_euclid(1000);
            world.volume.count(&self.number.id, draft.wa_id, product, true, at_s);
        }
        let conversation = self.price(world, draft, fate);
        Message {
            wamid,
            wa_id: draft.wa_id.to_owned(),
            category: draft.category.to_owned(),
            callback_data: draft.callback_data.map(str::to_owned),
            fate,
            is_voice: draft.is_voice,
            is_seen_at_once: world.users.get(draft.wa_id).is_some_and(|user| user.has_chat_open),
            conversation,
        }
    }

    /// Counts what a delivered message costs; answers the conversation that it is part of.
    fn price(&self, world: &mut World, draft: &Draft<'_>, fate: Fate) -> Option<Conversation> {
        let Fate::Read { is_in_window } = fate else { return None };
        let user = world.users.get_mut(draft.wa_id);
        let entry = user.and_then(|user| user.entry_points.get_mut(&self.number.id));
        let opened_ms = entry.and_then(|entry| entry.take(self.now_ms));
        let category = if opened_ms.is_some() { entry_point::CATEGORY } else { draft.category };
        let delivered = Delivered {
            number: &self.number.id,
            wa_id: draft.wa_id,
            category,
            template: draft.template,
            is_in_window,
            at_s: self.now_ms.div_euclid(1000),
        };
        let day_began_s = world.priced.count(&delivered);
        let began_s = opened_ms.map_or(day_began_s, |opened_ms| opened_ms.div_euclid(1000));
        let lasts_s = if opened_ms.is_some() { EntryPoint::lasts_s() } else { priced::DAY_S };
        let label = format!("conversation {} {} {category} {began_s}", self.number.id, draft.wa_id);
        Some(Conversation {
            id: mint::secret(world.seed, &label),
            ends_s: began_s + lasts_s,
            is_free_entry: opened_ms.is_some(),
        })
    }

    fn fate(&mut self, world: &World, draft: &Draft<'_>) -> Fate {
        let user = world.users.get(draft.wa_id);
        let is_in_window =
            user.is_some_and(|user| user.has_open_window(&self.number.id, self.now_ms));
        let business = world.business_of(&self.number);
        let has_stopped =
            business.zip(user).is_some_and(|(business, user)| user.stopped.contains(&business.id));
        if self.has_payment_trouble && !is_in_window {
            return Fate::Failed(131_042);
        }
        if draft.category == "service" && !is_in_window {
            return Fate::Failed(131_047);
        }
        if !is_in_window && self.is_over_limit(world, draft.wa_id) {
            return Fate::Failed(131_048);
        }
        if let Some(code) = draft.told {
            return Fate::Failed(code);
        }
        if user.is_some_and(|user| user.blocked_by.contains(&self.number.id)) {
            return Fate::Failed(UNDELIVERABLE);
        }
        if draft.category.starts_with("marketing") && has_stopped {
            return Fate::Failed(131_050);
        }
        Fate::Read { is_in_window }
    }

    /// A restricted number may only reply. Otherwise whoever counts already may be written to again.
    fn is_over_limit(&mut self, world: &World, wa_id: &str) -> bool {
        if self.is_restricted {
            return true;
        }
        let is_full = self.scope.most.is_some_and(|most| self.used >= most);
        let is_over = is_full && !self.scope.has(world, wa_id, self.now_ms);
        if is_over {
            self.restrict();
        }
        is_over
    }

    fn reach(&mut self, world: &mut World, wa_id: &str) {
        if !self.scope.has(world, wa_id, self.now_ms) {
            self.used += 1;
        }
        world.ledger.reach(&self.number.id, wa_id, self.now_ms);
        if self.scope.most.is_some_and(|most| self.used >= most) {
            self.restrict();
        }
    }

    fn restrict(&mut self) {
        self.is_restricted |= self.scope.rules == Rules::Legacy;
    }

    /// What the sending means for the number, and tells of it.
    pub fn end(self, state: &mut State) {
        let is_fast = limit::earns_throughput(&state.world, &self.number, self.now_ms);
        if let Some(number) = state.world.nodes.get_mut(&self.number.id) {
            if self.is_restricted && number.text("status") != "RESTRICTED" {
                legacy::restrict(number, self.now_ms);
            }
            if is_fast {
                number.set("throughput", json!({"level": "HIGH"}));
                number.clocks.maintenance_until_ms = Some(self.now_ms + limit::MAINTENANCE_MS);
            }
        }
        judge::notice(&mut state.world, &self.number.id, self.now_ms);
        let told = news::of_change(&state.world, &self.number, self.now_ms.div_euclid(1000));
        webhooks::announce(state, told, self.now_ms);
    }
}

/// The code with which every message of a number is refused, if one is.
///
/// A number that is not connected is not registered; one that is banned, or whose account or
/// business is blocked, is locked; a blocked app is what 368 speaks of. All three readings of an
/// entity's health are the emulator's assumptions.
pub fn refusal(world: &World, number: &Node) -> Option<u32> {
    const GONE: [&str; 5] = ["PENDING", "UNVERIFIED", "DISCONNECTED", "DELETED", "MIGRATED"];
    if !number.is_registered() || GONE.contains(&number.text("status")) {
        return Some(133_010);
    }
    let is_blocked = |node: Option<&Node>| {
        let health = node.map(health::of_node);
        health.is_some_and(|health| is_locked(&health))
    };
    let owners = [Some(number), world.waba_of(number), world.business_of(number)];
    if number.text("status") == "BANNED" || owners.into_iter().any(is_blocked) {
        return Some(131_031);
    }
    is_blocked(world.node(Kind::App, &world.app.id)).then_some(368)
}

fn is_locked(health: &Health) -> bool {
    health.can_send_message == "BLOCKED" && !is_about_payment(health)
}

fn has_payment_trouble(world: &World, number: &Node) -> bool {
    let health = world.waba_of(number).map(health::of_node);
    health.is_some_and(|health| health.can_send_message == "BLOCKED" && is_about_payment(&health))
}

/// A code may be written as a number or as text.
fn is_about_payment(health: &Health) -> bool {
    let code = |error: &Value| {
        let code = &error["error_code"];
        code.as_i64().or_else(|| code.as_str()?.parse().ok())
    };
    health.errors.iter().any(|error| code(error) == Some(PAYMENT_ERROR))
}

/// The code with which a message of this template is refused, if one is.
pub fn template_refusal(template: &Node) -> Option<u32> {
    match template.text("status") {
        "APPROVED" => None,
        "PAUSED" => Some(132_015),
        "DISABLED" => Some(132_016),
        _ => Some(132_001),
    }
}

/// The person whom a business knows by this business-scoped id.
pub fn by_user_id(world: &World, business: &str, user_id: &str) -> Option<String> {
    world.users.keys().find(|wa_id| world.user_id(business, wa_id) == user_id).cloned()
}

/// A person of the world; an unknown one is created.
pub fn meet(world: &mut World, wa_id: &str) {
    if !world.users.contains_key(wa_id) {
        let tail = wa_id.len().saturating_sub(4);
        let name = format!("Cliente {}", &wa_id[tail..]);
        world.users.insert(wa_id.to_owned(), User { name, ..User::default() });
    }
}

impl User {
    /// Whether this person wrote to the number in the last 24 hours.
    pub fn has_open_window(&self, number: &str, now_ms: i64) -> bool {
        self.wrote_at_ms.get(number).is_some_and(|wrote_ms| now_ms < wrote_ms + DAY_MS)
    }
}
