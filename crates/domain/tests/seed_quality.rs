//! The product's description of Qualidade do número, sentence by sentence, as far as it is about what
//! holds; what of it is shown is in `ui/tests/pages/seed_quality.rs`.

mod story;

use domain::rule::{self, rule};
use story::play;

/// "A classificação de qualidade é baseada em como as mensagens foram recebidas pelos destinatários nos
/// últimos 7 dias e é ponderada pela mais recente."
#[test]
fn a_classificacao_e_baseada_nos_ultimos_7_dias_e_ponderada_pela_mais_recente() {
    let rule = rule(rule::QUALITY_SEVEN_DAYS);
    assert_eq!(rule.wait.map(|wait| wait.as_secs() / 86_400), Some(7));
    // Meta judges; whatever it says, also within minutes, is what holds.
    play(
        "
        d0 10:00 read quality=GREEN
        d0 10:05 read quality=RED
        d0 10:06 expect quality low
        d0 10:10 read quality=YELLOW
        d0 10:11 expect quality medium
        ",
    );
}

/// "Se aparecer "UNKNOWN", o status ainda não foi definido."
#[test]
fn se_aparecer_unknown_o_status_ainda_nao_foi_definido() {
    play(
        "
        d0 10:00 expect quality ?
        d0 10:01 read status=CONNECTED quality=UNKNOWN
        d0 10:02 expect quality undefined
        d0 10:02 expect notices
        d0 10:03 read quality=MAUVE
        d0 10:04 expect quality MAUVE
        d0 10:04 expect notices unknown_value
        ",
    );
}

/// "Verde: qualidade alta (bom)"
#[test]
fn verde_qualidade_alta() {
    play("d0 10:00 read quality=GREEN\nd0 10:01 expect quality high");
}

/// "Amarelo: qualidade média (regular)"
#[test]
fn amarelo_qualidade_media() {
    play("d0 10:00 read quality=YELLOW\nd0 10:01 expect quality medium");
}

/// "Vermelho: qualidade baixa (Ruim)"
#[test]
fn vermelho_qualidade_baixa() {
    play("d0 10:00 read quality=RED\nd0 10:01 expect quality low");
}

/// "Manter a classificação em Alta é essencial, pois isso permite o acesso a mais recursos e melhores
/// limites de envio dentro do WhatsApp Business."
#[test]
fn manter_a_classificacao_em_alta_permite_melhores_limites() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=GREEN limit=TIER_2K
        d7 10:00 read limit=TIER_10K
        d7 10:01 expect limit TIER_10K
        d7 10:01 expect episodes
        ",
    );
}

/// "Quando a classificação de qualidade cai para Média ou Baixa, o Gerenciador do WhatsApp passa a
/// disponibilizar insights adicionais."
#[test]
fn quando_a_qualidade_cai_para_media_ou_baixa_ha_insights() {
    play(
        "
        d0 10:00 read quality=GREEN
        d1 10:00 read quality=YELLOW reasons=NO_LONGER_NEEDED
        d1 10:01 expect quality medium: NO_LONGER_NEEDED
        d2 10:00 read quality=RED reasons=SPAM,DID_NOT_SIGN_UP,SOMETHING_NEW
        d2 10:01 expect quality low: SPAM, DID_NOT_SIGN_UP, SOMETHING_NEW
        d3 10:00 read quality=RED
        d3 10:01 expect quality low
        ",
    );
}

/// "Quando um usuário bloqueia a empresa, ele pode selecionar um motivo para o bloqueio, como “Não é
/// mais necessário”, “Não me inscrevi”, “Spam”, “Mensagens ofensivas” ou “Nenhum motivo”."
#[test]
fn um_usuario_pode_selecionar_um_motivo_para_o_bloqueio() {
    play(
        "
        d0 10:00 read quality=RED reasons=NO_LONGER_NEEDED,DID_NOT_SIGN_UP,SPAM,OFFENSIVE_MESSAGES,NO_REASON
        d0 10:01 expect quality low: NO_LONGER_NEEDED, DID_NOT_SIGN_UP, SPAM, OFFENSIVE_MESSAGES, NO_REASON
        ",
    );
}

/// "Esses motivos podem repercutir na qualidade de seu número."
#[test]
fn esses_motivos_podem_repercutir_na_qualidade() {
    play(
        "
        d0 10:00 read quality=YELLOW reasons=SPAM
        d1 10:00 read quality=RED reasons=SPAM,OFFENSIVE_MESSAGES
        d1 10:01 expect quality low: SPAM, OFFENSIVE_MESSAGES
        d9 10:00 read quality=GREEN
        d9 10:01 expect quality high
        ",
    );
}

/// Meta's time beats the reading's, as long as it can be.
#[test]
fn a_fall_is_told_at_the_time_that_meta_gives() {
    play(
        "
        d0 10:00 read quality=GREEN rated=d0/09:00
        d1 10:00 read quality=RED rated=d1/09:58
        d1 10:01 expect fell d1/09:58
        d2 10:00 read quality=GREEN rated=d0/12:00
        d2 10:01 expect fell d2/10:00
        d3 10:00 read quality=RED rated=d5/00:00
        d3 10:01 expect fell d3/10:00
        d4 10:00 read quality=GREEN
        d4 10:01 expect fell d4/10:00
        ",
    );
}
