//! The product's description of Qualidade do número, sentence by sentence, as the pages say it; what
//! holds is in `domain/tests/seed_quality.rs`.

use serde_json::json;
use ui::Language;

use crate::explanations::{about, page_of};
use crate::html::tags;
use crate::standing;
use crate::world;

/// The explanation of a quality says these sentences, one in each language.
fn check(quality: &str, sentences: [&str; 3]) {
    for (language, sentence) in Language::ALL.into_iter().zip(sentences) {
        let page = page_of("CONNECTED", quality, language);
        let about = about(&page, &format!("about-quality-{}", quality.to_lowercase()));
        assert!(about.contains(sentence), "{quality}: {sentence}: {about}");
        let listed = world::full().numbers(language);
        assert!(listed.contains(sentence), "{quality} in the list: {sentence}");
    }
}

const ALL: [&str; 4] = ["GREEN", "YELLOW", "RED", "UNKNOWN"];

/// "A classificação de qualidade é baseada em como as mensagens foram recebidas pelos destinatários nos
/// últimos 7 dias e é ponderada pela mais recente."
#[test]
fn a_classificacao_e_baseada_em_como_as_mensagens_foram_recebidas_nos_ultimos_7_dias() {
    for quality in ALL {
        check(
            quality,
            [
                "A classificação de qualidade é baseada em como as mensagens foram recebidas pelos destinatários nos últimos 7 dias e é ponderada pela mais recente.",
                "The quality rating is based on how messages were received by recipients over the past 7 days and is weighted by recency.",
                "La calificación de calidad se basa en cómo los destinatarios recibieron los mensajes en los últimos 7 días y se pondera por lo más reciente.",
            ],
        );
    }
}

/// "Ela é determinada por uma combinação de sinais de qualidade das conversas entre empresas e
/// usuários."
#[test]
fn ela_e_determinada_por_uma_combinacao_de_sinais_de_qualidade() {
    check(
        "GREEN",
        [
            "Ela é determinada por uma combinação de sinais de qualidade das conversas entre empresas e usuários.",
            "It is determined by a combination of quality signals from conversations between businesses and users.",
            "Se determina por una combinación de señales de calidad de las conversaciones entre empresas y usuarios.",
        ],
    );
}

/// "Os exemplos incluem sinais de feedback do usuário, como bloqueios, denúncias e os motivos que os
/// usuários fornecem quando bloqueiam uma empresa."
#[test]
fn os_exemplos_incluem_bloqueios_denuncias_e_os_motivos() {
    check(
        "GREEN",
        [
            "Os exemplos incluem sinais de feedback do usuário, como bloqueios, denúncias e os motivos que os usuários fornecem quando bloqueiam uma empresa.",
            "Examples include user feedback signals such as blocks, reports, and the reasons users give when they block a business.",
            "Los ejemplos incluyen señales de comentarios del usuario, como bloqueos, denuncias y los motivos que los usuarios dan cuando bloquean a una empresa.",
        ],
    );
}

/// "Se aparecer "UNKNOWN", o status ainda não foi definido."
#[test]
fn se_aparecer_unknown_o_status_ainda_nao_foi_definido() {
    check(
        "UNKNOWN",
        [
            "Se aparecer “UNKNOWN”, o status ainda não foi definido.",
            "If “UNKNOWN” appears, the status has not been defined yet.",
            "Si aparece “UNKNOWN”, el estado todavía no fue definido.",
        ],
    );
    let page = page_of("CONNECTED", "UNKNOWN", Language::PtBr);
    assert!(page.contains("<span>Ainda não definida pela Meta</span>"));
}

/// "Os status, que são a classificação de qualidade, exibe os seguintes estados de qualidade: Verde,
/// Amarelo, Vermelho."
#[test]
fn os_status_exibem_os_estados_verde_amarelo_e_vermelho() {
    for (quality, shown) in [
        ("GREEN", ["Verde <small>· alta", "Green <small>· high", "Verde <small>· alta"]),
        ("YELLOW", ["Amarelo <small>· média", "Yellow <small>· medium", "Amarillo <small>· media"]),
        ("RED", ["Vermelho <small>· baixa", "Red <small>· low", "Rojo <small>· baja"]),
    ] {
        for (language, shown) in Language::ALL.into_iter().zip(shown) {
            assert!(page_of("CONNECTED", quality, language).contains(shown), "{quality} {shown}");
        }
    }
}

/// "Verde: qualidade alta (bom)"
#[test]
fn verde_qualidade_alta_bom() {
    check(
        "GREEN",
        [
            "Verde: qualidade alta (bom)",
            "Green: high quality (good)",
            "Verde: calidad alta (buena)",
        ],
    );
}

/// "Amarelo: qualidade média (regular)"
#[test]
fn amarelo_qualidade_media_regular() {
    check(
        "YELLOW",
        [
            "Amarelo: qualidade média (regular)",
            "Yellow: medium quality (fair)",
            "Amarillo: calidad media (regular)",
        ],
    );
}

/// "Vermelho: qualidade baixa (Ruim)"
#[test]
fn vermelho_qualidade_baixa_ruim() {
    check(
        "RED",
        [
            "Vermelho: qualidade baixa (ruim)",
            "Red: low quality (poor)",
            "Rojo: calidad baja (mala)",
        ],
    );
}

/// "A classificação de qualidade reflete como os usuários percebem as mensagens enviadas pela empresa."
#[test]
fn a_classificacao_reflete_como_os_usuarios_percebem_as_mensagens() {
    check(
        "GREEN",
        [
            "A classificação de qualidade reflete como os usuários percebem as mensagens enviadas pela empresa.",
            "The quality rating reflects how users perceive the messages that the business sends.",
            "La calificación de calidad refleja cómo los usuarios perciben los mensajes que envía la empresa.",
        ],
    );
}

/// "Manter a classificação em Alta é essencial, pois isso permite o acesso a mais recursos e melhores
/// limites de envio dentro do WhatsApp Business."
#[test]
fn manter_a_classificacao_em_alta_e_essencial() {
    for quality in ALL {
        check(
            quality,
            [
                "Manter a classificação em Alta é essencial, pois isso permite o acesso a mais recursos e melhores limites de envio dentro do WhatsApp Business.",
                "Keeping the rating High is essential, since it gives access to more features and better sending limits within WhatsApp Business.",
                "Mantener la calificación en Alta es esencial, pues permite el acceso a más recursos y a mejores límites de envío dentro de WhatsApp Business.",
            ],
        );
    }
}

/// "Quando a classificação de qualidade cai para Média ou Baixa, o Gerenciador do WhatsApp passa a
/// disponibilizar insights adicionais."
#[test]
fn quando_a_classificacao_cai_para_media_ou_baixa_ha_insights_adicionais() {
    for quality in ["YELLOW", "RED"] {
        check(
            quality,
            [
                "Quando a classificação de qualidade cai para Média ou Baixa, há informações adicionais",
                "When the quality rating falls to Medium or Low, there is additional information",
                "Cuando la calificación de calidad cae a Media o Baja, hay información adicional",
            ],
        );
    }
    let page = page_of("CONNECTED", "GREEN", Language::PtBr);
    assert!(!page.contains("há informações adicionais"));
}

/// "Ao posicionar o cursor do mouse sobre o indicador de qualidade, é possível visualizar informações que
/// ajudam a entender os principais fatores que contribuíram para essa redução, quando esses dados
/// estiverem disponíveis."
#[test]
fn ao_posicionar_o_cursor_e_possivel_visualizar_os_principais_fatores() {
    for (quality, reasons) in
        [("YELLOW", json!(["NO_LONGER_NEEDED"])), ("RED", json!(["SPAM", "DID_NOT_SIGN_UP"]))]
    {
        let mut given = standing::full();
        let score = json!({"score": quality, "reasons": reasons});
        world::set(given.number(), "quality_score", score, 11);
        world::set(given.number(), "quality_rating", json!(quality), 11);
        let page = given.page(Language::PtBr);
        let tags = tags(&page);
        // Hover and focus by `data-pop`, touch by the button's own popover.
        let button = tags.iter().find(|tag| tag.get("class") == Some("qbtn")).expect("a button");
        assert_eq!(button.get("data-pop"), button.get("popovertarget"));
        let why = page.split("popover><div><b class=\"strong\">Por que a qualidade").nth(1);
        let why = why.and_then(|why| why.split("<hr>").next()).expect("the reasons");
        assert_eq!(why.matches("<li><b>").count(), reasons.as_array().map_or(0, Vec::len));
    }
    // Where numbers are only counted, those of one quality stand together.
    let mut counted = world::typical();
    for (number, reason) in counted.scope.numbers.iter_mut().zip(["SPAM", "NO_REASON"]) {
        world::set(number, "quality_score", json!({"score": "RED", "reasons": [reason]}), 10);
        world::set(number, "quality_rating", json!("RED"), 10);
    }
    let page = counted.overview(Language::PtBr);
    let why = page.split(" id=\"why-red\" popover>").nth(1).expect("the reasons");
    let why = why.split("<hr>").next().unwrap_or_default();
    for words in ["Vendas", "<li><b>Spam</b>", "<li><b>Nenhum motivo</b>"] {
        assert!(why.contains(words), "{words}: {why}");
    }
    let unsaid = page_of("CONNECTED", "RED", Language::PtBr);
    assert!(unsaid.contains("A Meta não informou motivos."));
}

/// "Esses insights são importantes para identificar padrões de rejeição, como mensagens consideradas
/// irrelevantes, excesso de envios ou conteúdos percebidos como indesejados."
#[test]
fn esses_insights_sao_importantes_para_identificar_padroes_de_rejeicao() {
    for quality in ["YELLOW", "RED"] {
        check(
            quality,
            [
                "padrões de rejeição, como mensagens consideradas irrelevantes, excesso de envios ou conteúdos percebidos como indesejados.",
                "patterns of rejection, such as messages considered irrelevant, too many messages, or content perceived as unwanted.",
                "patrones de rechazo, como mensajes considerados irrelevantes, exceso de envíos o contenidos percibidos como no deseados.",
            ],
        );
    }
}

/// "Com base nisso, é possível ajustar os modelos de mensagem, melhorar a segmentação do público e reduzir
/// práticas que aumentam o risco de bloqueios."
#[test]
fn com_base_nisso_e_possivel_ajustar_os_modelos_a_segmentacao_e_as_praticas() {
    for quality in ["YELLOW", "RED"] {
        for advice in [
            [
                "<li>Ajuste os modelos de mensagem</li>",
                "<li>Adjust the message templates</li>",
                "<li>Ajusta las plantillas de mensaje</li>",
            ],
            [
                "<li>Melhore a segmentação do público</li>",
                "<li>Segment the audience better</li>",
                "<li>Mejora la segmentación del público</li>",
            ],
            [
                "<li>Reduza práticas que aumentam o risco de bloqueios</li>",
                "<li>Reduce practices that raise the risk of blocks</li>",
                "<li>Reduce prácticas que aumentan el riesgo de bloqueos</li>",
            ],
        ] {
            check(quality, advice);
        }
    }
}

/// "Essas informações contribuem para uma análise mais precisa do comportamento dos usuários e ajudam a
/// direcionar melhorias na comunicação, reduzindo a probabilidade de novos bloqueios e impactos negativos
/// na qualidade do número."
#[test]
fn essas_informacoes_contribuem_para_uma_analise_mais_precisa() {
    check(
        "RED",
        [
            "Essas informações contribuem para uma análise mais precisa do comportamento dos usuários e ajudam a direcionar melhorias na comunicação, reduzindo a probabilidade de novos bloqueios e impactos negativos na qualidade do número.",
            "This information contributes to a more precise analysis of user behaviour and helps direct improvements in communication, reducing the likelihood of new blocks and of negative impacts on the number&#39;s quality.",
            "Esta información contribuye a un análisis más preciso del comportamiento de los usuarios y ayuda a orientar mejoras en la comunicación, lo que reduce la probabilidad de nuevos bloqueos y de impactos negativos en la calidad del número.",
        ],
    );
}

/// "Quando um usuário bloqueia a empresa, ele pode selecionar um motivo para o bloqueio, como “Não é mais
/// necessário”, “Não me inscrevi”, “Spam”, “Mensagens ofensivas” ou “Nenhum motivo”."
#[test]
fn quando_um_usuario_bloqueia_a_empresa_ele_pode_selecionar_um_motivo() {
    for reasons in [
        [
            "Quando um usuário bloqueia a empresa, ele pode selecionar um motivo",
            "When users block the business, they can select a reason",
            "Cuando un usuario bloquea a la empresa, puede seleccionar un motivo",
        ],
        [
            "<dt>Não é mais necessário</dt>",
            "<dt>No longer needed</dt>",
            "<dt>Ya no es necesario</dt>",
        ],
        ["<dt>Não me inscrevi</dt>", "<dt>Didn’t sign up</dt>", "<dt>No me inscribí</dt>"],
        ["<dt>Spam</dt>", "<dt>Spam</dt>", "<dt>Spam</dt>"],
        [
            "<dt>Mensagens ofensivas</dt>",
            "<dt>Offensive messages</dt>",
            "<dt>Mensajes ofensivos</dt>",
        ],
        ["<dt>Nenhum motivo</dt>", "<dt>No reason</dt>", "<dt>Ningún motivo</dt>"],
    ] {
        check("RED", reasons);
    }
}

/// "Esses motivos podem repercutir na qualidade de seu número."
#[test]
fn esses_motivos_podem_repercutir_na_qualidade_de_seu_numero() {
    check(
        "RED",
        [
            "Esses motivos podem repercutir na qualidade de seu número.",
            "These reasons can affect the quality of your number.",
            "Esos motivos pueden repercutir en la calidad de tu número.",
        ],
    );
}
