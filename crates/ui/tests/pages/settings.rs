//! Configurações: what is said of a person, a password, a session and an installation.

use domain::role::Role;
use ui::Language;
use ui::view::{MailServer, PasswordChange, Protection};

use crate::golden::check;
use crate::html::tags;
use crate::preferences::{self, CHROME, PHONE, Preferences, session};

#[test]
fn settings() {
    for language in Language::ALL {
        let page = preferences::typical().page(language);
        check(&format!("settings-typical-{}", language.tag()), &page);
    }
    check("settings-full-pt-BR", &preferences::full().page(Language::PtBr));
    check("settings-empty-pt-BR", &preferences::empty().page(Language::PtBr));
    check("settings-trouble-pt-BR", &preferences::trouble().page(Language::PtBr));
}

/// How the page calls a session whose browser calls itself this.
fn named(agent: Option<&str>) -> String {
    let mut given = preferences::typical();
    given.sessions = vec![session(0, agent)];
    let page = given.page(Language::En);
    let name = page.split("-name\">").nth(1).and_then(|rest| rest.split("</h3>").next());
    name.expect("a session is named").to_owned()
}

#[test]
fn a_browser_is_called_as_people_call_it_and_an_unknown_one_as_it_calls_itself() {
    let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
    let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
    let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
    let android = "Mozilla/5.0 (Linux; Android 15; Pixel 9)";
    for (agent, name) in [
        (CHROME.to_owned(), "Chrome · Linux"),
        (PHONE.to_owned(), "Safari · iPhone"),
        (format!("{windows} {webkit} Chrome/142.0 Safari/537.36 Edg/142.0"), "Edge · Windows"),
        (format!("{windows} {webkit} Chrome/142.0 Safari/537.36 OPR/120.0"), "Opera · Windows"),
        (format!("{mac} AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15"), "Safari · macOS"),
        (format!("{mac} {webkit} CriOS/142.0 Mobile Safari/605.1"), "Chrome · macOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko Firefox/144.0".into(), "Firefox · Linux"),
        (format!("{android} {webkit} Chrome/142.0 Mobile Safari/537.36"), "Chrome · Android"),
        (format!("{android} {webkit} Version/4.0 Chrome/142.0 Mobile"), "Chrome · Android"),
        (
            format!("{android} {webkit} SamsungBrowser/28.0 Chrome/130.0 Mobile"),
            "Samsung Internet · Android",
        ),
        ("curl/8.14.1".to_owned(), "curl"),
        ("Lynx/2.9 on Linux".to_owned(), "Lynx/2.9 on Linux"),
        ("   ".to_owned(), "Browser not told"),
        ("é".repeat(200), &format!("{}…", "é".repeat(60))),
    ] {
        assert_eq!(named(Some(&agent)), name, "{agent}");
    }
    assert_eq!(named(None), "Browser not told");
}

#[test]
fn every_outcome_of_a_password_is_said_beside_the_field_that_it_is_about() {
    let outcomes = [
        (PasswordChange::Done, "status", "", "Password changed."),
        (PasswordChange::Wrong, "alert", "current", "The current password is wrong."),
        (PasswordChange::TooShort { least: 12 }, "alert", "new", "at least 12 characters"),
        (PasswordChange::TooLong { most: 200 }, "alert", "new", "at most 200 characters"),
        (PasswordChange::Differ, "alert", "again", "The two new passwords differ."),
        (PasswordChange::Same, "alert", "new", "The new password is the current one."),
        (PasswordChange::Yours, "alert", "new", "is your e-mail address or your name."),
        (PasswordChange::TooMany { wait_s: 85 }, "alert", "", "Wait 85 s and try again."),
    ];
    for (change, role, field, said) in outcomes {
        let mut given = preferences::typical();
        given.password = Some(change);
        let page = given.page(Language::En);
        assert!(page.contains(said), "{change:?}");
        let tags = tags(&page);
        let outcome = tags.iter().find(|tag| tag.get("id") == Some("password-outcome"));
        assert_eq!(outcome.and_then(|tag| tag.get("role")), Some(role), "{change:?}");
        let invalid = tags.iter().find(|tag| tag.get("aria-invalid").is_some());
        assert_eq!(invalid.and_then(|tag| tag.get("id")).unwrap_or_default(), field, "{change:?}");
    }
}

#[test]
fn the_fields_of_a_password_say_what_they_are_for_and_none_is_filled_in() {
    let fields = |page: &str| -> Vec<(String, String)> {
        let tags = tags(page);
        let asked = tags.iter().filter(|tag| tag.get("type") == Some("password"));
        asked
            .map(|tag| {
                assert_eq!(tag.get("value"), None);
                let text = |name| tag.get(name).expect("told").to_owned();
                (text("name"), text("autocomplete"))
            })
            .collect()
    };
    let pair = |name: &str, fills: &str| (name.to_owned(), fills.to_owned());
    let new = [pair("new", "new-password"), pair("again", "new-password")];
    assert_eq!(fields(&preferences::empty().page(Language::PtBr)), new);
    let all = [&[pair("current", "current-password")], &new[..]].concat();
    assert_eq!(fields(&preferences::typical().page(Language::PtBr)), all);
}

#[test]
fn the_others_can_be_ended_only_where_there_are_others() {
    let ends = |page: &str| page.contains("action=\"/settings/sessions/others\"");
    assert!(ends(&preferences::typical().page(Language::PtBr)));
    assert!(!ends(&preferences::full().page(Language::PtBr)));
}

#[test]
fn the_language_is_marked_only_when_it_was_chosen() {
    let mark = |page: &str| {
        let panel = page.split("id=\"language-title\"").nth(1).expect("the buttons");
        panel.split("</form>").next().expect("a form").matches("aria-current").count()
    };
    assert_eq!(mark(&preferences::typical().page(Language::Es)), 1);
    assert_eq!(mark(&preferences::empty().page(Language::Es)), 0);
}

#[test]
fn every_role_has_its_words_and_the_installation_only_who_runs_it() {
    for role in Role::ALL {
        let mut given = preferences::typical();
        given.role = role;
        let page = given.page(Language::En);
        let word = match role {
            Role::Owner => "Owner",
            Role::Admin => "Administrator",
            Role::Operator => "Operator",
            Role::Viewer => "Viewer",
        };
        assert!(page.contains(&format!(">{word}</b>")), "{word}");
        assert!(!page.contains("graph.facebook.com"));
    }
    let page = preferences::trouble().page(Language::En);
    assert_eq!(page.matches("not configured").count(), 4);
    assert!(page.contains("12,043") && page.contains("up to 50% of what Meta grants"));
    assert!(!page.contains("simbar"), "nothing stands in for Meta");
}

#[test]
fn the_mail_server_is_shown_without_its_password_and_its_lack_is_said() {
    let mut given = preferences::full();
    for (protection, said) in [
        (Protection::Tls, "TLS from the start"),
        (Protection::Starttls, "STARTTLS"),
        (Protection::None, "none, only within this machine"),
    ] {
        let server = server(&mut given);
        server.protection = protection;
        let page = given.page(Language::En);
        let part = page.split("id=\"set-mail\"").nth(1).expect("the mail server");
        let part = part.split("id=\"set-kept\"").next().expect("what comes before the terms");
        assert!(part.contains(&format!("<td>{said}</td>")), "{part}");
        assert!(part.contains("<code>smtp.casaipe.example:587</code>"));
        assert!(part.contains("<code>Farol &#60;farol@casaipe.example&#62;</code>"));
        assert!(part.contains("set, never shown"));
    }
    server(&mut given).username = None;
    assert!(!given.page(Language::En).contains("set, never shown"), "no login, no password");
    let page = preferences::trouble().page(Language::PtBr);
    assert!(page.contains("Nenhum servidor de e-mail está configurado."));
    assert!(page.contains("<code>FAROL_SMTP_HOST</code>") && !page.contains("Remetente"));
}

fn server(given: &mut Preferences) -> &mut MailServer {
    let installation = given.installation.as_mut().expect("the owner sees it");
    installation.mail_server.as_mut().expect("the full page has one")
}

#[test]
fn each_term_says_for_how_long() {
    let mut given = preferences::full();
    let installation = given.installation.as_mut().expect("the owner sees it");
    (installation.kept.bodies, installation.kept.mails) = (1, 1_400);
    let page = given.page(Language::PtBr);
    for said in [
        "Webhooks como chegaram, depois de aplicados</th><td>1 dia</td>",
        "Registro de envios</th><td>1.400 dias</td>",
        "Qualidade de cada dia</th><td>para sempre</td>",
    ] {
        assert!(page.contains(said), "{said}");
    }
}
