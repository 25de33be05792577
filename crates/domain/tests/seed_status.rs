//! The product's description of Alterações de status, sentence by sentence, as far as it is about what
//! holds; what of it is shown is in `ui/tests/pages/seed_status.rs`.

mod story;

use story::play;

/// "Quando a classificação por qualidade alcançar a qualidade baixa, a classificação do seu número de
/// telefone mudará para Baixa."
#[test]
fn quando_a_classificacao_alcancar_a_qualidade_baixa_mudara_para_baixa() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=YELLOW limit=TIER_100K
        d1 10:00 read quality=RED
        d1 10:01 expect quality low
        d1 10:01 expect status CONNECTED
        d1 10:01 expect episodes
        d1 10:01 expect notices quality_low+mail
        ",
    );
}

/// "Se a qualidade do número de telefone for baixa e estiver prestes a ser diminuída para um nível de
/// mensagem mais baixo, o status do número de telefone mudará para Sinalizado."
#[test]
fn se_a_qualidade_for_baixa_e_o_limite_prestes_a_diminuir_o_status_mudara_para_sinalizado() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=RED limit=TIER_100K
        d1 10:00 read status=FLAGGED
        d1 10:00 expect episodes flagged since d1/10:00 with TIER_100K, lasts
        d1 10:00 expect clock day 1, 7d0h left
        d1 10:00 expect below TIER_10K
        d1 10:00 expect may start and answer
        d1 10:00 expect notices flagged+mail
        ",
    );
}

/// "Quando um número de telefone é sinalizado, se a qualidade não melhorar em sete dias, o status dele
/// retornará a Conectado."
#[test]
fn se_a_qualidade_nao_melhorar_em_sete_dias_o_status_retornara_a_conectado() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=RED limit=TIER_10K
        d1 10:00 read status=FLAGGED
        d3 15:00 expect clock day 3, 4d19h left
        d8 09:00 expect clock day 7, 0d1h left
        d8 10:00 read status=CONNECTED limit=TIER_2K
        d8 10:01 expect status CONNECTED
        d8 10:01 expect quality low
        d8 10:01 expect clock none
        d8 10:01 expect episodes flagged since d1/10:00 with TIER_10K, connected at d8/10:00 with TIER_2K, one tier lower
        ",
    );
}

/// "No entanto, o limite de mensagens diminuirá para o próximo nível."
#[test]
fn no_entanto_o_limite_de_mensagens_diminuira_para_o_proximo_nivel() {
    // The number's own limit by the rules by number, the portfolio's by its own tiers.
    play(
        "
        d0 10:00 read status=FLAGGED quality=RED own=TIER_10K
        d0 10:01 expect below TIER_1K
        d1 10:00 read limit=TIER_10K
        d1 10:01 read own=TIER_1K status=CONNECTED
        d1 10:02 expect episodes flagged since ?~d0/10:00 with TIER_10K, connected at d1/10:01 with TIER_1K, one tier lower
        ",
    );
    play(
        "
        d0 10:00 read status=CONNECTED quality=RED limit=TIER_UNLIMITED own=TIER_UNLIMITED
        d1 10:00 read status=FLAGGED
        d1 10:01 expect below TIER_100K
        d8 10:00 read status=CONNECTED limit=TIER_100K own=TIER_100K
        d8 10:01 expect episodes flagged since d1/10:00 with TIER_UNLIMITED, connected at d8/10:00 with TIER_100K, one tier lower
        ",
    );
}

/// "Por exemplo, o número de telefone que costumava ter o limite de 100 mil mensagens agora terá o
/// limite de 10 mil mensagens."
#[test]
fn por_exemplo_o_limite_de_100_mil_agora_tera_o_limite_de_10_mil() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=RED limit=TIER_100K
        d1 10:00 read status=FLAGGED
        d1 10:00 expect below TIER_10K
        d1 10:00 expect notices flagged+mail
        d8 10:00 read status=CONNECTED limit=TIER_10K
        d8 10:00 expect limit TIER_10K
        d8 10:00 expect notices limit_down
        d8 10:00 expect episodes flagged since d1/10:00 with TIER_100K, connected at d8/10:00 with TIER_10K, one tier lower
        ",
    );
}

/// "Conectado: você pode enviar mensagens dentro do seu limite de mensagens definido."
#[test]
fn conectado_voce_pode_enviar_mensagens_dentro_do_seu_limite() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=GREEN limit=TIER_2K
        d0 10:01 expect may start and answer
        d0 10:01 expect limit TIER_2K
        d0 10:01 expect episodes
        d0 10:01 expect clock none
        ",
    );
}

/// "Sinalizado: esse status ocorre quando a classificação por qualidade do número de telefone muda para
/// Baixa e está prestes a diminuir para um nível de mensagens inferior."
#[test]
fn sinalizado_ocorre_quando_a_classificacao_muda_para_baixa() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=GREEN limit=TIER_10K
        d1 10:00 read status=FLAGGED quality=RED
        d1 10:00 expect quality low
        d1 10:00 expect episodes flagged since d1/10:00 with TIER_10K, lasts
        d1 10:00 expect rule flagged_seven_days https://www.facebook.com/business/help/896873687365001
        d1 10:00 expect notices flagged+mail quality_low+mail
        ",
    );
    // That Meta reports it is itself the evidence; no quality is asked for.
    play(
        "d0 10:00 read status=FLAGGED quality=GREEN\nd0 10:00 expect clock day 1, 0d0h to 7d0h left",
    );
}

/// "As empresas não podem atualizar os níveis de limite de mensagens no status Sinalizado."
#[test]
fn as_empresas_nao_podem_atualizar_os_niveis_no_status_sinalizado() {
    let rule = domain::rule::rule(domain::rule::FLAGGED_NO_UPGRADE);
    assert!(rule.tiers.is_empty() && rule.wait.is_none(), "as long as it is flagged");
    // Should Meta report a higher one nevertheless, that is what is shown.
    play(
        "
        d0 10:00 read status=CONNECTED quality=RED limit=TIER_2K
        d1 10:00 read status=FLAGGED
        d2 10:00 read limit=TIER_10K
        d2 10:00 expect limit TIER_10K
        d3 10:00 read status=CONNECTED quality=GREEN
        d3 10:00 expect episodes flagged since d1/10:00 with TIER_2K, connected at d3/10:00 with TIER_10K, higher
        ",
    );
}

/// "Melhorar para uma qualidade alta ou média até o sétimo dia depois de o status ter sido alterado
/// para Sinalizado, o status voltará para Conectado e seu nível de limite de mensagens permanecerá
/// inalterado."
#[test]
fn melhorar_ate_o_setimo_dia_o_status_voltara_para_conectado_e_o_limite_permanecera_inalterado() {
    for quality in ["GREEN", "YELLOW"] {
        play(&format!(
            "
            d0 10:00 read status=CONNECTED quality=RED limit=TIER_100K
            d1 10:00 read status=FLAGGED
            d7 10:00 read status=CONNECTED quality={quality}
            d7 10:00 expect limit TIER_100K
            d7 10:00 expect episodes flagged since d1/10:00 with TIER_100K, connected at d7/10:00 with TIER_100K, kept
            "
        ));
    }
}

/// "Não melhorar para uma qualidade alta ou média no sétimo dia depois de o status ter sido alterado
/// para Sinalizado, ele retornará para Conectado. No entanto, seu limite de mensagens diminuirá para o
/// próximo nível."
#[test]
fn nao_melhorar_no_setimo_dia_retornara_para_conectado_com_o_limite_do_proximo_nivel() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=RED limit=TIER_10K
        d1 10:00 read status=FLAGGED
        d8 10:00 expect clock ran out
        d8 10:05 read status=CONNECTED limit=TIER_2K
        d8 10:05 expect quality low
        d8 10:05 expect episodes flagged since d1/10:00 with TIER_10K, connected at d8/10:05 with TIER_2K, one tier lower
        ",
    );
}

/// "Se a sua classificação por qualidade atingir a qualidade baixa ou o status do seu número de telefone
/// mudar para Sinalizado ou Restrito, você receberá um email e uma notificação no Gerenciador de
/// Negócios como um aviso."
#[test]
fn se_atingir_a_qualidade_baixa_ou_mudar_para_sinalizado_ou_restrito_havera_um_aviso() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=GREEN limit=TIER_10K
        d0 10:00 expect notices
        d1 10:00 read quality=RED
        d1 10:00 expect notices quality_low+mail
        d2 10:00 read status=FLAGGED
        d2 10:00 expect notices flagged+mail
        d3 10:00 read status=RESTRICTED
        d3 10:00 expect notices restricted+mail
        d3 11:00 expect notices
        ",
    );
}

/// "Restrito: esse status ocorre quando você atinge o limite de mensagens, independentemente da
/// classificação de qualidade."
#[test]
fn restrito_ocorre_quando_voce_atinge_o_limite_independentemente_da_qualidade() {
    for quality in ["GREEN", "YELLOW", "RED", "UNKNOWN"] {
        play(&format!(
            "
            d0 10:00 read status=CONNECTED quality={quality} limit=TIER_250
            d0 12:00 read status=RESTRICTED
            d0 12:00 expect episodes restricted since d0/12:00 with TIER_250, lasts
            d0 12:00 expect notices restricted+mail
            "
        ));
    }
}

/// "Enquanto o status estiver em Restrito, você não poderá enviar novas mensagens dentro de 24 horas."
#[test]
fn enquanto_restrito_voce_nao_podera_enviar_novas_mensagens_dentro_de_24_horas() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=GREEN limit=TIER_250
        d0 12:00 read status=RESTRICTED
        d0 12:00 expect rule restricted_24_hours https://www.facebook.com/business/help/896873687365001
        d0 12:00 expect clock day 1, 1d0h left
        d1 11:00 expect clock day 1, 0d1h left
        d1 12:00 read status=CONNECTED
        d1 12:00 expect may start and answer
        d1 12:00 expect episodes restricted since d0/12:00 with TIER_250, connected at d1/12:00 with TIER_250, kept
        ",
    );
}

/// "Você ainda pode responder a quaisquer mensagens que os clientes enviarem."
#[test]
fn voce_ainda_pode_responder_a_quaisquer_mensagens() {
    play("d0 10:00 read status=RESTRICTED quality=GREEN\nd0 10:00 expect may answer");
}

#[test]
fn a_beginning_that_nobody_read_is_a_window() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=RED limit=TIER_10K
        d0 11:00 silence
        d2 11:00 read status=FLAGGED
        d2 11:00 expect episodes flagged since d0/10:00~d2/11:00 with TIER_10K, lasts
        d2 11:00 expect clock day 1, 4d23h to 7d0h left
        ",
    );
    play(
        "
        d0 10:00 read status=FLAGGED limit=TIER_10K
        d1 10:00 expect episodes flagged since ?~d0/10:00 with TIER_10K, lasts
        d1 10:00 expect clock day 2, 0d0h to 6d0h left
        ",
    );
}

#[test]
fn an_end_that_nobody_read_is_not_told() {
    play(
        "
        d0 10:00 read status=CONNECTED limit=TIER_10K
        d1 10:00 read status=FLAGGED
        d2 10:00 silence
        d9 10:00 expect clock ran out unheard
        d9 10:00 expect episodes flagged since d1/10:00 with TIER_10K, lasts
        d12 10:00 read status=CONNECTED limit=TIER_2K
        d12 10:00 expect episodes flagged since d1/10:00 with TIER_10K, connected at d1/10:00~d12/10:00 with TIER_2K, one tier lower
        ",
    );
}

#[test]
fn other_ends_are_told_as_meta_names_them() {
    play(
        "
        d0 10:00 read status=FLAGGED limit=TIER_10K
        d1 10:00 read status=BANNED
        d1 10:00 expect episodes flagged since ?~d0/10:00 with TIER_10K, \"BANNED\" at d1/10:00
        d2 10:00 read status=RESTRICTED
        d3 10:00 read status=IN_LIMBO
        d4 10:00 read status=FLAGGED
        d5 10:00 read status=?
        d5 10:00 expect episodes flagged since ?~d0/10:00 with TIER_10K, \"BANNED\" at d1/10:00; restricted since d2/10:00 with TIER_10K, \"IN_LIMBO\" at d3/10:00; flagged since d4/10:00 with TIER_10K, null at d5/10:00
        ",
    );
}

#[test]
fn a_limit_that_nobody_knows_is_not_compared() {
    play(
        "
        d0 10:00 read status=FLAGGED limit=TIER_7M
        d0 10:00 expect below ?
        d7 10:00 read status=CONNECTED limit=TIER_10K
        d7 10:00 expect episodes flagged since ?~d0/10:00 with TIER_7M, connected at d7/10:00 with TIER_10K, can't tell
        ",
    );
    play(
        "
        d0 10:00 read status=FLAGGED
        d7 10:00 read status=CONNECTED
        d7 10:00 expect episodes flagged since ?~d0/10:00 with ?, connected at d7/10:00 with ?, can't tell
        ",
    );
    play(
        "
        d0 10:00 read status=FLAGGED limit=TIER_100K
        d7 10:00 read status=CONNECTED limit=TIER_250
        d7 10:00 expect episodes flagged since ?~d0/10:00 with TIER_100K, connected at d7/10:00 with TIER_250, lower
        ",
    );
}

#[test]
fn a_clock_that_is_set_back_an_hour_keeps_the_order_of_what_happened() {
    play(
        "
        d0 10:00 read status=CONNECTED quality=RED limit=TIER_10K
        d1 10:00 read status=FLAGGED
        d1 09:00 expect clock day 1, 7d0h left
        d1 09:05 read status=CONNECTED quality=GREEN
        d1 09:05 expect status CONNECTED
        d1 09:05 expect episodes flagged since d1/10:00 with TIER_10K, connected at d1/09:05 with TIER_10K, kept
        d1 09:30 read status=RESTRICTED
        d1 10:30 expect clock day 1, 0d23h left
        ",
    );
}
