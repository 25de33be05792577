//! One tenant's pages asked with another's session, and everything asked with none.

mod program;

use farol::http::{Need, ROUTES};
use program::{Demo, eventually};
use serde_json::json;

async fn demo() -> (Demo, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    (demo, folder)
}

/// Both tenants' pages, once everything was read.
async fn both_read(demo: &Demo) -> (String, String) {
    let (owner, other) = (demo.owner().await, demo.other().await);
    eventually("both tenants are read", async || {
        let ours = demo.get("/numbers", Some(&owner)).await.text;
        let theirs = demo.get("/numbers", Some(&other)).await.text;
        ours.contains("Cobrança") && theirs.contains("+55 31 95555-0176")
    })
    .await;
    (owner, other)
}

#[tokio::test]
async fn nothing_of_one_tenant_is_on_any_page_of_the_other() {
    let (demo, _folder) = demo().await;
    let (owner, other) = both_read(&demo).await;
    let ours = ["Cobrança", "102290129340398", "106540352242922", "506914307656634", "Casa Ip"];
    let theirs = ["Aurora", "113947260081536", "115586902247310", "611208845530917"];
    let pages = ROUTES.iter().filter(|(method, path, need)| {
        *method == "GET" && matches!(need, Need::Session(_)) && *path != "/events"
    });
    for (_, path, _) in pages {
        let ours_page = demo.get(path, Some(&owner)).await.text;
        let their_page = demo.get(path, Some(&other)).await.text;
        for word in ours {
            // The app belongs to the installation, and its name in the demo is the first tenant's.
            let theirs_alone = their_page.replace("Integração Casa Ipê", "");
            assert!(!theirs_alone.contains(word), "{path} of Aurora shows {word}");
        }
        for word in theirs {
            assert!(!ours_page.contains(word), "{path} of Casa Ipê shows {word}");
        }
    }
}

#[tokio::test]
async fn an_address_of_the_other_tenant_answers_exactly_as_one_that_does_not_exist() {
    let (demo, _folder) = demo().await;
    let (_, other) = both_read(&demo).await;
    for (foreign, absent) in [
        ("/numbers/106540352242922", "/numbers/999999999999999"),
        ("/numbers?q=106540352242922", "/numbers?q=999999999999999"),
        ("/numbers?waba=102290129340398", "/numbers?waba=999999999999999"),
    ] {
        // A page says which address it is and what time it is; nothing else may differ.
        let plain = async |path: &str| {
            let mut answer = demo.get(path, Some(&other)).await;
            let id = path.rsplit(['/', '=']).next().expect("an id");
            let now =
                answer.text.split("data-now=\"").nth(1).and_then(|rest| rest.split('"').next());
            let now = now.unwrap_or("-").to_owned();
            answer.text = answer.text.replace(id, "ID").replace(&now, "NOW");
            answer.headers.retain(|(name, _)| name != "content-length");
            strip_times(&mut answer.text);
            answer
        };
        assert_eq!(plain(foreign).await, plain(absent).await, "{foreign}");
    }
}

/// Takes the moving times out of a page.
fn strip_times(page: &mut String) {
    let mut plain = String::new();
    for (index, piece) in page.split("<time").enumerate() {
        plain.push_str(if index == 0 {
            piece
        } else {
            piece.split_once("</time>").expect("closed").1
        });
    }
    let pieces = plain.split("data-at=\"").enumerate().map(|(index, piece)| {
        if index == 0 { piece } else { piece.split_once('"').expect("closed").1 }
    });
    *page = pieces.collect();
}

#[tokio::test]
async fn every_route_names_what_it_needs_and_keeps_to_it() {
    let (demo, _folder) = demo().await;
    for (method, path, need) in ROUTES {
        let path = path.replace("{*path}", "none/none");
        let answer = match *method {
            "GET" => demo.get(&path, None).await,
            _ => demo.post_form(&path, &json!({}), &[]).await,
        };
        match need {
            Need::Session(_) | Need::InstallationOwner => {
                assert_eq!(
                    (answer.status, answer.location.as_deref()),
                    (303, Some("/login")),
                    "{path}"
                );
            }
            Need::Api(_) => {
                let kind = answer.headers.iter().find(|(name, _)| name == "content-type");
                let kind = kind.map(|(_, value)| value.as_str());
                assert_eq!(
                    (answer.status, kind),
                    (401, Some("application/problem+json")),
                    "{path}"
                );
            }
            // Nobody who holds no link is told whether there is one.
            Need::Link => assert_eq!(answer.status, 404, "{path}"),
            Need::Meta => assert!([401, 403].contains(&answer.status), "{path}: {}", answer.status),
            Need::Nothing | Need::Loopback => {
                // The way out leads to the login for everybody.
                let is_sent_away =
                    answer.location.as_deref() == Some("/login") && path != "/logout";
                assert!(!is_sent_away, "{path}");
                assert!(answer.status < 500, "{path}: {}", answer.status);
            }
        }
        for header in ["content-security-policy", "x-content-type-options", "referrer-policy"] {
            assert!(
                answer.headers.iter().any(|(name, _)| name == header),
                "{path} has no {header}"
            );
        }
    }
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let (demo, _folder) = demo().await;
    let owner = demo.owner().await;
    let form = json!({"language": "es", "back": "/overview"});
    for foreign in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let answer = demo.post_form("/language", &form, &[("cookie", &owner), foreign]).await;
        assert_eq!(answer.status, 403, "{foreign:?}");
    }
    let own = [("cookie", owner.as_str()), ("origin", demo.console.as_str())];
    let answer = demo.post_form("/language", &form, &own).await;
    assert_eq!((answer.status, answer.location.as_deref()), (303, Some("/overview")));
    assert!(demo.get("/overview", Some(&owner)).await.text.contains("<html lang=\"es\""));
}

#[tokio::test]
async fn a_login_link_works_once_and_the_session_ends_with_the_logout() {
    let (demo, _folder) = demo().await;
    let link = demo.ready["login_url"].as_str().expect("a link").to_owned();
    let path = link.strip_prefix(&demo.console).expect("of this console").to_owned();
    let session = demo.log_in(&link).await;
    assert_eq!(demo.get(&path, None).await.status, 403, "the second use");
    assert_eq!(demo.get("/overview", Some(&session)).await.status, 200);
    let answer = demo.post_form("/logout", &json!({}), &[("cookie", &session)]).await;
    assert_eq!(answer.location.as_deref(), Some("/login"));
    assert_eq!(demo.get("/overview", Some(&session)).await.status, 303, "the row is gone");
}

#[tokio::test]
async fn e_mail_and_password_work_and_guesses_run_out() {
    let (demo, _folder) = demo().await;
    let right = json!({"email": demo.ready["email"], "password": demo.ready["password"]});
    let answer = demo.post_form("/login", &right, &[]).await;
    assert_eq!((answer.status, answer.location.as_deref()), (303, Some("/overview")));
    let cookie = answer.headers.iter().find(|(name, _)| name == "set-cookie").expect("a session");
    assert!(cookie.1.starts_with("__Host-farol="), "{cookie:?}");
    for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.1.contains(attribute), "{cookie:?}");
    }
    let wrong = json!({"email": "nobody@example.com", "password": "guess"});
    let mut answers = Vec::new();
    for _ in 0..12 {
        answers.push(demo.post_form("/login", &wrong, &[]).await.status);
    }
    assert_eq!(answers[0], 401);
    assert_eq!(answers.last(), Some(&429), "{answers:?}");
}

#[tokio::test]
async fn a_form_can_not_send_its_reader_to_another_site() {
    let (demo, _folder) = demo().await;
    for back in ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\nb"] {
        let form = json!({"language": "en", "back": back});
        let answer = demo.post_form("/language", &form, &[]).await;
        assert_eq!(answer.location.as_deref(), Some("/overview"), "{back}");
    }
}

/// An open `/events` of a session.
async fn open_stream(demo: &Demo, session: &str) -> reqwest::Response {
    let http = reqwest::Client::new();
    let url = format!("{}/events", demo.console);
    let answer = http.get(url).header("cookie", session).send().await.expect("answered");
    assert_eq!(answer.status(), 200);
    answer
}

/// Reads on until the words were seen `times`; everything that was read.
async fn read_until(stream: &mut reqwest::Response, words: &str, times: usize) -> String {
    let mut text = String::new();
    while text.matches(words).count() < times {
        let chunk = stream.chunk().await.expect("unbroken").expect("not over yet");
        text.push_str(std::str::from_utf8(&chunk).expect("UTF-8"));
    }
    text
}

#[tokio::test]
async fn a_stream_names_only_nodes_of_its_own_tenant_and_ends_with_the_session() {
    let (demo, _folder) = demo().await;
    let (owner, other) = both_read(&demo).await;
    let mut our_stream = open_stream(&demo, &owner).await;
    let mut their_stream = open_stream(&demo, &other).await;
    let (ours, theirs) = ("106540352242922", "611208845530917");
    let (our_text, their_text) = tokio::join!(
        read_until(&mut our_stream, ours, 2),
        read_until(&mut their_stream, theirs, 2)
    );
    for word in ["113947260081536", "115586902247310", "611208845530917"] {
        assert!(!our_text.contains(word), "{our_text}");
    }
    for word in ["102290129340398", "106540352242922", "506914307656634"] {
        assert!(!their_text.contains(word), "{their_text}");
    }
    demo.post_form("/logout", &json!({}), &[("cookie", &owner)]).await;
    // What was on its way may still come; then the stream is over.
    let rest = async { while our_stream.chunk().await.expect("unbroken").is_some() {} };
    let over = tokio::time::timeout(std::time::Duration::from_secs(30), rest).await;
    assert!(over.is_ok(), "the stream outlives its session");
    read_until(&mut their_stream, theirs, 1).await;
}
