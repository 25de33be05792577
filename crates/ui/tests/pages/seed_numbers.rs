//! The product's description of Números e limites, sentence by sentence, as the list says it; what holds
//! is in `domain/tests/seed_numbers.rs`.

use ui::Language;

use crate::explanations::about;
use crate::html::tags;
use crate::world;

/// "A aba Números e limites exibe os números de telefone vinculados ao seu Gerenciador do WhatsApp,
/// oferecendo uma visão detalhada do status de cada um."
#[test]
fn a_aba_exibe_os_numeros_com_uma_visao_detalhada_do_status_de_cada_um() {
    let world = world::full();
    for (language, title) in Language::ALL.into_iter().zip([
        "Números e limites",
        "Numbers and limits",
        "Números y límites",
    ]) {
        let page = world.numbers(language);
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{title}");
        let tags = tags(&page);
        let listed: Vec<&str> = tags.iter().filter_map(|tag| tag.get("data-number")).collect();
        let held = world.scope.numbers.iter().map(|number| number.node.id.as_str());
        for id in held.clone() {
            assert!(listed.contains(&id), "{id}");
        }
        for status in meta::open::PhoneNumberStatus::KNOWN {
            let told = format!("data-field=\"status\" data-value=\"{status}\"");
            assert!(page.contains(&told), "{status}");
            let id = status.as_str().to_lowercase().replace('_', "-");
            assert!(!about(&page, &format!("about-status-{id}")).is_empty(), "{status}");
        }
        assert_eq!(listed.len(), held.count());
    }
}

/// "Nela, é possível identificar a qualidade dos números, quais estão ativos e em uso, além de acompanhar
/// o limite diário de conversas disponível para a sua conta."
#[test]
fn e_possivel_identificar_a_qualidade_quais_estao_ativos_e_em_uso_e_o_limite() {
    for (language, words) in Language::ALL.into_iter().zip([
        ["Verde <small>· alta", "Conectado", "em uso", "fora de uso", "10.000"],
        ["Green <small>· high", "Connected", "in use", "not in use", "10,000"],
        ["Verde <small>· alta", "Conectado", "en uso", "fuera de uso", "10.000"],
    ]) {
        let page = world::typical().numbers(language);
        for word in words {
            assert!(page.contains(word), "{word}");
        }
    }
}

/// "Essas informações auxiliam no controle, no planejamento do volume de mensagens e na manutenção da
/// qualidade da integração."
#[test]
fn essas_informacoes_auxiliam_no_controle_no_planejamento_e_na_qualidade() {
    let page = world::trouble().numbers(Language::PtBr);
    // Control: what asks for a look; quality: why, and what to do about it.
    assert!(page.contains("filter=attention"));
    assert!(page.contains("Por que a qualidade está baixa"));
    assert!(page.contains("<li>Ajuste os modelos de mensagem</li>"));
}
