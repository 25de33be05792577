//! `farol doctor`: whether what was connected still works, for everybody's accounts. It only reads,
//! also beside a running program; what mends a defect is done on the page, by a person, but for the app's
//! callback, which may keep people from the page ([`fix`]).

mod fix;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use domain::doctor::{Finding, Fix, Snapshot, State, judge, strangers, ways};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use store::{Secret, Store};
use ui::Language;
use ui::view::{self, MayCall};

use super::explain::{Lang, language};
use super::{Failure, demo, place, write_lines};
use crate::clock::Clock;
use crate::config::{Config, Installation, Place, QUOTA_SHARE};
use crate::connect;
use crate::doctor::{self, Asker, Before};
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
    #[arg(long, conflicts_with = "fix")]
    json: bool,
    /// Mend this alone: the call is shown first, made when you agree, and read back
    #[arg(long, value_enum)]
    fix: Option<Mended>,
    /// The other program's callback that may be replaced, as the doctor shows it
    #[arg(long, value_name = "URL", requires = "fix")]
    replacing: Option<String>,
    /// Agree without being asked
    #[arg(long, requires = "fix")]
    yes: bool,
}

/// What the command mends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Mended {
    /// Where Meta sends the app's webhooks
    Callback,
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

/// The zone of times where none is set.
const TIME_ZONE: &str = "UTC";

/// Looks at everything, and prints what was found; or mends what is to be mended.
///
/// # Errors
/// `Failed` when there is a defect, or nothing was mended; what the settings, the key or the data
/// refuse.
pub async fn run(options: Options) -> Result<(), Failure> {
    let patient = match (&options.of.config, &options.of.data) {
        (Some(file), _) => {
            let (config, installation) = Config::from_file(file, std::env::vars_os())
                .map_err(|faults| Failure::Configuration(faults.to_string()))?;
            Patient::of(installation, Clock::real(), config.ui.time_zone)?
        }
        (None, Some(data)) => {
            let (installation, clock) = demo::installation(data).await?;
            Patient::of(installation, clock, Some(zone(demo::TIME_ZONE)?))?
        }
        (None, None) => return Err(Failure::Usage("name --config or --data".to_owned())),
    };
    let language = language(options.lang);
    match options.fix {
        Some(Mended::Callback) => {
            let asked = fix::Asked { replacing: options.replacing, is_agreed: options.yes };
            fix::callback(&patient, language, asked).await
        }
        None => look(&patient, language, options.json).await,
    }
}

async fn look(patient: &Patient, language: Language, is_json: bool) -> Result<(), Failure> {
    let keys = place::keys(&patient.place)?;
    let stored = Store::open_read_only_with(&patient.place.data, keys)?;
    let held = stored.ledger.read_blocking(doctor::held_by_all)?;
    let app = patient.graph.app_id().clone();
    let given = stored.ledger.read_blocking(move |read| read.callback_of_before(&app))?;
    let asker = Asker {
        graph: &patient.graph,
        verify_token: &patient.verify_token,
        callback_url: Some(patient.callback_url.clone()),
        before: Before::Noted(given),
        now: patient.clock.now(),
    };
    let snapshot = asker.look(held).await?;
    let found = judge(&snapshot);
    let said = if is_json {
        document(&snapshot, &found).to_string()
    } else {
        text(patient, &snapshot, &found, language)
    };
    let _ended = write_lines([Ok(said)])?;
    let defects = found.iter().filter(|finding| finding.state == State::Defect).count();
    if defects > 0 {
        return Err(Failure::Failed(anyhow::anyhow!(
            "{defects} {}",
            if defects == 1 { "defect" } else { "defects" }
        )));
    }
    Ok(())
}

fn zone(name: &str) -> Result<TimeZone, Failure> {
    Ok(TimeZone::get(name).context("the time zone")?)
}

/// What is asked, and as whom.
struct Patient {
    graph: Graph,
    verify_token: Secret,
    callback_url: String,
    place: Place,
    clock: Clock,
    time_zone: TimeZone,
}

impl Patient {
    fn of(
        installation: Installation,
        clock: Clock,
        time_zone: Option<TimeZone>,
    ) -> Result<Self, Failure> {
        let time_zone = time_zone.map_or_else(|| zone(TIME_ZONE), Ok)?;
        let callback_url = connect::callback_at(&installation.base_url);
        let endpoint = Endpoint {
            graph_url: installation.graph_url,
            version: installation.graph_version,
            app_id: meta::AppId::new(installation.app_id),
            app_secret: Arc::new(installation.app_secret),
        };
        let graph = Graph::new(endpoint, QUOTA_SHARE, Arc::<Metrics>::default())
            .map_err(anyhow::Error::from)?;
        let (verify_token, place) = (installation.verify_token, installation.place);
        Ok(Self { graph, verify_token, callback_url, place, clock, time_zone })
    }
}

/// As the page says it, without its buttons.
fn text(patient: &Patient, snapshot: &Snapshot, found: &[Finding], language: Language) -> String {
    let lines = doctor::lines(&patient.graph, snapshot, found, |_| MayCall::NotAllowed);
    ui::doctor_text(
        language,
        patient.time_zone.clone(),
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
            "stopped_by": way.stopped_by.iter().map(|stop| stop.as_str()).collect::<Vec<_>>(),
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
