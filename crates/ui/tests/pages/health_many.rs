//! Status de saúde of many numbers: those that are well behind one line, each still an element.

use serde_json::json;
use ui::Language;

use crate::health::entity;
use crate::health_history::many;
use crate::world::{self, WABA};

#[test]
fn of_many_numbers_those_that_are_well_are_folded_and_each_still_has_its_element() {
    let mut chain = many(40);
    chain.say("PHONE_NUMBER", "206540352200007", &json!({"can_send_message": "BLOCKED"}));
    world::set(&mut chain.scope.numbers[8], "status", json!("FLAGGED"), 12);
    world::set(&mut chain.scope.numbers[9], "status", json!("A_NEW_STATE"), 12);
    chain.scope.numbers[10].failure = world::trouble().scope.numbers[0].failure.clone();
    let page = chain.page(Language::PtBr);
    let fold = format!("<details id=\"numbers-well-{WABA}\">");
    let (open, folded) = page.split_once(&fold).expect("they are folded");
    let folded = folded.split("</details>").next().expect("it ends");
    assert!(folded.contains("<summary>36 números conectados e disponíveis</summary>"), "{folded}");
    for troubled in ["00007", "00008", "00009", "00010"] {
        let element = format!("id=\"entity-PHONE_NUMBER-2065403522{troubled}\"");
        assert!(open.contains(&element) && !folded.contains(&element), "{troubled}");
    }
    assert_eq!(page.matches("data-entity=\"PHONE_NUMBER\"").count(), 40);
    let well = entity(folded, "206540352200011");
    for part in [
        "Loja 11",
        "+55 11 96555-0011",
        "206540352200011",
        "Disponível",
        "Erro: nenhum",
        "data-field=\"can_send_message\" data-value=\"AVAILABLE\" data-how=\"read\" data-at=",
        "data-field=\"errors\" data-value=\"\"",
    ] {
        assert!(well.contains(part), "{part}: {well}");
    }
}

#[test]
fn all_of_many_are_counted_and_a_few_are_not_folded() {
    let page = many(40).page(Language::PtBr);
    assert!(page.contains("<b>Geral: Disponível.</b>"), "what is folded is counted");
    assert!(page.contains("Podem iniciar conversas: 40 de 40 números ativos."));
    let page = many(12).page(Language::PtBr);
    assert!(!page.contains("numbers-well-"), "a dozen is looked through at a glance");
}

#[test]
fn a_thousand_numbers_are_told_in_little() {
    let page = many(1_000).page(Language::PtBr);
    assert_eq!(page.matches("data-entity=\"PHONE_NUMBER\"").count(), 1_000);
    assert_eq!(page.matches("class=\"hist__row\"").count(), 4, "they share their days");
    let per_number = page.len() / 1_000;
    assert!(per_number < 1_100, "{per_number} bytes a number");
}
