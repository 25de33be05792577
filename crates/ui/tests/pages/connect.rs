//! What the page of the connection offers, to whom, and when.

use domain::Timestamp;
use domain::readiness::Scope;
use domain::signup::{Ending, Fact, Listed, Look, Routed, Signup, Skipped, Synced};
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
    let names =
        ["exchange", "scopes", "subscribe", "register", "route", "read", "payment", "webhook"];
    let check = |state: State, wanted_stage: &str, states: [&str; 8]| {
        let page = state.page(Language::PtBr);
        let pair = |(name, state): (&str, &str)| (name.to_owned(), state.to_owned());
        let wanted: Vec<(String, String)> = names.into_iter().zip(states).map(pair).collect();
        assert_eq!(steps(&page), wanted, "{state:?}");
        assert_eq!(stage(&page).as_deref(), Some(wanted_stage), "{state:?}");
    };
    let states = |now: &'static str, nth: usize| {
        let mut states = ["done"; 8];
        states[6] = "todo";
        states[nth] = now;
        states[nth + 1..].fill("todo");
        states
    };
    check(State::Doing, "doing", states("doing", 3));
    check(State::Hindered, "doing", states("doing", 1));
    check(State::Name, "doing", states("wait", 3));
    check(State::Pin, "stopped", states("fail", 3));
    check(State::Code, "stopped", states("wait", 3));
    check(State::Elsewhere, "stopped", states("wait", 4));
    check(State::Unheard, "unheard", states("wait", 7));
    check(State::NotInApp, "doing", states("wait", 3));
    check(State::Awaiting, "awaiting", states("wait", 7));
    // The account's replica says nothing of what funds it.
    check(State::Connected, "connected", states("done", 7));
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
    signup.apply(Fact::Routed(Ok(Routed::Here)), signup.step_since);
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
        let title = page.split("-title\">Andamento do login · ").nth(1);
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

/// The forms of a login that a page has.
fn forms(page: &str) -> Vec<String> {
    let of = |tag: &Tag| Some(tag.get("action")?.strip_prefix("/connect/s1/")?.to_owned());
    tags(page).iter().filter_map(of).collect()
}

#[test]
fn coexistence_has_a_step_of_its_own_and_says_what_became_of_it() {
    let page = State::InTheApp.page(Language::PtBr);
    assert!(steps(&page).contains(&("sync".to_owned(), "wait".to_owned())));
    assert!(page.contains("desvio (override) foi conferido na Meta"));
    assert!(page.contains("desviadas para este Farol, com o que a Meta manda pelo mesmo caminho"));
    assert!(page.contains("a Meta os envia uma vez só") && forms(&page).contains(&"sync".into()));
    let mut synced = signups::in_the_app();
    for fact in [Fact::SyncWanted, Fact::Synced(Ok(Synced::Asked)), Fact::Synced(Ok(Synced::Asked))]
    {
        synced.apply(fact, synced.step_since);
    }
    let page = of(synced.clone());
    assert!(steps(&page).contains(&("sync".to_owned(), "done".to_owned())));
    assert!(page.contains("Contatos e histórico do app foram pedidos"));
    let mut declined = synced;
    declined.apply(Fact::HistoryDeclined, declined.step_since);
    assert!(of(declined).contains("não quis compartilhar o histórico (2593109)"));
    assert!(!State::Connected.page(Language::PtBr).contains("data-step=\"sync\""));
}

#[test]
fn payment_is_said_and_nothing_waits_for_it() {
    let with = |replica: serde_json::Value| {
        let waba = crate::world::replica(domain::NodeKind::Waba, crate::world::WABA, replica);
        let scope = Scope { wabas: vec![waba], ..Scope::default() };
        let origins = signups::origins();
        let button = Button::Ready(signups::sdk(&origins));
        signups::page(Language::PtBr, &scope, &[signups::connected()], button, None)
    };
    let state = |page: &str| {
        let all = steps(page);
        all.into_iter().find(|(step, _)| step == "payment").map(|(_, state)| state)
    };
    let error = serde_json::json!([{"error_code": 141_006, "error_description": "Payment."}]);
    let health = serde_json::json!({"can_send_message": "BLOCKED", "entities": [{
        "entity_type": "WABA", "id": crate::world::WABA, "can_send_message": "BLOCKED",
        "errors": error}]});
    for (replica, wanted, words) in [
        (serde_json::json!({"name": "Casa"}), "todo", "depois de ler a WABA"),
        (serde_json::json!({"primary_funding_id": "77"}), "done", "mostra uma forma de pagamento"),
        (serde_json::json!({"primary_funding_id": null}), "wait", "não mostra forma de pagamento"),
        (
            serde_json::json!({"primary_funding_id": "77", "health_status": health}),
            "wait",
            "(141006)",
        ),
    ] {
        let page = with(replica.clone());
        assert_eq!(state(&page).as_deref(), Some(wanted), "{replica}");
        assert!(page.contains(words), "{words}");
        assert_eq!(stage(&page).as_deref(), Some("connected"), "it blocks nothing");
    }
}

#[test]
fn an_account_without_a_number_offers_to_add_one_and_shows_metas_answer() {
    let page = State::Numberless.page(Language::PtBr);
    assert_eq!(forms(&page), ["retry", "number", "look"]);
    assert!(page.contains("A Meta não adicionou o número.") && page.contains("2388012"));
    for field in ["name=\"cc\"", "name=\"phone_number\"", "name=\"verified_name\""] {
        assert!(page.contains(field), "{field}");
    }
}

#[test]
fn somebody_elses_override_is_named_and_a_person_decides() {
    let page = State::Elsewhere.page(Language::PtBr);
    assert!(page.contains("https://outro.example/whatsapp"));
    assert_eq!(forms(&page), ["route"]);
    assert!(page.contains("name=\"to\" value=\"here\"") && page.contains("value=\"there\""));
}

#[test]
fn the_fourteen_days_are_counted_down_where_someone_must_act() {
    for state in [State::Pin, State::Code, State::Name] {
        let page = state.page(Language::PtBr);
        assert!(page.contains("A Meta aceita o registro até 1 dez, 14:31"), "{state:?}");
        assert!(page.contains("faltam 14 dias"), "{state:?}");
    }
    assert!(!State::Awaiting.page(Language::PtBr).contains("data-deadline"));
}

#[test]
fn abandoning_shows_its_calls_before_and_what_became_of_them_after() {
    let check = |signup: Signup, is_shared| signups::abandon(Language::PtBr, &signup, is_shared);
    let before = check(signups::awaiting(), false);
    assert!(before.contains("DELETE /102290129340398/subscribed_apps"));
    assert!(before.contains("Só o Farol o sabe"), "it was registered with it");
    assert!(before.contains("name=\"plan\" value=\"11s\""), "{before}");
    assert_eq!(forms(&before), ["abandon"]);
    let shared = check(signups::awaiting(), true);
    assert!(!shared.contains("DELETE /") && shared.contains("A WABA continua conectada"));
    let page = State::Leaving.page(Language::PtBr);
    assert!(page.contains("Desfeito e conferido na Meta em 17 nov"));
    assert!(page.contains("Remover a assinatura dos webhooks da WABA"));
    let page = State::Abandoned.page(Language::PtBr);
    assert!(page.contains("Ficou na Meta. A Meta não aceita mais o token deste login."));
    assert!(page.contains("Error validating access token") && page.contains("A WABA foi liberada"));
}
