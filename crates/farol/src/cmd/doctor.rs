//! `farol doctor`: whether what was connected still works, for everybody's accounts. It only reads,
//! also beside a running program; what mends a defect is done on the page, by a person.

use std::path::PathBuf;
use std::sync::Arc;

use domain::doctor::{Finding, Fix, Snapshot, State, judge, strangers, ways};
use serde_json::{Value, json};
use store::{Secret, Store};
use ui::Language;
use ui::view::{self, MayCall};

use super::explain::{Lang, language};
use super::{Failure, demo, place, write_lines};
use crate::clock::Clock;
use crate::config::{Config, Installation, QUOTA_SHARE};
use crate::connect;
use crate::doctor::{self, Asker};
use crate::graph::{Endpoint, Graph};
use crate::metrics::Metrics;

/// Options of `farol doctor`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    of: Which,
    /// The language of the answer [default: the environment's, else pt]
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What is looked at.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// The settings of an installation
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A folder on which `farol demo` runs
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Looks at everything, and prints what was found.
///
/// # Errors
/// `Failed` when there is a defect; what the settings, the key or the data refuse.
pub async fn run(options: Options) -> Result<(), Failure> {
    let installation = match (&options.of.config, &options.of.data) {
        (Some(file), _) => {
            Config::from_file(file, std::env::vars_os())
                .map_err(|faults| Failure::Configuration(faults.to_string()))?
                .1
        }
        (None, Some(data)) => demo::installation(data)?,
        (None, None) => return Err(Failure::Usage("name --config or --data".to_owned())),
    };
    let keys = place::keys(&installation.place)?;
    let stored = Store::open_read_only_with(&installation.place.data, keys)?;
    let held = stored.ledger.read_blocking(doctor::held_by_all)?;
    let Patient { graph, verify_token, callback_url } = Patient::of(installation)?;
    let now = Clock::real().now();
    let asker =
        Asker { graph: &graph, verify_token: &verify_token, callback_url: Some(callback_url), now };
    let snapshot = asker.look(held).await;
    let found = judge(&snapshot);
    let said = if options.json {
        document(&snapshot, &found).to_string()
    } else {
        text(asker.graph, &snapshot, &found, language(options.lang))
    };
    let _ended = write_lines([Ok(said)])?;
    let defects = found.iter().filter(|finding| finding.state == State::Defect).count();
    if defects > 0 {
        return Err(Failure::Failed(anyhow::anyhow!("{defects} defects")));
    }
    Ok(())
}

/// What is asked, and as whom.
struct Patient {
    graph: Graph,
    verify_token: Secret,
    callback_url: String,
}

impl Patient {
    fn of(installation: Installation) -> Result<Self, Failure> {
        let callback_url = connect::callback_at(&installation.base_url);
        let endpoint = Endpoint {
            graph_url: installation.graph_url,
            version: installation.graph_version,
            app_id: meta::AppId::new(installation.app_id),
            app_secret: Arc::new(installation.app_secret),
        };
        let graph = Graph::new(endpoint, QUOTA_SHARE, Arc::<Metrics>::default())
            .map_err(anyhow::Error::from)?;
        Ok(Self { graph, verify_token: installation.verify_token, callback_url })
    }
}

/// As the page says it, without its buttons.
fn text(graph: &Graph, snapshot: &Snapshot, found: &[Finding], language: Language) -> String {
    let lines = doctor::lines(graph, snapshot, found, |_| MayCall::NotAllowed);
    ui::doctor_text(
        language,
        &view::Doctor {
            lines: &lines,
            accounts: &doctor::accounts(snapshot),
            ways: &ways(snapshot),
            strangers: &strangers(snapshot),
            at: snapshot.now,
            runs_it: true,
            did: None,
        },
    )
}

fn document(snapshot: &Snapshot, found: &[Finding]) -> Value {
    let count = |state| found.iter().filter(|finding| finding.state == state).count();
    let routes = ways(snapshot).into_iter().map(|way| {
        let winner = way.winner().map(|(level, url)| json!({"level": level.as_str(), "url": url}));
        let addresses =
            way.addresses.iter().map(|(level, url)| (level.as_str().to_owned(), json!(url)));
        json!({
            "waba": way.waba,
            "phone_number": way.number,
            "addresses": addresses.collect::<serde_json::Map<_, _>>(),
            "winner": winner,
            "is_here": way.is_here,
        })
    });
    let foreign = strangers(snapshot).into_iter().map(|app| {
        json!({
            "waba": app.waba,
            "app": app.id,
            "name": app.name,
            "override_callback_uri": app.override_url,
        })
    });
    json!({
        "at": snapshot.now.as_millis() / 1_000,
        "defects": count(State::Defect),
        "doubts": count(State::Doubtful),
        "findings": found.iter().map(entry).collect::<Vec<_>>(),
        "routes": routes.collect::<Vec<_>>(),
        "foreign_apps": foreign.collect::<Vec<_>>(),
    })
}

fn entry(finding: &Finding) -> Value {
    let Finding { check, node, state, why, saw, wanted, fix, .. } = finding;
    let fix = fix.as_ref().map(|fix| match fix {
        Fix::Person(person) => json!({"person": person.as_str(), "url": person.link()}),
        Fix::Call(mend) => {
            let shown = doctor::request(mend);
            let parameters = shown.parameters.into_iter().map(|(name, value)| (name, json!(value)));
            json!({
                "method": shown.method,
                "path": shown.path,
                "parameters": parameters.collect::<serde_json::Map<_, _>>(),
            })
        }
    });
    json!({
        "check": check.as_str(),
        "node": node.to_string(),
        "state": state.as_str(),
        "why": why.as_str(),
        "saw": saw,
        "wanted": wanted,
        "fix": fix,
    })
}
