//! Status de saúde: goldens, one element an entity, what is said of each and what follows.

use serde_json::json;
use ui::Language;

use crate::chains::{self, Chain, OTHER_BUSINESS, OTHER_WABA, PROMO};
use crate::golden::check;
use crate::html::{Tag, tags, texts};
use crate::world::{self, APP, BUSINESS, COBRANCA, WABA};

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
    // What it holds may have items of its own; the next entity, or the list's end, is after them.
    let rest = rest.split("<li class=\"chain__").next().unwrap_or_default();
    rest.split("</ul>").next().expect("it ends").to_owned()
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
    let (open, folded) = page.split_once("<details id=\"templates-").expect("some are folded");
    assert!(open.contains("promo_novembro") && open.contains("modelo_3<"));
    assert!(folded.contains("27 modelos disponíveis") && folded.contains("modelo_4<"));
    assert!(entity(&page, PROMO).contains("Pausado"));
    // What was unfolded stays so when other templates come.
    assert!(page.contains(&format!("<details id=\"templates-well-{WABA}\">")));
}

#[test]
fn templates_whose_health_is_not_told_or_that_cannot_be_read_are_folded_too() {
    let mut chain = chains::typical();
    let failure = world::trouble().scope.numbers[0].failure.clone();
    for template in &mut chain.scope.templates {
        template.fields.remove("health_status");
        template.failure = failure.clone();
    }
    let page = chain.page(Language::PtBr);
    let folded = page.split(&format!("<details id=\"templates-unread-{WABA}\">")).nth(1);
    let folded = folded.and_then(|rest| rest.split("</details>").next()).expect("they are folded");
    assert!(folded.contains("<summary>2 modelos sem leitura</summary>"), "{folded}");
    assert!(entity(folded, PROMO).contains("Sem leitura nova desde"));
    assert!(whole(&chain).contains("Sem leitura: 2 modelos. A leitura falha: 2 modelos."));
}

#[test]
fn the_drawing_leads_from_each_entity_to_those_that_hang_from_it() {
    let page = chains::typical().page(Language::PtBr);
    let drawn = |id: &str| -> Vec<String> {
        let tags = tags(&entity(&page, id));
        let rails = tags.iter().filter(|tag| tag.get("class") == Some("rail"));
        let get = |tag: &Tag, name| tag.get(name).unwrap_or_default().to_owned();
        rails.map(|rail| get(rail, "data-at") + &get(rail, "data-shape")).collect()
    };
    assert_eq!(drawn(BUSINESS), ["0stem"]);
    assert_eq!(drawn(WABA), ["0end", "1stem"]);
    assert_eq!(drawn(APP), ["1end", "2stem"]);
    assert_eq!(drawn(COBRANCA), ["2tee"]);
    let page = chains::full().page(Language::PtBr);
    let other = format!("id=\"entity-BUSINESS-{OTHER_BUSINESS}\"");
    let (before, _) = page.split_once(&other).expect("the other business");
    let last = before.rsplit("<li class=\"chain__fold\"").next().expect("the fold");
    assert!(last.contains("data-at=\"1\" data-shape=\"end\""), "{last}");
}

#[test]
fn a_blocked_template_alone_limits_and_does_not_block() {
    let mut chain = chains::typical();
    chain.say("MESSAGE_TEMPLATE", PROMO, &json!({"can_send_message": "BLOCKED"}));
    let page = chain.page(Language::PtBr);
    assert!(page.contains("<b>Geral: Limitado.</b>"), "{page}");
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
    assert_eq!(now(&chains::of_state("empty")), "Sem leitura | Sem leitura | Sem leitura");
    let with = |kind: &str, id: &str, can: &str| {
        let mut chain = chains::typical();
        chain.say(kind, id, &json!({"can_send_message": can}));
        now(&chain)
    };
    assert_eq!(with("BUSINESS", BUSINESS, "LIMITED"), "Não | Com limitação | Com limitação");
    assert_eq!(with("WABA", WABA, "LIMITED"), "Com limitação | Sim | A Meta não informa");
    assert_eq!(with("APP", APP, "BLOCKED"), "Não, por este app | Não, por este app | Sem webhooks");
    assert_eq!(
        with("MESSAGE_TEMPLATE", PROMO, "BLOCKED"),
        "Só com outros modelos | Sim | A Meta não informa"
    );
    assert_eq!(with("APP", APP, "SOMETIMES"), "Desconhecido | Desconhecido | A Meta não informa");
}

#[test]
fn one_numbers_or_one_accounts_trouble_stops_no_other() {
    assert_eq!(
        now(&one_number_blocked()),
        "Não em 1 de 3 números | Não em 1 de 3 números | Depende do motivo em 1 de 3 números"
    );
    // A number that is restricted may still reply.
    let mut chain = chains::typical();
    world::set(&mut chain.scope.numbers[0], "status", json!("RESTRICTED"), 12);
    assert_eq!(now(&chain), "Não em 1 de 3 números | Sim | A Meta não informa");
    // The other account's business is blocked: its number stops, these go on.
    let mut chain = chains::full();
    chain.scope.numbers = chains::typical().scope.numbers;
    chain.say("WABA", WABA, &json!({"can_send_message": "AVAILABLE"}));
    chain.say("BUSINESS", BUSINESS, &json!({"can_send_message": "AVAILABLE"}));
    chain.say("APP", APP, &json!({"can_send_message": "AVAILABLE"}));
    chain.say("SATELLITE", "42", &json!({"can_send_message": "AVAILABLE"}));
    let other = chain.branches[0].numbers.remove(0);
    chain.branches[1].numbers.push(other);
    assert_eq!(
        now(&chain),
        "Não em 1 de 3 números | Não em 1 de 3 números | Não em 1 de 3 números"
    );
    assert!(whole(&chain).contains("Podem iniciar conversas: 2 de 3 números ativos."));
}

/// The sentence on top.
fn whole(chain: &Chain) -> String {
    let page = chain.page(Language::PtBr);
    let text = page.split("<p role=\"status\">").nth(1).expect("a sentence");
    let text = text.split("</p>").next().expect("it ends");
    text.replace("<b>", "").replace("</b>", "")
}

#[test]
fn the_sentence_on_top_counts_and_leaves_out_who_is_not_registered_yet() {
    assert_eq!(
        whole(&chains::typical()),
        "Geral: Disponível. Podem iniciar conversas: 3 de 3 números ativos. \
         1 número ainda não registrado não entra nesta soma."
    );
    let mut chain = chains::typical();
    let pending = "106540352242404";
    chain.say("PHONE_NUMBER", pending, &json!({"can_send_message": "BLOCKED"}));
    assert!(whole(&chain).starts_with("Geral: Disponível. Podem"), "nobody expects it to send");
    assert_eq!(
        whole(&chains::trouble()),
        "Geral: Bloqueado. Com bloqueio: 1 WABA, 1 modelo, 1 outra peça. \
         Com limitação: 1 Business Manager. Em estado que o Farol não conhece: 1 App. \
         Sem leitura: 1 modelo. Com leitura antiga: 1 número. A leitura falha: 1 número. \
         Podem iniciar conversas: 0 de 3 números ativos."
    );
    assert_eq!(whole(&chains::of_state("empty")), "Geral: sem leitura.");
    let mut chain = chains::typical();
    let scope = &mut chain.scope;
    for replica in scope.wabas.iter_mut().chain(&mut scope.numbers).chain(&mut scope.templates) {
        replica.fields.remove("health_status");
        replica.read_at = None;
    }
    assert!(
        whole(&chain).starts_with("Geral: sem leitura. Sem leitura: 1 Business Manager, 1 WABA")
    );
}

#[test]
fn an_old_reading_is_no_good_news() {
    let mut chain = chains::typical();
    let tone = |chain: &Chain| {
        let page = chain.page(Language::PtBr);
        let tags = tags(&page);
        let whole = tags.iter().find(|tag| tag.get("id") == Some("whole"));
        whole.and_then(|tag| tag.get("data-tone")).unwrap_or_default().to_owned()
    };
    assert_eq!(tone(&chain), "ok");
    let number = &mut chain.scope.numbers[0];
    let health = number.fields["health_status"].value.clone();
    world::set(number, "health_status", health, 3 * 3600);
    number.read_at = Some(world::ago(3 * 3600));
    assert_eq!(tone(&chain), "warn");
    assert!(whole(&chain).starts_with("Geral: Disponível. Com leitura antiga: 1 número."));
    let shown = entity(&chain.page(Language::PtBr), "106540352242101");
    assert!(
        shown.contains("data-old") && shown.contains("Disponível"),
        "it stays, marked: {shown}"
    );
}

#[test]
fn the_overviews_cards_say_the_same() {
    let mut world = world::typical();
    let mut chain = chains::typical();
    for (kind, id, can, flows) in [
        ("WABA", WABA, "BLOCKED", ["Parado", "Parado"]),
        ("BUSINESS", BUSINESS, "LIMITED", ["Parado", "Quantidade limitada"]),
        ("BUSINESS", BUSINESS, "BLOCKED", ["Parado", "Parado"]),
        ("BUSINESS", BUSINESS, "AVAILABLE", ["Sem restrição", "Desconhecido"]),
    ] {
        chain.say(kind, id, &json!({"can_send_message": can}));
        world.scope.wabas = chain.scope.wabas.clone();
        world.scope.numbers = chain.scope.numbers.clone();
        let overview = world.overview(Language::PtBr);
        let card = overview.split(&format!("id=\"entity-{kind}-{id}\"")).nth(1).expect("a card");
        let card = card.split("</article>").next().expect("it ends");
        let told = texts(card, "<dd>", "</dd>");
        assert_eq!(told[..2], flows, "{kind} {can}");
        let shown = entity(&chain.page(Language::PtBr), id);
        let said = |html: &str| texts(html, "<p class=\"consequence sm\">", "</p>");
        assert_eq!(said(card), said(&shown), "{kind} {can}");
        let marked = format!("data-field=\"can_send_message\" data-value=\"{can}\"");
        assert!(card.contains(&marked) && shown.contains(&marked), "{kind} {can}");
    }
}
