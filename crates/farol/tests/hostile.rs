//! Meta's words are hostile text: twenty of them, in every field at once, on every page of a real
//! Chromium. None may act, none may become markup.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod program;

use browser::Browser;
use program::{Demo, eventually};
use serde_json::{Value, json};

const COBRANCA: &str = "106540352242922";
const WABA: &str = "102290129340398";
const BUSINESS: &str = "506914307656634";
const APP: &str = "634974688087057";
const PROMO: &str = "1204857736119218";

/// Twenty texts that would act if a page let them.
const HOSTILE: [&str; 20] = [
    "<script>document.title='hit'</script>",
    "<img src=x onerror=document.title='hit'>",
    "\"><svg onload=document.title='hit'>",
    "' autofocus onfocus=document.title='hit' x='",
    "</title><script>document.title='hit'</script>",
    "</textarea><script>document.title='hit'</script>",
    "<iframe srcdoc='<script>parent.document.title=`hit`</script>'></iframe>",
    "<a href=javascript:document.title='hit'>x</a>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><button>x",
    "<object data=javascript:document.title='hit'>",
    "<math><mtext><script>document.title='hit'</script></mtext></math>",
    "]]><script>document.title='hit'</script>",
    "{{constructor.constructor('document.title=`hit`')()}}",
    "\\u003cscript\\u003edocument.title='hit'\\u003c/script\\u003e",
    "<details open ontoggle=document.title='hit'>",
    "<dialog open>x</dialog><button popovertarget=menu-person>",
    "\u{202e}<b onmouseover=document.title='hit'>\u{2028}</b>",
];

#[tokio::test(flavor = "multi_thread")]
async fn twenty_hostile_texts_in_every_field_of_metas_act_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    let paths = [
        "/overview".to_owned(),
        "/numbers".to_owned(),
        format!("/numbers/{COBRANCA}"),
        "/health".to_owned(),
        format!("/profile?number={COBRANCA}"),
        "/activity".to_owned(),
        "/settings".to_owned(),
        "/connect".to_owned(),
    ];
    for text in HOSTILE {
        // A code is a number for the emulator; one of text is in the pages' own tests.
        let errors =
            json!([{"error_code": 141_006, "error_description": text, "possible_solution": text}]);
        let health =
            json!({"can_send_message": "BLOCKED", "errors": errors, "additional_info": [text]});
        let named = |mut value: Value| {
            value["name"] = text.into();
            value
        };
        demo.control(&format!("wabas/{WABA}"), named(health.clone())).await;
        demo.control(&format!("businesses/{BUSINESS}"), named(health.clone())).await;
        demo.control(&format!("apps/{APP}"), named(health.clone())).await;
        let mut template = health.clone();
        template["status"] = text.into();
        template["category"] = text.into();
        template["rejected_reason"] = text.into();
        demo.control(&format!("templates/{PROMO}"), template).await;
        let mut number = health;
        for field in [
            "status",
            "quality",
            "verified_name",
            "name_status",
            "new_display_name",
            "display_phone_number",
            "throughput_level",
            "messaging_limit_tier",
        ] {
            number[field] = text.into();
        }
        number["reasons"] = json!([text]);
        number["profile"] = json!({"about": text, "address": text, "description": text, "email": text,
            "websites": [text, text], "vertical": text, "profile_picture_url": text});
        demo.control(&format!("numbers/{COBRANCA}"), number).await;
        let needle = serde_json::to_string(text).expect("JSON");
        let form = "new URLSearchParams({back: '/activity'})";
        let ask = format!("await fetch('/refresh', {{method: 'POST', body: {form}}}); return 1");
        browser.run(&ask).await;
        eventually("it reached the console", async || {
            browser.go(&format!("{}/profile?number={COBRANCA}", demo.console)).await;
            let seen = "return [...document.querySelectorAll('#profile [name]')].map(e => e.value)";
            let seen = browser.run(seen).await.to_string();
            seen.contains(needle.trim_matches('"'))
        })
        .await;
        for path in &paths {
            browser.go(&format!("{}{path}", demo.console)).await;
            browser.run("for (const d of document.querySelectorAll('details')) d.open = true; \
                for (const p of document.querySelectorAll('[popover]')) p.showPopover?.(); return 1").await;
            let title = browser.run("return document.title").await;
            assert_ne!(title, json!("hit"), "{path} ran {text}");
            let shape = "return document.querySelectorAll('main').length === 1 \
                && !document.querySelector('iframe, base, object, math, main script, main style, [onerror], [onload], [onfocus]')";
            let is_whole = browser.run(shape).await;
            assert_eq!(is_whole, json!(true), "{path} took {text} for markup");
            assert!(browser.url().await.starts_with(&demo.console), "{path} was left");
        }
        // No dialog would have let the scripts above run; a report of the CSP is a severe entry.
        browser.assert_quiet().await;
    }
    let mut foreign = browser.requests_elsewhere(&demo.console).await;
    // Conexão alone loads Meta's SDK, here the emulator's.
    foreign.retain(|url| *url != format!("{}/sdk.js", demo.emulator));
    assert_eq!(foreign, Vec::<String>::new());
}
