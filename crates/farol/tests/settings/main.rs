//! Configurações through the router: the password, the sessions, and who sees the installation.

#[path = "../console/mod.rs"]
mod console;
mod password;
mod session;
#[path = "../visitor/mod.rs"]
mod visitor;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use domain::Timestamp;
use domain::role::Role;
use farol::app::{App, Settings};
use farol::config::{Config, Security, Smtp};
use farol::http::COOKIE;
use store::{NewPerson, OpenSession, PersonId, Secret, TenantId, TokenHash};
use tower::ServiceExt;
use visitor::{Answer, Visitor};

/// The password that stands.
pub const OLD: &str = "a password of old days";
/// Another.
pub const NEW: &str = "a password of new days";

/// Gives a tenant's owner a password.
pub async fn set_password(app: &App, person: &str, password: &str) {
    let hash = farol::password::hash(password.to_owned()).await.expect("hashed");
    let id = PersonId::new(person);
    let set = app.store.ledger.transact(move |tx| tx.set_password(&id, &hash)).await;
    set.expect("set");
}

/// A person's open sessions.
pub async fn sessions(app: &App, person: &str) -> Vec<OpenSession> {
    let (id, now) = (PersonId::new(person), app.clock.steady());
    app.store.ledger.read(move |read| read.sessions_of(&id, now)).await.expect("read")
}

/// Fills the form of the password in.
pub async fn change(visitor: &Visitor, current: &str, new: &str, again: &str) -> Answer {
    let form = [("current", current), ("new", new), ("again", again)];
    visitor.form("/settings/password", &form).await
}

/// The session's cookie that an answer sets, as `name=value`.
pub fn cookie_of(answer: &Answer) -> &str {
    let cookie = answer.header("set-cookie").expect("a cookie");
    cookie.split(';').next().expect("its value")
}

/// A page by a cookie.
pub async fn page_by(app: &App, cookie: &str, path: &str) -> (u16, String) {
    let request = Request::builder().uri(path).header(header::COOKIE, cookie);
    let mut request = request.body(Body::empty()).expect("a request");
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
    let response = farol::http::router(app.clone()).oneshot(request).await.expect("answered");
    let status = response.status().as_u16();
    let body = axum::body::to_bytes(response.into_body(), 64 << 20).await.expect("a body");
    (status, String::from_utf8(body.to_vec()).expect("UTF-8"))
}

#[tokio::test]
async fn every_role_has_a_password_and_sessions_of_its_own() {
    let app = console::alone().await;
    for role in Role::ALL {
        let person = Visitor::of(&app, "one", role).await;
        let other = person.at_another_browser("one").await;
        let page = person.get("/settings").await;
        assert_eq!(page.status, 200, "{role:?}");
        assert!(!page.text.contains("id=\"installation\""), "{role:?}");
        let handle = other.session().handle();
        let ended = person.form("/settings/sessions", &[("session", &handle)]).await;
        assert_eq!(ended.status, 303, "{role:?}");
        assert_eq!(person.form("/settings/sessions/others", &[]).await.status, 303, "{role:?}");
        assert_eq!(change(&person, "", NEW, NEW).await.status, 303, "{role:?}");
    }
}

#[tokio::test]
async fn nobody_is_led_to_the_login() {
    let app = console::alone().await;
    let nobody = Visitor::stranger(&app);
    assert_eq!(nobody.get("/settings").await.leads(), (303, Some("/login")));
    for path in ["/settings/password", "/settings/sessions", "/settings/sessions/others"] {
        let answer = nobody.form(path, &[("new", NEW), ("again", NEW)]).await;
        assert_eq!(answer.leads(), (303, Some("/login")), "{path}");
    }
}

/// The mail server's.
const PASSWORD: &str = "the-mail-servers-password";

/// With a mail server, and bodies of webhooks that are kept for eleven days.
fn config() -> Config {
    let mut config = Config::default();
    config.base_url = Some("https://farol.example".to_owned());
    config.retention.bodies_days = 11;
    config.smtp = Some(Smtp {
        host: "::1".to_owned(),
        port: 2525,
        security: Security::Tls,
        username: Some("farol".to_owned()),
        password_file: None,
        password: Some(Secret::new(PASSWORD)),
        from: "Farol <farol@one.example>".to_owned(),
    });
    config
}

#[tokio::test]
async fn the_installation_is_shown_to_who_runs_it_and_no_secret_to_anyone() {
    let (mut app, emulator) = console::beside_emulator().await;
    app.settings = Arc::new(Settings {
        intervals: app.settings.intervals,
        time_zone: app.settings.time_zone.clone(),
        sandbox_url: None,
        dialog: app.settings.dialog.clone(),
        config: config(),
    });
    let id = PersonId::new("runs-it");
    let new = NewPerson {
        id: id.clone(),
        email: "runs@it.example".to_owned(),
        name: "Runs It".to_owned(),
        password_hash: None,
        language: Some("en".to_owned()),
        is_installation_owner: true,
        created_at: Timestamp::from_millis(0),
    };
    let scope = console::scope("one");
    let (now, token) = (app.clock.steady(), "the-token-of-who-runs-it");
    let until = now.plus(Duration::from_secs(3600));
    let added = app.store.ledger.transact(move |tx| {
        tx.add_person(&new)?;
        tx.add_membership(&scope, &new.id, Role::Viewer)?;
        tx.open_session(TokenHash::of(token), &id, &TenantId::new("one"), now, until)
    });
    added.await.expect("added");
    let (status, page) = page_by(&app, &format!("{COOKIE}={token}"), "/settings").await;
    assert_eq!(status, 200);
    let panel = page.split("id=\"installation\"").nth(1).expect("the installation");
    let (own, graph) = (emulator.app(), &app.graph.endpoint().graph_url);
    for shown in [
        &*format!("<code>{graph}</code>"),
        &*format!("<code>{graph}/sdk.js</code>"),
        &*format!("<code>{}</code>", own.id),
        "<code>v25.0</code>",
        "<code>/webhooks/meta</code>",
        "up to 10% of what Meta grants",
        "every 5 min",
        "<code>UTC</code>",
        "<code>https://farol.example</code>",
        "<code>[::1]:2525</code>",
        "TLS from the start",
        "<code>Farol &#60;farol@one.example&#62;</code>",
        "<td>11 days</td>",
        "<td>400 days</td>",
    ] {
        assert!(panel.contains(shown), "{shown}");
    }
    assert!(!panel.contains("simbar"), "this is no demo");
    for secret in [&*own.secret, &*own.verify_token, PASSWORD] {
        assert!(secret.len() > 8 && !page.contains(secret));
    }
}
