//! Mails: what is read of them as HTML and as text, and that nothing of Meta's becomes either's form.

use domain::notice::Kind;
use jiff::tz::TimeZone;
use serde_json::json;
use ui::Language;
use ui::mail::{Rendered, render};
use ui::view::{Mail, MailAbout, Told};

use crate::hostile::payloads;
use crate::html::tags;
use crate::notices::{each, scope};
use crate::world::{self, NOW};

const BASE: &str = "https://farol.casaipe.example";

fn mail(language: Language, about: MailAbout<'_>) -> Rendered {
    render(&Mail {
        language,
        time_zone: TimeZone::get("America/Sao_Paulo").expect("a zone of the database"),
        now: NOW,
        person: "Marina Tavares",
        tenant: "Casa Ipê",
        base_url: BASE,
        about,
    })
}

fn one(language: Language, told: &Told) -> Rendered {
    let notices = std::slice::from_ref(told);
    mail(language, MailAbout::Notices { scope: &scope(), notices })
}

fn check(name: &str, mail: &Rendered) {
    let whole = format!("Subject: {}\n\n{}\n\n{}", mail.subject, mail.text, mail.html);
    crate::golden::check(&format!("mail-{name}"), &whole);
}

fn of(kind: Kind) -> Told {
    each().into_iter().find(|told| told.notice.kind == kind).expect("one of each kind")
}

#[test]
fn a_mail_of_each_kind() {
    for told in each() {
        check(&format!("{}-pt-BR", told.notice.kind.as_str()), &one(Language::PtBr, &told));
    }
    for language in [Language::En, Language::Es] {
        let mail = one(language, &of(Kind::QualityLow));
        check(&format!("quality_low-{}", language.tag()), &mail);
    }
}

#[test]
fn several_the_digest_what_is_late_and_the_test() {
    let mut told = each();
    told[1].resolved_at = Some(world::ago(60));
    for language in Language::ALL {
        let (tag, scope, notices) = (language.tag(), scope(), &told[..3]);
        let several = mail(language, MailAbout::Notices { scope: &scope, notices });
        check(&format!("several-{tag}"), &several);
        check(
            &format!("digest-{tag}"),
            &mail(language, MailAbout::Digest { scope: &scope, notices }),
        );
        let late = mail(language, MailAbout::Late { scope: &scope, notices });
        check(&format!("late-{tag}"), &late);
        check(&format!("test-{tag}"), &mail(language, MailAbout::Test));
    }
}

#[test]
fn a_mail_says_since_when_in_which_zone_how_it_was_heard_what_to_do_and_why_it_came() {
    let Rendered { subject, html, text } = one(Language::PtBr, &of(Kind::QualityLow));
    assert_eq!(subject, "Cobrança: Qualidade baixa · Casa Ipê");
    for said in [
        "Olá, Marina Tavares.",
        "+55 21 95555-0164",
        "Qualidade: passou de Amarelo · média para Vermelho · baixa; motivos: Não me inscrevi, Spam",
        "17 nov 2025, 14:31 (America/Sao_Paulo, UTC-03:00)",
        "via consulta",
        "Ajuste os modelos de mensagem, melhore a segmentação do público",
        "avisos de “Qualidade baixa” estão ligados para você em Casa Ipê",
        "https://farol.casaipe.example/numbers/106540352242922",
        "https://farol.casaipe.example/activity/rules",
    ] {
        assert!(html.contains(said), "the HTML lacks {said}");
        assert!(text.contains(said), "the text lacks {said}\n{text}");
    }
    assert!(!text.contains("\n\n\n") && !text.contains("&#"), "{text}");
}

#[test]
fn a_mail_loads_nothing_runs_nothing_and_links_only_to_this_console() {
    for told in each() {
        for tag in tags(&one(Language::En, &told).html) {
            let loads = ["img", "script", "link", "iframe", "form", "base", "object", "svg"];
            assert!(!loads.contains(&&*tag.name), "{tag:?}");
            assert!(
                !tag.attributes.iter().any(|(name, _)| name == "src" || name.starts_with("on"))
            );
            let away = tag.get("href").filter(|href| !href.starts_with(BASE));
            assert_eq!(away, None, "{tag:?}");
        }
    }
}

/// A refusal, what is none, and several of which one is a refusal: who of them names the support.
#[test]
fn a_mail_that_tells_an_error_of_metas_says_whom_to_ask() {
    let (name, email, url) =
        ("Suporte <da> Casa", "suporte@casaipe.example", "https://a.example/b");
    let text = |text: &str| Some(text.to_owned());
    ui::set_support(ui::Support { name: text(name), email: text(email), url: text(url) });
    let mut declined = of(Kind::NameDecided);
    declined.notice.detail["after"] = json!("DECLINED");
    let mut unread = of(Kind::Disconnected);
    unread.notice.detail = json!({"field": "error", "after": "not-found", "how": "read"});
    let mut approved = of(Kind::NameDecided);
    approved.notice.detail = json!({"field": "name_status", "after": "APPROVED"});
    let quiet = [of(Kind::LimitUp), of(Kind::QualityLow), of(Kind::Used80), approved];
    for (language, ask) in
        [(Language::PtBr, "Fale com"), (Language::En, "Talk to"), (Language::Es, "Habla con")]
    {
        let says = |mail: &Rendered| {
            let html = mail.html.matches("data-support").count();
            assert_eq!(mail.html.matches(&format!("mailto:{email}")).count(), html);
            assert_eq!(mail.html.matches(&format!("href=\"{url}\"")).count(), html);
            let line = format!("{ask} {name}. {email} {url}\n\n-- \n");
            let text = mail.text.matches(&line).count();
            assert_eq!(html, text, "{}", mail.text);
            assert!(!mail.text.contains("\n\n\n"), "{}", mail.text);
            text
        };
        for told in [&of(Kind::HealthWorse), &declined, &unread] {
            assert_eq!(says(&one(language, told)), 1, "{:?}", told.notice.kind);
        }
        for told in &quiet {
            assert_eq!(says(&one(language, told)), 0, "{:?}", told.notice.kind);
        }
        let notices = [quiet[0].clone(), declined.clone(), unread.clone()];
        let several = mail(language, MailAbout::Digest { scope: &scope(), notices: &notices });
        assert_eq!(says(&several), 1, "one line for all of them");
        assert_eq!(says(&mail(language, MailAbout::Test)), 0);
    }
}

#[test]
fn no_text_of_meta_becomes_markup_a_header_or_a_line_of_the_mail() {
    let poisoned = |payload: &str| {
        let mut told = of(Kind::HealthWorse);
        let error = json!([{"error_code": payload, "error_description": payload}]);
        told.notice.detail = json!({"field": payload, "before": payload, "after": payload,
            "errors": error, "additional_info": [payload], "reasons": [payload]});
        let mut scope = scope();
        world::set(&mut scope.wabas[0], "name", json!(payload), 1);
        let notices = [told];
        render(&Mail {
            person: payload,
            tenant: payload,
            language: Language::PtBr,
            time_zone: TimeZone::UTC,
            now: NOW,
            base_url: BASE,
            about: MailAbout::Notices { scope: &scope, notices: &notices },
        })
    };
    let tame = poisoned("tame");
    assert!(tame.html.matches("tame").count() > 8, "the text reaches the mail");
    let shape = |html: &str| ['<', '>', '"'].map(|sign| html.matches(sign).count());
    let breaks = ["\r\nBcc: all@evil.example\r\n\r\nx", "a\n\n-- \nb", "\u{2028}x\u{85}y\u{0}"];
    for payload in payloads().into_iter().chain(breaks.map(str::to_owned)) {
        let mail = poisoned(&payload);
        assert_eq!(shape(&mail.html), shape(&tame.html), "{payload}");
        assert!(!mail.subject.chars().any(char::is_control), "{payload:?}: {:?}", mail.subject);
        assert!(mail.subject.chars().count() <= 161, "{payload:?}");
        assert_eq!(mail.text.lines().count(), tame.text.lines().count(), "{payload:?}");
        let is_hidden = |c: char| c.is_control() && c != '\n';
        assert!(!mail.text.chars().any(is_hidden), "{payload:?}");
    }
}
