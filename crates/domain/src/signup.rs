//! One login with Facebook, from the code to the first webhook: a pure machine.
//!
//! [`Signup::next`] says what is to be done and [`Signup::apply`] takes what came of it, so that a
//! process that dies between the two does the same again. What is done twice must therefore be
//! harmless; a registration is not, so the number is looked at before each.

mod adding;
mod begun;
mod ending;
mod fact;
mod leaving;
mod machine;
mod meant;
mod number;
mod obstacle;
mod others;
mod patience;
mod proof;
mod refusal;
mod registration;
mod rewind;
mod route;
mod step;
mod sync;
mod window;

use std::time::Duration;

use meta::signup::Event;
use meta::{BusinessId, PhoneNumberId, WabaId};
use serde::{Deserialize, Serialize};

pub use ending::Ending;
pub use fact::{Fact, Look};
pub(crate) use leaving::TRIES;
pub use leaving::{Cleaned, Plan, Undo};
pub use meant::{Choice, Meant, choose};
pub use number::{LISTED, Listed};
pub use obstacle::{Obstacle, Said, Snag, WayOn, Who};
pub(crate) use patience::wait;
pub use proof::Unheard;
pub use refusal::Refusal;
pub use registration::{forget_registrations, room_for_registration};
pub use route::Routed;
pub use step::{Step, Task};
pub use sync::{SYNC_WITHIN, Synced};

use crate::time::Timestamp;

/// What the token proved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The account.
    pub waba: WabaId,
    /// The account's name, when Meta gave one.
    pub waba_name: Option<String>,
    /// The portfolio that owns it.
    pub business: BusinessId,
    /// Whether the tenant had the account before this login.
    #[serde(default)]
    pub was_bound: bool,
}

/// The number that is being connected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// Meta's id.
    pub id: PhoneNumberId,
    /// As Meta prints it.
    pub display_phone_number: String,
    /// Its name, when Meta gave one.
    pub verified_name: Option<String>,
}

/// A step that is behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Which.
    pub step: Step,
    /// When it was done.
    pub at: Timestamp,
    /// How long it took, waiting included.
    pub took_ms: u64,
    /// Why there was nothing to do, if so.
    pub skipped: Option<Skipped>,
}

/// Why there was nothing to do at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skipped {
    /// The token was given by hand, without a code.
    ByHand,
    /// It is registered already.
    Registered,
    /// It lives in the WhatsApp Business app too, which registers it.
    InTheApp,
    /// The login finished without a number.
    NoNumber,
    /// The app's callback is this Farol, so that no override is needed.
    Here,
    /// Nobody told Farol its own address.
    AddressUnknown,
    /// A person left the number's messages where somebody else's override sends them.
    Elsewhere,
    /// The app was not asked for its data within a day of the popup.
    SyncTooLate,
    /// Meta did not take the question for the app's data; [`Signup::sync_refused`] says why.
    SyncRefused,
    /// Nobody was asked yet: what the app holds is sent once, and might go to another program.
    SyncUnasked,
}

/// Where a signup stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "stage")]
pub enum Stage {
    /// The program does `task` at `at`; `snag` is what hindered it before.
    Doing {
        /// What.
        task: Task,
        /// When.
        at: Timestamp,
        /// How often it was hindered in a row.
        tries: u32,
        /// By what, last.
        snag: Option<Snag>,
    },
    /// Someone must act before `task` can go on.
    Stopped {
        /// What could not be done.
        task: Task,
        /// Why.
        snag: Snag,
    },
    /// A person abandons it: what it did at Meta is undone first.
    Leaving {
        /// What is to be undone, in order.
        todo: Vec<Undo>,
        /// When.
        at: Timestamp,
        /// How often the first of it was hindered.
        tries: u32,
        /// By what, last.
        snag: Option<Snag>,
    },
    /// All is done but that no signed webhook arrived yet; where none is to come as things are,
    /// [`Signup::unheard`] says why.
    Awaiting,
    /// A signed webhook arrived that proves it.
    Connected,
    /// It led nowhere.
    Ended {
        /// Why.
        ending: Ending,
    },
}

/// One login and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signup {
    /// When the code, or the end of the popup, reached the program.
    pub started_at: Timestamp,
    /// What the popup told; hints until the token proves them.
    pub told: Option<Event>,
    /// What the token proved.
    pub target: Option<Target>,
    /// The number.
    pub number: Option<Number>,
    /// What is behind, in order.
    pub done: Vec<Done>,
    /// Where it stands.
    pub stage: Stage,
    /// When the present step began.
    pub step_since: Timestamp,
    /// Until when a registration that Meta was asked for may take effect; `None` once its answer is
    /// known.
    in_doubt_until: Option<Timestamp>,
    /// When Meta was asked to register the number, by this login and by others of the number.
    registrations: Vec<Timestamp>,
    /// When it was last heard that Meta had done with a registration of the number: a look that was
    /// asked for before may not show it.
    answered_at: Option<Timestamp>,
    /// When the look at the number was asked for that was believed last.
    looked_at: Option<Timestamp>,
    /// When the first webhook that proves it was received: after subscribing, and naming its number
    /// where it has one.
    pub webhook_at: Option<Timestamp>,
    /// When Meta let the number in, if that was after the popup: the 14 days count from then.
    #[serde(default)]
    let_in_at: Option<Timestamp>,
    /// Accounts that webhooks named while the login's own was not known.
    #[serde(default)]
    partner_added: Vec<WabaId>,
    /// Whether any number of the account will do.
    #[serde(default)]
    takes_any_number: bool,
    /// Whether the popup was opened for a number that stays in the WhatsApp Business app.
    #[serde(default)]
    is_begun_for_app: bool,
    #[serde(default)]
    number_refused: Option<Snag>,
    #[serde(default)]
    was_subscribed: Option<bool>,
    #[serde(default)]
    has_override: bool,
    #[serde(default)]
    is_overriding: bool,
    #[serde(default)]
    takes_from: Option<String>,
    #[serde(default)]
    is_history_declined: bool,
    /// Whether a person wants the app asked for its data, wherever that is sent.
    #[serde(default)]
    wants_sync: bool,
    #[serde(default)]
    sync_refused: Option<Snag>,
    #[serde(default)]
    cleaned: Vec<Cleaned>,
    #[serde(default)]
    frees_account: Option<bool>,
    #[serde(default)]
    expected: Option<WabaId>,
    /// Other numbers of the account whose override was set beside this login.
    #[serde(default)]
    overrides_beside: Vec<PhoneNumberId>,
}

/// How long a code can be traded (META 1.3).
pub const CODE_LIVES: Duration = Duration::from_secs(30);

impl Signup {
    fn new(told: Option<Event>, stage: Stage, now: Timestamp) -> Self {
        Self {
            started_at: now,
            told,
            target: None,
            number: None,
            done: Vec::new(),
            stage,
            step_since: now,
            in_doubt_until: None,
            registrations: Vec::new(),
            answered_at: None,
            looked_at: None,
            webhook_at: None,
            let_in_at: None,
            partner_added: Vec::new(),
            takes_any_number: false,
            is_begun_for_app: false,
            number_refused: None,
            was_subscribed: None,
            has_override: false,
            is_overriding: false,
            takes_from: None,
            is_history_declined: false,
            wants_sync: false,
            sync_refused: None,
            cleaned: Vec::new(),
            frees_account: None,
            expected: None,
            overrides_beside: Vec::new(),
        }
    }

    /// What is to be done, if anything is at this moment.
    pub fn next(&self, now: Timestamp) -> Option<Task> {
        let task = if self.is_overdue(now) { Some(Task::Find) } else { self.task() };
        task.filter(|_| self.due_at().is_some_and(|at| at <= now))
    }

    /// When there is something to do; `None` while it is someone else's turn.
    pub fn due_at(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Doing { at, .. } | Stage::Leaving { at, .. } => Some(*at),
            Stage::Stopped { .. } => self.overdue_at(),
            Stage::Awaiting | Stage::Connected | Stage::Ended { .. } => None,
        }
    }

    /// Whether something may still come of it.
    pub fn is_open(&self) -> bool {
        match &self.stage {
            Stage::Doing { .. } | Stage::Leaving { .. } | Stage::Awaiting => true,
            Stage::Stopped { snag, .. } => snag.obstacle.way_on() != WayOn::LogInAgain,
            Stage::Connected | Stage::Ended { .. } => false,
        }
    }

    /// Whether it is connected or ended, so that nothing will change it any more.
    pub fn is_finished(&self) -> bool {
        matches!(self.stage, Stage::Connected | Stage::Ended { .. })
    }

    /// Whether the code is still wanted.
    pub fn wants_code(&self) -> bool {
        matches!(self.stage, Stage::Doing { task: Task::Exchange, .. })
    }

    /// Whether the token of the exchange is still wanted here: from the exchange until the account
    /// is bound with it, or the login leads nowhere.
    pub fn wants_token(&self) -> bool {
        self.is_open() && self.is_done(Step::Exchange) && self.target.is_none()
    }

    /// Whether the number's PIN is one that Meta did not take.
    pub fn refuses_pin(&self) -> bool {
        matches!(&self.stage, Stage::Stopped { snag, .. } if snag.obstacle == Obstacle::PinMismatch)
    }

    /// Whether a step is behind.
    pub fn is_done(&self, step: Step) -> bool {
        self.done.iter().any(|done| done.step == step)
    }

    /// The step that it is at; `None` when all are behind or it ended before the first.
    pub fn step(&self) -> Option<Step> {
        match &self.stage {
            Stage::Doing { task, .. } | Stage::Stopped { task, .. } => Some(task.step()),
            Stage::Awaiting => Some(Step::Webhook),
            Stage::Leaving { todo, .. } => todo.first().map(|what| Task::Undo(*what).step()),
            Stage::Connected | Stage::Ended { .. } => None,
        }
    }

    /// What hinders it.
    pub fn snag(&self) -> Option<&Snag> {
        match &self.stage {
            Stage::Doing { snag, .. } | Stage::Leaving { snag, .. } => snag.as_ref(),
            Stage::Stopped { snag, .. } => Some(snag),
            Stage::Awaiting | Stage::Connected | Stage::Ended { .. } => None,
        }
    }

    /// What is being done now, or will be at its time.
    pub fn task(&self) -> Option<Task> {
        match &self.stage {
            Stage::Doing { task, .. } => Some(*task),
            Stage::Leaving { todo, .. } => todo.first().map(|what| Task::Undo(*what)),
            Stage::Stopped { .. } | Stage::Awaiting | Stage::Connected | Stage::Ended { .. } => {
                None
            }
        }
    }

    /// Whether a person can help on with the number's PIN.
    pub fn wants_pin(&self) -> bool {
        let way_on = self.snag().map(|snag| snag.obstacle.way_on());
        self.step() == Some(Step::Register) && way_on == Some(WayOn::GivePin)
    }

    /// Whether a person may put it aside: not while something is under way that must be seen to. One
    /// that goes on by itself after it subscribed is abandoned, which undoes what it did.
    pub fn can_be_dismissed(&self) -> bool {
        match &self.stage {
            Stage::Doing { snag, .. } => {
                snag.is_some() && self.in_doubt_until.is_none() && !self.is_done(Step::Subscribe)
            }
            Stage::Stopped { .. } | Stage::Ended { .. } => true,
            Stage::Awaiting => self.unheard().is_some(),
            Stage::Leaving { .. } | Stage::Connected => false,
        }
    }

    /// The account that the popup named.
    pub fn hinted_waba(&self) -> Option<&WabaId> {
        match self.told.as_ref()? {
            Event::Finish { waba_id, .. }
            | Event::FinishOnlyWaba { waba_id, .. }
            | Event::FinishWhatsappBusinessAppOnboarding { waba_id, .. } => Some(waba_id),
            Event::Cancel { .. } | Event::ReportedError { .. } | Event::Other { .. } => None,
        }
    }
}
