//! The pages of a number's situation: choosing, each question, each guide; and their words.

use std::collections::BTreeSet;

use domain::situation::{Answer, Caution, Kept, Loss, Move, Need, Question, Situation, Walk, walk};
use ui::Language;
use ui::view::{Button, Chosen, Guide, Wizard};

use crate::golden::check;
use crate::html::tags;
use crate::languages::messages;
use crate::signups;
use crate::world;

const LINK: &str = "https://farol.casaipe.example/connect/situation/app-keep";
const ANSWERS: [(Question, Answer); 5] = [
    (Question::Today, Answer::Phone),
    (Question::App, Answer::Business),
    (Question::Keep, Answer::Yes),
    (Question::Week, Answer::No),
    (Question::Clicker, Answer::Missing),
];

fn walked(answers: &[(Question, Answer)]) -> Walk {
    walk(|asked| answers.iter().find(|(question, _)| *question == asked).map(|(_, a)| *a))
}

fn chosen(situation: Situation) -> Chosen {
    Chosen { situation, person: "Marina Tavares".to_owned(), at: world::ago(3_600) }
}

fn wizard(language: Language, view: &Wizard<'_>) -> String {
    let scope = world::typical().scope;
    ui::situation(&world::frame(language, "/connect/situation", &scope), view)
}

fn choosing(language: Language, is_missing: bool) -> String {
    wizard(language, &Wizard::Choosing { chosen: Some(Situation::AppKeep), is_missing })
}

fn asking(language: Language, nth: usize, is_missing: bool) -> String {
    let (question, answer) = ANSWERS[nth];
    wizard(
        language,
        &Wizard::Asking {
            question,
            answered: Some(answer),
            before: &ANSWERS[..nth],
            given: &ANSWERS,
            is_missing,
        },
    )
}

fn guide(language: Language, situation: Situation, may_connect: bool) -> String {
    let walk = walked(&ANSWERS);
    let chosen = chosen(Situation::AppKeep);
    let path = format!("/connect/situation/{}", situation.as_str());
    let mut frame = world::frame(language, &path, &world::typical().scope);
    frame.may_connect = may_connect;
    let is_answered = situation == Situation::AppKeep;
    let view =
        Guide { situation, walk: is_answered.then_some(&walk), chosen: Some(&chosen), link: LINK };
    ui::guide(&frame, &view)
}

/// Every page of the wizard, with its name.
pub fn pages(language: Language) -> Vec<(String, String)> {
    let mut pages = vec![
        ("situation choosing".to_owned(), choosing(language, false)),
        ("situation missing".to_owned(), choosing(language, true)),
        ("situation answer-missing".to_owned(), asking(language, 0, true)),
        ("situation viewer".to_owned(), guide(language, Situation::Free, false)),
    ];
    for nth in 0..ANSWERS.len() {
        pages.push((format!("situation asking-{nth}"), asking(language, nth, false)));
    }
    for situation in Situation::ALL {
        let name = format!("situation guide-{}", situation.as_str());
        pages.push((name, guide(language, situation, true)));
    }
    pages
}

#[test]
fn the_pages_are_the_golden_ones() {
    check("situation-choosing-pt-BR", &choosing(Language::PtBr, false));
    check("situation-asking-pt-BR", &asking(Language::PtBr, 3, false));
    for language in Language::ALL {
        let page = guide(language, Situation::AppKeep, true);
        check(&format!("situation-app-keep-{}", language.tag()), &page);
    }
}

#[test]
fn every_part_of_every_guide_has_its_words_and_no_words_are_left_over() {
    let mut wanted = BTreeSet::new();
    let mut want = |key: String| wanted.insert(key);
    for situation in Situation::ALL {
        for part in ["", "-about", "-wait"] {
            want(format!("situation-{}{part}", situation.as_str()));
        }
    }
    for question in Question::ALL {
        want(format!("question-{}", question.as_str()));
        want(format!("question-{}-hint", question.as_str()));
        for answer in question.answers() {
            want(format!("answer-{}-{}", question.as_str(), answer.as_str()));
        }
    }
    let cautions = Caution::ALL.iter().map(|one| format!("caution-{}", one.as_str()));
    let needs = Need::ALL.iter().map(|one| format!("need-{}", one.as_str()));
    let moves = Move::ALL.iter().map(|one| format!("move-{}", one.as_str()));
    let losses = Loss::ALL.iter().map(|one| format!("loss-{}", one.as_str()));
    for key in cautions.chain(needs).chain(moves).chain(losses) {
        want(format!("{key}-about"));
        want(key);
    }
    for need in Need::ALL {
        (1..=need.steps()).for_each(|n| {
            want(format!("need-{}-step-{n}", need.as_str()));
        });
    }
    for kept in Kept::ALL {
        want(format!("stays-{}", kept.as_str()));
    }
    let families =
        ["situation-", "question-", "answer-", "caution-", "need-", "move-", "loss-", "stays-"];
    let is_ours = |key: &String| families.iter().any(|family| key.starts_with(family));
    let found: BTreeSet<String> = messages(Language::PtBr).into_keys().filter(is_ours).collect();
    assert_eq!(found, wanted);
}

#[test]
fn every_guide_holds_what_its_plan_names() {
    for situation in Situation::ALL {
        let (plan, page) = (situation.plan(), guide(Language::PtBr, situation, true));
        let boxes = tags(&page).iter().filter(|tag| tag.get("type") == Some("checkbox")).count();
        assert_eq!(boxes, plan.needs.len(), "{situation:?}");
        for words in ["Quem deve clicar", "controle total", "Convidar pessoas", "250 pessoas"] {
            assert!(page.contains(words), "{situation:?}: {words}");
        }
        let nothing = page.contains("Nada se perde.");
        assert_eq!(nothing, plan.lost.is_empty(), "{situation:?}");
        let coexistence = page.contains("<code class=\"wrap\">whatsapp_business_app_onboarding");
        assert_eq!(coexistence, situation == Situation::AppKeep, "{situation:?}");
    }
}

/// What issue 7 asks of a guide, in words of it in each language, and the situations that it concerns.
const ASKED: [([&str; 3], &[Situation]); 15] = {
    use Situation::{AppKeep, AppLeave, CloudOther, Free, Personal};
    const ALL: &[Situation] = &Situation::ALL;
    const ADDED: &[Situation] = &[Personal, AppLeave, Free];
    [
        // The portfolio, or how to create it.
        (["Deve ser o do cliente", "It must be the client", "Debe ser el del cliente"], ALL),
        (["escolha Criar conta", "choose Create account", "elige Crear cuenta"], ALL),
        // Who must click, with which permission, and how a person is invited.
        (
            [
                "dono do Business Manager do cliente, ou convidado nele",
                "or was invited to it",
                "o invitado a él",
            ],
            ALL,
        ),
        (
            ["Controle total (Gerenciar)", "Full control (Manage)", "Control total (Administrar)"],
            ALL,
        ),
        (
            [
                "Clica em Convidar pessoas",
                "They click Invite people",
                "Hace clic en Invitar personas",
            ],
            ALL,
        ),
        (["abre o e-mail", "opens the e-mail", "abre el correo"], ALL),
        (
            [
                "Não cadastre o número em nenhum",
                "add the number to any",
                "No registres el número en ningún",
            ],
            &[Personal, AppKeep, AppLeave, Free],
        ),
        (
            [
                "código de 6 dígitos. Linha fixa",
                "6-digit code. Landlines",
                "código de 6 dígitos. Líneas",
            ],
            &[Personal, AppLeave, Free, CloudOther],
        ),
        (["Nada de só maiúsculas", "No all capitals", "Nada de solo mayúsculas"], ADDED),
        (["só um termo genérico", "only a generic term", "solo un término genérico"], ADDED),
        (["Sem ela, a Meta bloqueia", "Without it Meta blocks", "Sin ella, Meta bloquea"], ALL),
        (["250 pessoas por 24 horas", "250 people in 24 hours", "250 personas por 24 horas"], ALL),
        (["Iniciar verificação", "Start verification", "Iniciar verificación"], ALL),
        (["2.24.17", "2.24.17", "2.24.17"], &[AppKeep]),
        (["Peça por escrito", "Ask in writing", "Pide por escrito"], &[CloudOther]),
    ]
};

/// What is the same in every guide: steps, what is lost, how long it takes, the popup, paper and link.
const ALWAYS: [&str; 8] = [
    "id=\"moves-title\"",
    "id=\"lost-title\"",
    "id=\"kept-title\"",
    "id=\"time-title\"",
    "id=\"popup-title\"",
    "data-act=\"print\"",
    "data-act=\"copy\"",
    LINK,
];

#[test]
fn every_guide_holds_what_the_issue_asks_of_it_in_every_language() {
    let languages = [Language::PtBr, Language::En, Language::Es];
    for (nth, language) in languages.into_iter().enumerate() {
        for situation in Situation::ALL {
            let page = guide(language, situation, true);
            for (words, of) in ASKED {
                let (words, is_of_it) = (words[nth], of.contains(&situation));
                assert_eq!(page.contains(words), is_of_it, "{situation:?} {language:?}: {words}");
            }
            for part in ALWAYS {
                assert!(page.contains(part), "{situation:?} {language:?}: {part}");
            }
            let minutes = situation.plan().minutes;
            for minutes in [minutes.least, minutes.most] {
                assert!(page.contains(&format!(" {minutes} ")), "{situation:?}: {minutes}");
            }
        }
    }
}

#[test]
fn a_guide_by_answers_says_what_to_settle_first_and_lets_each_answer_be_changed() {
    let page = guide(Language::PtBr, Situation::AppKeep, true);
    for words in ["Resolva antes de continuar", "Complete uma semana", "Crie antes o Business"] {
        assert!(page.contains(words), "{words}");
    }
    let given = "today=phone&#38;app=business&#38;keep=yes&#38;week=no&#38;clicker=missing";
    for question in ["today", "app", "keep", "week", "clicker"] {
        let link = format!("href=\"/connect/situation?{given}&#38;at={question}\"");
        assert!(page.contains(&link), "{link}");
    }
    assert!(!guide(Language::PtBr, Situation::Free, true).contains("Resolva antes de continuar"));
}

#[test]
fn a_question_keeps_the_other_answers_and_marks_its_own() {
    let page = asking(Language::PtBr, 2, false);
    let tags = tags(&page);
    let hidden: Vec<_> = tags
        .iter()
        .filter(|tag| tag.get("type") == Some("hidden"))
        .filter_map(|tag| Some((tag.get("name")?, tag.get("value")?)))
        .filter(|(name, _)| Question::parse(name).is_some())
        .collect();
    let others = [("today", "phone"), ("app", "business"), ("week", "no"), ("clicker", "missing")];
    assert_eq!(hidden, others);
    let checked: Vec<_> = tags
        .iter()
        .filter(|tag| tag.get("checked").is_some())
        .filter_map(|tag| tag.get("value"))
        .collect();
    assert_eq!(checked, ["yes"]);
    assert!(page.contains("Pergunta 3"));
    assert!(asking(Language::PtBr, 0, true).contains("Escolha uma resposta para continuar."));
}

#[test]
fn who_may_not_connect_reads_the_guide_and_gets_no_form() {
    let page = guide(Language::PtBr, Situation::Free, false);
    let keeps = |tag: &&crate::html::Tag| {
        tag.get("action").is_some_and(|action| action.starts_with("/connect/situation/"))
    };
    assert_eq!(tags(&page).iter().filter(keeps).count(), 0);
    assert!(page.contains("Só quem é proprietário ou administrador"));
}

#[test]
fn the_situation_that_is_kept_is_on_the_page_of_the_connection_with_who_and_when() {
    let scope = world::typical().scope;
    let frame = world::frame(Language::PtBr, "/connect", &scope);
    let origins = signups::origins();
    let button = Button::Ready(signups::sdk(&origins));
    let page = |situation: Option<&Chosen>| {
        let view = ui::view::Connect {
            scope: &scope,
            accounts: &[],
            button,
            situation,
            signups: &[],
            refused: None,
            again: None,
            may_check: false,
        };
        ui::connect(&frame, &view)
    };
    let kept = page(Some(&chosen(Situation::AppKeep)));
    for words in [
        "Situação: Manter o app e a integração",
        "Escolhida por Marina Tavares em",
        "data-situation=\"app-keep\" data-feature-type=\"whatsapp_business_app_onboarding\"",
    ] {
        assert!(kept.contains(words), "{words}");
    }
    assert!(!kept.contains("id=\"coexistence\""), "it is chosen already");
    let free = page(Some(&chosen(Situation::Free)));
    assert!(free.contains("data-situation=\"free\" data-feature-type=\"\""));
    let none = page(None);
    assert!(none.contains("id=\"coexistence\"") && !none.contains("data-feature-type"));
}

#[test]
fn a_login_says_in_which_situation_it_was_begun() {
    let scope = world::typical().scope;
    let frame = world::frame(Language::PtBr, "/connect", &scope);
    let signup = signups::awaiting();
    let attempt = |situation| ui::view::Attempt {
        link: None,
        id: "s1",
        person: "Marina Tavares",
        signup: &signup,
        situation,
    };
    let page = |situation| {
        let view = ui::view::Connect {
            scope: &scope,
            accounts: &[],
            button: Button::Forbidden,
            situation: None,
            signups: &[attempt(situation)],
            refused: None,
            again: None,
            may_check: false,
        };
        ui::connect(&frame, &view)
    };
    assert!(page(Some(Situation::CloudOther)).contains("situação: Vem de outro fornecedor"));
    assert!(!page(None).contains("situação:"));
}
