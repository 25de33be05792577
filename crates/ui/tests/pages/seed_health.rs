//! The product's description of Status de Saúde, sentence by sentence.

use serde_json::json;
use ui::Language;

use crate::chains::{self, Chain, OTHER_BUSINESS, OTHER_WABA, PROMO};
use crate::health::entity;
use crate::html::{tags, texts};
use crate::world::{APP, BUSINESS, COBRANCA, WABA};

/// A chain in which one entity is in this state.
fn with(kind: &str, id: &str, can: &str) -> Chain {
    let mut chain = chains::typical();
    chain.say(kind, id, &json!({"can_send_message": can}));
    chain
}

/// A sentence stands beside this entity in its language, and beside no other.
fn check_beside(chain: &Chain, id: &str, sentences: [&str; 3]) {
    for (language, sentence) in Language::ALL.into_iter().zip(sentences) {
        let page = chain.page(language);
        assert!(entity(&page, id).contains(sentence), "{sentence}: {}", entity(&page, id));
        for other in [WABA, BUSINESS, APP].into_iter().filter(|other| *other != id) {
            assert!(!entity(&page, other).contains(sentence), "{sentence} beside {other}");
        }
        assert_eq!(page.matches(sentence).count(), 1, "{sentence}");
    }
}

/// "A aba Status de Saúde apresenta o status do WABA (WhatsApp Business Account), do aplicativo e do
/// Business Manager."
#[test]
fn a_aba_status_de_saude_apresenta_o_status_do_waba_do_aplicativo_e_do_business_manager() {
    for (language, words) in Language::ALL.into_iter().zip([
        ["Disponível", "Limitado", "Bloqueado"],
        ["Available", "Limited", "Blocked"],
        ["Disponible", "Limitado", "Bloqueado"],
    ]) {
        for (kind, id, title) in [
            ("WABA", WABA, "WABA"),
            ("APP", APP, "App"),
            ("BUSINESS", BUSINESS, "Business Manager"),
        ] {
            for (can, word) in ["AVAILABLE", "LIMITED", "BLOCKED"].into_iter().zip(words) {
                let page = with(kind, id, can).page(language);
                let shown = entity(&page, id);
                let marked = format!("data-field=\"can_send_message\" data-value=\"{can}\"");
                for part in [title, word, id, marked.as_str()] {
                    assert!(shown.contains(part), "{kind} {can}: {part}: {shown}");
                }
            }
        }
    }
}

/// "Caso seja identificado algum problema em qualquer um desses componentes, a informação
/// correspondente será exibida no campo Erro, facilitando a identificação e o acompanhamento de
/// possíveis inconsistências."
#[test]
fn caso_seja_identificado_algum_problema_a_informacao_correspondente_sera_exibida_no_campo_erro() {
    for (kind, id) in [("WABA", WABA), ("APP", APP), ("BUSINESS", BUSINESS)] {
        let page = chains::typical().page(Language::PtBr);
        assert!(entity(&page, id).contains("Erro: nenhum"), "{kind}");
        let mut chain = chains::typical();
        let errors = json!([
            {"error_code": 900_001, "error_description": "First of two.", "possible_solution": "Do this."},
            {"error_code": 900_002, "error_description": "Second of two."},
        ]);
        chain.say(kind, id, &json!({"can_send_message": "BLOCKED", "errors": errors}));
        let page = chain.page(Language::PtBr);
        let shown = entity(&page, id);
        let field = shown.split(">Erro</h4>").nth(1).expect("the field Erro");
        for part in ["900001", "First of two.", "Do this.", "900002", "Second of two."] {
            assert!(field.contains(part), "{kind}: {part}");
            // The marks of the field name the codes too.
            let times = page.matches(part).count() - usize::from(part.starts_with('9'));
            assert_eq!(times, 1, "{kind}: {part} beside this one alone");
        }
    }
}

/// "Se o WABA estiver bloqueado, não será possível enviar ou receber mensagens."
#[test]
fn se_o_waba_estiver_bloqueado_nao_sera_possivel_enviar_ou_receber_mensagens() {
    check_beside(
        &with("WABA", WABA, "BLOCKED"),
        WABA,
        [
            "Se o WABA estiver bloqueado, não será possível enviar ou receber mensagens.",
            "If the WABA is blocked, messages can be neither sent nor received.",
            "Si el WABA está bloqueado, no será posible enviar ni recibir mensajes.",
        ],
    );
}

/// "Se o Business estiver limitado, não será possível enviar mensagens, mas será possível receber
/// mensagens, só que haverá limitação de quantidade; ..."
#[test]
fn se_o_business_estiver_limitado_nao_sera_possivel_enviar_mas_sera_possivel_receber_com_limitacao()
{
    check_beside(
        &with("BUSINESS", BUSINESS, "LIMITED"),
        BUSINESS,
        [
            "Se o Business estiver limitado, não será possível enviar mensagens, mas será possível receber mensagens, só que haverá limitação de quantidade.",
            "If the business is limited, messages cannot be sent; they can be received, though in limited quantity.",
            "Si el Business está limitado, no será posible enviar mensajes, pero sí recibirlos, aunque con cantidad limitada.",
        ],
    );
}

/// "... se estiver bloqueado, não recebe e nem envia mensagens."
#[test]
fn se_o_business_estiver_bloqueado_nao_recebe_e_nem_envia_mensagens() {
    check_beside(
        &with("BUSINESS", BUSINESS, "BLOCKED"),
        BUSINESS,
        [
            "Se o Business estiver bloqueado, não recebe e nem envia mensagens.",
            "If the business is blocked, it neither receives nor sends messages.",
            "Si el Business está bloqueado, no recibe ni envía mensajes.",
        ],
    );
}

#[test]
fn as_consequencias_so_aparecem_quando_a_meta_reporta_o_estado() {
    for language in Language::ALL {
        let page = chains::typical().page(language);
        let told = tags(&page)
            .iter()
            .any(|tag| tag.get("class").is_some_and(|class| class.starts_with("consequence")));
        assert!(!told, "nothing follows from entities that are available");
    }
}

/// "Qualquer erro listado nesta página deve ser tratado diretamente com a Meta, pois ela é a
/// responsável pelos dados e qualificações apresentados."
#[test]
fn qualquer_erro_listado_nesta_pagina_deve_ser_tratado_diretamente_com_a_meta() {
    let link = "href=\"https://business.facebook.com/business/help\"";
    for (language, sentence) in Language::ALL.into_iter().zip([
        "Qualquer erro listado nesta página deve ser tratado diretamente com a Meta, pois ela é a responsável pelos dados e qualificações apresentados.",
        "Any error listed on this page must be settled directly with Meta, since Meta is responsible for the data and ratings shown.",
        "Cualquier error listado en esta página debe tratarse directamente con Meta, pues es la responsable de los datos y calificaciones presentados.",
    ]) {
        for state in chains::STATES {
            let page = chains::of_state(state).page(language);
            assert!(page.contains(sentence) && page.contains(link), "{state}");
        }
    }
    // Beside each error, too.
    let page = chains::trouble().page(Language::PtBr);
    assert!(entity(&page, WABA).contains(link));
}

/// "Nosso sistema apenas replica as informações fornecidas pela Meta, sem realizar alterações ou
/// interpretações adicionais."
#[test]
fn nosso_sistema_apenas_replica_as_informacoes_fornecidas_pela_meta() {
    for (language, sentence) in Language::ALL.into_iter().zip([
        "Nosso sistema apenas replica as informações fornecidas pela Meta, sem realizar alterações ou interpretações adicionais.",
        "Our system only replicates the information that Meta provides, without changes or interpretations of its own.",
        "Nuestro sistema solo replica la información que proporciona Meta, sin cambios ni interpretaciones adicionales.",
    ]) {
        for state in chains::STATES {
            assert!(chains::of_state(state).page(language).contains(sentence), "{state}");
        }
        // Meta's words as they came, in every language of the reader, and a value nobody knows raw.
        let page = chains::trouble().page(language);
        for (id, words) in [
            (WABA, "There is an error with the payment method. This will block business initiated conversations."),
            (BUSINESS, "Something that Meta has never said before."),
        ] {
            let quoted = format!("<q lang=\"en\">{words}</q>");
            assert!(entity(&page, id).contains(&quoted), "{words}");
        }
        let raw = "data-field=\"can_send_message\" data-value=\"SOMETIMES\"";
        assert!(entity(&page, APP).contains(raw) && entity(&page, APP).contains(">SOMETIMES<"));
    }
    // What Farol concludes or translates is told apart from what it replicates.
    let page = with("APP", APP, "BLOCKED").page(Language::PtBr);
    assert!(entity(&page, APP).contains("Cálculo"));
    let page = with("WABA", WABA, "BLOCKED").page(Language::PtBr);
    assert!(!entity(&page, WABA).contains("Cálculo"), "the description's own words are none");
    let page = chains::trouble().page(Language::PtBr);
    let (meta, farol) = entity(&page, WABA).split_once("Há um erro na forma").map_or_else(
        || panic!("a translation"),
        |(meta, farol)| (meta.to_owned(), farol.to_owned()),
    );
    assert!(meta.contains("There is an error"), "Meta's own words stand first");
    assert!(farol.contains("Tradução do Farol"));
}

/// All three sentences at once, each beside the entity that it is about and no other.
#[test]
fn cada_consequencia_fica_ao_lado_da_entidade_em_questao() {
    let page = chains::full().page(Language::PtBr);
    let said = [
        (WABA, "Se o WABA estiver bloqueado, não será possível enviar ou receber mensagens."),
        (BUSINESS, "Se o Business estiver limitado, não será possível enviar mensagens"),
        (OTHER_BUSINESS, "Se o Business estiver bloqueado, não recebe e nem envia mensagens."),
    ];
    for (id, sentence) in said {
        for other in [WABA, OTHER_WABA, BUSINESS, OTHER_BUSINESS, APP, COBRANCA, PROMO] {
            let is_there = entity(&page, other).contains(sentence);
            assert_eq!(is_there, other == id, "{sentence} beside {other}");
        }
        assert_eq!(page.matches(sentence).count(), 1, "{sentence}");
    }
}

/// The table says of each state what the description says of it.
#[test]
fn a_tabela_diz_o_mesmo_que_as_frases() {
    let page = chains::typical().page(Language::PtBr);
    let table = page.split("id=\"causes\"").nth(1).expect("a table");
    let rows = texts(table, "<tr>", "</tr>");
    for row in [
        "WABABloqueadoNãoNãoNão Cálculo",
        "Business ManagerLimitadoNãoCom limitação CálculoCom limitação Cálculo",
        "Business ManagerBloqueadoNãoNãoNão Cálculo",
        "App CálculoBloqueadoNão, por este appNão, por este appSem webhooks",
        "Número CálculoBloqueadoEste número, nãoEste número, nãoDepende do motivo",
        "Modelo CálculoBloqueadoSó com outros modelosSimSim",
    ] {
        assert!(rows.iter().any(|told| told == row), "{row}: {rows:?}");
    }
}
