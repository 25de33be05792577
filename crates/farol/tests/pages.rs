//! The other pages before a person: one journey through each, in a real Chromium on the real program.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod program;

use browser::Browser;
use program::{Demo, eventually};
use serde_json::{Value, json};

const VENDAS: &str = "104857736119203";
const COBRANCA: &str = "106540352242922";
const WABA: &str = "102290129340398";
const BUSINESS: &str = "506914307656634";
const APP: &str = "634974688087057";
const PROMO: &str = "1204857736119218";

/// A still demo and a browser that is logged in and sees the first readings.
async fn demo() -> (Demo, Browser, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    eventually("the first readings are shown", async || {
        at(&demo, &browser, "/profile").await;
        browser.run("return document.querySelector('#about')?.value ?? ''").await != json!("")
    })
    .await;
    (demo, browser, folder)
}

async fn at(demo: &Demo, browser: &Browser, path: &str) {
    browser.go(&format!("{}{path}", demo.console)).await;
}

/// Whether a script says so.
async fn says(browser: &Browser, script: &str) -> bool {
    browser.run(script).await == json!(true)
}

/// Asks for a fresh reading, as the button does.
async fn refresh(browser: &Browser) {
    let form = "new URLSearchParams({back: '/activity'})";
    let ask = format!("await fetch('/refresh', {{method: 'POST', body: {form}}}); return 1");
    browser.run(&ask).await;
}

/// The entity's element on the health page, as a person sees it.
async fn entity(browser: &Browser, id: &str) -> String {
    browser.text(&format!("main [id^=entity-][id$=\"{id}\"]")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_numbers_page_shows_where_it_stands_and_how_its_quality_fell() {
    let (demo, browser, _folder) = demo().await;
    at(&demo, &browser, "/numbers").await;
    browser.click(&format!("main a[href^=\"/numbers/{COBRANCA}\"]")).await;
    eventually("its page opens", async || {
        browser.url().await.contains(&format!("/numbers/{COBRANCA}"))
            && browser.text("h1").await == "Cobrança"
    })
    .await;
    let page = browser.text("main").await;
    for word in
        ["+55 21 95555-0164", COBRANCA, "Conectado", "Verde", "Qualidade desde a primeira leitura"]
    {
        assert!(page.contains(word), "{word}: {page}");
    }
    let sunk = json!({"quality": "RED", "reasons": ["SPAM", "A_NEW_REASON"], "status": "FLAGGED"});
    demo.control(&format!("numbers/{COBRANCA}"), sunk).await;
    eventually("it turned red under the reader's eyes", async || {
        let page = browser.text("main").await;
        page.contains("Vermelho") && page.contains("Sinalizado")
    })
    .await;
    let page = browser.text("main").await;
    for words in ["Pode ir para", "Dia 1 de 7", "Conectado", "modelos de mensagem"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // "O que é isto" beside the state: the seed's own words, by rules that name their source.
    browser.focus("#head [data-pop=about-status-flagged]").await;
    let about = browser.text("#about-status-flagged").await;
    for words in ["sétimo dia", "100 mil", "Por número, até 7 out 2025", "Por portfólio, desde"]
    {
        assert!(about.contains(words), "{words}: {about}");
    }
    // And beside the quality what people said when they blocked, an unknown reason as it came.
    browser.focus(&format!("#q-{COBRANCA}")).await;
    let why = browser.text(&format!("#why-{COBRANCA}")).await;
    for words in ["Spam", "A_NEW_REASON", "Ajuste os modelos"] {
        assert!(why.contains(words), "{words}: {why}");
    }
    assert_eq!(browser.text("#about-status-flagged:popover-open").await, "", "one at a time");
    // A mark leads to what it marks.
    browser.run("document.querySelector('a[href^=\"#mark-\"]').focus(); return 1").await;
    browser.press("\u{e007}").await;
    eventually("the mark's line is where the address points", async || {
        says(&browser, "return !!document.querySelector(':target')?.id.startsWith('mark-')").await
    })
    .await;
    at(&demo, &browser, "/numbers/115586902247310").await;
    assert!(browser.text("body").await.contains("404"), "another tenant's number is not there");
    browser.assert_quiet().await;
}

/// Where numbers are only counted, their reasons open as they do beside one number.
#[tokio::test(flavor = "multi_thread")]
async fn the_reasons_of_a_counted_quality_open_by_hover_focus_and_touch() {
    let (demo, browser, _folder) = demo().await;
    let sunk = json!({"quality": "RED", "reasons": ["SPAM", "A_NEW_REASON"]});
    demo.control(&format!("numbers/{COBRANCA}"), sunk).await;
    eventually("it is counted", async || {
        at(&demo, &browser, "/overview").await;
        says(&browser, "return !!document.querySelector('#q-red')").await
    })
    .await;
    let why = "return document.querySelector('#why-red').matches(':popover-open') \
        && document.querySelector('#why-red').innerText.includes('A_NEW_REASON')";
    browser.hover("#q-red").await;
    eventually("hover shows them", async || says(&browser, why).await).await;
    browser.hover("h1").await;
    eventually("and leaving hides them", async || !says(&browser, why).await).await;
    browser.focus("#q-red").await;
    eventually("focus shows them", async || says(&browser, why).await).await;
    browser.press("\u{e00c}").await;
    eventually("Escape hides them", async || !says(&browser, why).await).await;
    browser.tap("#q-red").await;
    eventually("touch shows them", async || says(&browser, why).await).await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_health_page_shows_each_entitys_state_error_and_consequence() {
    let (demo, browser, _folder) = demo().await;
    at(&demo, &browser, "/health").await;
    for (id, name) in [
        (BUSINESS, "Casa Ipê Comércio"),
        (WABA, "Casa Ipê Brasil"),
        (APP, "Integração Casa Ipê"),
        (VENDAS, "Vendas"),
    ] {
        let card = entity(&browser, id).await;
        for word in [name, id, "Disponível", "Erro"] {
            assert!(card.contains(word), "{id} {word}: {card}");
        }
    }
    let errors = json!([{"error_code": 141_006,
        "error_description": "There is an error with the payment method. This will block business initiated conversations.",
        "possible_solution": "There was an error with your payment method. Please add a new payment method to the account."}]);
    demo.control(
        &format!("wabas/{WABA}"),
        json!({"can_send_message": "BLOCKED", "errors": errors}),
    )
    .await;
    demo.control(
        &format!("businesses/{BUSINESS}"),
        json!({"can_send_message": "LIMITED",
        "additional_info": ["The business is being reviewed."]}),
    )
    .await;
    demo.control(&format!("templates/{PROMO}"), json!({"status": "PAUSED", "quality": "RED"}))
        .await;
    eventually("the account is blocked on the screen", async || {
        entity(&browser, WABA).await.contains("Bloqueado")
    })
    .await;
    let waba = entity(&browser, WABA).await;
    for words in [
        "141006",
        "There is an error with the payment method.",
        "Please add a new payment method",
        "não será possível enviar ou receber mensagens",
    ] {
        assert!(waba.contains(words), "{words}: {waba}");
    }
    let business = entity(&browser, BUSINESS).await;
    for words in
        ["Limitado", "The business is being reviewed.", "não será possível enviar mensagens"]
    {
        assert!(business.contains(words), "{words}: {business}");
    }
    eventually("the paused template is there", async || {
        entity(&browser, PROMO).await.contains("132015")
    })
    .await;
    let page = browser.text("main").await;
    assert!(page.contains("diretamente com a Meta"), "{page}");
    let link = "return document.querySelector('main a[href*=\"facebook.com\"]') !== null";
    assert!(says(&browser, link).await, "the way to Meta is a link");
    demo.control(&format!("wabas/{WABA}"), json!({"can_send_message": "AVAILABLE"})).await;
    eventually("and it heals", async || entity(&browser, WABA).await.contains("Disponível")).await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_typed_counted_saved_read_back_and_told_in_the_activity() {
    let (demo, browser, _folder) = demo().await;
    at(&demo, &browser, &format!("/profile?number={VENDAS}")).await;
    let photo = "const i = document.querySelector('main img'); return i.complete && i.naturalWidth";
    eventually("the photo is shown", async || browser.run(photo).await == json!(640)).await;
    browser.fill("#about", &"é".repeat(140)).await;
    eventually("the counter says so", async || browser.text("#about-count").await.contains("140"))
        .await;
    browser.click("#save button").await;
    eventually("and the page what is wrong with it", async || {
        says(&browser, "return document.querySelector('#about').matches('[aria-invalid=true]')")
            .await
    })
    .await;
    browser.fill("#about", "Sob medida, em ipê e jatobá.").await;
    let preview = "return document.querySelector('[data-shows=about]').textContent";
    assert_eq!(browser.run(preview).await, json!("Sob medida, em ipê e jatobá."));
    browser.click("#save button").await;
    eventually("it is saved and read back", async || {
        browser.text("main [role=status]").await.contains("Meta")
            && browser.run("return document.querySelector('#about').value").await
                == json!("Sob medida, em ipê e jatobá.")
    })
    .await;
    assert!(browser.text("#told").await.contains("conferido"), "{}", browser.text("#told").await);
    at(&demo, &browser, "/activity?subject=profile").await;
    let line = browser.text("#timeline li[data-field=about]").await;
    for words in ["Vendas", "Sob medida, em ipê e jatobá.", "Móveis de madeira", "Marina"] {
        assert!(line.contains(words), "{words}: {line}");
    }
    let change = demo.changes().into_iter().find(|change| change["field"] == "about");
    assert_eq!(change.expect("exported")["how"], "operator");
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_changes_meanwhile_is_told_and_overwrites_nothing() {
    let (demo, browser, _folder) = demo().await;
    at(&demo, &browser, &format!("/profile?number={VENDAS}")).await;
    let about = "return document.querySelector('#about').value";
    let set = async |text: &str| {
        demo.control(&format!("numbers/{VENDAS}"), json!({"profile": {"about": text}})).await;
    };
    set("De outra pessoa.").await;
    eventually("an untouched form follows Meta", async || {
        browser.run(about).await == json!("De outra pessoa.")
    })
    .await;
    browser.fill("#about", "O meu recado.").await;
    set("Mais uma vez outra.").await;
    eventually("a touched one says so and keeps what was typed", async || {
        says(&browser, "return !document.querySelector('#moved').hidden").await
    })
    .await;
    assert_eq!(browser.run(about).await, json!("O meu recado."));
    browser.click("#save button").await;
    eventually("the conflict is shown, nothing is written", async || {
        let page = browser.text("main").await;
        page.contains("Mais uma vez outra.") && browser.run(about).await == json!("O meu recado.")
    })
    .await;
    browser.click("button[name=take][value=about]").await;
    eventually("Meta's text is taken", async || {
        browser.run(about).await == json!("Mais uma vez outra.")
    })
    .await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_activity_is_filtered_paged_and_shows_what_meta_answered() {
    let (demo, browser, _folder) = demo().await;
    for quality in ["YELLOW", "RED", "YELLOW", "GREEN"].iter().cycle().take(32) {
        // Each is read before the next, or there would be nothing to tell them apart.
        demo.control(&format!("numbers/{COBRANCA}"), json!({"quality": quality})).await;
        let before = demo.changes().len();
        refresh(&browser).await;
        eventually("it is recorded", async || demo.changes().len() > before).await;
    }
    at(&demo, &browser, "/activity").await;
    let entries =
        "return [...document.querySelectorAll('#timeline li')].map(l => Number(l.dataset.seq))";
    let first = browser.run(entries).await;
    let seqs = |value: &Value| -> Vec<u64> {
        value.as_array().expect("a list").iter().filter_map(Value::as_u64).collect()
    };
    assert!(seqs(&first).len() >= 25, "what Meta says in two fields is told once");
    assert!(seqs(&first).is_sorted_by(|one, next| one > next), "newest first");
    browser.click("#timeline li details summary").await;
    assert!(browser.text("#timeline li details pre").await.contains("quality"), "the evidence");
    browser.click("a[rel=next]").await;
    eventually("the older ones", async || browser.url().await.contains("cursor=")).await;
    let second = browser.run(entries).await;
    assert!(!seqs(&second).is_empty());
    assert!(seqs(&second).iter().all(|seq| *seq < *seqs(&first).last().expect("entries")));
    at(&demo, &browser, "/activity").await;
    browser.click("a.chip[href*=\"subject=quality\"]").await;
    eventually("only quality", async || {
        says(
            &browser,
            "const l = [...document.querySelectorAll('#timeline li')]; \
            return l.length > 0 && l.every(e => e.dataset.field.startsWith('quality'))",
        )
        .await
    })
    .await;
    browser.click("a.chip[href*=\"subject=templates\"]").await;
    eventually("nothing of templates", async || {
        says(&browser, "return document.querySelectorAll('#timeline li').length === 0").await
    })
    .await;
    // Live: what happens now comes in by itself.
    at(&demo, &browser, "/activity?subject=templates").await;
    demo.control(&format!("templates/{PROMO}"), json!({"status": "PAUSED"})).await;
    eventually("a paused template", async || {
        browser.text("#timeline").await.contains("promo_novembro")
    })
    .await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_change_language_password_and_sessions() {
    let (demo, browser, _folder) = demo().await;
    at(&demo, &browser, "/settings").await;
    let page = browser.text("main").await;
    for words in ["marina@casaipe.example", "Chrome", "Linux", APP, "America/Sao_Paulo"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for secret in [demo.app_secret().await.as_str(), demo.ready["password"].as_str().expect("one")]
    {
        assert!(!page.contains(secret), "no secret is shown");
    }
    browser.click("main button[name=language][value=es]").await;
    eventually("Spanish", async || browser.text("h1").await == "Configuración").await;
    browser.fill("#current", "not the password").await;
    browser.fill("#new", "ipe amarelo de agosto").await;
    browser.fill("#again", "ipe amarelo de agosto").await;
    browser.click("form[action=\"/settings/password\"] button").await;
    eventually("it is refused", async || {
        says(&browser, "return document.querySelector('#password-outcome')?.role === 'alert'").await
    })
    .await;
    let other = Browser::open().await;
    other.go(&format!("{}/login", demo.console)).await;
    let password = demo.ready["password"].as_str().expect("one");
    other.fill("#email", "marina@casaipe.example").await;
    other.fill("#password", password).await;
    other.click("main button:not([name]), form button:not([name])").await;
    eventually("a second session", async || other.url().await.ends_with("/overview")).await;
    browser.fill("#current", password).await;
    browser.fill("#new", "ipe amarelo de agosto").await;
    browser.fill("#again", "ipe amarelo de agosto").await;
    browser.click("form[action=\"/settings/password\"] button").await;
    eventually("it is changed", async || {
        says(&browser, "return document.querySelector('#password-outcome')?.role === 'status'")
            .await
    })
    .await;
    at(&demo, &other, "/numbers").await;
    assert!(other.url().await.ends_with("/login"), "the other session ended");
    other.fill("#email", "marina@casaipe.example").await;
    other.fill("#password", "ipe amarelo de agosto").await;
    other.click("main button:not([name]), form button:not([name])").await;
    eventually("the new one lets in", async || other.url().await.ends_with("/overview")).await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_touches_every_page_within_its_first_minute() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &[]);
    let touched = |wanted: &str| {
        let (kind, field) = wanted.split_once(' ').expect("a kind and a field");
        demo.changes().iter().any(|change| {
            change["node"].as_str().is_some_and(|node| node.starts_with(kind))
                && change["field"] == field
        })
    };
    // What a number's page, Perfil, Status de saúde and with them Atividade have to show.
    for wanted in [
        "phone_number quality_rating",
        "message_template status",
        "whatsapp_business_profile about",
        "phone_number status",
        "waba can_send_message",
    ] {
        program::within(std::time::Duration::from_secs(60), wanted, async || touched(wanted)).await;
    }
}
