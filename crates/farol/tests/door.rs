//! Meta's door with everything wrong that can come through it, on the real program.

mod program;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use domain::readiness::Intervals;
use farol::app::{App, Health, Settings};
use farol::attempts::{Attempts, NoAttempt};
use farol::clock::Clock;
use farol::config::Config;
use farol::graph::Endpoint;
use program::{Demo, eventually, messages_body, sign, webhook};
use serde_json::{Value, json};
use store::{Keyring, Secret, Store};
use tower::ServiceExt;

const COBRANCA: &str = "106540352242922";

struct Door {
    demo: Demo,
    secret: String,
    /// What the demo's own connections brought: both tenants' partner webhooks and first message.
    before: Vec<Value>,
    _folder: tempfile::TempDir,
}

impl Door {
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let demo = Demo::start(folder.path(), &["--no-story"]);
        let secret = demo.app_secret().await;
        eventually("the demo's own webhooks are through", async || {
            demo.export().iter().filter(|line| line["state"] == "applied").count() == 6
        })
        .await;
        let before = demo.export();
        Self { demo, secret, before, _folder: folder }
    }

    /// What was exported beyond what the demo itself began with.
    fn export(&self) -> Vec<Value> {
        let mut export = self.demo.export();
        export.retain(|line| !self.before.contains(line));
        export
    }

    /// Posts a body that is rightly signed.
    async fn post(&self, body: &[u8]) -> u16 {
        self.demo.post_webhook(body.to_vec(), Some(sign(&self.secret, body))).await
    }

    /// The export's line of an id.
    fn line(&self, id: &str) -> Option<Value> {
        self.export().into_iter().find(|line| line["id"] == id)
    }

    async fn applied(&self, id: &str) {
        eventually("the item is applied once", async || {
            self.line(id).is_some_and(|line| line["state"] == "applied" && line["applied"] == 1)
        })
        .await;
    }
}

fn message(id: &str) -> Value {
    json!({"id": id, "from": "5511955550301", "timestamp": "1795338640", "type": "text",
        "text": {"body": "oi"}})
}

#[tokio::test]
async fn a_wrong_signature_is_401_and_stores_nothing() {
    let door = Door::open().await;
    let body = messages_body(COBRANCA, &[message("wamid.forged")]);
    let right = sign(&door.secret, &body);
    let wrong = [
        None,
        Some(sign("another secret", &body)),
        Some(right.to_uppercase()),
        Some(format!("sha256={}", right[7..].to_uppercase())),
        Some(right.replacen("sha256=", "sha1=", 1)),
        Some(right[7..].to_owned()),
        Some(format!("{right}00")),
        Some(String::new()),
    ];
    for signature in wrong {
        assert_eq!(
            door.demo.post_webhook(body.clone(), signature.clone()).await,
            401,
            "{signature:?}"
        );
    }
    assert_eq!(door.export(), Vec::<Value>::new());
    assert_eq!(door.demo.metric("farol_inbox_accepted_total").await, 6, "no more than before");
    assert_eq!(door.post(&body).await, 200, "the same body, rightly signed");
}

#[tokio::test]
async fn five_megabytes_are_413_and_three_are_taken() {
    let door = Door::open().await;
    let padded = |bytes: usize| {
        let mut message = message("wamid.large");
        message["text"]["body"] = "x".repeat(bytes).into();
        messages_body(COBRANCA, &[message])
    };
    assert_eq!(door.post(&padded(5_000_000)).await, 413);
    assert_eq!(door.export(), Vec::<Value>::new());
    assert_eq!(door.post(&padded(3_000_000)).await, 200);
    door.applied("wamid.large").await;
}

#[tokio::test]
async fn truncated_json_rightly_signed_is_200_set_aside_and_visible() {
    let door = Door::open().await;
    let whole = messages_body(COBRANCA, &[message("wamid.cut")]);
    assert_eq!(door.post(&whole[..whole.len() - 9]).await, 200);
    eventually("it is set aside", async || {
        let export = door.export();
        export.len() == 1 && export[0]["state"] == "quarantined"
    })
    .await;
    let line = door.export().remove(0);
    assert_eq!(
        (&line["kind"], &line["field"], &line["applied"]),
        (&Value::Null, &Value::Null, &json!(0))
    );
    eventually("the metric shows it", async || {
        door.demo.metric("farol_inbox_quarantined").await == 1
    })
    .await;
    let owner = door.demo.owner().await;
    let page = door.demo.get("/overview", Some(&owner)).await.text;
    assert!(page.contains("inbox export"), "the installation's owner sees a line");
    let other = door.demo.other().await;
    let page = door.demo.get("/overview", Some(&other)).await.text;
    assert!(!page.contains("inbox export"), "another tenant's owner does not");
}

#[tokio::test]
async fn one_broken_item_among_a_thousand_is_set_aside_and_its_neighbours_are_applied() {
    let door = Door::open().await;
    let mut messages: Vec<Value> = (0..1_000).map(|n| message(&format!("wamid.n{n}"))).collect();
    messages[500] = json!({"id": 500, "from": []});
    assert_eq!(door.post(&messages_body(COBRANCA, &messages)).await, 200);
    eventually("all are through", async || {
        door.export().iter().all(|line| line["state"] != "pending")
    })
    .await;
    let export = door.export();
    let count = |state: &str| export.iter().filter(|line| line["state"] == state).count();
    assert_eq!((export.len(), count("applied"), count("quarantined")), (1_000, 999, 1));
}

#[tokio::test]
async fn a_hundred_repeats_in_other_batches_and_orders_take_effect_once() {
    let door = Door::open().await;
    let (a, b, c) = (message("wamid.a"), message("wamid.b"), message("wamid.c"));
    let batches = [
        messages_body(COBRANCA, &[a.clone(), b.clone()]),
        messages_body(COBRANCA, &[c.clone(), a.clone()]),
        messages_body(COBRANCA, &[b, c, a]),
    ];
    let posts = (0..100).map(|n| door.post(&batches[n % 3]));
    let answers = futures_util::future::join_all(posts).await;
    assert_eq!(answers, vec![200; 100]);
    for id in ["wamid.a", "wamid.b", "wamid.c"] {
        door.applied(id).await;
    }
    assert_eq!(door.export().len(), 3);
    assert_eq!(door.demo.metric("farol_items_applied_total").await, 6 + 3);
}

#[tokio::test]
async fn unknown_fields_events_and_values_are_taken_and_kept() {
    let door = Door::open().await;
    let unknown =
        webhook("102290129340398", "field_of_tomorrow", json!({"event": "NEW", "x": [1]}));
    assert_eq!(door.post(&unknown).await, 200);
    let value = json!({"display_phone_number": "5521955550164", "event": "SOMETHING_NEW"});
    assert_eq!(
        door.post(&webhook("102290129340398", "phone_number_quality_update", value)).await,
        200
    );
    eventually("both are applied", async || {
        let export = door.export();
        export.len() == 2 && export.iter().all(|line| line["state"] == "applied")
    })
    .await;
    let kinds: Vec<Value> = door.export().iter().map(|line| line["kind"].clone()).collect();
    assert_eq!(kinds, [json!("NEW"), json!("SOMETHING_NEW")]);
    let text = door.demo.get("/metrics", None).await.text;
    assert!(text.contains("farol_items_unread_total{field=\"other\"} 1\n"), "{text}");
}

#[tokio::test]
async fn a_webhook_of_an_account_that_nobody_connected_waits() {
    let door = Door::open().await;
    let body = String::from_utf8(messages_body("109264715830046", &[message("wamid.early")]))
        .expect("UTF-8")
        .replace("102290129340398", "108831905544271");
    assert_eq!(door.post(body.as_bytes()).await, 200);
    eventually("it waits", async || door.demo.metric("farol_inbox_waiting").await == 1).await;
    let line = door.line("wamid.early").expect("it is listed");
    assert_eq!((&line["state"], &line["applied"]), (&json!("pending"), &json!(0)));
}

#[tokio::test]
async fn the_handshake_answers_the_bare_challenge_for_our_verify_token_only() {
    let door = Door::open().await;
    let token = door.demo.world().await["app"]["verify_token"].as_str().expect("text").to_owned();
    let ask = async |mode: &str, token: &str, challenge: &str| {
        let path = format!(
            "/webhooks/meta?hub.mode={mode}&hub.verify_token={token}&hub.challenge={challenge}"
        );
        let answer = door.demo.get(&path, None).await;
        (answer.status, answer.text)
    };
    assert_eq!(ask("subscribe", &token, "1158201444").await, (200, "1158201444".to_owned()));
    assert_eq!(ask("subscribe", "wrong", "1158201444").await.0, 403);
    assert_eq!(ask("unsubscribe", &token, "1158201444").await.0, 403);
    assert_eq!(ask("subscribe", &token, "%3Cscript%3E").await.0, 403);
    assert_eq!(door.demo.get("/webhooks/meta", None).await.status, 403);
}

#[tokio::test]
async fn a_body_without_a_signature_is_401_however_long_it_is() {
    let door = Door::open().await;
    for signature in [None, Some("sha256=zz".to_owned())] {
        let body = vec![b'x'; 5_000_000];
        assert_eq!(door.demo.post_webhook(body, signature.clone()).await, 401, "{signature:?}");
    }
    assert_eq!(door.demo.metric("farol_inbox_forged_total").await, 2);
}

#[tokio::test]
async fn many_large_bodies_at_once_are_all_answered_and_leave_the_room_free() {
    let door = Door::open().await;
    let body = vec![b' '; 4_000_000];
    let posts = (0..40).map(|_| door.demo.post_webhook(body.clone(), Some(sign("wrong", &body))));
    let answers = futures_util::future::join_all(posts).await;
    assert!(answers.iter().all(|status| [401, 503].contains(status)), "{answers:?}");
    assert_eq!(door.post(&messages_body(COBRANCA, &[message("wamid.after")])).await, 200);
}

#[tokio::test]
async fn the_metrics_are_prometheus_text_with_every_counter_from_the_start() {
    let door = Door::open().await;
    let answer = door.demo.get("/metrics", None).await;
    let kind = ("content-type".to_owned(), "text/plain; version=0.0.4; charset=utf-8".to_owned());
    assert!(answer.headers.contains(&kind), "{:?}", answer.headers);
    assert!(!answer.text.contains("# EOF"), "{}", answer.text);
    assert!(answer.text.ends_with('\n'));
    assert!(
        answer.text.contains("farol_items_unread_total{field=\"other\"} 0\n"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn readiness_comes_back_without_a_webhook_once_the_disk_takes_a_commit() {
    let app = app();
    let a_while_ago = farol::clock::monotonic().checked_sub(Duration::from_secs(10));
    app.health.not_stored(a_while_ago.expect("the machine runs for longer"));
    assert!(!app.health.can_store());
    let ask = Request::get("/readyz").body(Body::empty()).expect("a request");
    let answer = farol::http::router(app.clone()).oneshot(ask).await.expect("answered");
    assert_eq!(answer.status(), 200);
    assert!(app.health.can_store());
    let waiting = app.store.ledger.read(|read| read.waiting_count()).await.expect("read");
    assert_eq!(waiting, 0, "the probe leaves nothing behind");
}

#[test]
fn the_disk_is_probed_once_a_second_when_no_webhook_failed_for_ten() {
    let health = Health::default();
    let now = farol::clock::monotonic();
    let later = |ms: u64| now + Duration::from_millis(ms);
    assert!(!health.may_probe(now), "nothing failed");
    health.not_stored(now);
    assert!(!health.may_probe(later(9_999)));
    assert!(health.may_probe(later(10_000)));
    assert!(!health.may_probe(later(10_999)));
    assert!(health.may_probe(later(11_000)));
    assert!(!health.can_store(), "only a commit says so");
    health.stored();
    assert!(health.can_store() && !health.may_probe(later(60_000)));
}

#[test]
fn one_network_runs_out_of_attempts_alone_and_a_long_address_counts_for_nothing() {
    let attempts = Attempts::default();
    let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
    let long = format!("{}@example.com", "x".repeat(250));
    assert_eq!(attempts.take(ip("192.0.2.1"), &long), Err(NoAttempt::NoAddress));
    // Both halves of a network are one sender; all together have a limit of their own.
    let sent = (0..40).map(|n| attempts.take(ip(&format!("2001:db8::{n}")), &format!("{n}@x")));
    assert!(sent.filter(Result::is_ok).count() <= 30);
    let wait = attempts.take(ip("2001:db8::ffff"), "a@x").expect_err("used up");
    let NoAttempt::Wait(wait) = wait else { panic!("{wait:?}") };
    assert!(wait > Duration::from_secs(1) && wait <= Duration::from_secs(10), "{wait:?}");
}

/// The program's parts without a network.
fn app() -> App {
    let endpoint = Endpoint {
        graph_url: "http://127.0.0.1:9".to_owned(),
        version: "v25.0".to_owned(),
        app_id: meta::AppId::new("9"),
        app_secret: Arc::new(Secret::new("secret")),
    };
    let every = Duration::from_secs(300);
    let settings = Settings {
        intervals: Intervals { numbers: every, accounts: every, profiles: every },
        time_zone: jiff::tz::TimeZone::UTC,
        sandbox_url: None,
        dialog: None,
        config: Config::default(),
    };
    let store = Store::in_memory(Keyring::generate().expect("randomness")).expect("a store");
    App::build(store, endpoint, Secret::new("none"), 0.1, Clock::real(), settings).expect("an app")
}
