//! Meta's words are hostile text. Whatever stands in them, a page keeps exactly its own markup.

use serde_json::{Value, json};
use ui::Language;
use ui::view::{Filter, Login, Problem};

use crate::world::{self, World};

/// Two hundred texts: what breaks out, in what it could break out of.
fn payloads() -> Vec<String> {
    let cores = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe srcdoc='<b>'></iframe>",
        "<style>*{display:none}</style>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "</main></body></html>",
        "<!-- ",
        "]]><x>",
        "\u{202e}<b>\u{0}</b>",
        "<form action=//evil.example><button>",
        "<meta http-equiv=refresh content=0>",
        "<base href=//evil.example>",
        "<textarea>",
        "<template><p>",
        "&lt;script&gt;&#60;b&#x3e;",
        "{{ 7 * 7 }}{% if x %}",
        "{ $name } { -term } \u{2068}<b>",
        "' onmouseover='alert(1)",
        "\" autofocus onfocus=\"alert(1)",
    ];
    let wraps: [(&str, &str); 10] = [
        ("", ""),
        ("\"", "\""),
        ("'", "'"),
        ("\">", ""),
        ("'>", "<"),
        ("</q>", "<q>"),
        ("</title>", ""),
        ("-->", "<!--"),
        ("a b&", ";"),
        ("`", "`"),
    ];
    let all = cores.iter().flat_map(|core| wraps.map(|(a, z)| format!("{a}{core}{z}")));
    all.collect()
}

/// The world in trouble with this text wherever Meta's text stands: names, ids, values, errors.
fn poisoned(text: &str) -> World {
    let mut world = world::trouble();
    let scope = &mut world.scope;
    let replicas = scope.businesses.iter_mut().chain(&mut scope.wabas).chain(&mut scope.apps);
    for replica in replicas.chain(&mut scope.numbers) {
        for heard in replica.fields.values_mut() {
            poison(&mut heard.value, text);
        }
        if let Some(failure) = &mut replica.failure {
            failure.message = Some(text.to_owned());
            failure.reason = text.to_owned();
        }
    }
    for number in &mut scope.numbers {
        // Words that a page shows only beside a known value.
        let reasons = json!({"score": "RED", "reasons": [text, text]});
        world::set(number, "quality_score", reasons, 12);
    }
    scope.wabas[0].node.id = text.to_owned();
    for change in &mut world.changes {
        change.before = Value::from(text);
        change.after = Value::from(text);
        change.field = text.to_owned();
    }
    world
}

/// Every text in a document, but the words that Farol reads to find its way.
fn poison(value: &mut Value, text: &str) {
    match value {
        Value::String(held) if !["WABA", "BLOCKED"].contains(&held.as_str()) => {
            *held = text.to_owned();
        }
        Value::Array(items) => items.iter_mut().for_each(|item| poison(item, text)),
        Value::Object(fields) => fields.values_mut().for_each(|field| poison(field, text)),
        _ => {}
    }
}

/// Every page with this text in it.
fn pages(text: &str) -> String {
    let world = poisoned(text);
    let language = Language::PtBr;
    let login = Login { language, email: text, error: None, host: text };
    [
        world.overview(language),
        world.numbers(language),
        world.numbers_where(language, Filter::Attention, text),
        ui::login(&login),
        ui::problem(&Problem { language, status: 500, reference: Some(text) }),
    ]
    .concat()
}

#[test]
fn no_text_of_meta_becomes_markup() {
    let payloads = payloads();
    assert_eq!(payloads.len(), 200);
    let tame = pages("tame");
    assert!(tame.matches("tame").count() > 60, "the text reaches the pages");
    let shape = |page: &str| ['<', '>', '"'].map(|sign| page.matches(sign).count());
    for payload in payloads {
        assert_eq!(shape(&pages(&payload)), shape(&tame), "{payload}");
    }
}
