//! The product's description of Números e limites, sentence by sentence, as far as it is about what
//! holds; what of it is shown is in `ui/tests/pages/seed_numbers.rs`.

mod story;

use story::play;

/// "A aba Números e limites exibe os números de telefone vinculados ao seu Gerenciador do WhatsApp,
/// oferecendo uma visão detalhada do status de cada um."
#[test]
fn a_aba_oferece_uma_visao_detalhada_do_status_de_cada_um() {
    for status in ["CONNECTED", "FLAGGED", "RESTRICTED", "PENDING", "BANNED", "IN_LIMBO"] {
        play(&format!("d0 10:00 read status={status}\nd0 10:01 expect status {status}"));
    }
}

/// "Nela, é possível identificar a qualidade dos números, quais estão ativos e em uso, além de acompanhar
/// o limite diário de conversas disponível para a sua conta."
#[test]
fn e_possivel_identificar_a_qualidade_quais_estao_ativos_e_o_limite() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=GREEN limit=TIER_2K
        d0 10:01 expect quality high
        d0 10:01 expect active yes
        d0 10:01 expect limit TIER_2K
        d1 10:00 read status=FLAGGED quality=RED
        d1 10:01 expect active yes
        d2 10:00 read status=RESTRICTED limit=TIER_250
        d2 10:01 expect active yes
        d2 10:01 expect limit TIER_250
        d3 10:00 read status=PENDING
        d3 10:01 expect active no
        d4 10:00 read status=IN_LIMBO
        d4 10:01 expect active no
        ",
    );
}
