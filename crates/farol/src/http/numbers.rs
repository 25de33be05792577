//! The list of numbers: `GET /numbers`, narrowed, sorted and paged by its address.

use axum::extract::{Query, RawQuery};
use axum::response::{Html, Response};
use ui::view::{Asked, Listed, Numbers};

use super::seen::{Look, Seen};

/// The page.
pub async fn show(look: Look, RawQuery(query): RawQuery) -> Result<Html<String>, Response> {
    let (seen, asked) = (look.see().await?, asked(query.as_deref()));
    let usage = std::collections::BTreeMap::new();
    let listed = listed(&seen, &usage, &asked);
    let view = Numbers { listed, intervals: &look.app.settings.intervals };
    Ok(Html(ui::numbers(&look.frame(&seen), &view)))
}

fn listed<'a>(
    seen: &'a Seen,
    usage: &'a std::collections::BTreeMap<String, u64>,
    asked: &'a Asked,
) -> Listed<'a> {
    Listed { scope: &seen.scope, readiness: &seen.readiness, in_use: &seen.in_use, usage, asked }
}

/// What an address asks for; one that can't be read asks for everything.
fn asked(query: Option<&str>) -> Asked {
    let uri = format!("/?{}", query.unwrap_or_default()).parse().unwrap_or_default();
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&uri);
    Asked::of(&pairs.map(|Query(pairs)| pairs).unwrap_or_default())
}
