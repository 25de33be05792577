//! The doctor: whether what was connected still works, check by check, from what was read of the app,
//! its accounts and their numbers. What was read is given; what it means and what mends it is said
//! here, and in what words is `ui`'s.
//!
//! One cause is one defect: what can't be judged before another line is mended waits for it, and
//! what could not be asked is never called good, nor wrong.

mod account;
mod mend;
mod number;
mod route;
mod snapshot;
mod whole;

use meta::WabaId;

use crate::callback::shown;
use crate::node::Node;

pub use crate::preflight::State;
pub use mend::{Fix, Mend, Person};
pub use route::{Level, Stop, Stranger, Way, strangers, ways};
pub use snapshot::{Account, App, Deaf, Hindrance, Number, Reply, Silence, Snapshot, Token, Usage};
pub use whole::judge;

/// What is looked at, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Check {
    /// The app's secret, which webhooks are signed with.
    Secret,
    /// Our own address, asked as Meta asks it before it sends anything.
    Handshake,
    /// Where the app's webhooks go.
    Callback,
    /// Which webhook fields the app is subscribed to.
    Fields,
    /// Whether the account's token works.
    Token,
    /// How long it will.
    Expiry,
    /// What it may do, and for which account.
    Scopes,
    /// Whether the account sends its webhooks to the app.
    Subscription,
    /// Whether an override of the account leads them elsewhere.
    Override,
    /// Whether other apps hear of the account too.
    Foreign,
    /// Whether Meta shows a way to pay.
    Payment,
    /// How much of Meta's quota is used.
    Quota,
    /// Whether webhooks come.
    Deaf,
    /// Whether an override of the number leads its messages elsewhere.
    Route,
    /// Whether the number is registered.
    Registration,
    /// How its display name stands.
    Name,
}

impl Check {
    /// All, in the order of the page.
    pub const ALL: [Self; 16] = [
        Self::Secret,
        Self::Handshake,
        Self::Callback,
        Self::Fields,
        Self::Token,
        Self::Expiry,
        Self::Scopes,
        Self::Subscription,
        Self::Override,
        Self::Foreign,
        Self::Payment,
        Self::Quota,
        Self::Deaf,
        Self::Route,
        Self::Registration,
        Self::Name,
    ];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Handshake => "handshake",
            Self::Callback => "callback",
            Self::Fields => "fields",
            Self::Token => "token",
            Self::Expiry => "expiry",
            Self::Scopes => "scopes",
            Self::Subscription => "subscription",
            Self::Override => "override",
            Self::Foreign => "foreign",
            Self::Payment => "payment",
            Self::Quota => "quota",
            Self::Deaf => "deaf",
            Self::Route => "route",
            Self::Registration => "registration",
            Self::Name => "name",
        }
    }

    /// The check of a stable word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.as_str() == word)
    }
}

/// Why something stands as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// It is as it should be.
    Fine,
    /// Another line must be good first.
    Waits,
    /// Nobody answered.
    Unanswered,
    /// Meta, or the server, said no.
    Refused,
    /// Nothing was set.
    NotSet,
    /// Something else answered.
    Wrong,
    /// Too short to be hard to guess.
    Short,
    /// It leads elsewhere.
    Elsewhere,
    /// It leads to the address that this Farol had before, where nobody answers any more.
    Moved,
    /// It leads elsewhere, and overrides bring the messages here all the same.
    Overridden,
    /// Meta has it and does not use it.
    Inactive,
    /// Some, or it, are missing.
    Missing,
    /// Meta says that it no longer works.
    Dead,
    /// It is of another app.
    OtherApp,
    /// A token that lives a day, made for trying out.
    ForADay,
    /// It ends soon.
    Soon,
    /// Its time, or that of the access to data by it, is over.
    Over,
    /// It holds, and not for this account.
    NotGranted,
    /// Other apps are there too.
    Others,
    /// Meta names nothing.
    NotSeen,
    /// Meta names an error with it.
    Failing,
    /// Nearly used up.
    Nearly,
    /// Used up.
    UsedUp,
    /// What should have been told was not, and it is not late yet.
    Pending,
    /// What should have been told was not.
    Untold,
    /// Not on the Cloud API any more.
    NotRegistered,
    /// Never was, as far as Farol knows.
    NeverRegistered,
    /// Meta is looking at it.
    InReview,
    /// Meta said no to it, or it ran out.
    Declined,
    /// A value that Farol does not know.
    Unknown,
}

impl Why {
    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Waits => "waits",
            Self::Unanswered => "unanswered",
            Self::Refused => "refused",
            Self::NotSet => "not-set",
            Self::Wrong => "wrong",
            Self::Short => "short",
            Self::Elsewhere => "elsewhere",
            Self::Moved => "moved",
            Self::Overridden => "overridden",
            Self::Inactive => "inactive",
            Self::Missing => "missing",
            Self::Dead => "dead",
            Self::OtherApp => "other-app",
            Self::ForADay => "for-a-day",
            Self::Over => "over",
            Self::Soon => "soon",
            Self::NotGranted => "not-granted",
            Self::Others => "others",
            Self::NotSeen => "not-seen",
            Self::Failing => "failing",
            Self::Nearly => "nearly",
            Self::UsedUp => "used-up",
            Self::Pending => "pending",
            Self::Untold => "untold",
            Self::NotRegistered => "not-registered",
            Self::NeverRegistered => "never-registered",
            Self::InReview => "in-review",
            Self::Declined => "declined",
            Self::Unknown => "unknown",
        }
    }
}

/// One line of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// Of what: the app, an account or a number.
    pub node: Node,
    /// The account that it is about, whose number or whose own app; `None` for the installation's app.
    pub waba: Option<WabaId>,
    /// How it stands.
    pub state: State,
    /// Why.
    pub why: Why,
    /// What was seen: never a secret, and of an address what may be shown.
    pub saw: Vec<String>,
    /// The address that what mends it is put in the place of, whole: to compare, never to show.
    pub over: Option<String>,
    /// What should have been seen, where that can be named.
    pub wanted: Vec<String>,
    /// What mends it; `None` where nothing is to be mended, or nothing can be before another line.
    pub fix: Option<Fix>,
}

/// A finding before it is known of what.
#[derive(Clone, Debug)]
struct Seen {
    state: State,
    why: Why,
    saw: Vec<String>,
    over: Option<String>,
    wanted: Vec<String>,
    fix: Option<Fix>,
}

impl Seen {
    const fn new(state: State, why: Why) -> Self {
        Self { state, why, saw: Vec::new(), over: None, wanted: Vec::new(), fix: None }
    }

    const fn good() -> Self {
        Self::new(State::Good, Why::Fine)
    }

    const fn defect(why: Why) -> Self {
        Self::new(State::Defect, why)
    }

    const fn doubtful(why: Why) -> Self {
        Self::new(State::Doubtful, why)
    }

    const fn waits() -> Self {
        Self::new(State::NotChecked, Why::Waits)
    }

    fn unanswered(said: &str) -> Self {
        Self::new(State::NotChecked, Why::Unanswered).saw([said])
    }

    fn saw<T: Into<String>>(mut self, saw: impl IntoIterator<Item = T>) -> Self {
        self.saw.extend(saw.into_iter().map(Into::into));
        self
    }

    /// An address of somebody's that is in the way.
    fn saw_url(self, url: &str) -> Self {
        Self { over: Some(url.to_owned()), ..self.saw([shown(url)]) }
    }

    fn wanted<T: Into<String>>(mut self, wanted: impl IntoIterator<Item = T>) -> Self {
        self.wanted.extend(wanted.into_iter().map(Into::into));
        self
    }

    fn call(mut self, mend: Mend) -> Self {
        self.fix = Some(Fix::Call(mend));
        self
    }

    fn person(mut self, person: Person) -> Self {
        self.fix = Some(Fix::Person(person));
        self
    }

    fn of(self, check: Check, (node, waba): (&Node, Option<&WabaId>)) -> Finding {
        let Self { state, why, saw, over, wanted, fix } = self;
        let (node, waba) = (node.clone(), waba.cloned());
        Finding { check, node, waba, state, why, saw, over, wanted, fix }
    }
}
