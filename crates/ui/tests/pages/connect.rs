//! What the page of the connection offers, to whom, and when.

use domain::Timestamp;
use domain::readiness::Scope;
use domain::signup::{Ending, Fact, Listed, Look, Signup, Skipped, Step};
use ui::Language;
use ui::view::{Button, ConnectRefusal};

use crate::html::{Tag, tags};
use crate::signups::{self, State};

/// The state of every step that a page shows.
fn steps(page: &str) -> Vec<(String, String)> {
    let of = |tag: &Tag| Some((tag.get("data-step")?.to_owned(), tag.get("data-s")?.to_owned()));
    tags(page).iter().filter_map(of).collect()
}

fn stage(page: &str) -> Option<String> {
    tags(page).iter().find_map(|tag| tag.get("data-stage").map(str::to_owned))
}

fn of(signup: Signup) -> String {
    let origins = signups::origins();
    let button = Button::Ready(signups::sdk(&origins));
    signups::page(Language::PtBr, &Scope::default(), &[signup], button, None)
}

#[test]
fn each_step_is_shown_with_its_state() {
    let check = |state: State, wanted_stage: &str, states: [&str; 6]| {
        let page = state.page(Language::PtBr);
        let wanted: Vec<(String, String)> = Step::ALL
            .iter()
            .zip(states)
            .map(|(step, state)| (step.as_str().to_owned(), state.to_owned()))
            .collect();
        assert_eq!(steps(&page), wanted, "{state:?}");
        assert_eq!(stage(&page).as_deref(), Some(wanted_stage), "{state:?}");
    };
    check(State::Doing, "doing", ["done", "done", "done", "doing", "todo", "todo"]);
    check(State::Hindered, "doing", ["done", "doing", "todo", "todo", "todo", "todo"]);
    check(State::Name, "doing", ["done", "done", "done", "wait", "todo", "todo"]);
    check(State::Pin, "stopped", ["done", "done", "done", "fail", "todo", "todo"]);
    check(State::Code, "stopped", ["done", "done", "done", "wait", "todo", "todo"]);
    check(State::Awaiting, "awaiting", ["done", "done", "done", "done", "done", "wait"]);
    check(State::Connected, "connected", ["done", "done", "done", "done", "done", "done"]);
    assert!(steps(&State::Cancelled.page(Language::PtBr)).is_empty());
    assert_eq!(stage(&State::Cancelled.page(Language::PtBr)).as_deref(), Some("ended"));
}

#[test]
fn a_step_says_how_long_it_took_and_why_there_was_nothing_to_do() {
    let page = State::Connected.page(Language::PtBr);
    for shown in ["feito: </span>0,7 s</span>", "</span>19 s</span>", "chegou em 17 nov, 14:31"] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(State::Connected.page(Language::En).contains("done: </span>0.7 s</span>"));
    for (skipped, shown) in [
        (Skipped::Registered, "O número já estava registrado na Cloud API."),
        (Skipped::InTheApp, "o número continua no app WhatsApp Business"),
        (Skipped::NoNumber, "O login terminou sem número"),
    ] {
        let mut signup = signups::awaiting();
        signup.done[3].skipped = Some(skipped);
        assert!(of(signup).contains(shown), "{skipped:?}");
    }
}

#[test]
fn the_next_try_has_its_time() {
    assert!(State::Hindered.page(Language::PtBr).contains("tenta de novo em 17 nov, 14:37."));
    let mut signup = signups::begun();
    let snag = domain::signup::Snag::of(domain::signup::Obstacle::Trouble);
    signup.apply(Fact::Exchanged(Err(snag)), Timestamp::from_millis(1_763_400_681_000));
    assert!(of(signup).contains("O Farol tenta de novo em 1 s."));
}

#[test]
fn the_first_event_is_asked_of_the_number_by_its_digits() {
    let page = State::Awaiting.page(Language::PtBr);
    assert!(page.contains("href=\"https://wa.me/5511955550142\" target=\"_blank\""));
    assert!(page.contains("href=\"http://127.0.0.1:8081/_control/\">Mandar pelo Sandbox"));
    let mut signup = signups::awaiting();
    signup.number = None;
    let page = of(signup);
    assert!(!page.contains("wa.me") && page.contains("Esta WABA ainda não tem número."));
    // Meta did not print the number: its id is no telephone number.
    let mut signup = signups::subscribed();
    let number = signups::listed();
    let number =
        Listed { display_phone_number: number.id.to_string(), is_on_biz_app: true, ..number };
    let asked_at = signup.step_since;
    signup.apply(Fact::Found(Ok(Look { asked_at, numbers: vec![number] })), asked_at);
    signup.apply(Fact::WasRead(Ok(())), signup.step_since);
    assert!(!of(signup).contains("wa.me"));
}

#[test]
fn the_button_carries_all_that_its_script_needs_and_nothing_else() {
    let page = State::Empty.page(Language::PtBr);
    let tags = tags(&page);
    let button = tags.iter().find(|tag| tag.get("id") == Some("login")).expect("the button");
    let wanted = [
        ("data-act", "facebook-login"),
        ("data-app-id", "634974688087057"),
        ("data-config-id", "1173625090883"),
        ("data-graph-version", "v25.0"),
        ("data-sdk-url", "https://connect.facebook.net/en_US/sdk.js"),
        ("data-origins", "https://www.facebook.com https://web.facebook.com"),
    ];
    let data: Vec<(&str, &str)> = button
        .attributes
        .iter()
        .filter(|(name, _)| name.starts_with("data-"))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(data, wanted);
    let says: Vec<&str> = tags.iter().filter_map(|tag| tag.get("data-say")).collect();
    let script = ui::asset::url("connect.js");
    assert!(page.contains(&format!("<script src=\"{script}\" defer></script>")));
    let script = script.strip_prefix("/assets/").and_then(ui::asset::get).expect("the script");
    let script = String::from_utf8(script.bytes.into_owned()).expect("a text");
    for said in &says {
        assert!(script.contains(&format!("'{said}'")), "nobody says {said}");
    }
    assert_eq!(says.len(), 9);
    for page in [State::Forbidden, State::NotConfigured] {
        assert!(!page.page(Language::PtBr).contains("id=\"login\""), "{page:?}");
    }
    let overview = crate::world::typical().overview(Language::PtBr);
    assert!(!overview.contains("connect.js"), "only this page opens Meta's popup");
}

#[test]
fn who_may_not_connect_is_told_who_may_and_gets_no_form() {
    let page = State::Forbidden.page(Language::PtBr);
    assert!(page.contains("Só quem é proprietário ou administrador desta conta pode agir aqui."));
    assert!(page.contains("alguém com papel de proprietário ou administrador desta conta."));
    let is_of_signup = |tag: &&Tag| tag.get("action").is_some_and(|a| a.starts_with("/connect"));
    assert_eq!(tags(&page).iter().filter(is_of_signup).count(), 0);
    assert!(!page.contains("Nova conexão"));
}

#[test]
fn what_was_typed_wrong_is_said_beside_its_field() {
    let page = State::Pin.page(Language::PtBr);
    let tags = tags(&page);
    let field = tags.iter().find(|tag| tag.get("id") == Some("pin-s1")).expect("a field");
    assert_eq!(field.get("aria-invalid"), Some("true"));
    assert_eq!(field.get("aria-describedby"), Some("pin-s1-error"));
    assert!(page.contains("id=\"pin-s1-error\">O PIN tem exatamente 6 dígitos, sem letras.</p>"));
    let forbidden = State::Name.page(Language::PtBr);
    assert!(!forbidden.contains("aria-invalid"));
}

#[test]
fn a_login_is_called_by_the_most_that_is_known_of_it() {
    let title = |page: &str| {
        let title = page.split("-title\">Conferência · ").nth(1);
        title.and_then(|title| title.split('<').next()).unwrap_or_default().to_owned()
    };
    assert_eq!(title(&State::Pin.page(Language::PtBr)), "+55 11 95555-0142 · Vendas");
    assert_eq!(title(&of(signups::subscribed())), "WABA Casa Ipê Brasil");
    assert_eq!(title(&of(signups::begun())), "WABA 102290129340398");
    assert_eq!(title(&of(signups::ended(Ending::Closed))), "login de 17 nov, 14:31");
}

#[test]
fn accounts_show_their_own_numbers_and_lead_to_them() {
    let page = State::Connected.page(Language::PtBr);
    assert!(page.contains("href=\"/numbers?waba=102290129340398\""));
    assert!(page.contains("href=\"/numbers?waba=102290129340777\""));
    let accounts: Vec<&str> = page.split("data-waba=\"").skip(1).collect();
    assert_eq!(accounts.len(), 2);
    assert_eq!(accounts[0].matches("data-field=\"status\"").count(), 4);
    assert!(accounts[0].contains("Casa Ipê Comércio") && accounts[0].contains("Loja Recife"));
    assert!(accounts[1].contains("Nenhum número lido ainda."));
}

#[test]
fn the_script_is_told_why_it_gets_no_for_an_answer() {
    use ConnectRefusal::{BadCode, BadMessage, NonceRefused};
    let said = ui::connect_refusal(Language::PtBr, NonceRefused);
    assert!(said.starts_with("Este login não foi começado nesta sessão, ou já foi usado."));
    for language in Language::ALL {
        let said = [NonceRefused, BadMessage, BadCode].map(|r| ui::connect_refusal(language, r));
        assert!(said.iter().all(|said| !said.contains(['<', '{']) && said.ends_with('.')));
        assert!(said[0] != said[1] && said[1] != said[2]);
    }
}
