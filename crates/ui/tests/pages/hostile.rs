//! Meta's words are hostile text. Whatever stands in them, a page keeps exactly its own markup.

use domain::readiness::Scope;
use domain::signup::{Ending, Number, Obstacle, Said, Signup, Snag, Stage, Target, Task};
use meta::{BusinessId, PhoneNumberId, WabaId};
use serde_json::{Value, json};
use ui::Language;
use ui::view::{
    Account, Attempt, Button, Connect, Filter, Login, Problem, TenantChoice, WabaChoice,
};

use crate::signups;
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

/// Logins with this text wherever Meta or the popup could have written it.
fn poisoned_signups(text: &str) -> Vec<Signup> {
    let mut signup = signups::subscribed();
    signup.target = Some(Target {
        was_bound: false,
        waba: WabaId::new(text),
        waba_name: Some(text.to_owned()),
        business: BusinessId::new(text),
    });
    let unnamed = signup.clone();
    signup.number = Some(Number {
        id: PhoneNumberId::new("106540352242505"),
        display_phone_number: text.to_owned(),
        verified_name: Some(text.to_owned()),
    });
    let at = |stage| {
        let mut signup = signup.clone();
        signup.stage = stage;
        signup
    };
    let stopped = |obstacle| {
        let said = Said { code: Some(1), subcode: Some(2), message: text.to_owned() };
        at(Stage::Stopped { task: Task::Find, snag: Snag { obstacle, said: Some(said) } })
    };
    let text = || Some(text.to_owned());
    let reported = Ending::Reported { error_message: text(), error_id: text(), session_id: text() };
    vec![
        unnamed,
        stopped(Obstacle::PinMismatch),
        stopped(Obstacle::AccountNotGranted { waba: WabaId::new(text().unwrap_or_default()) }),
        stopped(Obstacle::ScopesMissing { scopes: vec![text().unwrap_or_default()] }),
        at(Stage::Awaiting),
        signups::ended(Ending::Cancelled { current_step: text() }),
        signups::ended(reported),
    ]
}

/// The page of the connection, with this text in logins, accounts, settings and the switcher.
fn connect(text: &str, scope: &Scope) -> String {
    let signups = poisoned_signups(text);
    let attempts: Vec<Attempt<'_>> =
        signups.iter().map(|signup| Attempt { id: "s1", person: text, signup }).collect();
    let account = Account {
        waba: WabaId::new(text),
        business: BusinessId::new(text),
        numbers: scope.numbers.iter().map(|n| PhoneNumberId::new(n.node.id.clone())).collect(),
        connected_at: world::NOW,
    };
    let origins = [text.to_owned()];
    let sdk = ui::view::Sdk {
        app_id: text,
        config_id: text,
        graph_version: text,
        url: text,
        message_origins: &origins,
    };
    let mut frame = world::frame(Language::PtBr, "/connect", scope);
    let named = |is_current| WabaChoice { id: text.to_owned(), name: text.to_owned(), is_current };
    frame.wabas = vec![named(false), named(true)];
    frame.tenants = vec![
        TenantChoice { id: text.to_owned(), name: text.to_owned(), is_current: true },
        TenantChoice { id: "t2".to_owned(), name: text.to_owned(), is_current: false },
    ];
    let (accounts, button) = (&[account], Button::Ready(sdk));
    ui::connect(&frame, &Connect { scope, accounts, button, signups: &attempts, refused: None })
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
        connect(text, &world.scope),
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
    assert!(tame.matches("tame").count() > 120, "the text reaches the pages");
    let shape = |page: &str| ['<', '>', '"'].map(|sign| page.matches(sign).count());
    for payload in payloads {
        assert_eq!(shape(&pages(&payload)), shape(&tame), "{payload}");
    }
}
