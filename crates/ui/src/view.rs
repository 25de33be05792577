//! What the pages are given: state from `domain`, and who looks at it from where.

mod by_hand;
mod callback;
mod connect;
mod disconnect;
mod doctor;
mod door;
mod erasure;
mod handover;
mod health;
mod identity;
mod limit;
mod list;
mod notice;
mod people;
mod photo;
mod preflight;
mod profile;
mod settings;
mod situation;
mod timeline;
mod username;

use domain::Change;
use domain::readiness::{Intervals, Readiness, Scope};
use jiff::tz::TimeZone;

pub use by_hand::{BegunByHand, ByHand, OwnCallback};
pub use callback::{Callback, CallbackWait};
pub use connect::{
    Abandon, Account, Attempt, Button, Connect, ConnectRefusal, Disconnected, NumberField, Refused,
    RefusedForm, Sdk, TypedNumber,
};
pub use disconnect::{Disconnect, DisconnectState};
pub use doctor::{Did, Doctor, DoctorLine, FixingCallback, MayCall, ShownCall};
pub use door::{
    AcceptBy, AcceptFault, Forbidden, Forgot, ForgotSaid, GoneLink, Invited, LinkAbout, LinkGone,
    LinkMail, Reset,
};
pub use erasure::{Erasable, Erasing, ErasureLine, ErasureSaid, ErasureStatus, Whom};
pub use handover::{GuestConnect, GuestGone, HandoverLine, Handovers, HandoversSaid};
pub use health::{Branch, Checked, Health, PutOff};
pub use identity::{DisplayName, NameSaid};
pub use limit::{ComparedDay, Meter, WHOLE_METERS};
pub use list::{Asked, Filter, Listed, Misread, Order, PAGE, Sort};
pub use notice::{
    Acked, Bell, BellLine, Mail, MailAbout, MailState, MailTest, NoticeLog, NoticeRules, Notices,
    RulesOutcome, SentMail, TimesFault, TimesForm, Told,
};
pub use people::{
    AuditLog, AuditName, AuditRow, InvitationLine, LinkTold, MemberLine, People, PeopleSaid,
    Rights, TenantLine, Tenants, TenantsSaid,
};
pub use photo::Photo;
pub use preflight::Preflight;
pub use profile::{MayWrite, Profile, ProfileForm, ProfileTrouble};
pub use settings::{
    Installation, Kept, MailServer, PasswordChange, Protection, SessionLine, Settings,
};
pub use situation::{Chosen, Guide, Wizard};
pub use timeline::{Activity, Entry, Narrowed, Number};
pub use username::{Pin, PinSaid, Refusal, Suggestions, Username, UsernameForm, UsernameTrouble};

use crate::language::Language;

/// What stands around every page after the login.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Whether a hand-over link brought who looks: then it stands around a link's pages, which have
    /// no menu.
    pub is_guest: bool,
    /// Language of the page.
    pub language: Language,
    /// Name of who looks.
    pub person: String,
    /// Name of the tenant.
    pub tenant: String,
    /// All tenants of the person.
    pub tenants: Vec<TenantChoice>,
    /// All accounts of the tenant.
    pub wabas: Vec<WabaChoice>,
    /// Whether the person's role may connect accounts.
    pub may_connect: bool,
    /// Whether the person's role may ask Meta for a fresh reading.
    pub may_refresh: bool,
    /// How much asks for a look, for the menu.
    pub troubles: Troubles,
    /// What the person was told and has not looked at.
    pub bell: Bell,
    /// Address of the emulator's page; only in `demo`.
    pub sandbox_url: Option<String>,
    /// The world's time.
    pub now: domain::Timestamp,
    /// Whether the page follows the stream.
    pub live: bool,
    /// Zone of the times.
    pub time_zone: TimeZone,
    /// The page's own address, for the menu and for forms that come back.
    pub path: String,
    /// Version of the program.
    pub version: &'static str,
    /// What a restore of late may have left out.
    pub gap: Option<Gap>,
    /// What the page's address asks for and the page can't read.
    pub unread: Option<Unread>,
}

/// What of an address a page can't read; it shows what it would show without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// All of its query.
    Whole,
    /// The words of these names.
    Parts(Vec<&'static str>),
}

impl Unread {
    /// The names; none of them when it is all.
    pub fn names(&self) -> &[&'static str] {
        match self {
            Self::Whole => &[],
            Self::Parts(names) => names,
        }
    }
}

/// The time between a backup and its restore, of which messages and statuses may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// When the backup was made.
    pub from: domain::Timestamp,
    /// When it was restored.
    pub until: domain::Timestamp,
}

/// How much asks for a look, for the menu.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Troubles {
    /// Numbers of low quality.
    pub red: usize,
    /// Entities that Meta reports as blocked.
    pub blocked: usize,
    /// Entities that Meta reports as limited.
    pub limited: usize,
}

/// A tenant that the person may look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantChoice {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the page is about it.
    pub is_current: bool,
}

/// An account of the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WabaChoice {
    /// Meta's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the page is about it alone.
    pub is_current: bool,
}

/// Visão geral.
#[derive(Clone, Copy, Debug)]
pub struct Overview<'a> {
    /// Everything of the tenant.
    pub scope: &'a Scope,
    /// The verdict.
    pub readiness: &'a Readiness,
    /// When a reading is old.
    pub intervals: &'a Intervals,
    /// The portfolios and their use.
    pub meters: &'a [Meter],
    /// Latest changes that matter, newest first.
    pub changes: &'a [Change],
    /// The newest of the open notices, newest first.
    pub open: &'a [Told],
    /// How many are open, given here or not.
    pub open_count: u64,
    /// Notices of limits that fell in the last 30 days, newest first.
    pub fallen: &'a [Told],
    /// What those are about and the scope does not hold: for their names.
    pub names: &'a Scope,
    /// Parts of webhooks that can't be read; `Some` only for the installation's owner.
    pub quarantined: Option<u64>,
    /// Whether webhooks of the app arrive; `None` when that is not known.
    pub webhooks: Option<bool>,
}

/// Números e limites.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<'a> {
    /// The list.
    pub listed: Listed<'a>,
    /// The portfolios and their use.
    pub meters: &'a [Meter],
    /// When a reading is old.
    pub intervals: &'a Intervals,
}

/// Entrar.
#[derive(Clone, Copy, Debug)]
pub struct Login<'a> {
    /// Language of the page.
    pub language: Language,
    /// What was typed.
    pub email: &'a str,
    /// Why it did not work.
    pub error: Option<LoginError>,
    /// Name of this installation.
    pub host: &'a str,
    /// Whether a forgotten password can be replaced by mail.
    pub may_reset: bool,
    /// Whether a password was set by a link just now.
    pub is_password_set: bool,
}

/// Why nobody was let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginError {
    /// Address or password are wrong; which one is not said.
    Wrong,
    /// Too many attempts.
    TooMany {
        /// Seconds until the next one.
        wait_s: u64,
    },
    /// The one-time link was used or is too old.
    LinkUsed,
}

/// A page that can't be shown.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    /// Language of the page.
    pub language: Language,
    /// HTTP status.
    pub status: u16,
    /// Finds the line in the log.
    pub reference: Option<&'a str>,
}
