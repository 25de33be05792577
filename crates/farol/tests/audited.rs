//! Who did what to what others rely on stands in the audit log: a row for each, in the transaction that
//! does it, and none for what was not done.

mod console;
mod pictures;
mod visitor;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{Method, Request};
use console::scope;
use domain::Node;
use domain::audit::{Action, Detail};
use domain::profile::Texts;
use domain::role::Role;
use emulator::Emulator;
use farol::app::App;
use farol::work::{Step, photo};
use meta::WabaId;
use meta::signup::Event;
use pictures::{multipart, png, two_colours};
use serde_json::{Value, json};
use store::{Audit, AuditFilter, PersonId, Secret};
use visitor::Visitor;

const WABA: &str = "102290129340398";
const VENDAS: &str = "104857736119203";

/// The rows of an action in the tenant `one`, newest first.
async fn rows(app: &App, action: Action) -> Vec<Audit> {
    let filter = AuditFilter { action: Some(action), ..AuditFilter::default() };
    app.store.ledger.read(move |read| read.audits(&scope("one"), &filter, 99)).await.expect("read")
}

/// The only row of an action.
async fn row(app: &App, action: Action) -> Audit {
    let mut rows = rows(app, action).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

fn said(row: &Audit) -> (Option<&str>, Option<&str>) {
    (row.person.as_ref().map(PersonId::as_str), row.object.as_deref())
}

async fn fault(emulator: &Emulator, fault: Value) {
    use tower::ServiceExt as _;
    let request = Request::post("/_control/faults")
        .header("host", "127.0.0.1")
        .header("content-type", "application/json")
        .body(Body::from(fault.to_string()));
    let mut request = request.expect("a request");
    let from = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
    request.extensions_mut().insert(axum::extract::ConnectInfo(from));
    let answer = emulator.router().oneshot(request).await.expect("answered");
    assert_eq!(answer.status(), 200);
}

async fn profile(app: &App) -> Texts {
    let node = Node::profile(VENDAS);
    let read = app.store.ledger.read(move |read| read.replica(&scope("one"), &node)).await;
    Texts::of(&read.expect("read").expect("held"))
}

#[tokio::test]
async fn an_account_is_connected_by_whoever_logged_in_and_disconnected_by_whoever_left() {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    assert_eq!(said(&row(&app, Action::Connected).await), (Some("one"), Some(WABA)));
    assert_eq!(rows(&app, Action::Disconnected).await, []);

    // Another account is bound and left, since Meta can't be asked for its webhooks.
    let other = "113947260081536";
    fault(&emulator, json!({"fault": "http_500", "edge": "subscribed_apps"})).await;
    let code = Secret::new(emulator.preauthorised_code(other).expect("a code"));
    let person = PersonId::new("one");
    let told = Event::FinishOnlyWaba { waba_id: WabaId::new(other), business_id: None };
    let begun = farol::connect::begin_preauthorised(&app, scope("one"), person, code, Some(told));
    let id = begun.await.expect("begun");
    console::carry_on(&app).await;
    assert_eq!(said(&rows(&app, Action::Connected).await[0]), (Some("one"), Some(other)));
    let admin = Visitor::of(&app, "one", Role::Admin).await;
    let answer = admin.form(&format!("/connect/{id}/dismiss"), &[]).await;
    assert_eq!(answer.status, 303, "{answer:?}");
    let left = row(&app, Action::Disconnected).await;
    assert_eq!(said(&left), (Some(&*admin.person_id().await), Some(other)));
    admin.form(&format!("/connect/{id}/dismiss"), &[]).await;
    assert_eq!(rows(&app, Action::Disconnected).await, [left], "once");
}

#[tokio::test]
async fn a_profile_is_written_by_a_person_once_meta_shows_it() {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    let operator = Visitor::of(&app, "one", Role::Operator).await;
    let seen = profile(&app).await;
    let held = serde_json::to_string(&seen).expect("JSON");
    let save = async |about: &str, email: &str| {
        let form = [("seen", &*held), ("about", about), ("email", email)];
        let rest = [
            ("description", &*seen.description),
            ("vertical", &*seen.vertical),
            ("address", &*seen.address),
        ];
        let links = seen.websites.iter().map(|link| ("websites", link.as_str()));
        let form: Vec<_> = form.into_iter().chain(rest).chain(links).collect();
        operator.form(&format!("/profile/{VENDAS}"), &form).await.status
    };
    assert_eq!(save(&"x".repeat(140), &seen.email).await, 422, "longer than Meta takes");
    assert_eq!(rows(&app, Action::ProfileWritten).await, []);
    assert_eq!(save("Sob medida", "nova@casaipe.example").await, 303);
    let written = row(&app, Action::ProfileWritten).await;
    assert_eq!(said(&written), (Some(&*operator.person_id().await), Some(VENDAS)));
    let fields = written.detail["fields"].as_str().expect("a text").split(", ");
    let mut fields: Vec<&str> = fields.collect();
    fields.sort_unstable();
    assert_eq!(fields, ["about", "email"]);
    assert!(
        !written.detail.to_string().contains("casaipe"),
        "names of fields, and no text of theirs"
    );
}

#[tokio::test]
async fn a_photo_is_written_by_a_person_once_meta_shows_it() {
    let (app, emulator, hands) = console::beside_emulator_with(Default::default()).await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    let operator = Visitor::of(&app, "one", Role::Operator).await;
    let node = Node::profile(VENDAS);
    let held = app.store.ledger.read(move |read| read.replica(&scope("one"), &node)).await;
    let held = held.expect("read").expect("held");
    let seen = held.text("profile_picture_url").unwrap_or_default();
    let file = png(&two_colours(640, 640));
    let (kind, body) = multipart(&[("photo", &file), ("seen", seen.as_bytes())]);
    let headers = [("content-type", kind.as_str())];
    let path = format!("/profile/{VENDAS}/photo");
    assert_eq!(operator.ask(Method::POST, &path, &headers, body).await.status, 303);
    assert_eq!(rows(&app, Action::PhotoWritten).await, [], "not before Meta shows it");
    for _ in 0..40 {
        while photo::step(&app).await.expect("a step") == Step::Done {}
        hands.turn(std::time::Duration::from_secs(1));
    }
    let written = row(&app, Action::PhotoWritten).await;
    assert_eq!(said(&written), (Some(&*operator.person_id().await), Some(VENDAS)));
    assert_eq!(rows(&app, Action::ProfileWritten).await, []);
}

#[tokio::test]
async fn a_list_that_leaves_and_a_default_that_changes_are_somebodys_doing() {
    let app = console::alone().await;
    let viewer = Visitor::of(&app, "one", Role::Viewer).await;
    for format in ["csv", "json"] {
        assert_eq!(viewer.get(&format!("/numbers.{format}")).await.status, 200);
        let newest = rows(&app, Action::Exported).await.remove(0);
        assert_eq!(said(&newest), (Some(&*viewer.person_id().await), Some("numbers")));
        assert_eq!(newest.detail["format"], format);
    }
    assert_eq!(Visitor::stranger(&app).get("/numbers.csv").await.status, 303);
    assert_eq!(rows(&app, Action::Exported).await.len(), 2);

    let owner = Visitor::owner(&app, "one").await;
    let save = async |form: &[(&str, &str)]| {
        assert_eq!(owner.form("/activity/rules/default", form).await.status, 303);
    };
    save(&[("mail.flagged", "on")]).await;
    let changed = row(&app, Action::NoticeDefaultChanged).await;
    assert_eq!(said(&changed), (Some("one"), None));
    save(&[("mail.flagged", "on")]).await;
    assert_eq!(rows(&app, Action::NoticeDefaultChanged).await, [changed], "the same is no change");
    save(&[("mail.flagged", "on"), ("mail.quality_low", "on")]).await;
    let newest = rows(&app, Action::NoticeDefaultChanged).await.remove(0);
    assert_eq!(newest.detail["kinds"], "quality_low");
}

/// Every source of the crates that do things.
fn sources(of: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(of).expect("a folder").flatten() {
        match entry.path() {
            folder if folder.is_dir() => sources(&folder, found),
            file => found.push(file),
        }
    }
}

/// The text of each.
fn texts() -> Vec<String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crates");
    let mut files = Vec::new();
    sources(&crates.join("farol/src"), &mut files);
    sources(&crates.join("store/src"), &mut files);
    files.iter().map(|file| fs::read_to_string(file).expect("text")).collect()
}

#[test]
fn every_action_is_written_somewhere() {
    let texts = texts();
    for action in Action::ALL {
        let name = format!("{action:?}");
        let word = format!("Action::{name}");
        let names_it = |text: &String| {
            text.match_indices(&word).any(|(at, _)| {
                let next = text[at + word.len()..].chars().next();
                next.is_none_or(|next| !next.is_alphanumeric())
            })
        };
        assert!(texts.iter().any(names_it), "nothing writes {name}");
    }
}

/// The keys of the objects that a source puts into the log.
fn keys(text: &str) -> Vec<&str> {
    let objects = text.match_indices("json!({").filter(|(at, _)| {
        // What is answered is not what is kept.
        !text[..*at].ends_with("Json(")
    });
    let keys = objects.flat_map(|(at, _)| {
        let object = &text[at..at + text[at..].find("})").expect("its end")];
        let parts: Vec<&str> = object.split('"').collect();
        let is_key = |index: &usize| parts.get(index + 1).is_some_and(|rest| rest.starts_with(':'));
        (1..parts.len()).step_by(2).filter(is_key).map(|index| parts[index]).collect::<Vec<_>>()
    });
    keys.collect()
}

#[test]
fn every_key_of_a_detail_is_one_that_has_words() {
    let mut written = BTreeSet::new();
    for text in texts().iter().filter(|text| text.contains("NewAudit")) {
        for key in keys(text) {
            assert!(Detail::parse(key).is_some(), "{key} needs a word: domain::audit::Detail");
            written.insert(key.to_owned());
        }
    }
    let named = Detail::ALL.map(|detail| detail.as_str().to_owned());
    assert_eq!(written, BTreeSet::from(named), "and each of them is written");
}
