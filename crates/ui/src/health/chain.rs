//! The entities on the way of a message, in the order in which they hang from each other.

use std::collections::BTreeSet;

use domain::health::{self, Entity};
use domain::readiness::Scope;
use domain::{Replica, number};
use meta::open::{CanSendMessage, EntityType, PhoneNumberStatus};
use serde_json::Value;

use super::effect;
use super::translation::translation;
use crate::badge::{Badge, Look, look};
use crate::entity::{self, Card};
use crate::news;
use crate::told::{Lens, Told};
use crate::view::Branch;

/// One entity.
pub(crate) struct Line {
    /// How deep it hangs, from 0.
    pub depth: u8,
    pub card: Card,
    pub can: Option<CanSendMessage>,
    pub kind: EntityType,
    /// Said small behind the kind: a template's category and language, a number's phone.
    pub small: Option<String>,
    /// A template's or a number's own state, and a template's quality.
    pub state: Option<Badge>,
    pub quality: Option<Badge>,
    pub errors: Vec<Said>,
    pub remarks: Vec<Quote>,
    /// Calls by SIP, when they are not available; they do not count for messages (META 5).
    pub sip: Option<Badge>,
    /// What follows from it, when the product's description does not say so itself.
    pub derived: Option<String>,
    /// Whether the number is one that sends at all.
    pub is_active: bool,
}

/// An error in Meta's words, with Farol's translation where there is one.
pub(crate) struct Said {
    pub code: String,
    pub description: Quote,
    pub solution: Option<Quote>,
}

/// A sentence of Meta's.
pub(crate) struct Quote {
    pub text: String,
    pub translation: Option<String>,
}

impl Line {
    /// Whether something asks for a look.
    pub fn is_troubled(&self) -> bool {
        !matches!(self.can, Some(CanSendMessage::Available))
            || !self.errors.is_empty()
            || !self.remarks.is_empty()
            || self.card.failing.is_some()
    }

    /// Whether a translation stands among its sentences.
    pub fn is_translated(&self) -> bool {
        let of_error = |said: &Said| {
            let solution = said.solution.as_ref();
            said.description.translation.is_some()
                || solution.is_some_and(|solution| solution.translation.is_some())
        };
        self.errors.iter().any(of_error)
            || self.remarks.iter().any(|remark| remark.translation.is_some())
    }

    /// Whether Meta says anything that belongs into the field of errors.
    pub fn has_said(&self) -> bool {
        !self.errors.is_empty() || !self.remarks.is_empty()
    }
}

/// An account's templates that are available, folded away.
pub(crate) struct Folded {
    pub depth: u8,
    pub title: String,
    pub lines: Vec<Line>,
}

/// A line, or several behind one.
pub(crate) enum Link {
    Line(Box<Line>),
    Folded(Folded),
}

/// The chain of all accounts. With one account the app hangs where a message passes it; with several
/// it stands before them, since it is one for all.
pub(crate) fn chain(lens: &Lens<'_>, scope: &Scope, branches: &[Branch]) -> Vec<Link> {
    let mut listing = Listing { lens, scope, listed: BTreeSet::new(), links: Vec::new() };
    let is_single = branches.len() == 1;
    if !is_single {
        for branch in branches {
            listing.add(&EntityType::App, &branch.app, 0);
        }
    }
    for branch in branches {
        listing.add(&EntityType::Business, &branch.business, 0);
        let of_business = branches.iter().filter(|other| other.business == branch.business);
        for account in of_business {
            listing.add_account(account, is_single);
        }
    }
    listing.add_rest();
    listing.links
}

struct Listing<'a> {
    lens: &'a Lens<'a>,
    scope: &'a Scope,
    listed: BTreeSet<(EntityType, String)>,
    links: Vec<Link>,
}

impl Listing<'_> {
    fn add(&mut self, kind: &EntityType, id: &str, depth: u8) {
        if self.listed.insert((kind.clone(), id.to_owned())) {
            let line = line(self.lens, self.scope, kind, id, depth);
            self.links.push(Link::Line(Box::new(line)));
        }
    }

    fn add_account(&mut self, branch: &Branch, is_single: bool) {
        if self.listed.contains(&(EntityType::Waba, branch.waba.clone())) {
            return;
        }
        self.add(&EntityType::Waba, &branch.waba, 1);
        let depth = if is_single {
            self.add(&EntityType::App, &branch.app, 2);
            3
        } else {
            2
        };
        for id in &branch.numbers {
            self.add(&EntityType::PhoneNumber, id, depth);
        }
        self.add_templates(&branch.templates, 2);
    }

    /// Troubled templates one by one, the others behind a line: there may be hundreds.
    fn add_templates(&mut self, ids: &[String], depth: u8) {
        let mut well = Vec::new();
        for id in ids {
            let kind = EntityType::MessageTemplate;
            if !self.listed.insert((kind.clone(), id.clone())) {
                continue;
            }
            let line = line(self.lens, self.scope, &kind, id, depth);
            if line.is_troubled() {
                self.links.push(Link::Line(Box::new(line)));
            } else {
                well.push(line);
            }
        }
        if !well.is_empty() {
            let title = self.lens.words.many("templates-well", well.len() as u64);
            self.links.push(Link::Folded(Folded { depth, title, lines: well }));
        }
    }

    /// What Meta's health names beside what is known to hang together.
    fn add_rest(&mut self) {
        let scope = self.scope;
        let named = scope.wabas.iter().chain(&scope.numbers).flat_map(health::entities);
        let replicated = scope.businesses.iter().chain(&scope.wabas).chain(&scope.numbers);
        let kind = |replica: &Replica| match replica.node.kind {
            domain::NodeKind::Business => EntityType::Business,
            domain::NodeKind::Waba => EntityType::Waba,
            _ => EntityType::PhoneNumber,
        };
        let mut rest: Vec<(EntityType, String)> =
            replicated.map(|replica| (kind(replica), replica.node.id.clone())).collect();
        rest.extend(named.map(|entity| (entity.kind, entity.id)));
        for (kind, id) in rest {
            self.add(&kind, &id, 0);
        }
    }
}

fn line(lens: &Lens<'_>, scope: &Scope, kind: &EntityType, id: &str, depth: u8) -> Line {
    let card = entity::card(lens, scope, kind, id, None);
    let health = scope.entity(kind, id);
    let can = health.as_ref().and_then(|entity| entity.can_send.clone());
    let quote =
        |text: &str| Quote { text: text.to_owned(), translation: translation(lens.words, text) };
    let said = |error: &health::HealthError| Said {
        code: error.code.clone(),
        description: quote(&error.description),
        solution: error.solution.as_deref().map(quote),
    };
    let replica = replica(scope, kind, id);
    let (small, state, quality) = match (kind, replica) {
        (EntityType::MessageTemplate, Some(template)) => of_template(lens, template),
        (EntityType::PhoneNumber, Some(number)) => {
            let phone = number.text("display_phone_number").map(str::to_owned);
            (phone, Some(Badge::of(lens.words, number, "status")), None)
        }
        _ => (None, None, None),
    };
    Line {
        depth,
        small,
        state,
        quality,
        errors: health.iter().flat_map(|entity| entity.errors.iter().map(said)).collect(),
        remarks: health
            .iter()
            .flat_map(|entity| entity.additional_info.iter().map(|remark| quote(remark)))
            .collect(),
        sip: health.as_ref().and_then(|entity| sip(lens, entity)),
        derived: effect::derived(kind, can.as_ref()).map(|key| lens.words.t(key)),
        is_active: replica.is_some_and(number::is_active),
        card,
        can,
        kind: kind.clone(),
    }
}

fn replica<'s>(scope: &'s Scope, kind: &EntityType, id: &str) -> Option<&'s Replica> {
    let node = crate::named::node_of(kind, id)?;
    scope.replicas().chain(&scope.templates).find(|replica| replica.node == node)
}

type OfTemplate = (Option<String>, Option<Badge>, Option<Badge>);

fn of_template(lens: &Lens<'_>, template: &Replica) -> OfTemplate {
    let words = lens.words;
    let kind = template.node.kind;
    let word = |field: &'static str| {
        let heard = template.get(field)?;
        let known = news::known(words, kind, field, &heard.value);
        Some(known.map_or_else(|| plain(&heard.value), |look| look.word))
    };
    let small: Vec<String> = [word("category"), word("language")].into_iter().flatten().collect();
    let state = template.get("status").map(|heard| Badge {
        told: Some(Told::of("status", heard)),
        look: news::known(words, kind, "status", &heard.value).unwrap_or_else(|| raw(&heard.value)),
    });
    let scored = template.get("quality_score").filter(|heard| {
        // A template that was never scored has no lamps to show.
        heard.value.get("score").and_then(Value::as_str).is_some_and(|score| score != "UNKNOWN")
    });
    let quality = scored.map(|heard| Badge {
        told: Some(Told::of("quality_score", heard)),
        look: look(words, "quality_score", &heard.value),
    });
    (Some(small.join(" · ")).filter(|small| !small.is_empty()), state, quality)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn raw(value: &Value) -> Look {
    Look { tone: "unk", icon: "circle-dashed", word: plain(value), small: None }
}

fn sip(lens: &Lens<'_>, entity: &Entity) -> Option<Badge> {
    let sip = entity.can_receive_call_sip.as_ref()?;
    if *sip == CanSendMessage::Available {
        return None;
    }
    let told = Told::inside("can_receive_call_sip", sip.to_string(), entity.at, entity.how);
    Some(Badge { told: Some(told), look: crate::badge::can_send(lens.words, sip) })
}

/// Whether a number that is not connected is only waiting to be, which is nobody's trouble.
pub(crate) fn is_pending(scope: &Scope, line: &Line) -> bool {
    let found = replica(scope, &line.kind, &line.card.id);
    let status = found.and_then(number::status);
    line.kind == EntityType::PhoneNumber
        && matches!(status, Some(PhoneNumberStatus::Pending | PhoneNumberStatus::Unverified))
}
