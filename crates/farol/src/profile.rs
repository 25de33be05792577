//! Writes what contacts see of a number: read first, so that nobody's work is overwritten unseen;
//! noted, sent, and read back, so that a page never says "saved" of what Meta does not show.

use std::time::Duration;

use domain::profile::{self, Fault, Part, Texts};
use domain::{Failure, Node, Replica};
use meta::graph::UpdateProfile;
use meta::{GraphError, PhoneNumberId, WabaId};
use store::{PersonId, Secret, StoreError, TenantScope};

use crate::app::App;
use crate::work::refresh;

/// What a person asks for.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Whose profile.
    pub number: PhoneNumberId,
    /// Who asks.
    pub person: PersonId,
    /// The texts that they saw.
    pub seen: Texts,
    /// The texts that they want.
    pub wanted: Texts,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Meta has what was asked for.
    Saved {
        /// Whether a reading shows it already.
        is_read_back: bool,
    },
    /// Meta would not take these; nothing was sent.
    Faults(Vec<(Part, Fault)>),
    /// Somebody else changed these meanwhile; nothing was sent.
    Conflict {
        /// What Meta has now.
        now: Texts,
        /// In which parts the two differ.
        parts: Vec<Part>,
    },
    /// The profile could not be read before writing; nothing was sent.
    NotRead(Failure),
    /// Meta refused; nothing was written.
    Refused(GraphError),
    /// Meta gave no answer of its own: whether it was written is not known.
    InDoubt(GraphError),
    /// Meta said yes and shows something else in these.
    KeptOtherwise {
        /// What Meta has now.
        now: Texts,
        /// In which parts it differs.
        parts: Vec<Part>,
    },
}

/// How long each of the three calls may take, so that the page answers before its own time is up.
const READ_WITHIN: Duration = Duration::from_secs(6);
const WRITE_WITHIN: Duration = Duration::from_secs(12);
/// Readings back at most: Meta may show the old for a moment.
const LOOKS: usize = 3;
const BETWEEN_LOOKS: Duration = Duration::from_millis(400);

/// Writes the parts that a person changed; `None` when the number is not the tenant's.
///
/// # Errors
/// When the ledger fails.
pub async fn save(
    app: &App,
    scope: &TenantScope,
    edit: Edit,
) -> Result<Option<Outcome>, StoreError> {
    let Some((waba, token)) = token_of(app, scope, &edit.number).await? else { return Ok(None) };
    let Edit { number, person, seen, wanted } = edit;
    let (seen, wanted) = (seen.tidied(), wanted.tidied());
    let edited = wanted.differing(&seen);
    let faults = wanted.faults(&edited);
    if !faults.is_empty() {
        return Ok(Some(Outcome::Faults(faults)));
    }
    let now = match look(app, scope, &number, &waba).await? {
        Ok(now) => now.tidied(),
        Err(failure) => return Ok(Some(Outcome::NotRead(failure))),
    };
    let parts = profile::conflicts(&seen, &wanted, &now);
    if !parts.is_empty() {
        return Ok(Some(Outcome::Conflict { now, parts }));
    }
    // What already stands as wanted is not sent again.
    let parts: Vec<Part> =
        edited.into_iter().filter(|part| wanted.value(*part) != now.value(*part)).collect();
    if parts.is_empty() {
        return Ok(Some(Outcome::Saved { is_read_back: true }));
    }
    let fields = wanted.fields(&parts);
    let (own, noted, asked) = (scope.clone(), number.clone(), fields.clone());
    let at = app.clock.now();
    let note =
        move |tx: &store::LedgerTx<'_>| tx.note_profile_write(&own, &noted, &asked, &person, at);
    app.store.ledger.transact(note).await?;
    let call = UpdateProfile { phone_number: &number, fields: &fields };
    let sent = app.graph.call(&call, &token, Some(waba.as_str()));
    let sent = tokio::time::timeout(WRITE_WITHIN, sent).await;
    let sent = sent.unwrap_or_else(|_| Err(unanswered()));
    if let Err(error) = &sent
        && !is_in_doubt(error)
    {
        forget(app, scope, &number, &parts).await?;
        return Ok(Some(Outcome::Refused(error.clone())));
    }
    read_back(app, scope, (&number, &waba), (&wanted, &parts), sent.err()).await.map(Some)
}

/// Looks until Meta shows what was written, or for the last time.
async fn read_back(
    app: &App,
    scope: &TenantScope,
    (number, waba): (&PhoneNumberId, &WabaId),
    (wanted, parts): (&Texts, &[Part]),
    doubt: Option<GraphError>,
) -> Result<Outcome, StoreError> {
    let mut shown = None;
    for look_nth in 0..LOOKS {
        // A reading counts only when it was asked for later than the one before.
        let wait = if look_nth == 0 { Duration::from_millis(2) } else { BETWEEN_LOOKS };
        app.clock.sleep(wait).await;
        let Ok(now) = look(app, scope, number, waba).await? else { continue };
        // A space more at an end is none that a person typed.
        let shown_texts = now.clone().tidied();
        let differs = |part: &&Part| wanted.value(**part) != shown_texts.value(**part);
        let parts: Vec<Part> = parts.iter().filter(differs).copied().collect();
        if parts.is_empty() {
            return Ok(Outcome::Saved { is_read_back: true });
        }
        shown = Some((now, parts));
    }
    Ok(match (doubt, shown) {
        (Some(error), _) => Outcome::InDoubt(error),
        (None, Some((now, parts))) => Outcome::KeptOtherwise { now, parts },
        (None, None) => Outcome::Saved { is_read_back: false },
    })
}

/// Reads the profile now; or why it could not be read.
async fn look(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
    waba: &WabaId,
) -> Result<Result<Texts, Failure>, StoreError> {
    let node = Node::profile(number.as_str());
    let read = refresh::read_now(app, scope, node.clone(), Some(waba.clone()));
    let Ok(read) = tokio::time::timeout(READ_WITHIN, read).await else {
        let now = app.clock.now();
        let reason = unanswered().name().to_owned();
        return Ok(Err(Failure { since: now, last: now, reason, message: None }));
    };
    if let Some(failure) = read? {
        return Ok(Err(failure));
    }
    let scope = scope.clone();
    let held = app.store.ledger.read(move |read| read.replica(&scope, &node)).await?;
    Ok(Ok(held.as_ref().map(Texts::of).unwrap_or_default()))
}

/// The account of a number of the tenant, with its token.
async fn token_of(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
) -> Result<Option<(WabaId, Secret)>, StoreError> {
    let (scope, number) = (scope.clone(), number.clone());
    app.store
        .ledger
        .read(move |read| {
            let Some(waba) = read.waba_of_number(&scope, &number)? else { return Ok(None) };
            Ok(read.connection_token(&scope, &waba)?.map(|token| (waba, token)))
        })
        .await
}

async fn forget(
    app: &App,
    scope: &TenantScope,
    number: &PhoneNumberId,
    parts: &[Part],
) -> Result<(), StoreError> {
    let (scope, number, parts) = (scope.clone(), number.clone(), parts.to_vec());
    app.store
        .ledger
        .transact(move |tx| {
            for part in &parts {
                tx.forget_profile_write(&scope, &number, part.as_str())?;
            }
            Ok(())
        })
        .await
}

/// Whether the write may have taken effect although no good answer came.
fn is_in_doubt(error: &GraphError) -> bool {
    match error {
        GraphError::Trouble { .. }
        | GraphError::Unanswered { .. }
        | GraphError::Unreadable { .. } => true,
        GraphError::TokenDead { .. }
        | GraphError::PermissionMissing { .. }
        | GraphError::NotFound { .. }
        | GraphError::RateLimited { .. }
        | GraphError::Refused { .. } => false,
    }
}

fn unanswered() -> GraphError {
    GraphError::Unanswered { reason: "time-out".to_owned() }
}

/// Whether a number's profile is kept in the WhatsApp Business app, where this API does not write
/// (META 1.4, 6).
pub fn is_kept_in_app(number: &Replica) -> bool {
    number.get("is_on_biz_app").is_some_and(|heard| heard.value == true)
}
