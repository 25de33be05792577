//! The verdict in one sentence: the word, what it rests on, and who is concerned.

use domain::readiness::{Fix, Loss, Readiness, Reason, Scope, Verdict};
use domain::{How, NodeKind};
use meta::open::{EntityType, PhoneNumberStatus, QualityRating};

use crate::badge;
use crate::named;
use crate::told::{Lens, Source};

/// What the panel shows.
pub(crate) struct Panel {
    pub verdict: &'static str,
    pub tone: &'static str,
    pub title: String,
    /// How many reasons there are beside the first.
    pub more: Option<String>,
    /// What can be done.
    pub advice: Option<String>,
    /// The oldest reading that it rests on, and of what that is.
    pub source: Option<Source>,
    pub oldest: Option<String>,
}

/// Words a verdict.
pub(crate) fn panel(lens: &Lens<'_>, scope: &Scope, readiness: &Readiness) -> Panel {
    let more = readiness.reasons.len().saturating_sub(1) as u64;
    let oldest = readiness.oldest.as_ref();
    Panel {
        verdict: readiness.verdict.as_str(),
        tone: match readiness.verdict {
            Verdict::Ok => "ok",
            Verdict::Attention => "warn",
            Verdict::Stopped => "bad",
            Verdict::NoData => "unk",
        },
        title: title(lens, scope, readiness),
        more: (more > 0).then(|| lens.words.many("verdict-more", more)),
        advice: readiness.reasons.first().and_then(|reason| advice(lens, reason)),
        source: oldest.map(|oldest| lens.source(oldest.node.kind, oldest.at, How::Read)),
        oldest: oldest.map(|oldest| {
            lens.words.t1("verdict-oldest", "name", named::name_of(scope, &oldest.node))
        }),
    }
}

/// The word of the verdict, what can be sent, and the gravest reason with its name.
fn title(lens: &Lens<'_>, scope: &Scope, readiness: &Readiness) -> String {
    let words = lens.words;
    let is_unheard = readiness.deaf > 0 && readiness.deaf == readiness.active;
    // Of what can't be heard the loss is what there is to say, whatever was heard before it.
    let is_lost = |reason: &&Reason| !is_unheard || matches!(reason, Reason::Lost { .. });
    let first = readiness.reasons.iter().find(is_lost).or(readiness.reasons.first());
    let reason = first.map(|reason| reason_words(lens, scope, reason)).unwrap_or_default();
    let able = able(lens, readiness);
    let key = match (readiness.verdict, first) {
        (Verdict::NoData, _) => "verdict-no-data",
        (Verdict::Ok, _) => "verdict-ok",
        (Verdict::Stopped, Some(_)) => "verdict-stopped",
        (Verdict::Stopped, None) => "verdict-stopped-only",
        (Verdict::Attention, Some(Reason::NoneActive) | None) => "verdict-attention-only",
        (Verdict::Attention, Some(_)) if readiness.active == 0 => "verdict-attention-and",
        (Verdict::Attention, Some(_)) if is_unheard => "verdict-attention-since",
        (Verdict::Attention, Some(_)) => "verdict-attention",
    };
    words.with(key, &[("able", able), ("reason", reason)], None)
}

/// How many of the active numbers can start a conversation, and of how many it is not known.
fn able(lens: &Lens<'_>, readiness: &Readiness) -> String {
    let active = readiness.active as u64;
    let key = match (readiness.can_start, readiness.deaf, readiness.active) {
        (_, _, 0) => return lens.words.t("able-none-active"),
        (can, _, active) if can == active => "able-all",
        (_, deaf, active) if deaf == active => "able-unknown",
        (_, 1.., _) => "able-some-unknown",
        (0, 0, _) => "able-none",
        _ => "able-some",
    };
    let can = lens.words.count(readiness.can_start as u64);
    let deaf = lens.words.count(readiness.deaf as u64);
    lens.words.with(key, &[("can", can), ("unknown", deaf)], Some(active))
}

/// A reason as a part of a sentence.
fn reason_words(lens: &Lens<'_>, scope: &Scope, reason: &Reason) -> String {
    let words = lens.words;
    let number = |id: &str| named::name_of(scope, &domain::Node::phone_number(id));
    match reason {
        Reason::Blocked { kind, id } => {
            words.t1("reason-blocked", "entity", named::entity(words, scope, kind, id))
        }
        Reason::Limited { kind, id } => {
            words.t1("reason-limited", "entity", named::entity(words, scope, kind, id))
        }
        Reason::Status { number: id, status } => {
            let key = match status {
                PhoneNumberStatus::Flagged => "reason-flagged",
                PhoneNumberStatus::Restricted => "reason-restricted",
                _ => "reason-status",
            };
            let word = badge::status(words, status).word;
            words.with(key, &[("number", number(id)), ("status", word)], None)
        }
        Reason::Quality { number: id, quality } => {
            let key = if *quality == QualityRating::Red {
                "reason-quality-red"
            } else {
                "reason-quality-yellow"
            };
            words.t1(key, "number", number(id))
        }
        Reason::Unclear { kind, id, field, value } => {
            let name = named::entity(words, scope, kind, id);
            let parts = [("name", name), ("field", (*field).to_owned()), ("value", value.clone())];
            words.with("reason-unclear", &parts, None)
        }
        Reason::NoneActive => words.t("reason-none-active"),
        Reason::Lost { waba, loss } => {
            let entity = named::entity(words, scope, &EntityType::Waba, waba);
            let (key, said, many) = match loss {
                Loss::Token => ("reason-lost-token", String::new(), None),
                Loss::Permissions(lacks) => {
                    ("reason-lost-permission", lacks.join(", "), Some(lacks.len() as u64))
                }
                Loss::Access => ("reason-lost-access", String::new(), None),
                Loss::Ended(event) => ("reason-lost-event", event.clone(), None),
            };
            words.with(key, &[("entity", entity), ("said", said)], many)
        }
        Reason::Old { node, read_at } => {
            let name = named::name_of(scope, node);
            match read_at {
                Some(at) => {
                    let ago = words.ago(*at, lens.now);
                    words.with("reason-old", &[("name", name), ("ago", ago)], None)
                }
                None => words.t1("reason-unread", "name", name),
            }
        }
    }
}

/// The next step for the gravest reason, as the seed advises.
fn advice(lens: &Lens<'_>, reason: &Reason) -> Option<String> {
    reason.fix().map(|fix| lens.words.t(fix_key(&fix)))
}

/// The key of what can be done.
pub(crate) const fn fix_key(fix: &Fix) -> &'static str {
    match fix {
        Fix::SettleWithMeta => "advice-meta",
        Fix::ImproveWithinSevenDays { .. } => "advice-flagged",
        Fix::WaitAndReply { .. } => "advice-restricted",
        Fix::ImproveQuality { .. } => "advice-quality",
        Fix::OpenNumber { .. } => "advice-status",
        Fix::LookAtMeta => "advice-unclear",
        Fix::Connect => "advice-connect",
        Fix::Reconnect => "advice-reconnect",
        Fix::CheckNow => "advice-old",
    }
}

/// A reason as a sentence.
pub(crate) fn reason(lens: &Lens<'_>, scope: &Scope, reason: &Reason) -> String {
    format!("{}.", capitalised(&reason_words(lens, scope, reason)))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether a reason names a number, so that the list of numbers shows it.
pub(crate) fn is_about_number(reason: &Reason) -> bool {
    number_of(reason).is_some()
}

/// Whether a reason names an entity above the numbers, which the page of health shows.
pub(crate) fn is_about_entity(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::Blocked { kind, .. } | Reason::Limited { kind, .. } | Reason::Unclear { kind, .. }
            if *kind != EntityType::PhoneNumber
    )
}

/// The id of the number that a reason names.
pub(crate) fn number_of(reason: &Reason) -> Option<&str> {
    match reason {
        Reason::Status { number, .. } | Reason::Quality { number, .. } => Some(number),
        Reason::Blocked { kind, id }
        | Reason::Limited { kind, id }
        | Reason::Unclear { kind, id, .. } => (*kind == EntityType::PhoneNumber).then_some(id),
        Reason::Old { node, .. } => (node.kind == NodeKind::PhoneNumber).then_some(&node.id),
        Reason::NoneActive | Reason::Lost { .. } => None,
    }
}
