//! Joins news into a node's replica and says what changed. Pure: the same news, the same replica.

use std::time::Duration;

use meta::GraphError;
use serde_json::Value;

use crate::change::Change;
use crate::fact::News;
use crate::field::{self, Weight};
use crate::node::NodeKind;
use crate::replica::{Failure, Heard, How, Joined, Replica};
use crate::time::Timestamp;

/// Joins one piece of news; answers the change to record, if it is one.
///
/// The first reading of a field is not a change; the first webhook about one is.
/// News older than what is held changes nothing and is never recorded.
pub fn hear(replica: &mut Replica, news: News) -> Option<Change> {
    debug_assert_eq!(replica.node, news.node, "news is joined to its own node");
    let Heard { value: after, at, how } = news.heard.clone();
    let before = match replica.hear(&news.field, news.heard) {
        Joined::First if how == How::Webhook => Value::Null,
        Joined::Changed(before) if !field::says_the_same(&news.field, &before, &after) => before,
        Joined::First | Joined::Changed(_) | Joined::Same | Joined::Older => return None,
    };
    if field::weight(replica.node.kind, &news.field) == Weight::Derived {
        return None;
    }
    // Of a field that Meta left out there is nothing of Meta's to show.
    let evidence = (!after.is_null()).then(|| excerpt(&news.field, &after));
    Some(Change { node: news.node, field: news.field, before, after, at, how, evidence })
}

/// The change to record when a node that was read before was not read for longer than `longest`:
/// whatever stood in between is not known.
pub fn gap(replica: &Replica, asked_at: Timestamp, longest: Duration) -> Option<Change> {
    let read_at = replica.read_at.filter(|read_at| asked_at.since(*read_at) > longest)?;
    Some(Change {
        node: replica.node.clone(),
        field: Change::UNREAD.to_owned(),
        before: read_at.as_millis().into(),
        after: asked_at.as_millis().into(),
        at: asked_at,
        how: How::Computed,
        evidence: None,
    })
}

/// The change to record when the clock was turned back behind the last reading of an account. Its
/// numbers and templates do not tell the same once more each.
///
/// To be asked before the replica is brought back.
pub fn turned_back(replica: &Replica, now: Timestamp) -> Option<Change> {
    let ahead = replica.read_at.filter(|read_at| *read_at > now)?;
    (replica.node.kind == NodeKind::Waba).then(|| Change {
        node: replica.node.clone(),
        field: Change::CLOCK.to_owned(),
        before: ahead.as_millis().into(),
        after: now.as_millis().into(),
        at: now,
        how: How::Computed,
        evidence: None,
    })
}

/// When Meta rated a number's quality as a reading of it says, where Meta gives that time: it beats
/// the reading's. A time that can't be is not taken: one ahead of the reading, or not after the rating
/// before (or, where that had no time, not after the last reading, which said otherwise).
///
/// Meta's times are whole seconds: within the second of the last reading, which still said otherwise,
/// it changed after that.
///
/// To be asked before the reading is joined.
pub fn rated_at(replica: &Replica, said: &[News]) -> Option<Timestamp> {
    let date = |value: &Value| value.get("date")?.as_i64().map(Timestamp::from_seconds);
    let score = said.iter().find(|news| news.field == "quality_score")?;
    let held = replica.get("quality_score");
    let earliest = held.and_then(|held| date(&held.value)).or(replica.read_at)?;
    let rated = date(&score.heard.value)?;
    let is_possible = earliest < rated && rated <= score.heard.at;
    let in_that_second = |at: &Timestamp| at.as_millis() / 1_000 == rated.as_millis() / 1_000;
    let said_otherwise = held.map(|held| held.at).filter(in_that_second);
    is_possible.then(|| said_otherwise.map_or(rated, |at| at.max(rated)))
}

/// A change of quality at the time that Meta gave; any other as it is.
pub fn at_rating(change: Change, rated_at: Option<Timestamp>) -> Change {
    let is_quality = matches!(change.field.as_str(), "quality_rating" | "quality_score");
    match rated_at.filter(|_| is_quality) {
        Some(at) => Change { at, ..change },
        None => change,
    }
}

/// Notes a good reading: from now on the node counts as read, and any failure is over.
pub fn was_read(replica: &mut Replica, asked_at: Timestamp) {
    // Of a node that was read before first readings were kept, the first one is not known.
    if replica.first_read_at.is_some() || replica.read_at.is_none() {
        let first = replica.first_read_at.unwrap_or(asked_at);
        replica.first_read_at = Some(first.min(asked_at));
    }
    replica.read_at = replica.read_at.max(Some(asked_at));
    if replica.failure.as_ref().is_some_and(|failure| failure.last <= asked_at) {
        replica.failure = None;
    }
}

/// Notes a reading that failed: the values stay, with since when none is newer.
pub fn was_not_read(replica: &mut Replica, at: Timestamp, error: &GraphError) {
    if replica.read_at.is_some_and(|read_at| read_at > at) {
        return;
    }
    let since = replica.failure.as_ref().map_or(at, |failure| failure.since.min(at));
    replica.failure = Some(Failure {
        since,
        last: replica.failure.as_ref().map_or(at, |failure| failure.last.max(at)),
        reason: error.name().to_owned(),
        message: error.message().map(str::to_owned),
        code: error.code(),
        subcode: error.subcode(),
    });
}

/// The part of Meta's document that shows the change, cut at a character's border.
fn excerpt(field: &str, value: &Value) -> String {
    let mut text = serde_json::json!({ field: value }).to_string();
    let mut end = Change::EVIDENCE_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}
