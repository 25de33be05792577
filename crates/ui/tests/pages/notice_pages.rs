//! What is read on Avisos, Quando avisar and Registro de envios, and in the bell.

use domain::notice::Kind;
use ui::Language;
use ui::view::{RulesOutcome, TimesFault};

use crate::golden::check;
use crate::html::{tags, texts};
use crate::notices::{Given, Rules, each, log};

#[test]
fn pages() {
    for state in Given::STATES {
        check(&format!("notices-{state}-pt-BR"), &Given::of_state(state).page(Language::PtBr));
        check(&format!("notice-rules-{state}-pt-BR"), &Rules::of_state(state).page(Language::PtBr));
    }
    for state in ["empty", "typical"] {
        check(&format!("notice-log-{state}-pt-BR"), &log(state, Language::PtBr));
    }
    for language in [Language::En, Language::Es] {
        let tag = language.tag();
        check(&format!("notices-typical-{tag}"), &Given::of_state("typical").page(language));
        check(&format!("notice-rules-typical-{tag}"), &Rules::of_state("typical").page(language));
        check(&format!("notice-log-typical-{tag}"), &log("typical", language));
    }
}

#[test]
fn the_bell_counts_what_is_unread_and_lists_the_latest() {
    let given = Given::of_state("typical");
    let page = given.page(Language::En);
    let tags = tags(&page);
    let bell = tags.iter().find(|tag| tag.get("data-unread").is_some()).expect("a bell");
    assert_eq!(
        (bell.get("data-unread"), bell.get("aria-label")),
        (Some("1"), Some("1 unread notice"))
    );
    let lines = tags.iter().filter(|tag| tag.get("id").is_some_and(|id| id.starts_with("bell-")));
    assert_eq!(lines.count(), 2);
    let upto = tags.iter().find(|tag| tag.get("name") == Some("upto"));
    assert_eq!(upto.and_then(|tag| tag.get("value")), Some("15"), "only what is shown is seen");
    let many = Given::of_state("trouble").page(Language::En);
    assert!(many.contains("data-unread=\"1204\"") && many.contains(">99+</span>"));
    assert!(many.contains("1,204 unread notices"));
    let none = Given::of_state("empty").page(Language::En);
    assert!(none.contains("data-unread=\"0\"") && !none.contains("name=\"upto\""));
}

#[test]
fn an_open_notice_can_be_acknowledged_once_and_only_by_who_may() {
    let asked = |given: &Given| -> Vec<String> {
        let page = given.page(Language::PtBr);
        let forms = tags(&page).into_iter().filter(|tag| tag.name == "form");
        let actions = forms.filter_map(|tag| tag.get("action").map(str::to_owned));
        actions.filter(|action| action.ends_with("/acknowledge")).collect()
    };
    let mut given = Given::of_state("typical");
    assert_eq!(asked(&given), ["/activity/notices/15/acknowledge"], "the other one is");
    given.may_acknowledge = false;
    assert!(asked(&given).is_empty());
    let page = given.page(Language::PtBr);
    assert!(page.contains("Rafael Nunes está ciente desde 17 nov, 13:32"));
}

#[test]
fn a_condition_that_went_away_says_when_and_a_moment_never_ends() {
    let page = Given::of_state("typical").page(Language::En);
    assert!(page.contains("Resolved by itself on 17 Nov, 13:52, after 21 min"), "{page}");
    let all = each();
    let mut given = Given::of_state("empty");
    given.ended = all.into_iter().filter(|told| told.notice.kind == Kind::LimitUp).collect();
    given.ended[0].resolved_at = Some(given.ended[0].notice.at);
    let page = given.page(Language::En);
    assert!(page.contains("On 17 Nov, 09:31") && !page.contains("Resolved by itself"));
}

#[test]
fn every_kind_says_what_it_is_what_changed_and_what_to_do_in_every_language() {
    for language in Language::ALL {
        let page = Given::of_state("full").page(language);
        let items = texts(&page, "<h3 class=\"whose\">", "</h3>");
        assert_eq!(items.len(), Kind::ALL.len());
        assert_eq!(page.matches("<details class=\"proof\">").count(), Kind::ALL.len());
    }
    let page = Given::of_state("full").page(Language::PtBr);
    for said in [
        "Qualidade: passou de Amarelo · média para Vermelho · baixa; motivos: Não me inscrevi, Spam",
        "passou de Conectado para Sinalizado",
        "Pelo menos 8.006 de 10.000 destinatários em 24 horas",
        "141006 · There is an error with the payment method.",
        "Envio bloqueado",
        "Nome de exibição aprovado",
        "A Meta não aceita mais o acesso",
        "190 · Error validating access token.",
        "webhook que faltou: phone_number_quality_update",
        "passou de Conectado para IN_LIMBO",
        "Cálculo do Farol",
    ] {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn what_is_shown_whatever_is_chosen_cannot_be_switched_off() {
    let page = Rules::of_state("typical").page(Language::PtBr);
    let boxes = tags(&page);
    let locked: Vec<&str> = boxes
        .iter()
        .filter(|tag| tag.get("disabled").is_some() && tag.get("checked").is_some())
        .filter_map(|tag| tag.get("name"))
        .collect();
    assert_eq!(locked, ["app.restricted", "app.health_worse", "app.disconnected"]);
    assert!(page.contains("Os urgentes não esperam: Número restrito, Envio bloqueado, A Meta"));
}

#[test]
fn what_was_typed_wrong_stays_in_the_form_with_a_sentence_beside_it() {
    for (fault, fields, said) in [
        (TimesFault::From, vec!["from"], "Write the time as 22:00."),
        (TimesFault::To, vec!["to"], "Write the time as 22:00."),
        (TimesFault::Same, vec!["from", "to"], "begin and end at the same time"),
        (TimesFault::DigestAt, vec!["digest_at"], "Write the time as 22:00."),
        (TimesFault::MutedUntil, vec!["muted_until"], "Write date and time as"),
        (TimesFault::Past, vec!["muted_until"], "The pause ends in the past"),
    ] {
        let mut given = Rules::of_state("typical");
        given.times.from = "25:99".to_owned();
        given.outcome = Some(RulesOutcome::Wrong(fault));
        let page = given.page(Language::En);
        let tags = tags(&page);
        let wrong: Vec<&str> = tags
            .iter()
            .filter(|tag| tag.get("aria-invalid").is_some())
            .filter_map(|tag| tag.get("name"))
            .collect();
        assert_eq!(wrong, fields, "{fault:?}");
        assert!(page.contains(said) && page.contains("Nothing was saved."), "{fault:?}");
        assert!(page.contains("value=\"25:99\"") && page.contains("value=\"07:00\""));
    }
}

#[test]
fn without_a_mail_server_the_pages_say_where_to_set_it() {
    for page in [Rules::of_state("empty").page(Language::PtBr), log("empty", Language::PtBr)] {
        assert!(page.contains("Nenhum servidor de e-mail está configurado."));
        assert!(page.contains("<code>FAROL_SMTP_HOST</code>"));
    }
    let page = Rules::of_state("empty").page(Language::PtBr);
    let form =
        page.split("action=\"/activity/test#mail-test\"").nth(1).expect("the form of the test");
    assert!(form.starts_with(" aria-labelledby=\"test-title\"><button class=\"btn\" disabled>"));
}
