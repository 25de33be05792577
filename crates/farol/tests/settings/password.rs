//! A change of the password: what it ends, what it refuses, and what it never says.

use domain::role::Role;
use farol::app::App;
use farol::http::COOKIE;
use farol::password;
use store::{OpenSession, PersonId, TenantId, TokenHash};

use crate::visitor::Visitor;
use crate::{NEW, OLD, change, console, cookie_of, page_by, sessions, set_password};

/// The hash that stands now.
async fn stored(app: &App, person: &str) -> Option<String> {
    let id = PersonId::new(person);
    let found = app.store.ledger.read(move |read| read.person(&id)).await.expect("read");
    found.expect("a person").password_hash
}

async fn is_password(app: &App, person: &str, password: &str) -> bool {
    password::is_right(password.to_owned(), stored(app, person).await).await
}

#[tokio::test]
async fn a_changed_password_ends_every_other_session_and_renews_this_one() {
    let app = console::alone().await;
    set_password(&app, "one", OLD).await;
    let here = Visitor::owner(&app, "one").await;
    let (there, other) = (here.at_another_browser("one").await, Visitor::owner(&app, "two").await);
    let before = sessions(&app, "one").await;
    let own = before.iter().find(|open| open.hash == here.session()).expect("open");
    let answer = change(&here, OLD, NEW, NEW).await;
    assert_eq!(answer.leads(), (303, Some("/settings?password=changed")));
    let set = answer.header("set-cookie").expect("a cookie");
    assert!(set.starts_with(&format!("{COOKIE}=")) && !set.contains(here.token()), "{set}");
    for word in ["; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/", "; Max-Age=3"] {
        assert!(set.contains(word), "{set}");
    }
    // The cookie of before is worth nothing, and neither is the other browser's.
    for ended in [&here, &there] {
        assert_eq!(ended.get("/settings").await.leads(), (303, Some("/login")));
    }
    let claimed = other.get("/settings?password=changed").await;
    assert_eq!(claimed.status, 200, "somebody else's session goes on");
    assert!(!claimed.text.contains("password-outcome"), "an address is not believed");
    let (status, page) = page_by(&app, cookie_of(&answer), "/settings?password=changed").await;
    assert_eq!(status, 200);
    assert!(page.contains("id=\"password-outcome\" data-tone=\"ok\" role=\"status\""));
    // It is the same session: in the same tenant, from the same moment, to the same end.
    let after = sessions(&app, "one").await;
    assert_eq!(after.len(), 1);
    let ends = |open: &OpenSession| (open.opened_at, open.expires_at);
    assert_eq!(ends(&after[0]), ends(own));
    assert!(is_password(&app, "one", NEW).await);
    let login = [("email", "owner@one.example"), ("password", OLD)];
    assert_eq!(Visitor::stranger(&app).form("/login", &login).await.status, 401);
}

#[tokio::test]
async fn the_session_goes_on_in_the_tenant_where_it_was() {
    let app = console::alone().await;
    set_password(&app, "one", OLD).await;
    let owner = Visitor::owner(&app, "one").await;
    owner.takes_part("two", Role::Viewer).await;
    let moved = owner.form("/tenant", &[("tenant", "two"), ("back", "/settings")]).await;
    assert_eq!(moved.leads(), (303, Some("/settings")));
    let answer = change(&owner, OLD, NEW, NEW).await;
    assert_eq!(answer.status, 303);
    let token = cookie_of(&answer).split_once('=').expect("a value").1.to_owned();
    let (hash, now) = (TokenHash::of(&token), app.clock.steady());
    let session = app.store.ledger.read(move |read| read.session(hash, now)).await;
    let session = session.expect("read").expect("open");
    assert_eq!((session.tenant(), session.role), (&TenantId::new("two"), Role::Viewer));
}

#[tokio::test]
async fn what_is_wrong_with_a_new_password_is_said_and_changes_nothing() {
    let app = console::alone().await;
    set_password(&app, "one", OLD).await;
    let (hash, owner) = (stored(&app, "one").await, Visitor::owner(&app, "one").await);
    let longest = "é".repeat(200);
    let too_long = format!("{longest}é");
    for (current, new, again, field) in [
        ("not the present one", NEW, NEW, "current"),
        ("", NEW, NEW, "current"),
        (OLD, "elevenchars", "elevenchars", "new"),
        (OLD, "", "", "new"),
        (OLD, &too_long, &too_long, "new"),
        (OLD, NEW, "a password of new daze", "again"),
        (OLD, OLD, OLD, "new"),
        (OLD, "Owner@One.example", "Owner@One.example", "new"),
        (OLD, "OWNER OF ONE", "OWNER OF ONE", "new"),
    ] {
        let answer = change(&owner, current, new, again).await;
        assert_eq!(answer.status, 422, "{current} {new} {again}");
        assert_eq!(answer.header("set-cookie"), None);
        let invalid = format!("name=\"{field}\" type=\"password\"");
        let after = answer.text.split(&invalid).nth(1).expect("the field");
        let tag = after.split('>').next().expect("a tag");
        assert!(tag.contains("aria-invalid=\"true\""), "{current} {new} {again}");
        assert!(answer.text.contains("role=\"alert\""));
        // Nothing that was typed comes back, and the page does not ask its address again.
        for typed in [current, new, again].into_iter().filter(|typed| !typed.is_empty()) {
            assert!(!answer.text.contains(typed), "{typed}");
        }
        assert!(!answer.text.contains("data-stream"));
    }
    assert_eq!(stored(&app, "one").await, hash);
    assert_eq!(owner.get("/settings").await.status, 200);
    assert_eq!(change(&owner, OLD, &longest, &longest).await.status, 303, "200 are enough");
}

#[tokio::test]
async fn guessing_the_present_password_is_as_slow_as_guessing_at_the_login() {
    let app = console::alone().await;
    set_password(&app, "one", OLD).await;
    let owner = Visitor::owner(&app, "one").await;
    let mut answers = Vec::new();
    for _ in 0..11 {
        // What is wrong by itself is no guess.
        assert_eq!(change(&owner, "guess", "short", "short").await.status, 422);
        answers.push(change(&owner, "guess", NEW, NEW).await);
    }
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses[..9], [422; 9], "{statuses:?}");
    let last = answers.last().expect("asked");
    assert_eq!(last.status, 429, "{statuses:?}");
    assert!(last.text.contains("role=\"alert\""));
    // The right one has to wait too, here and at the login: it is the same count.
    assert_eq!(change(&owner, OLD, NEW, NEW).await.status, 429);
    let login = [("email", "OWNER@one.example"), ("password", OLD)];
    assert_eq!(Visitor::stranger(&app).form("/login", &login).await.status, 429);
    assert!(is_password(&app, "one", OLD).await);
}

#[tokio::test]
async fn who_came_by_a_link_sets_a_first_password_without_one() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let page = owner.get("/settings").await.text;
    assert!(!page.contains("name=\"current\"") && page.contains("name=\"new\""));
    let answer = change(&owner, "", NEW, NEW).await;
    assert_eq!(answer.leads(), (303, Some("/settings?password=changed")));
    assert!(is_password(&app, "one", NEW).await);
    let (_, page) = page_by(&app, cookie_of(&answer), "/settings").await;
    assert!(page.contains("name=\"current\""));
}

#[tokio::test]
async fn of_two_changes_at_once_one_counts() {
    let app = console::alone().await;
    set_password(&app, "one", OLD).await;
    let here = Visitor::owner(&app, "one").await;
    let there = here.at_another_browser("one").await;
    let other = "another password of new days";
    let (first, second) =
        tokio::join!(change(&here, OLD, NEW, NEW), change(&there, OLD, other, other));
    let taken = [&first, &second].map(|answer| answer.header("set-cookie").is_some());
    assert!(taken[0] != taken[1], "{first:?} {second:?}");
    let (won, lost) = if taken[0] { (NEW, second) } else { (other, first) };
    assert!(is_password(&app, "one", won).await);
    assert_eq!(lost.leads(), (303, Some("/login")), "its session ended meanwhile");
    assert_eq!(sessions(&app, "one").await.len(), 1);
}
