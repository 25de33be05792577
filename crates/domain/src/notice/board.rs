//! Whether news is told, given what was told before: never twice for one happening.

use serde_json::Value;

use super::{Kind, NEWS_FOR, News, Notice, Standing};
use crate::time::Timestamp;

/// An open notice of the same kind and node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its sequence number.
    pub seq: u64,
    /// How gravely it holds.
    pub level: u8,
    /// When it counts from.
    pub at: Timestamp,
}

/// The newest notice about the same matter of the same node ([`News::matter`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What Meta then reported.
    pub after: Value,
    /// When it counts from.
    pub at: Timestamp,
}

/// What is known of the matter that some news is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Whether the same cause was told.
    pub is_told: bool,
    /// The notice that is open.
    pub held: Option<Held>,
    /// When the last one of the same kind and node was reported gone.
    pub ended: Option<Timestamp>,
    /// The last one told, open or not.
    pub last: Option<Told>,
}

/// What to do to the notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Nothing: it was told, or there is nothing to end.
    Nothing,
    /// Open a notice, and end the one whose place it takes.
    Open {
        /// Of the same kind and node: less grave, or what a token was before it was looked at again.
        instead_of: Option<u64>,
    },
    /// End this one.
    Resolve(u64),
    /// Let this one hold at this level.
    Ease(u64, u8),
}

impl News {
    /// The kinds that tell of one matter, so that the same happening told twice is seen as one.
    pub const fn matter(&self) -> &'static [Kind] {
        match self.kind() {
            Kind::LimitDown | Kind::LimitUp | Kind::UnknownValue => {
                &[Kind::LimitDown, Kind::LimitUp, Kind::UnknownValue]
            }
            Kind::NameDecided => &[Kind::NameDecided],
            // Of a condition, the open notice says it.
            Kind::QualityLow
            | Kind::QualityMedium
            | Kind::Flagged
            | Kind::Restricted
            | Kind::Used80
            | Kind::Used95
            | Kind::HealthWorse
            | Kind::TokenDying
            | Kind::Disconnected
            | Kind::WebhookDeaf
            | Kind::TemplatePaused => &[],
        }
    }
}

/// Decides. The same news again, in whatever order, is told once.
pub fn decide(news: &News, known: &Known) -> Deed {
    match news {
        News::Open(_) if known.is_told => Deed::Nothing,
        News::Open(notice) => match (notice.standing, known.held) {
            (Standing::Moment, _) if is_retold(notice, known.last.as_ref()) => Deed::Nothing,
            // A condition that was reported before its end is over.
            (Standing::Holds(_), _) if known.ended.is_some_and(|ended| notice.at <= ended) => {
                Deed::Nothing
            }
            (Standing::Moment, _) | (Standing::Holds(_), None) => Deed::Open { instead_of: None },
            (Standing::Holds(level), Some(held)) if held.level < level => {
                Deed::Open { instead_of: Some(held.seq) }
            }
            (Standing::Holds(level), Some(held)) if is_better(notice, level, held) => {
                Deed::Open { instead_of: Some(held.seq) }
            }
            (Standing::Holds(_), Some(_)) => Deed::Nothing,
        },
        News::Resolve { at, .. } => match known.held {
            Some(held) if held.at <= *at => Deed::Resolve(held.seq),
            Some(_) | None => Deed::Nothing,
        },
        News::Ease { at, level, .. } => match known.held {
            Some(held) if held.at <= *at && *level < held.level => Deed::Ease(held.seq, *level),
            Some(_) | None => Deed::Nothing,
        },
    }
}

/// Whether a token is better than it was told to be, though not well: one look says all of it, so what
/// that says stands in the place of what was graver.
fn is_better(notice: &Notice, level: u8, held: Held) -> bool {
    notice.kind == Kind::TokenDying && level < held.level && held.at <= notice.at
}

/// Whether a moment is the one told last, told by somebody else. A limit is told by each number of
/// its portfolio, whenever that one is read, and can't become twice in a row what it is; a name's
/// decision is told by a webhook and by a reading.
fn is_retold(notice: &Notice, last: Option<&Told>) -> bool {
    let Some(last) = last else { return false };
    let after = notice.detail.get("after").unwrap_or(&Value::Null);
    let is_near = notice.at.since(last.at).max(last.at.since(notice.at)) <= NEWS_FOR;
    match notice.kind {
        Kind::LimitDown | Kind::LimitUp => *after == last.after || notice.at < last.at,
        Kind::NameDecided => decision(after) == decision(&last.after) && is_near,
        Kind::UnknownValue => *after == last.after && is_near,
        // A condition's open notice says it, and a sanction is told by its own account alone.
        Kind::QualityLow
        | Kind::QualityMedium
        | Kind::Flagged
        | Kind::Restricted
        | Kind::Used80
        | Kind::Used95
        | Kind::HealthWorse
        | Kind::TokenDying
        | Kind::Disconnected
        | Kind::WebhookDeaf
        | Kind::TemplatePaused => false,
    }
}

/// A webhook and a reading have words of their own for what was decided of a name (META 3, 7.2).
fn decision(after: &Value) -> &str {
    match after.as_str().unwrap_or_default() {
        "AVAILABLE_WITHOUT_REVIEW" => "APPROVED",
        "REJECTED" => "DECLINED",
        other => other,
    }
}
