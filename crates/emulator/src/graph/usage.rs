//! How many calls an app made about each WABA in the running hour, and the headers that tell it.
//!
//! Meta allows an app 5,000 calls an hour for a WABA with a registered number and 200 without one,
//! and names the calls that count: a number's profile, a template and all writes of a number do not.
//! Control can say that so much is used already; used up, calls are refused as any others are.

use std::collections::BTreeMap;

use http::Method;
use serde_json::json;

use super::error::GraphError;
use crate::world::{Kind, Node, World};

const HOUR_MS: i64 = 3_600_000;
/// How long an hour lasts of which control says that it is used up.
const FULL_HOUR_MIN: i64 = 60;
const ACTIVE_LIMIT: u64 = 5_000;
const INACTIVE_LIMIT: u64 = 200;

/// Whether a call is one of those that Meta lists. Of a listed edge every method counts, which is an
/// assumption; of the nodes themselves Meta says that reading does.
pub fn is_counted(method: &Method, kind: Kind, edge: Option<&str>) -> bool {
    match (kind, edge) {
        (Kind::Waba | Kind::Number, None) => method == Method::GET,
        (Kind::Waba, Some(edge)) => {
            ["assigned_users", "phone_numbers", "message_templates", "subscribed_apps"]
                .contains(&edge)
        }
        _ => false,
    }
}

/// Calls by app and WABA. It is not kept over a restart.
#[derive(Debug, Default)]
pub struct Usage {
    hours: BTreeMap<(String, String), Hour>,
    /// The percentages that control set, by the id of the app or of the WABA.
    told: BTreeMap<String, u64>,
}

#[derive(Clone, Copy, Debug)]
struct Hour {
    began_ms: i64,
    calls: u64,
}

impl Usage {
    /// From now on at least so many percent of this app's or WABA's calls are used, whoever calls;
    /// `None` ends it.
    pub fn tell(&mut self, id: &str, percent: Option<u64>) {
        match percent {
            Some(percent) => self.told.insert(id.to_owned(), percent),
            None => self.told.remove(id),
        };
    }

    /// Whether the app may call at all.
    pub fn check_app(&self, app: &str) -> Result<(), GraphError> {
        if self.told(app) >= 100 { Err(GraphError::app_used_up()) } else { Ok(()) }
    }

    /// Counts one call, or refuses it when the hour is used up.
    pub fn count(
        &mut self,
        world: &World,
        app: &str,
        waba: &Node,
        now_ms: i64,
    ) -> Result<(), GraphError> {
        if self.told(&waba.id) >= 100 {
            return Err(GraphError::too_many_calls());
        }
        let fresh = Hour { began_ms: now_ms, calls: 0 };
        let hour = self.hours.entry((app.to_owned(), waba.id.clone())).or_insert(fresh);
        if !(hour.began_ms..hour.began_ms + HOUR_MS).contains(&now_ms) {
            *hour = fresh;
        }
        if hour.calls >= limit(world, waba) {
            return Err(GraphError::too_many_calls());
        }
        hour.calls += 1;
        Ok(())
    }

    /// `X-App-Usage`, and `X-Business-Use-Case-Usage` when the call was about a WABA.
    pub fn headers(
        &self,
        world: &World,
        app: &str,
        waba: Option<&Node>,
        now_ms: i64,
    ) -> Vec<(&'static str, String)> {
        let calls: u64 = world.wabas().map(|waba| self.calls(app, waba, now_ms)).sum();
        let limits: u64 = world.wabas().map(|waba| limit(world, waba)).sum();
        let used = percent(calls, limits).max(self.told(app));
        let all = json!({"call_count": used, "total_time": used, "total_cputime": used});
        let mut headers = vec![("x-app-usage", all.to_string())];
        if let Some(waba) = waba {
            let used = percent(self.calls(app, waba, now_ms), limit(world, waba));
            let used = used.max(self.told(&waba.id));
            let usage = json!({&waba.id: [{
                "type": "whatsapp_business_management",
                "call_count": used,
                "total_cputime": used,
                "total_time": used,
                "estimated_time_to_regain_access":
                    if used >= 100 { self.minutes_left(app, waba, now_ms) } else { 0 },
            }]});
            headers.push(("x-business-use-case-usage", usage.to_string()));
        }
        headers
    }

    fn told(&self, id: &str) -> u64 {
        self.told.get(id).copied().unwrap_or(0)
    }

    fn calls(&self, app: &str, waba: &Node, now_ms: i64) -> u64 {
        self.hour(app, waba)
            .filter(|hour| now_ms < hour.began_ms + HOUR_MS)
            .map_or(0, |hour| hour.calls)
    }

    fn minutes_left(&self, app: &str, waba: &Node, now_ms: i64) -> i64 {
        self.hour(app, waba)
            .map_or(FULL_HOUR_MIN, |hour| (hour.began_ms + HOUR_MS - now_ms).max(0) / 60_000 + 1)
    }

    fn hour(&self, app: &str, waba: &Node) -> Option<&Hour> {
        self.hours.get(&(app.to_owned(), waba.id.clone()))
    }
}

fn limit(world: &World, waba: &Node) -> u64 {
    let is_active = world.children(waba).any(|number| number.text("platform_type") == "CLOUD_API");
    if is_active { ACTIVE_LIMIT } else { INACTIVE_LIMIT }
}

fn percent(calls: u64, limit: u64) -> u64 {
    (calls * 100).checked_div(limit).unwrap_or(0)
}
