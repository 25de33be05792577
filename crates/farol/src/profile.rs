//! Writes what contacts see of a number: read first, so that nobody's work is overwritten unseen;
//! noted, sent, and read back, so that a page never says "saved" of what Meta does not show.

use std::time::Duration;

use domain::Node;
use domain::profile::{self, Fault, Part, Texts};
use meta::graph::UpdateProfile;
use meta::{GraphError, PhoneNumberId};
use store::{PersonId, StoreError, TenantScope};

use crate::app::App;
use crate::desk::{Desk, READINGS_BACK, is_in_doubt};

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
    /// Nothing was changed, so nothing was asked of Meta.
    Unchanged,
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
    /// Another change of the number was under way all the time; nothing was sent.
    Busy,
    /// The profile could not be read before writing; nothing was sent.
    NotRead(GraphError),
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

/// How long one reading, and the write, may take of the time for all.
const READ_WITHIN: Duration = Duration::from_secs(6);
const WRITE_WITHIN: Duration = Duration::from_secs(12);

/// Writes the parts that a person changed; `None` when the number is not the tenant's.
///
/// # Errors
/// When the ledger fails.
pub async fn save(
    app: &App,
    scope: &TenantScope,
    edit: Edit,
) -> Result<Option<Outcome>, StoreError> {
    let Edit { number, person, seen, wanted } = edit;
    let Some(desk) = Desk::open(app, scope, &number).await? else { return Ok(None) };
    let (seen, wanted) = (seen.tidied(), wanted.tidied());
    let edited = wanted.differing(&seen);
    if edited.is_empty() {
        return Ok(Some(Outcome::Unchanged));
    }
    let faults = wanted.faults(&edited);
    if !faults.is_empty() {
        return Ok(Some(Outcome::Faults(faults)));
    }
    let Some(_turn) = desk.turn().await else {
        return Ok(Some(Outcome::Busy));
    };
    let now = match look(&desk).await? {
        Ok(now) => now,
        Err(error) => return Ok(Some(Outcome::NotRead(error))),
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
    write(&desk, person, &wanted, &parts).await.map(Some)
}

/// Notes, sends and reads back.
async fn write(
    desk: &Desk<'_>,
    person: PersonId,
    wanted: &Texts,
    parts: &[Part],
) -> Result<Outcome, StoreError> {
    let fields = wanted.fields(parts);
    desk.note(node(desk), fields.clone(), person).await?;
    let call = UpdateProfile { phone_number: desk.number, fields: &fields };
    let sent = desk.app.graph.call_for_person(&call, &desk.token, &desk.waba);
    let sent = desk.answered(WRITE_WITHIN, sent).await;
    if let Err(error) = &sent
        && !is_in_doubt(error)
    {
        desk.forget(parts.iter().map(|part| part.as_str()).collect()).await?;
        return Ok(Outcome::Refused(error.clone()));
    }
    read_back(desk, wanted, parts, sent.err()).await
}

/// Looks until Meta shows what was written, or for the last time.
async fn read_back(
    desk: &Desk<'_>,
    wanted: &Texts,
    parts: &[Part],
    doubt: Option<GraphError>,
) -> Result<Outcome, StoreError> {
    let mut shown = None;
    for wait in READINGS_BACK {
        desk.app.clock.sleep(wait).await;
        let Ok(now) = look(desk).await? else { continue };
        let differs = |part: &&Part| wanted.value(**part) != now.value(**part);
        let parts: Vec<Part> = parts.iter().filter(differs).copied().collect();
        if parts.is_empty() {
            return Ok(Outcome::Saved { is_read_back: true });
        }
        shown = Some((now, parts));
    }
    desk.look_again(node(desk)).await?;
    Ok(match (doubt, shown) {
        (Some(error), _) => Outcome::InDoubt(error),
        (None, Some((now, parts))) => Outcome::KeptOtherwise { now, parts },
        (None, None) => Outcome::Saved { is_read_back: false },
    })
}

/// Reads the profile now; or why it could not be read.
async fn look(desk: &Desk<'_>) -> Result<Result<Texts, GraphError>, StoreError> {
    let looked = desk.look(node(desk), READ_WITHIN).await?;
    Ok(looked.map(|document| Texts::of_document(&document).tidied()))
}

fn node(desk: &Desk<'_>) -> Node {
    Node::profile(desk.number.as_str())
}
