//! What Meta says that Farol does not know: shown as it came with a sentence, told, kept, and counted
//! in nothing.

mod program;

use program::{Demo, eventually, words};
use serde_json::json;

const COBRANCA: &str = "106540352242922";
const VENDAS: &str = "104857736119203";
const BUSINESS: &str = "506914307656634";

struct Office {
    demo: Demo,
    cookie: String,
    _folder: tempfile::TempDir,
}

impl Office {
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let demo = Demo::start(folder.path(), &["--no-story"]);
        let office = Self { cookie: demo.owner().await, demo, _folder: folder };
        for number in [COBRANCA, VENDAS] {
            office.shows(&format!("/numbers/{number}"), "Verde · alta").await;
        }
        office
    }

    async fn words(&self, path: &str) -> String {
        words(&self.demo.get(path, Some(&self.cookie)).await.text)
    }

    async fn shows(&self, path: &str, said: &str) {
        eventually(said, async || self.words(path).await.contains(said)).await;
    }

    /// Whether this turn of a field was kept.
    fn has_change(&self, field: &str, before: &str, after: &str) -> bool {
        self.demo.changes().iter().any(|change| {
            change["field"] == field && change["before"] == before && change["after"] == after
        })
    }
}

#[tokio::test]
async fn an_unknown_status_is_shown_as_it_came_told_in_a_sentence_and_kept() {
    let office = Office::open().await;
    let page = format!("/numbers/{COBRANCA}");
    office.demo.control(&format!("numbers/{COBRANCA}"), json!({"status": "FROZEN"})).await;
    let said = "A Meta informa um estado que o Farol não conhece. Ele é mostrado como veio, sem \
                interpretação.";
    office.shows(&page, said).await;
    office.shows("/numbers", said).await;
    assert!(office.words("/numbers").await.contains("FROZEN"));
    let list = office.words("/activity/notices").await;
    assert!(list.contains("Valor que o Farol não conhece · Cobrança"), "{list}");
    assert!(list.contains("passou de Conectado para FROZEN"), "{list}");
    let export = office.demo.get("/numbers.csv", Some(&office.cookie)).await.text;
    assert!(
        export.lines().any(|line| line.contains("FROZEN") && line.contains(COBRANCA)),
        "{export}"
    );
    // The number goes on being read, and its way out is kept as its way in.
    office.demo.control(&format!("numbers/{COBRANCA}"), json!({"status": "CONNECTED"})).await;
    office.shows(&page, "FROZEN De ").await;
    assert!(office.has_change("status", "CONNECTED", "FROZEN"));
    eventually("the way out", async || office.has_change("status", "FROZEN", "CONNECTED")).await;
}

#[tokio::test]
async fn a_tier_never_seen_is_shown_as_it_came_and_counted_in_nothing() {
    let office = Office::open().await;
    let limit = json!({"whatsapp_business_manager_messaging_limit": "TIER_5M"});
    office.demo.control(&format!("businesses/{BUSINESS}"), limit).await;
    let said = "A Meta informa o limite “TIER_5M”, que o Farol não conhece: é mostrado como veio e \
                não entra em contas.";
    office.shows("/numbers", said).await;
    office.shows(&format!("/numbers/{VENDAS}"), "Limite do portfólio: TIER_5M").await;
    let list = office.words("/activity/notices").await;
    assert!(list.contains("Limite do portfólio: passou de 10.000 para TIER_5M"), "{list}");
    // Whoever counts against it gets no number that nobody knows.
    let what_if = office.words("/numbers?send=600").await;
    assert!(what_if.contains(said) && !what_if.contains("NaN"), "{what_if}");
    let limit = json!({"whatsapp_business_manager_messaging_limit": "TIER_10K"});
    office.demo.control(&format!("businesses/{BUSINESS}"), limit).await;
    eventually("a limit that is known again", async || {
        !office.words("/numbers").await.contains("TIER_5M")
    })
    .await;
    let field = "whatsapp_business_manager_messaging_limit";
    assert!(office.has_change(field, "TIER_10K", "TIER_5M"));
    assert!(office.has_change(field, "TIER_5M", "TIER_10K"));
}
