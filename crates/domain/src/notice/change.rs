//! What of Meta's changes is worth a notice.
//!
//! The changes of one reading are looked at together and after all of it is joined: Meta says one
//! happening in two fields, and a half-joined replica would tell it twice.

use meta::open::{
    CanSendMessage, MessagingLimit, NameStatus, PhoneNumberStatus, QualityRating, TemplateStatus,
};
use serde_json::{Value, json};

use super::{Kind, News, Notice, Place};
use crate::change::Change;
use crate::node::{Node, NodeKind};
use crate::number;
use crate::replica::{How, Replica};
use crate::time::Timestamp;

/// What a webhook said of a number's name, and of a template beside its status.
const NAME_UPDATE: &str = "phone_number_name_update";
const TEMPLATE_UPDATE: &str = "message_template_status_update";
pub(super) const PORTFOLIO_LIMIT: &str = "whatsapp_business_manager_messaging_limit";

/// What the changes of one document mean, given the replica that they ended in.
///
/// Nothing for first readings (they are no changes), for what a person did in Farol, and nothing to
/// open for what is older than [`super::NEWS_FOR`]; what is gone is gone however old the news.
pub fn of_changes(
    changes: &[Change],
    replica: &Replica,
    place: &Place,
    now: Timestamp,
) -> Vec<News> {
    let reported = |change: &&Change| match change.how {
        How::Read | How::Webhook => true,
        How::Operator | How::Computed => false,
    };
    let is_said = |change: &Change| changes.iter().any(|other| change.is_said_by(other));
    let told = changes.iter().filter(reported).filter(|change| !is_said(change));
    let told = told.map(|change| Told { change, beside: changes, replica, place });
    let mut news: Vec<News> = told.flat_map(|told| told.news()).collect();
    news.retain(|news| match news {
        News::Open(notice) => !notice.is_old(now),
        News::Resolve { .. } | News::Ease { .. } => true,
    });
    news
}

/// A change with what is known around it.
struct Told<'a> {
    change: &'a Change,
    /// All changes of the document.
    beside: &'a [Change],
    replica: &'a Replica,
    place: &'a Place,
}

impl Told<'_> {
    fn news(&self) -> Vec<News> {
        use NodeKind::{App, Business, MessageTemplate, PhoneNumber, Waba};
        match (self.change.node.kind, self.change.field.as_str()) {
            (PhoneNumber, "quality_rating" | "quality_score") => self.quality(),
            (PhoneNumber, "status") => self.status(),
            (PhoneNumber, "name_status" | "new_name_status") => self.name(),
            (PhoneNumber, NAME_UPDATE) => self.name_update(),
            (PhoneNumber | Waba | Business, PORTFOLIO_LIMIT) => self.limit(self.portfolio()),
            // From v24 on it gives the portfolio's limit, as the other field does, which then says
            // it; what is told here alone is the number's own (META 3).
            (PhoneNumber, "messaging_limit_tier") => self.limit(self.change.node.clone()),
            (PhoneNumber | Waba | Business | App, "can_send_message") | (Waba, "ban_info") => {
                self.health()
            }
            (Waba, "restriction_info" | "violation_info") => self.sanction(),
            (MessageTemplate, "status") => self.template(),
            _ => Vec::new(),
        }
    }

    fn quality(&self) -> Vec<News> {
        use QualityRating::{Green, Other, Red, Unknown, Yellow};
        let (low, medium) = (Kind::QualityLow, Kind::QualityMedium);
        let Some((now, heard)) = number::quality(self.replica) else { return Vec::new() };
        let before = self.quality_before();
        if before == Some(now.as_str()) {
            return Vec::new();
        }
        let (after, reasons) = (json!(now.as_str()), number::quality_reasons(self.replica));
        let detail = json!({
            "field": self.change.field,
            "before": before,
            "after": after,
            "reasons": reasons,
            "since": self.change.at,
            "how": heard.how.as_str(),
        });
        match now {
            Red => vec![self.gone(medium), self.holds(low, detail, 1)],
            Yellow => vec![self.gone(low), self.holds(medium, detail, 1)],
            // Not rated is Meta's word, too: low is no longer reported.
            Green | Unknown => vec![self.gone(low), self.gone(medium)],
            Other(_) => vec![self.unknown(detail)],
        }
    }

    /// The quality before the document: a field that it only began or ceased to give says nothing
    /// while the other one does.
    fn quality_before(&self) -> Option<&str> {
        let before = |field: &str| match self.beside.iter().find(|other| other.field == field) {
            Some(change) => score(&change.before),
            None => self.replica.get(field).and_then(|heard| score(&heard.value)),
        };
        before("quality_score").or_else(|| before("quality_rating"))
    }

    fn status(&self) -> Vec<News> {
        use PhoneNumberStatus::{
            Banned, Connected, Deleted, Disconnected, Flagged, Migrated, Other, Pending,
            RateLimited, Restricted, Unknown, Unverified,
        };
        let Some(status) = self.change.after.as_str() else { return Vec::new() };
        let (flagged, restricted, gone) = (Kind::Flagged, Kind::Restricted, Kind::Disconnected);
        match PhoneNumberStatus::from(status) {
            Flagged => {
                vec![self.gone(restricted), self.gone(gone), self.holds(flagged, self.detail(), 1)]
            }
            Restricted => {
                vec![self.gone(flagged), self.gone(gone), self.holds(restricted, self.detail(), 1)]
            }
            Connected => vec![self.gone(flagged), self.gone(restricted), self.gone(gone)],
            status @ (Banned | Deleted | Disconnected | Migrated) => {
                let level = if status == Banned { Notice::STOPS } else { 1 };
                vec![
                    self.gone(flagged),
                    self.gone(restricted),
                    self.holds(gone, self.detail(), level),
                ]
            }
            Pending | RateLimited | Unknown | Unverified => {
                vec![self.gone(flagged), self.gone(restricted)]
            }
            Other(_) => vec![self.unknown(self.detail())],
        }
    }

    fn name(&self) -> Vec<News> {
        use NameStatus::{
            Approved, AvailableWithoutReview, Declined, Expired, NonExists, None, Other,
            PendingReview,
        };
        match self.change.after.as_str().map(NameStatus::from) {
            Some(Approved | AvailableWithoutReview | Declined | Expired) => {
                let mut detail = self.detail();
                detail["name"] = json!(match self.change.field.as_str() {
                    "new_name_status" => self.replica.text("new_display_name"),
                    _ => self.replica.text("verified_name"),
                });
                vec![self.moment(Kind::NameDecided, self.change.node.clone(), detail)]
            }
            Some(NonExists | None | PendingReview | Other(_)) | Option::None => Vec::new(),
        }
    }

    /// The same decision as a webhook tells it, with the name asked for and why it was rejected.
    fn name_update(&self) -> Vec<News> {
        let told = &self.change.after;
        let Some(decision @ ("APPROVED" | "REJECTED")) =
            told.get("decision").and_then(Value::as_str)
        else {
            return Vec::new();
        };
        let detail = json!({
            "field": self.change.field,
            "before": null,
            "after": decision,
            "how": self.change.how.as_str(),
            "name": told.get("requested_verified_name"),
            "reason": told.get("rejection_reason"),
        });
        vec![self.moment(Kind::NameDecided, self.change.node.clone(), detail)]
    }

    /// The portfolio whose limit it is; the node itself while its portfolio is not known.
    fn portfolio(&self) -> Node {
        match (&self.place.business, self.change.node.kind) {
            (Some(business), NodeKind::PhoneNumber | NodeKind::Waba) => {
                Node::new(NodeKind::Business, business)
            }
            _ => self.change.node.clone(),
        }
    }

    fn limit(&self, whose: Node) -> Vec<News> {
        let limit = |value: &Value| MessagingLimit::from_json(value);
        let (Some(before), Some(after)) = (limit(&self.change.before), limit(&self.change.after))
        else {
            return Vec::new();
        };
        let mut detail = self.detail();
        detail["node"] = json!(self.change.node);
        vec![match (rank(&before), rank(&after)) {
            (Some(before), Some(after)) if before == after => return Vec::new(),
            (Some(before), Some(after)) if before < after => {
                self.moment(Kind::LimitUp, whose, detail)
            }
            (Some(_), Some(_)) => self.moment(Kind::LimitDown, whose, detail),
            // Of a tier never seen nobody knows whether it is more, so coming back from one says no more.
            (None, Some(_)) => return Vec::new(),
            (_, None) => self.moment(Kind::UnknownValue, whose, detail),
        }]
    }

    fn health(&self) -> Vec<News> {
        let field = self.change.field.as_str();
        let level = |value: &Value| match field {
            "ban_info" => ban_level(value),
            _ => value.as_str().map_or(Some(0), |text| send_level(&CanSendMessage::from(text))),
        };
        let mut detail = self.detail();
        detail["errors"] = self.field("errors");
        detail["additional_info"] = self.field("additional_info");
        let Some(after) = level(&self.change.after) else { return vec![self.unknown(detail)] };
        let before = level(&self.change.before).unwrap_or(0);
        // A health that Meta leaves out says nothing, good or bad.
        if after > before {
            return vec![self.holds(Kind::HealthWorse, detail, after)];
        }
        match self.health_now() {
            0 if self.change.after.is_null() => Vec::new(),
            0 => vec![self.gone(Kind::HealthWorse)],
            level => {
                let (kind, node) = (Kind::HealthWorse, self.change.node.clone());
                vec![News::Ease { kind, node, level, at: self.at() }]
            }
        }
    }

    /// How grave all that the replica says of the node's health is.
    fn health_now(&self) -> u8 {
        let send = self.replica.text("can_send_message").map(CanSendMessage::from);
        let send = send.as_ref().and_then(send_level).unwrap_or(0);
        let ban = self.replica.get("ban_info").and_then(|heard| ban_level(&heard.value));
        send.max(ban.unwrap_or(0))
    }

    /// A restriction or violation is told by an event, and no event tells its end.
    fn sanction(&self) -> Vec<News> {
        let is_empty = match &self.change.after {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        };
        if is_empty {
            return Vec::new();
        }
        vec![self.moment_of_field(Kind::HealthWorse, self.detail())]
    }

    fn template(&self) -> Vec<News> {
        let mut detail = self.detail();
        detail["name"] = self.field("name");
        detail["told"] = self.field(TEMPLATE_UPDATE);
        match self.change.after.as_str().map(TemplateStatus::from) {
            Some(TemplateStatus::Paused) => vec![self.holds(Kind::TemplatePaused, detail, 1)],
            Some(TemplateStatus::Disabled) => {
                vec![self.holds(Kind::TemplatePaused, detail, Notice::STOPS)]
            }
            Some(TemplateStatus::Other(_)) => vec![self.unknown(detail)],
            // Nothing at all: Meta no longer lists the template.
            Some(_) | None => vec![self.gone(Kind::TemplatePaused)],
        }
    }

    /// When it was reported. A change may count from a time that Meta gave, which may lie before a
    /// reading that said otherwise; notices follow each other as the readings do.
    fn at(&self) -> Timestamp {
        let read = self.replica.fields.get(&self.change.field).map(|heard| heard.at);
        read.filter(|_| self.change.how == How::Read).unwrap_or(self.change.at)
    }

    fn detail(&self) -> Value {
        json!({
            "field": self.change.field,
            "before": self.change.before,
            "after": self.change.after,
            "how": self.change.how.as_str(),
        })
    }

    fn field(&self, name: &str) -> Value {
        self.replica.get(name).map_or(Value::Null, |heard| heard.value.clone())
    }

    fn holds(&self, kind: Kind, detail: Value, level: u8) -> News {
        let notice = Notice::condition(kind, self.change.node.clone(), self.at(), detail);
        News::Open(notice.of_waba(self.place.waba.as_deref()).at_level(level))
    }

    fn moment(&self, kind: Kind, node: Node, detail: Value) -> News {
        News::Open(self.notice(kind, node, detail))
    }

    fn notice(&self, kind: Kind, node: Node, detail: Value) -> Notice {
        let waba = self.place.waba.as_deref().filter(|_| node.kind != NodeKind::Business);
        Notice::moment(kind, node, self.at(), detail).of_waba(waba)
    }

    /// A moment of this field alone: of another, Meta may say as much in the same second.
    fn moment_of_field(&self, kind: Kind, detail: Value) -> News {
        let notice = self.notice(kind, self.change.node.clone(), detail);
        let cause = format!("{}:{}", notice.cause, self.change.field);
        News::Open(Notice { cause, ..notice })
    }

    fn unknown(&self, detail: Value) -> News {
        self.moment_of_field(Kind::UnknownValue, detail)
    }

    fn gone(&self, kind: Kind) -> News {
        News::Resolve { kind, node: self.change.node.clone(), at: self.at() }
    }
}

/// The score of a quality in either of its fields.
fn score(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("score").and_then(Value::as_str))
}

/// More is more; `None` for a tier that is not known or says nothing.
pub(super) fn rank(limit: &MessagingLimit) -> Option<u64> {
    match limit {
        MessagingLimit::Unlimited => Some(u64::MAX),
        limit => limit.recipients(),
    }
}

/// How grave a health is; `None` for a value that is not known.
const fn send_level(can_send: &CanSendMessage) -> Option<u8> {
    match can_send {
        CanSendMessage::Available => Some(0),
        CanSendMessage::Limited => Some(1),
        CanSendMessage::Blocked => Some(Notice::STOPS),
        CanSendMessage::Other(_) => None,
    }
}

/// How grave a ban is (META 7.2): announced, done, taken back.
fn ban_level(value: &Value) -> Option<u8> {
    match value.get("waba_ban_state").map(|state| state.as_str().unwrap_or_default()) {
        None | Some("REINSTATE") => Some(0),
        Some("SCHEDULE_FOR_DISABLE") => Some(1),
        Some("DISABLE") => Some(Notice::STOPS),
        Some(_) => None,
    }
}
