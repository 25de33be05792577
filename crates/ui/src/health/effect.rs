//! What an entity's state means for starting a conversation, replying and receiving. Pure.
//!
//! The rows of WABA and business are the product description's own sentences; those of app, number
//! and template follow from what `health_status` is about, and are told as Farol's conclusion.
//! Meta reports nothing about receiving: what no sentence says is unknown.

use meta::open::{CanSendMessage, EntityType, PhoneNumberStatus};

/// What becomes of one thing that one may want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It works.
    Works,
    /// Meta reports nothing about it.
    Unknown,
    /// The state is one that is not known here.
    Unclear,
    /// The state was never read.
    Unread,
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
            Self::Unclear => ("flow-unknown", "unk", "circle-dashed"),
            Self::Unread => ("never-read", "unk", "circle-dashed"),
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
            Self::Unread => 2,
            Self::Unclear => 3,
            Self::OtherTemplates => 4,
            Self::Depends => 5,
            Self::NoWebhooks => 6,
            Self::Limited => 7,
            Self::NotThisNumber => 8,
            Self::NotThisApp => 9,
            Self::Stopped => 10,
        }
    }

    /// Whether it does not work, for whatever reason.
    pub const fn is_stopped(self) -> bool {
        matches!(self, Self::NotThisNumber | Self::NotThisApp | Self::Stopped)
    }

    /// Whether it works at least within limits.
    pub const fn is_able(self) -> bool {
        matches!(self, Self::Works | Self::OtherTemplates | Self::Limited)
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
    pub const UNREAD: Self =
        Self { start: Effect::Unread, reply: Effect::Unread, receive: Effect::Unknown };
    /// The state is one that is not known here.
    pub const UNCLEAR: Self =
        Self { start: Effect::Unclear, reply: Effect::Unclear, receive: Effect::Unknown };

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
        Depends, Limited, NoWebhooks, NotThisApp, NotThisNumber, OtherTemplates, Stopped, Works,
    };
    let all = |start, reply, receive| Effects { start, reply, receive };
    match (kind, can) {
        (_, None) => Effects::UNREAD,
        (_, Some(CanSendMessage::Other(_))) => Effects::UNCLEAR,
        (_, Some(CanSendMessage::Available)) => Effects::FREE,
        (EntityType::Waba | EntityType::Business, Some(CanSendMessage::Blocked)) => {
            all(Stopped, Stopped, Stopped)
        }
        (EntityType::Business, Some(CanSendMessage::Limited)) => all(Stopped, Limited, Limited),
        (EntityType::App, Some(CanSendMessage::Blocked)) => all(NotThisApp, NotThisApp, NoWebhooks),
        (EntityType::PhoneNumber, Some(CanSendMessage::Blocked)) => {
            all(NotThisNumber, NotThisNumber, Depends)
        }
        // Replies need no template, and whoever writes needs none either.
        (EntityType::MessageTemplate, Some(CanSendMessage::Blocked)) => {
            all(OtherTemplates, Works, Works)
        }
        (EntityType::MessageTemplate, Some(CanSendMessage::Limited)) => Effects::FREE,
        // Meta's own rule: what is blocked blocks sending, whatever it is (META 5).
        (EntityType::Other(_), Some(CanSendMessage::Blocked)) => {
            Effects { start: Stopped, ..Effects::UNCLEAR }
        }
        (_, Some(CanSendMessage::Limited)) => Effects { start: Limited, ..Effects::FREE },
    }
}

/// What a number's own state adds: a restricted one may only reply (the description's Restrito).
pub(crate) fn of_status(status: Option<&PhoneNumberStatus>) -> Effects {
    match status {
        Some(PhoneNumberStatus::Restricted) => {
            Effects { start: Effect::NotThisNumber, ..Effects::FREE }
        }
        _ => Effects::FREE,
    }
}

/// The gravest of what becomes of several numbers, and of how many of them it becomes. Whatever does
/// not work is one thing here, since one number's trouble stops no other.
pub(crate) fn gravest(effects: &[Effect]) -> Option<(Effect, usize)> {
    let worst = effects.iter().copied().reduce(Effect::graver)?;
    if !worst.is_stopped() {
        return Some((worst, effects.iter().filter(|effect| **effect == worst).count()));
    }
    let stopped: Vec<Effect> = effects.iter().copied().filter(|e| e.is_stopped()).collect();
    let is_one_reason = stopped.iter().all(|effect| *effect == Effect::NotThisApp);
    let worst = if is_one_reason { Effect::NotThisApp } else { Effect::Stopped };
    Some((worst, stopped.len()))
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
        assert_eq!(effects(&EntityType::Waba, Some(&strange)), Effects::UNCLEAR);
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
    #[test]
    fn one_numbers_trouble_is_told_as_one_of_several() {
        use Effect::{Limited, NotThisApp, NotThisNumber, Stopped, Unknown, Works};
        assert_eq!(gravest(&[]), None);
        assert_eq!(gravest(&[Works, Works]), Some((Works, 2)));
        assert_eq!(gravest(&[Works, Limited, Works]), Some((Limited, 1)));
        assert_eq!(gravest(&[Works, NotThisNumber, Stopped]), Some((Stopped, 2)));
        assert_eq!(gravest(&[NotThisApp, NotThisApp]), Some((NotThisApp, 2)));
        assert_eq!(gravest(&[Unknown, Stopped]), Some((Stopped, 1)));
    }

    #[test]
    fn a_restricted_number_replies_and_starts_nothing() {
        let restricted = of_status(Some(&PhoneNumberStatus::Restricted));
        assert!(restricted.start.is_stopped() && restricted.reply.is_able());
        assert_eq!(of_status(Some(&PhoneNumberStatus::Flagged)), Effects::FREE);
    }
}
