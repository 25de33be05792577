//! What the pages of hand-over links are given, those of who makes them and those of whom they are for.

use domain::Timestamp;
use domain::handover::{Handover, NoLogin, Over};
use domain::signup::Signup;
use domain::situation::Situation;

use super::{Attempt, Button, Refused};
use crate::language::Language;

/// Links para clientes.
#[derive(Clone, Copy, Debug)]
pub struct Handovers<'a> {
    /// The tenant's links, newest first.
    pub links: &'a [HandoverLine<'a>],
    /// What became of a form.
    pub said: Option<&'a HandoversSaid>,
    /// The label that was typed and refused.
    pub label: &'a str,
    /// The days that were chosen with it.
    pub days: Option<u32>,
    /// The language that was chosen with it.
    pub language: Option<Language>,
}

/// A link, as those who watch it see it.
#[derive(Clone, Copy, Debug)]
pub struct HandoverLine<'a> {
    /// What the form names it by.
    pub id: &'a str,
    /// Whom it is for.
    pub label: &'a str,
    /// Who made it; `None` once that person is erased.
    pub maker: Option<&'a str>,
    /// What became of it.
    pub handover: Handover,
    /// The newest login that it began, with its id.
    pub login: Option<(&'a str, &'a Signup)>,
}

/// What became of a form on the page of links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandoversSaid {
    /// A link was made; its address is shown this once.
    Made {
        /// Whom it is for.
        label: String,
        /// The address.
        url: String,
        /// The language that its pages begin in.
        language: Language,
        /// When it ends.
        until: Timestamp,
    },
    /// A link was taken back.
    Revoked,
    /// The label is missing or too long.
    NoLabel {
        /// Characters that it may have.
        most: usize,
    },
    /// Too many links at once.
    TooMany {
        /// Seconds until the next.
        wait_s: u64,
    },
}

/// The page of the browser that has a link.
#[derive(Clone, Copy, Debug)]
pub struct GuestConnect<'a> {
    /// The link's id, which opens nothing.
    pub link: &'a str,
    /// Why it counts no more.
    pub over: Option<Over>,
    /// When it ends.
    pub until: Timestamp,
    /// Whether the button can be pressed.
    pub button: Button<'a>,
    /// Why no login may be begun now.
    pub no_login: Option<NoLogin>,
    /// The situation that was chosen by the link.
    pub situation: Option<Situation>,
    /// The logins that the link began, newest first.
    pub signups: &'a [Attempt<'a>],
    /// A form of the page that was not taken.
    pub refused: Option<Refused<'a>>,
}

/// Why a link's page is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestGone {
    /// The browser holds no link.
    NotHere,
    /// No link has this address, or it was taken back.
    Unknown,
    /// Another browser has it.
    Elsewhere,
    /// It did what it is for.
    Used,
    /// It was taken back, as the browser that has it is told.
    Revoked,
    /// Its time is over.
    Expired,
    /// Too many looks from this network.
    TooMany,
}
