//! Every route asked by every role, by nobody, and by a person of another tenant.

mod console;
mod guest;
mod visitor;

use std::collections::BTreeSet;

use axum::http::Method;
use domain::role::{Permission, Role};
use domain::signup::{Ending, Signup};
use domain::{Node, Timestamp};
use farol::app::App;
use farol::http::{Need, ROUTES};
use farol::pulse::BeatKind;
use futures_util::StreamExt;
use guest::Guest;
use store::{PersonId, SignupId, TenantId};
use visitor::{Answer, FORM, JSON, Visitor};

/// Bodies that a route may be sent, right or wrong: type and bytes.
const BODIES: [(Option<&str>, &[u8]); 9] = [
    (None, b""),
    (Some(FORM), b""),
    (Some(FORM), b"pin=271604&code=123456&tenant=two&back=/overview&method=SMS"),
    (Some(FORM), b"current=x&new=a+password+so+new&again=another&session=0011223344556677"),
    (Some(FORM), b"%%%=\xff&&&"),
    (Some(JSON), b"{\"nonce\": \"n\", \"code\": \"AQ\"}"),
    (Some(JSON), b"{{{"),
    (Some("text/plain"), b"garbage"),
    (Some("multipart/form-data; boundary=x"), b"--x\r\n\r\n--x--"),
];

/// The routes that need a session, as a method, a path with `id` in its place, and the permission.
fn of_sessions(id: &str) -> Vec<(Method, String, Permission)> {
    let routes = ROUTES.iter().filter_map(|(method, path, need)| {
        let Need::Session(permission) = need else { return None };
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        Some((method, path.replace("{signup}", id).replace("{notice}", "1"), *permission))
    });
    routes.collect()
}

/// What a visitor gets for a body; the stream never ends, so its body is left alone.
async fn asked(
    visitor: &Visitor,
    method: &Method,
    path: &str,
    (kind, body): (Option<&str>, &[u8]),
) -> Answer {
    let headers: Vec<(&str, &str)> = kind.map(|kind| ("content-type", kind)).into_iter().collect();
    if path == "/events" {
        return visitor.head_of(method.clone(), path, &headers, body.to_vec()).await;
    }
    visitor.ask(method.clone(), path, &headers, body.to_vec()).await
}

/// A login of a tenant that has this id.
async fn add_signup(app: &App, tenant: &'static str, id: &SignupId) {
    let signup = Signup::without_code(None, Ending::Closed, Timestamp::from_millis(0));
    let (scope, id) = (console::scope(tenant), id.clone());
    let saved = app
        .store
        .ledger
        .transact(move |tx| tx.save_signup(&scope, &id, &PersonId::new(tenant), &signup));
    saved.await.expect("saved");
}

#[tokio::test]
async fn a_role_is_refused_exactly_what_it_may_not_do_whatever_it_sends() {
    let app = console::alone().await;
    let id = SignupId::new("a-login-of-one");
    add_signup(&app, "one", &id).await;
    let (mut refused, mut let_in) = (0, 0);
    for role in Role::ALL {
        let visitor = Visitor::of(&app, "one", role).await;
        for (method, path, permission) in of_sessions(id.as_str()) {
            for body in BODIES {
                let answer = asked(&visitor, &method, &path, body).await;
                let is_refused = answer.status == 403;
                assert_eq!(
                    is_refused,
                    !role.may(permission),
                    "{role:?}: {method} {path} with {body:?}: {answer:?}"
                );
                assert!(answer.status < 500, "{role:?}: {method} {path}: {answer:?}");
                if is_refused { refused += 1 } else { let_in += 1 }
            }
        }
    }
    assert!(refused > 100 && let_in > 100, "{refused} refused, {let_in} let in");
}

#[tokio::test]
async fn what_was_refused_changed_nothing() {
    let app = console::alone().await;
    let id = SignupId::new("a-login-of-one");
    add_signup(&app, "one", &id).await;
    for role in [Role::Operator, Role::Viewer] {
        let visitor = Visitor::of(&app, "one", role).await;
        let commits = app.store.ledger.commits();
        for (method, path, permission) in of_sessions(id.as_str()) {
            for body in BODIES.into_iter().filter(|_| !role.may(permission)) {
                asked(&visitor, &method, &path, body).await;
            }
        }
        assert_eq!(app.store.ledger.commits(), commits, "{role:?} wrote something");
    }
}

#[tokio::test]
async fn without_a_session_every_route_of_one_leads_to_the_login_whatever_is_sent() {
    let app = console::alone().await;
    let nobody = Visitor::stranger(&app);
    for (method, path, _) in of_sessions("a-login") {
        for body in BODIES {
            let answer = asked(&nobody, &method, &path, body).await;
            assert_eq!(answer.leads(), (303, Some("/login")), "{method} {path} with {body:?}");
        }
    }
}

#[tokio::test]
async fn a_links_visitor_reaches_no_page_and_no_data_but_the_links_own_whatever_is_sent() {
    let app = console::alone().await;
    let id = SignupId::new("a-login-of-one");
    add_signup(&app, "one", &id).await;
    let guest = Guest::of(&app, "one", "Padaria").await;
    let commits = app.store.ledger.commits();
    for (method, path, need) in ROUTES {
        let own = path.replace("{signup}", id.as_str()).replace("{notice}", "1");
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        for (kind, body) in BODIES {
            let answer = guest.asks(method.clone(), &own, kind, body).await;
            let status = answer.status;
            match need {
                Need::Session(_) | Need::InstallationOwner => {
                    assert_eq!(answer.leads(), (303, Some("/login")), "{method} {path}");
                }
                Need::Api(_) => assert_eq!(status, 401, "{method} {path}"),
                // A login of the tenant that this link did not begin is not there for it.
                Need::Link if path.contains("{signup}") => assert_eq!(status, 404, "{path}"),
                Need::Link | Need::Nothing | Need::Meta | Need::Loopback => {
                    assert!(status < 500, "{method} {path}: {answer:?}");
                }
            }
            assert!(!answer.text.contains(id.as_str()), "{path} tells of another login");
        }
    }
    // Nothing of what it was refused was done; what is its own it may do.
    let kept = console::signup(&app, "one", &id).await;
    assert_eq!(kept, Signup::without_code(None, Ending::Closed, Timestamp::from_millis(0)));
    assert!(app.store.ledger.commits() > commits, "its own nonce was made");
}

#[tokio::test]
async fn an_ended_session_and_a_made_up_one_are_none() {
    let app = console::alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let gone = owner.at_another_browser("one").await;
    let hash = gone.session();
    app.store.ledger.transact(move |tx| tx.close_session(hash)).await.expect("closed");
    let left = Visitor::of(&app, "one", Role::Admin).await;
    left.leaves("one").await;
    for (method, path, _) in of_sessions("a-login") {
        for visitor in [&gone, &left] {
            let answer = asked(visitor, &method, &path, BODIES[0]).await;
            assert_eq!(answer.leads(), (303, Some("/login")), "{method} {path}");
        }
    }
    assert_eq!(owner.get("/overview").await.status, 200);
}

#[tokio::test]
async fn a_demoted_person_is_refused_from_the_next_request_on() {
    let app = console::alone().await;
    let person = Visitor::of(&app, "one", Role::Owner).await;
    for (method, path, permission) in of_sessions("a-login") {
        person.takes_part("one", Role::Owner).await;
        let before = asked(&person, &method, &path, BODIES[2]).await.status;
        assert_ne!(before, 403, "{method} {path}");
        // Posting to /tenant may have moved the session.
        person.takes_part("one", Role::Viewer).await;
        let after = asked(&person, &method, &path, BODIES[2]).await.status;
        assert_eq!(after == 403, !Role::Viewer.may(permission), "{method} {path}: {after}");
    }
}

/// Every method and path that the router serves, as it says itself: its own listing names the
/// paths, and the answer to a method that no route takes names the methods.
async fn served(router: axum::Router) -> BTreeSet<(String, String)> {
    use tower::ServiceExt;
    let listing = format!("{router:?}");
    let routes = listing.split("fallback_router").next().expect("the routes");
    let paths = routes.split("RouteId(").filter_map(|piece| {
        let (nth, path) = piece.split_once("): \"")?;
        nth.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
        Some(path.split('"').next().expect("a path").to_owned())
    });
    let mut served = BTreeSet::new();
    for path in paths {
        let address = path.replace("{*path}", "a").replace("{signup}", "a");
        let request = axum::http::Request::builder().method("FAROL").uri(address);
        let request = request.body(axum::body::Body::empty()).expect("a request");
        let answer = router.clone().oneshot(request).await.expect("answered");
        assert_eq!(answer.status(), 405, "{path}");
        let allowed = answer.headers()["allow"].to_str().expect("text").to_owned();
        for method in allowed.split(',').filter(|method| *method != "HEAD") {
            served.insert((method.to_owned(), path.clone()));
        }
    }
    served
}

fn listed() -> BTreeSet<(String, String)> {
    ROUTES.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect()
}

#[tokio::test]
async fn the_router_serves_what_the_list_names_and_nothing_else() {
    let app = console::alone().await;
    let router = farol::http::router(app);
    assert_eq!(served(router.clone()).await, listed());
    assert_eq!(listed().len(), ROUTES.len(), "no route is named twice");
    // And the comparison sees a route, and a method, that the list leaves out.
    let extra = axum::Router::new()
        .route("/hidden", axum::routing::get(async || ()))
        .route("/other", axum::routing::put(async || ()));
    let more = served(router.merge(extra)).await;
    let hidden: Vec<_> = more.difference(&listed()).cloned().collect();
    let expected = [("GET", "/hidden"), ("PUT", "/other")];
    assert_eq!(hidden, expected.map(|(method, path)| (method.to_owned(), path.to_owned())));
}

#[tokio::test]
async fn a_login_of_another_tenant_answers_as_one_that_is_not_there() {
    let app = console::alone().await;
    let id = SignupId::new("the-same-id-before-and-after");
    let other = Visitor::owner(&app, "two").await;
    let routes: Vec<_> = of_sessions(id.as_str())
        .into_iter()
        .filter(|(_, path, _)| path.contains(id.as_str()))
        .collect();
    assert_eq!(routes.len(), 11, "{routes:?}");
    let mut absent = Vec::new();
    for (method, path, _) in &routes {
        for body in BODIES {
            absent.push(asked(&other, method, path, body).await);
        }
    }
    add_signup(&app, "one", &id).await;
    let mut foreign = Vec::new();
    for (method, path, _) in &routes {
        for body in BODIES {
            foreign.push(asked(&other, method, path, body).await);
        }
    }
    assert_eq!(foreign, absent);
    for path in ["pin", "request-code", "verify-code", "retry", "dismiss"] {
        let answer = asked(
            &other,
            &Method::POST,
            &format!("/connect/{id}/{path}"),
            (Some(FORM), b"pin=271604&code=123456"),
        )
        .await;
        assert_eq!(answer.status, 404, "{path}");
    }
    let message = serde_json::json!({"signup": id.as_str(), "message":
        "{\"type\":\"WA_EMBEDDED_SIGNUP\",\"event\":\"CANCEL\",\"data\":{}}"});
    assert_eq!(other.json("/connect/outcome", &message).await.status, 404);
    let kept = console::signup(&app, "one", &id).await;
    assert_eq!(kept, Signup::without_code(None, Ending::Closed, Timestamp::from_millis(0)));
}

/// Binds an account to a tenant, as the proof of a login does.
async fn bind(app: &App, tenant: &str, waba: &str) {
    let new = store::NewConnection {
        tenant: TenantId::new(tenant),
        waba: meta::WabaId::new(waba),
        business: meta::BusinessId::new("7"),
        app: meta::AppId::new("1"),
        token: store::Secret::new("a token"),
        at: app.clock.now(),
    };
    let scope = console::scope(tenant);
    let bound = app.store.ledger.transact(move |tx| {
        tx.bind(&new)?;
        let node = Node::waba(new.waba.as_str());
        tx.save_replica(&scope, &domain::Replica::unread(node), Some(&new.waba))
    });
    bound.await.expect("bound");
}

#[tokio::test]
async fn an_account_of_another_tenant_answers_as_one_that_is_not_there() {
    let app = console::alone().await;
    bind(&app, "two", "2220002").await;
    let other = Visitor::owner(&app, "two").await;
    let addresses =
        ["/overview?waba=1110001", "/numbers?waba=1110001", "/numbers?q=a&waba=1110001"];
    let mut absent = Vec::new();
    for address in addresses {
        absent.push(other.get(address).await);
    }
    bind(&app, "one", "1110001").await;
    for (address, absent) in addresses.into_iter().zip(absent) {
        let foreign = other.get(address).await;
        assert_eq!(foreign.status, 404, "{address}");
        assert_eq!(foreign, absent, "{address}");
        let own = Visitor::owner(&app, "one").await.get(address).await;
        assert_eq!(own.status, 200, "{address} is there for its own tenant");
    }
}

#[tokio::test]
async fn nobody_moves_to_a_tenant_without_a_part_in_it() {
    let app = console::alone().await;
    bind(&app, "two", "2220002").await;
    for role in Role::ALL {
        let person = Visitor::of(&app, "one", role).await;
        let foreign = person.form("/tenant", &[("tenant", "two"), ("back", "/overview")]).await;
        let absent = person.form("/tenant", &[("tenant", "none"), ("back", "/overview")]).await;
        assert_eq!(foreign.status, 404, "{role:?}");
        assert_eq!(foreign, absent, "{role:?}");
        let (hash, now) = (person.session(), app.clock.steady());
        let session = app.store.ledger.read(move |read| read.session(hash, now)).await;
        let session = session.expect("read").expect("still there");
        assert_eq!((session.tenant(), session.role), (&TenantId::new("one"), role));
        assert!(!person.get("/overview").await.text.contains("2220002"), "{role:?}");
    }
}

/// An open stream of a visitor, after its greeting.
async fn stream_of(visitor: &Visitor) -> axum::body::BodyDataStream {
    let answer = visitor.open(Method::GET, "/events", &[], Vec::new()).await;
    assert_eq!(answer.status(), 200);
    let mut stream = answer.into_body().into_data_stream();
    assert!(next(&mut stream).await.contains("hello"));
    stream
}

async fn next(stream: &mut axum::body::BodyDataStream) -> String {
    let chunk = stream.next().await.expect("not over").expect("unbroken");
    String::from_utf8(chunk.to_vec()).expect("UTF-8")
}

/// Tells both tenants' streams of a number each: 1110001 is of `one`, 2220002 of `two`.
fn beat_both(app: &App) {
    for (tenant, number) in [("one", "1110001"), ("two", "2220002")] {
        let nodes = [Node::phone_number(number)];
        app.pulse.beat(TenantId::new(tenant), BeatKind::News, nodes);
    }
}

#[tokio::test]
async fn a_session_that_moved_shows_the_other_tenant_alone() {
    let app = console::alone().await;
    bind(&app, "one", "1110001").await;
    bind(&app, "two", "2220002").await;
    let person = Visitor::of(&app, "one", Role::Admin).await;
    person.takes_part("two", Role::Viewer).await;
    let before = person.get("/overview").await.text;
    assert!(before.contains("1110001") && !before.contains("2220002"));
    let form = [("tenant", "two"), ("back", "/numbers?waba=1110001&q=x")];
    let moved = person.form("/tenant", &form).await;
    // What the page was narrowed to is the other tenant's.
    assert_eq!(moved.leads(), (303, Some("/numbers")));
    for path in ["/overview", "/numbers", "/connect"] {
        let page = person.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text.contains("1110001"), "{path} still shows the first tenant");
    }
    assert!(person.get("/overview").await.text.contains("2220002"));
    assert_eq!(person.get("/overview?waba=1110001").await.status, 404);
    // The part in the other tenant counts, not the one in the first.
    assert_eq!(person.form("/refresh", &[]).await.status, 403);
    assert_eq!(person.json("/connect/nonce", &serde_json::json!({})).await.status, 403);
    let mut stream = stream_of(&person).await;
    beat_both(&app);
    let event = next(&mut stream).await;
    assert!(event.contains("2220002") && !event.contains("1110001"), "{event}");
}

#[tokio::test]
async fn a_stream_that_was_open_when_its_session_moved_tells_nothing_more_of_the_first_tenant() {
    let app = console::alone().await;
    let person = Visitor::of(&app, "one", Role::Viewer).await;
    person.takes_part("two", Role::Viewer).await;
    let mut stream = stream_of(&person).await;
    person.form("/tenant", &[("tenant", "two"), ("back", "/overview")]).await;
    // Not even who has no part there any more may hear of it.
    person.leaves("one").await;
    beat_both(&app);
    beat_both(&app);
    // Either it is over, or it tells of the other tenant.
    let heard = stream.next().await.map(|chunk| chunk.expect("unbroken"));
    let heard = heard.map(|chunk| String::from_utf8_lossy(&chunk).into_owned());
    assert!(!heard.as_deref().unwrap_or("").contains("1110001"), "{heard:?}");
}
