//! What becomes due as time passes: clocks of numbers and portfolios run out, in their order, also
//! when the clock is turned over many of them at once.
//!
//! Each moment is judged at its own time, so that a month turned at once goes as a month lived.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Kind, Node, Rules, World, legacy, limit, pacing, pausing, restriction, review};
use crate::state::{Shared, State};
use crate::webhooks::{self, news};

/// The next moment at which something is due.
pub fn next_ms(world: &World) -> Option<i64> {
    next(world).map(|(at_ms, _)| at_ms)
}

/// Judges everything that is due by then, each at its time; webhooks are sent from `now_ms` on.
pub fn run_until(state: &mut State, now_ms: i64) {
    while let Some((at_ms, id)) = next(&state.world).filter(|(at_ms, _)| *at_ms <= now_ms) {
        let Some(before) = state.world.nodes.get(&id).cloned() else { return };
        match before.kind {
            Kind::Number => legacy::pass(&mut state.world, &id, at_ms),
            Kind::Business => limit::pass(&mut state.world, &id, at_ms),
            Kind::Template => {
                pausing::pass(&mut state.world, &id, at_ms);
                review::pass(&mut state.world, &id, at_ms);
                pacing::judge(state, &id, at_ms, now_ms);
            }
            Kind::Waba => restriction::pass(&mut state.world, &id, at_ms),
            Kind::App => {}
        }
        notice(&mut state.world, &id, at_ms);
        let told = news::of_change(&state.world, &before, at_ms.div_euclid(1000));
        webhooks::announce_late(state, told, at_ms, now_ms);
    }
    state.world.ledger.forget(now_ms);
}

/// Looks again at what a change of a node means for the limits above and below it.
pub fn notice(world: &mut World, id: &str, now_ms: i64) {
    let Some(node) = world.nodes.get(id) else { return };
    let numbers = match node.kind {
        Kind::Number => vec![node.id.clone()],
        Kind::Waba => node.children.clone(),
        Kind::Business | Kind::Template | Kind::App => Vec::new(),
    };
    let business = world.business_of(node).map(|business| business.id.clone());
    for number in numbers {
        if is_legacy(world, &number) {
            legacy::notice(world, &number, now_ms);
        }
    }
    if let Some(business) = business {
        limit::notice(world, &business, now_ms);
    }
}

/// Begins the clocks of a world that comes without them.
pub fn adopt(world: &mut World, now_ms: i64) {
    for node in world.nodes.values_mut() {
        match node.kind {
            Kind::Number => legacy::adopt(node, now_ms),
            Kind::Template => pausing::adopt(node, now_ms),
            Kind::Business | Kind::Waba | Kind::App => {}
        }
    }
}

/// Judges until stopped, whenever something becomes due.
pub async fn run(shared: Arc<Shared>, stop: CancellationToken) {
    let mut turns = shared.settings.clock.turns();
    loop {
        let now_ms = shared.settings.clock.now_ms();
        let next_ms = shared.with(|state| next_ms(&state.world));
        if next_ms.is_some_and(|next_ms| next_ms <= now_ms) {
            shared.change(|state| run_until(state, now_ms));
            continue;
        }
        let wait_ms = u64::try_from(next_ms.unwrap_or(0) - now_ms).unwrap_or(0);
        tokio::select! {
            () = stop.cancelled() => return,
            () = shared.clocks.notified() => {}
            _ = turns.changed() => {}
            () = tokio::time::sleep(Duration::from_millis(wait_ms)), if next_ms.is_some() => {}
        }
    }
}

/// The next moment, and the node that it is about. Of several at once the first by id comes first.
fn next(world: &World) -> Option<(i64, String)> {
    let of = |node: &Node| match node.kind {
        Kind::Number if is_legacy_node(world, node) => legacy::next_ms(node),
        Kind::Business => limit::next_ms(node),
        Kind::Template => {
            let due =
                [pausing::next_ms(node), review::next_ms(node), pacing::next_ms(world, &node.id)];
            due.into_iter().flatten().min()
        }
        Kind::Waba => restriction::next_ms(node),
        Kind::Number | Kind::App => None,
    };
    let (at_ms, node) = world
        .nodes
        .values()
        .filter_map(|node| Some((of(node)?, node)))
        .min_by_key(|(at_ms, node)| (*at_ms, &node.id))?;
    Some((at_ms, node.id.clone()))
}

fn is_legacy(world: &World, number: &str) -> bool {
    world.nodes.get(number).is_some_and(|number| is_legacy_node(world, number))
}

fn is_legacy_node(world: &World, number: &Node) -> bool {
    world.waba_of(number).is_some_and(|waba| waba.rules == Rules::Legacy)
}
