//! What each state causes, as a table: what holds now on top, then every state that causes anything.

use std::collections::HashMap;

use domain::readiness::Scope;
use domain::{NodeKind, Replica, health, number};
use meta::open::{CanSendMessage, EntityType};

use super::effect::{self, Effect, Effects};
use crate::badge::{self, Look};
use crate::view::{self, Branch};
use crate::words::Words;

/// A row.
pub(crate) struct Row {
    pub title: String,
    pub is_now: bool,
    /// Whether Farol concluded it.
    pub is_derived: bool,
    pub state: Look,
    pub cells: [Cell; 3],
}

/// What becomes of one thing.
pub(crate) struct Cell {
    pub title: String,
    pub tone: &'static str,
    pub icon: &'static str,
    pub word: String,
    /// Whether Farol concluded it, where the row is not its conclusion as a whole.
    pub is_derived: bool,
}

/// What the cells are about, in their order.
const TITLES: [&str; 3] = ["conseq-start", "conseq-reply", "conseq-receive"];

/// The states that cause something, each by what the product's description or Farol says.
pub(crate) fn rows(words: &Words) -> Vec<Row> {
    use CanSendMessage::{Blocked, Limited};
    use EntityType::{App, Business, MessageTemplate, PhoneNumber, Waba};
    [
        ("kind-waba", Waba, Blocked),
        ("kind-business", Business, Limited),
        ("kind-business", Business, Blocked),
        ("kind-app", App, Blocked),
        ("kind-number", PhoneNumber, Blocked),
        ("kind-template", MessageTemplate, Blocked),
    ]
    .into_iter()
    .map(|(title, kind, can)| row(words, title, &kind, &can))
    .collect()
}

fn row(words: &Words, title: &str, kind: &EntityType, can: &CanSendMessage) -> Row {
    let effects = effect::effects(kind, Some(can));
    let is_derived = !matches!(kind, EntityType::Waba | EntityType::Business);
    // The description speaks of sending and receiving; what it does not say of replies is ours.
    let is_reply_ours = !is_derived && effects.reply != effects.start;
    let cell = |title: &str, effect: Effect, is_derived| {
        let (key, tone, icon) = effect.look();
        Cell { title: words.t(title), tone, icon, word: words.t(key), is_derived }
    };
    let [start, reply, receive] = TITLES;
    Row {
        title: words.t(title),
        is_now: false,
        is_derived,
        state: badge::can_send(words, can),
        cells: [
            cell(start, effects.start, false),
            cell(reply, effects.reply, is_reply_ours),
            cell(receive, effects.receive, false),
        ],
    }
}

/// What holds now for the active numbers, each by everything above it.
pub(crate) struct Now {
    effects: Vec<Effects>,
    /// Whether a number was read at all.
    is_read: bool,
}

impl Now {
    pub fn of(view: &view::Health<'_>) -> Self {
        let scope = view.scope;
        let active = scope.numbers.iter().filter(|number| number::is_active(number));
        let newest = scope.newest();
        // Once for each account: there may be a thousand numbers, and each asks for what is above it.
        let mut above = HashMap::new();
        for branch in view.branches {
            let effects = of_branch(scope, &newest, branch);
            for id in &branch.numbers {
                above.entry(id.as_str()).or_insert(effects);
            }
        }
        let above_of = |number: &Replica| above.get(number.node.id.as_str()).copied();
        Self {
            effects: active.map(|number| of_number(&newest, number, above_of(number))).collect(),
            is_read: scope.numbers.iter().any(|number| number.read_at.is_some()),
        }
    }

    /// How many numbers are active, and how many of them can start conversations.
    pub fn able(&self) -> (usize, usize) {
        let able = self.effects.iter().filter(|effects| effects.start.is_able()).count();
        (able, self.effects.len())
    }

    /// The row on top, under the state of all entities together.
    pub fn row(&self, words: &Words, state: Look) -> Row {
        let of: [fn(&Effects) -> Effect; 3] = [|e| e.start, |e| e.reply, |e| e.receive];
        let column = |of| self.effects.iter().map(of).collect::<Vec<Effect>>();
        let [start, reply, receive] = of.map(column);
        let [of_start, of_reply, of_receive] = TITLES;
        Row {
            title: words.t("conseq-now"),
            is_now: true,
            is_derived: true,
            state,
            cells: [
                self.cell(words, of_start, &start),
                self.cell(words, of_reply, &reply),
                self.cell(words, of_receive, &receive),
            ],
        }
    }

    fn cell(&self, words: &Words, title: &str, effects: &[Effect]) -> Cell {
        let Some((effect, part)) = effect::gravest(effects) else {
            let key = if self.is_read { "now-none-active" } else { "never-read" };
            let (title, word) = (words.t(title), words.t(key));
            return Cell { title, tone: "unk", icon: "circle-dashed", word, is_derived: false };
        };
        let (key, tone, icon) = effect.look();
        let (title, word) = (words.t(title), words.t(key));
        if part == effects.len() {
            return Cell { title, tone, icon, word, is_derived: false };
        }
        let places = [("word", word), ("part", words.count(part as u64))];
        let word = words.with("now-some", &places, Some(effects.len() as u64));
        // What stops some of the numbers is a warning about all of them.
        let (tone, icon) = if tone == "bad" { ("warn", "triangle-alert") } else { (tone, icon) };
        Cell { title, tone, icon, word, is_derived: false }
    }
}

/// What becomes of one number by itself and by what its health names; `above` is what becomes of
/// all numbers beside it.
fn of_number(newest: &health::Newest<'_>, replica: &Replica, above: Option<Effects>) -> Effects {
    let of = |(kind, id): (EntityType, &str)| {
        effect::effects(&kind, newest.can_send(&kind, id).as_ref())
    };
    let own = of((EntityType::PhoneNumber, &replica.node.id));
    let status = effect::of_status(number::status(replica).as_ref()).and(own);
    let status = above.map_or(status, |above| status.and(above));
    health::named(replica).map(of).fold(status, Effects::and)
}

/// What becomes of an account's numbers: by what they hang from, and by the templates that they
/// could send.
fn of_branch(scope: &Scope, newest: &health::Newest<'_>, branch: &Branch) -> Effects {
    let of =
        |kind: EntityType, id: &str| effect::effects(&kind, newest.can_send(&kind, id).as_ref());
    let above = of(EntityType::Waba, &branch.waba)
        .and(of(EntityType::Business, &branch.business))
        .and(of(EntityType::App, &branch.app));
    let account = scope.replica(NodeKind::Waba, &branch.waba);
    let named = account.into_iter().flat_map(health::named).map(|(kind, id)| of(kind, id));
    let template = EntityType::MessageTemplate;
    let can = |id: &str| newest.can_send(&template, id);
    let blocked = branch.templates.iter().find(|id| can(id) == Some(CanSendMessage::Blocked));
    named.chain(blocked.map(|id| of(template.clone(), id))).fold(above, Effects::and)
}
