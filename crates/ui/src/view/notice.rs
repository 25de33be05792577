//! What the bell, the pages of notices and the mails are given.

use domain::Timestamp;
use domain::notice::{self, Channels, Kind};
use domain::readiness::{Intervals, Scope};
use jiff::tz::TimeZone;

use crate::language::Language;
use crate::named;

/// The bell: how many notices the person has not looked at, and the latest ones.
#[derive(Clone, Debug, Default)]
pub struct Bell {
    /// Notices that the person has not looked at.
    pub unread: usize,
    /// The latest ones, newest first.
    pub latest: Vec<BellLine>,
}

/// A notice as the bell tells it.
#[derive(Clone, Debug)]
pub struct BellLine {
    /// The notice.
    pub told: Told,
    /// What its node is called.
    pub name: String,
}

impl BellLine {
    /// A notice with the name that its node has among these.
    pub fn of(scope: &Scope, told: Told) -> Self {
        let name = named::name_of(scope, &told.notice.node);
        Self { told, name }
    }
}

/// A notice with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its place: newer is higher.
    pub seq: u64,
    /// The notice.
    pub notice: notice::Notice,
    /// When its cause went away.
    pub resolved_at: Option<Timestamp>,
    /// By what it ended, where Meta reported nothing.
    pub ended_by: Option<notice::EndedBy>,
    /// Who acknowledged it.
    pub acked: Option<Acked>,
    /// Whether the person has not looked at it.
    pub is_unread: bool,
}

/// Who acknowledged a notice, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acked {
    /// The person's name; `None` when the person is gone.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Avisos.
#[derive(Clone, Copy, Debug)]
pub struct Notices<'a> {
    /// Whose notices they are: names.
    pub scope: &'a Scope,
    /// When a reading is old.
    pub intervals: &'a Intervals,
    /// Open ones, newest first; none on later pages.
    pub open: &'a [Told],
    /// How many are open, listed or not.
    pub open_count: u64,
    /// One page of ended ones, newest first.
    pub ended: &'a [Told],
    /// Cursor of the next page of ended ones; `None` on the last.
    pub next: Option<u64>,
    /// Whether this is the first page.
    pub is_first: bool,
    /// Whether the person may acknowledge.
    pub may_acknowledge: bool,
}

/// Quando avisar.
#[derive(Clone, Copy, Debug)]
pub struct NoticeRules<'a> {
    /// What holds for the person, or what was chosen and not taken, in the order of [`Kind::ALL`].
    pub rules: &'a [(Kind, Channels)],
    /// Whether the person chose anything.
    pub has_own: bool,
    /// What holds for who chose nothing; only for who may change it.
    pub default: Option<&'a [(Kind, Channels)]>,
    /// The times as they stand in the form.
    pub times: &'a TimesForm,
    /// Until when mails are paused.
    pub muted_until: Option<Timestamp>,
    /// What became of a form.
    pub outcome: Option<RulesOutcome>,
    /// Where test mails go: the person's address.
    pub email: &'a str,
    /// Whether there is a mail server.
    pub has_mail_server: bool,
    /// What became of a test mail.
    pub test: Option<&'a MailTest>,
}

/// The form of quiet hours, digest and pause, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimesForm {
    /// Whether there are quiet hours.
    pub quiet: bool,
    /// Their beginning, `HH:MM`.
    pub from: String,
    /// Their end, `HH:MM`.
    pub to: String,
    /// Whether there is a digest.
    pub digest: bool,
    /// When it goes out, `HH:MM`.
    pub digest_at: String,
    /// Until when mails are paused, as `YYYY-MM-DDTHH:MM`; empty for no pause.
    pub muted_until: String,
}

/// What became of a form of Quando avisar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulesOutcome {
    /// Everything was kept.
    Saved,
    /// Nothing was: this is wrong with the times.
    Wrong(TimesFault),
}

/// What is wrong with the times of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimesFault {
    /// The beginning of the quiet hours is no time of day.
    From,
    /// Their end is none.
    To,
    /// Both are the same.
    Same,
    /// The digest's is none.
    DigestAt,
    /// The end of the pause is no date and time.
    MutedUntil,
    /// The end of the pause is in the past.
    Past,
}

/// What became of a test mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailTest {
    /// The server took it.
    Accepted {
        /// What it answered.
        answer: String,
    },
    /// The server, or the way to it, refused.
    Refused {
        /// What was answered.
        answer: String,
    },
    /// No answer came.
    Unreached {
        /// What stood in the way.
        answer: String,
    },
    /// The way to the server can't be protected, so nothing was said to it.
    Unprotected {
        /// What stood in the way.
        answer: String,
    },
    /// Too many tests.
    TooMany {
        /// Seconds until the next one.
        wait_s: u64,
    },
}

/// Registro de envios.
#[derive(Clone, Copy, Debug)]
pub struct NoticeLog<'a> {
    /// Whose notices they are: names.
    pub scope: &'a Scope,
    /// One page of mails, newest first.
    pub mails: &'a [SentMail],
    /// Cursor of the next page; `None` on the last.
    pub next: Option<u64>,
    /// Whether this is the first page.
    pub is_first: bool,
    /// Whether there is a mail server.
    pub has_mail_server: bool,
}

/// A mail of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct SentMail {
    /// Its place: newer is higher.
    pub seq: u64,
    /// When it was queued, or ended.
    pub at: Timestamp,
    /// What it tells; none for a test mail.
    pub notices: Vec<notice::Notice>,
    /// The recipient's address.
    pub to: String,
    /// What became of it.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: u32,
    /// What the server answered last.
    pub answer: Option<String>,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    /// It waits for its time.
    Waiting {
        /// When it is due.
        due: Timestamp,
    },
    /// A try failed, and another will be made.
    Retrying {
        /// When.
        due: Timestamp,
    },
    /// The server took it.
    Accepted,
    /// The server refused it for good.
    Refused,
    /// It was tried for days and given up.
    GivenUp,
    /// It was not tried: the person wants no mail now, or is no longer told of it.
    Dropped,
    /// What it tells went into another one.
    Merged,
    /// It was a test, which is not repeated, and no server took or refused it.
    TestFailed,
    /// It is a test that goes on, or was cut off.
    TestUnanswered,
}

/// A mail to be written.
#[derive(Clone, Debug)]
pub struct Mail<'a> {
    /// Language of the mail.
    pub language: Language,
    /// Zone of the times.
    pub time_zone: TimeZone,
    /// When it is written.
    pub now: Timestamp,
    /// Name of who gets it.
    pub person: &'a str,
    /// Name of the tenant.
    pub tenant: &'a str,
    /// Where the console is, without a slash at the end.
    pub base_url: &'a str,
    /// What it tells.
    pub about: MailAbout<'a>,
}

/// What a mail tells.
#[derive(Clone, Copy, Debug)]
pub enum MailAbout<'a> {
    /// Notices, at once or after quiet hours; never none.
    Notices {
        /// Names of their nodes.
        scope: &'a Scope,
        /// The notices, oldest first.
        notices: &'a [Told],
    },
    /// The digest; never none.
    Digest {
        /// Names of their nodes.
        scope: &'a Scope,
        /// The notices, oldest first.
        notices: &'a [Told],
    },
    /// What could not be sent in time and is over or old by now; never none.
    Late {
        /// Names of their nodes.
        scope: &'a Scope,
        /// The notices, oldest first.
        notices: &'a [Told],
    },
    /// A test.
    Test,
}
