//! Asks Meta for a number's username, or gives it back: noted before it is sent, and read back, so
//! that no page says more than Meta shows.

use std::time::{Duration, Instant};

use domain::username::{self, Fault};
use domain::{Node, profile};
use meta::graph::{AskUsername, DeleteUsername, TransferAction};
use meta::open::UsernameStatus;
use meta::{GraphError, PhoneNumberId, WabaId};
use serde_json::{Map, Value};
use store::{LedgerTx, PersonId, Secret, StoreError, TenantScope};

use crate::app::App;
use crate::clock::monotonic;
use crate::profile::{LOOK_AGAIN, is_in_doubt, look_again, token_of, unanswered};
use crate::work::refresh;

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

/// How long all of it may take, and the call and each reading of it.
const WITHIN: Duration = Duration::from_secs(24);
const WRITE_WITHIN: Duration = Duration::from_secs(12);
const READ_WITHIN: Duration = Duration::from_secs(5);
/// Readings back at most: Meta may show the old for a moment.
const LOOKS: usize = 3;
const BETWEEN_LOOKS: Duration = Duration::from_millis(400);

/// Everything that one wish works with.
struct Desk<'a> {
    app: &'a App,
    scope: &'a TenantScope,
    number: &'a PhoneNumberId,
    waba: WabaId,
    token: Secret,
    until: Instant,
}

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
    let Some((waba, token)) = token_of(app, scope, &number).await? else { return Ok(None) };
    if let Wish::Name { name, .. } = &wish {
        let faults = username::faults(name);
        if !faults.is_empty() {
            return Ok(Some(Outcome::Faults(faults)));
        }
    }
    let until = monotonic() + WITHIN;
    let desk = Desk { app, scope, number: &number, waba, token, until };
    let turn = app.profile_turns.take(&number);
    let Ok(_turn) = tokio::time::timeout(WITHIN, turn).await else {
        return Ok(Some(Outcome::NotRead(unanswered())));
    };
    let held = match desk.look().await? {
        Ok(held) => held,
        Err(error) => return Ok(Some(Outcome::NotRead(error))),
    };
    if held.get(FIELD).and_then(Value::as_str) != seen.as_deref() {
        return Ok(Some(Outcome::Moved));
    }
    desk.write(person, &wish).await.map(Some)
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
    let Some((waba, token)) = token_of(app, scope, number).await? else { return Ok(None) };
    let call = meta::graph::UsernameSuggestions { phone_number: number };
    let asked = app.graph.call(&call, &token, Some(waba.as_str()));
    let names = match tokio::time::timeout(READ_WITHIN, asked).await {
        Ok(answer) => answer,
        Err(_) => Err(unanswered()),
    };
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

impl Desk<'_> {
    /// Notes, sends and reads back.
    async fn write(&self, person: PersonId, wish: &Wish) -> Result<Outcome, StoreError> {
        let wanted = match wish {
            Wish::Name { name, .. } => Value::from(name.as_str()),
            Wish::None => Value::Null,
        };
        self.note(person, wanted.clone()).await?;
        let sent = tokio::time::timeout(self.left(WRITE_WITHIN), self.send(wish)).await;
        match sent.unwrap_or_else(|_| Err(unanswered())) {
            Err(error) if !is_in_doubt(&error) => {
                self.forget().await?;
                Ok(Outcome::Refused(error))
            }
            answer => self.read_back(&wanted, answer).await,
        }
    }

    /// The note makes the username due, so that what this request does not live to see is read all
    /// the same.
    async fn note(&self, person: PersonId, wanted: Value) -> Result<(), StoreError> {
        let (own, noted, at) = (self.scope.clone(), self.number.clone(), self.app.clock.now());
        let fields = Map::from_iter([(FIELD.to_owned(), wanted)]);
        let note = move |tx: &LedgerTx<'_>| {
            tx.note_profile_write(&own, &noted, &fields, &person, at)?;
            tx.schedule(&own, &Node::username(noted.as_str()), at.plus(LOOK_AGAIN))
        };
        self.app.store.ledger.transact(note).await?;
        self.app.due.notify_one();
        Ok(())
    }

    async fn send(&self, wish: &Wish) -> Result<Option<UsernameStatus>, GraphError> {
        let account = Some(self.waba.as_str());
        match wish {
            Wish::Name { name, transfer } => {
                let (phone_number, transfer) = (self.number, *transfer);
                let call = AskUsername { phone_number, username: name, transfer };
                self.app.graph.call(&call, &self.token, account).await.map(Some)
            }
            Wish::None => {
                let call = DeleteUsername { phone_number: self.number };
                self.app.graph.call(&call, &self.token, account).await.map(|()| None)
            }
        }
    }

    /// Looks until Meta shows what was asked for, or for the last time; then the workers look on.
    async fn read_back(
        &self,
        wanted: &Value,
        answer: Result<Option<UsernameStatus>, GraphError>,
    ) -> Result<Outcome, StoreError> {
        let mut status = answer.as_ref().ok().cloned().flatten();
        for nth in 0..LOOKS {
            // A reading counts only when it was asked for later than the one before.
            let wait = if nth == 0 { Duration::from_millis(2) } else { BETWEEN_LOOKS };
            self.app.clock.sleep(wait).await;
            let looked = self.look().await?;
            let Ok(now) = looked else { continue };
            if profile::shows(now.get(FIELD).unwrap_or(&Value::Null), wanted) {
                let shown = now.get("status").and_then(Value::as_str).map(UsernameStatus::from);
                status = if wanted.is_null() { None } else { shown.or(status) };
                return Ok(Outcome::Done { status, is_read_back: true });
            }
        }
        look_again(self.app, self.scope, Node::username(self.number.as_str())).await?;
        Ok(match answer {
            Ok(_) => Outcome::Done { status, is_read_back: false },
            Err(error) => Outcome::InDoubt(error),
        })
    }

    async fn look(&self) -> Result<Result<Map<String, Value>, GraphError>, StoreError> {
        let Self { app, scope, number, waba, token, .. } = self;
        let look = refresh::look_at_username(app, scope, number, waba, token);
        match tokio::time::timeout(self.left(READ_WITHIN), look).await {
            Ok(looked) => looked,
            Err(_) => Ok(Err(unanswered())),
        }
    }

    async fn forget(&self) -> Result<(), StoreError> {
        let (scope, number) = (self.scope.clone(), self.number.clone());
        let forget = move |tx: &LedgerTx<'_>| tx.forget_profile_write(&scope, &number, FIELD);
        self.app.store.ledger.transact(forget).await
    }

    /// What is left of the time for all, at most this.
    fn left(&self, most: Duration) -> Duration {
        self.until.saturating_duration_since(monotonic()).min(most)
    }
}
