//! Hand-over links in front of the router: who opens one, who does not, how each ends, and that a link
//! touches what it began and nothing else.

mod console;
#[path = "signup_http/desk.rs"]
#[allow(dead_code, reason = "each test file uses its part")]
mod desk;
mod guest;
mod visitor;

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request};
use desk::{BIG_WABA, Desk, NUMBER, UNREGISTERED, WABA, assert_refused, begun, finish};
use domain::handover::Standing;
use domain::role::Role;
use domain::signup::{Fact, Stage};
use domain::situation::Situation;
use farol::app::App;
use farol::connect as logins;
use guest::{Guest, link, newest};
use serde_json::json;
use store::SignupId;
use tower::ServiceExt;
use visitor::{Answer, Visitor};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Posts a code by a link, as the page's script does.
async fn post_code(desk: &Desk, guest: &Guest, waba: &str, message: &str) -> Answer {
    let nonce = guest.json("/c/nonce", &json!({})).await;
    assert_eq!(nonce.status, 200, "{nonce:?}");
    let nonce = nonce.json()["nonce"].as_str().expect("a nonce").to_owned();
    let body = json!({"nonce": nonce, "code": desk.code(waba), "message": message,
        "situation": "free"});
    guest.json("/c/code", &body).await
}

async fn log_in(desk: &Desk, guest: &Guest, waba: &str, number: &str) -> SignupId {
    let id = begun(&post_code(desk, guest, waba, &finish(waba, number)).await);
    console::carry_on(&desk.app).await;
    id
}

/// The account's first signed webhook arrives.
async fn hear(desk: &Desk, id: &SignupId) {
    let received_at = desk.app.clock.now();
    let fact = Fact::Webhook { received_at, names_number: true, is_about_name: false };
    let told = logins::tell(&desk.app, console::scope("one"), id.clone(), fact).await;
    assert_eq!(told, Ok(true));
}

async fn standing(app: &App) -> Standing {
    let link = newest(app, "one").await;
    let (scope, id) = (console::scope("one"), link.id.clone());
    let read = app.store.ledger.read(move |read| read.signups_of_handover(&scope, &id, 1));
    let login = read.await.expect("read").pop();
    link.handover.standing(login.as_ref().map(|login| &login.signup), app.clock.now())
}

/// The log's rows of one action: who, by which link's label, and on what.
async fn logged(app: &App, action: &str) -> Vec<(Option<String>, Option<String>, Option<String>)> {
    let scope = console::scope("one");
    let rows = app.store.ledger.read(move |read| read.audits(&scope, &Default::default(), 100));
    let rows = rows.await.expect("read").into_iter().filter(|row| row.action == action);
    let said = rows.map(|row| {
        (row.person.map(|id| id.to_string()), row.link.and_then(|by| by.label), row.object_name)
    });
    said.collect()
}

#[tokio::test]
async fn an_owner_makes_a_link_that_is_shown_once_and_kept_by_its_hash() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let form = [("label", " Padaria  Sol "), ("days", "3"), ("language", "es")];
    let page = owner.form("/connect/links", &form).await;
    assert_eq!(page.status, 200, "{page:?}");
    let token = page.text.split("/c/").nth(1).expect("an address");
    let token: String =
        token.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    assert!(token.len() >= 32, "{token}");
    assert!(page.text.contains("Padaria Sol"), "without what stood around it");
    let kept = newest(&app, "one").await;
    assert_eq!((kept.label.as_str(), kept.language.as_str()), ("Padaria Sol", "es"));
    let life = kept.handover.expires_at.since(kept.handover.made_at);
    assert_eq!(life, 3 * DAY);
    let again = owner.get("/connect/links").await;
    assert!(again.text.contains("Padaria Sol") && !again.text.contains(&token), "once");
    let audit = owner.get("/settings/audit").await;
    assert!(!audit.text.contains(&token) && audit.text.contains("Padaria Sol"));
    assert_eq!(logged(&app, "handover_made").await.len(), 1);
    let other = Visitor::owner(&app, "two").await.get("/connect/links").await;
    assert!(!other.text.contains("Padaria"), "another tenant's page");
}

#[tokio::test]
async fn a_form_that_makes_no_link_says_why() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let long = "a".repeat(81);
    for label in ["", "  ", long.as_str(), "a\u{1b}b"] {
        let form = [("label", label), ("days", "7"), ("language", "en")];
        let page = owner.form("/connect/links", &form).await;
        assert_eq!(page.status, 422, "{label:?}");
        assert!(page.text.contains("role=\"alert\""), "{label:?}");
    }
    for (days, language) in [("2", "en"), ("365", "en"), ("x", "en"), ("1", "xx")] {
        let form = [("label", "A"), ("days", days), ("language", language)];
        assert_eq!(owner.form("/connect/links", &form).await.status, 400, "{days} {language}");
    }
    let listed = owner.get("/connect/links").await;
    assert!(!listed.text.contains("data-standing"), "none was made");
    for role in [Role::Operator, Role::Viewer] {
        let person = Visitor::of(&app, "one", role).await;
        assert_eq!(person.get("/connect/links").await.status, 403, "{role:?}");
    }
}

#[tokio::test]
async fn looking_uses_nothing_up_and_the_browser_that_begins_has_it() {
    let app = console::alone().await;
    let address = link(&app, "one", "Padaria").await;
    // A program that previews messages follows the address and presses nothing.
    for _ in 0..3 {
        let preview = Guest::new(&app);
        assert_eq!(preview.get(&address).await.leads(), (303, Some("/c")));
        assert_eq!(preview.get("/c").await.status, 200);
    }
    assert_eq!(standing(&app).await, Standing::Waiting);
    let client = Guest::new(&app);
    let arrived = client.get(&address).await;
    let set = arrived.header("set-cookie").expect("a cookie").to_owned();
    for part in ["__Secure-farol-link=", "Path=/c", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(set.contains(part), "{part}: {set}");
    }
    assert!(!set.contains("Domain"), "of this host alone: {set}");
    let token = address.trim_start_matches("/c/");
    let welcome = client.get("/c").await;
    assert!(welcome.text.contains("one") && !welcome.text.contains(token));
    assert_eq!(welcome.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(client.form("/c", &[]).await.leads(), (303, Some("/c")));
    assert_ne!(client.held().as_deref(), Some(token), "the token opens nothing any more");
    assert_eq!(standing(&app).await, Standing::Opened);
    assert_eq!(client.get("/c").await.status, 200);
    assert_eq!(client.get(&address).await.leads(), (303, Some("/c")), "its own link again");
    let opened = logged(&app, "handover_opened").await;
    assert_eq!(opened, [(None, Some("Padaria".to_owned()), Some("Padaria".to_owned()))]);
}

#[tokio::test]
async fn a_second_browser_is_told_and_gets_nothing() {
    let app = console::alone().await;
    let address = link(&app, "one", "Padaria").await;
    let (first, second) = (Guest::new(&app), Guest::new(&app));
    first.get(&address).await;
    second.get(&address).await;
    assert_eq!(first.form("/c", &[]).await.status, 303);
    // It saw the welcome before the first began, and presses now.
    let late = second.form("/c", &[]).await;
    assert_eq!(late.status, 409, "{late:?}");
    assert!(late.text.contains("in use in another browser"), "{}", late.text);
    for path in ["/c", "/c/situation", address.as_str()] {
        assert_eq!(second.get(path).await.status, 409, "{path}");
    }
    assert_eq!(second.json("/c/nonce", &json!({})).await.status, 409);
    let third = Guest::new(&app);
    let told = third.get(&address).await;
    assert_eq!((told.status, third.held()), (409, None));
    assert_eq!(first.get("/c").await.status, 200);
}

#[tokio::test]
async fn an_expired_link_a_revoked_one_and_an_unknown_one_open_nothing_and_tell_nothing() {
    let desk = Desk::open().await;
    let app = &desk.app;
    let unknown = Guest::new(app).get("/c/0123456789abcdef0123456789abcdef").await;
    assert_eq!(unknown.status, 404);
    let (address, holder) = (link(app, "one", "Padaria").await, Guest::new(app));
    let waiting = link(app, "one", "Oficina").await;
    holder.opens(&address).await;
    let id = newest(app, "one").await.id;
    let owner = Visitor::owner(app, "one").await;
    let claimed = owner.get("/connect/links?said=revoked").await.text;
    assert!(!claimed.contains("Link revogado</"), "not since an address says so: {claimed}");
    let revoked = owner.form(&format!("/connect/links/{id}/revoke"), &[]).await;
    assert_eq!(revoked.leads(), (303, Some("/connect/links")));
    assert!(owner.get("/connect/links").await.text.contains("Link revogado</"));
    assert_eq!(Guest::new(app).get(&waiting).await, unknown, "as one that never was");
    assert_eq!(owner.form(&format!("/connect/links/{id}/revoke"), &[]).await.status, 404);
    let other = Visitor::owner(app, "two").await;
    let theirs = {
        let scope = console::scope("one");
        let links = app.store.ledger.read(move |read| read.handovers(&scope, 9)).await;
        links.expect("read").into_iter().find(|link| link.label == "Padaria").expect("it").id
    };
    let foreign = other.form(&format!("/connect/links/{theirs}/revoke"), &[]).await;
    assert_eq!(foreign.status, 404, "another tenant's");
    assert_eq!(holder.get("/c").await.status, 200, "so it counts on");
    // The clock passes its end to the second.
    desk.hands.turn(DAY);
    for path in ["/c/situation", "/c/situation/free"] {
        assert_eq!(holder.get(path).await.status, 410, "{path}");
    }
    assert_eq!(holder.json("/c/nonce", &json!({})).await.status, 410);
    let page = holder.get("/c").await;
    assert!(page.text.contains("This link has expired") && !page.text.contains("id=\"login\""));
    let late = Guest::new(app).get(&address).await;
    assert_eq!(late.status, 410);
    assert!(!late.text.contains("Padaria") && !late.text.contains("data-branded"), "{}", late.text);
    assert_eq!(logged(app, "handover_revoked").await.len(), 1);
}

#[tokio::test]
async fn a_client_goes_from_the_wizard_to_connected_and_the_link_is_used_up() {
    let desk = Desk::open().await;
    let (app, address) = (&desk.app, link(&desk.app, "one", "Padaria").await);
    let client = Guest::new(app);
    client.opens(&address).await;
    assert!(!client.get("/c").await.text.contains("id=\"login\""), "first the situation");
    let owner = Visitor::owner(app, "one").await;
    let kept = owner.form("/connect/situation/free", &[("then", "stay")]).await;
    assert_eq!(kept.status, 303);
    assert_eq!(client.get("/c/situation").await.status, 200);
    assert!(client.get("/c/situation/free").await.text.contains("action=\"/c/situation/free\""));
    let chosen = client.form("/c/situation/free", &[]).await;
    assert_eq!(chosen.leads(), (303, Some("/c#login-title")));
    let page = client.get("/c").await;
    assert!(page.text.contains("data-situation=\"free\""), "{}", page.text);
    assert!(page.header("content-security-policy").expect("one").contains("frame-src"));
    let id = begun(&post_code(&desk, &client, WABA, &finish(WABA, NUMBER)).await);
    assert_refused(&client.json("/c/nonce", &json!({})).await, 409, "");
    console::carry_on(app).await;
    assert_eq!(standing(app).await, Standing::UnderWay);
    let during = owner.get("/connect/links").await.text;
    assert!(during.contains("data-standing=\"under-way\"") && during.contains(id.as_str()));
    let connect = owner.get("/connect").await.text;
    assert!(connect.contains("começado pelo link") && connect.contains("Padaria"), "{connect}");
    hear(&desk, &id).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    assert_eq!(standing(app).await, Standing::Connected);
    let done = client.get("/c").await;
    assert!(done.text.contains("the number is connected"), "{}", done.text);
    for (path, status) in [("/c/nonce", 410), ("/c/code", 410)] {
        assert_eq!(client.json(path, &json!({})).await.status, status, "{path}");
    }
    assert_eq!(Guest::new(app).get(&address).await.status, 410);
    let padaria = Some("Padaria".to_owned());
    assert_eq!(logged(app, "handover_used").await, [(None, padaria.clone(), padaria.clone())]);
    assert_eq!(logged(app, "connected").await[0].1, padaria, "not the maker's doing");
    let scope = console::scope("one");
    let tenants_own = app.store.ledger.read(move |read| read.kept_situation(&scope)).await;
    let tenants_own = tenants_own.expect("read").map(|kept| kept.situation);
    assert_eq!(tenants_own, Some(Situation::Free), "the tenant's own is not spent by it");
}

#[tokio::test]
async fn what_stopped_goes_on_by_the_link_and_a_login_that_led_nowhere_is_begun_again() {
    let desk = Desk::open().await;
    let client = Guest::of(&desk.app, "one", "Padaria").await;
    let nonce = client.json("/c/nonce", &json!({})).await.json()["nonce"].clone();
    let closed = client.json("/c/outcome", &json!({"nonce": nonce})).await;
    begun(&closed);
    assert_eq!(standing(&desk.app).await, Standing::Opened, "Meta's window was closed");
    desk.control(&format!("numbers/{UNREGISTERED}"), &json!({"pin": "840317"})).await;
    let id = log_in(&desk, &client, BIG_WABA, UNREGISTERED).await;
    let page = client.get("/c").await.text;
    assert!(page.contains(&format!("action=\"/c/{id}/pin\"")), "{page}");
    assert!(!page.contains("action=\"/connect/"), "no form of the console's");
    let wrong = client.form(&format!("/c/{id}/pin"), &[("pin", "12")]).await;
    assert_eq!(wrong.leads(), (303, Some(format!("/c#signup-{id}").as_str())));
    let is_said = async || client.get("/c").await.text.contains(&format!("id=\"pin-{id}-error\""));
    assert!(is_said().await);
    let right = client.form(&format!("/c/{id}/pin"), &[("pin", "840317")]).await;
    assert_eq!(right.leads(), (303, Some(format!("/c#signup-{id}").as_str())));
    assert!(!is_said().await);
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn revoked_on_its_way_the_client_does_no_more_and_the_owner_goes_on() {
    let desk = Desk::open().await;
    let client = Guest::of(&desk.app, "one", "Padaria").await;
    let nonce = client.json("/c/nonce", &json!({})).await.json()["nonce"].clone();
    let id = log_in(&desk, &client, WABA, NUMBER).await;
    let (owner, of) = (Visitor::owner(&desk.app, "one").await, newest(&desk.app, "one").await.id);
    assert_eq!(owner.form(&format!("/connect/links/{of}/revoke"), &[]).await.status, 303);
    assert_eq!(client.form(&format!("/c/{id}/retry"), &[]).await.status, 410);
    let body = json!({"nonce": nonce, "code": desk.code(BIG_WABA)});
    assert_eq!(client.json("/c/code", &body).await.status, 410, "a nonce from before, too");
    let page = client.get("/c").await;
    assert!(page.text.contains("This link was revoked") && !page.text.contains(id.as_str()));
    assert!(owner.get("/connect").await.text.contains(id.as_str()), "it is the tenant's");
    hear(&desk, &id).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    assert_eq!(standing(&desk.app).await, Standing::Revoked);
    assert_eq!(logged(&desk.app, "handover_used").await, []);
}

#[tokio::test]
async fn a_link_touches_what_it_began_and_nothing_else_of_its_tenant_or_another() {
    let desk = Desk::open().await;
    let own = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    let before = desk.signup(&own).await;
    let (client, other) =
        (Guest::of(&desk.app, "one", "A").await, Guest::of(&desk.app, "two", "B").await);
    let late = json!({"signup": own.as_str(), "message": desk::message("CANCEL", &json!({}))});
    for guest in [&client, &other] {
        for form in ["pin", "request-code", "verify-code", "retry"] {
            let path = format!("/c/{own}/{form}");
            let answer = guest.form(&path, &[("pin", "271604"), ("code", "123456")]).await;
            assert_eq!(answer.status, 404, "{path}");
        }
        assert_eq!(guest.json("/c/outcome", &late).await.status, 404);
        assert!(!guest.get("/c").await.text.contains(own.as_str()));
    }
    assert_eq!(desk.signup(&own).await, before);
    // A nonce of one link is no other's, and no session's.
    let nonce = client.json("/c/nonce", &json!({})).await.json()["nonce"].clone();
    let body = json!({"nonce": nonce, "code": desk.code(WABA)});
    assert_eq!(other.json("/c/code", &body).await.status, 409);
    assert_eq!(desk.owner.json("/connect/code", &body).await.status, 409);
    // A page of another link that is still open here begins nothing for this one.
    let shown = json!({"tenant": newest(&desk.app, "two").await.id.as_str()});
    assert_eq!(client.json("/c/nonce", &shown).await.status, 409);
    // A session is no link.
    assert_eq!(desk.owner.get("/c").await.status, 404);
    assert_eq!(desk.owner.json("/c/nonce", &json!({})).await.status, 404);
}

#[tokio::test]
async fn a_form_of_another_site_begins_nothing() {
    let app = console::alone().await;
    let client = Guest::new(&app);
    client.get(&link(&app, "one", "Padaria").await).await;
    let cookie = format!("{}={}", farol::http::LINK_COOKIE, client.held().expect("held"));
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
    let forged = Visitor::stranger(&app).ask(Method::POST, "/c", &headers, Vec::new()).await;
    assert_eq!(forged.status, 403);
    assert_eq!(standing(&app).await, Standing::Waiting);
}

#[tokio::test]
async fn who_guesses_addresses_is_soon_kept_waiting_and_others_are_not() {
    let app = console::alone().await;
    let from = |last: u8| SocketAddr::from(([203, 0, 113, last], 9));
    let look = async |from: SocketAddr, path: String, cookie: String| {
        let request = Request::get(path).header("host", "127.0.0.1").header("cookie", cookie);
        let mut request = request.body(Body::empty()).expect("a request");
        request.extensions_mut().insert(ConnectInfo(from));
        let answer = farol::http::router(app.clone()).oneshot(request).await;
        answer.expect("answered").status().as_u16()
    };
    let mut refused = 0;
    for guess in 0..40 {
        let status = look(from(1), format!("/c/guess-{guess}"), String::new()).await;
        assert!([404, 429].contains(&status), "{status}");
        refused += usize::from(status == 429);
    }
    assert!(refused >= 5, "{refused} of 40 were kept waiting");
    // Also with the right one among them, and by way of the cookie.
    let address = link(&app, "one", "Padaria").await;
    assert_eq!(look(from(1), address.clone(), String::new()).await, 429);
    let guess = format!("{}=guess", farol::http::LINK_COOKIE);
    assert_eq!(look(from(1), "/c".to_owned(), guess).await, 429);
    assert_eq!(look(from(2), address, String::new()).await, 303, "another network");
}

#[tokio::test]
async fn links_of_who_may_connect_no_more_end_and_those_of_others_stay() {
    let app = console::alone().await;
    let admin = Visitor::of(&app, "one", Role::Admin).await;
    let form = [("label", "Padaria"), ("days", "1"), ("language", "en")];
    assert_eq!(admin.form("/connect/links", &form).await.status, 200);
    let owners = link(&app, "one", "Oficina").await;
    let (owner, person) = (Visitor::owner(&app, "one").await, admin.person_id().await);
    let path = format!("/settings/people/{person}/role");
    assert_eq!(owner.form(&path, &[("role", "operator")]).await.status, 303);
    let page = owner.get("/connect/links").await.text;
    assert_eq!(page.matches("data-standing=\"revoked\"").count(), 1, "{page}");
    assert_eq!(Guest::new(&app).get(&owners).await.status, 303);
}
