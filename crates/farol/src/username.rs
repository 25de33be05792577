//! Asks Meta for a number's username, or gives it back: noted before it is sent, and read back, so
//! that no page says more than Meta shows.

use std::time::Duration;

use domain::username::{self, Fault};
use domain::{Node, profile};
use meta::graph::{AskUsername, DeleteUsername, TransferAction};
use meta::open::UsernameStatus;
use meta::{GraphError, PhoneNumberId};
use serde_json::{Map, Value};
use store::{PersonId, StoreError, TenantScope};

use crate::app::App;
use crate::desk::{Desk, READINGS_BACK, is_in_doubt};

/// The field of the node, and of the note.
pub(crate) const FIELD: &str = "username";

/// A wish of a person.
#[derive(Clone, Debug)]
pub struct Request {
    /// Of which number.
    pub number: PhoneNumberId,
    /// Who asks.
    pub person: PersonId,
    /// What they ask for.
    pub wish: Wish,
    /// The name that they saw; `None` where they saw none.
    pub seen: Option<String>,
}

/// What a person asks for.
#[derive(Clone, Debug)]
pub enum Wish {
    /// A name, tidied.
    Name {
        /// The name.
        name: String,
        /// Whether it may be taken from another number.
        transfer: TransferAction,
    },
    /// That the number has none.
    None,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Meta would not take such a name; nothing was sent.
    Faults(Vec<Fault>),
    /// The number has another name by now than the person saw; nothing was sent.
    Moved,
    /// Another change of the number was under way all the time; nothing was sent.
    Busy,
    /// The name could not be read before asking; nothing was sent.
    NotRead(GraphError),
    /// Meta said yes.
    Done {
        /// What it said of the name; `None` for one that was given back.
        status: Option<UsernameStatus>,
        /// Whether a reading shows it already.
        is_read_back: bool,
    },
    /// Meta refused; the name is as before.
    Refused(GraphError),
    /// Meta gave no answer of its own: whether it was done is not known.
    InDoubt(GraphError),
}

/// How long the call, and each reading, may take of the time for all.
const WRITE_WITHIN: Duration = Duration::from_secs(12);
const READ_WITHIN: Duration = Duration::from_secs(5);

/// Carries a wish out; `None` when the number is not the tenant's. It is read first, so that nobody
/// takes a name away that they did not see.
///
/// # Errors
/// When the ledger fails.
pub async fn carry_out(
    app: &App,
    scope: &TenantScope,
    request: Request,
) -> Result<Option<Outcome>, StoreError> {
    let Request { number, person, wish, seen } = request;
    let Some(desk) = Desk::open(app, scope, &number).await? else { return Ok(None) };
    if let Wish::Name { name, .. } = &wish {
        let faults = username::faults(name);
        if !faults.is_empty() {
            return Ok(Some(Outcome::Faults(faults)));
        }
    }
    let Some(_turn) = desk.turn().await else {
        return Ok(Some(Outcome::Busy));
    };
    let held = match desk.look(node(&desk), READ_WITHIN).await? {
        Ok(held) => held,
        Err(error) => return Ok(Some(Outcome::NotRead(error))),
    };
    if held.get(FIELD).and_then(Value::as_str) != seen.as_deref() {
        return Ok(Some(Outcome::Moved));
    }
    write(&desk, person, &wish).await.map(Some)
}

/// What Meta proposes; or why it proposes nothing. `None` when the number is not the tenant's.
///
/// # Errors
/// When the ledger fails.
pub async fn suggestions(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<Option<Result<Vec<String>, GraphError>>, StoreError> {
    let Some(desk) = Desk::open(app, scope, number).await? else { return Ok(None) };
    let call = meta::graph::UsernameSuggestions { phone_number: number };
    let asked = app.graph.call_for_person(&call, &desk.token, &desk.waba);
    let names = desk.answered(READ_WITHIN, asked).await;
    // What Farol itself would not let through is no suggestion.
    let names = names.map(|mut names| {
        names.retain(|name| username::faults(&username::tidied(name)).is_empty());
        names.truncate(SUGGESTED);
        names
    });
    Ok(Some(names))
}

/// Suggestions that are shown at most.
const SUGGESTED: usize = 6;

/// Notes, sends and reads back.
async fn write(desk: &Desk<'_>, person: PersonId, wish: &Wish) -> Result<Outcome, StoreError> {
    let wanted = match wish {
        Wish::Name { name, .. } => Value::from(name.as_str()),
        Wish::None => Value::Null,
    };
    let fields = Map::from_iter([(FIELD.to_owned(), wanted.clone())]);
    desk.note(node(desk), fields, person).await?;
    match desk.answered(WRITE_WITHIN, send(desk, wish)).await {
        Err(error) if !is_in_doubt(&error) => {
            desk.forget(vec![FIELD]).await?;
            Ok(Outcome::Refused(error))
        }
        answer => read_back(desk, &wanted, answer).await,
    }
}

async fn send(desk: &Desk<'_>, wish: &Wish) -> Result<Option<UsernameStatus>, GraphError> {
    let (phone_number, graph) = (desk.number, &desk.app.graph);
    match wish {
        Wish::Name { name, transfer } => {
            let call = AskUsername { phone_number, username: name, transfer: *transfer };
            graph.call_for_person(&call, &desk.token, &desk.waba).await.map(Some)
        }
        Wish::None => {
            let call = DeleteUsername { phone_number };
            graph.call_for_person(&call, &desk.token, &desk.waba).await.map(|()| None)
        }
    }
}

/// Looks until Meta shows what was asked for, or for the last time; then the workers look on.
async fn read_back(
    desk: &Desk<'_>,
    wanted: &Value,
    answer: Result<Option<UsernameStatus>, GraphError>,
) -> Result<Outcome, StoreError> {
    let mut status = answer.as_ref().ok().cloned().flatten();
    for wait in READINGS_BACK {
        desk.app.clock.sleep(wait).await;
        let Ok(now) = desk.look(node(desk), READ_WITHIN).await? else { continue };
        if profile::shows(now.get(FIELD).unwrap_or(&Value::Null), wanted) {
            let shown = now.get("status").and_then(Value::as_str).map(UsernameStatus::from);
            status = if wanted.is_null() { None } else { shown.or(status) };
            return Ok(Outcome::Done { status, is_read_back: true });
        }
    }
    desk.look_again(node(desk)).await?;
    Ok(match answer {
        Ok(_) => Outcome::Done { status, is_read_back: false },
        Err(error) => Outcome::InDoubt(error),
    })
}

fn node(desk: &Desk<'_>) -> Node {
    Node::username(desk.number.as_str())
}
