//! What an entity's state means for starting a conversation, replying and receiving. Pure.
//!
//! The rows of WABA and business are the product description's own sentences; those of app, number
//! and template follow from what `health_status` is about, and are told as Farol's conclusion.
//! Meta reports nothing about receiving: what no sentence says is unknown.

use meta::open::{CanSendMessage, EntityType};

/// What becomes of one thing that one may want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It works.
    Works,
    /// Nothing is known of it.
    Unknown,
    /// It works for all but some templates.
    OtherTemplates,
    /// It depends on why the number is blocked.
    Depends,
    /// It works within a limit.
    Limited,
    /// Messages come in at Meta, and no webhook tells of them.
    NoWebhooks,
    /// It does not work with this app.
    NotThisApp,
    /// It does not work with this number.
    NotThisNumber,
    /// It does not work.
    Stopped,
}

impl Effect {
    /// Its key, and its tone and shape.
    pub const fn look(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Works => ("effect-works", "ok", "check"),
            Self::Unknown => ("effect-unknown", "unk", "circle-dashed"),
            Self::OtherTemplates => ("effect-other-templates", "warn", "triangle-alert"),
            Self::Depends => ("effect-depends", "warn", "triangle-alert"),
            Self::Limited => ("effect-limited", "warn", "triangle-alert"),
            Self::NoWebhooks => ("effect-no-webhooks", "warn", "triangle-alert"),
            Self::NotThisApp => ("effect-not-this-app", "bad", "x"),
            Self::NotThisNumber => ("effect-not-this-number", "bad", "x"),
            Self::Stopped => ("effect-stopped", "bad", "x"),
        }
    }

    /// Larger is graver.
    const fn gravity(self) -> u8 {
        match self {
            Self::Works => 0,
            Self::Unknown => 1,
            Self::OtherTemplates => 2,
            Self::Depends => 3,
            Self::NoWebhooks => 4,
            Self::Limited => 5,
            Self::NotThisNumber => 6,
            Self::NotThisApp => 7,
            Self::Stopped => 8,
        }
    }

    fn graver(self, other: Self) -> Self {
        if other.gravity() > self.gravity() { other } else { self }
    }
}

/// What becomes of starting a conversation, replying within 24 hours, and receiving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Effects {
    pub start: Effect,
    pub reply: Effect,
    pub receive: Effect,
}

impl Effects {
    /// Nothing stands in the way of sending; of receiving nothing is known.
    pub const FREE: Self =
        Self { start: Effect::Works, reply: Effect::Works, receive: Effect::Unknown };
    /// Nothing was read.
    pub const UNKNOWN: Self =
        Self { start: Effect::Unknown, reply: Effect::Unknown, receive: Effect::Unknown };

    /// Both together: the graver of each.
    pub fn and(self, other: Self) -> Self {
        Self {
            start: self.start.graver(other.start),
            reply: self.reply.graver(other.reply),
            receive: self.receive.graver(other.receive),
        }
    }
}

/// What an entity in this state causes.
pub(crate) fn effects(kind: &EntityType, can: Option<&CanSendMessage>) -> Effects {
    use Effect::{
        Depends, Limited, NoWebhooks, NotThisApp, NotThisNumber, OtherTemplates, Stopped,
    };
    let all = |start, reply, receive| Effects { start, reply, receive };
    match (kind, can) {
        (_, None | Some(CanSendMessage::Other(_))) => Effects::UNKNOWN,
        (_, Some(CanSendMessage::Available)) => Effects::FREE,
        (EntityType::Waba | EntityType::Business, Some(CanSendMessage::Blocked)) => {
            all(Stopped, Stopped, Stopped)
        }
        (EntityType::Business, Some(CanSendMessage::Limited)) => all(Stopped, Limited, Limited),
        (EntityType::App, Some(CanSendMessage::Blocked)) => all(NotThisApp, NotThisApp, NoWebhooks),
        (EntityType::PhoneNumber, Some(CanSendMessage::Blocked)) => {
            all(NotThisNumber, NotThisNumber, Depends)
        }
        (EntityType::MessageTemplate, Some(CanSendMessage::Blocked)) => {
            Effects { start: OtherTemplates, ..Effects::FREE }
        }
        (EntityType::MessageTemplate, Some(CanSendMessage::Limited)) => Effects::FREE,
        (EntityType::Other(_), Some(CanSendMessage::Blocked)) => Effects::UNKNOWN,
        (_, Some(CanSendMessage::Limited)) => Effects { start: Limited, ..Effects::FREE },
    }
}

/// The key of what follows from an entity's state, where the product's description does not say it.
pub(crate) const fn derived(
    kind: &EntityType,
    can: Option<&CanSendMessage>,
) -> Option<&'static str> {
    match (kind, can) {
        (EntityType::App, Some(CanSendMessage::Blocked)) => Some("follows-app-blocked"),
        (EntityType::PhoneNumber, Some(CanSendMessage::Blocked)) => Some("follows-number-blocked"),
        (EntityType::MessageTemplate, Some(CanSendMessage::Blocked)) => {
            Some("follows-template-blocked")
        }
        (
            EntityType::Waba | EntityType::App | EntityType::PhoneNumber,
            Some(CanSendMessage::Limited),
        ) => Some("follows-limited"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [Option<CanSendMessage>; 4] = [
        Some(CanSendMessage::Available),
        Some(CanSendMessage::Limited),
        Some(CanSendMessage::Blocked),
        None,
    ];

    #[test]
    fn the_descriptions_three_sentences() {
        use Effect::{Limited, Stopped};
        let blocked = Some(&CanSendMessage::Blocked);
        let stopped = Effects { start: Stopped, reply: Stopped, receive: Stopped };
        assert_eq!(effects(&EntityType::Waba, blocked), stopped);
        assert_eq!(effects(&EntityType::Business, blocked), stopped);
        let limited = effects(&EntityType::Business, Some(&CanSendMessage::Limited));
        assert_eq!(limited, Effects { start: Stopped, reply: Limited, receive: Limited });
    }

    #[test]
    fn a_worse_state_never_allows_more() {
        for kind in EntityType::KNOWN {
            let [available, limited, blocked, _] =
                STATES.map(|can| effects(kind, can.as_ref()).start.gravity());
            assert!(available <= limited && limited <= blocked, "{kind}");
        }
    }

    #[test]
    fn of_receiving_nothing_is_claimed_without_a_sentence() {
        for kind in EntityType::KNOWN {
            for can in [Some(&CanSendMessage::Available), None] {
                assert_eq!(effects(kind, can).receive, Effect::Unknown, "{kind}");
            }
        }
        let strange = CanSendMessage::Other("SOMETIMES".to_owned());
        assert_eq!(effects(&EntityType::Waba, Some(&strange)), Effects::UNKNOWN);
    }

    #[test]
    fn together_counts_the_graver_of_each() {
        let number = effects(&EntityType::PhoneNumber, Some(&CanSendMessage::Blocked));
        let business = effects(&EntityType::Business, Some(&CanSendMessage::Limited));
        let both = number.and(business);
        assert_eq!(both, business.and(number));
        assert_eq!(both.start, Effect::Stopped);
        assert_eq!(both.reply, Effect::NotThisNumber);
        assert_eq!(both.receive, Effect::Limited);
    }
}
