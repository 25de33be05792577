//! Every obstacle and every ending: three sentences in all languages, who acts, and the way on.

use std::collections::BTreeSet;

use domain::readiness::Scope;
use domain::signup::{Ending, Obstacle, Refusal, Signup, Snag, Stage, Task, WayOn, Who};
use meta::WabaId;
use ui::Language;
use ui::view::Button;

use crate::html::{Tag, tags};
use crate::languages::messages;
use crate::signups;

fn obstacles() -> Vec<Obstacle> {
    use Obstacle::*;
    let all = vec![
        CodeExpired,
        CodeUsed,
        CodeRefused,
        TokenInvalid,
        TokenDead,
        NoAccount,
        AccountNotGranted { waba: WabaId::new("102290129340999") },
        AnotherAccount {
            found: WabaId::new("102290129340999"),
            expected: WabaId::new("108831905544271"),
        },
        ScopesMissing { scopes: vec!["whatsapp_business_messaging".to_owned()] },
        BoundElsewhere,
        OwnerUnknown,
        NumberNotInAccount,
        NumberHeldElsewhere,
        CodeNotSent,
        CodeWrong,
        NotVerified { is_code_sent: false },
        NotVerified { is_code_sent: true },
        PinNeeded,
        PinMismatch,
        PinLocked,
        NameNotProcessed,
        RecentlyDeleted,
        TooManyRegistrations,
        PermissionMissing,
        AppRefused,
        Trouble,
        Maintenance,
        Unanswered,
        Unkept,
        WindowOver,
        NotReached,
        BeingUndone,
        NotShown,
        AppNotShown,
        RoutedElsewhere { url: "https://other.example/hook".to_owned(), is_callback_here: true },
        RoutedElsewhere { url: "https://other.example/hook".to_owned(), is_callback_here: false },
        NumberNotAdded,
        Refused,
    ];
    for obstacle in &all {
        // A new one does not compile here until it stands in the list above.
        match obstacle {
            CodeExpired | CodeUsed | CodeRefused | TokenInvalid | TokenDead | NoAccount => {}
            AnotherAccount { .. }
            | AccountNotGranted { .. }
            | ScopesMissing { .. }
            | BoundElsewhere
            | OwnerUnknown => {}
            NumberNotInAccount
            | NumberHeldElsewhere
            | NotVerified { .. }
            | PinNeeded
            | PinMismatch
            | PinLocked => {}
            NameNotProcessed | RecentlyDeleted | TooManyRegistrations | PermissionMissing => {}
            AppRefused => {}
            CodeNotSent | CodeWrong => {}
            WindowOver
            | NotReached
            | BeingUndone
            | NotShown
            | AppNotShown
            | RoutedElsewhere { .. }
            | NumberNotAdded => {}
            Trouble | Maintenance | Unanswered | Unkept | Refused => {}
        }
    }
    all
}

fn endings() -> Vec<Ending> {
    use Ending::*;
    let all = vec![
        Cancelled { current_step: Some("PERMISSIONS".to_owned()) },
        Cancelled { current_step: None },
        Reported { error_message: None, error_id: None, session_id: None },
        Closed,
        NoCode,
        Lost,
        Untold { event: "OF_TOMORROW".to_owned() },
        Superseded,
    ];
    for ending in &all {
        match ending {
            Cancelled { .. } | Reported { .. } | Closed | NoCode | Lost | Superseded => {}
            Untold { .. } => {}
            Dismissed | Abandoned => {}
        }
    }
    all
}

/// A login that this hinders, in the stage that the machine gives it.
fn hindered(obstacle: &Obstacle) -> Signup {
    let mut signup = signups::subscribed();
    let (task, snag) = (Task::Find, Snag::of(obstacle.clone()));
    signup.stage = match obstacle.way_on() {
        WayOn::Wait => Stage::Doing { task, at: crate::world::NOW, tries: 1, snag: Some(snag) },
        _ => Stage::Stopped { task, snag },
    };
    signup
}

fn page(language: Language, signup: Signup) -> String {
    let origins = signups::origins();
    let button = Button::Ready(signups::sdk(&origins));
    signups::page(language, &Scope::default(), &[signup], button, None)
}

/// The popup's steps, as Meta names them.
const STEPS: [&str; 6] = [
    "BUSINESS_ACCOUNT_SELECTION",
    "WABA_PHONE_PROFILE_PICKER",
    "WHATSAPP_BUSINESS_PROFILE_SETUP",
    "PHONE_NUMBER_SETUP",
    "PHONE_NUMBER_VERIFICATION",
    "PERMISSIONS",
];

/// What happened, what still holds, who acts, what comes next; each as shown.
fn parts(page: &str) -> [String; 4] {
    let between = |start: &str, end: &str| {
        let rest = page.split(start).nth(1).unwrap_or_default();
        rest.split(end).next().unwrap_or_default().to_owned()
    };
    let acts = between("<b data-who=\"", "</p>");
    let (acts, next) = acts.split_once("</b> ").expect("who acts, and how");
    [
        between("<div class=\"errbox__h\"><b>", "</b>"),
        between("</b><p>", "</p></div>\n").rsplit("<p>").next().unwrap_or_default().to_owned(),
        acts.to_owned(),
        next.to_owned(),
    ]
}

/// The last parts of the addresses of the login's forms.
fn forms(page: &str) -> Vec<String> {
    let of = |tag: &Tag| Some(tag.get("action")?.strip_prefix("/connect/s1/")?.to_owned());
    tags(page).iter().filter_map(of).collect()
}

/// What is said is said in each language in its own words.
fn check_said(name: &str, page: impl Fn(Language) -> String) -> [String; 4] {
    let said = Language::ALL.map(|language| parts(&page(language)));
    for (language, parts) in Language::ALL.iter().zip(&said) {
        for part in parts {
            let is_said = part.ends_with(['.', ':']) || part.contains(": ");
            assert!(
                is_said && !part.contains("Unknown localization"),
                "{name} {language:?} {part}"
            );
        }
    }
    for nth in 0..4 {
        let different: BTreeSet<&String> = said.iter().map(|parts| &parts[nth]).collect();
        assert_eq!(different.len(), 3, "{name}: {different:?}");
    }
    let [first, ..] = said;
    first
}

#[test]
fn every_obstacle_says_what_holds_who_acts_and_offers_its_way_on() {
    let mut kinds = BTreeSet::new();
    for obstacle in obstacles() {
        let name = format!("{obstacle:?}");
        let said = check_said(&name, |language| page(language, hindered(&obstacle)));
        assert!(kinds.insert(said[0].clone()), "{name} says the same as another");
        let who = match obstacle.who() {
            Who::You => "you\">Quem age agora: você.",
            Who::Owner => "owner\">Quem age agora: alguém com controle total do Business Manager",
            Who::Administrator => "administrator\">Quem age agora: quem administra",
            Who::Meta => "meta\">Quem age agora: a Meta.",
            Who::Farol => "farol\">Quem age agora: o Farol, sozinho.",
        };
        assert!(said[2].starts_with(who), "{name}: {}", said[2]);
        let page = page(Language::PtBr, hindered(&obstacle));
        let wanted: &[&str] = match obstacle.way_on() {
            // The number's form stands elsewhere on the page.
            WayOn::LogInAgain | WayOn::AddNumber => &[],
            WayOn::GivePin => &["pin"],
            WayOn::VerifyNumber => &["request-code", "verify-code", "retry"],
            WayOn::DecideRoute => &["route"],
            // Nobody can hurry Meta's count.
            WayOn::Wait if obstacle == Obstacle::TooManyRegistrations => &[],
            WayOn::TryAgain | WayOn::Wait => &["retry"],
        };
        assert_eq!(forms(&page), wanted, "{name}");
        // What is over in a moment needs none: a link that comes and goes helps nobody.
        let can_be_left = page.contains("href=\"/connect/s1/abandon\"");
        assert_eq!(can_be_left, !obstacle.is_brief(), "{name}");
        let has_link = page.contains("<p><a href=\"#login\">");
        assert_eq!(has_link, obstacle.way_on() == WayOn::LogInAgain, "{name}");
    }
}

#[test]
fn an_obstacle_names_what_it_is_about_and_never_whose_it_is() {
    let said = |obstacle| parts(&page(Language::PtBr, hindered(&obstacle)));
    let waba = WabaId::new("102290129340999");
    let not_granted = said(Obstacle::AccountNotGranted { waba });
    assert!(
        not_granted[0].contains("102290129340999") && not_granted[3].contains("340999 marcada")
    );
    let scopes = vec!["a_scope".to_owned(), "another".to_owned()];
    assert!(said(Obstacle::ScopesMissing { scopes })[0].contains("a_scope, another"));
    let elsewhere = said(Obstacle::BoundElsewhere).concat();
    assert!(!elsewhere.contains("Clínica Aurora") && !elsewhere.contains("102290129340398"));
}

#[test]
fn every_ending_says_what_holds_and_how_to_begin_again() {
    for ending in endings() {
        let name = format!("{ending:?}");
        let said = check_said(&name, |language| page(language, signups::ended(ending.clone())));
        let page = page(Language::PtBr, signups::ended(ending.clone()));
        assert_eq!(forms(&page), ["dismiss"], "{name}");
        let is_over = ending == Ending::Superseded;
        assert_eq!(said[2].starts_with("you\">Quem age agora: você."), !is_over, "{name}");
        assert_eq!(page.contains("<p><a href=\"#login\">"), !is_over, "{name}");
    }
    let dismissed = page(Language::PtBr, signups::ended(Ending::Dismissed));
    assert!(!dismissed.contains("data-signup"), "what was put aside is gone");
}

#[test]
fn the_popups_steps_have_words_and_unknown_ones_keep_metas() {
    let said = |step: &str| {
        let ending = Ending::Cancelled { current_step: Some(step.to_owned()) };
        parts(&page(Language::PtBr, signups::ended(ending)))[0].clone()
    };
    for (step, words) in [
        ("BUSINESS_ACCOUNT_SELECTION", "escolha do Business Manager e da WABA"),
        ("WABA_PHONE_PROFILE_PICKER", "escolha do número"),
        ("WHATSAPP_BUSINESS_PROFILE_SETUP", "dados do perfil do WhatsApp"),
        ("PHONE_NUMBER_SETUP", "cadastro do número"),
        ("PHONE_NUMBER_VERIFICATION", "código de verificação do número"),
        ("PERMISSIONS", "permissões"),
        ("SOMETHING_NEW", "SOMETHING_NEW"),
    ] {
        assert_eq!(said(step), format!("Login interrompido em: {words}."));
    }
}

/// What a page says of a refusal of the popup: what it is, and what to do.
fn of_refusal(page: &str, refusal: Refusal) -> Option<(String, String)> {
    let mark = format!("data-refusal=\"{}\"><b>", refusal.as_str());
    let (title, next) = page.split_once(&mark)?.1.split_once("</li>")?.0.split_once("</b> ")?;
    Some((title.to_owned(), next.to_owned()))
}

#[test]
fn what_the_popup_may_have_refused_is_said_with_what_to_do_and_what_it_did_refuse_alone() {
    for language in Language::ALL {
        let shown = |ending: Ending| page(language, signups::ended(ending));
        let left_at = |step: &str| shown(Ending::Cancelled { current_step: Some(step.to_owned()) });
        let at_steps: Vec<String> = STEPS.into_iter().map(left_at).collect();
        let closed = shown(Ending::Closed);
        let mut said = BTreeSet::new();
        for refusal in Refusal::ALL {
            let words = of_refusal(&closed, refusal).expect("nobody knows what it was");
            let is_at = |page: &String| of_refusal(page, refusal).as_ref() == Some(&words);
            assert!(at_steps.iter().any(is_at), "{refusal:?} at its step");
            assert!(words.1.len() > 60, "a next step: {words:?}");
            said.insert(words);
        }
        assert_eq!(said.len(), Refusal::ALL.len(), "each has its own");
        let reported = |message: &str| {
            let error_message = Some(message.to_owned());
            shown(Ending::Reported { error_message, error_id: None, session_id: None })
        };
        let message = "This phone number is already registered on WhatsApp.";
        let known = reported(message);
        let (title, next) =
            of_refusal(&closed, Refusal::PhoneOnWhatsapp).expect("nobody knows what it was");
        assert!(!known.contains("data-refusal="), "it alone: {known}");
        assert!(parts(&known)[0].ends_with(&title) && parts(&known)[3] == next, "{known}");
        assert!(known.contains(message), "Meta is quoted: {known}");
        assert!(of_refusal(&reported("?"), Refusal::CodeAttempts).is_some());
        assert!(!shown(Ending::NoCode).contains("data-refusal="));
    }
}

#[test]
fn no_words_are_kept_for_what_cannot_happen() {
    let count = |family: &str| {
        messages(Language::PtBr).keys().filter(|key| key.starts_with(family)).count()
    };
    assert_eq!(count("obstacle-"), obstacles().len() * 3);
    assert_eq!(count("ending-"), endings().len() * 3);
    assert_eq!(count("popup-refusal-"), Refusal::ALL.len() * 2);
}

#[test]
fn an_event_that_is_not_known_is_shown_by_its_own_word() {
    let ending = Ending::Untold { event: "OF_TOMORROW".to_owned() };
    let page = page(Language::PtBr, Signup::without_code(None, ending, crate::world::NOW));
    assert!(page.contains("OF_TOMORROW") && !page.contains("foi fechada antes do fim"), "{page}");
}
