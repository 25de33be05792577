//! What stood beside a fall in quality, in the real program: sends, failures, people who left and a
//! template that was paused, each heard by its own webhook or reading.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod program;

use program::{Demo, eventually};
use serde_json::json;

const VENDAS: &str = "104857736119203";
const PROMO: &str = "1204857736119218";

/// The part of a number's page with this id, without its marks.
async fn part(demo: &Demo, cookie: &str, id: &str) -> String {
    let page = demo.get(&format!("/numbers/{VENDAS}"), Some(cookie)).await.text;
    let part = page.split(&format!("id=\"{id}\"")).nth(1).unwrap_or_default();
    let part = part.split("</section>").next().unwrap_or_default();
    part.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_a_fall_stand_the_sends_the_failures_the_people_who_left_and_the_templates() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let cookie = demo.owner().await;
    eventually("the first readings are there", async || {
        part(&demo, &cookie, "place").await.contains("Conectado")
    })
    .await;
    let people = ["5511955550301", "5511955550302", "5511955550303"];
    let promotion = json!({"from": VENDAS, "to": people, "category": "marketing"});
    demo.control("sends", promotion.clone()).await;
    let stop = json!({"to": VENDAS, "marketing": "stop"});
    demo.control(&format!("users/{}/preferences", people[0]), stop).await;
    demo.control("sends", promotion).await;
    demo.control(&format!("templates/{PROMO}"), json!({"quality": "RED"})).await;
    eventually("each has its row", async || {
        let lane = part(&demo, &cookie, "lane").await;
        let rows = ["Marketing enviadas 5 no", "Falhas 1 no", "Saídas do marketing 1 no"];
        rows.iter().all(|row| lane.contains(row)) && lane.contains("Mudanças de modelos")
    })
    .await;
    let fall = json!({"quality": "RED", "reasons": ["DID_NOT_SIGN_UP"]});
    demo.control(&format!("numbers/{VENDAS}"), fall).await;
    eventually("the fall has what went before it", async || {
        let lane = part(&demo, &cookie, "lane").await;
        let before = lane.split("De Verde para Vermelho").nth(1).unwrap_or_default();
        ["Saídas do marketing1 nas 48 h antes", "promo_novembro: Qualidade"]
            .iter()
            .all(|words| before.contains(words))
    })
    .await;
}
