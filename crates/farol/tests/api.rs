//! The API held against its own description: shapes, refusals, and every operation for every role,
//! of the own tenant, of another's and of none.

mod api_schema;
mod console;
mod visitor;

use std::net::SocketAddr;

use api_schema::{Operation, check, holds, operations};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request};
use domain::role::Role;
use emulator::Emulator;
use farol::app::App;
use farol::work::refresh;
use serde_json::{Value, json};
use tower::ServiceExt;
use visitor::{Answer, Visitor};

const WABA: &str = "102290129340398";
const NUMBER: &str = "106540352242922";
const OTHER_WABA: &str = "113947260081536";
const OTHER_NUMBER: &str = "115586902247310";
const ABSENT: &str = "999999999999999";

/// Both tenants with an account each, read.
async fn connected() -> (App, Emulator) {
    let (app, emulator) = console::beside_emulator().await;
    for (tenant, waba) in [("one", WABA), ("two", OTHER_WABA)] {
        console::connect_account(&app, &emulator, tenant, waba).await;
    }
    console::project_all(&app).await;
    console::refresh_all(&app).await;
    (app, emulator)
}

/// Changes the emulator's world.
async fn control(emulator: &Emulator, path: &str, body: &Value) {
    let request = Request::post(format!("/_control/{path}"))
        .header("host", "127.0.0.1")
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()));
    let mut request = request.expect("a request");
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
    let answer = emulator.router().oneshot(request).await.expect("answered");
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
}

async fn description(app: &App) -> Value {
    let answer = Visitor::stranger(app).get("/api/v1/openapi.json").await;
    assert_eq!(answer.status, 200);
    answer.json()
}

/// A problem document of this type, as the operation describes it.
fn check_problem(description: &Value, operation: &Operation, answer: &Answer, name: &str) {
    let kind = answer.header("content-type").expect("a type");
    let at = &operation.path;
    assert_eq!(kind, "application/problem+json", "{at}: {answer:?}");
    let body = answer.json();
    check(description, operation, answer.status, kind, &body);
    assert_eq!(body["type"], format!("urn:farol:problem:{name}"), "{at}");
    assert_eq!(body["status"], answer.status, "{at}");
}

/// The same page with its own words for the id that was asked for.
fn about(mut answer: Answer, id: &str) -> Answer {
    answer.text = answer.text.replace(id, "ID");
    answer
}

/// The description is a public contract: a change to it is a change to this file.
/// `UPDATE_OPENAPI=1` writes it anew.
#[tokio::test]
async fn the_description_is_the_one_that_was_published() {
    let app = console::alone().await;
    let served = format!("{:#}\n", description(&app).await);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    #[allow(clippy::disallowed_methods, reason = "asked for by hand")]
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(path, &served).expect("written");
    }
    let published = std::fs::read_to_string(path).expect("docs/openapi.json");
    assert_eq!(served, published, "run this test with UPDATE_OPENAPI=1 and read the difference");
}

#[tokio::test]
async fn every_route_of_the_api_is_described_and_says_what_it_may_answer() {
    let app = console::alone().await;
    let description = description(&app).await;
    assert_eq!(description["openapi"], "3.1.0");
    let described: Vec<String> =
        operations(&description).into_iter().map(|operation| operation.path).collect();
    let mut routed: Vec<&str> = farol::http::ROUTES
        .iter()
        .map(|(_, path, _)| *path)
        .filter(|path| path.starts_with("/api/"))
        .collect();
    routed.sort_unstable();
    assert_eq!(described, routed);
    for operation in operations(&description).iter().filter(|one| one.needs_session()) {
        for status in ["200", "400", "401", "403", "404", "500", "503"] {
            let response = &operation.described["responses"][status];
            let said = response["description"].as_str().unwrap_or_default();
            assert!(!said.is_empty(), "{}: {status} is not described", operation.path);
        }
        assert!(operation.described["summary"].as_str().is_some(), "{}", operation.path);
    }
}

#[tokio::test]
async fn every_answer_is_as_described_and_every_value_has_its_time_and_way() {
    let (app, _emulator) = connected().await;
    let description = description(&app).await;
    let owner = Visitor::owner(&app, "one").await;
    for operation in operations(&description) {
        let answer = owner.get(&operation.address(NUMBER)).await;
        assert_eq!(answer.status, 200, "{}", operation.path);
        let kind = answer.header("content-type").expect("a type");
        check(&description, &operation, 200, kind, &answer.json());
    }
    let numbers = owner.get("/api/v1/numbers").await.json();
    let cobranca = numbers["numbers"].as_array().expect("numbers").iter();
    let cobranca = cobranca.clone().find(|number| number["id"] == NUMBER).expect("Cobrança");
    for field in ["status", "quality_rating", "display_phone_number", "verified_name"] {
        assert_eq!(cobranca[field]["via"], "read", "{field}");
        assert!(cobranca[field]["as_of"].is_string(), "{field}");
    }
    assert_eq!(cobranca["active"]["via"], "computed");
    assert_eq!(cobranca["waba"], WABA);
    assert_eq!(numbers["count"], numbers["numbers"].as_array().expect("numbers").len());
    let health = owner.get("/api/v1/health").await.json();
    let entities = health["entities"].as_array().expect("entities");
    for kind in ["BUSINESS", "WABA", "APP", "PHONE_NUMBER"] {
        let found = entities.iter().find(|entity| entity["entity_type"] == kind);
        let can = &found.expect(kind)["can_send_message"];
        assert_eq!((&can["value"], &can["via"]), (&json!("AVAILABLE"), &json!("read")), "{kind}");
    }
}

/// The check of shapes sees what is missing, what is too much and what is of another type.
#[test]
fn the_check_of_shapes_can_fail() {
    let schema = json!({"type": "object", "required": ["a"], "properties": {
        "a": {"type": ["integer", "null"]}, "b": {"type": "string", "format": "date-time"}}});
    let holds = |value: Value| holds(&Value::Null, &schema, &value, "");
    assert!(holds(json!({"a": 1, "b": "2026-11-22T10:00:00Z"})).is_ok());
    assert!(holds(json!({"a": null})).is_ok());
    for wrong in [
        json!({}),
        json!({"a": "1"}),
        json!({"a": 1, "c": 2}),
        json!([]),
        json!({"a": 1, "b": "x"}),
    ] {
        assert!(holds(wrong.clone()).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn nobody_gets_past_the_login_and_the_answer_is_a_problem_and_no_redirect() {
    let (app, _emulator) = connected().await;
    let description = description(&app).await;
    let gone = Visitor::of(&app, "one", Role::Admin).await;
    gone.leaves("one").await;
    for operation in operations(&description).iter().filter(|one| one.needs_session()) {
        for visitor in [&Visitor::stranger(&app), &gone] {
            for id in [NUMBER, ABSENT] {
                let answer = visitor.get(&operation.address(id)).await;
                assert_eq!(answer.status, 401, "{}", operation.path);
                check_problem(&description, operation, &answer, "unauthenticated");
                assert_eq!(answer.header("location"), None);
            }
        }
    }
}

/// Every operation × every role × the own tenant, another one and none.
#[tokio::test]
async fn what_belongs_to_another_tenant_answers_byte_for_byte_as_what_is_not_there() {
    let (app, _emulator) = connected().await;
    let description = description(&app).await;
    let (mut asked, mut refused) = (0, 0);
    for role in Role::ALL {
        let person = Visitor::of(&app, "one", role).await;
        for operation in operations(&description).iter().filter(|one| one.needs_session()) {
            let at = format!("{role:?}: {}", operation.path);
            let places: Vec<[String; 3]> = [
                operation
                    .takes("id")
                    .then(|| [NUMBER, OTHER_NUMBER, ABSENT].map(|id| operation.address(id))),
                operation.takes("waba").then(|| {
                    [WABA, OTHER_WABA, ABSENT]
                        .map(|waba| format!("{}?waba={waba}", operation.address(NUMBER)))
                }),
            ]
            .into_iter()
            .flatten()
            .collect();
            let own = person.get(&operation.address(NUMBER)).await;
            assert_eq!(own.status, 200, "{at}");
            for word in [OTHER_WABA, OTHER_NUMBER, "611208845530917", "Aurora"] {
                assert!(!own.text.contains(word), "{at} shows {word}");
            }
            for [own, foreign, absent] in places {
                assert_eq!(person.get(&own).await.status, 200, "{own}");
                let foreign = person.get(&foreign).await;
                assert_eq!(foreign.status, 404, "{at}");
                check_problem(&description, operation, &foreign, "not-found");
                let absent = person.get(&absent).await;
                assert_eq!(about(foreign, OTHER_NUMBER), about(absent, ABSENT), "{at}");
                refused += 1;
            }
            asked += 1;
        }
    }
    assert_eq!((asked, refused), (Role::ALL.len() * 5, Role::ALL.len() * 4));
}

#[tokio::test]
async fn what_can_not_be_read_is_a_problem_too() {
    let (app, _emulator) = connected().await;
    let description = description(&app).await;
    let owner = Visitor::owner(&app, "one").await;
    let all = operations(&description);
    for (path, wrong) in [
        ("/api/v1/readiness", ["waba=", "waba=1&waba=2", "wabas=1"].as_slice()),
        ("/api/v1/numbers", ["waba=", "sort=name"].as_slice()),
        ("/api/v1/health", ["waba=1&waba=2", "x"].as_slice()),
        (
            "/api/v1/changes",
            ["after=-1", "after=x", "after=9007199254740992", "limit=0", "limit=1001", "waba=1"]
                .as_slice(),
        ),
    ] {
        let operation = all.iter().find(|one| one.path == path).expect("described");
        for query in wrong {
            let answer = owner.get(&format!("{path}?{query}")).await;
            assert_eq!(answer.status, 400, "{path}?{query}: {answer:?}");
            check_problem(&description, operation, &answer, "invalid-parameter");
        }
    }
    for absent in ["/api/", "/api/v1", "/api/v2/readiness", "/api/v1/numbers/%ff/readiness"] {
        let answer = owner.get(absent).await;
        assert_eq!(answer.status, 404, "{absent}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{absent}");
        assert_eq!(answer.json()["type"], "urn:farol:problem:not-found", "{absent}");
    }
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = owner.ask(method.clone(), "/api/v1/numbers", &[], Vec::new()).await;
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), Some("GET,HEAD"), "{method}");
        assert_eq!(answer.json()["type"], "urn:farol:problem:method-not-allowed", "{method}");
    }
}

#[tokio::test]
async fn the_verdict_says_what_can_be_done_why_not_and_how_to_go_on() {
    let (app, emulator) = connected().await;
    let owner = Visitor::owner(&app, "one").await;
    let well = owner.get("/api/v1/readiness").await.json();
    assert_eq!((&well["verdict"], &well["can_send"]), (&json!("ok"), &json!(true)), "{well:#}");
    assert_eq!((&well["reasons"], &well["fixes"]), (&json!([]), &json!([])));
    assert!(well["as_of"].is_string() && well["limit"]["tier"].is_string(), "{well:#}");
    assert_eq!(well["limit"]["at_least"], true);
    let number = owner.get(&format!("/api/v1/numbers/{NUMBER}/readiness")).await.json();
    assert_eq!(number["verdict"], "ok");
    let sunk = json!({"status": "FLAGGED", "quality": "RED"});
    control(&emulator, &format!("numbers/{NUMBER}"), &sunk).await;
    let blocked = json!({"can_send_message": "BLOCKED"});
    control(&emulator, &format!("wabas/{WABA}"), &blocked).await;
    refresh::ask(&app, console::scope("one")).await.expect("asked");
    console::refresh_all(&app).await;
    let judged = owner.get("/api/v1/readiness").await.json();
    assert_eq!(
        (&judged["verdict"], &judged["can_send"], &judged["can_receive"]),
        (&json!("stopped"), &json!(false), &json!(false)),
        "{judged:#}"
    );
    let ids = |list: &Value| {
        let all = list.as_array().expect("a list").iter();
        all.map(|one| one["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&judged["reasons"]), ["blocked", "number_flagged", "quality_low"]);
    assert_eq!(
        ids(&judged["fixes"]),
        ["settle_with_meta", "improve_within_seven_days", "improve_quality"]
    );
    let metrics = Visitor::stranger(&app).get("/metrics").await.text;
    assert!(metrics.contains(&format!("farol_ready{{number=\"{NUMBER}\"}} 0")), "{metrics}");
    assert!(metrics.contains(&format!("farol_ready{{number=\"{OTHER_NUMBER}\"}} 1")), "{metrics}");
    let source = &judged["reasons"][0]["source"];
    assert_eq!(source["node"], format!("waba:{WABA}"));
    assert_eq!(
        (&source["field"], &source["value"], &source["via"]),
        (&json!("can_send_message"), &json!("BLOCKED"), &json!("read"))
    );
    assert_eq!(judged["fixes"][1]["url"], format!("/numbers/{NUMBER}"));
    for one in judged["reasons"].as_array().into_iter().chain(judged["fixes"].as_array()).flatten()
    {
        let text = one["text"].as_str().expect("a sentence");
        assert!(text.ends_with('.') && !text.contains("Unknown localization"), "{text}");
    }
}

#[tokio::test]
async fn who_follows_the_changes_misses_none_and_sees_none_twice() {
    let (app, emulator) = connected().await;
    let owner = Visitor::owner(&app, "one").await;
    for status in ["FLAGGED", "RESTRICTED", "CONNECTED", "BANNED"] {
        let numbers = format!("numbers/{NUMBER}");
        control(&emulator, &numbers, &json!({"status": status})).await;
        // The other tenant's changes lie between.
        let others = format!("numbers/{OTHER_NUMBER}");
        control(&emulator, &others, &json!({"status": status})).await;
        for tenant in ["one", "two"] {
            refresh::ask(&app, console::scope(tenant)).await.expect("asked");
        }
        console::refresh_all(&app).await;
    }
    let all = owner.get("/api/v1/changes?limit=1000").await.json();
    let seqs = |list: &Value| {
        let changes = list["changes"].as_array().expect("changes").iter();
        changes.map(|change| change["seq"].as_u64().expect("a number")).collect::<Vec<_>>()
    };
    let expected = seqs(&all);
    assert!(expected.len() > 3 && expected.is_sorted(), "{expected:?}");
    assert_eq!(all["has_more"], false);
    let (mut followed, mut after) = (Vec::new(), 0);
    loop {
        let page = owner.get(&format!("/api/v1/changes?after={after}&limit=3")).await.json();
        followed.extend(seqs(&page));
        after = page["next"].as_u64().expect("a number");
        if page["has_more"] == false {
            break;
        }
    }
    assert_eq!(followed, expected);
    let rest = owner.get(&format!("/api/v1/changes?after={after}")).await.json();
    assert_eq!((seqs(&rest), &rest["next"]), (vec![], &json!(after)), "the place is kept");
}

#[tokio::test]
async fn sentences_are_in_the_language_of_who_asks() {
    let app = console::alone().await;
    let stranger = Visitor::stranger(&app);
    let mut titles = std::collections::BTreeSet::new();
    for (language, word) in [("pt-BR", "sessão"), ("en", "session"), ("es", "sesión")] {
        let headers = [("accept-language", language)];
        let answer = stranger.ask(Method::GET, "/api/v1/numbers", &headers, Vec::new()).await;
        let body = answer.json();
        assert!(body["title"].as_str().expect("a title").contains(word), "{language}: {body}");
        titles.insert(body["detail"].to_string());
    }
    assert_eq!(titles.len(), 3);
}
