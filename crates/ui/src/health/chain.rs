//! The entities on the way of a message, in the order in which they hang from each other.

mod fold;
mod listed;

use domain::health::{self, Entity};
use domain::readiness::Scope;
use domain::{NodeKind, Replica, number};
use meta::open::{CanSendMessage, EntityType, PhoneNumberStatus};
use serde_json::Value;

pub(crate) use self::fold::Folded;
use self::fold::{Brief, FEW, brief};
use self::listed::Listed;
use super::effect;
use super::translation::translation;
use crate::badge::{Badge, Look, look};
use crate::entity::{Card, Known};
use crate::news;
use crate::told::{Lens, Told};
use crate::view::Branch;
use crate::words::Words;

/// One entity.
pub(crate) struct Line {
    /// How deep it hangs, from 0.
    pub depth: u8,
    pub card: Card,
    pub can: Option<CanSendMessage>,
    pub kind: EntityType,
    /// Its node, where it is one that can be read.
    pub node: Option<String>,
    /// Said small behind the kind: a template's category and language, a number's phone.
    pub small: Vec<(String, Option<Told>)>,
    /// A template's or a number's own state, and a template's quality.
    pub state: Option<Badge>,
    pub quality: Option<Badge>,
    pub errors: Vec<Said>,
    pub remarks: Vec<Quote>,
    /// Calls by SIP, when they are not available; they do not count for messages (META 5).
    pub sip: Option<Badge>,
    /// What follows from it, when the product's description does not say so itself.
    pub derived: Option<String>,
    pub rails: Vec<Rail>,
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

    /// A number's own state; a template's has other words.
    pub fn state_of_number(&self) -> Option<&Badge> {
        self.state.as_ref().filter(|_| self.kind == EntityType::PhoneNumber)
    }

    /// Whether what is said of it is old.
    pub fn is_old(&self) -> bool {
        self.card.source.as_ref().is_some_and(|source| source.is_old)
    }

    /// Whether Meta says anything that belongs into the field of errors.
    pub fn has_said(&self) -> bool {
        !self.errors.is_empty() || !self.remarks.is_empty()
    }
}

/// A line, or several behind one.
pub(crate) enum Link {
    Line(Box<Line>),
    Folded(Box<Folded>),
}

/// A piece of the drawing left of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rail {
    /// The depth below which it is drawn.
    pub at: u8,
    /// `pass` leads to a later entity, `end` to this one, `tee` to both, `stem` from this one down.
    pub shape: &'static str,
}

/// The chain of all accounts. An app hangs where a message of its account passes it; one that serves
/// several accounts stands before them, since it is one for all.
pub(crate) fn chain(lens: &Lens<'_>, scope: &Scope, branches: &[Branch]) -> Vec<Link> {
    let (known, listed) = (Known::of(scope), Listed::default());
    let mut listing = Listing { lens, scope, known, listed, links: Vec::new() };
    for branch in branches {
        if branches.iter().filter(|other| other.app == branch.app).count() > 1 {
            listing.add(&EntityType::App, &branch.app, 0);
        }
    }
    for branch in branches {
        listing.add(&EntityType::Business, &branch.business, 0);
        let of_business = branches.iter().filter(|other| other.business == branch.business);
        of_business.for_each(|account| listing.add_account(account));
    }
    listing.add_rest();
    drawn(listing.links)
}

struct Listing<'a> {
    lens: &'a Lens<'a>,
    scope: &'a Scope,
    known: Known<'a>,
    listed: Listed,
    links: Vec<Link>,
}

impl Listing<'_> {
    fn add(&mut self, kind: &EntityType, id: &str, depth: u8) {
        if self.listed.insert(kind, id) {
            let line = self.line(kind, id, depth);
            self.links.push(Link::Line(Box::new(line)));
        }
    }

    fn line(&self, kind: &EntityType, id: &str, depth: u8) -> Line {
        line(self.lens, self.scope, &self.known, (kind, id), depth)
    }

    fn brief(&self, kind: &EntityType, id: &str) -> Option<Brief> {
        brief(self.lens, self.scope, &self.known, kind, id)
    }

    fn fold(
        &mut self,
        sort: (&str, &str, &EntityType),
        place: (&str, u8),
        folded: (Vec<Brief>, Vec<Line>),
    ) {
        if !folded.0.is_empty() || !folded.1.is_empty() {
            let folded = Folded::of(self.lens, sort, place, folded);
            self.links.push(Link::Folded(Box::new(folded)));
        }
    }

    fn add_account(&mut self, branch: &Branch) {
        if self.listed.has(&EntityType::Waba, &branch.waba) {
            return;
        }
        self.add(&EntityType::Waba, &branch.waba, 1);
        let is_shared = self.listed.has(&EntityType::App, &branch.app);
        self.add(&EntityType::App, &branch.app, 2);
        let depth = if is_shared { 2 } else { 3 };
        self.add_numbers(branch, depth);
        self.add_templates(branch, depth);
    }

    /// Numbers one by one; of many, those that are well behind one line.
    fn add_numbers(&mut self, branch: &Branch, depth: u8) {
        let kind = EntityType::PhoneNumber;
        let mut well = Vec::new();
        if branch.numbers.len() > FEW {
            well = branch.numbers.iter().filter_map(|id| self.brief(&kind, id)).collect();
        }
        if well.len() > FEW {
            for brief in &well {
                self.listed.insert(&kind, &brief.id);
            }
        } else {
            well.clear();
        }
        for id in &branch.numbers {
            self.add(&kind, id, depth);
        }
        self.fold(("numbers-well", "numbers-well", &kind), (&branch.waba, depth), (well, vec![]));
    }

    /// Troubled templates one by one, the others behind two lines: there may be hundreds.
    fn add_templates(&mut self, branch: &Branch, depth: u8) {
        let (mut briefs, mut well, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        let kind = EntityType::MessageTemplate;
        for id in &branch.templates {
            if !self.listed.insert(&kind, id) {
                continue;
            }
            if let Some(brief) = self.brief(&kind, id) {
                briefs.push(brief);
                continue;
            }
            let line = self.line(&kind, id, depth);
            match line.can {
                Some(CanSendMessage::Available) if !line.has_said() => well.push(line),
                None if !line.has_said() => unread.push(line),
                _ => self.links.push(Link::Line(Box::new(line))),
            }
        }
        let place = (branch.waba.as_str(), depth);
        self.fold(("templates-unread", "templates-unread", &kind), place, (Vec::new(), unread));
        self.fold(("templates-well", "templates-well", &kind), place, (briefs, well));
    }

    /// What is replicated or named by Meta's health beside what is known to hang together.
    fn add_rest(&mut self) {
        let scope = self.scope;
        for replica in scope.replicas() {
            self.add(replica.node.kind.entity(), &replica.node.id, 0);
        }
        for (kind, id) in scope.wabas.iter().chain(&scope.numbers).flat_map(health::named) {
            self.add(&kind, id, 0);
        }
    }
}

/// Gives each link its piece of the drawing, which depends on what follows it.
fn drawn(mut links: Vec<Link>) -> Vec<Link> {
    let depth = |link: &Link| match link {
        Link::Line(line) => line.depth,
        Link::Folded(folded) => folded.depth,
    };
    // From the last one up: which lines lead on to a later entity is then known.
    let (mut leads_on, mut below) = (Vec::new(), None);
    for link in links.iter_mut().rev() {
        let depth = depth(link);
        let rails = rails(depth, &mut leads_on, below.replace(depth));
        match link {
            Link::Line(line) => line.rails = rails,
            Link::Folded(folded) => folded.rails = rails,
        }
    }
    links
}

/// The pieces left of an entity. `leads_on` says of each depth whether a line there leads to an
/// entity further down, and is brought to this one; `below` is the depth of the next one.
fn rails(depth: u8, leads_on: &mut Vec<bool>, below: Option<u8>) -> Vec<Rail> {
    let width = usize::from(depth);
    leads_on.resize(leads_on.len().max(width), false);
    let piece = |(at, leads_on): (u8, &bool)| {
        let shape = match (at + 1 == depth, leads_on) {
            (true, true) => "tee",
            (true, false) => "end",
            (false, true) => "pass",
            (false, false) => return None,
        };
        Some(Rail { at, shape })
    };
    let stem =
        below.is_some_and(|below| below > depth).then_some(Rail { at: depth, shape: "stem" });
    let pieces = (0..depth).zip(leads_on.iter()).filter_map(piece).chain(stem).collect();
    // Nothing deeper leads past this one, and the line that it hangs on leads here.
    leads_on.truncate(width);
    if let Some(last) = leads_on.last_mut() {
        *last = true;
    }
    pieces
}

fn line(
    lens: &Lens<'_>,
    scope: &Scope,
    known: &Known<'_>,
    (kind, id): (&EntityType, &str),
    depth: u8,
) -> Line {
    let health = known.entity(kind, id);
    let card = known.card_of(lens, kind, id, health.clone());
    let can = health.as_ref().and_then(|entity| entity.can_send.clone());
    let quote =
        |text: &str| Quote { text: text.to_owned(), translation: translation(lens.words, text) };
    let said = |error: &health::HealthError| Said {
        code: error.code.clone(),
        description: quote(&error.description),
        solution: error.solution.as_deref().map(quote),
    };
    let replica = replica(scope, kind, id);
    let of_replica = replica.map(|replica| of_replica(lens.words, replica)).unwrap_or_default();
    let (state, quality) = of_replica;
    Line {
        depth,
        small: replica.map(|replica| small(lens.words, replica)).unwrap_or_default(),
        state,
        quality,
        errors: health.iter().flat_map(|entity| entity.errors.iter().map(said)).collect(),
        remarks: health
            .iter()
            .flat_map(|entity| entity.additional_info.iter().map(|remark| quote(remark)))
            .collect(),
        sip: health.as_ref().and_then(|entity| sip(lens, entity)),
        derived: effect::derived(kind, can.as_ref()).map(|key| lens.words.t(key)),
        rails: Vec::new(),
        node: replica.map(|replica| replica.node.to_string()),
        card,
        can,
        kind: kind.clone(),
    }
}

fn replica<'s>(scope: &'s Scope, kind: &EntityType, id: &str) -> Option<&'s Replica> {
    scope.replica(NodeKind::of_entity(kind)?, id)
}

/// What is said small of a number or a template: its phone number; its category and language.
fn small(words: &Words, replica: &Replica) -> Vec<(String, Option<Told>)> {
    let kind = replica.node.kind;
    let fields: &[&'static str] = match kind {
        NodeKind::PhoneNumber => &["display_phone_number"],
        NodeKind::MessageTemplate => &["category", "language"],
        NodeKind::Business
        | NodeKind::Waba
        | NodeKind::App
        | NodeKind::Profile
        | NodeKind::Username => &[],
    };
    let word = |field: &&'static str| {
        let heard = replica.get(field)?;
        let known = news::known(words, kind, field, &heard.value);
        let word = known.map_or_else(|| plain(&heard.value), |look| look.word);
        Some((word, Some(Told::of(field, heard))))
    };
    fields.iter().filter_map(word).collect()
}

/// A number's or a template's own state, and a template's quality.
fn of_replica(words: &Words, replica: &Replica) -> (Option<Badge>, Option<Badge>) {
    match replica.node.kind {
        NodeKind::PhoneNumber => (Some(Badge::of(words, replica, "status")), None),
        NodeKind::MessageTemplate => (Some(status(words, replica)), score(words, replica)),
        NodeKind::Business
        | NodeKind::Waba
        | NodeKind::App
        | NodeKind::Profile
        | NodeKind::Username => (None, None),
    }
}

/// A template's state, which has other words than a number's.
fn status(words: &Words, template: &Replica) -> Badge {
    let Some(heard) = template.get("status") else { return Badge::unread(words) };
    let known = news::known(words, template.node.kind, "status", &heard.value);
    let look = known.unwrap_or_else(|| raw(&heard.value));
    Badge { told: Some(Told::of("status", heard)), look }
}

/// A template's quality; one that was never scored has no lamps to show.
fn score(words: &Words, template: &Replica) -> Option<Badge> {
    let heard = template.get("quality_score")?;
    let score = heard.value.get("score").and_then(Value::as_str)?;
    (score != "UNKNOWN").then(|| Badge {
        told: Some(Told::inside("quality_score", score.to_owned(), heard.at, heard.how)),
        look: look(words, "quality_score", &heard.value),
    })
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
