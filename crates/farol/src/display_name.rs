//! Asks Meta for another display name, and registers the number for one that Meta approved.
//!
//! As a profile's write: looked at first, so that nobody's request is replaced unseen; noted, sent,
//! and read back, so that a page never says "asked for" of what Meta does not show.

mod register;

use std::time::Duration;

use domain::display_name::{self, Asked, COURSE, Course, Fault, NAME, NEW_NAME, Stage, Standing};
use domain::{Node, Replica, number};
use meta::graph::AskDisplayName;
use meta::{GraphError, PhoneNumberId};
use serde_json::{Map, Value, json};
use store::{LedgerRead, LedgerTx, PersonId, ProfileWrite, StoreError, TenantScope};

pub use self::register::{Cause, Registered, Registration, register};
use crate::app::App;
use crate::desk::{Desk, LOOK_AGAIN, READINGS_BACK, is_in_doubt, unanswered};
use crate::work::refresh;

/// What a person asks for.
#[derive(Clone, Debug)]
pub struct Request {
    /// Whose name.
    pub number: PhoneNumberId,
    /// Who asks.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The name in review that they saw; empty when there was none.
    pub seen: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Meta has it.
    Asked {
        /// Whether a reading shows it already.
        is_read_back: bool,
    },
    /// It is not one to send; nothing was sent.
    Fault(Fault),
    /// The app keeps the number's name; nothing was sent.
    KeptInApp,
    /// Another name is asked for by now than the one that was seen; nothing was sent.
    Conflict,
    /// Another change of the number was under way all the time; nothing was sent.
    Busy,
    /// The number could not be read before; nothing was sent.
    NotRead(GraphError),
    /// Meta refused.
    Refused(GraphError),
    /// Meta gave no answer of its own: whether it took the name is not known.
    InDoubt(GraphError),
    /// Meta said yes and shows another name.
    KeptOtherwise,
}

/// How long one reading, and the request, may take of the time for all.
const READ_WITHIN: Duration = Duration::from_secs(6);
const ASK_WITHIN: Duration = Duration::from_secs(12);

/// What Farol keeps of a number's name beside what Meta says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    /// What Farol did.
    pub course: Course,
    /// What was asked for and no reading shows yet.
    pub asked: Option<ProfileWrite>,
}

impl Held {
    /// Reads it.
    ///
    /// # Errors
    /// When the ledger fails.
    pub fn read(
        read: &LedgerRead<'_>,
        scope: &TenantScope,
        number: &PhoneNumberId,
    ) -> Result<Self, StoreError> {
        let mut held = Self::default();
        for write in read.profile_writes(scope, number)? {
            match write.field.as_str() {
                NEW_NAME => held.asked = Some(write),
                COURSE => held.course = serde_json::from_value(write.value).unwrap_or_default(),
                _ => {}
            }
        }
        Ok(held)
    }

    /// The request that no reading shows yet.
    pub fn asked(&self) -> Option<Asked<'_>> {
        let write = self.asked.as_ref()?;
        Some(Asked { name: write.value.as_str()?, at: write.asked_at })
    }

    /// Where the name stands. A request that a reading still does not show when Meta had time to
    /// settle holds nobody up, whoever's doing it is if it is shown after all.
    pub fn standing(&self, number: &Replica, now: domain::Timestamp) -> Standing {
        let is_awaited = |asked: &Asked<'_>| {
            number.read_at.is_none_or(|read_at| read_at.since(asked.at) <= refresh::SETTLED_AFTER)
        };
        Standing::of(number, self.asked().filter(is_awaited), &self.course, now)
    }
}

/// Asks Meta for a name; `None` when the number is not the tenant's.
///
/// # Errors
/// When the ledger fails.
pub async fn ask(
    app: &App,
    scope: &TenantScope,
    request: Request,
) -> Result<Option<Outcome>, StoreError> {
    let Request { number, person, name, seen } = request;
    let Some(desk) = Desk::open(app, scope, &number).await? else { return Ok(None) };
    let Some(_turn) = desk.turn().await else {
        return Ok(Some(Outcome::Busy));
    };
    let (now, held) = match look(&desk).await? {
        Ok(seen) => seen,
        Err(error) => return Ok(Some(Outcome::NotRead(error))),
    };
    if number::is_in_app(&now) {
        return Ok(Some(Outcome::KeptInApp));
    }
    let name = display_name::tidied(&name);
    let standing = held.standing(&now, app.clock.now());
    if let Some(fault) = display_name::fault(name, &now, &standing) {
        return Ok(Some(Outcome::Fault(fault)));
    }
    let asked = display_name::name_in(&now, NEW_NAME).unwrap_or_default();
    if asked == name && standing.stage == Stage::InReview {
        return Ok(Some(Outcome::Asked { is_read_back: true }));
    }
    if asked != seen {
        return Ok(Some(Outcome::Conflict));
    }
    send(&desk, person, name, &now).await.map(Some)
}

/// Notes, sends and reads back. The note makes the number due, so that what this request does not
/// live to see is read all the same.
async fn send(
    desk: &Desk<'_>,
    person: PersonId,
    name: &str,
    before: &Replica,
) -> Result<Outcome, StoreError> {
    let now = desk.app.clock.now();
    let (own, number, wanted) = (desk.scope.clone(), desk.number.clone(), name.to_owned());
    let note = move |tx: &LedgerTx<'_>| {
        let mut course = Held::read(tx, &own, &number)?.course;
        course.asked = Some(wanted.clone());
        let fields = [(NEW_NAME, json!(wanted)), (COURSE, json!(course))];
        let fields: Map<String, Value> =
            fields.map(|(field, value)| (field.to_owned(), value)).into_iter().collect();
        tx.note_profile_write(&own, &number, &fields, &person, now)?;
        tx.schedule(&own, &Node::phone_number(number.as_str()), now.plus(LOOK_AGAIN))
    };
    desk.app.store.ledger.transact(note).await?;
    desk.app.due.notify_one();
    let call = AskDisplayName { phone_number: desk.number, name };
    let sent = desk.app.graph.call_for_person(&call, &desk.token, &desk.waba);
    let sent = desk.answered(ASK_WITHIN, sent).await;
    if let Err(error) = &sent
        && !is_in_doubt(error)
    {
        // What was done before the request that Meta refused stays known.
        desk.forget(vec![NEW_NAME]).await?;
        return Ok(Outcome::Refused(error.clone()));
    }
    read_back(desk, name, before, sent.err()).await
}

/// Looks until Meta shows the name, or for the last time.
async fn read_back(
    desk: &Desk<'_>,
    name: &str,
    before: &Replica,
    doubt: Option<GraphError>,
) -> Result<Outcome, StoreError> {
    let mut was_read = false;
    for wait in READINGS_BACK {
        desk.app.clock.sleep(wait).await;
        let Ok((now, _)) = look(desk).await? else { continue };
        if is_shown(name, before, &now) {
            return Ok(Outcome::Asked { is_read_back: true });
        }
        was_read = true;
    }
    desk.look_again(Node::phone_number(desk.number.as_str())).await?;
    Ok(match doubt {
        Some(error) => Outcome::InDoubt(error),
        None if was_read => Outcome::KeptOtherwise,
        None => Outcome::Asked { is_read_back: false },
    })
}

/// The number as Meta has it now, with what Farol keeps of its name; or why it could not be read.
async fn look(desk: &Desk<'_>) -> Result<Result<(Replica, Held), GraphError>, StoreError> {
    let node = Node::phone_number(desk.number.as_str());
    if let Err(error) = desk.look(node.clone(), READ_WITHIN).await? {
        return Ok(Err(error));
    }
    let (scope, number) = (desk.scope.clone(), desk.number.clone());
    let read =
        desk.app.store.ledger.read(move |read| {
            Ok((read.replica(&scope, &node)?, Held::read(read, &scope, &number)?))
        });
    let (replica, held) = read.await?;
    Ok(replica.map(|replica| (replica, held)).ok_or_else(unanswered))
}

/// Whether Meta shows a name that was asked for: in review, or, where it took it without one, as the
/// number's.
fn is_shown(name: &str, before: &Replica, now: &Replica) -> bool {
    let held = |replica: &Replica| display_name::name_in(replica, NAME) == Some(name);
    display_name::name_in(now, NEW_NAME) == Some(name) || (held(now) && !held(before))
}
