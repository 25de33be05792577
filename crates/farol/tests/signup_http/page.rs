//! The page of the connection: whose headers let Meta's popup in, and whose do not.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::readiness::Intervals;
use domain::role::Role;
use farol::app::{App, Dialog, Settings};
use farol::config::Config;
use farol::http::{Need, ROUTES};

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, finish};
use crate::visitor::{Answer, Visitor};

const CSP: &str = "content-security-policy";
const COOP: &str = "cross-origin-opener-policy";

/// The directives of an answer's policy.
fn policy(answer: &Answer) -> BTreeMap<String, Vec<String>> {
    let header = answer.header(CSP).expect("a policy");
    let directives = header.split(';').map(|directive| {
        let mut words = directive.split_whitespace().map(str::to_owned);
        (words.next().expect("a name"), words.collect())
    });
    directives.collect()
}

/// The policy of every page but the one.
fn assert_strict(answer: &Answer, what: &str) {
    let policy = policy(answer);
    for name in ["script-src", "style-src", "connect-src", "form-action", "img-src", "font-src"] {
        assert_eq!(policy[name], ["'self'"], "{what}: {name}");
    }
    for name in ["default-src", "base-uri", "frame-ancestors"] {
        assert_eq!(policy[name], ["'none'"], "{what}: {name}");
    }
    assert_eq!(policy.len(), 9, "{what}: {policy:?}");
    assert_eq!(answer.header(COOP), Some("same-origin"), "{what}");
    assert_common(answer, what);
}

fn assert_common(answer: &Answer, what: &str) {
    let header = answer.header(CSP).expect("a policy");
    for word in ["unsafe", "data:", "blob:", "*", "https:;", "http:;", "strict-dynamic"] {
        assert!(!header.contains(word), "{what}: {header}");
    }
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{what}");
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{what}");
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{what}");
    for name in [CSP, COOP] {
        let count = answer.headers.iter().filter(|(found, _)| found == name).count();
        assert_eq!(count, 1, "{what}: {name}");
    }
}

#[tokio::test]
async fn who_may_connect_gets_a_page_that_loads_the_sdk_and_nothing_else() {
    let desk = Desk::open().await;
    let origin = desk.app.settings.dialog.as_ref().expect("set up").message_origins[0].clone();
    for role in [Role::Owner, Role::Admin] {
        let visitor = Visitor::of(&desk.app, "one", role).await;
        let answer = visitor.get("/connect").await;
        assert_eq!(answer.status, 200);
        let policy = policy(&answer);
        assert_eq!(policy["script-src"], ["'self'", origin.as_str()], "{role:?}");
        for name in ["style-src", "form-action", "img-src", "font-src"] {
            assert_eq!(policy[name], ["'self'"], "{role:?}: {name}");
        }
        for name in ["default-src", "base-uri", "frame-ancestors"] {
            assert_eq!(policy[name], ["'none'"], "{role:?}: {name}");
        }
        for name in ["connect-src", "frame-src"] {
            let foreign = policy[name].iter().filter(|word| *word != "'self'");
            assert_eq!(foreign.collect::<Vec<_>>(), [&origin], "{role:?}: {name}");
        }
        assert_eq!(answer.header(COOP), Some("same-origin-allow-popups"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_common(&answer, "/connect");
    }
}

#[tokio::test]
async fn who_may_not_connect_gets_the_strict_page() {
    let desk = Desk::open().await;
    for role in [Role::Operator, Role::Viewer] {
        let visitor = Visitor::of(&desk.app, "one", role).await;
        let answer = visitor.get("/connect").await;
        assert_eq!(answer.status, 200, "{role:?} may look");
        assert_strict(&answer, "/connect");
    }
}

#[tokio::test]
async fn who_may_not_connect_sees_the_logins_and_none_of_their_forms() {
    let desk = Desk::open().await;
    desk.elsewhere(&format!("{NUMBER}/deregister"), &serde_json::json!({})).await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    let login = format!("data-signup=\"{id}\"");
    let own = desk.owner.get("/connect").await.text;
    assert!(own.contains(&login) && own.contains(&format!("action=\"/connect/{id}/pin\"")));
    assert!(own.contains("data-config-id") && own.contains("data-sdk-url"));
    for role in [Role::Operator, Role::Viewer] {
        let page = Visitor::of(&desk.app, "one", role).await.get("/connect").await.text;
        assert!(page.contains(&login), "{role:?} sees where it stands");
        for words in ["action=\"/connect", "data-config-id", "data-sdk-url", "sdk.js"] {
            assert!(!page.contains(words), "{role:?} gets {words}");
        }
    }
    let other = Visitor::owner(&desk.app, "two").await.get("/connect").await.text;
    assert!(!other.contains(id.as_str()) && !other.contains(WABA) && !other.contains(NUMBER));
}

/// The same console, set up for this dialog.
fn set_up(app: &App, dialog: Option<Dialog>) -> App {
    let every = Duration::from_secs(300);
    let intervals = Intervals { numbers: every, accounts: every, profiles: every };
    let time_zone = jiff::tz::TimeZone::UTC;
    let config = Config::default();
    let settings = Settings { intervals, time_zone, sandbox_url: None, dialog, config };
    App { settings: Arc::new(settings), ..app.clone() }
}

#[tokio::test]
async fn an_installation_without_a_dialog_gets_the_strict_page() {
    let app = set_up(&console::alone().await, None);
    let answer = Visitor::owner(&app, "one").await.get("/connect").await;
    assert_eq!(answer.status, 200);
    assert_strict(&answer, "/connect");
}

#[tokio::test]
async fn the_policy_names_metas_origins_and_not_their_paths() {
    let origins = ["https://www.facebook.com", "https://web.facebook.com"];
    let dialog = Dialog {
        config_id: "1".to_owned(),
        graph_version: "v25.0".to_owned(),
        sdk_url: "https://connect.facebook.net/en_US/sdk.js?x='unsafe-inline'".to_owned(),
        message_origins: origins.map(str::to_owned).to_vec(),
    };
    let app = set_up(&console::alone().await, Some(dialog));
    let answer = Visitor::owner(&app, "one").await.get("/connect").await;
    let policy = policy(&answer);
    assert_eq!(policy["script-src"], ["'self'", "https://connect.facebook.net"]);
    assert_eq!(policy["connect-src"], ["'self'", origins[0], origins[1]]);
    assert_common(&answer, "/connect");
}

#[tokio::test]
async fn every_other_answer_keeps_the_strict_headers() {
    let desk = Desk::open().await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    let mut asked = 0;
    for (method, path, need) in ROUTES {
        let path = path.replace("{*path}", "none").replace("{signup}", id.as_str());
        if [("GET", "/connect"), ("GET", "/events"), ("POST", "/logout")]
            .contains(&(*method, path.as_str()))
        {
            continue;
        }
        let answer = match *method {
            "GET" => desk.owner.get(&path).await,
            _ => desk.owner.form(&path, &[("back", "/connect")]).await,
        };
        assert_strict(&answer, &format!("{method} {path} ({need:?})"));
        asked += 1;
    }
    assert!(asked > 15, "{asked}");
    for path in ["/missing", "/connect/missing", "/connect/x/y/z", "/overview?waba=1", "/connect/"]
    {
        let answer = desk.owner.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_strict(&answer, path);
    }
    let viewer = Visitor::of(&desk.app, "one", Role::Viewer).await;
    let refused = viewer.form("/connect/nonce", &[]).await;
    assert_eq!(refused.status, 403);
    assert_strict(&refused, "a refusal");
    let forms = ROUTES.iter().filter(|(_, path, need)| {
        path.starts_with("/connect/") && matches!(need, Need::Session(_))
    });
    assert!(forms.count() >= 13, "they were asked for above");
}

#[tokio::test]
async fn the_page_holds_no_secret_of_the_installation_or_of_the_login() {
    let desk = Desk::open().await;
    let (nonce, code) = (desk.nonce().await, desk.code(WABA));
    crate::desk::begun(&desk.post_code(&nonce, &code, Some(&finish(WABA, NUMBER))).await);
    let before = desk.owner.get("/connect").await.text;
    console::carry_on(&desk.app).await;
    let after = desk.owner.get("/connect").await.text;
    let keys = desk.emulator.app();
    let token = {
        let (scope, waba) = (console::scope("one"), meta::WabaId::new(WABA));
        let token = desk.app.store.ledger.read(move |read| read.connection_token(&scope, &waba));
        token.await.expect("read").expect("bound").expose().to_owned()
    };
    let secrets =
        [&nonce, &code, &keys.secret, &keys.verify_token, &token, &desk.owner.token().to_owned()];
    for (nth, secret) in secrets.into_iter().enumerate() {
        for page in [&before, &after] {
            assert!(!page.contains(secret.as_str()), "the {nth}th is on the page");
        }
    }
}
