//! The list of sessions: what it tells of each, and how one, or all the others, end.

use std::time::Duration;

use axum::http::Method;
use domain::Timestamp;
use domain::role::Role;
use farol::app::App;
use farol::http::COOKIE;
use store::{PersonId, TenantId, TokenHash};

use crate::visitor::{FORM, Visitor};
use crate::{OLD, console, cookie_of, page_by, sessions, set_password};

#[tokio::test]
async fn sessions_are_listed_by_what_their_browsers_say_and_never_by_their_keys() {
    let app = console::alone().await;
    set_password(&app, "one", OLD).await;
    let login = b"email=owner@one.example&password=a+password+of+old+days".to_vec();
    let agent = format!("Mozilla/5.0 (X11; Linux) Firefox/144.0 {}", "x".repeat(300));
    let headers = [("content-type", FORM), ("user-agent", agent.as_str())];
    let stranger = Visitor::stranger(&app);
    let entered = stranger.ask(Method::POST, "/login", &headers, login).await;
    let here = Visitor::owner(&app, "one").await;
    let page = here.get("/settings").await.text;
    assert!(page.contains("Firefox · Linux"), "the login's browser is named");
    let open = sessions(&app, "one").await;
    assert_eq!(open.len(), 2);
    let noted = open.iter().find_map(|open| open.agent.as_deref()).expect("noted");
    assert_eq!((noted.chars().count(), noted), (200, &agent[..200]));
    for session in &open {
        assert!(page.contains(&session.hash.handle()));
        let hash = format!("{:?}", session.hash);
        let bytes: Vec<u8> = hash
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|piece| piece.parse().ok())
            .collect();
        assert_eq!(bytes.len(), 32, "{hash}");
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!page.contains(&hex[..16]));
    }
    let token = cookie_of(&entered).split_once('=').expect("a value").1;
    assert!(!page.contains(token) && !page.contains(here.token()));
    let others = Visitor::owner(&app, "two").await.get("/settings").await.text;
    assert_eq!(others.matches("name=\"session\"").count(), 1, "only one's own are listed");
}

#[tokio::test]
async fn one_session_ends_or_all_the_others() {
    let app = console::alone().await;
    let here = Visitor::owner(&app, "one").await;
    let there = here.at_another_browser("one").await;
    let third = here.at_another_browser("one").await;
    let end = async |handle: &str| here.form("/settings/sessions", &[("session", handle)]).await;
    assert_eq!(end(&there.session().handle()).await.leads(), (303, Some("/settings")));
    assert_eq!(there.get("/overview").await.leads(), (303, Some("/login")));
    assert_eq!(third.get("/overview").await.status, 200);
    let others = here.form("/settings/sessions/others", &[]).await;
    assert_eq!(others.leads(), (303, Some("/settings")));
    assert_eq!(third.get("/overview").await.leads(), (303, Some("/login")));
    assert_eq!(here.get("/overview").await.status, 200);
    let own = end(&here.session().handle()).await;
    assert_eq!(own.leads(), (303, Some("/login")));
    let cookie = own.header("set-cookie").expect("the cookie goes");
    assert!(cookie.starts_with(&format!("{COOKIE}=;")) && cookie.contains("Max-Age=0"));
    assert_eq!(here.get("/overview").await.leads(), (303, Some("/login")));
}

#[tokio::test]
async fn a_session_of_somebody_else_is_not_there() {
    let app = console::alone().await;
    let here = Visitor::owner(&app, "one").await;
    let colleague = Visitor::of(&app, "one", Role::Viewer).await;
    let foreign = Visitor::owner(&app, "two").await;
    let absent = here.form("/settings/sessions", &[("session", "0011223344556677")]).await;
    assert_eq!(absent.status, 404);
    for other in [&colleague, &foreign] {
        let handle = other.session().handle();
        let answer = here.form("/settings/sessions", &[("session", &handle)]).await;
        assert_eq!(answer, absent);
        assert_eq!(other.get("/overview").await.status, 200, "it goes on");
    }
    // An ended one is not there either, nor one named by its token.
    let gone = here.at_another_browser("one").await;
    assert_eq!(here.form("/settings/sessions/others", &[]).await.status, 303);
    for name in [gone.session().handle(), here.token().to_owned(), String::new()] {
        assert_eq!(here.form("/settings/sessions", &[("session", &name)]).await, absent);
    }
    assert_eq!(foreign.get("/overview").await.status, 200);
}

/// A person whose session was last used so long ago, with its token.
async fn last_used(app: &App, ago: Duration) -> (PersonId, String) {
    let token = format!("used-{}-ago", ago.as_secs());
    let (hash, person) = (TokenHash::of(&token), PersonId::new("one"));
    let now = app.clock.steady();
    let then = Timestamp::from_millis(now.as_millis() - ago.as_millis() as i64);
    let (id, until) = (person.clone(), now.plus(Duration::from_secs(3600)));
    let opened = app
        .store
        .ledger
        .transact(move |tx| tx.open_session(hash, &id, &TenantId::new("one"), then, until));
    opened.await.expect("opened");
    (person, token)
}

#[tokio::test]
async fn the_use_of_a_session_is_noted_once_a_minute() {
    let app = console::alone().await;
    let (person, token) = last_used(&app, Duration::from_secs(61)).await;
    let before = sessions(&app, person.as_str()).await[0].seen_at;
    let cookie = format!("{COOKIE}={token}");
    assert_eq!(page_by(&app, &cookie, "/overview").await.0, 200);
    // The page did not wait for the note; what is written after it did.
    app.store.ledger.transact(|_| Ok(())).await.expect("written");
    let noted = sessions(&app, person.as_str()).await[0].seen_at;
    assert!(noted.since(before) >= Duration::from_secs(61));
    let commits = app.store.ledger.commits();
    assert_eq!(page_by(&app, &cookie, "/overview").await.0, 200);
    app.store.ledger.transact(|_| Ok(())).await.expect("written");
    assert_eq!(app.store.ledger.commits(), commits + 1, "only the one of the test");
    assert_eq!(sessions(&app, person.as_str()).await[0].seen_at, noted);
}

#[tokio::test]
async fn times_are_told_by_the_clock_of_the_pages() {
    let (app, _emulator, hands) =
        console::beside_emulator_with(emulator::Settings::default()).await;
    let (_, token) = last_used(&app, Duration::from_secs(3 * 3600 + 60)).await;
    hands.turn(Duration::from_secs(40 * 24 * 3600));
    let (_, page) = page_by(&app, &format!("{COOKIE}={token}"), "/settings").await;
    let times: Vec<&str> = page.split("<dd><time").skip(1).collect();
    assert_eq!(times.len(), 3);
    for (time, words) in times.into_iter().zip([">há 3 h<", ">há 1 s<", ">em 60 min<"]) {
        assert!(time.contains(words), "{words}: {}", time.split("</dd>").next().unwrap_or(time));
    }
}
