//! Status de saúde: goldens, one element an entity, what is said of each and what follows.

use serde_json::json;
use ui::Language;

use crate::chains::{self, Chain, OTHER_WABA, PROMO};
use crate::golden::check;
use crate::html::tags;
use crate::world::{APP, BUSINESS, COBRANCA, WABA};

#[test]
fn in_every_state() {
    for state in chains::STATES {
        let page = chains::of_state(state).page(Language::PtBr);
        check(&format!("health-{state}-pt-BR"), &page);
    }
    for language in [Language::En, Language::Es] {
        let page = chains::typical().page(language);
        check(&format!("health-typical-{}", language.tag()), &page);
    }
}

/// The element of an entity, from its tag to the next entity's.
pub fn entity(page: &str, id: &str) -> String {
    let start = page.find(&format!("-{id}\" data-entity=")).unwrap_or_else(|| panic!("no {id}"));
    let rest = &page[start..];
    rest.split("</li>").next().expect("it ends").to_owned()
}

#[test]
fn each_entity_has_one_element_in_no_other_entitys() {
    for state in chains::STATES {
        let page = chains::of_state(state).page(Language::PtBr);
        let tags = tags(&page);
        let ids: Vec<&str> = tags
            .iter()
            .filter(|tag| tag.get("data-entity").is_some())
            .filter_map(|t| t.get("id"))
            .collect();
        let mut distinct = ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), ids.len(), "{state}");
        for piece in page.split("<li class=\"chain__entity\"").skip(1) {
            let own = piece.split("</li>").next().expect("it ends");
            assert!(
                !own.contains("data-entity=\"") || own.matches("data-entity=\"").count() == 1,
                "{own}"
            );
        }
    }
}

#[test]
fn with_several_accounts_the_one_app_stands_once_and_before_them() {
    let page = chains::full().page(Language::PtBr);
    let place = |id: &str| page.find(&format!("-{id}\" data-entity=")).expect("it is there");
    assert!(place(APP) < place(BUSINESS) && place(BUSINESS) < place(WABA));
    assert!(place(WABA) < place(COBRANCA) && place(COBRANCA) < place(OTHER_WABA));
    let page = chains::typical().page(Language::PtBr);
    let place = |id: &str| page.find(&format!("-{id}\" data-entity=")).expect("it is there");
    assert!(
        place(BUSINESS) < place(WABA) && place(WABA) < place(APP) && place(APP) < place(COBRANCA)
    );
}

#[test]
fn available_templates_are_folded_and_troubled_ones_are_not() {
    let page = chains::full().page(Language::PtBr);
    let (open, folded) = page.split_once("<details id=\"well-").expect("some are folded");
    assert!(open.contains("promo_novembro") && open.contains("modelo_3<"));
    assert!(folded.contains("27 modelos disponíveis") && folded.contains("modelo_4<"));
    assert!(entity(&page, PROMO).contains("Pausado"));
}

#[test]
fn metas_words_are_quoted_and_translated_only_when_they_are_known() {
    let page = chains::trouble().page(Language::PtBr);
    let waba = entity(&page, WABA);
    for shown in [
        "<code class=\"strong\">141006</code>",
        "<q lang=\"en\">There is an error with the payment method. This will block business initiated conversations.</q>",
        "Há um erro na forma de pagamento.",
        "Adicione uma nova forma de pagamento à conta.",
        "Tradução do Farol",
        "Tratar com a Meta",
    ] {
        assert!(waba.contains(shown), "{shown}: {waba}");
    }
    let business = entity(&page, BUSINESS);
    // Errors may come with LIMITED, and a code may be text.
    assert!(business.contains("141010") && business.contains("Limitado"));
    let remark = "<q lang=\"en\">Something that Meta has never said before.</q></p></dd>";
    assert!(business.contains(remark), "an unknown sentence has no translation: {business}");
    let english = chains::trouble().page(Language::En);
    assert!(!entity(&english, WABA).contains("translation"), "Meta's language is the reader's");
}

#[test]
fn what_is_not_known_is_shown_raw_and_what_was_not_read_is_said() {
    let page = chains::trouble().page(Language::PtBr);
    assert!(entity(&page, APP).contains("SOMETIMES"));
    let satellite = entity(&page, "42");
    assert!(satellite.contains("SATELLITE") && satellite.contains("Out of orbit."), "{satellite}");
    let unread = entity(&page, "1215230984417763");
    assert!(unread.contains("Erro: Sem leitura"), "{unread}");
    let well = entity(&page, COBRANCA);
    assert!(well.contains("Erro: nenhum"), "{well}");
    // SIP is no part of sending messages; it is said when there is something to say.
    assert!(entity(&page, APP).contains("SIP"));
    assert!(!chains::typical().page(Language::PtBr).contains("SIP"));
}

/// The row of the table that says what holds now.
fn now(chain: &Chain) -> String {
    let page = chain.page(Language::PtBr);
    let row = page.split("<tr data-now>").nth(1).and_then(|rest| rest.split("</tr>").next());
    let row = row.expect("a row of now");
    let cells = row.split("class=\"cell\"").skip(1);
    let word = |cell: &str| {
        let text = cell.split("<span>").nth(1).expect("a word");
        text.split(['<']).next().expect("a word").trim().to_owned()
    };
    cells.map(word).collect::<Vec<_>>().join(" | ")
}

/// Cobrança blocked alone.
fn one_number_blocked() -> Chain {
    let mut chain = chains::typical();
    let errors = json!([{"error_code": 138_024, "error_description": "SIP is not enabled."}]);
    chain.say("PHONE_NUMBER", COBRANCA, &json!({"can_send_message": "BLOCKED", "errors": errors}));
    chain
}

#[test]
fn what_holds_now_follows_from_all_of_them() {
    assert_eq!(now(&chains::typical()), "Sim | Sim | A Meta não informa");
    assert_eq!(now(&chains::trouble()), "Não | Não | Não");
    let limited = Some("Com limitação | Com limitação | A Meta não informa".to_owned());
    assert_eq!(Some(now(&one_number_blocked())), limited, "the others go on");
    let mut chain = chains::typical();
    chain.say("BUSINESS", BUSINESS, &json!({"can_send_message": "LIMITED"}));
    assert_eq!(now(&chain), "Não | Com limitação | Com limitação");
    let mut chain = chains::typical();
    chain.say("APP", APP, &json!({"can_send_message": "BLOCKED"}));
    assert_eq!(now(&chain), "Não, por este app | Não, por este app | Sem webhooks");
    let mut chain = chains::typical();
    chain.say("MESSAGE_TEMPLATE", PROMO, &json!({"can_send_message": "BLOCKED"}));
    assert_eq!(now(&chain), "Só com outros modelos | Sim | A Meta não informa");
}

#[test]
fn the_sentence_on_top_counts_and_leaves_out_who_is_not_registered_yet() {
    let whole = |chain: &Chain| {
        let page = chain.page(Language::PtBr);
        let text = page.split("<p role=\"status\">").nth(1).expect("a sentence");
        let text = text.split("</p>").next().expect("it ends");
        text.replace("<b>", "").replace("</b>", "")
    };
    assert_eq!(
        whole(&chains::typical()),
        "Geral: Disponível. 1 número ainda não registrado fica fora da conta."
    );
    let sentence = whole(&chains::trouble());
    for part in [
        "Geral: Bloqueado.",
        "3 peças bloqueadas.",
        "1 limitada.",
        "1 em estado que o Farol não conhece.",
        "1 sem leitura.",
    ] {
        assert!(sentence.contains(part), "{part}: {sentence}");
    }
    let mut chain = chains::typical();
    for replica in chain
        .scope
        .wabas
        .iter_mut()
        .chain(&mut chain.scope.numbers)
        .chain(&mut chain.scope.templates)
    {
        replica.fields.remove("health_status");
        replica.read_at = None;
    }
    assert!(whole(&chain).starts_with("Geral: sem leitura."));
}
