//! `GET /?ids=A,B`: several nodes in one answer, each under its id.
//! <https://developers.facebook.com/docs/graph-api/batch-requests> has it in its examples.
//!
//! Assumptions: at most 50 ids, and one that cannot be read refuses all of them.

use std::collections::BTreeSet;

use http::Method;
use serde_json::{Map, Value};

use super::auth::Caller;
use super::call::Call;
use super::error::GraphError;
use super::usage::{self, Usage};
use super::view::View;
use crate::world::World;

const MOST: usize = 50;

/// The ids that a call without a path asks for.
pub fn asked(call: &Call) -> Option<&str> {
    let is_bare = call.method == Method::GET && call.segments.is_empty();
    call.parameter("ids").filter(|_| is_bare)
}

/// The nodes by their ids. Each counts for the limits as one that is asked for alone.
pub fn read(
    world: &World,
    usage: &mut Usage,
    caller: &Caller<'_>,
    call: &Call,
    (origin, now_ms): (&str, i64),
) -> Result<Value, GraphError> {
    let ids = asked(call).unwrap_or_default().split(',').map(str::trim);
    let ids: BTreeSet<&str> = ids.filter(|id| !id.is_empty()).collect();
    if ids.is_empty() || ids.len() > MOST {
        let what = format!("Param ids must be a list of 1 to {MOST} ids.");
        return Err(GraphError::bad_parameter(&what));
    }
    let view = View { world, caller, call, origin, now_s: now_ms.div_euclid(1000) };
    let mut answer = Map::new();
    for id in ids {
        let node = world.nodes.get(id).ok_or_else(|| GraphError::unknown_node("get", id))?;
        caller.may_manage(world, node)?;
        if let Some(waba) = world.waba_of(node)
            && usage::is_counted(&call.method, node.kind, None)
        {
            usage.count(world, caller.app(world), waba, now_ms)?;
        }
        answer.insert(id.to_owned(), view.node(node)?);
    }
    Ok(Value::Object(answer))
}
