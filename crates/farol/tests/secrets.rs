//! Canaries: no token, secret, password or link is in a log, a page, an export or a file in the clear.

mod program;

use std::fs;

use program::{Demo, eventually, messages_body, sign};
use serde_json::json;

#[tokio::test]
async fn no_secret_is_in_logs_pages_metrics_exports_or_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("stderr");
    let mut demo = Demo::start_logging(folder.path(), &log);
    let world = demo.world().await;
    let secret = world["app"]["secret"].as_str().expect("text").to_owned();
    let owner = demo.owner().await;
    let session = owner.split_once('=').expect("a cookie").1.to_owned();
    // Every kind of answer of Graph's, so that every error passes through the log.
    for fault in ["http_500", "html", "malformed", "empty", "expired_token", "rate_limit"] {
        demo.control("faults", json!({"fault": fault, "share": 1.0})).await;
        let calls = demo.graph_calls().await;
        demo.post_form("/refresh", &json!({"back": "/overview"}), &[("cookie", &owner)]).await;
        eventually("Graph was asked", async || demo.graph_calls().await > calls).await;
    }
    demo.control("faults", json!({"fault": null})).await;
    let body = messages_body(
        "106540352242922",
        &[json!({"id": "wamid.s", "timestamp": "1",
        "type": "text", "text": {"body": "a customer's words"}})],
    );
    demo.post_webhook(body.clone(), Some("sha256=00".to_owned())).await;
    demo.post_webhook(body.clone(), Some(sign(&secret, &body))).await;
    let form = json!({"email": demo.ready["email"], "password": demo.ready["password"]});
    demo.post_form("/login", &form, &[]).await;
    let state =
        fs::read_to_string(folder.path().join("emulator.json")).expect("the emulator's state");
    let mut canaries = tokens_of(&state);
    assert!(canaries.len() >= 3, "the world has tokens");
    canaries.extend([secret, session]);
    canaries.push(world["app"]["verify_token"].as_str().expect("text").to_owned());
    canaries.push(demo.ready["password"].as_str().expect("text").to_owned());
    let link =
        demo.ready["login_url"].as_str().expect("text").split('=').next_back().expect("a link");
    canaries.push(link.to_owned());

    let mut seen = vec![("metrics".to_owned(), demo.get("/metrics", None).await.text)];
    for page in ["/overview", "/numbers", "/login", "/missing"] {
        seen.push((page.to_owned(), demo.get(page, Some(&owner)).await.text));
    }
    seen.push(("changes".to_owned(), format!("{:?}", demo.changes())));
    demo.kill();
    for file in ["stderr", "ledger.db", "ledger.db-wal", "inbox.db", "inbox.db-wal"] {
        if let Ok(bytes) = fs::read(folder.path().join(file)) {
            seen.push((file.to_owned(), String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    for (place, text) in &seen {
        for canary in &canaries {
            assert!(
                !text.contains(canary.as_str()),
                "{place} holds a secret that begins {:.6}",
                canary
            );
        }
        assert!(
            place != "stderr" || !text.contains("a customer's words"),
            "a customer's words are logged"
        );
    }
}

/// Every access token that the emulator's state names.
fn tokens_of(state: &str) -> Vec<String> {
    let mut tokens: Vec<String> = state
        .split('"')
        .filter(|text| text.starts_with("EAA") && text.len() >= 40)
        .map(str::to_owned)
        .collect();
    tokens.sort();
    tokens.dedup();
    tokens
}
