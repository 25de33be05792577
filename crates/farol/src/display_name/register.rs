//! Registers a number once more, for the name that Meta approved or because it left the Cloud API:
//! noted before, with the PIN that is kept, or given and sealed first, and never more often than Meta
//! counts.

use std::time::Duration;

use domain::audit::Action;
use domain::display_name::{COURSE, Course, Next};
use domain::signup::{self, Obstacle, Snag, Task};
use domain::{Node, Timestamp, number};
use meta::graph::Register;
use meta::{GraphError, PhoneNumberId};
use serde_json::{Map, json};
use store::{LedgerTx, NewAudit, PersonId, Secret, StoreError, TenantScope};

use super::{Held, look};
use crate::app::App;
use crate::connect::pin_name;
use crate::desk::{Desk, LOOK_AGAIN};
use crate::pin;

/// What a person asks for.
pub struct Registration {
    /// Which number.
    pub number: PhoneNumberId,
    /// Who asks.
    pub person: PersonId,
    /// The PIN that they gave; `None` to use the one that is kept.
    pub pin: Option<Secret>,
    /// Why.
    pub cause: Cause,
}

/// Why a number is registered once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Meta approved a name, which counts from the next registration on.
    Name,
    /// The number left the Cloud API.
    Lost,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Registered {
    /// Meta registered the number.
    Done,
    /// There is no name that waits for it, or the number is registered; nothing was sent.
    NotWanted,
    /// The app registers the number; nothing was sent.
    KeptInApp,
    /// No PIN is kept, and none was given; nothing was sent.
    PinNeeded,
    /// Meta would count too many; nothing was sent.
    TooOften {
        /// When there is room for one more.
        until: Timestamp,
    },
    /// The PIN is another. The one that was kept is forgotten, if it was the one tried.
    PinMismatch(GraphError),
    /// The PIN that was kept is another, and one whose answer is not known is in its place now.
    OtherPinKept(GraphError),
    /// Another change of the number was under way all the time; nothing was sent.
    Busy,
    /// The number could not be read before; nothing was sent.
    NotRead(GraphError),
    /// Meta refused.
    Refused(GraphError),
    /// Meta gave no answer of its own: whether the number is registered is not known.
    InDoubt(GraphError),
}

/// How long the call may take in all.
const REGISTER_WITHIN: Duration = Duration::from_secs(16);
/// Logins of one account that are looked through; people make a handful.
const LOGINS: usize = 200;
/// Where a number is, and Meta's word for one that is registered.
const PLATFORM: &str = "platform_type";
const CLOUD_API: &str = "CLOUD_API";

/// A registration on its way.
struct Tried {
    person: PersonId,
    /// The name that it is for, if it is for one.
    name: Option<String>,
    pin: Secret,
    from: Source,
}

/// Where a PIN comes from.
enum Source {
    /// It is the one that is kept.
    Kept,
    /// A person gave it; with those whose answer was not known before.
    Given(pin::Unanswered),
}

/// What was noted before the call.
enum Noted {
    Call(Secret, Source),
    PinNeeded,
    TooOften(Timestamp),
}

/// Registers a number once more; `None` when the number is not the tenant's.
///
/// # Errors
/// When the ledger fails.
pub async fn register(
    app: &App,
    scope: &TenantScope,
    registration: Registration,
) -> Result<Option<Registered>, StoreError> {
    let Registration { number, person, pin, cause } = registration;
    let Some(desk) = Desk::open(app, scope, &number).await? else { return Ok(None) };
    let Some(_turn) = desk.turn().await else {
        return Ok(Some(Registered::Busy));
    };
    let (now, held) = match look(&desk).await? {
        Ok(seen) => seen,
        Err(error) => return Ok(Some(Registered::NotRead(error))),
    };
    if number::is_in_app(&now) {
        return Ok(Some(Registered::KeptInApp));
    }
    let standing = held.standing(&now, app.clock.now());
    let approved = standing.name.filter(|_| standing.stage.next() == Next::Register);
    let name = match cause {
        Cause::Name if approved.is_none() => return Ok(Some(Registered::NotWanted)),
        Cause::Lost if now.text(PLATFORM) == Some(CLOUD_API) => {
            return Ok(Some(Registered::NotWanted));
        }
        Cause::Name | Cause::Lost => approved,
    };
    let (pin, from) = match desk.note_call(&person, pin).await? {
        Noted::Call(pin, from) => (pin, from),
        Noted::PinNeeded => return Ok(Some(Registered::PinNeeded)),
        Noted::TooOften(until) => return Ok(Some(Registered::TooOften { until })),
    };
    let tried = Tried { person, name, pin, from };
    desk.call(tried).await.map(Some)
}

impl Desk<'_> {
    /// Keeps that the call goes out; answers the PIN that it carries.
    async fn note_call(
        &self,
        person: &PersonId,
        given: Option<Secret>,
    ) -> Result<Noted, StoreError> {
        let (scope, number, waba) = (self.scope.clone(), self.number.clone(), self.waba.clone());
        let (person, now) = (person.clone(), self.app.clock.now());
        let note = move |tx: &LedgerTx<'_>| {
            let mut course = Held::read(tx, &scope, &number)?.course;
            let mut counted = course.registrations.clone();
            for login in tx.signups_of(&scope, &waba, LOGINS)? {
                let is_it = |own: &signup::Number| own.id == number;
                if login.signup.number.as_ref().is_some_and(is_it) {
                    counted.extend(login.signup.registrations());
                }
            }
            if let Some(until) = signup::room_for_registration(&mut counted, now) {
                return Ok(Noted::TooOften(until));
            }
            let is_kept = given.is_none() && pin::is_known(tx, &scope, &number)?;
            let kept = match is_kept {
                true => tx.secret(&scope, &pin_name(number.as_str()))?,
                false => None,
            };
            let Some(pin) = given.or(kept) else { return Ok(Noted::PinNeeded) };
            let from = match is_kept {
                true => Source::Kept,
                false => Source::Given(pin::ask(
                    tx,
                    &scope,
                    &number,
                    (&pin, &person, pin::Way::Given),
                    now,
                )?),
            };
            course.registrations.push(now);
            signup::forget_registrations(&mut course.registrations, now);
            save(tx, &scope, &number, &course, (&person, now))?;
            Ok(Noted::Call(pin, from))
        };
        self.app.store.ledger.transact(note).await
    }

    /// Registers, and keeps what came of it.
    async fn call(&self, tried: Tried) -> Result<Registered, StoreError> {
        let call = Register { phone_number: self.number, pin: tried.pin.expose() };
        let answer = self.app.graph.call_for_person(&call, &self.token, &self.waba);
        let error = match self.answered(REGISTER_WITHIN, answer).await {
            Ok(()) => {
                self.registered(tried).await?;
                return Ok(Registered::Done);
            }
            Err(error) => error,
        };
        let obstacle = Snag::of_graph(Task::Register, &error).obstacle;
        if matches!(obstacle, Obstacle::Trouble | Obstacle::Unanswered) {
            return Ok(Registered::InDoubt(error));
        }
        let is_mismatch = obstacle == Obstacle::PinMismatch;
        let is_other_kept = self.refused(tried, is_mismatch).await?;
        Ok(match (is_mismatch, is_other_kept) {
            (true, true) => Registered::OtherPinKept(error),
            (true, false) => Registered::PinMismatch(error),
            (false, _) => Registered::Refused(error),
        })
    }

    /// Forgets the PIN that was given in vain, or the one that is kept and turned out to be another;
    /// whether one in doubt took the place of that.
    async fn refused(&self, tried: Tried, is_mismatch: bool) -> Result<bool, StoreError> {
        let Tried { pin, from, .. } = tried;
        let (scope, number) = (self.scope.clone(), self.number.clone());
        let forget = move |tx: &LedgerTx<'_>| match from {
            Source::Given(before) => {
                pin::unask(tx, &scope, &number, (&pin, &before)).map(|()| false)
            }
            Source::Kept if is_mismatch => pin::refused(tx, &scope, &number, &pin),
            Source::Kept => Ok(false),
        };
        self.app.store.ledger.transact(forget).await
    }

    /// Keeps for which name the number was registered and the PIN that Meta took, and reads the
    /// number.
    async fn registered(&self, tried: Tried) -> Result<(), StoreError> {
        let Tried { person, name, pin, .. } = tried;
        let (scope, number, now) = (self.scope.clone(), self.number.clone(), self.app.clock.now());
        let keep = move |tx: &LedgerTx<'_>| {
            let mut course = Held::read(tx, &scope, &number)?.course;
            if let Some(name) = name {
                course.registered = Some((name, now));
            }
            save(tx, &scope, &number, &course, (&person, now))?;
            pin::proven(tx, &scope, &number, (&pin, &person), now)?;
            let row = NewAudit::of(&scope, &person, Action::RegisteredAgain);
            tx.add_audit(&row.on(number.as_str()), now)?;
            tx.schedule(&scope, &Node::phone_number(number.as_str()), now.plus(LOOK_AGAIN))
        };
        self.app.store.ledger.transact(keep).await?;
        self.app.due.notify_one();
        self.app.pulse.stir(self.scope.tenant().clone());
        // At once too, for who waits at the page; that it fails is told there.
        let _looked = look(self).await?;
        Ok(())
    }
}

fn save(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &PhoneNumberId,
    course: &Course,
    (person, now): (&PersonId, Timestamp),
) -> Result<(), StoreError> {
    let fields = Map::from_iter([(COURSE.to_owned(), json!(course))]);
    tx.note_profile_write(scope, number, &fields, person, now)
}
