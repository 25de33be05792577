//! One change as the timeline tells it: whose, what, when, from where, and Meta's document.

use domain::readiness::Scope;
use domain::{Change, How, NodeKind, Replica};
use serde_json::Value;

use crate::badge::{self, Badge};
use crate::frame::{self, Around};
use crate::named;
use crate::news::{self, Clause, Form};
use crate::told::{Lens, Source, Told};
use crate::view;

/// A change.
pub(crate) struct Entry {
    pub seq: u64,
    /// `kind:id`, as in exports.
    pub node: String,
    pub field: String,
    /// What stands now, raw.
    pub value: String,
    pub how: &'static str,
    pub at: i64,
    pub tone: &'static str,
    pub icon: &'static str,
    pub whose: Whose,
    /// The field in words; `None` for one that is not known.
    pub field_word: Option<String>,
    /// What stands now, where something explains it.
    pub explained: Option<Badge>,
    pub clauses: Vec<Clause>,
    pub wholes: Vec<Whole>,
    /// Time of day.
    pub time: String,
    pub source: Source,
    pub is_of_meta: bool,
    /// Whose doing it was.
    pub by: Option<String>,
    pub evidence: Option<Evidence>,
}

/// Whose field it is.
pub(crate) struct Whose {
    pub name: String,
    /// Whether nothing but the id is known.
    pub is_id: bool,
    pub href: Option<String>,
    /// What tells it from others of the same name.
    pub small: Option<String>,
}

/// A text that the entry shows cut.
pub(crate) struct Whole {
    /// Whether it stood before or stands now.
    pub side: String,
    pub text: String,
    pub is_metas: bool,
}

/// The part of Meta's document that shows the change.
pub(crate) struct Evidence {
    pub title: String,
    pub text: String,
    pub is_cut: bool,
}

/// Words a change.
pub(crate) fn entry(
    lens: &Lens<'_>,
    around: &Around,
    scope: &Scope,
    view::Entry { seq, change, by }: &view::Entry,
) -> Entry {
    let clauses = news::clauses(lens, change);
    let (tone, icon) = news::shape(lens, change);
    Entry {
        seq: *seq,
        node: change.node.to_string(),
        field: change.field.clone(),
        value: news::printed(&change.after),
        how: change.how.as_str(),
        at: change.at.as_millis(),
        tone,
        icon,
        whose: whose(lens, around, scope, change),
        field_word: news::field_word(lens.words, change.node.kind, &change.field),
        explained: explained(lens, change),
        wholes: wholes(lens, &clauses),
        clauses,
        time: lens.words.clock(change.at),
        source: lens.source(change.node.kind, change.at, change.how),
        is_of_meta: matches!(change.how, How::Read | How::Webhook),
        by: doer(lens, change.how, by.as_deref()),
        evidence: change.evidence.as_deref().map(|text| evidence(lens, change.how, text)),
    }
}

/// A number's state or quality that stands now.
fn explained(lens: &Lens<'_>, change: &Change) -> Option<Badge> {
    let (field, value) = match (change.node.kind, change.field.as_str()) {
        (NodeKind::PhoneNumber, "status") => ("status", Some(&change.after)),
        (NodeKind::PhoneNumber, "quality_rating") => ("quality_rating", Some(&change.after)),
        (NodeKind::PhoneNumber, "quality_score") => ("quality_rating", change.after.get("score")),
        _ => return None,
    };
    let raw = value.and_then(Value::as_str)?;
    let told = Told::inside(field, raw.to_owned(), change.at, change.how);
    Some(Badge { told: Some(told), look: badge::look(lens.words, field, &raw.into()) })
}

fn doer(lens: &Lens<'_>, how: How, by: Option<&str>) -> Option<String> {
    match (by, how) {
        (Some(name), _) => Some(lens.words.t1("by-person", "name", name)),
        (None, How::Operator) => Some(lens.words.t("by-somebody")),
        (None, How::Read | How::Webhook | How::Computed) => None,
    }
}

fn whose(lens: &Lens<'_>, around: &Around, scope: &Scope, change: &Change) -> Whose {
    let node = &change.node;
    let siblings: &[Replica] = match node.kind {
        NodeKind::PhoneNumber | NodeKind::Profile | NodeKind::Username => &scope.numbers,
        NodeKind::MessageTemplate => &scope.templates,
        NodeKind::Business => &scope.businesses,
        NodeKind::Waba => &scope.wabas,
        NodeKind::App => &scope.apps,
    };
    let replica = siblings.iter().find(|replica| replica.node.id == node.id);
    let name = replica.map(named::name);
    let alike = siblings.iter().filter(|replica| Some(named::name(replica)) == name).count();
    let is_number =
        matches!(node.kind, NodeKind::PhoneNumber | NodeKind::Profile | NodeKind::Username);
    Whose {
        small: small(lens, node.kind, replica.filter(|_| alike > 1), name.is_some()),
        href: (is_number && name.is_some())
            .then(|| around.at(&format!("/numbers/{}", frame::escaped(&node.id)))),
        is_id: name.as_deref().is_none_or(|name| name == node.id),
        name: name.unwrap_or_else(|| node.id.clone()),
    }
}

/// What a node is, and which of those that are called alike.
fn small(
    lens: &Lens<'_>,
    kind: NodeKind,
    alike: Option<&Replica>,
    is_known: bool,
) -> Option<String> {
    let words = lens.words;
    let of_alike = |field| alike.and_then(|replica| replica.text(field)).map(str::to_owned);
    match kind {
        NodeKind::PhoneNumber | NodeKind::Profile | NodeKind::Username if is_known => {
            of_alike("display_phone_number")
        }
        NodeKind::PhoneNumber | NodeKind::Profile | NodeKind::Username => {
            Some(words.t("kind-number"))
        }
        NodeKind::MessageTemplate => {
            let language = of_alike("language").map(|language| format!(" · {language}"));
            Some(words.t("whose-template") + &language.unwrap_or_default())
        }
        NodeKind::Business => Some(words.t("kind-business")),
        NodeKind::Waba => Some(words.t("kind-waba")),
        NodeKind::App => Some(words.t("kind-app")),
    }
}

fn wholes(lens: &Lens<'_>, clauses: &[Clause]) -> Vec<Whole> {
    let mut wholes = Vec::new();
    for step in clauses.iter().flatten() {
        let side = if step.is_before { "whole-before" } else { "whole-after" };
        for piece in &step.pieces {
            let Some(text) = &piece.whole else { continue };
            let is_metas = piece.form == Form::MetaText || piece.quote.is_some();
            wholes.push(Whole { side: lens.words.t(side), text: text.clone(), is_metas });
        }
    }
    wholes
}

/// Whole JSON is laid out; a document that was cut stands as it was kept.
fn evidence(lens: &Lens<'_>, how: How, text: &str) -> Evidence {
    let title = match how {
        How::Webhook => "evidence-sent",
        // What a person did is told by what Meta answered when it was read back.
        How::Read | How::Operator => "evidence-answered",
        How::Computed => "evidence-counted",
    };
    let whole: Option<Value> = serde_json::from_str(text).ok();
    Evidence {
        title: lens.words.t(title),
        is_cut: whole.is_none() && text.len() + MOST_BYTES_OF_A_LETTER > Change::EVIDENCE_BYTES,
        text: whole.map_or_else(|| text.to_owned(), |whole| format!("{whole:#}")),
    }
}

/// An excerpt is cut at a letter's border, so it may be a little shorter than what is kept at most.
const MOST_BYTES_OF_A_LETTER: usize = 4;
