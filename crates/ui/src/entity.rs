//! An entity of Meta's health as a card: can it send, what Meta says is wrong, what follows.
//!
//! Meta reports nothing about receiving. What is said of it follows from the sentences of the
//! product's description and is marked as computed; where they say nothing it is unknown.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use domain::NodeKind;
use domain::health::{self, HealthError};
use domain::readiness::{Deaf, Readiness, Reason, Scope};
use meta::open::{CanSendMessage, EntityType};

use crate::badge::{self, Badge};
use crate::health::effect::{self, Effect};
use crate::named;
use crate::told::{Failing, Lens, Source, Told};
use crate::words::Words;

/// A card.
pub(crate) struct Card {
    pub id: String,
    /// Meta's kind, raw.
    pub raw_kind: String,
    pub kind: String,
    pub icon: &'static str,
    pub name: String,
    pub name_told: Option<Told>,
    /// Marks of the errors: their codes, apart by spaces.
    pub errors_told: Option<Told>,
    pub can: Badge,
    pub flows: [Flow; 2],
    pub consequence: Option<String>,
    pub errors: Vec<HealthError>,
    pub remarks: Vec<String>,
    pub source: Option<Source>,
    pub failing: Option<Failing>,
}

/// What goes through an entity: sending, receiving, webhooks.
pub(crate) struct Flow {
    pub title: String,
    pub tone: &'static str,
    pub icon: &'static str,
    pub word: String,
    /// Whether Farol concluded it.
    pub is_computed: bool,
}

/// The cards of a scope: its business, accounts and apps, and whatever else stands in the way.
pub(crate) fn cards(
    lens: &Lens<'_>,
    scope: &Scope,
    readiness: &Readiness,
    webhooks: Option<bool>,
) -> Vec<Card> {
    let replicated = scope.businesses.iter().chain(&scope.wabas).chain(&scope.apps);
    let mut listed: Vec<(EntityType, String)> = replicated
        .map(|replica| (replica.node.kind.entity().clone(), replica.node.id.clone()))
        .collect();
    let mut seen: BTreeSet<(EntityType, String)> = listed.iter().cloned().collect();
    let troubled = readiness.reasons.iter().filter_map(|reason| match reason {
        Reason::Blocked { kind, id } | Reason::Limited { kind, id } => {
            Some((kind.clone(), id.clone()))
        }
        _ => None,
    });
    listed.extend(troubled.filter(|entity| seen.insert(entity.clone())));
    let known = Known::of(scope);
    listed.iter().map(|(kind, id)| known.card(lens, kind, id, webhooks)).collect()
}

/// A scope of which many entities are asked for: each health is read once, and only if it must be.
pub(crate) struct Known<'a> {
    scope: &'a Scope,
    newest: OnceCell<health::Newest<'a>>,
    deaf: Deaf<'a>,
}

impl<'a> Known<'a> {
    /// Of this scope.
    pub fn of(scope: &'a Scope) -> Self {
        Self { scope, newest: OnceCell::new(), deaf: Deaf::of(scope) }
    }

    /// The card of one entity.
    pub fn card(
        &self,
        lens: &Lens<'_>,
        kind: &EntityType,
        id: &str,
        webhooks: Option<bool>,
    ) -> Card {
        shown(lens, (self.scope, &self.deaf), kind, id, self.entity(kind, id), webhooks)
    }

    /// The same of an entity whose newest word was looked up already.
    pub fn card_of(
        &self,
        lens: &Lens<'_>,
        kind: &EntityType,
        id: &str,
        health: Option<health::Entity>,
    ) -> Card {
        shown(lens, (self.scope, &self.deaf), kind, id, health, None)
    }

    /// The newest word on an entity, as [`Scope::entity`] has it.
    pub fn entity(&self, kind: &EntityType, id: &str) -> Option<health::Entity> {
        let own = || health::newest(self.scope.replica(NodeKind::PhoneNumber, id), kind, id);
        match kind {
            EntityType::MessageTemplate => self.scope.entity(kind, id),
            EntityType::PhoneNumber => own().or_else(|| self.by_any(kind, id)),
            _ => self.by_any(kind, id),
        }
    }

    fn by_any(&self, kind: &EntityType, id: &str) -> Option<health::Entity> {
        let all = || self.scope.wabas.iter().chain(&self.scope.numbers);
        self.newest.get_or_init(|| health::Newest::of(all())).get(kind, id)
    }
}

/// The card of one entity.
pub(crate) fn card(
    lens: &Lens<'_>,
    scope: &Scope,
    kind: &EntityType,
    id: &str,
    webhooks: Option<bool>,
) -> Card {
    shown(lens, (scope, &Deaf::of(scope)), kind, id, scope.entity(kind, id), webhooks)
}

fn shown(
    lens: &Lens<'_>,
    (scope, deaf): (&Scope, &Deaf<'_>),
    kind: &EntityType,
    id: &str,
    health: Option<health::Entity>,
    webhooks: Option<bool>,
) -> Card {
    let words = lens.words;
    let replica = NodeKind::of_entity(kind).and_then(|kind| scope.replica(kind, id));
    let is_deaf = deaf.has(scope, kind, id);
    let can = health.as_ref().and_then(|entity| entity.can_send.clone()).filter(|_| !is_deaf);
    let badge = match (&health, &can) {
        (Some(_), None) if is_deaf => Badge::deaf(words),
        (Some(entity), Some(can)) => {
            let raw = can.to_string();
            let told = Told::inside("can_send_message", raw, entity.at, entity.how);
            Badge { told: Some(told), look: badge::can_send(words, can) }
        }
        _ => Badge::unread(words),
    };
    let source = health.as_ref().map(|entity| source(lens, kind, entity));
    let second = match kind {
        EntityType::App => webhooks_flow(lens, webhooks),
        _ => receiving(lens, kind, can.as_ref()),
    };
    Card {
        id: id.to_owned(),
        raw_kind: kind.to_string(),
        kind: kind_word(lens.words, kind),
        icon: icon(kind),
        name: replica.map_or_else(|| id.to_owned(), named::name),
        name_told: replica
            .and_then(|replica| replica.get("name"))
            .map(|heard| Told::of("name", heard)),
        errors_told: health.as_ref().map(|entity| {
            let codes: Vec<&str> = entity.errors.iter().map(|error| error.code.as_str()).collect();
            Told::inside("errors", codes.join(" "), entity.at, entity.how)
        }),
        flows: [sending(lens, kind, can.as_ref()), second],
        consequence: consequence(kind, can.as_ref()).map(|key| words.t(key)),
        can: badge,
        errors: health.as_ref().map(|entity| entity.errors.clone()).unwrap_or_default(),
        remarks: health.map(|entity| entity.additional_info).unwrap_or_default(),
        source,
        failing: replica.and_then(|replica| lens.failure(replica)),
    }
}

fn source(lens: &Lens<'_>, kind: &EntityType, entity: &health::Entity) -> Source {
    let kind = NodeKind::of_entity(kind).unwrap_or(NodeKind::Waba);
    lens.source(kind, entity.at, entity.how)
}

/// What an entity is, in words; a kind that is not known here as Meta spells it.
pub(crate) fn kind_word(words: &Words, kind: &EntityType) -> String {
    let key = match kind {
        EntityType::Business => "kind-business",
        EntityType::Waba => "kind-waba",
        EntityType::App => "kind-app",
        EntityType::PhoneNumber => "kind-number",
        EntityType::MessageTemplate => "kind-template",
        EntityType::Other(raw) => return raw.clone(),
    };
    words.t(key)
}

/// The drawing of a kind.
pub(crate) const fn icon(kind: &EntityType) -> &'static str {
    match kind {
        EntityType::Business => "briefcase-business",
        EntityType::Waba => "messages-square",
        EntityType::App => "app-window",
        EntityType::PhoneNumber => "smartphone",
        EntityType::MessageTemplate => "file-text",
        EntityType::Other(_) => "square-dashed",
    }
}

/// What follows from an entity's state, in the words of the product's description.
pub(crate) const fn consequence(
    kind: &EntityType,
    can: Option<&CanSendMessage>,
) -> Option<&'static str> {
    match (kind, can) {
        (EntityType::Waba, Some(CanSendMessage::Blocked)) => Some("consequence-waba-blocked"),
        (EntityType::Business, Some(CanSendMessage::Limited)) => {
            Some("consequence-business-limited")
        }
        (EntityType::Business, Some(CanSendMessage::Blocked)) => {
            Some("consequence-business-blocked")
        }
        _ => None,
    }
}

/// What Meta says of sending; where the product's description says something else, that counts.
fn sending(lens: &Lens<'_>, kind: &EntityType, can: Option<&CanSendMessage>) -> Flow {
    let look = match effect::effects(kind, can).start {
        Effect::Works => ("ok", "check", "flow-free"),
        Effect::Limited | Effect::OtherTemplates => ("warn", "circle-alert", "flow-limited"),
        start if start.is_stopped() => ("bad", "x", "flow-stopped"),
        _ => ("unk", "circle-dashed", "flow-unknown"),
    };
    let is_concluded = look.0 == "bad" && can != Some(&CanSendMessage::Blocked);
    flow(lens, "flow-sending", look, is_concluded)
}

fn receiving(lens: &Lens<'_>, kind: &EntityType, can: Option<&CanSendMessage>) -> Flow {
    let look = match effect::effects(kind, can).receive {
        Effect::Stopped => ("bad", "x", "flow-stopped"),
        Effect::Limited => ("warn", "circle-alert", "flow-fewer"),
        _ => ("unk", "circle-dashed", "flow-unknown"),
    };
    let is_computed = look.0 != "unk";
    flow(lens, "flow-receiving", look, is_computed)
}

fn webhooks_flow(lens: &Lens<'_>, webhooks: Option<bool>) -> Flow {
    let look = match webhooks {
        Some(true) => ("ok", "check", "webhooks-seen"),
        Some(false) => ("warn", "circle-alert", "webhooks-none"),
        None => ("unk", "circle-dashed", "flow-unknown"),
    };
    flow(lens, "flow-webhooks", look, false)
}

fn flow(
    lens: &Lens<'_>,
    title: &str,
    (tone, icon, word): (&'static str, &'static str, &str),
    is_computed: bool,
) -> Flow {
    Flow { title: lens.words.t(title), tone, icon, word: lens.words.t(word), is_computed }
}
