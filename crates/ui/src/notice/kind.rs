//! The kinds of notice: what each is called, what it means, what to do, how it looks, where to look.

use domain::NodeKind;
use domain::notice::{Kind, Notice, Standing};
use serde_json::Value;

use crate::frame;
use crate::words::Words;

/// The keys of what a kind is called, what it means and what to do.
pub(crate) struct Keys {
    pub title: &'static str,
    pub about: &'static str,
    pub advice: &'static str,
}

const fn keys(title: &'static str, about: &'static str, advice: &'static str) -> Keys {
    Keys { title, about, advice }
}

/// The keys of a kind.
pub(crate) const fn of(kind: Kind) -> Keys {
    match kind {
        Kind::QualityLow => {
            keys("notice-quality-low", "notice-quality-low-about", "notice-quality-low-advice")
        }
        Kind::QualityMedium => keys(
            "notice-quality-medium",
            "notice-quality-medium-about",
            "notice-quality-medium-advice",
        ),
        Kind::Flagged => keys("notice-flagged", "notice-flagged-about", "notice-flagged-advice"),
        Kind::Restricted => {
            keys("notice-restricted", "notice-restricted-about", "notice-restricted-advice")
        }
        Kind::LimitDown => {
            keys("notice-limit-down", "notice-limit-down-about", "notice-limit-down-advice")
        }
        Kind::LimitUp => keys("notice-limit-up", "notice-limit-up-about", "notice-limit-up-advice"),
        Kind::Used80 => keys("notice-used-80", "notice-used-80-about", "notice-used-80-advice"),
        Kind::Used95 => keys("notice-used-95", "notice-used-95-about", "notice-used-95-advice"),
        Kind::HealthWorse => {
            keys("notice-health-worse", "notice-health-worse-about", "notice-health-worse-advice")
        }
        Kind::NameDecided => {
            keys("notice-name-decided", "notice-name-decided-about", "notice-name-decided-advice")
        }
        Kind::TokenDying => {
            keys("notice-token-dying", "notice-token-dying-about", "notice-token-dying-advice")
        }
        Kind::Disconnected => {
            keys("notice-disconnected", "notice-disconnected-about", "notice-disconnected-advice")
        }
        Kind::WebhookDeaf => {
            keys("notice-webhook-deaf", "notice-webhook-deaf-about", "notice-webhook-deaf-advice")
        }
        Kind::TemplatePaused => keys(
            "notice-template-paused",
            "notice-template-paused-about",
            "notice-template-paused-advice",
        ),
        Kind::UnknownValue => keys(
            "notice-unknown-value",
            "notice-unknown-value-about",
            "notice-unknown-value-advice",
        ),
    }
}

/// The keys of a notice: a token that Meta refuses, or that lost a permission, is more than one that
/// ends soon.
pub(crate) fn of_notice(notice: &Notice) -> Keys {
    match notice.kind {
        Kind::TokenDying if notice.detail.get("permissions").is_some() => keys(
            "notice-permission-lost",
            "notice-permission-lost-about",
            "notice-permission-lost-advice",
        ),
        Kind::TokenDying if notice.standing.level() >= Notice::STOPS => {
            keys("notice-token-dead", "notice-token-dead-about", "notice-token-dead-advice")
        }
        kind => of(kind),
    }
}

/// What a notice is called: by what Meta reported, where its kind tells of several things.
pub(crate) fn title(words: &Words, notice: &Notice) -> String {
    let after = notice.detail.get("after").and_then(Value::as_str);
    let key = match (notice.kind, after) {
        (Kind::HealthWorse, Some("LIMITED")) => "notice-health-limited",
        (Kind::HealthWorse, _) if notice.standing.level() >= Notice::STOPS => {
            "notice-health-blocked"
        }
        (Kind::NameDecided, Some("APPROVED")) => "notice-name-approved",
        (Kind::NameDecided, Some("DECLINED" | "REJECTED")) => "notice-name-declined",
        (_, _) => of_notice(notice).title,
    };
    words.t(key)
}

/// Names of the kinds that never wait.
pub(crate) fn urgent(words: &Words) -> String {
    let at_worst = |kind| {
        let (node, at) = (domain::Node::waba(""), domain::Timestamp::from_millis(0));
        Notice::condition(kind, node, at, Value::Null).at_level(Notice::STOPS)
    };
    let urgent = Kind::ALL.into_iter().map(at_worst).filter(Notice::is_urgent);
    urgent.map(|notice| title(words, &notice)).collect::<Vec<_>>().join(", ")
}

/// Tone and icon. What is over has lost its colour.
pub(crate) fn look(notice: &Notice, is_over: bool) -> (&'static str, &'static str) {
    let stops = notice.standing.level() >= Notice::STOPS;
    let (tone, icon) = match notice.kind {
        Kind::QualityLow => ("bad", "trending-down"),
        Kind::QualityMedium => ("warn", "trending-down"),
        Kind::Flagged => ("warn", "flag"),
        Kind::Restricted => ("bad", "octagon-minus"),
        Kind::LimitDown => ("warn", "trending-down"),
        Kind::LimitUp => ("ok", "arrow-up-right"),
        Kind::Used80 | Kind::Used95 => ("own", "gauge"),
        Kind::HealthWorse if stops => ("bad", "ban"),
        Kind::HealthWorse => ("warn", "heart-pulse"),
        Kind::NameDecided => ("unk", "type"),
        Kind::TokenDying if stops => ("bad", "clock-alert"),
        Kind::TokenDying => ("warn", "clock-alert"),
        Kind::Disconnected => ("bad", "unlink-2"),
        Kind::WebhookDeaf => ("own", "signal"),
        Kind::TemplatePaused => ("warn", "file-text"),
        Kind::UnknownValue => ("unk", "circle-help"),
    };
    if is_over { ("unk", icon) } else { (tone, icon) }
}

/// Whether Farol worked it out, where Meta reports nothing of the kind.
pub(crate) const fn is_computed(kind: Kind) -> bool {
    match kind {
        Kind::Used80 | Kind::Used95 | Kind::WebhookDeaf => true,
        Kind::QualityLow
        | Kind::QualityMedium
        | Kind::Flagged
        | Kind::Restricted
        | Kind::LimitDown
        | Kind::LimitUp
        | Kind::HealthWorse
        | Kind::NameDecided
        | Kind::TokenDying
        | Kind::Disconnected
        | Kind::TemplatePaused
        | Kind::UnknownValue => false,
    }
}

/// Where the matter of a notice is looked at: path and the key of the link's words.
pub(crate) fn place(notice: &Notice) -> (String, &'static str) {
    let fixed = |path: &str, key| (path.to_owned(), key);
    match (notice.kind, notice.node.kind) {
        (_, NodeKind::PhoneNumber | NodeKind::Profile | NodeKind::Username) => {
            (format!("/numbers/{}", frame::escaped(&notice.node.id)), "notice-go-number")
        }
        (Kind::TokenDying | Kind::Disconnected | Kind::WebhookDeaf, _) => {
            fixed("/connect", "notice-go-connect")
        }
        (Kind::LimitDown | Kind::LimitUp | Kind::Used80 | Kind::Used95, _) => {
            fixed("/numbers", "notice-go-limits")
        }
        (_, NodeKind::MessageTemplate) => {
            fixed("/activity?subject=templates", "notice-go-timeline")
        }
        (_, NodeKind::Business | NodeKind::Waba | NodeKind::App) => {
            fixed("/health", "notice-go-health")
        }
    }
}

/// Whether a notice is one of a moment, which has no end.
pub(crate) fn is_moment(notice: &Notice) -> bool {
    match notice.standing {
        Standing::Moment => true,
        Standing::Holds(_) => false,
    }
}
