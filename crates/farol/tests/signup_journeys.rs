//! The ways of a login that people of other products got stuck on: the real program, a real Chromium.
//! Each is said in plain words with its next step, and goes on to Connected without starting over
//! where Meta allows that (issue 7).
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod axe;
mod browser;
mod popup;
mod program;

use axe::keeps_the_rules;
use popup::Visit;
use program::eventually;
use serde_json::{Value, json};

const WABA: &str = "102290129340398";
const LOJA_RECIFE: &str = "107719460358814";
/// Clínica Aurora's only number, of another portfolio.
const RECEPCAO: &str = "115586902247310";
const CASA_IPE: &str = "506914307656634";
const ELSEWHERE: &str = "https://outro.example/whatsapp";

/// The text of the newest login.
async fn said(visit: &Visit) -> String {
    visit.browser.text("[data-signup]").await
}

async fn until_said(visit: &Visit, words: &str) {
    let what = format!("the page says: {words}");
    eventually(&what, async || said(visit).await.contains(words)).await;
}

/// Another program has the app's webhooks sent to itself.
async fn plant_callback(visit: &Visit) {
    let world = visit.demo.world().await;
    let app = world["app"]["id"].as_str().expect("an app");
    visit.demo.control(&format!("apps/{app}"), json!({ "callback_url": ELSEWHERE })).await;
}

/// Paths of the latest calls, by the emulator's own log.
async fn calls(visit: &Visit) -> Vec<String> {
    let url = format!("{}/_control/calls", visit.demo.emulator);
    let answer = reqwest::get(url).await.expect("the emulator answers");
    let log: Value = answer.json().await.expect("JSON");
    let calls = log["data"].as_array().expect("a list").iter();
    calls.map(|call| call["path"].as_str().unwrap_or_default().to_owned()).collect()
}

/// The account's numbers as the emulator's world has them.
async fn numbers(visit: &Visit) -> Vec<Value> {
    let world = visit.demo.world().await;
    let businesses = world["businesses"].as_array().cloned().unwrap_or_default();
    let wabas =
        businesses.iter().flat_map(|of| of["wabas"].as_array().cloned().unwrap_or_default());
    let own = wabas.filter(|waba| waba["id"] == WABA);
    own.flat_map(|waba| waba["phone_numbers"].as_array().cloned().unwrap_or_default()).collect()
}

/// The id of the one number that was not there before.
async fn new_number(visit: &Visit, before: &[Value]) -> String {
    let is_new = |number: &Value| before.iter().all(|known| known["id"] != number["id"]);
    let now = numbers(visit).await;
    let mut new = now.iter().filter(|number| is_new(number));
    new.next().expect("a new number")["id"].as_str().expect("an id").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_stays_in_the_app_is_synced_and_connects_without_being_registered() {
    let visit = Visit::to_empty().await;
    let before = numbers(&visit).await;
    visit.browser.click("#coexistence").await;
    let popup = visit.press_login().await;
    popup.finish().await;
    // What the app holds comes by signed webhooks, the first of which proves the connection.
    visit.until_stage("connected").await;
    assert_eq!(visit.step_state("sync").await, "done");
    let shown = said(&visit).await;
    assert!(shown.contains("Não se registra") && shown.contains("Contatos e histórico"), "{shown}");
    let number = new_number(&visit, &before).await;
    let calls = calls(&visit).await;
    assert!(!calls.iter().any(|path| path.ends_with(&format!("{number}/register"))), "{calls:?}");
    let synced = calls.iter().filter(|path| path.ends_with(&format!("{number}/smb_app_data")));
    assert_eq!(synced.count(), 2, "each part once");
    keeps_the_rules(&visit.browser, "coexistence").await;
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_another_program_has_the_apps_callback_the_number_is_overridden_and_hears() {
    let visit = Visit::to_empty().await;
    plant_callback(&visit).await;
    visit.demo.control("faults", json!({"fault": "handshake_failed"})).await;
    let popup = visit.press_login().await;
    popup.finish().await;
    // The installation is not reached from outside: said, and tried again when that is mended.
    visit.until_stage("stopped").await;
    assert_eq!(visit.failed_step().await, "route");
    let shown = said(&visit).await;
    assert!(shown.contains("#2200") && shown.contains("base_url"), "{shown}");
    assert!(visit.has_next_step().await);
    visit.demo.control("faults", json!({"fault": null})).await;
    visit.browser.click("form[action$=\"/retry\"] button").await;
    visit.until_stage("awaiting").await;
    assert!(said(&visit).await.contains("A Meta envia os eventos deste app a outro programa."));
    visit.customer_writes(LOJA_RECIFE).await;
    visit.until_stage("connected").await;
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_override_is_named_and_a_person_decides_about_it() {
    let visit = Visit::to_empty().await;
    let planted = json!({"override_callback_uri": ELSEWHERE});
    visit.demo.control(&format!("numbers/{LOJA_RECIFE}"), planted).await;
    let popup = visit.press_login().await;
    popup.finish().await;
    visit.until_stage("stopped").await;
    assert_eq!(visit.failed_step().await, "route");
    assert!(said(&visit).await.contains(ELSEWHERE));
    keeps_the_rules(&visit.browser, "an override of somebody else's").await;
    assert!(visit.has_next_step().await);
    visit.browser.click("form[action$=\"/route\"] button[value=here]").await;
    visit.until_stage("awaiting").await;
    visit.customer_writes(LOJA_RECIFE).await;
    visit.until_stage("connected").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_without_a_number_gets_it_on_the_page_and_connects() {
    let visit = Visit::to_empty().await;
    let before = numbers(&visit).await;
    without_number(&visit).await;
    // A number of another business.
    let world = visit.demo.world().await;
    let taken = &world["businesses"][1]["wabas"][0]["phone_numbers"][0]["display_phone_number"];
    add(&visit, taken.as_str().expect("a number").trim_start_matches("+55 ")).await;
    until_said(&visit, "2388012").await;
    assert!(said(&visit).await.contains("A Meta não adicionou o número."));
    keeps_the_rules(&visit.browser, "a number that was not added").await;
    add(&visit, "11 95556-0377").await;
    until_said(&visit, "Falta provar que o número é seu.").await;
    assert!(said(&visit).await.contains("14 dias depois do login"), "the countdown");
    prove(&visit, &new_number(&visit, &before).await).await;
    visit.browser.assert_quiet().await;
}

/// A login that finished without a number.
async fn without_number(visit: &Visit) {
    let popup = visit.press_login().await;
    for _ in 0..3 {
        popup.next().await;
    }
    popup.press("finish_without_number").await;
    visit.until_stage("awaiting").await;
    until_said(visit, "Adicionar um número a esta WABA").await;
}

/// Gives the number that the form asks for.
async fn add(visit: &Visit, phone: &str) {
    visit.browser.fill("form[action$=\"/number\"] [name=phone_number]", phone).await;
    visit.browser.fill("form[action$=\"/number\"] [name=verified_name]", "Casa Ipê Loja").await;
    visit.browser.click("form[action$=\"/number\"] button").await;
}

/// Proves a new number by its code, and lets a customer write to it.
async fn prove(visit: &Visit, number: &str) {
    visit.browser.click("button[value=SMS]").await;
    until_said(visit, "A Meta aceitou o pedido de enviar um código").await;
    visit.browser.fill("[name=code]", "123456").await;
    visit.browser.click("form[action$=\"/verify-code\"] button").await;
    visit.until_stage("awaiting").await;
    visit.customer_writes(number).await;
    visit.until_stage("connected").await;
}

/// Meta sends the number no code, in this way; what it says and what to do stand there, and later the
/// same login goes on.
async fn check_not_eligible(code: &str) {
    let visit = Visit::to_empty().await;
    let before = numbers(&visit).await;
    without_number(&visit).await;
    add(&visit, "11 95556-0377").await;
    until_said(&visit, "Falta provar que o número é seu.").await;
    let (login, number) = (visit.newest().await, new_number(&visit, &before).await);
    visit.demo.control(&format!("numbers/{number}"), json!({ "code_error": code })).await;
    visit.browser.click("button[value=SMS]").await;
    until_said(&visit, "A Meta não enviou o código ao número.").await;
    visit.browser.click("[data-signup] .meaning summary").await;
    let shown = said(&visit).await;
    for part in [
        &format!("100/{code}"),
        "Too many codes were requested",
        "Este número não pode receber o código de verificação.",
        "espere cerca de 12 horas e peça uma vez",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(visit.has_next_step().await);
    keeps_the_rules(&visit.browser, "a number that is sent no code").await;
    visit.demo.control(&format!("numbers/{number}"), json!({"code_error": null})).await;
    prove(&visit, &number).await;
    assert_eq!(visit.newest().await, login, "nothing was begun anew");
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_not_eligible_for_a_code_is_proven_later_in_the_same_login() {
    check_not_eligible("2388091").await;
    check_not_eligible("2388093").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_can_not_be_migrated_comes_once_its_provider_lets_it_go() {
    let visit = Visit::to_empty().await;
    let before = numbers(&visit).await;
    without_number(&visit).await;
    let login = visit.newest().await;
    let held = format!("numbers/{RECEPCAO}");
    visit.demo.control(&held, json!({"migration_error": "2388103"})).await;
    visit.browser.click("form[action$=\"/number\"] [name=migrates]").await;
    add(&visit, "31 95555-0176").await;
    until_said(&visit, "A Meta não adicionou o número.").await;
    visit.browser.click("[data-signup] .meaning summary").await;
    let shown = said(&visit).await;
    for part in [
        "100/2388103",
        "still owes a payment to its provider",
        "O número não pode ser migrado.",
        "com o provedor anterior",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    keeps_the_rules(&visit.browser, "a number that can't be migrated").await;
    // What was typed stands there still: once it is settled, one press is enough.
    let free = json!({"migration_error": null, "security": "PIN_REQUEST_SUCCESS"});
    visit.demo.control(&held, free).await;
    visit.browser.click("form[action$=\"/number\"] button").await;
    until_said(&visit, "Falta provar que o número é seu.").await;
    prove(&visit, &new_number(&visit, &before).await).await;
    assert_eq!(visit.newest().await, login, "nothing was begun anew");
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portfolio_that_is_greyed_out_is_explained_and_connects_once_it_may_be_chosen() {
    let visit = Visit::to_empty().await;
    visit.demo.control("signup", json!({"greyed": [CASA_IPE]})).await;
    let popup = visit.press_login().await;
    popup.next().await;
    let radio = format!("input[name=business][value=\"{CASA_IPE}\"]");
    let is_grey = format!("return document.querySelector('{radio}').disabled");
    assert_eq!(visit.browser.run(&is_grey).await, json!(true));
    keeps_the_rules(&visit.browser, "the popup with what can't be chosen").await;
    popup.press("cancel").await;
    visit.until_stage("ended").await;
    let asked = "Um portfólio, uma conta ou um número aparecia em cinza?";
    until_said(&visit, asked).await;
    visit.browser.click("[data-greyed-out] summary").await;
    until_said(&visit, "não pode se conectar a si mesmo").await;
    assert!(said(&visit).await.contains("remove esse provedor"));
    let by_hand =
        "return !!document.querySelector('[data-greyed-out] a[href=\"/connect/by-hand\"]')";
    assert_eq!(visit.browser.run(by_hand).await, json!(true), "the way without the popup");
    keeps_the_rules(&visit.browser, "what is greyed out, explained").await;
    visit.demo.control("signup", json!({"greyed": []})).await;
    visit.press_login().await.finish().await;
    visit.until_stage("awaiting").await;
    visit.customer_writes(LOJA_RECIFE).await;
    visit.until_stage("connected").await;
    visit.browser.assert_quiet().await;
}

/// What the dialog says of each of its refusals, and at which step something new must be wanted to meet
/// it.
const REFUSALS: [(&str, Option<&str>, &str); 8] = [
    ("account_too_new", None, "account is too new"),
    ("business_limit", Some("business"), "limit of business portfolios"),
    ("waba_limit", Some("waba"), "limit of WhatsApp Business accounts"),
    ("number_limit", Some("number"), "maximum number of phone numbers"),
    ("phone_blocked", Some("number"), "is blocked from using WhatsApp"),
    ("phone_on_whatsapp", Some("number"), "already registered on WhatsApp"),
    ("name_refused", None, "violates WhatsApp guidelines"),
    ("code_attempts", None, "requested a code too many times"),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_the_dialog_refuses_is_quoted_with_the_next_step_and_a_new_press_connects() {
    let visit = Visit::to_empty().await;
    for (trouble, new_at, words) in REFUSALS {
        visit.demo.control("signup", json!({ "trouble": trouble })).await;
        let popup = visit.press_login().await;
        let is_refused = "return !!document.querySelector('[data-trouble]')";
        while visit.browser.run(is_refused).await != json!(true) {
            let step = popup.step().await;
            if let Some(name) = new_at.filter(|at| *at == step) {
                popup.choose(name, "new").await;
            }
            visit.browser.click("[data-act=next]").await;
            eventually("the popup answers", async || {
                popup.step().await != step || visit.browser.run(is_refused).await == json!(true)
            })
            .await;
        }
        popup.press("report").await;
        until_said(&visit, words).await;
        assert_eq!(visit.stage().await, "ended", "{trouble}");
        assert!(said(&visit).await.contains("A janela da Meta recusou."), "{trouble}");
        assert!(visit.has_next_step().await, "{trouble}");
    }
    keeps_the_rules(&visit.browser, "a refusal of the dialog's").await;
    visit.demo.control("signup", json!({"trouble": null})).await;
    visit.press_login().await.finish().await;
    visit.until_stage("awaiting").await;
    visit.customer_writes(LOJA_RECIFE).await;
    visit.until_stage("connected").await;
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gives_up_sees_what_is_undone_and_may_begin_anew() {
    let visit = Visit::to_empty().await;
    plant_callback(&visit).await;
    visit.demo.control(&format!("wabas/{WABA}"), json!({"subscribed_apps": []})).await;
    let popup = visit.press_login().await;
    popup.finish().await;
    visit.until_stage("awaiting").await;
    visit.browser.click("[data-signup] a[href$=\"/abandon\"]").await;
    eventually("the clean-up is shown", async || {
        visit.browser.text("main").await.contains("Abandonar este login")
    })
    .await;
    let shown = visit.browser.text("main").await;
    assert!(shown.contains(&format!("DELETE /{WABA}/subscribed_apps")), "{shown}");
    assert!(shown.contains(&format!("POST /{LOJA_RECIFE}")), "{shown}");
    keeps_the_rules(&visit.browser, "what abandoning undoes").await;
    visit.browser.click("form[action$=\"/abandon\"] button").await;
    visit.until_stage("ended").await;
    let shown = said(&visit).await;
    assert_eq!(shown.matches("Desfeito e conferido na Meta").count(), 2, "{shown}");
    assert!(shown.contains("A WABA foi liberada"), "{shown}");
    keeps_the_rules(&visit.browser, "what was undone").await;
    assert_eq!(visit.connections().await, 0);
    let popup = visit.press_login().await;
    for _ in 0..3 {
        popup.next().await;
    }
    popup.choose("number", LOJA_RECIFE).await;
    popup.finish().await;
    visit.until_stage("awaiting").await;
    visit.customer_writes(LOJA_RECIFE).await;
    visit.until_stage("connected").await;
    visit.browser.assert_quiet().await;
}
