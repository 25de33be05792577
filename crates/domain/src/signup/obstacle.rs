//! What hinders a login: by what one can do about it, with Meta's own words kept beside.

use meta::catalogue::{self, Actor, Asked};
use meta::{GraphError, WabaId};
use serde::{Deserialize, Serialize};

use super::Task;

/// What hindered a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snag {
    /// What it is.
    pub obstacle: Obstacle,
    /// What Meta said.
    pub said: Option<Said>,
}

/// Meta's own words, without any secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Meta's code; `None` when Meta gave none.
    pub code: Option<i64>,
    /// Meta's subcode.
    pub subcode: Option<i64>,
    /// Meta's sentence.
    pub message: String,
}

/// What hinders, by what one can do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "obstacle")]
pub enum Obstacle {
    /// The code was older than 30 seconds (100/36007).
    CodeExpired,
    /// The code was traded before (100/36009).
    CodeUsed,
    /// Meta refused the code for another reason.
    CodeRefused,
    /// The token is not for this app, or does not work.
    TokenInvalid,
    /// Meta no longer takes the token (190).
    TokenDead,
    /// The token reaches no WhatsApp account.
    NoAccount,
    /// The token does not reach the account that was chosen.
    AccountNotGranted {
        /// The account.
        waba: WabaId,
    },
    /// The login is of another account than the one that is to be connected again.
    AnotherAccount {
        /// The account of the login.
        found: WabaId,
        /// The one that was to be connected again.
        expected: WabaId,
    },
    /// The token lacks these permissions.
    ScopesMissing {
        /// Their names.
        scopes: Vec<String>,
    },
    /// Another tenant of this installation has the account.
    BoundElsewhere,
    /// Meta does not say which portfolio owns the account.
    OwnerUnknown,
    /// The account does not have the number that the popup named.
    NumberNotInAccount,
    /// Another tenant of this installation has the number.
    NumberHeldElsewhere,
    /// The number's owner is not proven (133006): a code must be asked for and given.
    NotVerified {
        /// Whether Meta was asked to send it.
        is_code_sent: bool,
    },
    /// Meta did not send the number's code.
    CodeNotSent,
    /// The number's code that was given is not the one that Meta sent.
    CodeWrong,
    /// The number has a PIN that Farol does not know.
    PinNeeded,
    /// The PIN is another (133005).
    PinMismatch,
    /// The PIN was guessed too often or too fast (133008, 133009).
    PinLocked,
    /// Meta has not processed the number's name yet (100/2388001).
    NameNotProcessed,
    /// The number was deleted just before (133015).
    RecentlyDeleted,
    /// Ten registrations in 72 hours are all that Meta takes (133016).
    TooManyRegistrations,
    /// A permission is missing (3, 10, 200 to 299).
    PermissionMissing,
    /// Meta does not take the installation's app, by its id and secret.
    AppRefused,
    /// Meta has trouble of its own, or asked to come back later.
    Trouble,
    /// Meta is changing something of the account or number, and takes this later (100/2494100).
    Maintenance,
    /// Meta gave no answer: what was asked may be done all the same, even later.
    Unanswered,
    /// The number was not registered within 14 days of the popup (META 1.3).
    WindowOver,
    /// Meta asked this Farol's address for the handshake, and got no right answer (2200).
    NotReached,
    /// What was set up for the account is being undone, as a person asked; the login is to come after.
    BeingUndone,
    /// Meta said yes, and does not show it yet.
    NotShown,
    /// The popup said that the number stays in the WhatsApp Business app, and Meta does not show it
    /// there yet.
    AppNotShown,
    /// An override that Farol did not set sends the number's messages elsewhere.
    RoutedElsewhere {
        /// Where, without what may be a secret in it.
        url: String,
        /// Whether the app's callback, at least, is this Farol.
        #[serde(default)]
        is_callback_here: bool,
    },
    /// Meta did not add the number to the account.
    NumberNotAdded,
    /// Anything else that Meta refused.
    Refused,
    /// The program could not keep what came of it.
    Unkept,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Who is at the page.
    You,
    /// Someone with full control of the portfolio that owns the account.
    Owner,
    /// Who runs the installation.
    Administrator,
    /// Meta.
    Meta,
    /// Farol, by itself.
    Farol,
}

/// How it can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOn {
    /// With a new login.
    LogInAgain,
    /// With the number's PIN.
    GivePin,
    /// With a code that Meta sends to the number.
    VerifyNumber,
    /// With a person's word on where the number's messages go.
    DecideRoute,
    /// With another number, or the same one once more.
    AddNumber,
    /// With another try, when whoever must act has acted.
    TryAgain,
    /// By itself, later; or with another try.
    Wait,
}

impl Snag {
    /// An obstacle that Meta said nothing of.
    pub const fn of(obstacle: Obstacle) -> Self {
        Self { obstacle, said: None }
    }

    /// What a failed call means for a task.
    pub fn of_graph(task: Task, error: &GraphError) -> Self {
        let said = error.message().map(|message| Said {
            code: error.code(),
            subcode: error.subcode(),
            message: message.to_owned(),
        });
        Self { obstacle: Obstacle::of_graph(task, error), said }
    }

    /// Whose turn it is: of what Meta refused for a reason that the catalogue knows, as that says.
    pub fn who(&self) -> Who {
        let is_of_code = matches!(
            self.obstacle,
            Obstacle::Refused | Obstacle::CodeNotSent | Obstacle::NumberNotAdded
        );
        let said = self.said.as_ref().filter(|_| is_of_code);
        let asked = said.and_then(|said| Some(Asked { code: said.code?, subcode: said.subcode }));
        match asked.and_then(catalogue::find).map(|entry| entry.actor) {
            Some(Actor::Client) => Who::Owner,
            Some(Actor::Meta) => Who::Meta,
            Some(Actor::You | Actor::Farol) | None => self.obstacle.who(),
        }
    }

    /// What a failed call means that the app made for itself.
    pub fn of_app_call(task: Task, error: &GraphError) -> Self {
        let Self { obstacle, said } = Self::of_graph(task, error);
        Self { obstacle: obstacle.of_app(), said }
    }
}

impl Obstacle {
    /// The same of a call that the app made for itself: no login gives it another token or permission.
    fn of_app(self) -> Self {
        match self {
            Self::TokenDead | Self::PermissionMissing => Self::AppRefused,
            other => other,
        }
    }

    /// Whether it may be over in a moment.
    pub const fn is_brief(&self) -> bool {
        matches!(self, Self::Trouble | Self::Unanswered)
    }

    fn of_graph(task: Task, error: &GraphError) -> Self {
        match error {
            GraphError::RateLimited { .. } | GraphError::Trouble { code: Some(_), .. } => {
                Self::Trouble
            }
            // A gateway's page is no answer of Meta's: what was asked may be under way behind it.
            GraphError::Trouble { code: None, .. }
            | GraphError::Unreadable { .. }
            | GraphError::Unanswered { .. } => Self::Unanswered,
            GraphError::Refused { subcode: Some(36_007), .. } => Self::CodeExpired,
            GraphError::Refused { subcode: Some(36_009), .. } => Self::CodeUsed,
            _ if task == Task::Exchange => Self::CodeRefused,
            GraphError::TokenDead { .. } => Self::TokenDead,
            GraphError::PermissionMissing { .. } | GraphError::NotFound { .. } => {
                Self::PermissionMissing
            }
            GraphError::Refused { code, subcode, .. } => match (code, subcode) {
                (133_005, _) => Self::PinMismatch,
                (133_006, _) => Self::NotVerified { is_code_sent: false },
                (133_008 | 133_009, _) => Self::PinLocked,
                (133_015, _) => Self::RecentlyDeleted,
                (133_016, _) => Self::TooManyRegistrations,
                (133_000 | 133_004, _) => Self::Trouble,
                (2_200, _) if task == Task::Route => Self::NotReached,
                (_, Some(2_388_001)) => Self::NameNotProcessed,
                (_, Some(2_494_100)) => Self::Maintenance,
                _ => Self::Refused,
            },
        }
    }

    /// Whose turn it is.
    pub const fn who(&self) -> Who {
        match self {
            Self::CodeExpired
            | Self::CodeUsed
            | Self::CodeRefused
            | Self::TokenInvalid
            | Self::TokenDead
            | Self::AnotherAccount { .. }
            | Self::NumberNotInAccount
            | Self::NotVerified { .. }
            | Self::CodeNotSent
            | Self::CodeWrong
            | Self::PinNeeded
            | Self::PinMismatch
            | Self::PinLocked
            | Self::WindowOver
            | Self::RoutedElsewhere { .. }
            | Self::NumberNotAdded
            | Self::Refused => Who::You,
            Self::NoAccount
            | Self::AccountNotGranted { .. }
            | Self::ScopesMissing { .. }
            | Self::OwnerUnknown
            | Self::PermissionMissing => Who::Owner,
            Self::BoundElsewhere
            | Self::NumberHeldElsewhere
            | Self::NotReached
            | Self::AppRefused
            | Self::Unkept => Who::Administrator,
            Self::NameNotProcessed | Self::NotShown | Self::AppNotShown | Self::Maintenance => {
                Who::Meta
            }
            Self::RecentlyDeleted
            | Self::TooManyRegistrations
            | Self::BeingUndone
            | Self::Trouble
            | Self::Unanswered => Who::Farol,
        }
    }

    /// How it can go on.
    pub const fn way_on(&self) -> WayOn {
        match self {
            Self::CodeExpired
            | Self::CodeUsed
            | Self::CodeRefused
            | Self::TokenInvalid
            | Self::TokenDead
            | Self::NoAccount
            | Self::AccountNotGranted { .. }
            | Self::AnotherAccount { .. }
            | Self::ScopesMissing { .. }
            | Self::BoundElsewhere
            | Self::NumberNotInAccount
            | Self::WindowOver
            | Self::NumberHeldElsewhere => WayOn::LogInAgain,
            Self::PinNeeded | Self::PinMismatch | Self::PinLocked => WayOn::GivePin,
            Self::NotVerified { .. } | Self::CodeNotSent | Self::CodeWrong => WayOn::VerifyNumber,
            Self::RoutedElsewhere { .. } => WayOn::DecideRoute,
            Self::NumberNotAdded => WayOn::AddNumber,
            Self::OwnerUnknown
            | Self::PermissionMissing
            | Self::NotReached
            | Self::AppRefused
            | Self::Refused
            | Self::Unkept => WayOn::TryAgain,
            Self::NameNotProcessed
            | Self::NotShown
            | Self::AppNotShown
            | Self::Maintenance
            | Self::RecentlyDeleted
            | Self::TooManyRegistrations
            | Self::BeingUndone
            | Self::Trouble
            | Self::Unanswered => WayOn::Wait,
        }
    }
}
