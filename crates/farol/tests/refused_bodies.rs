//! What can't be read is refused in our words at every route, whatever its kind: the framework's own
//! text reaches nobody.

mod console;
mod visitor;

use axum::http::Method;
use farol::http::{ROUTES, WEBHOOKS};
use visitor::{Answer, FORM, JSON, Visitor};

/// Addresses with their places filled: an id of nothing.
fn filled(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "1".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// What a framework says by itself.
const BARE: [&str; 6] = [
    "Failed to",
    "Expected request",
    "Form requests must",
    "Invalid `",
    "Invalid URL",
    "Cross-origin",
];

fn check(answer: &Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {answer:?}");
    for bare in BARE {
        assert!(!answer.text.contains(bare), "{what}: {answer:?}");
    }
    if answer.status < 400 {
        return;
    }
    let kind = answer.header("content-type").unwrap_or_default();
    let is_ours = match kind.split(';').next().unwrap_or_default() {
        "text/html" => answer.text.contains("<h1"),
        "application/problem+json" => answer.json()["detail"].is_string(),
        "application/json" => answer.json()["message"].is_string(),
        // Meta reads the status alone, of its own signed requests.
        "" => answer.text.is_empty() && [401, 403].contains(&answer.status),
        _ => false,
    };
    assert!(is_ours, "{what}: {answer:?}");
}

#[tokio::test]
async fn a_body_of_another_kind_or_of_none_is_refused_in_our_words_at_every_route() {
    let app = console::alone().await;
    let posts = ROUTES.iter().filter(|(method, ..)| *method == "POST");
    let kinds: [&[(&str, &str)]; 6] = [
        &[],
        &[("content-type", "text/plain")],
        &[("content-type", "image/png")],
        &[("content-type", "multipart/form-data")],
        &[("content-type", JSON)],
        &[("content-type", FORM)],
    ];
    for (_, path, _) in posts {
        for headers in kinds {
            for body in [Vec::new(), b"{\"a\": [".to_vec(), vec![0xff, 0xfe, b'=', b'%', 0]] {
                let owner = Visitor::owner(&app, "one").await;
                let what = format!("POST {path} {headers:?} {body:?}");
                check(&owner.ask(Method::POST, &filled(path), headers, body).await, &what);
            }
        }
    }
}

#[tokio::test]
async fn an_address_or_method_that_is_not_taken_is_refused_in_our_words_too() {
    let app = console::alone().await;
    for (method, path, _) in ROUTES {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let owner = Visitor::owner(&app, "one").await;
        if path.contains('{') && !path.contains('*') {
            let odd = filled(path).replace("/1", "/%ff");
            check(&owner.ask(method.clone(), &odd, &[], Vec::new()).await, &odd);
        }
        if method == Method::GET && !path.starts_with("/events") && *path != WEBHOOKS {
            let twice = format!("{}?link=1&link=2&node=%ff", filled(path));
            let answer = owner.ask(method, &twice, &[], Vec::new()).await;
            // An empty picture or asset says no more than that it is not there.
            if answer.status != 404 {
                check(&answer, &twice);
            }
        }
    }
    let odd = format!("{WEBHOOKS}?hub.mode=subscribe&hub.mode=subscribe");
    check(&Visitor::stranger(&app).get(&odd).await, &odd);
    let answer = Visitor::stranger(&app).ask(Method::POST, "/overview", &[], Vec::new()).await;
    check(&answer, "a page is not posted to");
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET,HEAD")));
}

#[tokio::test]
async fn metas_callbacks_answer_a_body_that_is_no_form_by_a_problem_in_the_readers_language() {
    let app = console::alone().await;
    for path in ["/meta/deauthorize", "/meta/data-deletion"] {
        let mut titles = std::collections::BTreeSet::new();
        for language in ["pt-BR", "en", "es"] {
            let headers = [("content-type", JSON), ("accept-language", language)];
            let body = b"{}".to_vec();
            let answer = Visitor::stranger(&app).ask(Method::POST, path, &headers, body).await;
            assert_eq!(answer.status, 400, "{path}: {answer:?}");
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            assert_eq!(answer.json()["type"], "urn:farol:problem:not-a-form");
            titles.insert(answer.json()["detail"].to_string());
        }
        assert_eq!(titles.len(), 3, "{titles:?}");
    }
}
