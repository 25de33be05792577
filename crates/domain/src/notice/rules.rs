//! Who is told of what, and by which channel: a person's own rule, else the tenant's, else these.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Kind;

/// By which channels a kind is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channels {
    /// In Farol: bell and list.
    pub app: bool,
    /// By e-mail.
    pub email: bool,
}

impl Channels {
    /// Before anyone chose: what Meta itself mails about (quality low, Flagged, Restricted), and
    /// what stops sending or knowing, by e-mail too; the rest in Farol.
    pub const fn by_default(kind: Kind) -> Self {
        let email = match kind {
            Kind::QualityLow
            | Kind::Flagged
            | Kind::Restricted
            | Kind::HealthWorse
            | Kind::Disconnected
            | Kind::WebhookDeaf => true,
            Kind::QualityMedium
            | Kind::LimitDown
            | Kind::LimitUp
            | Kind::Used80
            | Kind::Used95
            | Kind::NameDecided
            | Kind::TokenDying
            | Kind::TemplatePaused
            | Kind::UnknownValue => false,
        };
        Self { app: true, email }
    }
}

/// The rules that count for a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The tenant's, by kind.
    pub tenant: BTreeMap<Kind, Channels>,
    /// The person's own, by kind.
    pub own: BTreeMap<Kind, Channels>,
}

impl Rules {
    /// The channels of a kind. What stops sending is shown in Farol whatever was chosen.
    pub fn channels(&self, kind: Kind) -> Channels {
        let chosen = self.own.get(&kind).or_else(|| self.tenant.get(&kind)).copied();
        let channels = chosen.unwrap_or(Channels::by_default(kind));
        Channels { app: channels.app || kind.is_always_shown(), ..channels }
    }

    /// The kinds that are shown in Farol.
    pub fn shown(&self) -> Vec<Kind> {
        Kind::ALL.into_iter().filter(|kind| self.channels(*kind).app).collect()
    }
}
