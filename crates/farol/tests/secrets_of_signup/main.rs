//! Canaries through the whole login, at the loudest log and with Graph at its worst: what the
//! popup, Meta and people gave is in no log, page, event, answer or file of the console's.

#[path = "../program/mod.rs"]
mod program;

mod browser;
mod canary;
mod link;

use std::path::Path;

use browser::Browser;
use canary::{Canaries, Place, finds, seen_in};
use link::open_link;
use program::{Demo, eventually};
use serde_json::{Value, json};
use store::{Store, TenantId, TenantScope};

const BIG_WABA: &str = "102290129340398";
/// Verified, without a PIN, not registered.
const UNREGISTERED: &str = "107719460358814";
/// Registered, with this PIN.
const NUMBER: &str = "105230984417756";
const PIN: &str = "840317";
const WRONG_PIN: &str = "918273";

/// How often the emulator was asked this, by the status that it answered.
async fn calls(demo: &Demo, path: &str, status: u16) -> usize {
    let answer = reqwest::get(format!("{}/_control/calls", demo.emulator)).await;
    let calls: Value = answer.expect("answered").json().await.expect("JSON");
    let calls = calls["data"].as_array().expect("a list").clone();
    let is_it = |call: &&Value| {
        call["path"].as_str().is_some_and(|made| made.ends_with(path)) && call["status"] == status
    };
    calls.iter().filter(is_it).count()
}

/// Takes a number off the platform, as another partner would; its PIN stays.
async fn deregister(demo: &Demo, number: &str) {
    let world = demo.world().await;
    let token = world["tokens"]["system_user"].as_str().expect("a token");
    let url = format!("{}/v25.0/{number}/deregister", demo.emulator);
    let answer = reqwest::Client::new().post(url).bearer_auth(token).send().await;
    assert!(answer.expect("answered").status().is_success());
}

fn finish(number: &str) -> String {
    json!({"type": "WA_EMBEDDED_SIGNUP", "event": "FINISH", "version": 3,
        "data": {"waba_id": BIG_WABA, "phone_number_id": number}})
    .to_string()
}

/// Whether [`UNREGISTERED`] is registered now: 1 or 0.
async fn registered(demo: &Demo) -> usize {
    let world = demo.world().await.to_string();
    let number = world.split(&format!("\"id\":\"{UNREGISTERED}\"")).nth(1).expect("there");
    usize::from(number.split("\"status\":\"").nth(1).expect("one").starts_with("CONNECTED"))
}

/// Begins a login; its nonce and code become canaries.
async fn log_in(demo: &Demo, browser: &mut Browser, canaries: &mut Canaries, number: &str) {
    let code = demo.control("codes", json!({"waba": BIG_WABA})).await;
    let code = code["code"].as_str().expect("a code").to_owned();
    let nonce = browser.post_json("/connect/nonce", &json!({})).await;
    let nonce = nonce["nonce"].as_str().expect("a nonce").to_owned();
    let body = json!({"nonce": nonce, "code": code, "message": finish(number)});
    browser.post_json("/connect/code", &body).await;
    canaries.add("nonce", &nonce);
    canaries.add("code", &code);
    refused_posts(browser, &nonce, &code).await;
}

/// Answers that say no, to bodies with secrets in the wrong places.
async fn refused_posts(browser: &mut Browser, nonce: &str, code: &str) {
    for body in [
        json!({"nonce": nonce, "code": format!("{code}x")}),
        json!({"nonce": nonce, "code": code, "message": code}),
        json!({"nonce": [nonce], "code": code}),
        json!({"nonce": nonce, "code": {"code": code}}),
        json!({"nonce": nonce, "message": code}),
        json!(code),
        json!([nonce, code]),
    ] {
        browser.post_json("/connect/code", &body).await;
        browser.post_json("/connect/outcome", &body).await;
    }
    for form in ["pin", "verify-code", "request-code", "retry"] {
        let body = json!({"pin": code, "code": nonce, "method": code, "back": nonce});
        browser.post_form(&format!("/connect/absent/{form}"), &body).await;
    }
}

/// One login through a fault at the exchange, at `debug_token` and at the registration.
async fn log_in_through(demo: &Demo, browser: &mut Browser, canaries: &mut Canaries, fault: &str) {
    let status = match fault {
        "http_500" => 500,
        "html" => 502,
        _ => 200,
    };
    let register = format!("{UNREGISTERED}/register");
    let edges = ["oauth/access_token", "debug_token", "register"];
    for (edge, path) in edges.into_iter().zip([edges[0], edges[1], &register]) {
        // Arming the next one ends the one before, so that the login goes on until there.
        let before = calls(demo, path, status).await;
        demo.control("faults", json!({"fault": fault, "edge": edge})).await;
        if edge == "oauth/access_token" {
            log_in(demo, browser, canaries, UNREGISTERED).await;
        }
        eventually("the fault struck", async || calls(demo, path, status).await > before).await;
        browser.look_around().await;
    }
    let before = registered(demo).await;
    demo.control("faults", json!({"fault": null})).await;
    eventually("the number is registered", async || {
        // What got no answer is looked at again when it can't take effect any more.
        demo.control("clock", json!({"advance_seconds": 30})).await;
        registered(demo).await > before
    })
    .await;
    deregister(demo, UNREGISTERED).await;
}

/// A login whose number has a PIN that a person must give: a wrong one first, then the right one.
async fn log_in_with_pin(demo: &Demo, browser: &mut Browser, canaries: &mut Canaries) {
    deregister(demo, NUMBER).await;
    log_in(demo, browser, canaries, NUMBER).await;
    let path = format!("{NUMBER}/register");
    for (pin, status) in [(WRONG_PIN, 400), (PIN, 200)] {
        let mut form = None;
        eventually("the page asks for the PIN", async || {
            let page = browser.get("/connect").await;
            form = page
                .split("action=\"")
                .find(|piece| piece.contains("/pin\""))
                .map(|piece| piece.split('"').next().expect("an address").to_owned());
            form.is_some()
        })
        .await;
        browser.post_form(&form.expect("asked for"), &json!({"pin": pin})).await;
        eventually("the PIN was tried", async || calls(demo, &path, status).await > 0).await;
        canaries.add_pin(pin);
    }
}

/// What the emulator keeps: every token, code and PIN of the world, once the last code is traded.
async fn of_the_world(folder: &Path, canaries: &mut Canaries) -> Value {
    let mut state = Value::Null;
    eventually("every code was traded and is written down", async || {
        let text = std::fs::read_to_string(folder.join("emulator.json")).expect("the state");
        state = serde_json::from_str(&text).expect("JSON");
        let codes = state["world"]["signup"]["codes"].as_object().expect("codes");
        codes.len() >= 6 && codes.values().all(|code| code["used"] == true)
    })
    .await;
    let world = &state["world"];
    for (what, list) in [("code", &world["signup"]["codes"]), ("token", &world["tokens"])] {
        for text in list.as_object().expect("a map").keys() {
            canaries.add(what, text);
        }
    }
    canaries.add("app secret", world["app"]["secret"].as_str().expect("text"));
    canaries.add("verify token", world["app"]["verify_token"].as_str().expect("text"));
    for node in world["nodes"].as_object().expect("a map").values() {
        if let Some(pin) = node["pin"].as_str() {
            canaries.add_pin(pin);
        }
    }
    state
}

/// What a person was given to get in.
fn of_the_door(demo: &Demo, canaries: &mut Canaries) {
    for entry in [&demo.ready, &demo.ready["other"]] {
        canaries.add("password", entry["password"].as_str().expect("text"));
        let link = entry["login_url"].as_str().expect("text");
        canaries.add("link", link.split("link=").nth(1).expect("a link"));
    }
}

/// Rows of the ledger that hold text: logins, what was read, what changed.
fn rows(folder: &Path) -> Vec<Place> {
    let opened = Store::open_read_only(folder).expect("opened");
    let tenants =
        ["casa-ipe", "clinica-aurora"].map(|id| TenantScope::for_worker(TenantId::new(id)));
    let text = opened.ledger.read_blocking(|read| {
        let mut text = String::new();
        for scope in &tenants {
            for login in read.signups(scope, 1_000)? {
                text += &serde_json::to_string(&login.signup).expect("JSON");
            }
            for kind in domain::NodeKind::ALL {
                text += &format!("{:?}", read.replicas(scope, kind)?);
            }
            text += &format!("{:?}", read.changes(scope, None, 10_000)?);
            text += &format!("{:?}", read.secret_names(scope)?);
        }
        Ok(text)
    });
    let text = text.expect("read");
    for word in [UNREGISTERED, NUMBER, "finish", "pin/"] {
        assert!(text.contains(word), "the rows were not read: no {word}");
    }
    vec![Place { name: "rows".to_owned(), bytes: text.into_bytes() }]
}

#[tokio::test]
async fn nothing_secret_of_a_login_is_kept_shown_or_logged_in_the_clear() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("stderr");
    let mut demo = Demo::start_tracing(folder.path(), &log);
    let mut canaries = Canaries::default();
    let mut browser = Browser::of(&demo).await;
    canaries.add("session", browser.session());
    of_the_door(&demo, &mut canaries);
    let of_link = open_link(&demo, browser.session(), &mut canaries).await;
    for fault in ["http_500", "html", "malformed"] {
        log_in_through(&demo, &mut browser, &mut canaries, fault).await;
    }
    log_in_with_pin(&demo, &mut browser, &mut canaries).await;
    browser.look_around().await;
    of_the_world(folder.path(), &mut canaries).await;
    demo.kill();

    let mut places = browser.seen().await;
    places.extend(of_link);
    places.extend(seen_in(folder.path(), &["emulator.json", "demo.key"]));
    let names: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
    for wanted in ["stderr", "ledger.db", "ledger.db-wal", "ledger.db-shm", "inbox.db", "/events"] {
        assert!(names.contains(&wanted), "{wanted} was not looked at: {names:?}");
    }
    places.extend(rows(folder.path()));
    let logged = places.iter().find(|place| place.name == "stderr").expect("the log");
    let logged = String::from_utf8_lossy(&logged.bytes);
    assert!(logged.contains("TRACE") && logged.contains("went on"), "the log is at its loudest");
    let kinds = canaries.kinds();
    assert!(canaries.len() >= 18 && kinds.len() >= 10, "{} of {kinds:?}", canaries.len());
    assert_eq!(finds(&canaries, &places), Vec::<String>::new());
    assert_found_when_planted(folder.path(), &canaries, &logged);
}

/// The search finds each kind of canary where one is.
fn assert_found_when_planted(folder: &Path, canaries: &Canaries, logged: &str) {
    let planted = folder.join("planted");
    std::fs::create_dir(&planted).expect("a folder");
    let noise: String = logged.chars().take(20_000).collect();
    for wanted in canaries.kinds() {
        let (_, text, _) = canaries.all().find(|(kind, ..)| *kind == wanted).expect("one");
        let page = format!("{noise}\0<p data-x=\"{text}\">{noise}");
        std::fs::write(planted.join("scratch"), page).expect("written");
        let found = finds(canaries, &seen_in(&planted, &[]));
        assert_eq!(found, [format!("scratch holds a {wanted}")]);
    }
}
