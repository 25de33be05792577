//! The product's description of Alterações de status, sentence by sentence, as the number's page says
//! it; what holds is in `domain/tests/seed_status.rs`.

use serde_json::json;
use ui::Language;

use crate::explanations::{about, page_of};
use crate::standing::{self, DAY, Standing, change};
use crate::world::{self, COBRANCA};

const LIMIT: &str = "whatsapp_business_manager_messaging_limit";

/// The explanation of a state or quality says these sentences, one in each language.
fn check((status, quality): (&str, &str), id: &str, sentences: [&str; 3]) {
    for (language, sentence) in Language::ALL.into_iter().zip(sentences) {
        let page = page_of(status, quality, language);
        let about = about(&page, id);
        assert!(about.contains(sentence), "{id}: {sentence}: {about}");
    }
}

fn flagged(sentences: [&str; 3]) {
    check(("FLAGGED", "RED"), "about-status-flagged", sentences);
}

fn restricted(sentences: [&str; 3]) {
    check(("RESTRICTED", "GREEN"), "about-status-restricted", sentences);
}

/// Cobrança in a state since so many seconds ago, with this limit.
fn since(status: &str, seconds: i64, limit: &str) -> Standing {
    let mut given = standing::full();
    given.earlier.clear();
    world::set(given.number(), "status", json!(status), 12);
    world::set(given.number(), LIMIT, json!(limit), 12);
    given.set_changes(vec![change(
        COBRANCA,
        "status",
        [json!("CONNECTED"), json!(status)],
        seconds,
    )]);
    given
}

/// The part of the page about where the number stands, with no tags in it.
fn place(given: &Standing, language: Language) -> String {
    let page = given.page(language);
    let rest = page.split("id=\"place\" data-live").nth(1).expect("the part is there");
    let part = rest.split("</section>").next().unwrap_or_default();
    let mut text = String::new();
    for piece in part.split('<').skip(1) {
        text.push_str(piece.split_once('>').map_or("", |(_, text)| text));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The place says these, one in each language.
fn check_place(given: &Standing, sentences: [&str; 3]) {
    for (language, sentence) in Language::ALL.into_iter().zip(sentences) {
        let place = place(given, language);
        assert!(place.contains(sentence), "{sentence}: {place}");
    }
}

/// "Quando a classificação por qualidade alcançar a qualidade baixa, a classificação do seu número de
/// telefone mudará para Baixa."
#[test]
fn quando_a_classificacao_alcancar_a_qualidade_baixa_mudara_para_baixa() {
    check(
        ("CONNECTED", "RED"),
        "about-quality-red",
        [
            "Quando a classificação por qualidade alcançar a qualidade baixa, a classificação do seu número de telefone mudará para Baixa.",
            "When the quality rating reaches low quality, the rating of your phone number changes to Low.",
            "Cuando la calificación por calidad alcance la calidad baja, la calificación de tu número de teléfono cambiará a Baja.",
        ],
    );
}

/// "Se a qualidade do número de telefone for baixa e estiver prestes a ser diminuída para um nível de
/// mensagem mais baixo, o status do número de telefone mudará para Sinalizado."
#[test]
fn se_a_qualidade_for_baixa_e_prestes_a_ser_diminuida_o_status_mudara_para_sinalizado() {
    check(
        ("CONNECTED", "RED"),
        "about-quality-red",
        [
            "Se a qualidade do número de telefone for baixa e estiver prestes a ser diminuída para um nível de mensagem mais baixo, o status do número de telefone mudará para Sinalizado.",
            "is about to be lowered to a lower messaging tier, the phone number&#39;s status changes to Flagged.",
            "está por ser reducida a un nivel de mensajes más bajo, el estado del número de teléfono cambiará a Marcado.",
        ],
    );
}

/// "Quando um número de telefone é sinalizado, se a qualidade não melhorar em sete dias, o status dele
/// retornará a Conectado."
#[test]
fn sinalizado_conta_os_sete_dias_ate_retornar_a_conectado() {
    let given = since("FLAGGED", 2 * DAY + 5 * 3_600, "TIER_10K");
    check_place(&given, ["Dia 3 de 7", "Day 3 of 7", "Día 3 de 7"]);
    check_place(
        &given,
        [
            "Faltam 4 dias e 19 h. O envio continua. Pela regra, a Meta reavalia até 22 nov, 09:32.",
            "4 days and 19 h left. Sending goes on. By the rule, Meta judges again by 22 Nov, 09:32.",
            "Faltan 4 días y 19 h. El envío continúa. Según la regla, Meta reevalúa hasta el 22 nov, 09:32.",
        ],
    );
    let page = given.page(Language::PtBr);
    let boxes =
        page.split("<div class=\"days7\"").nth(1).and_then(|rest| rest.split("</div>").next());
    let boxes = boxes.expect("a box for each day");
    assert_eq!(boxes.matches("<i").count(), 7);
    assert_eq!(
        (boxes.matches("class=\"d\"").count(), boxes.matches("class=\"t\"").count()),
        (2, 1)
    );
    // The clock names its rule, where that stands, and when it was in force.
    check_place(
        &given,
        [
            "Por número, até 7 out 2025 Um número Sinalizado tem 7 dias para melhorar",
            "By number, until 7 Oct 2025 A Flagged number has 7 days to improve",
            "Por número, hasta el 7 oct 2025 Un número Marcado tiene 7 días para mejorar",
        ],
    );
    check_place(
        &given,
        [
            "Fonte, lida em 22 nov 2026",
            "Source, read on 22 Nov 2026",
            "Fuente, leída el 22 nov 2026",
        ],
    );
}

/// "No entanto, o limite de mensagens diminuirá para o próximo nível."
#[test]
fn no_entanto_o_limite_pode_diminuir_para_o_proximo_nivel() {
    // Meta says of late that it does not; so the page says that it may.
    check_place(
        &since("FLAGGED", DAY, "TIER_10K"),
        [
            "Se continuar baixa Volta a Conectado, e a Meta pode reduzir o limite: para 1.000 pelos níveis por número, para 2.000 pelos do portfólio.",
            "If it stays low Returns to Connected, and Meta may lower the limit: to 1,000 by the tiers of numbers, to 2,000 by those of portfolios.",
            "Si sigue baja Vuelve a Conectado, y Meta puede reducir el límite: a 1000 por los niveles por número, a 2000 por los del portafolio.",
        ],
    );
    check_place(
        &since("FLAGGED", DAY, "TIER_7M"),
        [
            "e a Meta pode reduzir o limite para o próximo nível.",
            "and Meta may lower the limit to the next tier.",
            "y Meta puede reducir el límite al siguiente nivel.",
        ],
    );
}

/// "Por exemplo, o número de telefone que costumava ter o limite de 100 mil mensagens agora terá o limite
/// de 10 mil mensagens."
#[test]
fn por_exemplo_o_limite_de_100_mil_agora_tera_o_limite_de_10_mil() {
    flagged([
        "Por exemplo, o número de telefone que costumava ter o limite de 100 mil mensagens agora terá o limite de 10 mil mensagens.",
        "For example, the phone number that used to have a limit of 100 thousand messages now has a limit of 10 thousand messages.",
        "Por ejemplo, el número de teléfono que solía tener el límite de 100 mil mensajes ahora tendrá el límite de 10 mil mensajes.",
    ]);
    let mut given = since("FLAGGED", 9 * DAY, "TIER_10K");
    world::set(given.number(), "status", json!("CONNECTED"), 12);
    given.set_changes(vec![
        change(COBRANCA, "status", [json!("CONNECTED"), json!("FLAGGED")], 9 * DAY),
        change(COBRANCA, "status", [json!("FLAGGED"), json!("CONNECTED")], 2 * DAY),
        change(COBRANCA, LIMIT, [json!("TIER_100K"), json!("TIER_10K")], 2 * DAY),
    ]);
    check_place(
        &given,
        [
            "Sinalizado Voltou a Conectado, com o limite do próximo nível: de 100.000 para 10.000. Começo: 8 nov, 14:32. Fim: 15 nov, 14:32.",
            "Flagged Returned to Connected, with the limit of the next tier: from 100,000 to 10,000. Beginning: 8 Nov, 14:32. End: 15 Nov, 14:32.",
            "Marcado Volvió a Conectado, con el límite del siguiente nivel: de 100.000 a 10.000. Comienzo: 8 nov, 14:32. Fin: 15 nov, 14:32.",
        ],
    );
}

/// "Conectado: você pode enviar mensagens dentro do seu limite de mensagens definido."
#[test]
fn conectado_voce_pode_enviar_mensagens_dentro_do_seu_limite_definido() {
    let sentences = [
        "Conectado: você pode enviar mensagens dentro do seu limite de mensagens definido.",
        "Connected: you can send messages within your defined messaging limit.",
        "Conectado: puedes enviar mensajes dentro de tu límite de mensajes definido.",
    ];
    check(("CONNECTED", "GREEN"), "about-status-connected", sentences);
    check_place(&since("CONNECTED", DAY, "TIER_10K"), sentences);
}

/// "Sinalizado: esse status ocorre quando a classificação por qualidade do número de telefone muda para
/// Baixa e está prestes a diminuir para um nível de mensagens inferior."
#[test]
fn sinalizado_ocorre_quando_a_classificacao_muda_para_baixa() {
    flagged([
        "Sinalizado: esse status ocorre quando a classificação por qualidade do número de telefone muda para Baixa e está prestes a diminuir para um nível de mensagens inferior.",
        "Flagged: this status occurs when the phone number&#39;s quality rating changes to Low and it is about to fall to a lower messaging tier.",
        "Marcado: este estado ocurre cuando la calificación por calidad del número de teléfono cambia a Baja y está por disminuir a un nivel de mensajes inferior.",
    ]);
}

/// "As empresas não podem atualizar os níveis de limite de mensagens no status Sinalizado."
#[test]
fn as_empresas_nao_podem_atualizar_os_niveis_no_status_sinalizado() {
    flagged([
        "As empresas não podem atualizar os níveis de limite de mensagens no status Sinalizado.",
        "Businesses cannot upgrade their messaging limit tiers in the Flagged status.",
        "Las empresas no pueden subir los niveles de límite de mensajes en el estado Marcado.",
    ]);
}

/// "Melhorar para uma qualidade alta ou média até o sétimo dia depois de o status ter sido alterado para
/// Sinalizado, o status voltará para Conectado e seu nível de limite de mensagens permanecerá inalterado."
#[test]
fn melhorar_ate_o_setimo_dia_voltara_para_conectado_com_o_limite_inalterado() {
    flagged([
        "melhorar para uma qualidade alta ou média até o sétimo dia depois de o status ter sido alterado para Sinalizado, o status voltará para Conectado e seu nível de limite de mensagens permanecerá inalterado.",
        "improves to high or medium quality by the seventh day after the status changed to Flagged, the status returns to Connected and your messaging limit tier remains unchanged.",
        "mejora a una calidad alta o media hasta el séptimo día después de que el estado cambió a Marcado, el estado vuelve a Conectado y tu nivel de límite de mensajes permanece sin cambios.",
    ]);
    check_place(
        &since("FLAGGED", DAY, "TIER_10K"),
        [
            "Se a qualidade subir Volta a Conectado, com o limite de 10.000.",
            "If quality improves Returns to Connected, with the limit of 10,000.",
            "Si la calidad sube Vuelve a Conectado, con el límite de 10.000.",
        ],
    );
}

/// "Não melhorar para uma qualidade alta ou média no sétimo dia depois de o status ter sido alterado para
/// Sinalizado, ele retornará para Conectado. No entanto, seu limite de mensagens diminuirá para o próximo
/// nível."
#[test]
fn nao_melhorar_no_setimo_dia_retornara_com_o_limite_do_proximo_nivel() {
    flagged([
        "não melhorar para uma qualidade alta ou média no sétimo dia depois de o status ter sido alterado para Sinalizado, ele retornará para Conectado. No entanto, seu limite de mensagens diminuirá para o próximo nível.",
        "does not improve to high or medium quality on the seventh day after the status changed to Flagged, it returns to Connected. However, your messaging limit decreases to the next tier.",
        "no mejora a una calidad alta o media al séptimo día después de que el estado cambió a Marcado, vuelve a Conectado. Sin embargo, tu límite de mensajes disminuye al siguiente nivel.",
    ]);
}

/// "Se a sua classificação por qualidade atingir a qualidade baixa ou o status do seu número de telefone
/// mudar para Sinalizado ou Restrito, você receberá um email e uma notificação no Gerenciador de Negócios
/// como um aviso."
#[test]
fn voce_recebera_um_email_e_uma_notificacao_como_um_aviso() {
    let sentences = [
        "Se a sua classificação por qualidade atingir a qualidade baixa ou o status do seu número de telefone mudar para Sinalizado ou Restrito, você receberá um email e uma notificação no Gerenciador de Negócios como um aviso.",
        "you receive an email and a notification in Business Manager as a warning.",
        "recibirás un correo electrónico y una notificación en el Administrador de negocios como aviso.",
    ];
    flagged(sentences);
    restricted(sentences);
    check(("CONNECTED", "RED"), "about-quality-red", sentences);
}

/// "Restrito: esse status ocorre quando você atinge o limite de mensagens, independentemente da
/// classificação de qualidade."
#[test]
fn restrito_ocorre_quando_voce_atinge_o_limite_de_mensagens() {
    restricted([
        "Restrito: esse status ocorre quando você atinge o limite de mensagens, independentemente da classificação de qualidade.",
        "Restricted: this status occurs when you reach the messaging limit, regardless of the quality rating.",
        "Restringido: este estado ocurre cuando alcanzas el límite de mensajes, independientemente de la calificación de calidad.",
    ]);
}

/// "Enquanto o status estiver em Restrito, você não poderá enviar novas mensagens dentro de 24 horas."
#[test]
fn enquanto_restrito_voce_nao_podera_enviar_novas_mensagens_dentro_de_24_horas() {
    restricted([
        "Enquanto o status estiver em Restrito, você não poderá enviar novas mensagens dentro de 24 horas.",
        "While the status is Restricted, you cannot send new messages within 24 hours.",
        "Mientras el estado sea Restringido, no podrás enviar nuevos mensajes dentro de 24 horas.",
    ]);
    check_place(
        &since("RESTRICTED", 5 * 3_600, "TIER_250"),
        [
            "Faltam 19 h. Novas conversas só depois de 18 nov, 09:32, pela regra.",
            "19 h left. New conversations only after 18 Nov, 09:32, by the rule.",
            "Faltan 19 h. Nuevas conversaciones solo después del 18 nov, 09:32, según la regla.",
        ],
    );
}

/// "Você ainda pode responder a quaisquer mensagens que os clientes enviarem."
#[test]
fn voce_ainda_pode_responder_a_quaisquer_mensagens_que_os_clientes_enviarem() {
    restricted([
        "Você ainda pode responder a quaisquer mensagens que os clientes enviarem.",
        "You can still reply to any messages that customers send.",
        "Todavía puedes responder a cualquier mensaje que envíen los clientes.",
    ]);
    check_place(
        &since("RESTRICTED", 3_600, "TIER_250"),
        [
            "Responder a quem escrever continua permitido.",
            "Replying to whoever writes stays allowed.",
            "Responder a quien escriba sigue permitido.",
        ],
    );
}

/// "Para mais informações, acesse: Sobre a classificação por qualidade do seu número de telefone do
/// WhatsApp Business"
#[test]
fn para_mais_informacoes_acesse_a_pagina_da_meta() {
    let link = "href=\"https://www.facebook.com/business/help/896873687365001\" target=\"_blank\" rel=\"noopener noreferrer\"";
    for status in ["CONNECTED", "FLAGGED", "RESTRICTED", "PENDING"] {
        let id = format!("about-status-{}", status.to_lowercase());
        check((status, "RED"), &id, [link; 3]);
        check(
            (status, "RED"),
            "about-quality-red",
            [
                "sobre a classificação por qualidade do seu número de telefone do WhatsApp Business",
                "about your WhatsApp Business phone number&#39;s quality rating",
                "acerca de la calificación de calidad de tu número de teléfono de WhatsApp Business",
            ],
        );
    }
}

#[test]
fn a_clock_that_ran_out_says_what_meta_said_since() {
    let mut given = since("FLAGGED", 8 * DAY, "TIER_10K");
    check_place(
        &given,
        [
            "O prazo da regra passou em 16 nov, 14:32. A Meta ainda informa este estado.",
            "The rule&#39;s time ran out on 16 Nov, 14:32. Meta still reports this state.",
            "El plazo de la regla pasó el 16 nov, 14:32. Meta todavía informa este estado.",
        ],
    );
    world::set(given.number(), "status", json!("FLAGGED"), 2 * DAY);
    check_place(
        &given,
        [
            "O que veio depois, o Farol ainda não leu.",
            "What came after that, Farol has not read yet.",
            "Lo que vino después, Farol todavía no lo leyó.",
        ],
    );
}

#[test]
fn a_beginning_that_nobody_saw_is_said_to_be_one() {
    let mut given = since("FLAGGED", DAY, "TIER_10K");
    given.set_changes(vec![]);
    given.number().first_read_at = Some(world::ago(2 * DAY));
    let place = place(&given, Language::PtBr);
    assert!(place.contains("Faltam no máximo 5 dias: o Farol não viu o começo."), "{place}");
    assert!(place.contains("reavalia até 22 nov, 14:32"), "{place}");
}
