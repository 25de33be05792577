//! What a step of a scenario does: one call of the control API, with nodes named by their place.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::control::{change, faults, preference, token, traffic, user};
use crate::state::{Shared, State};
use crate::world::{Kind, Node, judge};

/// Numbers and templates are counted within a WABA, by default the first; a place beyond the last is
/// the last.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    Business {
        nth: usize,
        set: Map<String, Value>,
    },
    Waba {
        nth: usize,
        set: Map<String, Value>,
    },
    Number {
        #[serde(default)]
        waba: usize,
        nth: usize,
        set: Map<String, Value>,
    },
    Template {
        #[serde(default)]
        waba: usize,
        nth: usize,
        set: Map<String, Value>,
    },
    App {
        set: Map<String, Value>,
    },
    User {
        wa_id: String,
        set: Map<String, Value>,
    },
    Message {
        #[serde(default)]
        waba: usize,
        from: String,
        to_nth: usize,
        text: String,
    },
    Preference {
        from: String,
        to_nth: usize,
        marketing: String,
    },
    Send(Send),
    /// What is armed in place of what was.
    Fault(Map<String, Value>),
    Revoke {
        tokens: String,
    },
    Tokens {
        kind: String,
        set: Map<String, Value>,
    },
    Advance {
        seconds: i64,
    },
}

/// A sending: to these people, to so many of the world's, or to a crowd of made-up ones.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Send {
    #[serde(default)]
    waba: usize,
    from_nth: usize,
    to: Option<Vec<String>>,
    users: Option<usize>,
    crowd: Option<usize>,
    /// How many of the crowd are left out: those whom an earlier step wrote to.
    skip: Option<usize>,
    category: Option<String>,
    template_nth: Option<usize>,
    fail_code: Option<u32>,
    fail_share: Option<f64>,
}

/// So many of a crowd are written to before somebody else has a turn.
const AT_ONCE: usize = 500;
/// How long such a turn lasts at least.
const TURN: Duration = Duration::from_millis(1);

/// Turns the clock; what becomes due by it happens before anything else does.
pub fn turn(shared: &Shared, seconds: i64) {
    shared.settings.clock.advance(seconds);
    let now_ms = shared.settings.clock.now_ms();
    shared.change(|state| judge::run_until(state, now_ms));
}

impl Action {
    /// Takes the step, and lets others have their turn while a crowd is written to.
    pub async fn take_in_turns(&self, shared: &Shared) {
        for part in self.parts() {
            part.take(shared);
            tokio::time::sleep(TURN).await;
        }
    }

    /// The same step in parts that are each over soon.
    fn parts(&self) -> Vec<Action> {
        let Action::Send(send) = self else { return vec![self.clone()] };
        let Some(crowd) = send.crowd else { return vec![self.clone()] };
        let part = |first: usize| {
            let crowd = Some(AT_ONCE.min(crowd - first));
            Action::Send(Send { crowd, skip: Some(send.skip.unwrap_or(0) + first), ..send.clone() })
        };
        (0..crowd).step_by(AT_ONCE).map(part).collect()
    }

    pub fn take(&self, shared: &Shared) {
        if let Action::Advance { seconds } = self {
            return turn(shared, *seconds);
        }
        let now_ms = shared.settings.clock.now_ms();
        shared.change(|state| self.perform(state, now_ms));
    }

    pub fn perform(&self, state: &mut State, now_ms: i64) {
        let done = match self {
            Action::Business { nth, set } => {
                let id = place(state.world.business_nodes(), *nth);
                change::apply(state, Kind::Business, &id, set, now_ms)
            }
            Action::Waba { nth, set } => {
                let id = place(state.world.wabas(), *nth);
                change::apply(state, Kind::Waba, &id, set, now_ms)
            }
            Action::Number { waba, nth, set } => {
                let id = number(state, *waba, *nth);
                change::apply(state, Kind::Number, &id, set, now_ms)
            }
            Action::Template { waba, nth, set } => {
                let id = template(state, *waba, *nth);
                change::apply(state, Kind::Template, &id, set, now_ms)
            }
            Action::App { set } => {
                let id = state.world.app.id.clone();
                change::apply(state, Kind::App, &id, set, now_ms)
            }
            Action::User { wa_id, set } => user::apply(state, wa_id, set),
            Action::Message { waba, from, to_nth, text } => {
                let to = number(state, *waba, *to_nth);
                traffic::customer_writes(state, from, &to, text, now_ms)
            }
            Action::Preference { from, to_nth, marketing } => {
                let to = number(state, 0, *to_nth);
                preference::set(state, from, &to, marketing, now_ms)
            }
            Action::Send(send) => {
                let given = send.given(state);
                traffic::business_sends(state, &given, now_ms)
            }
            Action::Fault(armed) => faults::apply(state, armed),
            Action::Revoke { tokens } => {
                state.world.revoke(tokens);
                return;
            }
            Action::Tokens { kind, set } => {
                let changed = token::apply(state, kind, set, now_ms.div_euclid(1000));
                changed.map(|changed| json!({"changed": changed}))
            }
            // The clock is no part of the state.
            Action::Advance { .. } => return,
        };
        if let Err(refusal) = done {
            tracing::debug!(reason = refusal.message, "A step has no place in this world");
        }
    }
}

impl Send {
    /// The body of the control call that it stands for.
    fn given(&self, state: &State) -> Map<String, Value> {
        let mut given = object(json!({"from": number(state, self.waba, self.from_nth)}));
        if let Some(users) = self.users {
            let to: Vec<&String> = state.world.users.keys().take(users).collect();
            given.insert("to".to_owned(), json!(to));
        }
        let template = self.template_nth.map(|nth| template(state, self.waba, nth));
        let rest = [
            ("to", self.to.clone().map(Value::from)),
            ("users", self.crowd.map(Value::from)),
            ("skip", self.skip.map(Value::from)),
            ("category", self.category.clone().map(Value::from)),
            ("template", template.map(Value::from)),
            ("fail_code", self.fail_code.map(Value::from)),
            ("fail_share", self.fail_share.map(Value::from)),
        ];
        let rest = rest.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        given.extend(rest);
        given
    }
}

fn number(state: &State, waba: usize, nth: usize) -> String {
    let waba = state.world.wabas().nth(waba);
    place(waba.into_iter().flat_map(|waba| state.world.children(waba)), nth)
}

fn template(state: &State, waba: usize, nth: usize) -> String {
    let waba = state.world.wabas().nth(waba);
    place(waba.into_iter().flat_map(|waba| state.world.templates(waba)), nth)
}

/// The id of the nth node, or of the last; nothing has the empty id.
fn place<'w>(nodes: impl Iterator<Item = &'w Node>, nth: usize) -> String {
    nodes.take(nth + 1).last().map(|node| node.id.clone()).unwrap_or_default()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_is_written_to_in_parts_that_leave_nobody_out() {
        let step = json!({"send": {"from_nth": 0, "crowd": 10_250, "skip": 7}});
        let step: Action = serde_json::from_value(step).unwrap();
        let mut next = 7;
        for part in step.parts() {
            let Action::Send(send) = part else { panic!("a sending stays one") };
            assert_eq!(send.skip, Some(next));
            let crowd = send.crowd.unwrap();
            assert!((1..=AT_ONCE).contains(&crowd));
            next += crowd;
        }
        assert_eq!(next, 7 + 10_250);
    }
}
