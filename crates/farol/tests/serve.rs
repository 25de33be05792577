//! `farol serve` behind a proxy that speaks TLS, with the emulator as Meta: from nothing to a
//! connected number, over a restart, and what it refuses.

mod house;
mod program;

use std::path::Path;

use house::{CLIENT, House, PASSWORD};
use program::{eventually, farol, free_port, run, sign, webhook};
use serde_json::{Value, json};

#[tokio::test]
async fn from_nothing_to_a_connected_number_behind_a_proxy_and_over_a_restart() {
    let house = House::build().await;
    let served = house.serve();
    assert_eq!(served.1["console"], house.base_url);
    eventually("Meta agrees to send webhooks", async || {
        house.metrics().await.contains("farol_webhooks_subscribed 1")
    })
    .await;

    // The link sets a password, once.
    let link = house.link();
    let token = link.strip_prefix(&format!("{}/password/reset?link=", house.base_url));
    let token = token.expect("at the console's address").to_owned();
    assert_eq!(house.get(&link, "").await.0, 200);
    let set = json!({"link": token, "new": PASSWORD, "again": PASSWORD});
    assert_eq!(house.post("/password/reset", &set).await.status(), 303);
    assert_eq!(house.get(&link, "").await.0, 410, "it works once");
    let cookie = house.log_in().await;
    for part in ["__Host-farol=", "Secure", "HttpOnly", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().expect("a cookie").to_owned();

    // The account is connected by the code of Meta's popup, and the first webhook comes.
    let (message, code) = house.popup().await;
    let ask = async |path: &str, body: Value| {
        let request = house.http.post(format!("{}{path}", house.base_url)).json(&body);
        let request = request.header("origin", &house.base_url).header("cookie", &cookie);
        let answer = request.send().await.expect("answered");
        answer.json::<Value>().await.expect("JSON")
    };
    let nonce = ask("/connect/nonce", json!({})).await["nonce"].clone();
    let begun =
        ask("/connect/code", json!({"nonce": nonce, "code": code, "message": message})).await;
    assert!(begun["signup"].is_string(), "{begun}");
    let told: Value = serde_json::from_str(&message).expect("JSON");
    let number = told["data"]["phone_number_id"].as_str().expect("a number").to_owned();
    eventually("the login waits for its first webhook", async || {
        let page = house.page("/connect", &cookie).await;
        page.contains("data-stage=\"awaiting\"") || page.contains("data-stage=\"connected\"")
    })
    .await;
    house.customer_writes(&number).await;
    eventually("the number is connected", async || {
        house.page("/connect", &cookie).await.contains("data-stage=\"connected\"")
    })
    .await;
    let listed = format!("/numbers/{number}");
    assert!(house.page(&listed, &cookie).await.contains(&number));

    // Everything is there after a restart, the session too.
    assert_eq!(served.stop(), Some(0), "SIGTERM ends it in order");
    let _served = house.serve();
    assert!(house.page(&listed, &cookie).await.contains(&number));
    let log = house.page("/settings", &cookie).await;
    assert!(log.contains(CLIENT), "the session's place is the client's, not the proxy's");

    // Whom to ask stands in every box of Meta's errors, also of a code that nobody knows here.
    let error = json!({"error_code": 987_654, "error_description": "Something of Meta's"});
    let blocked = json!({"can_send_message": "BLOCKED", "errors": [error]});
    let control = house.http.post(format!("{}/_control/numbers/{number}", house.meta));
    let set = control.json(&blocked).send().await.expect("answered");
    assert!(set.status().is_success(), "{set:?}");
    for path in ["/health", listed.as_str()] {
        eventually("the error is shown with whom to ask", async || {
            let page = house.page(path, &cookie).await;
            let error =
                page.split("class=\"metamsg\"").skip(1).find(|text| text.contains("987654"));
            error.is_some_and(|error| {
                let end = error.find("data-entity=").unwrap_or(error.len());
                error[..end].contains("data-support") && error[..end].contains("Suporte Ipê")
            })
        })
        .await;
    }
    drop(house.emulator);
}

#[tokio::test]
async fn what_comes_from_outside_is_believed_of_nobody_but_the_proxy() {
    let house = House::build().await;
    let _served = house.serve();
    let login = format!("{}/login", house.base_url);
    let (status, headers, text) = house.get(&login, "").await;
    assert_eq!(status, 200);
    assert!(headers["strict-transport-security"].to_str().expect("text").starts_with("max-age="));
    let host = house.base_url.trim_start_matches("https://");
    assert!(text.contains(host), "the page says where it is");
    for path in ["/login", "/missing"] {
        let page = house.page(path, "").await;
        assert!(page.contains("Suporte Ipê") && page.contains("mailto:ajuda@casaipe.example"));
    }

    // Another Host is not taken up anywhere.
    for path in ["/login", "/overview", "/missing", "/password/forgot"] {
        let request =
            house.http.get(format!("{}{path}", house.inside)).header("host", "evil.example");
        let answer = request.send().await.expect("answered");
        let location = answer.headers().get("location").cloned();
        assert!(location.is_none_or(|to| to.as_bytes().starts_with(b"/")), "{path}");
        assert!(!answer.text().await.expect("a body").contains("evil.example"), "{path}");
    }

    // A form at another address is refused, with the one at which it is taken.
    let form = json!({"email": house::OWNER, "password": PASSWORD});
    let sent = house.http.post(format!("{}/login", house.inside)).form(&form);
    let answer = sent.header("origin", "http://192.0.2.1:8080").send().await.expect("answered");
    assert_eq!(answer.status(), 403);
    assert!(answer.headers().contains_key("content-security-policy"));
    assert!(answer.text().await.expect("a page").contains(&house.base_url));

    // A page in the clear is asked for again by HTTPS, at the console's own address.
    let plain = house.http.get(format!("{}/login?x=1", house.inside));
    let plain = plain.header("x-forwarded-proto", "http").header("host", "evil.example");
    let answer = plain.send().await.expect("answered");
    assert_eq!(answer.status(), 308);
    assert_eq!(answer.headers()["location"], format!("{}/login?x=1", house.base_url));

    // The counters are for whoever has the token, and for nobody else, this machine included.
    let metrics = format!("{}/metrics", house.base_url);
    assert_eq!(house.get(&metrics, "").await.0, 403);
    assert_eq!(house.get(&format!("{}/metrics", house.inside), "").await.0, 403);
    assert!(house.metrics().await.contains("farol_inbox_accepted_total"));

    // A webhook is Meta's by its signature, whoever passes it on.
    let body = webhook("102290129340398", "account_update", json!({"event": "X"}));
    let secret = house.world["app"]["secret"].as_str().expect("a secret");
    for (signature, status) in [(sign(secret, &body), 200), (sign("another", &body), 401)] {
        let request = house.http.post(format!("{}/webhooks/meta", house.base_url));
        let request = request.header("x-hub-signature-256", signature).body(body.clone());
        assert_eq!(request.send().await.expect("answered").status(), status);
    }
}

#[tokio::test]
async fn each_way_to_fail_at_the_start_has_its_exit_code() {
    let house = House::build().await;
    let serve = |path: &Path| {
        let output = run(farol().args(["serve", "--config"]).arg(path));
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    assert_eq!(run(farol().arg("serve")).status.code(), Some(2));
    let (code, words) = serve(Path::new("/nowhere/farol.toml"));
    assert_eq!(code, Some(3), "{words}");
    let running = house.serve();
    let (code, words) = serve(&house.settings());
    assert_eq!(code, Some(5), "{words}");
    let other = format!("127.0.0.1:{}", free_port());
    let mut beside = farol();
    beside.args(["serve", "--config"]).arg(house.settings()).env("FAROL_LISTEN", &other);
    assert_eq!(run(&mut beside).status.code(), Some(4), "the data is in use");
    assert_eq!(running.stop(), Some(0));
    std::fs::remove_file(house.folder.path().join("key")).expect("removed");
    assert_eq!(serve(&house.settings()).0, Some(3), "no key");
}
