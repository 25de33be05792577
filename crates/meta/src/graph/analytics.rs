//! How many messages an account sent and delivered, by Meta's own count (META 9).

use serde::Deserialize;
use serde_json::Value;

use super::call::typed;
use super::{Call, GraphError, Request};
use crate::id::WabaId;

/// Reads an account's messages by day: `GET /{waba}?fields=analytics.start().end().granularity(DAY)`.
///
/// Meta looks back one year. It is the node itself that is asked, with the field's parameters
/// written behind its name.
#[derive(Clone, Debug)]
pub struct GetAnalytics<'a> {
    /// The account.
    pub waba: &'a WabaId,
    /// From when on, in seconds.
    pub start: i64,
    /// Up to when, in seconds.
    pub end: i64,
}

/// One span of an account's messages; with days asked for, a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct DataPoint {
    /// When it begins, in seconds.
    pub start: i64,
    /// When it ends, in seconds.
    pub end: i64,
    /// Messages sent.
    #[serde(default)]
    pub sent: u64,
    /// Messages delivered.
    #[serde(default)]
    pub delivered: u64,
}

impl Call for GetAnalytics<'_> {
    type Reply = Vec<DataPoint>;
    const EDGE: &'static str = "analytics";

    fn request(&self) -> Request {
        let mut request = Request::get(self.waba.as_str());
        let Self { start, end, .. } = self;
        let field = format!("analytics.start({start}).end({end}).granularity(DAY)");
        request.query.push(("fields", field));
        request
    }

    /// The spans; none where Meta left the field out, as it does for accounts without messages.
    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        #[derive(Deserialize)]
        struct Wire {
            analytics: Option<Analytics>,
        }
        #[derive(Deserialize)]
        struct Analytics {
            #[serde(default)]
            data_points: Vec<DataPoint>,
        }
        let wire: Wire = typed(answer)?;
        Ok(wire.analytics.map(|analytics| analytics.data_points).unwrap_or_default())
    }
}
