//! What changed: `GET /api/v1/changes?after=`, to be followed without missing or repeating any.

use axum::Json;
use domain::Change;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::caller::{Asked, Caller, Checked};
use super::problem::{Problem, Problems};
use super::told::Told;

/// The largest number that every reader of JSON keeps exactly.
const LARGEST: u64 = 9_007_199_254_740_991;
/// Changes of one answer, when nobody says otherwise, and at most.
const USUAL: usize = 100;
const MOST: usize = 1_000;

/// From where on, and how many.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct From {
    /// The `next` of the last answer; from the oldest change that is kept without it.
    #[serde(default)]
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_u64, required = false)]
    after: u64,
    /// How many at most.
    #[serde(default = "usual")]
    #[param(minimum = 1, maximum = 1_000, default = 100, required = false)]
    limit: usize,
}

const fn usual() -> usize {
    USUAL
}

impl Checked for From {
    fn holds(&self) -> bool {
        self.after <= LARGEST && (1..=MOST).contains(&self.limit)
    }
}

/// Changes of the tenant, oldest first.
#[derive(Serialize, ToSchema)]
#[schema(as = Changes)]
pub(super) struct Listed {
    changes: Vec<Changed>,
    /// What to give as `after` to go on from here.
    next: u64,
    /// Whether there are more already.
    has_more: bool,
}

/// One difference in what Meta reported.
#[derive(Serialize, ToSchema)]
#[schema(as = Change)]
struct Changed {
    /// Its place: later ones have larger numbers, and numbers are left out.
    seq: u64,
    /// Kind and Meta's id of what changed.
    #[schema(example = "phone_number:106540352242922")]
    node: String,
    /// Meta's name of the field.
    field: String,
    /// What stood before; its value is `null` when nothing did. When it had come is not kept.
    before: Told<Value>,
    /// What stands since then; its value is `null` when the field is gone.
    after: Told<Value>,
}

/// What changed after a place, oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/changes",
    operation_id = "changes",
    tag = "facts",
    params(From),
    responses((status = 200, description = "The changes", body = Listed), Problems),
    security(("session" = []))
)]
pub(super) async fn list(
    caller: Caller,
    Asked(From { after, limit }): Asked<From>,
) -> Result<Json<Listed>, Problem> {
    let tenant = caller.viewer.scope();
    let read = caller.app.store.ledger.read(move |read| {
        // One more says whether there are more.
        read.changes_after(&tenant, after, limit + 1)
    });
    let mut found = read.await.map_err(|error| Problem::failed(caller.language(), &error))?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().map_or(after, |(seq, _)| *seq);
    let changes = found.into_iter().map(|(seq, change)| Changed::of(seq, change)).collect();
    Ok(Json(Listed { changes, next, has_more }))
}

impl Changed {
    fn of(seq: u64, change: Change) -> Self {
        Self {
            seq,
            node: change.node.to_string(),
            field: change.field,
            before: Told { value: change.before, as_of: None, via: None },
            after: Told::new(change.after, change.at, change.how),
        }
    }
}
