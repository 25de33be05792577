//! Control's contract: what it refuses, whom it refuses, and what it brings back.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::body::Body;
use axum::extract::ConnectInfo;
use emulator::{Clock, OpenError, Settings};
use http::Request;
use serde_json::json;
use stand::{APP, ATACADO, BRASIL, CASA_IPE, COBRANCA, Callback, Stand, eventually};

#[tokio::test]
async fn an_unknown_key_or_a_wrong_type_is_refused_and_changes_nothing() {
    let stand = Stand::new();
    let before = stand.emulator.world();
    for (path, body, field) in [
        (format!("numbers/{COBRANCA}"), json!({"quality": "RED", "qualty": "x"}), "qualty"),
        (format!("numbers/{COBRANCA}"), json!({"status": "BANNED", "reasons": "SPAM"}), "reasons"),
        (format!("numbers/{COBRANCA}"), json!({"status": null}), "status"),
        (format!("wabas/{BRASIL}"), json!({"rules": "ancient"}), "rules"),
        (format!("businesses/{CASA_IPE}"), json!({"rules": "legacy"}), "rules"),
        (format!("apps/{APP}"), json!({"errors": ["x"]}), "errors"),
        (format!("apps/{APP}"), json!({"errors": [{"error_code": 1, "x": 2}]}), "errors[0].x"),
        (format!("numbers/{COBRANCA}"), json!({"profile": {"bogus": 1}}), "profile.bogus"),
        ("users/5511955550301/messages".to_owned(), json!({"to": COBRANCA}), "text"),
        ("sends".to_owned(), json!({"from": COBRANCA, "too": []}), "too"),
        ("clock".to_owned(), json!({"advance": 1}), "advance"),
        ("reset".to_owned(), json!({"hard": true}), "hard"),
        ("clock".to_owned(), json!([]), "body"),
    ] {
        let answer = stand.control(&path, body).await;
        assert_eq!(answer.status, 400, "{path}");
        let error = answer.json()["error"].clone();
        assert_eq!(error["field"], field, "{path}");
        assert!(error["message"].is_string());
    }
    assert_eq!(stand.emulator.world()["businesses"], before["businesses"]);
}

#[tokio::test]
async fn an_unknown_id_is_a_404() {
    let stand = Stand::new();
    for (path, body) in [
        ("numbers/42".to_owned(), json!({})),
        // A WABA is no number.
        (format!("numbers/{BRASIL}"), json!({})),
        ("scenarios/none".to_owned(), json!({})),
        ("tokens/golden/revoke".to_owned(), json!({})),
        ("users/5511955550301/messages".to_owned(), json!({"to": "42", "text": "oi"})),
        ("nothing".to_owned(), json!({})),
    ] {
        let answer = stand.control(&path, body).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.json()["error"]["message"].is_string());
    }
}

#[tokio::test]
async fn only_this_machine_and_no_foreign_page_may_use_control() {
    let stand = Stand::new();
    let remote = ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 4000)));
    let local = ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 4000)));
    for (peer, host, origin, status) in [
        (local, "127.0.0.1:8081", None, 200),
        (local, "localhost:9", Some("http://localhost:9"), 200),
        (remote, "127.0.0.1:8081", None, 403),
        (local, "evil.example", None, 403),
        (local, "127.0.0.1:8081", Some("http://evil.example"), 403),
        (local, "127.0.0.1:8081", Some("http://127.0.0.1:8080"), 403),
        (local, "127.0.0.1:8081", Some("null"), 403),
    ] {
        let mut request = Request::get("/_control/world").header("host", host);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let request = request.extension(peer).body(Body::empty()).unwrap();
        let answer = stand.ask(request).await;
        assert_eq!(answer.status.as_u16(), status, "{host} {origin:?}");
    }
    let open = Stand::with(Settings { allow_remote: true, ..Settings::default() });
    let request =
        Request::get("/_control/world").header("host", "emulator.example").extension(remote);
    let answer = open.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn the_world_is_shown_in_its_agreed_shape() {
    let stand = Stand::new();
    let world = stand.emulator.world();
    assert_eq!(world["graph_url"], "http://127.0.0.1:8081");
    assert_eq!(world["app"]["name"], "Integração Casa Ipê");
    assert_eq!(world["tokens"]["system_user"], stand.token.as_str());
    assert!(stand.token.starts_with("EAA") && stand.token.len() >= 40);
    assert_eq!(world["app"]["secret"].as_str().unwrap().len(), 32);
    let wabas = &world["businesses"][0]["wabas"];
    assert_eq!((&wabas[0]["rules"], &wabas[1]["rules"]), (&json!("legacy"), &json!("portfolio")));
    assert_eq!(
        wabas[0]["phone_numbers"][2],
        json!({
            "id": COBRANCA,
            "display_phone_number": "+55 21 95555-0164",
            "verified_name": "Cobrança",
            "name_status": "APPROVED",
            "pin": "559128",
            "status": "CONNECTED",
            "quality": "GREEN",
            "reasons": [],
            "can_send_message": "AVAILABLE",
        })
    );
    assert_eq!(wabas[0]["phone_numbers"][3]["status"], "PENDING");
    assert_eq!(wabas[1]["phone_numbers"].as_array().unwrap().len(), 1);
    assert_eq!(world["businesses"][1]["name"], "Clínica Aurora");
}

#[tokio::test]
async fn a_change_is_answered_and_read_by_graph() {
    let stand = Stand::new();
    let change = json!({
        "quality": "SOMETHING_NEW",
        "reasons": ["SPAM"],
        "throughput_level": "HIGH",
        "profile": {"about": "Novo"},
    });
    let changed = stand.set(&format!("numbers/{COBRANCA}"), change).await;
    assert_eq!(changed["quality"], "SOMETHING_NEW");
    assert_eq!(changed["throughput_level"], "HIGH");
    let fields = "quality_rating,quality_score,throughput";
    let number = stand.read(&format!("/v25.0/{COBRANCA}?fields={fields}")).await;
    assert_eq!(number["quality_rating"], "SOMETHING_NEW");
    assert_eq!(number["quality_score"]["reasons"], json!(["SPAM"]));
    assert!(number["quality_score"]["date"].is_i64());
    assert_eq!(number["throughput"], json!({"level": "HIGH"}));
    let profile = stand
        .read(&format!("/v25.0/{COBRANCA}/whatsapp_business_profile?fields=about,websites"))
        .await;
    assert_eq!(profile["data"], json!([{"messaging_product": "whatsapp", "about": "Novo"}]));
}

#[tokio::test]
async fn the_clock_turns_forward_and_back_with_a_reset() {
    let clock = Clock::default();
    let stand = Stand::with(Settings { clock: clock.clone(), ..Settings::default() });
    let before = clock.now_ms();
    let turned = stand.set("clock", json!({"advance_seconds": 86_400})).await;
    let now = turned["now"].as_i64().unwrap();
    assert!((86_400..86_410).contains(&(now - before / 1000)));
    let back = stand.control("clock", json!({"advance_seconds": -1})).await;
    assert_eq!(back.status, 400);
    stand.set("reset", json!({})).await;
    assert!(clock.now_ms() - before < 60_000);
}

#[tokio::test]
async fn a_reset_brings_the_seeded_world_back_and_keeps_the_subscriptions() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    let seeded = stand.emulator.world();
    stand.subscribe(&callback, "messages").await;
    stand.set(&format!("numbers/{COBRANCA}"), json!({"quality": "RED"})).await;
    let write = json!({"to": COBRANCA, "text": "oi"});
    stand.set("users/5511900000001/messages", write).await;
    stand.set("tokens/system_user/revoke", json!({})).await;
    stand.set("reset", json!({})).await;
    let again = stand.emulator.world();
    for part in ["businesses", "tokens", "users"] {
        assert_eq!(again[part], seeded[part], "{part}");
    }
    assert_eq!(again["app"]["secret"], seeded["app"]["secret"]);
    assert_eq!(again["app"]["callback_url"], callback.url.as_str());
    assert_eq!(stand.emulator.pending_webhooks(), 0);
    let apps = stand.read(&format!("/{BRASIL}/subscribed_apps")).await;
    assert_eq!(apps["data"].as_array().unwrap().len(), 1);
}

fn state_file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("emulator-{name}-{}.json", std::process::id()))
}

#[tokio::test]
async fn a_restart_continues_the_world_from_its_state_file() {
    let file = state_file("restart");
    let settings = |seed| Settings { seed, state_file: Some(file.clone()), ..Settings::default() };
    let (stand, callback) = (Stand::with(settings(7)), Callback::open().await);
    stand.subscribe(&callback, "messages").await;
    let running = stand.run();
    stand.set(&format!("numbers/{COBRANCA}"), json!({"quality": "RED"})).await;
    stand.set("clock", json!({"advance_seconds": 600})).await;
    callback.refuse(1);
    let write = json!({"to": COBRANCA, "text": "oi"});
    stand.set("users/5511955550301/messages", write).await;
    callback.wait_for(1).await;
    running.stop().await;
    let before = stand.emulator.world();
    assert_eq!(stand.emulator.pending_webhooks(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    let again = Stand::with(settings(8));
    let after = again.emulator.world();
    for part in ["app", "businesses", "tokens", "users"] {
        assert_eq!(after[part], before[part], "{part}");
    }
    assert!(after["now"].as_i64().unwrap() >= before["now"].as_i64().unwrap());
    assert_eq!(again.token, stand.token);
    again.read(&format!("/{ATACADO}")).await;
    let running = again.run();
    callback.wait_for(2).await;
    eventually(|| again.emulator.pending_webhooks() == 0).await;
    running.stop().await;
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn a_state_file_that_cannot_be_read_is_said_to_be_so() {
    let file = state_file("broken");
    let open = |text: &str| {
        std::fs::write(&file, text).unwrap();
        emulator::Emulator::open(Settings { state_file: Some(file.clone()), ..Settings::default() })
            .err()
    };
    assert!(matches!(open("{"), Some(OpenError::Unreadable { .. })));
    assert!(matches!(open("{\"version\":99}"), Some(OpenError::Newer { version: 99, .. })));
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn secrets_follow_from_the_seed_and_ids_do_not() {
    let secret = |seed| {
        let stand = Stand::with(Settings { seed, ..Settings::default() });
        (stand.emulator.app().secret, stand.emulator.app().id)
    };
    assert_eq!(secret(1), secret(1));
    assert_ne!(secret(1).0, secret(2).0);
    assert_eq!(secret(2).1, APP);
}

#[tokio::test]
async fn the_names_that_a_number_is_given_are_shown_of_it() {
    let stand = Stand::new();
    let number = || stand.emulator.world()["businesses"][0]["wabas"][0]["phone_numbers"][2].clone();
    assert_eq!((number().get("username"), number().get("new_display_name")), (None, None));
    let names = json!({"username": "casa.ipe", "new_display_name": "Casa Ipê"});
    stand.set(&format!("numbers/{COBRANCA}"), names).await;
    stand.set(&format!("numbers/{COBRANCA}"), json!({"name_status": "DECLINED"})).await;
    let shown = number();
    assert_eq!(
        (&shown["username"], &shown["new_display_name"]),
        (&json!("casa.ipe"), &json!("Casa Ipê"))
    );
    assert_eq!(shown["name_status"], "DECLINED");
}

#[tokio::test]
async fn a_shown_world_can_be_opened_again() {
    let file = state_file("shown");
    let stand = Stand::new();
    let names = json!({"username": "casa.ipe", "new_display_name": "Casa Ipê"});
    stand.set(&format!("numbers/{COBRANCA}"), names).await;
    let shown = stand.emulator.world();
    std::fs::write(&file, shown.to_string()).unwrap();
    let open = || {
        emulator::Emulator::open(Settings {
            seed: 99,
            world_file: Some(file.clone()),
            ..Settings::default()
        })
    };
    let again = open().unwrap().world();
    for part in ["app", "businesses", "users"] {
        let mut expected = shown[part].clone();
        if part == "users" {
            // A user's ids follow from the seed.
            for (user, was) in expected.as_array_mut().unwrap().iter_mut().zip(0..) {
                user["user_id"] = again["users"][was]["user_id"].clone();
            }
        }
        assert_eq!(again[part], expected, "{part}");
    }
    let typo = json!({"businesses": [{"nmae": "x"}]});
    std::fs::write(&file, typo.to_string()).unwrap();
    let error = open().err().unwrap().to_string();
    assert!(error.contains("nmae"), "{error}");
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn over_a_socket_this_machine_is_known_by_its_address() {
    let stand = Stand::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = stand.emulator.router().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    let get = |path: &str| reqwest::get(format!("http://{address}{path}"));
    let world = get("/_control/world").await.unwrap();
    assert_eq!(world.status(), 200);
    let refused = get("/v25.0/me").await.unwrap();
    assert_eq!(refused.status(), 401);
}
