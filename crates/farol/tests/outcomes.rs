//! What comes of low quality under both of Meta's rule sets, as a number's page tells it afterwards.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod program;

use program::{Demo, eventually};
use serde_json::json;

const WABA: &str = "102290129340398";
const COBRANCA: &str = "106540352242922";
const DAY: u64 = 24 * 60 * 60;

/// The part of a number's page with this id, without its marks.
async fn part(demo: &Demo, cookie: &str, number: &str, id: &str) -> String {
    let page = demo.get(&format!("/numbers/{number}"), Some(cookie)).await.text;
    let part = page.split(&format!("id=\"{id}\"")).nth(1).unwrap_or_default();
    let part = part.split("</section>").next().unwrap_or_default();
    part.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text)).collect()
}

/// A demo whose first readings are there; the account goes by these rules.
async fn demo(folder: &std::path::Path, rules: &str) -> (Demo, String) {
    let demo = Demo::start(folder, &["--no-story"]);
    let cookie = demo.owner().await;
    demo.control(&format!("wabas/{WABA}"), json!({"rules": rules})).await;
    let is_connected = async || part(&demo, &cookie, COBRANCA, "place").await.contains("Conectado");
    eventually("the first readings are there", is_connected).await;
    (demo, cookie)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flagged_number_that_recovers_in_time_keeps_its_limit_and_its_history() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, cookie) = demo(folder.path(), "legacy").await;
    let number = async |change| demo.control(&format!("numbers/{COBRANCA}"), change).await;
    let place = async || part(&demo, &cookie, COBRANCA, "place").await;
    number(json!({"messaging_limit_tier": "TIER_100K", "quality": "RED"})).await;
    eventually("its limit is read", async || place().await.contains("100.000")).await;
    number(json!({"status": "FLAGGED"})).await;
    eventually("both ways are shown", async || {
        let place = place().await;
        ["Dia 1 de 7", "com o limite de 100.000", "pode reduzir o limite para 10.000"]
            .iter()
            .all(|words| place.contains(words))
    })
    .await;
    demo.control("clock", json!({"advance_seconds": 2 * DAY + 60})).await;
    eventually("the clock goes on", async || place().await.contains("Dia 3 de 7")).await;
    number(json!({"quality": "YELLOW"})).await;
    demo.control("clock", json!({"advance_seconds": DAY})).await;
    let outcome = "Voltou a Conectado, com o mesmo limite: 100.000.";
    eventually("what came of it", async || place().await.contains(outcome)).await;
    assert!(!place().await.contains("Pode ir para"), "{}", place().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn by_the_rules_of_portfolios_low_quality_neither_flags_a_number_nor_lowers_its_limit() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, cookie) = demo(folder.path(), "portfolio").await;
    let limit = "10.000";
    let low = json!({"quality": "RED", "reasons": ["SPAM"]});
    demo.control(&format!("numbers/{COBRANCA}"), low).await;
    let head = async || part(&demo, &cookie, COBRANCA, "place").await;
    let quality = async || part(&demo, &cookie, COBRANCA, "quality").await;
    let is_low = async || quality().await.contains("para Vermelho");
    eventually("the quality is read", is_low).await;
    for _ in 0..8 {
        demo.control("clock", json!({"advance_seconds": DAY})).await;
    }
    eventually("it is read again after eight days", async || {
        quality().await.contains("Sem leitura por") && head().await.contains(limit)
    })
    .await;
    let place = head().await;
    assert!(place.contains("Conectado") && !place.contains("Sinalizado"), "{place}");
    let page = demo.get(&format!("/numbers/{COBRANCA}"), Some(&cookie)).await.text;
    let rule = "O estado Sinalizado não existe mais, e uma queda de qualidade não reduz o limite";
    assert!(page.contains(rule) && page.contains("Por portfólio, desde 7 out 2025"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_quality_of_each_day_stays_on_the_page_when_its_changes_are_past_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, cookie) = demo(folder.path(), "portfolio").await;
    let quality = async |cookie: &str| part(&demo, cookie, COBRANCA, "quality").await;
    demo.control(&format!("numbers/{COBRANCA}"), json!({"quality": "YELLOW"})).await;
    eventually("it fell", async || quality(&cookie).await.contains("para Amarelo")).await;
    demo.control("clock", json!({"advance_seconds": 200 * DAY})).await;
    // Days are settled once an hour.
    demo.control("clock", json!({"advance_seconds": 2 * 3_600})).await;
    // No session lasts for so long.
    let person = json!({"email": demo.ready["email"], "password": demo.ready["password"]});
    let answer = demo.post_form("/login", &person, &[]).await;
    let cookie = answer.headers.iter().find(|(name, _)| name == "set-cookie");
    let cookie = cookie.and_then(|(_, value)| value.split(';').next()).expect("a session");
    eventually("the day is told when its change is not", async || {
        let quality = quality(cookie).await;
        let past = quality.split("Antes deste período, dia a dia").nth(1).unwrap_or_default();
        past.contains("Amarelo") && !quality.contains("para Amarelo")
    })
    .await;
}
